"""Several archives as one: a front page and a search over all that a reader may see. No HTML in here, and no requests.

Each archive is asked by itself, side by side, under the limits that it has alone; what they say is put together here. One that
does not answer in time is named, and the others are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any, TypeVar

from archive.search import FacetValue, Hit, Results, Search, Wider, hits_of, in_order, ranked, together, wider
from archive.web.archives import Places
from archive.web.front import MOST, NEWEST, Counted, Front, load_front
from archive.web.searching import FACETS, PAGE, TOO_LONG, Asked, Found, Links, laid_out, shown

__all__ = ["DEEPEST", "One", "find_in_all", "front_of_all"]

T = TypeVar("T")
Question = Callable[[Connection], T]
Asking = Callable[[Sequence[tuple[str, Question[T]]]], Awaitable[list[T | None]]]
"""Asks databases, by their names, side by side; None where one took too long."""

DEEPEST = 1000
"""Hits down to which results are put together: each archive is asked for as many."""


@dataclass(frozen=True, slots=True)
class One:
    """An archive among others."""

    places: Places
    title: str
    articles: int = 0


async def front_of_all(archives: Sequence[One], ask: Asking[Any]) -> tuple[Front, list[One]]:
    """The front page of all, and the archives with their numbers of articles."""
    answers = await ask([(one.places.database, load_front) for one in archives])
    fronts: list[tuple[One, Front]] = [(one, front) for one, front in zip(archives, answers, strict=True) if front]
    newest = [
        replace(teaser, link=one.places.read(teaser.permalink), archive=one.title)
        for one, front in fronts
        for teaser in front.newest
    ]
    newest.sort(key=lambda teaser: teaser.published or "", reverse=True)
    whole = Front(
        articles=sum(front.articles for _one, front in fronts),
        pages=sum(front.pages for _one, front in fronts),
        earliest=min((front.earliest for _one, front in fronts if front.earliest), default=None),
        latest=max((front.latest for _one, front in fronts if front.latest), default=None),
        newest=tuple(newest[:NEWEST]),
        sites=_summed(front.sites for _one, front in fronts),
        languages=_summed(front.languages for _one, front in fronts),
    )
    return whole, [replace(one, articles=front.articles) for one, front in fronts]


def _summed(lists: Iterable[Sequence[Counted]]) -> tuple[Counted, ...]:
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for one in (one for counted in lists for one in counted):
        counts[one.value] += one.count
        names.setdefault(one.value, one.name)
    ordered = sorted(counts, key=lambda value: (-counts[value], names[value]))
    return tuple(Counted(value=value, name=names[value], count=counts[value]) for value in ordered[:MOST])


async def find_in_all(archives: Sequence[One], asked: Asked, links: Links, ask: Asking[Any]) -> Found:
    """The search page of all: hits in one order, facets summed."""
    page = replace(asked, page=min(asked.page, DEEPEST // PAGE))
    until = page.offset + PAGE
    search = Search(query=asked.query, sort=asked.order, limit=until, offset=0, **dict(asked.filters))
    answers = await ask([(one.places.database, lambda conn: ranked(conn, search)) for one in archives])
    late = [one.title for one, results in zip(archives, answers, strict=True) if results is None]
    problem = f"{TOO_LONG} No answer came in time from: {', '.join(late)}." if late else ""
    answered = [(one, results) for one, results in zip(archives, answers, strict=True) if results is not None]
    if not answered:
        return replace(laid_out(None, links), problem=problem)
    summed = _all([results for _one, results in answered])
    widened = None if summed.total or late else await _wider(archives, search, ask)
    found = laid_out(summed, links, widened)
    order = together([results for _one, results in answered], asked.order, page.offset, PAGE)
    hits = await _hits([one for one, _results in answered], order, summed, ask)
    more = found.more and page.offset + 2 * PAGE <= DEEPEST
    return replace(found, hits=tuple(hits), problem=problem, more=more)


def _all(answers: Sequence[Results]) -> Results:
    samples = [results.sample or results.total for results in answers]
    return Results(
        query=answers[0].query,
        total=sum(results.total for results in answers),
        facets={name: _facet(name, [results.facets.get(name, ()) for results in answers]) for name in FACETS},
        sample=sum(samples) if any(results.sample for results in answers) else None,
    )


def _facet(name: str, lists: Sequence[Sequence[FacetValue]]) -> tuple[FacetValue, ...]:
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for one in (one for values in lists for one in values):
        counts[one.value] += one.count
        labels.setdefault(one.value, one.label)
    return in_order(name, (FacetValue(value=value, label=labels[value], count=counts[value]) for value in counts))


async def _wider(archives: Sequence[One], search: Search, ask: Asking[Any]) -> Wider | None:
    answers = await ask([(one.places.database, lambda conn: wider(conn, search)) for one in archives])
    found = [one for one in answers if one]
    return Wider(found[0].query, sum(one.total for one in found)) if found else None


async def _hits(
    archives: Sequence[One], order: Sequence[tuple[int, int]], whole: Results, ask: Asking[Any]
) -> list[Any]:
    wanted: dict[int, list[int]] = {}
    for place, number in order:
        wanted.setdefault(place, []).append(number)

    def question(numbers: list[int]) -> Question[tuple[Hit, ...]]:
        return lambda conn: hits_of(conn, numbers, whole.query)

    answers = await ask([(archives[place].places.database, question(numbers)) for place, numbers in wanted.items()])
    hits = {
        (place, hit.id): replace(
            shown(hit), link=archives[place].places.read(hit.permalink), archive=archives[place].title
        )
        for place, answer in zip(wanted, answers, strict=True)
        for hit in answer or ()
    }
    return [hits[key] for key in order if key in hits]
