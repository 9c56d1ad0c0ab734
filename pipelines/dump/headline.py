"""The headline of a dump: the line above the article's text that reads like one. Says None rather than guess.

No language is asked. A headline is a run of words without a full stop, above the text and not far from it, mostly with a
byline or a date below and blank lines around it; the text, its first paragraphs most of all, uses its words again. The
lines above the text are weighed against each other and against none of them being the headline: a conditional logit over these
signs, fitted on 791 dumps and rounded. By folds over their domains it names the headline on 71 % of all pages, and is right
on 79 % of those for which it names one (rival signs were dropped that gained less than half a point).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log2

from pipelines.dump.captions import credit_at_end
from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, begins_as_byline, cue_of, is_date_alone
from pipelines.metadata.dates import date_in

__all__ = ["find_headline"]

SHORTEST, LONGEST = 1.5, 32.0
"""Words."""
USUAL, LABEL, TEASER = 10.0, 4.0, 18.0
"""Words of a headline; what is shorter than LABEL is rather a section, longer than TEASER rather a teaser."""
REACH = 40
"""Lines above the text that are looked at."""
LEAST = -1.5
"""Utility below which no line is called the headline; that of none being it is 0."""
LEADING, TEXT = 3, 80
"""Paragraphs of the lead, and of the text, whose words a headline shares."""
FAR = 60
"""Lines without running text after which none is looked for."""
BYLINE_SIZE = 14.0
"""Words: longer lines below a headline are its teaser."""
NEVER = frozenset(("caption", "newsletter"))
"""What a line speaks of that is no headline."""
LOWEST = 0.74
"""What speaks against the lowest of the lines that may be one: a standfirst or a caption stands there as often."""
LONGEST_STAMP = 9.0
"""Words of a line at whose edge a date stands that are the date's: "Posted on 12 May 2024, 10:15"."""
PARTED = (0.1, 0.9)
"""Shares of a dump's lines with a blank line below: with fewer or more, blank lines say nothing of a single one."""
USUALLY_PARTED = 0.8
"""Of headlines, in dumps whose blank lines tell."""
_UNFINISHED = frozenset(".。।։።,،؛:;])）】")
"""A line that ends so is a sentence, an introduction or a caption."""
_MARKED = re.compile(r"#{1,3} \S")
"""A heading of a dump that was saved as Markdown."""
_LISTED = re.compile(r"[*•·-] \S|.*©", re.DOTALL)
_ENDS_INSIDE = re.compile(r"[.!?。؟।።][\"”»)]*\s*\S")


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of the kept text, counted by paragraph."""

    begins: int
    counts: Counter[str]
    lead: frozenset[str]

    @property
    def scale(self) -> float:
        return log2(2 + max(self.counts.values(), default=0))


def find_headline(page: Page) -> tuple[int, float] | None:
    """The index of the headline's line, and the probability that it is the headline."""
    text = _text_of(page)
    tries = [at for at in range(max(0, text.begins - REACH), text.begins) if _may_be(page.lines[at])]
    if not tries:
        return None
    blank = _blank_below(page.lines)
    utilities = [_utility(page, at, text, blank) - (LOWEST if at == tries[-1] else 0.0) for at in tries]
    best = max(range(len(tries)), key=utilities.__getitem__)
    if utilities[best] <= LEAST:
        return None
    return tries[best], round(exp(utilities[best]) / (1 + sum(map(exp, utilities))), 2)


def _blank_below(lines: Sequence[Measured]) -> list[float]:
    """For each line whether a blank one follows it in the dump, as a share; what is usual where they tell nothing."""
    blank = [float(below.line.number - line.line.number > 1) for line, below in pairwise(lines)] + [1.0]
    telling = PARTED[0] < sum(blank) / len(blank) < PARTED[1]
    return blank if telling else [USUALLY_PARTED] * len(blank)


def _text_of(page: Page) -> _Text:
    prose = [at for at, keep in enumerate(page.kept) if keep and page.lines[at].prose]
    words = [frozenset(_telling(page.lines[at])) for at in prose[:TEXT]]
    return _Text(
        begins=prose[0] if prose else page.first_kept,
        counts=Counter(word for paragraph in words for word in paragraph),
        lead=frozenset().union(*words[:LEADING]),
    )


def _telling(line: Measured) -> list[str]:
    """Without the short words of languages that have many; other scripts' words are all taken."""
    return [word for word in line.words if len(word) > 3 or not word.isascii()]


def _may_be(line: Measured) -> bool:
    text = without_markdown(line.line.text)
    return (
        SHORTEST <= line.size <= LONGEST
        and text[-1] not in _UNFINISHED
        and not any(cue.whole_line or cue.reason in NEVER for cue in line.cues)
        and not credit_at_end(text)
        and not begins_as_byline(line)
        and not _LISTED.match(line.line.text)
        and not (line.stamped and (is_date_alone(text) or _is_stamp(line)))
    )


def _is_stamp(line: Measured) -> bool:
    """A date begins or ends the line, and what else it says is little, or who wrote it."""
    found = date_in(line.line.text)
    if found is None or (found.start > AT_EDGE and found.end < len(line.line.text) - AT_EDGE):
        return False
    return line.size <= LONGEST_STAMP or cue_of(line, "byline") is not None


AT_EDGE = 2
"""Signs between a date and the edge of its line."""


def _utility(page: Page, at: int, text: _Text, blank: Sequence[float]) -> float:
    """How much speaks for the line being the headline."""
    line = page.lines[at]
    above, below = page.lines[at - 1] if at else None, page.lines[at + 1] if at + 1 < len(page.lines) else None
    words = _telling(line)
    count = len(words) or 1
    in_lead = sum(word in text.lead for word in words)
    return (
        -4.55
        - 1.2 * log2(1 + text.begins - at) / 5
        - 2.8 * log2(1 + _to_prose(page, at)) / 5
        + 0.5 * min(line.size, USUAL) / USUAL
        - 1.75 * (line.size < LABEL)
        - 1.6 * (line.size > TEASER)
        + 1.9 * sum(log2(1 + text.counts[word]) for word in words) / count / text.scale
        + 1.1 * in_lead / count
        + 1.9 * min(1.0, in_lead / 4)
        + 1.75 * any(_is_dateline(near) for near in page.lines[at + 1 : at + 5])
        + 2.2 * blank[at]
        + 2.2 * (blank[at - 1] if at else 1.0)
        + 0.8 * _shared(words, above)
        - 0.5 * _shared(words, below)
        - 0.8 * page.kept[at]
        - 0.55 * bool(line.cues)
        - 0.55 * (_ENDS_INSIDE.search(line.line.text) is not None)
        - 1.95 * any(sign in line.line.text for sign in "|›»•/")
        - 1.0 * bool(page.siblings[at])
        + 2.0 * (_MARKED.match(line.line.text) is not None)
    )


def _shared(words: Sequence[str], other: Measured | None) -> float:
    """Share of a line's different words that another has, too."""
    return len(set(words) & set(_telling(other))) / (len(words) or 1) if other else 0.0


def _to_prose(page: Page, at: int) -> int:
    """Lines down to the next running text, kept or not: the text may begin further down than the article does."""
    below = (by for by in range(1, FAR) if at + by < len(page.lines) and page.lines[at + by].prose)
    return next(below, FAR)


def _is_dateline(line: Measured) -> bool:
    return line.size <= BYLINE_SIZE and (line.stamped or cue_of(line, "byline") is not None)
