"""Opening the database so that a crash, a second process or an old library cannot harm it. No tables here.

What is decided here, and why:

- The library: pysqlite3 where it is installed, as sqlite-utils and Datasette choose it, because
  SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when one connection writes while another
  checkpoints (https://sqlite.org/wal.html#walresetbug). Fixed in 3.51.3, 3.50.7 and 3.44.6.
- The journal: WAL with a library that is sound and on a local disk, so that people can read while
  pages come in; a rollback journal otherwise, in which readers wait for the moment of a commit.
- `synchronous=FULL`: what was acknowledged survives a power cut. One sync a batch costs nothing
  beside cleaning.
- Transactions that write begin IMMEDIATE: a deferred one cannot wait for its lock in WAL mode.
- `trusted_schema=OFF`: an archive from a stranger cannot run functions from its views and triggers. Older
  libraries (3.40 is one) do not let triggers write to a full-text index then; there it stays on for writing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from archive.errors import ArchiveError, ArchiveLocked, DatabaseDamaged, DiskFull, NotAnArchive, UnsafeSQLite

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3  # pysqlite3 if it is installed

__all__ = [
    "APPLICATION_ID",
    "choose_journal",
    "connect",
    "file_system_of",
    "sqlite3",
    "transaction",
    "wal_is_safe",
    "worded",
]

APPLICATION_ID = 0x43504B44
"""`CPKD` in the file's header: an archive of copydesk."""

BUSY_MILLISECONDS = 60_000
CACHE_KIBIBYTES = 32_768

_BUG_SINCE, _BUG_FIXED = (3, 7, 0), (3, 51, 3)
_BACKPORTS = {(3, 50): 7, (3, 44): 6}
"""Release line -> the patch that fixed the WAL-reset bug in it."""

_REMOTE = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "afpfs",
    "ceph",
    "glusterfs",
    "gpfs",
    "lustre",
    "webdav",
    "davfs",
    "vboxsf",
    "fuse",
)
"""File systems that may be shared between machines or lack shared memory; `fuse` hides sshfs and its kind."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """False for SQLite libraries with the WAL-reset bug.

    >>> [wal_is_safe(v) for v in ((3, 40, 1), (3, 44, 6), (3, 45, 1), (3, 50, 7), (3, 51, 2), (3, 51, 3), (3, 53, 0))]
    [False, True, False, True, False, True, True]
    """
    if not _BUG_SINCE <= version < _BUG_FIXED:
        return True
    line, patch = version[:2], version[2]
    return line in _BACKPORTS and patch >= _BACKPORTS[line]


def file_system_of(path: Path) -> str:
    """Name of the file system a path lies on, or an empty string where the system does not tell."""
    folder = path.resolve().parent
    mounts = {Path(part.mountpoint): part.fstype for part in psutil.disk_partitions(all=True)}
    return next((mounts[place] for place in (folder, *folder.parents) if place in mounts), "")


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with everything set except the journal mode (see `choose_journal`)."""
    with worded(path):
        address = f"{path.resolve().as_uri()}?{_mode(path, read_only=read_only)}"
        conn = sqlite3.connect(address, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
        try:
            conn.execute(f"pragma trusted_schema = {int(not read_only and not triggers_may_index())}")
            conn.execute("pragma foreign_keys = on")
            conn.execute(f"pragma query_only = {int(read_only)}")
            conn.execute(f"pragma cache_size = -{CACHE_KIBIBYTES}")
            conn.execute("select count(*) from sqlite_master").fetchone()  # reads the header: is it a database?
        except BaseException:
            conn.close()
            raise
    return conn


@cache
def triggers_may_index() -> bool:
    """Whether this library's triggers can write to a full-text index though the schema is not trusted."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        conn.execute("pragma trusted_schema = off")
        conn.execute("create virtual table words using fts5(text)")
        conn.execute("create table texts (text)")
        conn.execute("create trigger indexing after insert on texts begin insert into words values (new.text); end")
        try:
            conn.execute("insert into texts values ('')")
        except sqlite3.OperationalError:
            return False
    return True


def _mode(path: Path, *, read_only: bool) -> str:
    """How to open the file. A reader may write where it can: in WAL mode the last to close tidies up."""
    if not read_only:
        return "mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    # On a read-only medium the files that WAL needs cannot be made; without them nobody is writing either.
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


def choose_journal(conn: sqlite3.Connection, path: Path, version: tuple[int, ...], file_system: str) -> str | None:
    """Set the journal mode and full synchronisation; the sentence to show when it is not WAL."""
    conn.execute("pragma synchronous = full")
    if not wal_is_safe(version):
        return _rollback_journal(conn, path, f"SQLite {'.'.join(map(str, version))} has the WAL-reset bug")
    if file_system.lower().startswith(_REMOTE) and file_system != "fuseblk":
        return _rollback_journal(conn, path, f"the file system {file_system} cannot share memory safely")
    with worded(path):
        conn.execute("pragma journal_mode = wal")
    return None


def _rollback_journal(conn: sqlite3.Connection, path: Path, why: str) -> str:
    try:
        mode = conn.execute("pragma journal_mode = delete").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "wal"
    if mode == "wal":
        message = f"{why}, and another program has the archive open in WAL mode: close it and try again"
        raise UnsafeSQLite(path, message)
    return f"{why}: using a rollback journal, readers wait while a batch is written"


@contextmanager
def transaction(conn: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All of the writing inside, or nothing of it."""
    with worded(path):
        conn.execute("begin immediate")
        try:
            yield
            conn.execute("commit")
        except BaseException:
            if conn.in_transaction:
                conn.execute("rollback")
            raise


@contextmanager
def worded(path: Path) -> Iterator[None]:
    """Errors of SQLite and the disk that a person can put right, in words that say how; others pass."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        wrapped = _in_words(path, str(error))
        if wrapped is None:
            raise
        raise wrapped from error
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise DiskFull(path, f"{os.strerror(error.errno)}: make room and run the command again") from error


_WORDS: tuple[tuple[tuple[str, ...], type[ArchiveError], str], ...] = (
    (("locked",), ArchiveLocked, "another program is writing to it: wait for it, or close it"),
    (
        ("is full", "disk I/O error"),
        DiskFull,
        "the disk is full or refuses to write: make room and run the command again",
    ),
    (("malformed",), DatabaseDamaged, "the database is damaged ({message})"),
    (("not a database",), NotAnArchive, "no SQLite database, or a damaged one ({message})"),
    (("unable to open",), NotAnArchive, "it cannot be opened: no such file, or no permission"),
    (("readonly",), ArchiveError, "no permission to write"),
)
"""What SQLite says, and what it means here."""


def _in_words(path: Path, message: str) -> ArchiveError | None:
    """By message: pysqlite3 and Python's own sqlite3 agree on it, and older ones have no error codes."""
    for signs, error, words in _WORDS:
        if any(sign in message for sign in signs):
            return error(path, words.format(message=message))
    return None
