"""Read the records of one file, one after the other: JSON Lines, JSON arrays, CSV and its relatives.

A bad record costs itself: it is one Unreadable with its number, and reading goes on with the next
line, element or row. Only where nothing tells where the next one begins, the rest of a JSON array or
of a table is lost, and the last outcome says so. Numbers count from 1: lines of JSON Lines, elements
of an array, rows of a table below its header.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from crawler.readers.arrays import Text, elements
from crawler.readers.lines import CELL_LIMIT, LineDecoder, RowLines, fits_as_text, narrow
from crawler.readers.parsing import LINE_LIMIT, parsed
from crawler.readers.records import capture_of_record
from crawler.readers.streams import Stream, lines_of
from pipelines.decode import decode
from pipelines.kinds import CONTENT_FIELDS, SEPARATOR_LINE, csv_dialect, field_name
from pipelines.types import Capture, Provenance, Unreadable

__all__ = ["json_array", "json_lines", "table"]

Rows = Iterator[Capture | Unreadable]

_LINE_END = re.compile(rb"\r\n|\n|\r")


def json_lines(stream: Stream, origin: Provenance) -> Rows:
    """A capture for each line that is not blank."""
    text_of = LineDecoder()
    number = 0
    # enumerate() would hold each line for as long as its record is in use
    for line in lines_of(narrow(stream), LINE_LIMIT):
        number += 1  # noqa: SIM113
        where = replace(origin, offset=number)
        if line is None:
            yield _bad(where, f"line {number} is longer than {LINE_LIMIT:,} bytes")
        elif not fits_as_text(line, is_json=True):
            yield _bad(where, f"line {number} of {len(line):,} bytes is longer than {LINE_LIMIT:,} as text in memory")
        elif line.strip():
            text, line = text_of(line), b""  # noqa: PLW2901 - it may have as many bytes as a page, and so may each of the next
            value, fault = parsed(text)
            text = ""
            yield _bad(where, f"line {number}: {fault}") if fault else capture_of_record(value, where)
            value = None


def json_array(stream: Stream, origin: Provenance) -> Rows:
    """A capture for each element of an array, or of the array inside an object; or for the object itself."""
    text = Text(narrow(stream))
    if text.startswith("["):
        yield from _arrays(text, origin)
        return
    whole = text.all(LINE_LIMIT)
    if whole is None:
        yield Unreadable(provenance=origin, reason="too-large", detail="a JSON object of more than one page's size")
        return
    value, fault = parsed(whole)
    if fault:
        yield _bad(origin, fault)
        return
    inside = _array_in(value)
    if inside is None:
        yield capture_of_record(value, origin)
        return
    for number, record in enumerate(inside, start=1):
        yield capture_of_record(record, replace(origin, offset=number))


def _arrays(text: Text, origin: Provenance) -> Rows:
    """Of an array and those that follow it, as `cat` makes them."""
    number = 0
    while text.startswith("["):
        for value, fault in elements(text):
            number += 1
            where = replace(origin, offset=number)
            yield _bad(where, f"element {number}: {fault}") if fault else capture_of_record(value, where)
        if not text.startswith("]"):
            return
        text.at += 1
        text.skip()
    if text.ahead(1):
        yield _bad(
            replace(origin, offset=number + 1), "what follows the array is none: the rest of the file is not read"
        )


def table(stream: Stream, origin: Provenance, suffix: str = "") -> Rows:
    """A capture for each row of a table whose header names a column with html or text."""
    csv.field_size_limit(CELL_LIMIT)  # of the whole process; Python's own limit is 128 KiB
    stream = narrow(stream)
    first = _first_lines(stream)
    delimiter = csv_dialect(first, suffix) or ","
    lines = RowLines(stream, delimiter)
    if SEPARATOR_LINE.match(first):
        next(lines)
        lines.begin_row()
    header = _header(lines, delimiter)
    if CONTENT_FIELDS.isdisjoint(map(field_name, header)):
        yield _bad(origin, "no column with html or text among: " + ", ".join(header[:12])[:200])
        return
    yield from _rows(csv.reader(lines, delimiter=delimiter), lines, header, origin)


def _rows(rows: Iterator[list[str]], lines: RowLines, header: list[str], origin: Provenance) -> Rows:
    number = 0
    while True:
        number += 1
        where = replace(origin, offset=number)
        lines.begin_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            lines.leave_row()
            lost = (
                " and a quote in it is never closed: the file from this row on is lost"
                if lines.ended_inside_row
                else ""
            )
            yield _bad(where, f"row {number}: {error}{lost}")
            continue
        if lines.ended_inside_row:
            yield _bad(where, f"row {number}: a quote in it is never closed: the file from this row on is lost")
        elif not row:
            number -= 1
        elif len(row) > len(header):
            yield _bad(where, f"row {number} has {len(row)} fields, the header {len(header)}")
        else:
            yield capture_of_record(dict(zip(header, row, strict=False)), where)


def _header(lines: Iterator[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(islice(lines, 1), delimiter=delimiter), [])
    except csv.Error:
        return []


def _bad(where: Provenance, detail: str) -> Unreadable:
    return Unreadable(provenance=where, reason="bad-record", detail=detail)


def _array_in(value: Any) -> list[Any] | None:
    """The records of `{"articles": [...]}`: the one list of objects in an object that is no record itself."""
    if not isinstance(value, dict) or not CONTENT_FIELDS.isdisjoint(map(field_name, value)):
        return None
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
    return lists[0] if len(lists) == 1 else None


def _first_lines(stream: Stream) -> str:
    return decode(b"\n".join(_LINE_END.split(stream.head(), 2)[:2])).text + "\n"
