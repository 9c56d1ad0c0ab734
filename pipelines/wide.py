"""Recognise UTF-16 and UTF-32 text that has no byte order mark; and the script of a character, coarsely.

Such text is full of control bytes (the high halves of its units), so it looks binary to anything
that counts bytes. Read in the right width and order it keeps to one or two scripts; binary files
and text of other encodings do not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

__all__ = ["script_of", "wide_encoding"]

_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
_HIGH_BYTES = bytes(range(128, 256))

HEAD = 8192
CONTROL_SHARE = 0.004
"""Half of the bytes of UTF-16 text are high bytes, and every space and line end has a NUL there; Chinese,
with hardly any, has low bytes of any value, so one in ten of them is a control. Not tuned."""
SCRIPTS_SHARE = 0.9
"""Real text keeps to three scripts (Japanese with markup) and their punctuation; random 16-bit units spread over all."""

HIGH_SHARE = 0.15
"""Pairs of ASCII letters read as UTF-16 are ideographs and a few rare signs; of the bytes of real ideographs, which have
any low byte, more than a third are above 0x7F, of ASCII text with a few stray NULs hardly any."""


def wide_encoding(head: bytes) -> str | None:
    """`utf-16-le`, `utf-16-be`, `utf-32-le` or `utf-32-be` where the bytes are text in it, else None.

    >>> wide_encoding("Привет, мир".encode("utf-16-be"))
    'utf-16-be'
    >>> wide_encoding(b"Hello, world")
    """
    head = head[: HEAD - HEAD % 4]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if len(head) < 4 or controls < max(1, CONTROL_SHARE * len(head)):
        return None
    best, best_share = None, SCRIPTS_SHARE
    for codec, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        share = _share_of_text(head, codec, unit)
        if share > best_share:
            best, best_share = codec, share
    return best


def _share_of_text(head: bytes, codec: str, unit: int) -> float:
    """Share of characters that belong to the text's main scripts or to common punctuation."""
    whole = head[: len(head) - len(head) % unit]
    text = whole.decode(codec, "replace")
    scripts: Counter[str] = Counter(script_of(char) for char in text)
    common = scripts.pop("common", 0)
    # Two: a character cut at the end of the head, and one damaged.
    if text.count("\ufffd") + scripts.pop("unassigned", 0) + scripts.pop("private", 0) > 2 + len(text) // 100:
        return 0.0
    unlike = scripts["ideograph"] + scripts["other"] if scripts["ideograph"] else 0
    if unlike * 2 > len(text) and len(whole.translate(None, _HIGH_BYTES)) > (1 - HIGH_SHARE) * len(whole):
        return 0.0
    spaced = len(text) < 40 or not scripts["ideograph"] or any(char in text for char in " \n\r\t\u3000、。，．")
    return (common + sum(count for _, count in scripts.most_common(3))) / len(text) if spaced else 0.0


_SCRIPT_ENDS: tuple[tuple[int, str], ...] = (
    (0x09, "unassigned"), (0x0E, "common"), (0x20, "unassigned"), (0x41, "common"), (0x5B, "latin"), (0x61, "common"),
    (0x7B, "latin"), (0x7F, "common"), (0xA0, "unassigned"), (0xC0, "common"), (0x370, "latin"), (0x400, "greek"),
    (0x530, "cyrillic"), (0x590, "armenian"), (0x600, "hebrew"), (0x780, "arabic"), (0x900, "other"),
    (0x980, "devanagari"), (0xA00, "bengali"), (0xA80, "gurmukhi"), (0xB00, "gujarati"), (0xB80, "oriya"),
    (0xC00, "tamil"), (0xC80, "telugu"), (0xD00, "kannada"), (0xD80, "malayalam"), (0xE00, "sinhala"), (0xE80, "thai"),
    (0xF00, "lao"), (0x1000, "tibetan"), (0x10A0, "burmese"), (0x1100, "georgian"), (0x1200, "hangul"),
    (0x1400, "ethiopic"), (0x1780, "other"), (0x1800, "khmer"), (0x18B0, "mongolian"), (0x1E00, "other"),
    (0x1F00, "latin"), (0x2000, "greek"), (0x2070, "common"), (0x20A0, "other"), (0x20D0, "common"), (0x2100, "other"),
    (0x2150, "common"), (0x2190, "other"), (0x2200, "common"), (0x3000, "other"), (0x3030, "common"), (0x3040, "other"),
    (0x3100, "kana"), (0x3400, "other"), (0xA000, "ideograph"), (0xAC00, "other"), (0xD7A4, "hangul"),
    (0xE000, "unassigned"), (0xF900, "private"), (0xFB00, "ideograph"), (0xFB50, "hebrew"), (0xFE00, "arabic"),
    (0xFE70, "other"), (0xFF00, "arabic"), (0xFF66, "common"), (0xFFE0, "kana"), (0x1F000, "other"), (0x20000, "common"),
    (0x33480, "ideograph"),
)  # fmt: skip
"""First code point after each run of one script, coarsely."""


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    point = ord(char)
    for end, script in _SCRIPT_ENDS:
        if point < end:
            return "unassigned" if unicodedata.category(char) == "Cn" else script
    return "unassigned"
