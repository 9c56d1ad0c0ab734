"""Read the rows of a Parquet file, some at a time, where it lies. Needs the extra `parquet` (pyarrow).

A row is a record as a line of JSON Lines is; which column holds what is told by its name. HTML and texts may be
strings or bytes. Columns that can say nothing of a page, by their names or types, are not read: whatever is wrong in
them costs nothing. A value that cannot be read costs itself: a text of wrong bytes is decoded as a page's bytes are, a
time that Python does not have is left out. A row group that cannot be read costs itself, and the next one is read. What
unpacks to far more than it takes is not read at all: pyarrow unpacks a whole page of a column at once, and nothing
could stop it then.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from crawler.readers.members import HELD_AT_MOST, Place, place_of
from crawler.readers.records import KNOWN_FIELDS, PAGE_LIMIT, capture_of_record
from crawler.readers.streams import Stream
from pipelines.decode import decode
from pipelines.kinds import CONTENT_FIELDS, field_name
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
        names = [field.name for field in file.schema_arrow if _says_something(field, arrow.types)]
        groups, rows = file.metadata.num_row_groups, file.metadata.num_rows
    except (arrow.ArrowException, OSError, ValueError) as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=f"no Parquet table: {_words(error)}")
        return
    if CONTENT_FIELDS.isdisjoint(map(field_name, names)):
        plain = [field.name for field in file.schema_arrow if _is_plain(field.type, arrow.types)]
        others = f" among: {', '.join(plain[:12])}" if plain else ""
        detail = f"{rows:,} rows, no column with html or text{others}"
        yield Unreadable(provenance=origin, reason="bad-record", detail=detail)
        return
    if not rows:
        yield Unreadable(provenance=origin, reason="empty", detail="a table without rows")
    number = 0
    for group in range(groups):
        yield from _rows(file, group, names, replace(origin, offset=number + 1), arrow)
        number += max(0, file.metadata.row_group(group).num_rows)


def _rows(file: Any, group: int, names: list[str], first: Provenance, arrow: Any) -> Iterator[Capture | Unreadable]:
    """The rows of one group; `first` has the number of its first row."""
    number = first.offset or 1
    if why := _bomb(file.metadata.row_group(group), names):
        yield Unreadable(provenance=first, reason="too-large", detail=f"the rows from {number} on: {why}")
        return
    try:
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], columns=names, use_threads=False):
            for record in _records(batch, arrow):
                yield capture_of_record(record, replace(first, offset=number))
                number += 1
    except (arrow.ArrowException, OSError, ValueError, MemoryError) as error:
        where = replace(first, offset=number)
        yield Unreadable(provenance=where, reason="bad-record", detail=f"rows {number} on: {_words(error)}")


def _says_something(field: Any, types: Any) -> bool:
    """Whether a column can say something of a page, by its name and type: a page is no number and no time."""
    name, kind = field_name(field.name), field.type
    if name in CONTENT_FIELDS:
        return _is_text(kind, types)
    return name in KNOWN_FIELDS and _is_plain(kind, types)


def _is_plain(kind: Any, types: Any) -> bool:
    """Whether a column holds text, bytes, numbers, times or lists of texts; no vectors, no trees, no durations."""
    return _is_text(kind, types) or any(
        test(kind.value_type if types.is_dictionary(kind) else kind)
        for test in (types.is_timestamp, types.is_date, types.is_integer, types.is_floating)
    )


def _is_text(kind: Any, types: Any) -> bool:
    """Whether a column holds text or bytes, also by numbers of a dictionary, or lists of texts."""
    strings = (types.is_string, types.is_large_string, types.is_string_view)
    if types.is_list(kind) or types.is_large_list(kind):
        return any(test(kind.value_type) for test in strings)
    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(test(kind) for test in (*strings, types.is_binary, types.is_large_binary, types.is_binary_view))


def _records(batch: Any, arrow: Any) -> Iterator[dict[str, Any]]:
    """The rows of a batch; of two columns of one name the last counts, as of two fields of a line."""
    columns = [
        (field.name, _values(column, arrow))
        for field, column in zip(batch.schema, batch.columns, strict=True)
        if _says_something(field, arrow.types)  # the name of a column is the beginning of a tree's, too
    ]
    for row in range(batch.num_rows):
        yield {name: values[row] for name, values in columns}


def _values(column: Any, arrow: Any) -> list[Any]:
    """A column's values, as the record readers know them; where they cannot be had together, one by one."""
    if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python has no nanoseconds, pandas writes them; other units are left as they are, as a cast wraps what is too large
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    try:
        return [_plain(value) for value in column.to_pylist()]
    except (arrow.ArrowException, ValueError, OverflowError, LookupError, OSError):
        return [_value(value, arrow) for value in column]


def _value(value: Any, arrow: Any) -> Any:
    """One value: a text of wrong bytes as they are decoded, a time in an unknown zone in UTC; None for what cannot be read."""
    kind, types = value.type, arrow.types
    try:
        if types.is_dictionary(kind):
            return _value(value.value, arrow)
        if types.is_list(kind) or types.is_large_list(kind):
            return [_value(one, arrow) for one in value.values] if value.is_valid else None
        if _is_text(kind, types):
            return decode(value.as_buffer().to_pybytes()).text if value.is_valid else None
        if types.is_timestamp(kind) and kind.tz:
            value = value.cast(arrow.timestamp(kind.unit, "UTC"))
        return _plain(value.as_py())
    except (arrow.ArrowException, ValueError, OverflowError, LookupError, OSError):
        return None


def _bomb(group: Any, names: Iterable[str]) -> str:
    """Why a row group is not unpacked: for one of the columns that are read of it."""
    begun = tuple(f"{name}." for name in names)
    for column in map(group.column, range(group.num_columns)):
        if not f"{column.path_in_schema}.".startswith(begun):
            continue
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
