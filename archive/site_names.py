"""What a site is called: decided over all its pages, because one page may name only its own edition or section.

Theory of operation. "Two Rivers Post Kurmancî" is what the Kurdish pages of a host say; over its Arabic pages it would
be wrong. Each language of a site puts forward the name that most of its pages give, with the weight of all its pages.
The words with which all these names begin are the site's name ("Two Rivers Post"), where more than half of the pages
stand behind them; else the name of most pages, under the same condition; else the site has no name, and its host is
shown. The order in which pages came plays no part.

Leaves out where a page's own name is found: that is pipelines/metadata.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby, takewhile

from archive.connection import sqlite3

__all__ = ["NamedPages", "general_name", "name_sites"]

NamedPages = tuple[str | None, str | None, int]
"""Language, what pages in it call the site, and how many do."""

LEAST_WORDS = 2
"""Words of a common beginning that nobody uses by itself: "The" is no name of "The Tide" and "The Post"."""


def general_name(pages: Iterable[NamedPages]) -> str | None:
    """The name that fits the whole site, None where none does.

    >>> general_name([("en", "Two Rivers Post", 5), ("kmr", "Two Rivers Post Kurmancî", 9), ("ar", None, 2)])
    'Two Rivers Post'
    >>> general_name([("kmr", "Two Rivers Post Kurmancî", 1), ("ar", None, 1)])
    """
    leaders = _leaders(pages)
    total = sum(leaders.values())
    names = Counter({name: count for name, count in leaders.items() if name})
    if not names:
        return None
    shared = _shared_beginning(list(names))
    candidates = [shared] if shared in names or len(shared.split()) >= LEAST_WORDS else []
    most = min(names, key=lambda name: (-names[name], name))
    behind = ((name, sum(names[other] for other in names if _begins(other, name))) for name in (*candidates, most))
    return next((name for name, count in behind if 2 * count > total), None)


def _leaders(pages: Iterable[NamedPages]) -> Counter[str | None]:
    """Each language's name for the site -> all pages of the languages that use it."""
    by_language: dict[str | None, Counter[str | None]] = {}
    for language, name, count in pages:
        by_language.setdefault(language, Counter())[name] += count
    leaders: Counter[str | None] = Counter()
    for names in by_language.values():
        named = {name: count for name, count in names.items() if name}
        leader = min(named, key=lambda name: (-named[name], name)) if named else None
        leaders[leader] += names.total()
    return leaders


def _shared_beginning(names: list[str]) -> str:
    words = zip(*(name.split() for name in names), strict=False)
    return " ".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words)).rstrip(" -–—|:·,/")


def _begins(name: str, beginning: str) -> bool:
    return f"{' '.join(name.split())} ".startswith(f"{beginning} ") or name == beginning


def name_sites(conn: sqlite3.Connection) -> None:
    """Give every site the name that fits all its pages. One pass through an index; writes only what is different."""
    rows = conn.execute("select site, language, site_name, count(*) from articles group by 1, 2, 3 order by 1")
    names = {site: _named(found) for site, found in groupby(rows.fetchall(), key=lambda row: str(row[0]))}
    held = dict(conn.execute("select id, name from sites"))
    changed = [(name, site) for site, (said, name) in names.items() if said and held.get(site) != name]
    conn.executemany("update sites set name = ? where id = ?", changed)


def _named(rows: Iterable[tuple[str, str | None, str | None, int]]) -> tuple[bool, str | None]:
    """Whether any page names the site, and the name; where none does, what an older copydesk wrote may stay."""
    pages = [(language, name, count) for _, language, name, count in rows]
    return any(name for _, name, _ in pages), general_name(pages)
