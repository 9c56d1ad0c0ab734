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
from pathlib import Path

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

    def _linked(self, real: str) -> str | None:
        with open(real, "rb") as file:  # noqa: PTH123 - a name in any bytes
            head = "sha256:" + hashlib.sha256(file.read(HEAD)).hexdigest()
            size = os.fstat(file.fileno()).st_size
        stem = sound_name(os.fsencode(os.path.basename(real)).decode("utf-8", "backslashreplace"))  # noqa: PTH119
        for number in range(1, 1_000_000):
            name = LINKED + (stem if number == 1 else f"{number}-{stem}")
            row = self._conn.execute("select head, bytes from _linked_warcs where name = ?", (name,)).fetchone()
            leads_here = os.path.realpath(self._folder / name) == real
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
