"""Writing an article and all that belongs to it: authors, tags, captions, comments, origins, blocks.

Only writes what it is told; whether a page is a new article, a version or a copy is decided in
archive/outcomes.py. Writing the same article twice leaves the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from archive.connection import sqlite3
from archive.identity import host_of
from archive.ledger import Ledger
from archive.prepared import Prepared
from archive.sound import sound_name

__all__ = ["ArticleRows", "CaptureRow"]


class CaptureRow(NamedTuple):
    """What the database holds of a capture, as far as its outcome depends on it."""

    id: int
    url: str | None
    fetched_at: str | None
    saved_at: str
    source: str
    site: str
    outcome: str | None
    article: int | None
    cleaned_by: str | None
    digest: str

    @property
    def seen(self) -> str:
        """When the page was seen: fetched, or, where nobody knows, saved here."""
        return self.fetched_at or self.saved_at


_PARTS = {
    "captions": "insert into captions(article, position, block, credit, text) values (?, ?, ?, ?, ?)",
    "comments": "insert into comments(article, position, block, author, posted, text) values (?, ?, ?, ?, ?, ?)",
    "origins": "insert into origins values (?, ?, ?, ?) on conflict do nothing",
}
"""The tables whose rows an article brings ready."""


class ArticleRows:
    """Writes articles inside a transaction that its caller has begun."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._ledger = Ledger(conn)

    def forget(self) -> None:
        """Drop what was remembered of rows that have been rolled back."""
        self._ledger.forget()

    def insert(self, made: Prepared, capture: CaptureRow, identity: dict[str, Any]) -> int:
        """A new article, not indexed yet; `identity` holds the columns that never change again."""
        number = int(self._conn.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()[0])
        row = self._columns(made, capture) | identity | {"first_seen": capture.seen, "last_seen": capture.seen}
        row["id"] = number
        self._conn.execute("insert into _unindexed values (?) on conflict do nothing", (number,))
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._conn.execute(f"insert into articles({names}) values ({marks})", row)
        self._write_parts(number, made, new=True)
        return number

    def index(self) -> None:
        """Enter the new articles into the search indexes, all with one statement for each: the end of a batch."""
        new = "where id in (select article from _unindexed)"
        self._conn.execute(
            f"insert into articles_fts(rowid, title, byline, text) select id, title, byline, text from articles {new}"
        )
        self._conn.execute(f"insert into _pieces(rowid, text) select id, text from _pieces_source {new}")
        self._conn.execute("delete from _unindexed")

    def update(self, number: int, made: Prepared, capture: CaptureRow) -> None:
        """The article as made from this capture, in place of what it was."""
        row = self._columns(made, capture)
        values = ", ".join(f"{name} = :{name}" for name in row)
        self._conn.execute(f"update articles set {values} where id = :id", row | {"id": number})
        for table in ("article_authors", "article_tags", "captions", "comments", "origins"):
            self._conn.execute(f"delete from {table} where article = ?", (number,))
        self._write_parts(number, made, new=False)

    def _columns(self, made: Prepared, capture: CaptureRow) -> dict[str, Any]:
        url = made.url or capture.url
        return made.columns | {
            "url": None if url is None else sound_name(url),
            "site": self._site(url, capture),
            "source": capture.source,
            "capture": capture.id,
        }

    def _site(self, url: str | None, capture: CaptureRow) -> str:
        site = host_of(url) or capture.site
        kind = "folder" if site.startswith("folder:") else "host"
        self._conn.execute("insert into sites(id, kind) values (?, ?) on conflict do nothing", (site, kind))
        return site

    def _write_parts(self, number: int, made: Prepared, *, new: bool) -> None:
        write = self._conn.executemany
        if made.authors:
            write("insert into article_authors values (?, ?, ?)", self._authors(number, made.authors))
        if made.tags:
            write("insert into article_tags values (?, ?)", self._tags(number, made.tags))
        for table, rows in made.parts.items():
            write(_PARTS[table], [(number, *row) for row in rows])
        self._ledger.write(number, made.blocks, new=new)

    def _authors(self, number: int, names: Iterable[str]) -> list[tuple[int, int, int]]:
        numbers = [self._number("authors", name) for name in names]
        return [(number, author, position) for position, author in enumerate(numbers)]

    def _tags(self, number: int, names: Iterable[str]) -> list[tuple[int, int]]:
        return [(number, self._number("tags", name)) for name in names]

    def _number(self, table: str, name: str) -> int:
        found = self._conn.execute(f"select id from {table} where name = ?", (name,)).fetchone()
        if found:
            return int(found[0])
        return int(self._conn.execute(f"insert into {table}(name) values (?)", (name,)).lastrowid or 0)
