"""The headline of a dump: the line above the article's text that reads like one. Says None rather than guess.

No language is asked. A headline is a run of words without a full stop, above the text and not far from it, mostly with a
byline or a date below and blank lines around it; the text, its first paragraphs most of all, uses its words again. The
lines above the text are weighed against each other and against none of them being the headline: a conditional logit over these
signs, fitted and measured by folds over domains by benchmarks/fit_headline.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import exp, log2

from pipelines.dump.captions import credit_at_end
from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import ADDRESSED, Page, begins_as_byline, cue_of, is_date_alone
from pipelines.dump.printed import heads_a_paper
from pipelines.metadata.dates import date_in, without_weekday
from pipelines.metadata.roles import COLONS
from pipelines.words import QUOTATION

__all__ = ["BIAS", "LEAST", "WEIGHTS", "find_headline", "tries_of"]

SHORTEST, LONGEST = 1.5, 32.0
"""Words."""
USUAL, LABEL, TEASER = 10.0, 4.0, 18.0
"""Words of a headline; what is shorter than LABEL is rather a section, longer than TEASER rather a teaser."""
REACH = 40
"""Lines above the text that are looked at."""
BIAS = -4.82
WEIGHTS = {
    "lines to the text": -1.23,
    "lines to running text": -2.62,
    "words": 0.51,
    "short as a label": -1.86,
    "long as a teaser": -1.52,
    "words of the text": 2.02,
    "words of the lead": 1.32,
    "several words of the lead": 1.7,
    "dateline below": 1.69,
    "blank line below": 2.24,
    "blank line above": 2.15,
    "shared with the line above": 0.74,
    "shared with the line below": -0.47,
    "kept": -0.8,
    "cue": -0.48,
    "ends inside": -0.55,
    "sign of a menu": -1.92,
    "the lowest try": -0.71,
    "on other pages": -1.0,
    "Markdown heading": 2.0,
    "printed with the site": 5.0,
    "first of an article alone": 2.5,
    "signed right below": 1.0,
    "quotation": 1.0,
}
"""By benchmarks/fit_headline.py, rounded; but for the last six, of which its dumps have none: set by hand."""
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
_LISTED = re.compile(r"[*•·-] \S|\[\d+\]\S|.*©", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
"""The site's address alone, as clippings print it first."""
_QUOTED = re.compile(r"«[^«»]+»|»[^«»]+«|‹[^‹›]+›|›[^‹›]+‹")
"""A quotation, whose marks point as the signs of a menu do."""
_TAGS = re.compile(r"#\w+ #\w")
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
    export = page.export
    if export and export.title_line is not None:
        return export.title_line, EXPORTED
    tries = tries_of(page)
    if not tries:
        return None
    utilities = [BIAS + sum(WEIGHTS[name] * value for name, value in signs.items()) for _, signs in tries]
    best = max(range(len(tries)), key=utilities.__getitem__)
    if utilities[best] <= LEAST:
        return None
    return tries[best][0], round(exp(utilities[best]) / (1 + sum(map(exp, utilities))), 2)


def tries_of(page: Page) -> list[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, from above, each with its signs by the names of WEIGHTS."""
    text = _text_of(page)
    above = range(max(0, text.begins - REACH), text.begins)
    tries = [at for at in above if _may_be(page.lines[at]) and not _is_entry(page, at) and not _is_mails(page, at)]
    blank = _blank_below(page.lines)
    return [(at, _signs(page, at, text, blank) | {"the lowest try": float(at == tries[-1])}) for at in tries]


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
    """The beginnings of its words, as many languages change their ends; short ones, of languages that have many, are left out."""
    return [_beginning(word) for word in line.words if len(word) > 3 or not word.isascii()]


def _beginning(word: str) -> str:
    return word[:HANGUL] if "\uac00" <= word[0] <= "\ud7a3" else word[:LETTERS]


LETTERS, HANGUL = 6, 2
"""Signs by which two forms of a word are known for the same; syllables of Korean."""


def _may_be(line: Measured) -> bool:
    text = without_markdown(line.line.text)
    return (
        SHORTEST <= line.size <= LONGEST
        and not line.line.edge
        and text[-1] not in _UNFINISHED
        and not any(cue.whole_line or cue.reason in NEVER for cue in line.cues)
        and not credit_at_end(text)
        and not begins_as_byline(line)
        and not _LISTED.match(line.line.text)
        and not _TAGS.search(text)
        and not _ADDRESS.fullmatch(text)
        and not (line.stamped and (is_date_alone(text) or _is_stamp(line) or heads_a_paper(line.line.text)))
    )


def _is_entry(page: Page, at: int) -> bool:
    """One of several lines in a row that begin with a day or hour: a diary's, a log's, a programme's."""
    rows = [line for line in page.lines[at : at + 3] if not line.prose][:2]
    return len(rows) > 1 and all(row.stamped and row.line.text[0].isdigit() for row in rows)


def _is_mails(page: Page, at: int) -> bool:
    """A label and what it says, right below a mail's sender: what it was sent about is not always the headline."""
    labels = (line.line.text for line in page.lines[at : max(0, at - MAIL_LINES) : -1])
    rows = list(takewhile(_HEADER.match, labels))
    return bool(rows) and any(ADDRESSED.match(line.line.text) for line in page.lines[max(0, at - len(rows)) : at])


_HEADER = re.compile(rf"[^\W\d_]+\s?[{COLONS}]\s*\S")
MAIL_LINES = 5
"""Lines of a mail's header: sender, receiver, copies, day, subject."""


def _is_stamp(line: Measured) -> bool:
    """A date begins or ends the line, and what else it says is little, or who wrote it."""
    found = date_in(line.line.text)
    start = len(without_weekday(line.line.text[: found.start])) if found else 0
    if found is None or (start > AT_EDGE and found.end < len(line.line.text) - AT_EDGE):
        return False
    return line.size <= LONGEST_STAMP or cue_of(line, "byline") is not None


AT_EDGE = 2
"""Signs between a date and the edge of its line."""


def _signs(page: Page, at: int, text: _Text, blank: Sequence[float]) -> dict[str, float]:
    """What speaks for and against the line being the headline."""
    line = page.lines[at]
    above, below = page.lines[at - 1] if at else None, page.lines[at + 1] if at + 1 < len(page.lines) else None
    words = _telling(line)
    count = len(words) or 1
    in_lead = sum(word in text.lead for word in words)
    return {
        "lines to the text": log2(1 + text.begins - at) / 5,
        "lines to running text": log2(1 + _to_prose(page, at)) / 5,
        "words": min(line.size, USUAL) / USUAL,
        "short as a label": float(line.size < LABEL),
        "long as a teaser": float(line.size > TEASER),
        "words of the text": sum(log2(1 + text.counts[word]) for word in words) / count / text.scale,
        "words of the lead": in_lead / count,
        "several words of the lead": min(1.0, in_lead / 4),
        "dateline below": float(any(_is_dateline(near) for near in page.lines[at + 1 : at + 5])),
        "blank line below": blank[at],
        "blank line above": blank[at - 1] if at else 1.0,
        "shared with the line above": _shared(words, above),
        "shared with the line below": _shared(words, below),
        "kept": float(page.kept[at]),
        "cue": float(bool(line.cues)),
        "ends inside": float(_ENDS_INSIDE.search(line.line.text) is not None),
        "sign of a menu": float(any(sign in _QUOTED.sub("", line.line.text) for sign in "|›»•/")),
        "on other pages": float(bool(page.siblings[at])),
        "Markdown heading": float(_MARKED.match(line.line.text) is not None),
        "printed with the site": float(_is_printed_with_site(page, at)),
        "signed right below": float(below is not None and _is_signed(page, at, below)),
        "quotation": float(QUOTATION.fullmatch(without_markdown(line.line.text)) is not None),
        "first of an article alone": float(at == 0 and _is_article_alone(page)),
    }


def _is_signed(page: Page, at: int, below: Measured) -> bool:
    """A byline with a name stands below the line, and no blank line between; a day's label or a verse says nothing of it."""
    named = begins_as_byline(below) and len(below.words) > 1 and not below.stamped and not below.ends
    return named and below.line.number - page.lines[at].line.number == 1


def _is_printed_with_site(page: Page, at: int) -> bool:
    """A line further up is this one, a bar or dash, and a few words: the page's `<title>`."""
    text = without_markdown(page.lines[at].line.text)
    above = [other.line.text for other in page.lines[:at]]
    return any(other.startswith(text) and _SITE.fullmatch(other[len(text) :]) for other in above)


def _is_article_alone(page: Page) -> bool:
    """Hardly a line is out: the dump holds nothing but the article, and begins with its headline."""
    out = [at for at, keep in enumerate(page.kept) if not keep]
    begins = next((at for at, line in enumerate(page.lines) if line.prose), len(page.lines))
    furniture = any(cue.reason != "byline" for at in out for cue in page.lines[at].cues)
    return len(out) <= MOST_OUT and begins <= SOON and not furniture


_SITE = re.compile(r"\s*[|｜–—·•»:-]\s*\S.{0,60}")
"""A site's name behind a headline."""
EXPORTED = 0.95
"""Probability that the headline's field of an export is the headline."""
MOST_OUT, SOON = 5, 5
"""Lines out of the text in a dump of an article alone (its author, its date), and lines above its text."""


def _shared(words: Sequence[str], other: Measured | None) -> float:
    """Share of a line's different words that another has, too."""
    return len(set(words) & set(_telling(other))) / (len(words) or 1) if other else 0.0


def _to_prose(page: Page, at: int) -> int:
    """Lines down to the next running text, kept or not: the text may begin further down than the article does."""
    below = (by for by in range(1, FAR) if at + by < len(page.lines) and page.lines[at + by].prose)
    return next(below, FAR)


def _is_dateline(line: Measured) -> bool:
    return line.size <= BYLINE_SIZE and (line.stamped or cue_of(line, "byline") is not None)
