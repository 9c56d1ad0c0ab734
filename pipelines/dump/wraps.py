"""Hard wraps undone: at which column a dump's rows were cut, and the paragraphs they were.

A wrapping program breaks a line only where the next word no longer fits: that is the test used here, and it is used only where hardly a
line is longer and where line ends stand in the middle of sentences. Printed columns are narrower and divide words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipelines.cues import cues_in
from pipelines.dump.marks import Line, ends_sentence, starts_item

__all__ = ["is_full", "joined", "rejoined", "unwrapped", "wrapped_at"]

LONGEST_WRAP = 120
"""Columns: text with longer lines was not wrapped (mail and readers wrap at 60 to 100)."""
SHORTEST_WRAP, NARROWEST = 40, 24
"""Columns of a text that a program wrapped, and of a column that was printed."""
NARROW_LINES, NARROW_SHARE = 8, 0.75
"""Rows of a printed column that must be full, and their share of the long ones: short lines that are like each other are many."""
FEWEST_DIVIDED, DIVIDED = 2, 0.04
"""Full rows that end with a hyphen, and their share, from which words were divided."""
HYPHENS = "-\u2010¬"
OVERLONG, OVERLONG_TEXT = 0.1, 0.3
"""Share of a wrapped dump's lines, and of its text, that may be longer: captions and footers that a browser added unwrapped."""
MOST_WIDTHS = 24
"""Widths that are tried, the widest first."""
FULL_LINES = 4
"""So many lines must be full before a dump counts as wrapped: fewer are chance."""
LONG_SHARE = 0.7
"""Of the width: of the lines that long in a wrapped text, the most are full."""
SMALL = 0.5
"""Of the rows that go on in the middle of a sentence: so many begin with a small letter where a text was wrapped."""
MOST_CAPITALS = 0.75
"""The same of those that begin with a capital: more are the items of a list."""
SLACK = 2
"""Columns: wrappers count tabs, wide signs and trailing spaces in their own ways."""
NOT_CUT = frozenset(":;|")
"""Signs at the end of a row behind which a list begins, or another cell."""
_ENDS_INSIDE = re.compile(r"[.!?…][»”\"’)]?\s+\S")
BYLINE = 60
"""Signs at the beginning of a row that may say who wrote it."""
_LABEL = re.compile(r"[\w:.-]+:\s")
_GAP = re.compile(r"\S {4,}\S")
"""What parts the two ends of a page's head, or the cells of a table."""
_BUTTONS = re.compile(r"(?:\[[^\[\]:：]*\]\s*)+")
"""Signs in brackets that a text browser makes of buttons and links: no part of the paragraph above, as `[Photo: …]` is."""
_HYPHENED = re.compile(f"[^\\W\\d_][{HYPHENS}]$")


def _columns(row: str) -> int:
    """How wide the row is on a terminal: wide signs take two columns, marks none."""
    if row.isascii():
        return len(row)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in row)


def _first_word(row: str) -> int:
    """Columns of what a wrapping program would have had to fit on the line before."""
    head = row.split(None, 1)[0]
    return 2 if _columns(head) > len(head) * 1.5 else _columns(head) + 1


def wrapped_at(rows: list[str]) -> int | None:
    """The column a dump is wrapped at, or None."""
    widths = Counter(
        _columns(row) if len(row) <= LONGEST_WRAP else LONGEST_WRAP + 1 for row in rows if "://" not in row
    )
    widths.pop(0, None)
    lines, signs = sum(widths.values()), sum(map(len, rows))
    over = wider = 0
    fitting: dict[int, int] = {}
    for width in sorted(widths, reverse=True)[:MOST_WIDTHS]:
        if over > OVERLONG * lines or wider > OVERLONG_TEXT * signs or width < NARROWEST:
            break
        if width <= LONGEST_WRAP and (full := _full_rows(rows, width)):
            fitting[width] = full
        over += widths[width]
        wider = sum(len(row) for row in rows if len(row) >= width)
    return max(fitting, key=lambda width: (fitting[width], width), default=None)


def _full_rows(rows: list[str], width: int) -> int:
    """How many rows end where the next word would not have fitted; 0 where they are too few, or ends of sentences."""
    full = [(row, after) for row, after in pairwise(rows) if row and after and is_full(row, after, width)]
    inside = [after for row, after in full if not ends_sentence(row)]
    long = [after for row, after in pairwise(rows) if LONG_SHARE * width <= _columns(row) <= width]
    # What follows goes on small, or without spaces: then lines that a paragraph ends with say nothing against it.
    plain = sum(1 for after in inside if after[0].islower() or _is_wide(after[0])) >= SMALL * len(inside)
    capitals = sum(1 for after in inside if after[0].isupper())
    if len(full) < FULL_LINES or len(inside) * 2 <= len(full) or capitals > MOST_CAPITALS * len(inside):
        return 0
    if width < SHORTEST_WRAP and (len(full) < NARROW_LINES or len(full) < NARROW_SHARE * len(long) or not plain):
        return 0
    # A list of long headlines also has lines of like length, but few are followed by one that does not fit.
    return len(full) if len(full) >= (sum(map(bool, long)) if plain else len(long)) / 2 else 0


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def is_full(row: str, after: str, width: int) -> bool:
    return width - SLACK - _first_word(after) < _columns(row) <= width


def unwrapped(rows: Sequence[str], width: int, indents: Sequence[int]) -> list[Line]:
    """The lines that were wrapped; a row set further in than a sentence's end above it begins one of its own.

    `indents` has the blanks before each row.
    """
    lines: list[Line] = []
    before = ""
    divided = _is_divided(rows, width)
    for number, row in enumerate(rows, start=1):
        if not row:
            before = row
            continue
        button = _BUTTONS.fullmatch(row) is not None and ends_sentence(before)
        apart = button or any(_GAP.search(text) for text in (before, row))
        set_in = number > 1 and ends_sentence(before) and indents[number - 1] > indents[number - 2]
        if before and is_full(before, row, width) and not (starts_item(row) or set_in or apart):
            lines[-1] = Line(lines[-1].number, joined(lines[-1].text, row, divided=divided))
        else:
            lines.append(Line(number, row))
        before = row
    return lines


def rejoined(rows: Sequence[str]) -> list[Line]:
    """The lines of a dump in which too few rows were cut for a width to be told.

    Where a blank row stands above, a sentence that stops without its end goes on in the next row if that begins small.
    """
    lines: list[Line] = []
    before, is_parted = "", False
    for number, row in enumerate(rows, start=1):
        if row and is_parted and _goes_on(before, row):
            lines[-1] = Line(lines[-1].number, joined(lines[-1].text, row))
        elif row:
            is_parted = not before
            lines.append(Line(number, row))
        before = row
    return lines


def _goes_on(before: str, row: str) -> bool:
    if len(before) < SHORTEST_WRAP or before[-1] in NOT_CUT or ends_sentence(before):
        return False
    if not (ends_sentence(row) or _ENDS_INSIDE.search(before)):
        return False  # a headline and the line below it, verse, a list: no sentence is to be seen in either row
    if not row[0].islower() or starts_item(row) or _LABEL.match(row) or "://" in before + row:
        return False
    return not any(cue.reason == "byline" for cue in cues_in(row[:BYLINE]))  # `by Ilse Tamm`, below a headline


def _is_divided(rows: Sequence[str], width: int) -> bool:
    """Words were divided at the ends of rows, as printers do; else a hyphen there is one that the word has."""
    full = [(row, after) for row, after in pairwise(rows) if row and after and is_full(row, after, width)]
    parted = sum(1 for row, after in full if _HYPHENED.search(row) and after[0].islower())
    return parted >= max(FEWEST_DIVIDED, DIVIDED * len(full))


def joined(head: str, tail: str, *, divided: bool = False) -> str:
    """Two pieces of one paragraph: no space after a hyphen inside a word or between signs of a script without spaces."""
    wide = _is_wide(head[-1]) and _is_wide(tail[0])
    hyphen = len(head) > 1 and head[-1] in HYPHENS and head[-2].isalpha() and tail[0].isalpha()
    if hyphen and divided and tail[0].islower():
        return head[:-1] + tail
    hangul = "\uac00" <= head[-1] <= "\ud7af"
    return head + tail if (wide and not hangul) or hyphen else f"{head} {tail}"
