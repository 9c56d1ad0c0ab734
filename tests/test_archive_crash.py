"""Killed at any moment, or out of disk space: the same command goes on, and the result is that of a quiet run."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import open_archive
from crawler.commands import status
from tests import crash_jobs
from tests.archive_sample import check, content

HERE = Path(__file__).resolve().parent.parent


JOURNALS = ("wal", "rollback")
"""As with a sound SQLite library, and as with one that has the WAL-reset bug."""


def start(path: Path, batch: int, journal: str, *limits: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash_jobs", str(path), str(batch), journal, *map(str, limits)]
    return subprocess.Popen(
        command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def contents(path: Path) -> dict:
    with open_archive(path) as archive:
        check(archive)
        assert archive.count_pending() == 0
        return content(archive)


def warc_bytes(path: Path) -> dict[str, bytes]:
    return {found.name: found.read_bytes() for found in path.with_suffix(".warc").glob("*.gz")}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> tuple[dict, dict[str, bytes]]:
    """What a run that nobody disturbs makes."""
    path = tmp_path_factory.mktemp("quiet") / "a.db"
    crash_jobs.run_all(path, 10)
    return contents(path), warc_bytes(path)


def killed_after(process: subprocess.Popen[str], lines: int, seconds: float) -> bool:
    """Kill a run some moments after it has acknowledged so many batches; False when it was done before."""
    assert process.stdout is not None
    for _ in range(lines):
        if not process.stdout.readline():
            break
    ready = time.monotonic() + seconds
    while time.monotonic() < ready and process.poll() is None:  # a busy wait: sleeping is too coarse to hit a commit
        pass
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return not ended


def kill_often(path: Path, kills: int, journal: str, choose: random.Random) -> int:
    """Kill runs over one archive, each followed by the next, at random moments; how many were killed."""
    batch = choose.choice([3, 10, 25])
    killed = 0
    for _ in range(kills):
        process = start(path, batch, journal)
        killed += killed_after(process, choose.randrange(12), choose.random() * 0.02)
    return killed


@pytest.mark.parametrize(("seed", "journal"), [(0, "wal"), (1, "rollback"), (2, "wal"), (3, "rollback")])
def test_runs_killed_at_random_moments_end_in_the_result_of_a_quiet_one(tmp_path, quiet, seed, journal):
    path = tmp_path / "a.db"
    assert kill_often(path, 5, journal, random.Random(seed)) > 0
    last = start(path, 10, journal)
    assert last.wait(120) == 0, last.stderr.read() if last.stderr else ""
    last.communicate()
    assert contents(path) == quiet[0]
    assert warc_bytes(path) == quiet[1]


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 150))
def test_a_thousand_kills_lose_and_double_nothing(tmp_path, quiet, seed):
    path = tmp_path / "a.db"
    journal = JOURNALS[seed % 2]
    kill_often(path, 20, journal, random.Random(seed))
    last = start(path, 10, journal)
    assert last.wait(120) == 0
    last.communicate()
    assert contents(path) == quiet[0]


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path):
    choose = random.Random(7)
    process = start(tmp_path / "a.db", 5, "wal")
    killed_after(process, 6, choose.random() * 0.01)
    with open_archive(tmp_path / "a.db") as archive:
        check(archive)
        held = archive.conn.execute("select count(*) from captures").fetchone()[0]
        refused = len(archive.refused())
        assert held + refused >= 6 * 5


def test_status_tells_a_run_that_was_killed_from_one_that_goes_on(tmp_path):
    def told() -> str:
        return json.loads(CliRunner().invoke(status.command, [str(tmp_path / "a.db"), "--json"]).output)["last_run"][
            "status"
        ]

    process = start(tmp_path / "a.db", 5, "wal")
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGSTOP)
    assert told() == "running"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert told() == "killed"


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("kibibytes", [5, 60, 150, 300, 400])
def test_a_full_disk_is_said_and_costs_nothing(tmp_path, quiet, kibibytes, journal):
    path = tmp_path / "a.db"
    process = start(path, 10, journal, kibibytes * 1024)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 4, err
    assert "make room and run the command again" in out
    again = start(path, 10, journal)
    _, err = again.communicate(timeout=120)
    assert again.returncode == 0, err
    assert contents(path) == quiet[0]
    assert warc_bytes(path) == quiet[1]
