"""Small boxes set among the paragraphs: where one of its lines is furniture by its wording, all of the box is.

Leaves out boxes told by their names (pipelines.html.furniture), by a field (pipelines.html.mailing) or by nothing but where
they stand: of such boxes with no cue half are the article's (pros and cons, key facts; 60 of 135 on 793 articles were not).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.junk import NEVER
from pipelines.html.ledger import Ledger
from pipelines.html.places import Place

__all__ = ["remove_boxes_set_in"]

MOST_WORDS, MOST_BLOCKS = 45, 6
"""Of a box: a pitch, a headline with a teaser. Longer ones are parts of articles as often."""
FEW_WORDS = 12
"""Of a box of which a single word that is also a heading of articles ("Video") is enough."""
LEAST_SHARE = 0.5
"""Of the kept running text that stands in paragraphs of one element: of such a text a box is something set in."""
LEAST_WORDS = 60
"""Of the kept running text."""
TELLING = frozenset(
    ("newsletter", "paywall-notice", "related-stories", "comment-policy", "affiliate-notice", "advertisement")
)
"""Reasons of which a phrase of several words speaks for all of a longer box; others are words of facts as well ("Serves four to share")."""
_BOXES = frozenset(("div", "section", "aside", "details", "center", "span", "td"))
_LINES = frozenset(("paragraph", "heading", "label"))
"""Roles of what furniture is made of; lists, tables and code among the paragraphs are the article's."""


def remove_boxes_set_in(ledger: Ledger) -> None:
    """Boxes beside the article's paragraphs, in the same element, of which a line is furniture by its wording."""
    for box in _boxes(ledger):
        inside = range(box.first, box.last)
        words = sum(ledger.page.blocks[index].words for index in inside)
        if words > MOST_WORDS or not any(ledger.kept[index] for index in inside):
            continue
        told = next(_cues(ledger, box, few=words <= FEW_WORDS), None)
        if told is None:
            continue
        index, cue = told
        phrase = as_written(ledger.page.blocks[index].text, cue)
        for other in inside:
            if ledger.kept[other] and other not in ledger.settled:
                ledger.remove(other, cue.reason, f"in a box among the paragraphs that says “{phrase}”")


def _boxes(ledger: Ledger) -> Iterator[Place]:
    """The small boxes that are children of the element in whose own paragraphs most of the text stands."""
    sizes: defaultdict[int, int] = defaultdict(int)
    homes: dict[int, Place] = {}
    total = 0
    for index, block in ledger:
        if not ledger.kept[index] or not ledger.page.running[index]:
            continue
        words = block.words
        total += words
        home = block.place.parent
        if block.place.tag == "p" and home is not None:
            sizes[id(home)] += words
            homes[id(home)] = home
    home = homes[max(sizes, key=lambda key: sizes[key])] if sizes else None
    if home is None or total < LEAST_WORDS or sizes[id(home)] < LEAST_SHARE * total:
        return
    for box in home.children:
        if box.tag in _BOXES and 0 < box.last - box.first <= MOST_BLOCKS:
            roles = {ledger.page.blocks[index].role for index in range(box.first, box.last)}
            if roles <= _LINES:
                yield box


def _cues(ledger: Ledger, box: Place, *, few: bool) -> Iterator[tuple[int, Cue]]:
    for index in range(box.first, box.last):
        for cue in cues_in(ledger.page.blocks[index].text):
            telling = cue.reason in TELLING and (" " in cue.phrase or not cue.phrase.isascii())
            if cue.reason not in NEVER and (few or telling):
                yield index, cue
