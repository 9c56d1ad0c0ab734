"""Pages of a dead site from a web archive: under their own addresses, with the times and headers they had."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.records import CapturedAt, capture_record
from crawler.crawling.answer import Answer
from crawler.crawling.archived import Held, chosen, held_in, list_addresses, next_list, playback, request_of
from crawler.sites import Archived
from pipelines.types import Capture, Provenance
from tests.crawl_runner import run
from tests.newsroom import BEGIN, newsroom
from tests.newsroom.odd import STORY

WAYBACK = Archived(server="https://web.example/cdx/search/cdx")
CAPTURES = [
    ("http://dead.example/one", "20200101000000"),
    ("http://dead.example/one", "20220601000000"),
    ("http://dead.example/one", "20240101000000"),
    ("https://dead.example/two?x=1", "20210101000000"),
    ("https://dead.example/picture.jpg", "20210101000000"),
]


def story(url: str, stamp: str) -> bytes:
    return STORY.format(head=f"<meta name='x' content='{url}'>").replace("On day", f"In {stamp[:4]}, on day").encode()


def answer(body: str) -> Answer:
    return Answer(url="https://web.example/cdx", at=datetime(2026, 1, 1, tzinfo=UTC), status=200, body=body.encode())


HELD = [
    Held(url="http://dead.example/one", stamp="20200101000000"),
    Held(url="https://dead.example/two", stamp="20210101000000"),
]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([["urlkey", "timestamp", "original", "mimetype", "statuscode"],
                    ["k", "20200101000000", "http://dead.example/one", "text/html", "200"],
                    ["k", "20210101000000", "https://dead.example/two", "text/html", "200"],
                    ["k", "20210101000000", "https://dead.example/gone", "text/html", "404"], ["k"], 7, []]),
        "\n".join(json.dumps({"url": one.url, "timestamp": one.stamp, "mime": "text/html", "status": "200"}) for one in HELD) + "\n{broken",
        "\n".join(f'com,example)/ {one.stamp} {json.dumps({"url": one.url, "mime": "text/html", "status": "200"})}' for one in HELD),
        "\n".join(f"com,example)/ {one.stamp} {one.url} text/html 200 SHA 99" for one in HELD) + "\n\ncom,example)/resume",
    ],
    ids=["JSON", "JSON lines", "CDXJ", "CDX"],
)  # fmt: skip
def test_lists_of_captures_are_read_in_every_form(body):
    assert held_in(answer(body)) == HELD


@pytest.mark.parametrize("body", ["", "[[", "[[]]", "<html>busy</html>", "[[1,2],[3]]", "null", "{}\n[]\n7"])
def test_what_is_no_list_has_no_captures(body):
    assert held_in(answer(body)) == []


@pytest.mark.parametrize(
    ("captures", "date", "stamps"),
    [
        ("all", None, ["2020", "2022", "2024", "2021"]),
        ("nearest", None, ["2024", "2021"]),
        ("nearest", "2022-02-01", ["2022", "2021"]),
        ("nearest", "2019", ["2020", "2021"]),
    ],
)
def test_of_each_page_the_capture_nearest_to_a_day_is_taken_or_all(captures, date, stamps):
    held = [Held(url=url, stamp=stamp) for url, stamp in CAPTURES[:4]]
    found = chosen(Archived(server="x", captures=captures, date=date), held)
    assert [one.stamp[:4] for one in found] == stamps


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("https://web.example/cdx/search/cdx", "https://web.example/web/20200101000000id_/http://dead.example/one"),
        ("http://localhost:8080/papers/cdx", "http://localhost:8080/papers/20200101000000id_/http://dead.example/one"),
    ],
)
def test_a_capture_is_asked_for_as_it_was(server, address):
    assert playback(Archived(server=server), HELD[0]) == address
    assert request_of(address) == (address, {})


def test_a_record_of_common_crawl_is_a_range_of_a_file():
    crawl = Archived(server="https://index.crawl.example/CC-2026-index", kind="commoncrawl")
    url = playback(
        crawl, Held(url="http://dead.example/", stamp="20200101000000", file="crawl/a.warc.gz", offset=100, length=50)
    )
    assert url == "https://data.crawl.example/crawl/a.warc.gz?offset=100&length=50"
    assert request_of(url) == (
        "https://data.crawl.example/crawl/a.warc.gz",
        {"Range": "bytes=100-149", "Accept-Encoding": "identity"},
    )


def test_a_list_that_is_not_whole_goes_on_behind_its_key():
    first = list_addresses(WAYBACK, "https://dead.example/")
    further = next_list(WAYBACK, first, answer(json.dumps([["timestamp"], ["x"], [], ["com,example)/b 2020"]])))
    assert further is not None
    assert parse_qs(urlsplit(further).query) == parse_qs(urlsplit(first).query) | {"resumeKey": ["com,example)/b 2020"]}
    assert next_list(WAYBACK, first, answer(json.dumps([["timestamp"], ["x"]]))) is None
    same = answer(json.dumps([["timestamp"], ["x"], [], ["com,example)/b 2020"]]))
    assert next_list(WAYBACK, further, same) is None, "a server that gives the same key again is not asked for ever"


@contextmanager
def web_archive() -> Iterator[tuple[int, list[str]]]:  # noqa: C901 - two small servers in one
    """A Wayback Machine and a Common Crawl with the same captures."""
    asked: list[str] = []
    records: list[tuple[str, str, bytes]] = []
    for url, stamp in CAPTURES[:4]:
        made = Capture(provenance=Provenance(source="x"), body=story(url, stamp), url=url, status=200, content_type="text/html",
                       headers=(("X-Server", "old"),), fetched_at=datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))  # fmt: skip
        records.append(
            (url, stamp, capture_record(CapturedAt(capture=made, digest=made.digest, saved_at="2020-01-01T00:00:00Z")))
        )
    file = b"".join(record for _, _, record in records)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            parts = urlsplit(self.path)
            if parts.path == "/cdx/search/cdx":
                self._send(json.dumps(self._rows(parse_qs(parts.query))).encode(), "application/json")
            elif parts.path == "/cc-index":
                self._send(self._index(parse_qs(parts.query)), "text/plain")
            elif parts.path == "/crawl/a.warc.gz":
                first, last = map(int, self.headers["Range"].removeprefix("bytes=").split("-"))
                self._send(file[first : last + 1], "application/octet-stream", 206)
            elif "id_/" in self.path:
                stamp, _, url = self.path.removeprefix("/web/").partition("id_/")
                self._send(
                    story(url, stamp),
                    "text/html",
                    200,
                    {"X-Archive-Orig-X-Server": "old", "X-Archive-Orig-Content-Type": "text/html; charset=utf-8"},
                )
            else:
                self._send(b"", "text/plain", 404)

        @staticmethod
        def _rows(asked_for: dict[str, list[str]]) -> list[list[str]]:
            """Two rows at a time, then a key for the rest."""
            begin = int(asked_for.get("resumeKey", ["0"])[0])
            rows = [["k", stamp, url, "text/html", "200"] for url, stamp in CAPTURES]
            rest = [[], [str(begin + 2)]] if begin + 2 < len(rows) else []
            return [["urlkey", "timestamp", "original", "mimetype", "statuscode"], *rows[begin : begin + 2], *rest]

        @staticmethod
        def _index(asked_for: dict[str, list[str]]) -> bytes:
            if asked_for["page"] != ["0"]:
                return b""
            at, lines = 0, []
            for url, stamp, record in records:
                lines.append(
                    json.dumps(
                        {
                            "url": url,
                            "timestamp": stamp,
                            "mime": "text/html",
                            "status": "200",
                            "filename": "crawl/a.warc.gz",
                            "offset": str(at),
                            "length": str(len(record)),
                        }
                    )
                )
                at += len(record)
            return "\n".join(lines).encode()

        def _send(self, body: bytes, kind: str, status: int = 200, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_values: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", ["wayback", "commoncrawl"])
def test_a_dead_site_is_collected_from_a_web_archive(tmp_path, kind):
    with web_archive() as (port, asked), newsroom(now=BEGIN) as room:
        server = f"http://127.0.0.1:{port}/{'cdx/search/cdx' if kind == 'wayback' else 'cc-index'}"
        dead = {
            "name": "dead", "start": ["https://dead.example/"], "allow": ["127.0.0.1"],
            "archived": {"server": server, "captures": "all", "kind": kind},
        }  # fmt: skip
        told = run(tmp_path / "a.db", room, [dead])
        first = len(asked)
        run(tmp_path / "a.db", room, [dead], now=datetime(2026, 9, 1, tzinfo=UTC).isoformat())
        again = [path for path in asked[first:] if "id_/" in path or "a.warc.gz" in path]
    assert told["dead"]["outcomes"]["new"] == 4
    assert again == [], "what was captured once never changes"
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        captures = conn.execute(
            "select url, fetched_at, status, content_type, headers, source from captures order by url, fetched_at"
        ).fetchall()
        assert [(url, at[:4]) for url, at, *_ in captures] == [(url, stamp[:4]) for url, stamp in CAPTURES[:4]]
        assert {(status, source) for _, _, status, _, _, source in captures} == {(200, "spider:dead")}
        assert all("X-Server" in headers and "X-Archive" not in headers for *_, headers, _ in captures)
        assert conn.execute("select count(*) from articles").fetchone() == (2,)
        versions = conn.execute(
            "select v.captured_at, a.text like '%In 2024%' from versions v join articles a on a.id = v.article order by 1"
        ).fetchall()
        assert [(at[:4], newest) for at, newest in versions] == [("2020", 1), ("2022", 1)]
