"""Servers that misbehave: each way ends in the outcome that the table names, costs itself only, and is bounded in memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.crawl_runner import run, site
from tests.newsroom import newsroom

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


@pytest.mark.parametrize("path", EXPECTED)
def test_each_misbehaviour_ends_in_its_outcome(crawled, path):
    database, _told = crawled
    assert outcomes(database, path) == EXPECTED[path]


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


def test_a_calendar_without_end_is_left_alone(tmp_path):
    with newsroom() as room:
        limits = {"pages": 1000, "depth": 10_000}
        told = run(
            tmp_path / "a.db", room, [site(room, "odd.test", "/calendar?day=0", sources=["links"], limits=limits)]
        )
        asked = [one for one in room.asked if one.path.startswith("/calendar")]
    assert told["odd"]["end"] == "done"
    # what pages are is known when they have been cleaned, and with no delay at all that lags behind
    assert len(asked) < 600
    assert told["odd"]["outcomes"]["refused"] > 0
