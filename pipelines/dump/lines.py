"""A text dump as its lines: line ends made one kind, hard wraps undone, one run of text per line. Judges nothing.

Three kinds of dumps reach us. Most have one paragraph a line, with or without blank lines between. Some
were wrapped at 60 to 100 columns, or printed in narrow ones; left so, a third of the score is lost, so they are unwrapped
first (pipelines.dump.wraps). Some have no line ends at all: those are cut at the ends of their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipelines.dump.marks import ITEM, Line, ends_sentence, starts_item, without_markdown
from pipelines.dump.printed import edges_in, goes_on
from pipelines.dump.wraps import is_full, joined, rejoined, unwrapped, wrapped_at

__all__ = ["ITEM", "Line", "ends_sentence", "lines_of", "starts_item", "without_markdown"]

ONE_LINE = 1500
"""Characters a line has at least when it holds a whole page and not a paragraph."""
QUOTED = 0.5
"""Share of a dump's signs that stand in quoted rows from which on it is a letter that is passed on."""
FEW_LINES = 4
"""Only a dump of so few lines can hold a whole page in one of them."""

_LINE_ENDS = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NOISE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b\ufeff\ufffe\ud800-\udfff]")
"""Signs nobody sees; soft hyphens, too, which print views set inside words."""
_QUOTE = re.compile(r"\s*(?:>\s?)+")
_DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of writing direction around a line."""
_SENTENCE = re.compile(
    r"(?<=[.!?…؟۔।॥]) +(?=[\"'“‘«(¿¡]?[^\W\d_a-z])|(?<=[.!?…؟۔।॥][\"”’»)]) +(?=\S)|(?<=[。！？])(?![」』”’）。！？])|(?<=[。！？][」』”’）])"
)


def lines_of(text: str) -> tuple[Line, ...]:
    """The dump's non-empty lines, hard wraps undone."""
    written = _unquoted(_LINE_ENDS.split(_NOISE.sub("", text).replace("\t", " ")))
    rows = [_bare(row) for row in written]
    indents = [len(row) - len(row.lstrip()) for row in written]
    edges = edges_in(rows)
    body = ["" if number in edges else row for number, row in enumerate(rows)] if edges else rows
    width = wrapped_at(body)
    lines = unwrapped(body, width, indents) if width else rejoined(body)
    if edges:
        return _with_edges(lines, rows, edges, width or 0)
    if width or len(lines) > FEW_LINES:
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line.number, line.text))


def _unquoted(rows: list[str]) -> list[str]:
    """Without the signs that a mail program sets before the lines of a letter that is passed on, where most of a dump is such."""
    quoted = [bool(_QUOTE.match(row)) for row in rows]
    signs = sum(map(len, rows))
    if sum(len(row) for row, quote in zip(rows, quoted, strict=True) if quote) <= QUOTED * signs:
        return rows
    return [_QUOTE.sub("", row) if quote else row for row, quote in zip(rows, quoted, strict=True)]


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
                or is_full(_row_above(rows, edges, line), rows[line.number - 1], width)
            )
        ):
            found[-1] = Line(found[-1].number, joined(found[-1].text, line.text))
        else:
            found.append(line)
    return tuple(sorted((*found, *(Line(number + 1, rows[number], edge=True) for number in edges))))


def _row_above(rows: Sequence[str], edges: Collection[int], line: Line) -> str:
    """The last row above a line that is text."""
    return next((rows[at] for at in range(line.number - 2, -1, -1) if rows[at] and at not in edges), "")


def _parts(number: int, row: str) -> list[Line]:
    if len(row) < ONE_LINE or not _SENTENCE.search(row, ONE_LINE // 2):
        return [Line(number, row)]
    return [Line(number, part) for part in (piece.strip() for piece in _SENTENCE.split(row)) if part]
