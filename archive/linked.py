"""Web archive files that are not copied into an archive but read where they lie. Reads no records.

What the database says of such a file is the name of a link, `linked/crawl.warc.gz`; where it leads, only the link knows,
which lies in the folder of the archive's own WARC files. So the database can be published, says nothing of the machine it
was made on, and a file that was moved is found again by mending one link. The links are relative: archive and files can
be moved together. A page whose file is gone or has changed is `RawMissing` or `RawDamaged` when it is read, as with the
archive's own files, and costs nothing but itself: every page is compared with its digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.connection import sqlite3
from archive.sound import sound_name

__all__ = ["LINKED", "Links"]

LINKED = "linked/"
"""How the names of such files begin in `captures.warc`."""

HEAD = 65536


class Links:
    """The links of an archive."""

    def __init__(self, conn: sqlite3.Connection, folder: Path) -> None:
        self._conn = conn
        self._folder = folder
        self._known: dict[str, str | None] = {}

    def name_of(self, path: str) -> str | None:
        """The link to a file, made if there is none; None where links cannot be made."""
        if path not in self._known:
            self._known[path] = self._linked(os.path.realpath(path))
        return self._known[path]

    def begin_of(self, path: str, chosen: str) -> int:
        """The byte at which a run that was stopped, and had asked for the same, would have gone on in a file; else 0."""
        real = os.path.realpath(path)
        try:
            head, size, stem = _known_by(real)
        except OSError:  # reading it will say what is wrong
            return 0
        for name, row in self._names(stem, stop_at_free=True):
            if row and self._is_link(name, real) and row[0] == head and row[1] == size and row[3] == chosen:
                return int(row[2] or 0)
        return 0

    def reached(self, path: str, end: int, chosen: str) -> None:
        """All records of a file up to here are saved."""
        if name := self._known.get(path):
            self._conn.execute("update _linked_warcs set read_to = ?, chosen = ? where name = ?", (end, chosen, name))

    def whole(self, chosen: str) -> None:
        """The files that were being read have been read to their ends."""
        self._conn.execute(
            "update _linked_warcs set read_to = bytes where read_to is not null and chosen = ?", (chosen,)
        )

    def settled(self, chosen: str) -> None:
        """What was asked for is done: asked for once more, the files are read from their beginnings."""
        self._conn.execute("update _linked_warcs set read_to = null, chosen = null where chosen = ?", (chosen,))

    def _linked(self, real: str) -> str | None:
        head, size, stem = _known_by(real)
        for name, row in self._names(stem):
            leads_here = self._is_link(name, real)
            if row and not (leads_here and row[0] == head and row[1] <= size):
                continue
            if not row and not leads_here and os.path.lexists(self._folder / name):
                continue
            if not leads_here and not self._make(name, real):
                return None
            if not row:
                self._conn.execute("insert into _linked_warcs(name, bytes, head) values (?, ?, ?)", (name, size, head))
            return name
        return None

    def _names(self, stem: str, *, stop_at_free: bool = False) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """The names a file may have, in their order, each with the row of the file that has it: head, bytes, read_to, chosen."""
        statement = "select head, bytes, read_to, chosen from _linked_warcs where name = ?"
        for number in range(1, 1_000_000):
            name = LINKED + (stem if number == 1 else f"{number}-{stem}")
            row = self._conn.execute(statement, (name,)).fetchone()
            if row is None and stop_at_free:
                return
            yield name, row

    def _is_link(self, name: str, real: str) -> bool:
        return os.path.realpath(self._folder / name) == real

    def _make(self, name: str, real: str) -> bool:
        link = self._folder / name
        try:
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(os.path.relpath(real, os.path.realpath(link.parent)))
        except OSError:  # a file system without links: the page is copied
            return False
        return True

    def forget(self) -> None:
        """The transaction was rolled back: what it entered is not entered."""
        self._known.clear()


def _known_by(real: str) -> tuple[str, int, str]:
    """(digest of its beginning, size, name) of a file."""
    with open(real, "rb") as file:  # noqa: PTH123 - a name in any bytes
        head = "sha256:" + hashlib.sha256(file.read(HEAD)).hexdigest()
        size = os.fstat(file.fileno()).st_size
    return head, size, sound_name(os.fsencode(os.path.basename(real)).decode("utf-8", "backslashreplace"))  # noqa: PTH119
