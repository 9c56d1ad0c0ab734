"""Whether an archive is whole: its database, its search index, its raw pages. Reads only, and mends nothing.

What is looked at, in this order:

    database      SQLite's own check of its pages, and every reference from one row to another
    search        every article is in the index of words, and nothing else is
    warc          every file the database knows of is there, and as long as it should be
    page          every raw page is read, decompressed and compared with its digest
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.archive import Archive
from archive.connection import sqlite3
from archive.errors import DatabaseDamaged, RawDamaged
from archive.raw import raw_folder

__all__ = ["Finding", "check_database", "check_files", "check_pages", "check_readable"]

Part = Literal["database", "search", "warc", "page"]

MOST_PROBLEMS = 100
"""Problems of one kind that SQLite is asked for: a broken file has millions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was saved."""

    part: Part
    what: str
    """The table, file or page that it is about."""
    problem: str


def check_database(conn: sqlite3.Connection) -> Iterator[Finding]:
    """What SQLite finds wrong with the file, and rows that refer to rows which are not there."""
    try:
        for (problem,) in conn.execute(f"pragma integrity_check({MOST_PROBLEMS})"):
            if problem != "ok":
                yield Finding(part="database", what="file", problem=str(problem))
        for table, row, parent, _key in conn.execute("pragma foreign_key_check").fetchmany(MOST_PROBLEMS):
            yield Finding(
                part="database", what=f"{table} {row}", problem=f"refers to a row of {parent} that is not there"
            )
        yield from _check_search(conn)
    except sqlite3.DatabaseError as error:
        yield Finding(part="database", what="file", problem=str(error))


def check_readable(archive: Archive) -> None:
    """DatabaseDamaged where SQLite finds the file broken: a look at all of its pages, but not at what indexes say of them."""
    try:
        (problem,) = archive.conn.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        problem = str(error)
    if problem != "ok":
        raise DatabaseDamaged(archive.path, f"the database is damaged ({' '.join(problem.split())})")


def _check_search(conn: sqlite3.Connection) -> Iterator[Finding]:
    """The rows of the index of words are the articles'; what is in them SQLite's own check has looked at."""
    for one, other, problem in (
        ("articles", "articles_fts_docsize", "is not in the search index"),
        ("articles_fts_docsize", "articles", "is in the search index, but not in the archive"),
    ):
        rows = conn.execute(f"select id from {one} where id not in (select id from {other}) order by id")
        for (number,) in rows.fetchmany(MOST_PROBLEMS):
            yield Finding(part="search", what=f"article {number}", problem=problem)


def check_files(archive: Archive) -> Iterator[Finding]:
    """WARC files that are missing, shorter or longer than the database knows."""
    folder = raw_folder(archive.path)
    for name, committed in archive.conn.execute("select name, bytes from _warcs order by name"):
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size is None and committed:
            yield Finding(part="warc", what=name, problem=f"is missing from {folder.name}, with {committed:,} bytes")
        elif size is not None and size < committed:
            yield Finding(part="warc", what=name, problem=f"has {size:,} bytes of the {committed:,} that were saved")


def check_pages(archive: Archive) -> Iterator[Finding | None]:
    """One value for each page whose bytes the archive holds: None where they are what was saved."""
    statement = "select id, source from captures where refers_to is null order by id"
    for number, source in archive.conn.execute(statement):
        try:
            archive.capture(number)
        except RawDamaged as error:
            yield Finding(part="page", what=source, problem=f"{error.path.name}: {error.message}")
        else:
            yield None
