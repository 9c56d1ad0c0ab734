"""Pages as lines of a list, by what became of them: for `--list` of `clean` and `status`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.archive import Archive
from archive.reading import became, refused
from crawler.terminal import safe_line

__all__ = ["KINDS", "OUTCOMES", "listed", "tabbed"]

OUTCOMES = {"articles": "article", "versions": "version", "copies": "copy"}
"""Pages that became an article: source, number of the article, title."""
REFUSALS = {"not-articles": "not-article", "failed": "failed"}
"""Pages that became none: source, reason, detail."""

KINDS = (*OUTCOMES, *REFUSALS)


def listed(archive: Archive, kind: str, since: int = 0) -> Iterator[tuple[str, str, str]]:
    """The pages of a kind, in the order they came in; those with an article from a capture on."""
    if kind in OUTCOMES:
        for one in became(archive.conn, OUTCOMES[kind], since):
            yield one.url or one.source, str(one.article), one.title or ""
    else:
        for other in refused(archive.conn, REFUSALS[kind]):
            yield other.url or other.source, other.reason, other.detail


def tabbed(*parts: str) -> str:
    """One line of a list, its parts separated by tabs."""
    return "\t".join(safe_line(part) for part in parts)
