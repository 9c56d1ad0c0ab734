"""Crawling a newsroom: what is there is fetched once, what changed is a version, what is gone is known to be, nothing is asked twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from archive import open_archive
from archive.histories import histories
from tests.archive_sample import check
from tests.crawl_runner import run, site
from tests.newsroom import BEGIN, PAPERS, newsroom

TIDE, BOTE, SHOMAL = (paper.host for paper in PAPERS)


def rows(database, statement, *values):
    with closing(sqlite3.connect(database)) as conn:
        return conn.execute(statement, values).fetchall()


def column(database, statement, *values):
    return [row[0] for row in rows(database, statement, *values)]


@pytest.fixture(scope="module")
def three_days(tmp_path_factory):
    """Three crawls of three papers, a day apart, with what the papers saw of each."""
    database = tmp_path_factory.mktemp("crawl") / "papers.db"
    told, seen = [], []
    with newsroom(now=BEGIN + timedelta(hours=12)) as room:
        for _day in range(3):
            before = len(room.asked)
            told.append(run(database, room, [site(room, paper.host) for paper in PAPERS]))
            seen.append(room.asked[before:])
            room.now += timedelta(days=1)
        yield database, room, told, seen


def test_every_article_that_could_be_found_is_there(three_days):
    database, room, _told, _seen = three_days
    held = set(column(database, "select url from articles"))
    for paper in PAPERS:
        last = room.now - timedelta(days=1)
        there = {
            room.url(paper.host, paper.path(number)) for number in paper.shown(last) if paper.is_there(number, last)
        }
        assert there <= held, paper.host


def test_a_front_page_and_a_list_say_nothing_of_how_well_a_site_is_cleaned(three_days):
    database, _room, _told, _seen = three_days
    assert {"home-page", "listing"} <= set(column(database, "select reason from rejections"))
    others = column(database, "select id from rejections where reason not in ('home-page', 'listing')")
    with open_archive(database, read_only=True) as archive:
        pages = [page for history in histories(archive.conn) for page in history.pages]
    assert sum(not page.article for page in pages) == len(others)


def test_articles_have_the_title_and_the_date_of_the_paper(three_days):
    database, room, _told, _seen = three_days
    for paper in PAPERS:
        url = room.url(paper.host, paper.path(2))
        ((title, published, language),) = rows(
            database, "select title, published, language from articles where url = ?", url
        )
        assert title == paper.title(2)
        assert published.startswith(f"{paper.appeared(2):%Y-%m-%d}")
        assert language == paper.tongue.code


def test_an_edited_article_has_a_version(three_days):
    database, room, _told, _seen = three_days
    paper = PAPERS[0]
    url = room.url(paper.host, paper.path(10))
    statement = "select v.text, a.text from versions v join articles a on a.id = v.article where a.url = ?"
    ((older, newer),) = rows(database, statement, url)
    assert paper.tongue.edited not in older
    assert paper.tongue.edited in newer


def test_a_vanished_page_is_known_to_be_gone_and_its_article_stays(three_days):
    database, room, _told, _seen = three_days
    url = room.url(TIDE, PAPERS[0].path(11))
    assert column(database, "select outcome from fetches where url = ? order by id", url)[-1] == "gone"
    assert column(database, "select title from articles where url = ?", url) == [PAPERS[0].title(11)]


def test_the_counts_of_a_crawl_are_those_of_its_fetches(three_days):
    database, _room, told, _seen = three_days
    counted = rows(
        database,
        "select site, sum(fetched), sum(new), sum(changed), sum(unchanged), sum(gone) from crawls group by site",
    )
    for name, fetched, new, changed, unchanged, gone in counted:
        by_outcome = dict(rows(database, "select outcome, count(*) from fetches where site = ? group by outcome", name))
        assert fetched == sum(by_outcome.values()) == sum(sum(day[name]["outcomes"].values()) for day in told)
        assert (new, changed, unchanged, gone) == tuple(
            by_outcome.get(k, 0) for k in ("new", "changed", "unchanged", "gone")
        )
    assert set(column(database, "select ended from crawls")) == {"done"}


def test_no_page_is_asked_for_twice_in_a_run(three_days):
    _database, _room, _told, seen = three_days
    for day in seen:
        asked = [(one.host, one.path) for one in day if one.path != "/robots.txt"]
        assert len(asked) == len(set(asked))


def test_known_pages_are_asked_whether_they_changed(three_days):
    _database, _room, _told, seen = three_days
    again = [one for one in seen[2] if one.conditional]
    assert {one.status for one in again} <= {200, 304, 410}
    assert sum(one.status == 304 for one in again) > len(again) // 2


def test_the_agent_says_who_it_is_and_how_to_reach_them(three_days):
    assert {one.agent for day in three_days[3] for one in day} == {"copydesk/0.1.0 (+tests@example.org)"}


def test_feeds_and_sitemaps_are_read_and_not_kept(three_days):
    database, _room, _told, _seen = three_days
    kinds = dict(rows(database, "select kind, count(*) from _frontier where state = 'fetched' group by kind"))
    assert kinds["sitemap"] >= 9
    assert kinds["feed"] == 3
    assert column(database, "select url from captures where url like '%sitemap%' or url like '%/feed'") == []


def test_the_archive_is_whole(three_days):
    with open_archive(three_days[0]) as archive:
        check(archive)
        assert archive.count_pending() == 0


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.nightly)])
def test_a_second_crawl_of_a_site_that_did_not_change_transfers_no_article(tmp_path, count):
    paper = replace(PAPERS[1], articles=count, every=timedelta(minutes=90 * 100 / count))
    with newsroom([paper], now=BEGIN + timedelta(days=8)) as room:
        run(tmp_path / "a.db", room, [site(room, BOTE)])
        before = len(room.asked)
        told = run(tmp_path / "a.db", room, [site(room, BOTE)], now=(room.now + timedelta(days=30)).isoformat())
        articles = [one for one in room.asked[before:] if one.path.startswith("/artikel/")]
    there = sum(paper.is_there(number, room.now) for number in paper.shown(room.now))
    assert len(articles) == there > count * 0.9
    assert [one for one in articles if one.sent] == []
    assert told["almena-bote"]["outcomes"]["not-modified"] >= len(articles)


# Limits and rules


def test_a_limit_ends_the_crawl_and_the_next_one_goes_on(tmp_path):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(days=1)) as room:
        told = [run(tmp_path / "a.db", room, [site(room, TIDE, limits={"pages": 20})]) for _ in range(2)]
        asked = [one.path for one in room.asked if one.path != "/robots.txt"]
    assert [one["kelmouth-tide"]["end"] for one in told] == ["pages", "pages"]
    assert sum(told[0]["kelmouth-tide"]["outcomes"].values()) <= 20
    assert len(set(asked)) > 30


def test_links_out_of_the_site_and_past_the_depth_are_not_followed(tmp_path):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(days=2)) as room:
        run(tmp_path / "a.db", room, [site(room, TIDE, sources=["links"], limits={"depth": 1})])
        paths = {one.path for one in room.asked}
    assert any(path.endswith(".html") for path in paths)
    assert not any(path.startswith("/page/3") for path in paths)
    assert {one.host for one in room.asked} == {TIDE}


def test_what_is_excluded_is_not_fetched_and_what_is_included_is_all(tmp_path):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(hours=6)) as room:
        run(tmp_path / "a.db", room, [site(room, TIDE, include=["*.html"], exclude=["*story-of-day-3.html"])])
        pages = [one.path for one in room.asked if one.path.endswith(".html")]
    assert len(pages) == len(set(pages)) == 9
    assert not any("day-3" in path for path in pages)


@pytest.mark.parametrize(
    ("status", "text", "fetched"),
    [
        (200, "User-agent: *\nDisallow: /\n", False),
        (200, "User-agent: copydesk\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        (200, "User-agent: otherbot\nDisallow: /\n", True),
        (404, "", True),
        (403, "", True),
        (500, "", False),
    ],
    ids=["all", "us by name", "another", "none", "kept from us", "out of order"],
)
def test_robots_txt_is_obeyed_as_the_standard_says(tmp_path, status, text, fetched):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(hours=1)) as room:
        room.robots[TIDE] = (status, text)
        told = run(tmp_path / "a.db", room, [site(room, TIDE)])
        asked = {one.path for one in room.asked} - {"/robots.txt"}
    assert bool(asked) == fetched
    if not fetched:
        assert set(told["kelmouth-tide"]["outcomes"]) == {"refused"}
        reasons = column(tmp_path / "a.db", "select distinct reason from fetches")
        assert reasons == ["robots-unreachable" if status == 500 else "robots"]


def test_a_crawl_delay_is_kept(tmp_path):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(hours=1)) as room:
        room.robots[TIDE] = (200, "User-agent: *\nCrawl-delay: 0.4\n")
        run(tmp_path / "a.db", room, [site(room, TIDE, limits={"pages": 5})])
        times = [one.at for one in room.asked if one.path != "/robots.txt"]
    assert len(times) == 5
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.3


def test_a_list_of_addresses_is_fetched_and_nothing_else(tmp_path):
    with newsroom(now=BEGIN + timedelta(days=1)) as room:
        paths = [PAPERS[0].path(1), PAPERS[0].path(4)]
        told = run(tmp_path / "a.db", room, [site(room, TIDE, *paths, sources=["list"])])
        asked = {one.path for one in room.asked} - {"/robots.txt"}
    assert asked == set(paths)
    assert told["kelmouth-tide"]["outcomes"] == {"new": 2}
    assert len(column(tmp_path / "a.db", "select id from articles")) == 2


def test_the_password_of_one_site_reaches_no_other(tmp_path):
    """Two sites in one run, a redirect from one to the other, and a feed on another host."""
    with newsroom(now=BEGIN + timedelta(hours=2)) as room:
        # one that leads away from its own host, by being a start point
        leading = site(room, "odd.test", "/to-tide", sources=["links"], headers={"Cookie": "member=odd"})
        room.leads_to = room.url(TIDE)
        told = run(
            tmp_path / "a.db", room, [leading, site(room, TIDE, headers={"Cookie": "member=tide"}), site(room, BOTE)]
        )
    assert {one["end"] for name, one in told.items() if name in {"odd", "kelmouth-tide", "almena-bote"}} == {"done"}
    cookies = {(one.host, one.cookie) for one in room.asked if one.path != "/robots.txt"}
    assert ("odd.test", "member=odd") in cookies
    assert (TIDE, "") in cookies  # the other site was led to, without the cookie of the first
    assert {cookie for host, cookie in cookies if host == TIDE} == {"", "member=tide"}
    assert {cookie for host, cookie in cookies if host == BOTE} == {""}
