"""The passage of a text that shows why it was found, with the found words between two marks. No I/O.

The marks are control characters, never HTML: who shows the passage escapes it first and then puts in what
marks a word there. They cannot come from the page, whose own are taken out here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive.folding import FOLDS, GLOB_CLASS
from archive.query import Term

__all__ = ["END", "START", "marked", "passage"]

START, END = "\x02", "\x03"
"""Before and after a found word."""

LENGTH = 240
"""Characters of a passage: three lines of a result list."""
_BEFORE = 60
"""Characters shown before the first found word."""
_MATCHES = 200
"""Found words looked at to choose the passage."""
_SEARCHED = 300_000
"""Characters of a text in which words are marked: longer than any article; what comes after is shown unmarked."""
_WORDS = 32
"""Words of a phrase that are looked for: as many as a query may have terms."""

_MARKS = str.maketrans({START: " ", END: " "})
_IGNORED = "\u0640"
"""Stands for the signs that searching ignores, so that folding keeps the length of a text."""
_NOTHING = re.compile("(?!)")


class _SameLength(dict[int, str]):
    """Folds as the two indexes do, each character into exactly one."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = base if len(base) == 1 else chr(code)
        return self[code]


_FOLD = _SameLength({ord(old): new or _IGNORED for old, new in FOLDS})


def passage(text: str, terms: Iterable[Term]) -> str:
    """The part of a text with the most different terms in it, the terms marked.

    >>> from archive.query import parse
    >>> passage("Bread is dearer. The tax rose.", parse("tax").terms).replace(START, "[").replace(END, "]")
    'Bread is dearer. The [tax] rose.'
    """
    text = text.translate(_MARKS)
    found = _spans(text, terms)
    start = _best_start(found) if found else 0
    start, end = _at_words(text, start, min(len(text), start + LENGTH))
    inside = [(first, last) for first, last, _ in found if first >= start and last <= end]
    shown = " ".join(_with_marks(text[start:end], [(first - start, last - start) for first, last in inside]).split())
    return ("… " if start else "") + shown + (" …" if end < len(text) else "")


def marked(text: str, terms: Iterable[Term]) -> str:
    """The whole text with the terms marked."""
    text = text.translate(_MARKS)
    return _with_marks(text, [(first, last) for first, last, _ in _spans(text, terms)])


def _spans(text: str, terms: Iterable[Term]) -> list[tuple[int, int, int]]:
    """(start, end, number of the term), in order, none inside another."""
    folded = text[:_SEARCHED].translate(_FOLD)
    found: list[tuple[int, int, int]] = []
    for number, term in enumerate(terms):
        matches = _pattern(term).finditer(folded)
        found.extend((match.start(), match.end(), number) for match, _ in zip(matches, range(_MATCHES), strict=False))
    apart: list[tuple[int, int, int]] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _pattern(term: Term) -> re.Pattern[str]:
    """No part of it can match what the next one matches, so its time does not explode on any text."""
    words = re.findall(r"[^\W_]+", term.text.translate(_FOLD).replace(_IGNORED, ""))[:_WORDS]
    if not words:
        return _NOTHING
    body = r"[\W_]++".join(f"{_IGNORED}*+".join(map(re.escape, word)) for word in words)
    if term.dense:
        return re.compile(body)
    # A Latin word ends where another script begins: the index of pieces finds it there.
    border = f"[^\\W{GLOB_CLASS}]"
    return re.compile(f"(?<!{border}){body}" + ("\\w*" if term.prefix else f"(?!{border})"))


def _best_start(found: list[tuple[int, int, int]]) -> int:
    def richness(start: int) -> int:
        return len({number for first, last, number in found if first >= start and last <= start + LENGTH - _BEFORE})

    best = max((first for first, _, _ in found[:_MATCHES]), key=lambda first: (richness(first), -first))
    return max(0, best - _BEFORE)


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same part, moved to the nearest white space where there is some."""
    if start:
        space = text.find(" ", start, start + _BEFORE // 2)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", end - _BEFORE // 2, end)
        end = space if space >= 0 else end
    return start, end


def _with_marks(text: str, spans: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for first, last in spans:
        parts += [text[done:first], START, text[first:last], END]
        done = last
    return "".join([*parts, text[done:]])
