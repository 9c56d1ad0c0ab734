"""Read the rows of a Parquet file, some at a time, where it lies. Needs the extra `parquet` (pyarrow).

A row is a record as a line of JSON Lines is; which column holds what is told by its name. HTML and texts may be
strings or bytes. A row group that cannot be read costs itself, and the next one is read. What unpacks to far more than it
takes is not read at all: pyarrow unpacks a whole page of a column at once, and nothing could stop it then.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from crawler.readers.members import HELD_AT_MOST, Place, place_of
from crawler.readers.records import PAGE_LIMIT, capture_of_record
from crawler.readers.streams import Stream
from pipelines.decode import decode
from pipelines.streams import BOMB_FROM, BOMB_RATIO
from pipelines.types import Capture, Provenance, Unreadable

__all__ = ["parquet"]

ROWS = 32
"""Rows held at a time."""
LONGEST_DESCRIPTION = 64 << 20
MISSING = "a Parquet table; reading it needs an extra: install copydesk[parquet]"


def parquet(stream: Stream, origin: Provenance) -> Iterator[Capture | Unreadable]:
    """A capture for each row; where nothing can be read, the reason."""
    try:
        arrow, tables = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        yield Unreadable(provenance=origin, reason="unreadable", detail=MISSING)
        return
    place = place_of(stream)
    if place is None:
        detail = f"a Parquet table of more than {HELD_AT_MOST:,} bytes, compressed in another file"
        yield Unreadable(provenance=origin, reason="too-large", detail=detail)
        return
    try:
        file = tables.ParquetFile(
            arrow.PythonFile(_File(place), mode="r"), pre_buffer=False,
            thrift_string_size_limit=LONGEST_DESCRIPTION, thrift_container_size_limit=LONGEST_DESCRIPTION >> 3,
        )  # fmt: skip
        names = [field.name for field in file.schema_arrow if _is_plain(field.type, arrow.types)]
        groups = file.metadata.num_row_groups
    except (arrow.ArrowException, OSError, ValueError) as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=f"no Parquet table: {_words(error)}")
        return
    number = 0
    for group in range(groups):
        yield from _rows(file, group, names, replace(origin, offset=number + 1), arrow)
        number += max(0, file.metadata.row_group(group).num_rows)


def _rows(file: Any, group: int, names: list[str], first: Provenance, arrow: Any) -> Iterator[Capture | Unreadable]:
    """The rows of one group; `first` has the number of its first row."""
    number = first.offset or 1
    if why := _bomb(file.metadata.row_group(group)):
        yield Unreadable(provenance=first, reason="too-large", detail=f"the rows from {number} on: {why}")
        return
    try:
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], columns=names, use_threads=False):
            for row in _to_microseconds(batch, arrow).to_pylist():
                record = {name: _plain(value) for name, value in row.items()}
                yield capture_of_record(record, replace(first, offset=number))
                number += 1
    except (arrow.ArrowException, OSError, ValueError, MemoryError) as error:
        where = replace(first, offset=number)
        yield Unreadable(provenance=where, reason="bad-record", detail=f"rows {number} on: {_words(error)}")


def _is_plain(kind: Any, types: Any) -> bool:
    """Whether a column can say something of a page: text, bytes, numbers, times, lists of texts; no vectors, no trees."""
    if types.is_list(kind) or types.is_large_list(kind):
        return bool(types.is_string(kind.value_type) or types.is_large_string(kind.value_type))
    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        types.is_temporal, types.is_integer, types.is_floating, types.is_string, types.is_large_string, types.is_binary,
        types.is_large_binary,
    )  # fmt: skip
    return any(test(kind) for test in tests)


def _to_microseconds(batch: Any, arrow: Any) -> Any:
    """With times that Python has: pandas writes nanoseconds."""
    columns = [
        column.cast(arrow.timestamp("us", column.type.tz), safe=False)
        if arrow.types.is_timestamp(column.type)
        else column
        for column in batch.columns
    ]
    return arrow.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _bomb(group: Any) -> str:
    """Why a row group is not unpacked."""
    for column in map(group.column, range(group.num_columns)):
        packed, size = column.total_compressed_size, column.total_uncompressed_size
        if size > BOMB_FROM and size > BOMB_RATIO * max(1, packed):
            return f"{packed:,} bytes that unpack to {size:,}"
        if column.num_values > 0 and size / column.num_values > PAGE_LIMIT:
            return f"values of {size // column.num_values:,} bytes"
    return ""


def _plain(value: Any) -> Any:
    """As the record readers know it: bytes as text, times as they are written."""
    if isinstance(value, bytes):
        return decode(value).text
    return value.isoformat() if isinstance(value, date) else value


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class _File(io.RawIOBase):
    """A place as pyarrow wants it: a file that can be read anywhere."""

    def __init__(self, place: Place) -> None:
        self._place, self._at = place, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._place.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        piece = self._place.at(self._at, self._place.size - self._at if size < 0 else size)
        self._at += len(piece)
        return bytes(piece)
