"""Read the times that saved pages and records state for their own fetching; nothing is guessed from prose.

A time without a zone is taken as UTC: that is what crawlers write. Dates of articles are another
matter, and `pipelines.metadata`'s.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["moment_of"]

# What JavaScript's Date.toString() gives, in any locale: Sat Nov 07 2026 10:11:12 GMT+0100 (CET)
_JAVASCRIPT = re.compile(r"\w{3} (\w{3} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) (?:GMT|UTC)?([+-]\d{4})?")
_DIGITS = re.compile(r"\d{8}(?:\d{6})?")
_NUMBER = re.compile(r"\d{9,16}(?:\.\d+)?")
_TRAILING_ZONE = re.compile(r"\s*(?:UTC|GMT|Z)$")

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the first web page: such a time is a default or a mistake."""


def moment_of(value: object) -> datetime | None:
    """The time as an aware one in UTC; None where it cannot be read or cannot be.

    >>> moment_of("Sat Nov 07 2026 10:11:12 GMT+0100 (Central European Standard Time)").isoformat()
    '2026-11-07T09:11:12+00:00'
    >>> moment_of(1700000000).isoformat()
    '2023-11-14T22:13:20+00:00'
    >>> moment_of("20240229123000").isoformat()
    '2024-02-29T12:30:00+00:00'
    >>> moment_of("yesterday")
    """
    try:
        moment = _of_number(value) if isinstance(value, int | float) else _of_text(str(value or "").strip()[:100])
        if moment is None:
            return None
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    return aware if aware >= _OLDEST else None


def _of_text(text: str) -> datetime | None:
    if match := _JAVASCRIPT.match(text):
        return datetime.strptime(f"{match[1]} {match[2] or '+0000'}", "%b %d %Y %H:%M:%S %z")
    if _DIGITS.fullmatch(text):
        return datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if _NUMBER.fullmatch(text):
        return _of_number(float(text))
    if text[:4].isdigit():
        return datetime.fromisoformat(_TRAILING_ZONE.sub("+00:00", text))
    return parsedate_to_datetime(text) if text else None


def _of_number(number: float) -> datetime:
    """Seconds since 1970, or thousandths or millionths of them."""
    seconds = float(number)
    for _ in range(2):
        if seconds > 1e11:
            seconds /= 1000
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
