"""Other stories on the page of an article: found by structure alone, before anything is extracted.

Leaves out teasers and link lists (pipelines.html.furniture); a story has running text. Theory of operation:
a page speaks of one article. A stranger begins as the article began, with a headline of the same rank that is
not the page's, and stands in a frame of its own. Sections of an article that misuse the first rank
do so too, so one of these must speak for a stranger as well:

- its frame is a copy (same tag and class) of the one that holds most of the article above it;
- it stands outside the `<article>` that holds the text above it;
- it follows a stranger, in a copy of that one's frame;
- it stands outside the element that holds the article's paragraphs, and is signed or dated below its headline, or a line above
  its headline says that other stories follow: sections stand among the paragraphs;
- it stands below that element, unsigned, and speaks in other words, while the article knows no sections;
- it has no frame of its own, is of the first rank, and is signed or dated below its headline, as no section is;
- it has none, is the first of the first rank below sections of lower ranks, and speaks in other words than the article.

This runs before trafilatura because what trafilatura takes for the article depends on how much of which text
there is: with strangers on the page the longest of them may win.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from pipelines.cues import cues_in
from pipelines.html import story_signs as signs
from pipelines.html.align import letters
from pipelines.html.places import Page, PageBlock, Place, is_running_text
from pipelines.html.story_signs import LONGEST_HEADLINE, OWN_WORDS, RANKS, STORY_WORDS
from pipelines.sides import keeping_of, telling_of

__all__ = ["Story", "other_stories"]

BEFORE_HEADLINE = 40
"""Words a story's frame may hold above its headline: a section label, a date, a byline."""
MOST = 0.6
"""Share of the article's text above a stranger that a frame must hold to be the article's frame."""
MOST_HEADINGS = 200
"""In one text: with more they are the parts of a list."""
MOST_TRIED = 1000
"""Headings of a page of which each may begin another story."""
SECTIONS = 2
"""Headings of lower ranks that make them the article's way to part its text."""
REACH = 60
"""Paragraphs on either side of a headline whose words are compared."""
PARTED = 0.25
"""How far words keep to their side of another story's headline; .39 and .62 on pages with strangers, .15 at most below 5 headings
that authors set."""
OWN_PARAGRAPHS, STORY_PARAGRAPHS = 4, 2
"""Paragraphs of an article and of a story below it whose words can be compared at all."""
NEARLY_ALL = 0.95
"""Share of the article's text that must stand in one element."""
SIGNED_BLOCKS = 4
"""Blocks below a headline, before its first paragraph, among which a byline or date is looked for."""
TALK = frozenset(("comment-widget", "comment-policy"))
"""What a heading speaks of that heads readers' words."""
SIGNED_PARTS, ABOVE = 2, 3
"""Headings; blocks above a headline where its byline may stand."""
SERIES = 3
"""Dated headings of one rank that make a series."""
ANNOUNCED = 2
"""Lines that a story's frame may hold above its headline, one of which announces it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Blocks [first:last] are a story that is not the page's."""

    first: int
    last: int
    headline: str


def other_stories(page: Page, title: str | None, *, apart: bool = True) -> tuple[Story, ...]:
    """The stories that are not the page's own, in page order.

    `apart` is False for pages that are made of stories, of which each stands apart.
    """
    search = _Search(page, letters(title or ""), apart=apart)
    return tuple(search.found()) if search.own is not None else ()


class _Search:
    """One search over one page; a class for what is computed once and asked often."""

    def __init__(self, page: Page, title: str, *, apart: bool) -> None:
        self.page = page
        self.blocks = page.blocks
        self.title = title
        self.apart = apart
        self.headings = [
            i for i, b in enumerate(self.blocks) if b.place.tag in RANKS and b.role == "heading" and not b.hidden
        ]
        self.stories: list[Story] = []
        self.own = self._own_start()
        self.headings = self._with_printed_alike()

    @cached_property
    def running(self) -> list[int]:
        """Sum of words of running text before each block."""
        return list(
            accumulate(
                (b.words if running else 0 for b, running in zip(self.blocks, self.page.running, strict=True)),
                initial=0,
            )
        )

    @cached_property
    def all_words(self) -> list[int]:
        return list(accumulate((b.words for b in self.blocks), initial=0))

    def _own_start(self) -> int | None:
        """The block the article begins with: its headline, else the first h1, else its first prose."""
        own = next((i for i in self.headings if self._is_title(i)), None)
        if own is not None:
            return own
        own = next((i for i in self.headings if self.blocks[i].place.tag == "h1"), None)
        if own is not None and self.running[own] <= OWN_WORDS:
            return own
        return next((i for i, running in enumerate(self.page.running) if running), None)

    def _with_printed_alike(self) -> list[int]:
        """The headings, and further blocks that are named as the page's own headline is: templates print each story's so."""
        names = self.blocks[self.own].place.names if self.own is not None else ()
        if not self.apart or not names or self.own not in self.headings:
            return self.headings
        printed = (
            i
            for place in self.page.places
            if place.names == names and place.last - place.first == 1 and not place.hidden
            for i in range(place.first, place.last)
            if self.blocks[i].words <= LONGEST_HEADLINE
        )
        return sorted({*self.headings, *printed})

    def _is_title(self, index: int) -> bool:
        return bool(self.title) and signs.same_headline(letters(self.blocks[index].text), self.title)

    def found(self) -> list[Story]:
        assert self.own is not None  # noqa: S101 - for the type checker; other_stories asks first
        done = self.own
        rank = self.blocks[self.own].place.tag
        rank = rank if rank in RANKS else "h1"
        for index in self.headings[:MOST_TRIED]:
            if index <= self.own or index < done or self._is_title(index) or self._own_words(index) < OWN_WORDS:
                continue
            frame = self._frame(index)
            apart = frame is not None and self._stands_apart(index, frame)
            last = self._end(index, frame, rank, apart=apart)
            if last is None or self._words_below(index, last, short=apart) < STORY_WORDS:
                continue
            self._add(index, last)
            done = self._followers(frame, last) if frame is not None else last
        return self.stories

    def _words_below(self, index: int, last: int, *, short: bool) -> int:
        """Words of running text below a headline; of a story that stands apart short sentences count, too."""
        sums = self.all_words if short else self.running
        return sums[last] - sums[index]

    def _add(self, first: int, last: int) -> None:
        self.stories.append(Story(first=first, last=last, headline=self.blocks[first].text[:100]))

    def _own_words(self, index: int) -> int:
        """Words of the article's running text above a block, other stories not counted."""
        foreign = sum(self.running[min(s.last, index)] - self.running[s.first] for s in self.stories if s.first < index)
        return self.running[index] - self.running[self.own or 0] - foreign

    def _held(self, place: Place, before: int) -> int:
        first, last = max(place.first, self.own or 0), min(place.last, before)
        return self.running[last] - self.running[first] if first < last else 0

    def _frame(self, index: int) -> Place | None:
        """The largest element around a headline that holds nothing of the article or of a story above."""
        frame: Place | None = None
        for place in self.blocks[index].place.ancestors()[1:]:
            above = any(place.first < story.last for story in self.stories)
            if place.first <= (self.own or 0) or above or self._held(place, index):
                break
            frame = place
        return frame

    def _end(self, index: int, frame: Place | None, rank: str, *, apart: bool) -> int | None:
        """Where the story below a headline ends, or None when it is part of the article."""
        tag = self.blocks[index].place.tag
        if tag == rank == "h1" and (frame is None or self.running[frame.last] - self.running[index] < STORY_WORDS):
            return self._end_among_siblings(index, frame)
        if frame is None:
            return None
        if self.all_words[index] - self.all_words[frame.first] > BEFORE_HEADLINE:
            return None
        if apart:
            return frame.last
        if tag == "h1":
            speaks = self._is_copy(index, frame) or (rank == "h1" and self._is_outside(index))
        else:  # sections begin so too: only a copy of all of the article, its headline included, is a stranger
            own_kind = tag == rank or frame.tag == "article" or self._is_signed(index)
            speaks = own_kind and self._is_copy(index, frame, with_title=True)
        return frame.last if speaks else None

    def _stands_apart(self, index: int, frame: Place) -> bool:
        """Outside the element that holds the article's paragraphs, and told to be a story of its own."""
        if not self.apart or self.all_words[index] - self.all_words[frame.first] > BEFORE_HEADLINE:
            return False
        body = self._body(index)
        heads_talk = any(cue.reason in TALK for cue in cues_in(self.blocks[index].text))
        if (
            heads_talk
            or body is None
            or frame.first < body.last
            or any(signs.alike(box, frame) for box in body.ancestors())
        ):
            return False
        if index - frame.first <= ANNOUNCED and any(signs.announces(self.blocks[i]) for i in range(frame.first, index)):
            return True
        return not self._is_dated_part(index) and self._speaks_for_itself(index, frame, body)

    def _speaks_for_itself(self, index: int, frame: Place, body: Place) -> bool:
        signed = self._signature(index)
        if signed is None:
            return self._tells_something_else(index, frame, body)
        return signs.is_dated(signed) and (self._signs_alike(signed) or signs.has_clock(signed))

    def _is_dated_part(self, index: int) -> bool:
        """One of several days: of a programme, a diary."""
        days = self._dated_headings[self.blocks[index].place.tag]
        return len(days) >= SERIES or (len(days) > 1 and signs.rise(days))

    @cached_property
    def _dated_headings(self) -> Mapping[str, list[PageBlock]]:
        """The dates below headings of each rank: several are an article's parts, a programme, a diary."""
        found: defaultdict[str, list[PageBlock]] = defaultdict(list)
        for index in self.headings[:MOST_TRIED]:
            signed = self._signature(index) if index != self.own else None
            if signed is not None and signs.is_dated(signed):
                found[self.blocks[index].place.tag].append(signed)
        return found

    def _tells_something_else(self, index: int, frame: Place, body: Place) -> bool:
        """Paragraphs below a headline that share hardly a word with the article's, which stand in one element, without sections.

        Boxes of the article's own (sources, background, questions) speak of what it speaks of, or are headed by a word or two.
        """
        own, below = ([i for i in range(p.first, p.last) if signs.is_sentence(self.blocks[i])] for p in (body, frame))
        headings = [i for i in self.headings if body.first <= i < body.last or frame.first <= i < frame.last]
        if len(own) < OWN_PARAGRAPHS or len(below) < STORY_PARAGRAPHS or headings != [index]:
            return False
        total = self._own_words(index)
        is_longer = (
            self._held(body, index)
            >= NEARLY_ALL * total
            >= NEARLY_ALL * self._words_below(index, frame.last, short=False)
        )
        parts = (map(telling_of, self._texts(some)) for some in (own[-REACH:], below[:REACH]))
        return is_longer and signs.is_headline(self.blocks[index].text) and signs.share_few(*parts)

    def _signs_alike(self, signed: PageBlock) -> bool:
        """A byline stands in an element of the names in which the article's own stands: the template comes again."""
        own = self._signature(self.own or 0)
        return own is not None and bool(signed.place.names) and own.place.names == signed.place.names

    def _body(self, index: int) -> Place | None:
        """The smallest element that holds most of the article's paragraphs above a block, without its headline."""
        total, own = self._own_words(index), self.own or 0
        paragraph = next(
            (i for i in range(index - 1, own, -1) if self.page.running[i] and not self._is_foreign(i)), None
        )
        if paragraph is None:
            return None
        around = self.blocks[paragraph].place.ancestors()
        body = next((place for place in around if self._held(place, index) >= MOST * total), None)
        return None if body is None or body.first <= own < body.last or body.last > index else body

    def _end_among_siblings(self, index: int, header: Place | None) -> int | None:
        """A story without a frame: signed, or below the article's, among elements that hold nothing of it themselves."""
        parent = (header or self.blocks[index].place).parent
        signed = self._is_signed(index)
        if signed and self._signs_parts:
            return None
        if parent is not None and signed and not self._has_sections(parent):
            return parent.last
        if parent is not None and self._breaks_ranks(index, parent):
            return parent.last
        if parent is None or not self._is_outside(index):
            return None
        own = [i for i in range(self.own or 0, index) if self.page.running[i]]
        beside = sum(self.blocks[i].place.parent is parent for i in own)
        return parent.last if beside <= 0.1 * len(own) else None

    @cached_property
    def _signs_parts(self) -> bool:
        """The page's headline is unsigned, and several of its rank below it are: several people's words under one headline."""
        own = self.own or 0
        if self._is_signed(own) or any(signs.is_byline(self.blocks[i]) for i in range(max(0, own - ABOVE), own)):
            return False
        rank = self.blocks[own].place.tag
        later = [i for i in self.headings[:MOST_TRIED] if i > own and self.blocks[i].place.tag == rank]
        return sum(map(self._is_signed, later)) >= SIGNED_PARTS

    def _is_signed(self, index: int) -> bool:
        return self._signature(index) is not None

    def _signature(self, index: int) -> PageBlock | None:
        """The byline or date between a headline and its first paragraph."""
        for block in self.blocks[index + 1 : index + 1 + SIGNED_BLOCKS]:
            if is_running_text(block) or block.role == "heading":
                return None
            if signs.is_byline(block) and not signs.is_credit(block):
                return block
        return None

    def _has_sections(self, frame: Place) -> bool:
        """The frame uses the first rank for sections, too: headings below the article's own that nobody signed."""
        first, last = (bisect_left(self.headings, at) for at in (max(frame.first, (self.own or 0) + 1), frame.last))
        return last - first > MOST_HEADINGS or any(
            self.blocks[i].place.tag == "h1" and not self._is_title(i) and not self._is_signed(i)
            for i in self.headings[first:last]
        )

    def _breaks_ranks(self, index: int, parent: Place) -> bool:
        """The first of the first rank below an article that parts its text by headings of lower ranks, beside them.

        Authors set such headings too; below those the text goes on with the same words.
        """
        first, last = (bisect_left(self.headings, at) for at in ((self.own or 0) + 1, index))
        if last - first > MOST_HEADINGS:
            return False
        above = [i for i in self.headings[first:last] if not self._is_foreign(i)]
        lower = [i for i in above if self.blocks[i].place.parent is parent]
        if len(lower) < SECTIONS or any(self.blocks[i].place.tag == "h1" for i in above):
            return False
        return self._words_part(index, parent.last)

    def _words_part(self, index: int, last: int) -> bool:
        """The words above a headline do not come again below it, nor those below it above."""
        paragraphs = [i for i in range(self.own or 0, last) if self.page.running[i] and not self._is_foreign(i)]
        above = [i for i in paragraphs if i < index][-REACH:]
        below = [i for i in paragraphs if i > index][:REACH]
        return keeping_of(self._texts(above), self._texts(below)) >= PARTED

    def _texts(self, indices: Iterable[int]) -> list[str]:
        return [self.blocks[i].text for i in indices]

    def _is_foreign(self, index: int) -> bool:
        return any(story.first <= index < story.last for story in self.stories)

    def _is_outside(self, index: int) -> bool:
        """Below the element that calls itself the article and holds the text above."""
        middle = next(
            (i for i in range((self.own or 0) + (index - (self.own or 0)) // 2, index) if self.page.running[i]), None
        )
        if middle is None:
            return False
        article = next(
            (p for p in self.blocks[middle].place.ancestors() if p.tag == "article" or "articlebody" in p.kind), None
        )
        return article is not None and not article.first <= index < article.last

    def _is_copy(self, index: int, frame: Place, *, with_title: bool = False) -> bool:
        total = self._own_words(index)
        is_h1 = self.blocks[index].place.tag == "h1"
        return any(
            place.last <= frame.first
            and (signs.alike(place, frame) or (is_h1 and signs.next_to(place, frame)))
            and self._held(place, index) >= MOST * total
            and (not with_title or place.first <= (self.own or 0) < place.last)
            for place in self._like.get((frame.tag, frame.names), ())
        )

    @cached_property
    def _like(self) -> Mapping[tuple[str, tuple[str, ...]], list[Place]]:
        """The elements of each tag with the same names."""
        found: defaultdict[tuple[str, tuple[str, ...]], list[Place]] = defaultdict(list)
        for place in self.page.places:
            found[place.tag, place.names].append(place)
        return found

    def _followers(self, frame: Place, done: int) -> int:
        """Stories below a story, in copies of its frame; returns where the last of them ends."""
        for place in frame.parent.children if frame.parent is not None else ():
            if place.first >= frame.last and signs.alike(place, frame) and place.last > place.first:
                self._add(place.first, place.last)
                done = place.last
        return done
