"""The WARC files beside the database: `archive.warc/copydesk-000001.warc.gz` and on. Knows no tables.

Crash safety in four sentences. A batch's records are appended and synced before its rows are committed,
and the rows say how many bytes of each file are committed (`_warcs`). Bytes after that are the tail of a
batch that was never acknowledged; they are cut off at the next opening, but only if the lock file says that
the last writer was killed: otherwise the database is older than its WARC files, and cutting would lose pages.
A file is entered in `_warcs` before it is created, and a file that is not entered is never touched.
A missing or short file is an error that names it.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from archive.errors import RawDamaged, RawMissing
from archive.linked import LINKED
from archive.records import body_of
from pipelines.streams import DamagedError, Source
from pipelines.web_archive.body import body_at, packing_of
from pipelines.web_archive.members import dictionary_of

__all__ = ["Position", "RawReader", "RawWriter", "raw_folder", "sync_path"]

ROLL_AT = 1_000_000_000
"""Bytes after which a new file is begun: what ISO 28500 recommends and replay tools expect."""

LARGEST_PAGE = 1 << 30
"""Bytes of a page in a linked file: the reader had a limit of its own when it came in."""

_NAME = re.compile(r"copydesk-(\d{6,})\.warc\.gz")


class Position(NamedTuple):
    """Where a record lies."""

    warc: str
    offset: int
    length: int


def raw_folder(archive: Path) -> Path:
    """The folder of WARC files of an archive: `archive.warc` beside `archive.db`, wherever links to that may lie."""
    return Path(os.path.realpath(archive)).with_suffix(".warc")


class RawWriter:
    """Appends records to the last file. `committed` says what the database knows of each file."""

    def __init__(self, folder: Path, committed: dict[str, int], *, cut: bool = False) -> None:
        self._folder = folder
        self._committed = committed
        self._handle: int | None = None
        self._open_name = ""
        self._end = 0
        for name, size in committed.items():
            _check(folder / name, size, cut=cut)

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    @property
    def name(self) -> str:
        """The file that records go to, or an empty string when a new one has to be begun."""
        last = max(self._committed, default="")
        return last if last and self._committed[last] < ROLL_AT else ""

    @property
    def is_new(self) -> bool:
        """True when the file has no record yet, not even a warcinfo."""
        return self.end == 0

    @property
    def end(self) -> int:
        """Bytes of the file so far, those not committed included."""
        self._ready()
        return self._end

    def next_name(self) -> str:
        """A name that neither the database nor the folder knows."""
        found = [*self._committed, *(path.name for path in self._folder.iterdir())]
        numbers = [int(match[1]) for name in found if (match := _NAME.fullmatch(name))]
        return f"copydesk-{max(numbers, default=0) + 1:06}.warc.gz"

    def begin(self, name: str) -> None:
        """Use a new file, which the database already knows."""
        self._committed[name] = 0

    def append(self, record: bytes) -> Position:
        """Write one record; it is safe only after `sync`."""
        handle = self._ready()
        position = Position(self._open_name, self._end, len(record))
        rest = memoryview(record)
        while rest:
            rest = rest[os.pwrite(handle, rest, self._end) :]
            self._end = position.offset + len(record) - len(rest)
        return position

    def sync(self) -> int:
        """Force everything to the disk; the number of bytes to commit."""
        os.fsync(self._ready())
        return self._end

    def commit(self) -> None:
        """The rows are committed: so are the bytes."""
        self._committed[self._open_name] = self._end

    def rollback(self) -> None:
        """Cut off what was appended since the last commit."""
        if self._handle is not None and self._open_name in self._committed:
            self._end = self._committed[self._open_name]
            os.ftruncate(self._handle, self._end)

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _ready(self) -> int:
        name = self.name
        if self._handle is None or name != self._open_name:
            self.close()
            self._handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o644)
            self._open_name, self._end = name, self._committed[name]
            sync_path(self._folder)
        return self._handle


class RawReader:
    """Reads bodies back, checked against the length and digest of their rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: tuple[str, int] | None = None
        self._dictionary_of = ("", b"")

    def body(self, position: Position, digest: str) -> bytes:
        """The body of a record; RawDamaged if it is not, byte for byte, what was saved."""
        path = self._folder / position.warc
        handle = self._handle(position.warc)
        try:
            member = os.pread(handle, position.length, position.offset)
            if position.warc.startswith(LINKED):
                body = body_at(member, self._dictionary(position.warc, member), LARGEST_PAGE)
            else:
                body = body_of(member)
        except (ValueError, OSError, EOFError, RuntimeError, DamagedError) as error:
            raise RawDamaged(path, f"the record at byte {position.offset} cannot be read ({error})") from error
        if f"sha256:{hashlib.sha256(body).hexdigest()}" != digest:
            raise RawDamaged(path, f"the record at byte {position.offset} is not what was saved: its digest differs")
        return body

    def close(self) -> None:
        if self._open:
            os.close(self._open[1])
            self._open = None

    def _dictionary(self, name: str, member: bytes) -> bytes:
        """What a file of Zstandard frames has in front of them."""
        if packing_of(member[:8]) != "zstd":
            return b""
        if self._dictionary_of[0] != name:
            handle, place = self._handle(name), 0

            def read(size: int) -> bytes:
                nonlocal place
                piece = os.pread(handle, size, place)
                place += len(piece)
                return piece

            self._dictionary_of = (name, dictionary_of(Source(read)))
        return self._dictionary_of[1]

    def _handle(self, name: str) -> int:
        if self._open is None or self._open[0] != name:
            self.close()
            path = self._folder / name
            try:
                self._open = (name, os.open(path, os.O_RDONLY))
            except FileNotFoundError as error:
                # not where the link leads: this is stored with the pages, and the archive may be published
                what = "the file that this is a link to" if path.is_symlink() else "the file"
                raise RawMissing(path, f"{what} is missing: it holds pages this archive was made from") from error
            except OSError as error:
                raise RawDamaged(path, f"it cannot be opened: {error.strerror}") from error
        return self._open[1]


def _check(path: Path, committed: int, *, cut: bool) -> None:
    if not path.exists():
        if committed:
            raise RawMissing(path, "the file is missing: it holds pages this archive was made from")
        return
    size = path.stat().st_size
    if size < committed:
        raise RawDamaged(path, f"the file has {size} bytes, the database knows of {committed}")
    if size > committed and not cut:
        message = f"{size - committed} bytes more than the database knows of: is the database an older copy?"
        raise RawDamaged(path, message)
    if size > committed:
        os.truncate(path, committed)


def sync_path(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
