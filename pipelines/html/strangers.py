"""Other stories told by where they stand: below the readers' comments, above the headline, announced inside the text.

Leaves out stories in a frame of their own that repeats the article's (pipelines.html.stories). Five places, none of which an
article's own parts have:

- below the comments: readers answer an article that has ended; a headline with prose further down begins another one;
- below a second headline in the same element as the article's, of its rank, with a dated line in a like element below it;
- in a box whose first line says that other stories follow ("Read also"), and whose second is a headline;
- in a box below an article that has no headings, of several headlines in one print, each with its text, below a label that is none;
- in a column that ends above the headline, and begins with such a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from pipelines.html import story_signs as signs
from pipelines.html.align import letters
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, Place, ends_like_sentence
from pipelines.html.story_signs import LONGEST_HEADLINE, OWN_WORDS, RANKS, STORY_WORDS, NumberedParts
from pipelines.metadata.dates import dates_in
from pipelines.sides import keeping_of

__all__ = ["remove_strangers"]

FEW = 2
"""Comments of a thread that ends an article; a single one may be a quotation."""
HEAD = 3
"""Blocks at the beginning of a box or column among which one announces stories."""
SIGNED_BLOCKS = 2
"""Blocks below a headline, one of which is its dated line."""
LONGEST_DATE_LINE = 80
"""Characters."""
LARGEST_SHARE = 0.5
"""Of the page's running text that an announced box may hold."""
LARGEST_ABOVE = 0.65
"""The same above the page's headline, where the article has not begun."""
PARTED, REACH = 0.05, 60
"""How far words must keep to their side of a headline, and paragraphs on either side whose words are compared."""
ASKS = ("?", "？", "؟", "՞", ";")
"""Ends of a question, which heads an answer."""
MANY = 3
"""Headlines of one rank with dated lines: the page is made of stories."""
_BOXES = frozenset(("aside", "div", "section", "article", "table", "blockquote", "details", "figure"))
_HEADING = re.compile(r"h[1-6]")


def remove_strangers(ledger: Ledger) -> None:
    """The stories in these places, on pages that are of one article."""
    if ledger.page_type != "article" or ledger.likely_type != "article":
        return
    page = _Page(ledger)
    for indices, evidence in (*page.below_talk(), *page.below_second_headline(), *page.announced(), *page.digests()):
        for index in indices:
            if ledger.is_open(index):
                ledger.remove(index, "trailing-story", evidence)


class _Page:
    """What is asked of one page several times."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.blocks = ledger.page.blocks
        self.title = self._headline()
        words = (block.words if ledger.page.running[i] and ledger.is_open(i) else 0 for i, block in ledger)
        self.running = list(accumulate(words, initial=0))

    def _headline(self) -> int | None:
        """The page's own headline, which need not be a heading."""
        key = letters(self.ledger.title or "")
        if self.ledger.headline is not None or not key:
            return self.ledger.headline
        return next((i for i, block in self.ledger if self.ledger.keys[i] == key and not block.hidden), None)

    def words(self, first: int, last: int) -> int:
        """Words of running text about which nothing is decided, in [first:last]."""
        return self.running[last] - self.running[first] if first < last else 0

    def below_talk(self) -> Iterator[tuple[Iterable[int], str]]:
        """From the first headline below the comments to the last paragraph of the page."""
        threads = [thread for thread in self.ledger.threads if thread.told and len(thread.items) >= FEW]
        start = self.title or 0
        answered = [t for t in threads if self.words(start, t.items[0].own[0]) >= OWN_WORDS]
        end = max((max(item.own) for thread in answered for item in thread.items), default=None)
        if end is None:
            return
        first = next((i for i in range(end + 1, len(self.blocks)) if self._is_headline(i)), None)
        if first is None or self.words(first, len(self.blocks)) < STORY_WORDS:
            return
        last = max(i for i in range(first, len(self.blocks)) if self.words(i, i + 1))
        if self._dated_below(first) is not None or self._parts(range(start, end), range(first, last + 1)):
            yield range(first, last + 1), f"below the readers' comments, with a headline: {self._told(first)}"

    def below_second_headline(self) -> Iterator[tuple[Iterable[int], str]]:
        """From a headline printed and dated as the page's own is, in the same element, to the end of that element."""
        if self.title is None:
            return
        own = self.blocks[self.title].place
        signed = self._dated_below(self.title)
        if own.tag not in RANKS or own.parent is None or signed is None:
            return
        alike = [
            i
            for i in range(self.title + 1, own.parent.last)
            if self.blocks[i].place.tag == own.tag
            and self.blocks[i].place.parent is own.parent
            and (below := self._dated_below(i)) is not None
            and below.place.printed == signed.place.printed
        ]
        if alike and len(alike) < MANY and self.words(self.title, alike[0]) >= OWN_WORDS:
            story = range(alike[0], own.parent.last)
            if not NumberedParts(self.ledger.page).holds(alike[0]) and self._is_another(signed, story):
                yield story, f"below a second headline that is printed and dated as the first: {self._told(alike[0])}"

    def _is_another(self, signed: PageBlock, story: range) -> bool:
        """Both headlines are dated to the minute, as no parts of one text are, or the story speaks in other words."""
        printed = self._dated_below(story.start)
        timed = printed is not None and all(map(signs.has_clock, (signed, printed)))
        return timed or self._parts(range(self.title or 0, story.start), story)

    def announced(self) -> Iterator[tuple[Iterable[int], str]]:
        """Boxes and columns that begin with a line that says other stories follow, and go on with a headline."""
        done = 0
        for place in self.ledger.page.places:
            if place.tag not in _BOXES or place.first < done or not self._is_apart(place):
                continue
            head = range(place.first, min(place.last, place.first + HEAD))
            line = next((i for i in head if self._announces(i)), None)
            if line is None:
                continue
            headline = next((i for i in range(line + 1, min(place.last, line + HEAD)) if self._is_headline(i)), None)
            if headline is None or self._outranks(line, headline):
                continue
            done = place.last
            evidence = f"in one box with “{self.blocks[line].text}” and a headline"
            yield range(place.first, place.last), evidence

    def digests(self) -> Iterator[tuple[Iterable[int], str]]:
        """Boxes below an article without headings: a label, then several headlines of one kind, each with its paragraphs."""
        done = 0
        for place in self.ledger.page.places:
            if place.first < done or place.hidden or not self._is_apart(place) or place.first <= (self.title or 0):
                continue
            heads = [i for i in range(place.first, place.last) if self.blocks[i].role == "heading"]
            if len(heads) >= FEW and self._is_digest(place, heads):
                done = place.last
                label = self.blocks[place.first].text[:100]
                yield (
                    range(place.first, place.last),
                    f"{len(heads)} headlines with their texts below “{label}”, in other words",
                )

    def _is_digest(self, place: Place, heads: Sequence[int]) -> bool:
        own = range(self.title or 0, place.first)
        kinds = {self.blocks[i].place.printed for i in heads}
        bounds = pairwise([*heads, place.last])
        return (
            0 < heads[0] - place.first <= HEAD
            and len(kinds) == 1
            and all(
                signs.is_headline(text) and not text.endswith(ASKS) for text in (self.blocks[i].text for i in heads)
            )
            and not any(self.blocks[i].role == "heading" and not self.blocks[i].hidden for i in own[1:])
            and self.words(own.start, own.stop) >= OWN_WORDS
            and all(self.words(head, end) for head, end in bounds)
            and self._keeping(own, range(place.first, place.last)) >= 0
        )

    def _outranks(self, line: int, headline: int) -> bool:
        """The line is a heading above the headline's rank: a chapter "See also" with its parts."""
        tags = self.blocks[line].place.tag, self.blocks[headline].place.tag
        return all(_HEADING.fullmatch(tag) for tag in tags) and tags[0] < tags[1]

    def _parts(self, own: range, other: range) -> bool:
        """The words of paragraphs in the two ranges keep to their side."""
        return self._keeping(own, other) >= PARTED

    def _keeping(self, own: range, other: range) -> float:
        above, below = ([self.blocks[i].text for i in some if self.ledger.page.running[i]] for some in (own, other))
        return keeping_of(above[-REACH:], below[:REACH])

    def _is_apart(self, place: Place) -> bool:
        """It holds a story, not the page's headline, and less than half of the text."""
        words = self.words(place.first, place.last)
        if self.title is None or place.first <= self.title < place.last:
            return False
        largest = LARGEST_SHARE if place.first > self.title else LARGEST_ABOVE
        return STORY_WORDS <= words <= largest * self.running[-1]

    def _announces(self, index: int) -> bool:
        return signs.announces(self.blocks[index]) and not self.blocks[index].linked

    def _is_headline(self, index: int) -> bool:
        block = self.blocks[index]
        if block.hidden or not self.ledger.is_open(index) or block.words > LONGEST_HEADLINE:
            return False
        if block.role == "heading":
            return self.words(index, len(self.blocks)) > 0
        names = self.blocks[self.title].place.names if self.title is not None else ()
        return bool(names) and block.place.names == names

    def _dated_below(self, index: int) -> PageBlock | None:
        for block in self.blocks[index + 1 : index + 1 + SIGNED_BLOCKS]:
            if block.role == "heading":
                return None
            if len(block.text) <= LONGEST_DATE_LINE and not ends_like_sentence(block.text) and _is_dated(block):
                return block
        return None

    def _told(self, index: int) -> str:
        return self.blocks[index].text[:100]


def _is_dated(block: PageBlock) -> bool:
    return signs.is_dated(block) or bool(dates_in(block.text))
