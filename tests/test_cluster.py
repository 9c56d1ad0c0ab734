"""`--cluster`: a Dask cluster cleans, and the archive is that of one machine, whatever happens to the cluster's workers."""

from __future__ import annotations

import gc
import logging
import pickle
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import dask
import psutil
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from archive import open_archive
from crawler.cluster import batches
from crawler.cluster.pool import PAGES_A_BATCH, ClusterPool, client_of, connected
from crawler.commands import clean, merge, reclean
from crawler.exits import BROKEN
from crawler.workers import PoolError
from pipelines.types import Capture, Provenance, Rejection, Rules
from tests.archive_sample import check, rows
from tests.newsroom import BEGIN, PAPERS
from tests.newsroom.papers import article_page
from tests.test_merge import content, run
from tests.worker_jobs import source_of, take_along_the_fifth

COMMAND = [sys.executable, "-m", "crawler"]
ON_A_CLUSTER = ("--cluster", "local:2")
PAGES = 120
STARTED_WITHIN = 240
"""Seconds: on a machine that others use as well a cluster of two takes more than a minute."""


@pytest.fixture(scope="module", autouse=True)
def _collected():
    """What a cluster leaves behind in circles is collected here, not in the middle of some other test."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    """Pages of two papers with a menu each, copies, and what is no page."""
    folder = tmp_path_factory.mktemp("cluster") / "pages"
    folder.mkdir()
    for number in range(PAGES):
        paper = PAPERS[number % 2]
        text = article_page(paper, number // 2, BEGIN + timedelta(days=30))
        link = f'<link rel="canonical" href="https://{paper.host}{paper.path(number // 2)}">'
        (folder / f"{number:03}.html").write_text(text.replace("</head>", link + "</head>"), encoding="utf-8")
    (folder / "copy.html").write_bytes((folder / "007.html").read_bytes())
    (folder / "empty.html").touch()
    (folder / "note.html").write_text("<html><title>x</title><p>Nothing.</p></html>")
    (folder / "huge.html").write_text("<p>" + "<b>" * 200_000)
    return folder


@pytest.fixture(scope="module")
def at_home(pages, tmp_path_factory) -> dict[str, list[tuple]]:
    path = tmp_path_factory.mktemp("home") / "one.db"
    assert run(clean, path, pages) == 1
    with open_archive(path) as archive:
        return everything(archive)


def everything(archive) -> dict[str, list[tuple]]:
    """The public tables with their numbers."""
    found = content(archive)
    found["numbers"] = rows(archive, "select id, url, title, text, first_seen is null from articles order by id")
    found["in order"] = rows(archive, "select id, url, source, outcome, article from captures order by id")
    return found


def assert_same(path: Path, expected: dict[str, list[tuple]]) -> None:
    assert_tables(path, expected, everything)


def assert_tables(path: Path, expected: dict[str, list[tuple]], tables) -> None:
    """An archive is sound, has nothing left to clean, and the tables that are read from it are those expected."""
    with open_archive(path) as archive:
        check(archive)
        assert archive.count_pending() == 0
        got = tables(archive)
    for table, found in expected.items():
        assert got[table] == found, table


def test_the_archive_is_that_of_one_machine(pages, at_home, tmp_path):
    assert run(clean, tmp_path / "two.db", pages, how=ON_A_CLUSTER) == 1
    assert_same(tmp_path / "two.db", at_home)
    assert run(reclean, tmp_path / "two.db", how=ON_A_CLUSTER) == 0
    assert_same(tmp_path / "two.db", at_home)


def test_merging_cleans_on_a_cluster_what_is_to_be_cleaned(pages, at_home, tmp_path):
    names = sorted(path.name for path in pages.iterdir())
    for part, chosen in (("a", names[:50]), ("b", names[50:])):
        assert run(clean, tmp_path / f"{part}.db", *(pages / name for name in chosen)) in {0, 1}
    assert run(merge, tmp_path / "all.db", tmp_path / "a.db", tmp_path / "b.db", how=ON_A_CLUSTER) in {0, 1}
    with open_archive(tmp_path / "all.db") as archive:
        check(archive)
        got = Counter(row[0] for row in rows(archive, "select text from articles"))
    assert got == Counter(row[3] for row in at_home["numbers"])


def cluster_workers(parent: int) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(parent).children():
        try:
            if any("spawn_main" in part for part in process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def kill_one(database: Path, pages: Path, seed: int) -> bool:
    """Whether a worker was killed while the command was at work; it ends as if nothing had been."""
    draw = random.Random(seed)
    started = subprocess.Popen(
        [*COMMAND, "clean", str(database), str(pages), "--cluster", "local:2", "--silent"], stderr=subprocess.PIPE
    )
    try:
        begun = time.monotonic()
        while not database.exists() and started.poll() is None and time.monotonic() - begun < STARTED_WITHIN:
            time.sleep(0.05)
        assert database.exists()  # it comes once the cluster is there: a worker that is killed before is none of a run
        time.sleep(draw.uniform(0, 4))
        alive = cluster_workers(started.pid) if started.poll() is None else []
        if alive:
            draw.choice(alive).send_signal(signal.SIGKILL)
        _, said = started.communicate(timeout=240)
        assert started.returncode == 1, said
        return bool(alive)
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()


def test_a_killed_worker_costs_nothing_but_time(pages, at_home, tmp_path):
    assert kill_one(tmp_path / "two.db", pages, 3)
    assert_same(tmp_path / "two.db", at_home)


@pytest.mark.nightly
def test_twenty_runs_each_with_a_killed_worker(pages, at_home, tmp_path):
    killed = 0
    for seed in range(20):
        killed += kill_one(tmp_path / f"{seed}.db", pages, seed)
        assert_same(tmp_path / f"{seed}.db", at_home)
    assert killed >= 15


def test_no_process_is_left_behind(pages, tmp_path):
    """SIGKILL for the command itself: the cluster's workers and theirs end by themselves, and the archive goes on."""
    started = subprocess.Popen(
        [*COMMAND, "clean", str(tmp_path / "x.db"), str(pages), "--cluster", "local:2", "--silent"]
    )
    begun = time.monotonic()
    family: list[psutil.Process] = []
    while time.monotonic() - begun < 60:
        family = psutil.Process(started.pid).children(recursive=True)
        if len(cluster_workers(started.pid)) == 2 and len(family) >= 6:
            break
        time.sleep(0.05)
    started.kill()
    started.wait()
    gone, alive = psutil.wait_procs(family, timeout=60)
    assert not alive
    assert len(gone) >= 6
    assert run(clean, tmp_path / "x.db", pages, how=ON_A_CLUSTER) == 1


IMPATIENT = "import crawler.cluster.pool as pool, crawler.cli as cli; pool.CONNECT_SECONDS = 1; cli.main()"


@pytest.mark.parametrize("kind", ["port", "word", "file"])
def test_a_cluster_that_is_not_there_is_said_to_be_so(pages, tmp_path, kind):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    address = {"port": f"tcp://127.0.0.1:{port}", "word": "nonsense", "file": str(tmp_path / "none.json")}[kind]
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "clean", str(tmp_path / "x.db"), str(pages), "--cluster", address],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == BROKEN, done.stderr
    assert f"copydesk: no cluster at {address}: " in done.stderr
    assert not (tmp_path / "x.db").exists()


def test_a_cluster_that_is_slow_to_close_spoils_nothing(monkeypatch):
    """On a busy machine closing takes longer than Dask waits for it; what went wrong before is still told."""
    closing, closed = Client.close, []

    def late(self, *given, **named):
        closing(self, *given, **named)
        if self not in closed:  # it closes itself once more as it goes, where nobody could catch what is raised
            closed.append(self)
            raise TimeoutError

    monkeypatch.setattr(Client, "close", late)
    with client_of("local:1") as client:
        assert client.submit(sum, [1, 2]).result() == 3
    with pytest.raises(ValueError, match="before"), client_of("local:1"):
        raise ValueError("before")
    assert len(closed) == 2


def test_workers_and_cluster_are_not_asked_for_together(pages, tmp_path):
    done = CliRunner().invoke(
        clean.command, [str(tmp_path / "x.db"), str(pages), "--cluster", "local:2", "--workers", "2"]
    )
    assert done.exit_code == 2
    assert "--workers is for this machine" in done.output


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
    ) as local:
        yield local


def captures(count: int) -> list[tuple[Capture, None]]:
    return [
        (Capture(provenance=Provenance(source=f"{number}.txt"), body=f"Line {number}.".encode()), None)
        for number in range(count)
    ]


def test_answers_come_in_the_order_of_the_tasks(cluster):
    with Client(cluster) as client:
        pool = ClusterPool(Rules(), client)
        tasks = captures(5 * PAGES_A_BATCH + 3)
        assert list(pool.map(source_of, tasks)) == [source_of(task) for task in tasks]
        assert list(pool.map(source_of, [])) == []


def test_a_page_that_kills_worker_after_worker_is_listed_and_costs_no_other():
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
        ) as local,
        Client(local) as client,
    ):
        tasks = captures(10)
        answers = list(ClusterPool(Rules(), client).map(take_along_the_fifth, tasks))
    dead = answers.pop(5)
    assert isinstance(dead, Rejection)
    assert dead.reason == "worker-died"
    assert answers == [source_of(task) for task in tasks if task[0].provenance.source != "5.txt"]


def test_another_version_on_the_workers_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("crawler.cluster.pool.COPYDESK", "99.0")
    with (
        pytest.raises(PoolError, match=r"copydesk .*, here is 99\.0: outcomes would differ"),
        connected(Rules(), cluster.scheduler_address),
    ):
        pass


def test_an_idle_pool_is_closed(monkeypatch):
    monkeypatch.setattr(batches, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(batches, "_threads", lambda: 1)
    rules, work = pickle.dumps(Rules()), pickle.dumps(source_of)
    sealed = pickle.loads(batches.do(rules, work, pickle.dumps(captures(2))))
    assert [pickle.loads(one) for one in sealed] == ["0.txt", "1.txt"]
    begun = time.monotonic()
    while batches._pools._pools and time.monotonic() - begun < 20:
        time.sleep(0.02)
    assert not batches._pools._pools
