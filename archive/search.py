"""Searching the articles: hits with passages, a total, and facets. Reads only, through any connection.

Two indexes are asked (archive/migrations/m004_search.sql): `articles_fts` by words, and `_pieces` by strings of
characters, which holds only articles in scripts whose words have no clear borders. How they are asked is in
archive/matching.py; here the total, the facets and the numbers of the hits come from one statement, so that
the matches of a common word are found and ranked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from archive.connection import sqlite3
from archive.filter_values import values_for
from archive.matching import FILTERS, Found, found
from archive.query import Query, Term, parse, widened
from archive.snippets import marked, passage
from archive.sound import sound

__all__ = ["FACETS", "SORTS", "FacetValue", "Hit", "Results", "Search", "Wider", "numbers", "search", "wider"]

FACET_VALUES = 200
"""Values of a facet that are counted: what a reader still looks through."""
FACET_MONTHS = 1200
"""A century: a time line with holes would be none."""

FACETS = tuple(FILTERS)
SORTS = {
    "relevance": "a.rank, a.id",
    "newest": "a.published desc, a.id desc",
    "oldest": "a.published is null, a.published, a.id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked: a query as typed, filters (`archive.filter_values` says how), and which part of the result."""

    query: str = ""
    site: str | None = None
    section: str | None = None
    author: str | None = None
    language: str | None = None
    month: str | None = None
    sort: str = "relevance"
    """One of SORTS; without words to look for, relevance is newest."""
    limit: int = 20
    offset: int = 0

    @property
    def filters(self) -> dict[str, str]:
        """Facet -> the value asked for."""
        return {name: value for name in FACETS if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found. In the marked texts found words stand between `snippets.START` and `END`."""

    id: int
    permalink: str
    url: str | None
    title: str | None
    marked_title: str
    byline: str | None
    site: str
    site_name: str | None
    published: str | None
    section: str | None
    language: str | None
    words: int
    copy_of: int | None
    source: str
    snippet: str
    date_guessed_from: str | None
    """Where `published` comes from, if it is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet, and how many of the found articles have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found."""

    query: Query
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


def search(conn: sqlite3.Connection, asked: Search) -> Results:
    """The articles that match; any text is a query, and without one all articles match."""
    query = parse(asked.query)
    matches = _matches(conn, query, asked)
    if matches is None:
        return Results(query=query, facets=dict.fromkeys(FACETS, ()))
    statement = f"{matches.preamble} {' union all '.join(_parts(matches, asked))}"
    part = {"limit": max(0, min(asked.limit, 1000)), "offset": max(0, min(asked.offset, 2**62))}
    total, numbers, facets = 0, [], {facet: list[FacetValue]() for facet in FACETS}
    for kind, value, label, count in conn.execute(statement, matches.values | part):
        if kind == "total":
            total = count
        elif kind == "hit":
            numbers.append((count, value))
        else:
            facets[kind].append(FacetValue(value=value, label=label, count=count))
    hits = tuple(_hit(conn, number, query.terms) for _place, number in sorted(numbers))
    return Results(query=query, total=total, hits=hits, facets={name: _sorted(name, facets[name]) for name in FACETS})


def numbers(conn: sqlite3.Connection, asked: Search) -> Iterator[int]:
    """The ids of all articles that match, in their order; `limit` and `offset` do not count here."""
    matches = _matches(conn, parse(asked.query), asked)
    if matches is None:
        return iter(())
    statement = f"{matches.preamble} select a.id from {matches.source} order by {_order(matches, asked)}"
    return (int(row[0]) for row in conn.execute(statement, matches.values))


def _matches(conn: sqlite3.Connection, query: Query, asked: Search) -> Found | None:
    """What answers to a search; None if nothing can, because it asks for what no text holds."""
    if (query.empty and asked.query.strip()) or any(sound(value) != value for value in asked.filters.values()):
        return None
    filters = {name: values_for(conn, name, value) for name, value in asked.filters.items()}
    return found(conn, query, filters, ranked=asked.sort not in SORTS or asked.sort == "relevance")


def _order(matches: Found, asked: Search) -> str:
    sort = asked.sort if asked.sort in SORTS else "relevance"
    return SORTS["newest" if sort == "relevance" and not matches.ranked else sort]


@dataclass(frozen=True, slots=True)
class Wider:
    """A wider query, as one would type it, and how many articles it finds."""

    query: str
    total: int


def wider(conn: sqlite3.Connection, asked: Search) -> Wider | None:
    """For a search that found nothing: its words as beginnings of words, if that finds something.

    The index knows words as they are written, because stemming is a matter of each language; a reader who
    looks for `river` where only `rivers` occurs should be told so.
    """
    query = widened(parse(asked.query))
    total = search(conn, replace(asked, query=query, sort="newest", limit=0, offset=0)).total if query else 0
    return Wider(query, total) if total else None


def _parts(matches: Found, asked: Search) -> Iterator[str]:
    """Selects of (kind, value, label, number): the total, the hits of this page, and every facet."""
    source, order = matches.source, _order(matches, asked)
    yield f"select 'total' as kind, null as value, null as label, count(*) as number from {source}"
    yield (
        f"select 'hit', id, null, row_number() over () from (select a.id from {source} order by {order} "
        "limit :limit offset :offset)"
    )
    yield _facet("site", "a.site", "coalesce((select name from sites where id = a.site), a.site)", source)
    yield _facet("section", "a.section", "a.section", source)
    yield _facet("language", "a.language", "a.language", source)
    yield _facet("month", "a.published_month", "a.published_month", source, most=FACET_MONTHS)
    tables, where, conditions = source.partition(" where ")
    authors = f"{tables} join article_authors aa on aa.article = a.id join authors n on n.id = aa.author"
    yield _facet("author", "n.name", "n.name", authors + where + conditions)


def _facet(name: str, value: str, label: str, source: str, most: int = FACET_VALUES) -> str:
    return (
        f"select * from (select '{name}', {value} as value, {label}, count(*) as number "
        f"from {source} group by {value} having value is not null order by number desc, value limit {most})"
    )


def _hit(conn: sqlite3.Connection, number: int, terms: tuple[Term, ...]) -> Hit:
    columns = (
        "id, permalink, url, title, byline, site, (select name from sites where id = site) as site_name, "
        "published, section, language, words, copy_of, source, text, (select min(origin) from origins "
        "where article = articles.id and field = 'published' having max(confidence) < 0.5) as date_guessed_from"
    )
    cursor = conn.execute(f"select {columns} from articles where id = ?", (number,))
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    text = row.pop("text")
    return Hit(**row, marked_title=marked(row["title"] or "", terms), snippet=passage(text, terms))


def _sorted(facet: str, values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    """Months in time, the others by their counts."""
    if facet == "month":
        return tuple(sorted(values, key=lambda value: value.value, reverse=True))
    return tuple(values)
