"""Second opinions, for pages of which trafilatura may have taken too little; they can only add.

Theory of operation. A wrong or partial container is the dearest mistake there is: it costs a page half its text. A
shorter answer of somebody else is no reason to doubt (measured: a loss of .003 to .016), a much longer one is.
resiliparse is the cheap one (2 to 4 ms) and is asked always: what it says of each block is also evidence for the
block model (pipelines.html.weigh). Where it finds LONGER times as much,
trafilatura is asked again, set to prefer recall; its answer counts when resiliparse agrees with it.
Where that changes nothing and resiliparse finds MUCH_LONGER times as much, its own answer counts, for
prose only: it keeps link lists and teasers that trafilatura knows to drop.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from pipelines.html.align import coverage
from pipelines.html.extractor import Before, kept_segments
from pipelines.html.ledger import Ledger

__all__ = ["ask_others", "ask_second"]

COVERED = 0.5
LONGER = 1.5
"""Times our text from which another answer is looked into (notes, single steps: 8 pages better, none worse at 2.0)."""
MUCH_LONGER = 1.9
AGREED = 0.75
"""Share of a longer answer that must be in resiliparse's."""
LARGEST_PAGE = 3_000_000
"""Characters of markup up to which resiliparse is asked; with deep nesting its search takes seconds."""
MOST_NESTED = 150
"""Levels of elements up to which it is asked."""


def ask_second(ledger: Ledger, html: str) -> None:
    """Note what resiliparse keeps of the page; nothing where its search would take seconds."""
    if len(html) > LARGEST_PAGE or max(place.level for place in ledger.page.places) > MOST_NESTED:
        return
    theirs = extract_plain_text(html, main_content=True, alt_texts=False)
    ledger.second = [share >= COVERED for share in coverage(ledger.keys, theirs.split("\n"))]


def ask_others(ledger: Ledger, root: HtmlElement, before: Before | None = None) -> None:
    """Keep what a longer answer holds beyond trafilatura's, where an independent one agrees."""
    ours = _size(ledger, ledger.kept)
    agreed = [said and (ledger.kept[i] or ledger.is_open(i)) for i, said in enumerate(ledger.second)]
    if not any(agreed) or _size(ledger, agreed) < LONGER * ours or _size(ledger, _possible(ledger)) < LONGER * ours:
        return
    for answer, factor in (
        (_covered(ledger, kept_segments(root, ledger.url, "recall", ledger.page.attributes, before)), LONGER),
        (_prose(ledger, agreed), MUCH_LONGER),
    ):
        size = _size(ledger, answer)
        if (
            size >= factor * max(1, ours)
            and _size(ledger, [a and b for a, b in zip(answer, agreed, strict=True)]) >= AGREED * size
        ):
            _keep(ledger, answer)
            return


def _possible(ledger: Ledger) -> list[bool]:
    """All that any answer could hold: hardly linked text that nobody has decided about."""
    return [
        ledger.kept[i] or (ledger.is_open(i) and 2 * block.linked < len(block.text))
        for i, block in enumerate(ledger.page.blocks)
    ]


def _covered(ledger: Ledger, segments: Sequence[str]) -> list[bool]:
    undecided = [key if ledger.kept[i] or ledger.is_open(i) else "" for i, key in enumerate(ledger.keys)]
    return [share >= COVERED for share in coverage(undecided, segments)]


def _prose(ledger: Ledger, answer: list[bool]) -> list[bool]:
    """Of an answer what is prose, and the headings and list items that stand directly above prose or below it."""
    blocks = ledger.page.blocks
    prose = [kept and running for kept, running in zip(answer, ledger.page.running, strict=True)]
    return [
        kept and not block.hidden and (prose[i] or (block.link_density < COVERED and any(prose[max(0, i - 2) : i + 3])))
        for i, (kept, block) in enumerate(zip(answer, blocks, strict=True))
    ]


def _size(ledger: Ledger, answer: Sequence[bool]) -> int:
    return sum(len(key) for key, kept in zip(ledger.keys, answer, strict=True) if kept)


def _keep(ledger: Ledger, answer: list[bool]) -> None:
    for index, kept in enumerate(answer):
        if kept:
            ledger.keep(index)
