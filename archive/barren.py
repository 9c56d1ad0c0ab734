"""Which addresses of a site lead to nothing: calendars, filters, sessions, mazes. Reads the archive; fetches and changes nothing.

A family of addresses (archive/shapes.py) is barren if many of its pages have been cleaned and hardly one was an article of its
own, or led to one: a list of articles is none itself, and is still what a crawl lives on. A page with the text of another page
of the site is no article of its own. Only the last pages of a site are looked at, so a trap shows however large the archive is.
"""

from __future__ import annotations

import json
from collections import defaultdict

from archive.connection import sqlite3
from archive.shapes import FAMILIES, families_of

__all__ = ["barren_families"]

LOOKED_AT = 5000
ONE_IN = 50
"""Less than one page in so many that brings something is none: among the pages of a trap there are strays."""

_OWN = "a.id is not null and (a.copy_of is null or o.site <> a.site)"
_FROM = "join captures c on c.id = f.capture left join articles a on a.id = c.article left join articles o on o.id = a.copy_of "


def barren_families(conn: sqlite3.Connection, site: str) -> frozenset[str]:
    """The families of which nothing more is to be expected."""
    pages: dict[str, int] = defaultdict(int)
    own: dict[str, int] = defaultdict(int)
    members: dict[str, list[str]] = defaultdict(list)
    least: dict[str, int] = {}
    for shape, count, articles in _shapes(conn, site):
        for family, enough in zip(families_of(shape), FAMILIES, strict=True):
            pages[family] += count
            own[family] += articles
            members[family].append(shape)
            least[family] = min(least.get(family, enough), enough)
    suspected = [name for name, count in pages.items() if count >= least[name] and own[name] * ONE_IN < count]
    return frozenset(
        name for name in suspected if (own[name] + _led_to(conn, site, members[name])) * ONE_IN < pages[name]
    )


def _shapes(conn: sqlite3.Connection, site: str) -> list[tuple[str, int, int]]:
    """(shape, pages, articles of their own) of the pages that came last."""
    rows = conn.execute(
        f"select f.shape, count(*), sum({_OWN}) from (select shape, capture from _frontier where site = ? "
        "and kind in ('page', 'listing') and capture is not null order by capture desc limit ?) f "
        f"{_FROM} where c.outcome is not null group by f.shape",
        (site, LOOKED_AT),
    )
    return rows.fetchall()


def _led_to(conn: sqlite3.Connection, site: str, shapes: list[str]) -> int:
    """How many articles were found on pages of these shapes."""
    statement = (
        f"select count(*) from _frontier f {_FROM} where f.site = ? and {_OWN} and f.found_on in "
        "(select url from _frontier where site = ? and shape in (select value from json_each(?)))"
    )
    return int(conn.execute(statement, (site, site, json.dumps(sorted(set(shapes))))).fetchone()[0])
