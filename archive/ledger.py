"""Writing a page's blocks: kept ones as ranges of the article's text, removed ones by their text. Decides nothing.

A page has hundreds of blocks and most of what is removed stands on every page of its site, so texts and
decisions are stored once and found again by a cache of their numbers. The blocks of a page about which the
same was decided are one row, as a row for each took longer to write than all else of a page; in it they stand
by the path they stood in, and how all these paths begin is written once. (On 250 pages of 250 sites, where nothing
repeats from page to page, whole places took 36 of a page's 80 kilobytes.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from os.path import commonprefix

from archive.connection import sqlite3
from archive.sound import sound
from pipelines.types import Block

__all__ = ["GAP", "Ledger", "text_of"]

CACHED = 50_000
"""Numbers remembered of each kind, some ten megabytes; then the cache begins anew."""

ASKED_AT_ONCE = 200
"""Rows asked for in one statement; each has three values at most, and SQLite takes 999 wherever it was built."""

GAP = "\n\n"
"""Between two kept blocks, as in `pipelines.types.Article.text`."""


def text_of(blocks: tuple[Block, ...]) -> str:
    """The article's text as it is stored: what `Article.text` gives, in characters SQLite can hold."""
    return GAP.join(sound(block.text) for block in blocks if block.kept)


_Decided = tuple[str | bytes, ...]
"""Role, reason (empty for a kept block), evidence."""
_Stood = dict[str, list[tuple[int | str, ...]]]
"""Blocks by the path they stood in: position, last step of the path, and the text as `_blocks.stood` has it."""


_Key = tuple[str | bytes, ...]
"""Values of a row, or the first of them, by which it is known; all can be stored."""


class _Numbers:
    """Numbers of rows in a table of distinct values; a value not there yet is added."""

    def __init__(self, conn: sqlite3.Connection, table: str, columns: tuple[str, ...], key: int) -> None:
        self._conn = conn
        self._known: dict[_Key, int] = {}
        keys = ", ".join(columns[:key])
        self._find = f"select id, {keys} from {table} where ({keys})"
        self._one = f"({', '.join('?' * key)})"
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
        for start in range(0, len(asked_for), ASKED_AT_ONCE):
            keys = asked_for[start : start + ASKED_AT_ONCE]
            asked = ", ".join([self._one] * len(keys))
            values = [value for key in keys for value in key]
            found |= {
                tuple(key): number for number, *key in self._conn.execute(self._find + f" in (values {asked})", values)
            }
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

    def write(self, article: int, blocks: tuple[Block, ...]) -> None:
        """The article's blocks, in place of those it had."""
        together = self._together(blocks)
        decisions = self._decisions.of_all({decided: decided for decided in together})
        self._conn.execute("delete from _blocks where article = ?", (article,))
        self._conn.executemany(
            "insert into _blocks(article, decision, amount, within, stood) values (?, ?, ?, ?, ?)",
            [(article, decisions[decided], *_written(stood)) for decided, stood in together.items()],
        )

    def _together(self, blocks: tuple[Block, ...]) -> dict[_Decided, _Stood]:
        """The blocks by what was decided about them, and by where they stood."""
        texts = [sound(block.text) for block in blocks]
        digests = [b"" if block.kept else _digest(text) for block, text in zip(blocks, texts, strict=True)]
        removed = self._texts.of_all(
            {(digest,): (digest, text) for digest, text in zip(digests, texts, strict=True) if digest}
        )
        together: dict[_Decided, _Stood] = {}
        start = 0
        for position, (block, text, digest) in enumerate(zip(blocks, texts, digests, strict=True)):
            path, slash, step = sound(block.where).rpartition("/")
            if digest:
                decided = block.role, block.reason or "other", sound(block.evidence)
                one: tuple[int | str, ...] = position, step, removed[digest,]
            else:
                decided = block.role, "", sound(block.evidence)
                one = position, step, start, len(text)
                start += len(text) + len(GAP)
            together.setdefault(decided, {}).setdefault(path + slash, []).append(one)
        return together


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _written(stood: _Stood) -> tuple[int, str, str]:
    """How many blocks, how all their paths begin, and where they stood."""
    paths = list(stood)
    within = commonprefix(paths) if len(paths) > 1 else paths[0]  # noqa: RUF071 - any characters do
    return sum(map(len, stood.values())), within, _JSON({path[len(within) :]: ones for path, ones in stood.items()})


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
