"""A proxy on this machine that a browser has to use: the guard for programs that resolve names and open connections themselves.

Takes CONNECT for what is encrypted and whole addresses for what is not, asks the guarded resolver for each connection, and goes to
the addresses it gives and to no other. Whoever uses it has to know the password of this run. Reads nothing of what passes.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from crawler.network.policy import NetworkPolicy

__all__ = ["GuardedProxy"]

HEAD_BYTES = 64 << 10
PIECE = 64 << 10
BODIES = 4
"""Of the largest size that may come through one connection: a browser asks for many things over one."""
CONNECT_SECONDS = 15.0


class _Heard:
    """Takes the resolver's answer as the result of a future."""

    def __init__(self) -> None:
        self.addresses: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        self._so_far: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        """Nothing to note."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._so_far.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self.addresses.done():
            self.addresses.set_result(self._so_far)


class GuardedProxy:
    """Listens from `start` to `close`."""

    def __init__(self, resolver: Any, policy: NetworkPolicy) -> None:
        self.user, self.password = "copydesk", secrets.token_urlsafe(16)
        self.port = 0
        self._resolver, self._policy = resolver, policy
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen on a port of this machine that is free."""
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0, limit=HEAD_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End what is open."""
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self._policy.seconds)
        line, *headers = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, target, _version = line.split(" ", 2)
        if not self._knows_password(headers):
            writer.write(
                b'HTTP/1.1 407 Password\r\nProxy-Authenticate: Basic realm="copydesk"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
            )
            await writer.drain()
            return
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        if method != "CONNECT" and parts.scheme != "http":
            raise ValueError(target)
        there = await self._connected(parts.hostname or "", parts.port or 80)
        if there is None:
            writer.write(
                b"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                if method == "CONNECT"
                else b""
            )
            await writer.drain()
            return
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            there[1].write(_as_asked_of_a_server(method, parts, headers))
        await self._pass_on((reader, writer), there)

    def _knows_password(self, headers: list[str]) -> bool:
        given = next(
            (one.partition(":")[2].strip() for one in headers if one.lower().startswith("proxy-authorization:")), ""
        )
        wanted = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return secrets.compare_digest(given.encode(), f"Basic {wanted}".encode())

    async def _connected(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to the first address that answers, of those that the guard gives."""
        heard = _Heard()
        self._resolver.resolveHostName(heard, host, port)
        for address in await asyncio.wait_for(heard.addresses, CONNECT_SECONDS):
            with suppress(OSError, TimeoutError):
                return await asyncio.wait_for(asyncio.open_connection(address, port), CONNECT_SECONDS)
        return None

    async def _pass_on(
        self,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        """Both ways, until one of them ends or too much has come."""
        loop = asyncio.get_running_loop()
        ways = [loop.create_task(self._pump(here[0], there[1])), loop.create_task(self._pump(there[0], here[1]))]
        try:
            await ways[1]
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            there[1].close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        left = BODIES * self._policy.body_bytes
        while left > 0 and (piece := await source.read(PIECE)):
            left -= len(piece)
            sink.write(piece)
            await sink.drain()


def _as_asked_of_a_server(method: str, parts: Any, headers: list[str]) -> bytes:
    """The request as a server expects it, for one answer: the next may be for another host."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    hop = ("proxy-", "connection:", "keep-alive:", "host:", "upgrade:")
    kept = [one for one in headers if not one.lower().startswith(hop)]
    host = parts.netloc.rpartition("@")[2]
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *kept, "Connection: close", "", ""]).encode(
        "latin-1"
    )
