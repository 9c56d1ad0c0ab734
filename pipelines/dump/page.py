"""What the naming rules of a dump share: the measured lines, what is kept, where the article's text begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.cues import Cue, as_written
from pipelines.dump.evidence import Explanation
from pipelines.dump.exports import Export, export_of
from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.metadata.authors import has_case
from pipelines.metadata.dates import without_dates
from pipelines.metadata.roles import COLONS
from pipelines.types import Comment
from pipelines.words import words_in

__all__ = [
    "ADDRESSED",
    "LABEL_SIZE",
    "LONGEST_HEAD",
    "Named",
    "Page",
    "Rule",
    "begins_as_byline",
    "cue_of",
    "is_date_alone",
    "reasons_of",
    "said_size",
]

LABEL_SIZE = 14.0
"""Words: a longer line is more than a label, whatever phrase it holds."""
BESIDE_DATE = 2
"""Words beside a date that say no more: "Updated", "UTC"."""


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a line: what it is, why it is not in the text, and what says so."""

    role: str
    reason: str | None
    evidence: str = ""


@dataclass
class Page:
    """One dump on its way to be named; rules fill `names` and never change a line that has one."""

    lines: Sequence[Measured]
    kept: list[bool]
    siblings: Sequence[str]
    """For each line what says that it is the site's furniture; mostly nothing."""
    explanation: Explanation
    names: dict[int, Named] = field(default_factory=dict)
    title: int | None = None
    title_confidence: float = 0.0
    bylines: list[int] = field(default_factory=list)
    said: dict[int, Comment] = field(default_factory=dict)
    """Readers' comments whose author and time are known, by the first of their lines."""

    @property
    def first_kept(self) -> int:
        """The article's first line, or the end of the dump where nothing is kept."""
        return next((at for at, keep in enumerate(self.kept) if keep), len(self.lines))

    @property
    def last_kept(self) -> int:
        """The article's last line, or -1."""
        return next((at for at in range(len(self.kept) - 1, -1, -1) if self.kept[at]), -1)

    def writes_small(self, text: str) -> bool:
        """True where the dump writes each of the words without a capital, too: a heading's words, not a name's.

        Of a line in capitals one word is enough.
        """
        small = [self._is_plain(word) for word in _WORD.findall(text.lower())]
        return any(small) if text.isupper() else all(small)

    def writes_some(self, name: str) -> bool:
        """True for several words of which the dump writes one small as well, from three letters on: `Company Size`."""
        words = [word for word in _WORD.findall(name) if len(word) > 2 and has_case(word) and not word.islower()]
        return " " in name and any(word.lower() in self._plain for word in words)

    def _is_plain(self, word: str) -> bool:
        plain = self._plain
        return word in plain or f"{word}s" in plain or (word.endswith("s") and word[:-1] in plain)

    @cached_property
    def _plain(self) -> frozenset[str]:
        """The words that stand in the dump in small letters."""
        words = (word for line in self.lines for word in _WORD.findall(line.line.text))
        return frozenset(word for word in words if word.islower() and has_case(word))

    @cached_property
    def export(self) -> Export | None:
        """The fields of a dump that a news database exported."""
        return export_of(self.lines)

    def open(self, at: int) -> bool:
        """Not in the text and not named yet."""
        return 0 <= at < len(self.lines) and not self.kept[at] and at not in self.names

    def name(self, at: int, role: str, reason: str, evidence: str) -> None:
        """Take the line out of the text under this name, unless it has one."""
        if at not in self.names:
            self.kept[at] = False
            self.names[at] = Named(role, reason, evidence)


_WORD = re.compile(r"[^\W\d_]+")

Rule = Callable[[Page], None]


def said_size(line: Measured) -> float:
    """Words that a line says beside its dates, numbers and addresses: a byline may hold several dates and counts."""
    if line.size <= LABEL_SIZE or len(line.line.text) > LONGEST_HEAD:
        return line.size
    rest = without_dates(without_markdown(line.line.text))
    return float(min(line.size, sum(not word.isdigit() for word in words_in(rest))))


LONGEST_HEAD = 300
"""Signs of a line that is no paragraph, with the addresses of its links."""


def reasons_of(line: Measured) -> frozenset[str]:
    """Reasons its cue phrases speak for; in a long line only phrases that stand for whole furniture texts count."""
    return frozenset(cue.reason for cue in line.cues)


def cue_of(line: Measured, *reasons: str) -> Cue | None:
    """The line's first cue of one of these reasons."""
    return next((cue for cue in line.cues if cue.reason in reasons), None)


APART = re.compile(r"\s[-–—/|·•]\s|[,،(（;]|\s/|/\s")
"""What parts the pieces of a line: author, day, place."""


def is_date_alone(text: str) -> bool:
    """A date and hardly more: "12 May 2024", "Updated: 12.05.2024, 10:15 UTC"."""
    rest = without_dates(text)
    if rest == text:
        return False
    rest = _HAN_WEEKDAY.sub("", rest)
    return len([word for word in words_in(rest) if not word.isdigit()]) <= BESIDE_DATE


_HAN_WEEKDAY = re.compile("(?:星期|週|周|禮拜|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?")
"""A day of the week of scripts without spaces: each sign of it would count as a word."""


ADDRESSED = re.compile(rf"[^\W\d_]+\s?[{COLONS}]\s*(?:mailto:)?<?[\w.+-]+@")
"""A mail's header with an address alone: `From: desk@example.org`."""


def begins_as_byline(line: Measured) -> bool:
    """Its first words say who wrote or when."""
    cue = cue_of(line, "byline")
    written = as_written(line.line.text, cue) if cue else ""
    if cue is None or not line.line.text.startswith(written):
        return False
    # `De` and `By` begin headlines, too: `De oude kraan wordt groen`
    return len(written) > SHORT_BY or not line.line.text[len(written) :].lstrip()[:1].islower()


SHORT_BY = 3
"""Letters of a word for `by` that may be an article or a preposition."""
