"""What the signs of one line say: where sentences end, in any script; bullets; Markdown. Knows no dump."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["ITEM", "LINK", "Line", "ends_sentence", "starts_item", "without_markdown"]

_ENDS = ".!?…。！？．｡؟۔।॥།။៕።፨՞։‼⁇⁈⁉"
_CLOSERS = "\"'”’»›)]）」』】》〉›‹«“*¹²³"
ITEM = re.compile(r"[-–—•·*▪●◦‣►▶→✓✔☞+>#]\s?(?=\S)|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_HEADING = re.compile(r"^#{1,6}\s+")
LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}\)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_NO_SENTENCE_ENDS = re.compile(r"[\u0e00-\u0eff]")
_PROSE_WITHOUT_ENDS = 60
"""Characters: Thai and Lao set no mark at a sentence's end, so their long lines count as ended."""


class Line(NamedTuple):
    """One run of text of the dump."""

    number: int
    """Of the dump's line it begins on, from 1."""
    text: str
    edge: bool = False
    """The head or foot of a printed page."""


def ends_sentence(text: str) -> bool:
    """True where the last sign before closing quotes and brackets ends a sentence, in any script."""
    bare = text.rstrip(_CLOSERS + " \xa0")
    if not bare:
        return False
    return bare[-1] in _ENDS or (len(text) >= _PROSE_WITHOUT_ENDS and bool(_NO_SENTENCE_ENDS.match(bare[-1])))


def without_markdown(text: str) -> str:
    """A line without the signs of Markdown around and inside it: for what is told of it, never for the text.

    >>> without_markdown("## **A [walk](https://weir.example/walk)**")
    'A walk'
    """
    return _EMPHASIS.sub("", LINK.sub(r"\1", _HEADING.sub("", text))).strip() or text


def starts_item(text: str) -> bool:
    """True where the line begins with a bullet or a number of a list."""
    return bool(ITEM.match(text))
