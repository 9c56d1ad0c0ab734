"""Open files and read their bytes within bounds; knows nothing of pages or records.

A special file (device, pipe, socket) is never opened:
opening a pipe waits for a writer, opening a tape rewinds it.
"""

# A path object for each of a million files costs more than reading its name.
# ruff: noqa: PTH116

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from pipelines.streams import HEAD, DamagedError, Stream, lines_of, unpacked

__all__ = [
    "HEAD",
    "DamagedError",
    "NotAFileError",
    "Stream",
    "Window",
    "in_order",
    "lines_of",
    "opened",
    "stream_of",
    "unpacked",
]

Progress = Callable[[int], object]


def in_order(at: Callable[[int, int], bytes], tell: Progress | None = None) -> Callable[[int], bytes]:
    """What reads on from the beginning of bytes that can be read at any place; `tell` hears of each piece's size."""
    place = 0

    def read(size: int) -> bytes:
        nonlocal place
        piece = at(place, size)
        place += len(piece)
        if tell is not None:
            tell(len(piece))
        return piece

    return read


class NotAFileError(Exception):
    """A device, a pipe, a socket; says which."""


@dataclass(frozen=True, slots=True)
class Window:
    """A range of a file that can be read at any place: the file itself, or what lies in it as it is."""

    descriptor: int
    path: str
    start: int
    size: int
    progress: Progress | None = None

    def tell(self, size: int) -> None:
        """Say that so many bytes were read."""
        if self.progress is not None:
            self.progress(size)

    def at(self, offset: int, size: int) -> bytes:
        """The bytes at a place of the window, as many as there are."""
        size = min(size, self.size - offset)
        return os.pread(self.descriptor, size, self.start + offset) if size > 0 else b""

    def part(self, offset: int, size: int) -> Window:
        """A window in this one."""
        return Window(
            self.descriptor, self.path, self.start + offset, max(0, min(size, self.size - offset)), self.progress
        )

    def stream(self) -> Stream:
        """The window from its beginning."""
        return Stream(in_order(self.at, self.tell), self)


@contextmanager
def opened(path: str, progress: Progress | None = None) -> Iterator[tuple[Stream, os.stat_result]]:
    """The file as a stream, and what the system knows of it; closed at the end. All of it, and no more, is told as progress."""
    _refuse_special(os.stat(path))
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0):
        status = os.fstat(descriptor)
        _refuse_special(status)  # it may have been replaced since
        told = _Once(progress, status.st_size) if progress and status.st_size else None
        yield Window(descriptor, path, 0, status.st_size or 1 << 62, told or progress).stream(), status
        if told:
            told(status.st_size)  # what nobody had to look at is done with, too


class _Once:
    """Tells of a file no more than it has: parts of it are read twice, what it begins with and the lists in containers."""

    def __init__(self, progress: Progress, size: int) -> None:
        self._progress, self._left = progress, size

    def __call__(self, size: int) -> None:
        if size := min(size, self._left):
            self._left -= size
            self._progress(size)


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
