"""Text that stands twice on the page: the second copy leaves the text. Refrains stay.

A long block that repeats word for word is an artefact (a copy for phones, a pull quote, a summary
box). Songs and poems repeat lines on purpose: where short lines repeat often, nothing is taken, and of a block that is made
of short lines (a stanza, a key to a table) only if the whole passage around it repeats, too. A pull quote is shorter than that, and
the paragraph that it is taken from says more.
"""

from __future__ import annotations

import re

from pipelines.html.ledger import Ledger
from pipelines.html.places import RUNNING_WORDS, Place, words_of

__all__ = ["remove_pull_quotes", "remove_repeats"]

MIN_WORDS = 12
"""Words from which a block that stands twice is a repeat (notes: +.0012 on 793 pages, with the guard below)."""
MIN_LETTERS = 60
"""The same in letters, for scripts that set no spaces."""
REFRAIN_SHARE = 0.25
"""Share of kept blocks that repeat from which the page is a song, a poem or a table of sayings."""

QUOTED_WORDS = 6
"""Words from which a quotation that a paragraph holds, too, is taken from it."""
LARGEST_QUOTE = 4
"""Blocks of a quotation set apart; more are text that a template sets so."""
MOST_QUOTES = 50
"""Of a page that are looked for in its paragraphs."""
LONGEST_SIGNATURE = 8
"""Words of who said it, below a pull quote."""
_QUOTE_NAME = re.compile(r"(?:^|[-_])pull|quote", re.IGNORECASE)


def remove_pull_quotes(ledger: Ledger) -> None:
    """Quotations set apart of which every word stands in one paragraph of the text; with them who said it, on a line below.

    Those who talk with each other quote to answer: only on pages of one article.
    """
    kept = ledger.kept_indices() if ledger.page_type == "article" else []
    quotes: dict[int, list[int]] = {}
    paragraphs: list[str] = []
    for index in kept:
        place = _quote_around(ledger.page.blocks[index].place)
        if place is None:
            paragraphs.append(ledger.keys[index])
        else:
            quotes.setdefault(id(place), []).append(index)
    text = "\n".join(paragraphs)
    for indices in list(quotes.values())[:MOST_QUOTES]:
        said = indices[:-1] if _is_signature(ledger, indices) else indices
        is_long = all(ledger.page.blocks[i].words >= QUOTED_WORDS for i in said)
        if is_long and all(ledger.keys[i] and ledger.keys[i] in text for i in said):
            ledger.remove_all(indices, "repeated", "a quotation set apart, word for word in a paragraph")


def _quote_around(place: Place) -> Place | None:
    """The outermost small element that sets a quotation apart, by its kind or its name."""
    found = (p for p in reversed(place.ancestors()) if p.last - p.first <= LARGEST_QUOTE)
    return next((p for p in found if p.tag in _QUOTES or any(map(_QUOTE_NAME.search, p.names))), None)


_QUOTES = frozenset(("blockquote", "aside"))


def _is_signature(ledger: Ledger, indices: list[int]) -> bool:
    """The last of several lines says who said the others."""
    block = ledger.page.blocks[indices[-1]]
    marked = block.text.startswith(("-", "–", "—", "―")) or block.place.tag in ("cite", "footer", "figcaption")
    return len(indices) > 1 and marked and block.words <= LONGEST_SIGNATURE


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
