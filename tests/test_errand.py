"""An errand without a network: whatever comes has an outcome, and nothing is asked for without end."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from crawler.crawling.answer import Answer
from crawler.crawling.clerk import Clerk
from crawler.crawling.errand import Errand
from crawler.network.policy import NetworkPolicy
from crawler.sites import Identity, Limits, Politeness, SiteConfig

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SITE = SiteConfig(
    name="paper", start=("https://paper.example/",), politeness=Politeness(delay=0, connections=4), identity=Identity(contact="me@example.org"),
    limits=Limits(pages=60),
)  # fmt: skip


def crawl(database, server, site: SiteConfig = SITE) -> dict[str, list[tuple]]:
    """Answers by a function of the address; the fetches, and how the crawl ended."""

    async def run() -> None:
        with Clerk(database, "crawl", now=lambda: NOON) as clerk:
            errand = Errand(site, clerk, NetworkPolicy(), lambda: NOON)
            errand.fetch = lambda url: asyncio.sleep(0, _answer(url, server))
            async for entry in errand.entries():
                await errand.answered(entry, _answer(entry.url, server))
            await errand.ended()

    asyncio.run(asyncio.wait_for(run(), 60))
    with closing(sqlite3.connect(database)) as conn:
        fetches = conn.execute("select url, outcome, reason from fetches order by id").fetchall()
        return {"fetches": fetches, "ended": conn.execute("select ended from crawls").fetchall()}


def _answer(url: str, server) -> Answer:
    status, headers, body = server(url)
    return Answer(url=url, at=NOON, status=status, headers=tuple(headers.items()), body=body, size=len(body))


HTML = {"Content-Type": "text/html"}


def pages(url: str):
    if url.endswith("robots.txt"):
        return 404, {}, b""
    if url == "https://paper.example/":
        return 200, HTML, b"<a href=/story-of-the-day>A story of this very day</a>"
    return 200, HTML, b"<p>A story.</p>"


def test_an_error_of_our_own_costs_the_page_and_is_told(tmp_path, monkeypatch, caplog):
    from crawler.crawling import errand

    usual = errand.read_answer

    def broken(answer, **_options):
        if "story" in answer.url:
            raise ZeroDivisionError("a mistake")
        return usual(answer, **_options)

    monkeypatch.setattr(errand, "read_answer", broken)
    came = crawl(tmp_path / "a.db", pages)
    assert came["fetches"][-1] == ("https://paper.example/story-of-the-day", "failed", "not-read")
    assert len(came["fetches"]) == 3
    assert came["ended"] == [("done",)]
    assert "a mistake" in caplog.text


@pytest.mark.parametrize(
    ("name", "server", "most"),
    [
        ("an index that names itself", lambda url: (200, {"Content-Type": "text/xml"}, f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>".encode()), 3),
        ("sitemaps that name ever new ones", lambda url: (200, {}, f"<sitemapindex><sitemap><loc>{url}x</loc></sitemap></sitemapindex>".encode()), 60),
        ("a storm of redirects", lambda url: (302, {"Location": f"{url}x"}, b""), 14),
        ("pages that link to ever new ones", lambda url: (200, HTML, f"<a href='{url}/x'>x</a><a href='{url}/y'>y</a>".encode()), 60),
        ("wait for years", lambda _url: (503, {"Retry-After": "999999999"}, b""), 3),
        ("wait in words", lambda _url: (429, {"Retry-After": "soon"}, b""), 8),
        ("headers that are none", lambda _url: (200, HTML | {"ETag": "\x00\x7f" * 9, "Last-Modified": "\u20ac" * 99}, b"<p>x"), 3),
        ("nothing at all", lambda _url: (204, {}, b""), 3),
        ("statuses nobody knows", lambda _url: (799, {}, b"x"), 3),
        ("a redirect to nowhere", lambda _url: (301, {"Location": "http://[::1"}, b""), 3),
        ("a page of nothing but links", lambda _url: (200, HTML, b"<a href=/a>" * 3000), 10),
        ("a page nested too deep", lambda _url: (200, HTML, b"<div>" * 20000 + b"<a href=/deep>x</a>"), 10),
        ("no letters at all", lambda _url: (200, HTML, bytes(range(256)) * 40), 3),
        ("robots that are a novel", lambda url: (200, {}, b"Disallow: /x*y*z$\n" * 20000) if "robots" in url else pages(url), 4),
    ],
)  # fmt: skip
def test_whatever_a_server_does_the_crawl_comes_to_its_end(tmp_path, name, server, most):
    came = crawl(
        tmp_path / "a.db", lambda url: (404, {}, b"") if "robots" in url and "novel" not in name else server(url)
    )
    assert len(came["fetches"]) <= most, came["fetches"][-3:]
    assert came["ended"][0][0] in {"done", "pages", "asked-to-wait"}
