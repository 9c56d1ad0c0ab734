"""What speaks for a story of its own on a page: a byline, a date, a line that announces it, a frame like another; finds none.

Leaves out the search for stories (pipelines.html.stories), which asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise

from pipelines.cues import as_written, cues_in
from pipelines.html.places import Page, PageBlock, Place, ends_like_sentence
from pipelines.metadata.dates import date_in
from pipelines.words import HAN_KANA, NO_SPACES

__all__ = [
    "LONGEST_HEADLINE",
    "OWN_WORDS",
    "RANKS",
    "SENTENCE_WORDS",
    "STORY_WORDS",
    "NumberedParts",
    "alike",
    "announces",
    "announces_or_sells",
    "day_of",
    "has_clock",
    "is_byline",
    "is_credit",
    "is_dated",
    "is_headline",
    "is_link",
    "is_marked",
    "is_sentence",
    "next_to",
    "rise",
    "same_headline",
    "share_few",
]

OWN_WORDS = 60
"""Words of running text that must stand above a headline or the comments before another story can begin."""
STORY_WORDS = 20
"""Words of running text below a headline that make it a story and no teaser."""
LONGEST_HEADLINE = 30
"""Words."""
RANKS = ("h1", "h2", "h3")
BYLINE_WORDS = 14
LONGEST_LINE = 60
"""Characters of a line that announces other stories."""
SAME_TITLE = 0.8
"""Share of the longer of two headlines that the shorter must cover: sites add their name, or cut at a colon."""
SHARED = 0.2
"""Share of a story's words that the article may have, too: of 30 sections that stand apart as a story does one has less."""
SENTENCE_WORDS = 8
HEADLINE_WORDS, HEADLINE_SIGNS = 4, 10
"""From which a line is a sentence about an event, where a section's heading is a word or two; signs, where a script sets no spaces."""

ALL_LINK = 0.9
"""Share of a line's letters that are link text in a line that is a link."""
_NUMBERED = re.compile(
    r"\W*(?:第\s*)?(?P<label>\D{0,16}?)\s*(?P<number>\d{1,3}|[IVX]{1,5}|[A-H](?=\s*(?:$|[.):：–—-]))|[一二三四五六七八九十]{1,3})(?P<mark>$|\s*[.):：–—-]|(?=[\W_])|[部章回节節話话篇集])"
)
_SIGNATURE = re.compile(r"author|by-?line|date|time|posted|published", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d|[./]\d)|\d\s?[時时시點点]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[\u0660-\u0669\u06f0-\u06f9]{4}")

_CREDIT = re.compile(
    r"(?:^|(?<=[.!?。！？”’\")]))[\s|/–—(-]*(?P<label>[^\W\d_][^:：.…!?。！？]{0,27})(?:[:：]|\.{3}|…)\s*[^\W_]"
)
"""A label where a line begins or behind its last sentence: `Photo: Tom Hill`, `The quay in 2019. Credit...Tom Hill`."""

_MARKED = re.compile(r"[■□◆◇●◎【]\s*\w")

FIGURES = ("figure", "figcaption")
LONGEST_CREDITED = 200
"""Characters at the end of a line in which a picture's credit is looked for."""
LONGEST_DATED = 80
"""Characters of a line in which a day is looked for that is printed in words."""
_LETTERS = "ABCDEFGH"
"""Number parts behind a word (`Schedule B`); alone they begin sentences."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_HAN = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}


def is_dated(block: PageBlock) -> bool:
    return any(mark.tag == "time" for mark in block.marks) or _prints_day(block.text)


def _prints_day(line: str) -> bool:
    """In digits, or in words and digits of any language: `17. marraskuuta 2025`, `2025年11月17日`."""
    return _DATE.search(line) is not None or (len(line) <= LONGEST_DATED and date_in(line) is not None)


def announces(block: PageBlock) -> bool:
    """A line that says other stories follow."""
    return len(block.text) <= LONGEST_LINE and any(
        cue.reason == "related-stories" and cue.whole_line for cue in cues_in(block.text)
    )


def announces_or_sells(block: PageBlock) -> bool:
    """A label says that another story follows, or what somebody paid for."""
    return announces(block) or any(cue.whole_line and cue.reason == "advertisement" for cue in cues_in(block.text))


def is_byline(block: PageBlock) -> bool:
    if block.pieces > BYLINE_WORDS or block.text.endswith((".", "!", "?", ":", "。")):
        return False
    marked = any(mark.tag == "time" for mark in block.marks) or any(map(_SIGNATURE.search, block.place.names))
    return marked or _prints_day(block.text) or any(cue.reason == "byline" for cue in cues_in(block.text))


def is_credit(block: PageBlock) -> bool:
    """A picture's caption, or a line that says whose the picture is: its name and its year are no story's.

    A line with its day or hour dates a story, whatever is credited in it: papers write `Source: Reuters, 3 May 2021`.
    """
    if block.role == "caption" or any(place.tag in FIGURES for place in block.place.ancestors()):
        return True
    if has_clock(block) or date_in(block.text):
        return False
    told = block.text[-LONGEST_CREDITED:]
    return _opens_with_credit(block.text) or any(_is_for_pictures(found["label"]) for found in _CREDIT.finditer(told))


def _is_for_pictures(label: str) -> bool:
    """The label says no more: `Text and photos:` signs a story."""
    return any(cue.reason == "caption" and cue.whole_line for cue in cues_in(label))


def _opens_with_credit(line: str) -> bool:
    """`Photo by Tom Hill, 2019`: the words for it are several, for one alone opens other lines, too."""
    told = (cue for cue in cues_in(line) if cue.reason == "caption" and " " in cue.phrase)
    return any(line.startswith(as_written(line, cue)) for cue in told)


def alike(one: Place, other: Place) -> bool:
    return one.tag == other.tag and one.names == other.names and (bool(one.names) or one.tag in ("article", "main"))


def next_to(one: Place, other: Place) -> bool:
    """Of two elements with the same tag and names: they have no name, and stand one below the other in the same element."""
    return not one.names and one.parent is other.parent and one.last == other.first


def has_clock(block: PageBlock) -> bool:
    """Says an hour."""
    return _CLOCK.search(block.text) is not None


def rise(dates: Iterable[PageBlock]) -> bool:
    """Each day is later than the one above it, as in a programme or a report; strangers' days stand as they come, or fall."""
    return all(one and other and one < other for one, other in pairwise(map(day_of, dates)))


def day_of(block: PageBlock) -> str | None:
    times = [date_in(mark.value) for mark in block.marks if mark.value]
    found = next((time for time in times if time), None) or date_in(block.text)
    return found.day if found else None


def share_few(above: Iterable[Collection[str]], below: Iterable[Collection[str]]) -> bool:
    """Hardly one of the telling words of some paragraphs stands in those above."""
    known, told = ({word for some in paragraphs for word in some} for paragraphs in (above, below))
    return len(told & known) <= SHARED * len(told)


def is_sentence(block: PageBlock) -> bool:
    """A paragraph, however short."""
    return block.role == "paragraph" and block.words >= SENTENCE_WORDS and ends_like_sentence(block.text)


def is_headline(text: str) -> bool:
    """Long enough to tell of an event."""
    if len(text.split()) >= HEADLINE_WORDS:
        return True
    return len(text) >= HEADLINE_SIGNS and bool(HAN_KANA.search(text) or NO_SPACES.search(text))


def same_headline(key: str, title: str) -> bool:
    """Two headlines, as letters, are one; either may be longer by a site's name or a second half."""
    if key == title:
        return True
    shorter, longer = sorted((key, title), key=len)
    return len(shorter) >= SAME_TITLE * len(longer) and shorter in longer


def is_link(block: PageBlock) -> bool:
    """All of a line leads elsewhere."""
    return block.linked >= ALL_LINK * len(block.text)


def is_marked(text: str) -> bool:
    """A line that begins with a mark that newspapers of East Asia, and typewriters, set before a headline.

    >>> is_marked("■Rain stops play"), is_marked("• Rain"), is_marked("★★★☆☆")
    (True, False, False)
    """
    return _MARKED.match(text) is not None


class NumberedParts:
    """Headings and bold lines of one page that are a series that counts: `Part 2`, `II.`, `第三章`."""

    def __init__(self, page: Page) -> None:
        self._blocks = page.blocks
        self._first: dict[tuple[str, int], int] = {}
        for index, block in enumerate(self._blocks):
            number = _number(block.text) if block.role == "heading" or block.strong else None
            if number is not None:
                self._first.setdefault(number, index)

    def holds(self, index: int) -> bool:
        """The number before stands above, or of a labelled one the number after anywhere."""
        own = _number(self._blocks[index].text)
        if own is None:
            return False
        label, number = own
        return self._first.get((label, number - 1), index) < index or bool(label and (label, number + 1) in self._first)


def _number(heading: str) -> tuple[str, int] | None:
    found = _NUMBERED.match(heading[:LONGEST_LINE])
    if not found or not (found["label"].strip() or found["mark"].strip()):  # "12 tools for gardeners" counts no parts
        return None
    number = found["number"]
    if number.isdecimal():
        return found["label"], int(number)
    if number in _LETTERS:
        return (found["label"], _LETTERS.index(number) + 1) if found["label"].strip() else None
    if number[0] in _ROMAN:
        values = [_ROMAN[sign] for sign in number]
        return found["label"], sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return found["label"], _HAN[number[-1]] + (10 if len(number) > 1 else 0)
