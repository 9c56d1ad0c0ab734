"""Writing a page's blocks: kept ones as ranges of the article's text, removed ones by their text. Decides nothing.

A page has hundreds of blocks and most of what is removed stands on every page of its site, so texts,
decisions and places are stored once and found again by a cache of their numbers. (On 250 pages of 250
sites, where nothing repeats from page to page, whole places took 36 of a page's 80 kilobytes.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from archive.connection import sqlite3
from archive.sound import sound
from pipelines.types import Block

__all__ = ["Ledger", "text_of"]

CACHED = 50_000
"""Numbers remembered of each kind, some ten megabytes; then the cache begins anew."""

GAP = "\n\n"
"""Between two kept blocks, as in `pipelines.types.Article.text`."""


def text_of(blocks: tuple[Block, ...]) -> str:
    """The article's text as it is stored: what `Article.text` gives, in characters SQLite can hold."""
    return GAP.join(sound(block.text) for block in blocks if block.kept)


class _Numbers:
    """Numbers of rows in a table of distinct values; a value not there yet is added."""

    def __init__(self, conn: sqlite3.Connection, table: str, columns: tuple[str, ...], key: int) -> None:
        self._conn = conn
        self._known: dict[object, int] = {}
        where = " and ".join(f"{column} = ?" for column in columns[:key])
        marks = ", ".join("?" * len(columns))
        self._find = f"select id from {table} where {where}"
        self._add = f"insert into {table}({', '.join(columns)}) values ({marks}) on conflict do nothing"
        self._key = key

    def of(self, *values: str | bytes) -> int:
        key = values[: self._key]
        number = self._known.get(key)
        if number is None:
            if len(self._known) >= CACHED:
                self._known.clear()
            number = self._known[key] = self._stored(tuple(v if isinstance(v, bytes) else sound(v) for v in values))
        return number

    def _stored(self, values: tuple[str | bytes, ...]) -> int:
        added = self._conn.execute(self._add, values)
        if added.rowcount == 1 and added.lastrowid:
            return added.lastrowid
        return int(self._conn.execute(self._find, values[: self._key]).fetchone()[0])

    def forget(self) -> None:
        self._known.clear()


class Ledger:
    """Writes blocks inside a transaction that its caller has begun."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._texts = _Numbers(conn, "_texts", ("digest", "text"), key=1)
        self._decisions = _Numbers(conn, "_decisions", ("role", "reason", "evidence"), key=3)
        self._places = _Numbers(conn, "_places", ("place",), key=1)

    def forget(self) -> None:
        """Drop what was remembered of rows that have been rolled back."""
        for numbers in (self._texts, self._decisions, self._places):
            numbers.forget()

    def write(self, article: int, blocks: tuple[Block, ...]) -> None:
        """The article's blocks, in place of those it had."""
        self._conn.execute("delete from _blocks where article = ?", (article,))
        self._conn.executemany(
            "insert into _blocks(article, position, decision, place, step, removed, start, length) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            self._rows(article, blocks),
        )

    def _rows(self, article: int, blocks: tuple[Block, ...]) -> Iterator[tuple[int | None, ...]]:
        start = 0
        for position, block in enumerate(blocks):
            text = sound(block.text)
            reason = "" if block.kept else block.reason or "other"
            decision = self._decisions.of(block.role, reason, block.evidence)
            path, slash, step = block.where.rpartition("/")  # a thousand paragraphs stand in one path
            place = self._places.of(path + slash), self._places.of(step)
            if block.kept:
                yield article, position, decision, *place, None, start, len(text)
                start += len(text) + len(GAP)
            else:
                digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
                yield article, position, decision, *place, self._texts.of(digest, text), None, None
