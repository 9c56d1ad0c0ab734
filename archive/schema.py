"""Bringing a database to the present schema, step by step. The steps are the SQL files in archive/migrations.

Read them beside docs/schema.md. What holds in all of them:

- Names are plural and snake_case; tables that are not for readers start with `_`.
- Times are ISO 8601 in UTC (`2026-07-01T12:00:00Z`), except an article's own dates, which stay as the page gives them.
- Foreign keys are declared and indexed, and deleting an article deletes what belongs to it.
- Wide columns come last: SQLite reads the columns before a long text without touching its overflow pages.
- A released step is never edited; a change is a new file and a new function here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from archive.connection import sqlite3
from archive.folding import GLOB_CLASS, sql_fold

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["MIGRATIONS", "is_present", "migrate", "unknown_migrations"]

MIGRATIONS = Migrations("copydesk")

_FOLD = re.compile(r"\{\{fold (.*?)\}\}")


@MIGRATIONS()
def m001_captures(db: Database) -> None:
    """What came in: runs, captures, and where their bytes lie."""
    _execute(db, "m001_captures")


@MIGRATIONS()
def m002_articles(db: Database) -> None:
    """What the captures became."""
    _execute(db, "m002_articles")


@MIGRATIONS()
def m003_ledger(db: Database) -> None:
    """Every visible block of every article, kept or not."""
    _execute(db, "m003_ledger")


@MIGRATIONS()
def m004_search(db: Database) -> None:
    """Full-text search, kept up to date by triggers."""
    _execute(db, "m004_search")


@MIGRATIONS()
def m005_site_names(db: Database) -> None:
    """What each page calls its site."""
    _execute(db, "m005_site_names")


@MIGRATIONS()
def m006_stated(db: Database) -> None:
    """What a record states of its page."""
    _execute(db, "m006_stated")


@MIGRATIONS()
def m007_memory(db: Database) -> None:
    """Site memory of pages of any kind, and what a person decided about it."""
    _execute(db, "m007_memory")


@MIGRATIONS()
def m008_page_type(db: Database) -> None:
    """What each page is."""
    _execute(db, "m008_page_type")


@MIGRATIONS()
def m009_linked(db: Database) -> None:
    """Web archive files that are read where they lie."""
    _execute(db, "m009_linked")


@MIGRATIONS()
def m010_read_to(db: Database) -> None:
    """How far a stopped run had come in a web archive file."""
    _execute(db, "m010_read_to")


@MIGRATIONS()
def m011_crawl(db: Database) -> None:
    """Addresses with their states, fetches, and what a run did at each site."""
    _execute(db, "m011_crawl")


@MIGRATIONS()
def m012_facets(db: Database) -> None:
    """A narrow index for searching, and articles whose pages have vanished."""
    _execute(db, "m012_facets")


@MIGRATIONS()
def m013_alerts(db: Database) -> None:
    """Sites in trouble."""
    _execute(db, "m013_alerts")


@MIGRATIONS()
def m014_told(db: Database) -> None:
    """Whether somebody was told of a trouble."""
    _execute(db, "m014_told")


@MIGRATIONS()
def m015_ledgers(db: Database) -> None:
    """The ledger in fewer rows."""
    _execute(db, "m015_ledgers")


@MIGRATIONS()
def m016_index_by_batch(db: Database) -> None:
    """Search indexes written once for a batch."""
    _execute(db, "m016_index_by_batch")


def migrate(db: Database) -> None:
    """Bring a database up to date, in one transaction: all of it or nothing."""
    if not MIGRATIONS.pending(db):
        return
    db.conn.execute("begin immediate")
    try:
        MIGRATIONS.apply(db)
    except BaseException:
        db.conn.execute("rollback")
        raise
    db.conn.execute("commit")


def is_present(conn: sqlite3.Connection) -> bool:
    """True where every table and column that this version reads is there; asks over any connection, writes nothing."""
    known = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - no public list
    try:
        applied = {
            row[0] for row in conn.execute("select name from _sqlite_migrations where migration_set = 'copydesk'")
        }
    except sqlite3.OperationalError:
        return False
    return known <= applied


def unknown_migrations(db: Database) -> list[str]:
    """Migrations in the database that this version does not have: a newer copydesk was here."""
    known = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - no public list
    return [applied.name for applied in MIGRATIONS.applied(db) if applied.name not in known]


def _execute(db: Database, name: str) -> None:
    script = files("archive").joinpath("migrations", f"{name}.sql").read_text(encoding="utf-8")
    script = _FOLD.sub(lambda match: sql_fold(match[1]), script).replace("{{dense}}", GLOB_CLASS)
    # One by one: executescript would commit the migration's transaction.
    for statement in _statements(script):
        db.conn.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, triggers whole."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
