"""Schedules: what cron and systemd get, and a loop that neither drifts nor runs two turns at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.commands.schedule import EXAMPLE, command
from crawler.schedules import Loop, Schedule, cron_line, systemd_service, systemd_timer, turn_of

CONFIG = '[identity]\ncontact = "mail@example.org"\n[sites.paper]\nstart = ["http://localhost:9/"]\nevery = "{every}"\nallow = ["localhost"]\n'


def schedule(every: timedelta = timedelta(minutes=30), folder: str = "/srv/papers") -> Schedule:
    return Schedule(command=("/opt/copydesk", "crawl", f"{folder}/a.db", "--due"), folder=Path(folder), every=every)


@pytest.mark.parametrize(
    ("intervals", "turn"),
    [([], 60), ([6 * 60, 30], 30), ([0.2], 1), ([3 * 24 * 60], 60)],
)
def test_it_is_looked_as_often_as_the_most_frequent_site_is_due(intervals, turn):
    assert turn_of([timedelta(minutes=minutes) for minutes in intervals]) == timedelta(minutes=turn)


@pytest.mark.parametrize(
    ("minutes", "when"), [(1, "* *"), (7, "*/6 *"), (30, "*/30 *"), (45, "*/30 *"), (60, "0 *"), (300, "0 *")]
)
def test_turns_of_cron_are_equally_far_from_one_another(minutes, when):
    assert cron_line(schedule(timedelta(minutes=minutes))).startswith(
        f"{when} * * * cd /srv/papers && /opt/copydesk crawl"
    )


def test_folders_with_odd_names_are_quoted():
    odd = schedule(folder="/srv/my papers 100%")
    assert "cd '/srv/my papers 100\\%' && /opt/copydesk crawl '/srv/my papers 100\\%/a.db'" in cron_line(odd)
    assert 'ExecStart=/opt/copydesk crawl "/srv/my papers 100%%/a.db" --due' in systemd_service(odd)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here to look at its units")
def test_systemd_accepts_the_units(tmp_path):
    (tmp_path / "copydesk.service").write_text(systemd_service(schedule()).replace("/opt/copydesk", "/bin/true"))
    (tmp_path / "copydesk.timer").write_text(systemd_timer(schedule()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "copydesk.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "copydesk" not in done.stderr


def test_turns_are_as_far_apart_as_asked_and_a_long_one_is_followed_at_once():
    now, begun = [0.0], []
    takes = iter([100.0, 2500.0, 100.0, 100.0])

    def run(_command, _folder):
        begun.append(now[0])
        now[0] += next(takes)
        return 0

    def wait(seconds):
        now[0] += seconds
        return len(begun) == 4

    Loop(schedule=schedule(), run=run, clock=lambda: now[0], wait=wait, say=lambda _message: None).forever()
    assert begun == [0.0, 1800.0, 4300.0, 6100.0]


def test_a_turn_that_fails_is_named_and_followed_by_the_next():
    said: list[str] = []
    statuses = iter([4, 1, -9])
    loop = Loop(
        schedule=schedule(),
        run=lambda *_: next(statuses),
        clock=lambda: 0.0,
        wait=lambda _: loop.turns == 3,
        say=said.append,
    )
    assert loop.forever() == 0
    assert said == ["turn 1 ended with 4", "turn 3 ended with -9"]


def test_show_prints_what_can_be_installed(tmp_path):
    (tmp_path / "copydesk.toml").write_text(CONFIG.format(every="30m"))
    shown = CliRunner().invoke(command, ["show", str(tmp_path / "a.db"), "--for", "cron"], standalone_mode=False)
    assert shown.stdout.startswith(f"*/30 * * * * cd {tmp_path} && ")
    assert f"crawl {tmp_path}/a.db --due --config {tmp_path}/copydesk.toml --silent" in shown.stdout
    both = CliRunner().invoke(command, ["show", str(tmp_path / "a.db")], standalone_mode=False).stdout
    assert "[Timer]" in both
    assert "OnCalendar=*:0/30" in both


def test_no_example_takes_the_place_of_a_crontab_that_is_there():
    assert [line for line in EXAMPLE.splitlines() if line.endswith("| crontab -") and "crontab -l;" not in line] == []


def test_without_a_configuration_it_is_said_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["show", "a.db"])
    assert done.exit_code == 2
    assert "copydesk init" in done.stderr


def test_the_loop_ends_with_sigterm_and_leaves_nothing_running(tmp_path):
    (tmp_path / "copydesk.toml").write_text(CONFIG.format(every="1h"))
    words = [sys.executable, "-W", "ignore", "-m", "crawler", "schedule", "run", str(tmp_path / "a.db")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("every hour: ")
        deadline = time.monotonic() + 60
        while not (tmp_path / "a.db").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
