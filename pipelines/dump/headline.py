"""The headline of a dump: the line above the article's text that reads like one. Says None rather than guess.

No language is asked. A headline is a run of words without a full stop, above the text and not far from it, mostly with a
byline or a date below; the text, its first paragraphs most of all, uses its words again. The weights are those of a
logistic regression over these few signs on 480 training pages, rounded (by folds, 64 % of the lines it chose were
the headline, where the gold has one; 71 % of those above LEAST).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log2

from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, cue_of

__all__ = ["find_headline"]

SHORTEST, LONGEST = 1.5, 32.0
"""Words."""
USUAL, LABEL, TEASER = 10.0, 4.0, 18.0
"""Words of a headline; what is shorter than LABEL is rather a section, longer than TEASER rather a teaser."""
REACH = 40
"""Lines above the text that are looked at."""
LEAST = -1.5
"""Logit below which no line is called the headline."""
LEADING, TEXT = 3, 80
"""Paragraphs of the lead, and of the text, whose words a headline shares."""
BYLINE_SIZE = 14.0
"""Words: longer lines below a headline are its teaser."""
_UNFINISHED = frozenset(".。।։።,،:;])）】")
"""A line that ends so is a sentence, an introduction or a caption."""


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
    tries = [
        (_likeness(page, at, text), at)
        for at in range(max(0, text.begins - REACH), text.begins)
        if _may_be(page.lines[at])
    ]
    best, at = max(tries, default=(LEAST, -1))
    return (at, round(1 / (1 + exp(-best)), 2)) if best > LEAST else None


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
    return (
        SHORTEST <= line.size <= LONGEST
        and line.line.text[-1] not in _UNFINISHED
        and not any(cue.whole_line for cue in line.cues)
    )


def _likeness(page: Page, at: int, text: _Text) -> float:
    """The logit that the line is the headline."""
    line = page.lines[at]
    words = _telling(line)
    count = len(words) or 1
    in_lead = sum(word in text.lead for word in words)
    return (
        -4.4
        - 2.75 * log2(1 + text.begins - at) / 5
        + 1.9 * min(line.size, USUAL) / USUAL
        - 1.5 * (line.size < LABEL)
        - 1.8 * (line.size > TEASER)
        + 2.3 * sum(log2(1 + text.counts[word]) for word in words) / count / text.scale
        + 1.9 * in_lead / count
        + 1.3 * min(1.0, in_lead / 4)
        + 2.0 * any(_is_dateline(below) for below in page.lines[at + 1 : at + 5])
        - 1.1 * page.kept[at]
        - 0.8 * bool(line.cues)
        - 0.8 * any(sign in line.line.text for sign in "|›»•/")
        - 1.0 * bool(page.siblings[at])
    )


def _is_dateline(line: Measured) -> bool:
    return line.size <= BYLINE_SIZE and (line.stamped or cue_of(line, "byline") is not None)
