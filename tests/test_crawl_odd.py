"""Servers that misbehave: each way ends in the outcome that the table names, costs itself only, and is bounded in memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.crawl_runner import run, site
from tests.newsroom import BEGIN, PAPERS, newsroom
from tests.newsroom.odd import packed_bomb

EXPECTED = {
    "/cut-off": [("failed", "cut-off")],
    "/reset": [("failed", "no-connection")],
    "/no-http": [("failed", "bad-answer")],
    "/endless-body": [("failed", "too-large")],
    "/endless-header": [("failed", "header-too-large")],
    "/bomb": [("failed", "decompression-bomb")],
    "/drip": [("failed", "timeout")],
    "/silent": [("failed", "timeout")],
    "/flapping": [("failed", "asked-to-wait"), ("new", None)],
    "/error": [("failed", "server-error")],
    "/forbidden": [("failed", "client-error")],
    "/missing": [("gone", None)],
    "/picture": [("refused", "not-a-page")],
    "/lying-type": [("refused", "not-a-page")],
    "/lying-charset": [("new", None)],
    "/not-packed": [("new", None)],
    "/half-packed": [("new", None)],
    "/too-short": [("new", None)],
    "/to-data": [("refused", "not-http")],
    "/to-far": [("moved", None)],
    "/far/" + "x" * 3000: [("new", None)],
    "/loop": [("moved", None)],
    "/ring-1": [("moved", None)],
    "/ring-2": [("moved", None)],
    "/chain/0": [("moved", None)],
    "/chain/4": [("moved", None)],
    "/chain/5": [("refused", "too-many-redirects")],
    "/chain/6": [],
    "/to-private": [("refused", "private-address")],
    "/to-metadata": [("refused", "private-address")],
    "/to-file": [("refused", "not-http")],
    "/to-stranger": [("refused", "out-of-scope")],
    "/noindex": [("refused", "noindex")],
    "/reserved": [("refused", "tdm-reserved")],
    "/story": [("new", None)],
    "/secret/story": [("refused", "robots")],
}
"""Path -> outcome and reason of each request."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    database = tmp_path_factory.mktemp("odd") / "a.db"
    packed_bomb()
    with newsroom() as room:
        begun = site(
            room,
            "odd.test",
            "/index",
            sources=["links"],
            politeness={"delay": 0.0, "connections": 8, "obey_noindex": True, "obey_tdm": True},
        )
        told = run(database, room, [begun], timeout=4)
    return database, told


def outcomes(database, path):
    statement = (
        "select outcome, reason from fetches where url like '%:_____' || ? or url like '%:____' || ? order by id"
    )
    with closing(sqlite3.connect(database)) as conn:
        return conn.execute(statement, (path, path)).fetchall()


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path[:20])
def test_each_misbehaviour_ends_in_its_outcome(crawled, path):
    database, _told = crawled
    assert outcomes(database, path) == EXPECTED[path]


def test_a_page_that_lies_about_its_letters_is_read_as_it_is(crawled):
    database, _told = crawled
    with closing(sqlite3.connect(database)) as conn:
        ((text,),) = conn.execute("select text from articles where url like '%/lying-charset'")
    assert "über Nacht ruhig war – «ganz ruhig»" in text


def test_bombs_and_endless_answers_cost_no_memory(crawled):
    assert crawled[1]["megabytes"] < 400


def test_the_crawl_comes_to_its_end(crawled):
    assert crawled[1]["odd"]["end"] == "done"


def test_what_pages_forbid_is_written_down_and_not_obeyed_unless_asked(tmp_path):
    with newsroom() as room:
        run(tmp_path / "a.db", room, [site(room, "odd.test", "/noindex", "/reserved", sources=["list"])])
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        said = dict(conn.execute("select outcome || ' ' || directives, count(*) from fetches group by 1"))
    assert said == {"new noindex": 1, "new tdm-reservation": 1}


@pytest.mark.parametrize(
    "start",
    [
        "/calendar?day=0",
        "/session/0",
        *(pytest.param(path, marks=pytest.mark.nightly) for path in ("/kept/a/0", "/filters", "/maze/a/b")),
    ],
    ids=lambda path: path.split("/")[1].partition("?")[0],
)
def test_ever_new_addresses_that_bring_nothing_are_left_alone(tmp_path, start):
    with newsroom() as room:
        limits = {"pages": 5000, "depth": 10_000}
        begun = site(room, "odd.test", start, "/story", sources=["links"], limits=limits)
        told = run(tmp_path / "a.db", room, [begun])
        asked = [one for one in room.asked if one.path != "/robots.txt"]
    assert told["odd"]["end"] == "done"
    # what pages are is known when they have been cleaned, and with no delay at all that lags behind
    assert len(asked) < 1200
    assert outcomes(tmp_path / "a.db", "/story") == [("new", None)]
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        assert conn.execute("select count(*) from fetches where reason = 'trap'").fetchone()[0] > 0


def test_a_long_list_of_articles_is_no_trap(tmp_path):
    """None of its pages is an article, and all of them are needed."""
    paper = replace(PAPERS[0], articles=130, per_page=2, every=timedelta(minutes=1))
    with newsroom([paper], now=BEGIN + timedelta(hours=8)) as room:
        begun = site(room, paper.host, sources=["links"], limits={"depth": 1000})
        run(tmp_path / "a.db", room, [begun])
        there = {room.url(paper.host, paper.path(n)) for n in paper.shown(room.now) if paper.is_there(n, room.now)}
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        assert {row[0] for row in conn.execute("select url from articles")} == there
