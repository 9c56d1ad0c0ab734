"""What speaks for and against a story of its own that begins at a block: numbers for a model, in any language.

Leaves out the decision (pipelines.html.weighed_stories). A story begins with a headline: a heading, a line in bold, a line that is one
link, or the first short line of a box. What stands below it is compared with the article: by its words, for one text takes up
its own words again in any language; by how it is printed; and by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from pipelines.html import story_signs as signs
from pipelines.html.names import furniture_of
from pipelines.html.places import Page, Place
from pipelines.html.story_headlines import HEAD, MOST, Headlines
from pipelines.html.story_wording import Wording
from pipelines.story_words import stems_of

__all__ = ["Candidate", "Evidence"]

LEAST_OWN = 40
"""Words of running text that the article has at least."""
LEAST = 20
"""The same of a story."""
IN_BOX = 3
"""Elements around a link that may be named for what it is."""
SAID_OF_LINK, SAID = 0.4, 0.2
"""Share of the words of a line, a link or any other, that must come again below it if it is the headline there; of a link's those less that the
article above has, too."""
LEAST_BESIDE = 8
"""The same of one that is printed as a story beside it that was told already."""
MOST_DATED = 20
"""Headings of one kind of which the days are compared."""
REACH = 60
"""Paragraphs on either side that are compared."""
MOST_WORDS = 0.8
"""Share of paragraphs' words that their common element must hold."""
_ENUMERATED = re.compile(r"\W*\d{1,2}[.)]\s")
RANK = {f"h{number}": number for number in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Blocks [first:last] may be a story; the headline is one of them, at the beginning or below a label."""

    first: int
    last: int
    headline: int
    frame: Place | None


class Evidence(Headlines):
    """One page, with what its words and its print say of each part."""

    def __init__(
        self,
        page: Page,
        title: str | None,
        runs: Sequence[bool] | None = None,
        words_of_text: Callable[[str], Collection[str]] = stems_of,
        keys: Sequence[str] | None = None,
    ) -> None:
        """As of Headlines; `words_of_text` are the words that are compared."""
        super().__init__(page, title, runs, keys)
        self.compared = words_of_text

    @cached_property
    def wording(self) -> Wording:
        """The words of each paragraph, and of the page's own headline."""
        paragraphs = {i: self.compared(self.blocks[i].text) for i in self.paragraphs}
        return Wording(self.compared, paragraphs, self.blocks[self.own].text if self.own is not None else "")

    def beside(self, story: Candidate) -> Iterator[Candidate]:
        """What other headlines begin that are printed as a story's is, from the bottom up, each until the next of them or another story."""
        assert self.own is not None  # noqa: S101 - as above
        alike = self._of_kind(story.headline)
        for index in reversed(alike):
            found = self._candidate(index, LEAST_BESIDE) if self.own < index and self._paragraph_below(index) else None
            if found is not None:
                ends = [i for i in range(index + 1, found.last) if i in self._told or i in alike]
                last = ends[0] if ends else found.last
                if self.words(index + 1, last) >= LEAST_BESIDE:
                    yield Candidate(found.first, last, index, found.frame)

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

    def _candidate(self, index: int, least: int = LEAST) -> Candidate | None:
        assert self.own is not None  # noqa: S101 - for the type checker; candidates asks first
        frame = self._frame(index)
        if index < self.own and frame is None:
            return None
        if index > self.own and self.words(self.own, index) < LEAST_OWN:
            return None
        first, last = (frame.first, frame.last) if frame else (index, self._end_without_frame(index))
        told, all_words = self.words(first, last), self.running[-1]
        if index - first > HEAD or self.words(index + 1, last) < least or all_words - told < LEAST_OWN:
            return None
        candidate = Candidate(first, last, index, frame)
        return None if frame is None and self._points_elsewhere(candidate) else candidate

    def _points_elsewhere(self, candidate: Candidate) -> bool:
        """A line that is no heading, with nothing of a story's head below it and next to no word of its own: what follows is the article's.

        So stand links to other stories among the paragraphs, and calls to do something.
        """
        block = self.blocks[candidate.headline]
        if block.role == "heading" or self.signature(candidate.headline) is not None:
            return False
        head = set(self.compared(block.text))
        said = self._words_of(self._paragraphs_below(candidate)[:REACH])
        if not signs.is_link(block):
            return len(head & said) < SAID * len(head)
        if any(furniture_of(place) == "related-stories" for place in block.place.ancestors()[:IN_BOX]):
            return True
        # A link to a story of the same subject has its words above as well.
        known = self._words_of(self.own_paragraphs(candidate))
        return len(head & said) - len(head & known) < SAID_OF_LINK * len(head)

    def _words_of(self, paragraphs: Sequence[int]) -> set[str]:
        return {word for index in paragraphs for word in self.wording.paragraphs[index]}

    def _end_without_frame(self, index: int) -> int:
        """Where the element ends in which a headline stands beside other lines."""
        around = self.blocks[index].place
        while around.parent is not None and around.first == index and self._is_head(index, around.last):
            around = around.parent
        return max(around.last, index + 1)

    def _is_head(self, index: int, last: int) -> bool:
        """A headline alone, or with what is signed below it, in an element of their own: the story stands in those that follow."""
        return not self.words(index + 1, last) and not any(map(self.is_headline, range(index + 1, last)))

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
