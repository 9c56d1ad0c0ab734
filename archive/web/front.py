"""What the front page shows: how large the archive is, its newest articles, its sites and languages. No HTML in here."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

__all__ = ["Counted", "Front", "Teaser", "beginning_of", "load_front"]

NEWEST = 10
"""One leading story and three rows of three: a front page, not a list."""
MOST = 24
"""Sites and languages that are named; the search page has them all."""
_TEASER_SOURCE = 600
_TEASER = 230
"""Characters of a teaser: about three lines of the front page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """An article in a list."""

    permalink: str
    title: str | None
    byline: str | None
    site: str | None
    section: str | None
    published: str | None
    language: str | None
    beginning: str
    link: str = ""
    """Its reading page, where several archives are shown; `archive` is then the name of the one it is in."""
    archive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A site or language and its number of articles."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front page."""

    articles: int
    """Those that are no copies of others."""
    pages: int
    """Captures: each page brought in, also those that were copies or no articles."""
    earliest: str | None
    latest: str | None
    newest: tuple[Teaser, ...]
    sites: tuple[Counted, ...]
    languages: tuple[Counted, ...]


def load_front(conn: Connection) -> Front:
    """The front page of the archive behind this connection."""
    return Front(
        articles=_scalar(conn, "select count(*) from articles where copy_of is null"),
        pages=_scalar(conn, "select count(*) from captures"),
        earliest=_scalar(conn, "select min(published) from articles"),
        latest=_scalar(conn, "select max(published) from articles"),
        newest=_newest(conn),
        sites=_sites(conn),
        languages=_languages(conn),
    )


def _scalar(conn: Connection, sql: str) -> Any:
    return conn.execute(sql).fetchone()[0]


def _newest(conn: Connection) -> tuple[Teaser, ...]:
    """By date of publication; of articles without one, those that came last."""
    rows = conn.execute(
        "select permalink, title, byline, coalesce(sites.name, site) as site, section, published, language, "
        "substr(text, 1, ?) as beginning from articles left join sites on sites.id = articles.site "
        "where copy_of is null order by published desc, articles.id desc limit ?",
        (_TEASER_SOURCE, NEWEST),
    )
    return tuple(_teaser(row) for row in rows)


def _teaser(row: Any) -> Teaser:
    permalink, title, byline, site, section, published, language, beginning = row
    return Teaser(
        permalink=permalink,
        title=title,
        byline=byline,
        site=site,
        section=section,
        published=published,
        language=language,
        beginning=beginning_of(beginning or ""),
    )


def beginning_of(text: str, length: int = _TEASER) -> str:
    """The first words of a text, cut at a word.

    >>> beginning_of("Bread costs more.\\n\\nFlour does too.")
    'Bread costs more. Flour does too.'
    """
    flat = " ".join(text.split())
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in flat[:length])
    length -= wide // 2  # a Han sign takes the room of two letters
    if len(flat) <= length:
        return flat
    head = flat[:length]
    cut = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return cut.rstrip(" ,;:–—") + "\u00a0…"  # the dots stay with the last word


def _sites(conn: Connection) -> tuple[Counted, ...]:
    rows = conn.execute(
        "select site, coalesce(sites.name, site), number from "
        "(select site, count(*) as number from articles where site is not null group by site order by number desc limit ?) "
        "left join sites on sites.id = site order by number desc, 2",
        (MOST,),
    )
    return tuple(Counted(value=row[0], name=row[1], count=row[2]) for row in rows)


def _languages(conn: Connection) -> tuple[Counted, ...]:
    rows = conn.execute(
        "select language, count(*) as number from articles where language is not null group by language order by number desc limit ?",
        (MOST,),
    )
    return tuple(Counted(value=row[0], name=row[0], count=row[1]) for row in rows)
