"""The crawl under scrapyd, and items as Zyte's package makes them: the real packages, where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode

import pytest

from archive.connection import sqlite3
from crawler.for_scrapy.items import capture_of
from tests.newsroom import BEGIN, PAPERS, newsroom

HOUSE = Path(__file__).resolve().parent.parent
SECONDS = 90


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[str]:
    """The address of a scrapyd that was started in this project."""
    pytest.importorskip("scrapyd")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = ("eggs", "logs", "items", "dbs")
    kept = "".join(f"{name}_dir = {tmp_path / name}\n" for name in names)
    (tmp_path / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.5\n{kept}"
    )
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.for_scrapy.settings\n")
    environment = os.environ | {"COPYDESK_ALLOW": "localhost", "PYTHONPATH": str(HOUSE)}
    start = "import sys; from scrapyd.__main__ import main; sys.argv = ['scrapyd']; main()"
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", start], cwd=tmp_path, env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def asked(address: str, **sent: str) -> dict[str, Any]:
    """What scrapyd answers, which may still be starting."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, urlencode(sent).encode() if sent else None, timeout=20) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_scrapyd_runs_the_crawl(scrapyd: str, tmp_path: Path) -> None:
    paper = replace(PAPERS[0], host="localhost", articles=12)
    archive = tmp_path / "papers.db"
    with newsroom([paper], now=BEGIN + timedelta(days=2)) as room:
        url = f"http://localhost:{room.port}/"
        told = asked(
            f"{scrapyd}/schedule.json", project="default", spider="copydesk", archive=str(archive), url=url,
            contact="desk@example.org", delay="0",
        )  # fmt: skip
        assert told["status"] == "ok", told
        until = time.monotonic() + SECONDS
        while not (jobs := asked(f"{scrapyd}/listjobs.json?project=default"))["finished"]:
            assert time.monotonic() < until, jobs
            time.sleep(0.3)
    log = "".join(path.read_text() for path in (tmp_path / "logs").rglob("*.log"))
    conn = sqlite3.connect(archive)
    held = conn.execute("select count(*) from articles").fetchone()[0]
    there = sum(paper.is_there(number, BEGIN + timedelta(days=2)) for number in range(12))
    assert held == there, log[-2000:]
    assert conn.execute("select status from runs").fetchone()[0] == "done"


def test_an_article_of_zytes_package() -> None:
    items = pytest.importorskip("zyte_common_items")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    article = items.Article(
        url="https://paper.example/harbour",
        headline="Harbour reopens",
        articleBody="The harbour opened again on Monday.\n\nBoats came in at once.",
        datePublished="2026-02-27T08:00:00Z",
        authors=[items.Author(name="Ada Quay"), items.Author(name="Tom Pier")],
        metadata=items.ArticleMetadata(dateDownloaded="2026-02-28T09:30:00Z"),
    )
    capture = capture_of(article, "quay", now)
    assert capture is not None
    assert capture.url == "https://paper.example/harbour"
    assert capture.body.decode() == article.articleBody
    assert capture.fetched_at == datetime(2026, 2, 28, 9, 30, tzinfo=UTC)
    assert capture.stated is not None
    assert capture.stated.title == "Harbour reopens"
    assert capture.stated.authors == ("Ada Quay", "Tom Pier")
    assert capture.stated.published == "2026-02-27T08:00:00Z"


def test_an_article_of_zytes_package_with_html() -> None:
    items = pytest.importorskip("zyte_common_items")
    article = items.Article(
        url="https://paper.example/pier", headline="Pier & quay", articleBodyHtml="<article><p>Text.</p></article>"
    )
    capture = capture_of(article, "quay", datetime(2026, 3, 1, tzinfo=UTC))
    assert capture is not None
    assert b"<title>Pier &amp; quay</title>" in capture.body
    assert b"<p>Text.</p>" in capture.body
