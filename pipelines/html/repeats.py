"""Text that stands twice on the page: the second copy leaves the text. Refrains stay.

A long block that repeats word for word is an artefact (a copy for phones, a pull quote, a summary
box). Songs and poems repeat lines on purpose: where short lines repeat often, nothing is taken, and of a block that is made
of short lines (a stanza, a key to a table) only if the whole passage around it repeats, too.
"""

from __future__ import annotations

from pipelines.html.ledger import Ledger
from pipelines.html.places import RUNNING_WORDS, words_of

__all__ = ["remove_repeats"]

MIN_WORDS = 12
"""Words from which a block that stands twice is a repeat (notes: +.0012 on 793 pages, with the guard below)."""
MIN_LETTERS = 60
"""The same in letters, for scripts that set no spaces."""
REFRAIN_SHARE = 0.25
"""Share of kept blocks that repeat from which the page is a song, a poem or a table of sayings."""


def remove_repeats(ledger: Ledger) -> None:
    """The second and later copies of a long block."""
    kept = ledger.kept_indices()
    seen: dict[str, int] = {}
    again: list[tuple[int, int]] = []
    for index in kept:
        first = seen.setdefault(ledger.keys[index], index)
        if first != index:
            again.append((index, first))
    long = [(i, first) for i, first in again if _is_long(ledger.page.blocks[i].text, ledger.keys[i])]
    is_copy = _is_second_copy(kept, again)
    if not long or (len(again) > REFRAIN_SHARE * len(kept) and not is_copy):
        return
    for index, first in long:
        if is_copy or not _is_stanza(ledger.page.blocks[index].text):
            ledger.remove(index, "repeated", f"the same words as block {first}")


def _is_long(text: str, key: str) -> bool:
    return len(text.split()) >= MIN_WORDS or (len(key) >= MIN_LETTERS and " " not in text.strip())


def _is_stanza(text: str) -> bool:
    """Made of several lines, none as long as prose."""
    lines = text.split("\n")
    return len(lines) > 1 and all(words_of(line) < RUNNING_WORDS for line in lines)


def _is_second_copy(kept: list[int], again: list[tuple[int, int]]) -> bool:
    """A whole passage repeats in order: a second copy of the text, not a refrain."""
    firsts = [first for _, first in again]
    return (
        len(again) >= 3
        and firsts == sorted(firsts)
        and len(set(firsts)) == len(firsts)
        and len(again) >= 0.4 * len(kept)
    )
