"""Writing a page's blocks: kept ones as ranges of the article's text, removed ones by their text. Decides nothing.

A page has hundreds of blocks and most of what is removed stands on every page of its site, so texts,
decisions and places are stored once and found again by a cache of their numbers. (On 250 pages of 250
sites, where nothing repeats from page to page, whole places took 36 of a page's 80 kilobytes.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from archive.connection import sqlite3
from archive.sound import sound
from pipelines.types import Block

__all__ = ["Ledger", "text_of"]

CACHED = 50_000
"""Numbers remembered of each kind, some ten megabytes; then the cache begins anew."""

ASKED_AT_ONCE = 200
"""Rows asked for in one statement; each has three values at most, and SQLite takes 999 wherever it was built."""

GAP = "\n\n"
"""Between two kept blocks, as in `pipelines.types.Article.text`."""


def text_of(blocks: tuple[Block, ...]) -> str:
    """The article's text as it is stored: what `Article.text` gives, in characters SQLite can hold."""
    return GAP.join(sound(block.text) for block in blocks if block.kept)


class _Numbers:
    """Numbers of rows in a table of distinct values; a value not there yet is added."""

    def __init__(self, conn: sqlite3.Connection, table: str, columns: tuple[str, ...], key: int) -> None:
        self._conn = conn
        self._known: dict[tuple[str | bytes, ...], int] = {}
        keys = ", ".join(columns[:key])
        self._find = f"select id, {keys} from {table} where ({keys})"
        self._one = f"({', '.join('?' * key)})"
        self._last = f"select coalesce(max(id), 0) from {table}"
        self._add = f"insert into {table}(id, {', '.join(columns)}) values (?, {', '.join('?' * len(columns))})"
        self._key = key

    def of_all(self, rows: Iterable[tuple[str | bytes, ...]]) -> dict[tuple[str | bytes, ...], int]:
        """The numbers of rows by their keys; those not there yet are added, in this order, with one statement for all."""
        wanted = {row[: self._key]: row for row in rows}
        numbers = {key: known for key in wanted if (known := self._known.get(key)) is not None}
        unknown = [row for key, row in wanted.items() if key not in numbers]
        if unknown:
            stored = {row[: self._key]: tuple(v if isinstance(v, bytes) else sound(v) for v in row) for row in unknown}
            at = self._stored(stored.values())
            numbers |= {key: at[row[: self._key]] for key, row in stored.items()}
            if len(self._known) + len(stored) > CACHED:
                self._known.clear()
            self._known |= numbers
        return numbers

    def _stored(self, rows: Iterable[tuple[str | bytes, ...]]) -> dict[tuple[str | bytes, ...], int]:
        """The rows' numbers in the table. Keys are asked for in pieces: a statement has room for so many values."""
        missing = {row[: self._key]: row for row in rows}
        found: dict[tuple[str | bytes, ...], int] = {}
        asked_for = list(missing)
        for start in range(0, len(asked_for), ASKED_AT_ONCE):
            keys = asked_for[start : start + ASKED_AT_ONCE]
            asked = ", ".join([self._one] * len(keys))
            values = [value for key in keys for value in key]
            found |= {
                tuple(key): number for number, *key in self._conn.execute(self._find + f" in (values {asked})", values)
            }
        new = [row for key, row in missing.items() if key not in found]
        if new:
            first = self._conn.execute(self._last).fetchone()[0] + 1
            self._conn.executemany(self._add, ((first + place, *row) for place, row in enumerate(new)))
            found |= {row[: self._key]: first + place for place, row in enumerate(new)}
        return found

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

    def _rows(self, article: int, blocks: tuple[Block, ...]) -> list[tuple[int | None, ...]]:
        texts = [sound(block.text) for block in blocks]
        decided = [(block.role, "" if block.kept else block.reason or "other", block.evidence) for block in blocks]
        stands = [_steps(block.where) for block in blocks]
        digests = [None if block.kept else _digest(text) for block, text in zip(blocks, texts, strict=True)]
        decisions = self._decisions.of_all(decided)
        places = self._places.of_all((step,) for steps in stands for step in steps)
        removed = self._texts.of_all((digest, text) for digest, text in zip(digests, texts, strict=True) if digest)
        rows: list[tuple[int | None, ...]] = []
        start = 0
        for position, (text, decision, (path, step), digest) in enumerate(
            zip(texts, decided, stands, digests, strict=True)
        ):
            common = (article, position, decisions[decision], places[path,], places[step,])
            if digest is None:
                rows.append((*common, None, start, len(text)))
                start += len(text) + len(GAP)
            else:
                rows.append((*common, removed[digest,], None, None))
        return rows


def _steps(where: str) -> tuple[str, str]:
    """A place as a path and a step in it: a thousand paragraphs stand in one path."""
    path, slash, step = where.rpartition("/")
    return path + slash, step


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
