"""Days of schedules in minutes: every half hour it is looked what is due, while runs are killed, clocks jump, and a template decays.

The clock of the machine and that of the papers are two: the machine's is set wrong twice. Turns come by the wall clock of a place
whose clocks are put forward on the third day, as cron's do.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive import open_archive
from archive.sound import moment
from tests.archive_sample import check
from tests.crawl_runner import HOUSE, arguments, site
from tests.newsroom import BEGIN, PAPERS, Newsroom, Paper, newsroom

PLACE = ZoneInfo("Europe/Berlin")
TURN = timedelta(minutes=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = {"kelmouth-tide": 6 * HOUR, "almena-bote": 6 * HOUR, "shomal": 12 * HOUR}
LEEWAY = timedelta(minutes=5)
"""A crawl begins some seconds after its turn; the next turn is not too early for that."""


def turns(days: int) -> Iterator[datetime]:
    """Every half hour of the wall clock; the hour that the wall clock leaves out has none."""
    wall = BEGIN.astimezone(PLACE).replace(tzinfo=None)
    for number in range(days * 48):
        aware = (wall + number * TURN).replace(tzinfo=PLACE)
        if aware.astimezone(UTC).astimezone(PLACE).replace(tzinfo=None) == wall + number * TURN:
            yield aware.astimezone(UTC)


@dataclass
class Plan:
    """What is done to the days."""

    days: int
    papers: tuple[Paper, ...]
    outage: tuple[timedelta, timedelta]
    """From when to when the robots.txt of almena-bote cannot be had, counted from the beginning."""
    jumps: tuple[tuple[timedelta, timedelta, timedelta], ...]
    """(from, to, how wrong the machine's clock is)"""
    kills: float
    """Of so many crawls one is killed."""
    expected: set[tuple[str, str]]
    """The alerts: (site, kind)."""


@dataclass
class Days:
    """What happened."""

    room: Newsroom
    database: Path
    chance: random.Random
    told: list[tuple[datetime, list[str]]] = field(default_factory=list)
    """The machine's time of each turn on which something was due, and what."""
    megabytes: list[int] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    """(bytes of the archive and its raw pages, articles)"""
    killed: int = 0

    def due(self, now: datetime) -> list[str]:
        """By the papers' own account: what was not begun within its time, by a crawl that came to an end."""
        if not self.database.exists():
            return sorted(EVERY)
        with closing(sqlite3.connect(self.database)) as conn:
            ended = conn.execute("select site, started from crawls where finished is not null").fetchall()
        begun: dict[str, list[datetime]] = {}
        for name, started in ended:
            begun.setdefault(name, []).append(moment(started))
        fresh = {
            name
            for name, times in begun.items()
            if any(timedelta(0) <= now - time < EVERY[name] - LEEWAY for time in times)
        }
        return sorted(set(EVERY) - fresh)

    def turn(self, now: datetime, *, kill: bool) -> None:
        """One run of what is due, by a machine that believes it is `now`."""
        expected = self.due(now)
        if not expected:
            return
        sites = [
            site(self.room, paper.host, every=EVERY[paper.host.removesuffix(".test")].total_seconds())
            for paper in self.room.papers
        ]
        command = arguments(self.database, self.room, sites, now=now.isoformat(), due=True, workers=1)
        process = subprocess.Popen(
            command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            said, wrong = process.communicate(timeout=1.0 + self.chance.random() * 2.5 if kill else 300)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            self.killed += 1
            return
        assert process.returncode == 0, wrong[-3000:]
        told = json.loads(said.splitlines()[-1])
        assert sorted(name for name in told if name in EVERY) == expected
        self.told.append((now, expected))
        self.megabytes.append(told["megabytes"])
        self.sizes.append(self.size())

    def size(self) -> tuple[int, int]:
        raw = sum(path.stat().st_size for path in self.database.with_suffix(".warc").iterdir())
        with closing(sqlite3.connect(self.database)) as conn:
            articles = conn.execute("select count(*) from articles").fetchone()[0]
            pages = conn.execute("pragma page_count").fetchone()[0] * conn.execute("pragma page_size").fetchone()[0]
        return raw + pages, articles


def live_through(database: Path, plan: Plan) -> Days:
    with newsroom(plan.papers) as room:
        days = Days(room, database, random.Random(plan.days))
        for true in turns(plan.days):
            room.now = true
            past = true - BEGIN
            out = plan.outage[0] <= past < plan.outage[1]
            room.robots.pop("almena-bote.test", None)
            if out:
                room.robots["almena-bote.test"] = (503, "")
            wrong = next((by for begin, end, by in plan.jumps if begin <= past < end), timedelta(0))
            days.turn(true + wrong, kill=days.chance.random() < plan.kills)
        days.turn(room.now + DAY, kill=False)  # whatever was killed last comes to its end
    return days


def look(days: Days, plan: Plan) -> None:
    """What has to hold after any number of days."""
    with closing(sqlite3.connect(days.database)) as conn:
        held = {row[0] for row in conn.execute("select url from articles")}
        captured = Counter(row[0] for row in conn.execute("select url from captures where outcome = 'article'"))
        versions = dict(
            conn.execute("select a.url, count(*) from versions v join articles a on a.id = v.article group by 1")
        )
        alerts = set(conn.execute("select site, kind from alerts"))
    no_run_is_doubled(days.told, plan)
    for paper in days.room.papers:
        visible = {
            days.room.url(paper.host, paper.path(n)): n
            for n in paper.shown(days.room.now)
            if paper.is_there(n, days.room.now)
        }
        readable = {url for url, n in visible.items() if not decayed_to_a_picture(paper, n)}
        assert readable <= held, paper.host
        assert {url for url in versions if url in visible} <= {url for url, n in visible.items() if paper.edited(n)}
    assert max(captured.values()) == 1
    assert alerts == plan.expected
    with open_archive(days.database) as archive:
        check(archive)
        assert archive.count_pending() == 0
    third = len(days.megabytes) // 3
    assert max(days.megabytes[-third:]) < max(days.megabytes[:third]) * 1.3


def no_run_is_doubled(told: list[tuple[datetime, list[str]]], plan: Plan) -> None:
    """Two crawls of a site are as far apart as they should be by the machine's clock, but where that was set back in between."""
    for name, every in EVERY.items():
        times = [turn for turn, names in told if name in names]
        pairs = list(pairwise(times))
        assert [pair for pair in pairs if timedelta(0) < pair[1] - pair[0] < every - LEEWAY] == [], name
        assert sum(later <= earlier for earlier, later in pairs) <= len(plan.jumps)


def decayed_to_a_picture(paper: Paper, number: int) -> bool:
    return paper.decays_at is not None and paper.decay == "picture" and paper.appeared(number) >= paper.decays_at


def papers(decays: timedelta, articles: int) -> tuple[Paper, ...]:
    tide, bote, shomal = (replace(paper, articles=articles) for paper in PAPERS)
    return replace(tide, decays_at=BEGIN + decays, decay="bare"), bote, shomal


def test_three_days_of_schedules_miss_nothing_and_double_nothing(tmp_path):
    plan = Plan(
        days=3,
        papers=papers(2 * DAY, 400),
        outage=(20 * HOUR, 44 * HOUR),
        jumps=((10 * HOUR, 12 * HOUR, 26 * HOUR), (50 * HOUR, 53 * HOUR, -3 * HOUR)),
        kills=0.2,
        expected={("kelmouth-tide", "decayed"), ("almena-bote", "failing")},
    )
    days = live_through(tmp_path / "papers.db", plan)
    look(days, plan)
    assert len(days.told) >= 10


@pytest.mark.nightly
def test_thirty_days_of_schedules(tmp_path):
    tide, bote, shomal = papers(20 * DAY, 2000)
    plan = Plan(
        days=30,
        papers=(tide, bote, replace(shomal, articles=160)),  # falls silent after twenty days
        outage=(9 * DAY, 10 * DAY),
        jumps=((5 * DAY, 5 * DAY + 3 * HOUR, 26 * HOUR), (12 * DAY, 12 * DAY + 5 * HOUR, -8 * HOUR)),
        kills=0.1,
        expected={("kelmouth-tide", "decayed"), ("almena-bote", "failing"), ("shomal", "quiet")},
    )
    days = live_through(tmp_path / "papers.db", plan)
    look(days, plan)
    assert days.killed >= 5
    (early_bytes, early_articles), (middle_bytes, middle_articles), (late_bytes, late_articles) = (
        days.sizes[len(days.sizes) // 4],
        days.sizes[len(days.sizes) // 2],
        days.sizes[-1],
    )
    before = (middle_bytes - early_bytes) / (middle_articles - early_articles)
    after = (late_bytes - middle_bytes) / (late_articles - middle_articles)
    assert after < before * 1.5
