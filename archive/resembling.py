"""What a person may have meant who named an article that is not there, or one of several. Reads only.

`archive.reading.find` answers to exact names; here are the near ones, for a hint. Looks through all captures once where
nothing else helps: a moment for a person, nothing for a program to call again and again.
"""

from __future__ import annotations

from typing import NamedTuple

from archive.connection import sqlite3
from archive.identity import canonical
from archive.sound import sound_name

__all__ = ["Named", "resembling", "same_name"]


class Named(NamedTuple):
    """An article and where it came from."""

    article: int
    source: str
    title: str | None


_SELECT = "select distinct a.id, c.source, a.title from captures c join articles a on a.id = c.article where "


def same_name(conn: sqlite3.Connection, key: str, limit: int = 10) -> tuple[Named, ...]:
    """The articles that answer to this very address or source, if there are several."""
    text = sound_name(key).strip()
    condition = "c.source = ?1 or a.source = ?1 or c.url = ?1 or a.identity = ?2"
    found = _found(conn, condition, (text, canonical(text)), limit)
    return found if len({one.article for one in found}) > 1 else ()


def resembling(conn: sqlite3.Connection, key: str, limit: int = 10) -> tuple[Named, ...]:
    """Articles of the files in it, of a file of that name elsewhere, or at an address that goes on or ends so."""
    text = sound_name(key).strip().removeprefix("./").rstrip("/")
    if not text:
        return ()
    name = text.rpartition("/")[2]
    for condition, value in (
        ("substr(c.source, 1, length(?1)) = ?1", f"{text}#"),
        ("substr(c.source, 1, length(?1)) = ?1", f"{text}/"),
        ("substr(c.source, -length(?1)) = ?1", f"/{text}"),
        ("substr('/' || c.source, -length(?1)) = ?1", f"/{name}"),
        ("instr('/' || c.source, ?1) > 0", f"/{name}#"),
        ("instr(c.url, ?1) > 0", text),
    ):
        if found := _found(conn, condition, (value,), limit):
            return found
    return ()


def _found(conn: sqlite3.Connection, condition: str, values: tuple[str, ...], limit: int) -> tuple[Named, ...]:
    rows = conn.execute(f"{_SELECT} ({condition}) order by a.id, c.id limit {int(limit)}", values)
    return tuple(Named(*row) for row in rows)
