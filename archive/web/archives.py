"""Which of Datasette's databases are copydesk archives, where their pages are, and who may see them.

Written against what Datasette 0.65 and 1.0 have in common; the one thing that differs,
asking for a permission, is asked in `visible_tables`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection, OperationalError
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils import tilde_decode, tilde_encode

PLUGIN = "copydesk"
"""The name under which Datasette knows this plugin, its static files and its configuration."""

_MARKS = ("permalink", "cleaned_by", "copy_of")
"""Columns that no other table `articles` is likely to have."""

_known: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
"""Databases that are archives. Others are asked again: a file may become one while it is served."""


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of an archive's pages."""

    database: str
    base: str

    @classmethod
    def of(cls, datasette: Any, database: str) -> Places:
        """The addresses in this Datasette, which may live below a base URL."""
        return cls(database=database, base=str(datasette.urls.path(f"/{tilde_encode(database)}")))

    @property
    def front(self) -> str:
        """The front page."""
        return f"{self.base}/-/front"

    @property
    def search(self) -> str:
        """The search page, without a query."""
        return f"{self.base}/-/search"

    def read(self, key: str | int) -> str:
        """The reading page of the article with this permalink or id."""
        return f"{self.base}/-/read/{tilde_encode(str(key))}"

    def row(self, table: str, key: str | int) -> str:
        """A row in Datasette's own view of the table."""
        return f"{self.base}/{tilde_encode(table)}/{tilde_encode(str(key))}"


@dataclass(frozen=True, slots=True)
class Together:
    """The addresses of the pages of all archives that are served side by side."""

    instance: str

    @classmethod
    def of(cls, datasette: Any) -> Together:
        """The addresses in this Datasette."""
        return cls(instance=str(datasette.urls.instance()))

    @property
    def base(self) -> str:
        """Datasette's own list of databases: the address alone leads to our front page."""
        return f"{self.instance}?tables"

    @property
    def front(self) -> str:
        """The front page."""
        return f"{self.instance}-/front"

    @property
    def search(self) -> str:
        """The search page, without a query."""
        return f"{self.instance}-/search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One archive as one reader sees it."""

    places: Places
    title: str
    tables: frozenset[str] = frozenset()
    """The tables this reader may see."""
    around: str = ""
    """The front page of all archives, where it is one of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All archives together, as the templates of their pages take a `Site`."""

    places: Together
    title: str
    around: str = ""


def looks_like_archive(conn: Connection) -> bool:
    """True where the tables are those of an archive."""
    marks = ", ".join(f"'{name}'" for name in _MARKS)
    try:
        found = conn.execute(f"select count(*) from pragma_table_info('articles') where name in ({marks})")
        return bool(found.fetchone()[0] == len(_MARKS))
    except OperationalError:
        return False


async def is_archive(datasette: Any, database: str) -> bool:
    """True for a database of this Datasette that is a copydesk archive."""
    db = datasette.databases.get(database)
    if db is None:
        return False
    if not _known.get(db):
        _known[db] = bool(await db.execute_fn(looks_like_archive))
    return _known[db]


async def archives_of(datasette: Any) -> list[str]:
    """The names of all archives served here."""
    names = [name for name in datasette.databases if name not in {"_internal", "_memory"}]
    return [name for name in names if await is_archive(datasette, name)]


async def archive_of(datasette: Any, route: str) -> str | None:
    """The archive that a part of an address means."""
    wanted = tilde_decode(route)
    name = next(
        (name for name, db in datasette.databases.items() if wanted in {name, getattr(db, "route", None)}), None
    )
    return name if name is not None and await is_archive(datasette, name) else None


async def visible_tables(datasette: Any, actor: Any, database: str, tables: Iterable[str]) -> frozenset[str]:
    """Those of the tables that the actor may see by Datasette's permissions."""
    return frozenset([table for table in tables if await _visible(datasette, actor, database, table)])


async def _visible(datasette: Any, actor: Any, database: str, table: str) -> bool:
    if hasattr(datasette, "allowed"):  # 1.0
        from datasette.resources import TableResource

        resource = TableResource(database=database, table=table)
        return bool(await datasette.allowed(action="view-table", resource=resource, actor=actor))
    permissions = [("view-table", (database, table)), ("view-database", database), "view-instance"]
    visible, _private = await datasette.check_visibility(actor, permissions=permissions)
    return bool(visible)


def title_of(datasette: Any, database: str) -> str:
    """The archive's name: as `copydesk serve` was told, else made from the file's."""
    title = settings_of(datasette).get("titles", {}).get(database)
    return title or readable_name(database)


def readable_name(database: str) -> str:
    """A file's name as a title.

    >>> readable_name("two-rivers_2024")
    'Two rivers 2024'
    """
    spaced = " ".join(database.replace("-", " ").replace("_", " ").split())
    return spaced[:1].upper() + spaced[1:] or database


def settings_of(datasette: Any) -> dict[str, Any]:
    """What `copydesk serve` told the plugin; empty where Datasette was started by hand."""
    return datasette.plugin_config(PLUGIN) or {}
