"""SQL for the articles that match a query, in both indexes and under filters. Runs nothing but look-ups of short terms.

An article found by either index is found; one found by either for an excluded word is not. Latin words are looked for
in both, because a Japanese text writes them without spaces around.

Weak spots, known: in articles of such scripts a Latin word is also found inside longer ones, and a single character is
looked for in at most SHORT_PIECES of its continuations, the commonest ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.connection import sqlite3
from archive.folding import fold, has_dense_script
from archive.query import PIECE, Query, Term, pieces_expression, words_expression

__all__ = ["FILTERS", "Found", "Part", "count_matching", "found"]

SHORT_PIECES = 1000

FILTERS = {
    "site": "a.site in ({})",
    "section": "a.section in ({})",
    "author": "a.id in (select aa.article from article_authors aa join authors n on n.id = aa.author where n.name in ({}))",
    "language": "a.language in ({})",
    "month": "a.published_month between {0} and {0} || '-99'",  # a year is all its months
}
"""Facet -> the condition that an article `a` has one of its values."""


_COMMON = frozenset({"language", "section"})
"""Facets whose values are those of very many articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of the articles that match are looked at: all of them, or such as stand for them where they are very many."""

    ranked: bool = True
    since: int = 0
    """Only articles from this number on."""
    one_in: int = 1
    """Only articles whose number can be divided by this."""


@dataclass(frozen=True, slots=True)
class Found:
    """SQL for the rows that match: `preamble` comes first, then `source` follows any `from`, its rows named `a`."""

    preamble: str
    source: str
    values: dict[str, Any]
    ranked: bool
    """True when the rows have a `rank`, lower for the better."""
    everything: bool = False
    """True when nothing narrows the articles."""


def count_matching(conn: sqlite3.Connection, query: Query) -> int:
    """How many articles have the words of a query, before any filter: the index alone is asked."""
    values: dict[str, Any] = {}
    matching = _matching(conn, query.groups, values, "sought", Part(ranked=False))
    return int(conn.execute(f"select count(*) from ({matching})", values).fetchone()[0])


def found(conn: sqlite3.Connection, query: Query, filters: Mapping[str, tuple[str, ...]], part: Part) -> Found:
    """The articles that match a query and have the values of the filters.

    With words or filters, the rows are made a table once, however often the statement uses them; all columns come from the
    index `articles_facets`, because the articles themselves lie far apart. `cross join` keeps SQLite from turning the order
    round, which it does where it knows little of the tables. Without words and filters, the articles are read in place, by
    their indexes.
    """
    values: dict[str, Any] = {}
    conditions = []
    for name, wanted in filters.items():
        numbered = {f"{name}_{number}": value for number, value in enumerate(wanted)}
        conditions.append(FILTERS[name].format(", ".join(f":{parameter}" for parameter in numbered)))
        values |= numbered
    if query.excluded:
        excluded = _matching(conn, (query.excluded,), values, "excluded", Part(ranked=False))
        conditions.append(f"a.id not in (select id from ({excluded}))")
    where = f" where {' and '.join(conditions)}" if conditions else ""
    columns = "a.id, a.site, a.section, a.language, a.published, a.published_month"
    if not query.groups:
        if not conditions:
            return Found("", "articles a", values, ranked=False, everything=True)
        # A twelfth of all articles, each looked up by itself, takes longer than all of the narrow index in one go.
        source = "articles a indexed by articles_facets" if set(filters) <= _COMMON else "articles a"
        preamble = f"with found as materialized (select {columns} from {source}{where})"
        return Found(preamble, "found a", values, ranked=False)
    matching = _matching(conn, query.groups, values, "sought", part)
    preamble = (
        f"with matched(id, rank) as materialized ({matching}), found as materialized (select {columns}, m.rank "
        f"from matched m cross join articles a indexed by articles_facets on a.id = m.id{where})"
    )
    return Found(preamble, "found a", values, ranked=part.ranked)


def _matching(
    conn: sqlite3.Connection, groups: tuple[tuple[Term, ...], ...], values: dict[str, Any], name: str, part: Part
) -> str:
    """SQL for (id, rank) of the articles that one of the two indexes finds; puts its parameters into `values`."""
    values[f"{name}_words"] = words_expression(groups)
    rank = "rank" if part.ranked else "0"
    limits = f" and rowid >= {part.since}" * bool(part.since) + f" and rowid % {part.one_in} = 0" * (part.one_in > 1)
    words = f"select rowid as id, {rank} as rank from articles_fts where articles_fts match :{name}_words{limits}"
    if conn.execute("select 1 from _pieces_docsize limit 1").fetchone() is None:
        return words
    pieces = pieces_expression(groups, lambda term: _beginning_with(conn, term))
    if not pieces:
        return words
    values[f"{name}_pieces"] = pieces
    both = f"{words} union all select rowid, {rank} from _pieces where _pieces match :{name}_pieces{limits}"
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
