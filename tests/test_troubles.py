"""Sites in trouble: a planted trouble is found, a healthy site never, and whoever is to be told is told once."""

from __future__ import annotations

import json
import random
import shlex
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from archive.histories import (
    MOST_ARRIVALS,
    MOST_CRAWLS,
    MOST_PAGES,
    Alert,
    Arrived,
    Crawl,
    History,
    note_alerts,
    note_told,
    open_alerts,
    untold,
)
from crawler.alerting import tell, try_alert
from crawler.configuration import Alerts
from crawler.troubles import KINDS, overdue, troubles
from tests.archive_sample import opened

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
EVERY = timedelta(hours=2)


def paper(
    days: int,
    *,
    a_day: float = 12,
    weekend: float = 1.0,
    seed: int = 1,
    worse_from: datetime | None = None,
    worse: str = "",
    silent_from: datetime | None = None,
    down_from: datetime | None = None,
) -> History:
    """A paper that was crawled every two hours for so many days: articles come by chance, by day and by weekday."""
    chance = random.Random(seed)
    crawls, pages = [], []
    for turn in range(int(timedelta(days=days) / EVERY)):
        at = BEGIN + EVERY * turn
        rate = a_day / 12 * (weekend if at.weekday() >= 5 else 1.0) * (0.2 if at.hour < 6 else 1.25)
        draws = max(4, int(a_day / 4))
        count = sum(chance.random() < rate / draws for _ in range(draws))
        if silent_from and at >= silent_from:
            count = 0
        down = bool(down_from and at >= down_from)
        pages += [
            page(at, chance, worse if worse_from and at >= worse_from else "") for _ in range(0 if down else count)
        ]
        new = 0 if down else count
        crawls.append(
            Crawl(
                started=at,
                ended="unreachable" if down and turn % 2 else "done",
                fetched=8 if down else 20 + new,
                new=new,
                failed=8 if down else 1,
                refused=0,
            )
        )
    arrivals = sorted({page.at for page in pages if page.article})
    return History(site="paper", crawls=tuple(crawls), pages=tuple(pages), arrivals=tuple(arrivals))


def as_of(history: History, now: datetime) -> History:
    """What the archive knew of it at some time: its newest crawls and pages."""
    return History(
        site=history.site,
        crawls=tuple(one for one in history.crawls if one.started <= now)[-MOST_CRAWLS:],
        pages=tuple(one for one in history.pages if one.at <= now)[-MOST_PAGES:],
        arrivals=tuple(at for at in history.arrivals if at <= now)[-MOST_ARRIVALS:],
    )


def page(at: datetime, chance: random.Random, worse: str) -> Arrived:
    fine = {
        "article": chance.random() < 0.95,
        "title": True,
        "published": chance.random() < 0.9,
        "author": chance.random() < 0.7,
        "words": chance.randrange(150, 1200),
    }
    spoilt = {
        "text": {"article": chance.random() < 0.1},
        "title": {"title": False},
        "date": {"published": False},
        "short": {"words": chance.randrange(20, 90)},
    }
    return Arrived(at=at, **fine | spoilt.get(worse, {}))


def found(history: History, **alerts) -> dict[str, str]:
    return found_at(history, history.crawls[-1].started + timedelta(minutes=30), **alerts)


def found_at(history: History, now: datetime, **alerts) -> dict[str, str]:
    return {one.kind: one.detail for one in troubles([as_of(history, now)], now, Alerts(**alerts))}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    "habits",
    [{"a_day": 40}, {"a_day": 12}, {"a_day": 3}, {"a_day": 12, "weekend": 0.0}, {"a_day": 6, "weekend": 0.1}],
    ids=["busy", "usual", "slow", "rests on weekends", "nearly rests"],
)
def test_a_healthy_paper_is_never_in_trouble(habits, seed):
    for days in (3, 9, 16, 30):
        assert found(paper(days, seed=seed, **habits)) == {}, days


@pytest.mark.parametrize("a_day", [6, 40, 150])
@pytest.mark.parametrize("weekend", [1.0, 0.1, 0.0], ids=["every day", "nearly rests", "rests on weekends"])
def test_a_healthy_paper_is_in_trouble_at_no_turn_of_six_weeks(a_day, weekend):
    history = paper(42, a_day=a_day, weekend=weekend, seed=a_day)
    turns = [crawl.started + timedelta(minutes=30) for crawl in history.crawls[24::2]]
    assert [(now, told) for now in turns if (told := found_at(history, now))] == []


def test_a_paper_with_hundreds_of_articles_a_day_is_missed_within_a_day():
    history = paper(30, a_day=450, silent_from=BEGIN + timedelta(days=28))
    assert "no new article for 2" in found_at(history, BEGIN + timedelta(days=29))["quiet"]


def test_what_chance_could_do_to_twenty_pages_takes_sixty():
    chance = random.Random(3)
    fine = [page(BEGIN, chance, "") for _ in range(200)]
    half = [replace(one, author=number % 3 == 0) for number, one in enumerate(fine[:60])]

    def told(*pages: Arrived) -> dict[str, str]:
        return found_at(History(site="paper", crawls=(), pages=pages, arrivals=()), BEGIN)

    assert told(*fine, *half[:20]) == {}
    assert "articles with an author" in told(*fine, *half)["decayed"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("planted", "kind", "words"),
    [
        ({"silent_from": BEGIN + timedelta(days=24)}, "quiet", "no new article for 6 days"),
        ({"down_from": BEGIN + timedelta(days=29, hours=12)}, "failing", "nothing could be fetched in 3 crawls"),
        ({"worse_from": BEGIN + timedelta(days=27), "worse": "text"}, "decayed", "pages that are articles"),
        (
            {"worse_from": BEGIN + timedelta(days=27), "worse": "title"},
            "decayed",
            "articles with a title: 0% of the last",
        ),
        ({"worse_from": BEGIN + timedelta(days=27), "worse": "date"}, "decayed", "articles with a date"),
        ({"worse_from": BEGIN + timedelta(days=27), "worse": "short"}, "decayed", "words of an article"),
    ],
)
def test_a_planted_trouble_is_found_and_no_other(planted, kind, words, seed):
    told = found(paper(30, seed=seed, **planted))
    assert set(told) - ({"quiet"} if kind == "failing" else set()) == {kind}
    assert words in told[kind]


def test_a_site_that_was_not_crawled_is_not_blamed_for_bringing_nothing():
    history = paper(20)
    assert troubles([history], history.crawls[-1].started + timedelta(days=30), Alerts()) == []


def test_thresholds_are_those_of_the_configuration():
    history = paper(30, silent_from=BEGIN + timedelta(days=28))
    assert "quiet" in found(history)
    assert found(history, quiet=500.0) == {}


def test_every_kind_is_documented():
    text = (Path(__file__).parent.parent / "docs" / "crawling.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` | " not in text] == []


QUIET = Alert(site="paper", kind="quiet", began="2026-03-28T00:00:00Z", detail="no new article for 4 days")


def test_a_trouble_is_told_when_it_begins_and_when_it_is_over(tmp_path):
    with opened(tmp_path / "a.db") as (archive, _run):
        conn = archive.conn
        assert note_alerts(conn, ["paper"], [QUIET], "2026-03-28T00:00:00Z") == ([QUIET], [])
        assert note_alerts(conn, ["paper"], [QUIET], "2026-03-28T02:00:00Z") == ([], [])
        assert note_alerts(conn, ["other"], [], "2026-03-28T03:00:00Z") == ([], [])
        assert open_alerts(conn) == [QUIET]
        assert note_alerts(conn, ["paper"], [], "2026-03-29T00:00:00Z") == ([], [QUIET])
        assert open_alerts(conn) == []
        assert conn.execute("select began, ended from alerts").fetchall() == [
            ("2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z")
        ]


def told(path, alerts, begun=(), over=(), now="2026-03-29T00:00:00Z"):
    """What went wrong with telling of these troubles, from an archive that has them."""
    with opened(path) as (archive, _run):
        archive.conn.execute("begin")
        note_alerts(archive.conn, ["paper"], [*begun, *over], now)
        if over:
            for one in over:
                note_told(archive.conn, "begun", one, now)
            note_alerts(archive.conn, ["paper"], begun, now)
        archive.conn.execute("commit")
        return tell(archive, alerts)


def test_a_command_gets_the_alert_on_standard_input(tmp_path):
    script = f"import sys; open({str(tmp_path / 'got')!r}, 'w').write(sys.stdin.read())"
    assert told(tmp_path / "a.db", Alerts(command=f'{sys.executable} -c "{script}"'), [QUIET]) == []
    got = json.loads((tmp_path / "got").read_text())
    assert (got["state"], got["site"], got["kind"], got["archive"]) == ("begun", "paper", "quiet", "a.db")


def test_a_webhook_gets_it_by_post_and_is_not_led_elsewhere(tmp_path):
    got = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(302 if self.path == "/elsewhere" else 204)
            self.send_header("Location", "/stolen")
            self.end_headers()

        def log_message(self, *_values):
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        assert told(tmp_path / "a.db", Alerts(webhook=f"{base}/hook"), over=[QUIET]) == []
        (wrong,) = told(tmp_path / "b.db", Alerts(webhook=f"{base}/elsewhere"), [QUIET])
    finally:
        server.shutdown()
        server.server_close()
    assert [path for path, _ in got] == ["/hook", "/elsewhere"]
    assert got[0][1]["text"] == "paper: over: no new article for 4 days"
    assert "302" in wrong


@pytest.mark.parametrize(
    "way",
    [
        {"command": "no-such-program-here"},
        {"command": "false"},
        {"webhook": "file:///etc/passwd"},
        {"webhook": "http://127.0.0.1:1/"},
        {"command": "'"},
    ],
)
def test_an_alert_that_cannot_be_told_stops_nothing(tmp_path, way):
    (wrong,) = told(tmp_path / "a.db", Alerts(**way), [QUIET])
    assert "the alert for paper could not be told" in wrong


def test_what_could_not_be_told_is_told_later_and_once(tmp_path):
    heard = tmp_path / "heard"
    hear = f"import sys, json; open({str(heard)!r}, 'a').write(json.load(sys.stdin)['state'] + ' ')"
    deaf, hearing = Alerts(command="false"), Alerts(command=f'{sys.executable} -c "{hear}"')
    assert told(tmp_path / "a.db", deaf, [QUIET]) != []
    with opened(tmp_path / "a.db") as (archive, _run):
        assert [one.told for one in open_alerts(archive.conn)] == [None]
        assert tell(archive, deaf) != []
        archive.conn.execute("begin")
        note_alerts(archive.conn, ["paper"], [], "2026-03-30T00:00:00Z")
        archive.conn.execute("commit")
        assert [state for state, _ in untold(archive.conn)] == ["begun", "over"]
        assert tell(archive, hearing) == []
        assert tell(archive, hearing) == []
    assert heard.read_text() == "begun over "


def test_where_nobody_is_to_be_told_nothing_waits_for_whoever_is_named_later(tmp_path):
    assert told(tmp_path / "a.db", Alerts(), [QUIET]) == []
    with opened(tmp_path / "a.db") as (archive, _run):
        assert untold(archive.conn) == []


def test_a_site_that_nobody_crawls_any_more_is_overdue():
    day, now = timedelta(days=1), BEGIN + timedelta(days=10)
    last = {"late": now - 4 * day, "well": now - 2 * day, "busy": now - timedelta(hours=2), "other": BEGIN}
    every = {"late": day, "well": day, "busy": timedelta(minutes=5), "new": day}
    assert list(overdue(last, every, now)) == ["late"]
    assert "4 days ago" in overdue(last, every, now)["late"]


def test_an_alert_can_be_tried(tmp_path):
    heard = tmp_path / "heard"
    hear = f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.read())"
    assert try_alert(Alerts(command=shlex.join([sys.executable, "-c", hear])), BEGIN) == []
    assert json.loads(heard.read_text())["state"] == "test"
    assert len(try_alert(Alerts(command="false", webhook="http://127.0.0.1:1/"), BEGIN)) == 2
