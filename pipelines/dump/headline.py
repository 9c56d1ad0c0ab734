"""The headline of a dump: the line above the article's text that reads like one. Says None rather than guess.

No language is asked. A headline is a run of words without a full stop, above the text and not far from it, mostly with a
byline or a date below; the text, its first paragraphs most of all, uses its words again. The weights are those of a
logistic regression over these few signs on 790 pages, rounded (by folds it finds the headline on 63 % of all pages, and is right on
75 % of those for which it names one).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log2

from pipelines.dump.captions import credit_at_end
from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, begins_as_byline, cue_of, is_date_alone

__all__ = ["find_headline"]

SHORTEST, LONGEST = 1.5, 32.0
"""Words."""
USUAL, LABEL, TEASER = 10.0, 4.0, 18.0
"""Words of a headline; what is shorter than LABEL is rather a section, longer than TEASER rather a teaser."""
REACH = 40
"""Lines above the text that are looked at."""
LEAST = -2.0
"""Logit below which no line is called the headline."""
LEADING, TEXT = 3, 80
"""Paragraphs of the lead, and of the text, whose words a headline shares."""
FAR = 60
"""Lines without running text after which none is looked for."""
BYLINE_SIZE = 14.0
"""Words: longer lines below a headline are its teaser."""
NEVER = frozenset(("caption", "newsletter"))
"""What a line speaks of that is no headline."""
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
        and not any(cue.whole_line or cue.reason in NEVER for cue in line.cues)
        and not credit_at_end(line.line.text)
        and not begins_as_byline(line)
        and not (line.stamped and is_date_alone(line.line.text))
    )


def _likeness(page: Page, at: int, text: _Text) -> float:
    """The logit that the line is the headline."""
    line = page.lines[at]
    words = _telling(line)
    count = len(words) or 1
    in_lead = sum(word in text.lead for word in words)
    return (
        -3.5
        - 1.5 * log2(1 + text.begins - at) / 5
        - 3.0 * log2(1 + _to_prose(page, at)) / 5
        + 1.9 * min(line.size, USUAL) / USUAL
        - 1.65 * (line.size < LABEL)
        - 2.4 * (line.size > TEASER)
        + 3.4 * sum(log2(1 + text.counts[word]) for word in words) / count / text.scale
        + 1.15 * in_lead / count
        + 1.65 * min(1.0, in_lead / 4)
        + 1.9 * any(_is_dateline(below) for below in page.lines[at + 1 : at + 5])
        - 2.0 * page.kept[at]
        - 1.1 * bool(line.cues)
        - 1.2 * any(sign in line.line.text for sign in "|›»•/")
        - 1.0 * bool(page.siblings[at])
    )


def _to_prose(page: Page, at: int) -> int:
    """Lines down to the next running text, kept or not: the text may begin further down than the article does."""
    below = (by for by in range(1, FAR) if at + by < len(page.lines) and page.lines[at + by].prose)
    return next(below, FAR)


def _is_dateline(line: Measured) -> bool:
    return line.size <= BYLINE_SIZE and (line.stamped or cue_of(line, "byline") is not None)
