"""A rule's own examples: what a page was to give, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.site_rules.values import Example
from pipelines.types import Article

__all__ = ["disappointments"]


def disappointments(example: Example, article: Article) -> Iterator[str]:
    """What an article is not as its example expects."""
    if "stale-rule" in article.warnings:
        yield "the rule finds nothing on this page"
    text = _folded(article.text)
    for wanted in example.contains:
        if _folded(wanted) not in text:
            yield f"the text does not contain {_shown(wanted)}{_whereabouts(wanted, article)}"
    for unwanted in example.lacks:
        if _folded(unwanted) in text:
            yield f"the text contains {_shown(unwanted)}"
    if example.title is not None and _folded(example.title) != _folded(article.title or ""):
        yield f"the title is {_shown(article.title or 'missing')}, not {_shown(example.title)}"
    if example.authors is not None and example.authors != article.authors:
        names = ", ".join(article.authors) or "nobody"
        yield f"the authors are {names}, not {', '.join(example.authors) or 'nobody'}"
    if example.published is not None and not (article.published or "").startswith(example.published):
        yield f"it was published {article.published or 'at no known time'}, not {example.published}"


def _whereabouts(wanted: str, article: Article) -> str:
    """Why a text is missing, where the ledger knows it."""
    for block in article.blocks:
        if not block.kept and _folded(wanted) in _folded(block.text):
            return f" ({block.reason}: {block.evidence})"
    return ""


def _folded(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str) -> str:
    line = _folded(text)
    return repr(line if len(line) <= 80 else f"{line[:79]}…")
