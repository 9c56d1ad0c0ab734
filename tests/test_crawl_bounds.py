"""What a few bytes of an answer can cost a crawl: memory and time are bounded, and what else stands in it is found."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from crawler.crawling import reading
from crawler.crawling.answer import Answer
from crawler.crawling.reading import read_answer
from crawler.crawling.robots import robots_of
from tests.crawl_runner import HOUSE

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STORY = "<url><loc>https://paper.example/a</loc></url>"


def answer(body: bytes, kind: str = "text/html") -> Answer:
    return Answer(url="https://paper.example/", at=NOON, status=200, headers=(("Content-Type", kind),), body=body)


def found(body: bytes, kind: str = "text/html") -> tuple[str, list[str]]:
    read = read_answer(answer(body, kind))
    return read.kind, [link.url.removeprefix("https://paper.example") for link in read.links]


BOMBS = {
    "16 MiB of paragraphs": lambda: b"<a href=/a>A</a>" + b"<p>" * 5_500_000,
    "16 MiB of links in links": lambda: b"<a href=/a>" + b"<a href=b>" * 1_600_000,
    "1.5 million attributes": lambda: b"<a href=/a>A</a><p " + b" ".join(b"a%d=1" % n for n in range(1_500_000)) + b">",
    "a sitemap of 15 million empty elements": lambda: gzip.compress(b"<urlset>" + STORY.encode() + b"<a/>" * 15_000_000, 1),
    "an entry of 15 million elements": lambda: gzip.compress(b"<urlset>" + STORY.encode() + b"<url>" + b"<a/>" * 15_000_000, 1),
    "a sitemap of 9 million comments": lambda: gzip.compress(b"<urlset>" + STORY.encode() + b"<!---->" * 9_000_000, 1),
    "a feed of 5 million lists": lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[' + b"[]," * 5_000_000 + b"[]]}",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_no_answer_takes_more_memory_or_time_than_is_promised(name):
    """In a process of its own, whose peak is told."""
    script = f"""
import json
from tests.memory import peak_megabytes
from tests.test_crawl_bounds import BOMBS, found
body = BOMBS[{name!r}]()
before = peak_megabytes()
print(json.dumps([found(body)[1][:1], peak_megabytes() - before]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, timeout=60, check=True
    )
    links, megabytes = json.loads(done.stdout)
    assert links == ([] if "feed" in name else ["/a"])
    assert megabytes < 200


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset>{STORY.replace('</loc>', '</loc><news:news><news:title>T</news:title></news:news>')}</urlset>",
        f"<?xml-stylesheet href='x'?><!-- x --><urlset><日:本:x/>{STORY}</urlset>",
        f"<urlset><url>{STORY}</urlset>",
        f"<urlset>{'<x><y/></x>' * 4_000}{STORY}</urlset>",
    ],
    ids=["a prefix that nobody declared", "no name at all", "an entry without an end", "what is no entry"],
)
def test_a_careless_sitemap_is_read(body):
    kind, links = found(body.encode(), "text/xml")
    assert (kind, set(links)) == ("sitemap", {"/a"})


def test_a_feed_whose_prefixes_nobody_declared_is_read():
    (link,) = read_answer(
        answer(b"<rss><channel><item><link>/a</link><dc:date>2026-07-01</dc:date></item></channel></rss>")
    ).links
    assert (link.url, link.stated.published) == ("https://paper.example/a", "2026-07-01")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("body", "kind", "read_as"),
    [
        (f"<?xml version='1.0' encoding='UTF-16'?><urlset>{STORY}</urlset>", "application/xml", "sitemap"),
        ("<?xml version='1.0' encoding='UTF-16'?><rss><item><link>/a</link></item></rss>", "text/html", "feed"),
        ("<html><title>Fog</title><p>The fog came in the night.</p><a href=/a>A</a></html>", "text/html", "page"),
    ],
    ids=["sitemap", "feed", "page"],
)
def test_what_comes_in_utf_16_is_read(body, kind, read_as, encoding):
    assert found(body.encode(encoding), kind) == (read_as, ["/a"])


@pytest.mark.parametrize(
    ("content", "leads_to"),
    [("1.2.3; url=/b", True), ("0.5;url=/b", True), (".;url=/b", True), (f"{'9' * 500}; url=/b", False)],
)
def test_a_number_that_is_none_costs_no_page(content, leads_to):
    read = read_answer(answer(f"<meta http-equiv=refresh content='{content}'><p>A text.".encode()))
    assert (read.kind, read.leads_to) == ("page", "https://paper.example/b" if leads_to else None)


def test_a_rate_with_hundreds_of_digits_is_a_slow_one():
    robots = robots_of(answer(b"User-agent: *\nRequest-rate: 1/" + b"9" * 400 + b"s\n"), "copydesk")
    assert robots.delay > 86_400


def test_where_links_are_not_followed_only_the_head_of_a_page_is_read():
    head = '<head><meta name="robots" content="noindex"><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
    page = f'<html>{head}<body class="x"><a href="/story">A story</a></body></html>'.encode()

    whole, narrow = read_answer(answer(page)), read_answer(answer(page), links=False)
    assert [link.kind for link in whole.links] == ["feed", "page"]
    assert [link.kind for link in narrow.links] == ["feed"]
    assert whole.directives == narrow.directives == ("noindex",)


def test_addresses_that_are_remembered_are_short():
    reading._on_host.cache_clear()
    page = f"<body><a href='/a'>A</a><a href='/{'b' * 100_000}'>B</a><a href='c'>C</a></body>".encode()
    assert found(page)[1] == ["/a", "/c"]
    assert reading._on_host.cache_info().currsize == 1
