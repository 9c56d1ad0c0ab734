"""What stands between a browser and the pages: response headers, host names, redirects, and limits on SQL.

The pages show text that strangers wrote, so nothing in them may run or load anything. Our own
pages have no inline script and no inline style and say so in their Content-Security-Policy.
Datasette's own pages need both inline; there only what comes from elsewhere is forbidden.

SQL typed into Datasette is limited by time, but one call can build a gigabyte before the time
is looked at (43 s measured for a padded printf). `limit_connection` closes the cheap ways; it is
a guard for a server on one's own machine. A public server has SQL off: `copydesk serve --public`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from sqlite3 import Connection
from typing import Any

__all__ = ["guarded", "limit_connection"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

OUR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DATASETTE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    b"content-security-policy": DATASETTE_POLICY.encode(),  # our own pages bring theirs
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}
_TWO_SLASHES = re.compile(rb"^[\s\x00-\x20]*[/\\][\s\x00-\x20]*[/\\]")
_PRIVATE_ON_PUBLIC_SERVERS = re.compile(r"/-/(databases|threads|plugins|settings|config|metadata)(\.json)?/?$")
"""Pages of Datasette that tell of the machine: file paths, threads, versions."""

LARGEST_VALUE = 32 * 1024 * 1024
"""Bytes of one value in SQL: twice the largest page that is cleaned."""
_MEMORY_FUNCTIONS = frozenset({"printf", "format", "zeroblob", "randomblob"})
"""Functions that make a value of any size out of nothing; refused where SQLite cannot be told a limit."""
_SQLITE_LIMIT_LENGTH = 0
_SQLITE_OK, _SQLITE_DENY, _SQLITE_IGNORE = 0, 1, 2
_SQLITE_READ, _SQLITE_FUNCTION = 20, 31


def guarded(app: App, *, hosts: Collection[str] = (), public: bool = False) -> App:
    """The application behind the guard. With `hosts`, requests that name another host are refused:
    a web page elsewhere could else point its own name at this machine and read the archive.
    """

    async def guard(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        refusal = _refusal(scope, hosts, public=public)
        secured = _secured(send)
        if refusal:
            await _refuse(secured, *refusal)
        else:
            await app(scope, receive, secured)

    return guard


def _refusal(scope: Scope, hosts: Collection[str], *, public: bool) -> tuple[int, str] | None:
    path = scope.get("raw_path") or scope["path"].encode()
    if _TWO_SLASHES.match(path) or ".." in scope["path"].split("/"):
        return 404, "Not found"
    if public and _PRIVATE_ON_PUBLIC_SERVERS.search(scope["path"]):
        return 404, "Not found"
    if hosts and _host(scope) not in hosts:
        return 421, f"This archive is served for this machine only, as {' or '.join(sorted(hosts))}."
    return None


def _host(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name.lower() == b"host"]
    host = values[0].decode("latin-1") if values else ""
    return re.sub(r":\d*$", "", host).lower()


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def _secured(send: Send) -> Send:
    async def secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [_local(name, value) for name, value in message.get("headers", [])]
            present = {name.lower() for name, _ in headers}
            headers += [(name, value) for name, value in _HEADERS.items() if name not in present]
            message = dict(message, headers=headers)
        await send(message)

    return secured


def _local(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A redirect to `/\\example.org` leaves the site: browsers read it as `//example.org`."""
    if name.lower() == b"location" and _TWO_SLASHES.match(value):
        return name, b"/" + value.lstrip(b"/\\ \t\r\n")
    return name, value


def limit_connection(conn: Connection) -> None:
    """Limits what SQL from outside can do on this connection of an archive's database."""
    can_limit = hasattr(conn, "setlimit")  # not in pysqlite3
    if can_limit:
        conn.setlimit(_SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    refused = {"fts3_tokenizer", "load_extension"} | (set() if can_limit else _MEMORY_FUNCTIONS)

    def authorize(
        action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None
    ) -> int:
        if action == _SQLITE_FUNCTION and (second or "").lower() in refused:
            return _SQLITE_DENY
        if action == _SQLITE_READ and first == "pragma_database_list" and second == "file":
            return _SQLITE_IGNORE  # reads as null: the path of the file is nobody's business
        return _SQLITE_OK

    conn.set_authorizer(authorize)
