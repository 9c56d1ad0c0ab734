"""No request reaches a private network: forty ways to write its address, by eight ways in, against a canary that counts."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from crawler.network.policy import NetworkPolicy, address_is_private, host_refused, literal_address, url_refused
from tests.crawl_runner import run
from tests.newsroom import newsroom

HOSTS = (
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
    "0177.0.0.1", "0177.0.0.01", "017700000001", "0x7F.0x0.0x0.0x1", "127.0x0.0.1", "0", "0.0.0.0", "0x0", "00",
    "localhost", "LOCALHOST", "localhost.", "LocalHost.localdomain", "a.localhost", "127.0.0.1.", "127.0.0.1%2e",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "①②⑦.⓪.⓪.①", "127。0。0。1", "user@127.0.0.1", "user:pass@localhost", "public.example@127.0.0.1",
    "%31%32%37.0.0.1", "inside.names.test",
)  # fmt: skip
"""Spellings of this very machine."""
NAMES = {
    "inside.names.test": [["127.0.0.1"]],
    "v6.names.test": [["::1"]],
    "mapped.names.test": [["::ffff:127.0.0.1"]],
    "mixed.names.test": [["10.0.0.1", "127.0.0.1"]],
    "turning.names.test": [["192.0.2.1"], ["127.0.0.1"], ["127.0.0.1"]],
    "localhost": [["127.0.0.1"]],
    "localhost.": [["127.0.0.1"]],
    "localhost.localdomain": [["127.0.0.1"]],
    "a.localhost": [["127.0.0.1"]],
    **{host: [["127.0.0.1"]] for host in HOSTS if not host.startswith("[")},
}
"""What a hostile name server answers, also for what is no name."""

WAYS = ("seed", "redirect", "refresh", "link", "sitemap", "feed", "robots", "canonical")


def test_there_are_forty_spellings_and_eight_ways():
    assert (len(set(HOSTS)), len(WAYS)) == (40, 8)


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
        self.urls = [f"http://{host}:{port}/way" for host in [*HOSTS, *NAMES]]

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


PRIVATE = (
    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.0.0.1", "0.0.0.0", "192.0.0.1",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
    "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::", "fec0::1", "2001:db8::1",
)  # fmt: skip
PUBLIC = (
    "93.184.215.14",
    "8.8.8.8",
    "1.1.1.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address):
    assert address_is_private(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not_taken_for_private(address):
    assert not address_is_private(ip_address(address))


@pytest.mark.parametrize(
    ("written", "address"),
    [("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0xa000001", "10.0.0.1"),
     ("1.2.3.4", "1.2.3.4"), ("[::1]", "::1"), ("paper.example", None), ("1.2.3.4.5", None), ("256.1.1.1", None), ("1..2", None), ("", None)],
)  # fmt: skip
def test_an_address_is_known_however_it_is_written(written, address):
    found = literal_address(written)
    assert (str(found) if found else None) == address


@pytest.mark.parametrize(
    ("url", "reason"),
    [("https://paper.example/a", None), ("http://paper.example:8080/", None), ("ftp://paper.example/", "not-http"),
     ("file:///etc/passwd", "not-http"), ("javascript:alert(1)", "not-http"), ("http://", "not-http"), ("http://[::1/", "not-http"),
     ("http://printer/", "private-address"), ("http://nas.local/", "private-address"), ("http://metadata.google.internal/", "private-address")],
)  # fmt: skip
def test_addresses_are_looked_at_before_they_are_asked_for(url, reason):
    assert url_refused(url, NetworkPolicy()) == reason


def test_what_is_allowed_is_allowed_by_name_and_port_alone():
    policy = NetworkPolicy(allow=("localhost:8080", "paper.test=127.0.0.1", "[::1]:9"))
    assert host_refused("localhost", 8080, policy) is None
    assert host_refused("localhost", 8081, policy) == "private-address"
    assert host_refused("127.0.0.1", 8080, policy) == "private-address"
    assert host_refused("::1", 9, policy) is None
    assert policy.given_address("PAPER.test.") == "127.0.0.1"
    assert policy.given_address("other.test") is None
