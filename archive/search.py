"""Searching the articles: hits with passages, a total, and facets. Reads only, through any connection.

Two indexes are asked (archive/migrations/m004_search.sql): `articles_fts` by words, and `_pieces` by strings of
characters, which holds only articles in scripts whose words have no clear borders. How they are asked is in
archive/matching.py; here the total, the facets and the numbers of the hits come from one statement, so that
the matches of a common word are found and ranked once.

Above EXACT matches one statement would take seconds: ranking, counting by site, by author, ... are 10 microseconds for each
match, measured on a million articles. There the total is still exact, the facets are estimated from a sample spread evenly over
the archive, and relevance is asked of the RANKED matches that came in last; `Results.sample` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive.connection import sqlite3
from archive.filter_values import values_for
from archive.matching import FILTERS, Found, Part, count_matching, found
from archive.query import Query, Term, parse, widened
from archive.snippets import marked, passage
from archive.sound import sound

__all__ = [
    "FACETS",
    "SORTS",
    "FacetValue",
    "Hit",
    "Results",
    "Search",
    "Standing",
    "Wider",
    "hits_of",
    "in_order",
    "numbers",
    "ranked",
    "search",
    "together",
    "wider",
]

FACET_VALUES = 200
"""Values of a facet that are counted: what a reader still looks through."""
FACET_MONTHS = 1200
"""A century: a time line with holes would be none."""

EXACT = 20_000
"""Matches up to which everything is counted exactly: a fifth of a second."""
SAMPLE = 5_000
"""Matches that stand for all of them: a share of a tenth is estimated to a twenty-fifth of itself."""
RANKED = 50_000
"""Matches that are ranked where there are more."""

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


@dataclass(frozen=True, slots=True)
class Standing:
    """An article that was found, and what its place among others was decided by."""

    id: int
    key: Any
    """The rank of the words in it, lowest first, or its date."""


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
    order: tuple[Standing, ...] = ()
    """The part of the result that was asked for; `hits` are these, where they were asked for as well."""
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    sample: int | None = None
    """Articles that the facets are estimated from; None where all were counted."""


def search(conn: sqlite3.Connection, asked: Search) -> Results:
    """The articles that match; any text is a query, and without one all articles match."""
    results = ranked(conn, asked)
    return replace(results, hits=hits_of(conn, [one.id for one in results.order], results.query))


def ranked(conn: sqlite3.Connection, asked: Search) -> Results:
    """The same without passages: the order of the hits, not the hits."""
    query = parse(asked.query)
    filters = _filters(conn, query, asked)
    if filters is None:
        return Results(query=query, facets=dict.fromkeys(FACETS, ()))
    matching = count_matching(conn, query) if query.groups else 0
    if matching > EXACT:
        return _estimated(conn, query, asked, filters, matching)
    matches = found(conn, query, filters, Part(ranked=_by_relevance(asked)))
    rows = _rows(conn, matches, asked, [_total(matches), _hits(matches, asked), *_facets(matches)])
    facets = {name: in_order(name, rows.facets.get(name, ())) for name in FACETS}
    return Results(query=query, total=rows.total, order=rows.order, facets=facets)


def together(results: Sequence[Results], sort: str, offset: int, limit: int) -> list[tuple[int, int]]:
    """(place in `results`, id) of a part of the hits of several archives, each of which was asked for all up to its end.

    By relevance, ranks are compared that each archive has computed from its own words.
    """
    found = [(place, one) for place, result in enumerate(results) for one in result.order]
    if sort == "oldest":
        found.sort(key=lambda one: (one[1].key is None, one[1].key or ""))
    elif any(isinstance(one.key, float) for _place, one in found):
        found.sort(key=lambda one: float(one[1].key or 0))
    else:
        found.sort(key=lambda one: one[1].key or "", reverse=True)
    return [(place, one.id) for place, one in found[offset : offset + limit]]


def _estimated(
    conn: sqlite3.Connection, query: Query, asked: Search, filters: dict[str, tuple[str, ...]], matching: int
) -> Results:
    """The same where very many match: an exact total, the hits, and facets by a sample."""
    last = int(conn.execute("select max(id) from articles").fetchone()[0] or 0)
    since = max(0, int(last * (1 - RANKED / matching))) if _by_relevance(asked) and matching > RANKED else 0
    matches = found(conn, query, filters, Part(ranked=_by_relevance(asked), since=since))
    order = _rows(conn, matches, asked, [_hits(matches, asked)]).order
    total = matching
    if filters or query.excluded:
        exact = found(conn, query, filters, Part(ranked=False))
        total = _rows(conn, exact, asked, [_total(exact)]).total
    one_in = max(1, matching // SAMPLE)
    sample = found(conn, query, filters, Part(ranked=False, one_in=one_in))
    rows = _rows(conn, sample, asked, [_total(sample), *_facets(sample)])
    facets = {
        name: in_order(
            name, (replace(one, count=_rounded(one.count * one_in, total)) for one in rows.facets.get(name, ()))
        )
        for name in FACETS
    }
    return Results(query=query, total=total, order=order, facets=facets, sample=rows.total)


def _rounded(estimate: int, total: int) -> int:
    """Two figures, as more would be made up; never more than there are."""
    size: int = 10 ** max(0, len(str(estimate)) - 2)
    return min(int(round(estimate / size) * size), total)


def numbers(conn: sqlite3.Connection, asked: Search) -> Iterator[int]:
    """The ids of all articles that match, in their order; `limit` and `offset` do not count here."""
    query = parse(asked.query)
    filters = _filters(conn, query, asked)
    if filters is None:
        return iter(())
    matches = found(conn, query, filters, Part(ranked=_by_relevance(asked)))
    statement = f"{matches.preamble} select a.id from {matches.source} order by {_order(matches, asked)}"
    return (int(row[0]) for row in conn.execute(statement, matches.values))


def _filters(conn: sqlite3.Connection, query: Query, asked: Search) -> dict[str, tuple[str, ...]] | None:
    """The archive's values for what is asked for; None if nothing can answer, because it asks for what no text holds."""
    if (query.empty and asked.query.strip()) or any(sound(value) != value for value in asked.filters.values()):
        return None
    return {name: values_for(conn, name, value) for name, value in asked.filters.items()}


def _by_relevance(asked: Search) -> bool:
    return asked.sort not in SORTS or asked.sort == "relevance"


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


@dataclass(slots=True)
class _Rows:
    """What a statement made of `_total`, `_hits` and `_facets` gives."""

    total: int = 0
    placed: list[tuple[int, Standing]] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[Standing, ...]:
        """The hits in their places."""
        return tuple(one for _place, one in sorted(self.placed, key=lambda placed: placed[0]))


def _rows(conn: sqlite3.Connection, matches: Found, asked: Search, parts: list[str]) -> _Rows:
    """Ask for several things of the same matches in one statement."""
    part = {"limit": max(0, min(asked.limit, 1000)), "offset": max(0, min(asked.offset, 2**62))}
    rows = _Rows()
    for kind, value, label, count in conn.execute(
        f"{matches.preamble} {' union all '.join(parts)}", matches.values | part
    ):
        if kind == "total":
            rows.total = count
        elif kind == "hit":
            rows.placed.append((count, Standing(value, label)))
        else:
            rows.facets.setdefault(kind, []).append(FacetValue(value=value, label=label, count=count))
    return rows


# Selects of (kind, value, label, number)


def _total(matches: Found) -> str:
    return f"select 'total' as kind, null as value, null as label, count(*) as number from {matches.source}"


def _hits(matches: Found, asked: Search) -> str:
    key = "a.published" if _order(matches, asked) != SORTS["relevance"] else "a.rank"
    return (
        "select 'hit' as kind, id as value, key as label, row_number() over () as number from "
        f"(select a.id, {key} as key from {matches.source} order by {_order(matches, asked)} limit :limit offset :offset)"
    )


def _facets(matches: Found) -> Iterator[str]:
    source = matches.source
    yield _facet("site", "a.site", "coalesce((select name from sites where id = a.site), a.site)", source)
    yield _facet("section", "a.section", "a.section", source)
    yield _facet("language", "a.language", "a.language", source)
    yield _facet("month", "a.published_month", "a.published_month", source, most=FACET_MONTHS)
    # counted by number, and named when they are few
    of = "article_authors aa" if matches.everything else f"{source} cross join article_authors aa on aa.article = a.id"
    yield (
        "select * from (select 'author', n.name as value, n.name, c.number from (select aa.author, count(*) as number "
        f"from {of} group by aa.author order by number desc, aa.author limit {FACET_VALUES}) c "
        "join authors n on n.id = c.author order by number desc, value)"
    )


def _facet(name: str, value: str, label: str, source: str, most: int = FACET_VALUES) -> str:
    return (
        f"select * from (select '{name}', {value} as value, {label}, count(*) as number "
        f"from {source} group by {value} having value is not null order by number desc, value limit {most})"
    )


def hits_of(conn: sqlite3.Connection, found: Iterable[int], query: Query) -> tuple[Hit, ...]:
    """These articles with the passages in which the words of a query are."""
    return tuple(_hit(conn, number, query.terms) for number in found)


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


def in_order(facet: str, values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    """Months in time, the latest first; the others by their counts."""
    if facet == "month":
        return tuple(sorted(values, key=lambda one: one.value, reverse=True))
    return tuple(sorted(values, key=lambda one: (-one.count, one.value)))
