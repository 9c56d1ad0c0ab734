"""The frontier: every address a crawl knows, with its state, in the archive itself. Decides nothing, fetches nothing.

Theory of operation. An address is a row from the moment it is found. What is next is asked of the table, a few rows at a
time, and nothing is marked when a request is sent: who holds which row is known in memory alone. What a request brought is
written in one transaction with the page it brought (`record`), and only then is the row another one. So a crawl may be killed
at any moment and started again: an address is either still as it was, and is asked for once more, or done with its page saved.
No list outside of the database can be lost or be at odds with it.

An address is known by its canonical form (archive/identity.py), once for each site of the configuration.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.connection import sqlite3
from archive.identity import url_identity
from archive.shapes import shape_of
from archive.sound import sound_name
from archive.stated import stated_of, written
from pipelines.types import Capture, Stated

__all__ = [
    "COUNTED",
    "Address",
    "Entry",
    "Fetched",
    "Next",
    "add",
    "due_sites",
    "following",
    "learned_shapes",
    "record",
    "unknown",
]

AT_ONCE = "1970-01-01T00:00:00Z"
"""When an address is due that was never fetched: no clock that is set back can make it wait."""

COUNTED = {
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "not-modified": "not_modified",
    "moved": "moved",
    "gone": "gone",
    "failed": "failed",
    "refused": "refused",
    "source": "sources",
}
"""Outcome of a fetch -> the column of `crawls` that counts it."""

_ENTRY = (
    "f.id, f.url, f.kind, f.state, f.depth, f.redirects, f.pause, f.etag, f.last_modified, f.digest, f.failures, f.fetched, "
    "f.last_fetched, f.found_at, f.stated, c.outcome, (select r.reason from rejections r where r.capture = f.capture)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that was found."""

    url: str
    kind: str = "page"
    priority: float = 0.0
    depth: int = 0
    redirects: int = 0
    found_on: str | None = None
    stated: Stated | None = None
    """What the feed or sitemap says of the page."""
    again: bool = False
    """Due at once, also where it is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that is to be fetched, with what is known from before. Times as the archive writes them."""

    id: int
    url: str
    kind: str
    state: str
    depth: int
    redirects: int
    pause: int
    etag: str | None
    last_modified: str | None
    digest: str | None
    failures: int
    fetched: int
    last_fetched: str | None
    found_at: str
    stated: Stated | None
    became: str | None
    """What its last capture became: `article`, `version`, `copy`, `not-article`, `failed`."""
    why_not: str | None
    """The reason, where that is no article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What follows from a fetch for its address."""

    state: str
    kind: str
    due: str | None
    """When it is fetched again; None for never."""
    pause: int = 0
    failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one request brought."""

    site: str
    entry: Entry
    fetched_at: str
    outcome: str
    next: Next
    reason: str | None = None
    status: int | None = None
    size: int = 0
    milliseconds: int = 0
    directives: str | None = None
    """What the page says machines may do with it: `noindex`, `noarchive`, `tdm-reservation`."""
    capture: Capture | None = None
    found: tuple[Address, ...] = ()


def add(conn: sqlite3.Connection, site: str, addresses: Iterable[Address], now: str) -> int:
    """Enter addresses; how many of them were not known."""
    new = 0
    for one in addresses:
        url = sound_name(one.url)
        identity = url_identity(url)
        values = (
            site,
            identity,
            url,
            one.kind,
            one.priority,
            one.depth,
            one.redirects,
            AT_ONCE,
            shape_of(identity),
            now,
        )
        cursor = conn.execute(
            "insert into _frontier(site, identity, url, kind, priority, depth, redirects, due, shape, found_at, found_on, stated) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (site, identity) do nothing",
            (*values, one.found_on, written(one.stated)),
        )
        new += cursor.rowcount
        if not cursor.rowcount:
            _meet_again(conn, site, identity, one)
    return new


def _meet_again(conn: sqlite3.Connection, site: str, identity: str, one: Address) -> None:
    """A known address: what is nearer, likelier or better described counts."""
    due = ", due = ?4, kind = ?5" if one.again else ""
    conn.execute(
        f"update _frontier set priority = max(priority, ?1), depth = min(depth, ?2), stated = coalesce(stated, ?3){due} "
        "where site = ?6 and identity = ?7 and (?8 or priority < ?1 or depth > ?2 or (stated is null and ?3 is not null))",
        (one.priority, one.depth, written(one.stated), AT_ONCE, one.kind, site, identity, one.again),
    )


def following(conn: sqlite3.Connection, site: str, until: str, most: int, held: Collection[int]) -> list[Entry]:
    """The next addresses of a site that are due until a time, the likeliest first, but for those that are held.

    What was fetched later than that was fetched by a clock that was wrong: it is due as well.
    """
    rows = conn.execute(
        f"select {_ENTRY} from _frontier f left join captures c on c.id = f.capture "
        "where f.site = ?1 and f.due is not null and (f.due <= ?2 or f.last_fetched > ?2) "
        "and f.id not in (select value from json_each(?3)) order by f.priority desc, f.id limit ?4",
        (site, until, json.dumps(sorted(held)), most),
    )
    return [Entry(*[*row[:14], stated_of(row[14]), *row[15:]]) for row in rows]


def record(conn: sqlite3.Connection, fetched: Fetched, run: int, capture: int | None) -> int:
    """Write down what a request brought, inside the transaction that saves its page; how many addresses were not known."""
    then, entry = fetched.next, fetched.entry
    conn.execute(
        "update _frontier set state = ?, kind = ?, due = ?, pause = ?, failures = ?, etag = ?, last_modified = ?, digest = ?, "
        "fetched = fetched + 1, last_fetched = ?, capture = coalesce(?, capture) where id = ?",
        (then.state, then.kind, then.due, then.pause, then.failures, then.etag, then.last_modified, then.digest,
         fetched.fetched_at, capture, entry.id),
    )  # fmt: skip
    conn.execute(
        "insert into fetches(run, site, url, fetched_at, status, bytes, milliseconds, outcome, reason, directives, capture) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (run, fetched.site, entry.url, fetched.fetched_at, fetched.status, fetched.size, fetched.milliseconds,
         fetched.outcome, fetched.reason, fetched.directives, capture),
    )  # fmt: skip
    found = add(conn, fetched.site, fetched.found, fetched.fetched_at)
    column = COUNTED[fetched.outcome]
    conn.execute(
        f"update crawls set fetched = fetched + 1, {column} = {column} + 1, bytes = bytes + ?, found = found + ? "
        "where run = ? and site = ?",
        (fetched.size, found, run, fetched.site),
    )
    return found


def learned_shapes(conn: sqlite3.Connection, site: str) -> dict[str, float]:
    """Shape of addresses -> share of them that are articles, where some have been cleaned."""
    rows = conn.execute(
        "select f.shape, avg(c.outcome in ('article', 'version', 'copy')) from _frontier f join captures c on c.id = f.capture "
        "where f.site = ? and c.outcome is not null group by f.shape having count(*) >= 3",
        (site,),
    )
    return dict(rows.fetchall())


def unknown(conn: sqlite3.Connection, site: str, urls: Iterable[str]) -> int:
    """How many of these addresses are not known."""
    names = json.dumps(sorted({url_identity(sound_name(url)) for url in urls}))
    statement = "select count(*) from json_each(?) where value not in (select identity from _frontier where site = ? and identity = value)"
    return int(conn.execute(statement, (names, site)).fetchone()[0])


_COUNTED = "site = ? and finished is not null and coalesce(ended, '') <> 'interrupted'"
"""The crawls of a site that its next one is counted from: those that came to their end."""


def last_crawl(conn: sqlite3.Connection, name: str, now: str) -> str | None:
    """When the crawl of a site began that its next one is counted from."""
    statement = f"select max(started) from crawls where {_COUNTED} and started <= ?"
    began: str | None = conn.execute(statement, (name, now)).fetchone()[0]
    return began


def due_sites(conn: sqlite3.Connection, names: Iterable[tuple[str, float]], now: str) -> list[str]:
    """Of sites with the seconds between two crawls of each: those that have to be crawled now."""
    statement = (
        f"select 1 from crawls where {_COUNTED} and "
        "strftime('%s', ?) - strftime('%s', started) < ? and strftime('%s', ?) >= strftime('%s', started) limit 1"
    )
    return [name for name, every in names if conn.execute(statement, (name, now, every, now)).fetchone() is None]
