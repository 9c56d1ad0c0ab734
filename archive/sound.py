"""Text that SQLite and WARC can hold: no lone surrogates, no NUL; and times as they are stored. No I/O.

Pages bring both, and either would cost a row: a lone surrogate cannot be encoded, and SQLite's own
functions end a text at a NUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

__all__ = ["are_sound", "instant", "moment", "sound", "sound_name"]

_UNSOUND = re.compile("[\0\ud800-\udfff]")


def _is_sound(text: str) -> bool:
    """Whether a text is ASCII is known without looking; encoding finds a lone surrogate faster than a pattern does."""
    # str.isascii(text): what is no text is a TypeError, as it is to `re`
    if str.isascii(text):
        return "\0" not in text
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def are_sound(texts: Iterable[str]) -> bool:
    """Whether all can be stored as they are. TypeError for what is no text."""
    return _is_sound("".join(texts))


def sound(text: str) -> str:
    r"""Page text as it can be stored: NUL dropped, lone surrogates shown as U+FFFD.

    >>> sound("a\0b \ud800")
    'ab \ufffd'
    """
    if _is_sound(text):
        return text
    return _UNSOUND.sub(lambda bad: "" if bad.group() == "\0" else "\ufffd", text)


def sound_name(name: str) -> str:
    r"""A name or address as it can be stored, so that different ones stay different.

    >>> sound_name("\udcff.txt"), sound_name("\udcfe.txt")
    ('\\udcff.txt', '\\udcfe.txt')
    """
    if _is_sound(name):
        return name
    return _UNSOUND.sub(lambda bad: f"\\u{ord(bad.group()):04x}", name)


def instant(time: datetime) -> str:
    """A time as it is stored: ISO 8601 in UTC, whole seconds, so that sorting as text sorts by time.

    >>> instant(datetime(2026, 7, 1, 12, 0, 0, 999, tzinfo=UTC))
    '2026-07-01T12:00:00Z'
    """
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(stored: str) -> datetime:
    """The time that `instant` stored."""
    return datetime.fromisoformat(stored)
