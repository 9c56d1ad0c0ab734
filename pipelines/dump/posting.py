"""Who and when in the line above or below a reader's comment: `Lala pre 3 sata`, `**Jo** _12 May 2024_`, `#2 3-11-2008 10:31 PM`."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.metadata.dates import dates_in

__all__ = ["Head", "head_of", "is_dated", "is_name", "listed"]

HEAD_SIZE, NAME_SIZE = 13.0, 5.0
"""Words of a name with a time, and of a name."""
LARGEST_SPAN = 59
"""Minutes, hours, days or weeks that have passed."""
SPAN_WORDS = 3
"""Words beside the number of a span of time."""
_LISTED = re.compile(r"^#?\d{1,4}(?:\s?[.)\-–]\s+|\s*\|\s*)(?=\S*[^\W\d_])|^#\d{1,4}\s+")
_CLOCK = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]|(?<![\d/.])\d{1,2}[/.]\d{1,2}(?![\d/])")
_BOLD = re.compile(r"\*\*([^*]+)\*\*|__([^_]+)__")
_COUNTED = re.compile(r"(?<![\d.,/:])\d{1,2}(?![\d.,/:])")
_MONEY = re.compile(r"[$€£¥₹₽₩₺₴₪฿₫₦%]|\b[A-Z]{3}\s?\d")
_AROUND = " \t|·•–—-,،(（)）[]:：*_~"
_APART = re.compile(r"[|·•–—(（,،]|\s-\s")


class Head(NamedTuple):
    """A name, which may be empty, and a time."""

    name: str
    time: str


def listed(text: str) -> str:
    """A name without the number and the colon around it."""
    return _LISTED.sub("", without_markdown(text)).strip(_AROUND)


def is_name(line: Measured) -> bool:
    """Short, with a letter, no sentence and no address."""
    text = line.line.text
    return (
        line.size <= NAME_SIZE
        and not line.ends
        and not line.prose
        and "://" not in text
        and any(map(str.isalpha, text))
    )


def head_of(line: Measured) -> Head | None:
    """The name and the time of a short line that has a time."""
    text = _LISTED.sub("", _bare(line.line.text))
    if line.size > HEAD_SIZE or line.prose or "://" in text or _MONEY.search(text):
        return None
    start = _time_at(text)
    if start is None:
        return None
    name = _APART.split(text[:start].strip(_AROUND), maxsplit=1)[0].strip(_AROUND)
    if len(name.split()) > NAME_SIZE or any(sign in name for sign in '?!;«»“”"'):
        return None
    return Head(name, text[start:].strip(_AROUND))


def is_dated(text: str) -> bool:
    """A day or an hour is in it."""
    return bool(dates_in(text)) or _CLOCK.search(text) is not None


def _bare(text: str) -> str:
    """Without emphasis and links; what stood in bold is set apart."""
    return without_markdown(_BOLD.sub(lambda match: f"{match[1] or match[2]} | ", text)).strip(_AROUND)


def _time_at(text: str) -> int | None:
    """Where a day, an hour or a span of time begins."""
    found = dates_in(text)
    starts = [found[0].start] if found else []
    starts += [match.start() for match in (_CLOCK.search(text), _DAY.search(text)) if match]
    if starts:
        return min(starts)
    counted = list(_COUNTED.finditer(text))
    if len(counted) != 1 or not 0 < int(counted[0][0]) <= LARGEST_SPAN:
        return None
    number = counted[0]
    behind = text[number.end() :].strip(_AROUND).split()
    if len(behind) > SPAN_WORDS or not (behind and behind[0][0].isalpha()):
        return None
    return _span_at(text, number.start())


def _span_at(text: str, number: int) -> int | None:
    """Where the words before the number of a span begin: behind what parts them from a name, else at the last of them in small letters."""
    before = text[:number].rstrip()
    apart = [match.end() for match in _APART.finditer(before)]
    if apart and len(before[apart[-1] :].split()) <= SPAN_WORDS:
        return apart[-1]
    words = before.split()
    if not words:
        return number
    if len(words) > 1 and words[-1].islower():
        return before.rindex(words[-1])
    return number if len(words) <= NAME_SIZE else None
