"""How `copydesk serve` starts Datasette: its arguments, and the metadata file they point to.

One metadata file serves Datasette 0.65 and 1.0: the newer one moves what it regards as
configuration (facets, labels, sort order, plugin settings) out of it by itself.

A server for one's own machine answers SQL, because that is what the raw tables are for. A public
one does not: table permissions do not hold while SQL is open, and one query can cost minutes.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_encode

from archive.descriptions import DESCRIPTIONS
from archive.web.archives import PLUGIN, readable_name

__all__ = ["Serving", "archive_metadata", "datasette_arguments", "front_address", "tell_errors_plainly"]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    # A query per column on every page: 100 to 250 ms measured. The facets are named below instead.
    "suggest_facets": "off",
    "facet_time_limit_ms": 500,
    "default_facet_size": 12,
    "allow_download": "off",
    "truncate_cells_html": 280,
    "max_csv_mb": 100,
}
PUBLIC_SETTINGS = {
    "default_allow_sql": "off",
    "allow_csv_stream": "off",
    "max_returned_rows": 200,
    "sql_time_limit_ms": 1000,
}

LABELS = {
    "articles": "title",
    "sites": "label",
    "authors": "name",
    "tags": "name",
    "runs": "started",
    "captures": "source",
}
FACETS = {
    "articles": ("site", "section", "language", "published_month"),
    "captures": ("site", "outcome"),
    "rejections": ("kind", "reason"),
}
"""On indexed columns, or on tables that stay small: facets are counted on every view of the table."""
ORDER = {"articles": "published", "captures": "id", "runs": "id", "rejections": "id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What `copydesk serve` was asked for."""

    databases: tuple[Path, ...]
    host: str = "127.0.0.1"
    port: int = 8001
    public: bool = False
    """Strangers can reach it: no SQL, no pages that tell of the machine, any host name."""
    title: str = ""
    """The name of several archives together."""
    titles: Mapping[str, str] | None = None
    """Database name -> the archive's name; the database's own name where there is none."""
    open_browser: bool = False


def datasette_arguments(serving: Serving, folder: Path) -> list[str]:
    """The arguments of `datasette`, after writing its metadata into the folder."""
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps(archive_metadata(serving), ensure_ascii=False, indent=1), encoding="utf-8")
    settings = SETTINGS | (PUBLIC_SETTINGS if serving.public else {})
    arguments = ["serve", *(_shown_path(path) for path in serving.databases)]
    arguments += ["--host", serving.host, "--port", str(serving.port), "--metadata", str(metadata)]
    for name, value in settings.items():
        arguments += ["--setting", name, str(value)]
    return [*arguments, "--open"] if serving.open_browser else arguments


def tell_errors_plainly() -> None:
    """Keep Datasette from printing each error with all local variables, as it does where the package `rich` is installed.

    It does so for a page that is not there, too: hundreds of lines, a second each (measured). And where the output cannot
    take the frames that it draws (LC_ALL=C, a closed pipe), the answer is 500 in place of 404. What is an error of the
    server is printed as a traceback all the same.
    """
    from datasette import handle_exception  # late: takes a second

    handle_exception.rich = None


def front_address(serving: Serving) -> str:
    """Where the archive opens in a browser on this machine."""
    host = f"[{serving.host}]" if ":" in serving.host else serving.host
    host = "127.0.0.1" if host in {"0.0.0.0", "[::]"} else host  # noqa: S104 - an address to be shown, not bound
    path = f"/{tilde_encode(serving.databases[0].stem)}/-/front" if len(serving.databases) == 1 else "/"
    return f"http://{host}:{serving.port}{path}"


def _shown_path(path: Path) -> str:
    """Relative where it can be: Datasette shows the path it was given."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def archive_metadata(serving: Serving) -> dict[str, Any]:
    """Titles, descriptions, labels, facets and hidden tables of each archive, and what the plugin has to know."""
    titles = dict(serving.titles or {})
    names = [path.stem for path in serving.databases]
    own_machine = serving.host in {"localhost", "127.0.0.1", "::1"} and not serving.public
    plugin = {
        "front": True,
        "public": serving.public,
        "title": serving.title,
        "titles": titles,
        "hosts": list(LOOPBACK) if own_machine else [],
    }
    return {
        "title": next(iter(titles.values()), readable_name(names[0]))
        if len(names) == 1
        else serving.title or "Archives",
        "plugins": {PLUGIN: plugin},
        "databases": {
            path.stem: _database(path, titles.get(path.stem) or readable_name(path.stem)) for path in serving.databases
        },
    }


def _database(path: Path, title: str) -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {name: _table(name) for name in DESCRIPTIONS}
    for name, kind in _internal_tables(path):
        tables.setdefault(name, {})["hidden"] = True
        if kind == "view":  # Datasette hides tables only
            tables[name]["allow"] = False
    front = escape(f"/{tilde_encode(path.stem)}/-/front")
    invitation = f'The tables of the archive. <a href="{front}">Read and search it</a>.'
    return {"title": title, "description_html": invitation, "tables": tables}


def _table(name: str) -> dict[str, Any]:
    description = DESCRIPTIONS[name]
    table: dict[str, Any] = {
        "description": _plain(description.description),
        "columns": {column: _plain(text) for column, text in description.columns.items()},
    }
    if name in LABELS:
        table["label_column"] = LABELS[name]
    if name in FACETS:
        table["facets"] = list(FACETS[name])
    if name in ORDER:
        table["sort_desc"] = ORDER[name]
    return table


def _plain(text: str) -> str:
    """Datasette shows a description as it is, Markdown too."""
    return text.replace("`", "")


def _internal_tables(path: Path) -> Sequence[tuple[str, str]]:
    """Tables and views that are not for readers, with their kind: those with an underscore, and what search keeps."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as conn:
        found: Iterable[tuple[str, str]] = conn.execute(
            "select name, type from sqlite_master where type in ('table', 'view')"
        )
        return [(name, kind) for name, kind in found if name.startswith(("_", "sqlite_")) or "_fts" in name]
