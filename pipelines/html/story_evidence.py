"""What speaks for and against a story of its own that begins at a block: numbers for a model, in any language.

Leaves out the decision (pipelines.html.weighed_stories). A story begins with a headline: a heading, a line in bold, a line that is one
link, or the first short line of a box. What stands below it is compared with the article: by its words, for one text takes up
its own words again in any language; by how it is printed; and by what stands around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import log

from pipelines.cues import cues_in
from pipelines.html import story_signs as signs
from pipelines.html.align import letters
from pipelines.html.names import names_heading
from pipelines.html.places import Page, PageBlock, Place, ends_like_sentence
from pipelines.html.story_wording import Wording
from pipelines.metadata.dates import date_in
from pipelines.story_words import stems_of

__all__ = ["Candidate", "Evidence"]

LEAST_OWN = 40
"""Words of running text that the article has at least."""
LEAST = 20
"""The same of a story."""
MOST = 300
"""Lines of a page that are tried as headlines."""
HEAD = 6
"""Blocks below a headline among which its first paragraph stands."""
MOST_DATED = 20
"""Headings of one kind of which the days are compared."""
REACH = 60
"""Paragraphs on either side that are compared."""
STANDFIRST = 2
"""Sentences below a headline of which the second is the text's."""
MOST_WORDS = 0.8
"""Share of paragraphs' words that their common element must hold."""
UNLIKE = frozenset(("caption", "table", "code"))
"""Roles of blocks that are no headlines."""
_ENUMERATED = re.compile(r"\W*\d{1,2}[.)]\s")
RANK = {f"h{number}": number for number in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Blocks [first:last] may be a story; the headline is one of them, at the beginning or below a label."""

    first: int
    last: int
    headline: int
    frame: Place | None


class Evidence:
    """One page; a class for what is computed once and asked often."""

    def __init__(
        self,
        page: Page,
        title: str | None,
        runs: Sequence[bool] | None = None,
        words_of_text: Callable[[str], Collection[str]] = stems_of,
        keys: Sequence[str] | None = None,
    ) -> None:
        """`runs` says which blocks are running text that may be the article's; without it all running text is.

        `keys` are the letters of the blocks, where somebody has read them before.
        """
        self.compared = words_of_text
        self._headlines: dict[int, bool] = {}
        self._signed: dict[int, PageBlock | None] = {}
        self.blocks = page.blocks
        told = runs if runs is not None else [True] * len(page.blocks)
        self.runs = [
            open_ and (running or signs.is_sentence(block))
            for open_, running, block in zip(told, page.running, page.blocks, strict=True)
        ]
        self.keys = keys if keys is not None else [letters(block.text) for block in self.blocks]
        self.title = letters(title or "")
        self.own = self._own_headline()
        self.running = self._sums()
        self.paragraphs = [i for i, runs in enumerate(self.runs) if runs]

    def _sums(self) -> list[int]:
        """Words of running text before each block."""
        words = (block.words if runs else 0 for block, runs in zip(self.blocks, self.runs, strict=True))
        return list(accumulate(words, initial=0))

    def forget(self, story: range) -> None:
        """These blocks are another story: nothing is compared with them any more."""
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

    @cached_property
    def wording(self) -> Wording:
        """The words of each paragraph, and of the page's own headline."""
        paragraphs = {i: self.compared(self.blocks[i].text) for i in self.paragraphs}
        return Wording(self.compared, paragraphs, self.blocks[self.own].text if self.own is not None else "")

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
        return [i for i in self._kinds.get(place.printed, ())[:MOST] if i != index]

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

    def candidates(self) -> Iterator[Candidate]:
        """Whatever may be a headline with a story below it, in page order."""
        if self.own is None:
            return
        tried = 0
        for index in range(len(self.blocks)):
            if tried == MOST:
                return
            if not self.is_headline(index) or not self._paragraph_below(index):
                continue
            tried += 1
            found = self._candidate(index)
            if found is not None:
                yield found

    def _paragraph_below(self, index: int) -> bool:
        return any(self.runs[index + 1 : index + 1 + HEAD])

    def _candidate(self, index: int) -> Candidate | None:
        assert self.own is not None  # noqa: S101 - for the type checker; candidates asks first
        frame = self._frame(index)
        if index < self.own and frame is None:
            return None
        if index > self.own and self.words(self.own, index) < LEAST_OWN:
            return None
        if frame is None and self._points_elsewhere(index):
            return None
        first, last = (frame.first, frame.last) if frame else (index, self._end_without_frame(index))
        told, all_words = self.words(first, last), self.running[-1]
        if index - first > HEAD or self.words(index + 1, last) < LEAST or all_words - told < LEAST_OWN:
            return None
        return Candidate(first, last, index, frame)

    def _points_elsewhere(self, index: int) -> bool:
        """A line that is a link and no heading, with nothing of a story's head below it: what follows is the article's."""
        block = self.blocks[index]
        return signs.is_link(block) and block.role != "heading" and self.signature(index) is None

    def _end_without_frame(self, index: int) -> int:
        """Where the element ends in which a headline stands beside other lines."""
        around = self.blocks[index].place
        while around.parent is not None and around.first == index and around.last - around.first <= 1:
            around = around.parent
        return max(around.last, index + 1)

    def _frame(self, index: int) -> Place | None:
        """The largest element around a headline that begins with it, or a few lines above it."""
        assert self.own is not None  # noqa: S101 - as above
        frame: Place | None = None
        for place in self.blocks[index].place.ancestors():
            if place.first <= self.own < place.last or self.words(place.first, index) or index - place.first > HEAD:
                break
            if place.last - place.first > 1 and self.words(index + 1, place.last) >= LEAST:
                frame = place
        return frame

    def is_dated_part(self, candidate: Candidate) -> bool:
        """One of several days that rise down the page: of a programme, a diary; strangers' days stand as they come, or fall."""
        days = map(self.signature, sorted([candidate.headline, *self._of_kind(candidate.headline)])[:MOST_DATED])
        signed = [one for one in days if one is not None and signs.day_of(one)]
        return len(signed) > 1 and signs.rise(signed)

    def own_paragraphs(self, candidate: Candidate) -> list[int]:
        """The article's paragraphs between its headline and a candidate, or below both."""
        assert self.own is not None  # noqa: S101 - as above
        if candidate.first > self.own:
            return self._paragraphs_in(self.own + 1, candidate.first)[-REACH:]
        return self._paragraphs_in(max(self.own + 1, candidate.last), len(self.blocks))[:REACH]

    def _paragraphs_below(self, c: Candidate) -> list[int]:
        return self._paragraphs_in(c.headline + 1, c.last)

    def _paragraphs_in(self, first: int, last: int) -> list[int]:
        """Those among blocks [first:last]."""
        at = bisect_left(self.paragraphs, first)
        return self.paragraphs[at : bisect_left(self.paragraphs, last, lo=at)]

    def features(self, candidate: Candidate) -> dict[str, float]:
        """Name -> value of what the model weighs."""
        own = self.own_paragraphs(candidate)
        return {
            **self.wording.features(
                own, self._paragraphs_below(candidate)[:REACH], self.blocks[candidate.headline].text
            ),
            **self._by_print(candidate),
            "paragraphs alike": self._printed_alike(candidate, own),
            **self._by_place(candidate, own),
        }

    def _by_print(self, c: Candidate) -> dict[str, float]:
        assert self.own is not None  # noqa: S101 - as above
        own, head = self.blocks[self.own], self.blocks[c.headline]
        signed = self.signature(c.headline)
        own_signed = self.signature(self.own)
        rank, own_rank = RANK.get(head.place.tag, 7), RANK.get(own.place.tag, 7)
        alike = self._of_kind(c.headline)
        above = [i for i in alike if self.own < i < c.first]
        day, own_day = (signs.day_of(one) if one else None for one in (signed, own_signed))
        return {
            "as the title": float(own.place.printed == head.place.printed),
            "named as the title": float(self._is_named_as_title(head.place)),
            "same rank": float(rank == own_rank),
            "rank below": float(min(4, max(0, rank - own_rank))),
            "h1": float(rank == 1),
            "no heading": float(rank == 7),
            "linked": float(signs.is_link(head)),
            "linked elsewhere": float(self._is_linked_elsewhere(c)),
            "signed": float(signed is not None),
            "signed as the article": float(
                signed is not None and own_signed is not None and signed.place.names == own_signed.place.names
            ),
            "dated": float(signed is not None and (signs.is_dated(signed) or day is not None)),
            "another day": float(day is not None and own_day is not None and day != own_day),
            "earlier day": float(day is not None and own_day is not None and day < own_day),
            "same day": float(day is not None and day == own_day),
            "headlines alike above": float(min(3, len(above))),
            "headlines alike below": float(min(3, sum(i >= c.last for i in alike))),
            "alike above are signed": float(bool(above) and all(self.signature(i) is not None for i in above[:5])),
            "is a sentence": float(signs.is_headline(head.text)),
            "words of headline": min(2.0, head.words / max(1, own.words)),
            "question": float(head.text.rstrip().endswith(("?", "؟", "？", ";"))),
            "colon": float(head.text.rstrip().endswith((":", "："))),
            "enumerated": float(bool(_ENUMERATED.match(head.text))),
            "number": float(bool(re.match(r"\W*\d", head.text))),
        }

    def _by_place(self, c: Candidate, paragraphs: Sequence[int]) -> dict[str, float]:
        assert self.own is not None  # noqa: S101 - for the type checker; candidates asks first
        body = self._body(paragraphs)
        frame, below = c.frame, c.first > self.own
        between = range(max(paragraphs) + 1, c.first) if paragraphs and below else range(0)
        label = [self.blocks[i] for i in range(c.first, c.headline)]
        told_before = any(map(signs.announces_or_sells, label)) or (
            bool(between) and signs.announces(self.blocks[between[-1]])
        )
        alike = sum(c.headline < i < c.last for i in self._of_kind(c.headline))
        headings = sum(self.blocks[i].role == "heading" for i in range(c.headline + 1, c.last))
        return {
            "framed": float(frame is not None),
            "outside the body": float(body is not None and not body.first <= c.headline < body.last),
            "no body": float(body is None),
            "frame as body": float(bool(frame and body and any(signs.alike(one, frame) for one in body.ancestors()))),
            "frame is article": float(frame is not None and frame.tag == "article"),
            "frame is section": float(frame is not None and frame.tag == "section"),
            "frame is aside": float(frame is not None and any(p.tag == "aside" for p in frame.ancestors())),
            "own article element": float(self._leaves_article(c)),
            "inset": float(below and body is not None and bool(self._paragraphs_in(c.last, body.last))),
            "before": float(not below),
            "alike boxes": log(1 + self._boxes_alike(frame)),
            "lines between": min(2.0, log(1 + len(between))),
            "announced": float(told_before),
            "label above": float(0 < len(label) <= 2),
            "paragraphs": log(1 + len(self._paragraphs_in(c.headline, c.last))),
            "share": self.words(c.first, c.last) / max(1, self.running[-1]),
            "headlines alike inside": min(2.0, float(alike)),
            "headings inside": min(2.0, max(0.0, float(headings - alike))),
            "caption inside": float(any(self.blocks[i].role == "caption" for i in range(c.first, c.last))),
        }

    def _boxes_alike(self, frame: Place | None) -> int:
        """How many boxes of one kind with the frame stand beside it."""
        beside = frame.parent.children if frame is not None and frame.parent is not None else ()
        return sum(p is not frame and p.last > p.first and signs.alike(p, frame) for p in beside if frame is not None)

    def _leaves_article(self, c: Candidate) -> bool:
        """It stands outside the `<article>` that holds the page's headline."""
        assert self.own is not None  # noqa: S101 - as above
        around = next((p for p in self.blocks[self.own].place.ancestors() if p.tag == "article"), None)
        return around is not None and not around.first <= c.headline < around.last

    def _body(self, paragraphs: Sequence[int]) -> Place | None:
        """The smallest element that holds nearly all of some paragraphs."""
        if not paragraphs:
            return None
        first, last = paragraphs[0], paragraphs[-1] + 1  # all paragraphs between are among them
        total = self.words(first, last)
        for place in self.blocks[paragraphs[len(paragraphs) // 2]].place.ancestors()[1:]:
            if self.words(max(place.first, first), min(place.last, last)) >= MOST_WORDS * total:
                return place
        return None

    def _printed_alike(self, c: Candidate, own: Sequence[int]) -> float:
        """Share of the paragraphs below that are in elements of the kind of the article's."""
        kinds = {self.blocks[i].place.printed for i in own}
        told = self._paragraphs_below(c)
        return sum(self.blocks[i].place.printed in kinds for i in told) / max(1, len(told))

    def signature(self, index: int) -> PageBlock | None:
        """The byline or date between a headline and its first paragraph."""
        if index not in self._signed:
            self._signed[index] = self._signature(index)
        return self._signed[index]

    def _signature(self, index: int) -> PageBlock | None:
        sentences = 0
        for block in self.blocks[index + 1 : index + 1 + HEAD]:
            if block.role == "heading":
                return None
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

    @cached_property
    def _links(self) -> dict[str, list[int]]:
        """What the page's links that are whole lines say -> where."""
        found: dict[str, list[int]] = {}
        for i, block in enumerate(self.blocks):
            if block.linked >= 0.5 * len(block.text) and len(block.text) > 15:
                found.setdefault(self.keys[i], []).append(i)
        return found

    def _is_linked_elsewhere(self, c: Candidate) -> bool:
        """The headline is the text of a link that stands outside the story."""
        key = self.keys[c.headline]
        return any(not c.first <= i < c.last for i in self._links.get(key, ()))
