"""What stands below a heading for readers' comments, in a box of its own below the article, where no thread was found.

A thread is found by what its items have in common (pipelines.html.comments): a single comment, an invitation to write the first or
the rules of the house have nothing to compare. That a box opens with the word for comments, that little is said in it, and that the
article is above it and ends there, is enough. Papers and manuals have sections of that name (`Discussion`): they say more, and others follow.
"""

from __future__ import annotations

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, Place

__all__ = ["remove_comment_sections"]

LEAST_ABOVE = 200
"""Characters of running text that must be kept above: below less, the comments are what the page is for."""
MOST_SAID = 150
"""Words in the box: many comments make a thread, many words a section of the article."""
HEADING_WORDS = 6
"""Words of the heading, its count among them: a longer line mentions comments."""
_BOXES = frozenset(("div", "section", "aside", "footer", "details"))


def remove_comment_sections(ledger: Ledger) -> None:
    """Everything in such a box goes, the heading too."""
    if ledger.page_type == "forum":
        return
    for index, block in ledger:
        cue = _heads_comments(block)
        box = _box_of(ledger, index) if cue else None
        if cue is None or box is None:
            continue
        said = f"in a box below the article that opens with “{as_written(block.text, cue)}”"
        for inner in range(box.first, box.last):
            if ledger.kept[inner]:
                ledger.remove(inner, "comment-widget", said)


def _heads_comments(block: PageBlock) -> Cue | None:
    if block.hidden or block.words > HEADING_WORDS:
        return None
    return next((cue for cue in cues_in(block.text) if cue.reason == "comment-widget" and cue.whole_line), None)


def _box_of(ledger: Ledger, index: int) -> Place | None:
    """The largest element that begins with the heading, with the article above it and nothing of it below."""
    found = None
    running, blocks = ledger.page.running, ledger.page.blocks
    kept = ledger.kept_indices()
    above = sum(len(blocks[i].text) for i in kept if i < index and running[i])
    for place in blocks[index].place.ancestors() if above >= LEAST_ABOVE else ():
        if place.first != index:
            break
        said = sum(blocks[i].words for i in kept if place.first <= i < place.last)
        goes_on = any(running[i] or blocks[i].role == "heading" for i in kept if i >= place.last)
        if place.tag in _BOXES and place.last > index + 1 and said <= MOST_SAID and not goes_on:
            found = place
    return found
