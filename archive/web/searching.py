"""The search page's side of searching: parameters of the address, links that change one of them, results for the template.

Finding and counting is `archive.search`; nothing here reads a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from archive.connection import sqlite3
from archive.search import FACET_VALUES, FacetValue, Hit, Results, Search, Wider, wider
from archive.search import search as archive_search
from archive.snippets import END, START
from archive.web import display
from archive.web.front import beginning_of

__all__ = [
    "FACETS",
    "PAGE",
    "TOO_LONG",
    "Asked",
    "Chip",
    "Found",
    "Links",
    "ShownHit",
    "find",
    "is_interrupted",
    "laid_out",
    "shown",
]

PAGE = 20
"""Results on a page."""
LAST_PAGE = 500
"""Deeper pages cost the database as much as all before them together: narrow the search instead."""
LONGEST_QUERY = 1000
FACET_SHOWN = 8
TOO_LONG = "This search took too long and was stopped. Rarer words, or a filter, make it shorter."

FACETS = {"site": "Site", "section": "Section", "author": "Author", "language": "Language", "month": "Month"}
"""Parameter and facet -> its heading."""
SORTS = {"relevance": "most relevant", "newest": "newest first", "oldest": "oldest first"}

_HEADLINE = 80
"""Characters of the text that stand for a headline where there is none."""
_NO_MARKS = dict.fromkeys(map(ord, START + END))
_CONTROL = re.compile("[\\x00-\\x1f\\x7f\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(facet, value), in the order of `FACETS`."""
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, args: Any) -> Asked:
        """From the address's parameters; what makes no sense is as if it were not there."""
        query = _CONTROL.sub(" ", args.get("q") or "").strip()[:LONGEST_QUERY]
        given = [(name, _CONTROL.sub("", args.get(name) or "").strip()) for name in FACETS]
        sort = args.get("sort") or ""
        page = args.get("page") or ""
        return cls(
            query=query,
            filters=tuple((name, value) for name, value in given if value),
            sort=sort if sort in SORTS else "",
            page=min(int(page), LAST_PAGE) if re.fullmatch(r"[1-9][0-9]{0,8}", page) else 1,
        )

    @property
    def order(self) -> str:
        """The order in force: relevance for a query, newest first without one."""
        if self.sort == "relevance" and not self.query:
            return "newest"
        return self.sort or ("relevance" if self.query else "newest")

    @property
    def offset(self) -> int:
        """How many results stand before this page."""
        return (self.page - 1) * PAGE


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    heading: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of this search with one thing changed."""

    base: str
    asked: Asked

    def to(self, asked: Asked) -> str:
        """The address of a search."""
        values = [
            ("q", asked.query),
            *asked.filters,
            ("sort", asked.sort),
            ("page", str(asked.page) if asked.page > 1 else ""),
        ]
        query = urlencode([(name, value) for name, value in values if value])
        return f"{self.base}?{query}" if query else self.base

    def page(self, number: int) -> str:
        """The same search, another page."""
        return self.to(replace(self.asked, page=number))

    def sorted(self, sort: str) -> str:
        """The same search in another order."""
        return self.to(replace(self.asked, sort=sort, page=1))

    def narrowed(self, facet: str, value: str) -> str:
        """The same search with this facet's value."""
        filters = dict(self.asked.filters) | {facet: value}
        ordered = tuple((name, filters[name]) for name in FACETS if name in filters)
        return self.to(replace(self.asked, filters=ordered, page=1))

    def without(self, facet: str) -> str:
        """The same search without this facet."""
        filters = tuple((name, value) for name, value in self.asked.filters if name != facet)
        return self.to(replace(self.asked, filters=filters, page=1))

    @property
    def unfiltered(self) -> str:
        """The same search without any facet."""
        return self.to(replace(self.asked, filters=(), page=1))

    def chips(self, labels: Mapping[tuple[str, str], str]) -> Iterator[Chip]:
        """The filters in force, to be taken off one by one."""
        for facet, value in self.asked.filters:
            label = labels.get((facet, value)) or label_of(facet, value)
            yield Chip(FACETS[facet], label, self.without(facet))


def label_of(facet: str, value: str) -> str:
    """A facet's value for readers."""
    if facet == "site":
        return display.site_name(value)
    if facet == "language":
        return display.language_name(value)
    return display.human_month(value) if facet == "month" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLink:
    """A value by which the search can be narrowed."""

    label: str
    count: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one facet among the articles found."""

    heading: str
    values: tuple[FacetLink, ...]
    cut: bool = False
    """True where there are rarer values that are not listed."""

    @property
    def shown(self) -> tuple[FacetLink, ...]:
        """Those that are shown at once."""
        return self.values if len(self.values) <= FACET_SHOWN + 2 else self.values[:FACET_SHOWN]

    @property
    def folded(self) -> tuple[FacetLink, ...]:
        """Those behind a fold."""
        return self.values[len(self.shown) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """An article found, with the words found in it marked."""

    permalink: str
    link: str = ""
    """Its reading page, where several archives are searched; `archive` is then the name of the one it is in."""
    archive: str = ""
    title: Markup
    snippet: Markup
    byline: str | None
    site: str
    section: str | None
    published: str | None
    date_guessed_from: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Widened:
    """A wider search that finds something."""

    query: str
    total: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search page shows."""

    total: int = 0
    hits: tuple[ShownHit, ...] = ()
    facets: tuple[Facet, ...] = ()
    chips: tuple[Chip, ...] = ()
    sample: int | None = None
    """Articles that the facets are estimated from; None where all were counted."""
    more: bool = False
    """True when another page follows."""
    wider: Widened | None = None
    """For a search that found nothing."""
    sorts: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    """Why there is no answer, for the reader."""


def find(conn: Connection, asked: Asked, links: Links) -> Found:
    """Ask the archive."""
    search = Search(query=asked.query, sort=asked.order, limit=PAGE, offset=asked.offset, **dict(asked.filters))
    try:
        results = archive_search(conn, search)
        found = None if results.total else wider(conn, search)
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        return replace(laid_out(None, links), problem=TOO_LONG)
    return replace(laid_out(results, links, found), hits=tuple(map(shown, results.hits)))


def is_interrupted(error: BaseException) -> bool:
    """Whether a question was stopped because it took too long."""
    return isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error)


def laid_out(results: Results | None, links: Links, found: Wider | None = None) -> Found:
    """What the page shows beside the hits; without results what stands there anyway."""
    asked = links.asked
    sorts = tuple((sort, name) for sort, name in SORTS.items() if asked.query or sort != "relevance")
    if results is None:
        return Found(chips=tuple(links.chips({})), sorts=sorts)
    labels = {
        (facet, value.value): label_of(facet, value.label)
        for facet, values in results.facets.items()
        for value in values
    }
    return Found(
        total=results.total,
        facets=tuple(_facets(results.facets, asked, links)),
        chips=tuple(links.chips(labels)),
        sample=results.sample,
        more=results.total > asked.offset + PAGE and asked.page < LAST_PAGE,
        wider=Widened(found.query, found.total, links.to(replace(asked, query=found.query, page=1))) if found else None,
        sorts=sorts,
    )


def _facets(facets: Mapping[str, tuple[FacetValue, ...]], asked: Asked, links: Links) -> Iterator[Facet]:
    """Facets that still tell articles apart: not those in force, not those with one value."""
    for facet, heading in FACETS.items():
        values = facets.get(facet, ())
        if facet not in dict(asked.filters) and len(values) > 1:
            shown = tuple(_facet_link(facet, value, links) for value in values)
            yield Facet(heading=heading, values=shown, cut=facet != "month" and len(values) >= FACET_VALUES)


def _facet_link(facet: str, value: FacetValue, links: Links) -> FacetLink:
    return FacetLink(label=label_of(facet, value.label), count=value.count, link=links.narrowed(facet, value.value))


def shown(hit: Hit) -> ShownHit:
    """A hit for readers."""
    return ShownHit(
        permalink=hit.permalink,
        title=highlighted(hit.marked_title)
        or escape(beginning_of(hit.snippet.translate(_NO_MARKS), _HEADLINE) or "Untitled"),
        snippet=highlighted(hit.snippet),
        byline=hit.byline,
        site=display.site_name(hit.site, hit.site_name),
        section=hit.section,
        published=hit.published,
        date_guessed_from=hit.date_guessed_from,
        language=hit.language,
    )


def highlighted(marked: str) -> Markup:
    """A text with marks around found words as HTML: escaped first, so that nothing of the text becomes markup.

    >>> highlighted("a <b>" + START + "hit" + END + "</b>")
    Markup('a &lt;b&gt;<mark>hit</mark>&lt;/b&gt;')
    """
    safe = str(escape(marked))
    return Markup(safe.replace(START, "<mark>").replace(END, "</mark>"))  # noqa: S704 - escaped in the line above
