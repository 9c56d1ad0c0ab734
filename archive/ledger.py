"""Writing a page's blocks, which archive/packing.py has made ready: texts and decisions get their numbers here. Decides nothing.

A page has hundreds of blocks and most of what is removed stands on every page of its site, so texts and
decisions are stored once and found again by a cache of their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.connection import sqlite3
from archive.packing import Packed

__all__ = ["Ledger"]

CACHED = 50_000
"""Numbers remembered of each kind, some ten megabytes; then the cache begins anew."""

ASKED_AT_ONCE = (100, 10)
"""Rows asked for in one statement, which is the same for every page, so that SQLite reads it once: a page has some hundred texts that
are new, or few. Each has three values at most, and SQLite takes 999 wherever it was built."""

_Key = tuple[str | bytes, ...]
"""Values of a row, or the first of them, by which it is known; all can be stored."""


class _Numbers:
    """Numbers of rows in a table of distinct values; a value not there yet is added."""

    def __init__(self, conn: sqlite3.Connection, table: str, columns: tuple[str, ...], key: int) -> None:
        self._conn = conn
        self._known: dict[_Key, int] = {}
        keys = ", ".join(columns[:key])
        one = f"({', '.join('?' * key)})"
        self._find = {
            size: f"select id, {keys} from {table} where ({keys}) in (values {', '.join([one] * size)})"
            for size in ASKED_AT_ONCE
        }
        self._last = f"select coalesce(max(id), 0) from {table}"
        self._add = f"insert into {table}(id, {', '.join(columns)}) values (?, {', '.join('?' * len(columns))})"

    def of_all(self, rows: Mapping[_Key, _Key]) -> dict[_Key, int]:
        """The numbers of rows by their keys; those not there yet are added, in this order, with one statement for all."""
        numbers = {key: self._known[key] for key in rows if key in self._known}
        if len(numbers) < len(rows):
            stored = self._stored({key: row for key, row in rows.items() if key not in numbers})
            numbers |= stored
            if len(self._known) + len(stored) > CACHED:
                self._known.clear()
            self._known |= numbers
        return numbers

    def _stored(self, missing: Mapping[_Key, _Key]) -> dict[_Key, int]:
        """The rows' numbers in the table. Keys are asked for in pieces: a statement has room for so many values."""
        found: dict[_Key, int] = {}
        asked_for = list(missing)
        many, few = ASKED_AT_ONCE
        while asked_for:
            size = many if len(asked_for) > 3 * few else few
            keys, asked_for = asked_for[:size], asked_for[size:]
            keys += keys[-1:] * (size - len(keys))
            rows = self._conn.execute(self._find[size], [value for key in keys for value in key])
            found |= {tuple(key): number for number, *key in rows}
        new = [key for key in missing if key not in found]
        if new:
            first = self._conn.execute(self._last).fetchone()[0] + 1
            self._conn.executemany(self._add, ((first + place, *missing[key]) for place, key in enumerate(new)))
            found |= {key: first + place for place, key in enumerate(new)}
        return found

    def forget(self) -> None:
        self._known.clear()


class Ledger:
    """Writes blocks inside a transaction that its caller has begun."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._texts = _Numbers(conn, "_texts", ("digest", "text"), key=1)
        self._decisions = _Numbers(conn, "_decisions", ("role", "reason", "evidence"), key=3)

    def forget(self) -> None:
        """Drop what was remembered of rows that have been rolled back."""
        self._texts.forget()
        self._decisions.forget()

    def write(self, article: int, blocks: Packed, *, new: bool) -> None:
        """The article's blocks; in place of those it had, unless it is new."""
        removed = self._texts.of_all({(digest,): (digest, text) for digest, text in blocks.texts.items()})
        numbers = {digest: removed[digest,] for digest in blocks.texts}
        decisions = self._decisions.of_all({row.decided: row.decided for row in blocks.rows})
        if not new:
            self._conn.execute("delete from _blocks where article = ?", (article,))
        self._conn.executemany(
            "insert into _blocks(article, decision, amount, within, stood) values (?, ?, ?, ?, ?)",
            [(article, decisions[row.decided], row.amount, row.within, row.stood_with(numbers)) for row in blocks.rows],
        )
