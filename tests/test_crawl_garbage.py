"""Answers made of the pieces of answers, put together by chance: each ends in an outcome, and the crawl goes on to its end."""

from __future__ import annotations

import gzip
import random
import socketserver
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from crawler.crawling.reasons import FAILURES, OUTCOMES, PARTS, REFUSALS
from tests.crawl_runner import run
from tests.newsroom import newsroom

PAGES = 200
STARTS = (b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 999 Odd", b"HTTP/1.1 304 Not Modified", b"HTTP/1.1 301 Moved", b"HTTP/1.1 100 Continue",
          b"HTTP/1.1 204 No Content", b"HTTP/9.9 200 OK", b"HTTP/1.1 -1 No", b"HTTP/1.1 500 Oh", b"ICY 200 OK", b"\0\0\0", b"")  # fmt: skip
HEADERS = (b"Content-Type: text/html", b"Content-Type: \xff\xfe", b"Content-Type: text/html; charset=utf-99", b"Content-Length: 30", b"Content-Length: -5",
           b"Content-Length: 1e3", b"Content-Length: 30, 40", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Content-Encoding: gzip",
           b"Content-Encoding: br", b"Content-Encoding: deflate, zstd", b"Content-Encoding: \xff", b"Location: /\xff\xfe", b"Location: http://[::1",
           b"Location: //", b"Location: \xe6\x97\xa5", b"Location:", b"ETag: \xff", b"Last-Modified: yesterday", b"Retry-After: -1", b"Retry-After: 1.5",
           b"Retry-After: Mon, 99 Foo 2026", b"X-Robots-Tag: \xff: noindex", b" folded first", b"no colon", b": no name", b"Set-Cookie: " + b"c" * 9000,
           b"Link: <x>; rel=canonical", b"Refresh: 0; url=/", b"Connection: close", b"Connection: upgrade")  # fmt: skip
BODIES = (b"", b"<html><body><p>A text.", b"5\r\nhello\r\n0\r\n\r\n", b"FFFFFFFFFFFFFFFF\r\n", b"-5\r\nhello", gzip.compress(b"<p>packed</p>"), b"\xff\xfe<\0p\0>\0",
          b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;", b"<rss><channel><item><link>http://[::1</link></item>", b"\0" * 2000,
          b'{"version": "https://jsonfeed.org/version/1.1", "items": [1, null, {"url": 5}]}', b"<html><meta http-equiv=refresh content='0;url=http://[::1'>",
          b"<base href='http://[::1'><a href='//\xff'>x</a><a href='http://a:b/'>y</a><a href='javascript:1'>z</a>", b"<" * 5000)  # fmt: skip


def garbage(seed: str) -> bytes:
    """An answer that is the same for a path every time."""
    chance = random.Random(seed)
    end = chance.choice((b"\r\n", b"\r\n", b"\n"))
    lines = [chance.choice(STARTS), *(chance.choice(HEADERS) for _ in range(chance.randint(0, 5)))]
    return end.join([*lines, b"", b""]) + chance.choice(BODIES)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            path = self.rfile.readline().split()[1].decode("latin-1")
            while self.rfile.readline().strip():
                pass
            answer = b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n" if path == "/robots.txt" else garbage(path)
            self.wfile.write(answer)


@contextmanager
def garbage_server() -> Iterator[int]:
    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = allow_reuse_address = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_every_answer_has_an_outcome_whatever_it_is_made_of(tmp_path):
    with garbage_server() as port, newsroom() as room:
        start = [f"http://garbage.test:{port}/{number}" for number in range(PAGES)]
        begun = {"name": "garbage", "start": start, "allow": ["garbage.test=127.0.0.1"], "limits": {"pages": 2 * PAGES}}
        told = run(tmp_path / "a.db", room, [begun], timeout=5)
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        said = conn.execute("select outcome, reason, count(*) from fetches group by 1, 2").fetchall()
        states = dict(conn.execute("select state, count(*) from _frontier group by 1"))
    assert {outcome for outcome, _, _ in said} <= set(OUTCOMES)
    assert {reason for _, reason, _ in said if reason} <= {*FAILURES, *REFUSALS, *PARTS} - {"not-read"}
    assert "waiting" not in states
    assert told["garbage"]["end"] == "done"
