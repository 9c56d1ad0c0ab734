"""Strings from strangers' pages made fit to store: no control or direction signs, one line, bounded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 2_000
"""Characters of one value looked at: no title, name or date is longer, a hostile one may be megabytes."""

# Controls, lone surrogates, direction overrides and invisible fillers. The two joiners stay: Persian,
# Kurdish and Indic spelling needs them (U+200C, U+200D).
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff\U000e0000-\U000e007f]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_TAG = re.compile(r"</?(?:a|abbr|b|br|cite|em|i|mark|p|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,300}>", re.IGNORECASE)
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W_぀-ヿ㐀-鿿가-힯]+")


def one_line(value: object, limit: int = 500) -> str:
    """The value as one clean line of at most `limit` characters; the empty string for what is no text.

    >>> one_line("  A\\u202e tale &amp;amp; <b>more</b>\\n")
    'A tale & more'
    """
    if not isinstance(value, str):
        return ""
    text = value[:_LONGEST]
    if text.isspace():
        return ""
    for _ in range(2):  # twice: values that went through two templates are escaped twice
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not (text.isascii() and text.isprintable()):
        text = _UNWANTED.sub("", text)
    return " ".join(text.split())[:limit].strip()


def words_of(text: str) -> list[str]:
    """Lower-cased words; each Han, kana or hangul sign is one, so scripts without spaces can be compared."""
    return _WORD.findall(text.lower())


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first.

    Those that begin with one letter stand together behind it: `re` tries one alternative after the other. Where a list has a
    letter in both cases its phrases stand alone, for the order must be the same whether or not case counts.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases), key=len, reverse=True):
        by_letter.setdefault(phrase[:1].lower(), []).append(phrase)
    return "|".join(_any_beginning_alike(alike) for alike in by_letter.values())


def _any_beginning_alike(phrases: list[str]) -> str:
    first = {phrase[:1] for phrase in phrases}
    if len(phrases) == 1 or len(first) > 1:
        return "|".join(map(re.escape, phrases))
    rest = "|".join(re.escape(phrase[1:]) for phrase in phrases)
    return f"{re.escape(first.pop())}(?:{rest})"


def folded(text: str) -> str:
    """The text with case, accents and the spelling variants of Arabic letters taken away, for comparing.

    >>> folded("Août") == folded("aout"), folded("أبريل") == folded("ابریل")
    (True, True)
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return bare.translate(_ARABIC)


_ARABIC = str.maketrans(
    {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ـ": None, "\u200c": None, "ı": "i"}
)
