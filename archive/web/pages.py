"""From a request to a page: the front page, the search page, the reading page, and what is said where there is none.

Each page is one visit to the database (`execute_fn`), under Datasette's time limit for SQL and
its permissions, and one template. Datasette's request and response objects have no types, hence `Any`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from sqlite3 import Connection
from typing import Any, TypeVar
from urllib.parse import unquote

from datasette.utils import sqlite_timelimit, tilde_decode
from datasette.utils.asgi import Response

from archive.schema import is_present
from archive.web import display, searching
from archive.web.archives import (
    PLUGIN,
    Places,
    Site,
    Together,
    Whole,
    archive_of,
    archives_of,
    settings_of,
    title_of,
    visible_tables,
)
from archive.web.article_page import ARTICLE_TABLES, load_article_page
from archive.web.citation import citation
from archive.web.front import load_front
from archive.web.guard import OUR_POLICY, App, Message, Scope
from archive.web.pieces import above, legend, pieces
from archive.web.together import One, find_in_all, front_of_all
from pipelines.reasons import WARNINGS

__all__ = ["asset", "front", "front_all", "fronted", "read", "search", "search_all"]

T = TypeVar("T")


async def front(datasette: Any, request: Any) -> Any:
    """The archive's own first page."""
    site = await _site(datasette, request)
    if site is None:
        return await _missing(datasette, request)
    shown = await _ask(datasette, site.places.database, load_front)
    return await _page(datasette, request, "front", {"site": site, "front": shown})


async def read(datasette: Any, request: Any) -> Any:
    """The reading page of an article; its id, address or source instead of its permalink leads to it."""
    site = await _site(datasette, request)
    if site is None:
        return await _missing(datasette, request)
    for key in _keys(request):
        page = await _ask(datasette, site.places.database, partial(load_article_page, key=key, allowed=site.tables))
        if page is not None:
            break
    else:
        return await _missing(datasette, request)
    reading, address = page.reading, site.places.read(page.reading.permalink)
    with_removed = request.args.get("removed") == "1"
    if key != reading.permalink:
        return Response.redirect(f"{address}?removed=1" if with_removed else address)
    shown = pieces(reading.blocks, reading.captions, with_removed=with_removed)
    folded = above(shown)
    context = {
        "site": site,
        "page": page,
        "reading": reading,
        "with_removed": with_removed,
        "above": shown[:folded],
        "pieces": shown[folded:],
        "legend": legend(reading.blocks),
        "warnings": WARNINGS,
        "citation": citation(page, site.title, datasette.absolute_url(request, address)),
    }
    return await _page(datasette, request, "read", context)


def _keys(request: Any) -> list[str]:
    """What the address may name: as links here write it, or as people paste an address, with slashes and its own question mark."""
    raw = request.url_vars["key"]
    pasted = unquote(raw)
    with_query = f"{pasted}?{unquote(request.query_string)}" if request.query_string else pasted
    return list(dict.fromkeys((tilde_decode(raw), with_query, pasted)))


async def search(datasette: Any, request: Any) -> Any:
    """Search results with facets; without a query, all articles."""
    site = await _site(datasette, request)
    if site is None:
        return await _missing(datasette, request)
    asked = searching.Asked.of(request.args)
    links = searching.Links(site.places.search, asked)
    found = await _ask(datasette, site.places.database, lambda conn: searching.find(conn, asked, links))
    context = {"site": site, "asked": asked, "found": found, "links": links}
    return await _page(datasette, request, "search", context)


async def front_all(datasette: Any, request: Any) -> Any:
    """The front page of all archives that the reader may see."""
    archives = await _visible(datasette, request)
    if not archives:
        return await _missing(datasette, request)
    shown, counted = await front_of_all(archives, partial(_ask_each, datasette))
    return await _page(datasette, request, "front", {"site": _all(datasette), "front": shown, "archives": counted})


async def search_all(datasette: Any, request: Any) -> Any:
    """Search results from all archives that the reader may see."""
    archives = await _visible(datasette, request)
    if not archives:
        return await _missing(datasette, request)
    site, asked = _all(datasette), searching.Asked.of(request.args)
    links = searching.Links(site.places.search, asked)
    found = await find_in_all(archives, asked, links, partial(_ask_each, datasette))
    context = {"site": site, "asked": asked, "found": found, "links": links}
    return await _page(datasette, request, "search", context)


def fronted(app: App, datasette: Any) -> App:
    """The application with a front page in the place of Datasette's index: the archive's, or that of all."""

    async def fronted_app(scope: Scope, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] == "http" and scope["path"] == str(datasette.urls.instance()) and not scope["query_string"]:
            names = await archives_of(datasette)
            if names:
                alone = len(names) == 1
                front = Places.of(datasette, names[0]).front if alone else Together.of(datasette).front
                await Response.redirect(front).asgi_send(send)
                return
        await app(scope, receive, send)

    return fronted_app


async def _site(datasette: Any, request: Any) -> Site | None:
    """The archive that the address names, None where there is none that the reader may see and this version can read."""
    database = await archive_of(datasette, request.url_vars["database"])
    if database is None or not await _is_present(datasette, database):
        return None
    tables = await visible_tables(datasette, request.actor, database, ARTICLE_TABLES)
    if "articles" not in tables:
        return None
    around = Together.of(datasette).front if len(await archives_of(datasette)) > 1 else ""
    places = Places.of(datasette, database)
    return Site(places=places, title=title_of(datasette, database), tables=tables, around=around)


def _all(datasette: Any) -> Whole:
    return Whole(places=Together.of(datasette), title=settings_of(datasette).get("title") or "Archives")


async def _visible(datasette: Any, request: Any) -> list[One]:
    """The archives whose articles the reader may see, as far as this version can read them."""
    return [
        One(Places.of(datasette, name), title_of(datasette, name))
        for name in await archives_of(datasette)
        if await _is_present(datasette, name) and await visible_tables(datasette, request.actor, name, ("articles",))
    ]


async def _ask_each(datasette: Any, questions: Sequence[tuple[str, Callable[[Connection], Any]]]) -> list[Any]:
    """The answers of several databases, asked side by side; None where one took too long."""
    asked = (_ask(datasette, name, question) for name, question in questions)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException) and not searching.is_interrupted(answer):
            raise answer
    return [None if isinstance(answer, BaseException) else answer for answer in answers]


async def _ask(datasette: Any, database: str, question: Callable[[Connection], T]) -> T:
    limit = datasette.setting("sql_time_limit_ms")

    def ask(conn: Connection) -> T:
        with sqlite_timelimit(conn, limit):
            return question(conn)

    answer: T = await datasette.get_database(database).execute_fn(ask)
    return answer


async def _page(datasette: Any, request: Any, name: str, context: dict[str, Any], status: int = 200) -> Any:
    values = {"display": display, "asset": partial(asset, datasette)}
    html = await datasette.render_template(f"{PLUGIN}/{name}.html", values | context, request=request)
    return Response.html(html, status=status, headers={"content-security-policy": OUR_POLICY})


def asset(datasette: Any, file: str) -> str:
    """The address of one of our static files; a part of its digest lets browsers keep it until it changes."""
    address: str = datasette.urls.static_plugins(PLUGIN, f"{file}?{_digest(file)}")
    return address


async def _missing(datasette: Any, request: Any) -> Any:
    database = await archive_of(datasette, request.url_vars.get("database", ""))
    older = database is not None and not await _is_present(datasette, database)
    context = {"site": None, "home": datasette.urls.instance(), "older": older}
    return await _page(datasette, request, "missing", context, status=503 if older else 404)


async def _is_present(datasette: Any, database: str) -> bool:
    """Datasette opens any file it is given: an archive that an earlier copydesk wrote lacks columns that pages show."""
    return bool(await datasette.get_database(database).execute_fn(is_present))


@lru_cache
def _digest(file: str) -> str:
    return hashlib.sha256(files("archive.web").joinpath("static", file).read_bytes()).hexdigest()[:8]
