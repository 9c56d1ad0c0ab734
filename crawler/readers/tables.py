"""Read the records of one file, one after the other: JSON Lines, JSON arrays, CSV and its relatives.

A bad record costs itself: it is one Unreadable with its number, and reading goes on with the next
line, element or row. Only where nothing tells where the next one begins, the rest of a JSON array or
of a table is lost, and the last outcome says so. Numbers count from 1: lines of JSON Lines, elements
of an array, rows of a table below its header.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from crawler.readers.arrays import Text, elements
from crawler.readers.parsing import LINE_LIMIT, parsed
from crawler.readers.records import PAGE_LIMIT, capture_of_record
from crawler.readers.streams import Stream, lines_of
from pipelines.decode import decode
from pipelines.kinds import CONTENT_FIELDS, csv_dialect, field_name
from pipelines.types import Capture, Provenance, Unreadable
from pipelines.wide import wide_encoding

__all__ = ["json_array", "json_lines", "table"]

Rows = Iterator[Capture | Unreadable]

_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")
"""An old line end, which csv takes for an error in the middle of a line."""


MOST_FIELDS = 1_000_000
"""Of one row: csv makes each of them a value, so that 60 MB of commas in 60 KB of gzip took 750 MB (measured)."""

FEW_FIELDS = 10_000


def json_lines(stream: Stream, origin: Provenance) -> Rows:
    """A capture for each line that is not blank."""
    text_of = _LineDecoder()
    for number, line in enumerate(lines_of(_narrow(stream), LINE_LIMIT), start=1):
        where = replace(origin, offset=number)
        if line is None:
            yield _bad(where, f"line {number} is longer than {LINE_LIMIT:,} bytes")
        elif line.strip():
            yield _record(text_of(line), where, f"line {number}")


def json_array(stream: Stream, origin: Provenance) -> Rows:
    """A capture for each element of an array, or of the array inside an object; or for the object itself."""
    text = Text(_narrow(stream))
    if text.startswith("["):
        for number, (value, fault) in enumerate(elements(text), start=1):
            where = replace(origin, offset=number)
            yield _bad(where, f"element {number}: {fault}") if fault else capture_of_record(value, where)
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


def table(stream: Stream, origin: Provenance, suffix: str = "") -> Rows:
    """A capture for each row of a table whose header names a column with html or text."""
    csv.field_size_limit(PAGE_LIMIT)  # of the whole process; Python's own limit is 128 KiB; csv holds 4 bytes a sign
    narrow = _narrow(stream)
    delimiter = csv_dialect(_first_line(narrow), suffix) or ","
    lines = _CsvLines(narrow, delimiter)
    header = _header(lines, delimiter)
    if CONTENT_FIELDS.isdisjoint(map(field_name, header)):
        yield _bad(origin, "no column with html or text among: " + ", ".join(header[:12])[:200])
        return
    yield from _rows(csv.reader(lines, delimiter=delimiter), lines, header, origin)


def _rows(rows: Iterator[list[str]], lines: _CsvLines, header: list[str], origin: Provenance) -> Rows:
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
            yield _bad(where, f"row {number}: {error}")
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


def _record(text: str, where: Provenance, place: str) -> Capture | Unreadable:
    value, fault = parsed(text)
    return _bad(where, f"{place}: {fault}") if fault else capture_of_record(value, where)


def _bad(where: Provenance, detail: str) -> Unreadable:
    return Unreadable(provenance=where, reason="bad-record", detail=detail)


def _array_in(value: Any) -> list[Any] | None:
    """The records of `{"articles": [...]}`: the one list of objects in an object that is no record itself."""
    if not isinstance(value, dict) or not CONTENT_FIELDS.isdisjoint(map(field_name, value)):
        return None
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
    return lists[0] if len(lists) == 1 else None


# Text of a stream


class _LineDecoder:
    """Decodes line by line: UTF-8, and what is not in the encoding of the first such line that tells."""

    def __init__(self) -> None:
        self._codec: str | None = None

    def __call__(self, line: bytes) -> str:
        line = line.removeprefix(codecs.BOM_UTF8)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._codec is not None:
            try:
                return line.decode(self._codec)
            except UnicodeDecodeError:
                pass
        decoded = decode(line)
        if decoded.how != "unknown":
            self._codec = decoded.codec
        return decoded.text


def _narrow(stream: Stream) -> Stream:
    """UTF-16 and UTF-32 as UTF-8 and old line ends as new ones, so that lines can be found; else as it is."""
    head = stream.head(8192)
    if b"\r" in head and b"\n" not in head:
        return Stream(lambda size: stream.read(size).replace(b"\r", b"\n"))
    codec = wide_encoding(head)
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if codec is None and head.startswith(mark):
            codec = name
    if codec is None:
        return stream
    decoder = codecs.getincrementaldecoder(codec)("replace")

    def read(size: int) -> bytes:
        while piece := stream.read(size):
            if text := decoder.decode(piece):
                return text.encode("utf-8", "replace")
        return decoder.decode(b"", final=True).encode("utf-8", "replace")

    return Stream(read)


def _first_line(stream: Stream) -> str:
    return decode(stream.head().replace(b"\r\n", b"\n").partition(b"\n")[0]).text


class _CsvLines:
    """Lines with their ends, as csv wants them, which tell what csv does not: that the last row never ended.

    A row of too many fields is refused before csv makes them.
    """

    def __init__(self, stream: Stream, delimiter: str) -> None:
        self._lines = _text_lines(stream)
        self._taken = self._fields = 0
        self._delimiter = delimiter
        self._quoted = re.compile(rf'(?:^|(?<={re.escape(delimiter)}))"(?:[^"]|"")*+(?:"|\Z)')
        self.ended_inside_row = False

    def begin_row(self) -> None:
        """The next line is a row's first."""
        self._taken = self._fields = 0

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.ended_inside_row = self._taken > 0  # csv asks for more only inside quotes
            raise
        if line is None:
            raise csv.Error(f"a line is longer than {LINE_LIMIT:,} bytes")
        self._fields += self._delimiters(line)
        if self._fields > MOST_FIELDS:
            raise csv.Error(f"it has more than {MOST_FIELDS:,} fields")
        self._taken += 1
        return line

    def _delimiters(self, line: str) -> int:
        """Of a line, without those in quotes where there are so many that it matters."""
        if self._taken:
            return self._outside(line) if '"' in line else 0
        count = line.count(self._delimiter)
        return count if count <= FEW_FIELDS or '"' not in line else self._outside(line)

    def _outside(self, line: str) -> int:
        """Delimiters that part fields; a row's second line begins inside quotes."""
        return self._quoted.sub("", '"' + line if self._taken else line).count(self._delimiter)


def _text_lines(stream: Stream) -> Iterator[str | None]:
    """None for a line beyond the limit."""
    text_of = _LineDecoder()
    for line in lines_of(stream, LINE_LIMIT):
        if line is None:
            yield None
            continue
        text = text_of(line).replace("\x00", "") + "\n"
        line = b""  # noqa: PLW2901 - it may have as many bytes as a page
        if "\r" in text:
            yield from _LONE_RETURN.split(text)
        else:
            yield text
