"""A folder beside an archive for what a merge brings from elsewhere; a later merge takes away those of merges that were killed.

Who holds a room is told by a lock on a file in it, which the system drops with the process, and not by the process's number,
which another process may have by now, or a process of another machine. The file says who holds it only after it is locked: an
empty one is of a merge that is just beginning, and no folder without one is ever touched.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["merging_room"]

_PREFIX = "copydesk-merge-"
_NAME = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
_HOLDER = ".held-by"


@contextmanager
def merging_room(folder: Path) -> Iterator[Path]:
    """A room in this folder, for as long as the block lasts; those there that no living process holds are taken away before."""
    _sweep(folder)
    with TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        room = Path(name)
        file = os.open(room / _HOLDER, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with suppress(OSError):  # a file system without locks: the room is never swept, as its file stays empty
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.write(file, f"process {os.getpid()}\n".encode())
            yield room
        finally:
            os.close(file)


def _sweep(folder: Path) -> None:
    """What cannot be swept is left: it is in nobody's way."""
    with suppress(OSError):
        for room in folder.iterdir():
            if _NAME.fullmatch(room.name) and not room.is_symlink() and _is_left(room / _HOLDER):
                shutil.rmtree(room, ignore_errors=True)


def _is_left(holder: Path) -> bool:
    """Whether this is the file of a merge that was killed."""
    try:
        file = os.open(holder, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        status = os.fstat(file)
        if not (stat.S_ISREG(status.st_mode) and status.st_size):
            return False
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(file)
    return True
