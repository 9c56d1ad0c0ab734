"""The furniture that ends a page, cut from the end of the text.

Strict, for FAQ, notes and sources also stand there: only at or below a line that says what follows, only
in the last part of the text, and only when little follows.
"""

from __future__ import annotations

from pipelines.cues import as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock

__all__ = ["cut_last_headings", "cut_tail"]

TAIL_SHARE = 0.15
"""Share of the kept text that may be cut (notes: cutting from 75 % on gained .0011, from 50 % on it lost)."""
LONGEST_LINE = 80
"""Characters of a line that can be a heading of furniture."""
MOST_HEADINGS = 3
"""At the end of the text; with more, headings are how the author sets lists."""
TAIL_REASONS = frozenset(("related-stories", "comment-widget", "author-bio", "newsletter"))


def cut_tail(ledger: Ledger) -> None:
    """What stands at and below a heading or short line that says furniture follows, at the end of the text."""
    kept = ledger.kept_indices()
    sizes = [len(ledger.page.blocks[index].text) for index in kept]
    rest = total = sum(sizes)
    for position, index in enumerate(kept):
        if rest <= TAIL_SHARE * total:
            reason, phrase = _tail_line(ledger.page.blocks[index])
            if reason:
                ledger.remove_all(
                    kept[position:], reason, f"at or below a line that says “{phrase}”, at the end of the text"
                )
                return
        rest -= sizes[position]


def cut_last_headings(ledger: Ledger) -> None:
    """Headings at the end of the text whose own text is out: they headed something else (27 such headings of 33)."""
    kept = ledger.kept_indices()
    last = next((at for at in range(len(kept), 0, -1) if ledger.page.blocks[kept[at - 1]].role != "heading"), 0)
    size = sum(len(ledger.page.blocks[index].text) for index in kept[last:])
    few = len(kept) - last <= MOST_HEADINGS and size <= TAIL_SHARE * ledger.kept_chars()
    if last and few and ledger.page_type == "article":
        headings = [index for index in kept[last:] if index not in ledger.settled]
        ledger.remove_all(headings, "outside-article", "a heading with none of the text below it")


def _tail_line(block: PageBlock) -> tuple[str, str]:
    if len(block.text) <= LONGEST_LINE:
        for cue in cues_in(block.text):
            if cue.reason in TAIL_REASONS and cue.whole_line and (block.role == "heading" or " " in cue.phrase):
                return cue.reason, as_written(block.text, cue)
    return "", ""
