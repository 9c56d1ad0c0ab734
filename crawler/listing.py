"""Pages as lines of a list, by what became of them: for `--list` of `clean` and `status`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.archive import Archive
from archive.reading import became, refused
from crawler.terminal import safe_line
from pipelines.reasons import REJECTIONS

__all__ = ["KINDS", "OUTCOMES", "listed", "named", "tabbed", "worded"]

OUTCOMES = {"articles": "article", "versions": "version", "copies": "copy"}
"""Pages that became an article: source, number of the article (of a copy: which it is a copy of), title."""
REFUSALS = {"not-articles": "not-article", "failed": "failed"}
"""Pages that became none: source, reason, detail."""

KINDS = (*OUTCOMES, *REFUSALS)


def listed(archive: Archive, kind: str, since: int = 0) -> Iterator[tuple[str, str, str]]:
    """The pages of a kind, in the order they came in; those with an article from a capture on."""
    if kind in OUTCOMES:
        for one in became(archive.conn, OUTCOMES[kind], since):
            yield named(one.source, one.url), str(one.article), one.title or ""
    else:
        for other in refused(archive.conn, REFUSALS[kind]):
            yield named(other.source, other.url), other.reason, worded(other.reason, other.detail)


def named(source: str, url: str | None) -> str:
    """What a page is called in a list: the file it came from; a spider's page by its address."""
    return url if url and source.startswith("spider:") else source


def worded(reason: str, detail: str) -> str:
    """Why a page is no article, for a reason that says it all as well."""
    return detail or REJECTIONS.get(reason, "")


def tabbed(*parts: str) -> str:
    """One line of a list, its parts separated by tabs."""
    return "\t".join(safe_line(part) for part in parts)
