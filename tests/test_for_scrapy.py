"""The add-on for other people's Scrapy projects: what their spiders yield is archived and cleaned, and goes on as it was."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from crawler.for_scrapy.items import capture_of
from crawler.for_scrapy.spider import CopydeskSpider
from pipelines.types import Stated
from tests.crawl_runner import HOUSE
from tests.newsroom import BEGIN, PAPERS, newsroom

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@dataclass
class Story:
    link: str
    body: bytes
    headline: str = "A headline"


@dataclass
class Person:
    name: str


@dataclass
class Downloaded:
    dateDownloaded: str  # noqa: N815 - zyte_common_items calls it so


@pytest.mark.parametrize(
    ("item", "body", "kind"),
    [
        ({"url": "https://a.example/1", "html": "<p>x"}, b"<p>x", "text/html; charset=utf-8"),
        ({"url": "https://a.example/1", "text": "x", "html": ""}, b"x", "text/plain; charset=utf-8"),
        ({"url": "https://a.example/1", "articleBody": "x", "articleBodyHtml": "<p>y</p>", "headline": "T<"},
         b"<!doctype html><html><head><title>T&lt;</title></head><body><p>y</p></body></html>", "text/html; charset=utf-8"),
        (Story("https://a.example/1", b"<p>\xe4"), b"<p>\xe4", "text/html"),
        ({"url": ["https://a.example/1"], "html": ["<p>x", "<p>y"]}, b"<p>x\n<p>y", "text/html; charset=utf-8"),
        ({"url": ["https://a.example/1"], "text": ("x", "y")}, b"x\n\ny", "text/plain; charset=utf-8"),
        ({"url": "https://a.example/1", "html": {"no": "page"}, "body": [b"<p>x"]}, b"<p>x", "text/html"),
        ({"url": "https://a.example/1", "body": bytearray(b"<p>x")}, b"<p>x", "text/html"),
        (HtmlResponse("https://a.example/1", body=b"<p>r", headers={"Content-Type": "text/html"}), b"<p>r", "text/html"),
    ],
)  # fmt: skip
def test_pages_are_found_in_items_of_all_kinds(item, body, kind):
    capture = capture_of(item, "news", NOW)
    assert (capture.url, capture.body, capture.content_type, capture.fetched_at) == (
        "https://a.example/1",
        body,
        kind,
        NOW,
    )
    assert capture.provenance.source == "spider:news"


@pytest.mark.parametrize(
    "item",
    [
        {"url": "https://a.example/1"},
        {"html": "<p>"},
        {"url": "ftp://a/", "html": "<p>"},
        7,
        None,
        Response("https://a.example/x.png", body=b"\x89PNG"),
    ],
)
def test_what_is_no_page_is_none(item):
    assert capture_of(item, "news", NOW) is None


def test_what_an_item_says_is_kept_beside_the_page():
    item = {
        "url": "https://a.example/1", "html": "<p>x", "headline": " Rain ", "authors": [Person("Ada Lind"), {"name": "Bo"}, "Cy", 3],
        "datePublished": "2026-05-01", "section": "Weather", "metadata": Downloaded("2026-05-02T10:00:00Z"), "status": 200,
    }  # fmt: skip
    capture = capture_of(item, "news", NOW)
    assert capture.stated == Stated(
        title="Rain", authors=("Ada Lind", "Bo", "Cy"), published="2026-05-01", section="Weather"
    )
    assert (capture.fetched_at, capture.status) == (datetime(2026, 5, 2, 10, tzinfo=UTC), 200)


PROJECT = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class News(scrapy.Spider):
    name = "news"
    async def start(self):
        for url in json.loads(sys.argv[2]):
            yield scrapy.Request(url, self.parse)
    def parse(self, response):
        if response.url.endswith("3.html"):
            yield response
        else:
            yield {"url": response.url, "html": response.text, "kept": 1}
        yield {"url": response.url, "price": 5}

class Sink:
    items = []
    def process_item(self, item):
        self.items.append(item if isinstance(item, dict) else "response")
        return item

process = AsyncCrawlerProcess({
    "ADDONS": {"crawler.for_scrapy.Copydesk": 100}, "COPYDESK_ARCHIVE": sys.argv[1], "COPYDESK_FIELD": "copydesk", "COPYDESK_WORKERS": 1,
    "ITEM_PIPELINES": {Sink: 950}, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "PROXIES": {},
})
crawler = process.create_crawler(News)
process.crawl(crawler)
process.start()
stats = {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("copydesk/")}
print(json.dumps({"items": Sink.items, "stats": stats}))
"""


def test_fields_of_item_loaders_are_read_as_single_values():
    item = {
        "url": ["https://a.example/1"],
        "html": ["<p>x"],
        "title": ["Rain"],
        "author": ["Ada Lind"],
        "date": [datetime(2026, 5, 1, 9, tzinfo=UTC)],
    }
    assert capture_of(item, "news", NOW).stated == Stated(
        title="Rain", authors=("Ada Lind",), published="2026-05-01T09:00:00+00:00"
    )


def test_another_project_gets_archive_and_articles(tmp_path):
    (tmp_path / "project.py").write_text(PROJECT)
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(days=1)) as room:
        urls = [f"http://127.0.0.1:{room.port}{PAPERS[0].path(n)}" for n in (1, 2, 3)]
        room.papers = [PAPERS[0].__class__(**{**PAPERS[0].__dict__, "host": "127.0.0.1"})]
        urls = [f"http://127.0.0.1:{room.port}{room.papers[0].path(n)}" for n in (1, 2, 3)]
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(tmp_path / "project.py"), str(tmp_path / "a.db"), json.dumps(urls)],
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(HOUSE)},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["stats"] == {"copydesk/saved": 3, "copydesk/no_page": 3, "copydesk/articles": 3}
    with_article = [item for item in told["items"] if isinstance(item, dict) and "kept" in item]
    assert len(with_article) == 2
    assert all(item["copydesk"]["title"] and item["copydesk"]["rejection"] is None for item in with_article)
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        assert conn.execute("select count(*), min(source) from articles").fetchone() == (3, "spider:news")
        assert conn.execute("select count(*) from captures where status = 200").fetchone() == (1,)
        assert conn.execute("select status from runs").fetchall() == [("done",)]


def test_scrapy_crawl_runs_the_projects_own_spider(tmp_path):
    scrapy = [sys.executable, "-W", "ignore", "-m", "scrapy"]
    environment = os.environ | {"PYTHONPATH": str(HOUSE), "SCRAPY_SETTINGS_MODULE": "crawler.for_scrapy.settings"}
    listed = subprocess.run([*scrapy, "list"], cwd=HOUSE, env=environment, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["copydesk"]
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(hours=6)) as room:
        environment["COPYDESK_ALLOW"] = room.allow[0]
        given = {
            "archive": tmp_path / "a.db",
            "url": room.url(PAPERS[0].host),
            "contact": "tests@example.org",
            "delay": "0",
        }
        arguments = [part for name, value in given.items() for part in ("-a", f"{name}={value}")]
        done = subprocess.run(
            [*scrapy, "crawl", "copydesk", *arguments, "-L", "INFO"],
            cwd=HOUSE,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    stats = dict(re.findall(r"'copydesk/([\w/-]+)': '?(\w+)", done.stderr))
    assert (stats["ended"], stats["failed"]) == ("done", "0")
    assert int(stats["fetched/new"]) >= int(stats["articles"]) >= 9
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        assert conn.execute("select site, ended from crawls").fetchall() == [(PAPERS[0].host, "done")]
        assert conn.execute("select count(*) from articles").fetchone()[0] >= 9


def test_a_spider_whose_archive_cannot_be_opened_ends_and_says_why(tmp_path):
    (tmp_path / "project.py").write_text(PROJECT)
    (tmp_path / "a.db").write_text("no database at all, but somebody's text")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(tmp_path / "project.py"), str(tmp_path / "a.db"), "[]"],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert json.loads(done.stdout) == {"items": [], "stats": {}}
    assert "no SQLite database" in done.stderr
    assert (tmp_path / "a.db").read_text() == "no database at all, but somebody's text"


def test_a_site_that_scripts_write_is_not_crawled_without_a_browser(monkeypatch, tmp_path):
    (tmp_path / "copydesk.toml").write_text(
        '[identity]\ncontact = "mail@example.org"\n[sites.paper]\nstart = ["https://paper.example/"]\nrender = true\n'
    )
    monkeypatch.setenv("PATH", "")
    given = {"archive": str(tmp_path / "a.db"), "site": "paper", "config": str(tmp_path / "copydesk.toml")}
    with pytest.raises(ValueError, match="render = true needs"):
        CopydeskSpider.from_crawler(Crawler(CopydeskSpider, {}), **given)
    assert not (tmp_path / "a.db").exists()
