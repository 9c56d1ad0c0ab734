"""Text that was dropped out of the middle of the article comes back: lists, sub-headings, paragraphs, quotes.

A gap is a run of dropped blocks between two kept ones inside the same element. What comes back must be text by its
role, hardly linked, outside any named furniture, and stand beside text that was kept.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from functools import partial

from pipelines.cues import cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.names import by_tag, furniture_of
from pipelines.html.places import PageBlock, Place
from pipelines.reasons import TEXT_ROLES

__all__ = ["fill_gaps", "fill_series"]

MOST_LINKED = 0.5
FEWEST = 2
"""Blocks of a fact box."""
SERIES, SERIES_GAP = 3, 3
"""Kept blocks that are printed alike, and blocks of a gap between such parts."""
LONGEST_GAP = 40
"""Blocks of a gap that may come back; a longer one was left out for a reason."""


def fill_gaps(ledger: Ledger) -> None:
    """Bring back text between two kept blocks of one element."""
    kept = ledger.kept_indices()
    for before, after in itertools.pairwise(kept):
        if 1 < after - before <= LONGEST_GAP + 1:
            _fill(ledger, before, after)


def fill_series(ledger: Ledger) -> None:
    """Bring back short gaps of which each block is printed as several kept ones are: the last items of a list of parts.

    Where the parts' texts were brought back by their wording, their headings are still out.
    """
    kept = ledger.kept_indices()
    alike = Counter(_print(ledger.page.blocks[index]) for index in kept)
    for before, after in itertools.pairwise(kept):
        gap = range(before + 1, after)
        if 0 < len(gap) <= SERIES_GAP and all(
            ledger.is_open(i) and alike[_print(ledger.page.blocks[i])] >= SERIES for i in gap
        ):
            _fill(ledger, before, after)


def _print(block: PageBlock) -> tuple[object, ...]:
    """How a block is printed: its element's and the one around it."""
    around = block.place.parent
    return block.place.printed, around and around.printed


def _fill(ledger: Ledger, before: int, after: int) -> None:
    blocks = ledger.page.blocks
    around = _common(blocks[before].place, blocks[after].place)
    for index in range(before + 1, after):
        if ledger.is_open(index) and _belongs(blocks[index], around, partial(_is_fact_box, ledger)):
            ledger.keep(index)


def _belongs(block: PageBlock, around: Place, facts: Callable[[Place], bool]) -> bool:
    if (
        block.hidden
        or block.role not in TEXT_ROLES
        or block.link_density > MOST_LINKED
        or not any(map(str.isalpha, block.text))
    ):
        return False
    for place in block.place.ancestors():
        if place is around:
            return not any(cue.whole_line for cue in cues_in(block.text))
        if furniture_of(place) or by_tag(place) or place.tag == "figure" or (place.tag == "aside" and not facts(place)):
            return False
    return False


def _is_fact_box(ledger: Ledger, box: Place) -> bool:
    """An aside between the article's paragraphs that tells something: a heading and text below it, no link, nothing said twice."""
    inside = range(box.first, box.last)
    blocks = [ledger.page.blocks[index] for index in inside]
    if len(blocks) < FEWEST or blocks[0].role != "heading" or any(block.linked for block in blocks):
        return False
    if any(cue.whole_line for block in blocks for cue in cues_in(block.text)) or any(b.role == "label" for b in blocks):
        return False
    return not any(ledger.keys.count(ledger.keys[index]) > 1 for index in inside)


def _common(one: Place, other: Place) -> Place:
    """The smallest element that holds both, or the parent where both are one."""
    around = {id(p) for p in one.ancestors()}
    return next(p for p in other.ancestors() if id(p) in around)
