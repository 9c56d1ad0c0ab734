"""What crawls have brought of each site, over time, for whoever judges whether a site is in trouble; and the alerts that are open.

Reads and writes rows, judges nothing: that is crawler.troubles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.connection import sqlite3
from archive.sound import moment

__all__ = [
    "Alert",
    "Arrived",
    "Crawl",
    "CrawledSite",
    "History",
    "crawled_sites",
    "histories",
    "note_alerts",
    "note_told",
    "open_alerts",
    "untold",
]

MOST_CRAWLS = 500
MOST_PAGES = 400
"""Newest ones that are looked at: what a site is like now, and was like a while ago."""
MOST_ARRIVALS = 2000
"""Of these more, as a busy site has a day of pages and not one weekend in the newest four hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl of a site."""

    started: datetime
    ended: str | None
    fetched: int
    new: int
    failed: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A page that was new when it was fetched, and what it became."""

    at: datetime
    article: bool
    title: bool = False
    published: bool = False
    author: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A site's past, in the order in which it happened: a clock that was wrong for a while changes nothing in that."""

    site: str
    crawls: tuple[Crawl, ...]
    pages: tuple[Arrived, ...]
    arrivals: tuple[datetime, ...]
    """When each crawl began that brought a new article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A trouble of a site that is not over."""

    site: str
    kind: str
    began: str
    detail: str
    told: str | None = None
    """When somebody was told of it."""


def histories(conn: sqlite3.Connection) -> list[History]:
    """The past of each site that was ever crawled."""
    sites = [row[0] for row in conn.execute("select distinct site from crawls order by site")]
    return [
        History(site=site, crawls=_crawls(conn, site), pages=_pages(conn, site), arrivals=_arrivals(conn, site))
        for site in sites
    ]


def _crawls(conn: sqlite3.Connection, site: str) -> tuple[Crawl, ...]:
    rows = conn.execute(
        "select started, ended, fetched, new, failed, refused from crawls where site = ? order by run desc limit ?",
        (site, MOST_CRAWLS),
    )
    made = [
        Crawl(started=moment(started), ended=ended, fetched=fetched, new=new, failed=failed, refused=refused)
        for started, ended, fetched, new, failed, refused in rows
    ]
    return tuple(reversed(made))


def _arrivals(conn: sqlite3.Connection, site: str) -> tuple[datetime, ...]:
    rows = conn.execute(
        "select started from crawls where site = ? and new > 0 and exists ("
        "select 1 from fetches f join captures c on c.id = f.capture where f.run = crawls.run and f.site = crawls.site "
        "and f.outcome = 'new' and c.outcome in ('article', 'version', 'copy')) order by run desc limit ?",
        (site, MOST_ARRIVALS),
    )
    return tuple(reversed([moment(row[0]) for row in rows]))


def _pages(conn: sqlite3.Connection, site: str) -> tuple[Arrived, ...]:
    """Of the captures of pages that were new: what was cleaned, and is no list."""
    rows = conn.execute(
        "select f.fetched_at, c.outcome, a.title, a.published, "
        "exists (select 1 from article_authors w where w.article = a.id), a.words, "
        "(select min(o.confidence) < 0.5 from origins o where o.article = a.id and o.field = 'published') "
        "from fetches f join captures c on c.id = f.capture left join articles a on a.id = c.article "
        "where f.site = ? and f.outcome = 'new' and c.outcome is not null and not exists "
        "(select 1 from rejections r where r.capture = c.id and r.reason in ('listing', 'home-page')) "
        "order by f.id desc limit ?",
        (site, MOST_PAGES),
    )
    made = [
        Arrived(
            at=moment(at),
            article=outcome in {"article", "version", "copy"},
            title=bool(title),
            published=bool(published) and not guessed,
            author=bool(author),
            words=words or 0,
        )
        for at, outcome, title, published, author, words, guessed in rows
    ]
    return tuple(reversed(made))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawledSite:
    """A site that was crawled: its last crawl, and what is known of it."""

    site: str
    started: str
    ended: str | None
    fetched: int
    new: int
    failed: int
    refused: int
    known: int
    waiting: int


def crawled_sites(conn: sqlite3.Connection) -> list[CrawledSite]:
    """Each site with its last crawl."""
    rows = conn.execute(
        "select site, started, case when finished is null then 'not finished' else ended end, fetched, new, failed, refused, "
        "(select count(*) from _frontier f where f.site = c.site), "
        "(select count(*) from _frontier f where f.site = c.site and f.state = 'waiting') "
        "from crawls c where run = (select max(run) from crawls d where d.site = c.site) order by site"
    )
    names = ("site", "started", "ended", "fetched", "new", "failed", "refused", "known", "waiting")
    return [CrawledSite(**dict(zip(names, row, strict=True))) for row in rows]


def open_alerts(conn: sqlite3.Connection) -> list[Alert]:
    """Troubles that are not over, as the last crawl found them."""
    return _alerts(conn, "ended is null")


def untold(conn: sqlite3.Connection) -> list[tuple[str, Alert]]:
    """What nobody was told of yet: (`begun` or `over`, the trouble), in the order in which it happened."""
    begun = [(one.began, "begun", one) for one in _alerts(conn, "told is null")]
    over = [(one.began, "over", one) for one in _alerts(conn, "ended is not null and told_over is null")]
    return [(state, one) for _, state, one in sorted(begun + over, key=lambda item: item[:2])]


def note_told(conn: sqlite3.Connection, state: str, alert: Alert, now: str) -> None:
    """Enter that somebody was told that a trouble began, or is over."""
    column = {"begun": "told", "over": "told_over"}[state]
    conn.execute(
        f"update alerts set {column} = ? where site = ? and kind = ? and began = ?",
        (now, alert.site, alert.kind, alert.began),
    )


def _alerts(conn: sqlite3.Connection, which: str) -> list[Alert]:
    rows = conn.execute(f"select site, kind, began, detail, told from alerts where {which} order by site, kind")
    names = ("site", "kind", "began", "detail", "told")
    return [Alert(**dict(zip(names, row, strict=True))) for row in rows]


def note_alerts(
    conn: sqlite3.Connection, sites: Iterable[str], found: Sequence[Alert], now: str
) -> tuple[list[Alert], list[Alert]]:
    """Enter the troubles of these sites, and end those that are over; (begun, over). Each is told once, however often it is found."""
    before = {(one.site, one.kind): one for one in open_alerts(conn)}
    names = {(one.site, one.kind) for one in found}
    looked = set(sites)
    begun = [one for one in found if (one.site, one.kind) not in before]
    over = [one for key, one in before.items() if key not in names and one.site in looked]
    for one in begun:
        conn.execute(
            "insert into alerts(site, kind, began, detail) values (?, ?, ?, ?)",
            (one.site, one.kind, one.began, one.detail),
        )
    for one in over:
        conn.execute(
            "update alerts set ended = ? where site = ? and kind = ? and ended is null", (now, one.site, one.kind)
        )
    return begun, over
