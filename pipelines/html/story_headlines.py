"""The lines of a page as stories are told by them: which may be headlines, what is signed below them, what is running text.

Leaves out what is compared (pipelines.html.story_evidence). A headline is a heading, a line in bold, a line that is one link, or the first
short line of a box.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from pipelines.cues import cues_in
from pipelines.html import story_signs as signs
from pipelines.html.align import letters
from pipelines.html.names import names_heading
from pipelines.html.places import Page, PageBlock, Place, ends_like_sentence
from pipelines.metadata.dates import date_in

__all__ = ["HEAD", "MOST", "Headlines"]

MOST = 300
"""Lines of a page that are tried as headlines."""
HEAD = 6
"""Blocks below a headline among which its first paragraph stands."""
STANDFIRST = 2
"""Sentences below a headline of which the second is the text's."""
UNLIKE = frozenset(("caption", "table", "code"))
"""Roles of blocks that are no headlines."""


class Headlines:
    """One page; a class for what is computed once and asked often."""

    def __init__(self, page: Page, title: str | None, runs: Sequence[bool] | None, keys: Sequence[str] | None) -> None:
        """`runs` says which blocks are running text that may be the article's; without it all running text is.

        `keys` are the letters of the blocks, where somebody has read them before.
        """
        self.blocks = page.blocks
        told = runs if runs is not None else [True] * len(page.blocks)
        self.runs = [
            open_ and (running or signs.is_sentence(block))
            for open_, running, block in zip(told, page.running, page.blocks, strict=True)
        ]
        self.keys = keys if keys is not None else [letters(block.text) for block in self.blocks]
        self.title = letters(title or "")
        self._headlines: dict[int, bool] = {}
        self._signed: dict[int, PageBlock | None] = {}
        self._told: set[int] = set()
        self.own = self._own_headline()
        self.running = self._sums()
        self.paragraphs = [i for i, runs in enumerate(self.runs) if runs]

    def _sums(self) -> list[int]:
        """Words of running text before each block."""
        words = (block.words if runs else 0 for block, runs in zip(self.blocks, self.runs, strict=True))
        return list(accumulate(words, initial=0))

    def forget(self, story: range) -> None:
        """These blocks are another story: nothing is compared with them any more."""
        self._told.update(story)
        for index in story:
            self.runs[index] = False
        self.running = self._sums()
        self.paragraphs = [i for i in self.paragraphs if i not in story]

    def _own_headline(self) -> int | None:
        """The page's own headline; of several places that print it the first set as a heading."""
        same = [i for i, b in enumerate(self.blocks) if self.title and not b.hidden and self._is_title(i)]
        headed = (i for i in same if self.blocks[i].role == "heading")
        return next(headed, same[0] if same else None)

    def _is_title(self, index: int) -> bool:
        first, parted, _ = self.blocks[index].text.partition("\n")
        # Old pages set the day below the headline, in one element with it.
        return signs.same_headline(letters(first) if parted else self.keys[index], self.title)

    def words(self, first: int, last: int) -> int:
        return self.running[last] - self.running[first] if first < last else 0

    @cached_property
    def _kinds(self) -> dict[tuple[str, tuple[str, ...]], list[int]]:
        """Blocks that may be headlines by the kind of element they stand in."""
        found: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for index, block in enumerate(self.blocks):
            if self.is_headline(index):
                found[block.place.printed].append(index)
        return found

    def _of_kind(self, index: int) -> list[int]:
        """Other blocks that may be headlines, printed as this one is."""
        place = self.blocks[index].place
        return [i for i in self._kinds.get(place.printed, ())[:MOST] if i != index and i not in self._told]

    def is_headline(self, index: int) -> bool:
        """Printed as a headline is; a paragraph is none, nor is a label of a word."""
        if index not in self._headlines:
            self._headlines[index] = self._may_be_headline(index)
        return self._headlines[index]

    def _may_be_headline(self, index: int) -> bool:
        block = self.blocks[index]
        if index == self.own or block.hidden or not block.text or block.words > signs.LONGEST_HEADLINE:
            return False
        if block.role != "heading" and (block.role in UNLIKE or not self._looks_like_headline(index)):
            return False
        return not any(cue.whole_line or cue.reason == "related-stories" for cue in cues_in(block.text))

    def _looks_like_headline(self, index: int) -> bool:
        """A line that is no heading, but printed as the page's own headline, in bold, as a link, or as the first of a box."""
        block = self.blocks[index]
        is_item = block.place.tag == "li" and self.runs[index]  # one of a list's, as long as a paragraph
        if is_item or ends_like_sentence(block.text) or signs.is_byline(block):
            return False
        if block.strong or self._is_named_as_title(block.place) or signs.is_marked(block.text):
            return True
        if signs.is_headline(block.text) and any(map(names_heading, block.place.names)):
            return True
        return signs.is_headline(block.text) and (signs.is_link(block) or self._box_that_begins(index) is not None)

    def _is_named_as_title(self, place: Place) -> bool:
        own = self.blocks[self.own].place.names if self.own is not None else ()
        return bool(own) and place.names == own

    def _box_that_begins(self, index: int) -> Place | None:
        """The box of paragraphs whose first line, or second below a label, the block is."""
        for place in self.blocks[index].place.ancestors()[:4]:
            if place.last - place.first > 2 and index - place.first <= 1:
                return place
        return None

    def _paragraph_below(self, index: int) -> bool:
        return any(self.runs[index + 1 : index + 1 + HEAD])

    def _paragraphs_in(self, first: int, last: int) -> list[int]:
        """Those among blocks [first:last]."""
        at = bisect_left(self.paragraphs, first)
        return self.paragraphs[at : bisect_left(self.paragraphs, last, lo=at)]

    def signature(self, index: int) -> PageBlock | None:
        """The byline or date between a headline and its first paragraph."""
        if index not in self._signed:
            self._signed[index] = self._signature(index)
        return self._signed[index]

    def _signature(self, index: int) -> PageBlock | None:
        sentences = 0
        for block in self.blocks[index + 1 : index + 1 + HEAD]:
            if block.role == "heading" or _is_of_the_page(block):
                return None
            if signs.is_credit(block):
                continue
            is_sentence = ends_like_sentence(block.text)
            if block.words >= 12 and is_sentence:
                sentences += 1  # one may be the standfirst
                if sentences == STANDFIRST:
                    return None
                continue
            short = len(block.text) <= 60 and not (is_sentence and block.words >= signs.SENTENCE_WORDS)
            if signs.is_byline(block) or (short and date_in(block.text)):
                return block
        return None


def _is_of_the_page(block: PageBlock) -> bool:
    """A line of the page's foot, or of its rights: its year and its day are those of nothing above it."""
    if "©" in block.text or any(cue.reason == "copyright" for cue in cues_in(block.text)):
        return True
    return any(p.tag == "footer" and p.parent is not None and p.parent.tag == "body" for p in block.place.ancestors())
