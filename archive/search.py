"""Searching the articles: hits with passages, a total, and facets. Reads only, through any connection.

Two indexes are asked (archive/schema.py says why): `articles_fts` by words, and `_pieces` by strings of characters,
which holds only articles in scripts whose words have no clear borders. An article found by either is found; one
found by either for an excluded word is not. Latin words are looked for in both, because a Japanese text writes
them without spaces around.

Weak spots, known: in such articles a Latin word is also found inside longer ones, and a single character is
looked for in at most SHORT_PIECES of its continuations, the commonest ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.connection import sqlite3
from archive.folding import fold, has_dense_script
from archive.query import PIECE, Query, Term, parse, pieces_expression, words_expression
from archive.snippets import marked, passage

__all__ = ["FACETS", "SORTS", "FacetValue", "Hit", "Results", "Search", "search"]

SHORT_PIECES = 1000
FACET_VALUES = 30

FACETS = ("site", "section", "author", "language", "month")
SORTS = {
    "relevance": "m.rank, a.id",
    "newest": "a.published desc, a.id desc",
    "oldest": "a.published is null, a.published, a.id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked: a query as typed, filters by exact value, and which part of the result."""

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
    if query.empty and asked.query.strip():
        return Results(query=query, facets=dict.fromkeys(FACETS, ()))
    found = _Found.of(conn, query, asked)
    total = conn.execute(f"{found.with_matches} select count(*) from {found.source}", found.values).fetchone()[0]
    return Results(query=query, total=total, hits=_hits(conn, found, asked), facets=_facets(conn, found))


@dataclass(frozen=True, slots=True)
class _Found:
    """SQL for the rows that match: `source` is what follows `from`, with the article as `a` and the match as `m`."""

    query: Query
    with_matches: str
    source: str
    values: dict[str, Any]

    @classmethod
    def of(cls, conn: sqlite3.Connection, query: Query, asked: Search) -> _Found:
        values: dict[str, Any] = {}
        matching = _matching(conn, query.groups, values, "sought") if query.groups else ""
        source = "matched m join articles a on a.id = m.id" if matching else "articles a"
        with_matches = f"with matched(id, rank) as materialized ({matching})" if matching else ""
        conditions = [_FILTERS[name] for name in FACETS if getattr(asked, name) is not None]
        values |= {name: getattr(asked, name) for name in FACETS if getattr(asked, name) is not None}
        if query.excluded:
            excluded = _matching(conn, (query.excluded,), values, "excluded")
            conditions.append(f"a.id not in (select id from ({excluded}))")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        return cls(query, with_matches, source + where, values)


_FILTERS = {
    "site": "a.site = :site",
    "section": "a.section = :section",
    "language": "a.language = :language",
    "month": "a.published_month = :month",
    "author": "a.id in (select aa.article from article_authors aa join authors n on n.id = aa.author "
    "where n.name = :author)",
}


def _matching(conn: sqlite3.Connection, groups: tuple[tuple[Term, ...], ...], values: dict[str, Any], name: str) -> str:
    """SQL for (id, rank) of the articles that one of the two indexes finds; puts its parameters into `values`."""
    values[f"{name}_words"] = words_expression(groups)
    words = f"select rowid as id, rank from articles_fts where articles_fts match :{name}_words"
    if conn.execute("select 1 from _pieces_docsize limit 1").fetchone() is None:
        return words
    pieces = pieces_expression(groups, lambda term: _beginning_with(conn, term))
    if not pieces:
        return words
    values[f"{name}_pieces"] = pieces
    both = f"{words} union all select rowid, rank from _pieces where _pieces match :{name}_pieces"
    return f"select id, min(rank) as rank from ({both}) group by id"


def _beginning_with(conn: sqlite3.Connection, term: Term) -> list[str]:
    """The pieces that begin with a term shorter than a piece: for `日本` that is `日本の`, `日本は`, ..."""
    short = fold(term.text).lower()
    if not term.dense and len(short) < 2:
        return []  # a Latin letter is in every text, and `articles_fts` knows where it is a word
    rows = conn.execute(
        "select term from _pieces_vocabulary where term >= ? and term < ? order by doc desc, term limit ?",
        (short, short + "\U0010ffff", SHORT_PIECES),
    )
    pieces = [str(row[0]) for row in rows if len(row[0]) == PIECE]
    # A short Latin word must end there: "EU" is not in "museum".
    return [piece for piece in pieces if term.dense or _ends_word(piece[len(short)])]


def _ends_word(character: str) -> bool:
    return not character.isalnum() or has_dense_script(character)


def _hits(conn: sqlite3.Connection, found: _Found, asked: Search) -> tuple[Hit, ...]:
    sort = asked.sort if asked.sort in SORTS else "relevance"
    if sort == "relevance" and not found.with_matches:
        sort = "newest"
    rows = conn.execute(
        f"{found.with_matches} select a.id, a.permalink, a.url, a.title, a.byline, a.site, "
        "(select name from sites where id = a.site), a.published, a.section, a.language, a.words, a.copy_of, a.source, "
        f"a.text from {found.source} order by {SORTS[sort]} limit :limit offset :offset",
        found.values | {"limit": max(0, min(asked.limit, 1000)), "offset": max(0, min(asked.offset, 2**62))},
    ).fetchall()
    return tuple(_hit(tuple(row), found.query.terms) for row in rows)


def _hit(row: tuple[Any, ...], terms: tuple[Term, ...]) -> Hit:
    (
        number,
        permalink,
        url,
        title,
        byline,
        site,
        site_name,
        published,
        section,
        language,
        words,
        copy_of,
        source,
        text,
    ) = row
    return Hit(
        id=number,
        permalink=permalink,
        url=url,
        title=title,
        marked_title=marked(title or "", terms),
        byline=byline,
        site=site,
        site_name=site_name,
        published=published,
        section=section,
        language=language,
        words=words,
        copy_of=copy_of,
        source=source,
        snippet=passage(text, terms),
    )


def _facets(conn: sqlite3.Connection, found: _Found) -> dict[str, tuple[FacetValue, ...]]:
    """Values and counts of every facet, in one statement so that the matches are found once."""
    parts = [
        _facet("site", "a.site", "coalesce((select name from sites where id = a.site), a.site)", found.source),
        _facet("section", "a.section", "a.section", found.source),
        _facet("language", "a.language", "a.language", found.source),
        _facet("month", "a.published_month", "a.published_month", found.source),
        _facet("author", "n.name", "n.name", _with_authors(found.source)),
    ]
    rows = conn.execute(f"{found.with_matches} {' union all '.join(parts)}", found.values)
    facets: dict[str, list[FacetValue]] = {facet: [] for facet in FACETS}
    for facet, value, label, count in rows:
        facets[facet].append(FacetValue(value=value, label=label, count=count))
    return {facet: tuple(_sorted(facet, values)) for facet, values in facets.items()}


def _facet(name: str, value: str, label: str, source: str) -> str:
    return (
        f"select * from (select '{name}' as facet, {value} as value, {label} as label, count(*) as found "
        f"from {source} group by {value} having value is not null order by found desc, value limit {FACET_VALUES})"
    )


def _with_authors(source: str) -> str:
    tables, where, conditions = source.partition(" where ")
    joined = f"{tables} join article_authors aa on aa.article = a.id join authors n on n.id = aa.author"
    return joined + where + conditions


def _sorted(facet: str, values: Iterable[FacetValue]) -> list[FacetValue]:
    """Months in time, the others by their counts."""
    if facet == "month":
        return sorted(values, key=lambda value: value.value, reverse=True)
    return list(values)
