"""A web server on 127.0.0.1 that does what servers do to harm: endless answers, bombs, ways into the private network; and a canary.

Every endless answer ends after a bound of its own.
"""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import brotli

try:
    from backports import zstd
except ImportError:
    from compression import zstd

PIECES = 400
MEGABYTE = b"<p>" + b"x" * (1 << 20)
PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
TEXT = b"<p>A short text.</p>"


@cache
def bomb(encoding: str) -> bytes:
    """64 MiB of nothing."""
    return PACKED[encoding](b"<p>" + b"a" * (64 << 20))


@cache
def onion(layers: int) -> bytes:
    body = TEXT
    for _ in range(layers):
        body = gzip.compress(body, mtime=0)
    return body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.came.append(f"{self.headers.get('Host')}{self.path}")
        parts = urlsplit(self.path)
        given = parse_qs(parts.query).get("to", [""])[0]
        name, _, more = parts.path.strip("/").partition("/")
        answer = getattr(self, f"_{name.replace('-', '_')}", None)
        if answer is None:
            self._send(TEXT)
        else:
            answer(given or more)

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, to: str) -> None:
        self._send(b"", 302, Location=to)

    def _refresh(self, to: str) -> None:
        self._send(f'<html><head><meta http-equiv="refresh" content="0; url={escape(to)}"></head></html>'.encode())

    def _endless_body(self, _given: str) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self._write(MEGABYTE for _ in range(PIECES))

    def _large(self, given: str) -> None:
        self._send(b"x" * int(given))

    def _endless_headers(self, _given: str) -> None:
        self._write([b"HTTP/1.1 200 OK\r\n", *(b"X: %s\r\n" % (b"y" * 8000) for _ in range(PIECES))])

    def _many_headers(self, given: str) -> None:
        self._write([b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n" * int(given), b"Content-Length: 2\r\n\r\nok"])

    def _endless_continue(self, _given: str) -> None:
        self._write(b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" * 1000 for _ in range(PIECES))

    def _endless_line(self, _given: str) -> None:
        self._write([b"HTTP/1.1 200 OK\r\nX: ", *(b"y" * 65536 for _ in range(PIECES))])

    def _bomb(self, encoding: str) -> None:
        self._send(bomb(encoding), Content_Encoding=encoding)

    def _packed(self, encoding: str) -> None:
        self._send(PACKED[encoding](TEXT), Content_Encoding=encoding)

    def _onion(self, layers: str) -> None:
        self._send(onion(int(layers)), Content_Encoding=", ".join(["gzip"] * int(layers)))

    def _not_packed(self, encoding: str) -> None:
        self._send(TEXT, Content_Encoding=encoding)

    def _write(self, pieces) -> None:
        self.close_connection = True
        try:
            for piece in pieces:
                self.wfile.write(piece)
        except OSError:
            return

    def log_message(self, *_values: object) -> None:
        """Nothing is printed."""


class HostileServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[str] = []
        """Host and path of each request."""

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, request, client_address) -> None:
        """Connections that the other side gives up are what is wanted."""


@contextmanager
def hostile_server() -> Iterator[HostileServer]:
    server = HostileServer()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
