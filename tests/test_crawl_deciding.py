"""What follows from an answer, how fast hosts are asked, what is found in pages, feeds and sitemaps: values in, values out."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from archive.digests import digest_of
from archive.frontier import Entry
from archive.sound import moment
from crawler.crawling.answer import Answer
from crawler.crawling.deciding import Revisits, as_source, decide, refusal
from crawler.crawling.finding import Finder, moved_to
from crawler.crawling.likely import likelihood
from crawler.crawling.pace import Pace
from crawler.crawling.reading import read_answer
from crawler.crawling.robots import robots_of
from crawler.sites import Politeness, SiteConfig, site_from_url
from pipelines.types import Stated
from tests.archive_sample import opened

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR, DAY = 3600, 86_400
REVISITS = Revisits(every=HOUR, first=6 * HOUR)
BODY = b"<html><p>A text.</p></html>"
SITE = SiteConfig(name="paper", start=("https://paper.example/",))


def entry(**fields) -> Entry:
    usual = {"state": "waiting", "kind": "page", "depth": 1, "redirects": 0, "pause": 0, "failures": 0, "fetched": 0}
    unknown = dict.fromkeys(("etag", "last_modified", "digest", "last_fetched", "stated", "became", "why_not"))
    usual |= unknown | {"id": 1, "url": "https://paper.example/a", "found_at": "2026-07-01T11:00:00Z"}
    return Entry(**usual | fields)


def answer(status: int | None = 200, body: bytes = BODY, kind: str = "text/html", **headers: str) -> Answer:
    told = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return Answer(url="https://paper.example/a", at=NOON, status=status, headers=tuple(told), body=body, size=len(body))


KNOWN = {"digest": digest_of(BODY), "fetched": 1, "state": "fetched", "pause": 6 * HOUR}


@pytest.mark.parametrize(
    ("before", "answered", "outcome", "state", "pause"),
    [
        ({}, answer(), "new", "fetched", 6 * HOUR),
        (KNOWN, answer(), "unchanged", "fetched", 12 * HOUR),
        (KNOWN, answer(304, b""), "not-modified", "fetched", 12 * HOUR),
        (KNOWN | {"pause": 64 * DAY}, answer(304, b""), "not-modified", "fetched", 90 * DAY),
        (KNOWN | {"pause": 4 * DAY, "became": "version"}, answer(body=b"other"), "changed", "fetched", DAY),
        (KNOWN | {"pause": DAY, "became": "copy"}, answer(body=b"other"), "changed", "fetched", 2 * DAY),
        ({}, answer(304, b""), "failed", "failed", 900),
        ({}, answer(404), "gone", "gone", None),
        (KNOWN, answer(410), "gone", "gone", DAY),
        (KNOWN | {"state": "gone", "failures": 1}, answer(404), "gone", "gone", 7 * DAY),
        (KNOWN | {"state": "gone", "failures": 2}, answer(404), "gone", "gone", None),
        ({}, answer(500), "failed", "failed", 900),
        ({"failures": 3}, answer(502), "failed", "failed", 7200),
        ({"failures": 9}, answer(500), "failed", "failed", None),
        ({"failures": 9, "kind": "feed"}, answer(500), "failed", "failed", DAY),
        ({}, answer(403), "failed", "failed", 900),
        ({}, answer(429, Retry_After="7200"), "failed", "failed", 7200),
        ({}, answer(301, b"", Location="/b"), "moved", "moved", 30 * DAY),
        ({}, answer(302, b"", Location="/b"), "moved", "moved", HOUR),
        ({}, answer(301, b""), "failed", "failed", 900),
        ({"kind": "feed", "pause": 4 * HOUR, "digest": digest_of(BODY)}, answer(304, b""), "not-modified", "fetched", 8 * HOUR),
    ],
)  # fmt: skip
def test_an_answer_decides_outcome_and_time(before, answered, outcome, state, pause):
    decision = decide(entry(**before), answered, REVISITS)
    assert (decision.outcome, decision.next.state) == (outcome, state)
    assert (moment(decision.next.due) - NOON if decision.next.due else None) == (
        timedelta(seconds=pause) if pause else None
    )
    assert decision.keep == (outcome in {"new", "changed", "unchanged"})


def test_no_answer_is_tried_again_ever_more_rarely():
    none = Answer(url="https://paper.example/a", at=NOON, failure="timeout")
    assert decide(entry(), none, REVISITS).reason == "timeout"
    pauses = [decide(entry(failures=count), none, REVISITS).next.pause for count in range(9)]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= 7 * DAY


@pytest.mark.parametrize(
    ("reason", "pause", "digest"),
    [("robots-unreachable", HOUR, KNOWN["digest"]), ("robots", 7 * DAY, KNOWN["digest"]), ("trap", 30 * DAY, None)],
)
def test_what_robots_txt_keeps_back_for_a_while_is_not_forgotten(reason, pause, digest):
    decision = refusal(entry(**KNOWN, etag='"a"'), answer(), reason, REVISITS)
    assert (decision.outcome, decision.next.state, decision.next.pause) == ("refused", "refused", pause)
    assert (decision.next.digest, decision.next.etag) == (digest, '"a"' if digest else None)


def test_a_success_forgets_failures_and_a_page_that_proved_to_be_a_list_is_read_as_one():
    decision = decide(entry(failures=4, became="not-article", why_not="listing"), answer(), REVISITS)
    assert (decision.next.failures, decision.next.kind) == (0, "listing")


@pytest.mark.parametrize(("brought", "pause"), [(True, HOUR), (False, 4 * HOUR)])
def test_a_source_that_brings_nothing_is_read_more_rarely(brought, pause):
    known = entry(kind="feed", fetched=5, pause=2 * HOUR)
    decision = as_source(decide(known, answer(), REVISITS), known, "feed", REVISITS, brought=brought)
    assert (decision.outcome, decision.keep, decision.next.pause) == ("source", False, pause)
    assert moment(decision.next.due) - NOON == timedelta(seconds=pause)


# Pace


def test_a_host_is_asked_again_after_its_delay_and_others_at_once():
    pace = Pace(Politeness(delay=2.0))
    pace.begins("a", 100.0)
    assert (pace.free_at("a"), pace.free_at("b")) == (float("inf"), 0.0)
    pace.ended("a", 0.1, 200)
    assert pace.free_at("a") == 102.0


def test_a_slow_host_is_asked_more_slowly_and_errors_make_nothing_faster():
    pace = Pace(Politeness(delay=1.0, longest_delay=10.0))
    for latency, status, delay in [(9.0, 200, 5.0), (0.1, 500, 5.0), (30.0, 500, 10.0), (0.2, 200, 5.1)]:
        pace.begins("a", 0.0)
        pace.ended("a", latency, status)
        assert pace.delay_of("a") == pytest.approx(delay)


def test_a_crawl_delay_is_the_least_and_bounded():
    pace = Pace(Politeness(delay=1.0, longest_delay=60.0))
    pace.ask_for("a", 5.0)
    pace.ask_for("b", 86_400.0)
    assert (pace.delay_of("a"), pace.delay_of("b")) == (5.0, 60.0)


def test_a_host_that_asks_to_wait_is_waited_for():
    pace = Pace(Politeness(delay=1.0))
    pace.wait("a", 500.0)
    assert pace.free_at("a") == 500.0


# robots.txt


@pytest.mark.parametrize(
    ("status", "text", "url", "refused"),
    [
        (200, "User-agent: *\nDisallow: /a\nAllow: /a/b", "https://p.example/a/b", None),
        (200, "User-agent: *\nDisallow: /a", "https://p.example/a/b", "robots"),
        (200, "User-agent: CopyDesk\nDisallow: /\n\nUser-agent: *\nDisallow:", "https://p.example/", "robots"),
        (200, "<html>not found</html>", "https://p.example/a", None),
        (200, "User-agent: *\nDisallow: /*.pdf$", "https://p.example/a.pdf", "robots"),
        (404, "User-agent: *\nDisallow: /", "https://p.example/a", None),
        (503, "", "https://p.example/a", "robots-unreachable"),
        (None, "", "https://p.example/a", "robots-unreachable"),
    ],
)
def test_robots_rules_hold_as_rfc_9309_says(status, text, url, refused):
    came = answer(status, text.encode(), "text/plain") if status else Answer(url=url, at=NOON, failure="timeout")
    assert robots_of(came, "copydesk").refuses(url) == refused


def test_robots_txt_names_a_delay_and_sitemaps():
    text = "\ufeffUser-agent: *\nCrawl-delay: 3\nSitemap: https://p.example/s.xml\n"
    robots = robots_of(answer(200, text.encode("utf-8"), "text/plain"), "copydesk")
    assert (robots.delay, robots.sitemaps) == (3.0, ("https://p.example/s.xml",))


# What stands in an answer


def links(body: str | bytes, kind: str = "text/html", **headers: str) -> dict[str, str]:
    sent = body.encode() if isinstance(body, str) else body
    return {
        link.url.removeprefix("https://paper.example"): link.kind
        for link in read_answer(answer(200, sent, kind, **headers)).links
    }


NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://paper.example/one</loc><lastmod>2026-06-30</lastmod><n:news><n:publication><n:name>P</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-06-30T08:00:00+02:00</n:publication_date><n:title>One &amp; only</n:title></n:news></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (NEWS, "text/html", {"/one": "page"}),
        (gzip.compress(NEWS.encode()), "application/x-gzip", {"/one": "page"}),
        (gzip.compress(NEWS.encode())[:-12], "application/x-gzip", {"/one": "page"}),
        (NEWS.replace("</url></urlset>", "<broken"), "application/xml", {"/one": "page"}),
        ("<sitemapindex><sitemap><loc> https://paper.example/s1.xml </loc></sitemap></sitemapindex>", "text/xml", {"/s1.xml": "sitemap"}),
        ("<rss><channel><item><link>/a</link></item><item><guid>https://paper.example/b</guid></item></channel></rss>", "text/html", {"/a": "page", "/b": "page"}),
        ('<rss><channel><item><guid isPermaLink="false">17</guid></item></channel></rss>', "application/rss+xml", {}),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/x"/><link href="/c"/></entry></feed>', "application/atom+xml", {"/c": "page"}),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/d"}, {"id": 1}, 7]}), "application/json", {"/d": "page"}),
        ("<html><head><link rel=alternate type=application/rss+xml href=/feed></head><a href='/e#top'>E</a><a href='mailto:x@y.example'>m</a></html>",
         "text/html", {"/feed": "feed", "/e": "page"}),
        ("<base href='/deep/'><a href='f'>F</a><a href='javascript:x()'>j</a><a>n</a>", "text/html", {"/deep/f": "page"}),
        ("<meta name=robots content='noindex, nofollow'><a href=/g>G</a>", "text/html", {}),
        ("", "text/html", {}),
        ("\x89PNG\r\n\x1a\n\0\0", "image/png", {}),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://paper.example/&e;</loc></url></urlset>', "application/xml",
         {}),
    ],
)  # fmt: skip
def test_addresses_are_found_in_whatever_comes(body, kind, found):
    assert links(body, kind) == found


@pytest.mark.parametrize(("count", "is_cut"), [(5, False), (6, True)])
def test_a_sitemap_that_names_more_than_is_read_says_so(monkeypatch, count, is_cut):
    monkeypatch.setattr("crawler.crawling.reading.MOST_LINKS", 5)
    urls = "".join(f"<url><loc>https://paper.example/{number}</loc></url>" for number in range(count))
    read = read_answer(answer(200, f"<urlset>{urls}</urlset>".encode(), "text/xml"))
    assert (len(read.links), read.is_cut) == (5, is_cut)


def test_a_news_sitemap_says_title_and_date_of_a_page():
    (link,) = read_answer(answer(200, NEWS.encode(), "application/xml")).links
    assert (link.stated.title, link.stated.published) == ("One & only", "2026-06-30T08:00:00+02:00")
    assert link.changed.startswith("2026-06-30")


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        ("<meta name=robots content='noindex,noarchive'>", {}, ("noarchive", "noindex")),
        ("<meta name=googlebot content=noindex>", {}, ()),
        ("<p>x", {"X_Robots_Tag": "noindex"}, ("noindex",)),
        ("<p>x", {"X_Robots_Tag": "googlebot: noindex"}, ()),
        ("<p>x", {"X_Robots_Tag": "none"}, ("nofollow", "noindex")),
        ("<p>x", {"TDM_Reservation": "1"}, ("tdm-reservation",)),
        ("<meta name=tdm-reservation content=1>", {}, ("tdm-reservation",)),
        ("<p>x", {"TDM_Reservation": "0"}, ()),
    ],
)
def test_what_a_page_asks_of_machines_is_read(body, headers, said):
    assert read_answer(answer(200, body.encode(), **headers)).directives == said


@pytest.mark.parametrize(
    ("content", "to"),
    [
        ("0; url=/b", "https://paper.example/b"),
        ("5;URL='https://o.example/c'", "https://o.example/c"),
        ("300; url=/", None),
        ("300", None),
    ],
)
def test_a_page_that_sends_its_readers_on_is_known(content, to):
    assert read_answer(answer(200, f'<meta http-equiv="refresh" content="{content}">'.encode())).leads_to == to


def test_links_know_whether_they_stand_in_a_heading_or_in_furniture():
    body = b"<nav><a href=/n>News</a></nav><h2><a href=/h>A headline of the day</a></h2><a href=/i><h3>Inside</h3></a><p><a href=/b>b</a></p>"
    places = {link.url.rpartition("/")[2]: link.place for link in read_answer(answer(200, body)).links}
    assert places == {"n": "furniture", "h": "heading", "i": "heading", "b": "body"}


# What is entered


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("https://p.example/2026/05/14/the-night-ferry-runs-again", "https://p.example/2026/05/"),
        ("https://p.example/artikel/die-faehre-faehrt-wieder-41234567.html", "https://p.example/thema/hafen"),
        ("https://p.example/news/1234567", "https://p.example/page/7"),
        (
            "https://p.example/%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D8%B9%D8%A7%D8%AF-%D8%A7%D9%84%D9%8A%D9%88%D9%85",
            "https://p.example/?s=ferry",
        ),
    ],
)
def test_articles_are_likelier_than_lists(likely, unlikely):
    assert likelihood(likely) > likelihood(unlikely)


def test_what_like_addresses_became_counts():
    learned = {"p.example/x/#": 1.0, "p.example/y/#": 0.0}
    assert likelihood("https://p.example/x/1", learned=learned) > likelihood("https://p.example/y/1", learned=learned)


def found(body: bytes, site: SiteConfig = SITE, **fields) -> dict[str, float]:
    finder = Finder(site=site, now=NOON)
    read = read_answer(answer(200, body, fields.pop("kind", "text/html")))
    return {
        one.url.removeprefix("https://paper.example"): one.priority for one in finder.addresses(entry(**fields), read)
    }


def test_only_pages_of_the_site_are_entered_and_no_pictures():
    body = b"<a href=/a><a href=https://other.example/b><a href=/c.jpg><a href=https://www.paper.example/d><a href=/e.PDF?x=1>"
    assert set(found(body)) == {"/a", "https://www.paper.example/d"}


def test_what_a_feed_names_comes_before_what_a_page_links_to():
    feed = b"<rss><item><link>https://paper.example/x</link><title>T</title></item></rss>"
    page = b"<h2><a href=/2026/07/01/a-long-headline-of-the-day>A long headline of this very day</a></h2>"
    assert min(found(feed, kind="application/rss+xml").values()) > max(found(page).values())


def test_a_fresh_page_of_a_sitemap_comes_before_an_old_one():
    rows = b"".join(
        b"<url><loc>https://paper.example/%s</loc><lastmod>%s</lastmod></url>" % pair
        for pair in [(b"old-story-here", b"2019-01-01"), (b"new-story-here", b"2026-06-30")]
    )
    entered = found(b"<urlset>" + rows + b"</urlset>", kind="text/xml")
    assert entered["/new-story-here"] > entered["/old-story-here"]


def test_links_are_followed_as_deep_as_the_limits_say():
    assert found(b"<a href=/a>", depth=4)
    assert not found(b"<a href=/a>", depth=5)


@pytest.mark.parametrize(
    ("url", "fields", "expected"),
    [
        ("https://www.paper.example/b", {}, "https://www.paper.example/b"),
        ("https://other.example/b", {}, "out-of-scope"),
        ("https://other.example/b", {"url": "https://paper.example/"}, "https://other.example/b"),
        ("https://paper.example/b", {"redirects": 5}, "too-many-redirects"),
    ],
)
def test_redirects_stay_on_the_site_and_end(url, fields, expected):
    target = moved_to(SITE, entry(**fields), url)
    assert (target if isinstance(target, str) else target.url) == expected


# Sites


@pytest.mark.parametrize(
    ("fields", "url", "wanted"),
    [
        ({}, "https://www.paper.example/a", True),
        ({}, "https://paper.example.evil.example/a", False),
        ({"include": ("*/news/*",)}, "https://paper.example/news/a", True),
        ({"include": ("*/news/*",)}, "https://paper.example/sport/a", False),
        ({"include": ("*.html",)}, "https://paper.example/a.html?x", False),
        ({"exclude": ("/print/",)}, "https://paper.example/print/a", False),
        ({"include": ("https://paper.example/2026*",)}, "https://paper.example/2026/a", True),
        ({"include": ("https://paper.example/2026*",)}, "https://paper.example/x/https://paper.example/2026/a", False),
    ],
)
def test_a_site_says_which_pages_it_wants(fields, url, wanted):
    assert SiteConfig(name="paper", start=("https://paper.example/",), **fields).wants(url) == wanted


@pytest.mark.parametrize("url", ["ftp://paper.example/", "paper", "https://", "javascript:1"])
def test_a_site_is_named_by_an_address_of_the_web(url):
    with pytest.raises(ValueError, match="no address"):
        site_from_url(url)


# The frontier


def test_a_clock_that_is_set_back_makes_nothing_wait(tmp_path):
    from archive.frontier import Address, add, following

    with opened(tmp_path / "a.db") as (archive, _run):
        conn = archive.conn
        add(
            conn,
            "paper",
            [Address(url="https://p.example/new"), Address(url="https://p.example/old")],
            "2030-01-01T00:00:00Z",
        )
        conn.execute(
            "update _frontier set last_fetched = '2030-01-01T00:00:00Z', due = '2030-02-01T00:00:00Z' where url like '%old'"
        )
        assert {one.url for one in following(conn, "paper", "2026-01-01T00:00:00Z", 10, [])} == {
            "https://p.example/new",
            "https://p.example/old",
        }
        assert [one.url for one in following(conn, "paper", "2030-01-02T00:00:00Z", 10, [])] == [
            "https://p.example/new"
        ]


def test_what_is_held_is_not_given_twice_and_the_likeliest_comes_first(tmp_path):
    from archive.frontier import Address, add, following

    with opened(tmp_path / "a.db") as (archive, _run):
        add(
            archive.conn,
            "paper",
            [Address(url=f"https://p.example/{n}", priority=n) for n in range(5)],
            "2026-01-01T00:00:00Z",
        )
        first = following(archive.conn, "paper", "2026-01-01T00:00:00Z", 2, [])
        assert [one.url[-1] for one in first] == ["4", "3"]
        rest = following(archive.conn, "paper", "2026-01-01T00:00:00Z", 9, [one.id for one in first])
        assert [one.url[-1] for one in rest] == ["2", "1", "0"]


def test_an_address_that_is_found_again_keeps_what_speaks_for_it(tmp_path):
    from archive.frontier import Address, add, following, unknown

    with opened(tmp_path / "a.db") as (archive, _run):
        now = "2026-01-01T00:00:00Z"
        assert (
            add(archive.conn, "paper", [Address(url="https://p.example/a?utm_source=x", priority=5, depth=3)], now) == 1
        )
        assert (
            add(
                archive.conn,
                "paper",
                [Address(url="https://p.example/a", priority=9, depth=1, stated=Stated(title="T"))],
                now,
            )
            == 0
        )
        (one,) = following(archive.conn, "paper", now, 9, [])
        assert (one.depth, one.stated) == (1, Stated(title="T"))
        assert unknown(archive.conn, "paper", ["https://p.example/a#x", "https://p.example/b"]) == 1


@pytest.mark.parametrize(
    ("start", "url", "trusted"),
    [
        ("https://paper.example/", "https://paper.example/a", True),
        ("https://paper.example/", "https://www.paper.example/a", True),
        ("https://paper.example/", "http://paper.example/a", False),
        ("https://paper.example/", "https://paper.example:8443/a", False),
        ("https://paper.example/", "https://other.example/a", False),
        ("https://paper.example/", "https://paper.example.evil.example/a", False),
        ("https://paper.example/", "https://paper.example@evil.example/a", False),
        ("http://paper.example/", "https://paper.example/a", True),
        ("http://paper.example/", "http://paper.example:81/a", False),
        ("http://paper.example:81/", "http://paper.example:81/a", True),
        ("http://paper.example:81/", "https://paper.example/a", False),
        ("https://paper.example/", "https://paper.example:x/a", False),
        ("https://paper.example/", "nonsense", False),
    ],
)
def test_headers_of_a_site_go_to_its_own_server_alone(start, url, trusted):
    assert SiteConfig(name="paper", start=(start,)).trusts(url) == trusted


def test_an_address_from_a_list_gets_no_headers():
    site = SiteConfig(name="list", start=("https://paper.example/a",), sources=("list",), headers=(("Cookie", "a=b"),))
    assert not site.trusts("https://paper.example/a")
