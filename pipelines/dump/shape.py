"""What one line of a dump looks like by itself: named features from 0 to about 1, without a word of any language.

Case is evidence only where a script has it, and nothing rests on it alone.
"""

from __future__ import annotations

import re
from math import ceil, log2

from pipelines.dump.lines import ITEM
from pipelines.dump.measure import STAMPED_SIZE, Measured

__all__ = ["Features", "shape_of"]

Features = dict[str, float]

_UPPER_ENDS = (
    (1, "1"),
    (2, "2"),
    (4, "3-4"),
    (7, "5-7"),
    (11, "8-11"),
    (18, "12-18"),
    (32, "19-32"),
    (60, "33-60"),
    (61, "61+"),
)
"""Classes of size: a linear model needs them to see that neither 3 nor 300 words is usual."""
_NAMES = [next(name for end, name in _UPPER_ENDS if words <= end) for words in range(62)]
_CLASSES = tuple((f"size {name}", f"sentence end at {name}") for name in _NAMES)
"""By whole words, rounded up: the names of the two features."""
SCALE = 7.0
"""log2 of 128 words: sizes come to about 1."""

ADDRESS_SIGNS = 300
"""Characters of a line that are searched for addresses."""
_DIGITS = re.compile(r"\d")
_SENTENCE_INSIDE = re.compile(r"[.!?؟۔।॥]['\"”’»)]? +\S|[。！？][^」』”’）。！？]")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|(?<!\w)[@#]\w|\w\.(?:com|org|net|gov|edu)\b")
_SEPARATORS = re.compile(r"[|•·»›→/\\▪｜・／>]")
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z][a-z]|[a-z]\d|\d[A-Z][a-z]")
_CREDIT_END = re.compile(r"[\[(（【［][^\])）】］]{2,80}[\])）】］]\.?$")
_QUOTES = re.compile(r"[\"“”«»„「」『』]")
_COMMAS = re.compile(r"[,،、，；;]")
_DASHED_START = re.compile(r"[^.!?]{2,50}\s?[—–-]{1,2}\s")
_CASED = re.compile(r"^\W*[A-ZÀ-ÞΑ-ΫА-Я]{2,}")
_BRACKET_ENDS = "])）】］."
_LAST = {":": "ends with a colon", "：": "ends with a colon", "…": "ends with an ellipsis"}
_ANYWHERE = (
    ("sentences inside", _SENTENCE_INSIDE),
    ("quotes", _QUOTES),
    ("question", re.compile(r"[?؟？]")),
)
_BEGINNINGS = (("opens with a quote", re.compile("[\"“«„「『‘'¿¡]")), ("list item", ITEM))
_NUMBERS_ONLY = re.compile(r"[\W\d_]+")


def shape_of(line: Measured) -> Features:
    """The line's own features."""
    text, size = line.line.text, line.size
    size_class, ending = _CLASSES[min(len(_CLASSES) - 1, ceil(size))]
    found: Features = {"size": min(1.0, log2(1 + size) / SCALE), size_class: 1.0}
    found["common words"] = line.common
    if line.ends:
        found["sentence end"] = 1.0
        found[ending] = 1.0
    if line.prose:
        found["prose"] = 1.0
    if line.repeats:
        found["repeated"] = 1.0
        found["often repeated"] = min(1.0, line.repeats / 5)
    found.update(_signs(line))
    found.update(_case(text))
    return found


def _signs(line: Measured) -> Features:
    text = line.line.text
    found: Features = {name: 1.0 for name, pattern in _ANYWHERE if pattern.search(text)}
    found |= {name: 1.0 for name, pattern in _BEGINNINGS if pattern.match(text)}
    last = text[-1]
    if last in _LAST:
        found[_LAST[last]] = 1.0
    if last in _BRACKET_ENDS and _CREDIT_END.search(text, max(0, len(text) - 90)):
        found["ends with a bracket"] = 1.0
    if _ADDRESS.search(text, 0, ADDRESS_SIGNS):
        found["address"] = 1.0
    if line.size < STAMPED_SIZE:
        found |= _short_signs(line)
    elif _DASHED_START.match(text):
        found["dateline"] = 1.0
    found["commas"] = min(1.0, 4 * len(_COMMAS.findall(text)) / (line.size + 4))
    return found


def _short_signs(line: Measured) -> Features:
    """What only tells something of a short line: any long one has a number somewhere."""
    text = line.line.text
    found: Features = {}
    digits = len(_DIGITS.findall(text))
    if digits:
        found["digits"] = min(1.0, 2 * digits / len(text))
        if line.stamped:
            found["date or time"] = 1.0
        if _NUMBERS_ONLY.fullmatch(text):
            found["no letters"] = 1.0
    if _SEPARATORS.search(text):
        found["separators"] = 1.0
    if _GLUED.search(text):
        found["glued words"] = 1.0
    if text[0] in "[(（【" and text[-1] in "])）】":
        found["in brackets"] = 1.0
    return found


def _case(text: str) -> Features:
    """Of scripts that have case; a Latin abbreviation in another script's line says nothing."""
    upper, lower = text.upper(), text.lower()
    if upper == lower:
        return {"no case": 1.0}
    if text == upper and _CASED.search(text):
        return {"capitals": 1.0}
    words = text.split()
    if 1 < len(words) < 16:
        capital = sum(word[0].isupper() for word in words) / len(words)
        return {"title case": 1.0} if capital > 0.75 else {}
    return {"small first letter": 1.0} if text[0].islower() else {}
