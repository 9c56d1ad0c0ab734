"""A newsroom to crawl: a web server on 127.0.0.1 that plays three papers at any time one sets, and misbehaves where asked to."""

from __future__ import annotations

import gzip
import hashlib
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.newsroom import odd, papers
from tests.newsroom.papers import BEGIN, PAPERS, Paper

__all__ = ["BEGIN", "PAPERS", "Asked", "Newsroom", "Paper", "newsroom"]


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    at: float
    host: str
    path: str
    conditional: bool
    status: int
    sent: int
    agent: str
    cookie: str = ""


@dataclass
class Newsroom:
    port: int
    papers: Sequence[Paper]
    now: datetime = BEGIN
    delay: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    leads_to: str = ""
    """Where `/to-tide` of `odd.test` leads."""
    robots: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Host -> status and text of its robots.txt, where it is not the usual one."""

    @property
    def allow(self) -> tuple[str, ...]:
        """What a crawl has to be allowed."""
        return (*(f"{paper.host}=127.0.0.1" for paper in self.papers), "odd.test=127.0.0.1")

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def requests(self, host: str | None = None) -> list[Asked]:
        return [one for one in list(self.asked) if host is None or one.host == host]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    room: Newsroom

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        if self.path.startswith("/-/"):
            self._control()
            return
        if self.room.delay:
            time.sleep(self.room.delay)
        if host == "odd.test" and self.path == "/to-tide":
            self._send(host, 302, {"Location": self.room.leads_to}, b"")
            return
        if host == "odd.test" and odd.answer(self, self.room.port):
            self._log(host, 0, 0)
            return
        paper = next((one for one in self.room.papers if one.host == host), None)
        status, headers, body = self._page(paper) if paper else (404, {}, b"no such paper")
        self._send(host, status, headers, body)

    def _control(self) -> None:
        """`/-/clock?TIME` sets the time, for a demonstration in which papers and crawl are processes of their own."""
        if "?" in self.path:
            self.room.now = datetime.fromisoformat(self.path.partition("?")[2]).astimezone(UTC)
        self._send("-", 200, {"Content-Type": "text/plain"}, self.room.now.isoformat().encode())

    def _page(self, paper: Paper) -> tuple[int, dict[str, str], bytes]:  # noqa: PLR0911 - one for each kind of page
        now, base, path = self.room.now, self.room.url(paper.host), self.path
        base = base.rstrip("/")
        html = {"Content-Type": "text/html; charset=utf-8"}
        if path == "/robots.txt":
            status, text = self.room.robots.get(
                paper.host, (200, f"User-agent: *\nDisallow: /secret/\nSitemap: {base}/sitemaps.xml\n")
            )
            return status, {"Content-Type": "text/plain"}, text.encode()
        if path == "/sitemaps.xml":
            rows = "".join(
                f"<sitemap><loc>{base}{name}</loc></sitemap>" for name in ("/news-sitemap.xml", "/sitemap-1.xml.gz")
            )
            return (
                200,
                {"Content-Type": "application/xml"},
                f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode(),
            )
        if path == "/news-sitemap.xml":
            return 200, {"Content-Type": "application/xml"}, papers.news_sitemap(paper, now, base).encode()
        if path == "/sitemap-1.xml.gz":
            return (
                200,
                {"Content-Type": "application/gzip"},
                gzip.compress(papers.sitemap(paper, now, base).encode(), mtime=0),
            )
        if path == "/feed":
            kind, text = papers.feed(paper, now, base)
            return 200, {"Content-Type": kind}, text.encode()
        if path == "/" or path.startswith("/page/"):
            return 200, html, papers.listing_page(paper, now, int(path.removeprefix("/page/").strip("/") or 1)).encode()
        number = paper.numbers.get(path)
        if number is None or number not in paper.shown(now):
            return 404, html, b"<title>Not found</title>"
        if not paper.is_there(number, now):
            return 410, html, b"<title>Gone</title>"
        edited = paper.edited(number)
        changed = edited if edited and now >= edited else paper.appeared(number)
        return (
            200,
            html | {"Last-Modified": format_datetime(changed, usegmt=True)},
            papers.article_page(paper, number, now).encode(),
        )

    def _send(self, host: str, status: int, headers: dict[str, str], body: bytes) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status in {200, 304}:
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self._log(host, status, len(body))

    def _log(self, host: str, status: int, sent: int) -> None:
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        agent = self.headers.get("User-Agent") or ""
        self.room.asked.append(
            Asked(time.monotonic(), host, self.path, conditional, status, sent, agent, self.headers.get("Cookie") or "")
        )

    def log_message(self, *_values: object) -> None:
        """Nothing is printed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address) -> None:
        """A crawl that was killed leaves connections that break off; anything else is a fault of the newsroom."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def newsroom(shown: Sequence[Paper] = PAPERS, now: datetime = BEGIN, port: int = 0) -> Iterator[Newsroom]:
    server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {}))
    room = Newsroom(port=server.server_address[1], papers=shown, now=now)
    server.RequestHandlerClass.room = room
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
