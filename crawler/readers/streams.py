"""Read bytes from a file, unpacked and within bounds; knows nothing of pages or records.

Everything is read in pieces whose size the caller names, so neither a gigabyte on one line nor a
gzip file that unpacks to one costs memory. A special file (device, pipe, socket) is never opened:
opening a pipe waits for a writer, opening a tape rewinds it.
"""

# A path object for each of a million files costs more than reading its name.
# ruff: noqa: PTH116

from __future__ import annotations

import bz2
import lzma
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Protocol

__all__ = ["HEAD", "DamagedError", "NotAFileError", "Stream", "lines_of", "opened", "unpacked"]

HEAD = 65536
"""Bytes looked at to tell what a file is."""
PIECE = 1 << 20

Progress = Callable[[int], object]


class DamagedError(Exception):
    """Compressed bytes that end too early or make no sense."""


class NotAFileError(Exception):
    """A device, a pipe, a socket; says which."""


class Stream:
    """Bytes that can be looked at before they are read."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._ahead = b""

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes, without reading past them."""
        while len(self._ahead) < size and (piece := self._read(size - len(self._ahead))):
            self._ahead += piece
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """The next bytes: as many as asked for, unless they end before."""
        pieces, self._ahead = [self._ahead[:size]], self._ahead[size:]
        missing = size - len(pieces[0])
        while missing > 0 and (piece := self._read(min(missing, PIECE))):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def some(self) -> bytes:
        """The next bytes, as many as come at once: empty only at the end."""
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            return ahead
        return self._read(PIECE)


@contextmanager
def opened(path: str, progress: Progress | None = None) -> Iterator[tuple[Stream, os.stat_result]]:
    """The file as a stream, and what the system knows of it; closed at the end."""
    _refuse_special(os.stat(path))
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        status = os.fstat(descriptor)
        _refuse_special(status)  # it may have been replaced since
        yield stream_of(file, progress), status


def stream_of(file: BinaryIO | Any, progress: Progress | None = None) -> Stream:
    """An open file, standard input or anything else with `read`, as a stream."""

    def read(size: int) -> bytes:
        piece: bytes = file.read(size) or b""
        if progress is not None:
            progress(len(piece))
        return piece

    return Stream(read)


_SPECIAL = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def _refuse_special(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(next((words for test, words in _SPECIAL if test(status.st_mode)), "no regular file"))


# Lines


def lines_of(stream: Stream, limit: int) -> Iterator[bytes | None]:
    """The lines without their ends; None for one longer than the limit, which is skipped, not held."""
    kept = bytearray()
    skipping = False
    while piece := stream.some():
        *whole, rest = piece.split(b"\n")
        for end in whole:
            too_long = skipping or len(kept) + len(end) > limit
            yield None if too_long else bytes(kept) + end
            kept.clear()
            skipping = False
        if len(kept) + len(rest) > limit:
            kept.clear()
            skipping = True
        elif not skipping:
            kept += rest
    if skipping:
        yield None
    elif kept:
        yield bytes(kept)


# Compressed files


class _Decompressor(Protocol):
    """What bz2, lzma and zstd decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decompressor in the form of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(0, max_length))


def _zstd() -> _Decompressor:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # before Python 3.14; comes with Scrapy
        from backports import zstd  # type: ignore[no-redef,unused-ignore]
    made: _Decompressor = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 27})
    return made


XZ_MEMORY = 256 << 20
"""An xz header can ask for gigabytes; `xz -9` needs 65 MiB."""

_MAKERS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": lambda: _Zlib(31),
    "zlib": lambda: _Zlib(15),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
    "zstd": _zstd,
}


def unpacked(stream: Stream, kind: str) -> Stream:
    """The stream decompressed; reading it raises DamagedError where the bytes are broken.

    Several members one after the other are one stream, as gzip(1) reads them; what follows the last and
    is none is ignored, as padding is.
    """
    make = _MAKERS[kind]
    start = stream.head(2)
    current = make()
    spare = b""
    finished = False

    def read(size: int) -> bytes:
        nonlocal current, spare, finished
        while not finished:
            if current.eof:
                spare = (current.unused_data or stream.read(HEAD)).lstrip(b"\x00")
                finished = not spare.startswith(start)
                current = make()
                continue
            fresh, spare = spare, b""
            if not fresh and current.needs_input and not (fresh := stream.read(HEAD)):
                raise DamagedError(f"the {kind} data ends too early")
            if piece := _decompress(current, fresh, size, kind):
                return piece
        return b""

    return Stream(read)


def _decompress(current: _Decompressor, fresh: bytes, size: int, kind: str) -> bytes:
    try:
        return current.decompress(fresh, size)
    except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError, MemoryError) as error:
        raise DamagedError(f"the {kind} data is damaged") from error
    except Exception as error:  # zstd has an error class of its own, which exists only where zstd does
        if type(error).__name__ == "ZstdError":
            raise DamagedError(f"the {kind} data is damaged") from error
        raise
