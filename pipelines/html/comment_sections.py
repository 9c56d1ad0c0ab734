"""What stands below a heading for readers' comments, in a box of its own below the article, where no thread was found.

A thread is found by what its items have in common (pipelines.html.comments): a single comment, an invitation to write the first or
the rules of the house have nothing to compare. That a box opens with the word for comments, and the article is above it, is enough.
"""

from __future__ import annotations

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, Place

__all__ = ["remove_comment_sections"]

LEAST_ABOVE = 200
"""Characters of running text that must be kept above: below less, the comments are what the page is for."""
LARGEST_SHARE = 0.4
"""Of the kept running text that may be in the box."""
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
    """The largest element that begins with the heading, and with the article above it and nothing of it inside or below."""
    found = None
    running, blocks = ledger.page.running, ledger.page.blocks
    sizes = {i: len(blocks[i].text) for i in ledger.kept_indices() if running[i]}
    above = sum(size for i, size in sizes.items() if i < index)
    if above < LEAST_ABOVE:
        return None
    for place in blocks[index].place.ancestors():
        if place.first != index:
            break
        inside = sum(size for i, size in sizes.items() if i in range(place.first, place.last))
        if place.tag in _BOXES and place.last > index + 1 and inside <= LARGEST_SHARE * (above + inside):
            found = place
    return found
