"""A text dump as its lines: line ends made one kind, hard wraps undone, one run of text per line. Judges nothing.

Three kinds of dumps reach us. Most have one paragraph a line, with or without blank lines between. Some
were wrapped at 60 to 100 columns; left so, a third of the score is lost, so they are unwrapped first. A
wrapping program breaks a line only where the next word no longer fits: that is the test used here, and it is
used only where hardly a line is longer and where line ends stand in the middle of sentences. Some have no line ends
at all: those are cut at the ends of their sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.dump.printed import edges_in, goes_on

__all__ = ["ITEM", "Line", "ends_sentence", "lines_of", "starts_item", "without_markdown"]

LONGEST_WRAP = 120
"""Columns: text with longer lines was not wrapped (mail and readers wrap at 60 to 100)."""
SHORTEST_WRAP = 40
OVERLONG, OVERLONG_TEXT = 0.1, 0.3
"""Share of a wrapped dump's lines, and of its text, that may be longer: captions and footers that a browser added unwrapped."""
MOST_WIDTHS = 24
"""Widths that are tried, the widest first."""
FULL_LINES = 4
"""So many lines must be full before a dump counts as wrapped: fewer are chance."""
LONG_SHARE = 0.7
"""Of the width: of the lines that long in a wrapped text, the most are full."""
SLACK = 2
"""Columns: wrappers count tabs, wide signs and trailing spaces in their own ways."""
ONE_LINE = 1500
"""Characters a line has at least when it holds a whole page and not a paragraph."""
FEW_LINES = 4
"""Only a dump of so few lines can hold a whole page in one of them."""

_LINE_ENDS = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NOISE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b\ufeff\ufffe\ud800-\udfff]")
"""Signs nobody sees; soft hyphens, too, which print views set inside words."""
_DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of writing direction around a line."""
_ENDS = ".!?…。！？．｡؟۔।॥།။៕።፨՞։‼⁇⁈⁉"
_CLOSERS = "\"'”’»›)]）」』】》〉›‹«“*¹²³"
_SENTENCE = re.compile(
    r"(?<=[.!?…؟۔।॥]) +(?=[\"'“‘«(¿¡]?[^\W\d_a-z])|(?<=[.!?…؟۔।॥][\"”’»)]) +(?=\S)|(?<=[。！？])(?![」』”’）。！？])|(?<=[。！？][」』”’）])"
)
ITEM = re.compile(r"[-–—•·*▪●◦‣►▶→✓✔☞+>#]\s?(?=\S)|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_HEADING = re.compile(r"^#{1,6}\s+")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
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


def lines_of(text: str) -> tuple[Line, ...]:
    """The dump's non-empty lines, hard wraps undone."""
    rows = [_bare(row) for row in _LINE_ENDS.split(_NOISE.sub("", text).replace("\t", " "))]
    edges = edges_in(rows)
    body = ["" if number in edges else row for number, row in enumerate(rows)] if edges else rows
    width = _wrapped_at(body)
    lines = _unwrapped(body, width) if width else [Line(number, row) for number, row in enumerate(body, start=1) if row]
    if edges:
        return _with_edges(lines, rows, edges, width or 0)
    if width or len(lines) > FEW_LINES:
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line.number, line.text))


def _bare(row: str) -> str:
    """A row without blanks and marks of direction around it."""
    bare = row.strip()
    return bare.strip(_DIRECTIONS).strip() if bare[:1] in _DIRECTIONS or bare[-1:] in _DIRECTIONS else bare


def _with_edges(lines: Sequence[Line], rows: Sequence[str], edges: Collection[int], width: int) -> tuple[Line, ...]:
    """The lines with the heads and feet of printed pages in their places; a paragraph that they cut is made whole above them."""
    found: list[Line] = []
    for line in lines:
        cut = bool(found) and any(found[-1].number < edge + 1 < line.number for edge in edges)
        if (
            cut
            and not ends_sentence(found[-1].text)
            and (
                goes_on(found[-1].text, line.text)
                or _is_full(_row_above(rows, edges, line), rows[line.number - 1], width)
            )
        ):
            found[-1] = Line(found[-1].number, _joined(found[-1].text, line.text))
        else:
            found.append(line)
    return tuple(sorted((*found, *(Line(number + 1, rows[number], edge=True) for number in edges))))


def _row_above(rows: Sequence[str], edges: Collection[int], line: Line) -> str:
    """The last row above a line that is text."""
    return next((rows[at] for at in range(line.number - 2, -1, -1) if rows[at] and at not in edges), "")


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
    return _EMPHASIS.sub("", _LINK.sub(r"\1", _HEADING.sub("", text))).strip() or text


def starts_item(text: str) -> bool:
    """True where the line begins with a bullet or a number of a list."""
    return bool(ITEM.match(text))


def _parts(number: int, row: str) -> list[Line]:
    if len(row) < ONE_LINE or not _SENTENCE.search(row, ONE_LINE // 2):
        return [Line(number, row)]
    return [Line(number, part) for part in (piece.strip() for piece in _SENTENCE.split(row)) if part]


def _columns(row: str) -> int:
    """How wide the row is on a terminal: wide signs take two columns, marks none."""
    if row.isascii():
        return len(row)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in row)


def _first_word(row: str) -> int:
    """Columns of what a wrapping program would have had to fit on the line before."""
    head = row.split(None, 1)[0]
    return 2 if _columns(head) > len(head) * 1.5 else _columns(head) + 1


def _wrapped_at(rows: list[str]) -> int | None:
    """The column a dump is wrapped at, or None."""
    widths = Counter(
        _columns(row) if len(row) <= LONGEST_WRAP else LONGEST_WRAP + 1 for row in rows if "://" not in row
    )
    widths.pop(0, None)
    lines, signs = sum(widths.values()), sum(map(len, rows))
    over = wider = 0
    for width in sorted(widths, reverse=True)[:MOST_WIDTHS]:
        if over > OVERLONG * lines or wider > OVERLONG_TEXT * signs or width < SHORTEST_WRAP:
            return None
        if width <= LONGEST_WRAP and _fits(rows, width):
            return width
        over += widths[width]
        wider = sum(len(row) for row in rows if len(row) >= width)
    return None


def _fits(rows: list[str], width: int) -> bool:
    """Rows end where the next word would not have fitted, in the middle of sentences."""
    full = [row for row, after in pairwise(rows) if row and after and _is_full(row, after, width)]
    inside = sum(not ends_sentence(row) for row in full)
    long = sum(LONG_SHARE * width <= _columns(row) <= width for row in rows)
    # A list of long headlines also has lines of like length, but few are followed by one that does not fit.
    return len(full) >= max(FULL_LINES, long / 2) and inside * 2 > len(full)


def _is_full(row: str, after: str, width: int) -> bool:
    return width - SLACK - _first_word(after) < _columns(row) <= width


def _unwrapped(rows: list[str], width: int) -> list[Line]:
    lines: list[Line] = []
    before = ""
    for number, row in enumerate(rows, start=1):
        if row and before and _is_full(before, row, width) and not starts_item(row):
            lines[-1] = Line(lines[-1].number, _joined(lines[-1].text, row))
        elif row:
            lines.append(Line(number, row))
        before = row
    return lines


def _joined(head: str, tail: str) -> str:
    """Two pieces of one paragraph: no space after a hyphen inside a word or between signs of a script without spaces."""
    wide = unicodedata.east_asian_width(head[-1]) in "WF" and unicodedata.east_asian_width(tail[0]) in "WF"
    hyphen = len(head) > 1 and head[-1] == "-" and head[-2].isalpha() and tail[0].isalpha()
    hangul = "\uac00" <= head[-1] <= "\ud7af"
    return head + tail if (wide and not hangul) or hyphen else f"{head} {tail}"
