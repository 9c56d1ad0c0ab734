"""Files behind addresses, through fsspec: read at any place with patience for a network, listed, put. Knows no pages.

What an address needs beside fsspec is the user's to install (s3fs, aiohttp, gcsfs, ...), and credentials are where those libraries
look for them, on every worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from fsspec.core import url_to_fs

from crawler.readers.streams import Stream, in_order
from pipelines.streams import DamagedError

__all__ = ["OutOfReachError", "Reach", "file_system", "in_words", "is_remote", "modified", "opened", "version_of"]

ATTEMPTS = 4
PAUSE = 0.5
"""Seconds before the second attempt; twice as long before each further one."""
BLOCK = 4 << 20
"""Bytes asked for at a time."""


class OutOfReachError(Exception):
    """What is behind an address cannot be had; says why."""


def is_remote(address: str) -> bool:
    """Whether it is no path of this machine."""
    return "://" in address


def file_system(address: str) -> tuple[Any, str]:
    """The file system of fsspec for an address, and the path in it."""
    try:
        fs, path = url_to_fs(address)
    except ImportError as error:
        scheme = address.partition("://")[0]
        raise OutOfReachError(f"{scheme}:// needs what is not installed: {error}") from error
    except Exception as error:  # credentials, a region, ...: each library has errors of its own
        raise OutOfReachError(in_words(error)) from error
    return fs, path


def in_words(error: BaseException) -> str:
    """An error's first line."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    words = getattr(error, "strerror", None) or str(error)
    return str(words).strip().partition("\n")[0][:300] or type(error).__name__


def version_of(found: dict[str, Any]) -> str:
    """What tells a file from a later one at its address, of what fsspec says about it."""
    for name in ("ETag", "etag", "checksum", "md5", "LastModified", "Last-Modified", "mtime"):
        if value := found.get(name):
            return f"{name.lower()}:{value}"
    return ""


def modified(found: dict[str, Any]) -> datetime | None:
    """When a file was changed last, where fsspec says so."""
    value = found.get("mtime") or found.get("LastModified") or found.get("Last-Modified")
    with suppress(OverflowError, ValueError, OSError):
        if isinstance(value, str):
            value = parsedate_to_datetime(value)
        if isinstance(value, (int, float)):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
    return None


@dataclass(slots=True)
class Reach:
    """A file that is being read. What fails is tried again; what fails for good is kept, as reading goes on as if it ended."""

    open: Callable[[], Any]
    file: Any
    seekable: bool
    error: str | None = None
    place: int = 0

    def read(self, offset: int, size: int) -> bytes:
        """Bytes at a place: as many as asked for, which the file is known to have."""
        for attempt in range(ATTEMPTS if self.seekable else 1):
            if self.error:
                break
            try:
                piece = self._read(offset, size)
            except Exception as error:  # noqa: BLE001 - each library has errors of its own
                found = in_words(error)
            else:
                if len(piece) == size or not self.seekable:
                    return piece
                found = f"{size:,} bytes at {offset:,} were asked for, {len(piece):,} came"
            if attempt + 1 < ATTEMPTS and self.seekable:
                time.sleep(PAUSE * 2**attempt)
                self._again()
            else:
                self.error = found
        raise DamagedError(self.error or "out of reach")

    def _read(self, offset: int, size: int) -> bytes:
        if offset != self.place:
            self.file.seek(offset)
        self.place = -1
        piece: bytes = self.file.read(size)
        self.place = offset + len(piece)
        return piece

    def _again(self) -> None:
        with suppress(Exception):
            self.file.close()
        with suppress(Exception):  # the next read says what is wrong
            self.file, self.place = self.open(), 0


@dataclass(frozen=True, slots=True)
class Remote:
    """The bytes of such a file at any place: what `Window` is for a file of this machine."""

    reach: Reach = field(repr=False)
    start: int
    size: int

    def tell(self, size: int) -> None:
        """Nobody asks how much was read."""

    def at(self, offset: int, size: int) -> bytes:
        """The bytes at a place, as many as there are."""
        size = min(size, self.size - offset)
        return self.reach.read(self.start + offset, size) if size > 0 else b""

    def part(self, offset: int, size: int) -> Remote:
        """A range of this one."""
        return Remote(self.reach, self.start + offset, max(0, min(size, self.size - offset)))

    def stream(self) -> Stream:
        """From its beginning."""
        return Stream(in_order(self.at), self)


@contextmanager
def opened(address: str, block: int | None = None) -> Iterator[tuple[Stream, Reach, dict[str, Any]]]:
    """A file as a stream, with what fsspec says of it. Whoever has read it looks at `Reach.error`.

    So many bytes are asked for at a time: few by whoever looks at its beginning only.
    """
    fs, path = file_system(address)

    def begin() -> Any:
        return fs.open(path, "rb", block_size=block or BLOCK)

    try:
        found = dict(fs.info(path))
        file = begin()
        size = int(found.get("size") or 0)
        seekable = size > 0 and _can_seek(file, size)
        if not seekable:  # a server that knows no ranges
            file.close()
            file = fs.open(path, "rb", block_size=0)
    except Exception as error:
        raise OutOfReachError(in_words(error)) from error
    reach = Reach(begin, file, seekable=seekable)
    try:
        yield Remote(reach, 0, size).stream() if reach.seekable else _in_order(reach), reach, found
    finally:
        with suppress(Exception):
            reach.file.close()


def _in_order(reach: Reach) -> Stream:
    return Stream(lambda size: reach.read(reach.place, size))


def _can_seek(file: Any, size: int) -> bool:
    try:
        file.seek(size - 1)
        file.read(1)
        file.seek(0)
    except (ValueError, NotImplementedError):  # what fsspec says of an answer that is not the range that was asked for
        return False
    return True
