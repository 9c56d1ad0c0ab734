"""`copydesk shard`: parts of a dump, cleaned where they lie and merged, are what one machine makes of the whole."""

from __future__ import annotations

import gzip
import json
import logging
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import dask
import psutil
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster
from warcio.statusandheaders import StatusAndHeaders

from archive import open_archive
from crawler.cluster import pool
from crawler.cluster.pool import ALONE, ClusterPool, client_of
from crawler.commands import clean, merge, shard
from crawler.exits import BROKEN, NOTHING_USABLE
from crawler.readers import read_paths
from crawler.selecting import Selection
from crawler.sharding import finding, jobs, making
from crawler.sharding.folder import Folder
from crawler.sharding.making import Making
from crawler.sharding.parts import Job, Mark, Part, Piece, apart_from, cut, disagreeing, grouped
from crawler.sharding.planning import planned
from crawler.workers import PoolError
from pipelines.types import Capture, Provenance, Rules, Unreadable
from tests.archive_sample import column, rows
from tests.newsroom import BEGIN, PAPERS
from tests.newsroom.papers import article_page
from tests.range_server import served
from tests.test_cluster import STARTED_WITHIN, _collected, assert_tables, cluster_workers  # noqa: F401 - a fixture
from tests.test_merge import content, run
from tests.warc_writing import Writer
from tests.worker_jobs import make_but_die_for_the_second, source_of

PART = "0.03"
"""Megabytes: the larger file of the dump is cut in five."""


CLUSTER: list[str] = []
"""The address of the one cluster that the tests share."""


@pytest.fixture(scope="module", autouse=True)
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
    ) as local:
        CLUSTER[:] = [local.scheduler_address]
        yield local


def page(number: int) -> tuple[str, bytes]:
    paper = PAPERS[number % 3]
    text = article_page(paper, number // 3, BEGIN + timedelta(days=30))
    return f"https://{paper.host}{paper.path(number // 3)}", text.encode()


def warc(path: Path, numbers, *, packed: bool = True, revisits=()) -> None:
    """Pages with a request each, as crawlers write them; then revisits of pages, which may be in other files."""
    answer = [("Content-Type", "text/html; charset=utf-8")]
    with path.open("wb") as file:
        writer = Writer(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "tests"}))
        for number in numbers:
            url, body = page(number)
            when = {"WARC-Date": f"2026-05-01T{number // 60:02}:{number % 60:02}:00Z"}
            head = StatusAndHeaders("200 OK", answer, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict=when
            )
            writer.write_record(record)
            writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
        for number in revisits:
            url, _body = page(number)
            head = StatusAndHeaders("200 OK", answer, protocol="HTTP/1.1")
            record = writer.create_revisit_record(
                url, "sha1:" + "A" * 32, url, f"2026-05-01T{number // 60:02}:{number % 60:02}:00Z", http_headers=head
            )
            record.rec_headers.replace_header("WARC-Date", f"2026-06-01T00:00:{number % 60:02}Z")
            writer.write_record(record)


@pytest.fixture(scope="module")
def dump(tmp_path_factory) -> Path:
    """WARC files: packed and plain, one that refers to a page of another, one that is broken off; and what is no page."""
    folder = tmp_path_factory.mktemp("dump")
    warc(folder / "a.warc.gz", range(60))
    warc(folder / "b.warc", range(60, 80), packed=False)
    warc(folder / "c.warc.gz", range(80, 90), revisits=(3, 64, 500))
    (folder / "d.warc.gz").write_bytes((folder / "c.warc.gz").read_bytes()[:-300])
    (folder / "note.html").write_text("<html><title>x</title><p>Nothing.</p></html>")
    (folder / "zero.html").touch()
    return folder


def files_of(dump: Path) -> list[Path]:
    return sorted(dump.iterdir())


@pytest.fixture(scope="module")
def at_home(dump, tmp_path_factory) -> dict[str, list[tuple]]:
    path = tmp_path_factory.mktemp("home") / "one.db"
    assert run(clean, path, *files_of(dump)) == 1
    with open_archive(path) as archive:
        found = everything(archive)
    assert len(found["articles"]) == 90
    assert len(found["revisits"]) == 2
    return found


def everything(archive) -> dict[str, list[tuple]]:
    """The public tables with their numbers; files' times are left out, which servers do not tell."""
    found = content(archive)
    found["numbers"] = rows(archive, "select id, url, title, text, copy_of, first_seen from articles order by id")
    found["in order"] = rows(
        archive, "select id, url, source, source_offset, outcome, article from captures order by id"
    )
    found["revisits"] = rows(
        archive, "select url, digest from captures where fetched_at like '2026-06-01%' order by id"
    )
    return found


def assert_same(path: Path, expected: dict[str, list[tuple]]) -> None:
    assert_tables(path, expected, everything)


def sharded(folder: object, *named: object, status: int = 1, size: str | None = PART) -> str:
    """What was said; the status of the dump is 1, as it has broken records."""
    arguments = [str(folder), *map(str, named), "--cluster", CLUSTER[0], *(("--part-size", size) if size else ())]
    done = CliRunner().invoke(shard.command, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value == status, done.output
    return done.output


def copied(shards: Path, room: Path) -> Path:
    return Path(shutil.copytree(shards, room / "shards", symlinks=True))


def marks_in(folder: Path) -> dict[str, float]:
    return {path.name: path.stat().st_mtime for path in folder.glob("part-*.json")}


@pytest.fixture(scope="module")
def shards(dump, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("here") / "shards"
    said = sharded(folder, *files_of(dump))
    assert "0 not\n" in said
    assert f"copydesk merge ARCHIVE.DB {folder}" in said
    return folder


def test_the_merged_shards_are_what_one_machine_makes(shards, at_home, tmp_path):
    assert len(marks_in(shards)) >= 8
    assert run(merge, tmp_path / "all.db", shards) == 0
    assert_same(tmp_path / "all.db", at_home)
    assert run(merge, tmp_path / "all.db", shards) == 0
    assert_same(tmp_path / "all.db", at_home)


def test_files_of_this_machine_stay_where_they_are(shards, dump):
    linked = [path.resolve() for path in shards.glob("*.warc/linked/*.warc.gz")]
    assert linked
    assert {path.parent for path in linked} == {dump}
    for path in shards.glob("*.db"):
        with open_archive(path, read_only=True) as archive:
            assert all(archive.capture(number).body for number in column(archive, "select id from captures"))


def test_nothing_of_the_machine_is_in_a_shard(shards, dump):
    for path in shards.glob("*.db"):
        assert str(dump).encode() not in path.read_bytes()


def test_over_http_it_is_the_same_though_answers_break_off(dump, at_home, tmp_path):
    with served(dump) as server:
        server.stumbling.add("a.warc.gz")
        sharded(tmp_path / "shards", *(f"{server.address}/{path.name}" for path in files_of(dump)))
        assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    assert not list((tmp_path / "shards").glob("*.warc/linked"))
    assert_same(tmp_path / "all.db", at_home)


def test_a_server_without_ranges_is_read_in_order(dump, tmp_path):
    with served(dump) as server:
        server.without_ranges = True
        sharded(tmp_path / "shards", f"{server.address}/a.warc.gz", status=0)
    assert len(marks_in(tmp_path / "shards")) == 1
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    with open_archive(tmp_path / "all.db") as archive:
        assert column(archive, "select count(*) from articles") == [60]


def test_shards_are_put_behind_an_address_and_merged_from_there(dump, at_home, tmp_path):
    folder = f"file://{tmp_path}/far/shards"
    sharded(folder, *files_of(dump))
    assert not list((tmp_path / "far" / "shards").glob("*.warc/linked"))
    assert run(merge, tmp_path / "all.db", folder) == 0
    assert_same(tmp_path / "all.db", at_home)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.db", "all.warc", "far"]


def test_a_repeated_job_does_only_what_is_missing(shards, dump, at_home, tmp_path):
    folder = copied(shards, tmp_path)
    before = marks_in(folder)
    gone = sorted(before)[2]
    (folder / gone).unlink()
    assert run(merge, tmp_path / "early.db", folder) == 1
    assert sharded(folder, "--dry-run", status=0).count("\tto do\t") == 1
    assert f"{len(before) - 1:,} of them before" in sharded(folder)
    after = marks_in(folder)
    assert {name: time for name, time in after.items() if name in before} == {
        name: time for name, time in before.items() if name != gone
    }
    assert len(list(folder.glob("*.db"))) == len(after) == len(before)  # the shard without a mark is swept away
    assert run(merge, tmp_path / "early.db", folder) == 0
    with open_archive(tmp_path / "early.db") as archive:
        assert column(archive, "select count(*) from articles") == [90]


def test_a_part_whose_archive_is_gone_or_whose_mark_is_broken_is_made_once_more(shards, at_home, tmp_path):
    folder = copied(shards, tmp_path)
    first, second, third = sorted(marks_in(folder))[:3]
    (folder / first).with_suffix(".db").unlink()
    (folder / second).write_text("[1, 2]")
    (folder / third).write_text("")
    assert run(merge, tmp_path / "early.db", folder) == 1  # and says that parts have no shard yet
    assert f"{len(marks_in(folder)) - 3:,} of them before" in sharded(folder)
    assert run(merge, tmp_path / "early.db", folder) == 0
    with open_archive(tmp_path / "early.db") as archive:
        assert column(archive, "select count(*) from articles") == [90]


def test_a_shard_whose_web_archive_file_was_replaced_costs_its_own_pages(shards, dump, tmp_path):
    folder = copied(shards, tmp_path)
    warc(tmp_path / "other.warc.gz", range(300, 303))
    for link in folder.glob("*.warc/linked/a.warc.gz"):
        link.unlink()
        link.symlink_to(tmp_path / "other.warc.gz")
    assert run(merge, tmp_path / "all.db", folder) == 1
    with open_archive(tmp_path / "all.db") as archive:
        assert column(archive, "select count(*) from articles") == [30]


def test_new_files_become_new_parts(shards, dump, tmp_path):
    folder = copied(shards, tmp_path)
    before = marks_in(folder)
    warc(tmp_path / "new.warc.gz", range(200, 203))
    sharded(folder, *files_of(dump), tmp_path / "new.warc.gz")
    assert len(marks_in(folder)) == len(before) + 1


@pytest.mark.parametrize("size", ["0.05", None])
def test_a_job_keeps_the_ranges_it_was_begun_with(shards, dump, tmp_path, size):
    folder = copied(shards, tmp_path)
    before = marks_in(folder)
    said = sharded(folder, *files_of(dump), size=size)
    assert marks_in(folder) == before
    assert ("stay as they were cut, at 0.03 MB" in said) == bool(size)
    warc(tmp_path / "new.warc.gz", range(200, 260))
    sharded(folder, tmp_path / "new.warc.gz", size=size)
    most = max(part.bytes for part in Folder(str(folder)).job().parts[len(before) :])
    assert (0.03e6 < most <= 0.05e6) if size else most <= 0.03e6


def test_files_that_have_changed_are_told_and_their_parts_made_anew(tmp_path):
    """In place where they are one piece, else as further parts; what was made of them before is not deleted."""
    (tmp_path / "dump").mkdir()
    for name, numbers in (("a.warc.gz", range(6)), ("b.warc.gz", range(10, 60)), ("c.warc.gz", range(70, 76))):
        warc(tmp_path / "dump" / name, numbers)
    sharded(tmp_path / "shards", tmp_path / "dump", status=0)
    assert "changed since" not in sharded(tmp_path / "shards", tmp_path / "dump", status=0)
    first = marks_in(tmp_path / "shards")
    warc(tmp_path / "dump" / "a.warc.gz", range(7))
    warc(tmp_path / "dump" / "b.warc.gz", range(11, 58))
    said = sharded(tmp_path / "shards", tmp_path / "dump", status=0)
    assert "dump/a.warc.gz and 1 more have changed since" in said
    assert marks_in(tmp_path / "shards").items() > first.items()
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    with open_archive(tmp_path / "all.db") as archive:
        sources = rows(archive, "select source, count(*) from captures group by substr(source, 6, 1) order by source")
    assert [count for _source, count in sources] == [7, 47, 6]
    assert "changed since" not in sharded(tmp_path / "shards", tmp_path / "dump", status=0)


def test_a_file_that_is_gone_keeps_its_page_though_another_of_its_part_has_changed(tmp_path):
    folder = tmp_path / "dump"
    folder.mkdir()

    def write(name, day):
        told = (
            f"On day {day} the keeper of pier {name} counted the boats of the bay again, as he has for thirty years. "
            * 4
        )
        (folder / f"{name}.html").write_text(
            f"<html><body><article><h1>Pier {name}, day {day}</h1><p>{told}</p></article></body></html>"
        )

    for name in "abc":
        write(name, 1)
    sharded(tmp_path / "shards", folder, status=0)
    (folder / "a.html").unlink()
    write("b", 23)
    assert "dump/b.html has changed since" in sharded(tmp_path / "shards", folder, status=0)
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    with open_archive(tmp_path / "all.db") as archive:
        titles = {title for (title,) in rows(archive, "select title from articles")}
    assert titles >= {"Pier a, day 1", "Pier b, day 23", "Pier c, day 1"}


def test_the_summary_adds_up(tmp_path):
    story = "The ferry is back on the bay, and the keeper of the lighthouse wrote it down in the book. " * 6
    named = [("one", story), ("two", story), ("two", story), ("three", "short")]
    lines = [json.dumps({"url": f"https://bay.example/{name}", "text": text}) for name, text in named]
    (tmp_path / "bay.jsonl").write_text("\n".join(lines), encoding="utf-8")

    said = sharded(tmp_path / "shards", tmp_path / "bay.jsonl", status=0)
    assert "4 pages in" in said
    assert ": 1 new article, 2 copies of articles, 1 not an article, 0 failed" in said


@pytest.mark.parametrize("far", [False, True])
def test_a_part_whose_file_has_changed_is_not_made_of_what_it_is_now(tmp_path, far):
    """Its ranges were those of the earlier file; named again, it is read as it is."""
    path, folder = tmp_path / "a.warc.gz", f"file://{tmp_path}/shards" if far else tmp_path / "shards"
    warc(path, range(6))
    sharded(folder, path, status=0)
    for mark in (tmp_path / "shards").glob("part-*.json"):
        mark.unlink()
    warc(path, range(8))
    assert "a.warc.gz: has changed since" in sharded(folder)
    assert "a.warc.gz has changed since" in sharded(folder, path, status=0)
    assert run(merge, tmp_path / "all.db", folder) == 0
    with open_archive(tmp_path / "all.db") as archive:
        assert column(archive, "select count(*) from articles") == [8]


def test_other_options_are_refused(shards, dump):
    arguments = [str(shards), str(dump / "a.warc.gz"), "--host", "example.org"]
    done = CliRunner().invoke(shard.command, arguments, standalone_mode=False)
    assert done.return_value == BROKEN
    assert "made with other options" in done.output


def are_cleaning(parent: int) -> bool:
    """Whether both workers of a cluster have processes of their own."""
    try:
        return sum(bool(worker.children()) for worker in cluster_workers(parent)) == 2
    except psutil.Error:
        return False


def kill_one(folder: Path, dump: Path, seed: int) -> bool:
    """Whether a worker was killed while parts were made; the job ends as if nothing had been."""
    draw = random.Random(seed)
    command = [sys.executable, "-m", "crawler", "shard", str(folder), *map(str, files_of(dump))]
    started = subprocess.Popen(
        [*command, "--cluster", "local:2", "--part-size", PART], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        begun = time.monotonic()
        while not folder.joinpath("job.json").exists() and time.monotonic() - begun < STARTED_WITHIN:
            time.sleep(0.05)
        while not are_cleaning(started.pid) and started.poll() is None and time.monotonic() - begun < STARTED_WITHIN:
            time.sleep(0.05)
        time.sleep(draw.uniform(0, 3))
        alive = cluster_workers(started.pid) if started.poll() is None else []
        if alive:
            draw.choice(alive).send_signal(signal.SIGKILL)
        _, said = started.communicate(timeout=240)
        assert started.returncode == 1, said
        assert b"0 not\n" in said
        return bool(alive)
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()


def test_a_killed_worker_costs_nothing_but_time(dump, at_home, tmp_path):
    assert kill_one(tmp_path / "shards", dump, 1)
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    assert_same(tmp_path / "all.db", at_home)


@pytest.mark.nightly
def test_twenty_jobs_each_with_a_killed_worker(dump, at_home, tmp_path):
    killed = 0
    for seed in range(20):
        killed += kill_one(tmp_path / f"{seed}", dump, seed)
        assert run(merge, tmp_path / f"{seed}.db", tmp_path / f"{seed}") == 0
        assert_same(tmp_path / f"{seed}.db", at_home)
    assert killed >= 15


def test_a_job_that_is_killed_goes_on(dump, at_home, tmp_path):
    command = [sys.executable, "-m", "crawler", "shard", str(tmp_path / "shards"), *map(str, files_of(dump))]
    started = subprocess.Popen([*command, "--cluster", "local:2", "--part-size", PART, "--silent"])
    begun = time.monotonic()
    while not marks_in(tmp_path / "shards") and time.monotonic() - begun < STARTED_WITHIN:
        time.sleep(0.05)
    family = psutil.Process(started.pid).children(recursive=True)
    started.kill()
    started.wait()
    _gone, alive = psutil.wait_procs(family, timeout=60)
    assert not alive
    assert " of them before" in sharded(tmp_path / "shards")
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    assert_same(tmp_path / "all.db", at_home)


def test_a_part_out_of_reach_is_listed_and_stops_no_other(dump, at_home, tmp_path):
    with served(dump) as server:
        server.failing.add("b.warc")
        addresses = [f"{server.address}/{path.name}" for path in files_of(dump)]
        said = sharded(tmp_path / "shards", *addresses)
        assert "b.warc: " in said
        assert "500" in said
        assert len(marks_in(tmp_path / "shards")) >= 3
        server.failing.clear()
        assert "0 not\n" in sharded(tmp_path / "shards")  # no address is needed any more
        assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    assert_same(tmp_path / "all.db", at_home)


def test_a_part_that_kills_worker_after_worker_is_listed_alone(tmp_path, monkeypatch):
    """Six workers: Dask starts none again that is killed while it begins, and four are killed here."""
    monkeypatch.setattr(jobs, "make", make_but_die_for_the_second)
    parts = tuple(
        Part(number=number, inputs=(Unreadable(provenance=Provenance(source=f"{number}"), reason="empty"),))
        for number in range(1, 21)
    )
    folder = Folder(str(tmp_path))
    folder.keep(job := Job(chosen="", parts=parts), instead_of=None)
    how = Making(folder=folder.address, rules=Rules(), selection=Selection())
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1, ALONE: 120}),
        LocalCluster(
            n_workers=6, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
        ) as local,
        Client(local, set_as_default=False) as client,
    ):
        came = list(jobs.run(client, folder, how, job, folder.marks()))
        with suppress(TimeoutError):  # a cluster cannot be closed while a worker begins anew, as not every one does
            client.wait_for_workers(6, timeout=30)
    failed = [one for one in came if isinstance(one, jobs.Failed)]
    assert [one.part.number for one in failed] == [2]
    assert "worker was killed" in failed[0].detail
    assert len(came) == 20


def test_a_cluster_of_this_machine_that_has_lost_its_workers_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "WORKERS_WITHIN", 30)
    part = Part(number=1, inputs=(Unreadable(provenance=Provenance(source="x"), reason="empty"),))
    how = Making(folder=str(tmp_path), rules=Rules(), selection=Selection())
    task = (Capture(provenance=Provenance(source="x"), body=b"x"), None)
    with client_of("local:1") as client:
        client.cluster.scale(0)
        begun = time.monotonic()
        while client.nthreads() and time.monotonic() - begun < 60:
            time.sleep(0.05)
        with pytest.raises(PoolError, match="no worker for 30 seconds"):
            list(jobs.run(client, Folder(str(tmp_path)), how, Job(chosen="", parts=(part,)), {}))
        with pytest.raises(PoolError, match="no worker for 30 seconds"):
            list(ClusterPool(Rules(), client).map(source_of, [task]))


def test_a_record_that_lies_in_another_is_not_taken_for_the_beginning_of_a_range(tmp_path):
    """Stored WARC files in a WARC file: what does not get smaller is stored as it is, member by member."""
    inner = tmp_path / "inner.warc.gz"
    warc(inner, range(100, 140))
    outer = tmp_path / "outer.warc.gz"
    with outer.open("wb") as file:
        for number in (1, 2, 3):
            url, body = page(number)
            buffer = BytesIO()
            plain = Writer(buffer, gzip=False)
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            plain.write_record(plain.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head))
            file.write(gzip.compress(buffer.getvalue(), mtime=0))
            buffer = BytesIO()
            plain = Writer(buffer, gzip=False)
            payload = BytesIO(inner.read_bytes())
            head = StatusAndHeaders("200 OK", [("Content-Type", "application/gzip")], protocol="HTTP/1.1")
            plain.write_record(
                plain.create_warc_record(f"{url}.warc.gz", "response", payload=payload, http_headers=head)
            )
            file.write(gzip.compress(buffer.getvalue(), compresslevel=0, mtime=0))
    sharded(tmp_path / "shards", outer, status=0)
    assert len(marks_in(tmp_path / "shards")) >= 6
    assert run(merge, tmp_path / "all.db", tmp_path / "shards") == 0
    assert run(clean, tmp_path / "one.db", outer) == 0
    with open_archive(tmp_path / "one.db") as archive:
        assert column(archive, "select count(*) from articles") == [3]
        expected = everything(archive)
    assert_same(tmp_path / "all.db", expected)


@pytest.mark.parametrize("in_place", [True, False])
def test_a_worker_reads_what_clean_reads(dump, tmp_path, in_place):
    """Pages of a mirror, whose addresses are told by their places, among them."""
    shutil.copytree(dump, tmp_path / "dump")
    host = tmp_path / "dump" / "mirror" / PAPERS[0].host
    for number in range(6):
        target = host / PAPERS[0].path(number).strip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page(3 * number)[1])
    pieces = finding.find([str(tmp_path / "dump")], 10**9, pytest.fail)
    found = list(making._Reading(tuple(pieces), in_place=in_place))
    expected = list(read_paths([tmp_path / "dump"]))
    assert len(expected) > 100
    assert [apart_from_its_place(one) for one in found] == [apart_from_its_place(one) for one in expected]


def apart_from_its_place(one):
    return replace(one, lies=None) if isinstance(one, Capture) else one


# What is found


def test_addresses_are_found_by_patterns_and_lists_and_named_like_files(dump, tmp_path):
    said: list[str] = []
    with served(dump) as server:
        found = finding.find([f"{server.address}/*.warc.gz", f"{server.address}/none.html"], 10**9, said.append)
        names = [(one.source.partition("/")[2], one.size) for one in found]
        one_by_one = finding.find([f"{server.address}/{name}" for name in ("a.warc.gz", "b.warc")], 10**9, said.append)
    assert names == [(path.name, path.stat().st_size) for path in sorted(dump.glob("*.warc.gz"))]
    assert [one.source for one in one_by_one] == ["a.warc.gz", "b.warc"]
    assert said == [f"{server.address}/none.html: no such file"]


def test_a_folder_behind_an_address_is_read_with_all_in_it(dump):
    found = finding.find([f"file://{dump}"], 10**9, pytest.fail)
    assert [one.source for one in found] == [f"{dump.name}/{path.name}" for path in files_of(dump)]


@pytest.mark.parametrize("packing", ["gzip", "plain", "whole", "none"])
def test_only_files_of_single_records_are_cut(dump, tmp_path, packing):
    plain = (dump / "b.warc").read_bytes()
    content = {
        "gzip": (dump / "a.warc.gz").read_bytes(),
        "plain": plain,
        "whole": gzip.compress(plain * 9),
        "none": b"<p>" * 90_000,
    }[packing]
    (tmp_path / "file").write_bytes(content)
    found = finding.find([str(tmp_path / "file")], 10_000, pytest.fail)
    assert (len(found) > 1) == (packing in {"gzip", "plain"})
    assert sum(one.bytes for one in found) == len(content)


def test_what_an_address_needs_is_said(tmp_path):
    for address, words in (("nonsense://x/y", "Protocol not known: nonsense"), ("gcs://x/y", "gcsfs")):
        done = CliRunner().invoke(shard.command, [str(tmp_path / "shards"), address], standalone_mode=False)
        assert done.return_value == NOTHING_USABLE
        assert words in done.output
        assert address in done.output
    assert not (tmp_path / "shards").exists()


def test_a_list_of_addresses_may_have_remarks():
    assert finding.addresses_in(["# crawl of May\n", "\n", "s3://bucket/a.warc.gz\n"]) == ["s3://bucket/a.warc.gz"]


def test_a_folder_that_another_program_made_is_refused(dump, tmp_path):
    (tmp_path / "job.json").write_text('{"jobs": []}')
    done = CliRunner().invoke(shard.command, [str(tmp_path), str(dump)], standalone_mode=False)
    assert done.return_value == BROKEN
    assert "not as copydesk writes it" in done.output


# Parts


def a_piece(name: str, size: int, **more) -> Piece:
    return Piece(address=f"/{name}", source=name, size=size, **more)


def test_ranges_are_equal_and_leave_nothing_out():
    ranges = list(cut(a_piece("a", 1001), 300))
    assert [(one.begin, one.end) for one in ranges] == [(0, 250), (250, 500), (500, 750), (750, 1001)]
    assert [one.exact for one in ranges] == [True, False, False, False]


def test_small_files_share_a_part():
    parts = list(grouped([a_piece("a", 4), a_piece("b", 5), a_piece("c", 2), a_piece("d", 100)], 10))
    assert [[one.source for one in part.inputs] for part in parts] == [["a", "b"], ["c"], ["d"]]
    assert apart_from([a_piece("b", 5), a_piece("b", 6)], parts) == [a_piece("b", 6)]


@pytest.mark.parametrize(
    ("found", "expected", "changed"),
    [
        ([("a", 4, 1), ("r", 20, 1), ("b", 5, 1)], [["a"], ["r0-10"], ["r10-20", "b"]], ()),
        ([("a", 4, 2), ("r", 20, 1), ("b", 5, 1)], [["a'"], ["r0-10"], ["r10-20", "b"]], ("a",)),
        ([("r", 21, 2)], [["a"], ["b"], ["r0-7'"], ["r7-14'"], ["r14-21'"]], ("r",)),
        ([("r", 3, 2), ("n", 2, 1)], [["a"], ["b"], ["r'", "n"]], ("r",)),
        ([("a", 12, 2)], [["r0-10"], ["r10-20", "b"], ["a0-6'"], ["a6-12'"]], ("a",)),
    ],
)
def test_what_has_changed_takes_the_place_of_what_it_was(found, expected, changed):
    def pieces(name: str, size: int, version: int) -> list[Piece]:
        whole = a_piece(name, size, version=f"{version}")
        return list(cut(whole, 10)) if size > 10 else [whole]

    def told(one: Piece) -> str:
        return one.source + (f"{one.begin}-{one.end}" if one.end else "") + ("'" if one.version == "2" else "")

    first, second = pieces("r", 20, 1)
    inputs = ((*pieces("a", 4, 1),), (first,), (second, *pieces("b", 5, 1)))
    parts = [Part(number=number, inputs=ones) for number, ones in enumerate(inputs, start=1)]
    plan = planned(parts, [one for file in found for one in pieces(*file)], 10, lambda _: False)
    assert [[told(one) for one in part.inputs] for part in plan.parts] == expected
    assert plan.changed == changed
    assert len({part.number for part in plan.parts}) == len(plan.parts)
    names = {part.name for part in parts}
    assert all((part.name in names) == ("'" not in told(part.inputs[0]) and part in parts) for part in plan.parts)


def test_a_job_is_not_written_over_one_that_was_planned_meanwhile(tmp_path):
    """Two commands that plan at the same time: the one that comes to the lock later has not seen the other's parts."""
    folder = Folder(str(tmp_path / "shards"))
    folder.keep(first := Job(chosen="rules", parts=(Part(number=1, inputs=()),)), instead_of=None)
    with pytest.raises(ValueError, match="run this one again"):
        folder.keep(Job(chosen="rules"), instead_of=None)
    assert folder.job() == first
    folder.keep(Job(chosen="rules", most=5), instead_of=first)
    assert folder.job() == Job(chosen="rules", most=5)


def test_a_job_of_an_earlier_version_tells_no_size():
    job = Job(chosen="all", most=10, parts=tuple(grouped([a_piece("a", 4)], 10)))
    earlier = json.loads(job.written())
    del earlier["most"]
    assert Job.of(json.dumps(earlier)) == replace(job, most=None)


def test_a_job_and_a_mark_are_read_as_they_were_written():
    refused = Unreadable(provenance=Provenance(source="x"), reason="broken-link", detail="leads nowhere")
    job = Job(chosen="all", most=10, parts=tuple(grouped([a_piece("ä", 4), refused], 10)))
    assert Job.of(job.written()) == job
    mark = Mark(shard=f"{job.parts[0].name}-0a0b0c", inputs=job.parts[0].inputs, counts={"pages": 2})
    assert Mark.of(mark.written()) == mark
    assert mark.part == job.parts[0].name
    with pytest.raises(ValueError, match="not as copydesk writes it"):
        Mark.of(json.dumps({"shard": "x"}))


@pytest.mark.parametrize(
    ("first", "second", "begin"),
    [
        ((0, 510), (510, None), None),
        ((0, 510), (505, None), 510),
        ((0, None), (505, None), 1000),
        ((0, 1000), (None, None), 1000),
    ],
)
def test_a_range_that_begins_elsewhere_than_the_one_before_it_ended_is_made_anew(first, second, begin):
    parts = list(grouped(cut(a_piece("a", 1000), 500), 500))
    marks = {
        part.name: Mark(
            shard=f"{part.name}-1",
            inputs=tuple(Piece(**{**vars_of(one), "first": found[0], "behind": found[1]}) for one in part.inputs),
        )
        for part, found in zip(parts, (first, second), strict=True)
    }
    wrong = disagreeing(parts, marks)
    assert [(part.number, part.inputs[0].begin, part.inputs[0].exact) for part in wrong] == (
        [] if begin is None else [(2, begin, True)]
    )
    assert all(part.name == parts[1].name for part in wrong)


def vars_of(piece: Piece) -> dict:
    return {name: getattr(piece, name) for name in Piece.__slots__}
