"""A page that failed need not stay so: errors of the machine are nobody's outcome, and `reclean --failed` tries again."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from archive import open_archive
from crawler.cleaning import Desk, Tally, clean_pending, look_at_sites
from crawler.page_pool import PagePool
from crawler.progress import Progress
from crawler.readers import read_paths
from crawler.workers import PoolError
from pipelines.clean import clean
from pipelines.signature import signature_of
from pipelines.types import Capture, PageSignature, Provenance, Rejection, Rules
from tests.test_cli import DUMP, PAGE, PROGRAM, run

SMALLEST_MODEL = 1_300 * 1024
"""Bytes a file may have: enough for a small archive, too few for the unpacked model of languages."""


def pages(folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(DUMP.replace("month", f"month and {number} days"))
    return folder


def outcomes(path):
    with open_archive(path, read_only=True) as archive:
        return [row[0] for row in archive.conn.execute("select outcome from captures order by id")]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the shell")
def test_what_is_wrong_with_the_machine_ends_the_run_before_it_costs_a_page(tmp_path):
    import resource

    folder = pages(tmp_path / "pages", 5)
    limited = subprocess.run(
        [*PROGRAM, "clean", str(tmp_path / "a.db"), str(folder)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLEST_MODEL, SMALLEST_MODEL)),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert limited.returncode == 4, limited.stderr
    assert "Traceback" not in limited.stderr
    assert "File too large" in limited.stderr
    assert "then run the same command again" in limited.stderr
    assert outcomes(tmp_path / "a.db") == [None] * 5
    assert run("clean", tmp_path / "a.db", folder).returncode == 0
    assert outcomes(tmp_path / "a.db") == ["article"] * 5


def failing(_text, *_others, **_more):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("step", "work"), [("pipelines.clean.clean_page", clean), ("pipelines.signature.parse", signature_of)]
)
def test_a_full_disk_is_not_written_down_as_the_pages_fault(monkeypatch, step, work):
    monkeypatch.setattr(step, failing)
    with pytest.raises(OSError, match="No space left"):
        work(Capture(provenance=Provenance(source="a.html"), body=PAGE.encode(), content_type="text/html"))


class Pool:
    """Answers as told; then the machine fails, if there is nothing more to say."""

    def __init__(self, *answers):
        self.fails = True
        self.reads_files = True
        self._answers = answers

    def warm_up(self):
        pass

    def map(self, _work, tasks):
        for _task, answer in zip(tasks, self._answers, strict=False):
            yield answer
        if self.fails:
            raise PoolError("the disk is full")


def desk(archive, run, *answers):
    silent = Progress(silent=True)
    return Desk(
        archive=archive, run=run, pool=Pool(*answers), tally=Tally(), progress=silent, remark=lambda _page: None
    )


@contextmanager
def archived(folder):
    """An archive beside the folder with its pages saved, none of them cleaned."""
    with open_archive(folder.parent / "a.db", create=True) as archive:
        run = archive.start_run("clean")
        archive.save_captures(list(read_paths([folder])), run)
        yield archive, run


def test_what_was_done_before_the_machine_failed_is_kept(tmp_path):
    done = Rejection(reason="too-short", cleaned_by=Rules().label)
    with archived(pages(tmp_path / "pages", 4)) as (archive, run), pytest.raises(PoolError):
        clean_pending(desk(archive, run, done, done), Rules(use_site_memory=False))
    assert outcomes(tmp_path / "a.db") == ["not-article", "not-article", None, None]


def test_a_page_that_nobody_came_to_look_at_is_looked_at_again(tmp_path):
    with archived(pages(tmp_path / "pages", 3)) as (archive, run):
        first, *others = [page.digest for _site, page in archive.to_look_at()]
        starved, hostile = (Rejection(reason=reason) for reason in ("worker-died", "time-limit"))
        at_work = desk(archive, run, starved, hostile, PageSignature(digest=others[1], lines=((1, 5),)))
        at_work.pool.fails = False
        look_at_sites(at_work)
        assert [page.digest for _site, page in archive.to_look_at()] == [first]


def test_reclean_failed_tries_again_what_failed_and_nothing_else(tmp_path):
    failed = Rejection(reason="worker-died", detail="no answer in 48 s", cleaned_by=Rules().label)
    short = Rejection(reason="too-short", cleaned_by=Rules().label)
    with archived(pages(tmp_path / "pages", 4)) as (archive, doing):
        archive.save_outcomes([(1, short), (2, failed), (3, short), (4, failed)], doing)
    done = run("reclean", tmp_path / "a.db", "--failed")
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (0, "2 pages cleaned again: 0 failed again.")
    assert outcomes(tmp_path / "a.db") == ["not-article", "article", "not-article", "article"]
    again = run("reclean", tmp_path / "a.db", "--failed")
    assert (again.returncode, again.stderr) == (0, b"no page is there whose cleaning failed\n")


def test_the_summary_says_how_to_try_again(tmp_path, monkeypatch):
    monkeypatch.setattr(PagePool, "map", lambda _pool, _work, tasks: (FAILED for _ in tasks))
    done = run("clean", tmp_path / "a.db", pages(tmp_path / "pages", 1))
    assert f"copydesk reclean {tmp_path / 'a.db'} --failed" in done.stderr.decode()


FAILED = Rejection(reason="time-limit", detail="stopped after 8 s of processor time", cleaned_by=Rules().label)
