"""A crawl that is killed at any moment goes on with the same command: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from archive import open_archive
from tests.archive_sample import check
from tests.crawl_runner import HOUSE, arguments, run, site
from tests.newsroom import BEGIN, PAPERS, newsroom

CONNECTIONS = 8


def crawl_and_kill(command: list[str], after: float) -> bool:
    """Start a crawl and kill its whole process group after so many seconds; True if it had ended by itself."""
    process = subprocess.Popen(
        command, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
    return True


def killed_often(database, *, kills: int, articles: int) -> None:
    paper = replace(PAPERS[0], articles=articles, every=timedelta(minutes=10))
    chance = random.Random(kills)
    with newsroom([paper], now=BEGIN + timedelta(days=30)) as room:
        room.delay = 0.01
        begun = [site(room, paper.host, sources=["sitemap"])]
        command = arguments(database, room, begun)
        for _ in range(kills):
            crawl_and_kill(command, 1.5 + chance.random() * 3.0)
        run(database, room, begun)
        there = {room.url(paper.host, paper.path(n)) for n in paper.shown(room.now) if paper.is_there(n, room.now)}
        asked = Counter(one.path for one in room.asked if one.path.endswith(".html") and one.status == 200)
    with closing(sqlite3.connect(database)) as conn:
        held = [row[0] for row in conn.execute("select url from articles")]
        captured = [row[0] for row in conn.execute("select url from captures where url like '%.html'")]
    assert sorted(held) == sorted(there)
    assert len(captured) == len(set(captured))
    assert sum(count - 1 for count in asked.values()) <= CONNECTIONS * (kills + 1)
    with open_archive(database) as archive:
        check(archive)
        assert archive.count_pending() == 0


def test_a_crawl_that_is_killed_goes_on_and_loses_nothing(tmp_path):
    killed_often(tmp_path / "a.db", kills=6, articles=120)


@pytest.mark.nightly
def test_two_hundred_kills_of_a_crawl_of_five_hundred_pages(tmp_path):
    killed_often(tmp_path / "a.db", kills=200, articles=500)


def test_a_crawl_that_is_interrupted_says_so_and_goes_on(tmp_path):
    with newsroom(PAPERS[:1], now=BEGIN + timedelta(days=2)) as room:
        room.delay = 0.1
        begun = [site(room, PAPERS[0].host)]
        command = arguments(tmp_path / "a.db", room, begun)
        process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True)
        while len(room.asked) < 20:
            time.sleep(0.05)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert '"interrupted": true' in said
        with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
            assert conn.execute("select ended from crawls").fetchall() == [("interrupted",)]
            assert conn.execute("select status from runs").fetchall() == [("interrupted",)]
        room.delay = 0
        told = run(tmp_path / "a.db", room, begun)
    assert told["kelmouth-tide"]["end"] == "done"
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        captured = [row[0] for row in conn.execute("select url from captures where url like '%.html'")]
    assert len(captured) == len(set(captured)) > 60
