"""What a person may write to narrow a search: the archive's own value, or what is shown for it. Reads only.

Theory of operation. The value as the archive has it is taken first, so a link with a facet's value means exactly that.
Else everything counts that is shown for a value: a site by its host with or without `www.`, by an address on it, by its
name, a folder by its path or last part; a language by its code or its name; all of it in any case. What then stands for
several values (two sites of one name, a section in two spellings) means all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from archive.connection import sqlite3
from archive.identity import host_of

__all__ = ["near_values", "site_called", "values_for"]

_EXACT = {
    "site": "select id from sites where id = ?",
    "section": "select section from articles where section = ? limit 1",
    "author": "select name from authors where name = ?",
    "language": "select language from articles where language = ? limit 1",
}
_ALL = {
    "site": "select id, name from sites",
    "section": "select distinct section from articles where section is not null",
    "author": "select name from authors",
    "language": "select distinct language from articles where language is not null",
}
MOST = 100
"""Values that one text may stand for: a limit of what SQLite takes, not of what makes sense."""
SIMILAR_AMONG = 5_000
"""Values compared letter by letter with what was written: half a second."""
_KIND = re.compile(r" \((?:folder|file)\)$")


def values_for(conn: sqlite3.Connection, facet: str, written: str) -> tuple[str, ...]:
    """The archive's values that a text stands for; the text itself where it stands for none."""
    if facet not in _EXACT or conn.execute(_EXACT[facet], (written,)).fetchone():
        return (written,)
    wanted = {_folded(written), *_as_site(written)} if facet == "site" else {_folded(written)}
    found = [value for value, names in _named(conn, facet) if wanted & set(map(_folded, names))]
    return tuple(sorted(found)[:MOST]) or (written,)


def site_called(conn: sqlite3.Connection, written: str) -> str:
    """The one site that a text stands for; the text itself where it stands for none, or for several."""
    found = values_for(conn, "site", written)
    return found[0] if len(found) == 1 else written


def near_values(conn: sqlite3.Connection, facet: str, written: str, limit: int = 10) -> tuple[str, ...] | None:
    """What a text may mean that stands for no value: names that hold it, else such as look like it. None if it stands for one."""
    if facet not in _EXACT or conn.execute(_EXACT[facet], (values_for(conn, facet, written)[0],)).fetchone():
        return None
    text = _folded(written)
    names = {_folded(name): name for _, names in _named(conn, facet) for name in names}
    holding = sorted(name for folded, name in names.items() if text and text in folded)
    if not holding and len(names) <= SIMILAR_AMONG:
        holding = [names[folded] for folded in get_close_matches(text, names, n=limit)]
    return tuple(holding[:limit])


def _named(conn: sqlite3.Connection, facet: str) -> Iterator[tuple[str, Iterable[str]]]:
    """Each value and what a person may call it."""
    for value, *label in conn.execute(_ALL[facet]):
        if facet == "language":
            from archive.language_names import language_names  # late: loading babel takes a moment

            yield value, language_names(value)
        elif facet == "site":
            folder = value.removeprefix("folder:")
            parts = (folder, folder.rpartition("/")[2]) if folder != value else ()
            yield value, [name for name in (value, *label, *parts) if name]
        else:
            yield value, (value,)


def _as_site(written: str) -> set[str]:
    """The host in an address or in what begins like one, the folder in how the pages show it (`2009 (folder)`)."""
    hosts = {host for address in (written, f"//{written}") if (host := host_of(address))}
    return hosts | {_folded(_KIND.sub("", written))}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
