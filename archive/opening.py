"""Opening an archive: checks, lock, migrations, journal, leftovers of a killed run. Then it is `archive.archive`'s.

The order matters: nothing is written before it is clear that the file is an archive of ours (or empty),
that no other process writes to it, and that no WARC file is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.archive import Archive, Clock, utc_now
from archive.connection import APPLICATION_ID, choose_journal, connect, file_system_of, sqlite3, worded
from archive.errors import DatabaseDamaged, NewerSchema, NotAnArchive, OlderSchema
from archive.lock import WriterLock
from archive.raw import RawWriter, raw_folder
from archive.schema import MIGRATIONS, migrate, unknown_migrations

__all__ = ["open_archive", "open_beside"]


@contextmanager
def open_archive(
    path: str | Path, *, create: bool = False, read_only: bool = False, now: Clock = utc_now
) -> Iterator[Archive]:
    """An open archive, closed at the end of the block.

    For writing by default, which only one process can do at a time; with `read_only` any number can,
    also while another writes.
    """
    path = Path(path)
    exists = _exists(path)
    if not exists and (read_only or not create):
        raise NotAnArchive(path, "no such archive")
    if exists and not path.is_file():
        raise NotAnArchive(path, "not a file")
    opened = _reading(path, now) if read_only else _writing(path, now)
    with _whole(path), opened as archive:
        yield archive


@contextmanager
def open_beside(archive: Path, *, now: Clock = utc_now) -> Iterator[Archive]:
    """The archive that this process has open for writing, once more: for a thread that saves outcomes beside one that saves pages."""
    conn = connect(archive)
    try:
        conn.execute("pragma synchronous = full")
        opened = Archive(conn, archive, None, now)
        with _whole(archive):
            yield opened
    finally:
        conn.close()


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Any statement can come upon a part of the file that is broken: then it is the file's fault, not the program's."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if "malformed" not in str(error):
            raise
        raise DatabaseDamaged(
            path, f"the database is damaged ({error}); its raw pages in {raw_folder(path).name} are not touched"
        ) from error


def _exists(path: Path) -> bool:
    """Raises for what can neither be opened nor made there: links in a circle, a name too long."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NotAnArchive(path, error.strerror or str(error)) from error
    return True


@contextmanager
def _reading(path: Path, now: Clock) -> Iterator[Archive]:
    conn = connect(path, read_only=True)
    try:
        db = Database(conn)
        _check_ours(db, path)
        _check_up_to_date(db, path)
        archive = Archive(conn, path, None, now)
    except BaseException:
        conn.close()
        raise
    try:
        yield archive
    finally:
        archive.close()


@contextmanager
def _writing(path: Path, now: Clock) -> Iterator[Archive]:
    folder = raw_folder(path)
    if path.exists():
        _check_before_touching(path)
    elif other := _archive_of(folder):
        raise NotAnArchive(
            path, f"{folder.name} beside it holds the pages of {other.name}: name this archive otherwise"
        )
    if folder == Path(os.path.realpath(path)):
        raise NotAnArchive(path, "its pages are kept in a folder of this name: name the archive otherwise, say .db")
    with worded(path):
        folder.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(folder, path)
    clean = False
    try:
        archive = _prepared(path, lock, now)
        try:
            yield archive
        finally:
            archive.close()
        clean = True
    except Exception:
        clean = True  # rolled back, nothing half-written is left
        raise
    finally:
        lock.release(clean=clean)


def _archive_of(folder: Path) -> Path | None:
    """The archive that keeps its pages in a folder; what was there before may go on, even where two share one."""
    if not folder.is_dir():
        return None
    beside = (path for path in folder.parent.iterdir() if path.with_suffix(folder.suffix) == folder != path)
    return next((path for path in sorted(beside) if _is_archive(path)), None)


def _is_archive(path: Path) -> bool:
    """By the mark in an SQLite file's header (https://sqlite.org/fileformat.html#application_id)."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\0") and header[68:] == APPLICATION_ID.to_bytes(4, "big")


def _check_before_touching(path: Path) -> None:
    conn = connect(path, read_only=True)
    try:
        _check_ours(Database(conn), path)
    finally:
        conn.close()


def _prepared(path: Path, lock: WriterLock, now: Clock) -> Archive:
    conn = connect(path)
    try:
        db = Database(conn)
        notice = choose_journal(conn, path, sqlite3.sqlite_version_info, file_system_of(path))
        with worded(path):
            migrate(db)
            if conn.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
                conn.execute(f"pragma application_id = {APPLICATION_ID}")
        committed = dict(conn.execute("select name, bytes from _warcs"))
        raw = RawWriter(raw_folder(path), committed, cut=lock.left_behind)
        archive = Archive(conn, path, raw, now)
    except BaseException:
        conn.close()
        raise
    archive.notice = notice
    return archive


def _check_ours(db: Database, path: Path) -> None:
    if not db.table_names():
        return
    if not MIGRATIONS.applied(db):
        raise NotAnArchive(path, "a database of another program: give the archive a file of its own")
    if newer := unknown_migrations(db):
        raise NewerSchema(path, f"a later copydesk wrote it ({newer[-1]}): update copydesk")


def _check_up_to_date(db: Database, path: Path) -> None:
    if not db.table_names():  # they come in one transaction, or none of them
        raise NotAnArchive(
            path, "nothing is in it: the command that began it was stopped at once, or is only beginning; run it again"
        )
    if MIGRATIONS.pending(db):
        raise OlderSchema(path, "an earlier copydesk wrote it: run `copydesk clean` on it once to bring it up to date")
