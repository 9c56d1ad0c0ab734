"""What stands on the site's other pages leaves the text, unless it recurs by right.

How many pages are enough is pipelines.witnesses'; this is about what may recur inside articles for good reason.
Running text that stands on so many pages is furniture. A short block is taken out only where something else says so
too: the place is one where no text of this article stands, or it is the first or last thing, or its neighbour
recurs as well, or it stands on most of the site's pages. So these stay: a heading that has text below it
("Background", "Method"), a label that shares a small part of the page with text below it ("What we liked"), a label that
stands several times on the page unless most pages have it, an item or a row of a list that is not the same everywhere ("a pinch of salt"), a refrain,
an answer ("Yes.").

A page most of whose text recurs is a copy of others, and memory says nothing about it. Blocks that were out before
keep the reason they have, unless it was the general one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from pipelines.dump.lines import ends_sentence
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, Place
from pipelines.types import SiteProfile
from pipelines.witnesses import RUNNING_WORDS, Standing, standing_of

__all__ = ["remove_recurring"]

PARAGRAPH_WORDS = 8
"""Words: a block of so many is a paragraph, however it ends."""
COPY = 0.5
"""Share of a page's kept words: where more recur, the page is a copy of another (as in pipelines.dump.decide)."""
LISTS = frozenset(("ul", "ol", "dl", "table"))
_DIGITS = re.compile(r"\d+")


def remove_recurring(ledger: Ledger, profile: SiteProfile | None) -> None:
    """Take out of the text, or explain, what the site's other pages show as well."""
    if profile is None or not (profile.recurring or profile.approved):
        return
    standing = {
        index: found
        for index, block in ledger
        if (ledger.kept[index] or ledger.is_open(index)) and (found := standing_of(block.text, profile))
    }
    for index in _furniture(ledger, {i: found for i, found in standing.items() if ledger.kept[i]}):
        ledger.remove(index, "recurring", str(standing[index]))
    for index, found in standing.items():
        ledger.explain(index, "recurring", str(found))


def _furniture(ledger: Ledger, standing: dict[int, Standing]) -> list[int]:
    """Of the kept blocks that stand on other pages, those that go."""
    enough = {i: found for i, found in standing.items() if _is_enough(ledger.page.blocks[i], found)}
    if not enough:
        return []
    text = _Text(ledger, enough)
    going = {i for i, found in enough.items() if found.approved or text.is_furniture(i)}
    for index in reversed(text.kept):  # a heading goes with what stands below it
        if index in enough and ledger.roles[index] == "heading" and not enough[index].approved:
            going.discard(index)
            if text.has_nothing_below(index, going):
                going.add(index)
    words = {i: ledger.page.blocks[i].words for i in text.kept}
    doubtful = sum(words[i] for i in going if not enough[i].is_on_most())
    if doubtful > COPY * sum(words.values()) or len(going) == len(text.kept):
        going = {i for i in going if enough[i].approved}
    return sorted(going)


def _is_enough(block: PageBlock, standing: Standing) -> bool:
    words = block.words
    return standing.is_enough(words, paragraph=words >= PARAGRAPH_WORDS or ends_sentence(block.text))


class _Text:
    """The kept text of one page, and which of it stands on enough other pages."""

    def __init__(self, ledger: Ledger, enough: dict[int, Standing]) -> None:
        self.ledger = ledger
        self.enough = enough
        self.kept = ledger.kept_indices()
        self.own = [i for i in self.kept if i not in enough]
        """What is this article's alone."""
        self.own_places = {_kind_of_place(ledger.page.blocks[i].place) for i in self.own}
        self.copies = Counter(ledger.keys[i] for i in self.kept)

    def is_furniture(self, index: int) -> bool:
        """Something says so besides the count."""
        block, role = self.ledger.page.blocks[index], self.ledger.roles[index]
        if block.words >= RUNNING_WORDS:
            return True
        container = next((place for place in block.place.ancestors() if place.tag in LISTS), None)
        if role in ("list-item", "table-row") and container is not None:
            return not any(container.first <= i < container.last for i in self.own)
        if self._introduces(index):
            return False
        if self.enough[index].is_on_most():
            return True
        if self.copies[self.ledger.keys[index]] > 1:
            return False
        return (
            _kind_of_place(block.place) not in self.own_places
            or self._is_at_the_edge(index)
            or self._has_such_a_neighbour(index)
        )

    def _introduces(self, index: int) -> bool:
        """A small part of the page holds the label and text of the article's own below it: "What we liked"."""
        part = self.ledger.page.blocks[index].place.parent
        below = [i for i in self.own if part is not None and index < i < part.last]
        return (
            part is not None
            and len(below) > 0
            and 2 * sum(part.first <= i < part.last for i in self.own) < len(self.own)
        )

    def has_nothing_below(self, heading: int, going: set[int]) -> bool:
        """What the heading introduces goes: nothing stays below it, or only the next heading; or it is itself in a
        strange place, or above running text that goes, and what follows only goes on with the article.
        """
        below = [i for i in self.kept if i > heading]
        stays = next((i for i in below if i not in going), None)
        if stays is None:
            return True
        if stays == below[0]:
            return False
        blocks = self.ledger.page.blocks
        strange = _kind_of_place(blocks[heading].place) not in self.own_places
        return strange or self.ledger.roles[stays] == "heading" or blocks[below[0]].words >= RUNNING_WORDS

    def _is_at_the_edge(self, index: int) -> bool:
        return not self.own or index < self.own[0] or index > self.own[-1]

    def _has_such_a_neighbour(self, index: int) -> bool:
        at = self.kept.index(index)
        around = self.kept[max(0, at - 1) : at] + self.kept[at + 1 : at + 2]
        return any(i in self.enough for i in around)


def _kind_of_place(place: Place) -> tuple[object, ...]:
    """Where a block stands, as other pages of the template have it: tags and names without their numbers."""
    steps = takewhile(lambda step: step.tag != "html", place.ancestors())
    return tuple((step.tag, *(_DIGITS.sub("0", name) for name in step.names)) for step in steps)
