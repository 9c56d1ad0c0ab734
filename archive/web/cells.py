"""Ways from Datasette's own pages to ours: links in table cells, on an article's row page and on the index."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.web.archives import Places, archives_of, is_archive

__all__ = ["Cell", "linked", "template_links"]

_ARTICLE_COLUMNS = {("articles", "title"): "id", ("articles", "copy_of"): "copy_of", ("removed", "title"): "article"}
"""Table and column -> the column with the article's id; `article` of any table is one as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What Datasette hands over for one cell of a table."""

    row: Any
    value: Any
    column: str
    table: str | None
    database: str


def linked(cell: Cell, datasette: Any) -> Awaitable[Markup | None] | None:
    """The cell as a link to the reading page, for cells that mean an article."""
    if cell.table is None or cell.value in (None, ""):
        return None
    key = "article" if cell.column == "article" else _ARTICLE_COLUMNS.get((cell.table, cell.column))
    return _link(cell, key, datasette) if key else None


async def _link(cell: Cell, key: str, datasette: Any) -> Markup | None:
    if not await is_archive(datasette, cell.database):
        return None
    article, label = _article_of(cell, key)
    if article is None:
        return None
    return Markup('<a href="{}">{}</a>').format(Places.of(datasette, cell.database).read(article), label)


def _article_of(cell: Cell, key: str) -> tuple[int | None, str]:
    """A foreign key comes as a dict with its label, other cells need the id from the row."""
    if isinstance(cell.value, dict):
        return cell.value.get("value"), str(cell.value.get("label") or cell.value.get("value"))
    try:
        article = cell.row[key]
    except (KeyError, IndexError):
        return None, ""
    if isinstance(article, dict):
        article = article.get("value")
    return (article if isinstance(article, int) else None), str(cell.value)


async def template_links(
    datasette: Any, template: str, database: str | None, table: str | None, request: Any
) -> dict[str, Any]:
    """Variables for our additions to Datasette's `row.html` and `index.html`."""
    if template == "index.html":
        return {"copydesk_archives": [Places.of(datasette, name) for name in await archives_of(datasette)]}
    if template != "row.html" and not template.startswith("row-"):
        return {}
    if database is None or not await is_archive(datasette, database):
        return {"copydesk_archive": False, "copydesk_read": None}
    key = (request.url_vars.get("pks") or "") if request and table == "articles" else ""
    read = Places.of(datasette, database).read(key) if key.isdecimal() else None
    return {"copydesk_archive": True, "copydesk_read": read}
