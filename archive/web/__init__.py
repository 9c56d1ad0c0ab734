"""The archive in Datasette: a front page, search and reading pages, as a plugin.

Only the hooks are here, each a line or two, and only such hooks as Datasette 0.65 and 1.0
have in common. Databases that are no copydesk archives are left as they are.

    archives      which databases are archives, where their pages are, who may see them
    front         what the front page shows
    searching     search parameters, results, facets
    together      the same of several archives
    article_page  what the reading page shows; citation: how to cite it
    pieces        the blocks of an article, ordered for a page
    pages         requests to responses
    cells         ways from Datasette's own pages to ours
    display       dates, languages, addresses as people read them
    guard         headers, hosts, redirects, limits on SQL
    launch        how `copydesk serve` starts Datasette
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from sqlite3 import Connection
from typing import Any

from datasette import hookimpl

from archive.web import cells, guard, pages
from archive.web.archives import Places, archives_of, is_archive, looks_like_archive, settings_of


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/-/front$", pages.front_all),
        (r"^/-/search$", pages.search_all),
        (r"^/(?P<database>[^/]+)/-/front$", pages.front),
        (r"^/(?P<database>[^/]+)/-/search$", pages.search),
        (r"^/(?P<database>[^/]+)/-/read/(?P<key>.+)$", pages.read),
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[guard.App], guard.App]:
    settings = settings_of(datasette)

    def wrap(app: guard.App) -> guard.App:
        fronted = pages.fronted(app, datasette) if settings.get("front") else app
        return guard.guarded(fronted, hosts=settings.get("hosts") or (), public=bool(settings.get("public")))

    return wrap


@hookimpl
def prepare_connection(conn: Connection) -> None:
    if looks_like_archive(conn):
        guard.limit_connection(conn)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:  # noqa: PLR0913 - the hook's own
    return cells.linked(cells.Cell(row=row, value=value, column=column, table=table, database=database), datasette)


@hookimpl
def extra_template_vars(
    template: str, database: str | None, table: str | None, request: Any, datasette: Any
) -> Awaitable[dict[str, Any]]:
    return cells.template_links(datasette, template, database, table, request)


@hookimpl
def extra_css_urls(database: str | None, table: str | None, datasette: Any) -> Callable[[], Awaitable[list[str]]]:
    async def urls() -> list[str]:
        ours = table is not None and database is not None and await is_archive(datasette, database)
        return [pages.asset(datasette, "tables.css")] if ours else []

    return urls


@hookimpl
def menu_links(datasette: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    async def links() -> list[dict[str, str]]:
        return [
            {"href": Places.of(datasette, name).front, "label": f"Read {name}"} for name in await archives_of(datasette)
        ]

    return links
