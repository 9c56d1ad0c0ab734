"""The search page's side of searching: parameters of the address, links that change one of them, results for the template.

Finding and counting is `archive.search`; nothing here reads a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from archive.web import display

__all__ = ["FACETS", "Asked", "Chip", "Links"]

PAGE = 20
"""Results on a page."""
LAST_PAGE = 500
"""Deeper pages cost the database as much as all before them together: narrow the search instead."""
LONGEST_QUERY = 1000

FACETS = {"site": "Site", "section": "Section", "author": "Author", "language": "Language", "month": "Month"}
"""Parameter and facet -> its heading."""
SORTS = {"relevance": "most relevant", "newest": "newest first", "oldest": "oldest first"}

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
        values = [("q", asked.query), *asked.filters, ("sort", asked.sort), ("page", str(asked.page) if asked.page > 1 else "")]
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

    def chips(self, labels: Mapping[tuple[str, str], str]) -> Iterator[Chip]:
        """The filters in force, to be taken off one by one."""
        for facet, value in self.asked.filters:
            label = labels.get((facet, value)) or label_of(facet, value)
            yield Chip(FACETS[facet], label, self.without(facet))


def label_of(facet: str, value: str) -> str:
    """A facet's value for readers."""
    if facet == "language":
        return display.language_name(value)
    return display.human_month(value) if facet == "month" else value


def marked(snippet: str, start: str, end: str) -> Markup:
    """A snippet with its hits as `<mark>`: escaped first, so that nothing of the text is markup.

    >>> marked("a <b>\\x02hit\\x03</b>", "\\x02", "\\x03")
    Markup('a &lt;b&gt;<mark>hit</mark>&lt;/b&gt;')
    """
    safe = str(escape(snippet))
    opened, closed = safe.count(start), safe.count(end)
    if opened != closed:
        return Markup(safe.replace(start, "").replace(end, ""))  # noqa: S704 - escaped above
    return Markup(safe.replace(start, "<mark>").replace(end, "</mark>"))  # noqa: S704 - escaped above


def find(conn: Any, asked: Asked, links: Links) -> Any:
    """Placeholder until archive.search lands."""
    raise NotImplementedError
