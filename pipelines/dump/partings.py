"""Where a second story may begin in a dump: every headline between two paragraphs, with what speaks for and against it as numbers.

Leaves out the decision (pipelines.dump.strangers). A dump has no frames and no links, so three things can speak: what stands between
the paragraphs (a name, a day, a label, wording of the page), how that compares with the head of the article itself, and the words, for one
text takes up its own words again in any language. The last are counted as they are on HTML pages (pipelines.story_words).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import log
from statistics import median
from typing import NamedTuple

from pipelines.dump.alike import same_form
from pipelines.dump.kinds import shown_kinds
from pipelines.dump.lines import starts_item, without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import APART, LABEL_SIZE, begins_as_byline, is_date_alone
from pipelines.dump.shape import Features
from pipelines.metadata.dates import dates_in
from pipelines.metadata.full_names import is_full_name
from pipelines.story_words import Tally, compared, stems_of

__all__ = ["Parting", "Partings"]

HEADLINE = (2.0, 24.0)
"""Words of a headline."""
LABEL = 3.5
"""Words of a label above one."""
REACH = 40
"""Paragraphs on either side that are compared."""
HEAD = 6
"""Lines above the first paragraph below among which a headline stands."""
OWN_HEAD = (8, 3)
"""Lines above the article's first paragraph, and below it, that are its own head."""
MOST = 200
"""Places of one dump that are looked at."""
PARTS = 4
"""Pieces of a line among which a name may be."""
LEAST_ABOVE, LEAST_BELOW = 25.0, 20.0
"""Words of running text on either side."""


class Parting(NamedTuple):
    """A place between two paragraphs of the text that holds a headline."""

    above: int
    """Index of the paragraph above."""
    head: int
    below: int
    """Index of the first paragraph below."""


class Partings:
    """One dump; a class for what is computed once and asked often. `text` says which lines are kept."""

    def __init__(
        self, lines: Sequence[Measured], text: Sequence[bool], title: int | None = None, named: Collection[int] = ()
    ) -> None:
        self.lines = lines
        self._named = named
        self.prose = [at for at, keep in enumerate(text) if keep and lines[at].prose]
        self.stems: list[Collection[str]] = [stems_of(lines[at].line.text) for at in self.prose]
        self.first = title if title is not None else max(0, (self.prose[0] if self.prose else 0) - OWN_HEAD[0])
        self._own_head = _Signs.of(lines[self.first + 1 : self.prose[0] + OWN_HEAD[1]]) if self.prose else _Signs()
        above = range(self.first + (title is not None), self.prose[0]) if self.prose else ()
        self._signatures = [lines[at].line.text for at in above if _is_label(lines[at])]
        self._title = set(stems_of(lines[title].line.text) if title is not None else ())
        self._usual_blank = self._blank_lines_between()
        self._said = {line.line.text.casefold().strip() for line in lines}

    def _blank_lines_between(self) -> float:
        gaps = [
            self.lines[two].line.number - self.lines[one].line.number
            for one, two in pairwise(self.prose)
            if two - one == 1
        ]
        return median(gaps) if gaps else 2.0

    def found(self) -> Iterator[tuple[Parting, Features]]:
        """Each place with its features, from above."""
        tried = 0
        sizes = [self.lines[at].size for at in self.prose]
        above, total = 0.0, sum(sizes)
        heads: list[int] = []
        for order, (one, two) in enumerate(pairwise(self.prose), start=1):
            above += sizes[order - 1]
            head = self._head(one, two)
            if head is None:
                continue
            if above >= LEAST_ABOVE and total - above >= LEAST_BELOW and tried < MOST:
                tried += 1
                parting = Parting(one, head, two)
                yield (
                    parting,
                    self._features(parting, order, len(heads))
                    | {
                        "share below": (total - above) / total,
                        "log above": log(1 + above),
                        "log below": log(1 + total - above),
                    },
                )
            heads.append(head)

    def is_signed_alike(self, parting: Parting) -> bool:
        """Below the headline stands a signature of the form that the article's own has."""
        below = [self.lines[at].line.text for at in range(parting.head + 1, parting.below) if _is_label(self.lines[at])]
        return same_form(self._signatures, below) is not None

    def _head(self, one: int, two: int) -> int | None:
        """The longest line between two paragraphs that may be a headline."""
        tries = [
            at
            for at in range(max(one + 1, two - HEAD), two)
            if at not in self._named and _may_be_headline(self.lines[at])
        ]
        return max(tries, key=lambda at: self.lines[at].size, default=None)

    def _features(self, parting: Parting, order: int, heads: int) -> Features:
        return {
            **self._by_words(parting, order),
            **self._by_head(parting, order),
            **self._by_place(parting),
            "headings above": min(2.0, log(1 + heads)),
        }

    def _by_words(self, parting: Parting, order: int) -> Features:
        own, told = Tally(self.stems[max(0, order - REACH) : order]), Tally(self.stems[order : order + REACH])
        head = set(stems_of(self.lines[parting.head].line.text))
        return {
            **compared(own, told, self._title, head),
            "again first": Tally(self.stems[order : order + 2]).share_in(own),
            "title in headline": len(head & self._title) / max(1, len(self._title)),
        }

    def _by_head(self, parting: Parting, order: int) -> Features:
        """What the lines from the headline on look like, beside the article's own head."""
        below = self._below(parting, order)
        signs, own = _Signs.of(below), self._own_head
        text = without_markdown(self.lines[parting.head].line.text)
        size = self.lines[parting.head].size
        return {
            "dated": float(signs.dated),
            "day alone": float(signs.alone),
            "signed": float(signs.signed),
            "named": float(signs.named),
            "signed and dated": float(signs.dated and (signs.signed or signs.named)),
            "dated as the article": float(signs.dated and own.dated),
            "signed as the article": float((signs.signed and own.signed) or (signs.named and own.named)),
            "own head known": float(own.dated or own.signed or own.named),
            "older": float(bool(signs.day and own.day and signs.day < own.day)),
            "same day": float(bool(signs.day and signs.day == own.day)),
            "newer": float(bool(signs.day and own.day and signs.day > own.day)),
            "standfirst": float(bool(below) and any(line.prose for line in below)),
            "size": min(1.0, size / 20),
            "short": float(size <= LABEL),
            "colon": float(text.endswith((":", "："))),
            "digit": float(text[:1].isdigit()),
            "capitals": float(text.isupper()),
            "ends inside": float(any(sign in text for sign in ",،،，;:：–—-")),
            "printed elsewhere": float(self.lines[parting.head].repeats > 0 or self._is_part_of_another(text)),
        }

    def _below(self, parting: Parting, order: int) -> list[Measured]:
        """The lines between a headline and its story; a standfirst is one of them where a name or a day stands below it."""
        lines = [self.lines[at] for at in range(parting.head + 1, parting.below) if at not in self._named]
        following = self.prose[order + 1] if order + 1 < len(self.prose) else len(self.lines)
        behind = self.lines[parting.below + 1 : min(following, parting.below + 4)]
        shown = _Signs.of(behind)
        return [*lines, self.lines[parting.below], *behind] if shown.dated or shown.signed else lines

    def _is_part_of_another(self, text: str) -> bool:
        """Another line names the headline behind a label: `Read also: The last mill`."""
        own = text.casefold().strip()
        return any(len(own) < len(said) <= len(own) + 40 and said.endswith(own) for said in self._said)

    def _by_place(self, parting: Parting) -> Features:
        between = self.lines[parting.above + 1 : parting.below]
        over = self.lines[parting.above + 1 : parting.head]
        numbers = [line.line.number for line in self.lines[parting.above : parting.below + 1]]
        widest = max((two - one for one, two in pairwise(numbers)), default=1)
        found: Features = {
            "lines between": log(len(between)),
            "alone": float(len(between) == 1),
            "lines over": log(1 + len(over)),
            "label over": float(bool(over) and over[-1].size <= LABEL and not over[-1].stamped),
            "separator": float(any(not any(map(str.isalnum, line.line.text)) for line in over)),
            "wider": max(-1.0, min(3.0, widest - self._usual_blank)),
            "blank over": float(self.lines[parting.head].line.number - self.lines[parting.head - 1].line.number > 1),
            "sentences over": min(2.0, float(sum(line.sentence for line in over))),
            "repeated over": float(any(line.repeats for line in over)),
            "any cue over": 0.0,
        }
        for line in over:
            for kind in shown_kinds(line):
                found[f"{kind} over"] = found["any cue over"] = 1.0
        return found


class _Signs(NamedTuple):
    """Who and when, by the short lines of a head."""

    dated: bool = False
    alone: bool = False
    """The day is all that its line says."""
    signed: bool = False
    """After a word as bylines have."""
    named: bool = False
    """A full name alone in its line, or beside the day."""
    day: str = ""

    @classmethod
    def of(cls, lines: Sequence[Measured]) -> _Signs:
        """The first of each."""
        short = [line for line in lines if line.size <= LABEL_SIZE and not (line.ends and line.prose)]
        dated = next((line for line in short if line.stamped and dates_in(line.line.text)), None)
        texts = [without_markdown(line.line.text) for line in short]
        return cls(
            dated=dated is not None,
            alone=dated is not None and is_date_alone(dated.line.text),
            signed=any(map(begins_as_byline, short)),
            named=any(map(is_full_name, (part.strip() for text in texts for part in APART.split(text)[:PARTS]))),
            day=dates_in(dated.line.text)[0].day if dated else "",
        )


def _is_label(line: Measured) -> bool:
    """Short and no sentence."""
    return line.size <= LABEL_SIZE and not line.prose


def _may_be_headline(line: Measured) -> bool:
    """A line without a full stop that is no item, no day, no byline and no label of the page."""
    text = line.line.text
    low, high = HEADLINE
    return (
        low <= line.size <= high
        and not line.ends
        and not line.prose
        and "://" not in text
        and not starts_item(without_markdown(text))
        and not any(cue.whole_line for cue in line.cues)
        and not begins_as_byline(line)
        and not (line.stamped and is_date_alone(text))
        and not text.rstrip().endswith((",", "،", "，", ";"))
    )
