"""One writer, always: the lock a writing command holds on an archive, which no crash leaves behind.

A POSIX record lock on `writer.lock` in the WARC folder. The system drops it when the process ends,
however it ends; unlike flock it is not inherited by worker processes, which may outlive a killed
parent for a moment. Its weak spot, that closing any handle of the file in the same process drops it,
is met by opening the file nowhere else and by refusing a second lock in the same process.

The file is empty unless somebody writes or was killed writing: the only case in which bytes after
the last committed record of a WARC file may be cut off (see archive/raw.py).
"""

from __future__ import annotations

import fcntl
import os
import struct
import sys
from pathlib import Path

from archive.errors import ArchiveLocked

__all__ = ["WriterLock", "is_held"]

_HELD: set[Path] = set()
"""Lock files held by this very process, which record locks cannot tell apart."""


_ORDER = "hhqqi" if sys.platform == "linux" else "qqihh"
"""Of `struct flock`: Linux has type, whence, start, length, process; the BSDs and macOS have the first two at the end."""


def is_held(folder: Path) -> bool:
    """Whether a process is writing to the archive of this WARC folder. Asks only: to try the lock would be in a writer's way."""
    path = (folder / "writer.lock").resolve()
    if path in _HELD:
        return True  # opening and closing the file would drop it
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # it cannot be told
    try:
        kind = _ORDER.index("h")
        asked = [0] * 5
        asked[kind], asked[kind + 1] = fcntl.F_WRLCK, os.SEEK_SET
        answer = struct.unpack(_ORDER, fcntl.fcntl(file, fcntl.F_GETLK, struct.pack(_ORDER, *asked)))
    finally:
        os.close(file)
    return bool(answer[kind] != fcntl.F_UNLCK)


class WriterLock:
    """The lock, from construction to `release`."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self._path = (folder / "writer.lock").resolve()
        if self._path in _HELD:
            raise ArchiveLocked(archive, "this process is already writing to it")
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._file, 100).decode(errors="replace").strip()
            os.close(self._file)
            raise ArchiveLocked(archive, f"{holder or 'another process'} is writing to it: wait for it") from error
        self.left_behind = os.fstat(self._file).st_size > 0
        """True when the last writer did not come to its end."""
        _HELD.add(self._path)
        name = f"process {os.getpid()}\n".encode()
        os.pwrite(self._file, name, 0)  # before cutting: at no moment is the mark of a killed writer gone
        os.truncate(self._file, len(name))

    def release(self, *, clean: bool) -> None:
        """Let go; `clean` when nothing half-written can be on the disk."""
        if clean:
            os.truncate(self._file, 0)
        _HELD.discard(self._path)
        os.close(self._file)
