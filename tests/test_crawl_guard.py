"""No request reaches a private network: forty ways to write its address, by eight ways in, against a canary that counts."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.crawl_runner import run
from tests.newsroom import newsroom
from tests.spellings import NAMES, SPELLINGS

WAYS = ("seed", "redirect", "refresh", "link", "sitemap", "feed", "robots", "canonical")


def test_there_are_forty_spellings_and_eight_ways():
    assert (len(set(SPELLINGS)), len(WAYS)) == (40, 8)


@contextmanager
def canary():
    """A server on every address of this machine that notes who came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            came.append(f"{self.headers.get('Host')}{self.path}")
            self.send_response(200)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"secret")

        def log_message(self, *_values):
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1], came
    finally:
        server.shutdown()
        server.server_close()


class Lure:
    """The pages of `odd.test` that lead to the canary, put in the place of the newsroom's."""

    def __init__(self, port: int) -> None:
        self.urls = [f"http://{host}:{port}/way" for host in [*SPELLINGS, *NAMES]]

    def answer(self, handler: BaseHTTPRequestHandler, port: int) -> bool:  # noqa: PLR0911 - one for each way in
        path = handler.path
        base = f"http://odd.test:{port}"
        named = [url.replace("/way", f"/{path.strip('/').replace('/', '-')}") for url in self.urls]
        if path == "/robots.txt":
            body = "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {url}\n" for url in [*named, f"{base}/sitemap"])
            return self._send(handler, "text/plain", body)
        if path == "/":
            links = [f"{base}/redirect/{n}" for n in range(len(self.urls))] + [
                f"{base}/refresh/{n}" for n in range(len(self.urls))
            ]
            body = "".join(f"<a href='{link}'>x</a>" for link in [*links, *named, f"{base}/canonical"])
            return self._send(
                handler,
                "text/html",
                f"<html><head><link rel=alternate type=application/rss+xml href=/feed></head>{body}</html>",
            )
        if path.startswith("/redirect/"):
            handler.send_response(302)
            handler.send_header("Location", self.urls[int(path.rpartition("/")[2])])
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return True
        if path.startswith("/refresh/"):
            url = self.urls[int(path.rpartition("/")[2])]
            return self._send(handler, "text/html", f"<html><meta http-equiv=refresh content='0; url={url}'></html>")
        if path == "/sitemap":
            rows = "".join(f"<url><loc>{url}</loc></url><sitemap><loc>{url}</loc></sitemap>" for url in named)
            return self._send(handler, "application/xml", f"<urlset>{rows}</urlset>")
        if path == "/feed":
            rows = "".join(f"<item><link>{url}</link></item>" for url in named)
            return self._send(handler, "application/rss+xml", f"<rss><channel>{rows}</channel></rss>")
        heads = "".join(f"<link rel=canonical href='{url}'><base href='{url}'>" for url in named)
        return self._send(
            handler, "text/html", f"<html><head>{heads}</head><body><h1>Story</h1><p>A text.</p></body></html>"
        )

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, kind: str, body: str) -> bool:
        sent = body.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", f"{kind}; charset=utf-8")
        handler.send_header("Content-Length", str(len(sent)))
        handler.end_headers()
        handler.wfile.write(sent)
        return True


def test_nothing_private_is_reached_by_any_way(tmp_path, monkeypatch):
    with canary() as (port, came), newsroom() as room:
        lure = Lure(port)
        monkeypatch.setattr("tests.newsroom.odd.answer", lure.answer)
        sites = [
            {"name": "lure", "start": [room.url("odd.test")], "allow": [f"odd.test:{room.port}=127.0.0.1"]},
            {"name": "seeds", "start": lure.urls},
            {"name": "list", "start": lure.urls, "sources": ["list"]},
        ]
        told = run(tmp_path / "a.db", room, sites, names=NAMES, timeout=5)
        seen = {one.path.split("/")[1] for one in room.asked if one.host == "odd.test"}
    assert came == []
    assert {"redirect", "refresh", "sitemap", "feed", "canonical", "robots.txt"} <= seen
    assert told["lure"]["end"] == "done"


def test_the_canary_sings_where_it_is_allowed(tmp_path):
    with canary() as (port, came), newsroom() as room:
        url = f"http://localhost:{port}/way"
        allowed = {"name": "list", "start": [url], "sources": ["list"], "allow": [f"localhost:{port}=127.0.0.1"]}
        run(tmp_path / "a.db", room, [allowed])
    assert came == [f"localhost:{port}/robots.txt", f"localhost:{port}/way"]
