"""What one line of a dump looks like by itself: named features from 0 to about 1, without a word of any language.

Case is evidence only where a script has it, and nothing rests on it alone.
"""

from __future__ import annotations

import re
from math import log2

from pipelines.dump.lines import starts_item
from pipelines.dump.measure import STAMPED_SIZE, Measured

__all__ = ["Features", "shape_of"]

Features = dict[str, float]

SIZES = ((1.0, "1"), (2.0, "2"), (4.0, "3-4"), (7.0, "5-7"), (11.0, "8-11"), (18.0, "12-18"), (32.0, "19-32"), (60.0, "33-60"))
"""Upper ends of the classes of size: a linear model needs classes to see that neither 3 nor 300 words is usual."""
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
_OPENERS = "\"“«„「『‘'¿¡"
_CASED = re.compile(r"^\W*[A-ZÀ-ÞΑ-ΫА-Я]{2,}")
_NUMBERS_ONLY = re.compile(r"[\W\d_]+")


def shape_of(line: Measured) -> Features:
    """The line's own features."""
    text, size = line.line.text, line.size
    found: Features = {"size": min(1.0, log2(1 + size) / SCALE), f"size {_size_class(size)}": 1.0}
    found["common words"] = line.common
    if line.ends:
        found["sentence end"] = 1.0
        found[f"sentence end at {_size_class(size)}"] = 1.0
    if line.prose:
        found["prose"] = 1.0
    if line.repeats:
        found["repeated"] = 1.0
        found["often repeated"] = min(1.0, line.repeats / 5)
    found.update(_signs(line))
    found.update(_case(text))
    return found


def _size_class(size: float) -> str:
    return next((name for upper, name in SIZES if size <= upper), "61+")


def _signs(line: Measured) -> Features:
    text, size = line.line.text, line.size
    found: Features = {}
    last = text[-1]
    if last in ":：":
        found["ends with a colon"] = 1.0
    if text.endswith(("...", "…", "[…]")):
        found["ends with an ellipsis"] = 1.0
    if text[0] in _OPENERS:
        found["opens with a quote"] = 1.0
    if starts_item(text):
        found["list item"] = 1.0
    if _SENTENCE_INSIDE.search(text):
        found["sentences inside"] = 1.0
    if _QUOTES.search(text):
        found["quotes"] = 1.0
    if _ADDRESS.search(text, 0, ADDRESS_SIGNS):
        found["address"] = 1.0
    if text[-1] in "])）】］." and _CREDIT_END.search(text, max(0, len(text) - 90)):
        found["ends with a bracket"] = 1.0
    if "?" in text or "؟" in text or "？" in text:
        found["question"] = 1.0
    if size < STAMPED_SIZE:
        found.update(_short_signs(line))
    elif _DASHED_START.match(text):
        found["dateline"] = 1.0
    found["commas"] = min(1.0, 4 * len(_COMMAS.findall(text)) / (size + 4))
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
