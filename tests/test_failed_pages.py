"""A page that failed need not stay so: errors of the machine are nobody's outcome, and `reclean --failed` tries again."""

import io
import subprocess
import sys
from contextlib import contextmanager

import pytest
from warcio.statusandheaders import StatusAndHeaders

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
from tests.warc_writing import Writer

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


def web_archive(path, count=4):
    with path.open("wb") as target:
        writer = Writer(target, gzip=True)
        for number in range(count):
            body = io.BytesIO(PAGE.replace("</p>", f", it was said {number + 2} times.</p>").encode())
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            address = f"https://a.example/{number}"
            writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=headers))
    return path


def texts(path):
    with open_archive(path, read_only=True) as archive:
        return archive.conn.execute("select id, permalink, url, text, text_digest, copy_of from articles").fetchall()


def test_pages_whose_file_is_not_there_are_left_as_they_are_when_all_is_cleaned_again(tmp_path):
    linked, database = web_archive(tmp_path / "a.warc.gz"), tmp_path / "a.db"
    assert run("clean", database, linked, pages(tmp_path / "pages", 2)).returncode == 0
    before = texts(database)
    linked.rename(tmp_path / "elsewhere.gz")
    again = run("reclean", database)
    assert (again.returncode, texts(database)) == (1, before)
    assert "4 pages left as they are, for these files are missing: linked/a.warc.gz" in again.stderr.decode()
    assert "2 pages cleaned again" in again.stderr.decode()
    assert run("reclean", database, "--site", "a.example").returncode == 1
    assert texts(database) == before
    (tmp_path / "elsewhere.gz").rename(linked)
    again = run("reclean", database)
    assert (again.returncode, texts(database)) == (0, before)
    assert "6 pages cleaned again: 0 articles with another text" in again.stderr.decode()


def test_a_page_that_cannot_be_cleaned_again_keeps_its_article(tmp_path):
    linked, database = web_archive(tmp_path / "a.warc.gz"), tmp_path / "a.db"
    assert run("clean", database, linked).returncode == 0
    before, sound = texts(database), linked.read_bytes()
    with open_archive(database, read_only=True) as archive:
        offset, length = archive.conn.execute("select warc_offset, warc_length from captures where id = 2").fetchone()
    linked.write_bytes(sound[:offset] + bytes(length) + sound[offset + length :])
    again = run("reclean", database)
    assert (again.returncode, texts(database)) == (1, before)
    listed = run("status", database, "--list", "failed").stdout.decode()
    assert "raw-unreadable" in listed
    assert "the article made from it before is kept" in listed
    assert outcomes(database) == ["article", "failed", "article", "article"]
    assert run("doctor", database).returncode != 0
    linked.write_bytes(sound)
    again = run("reclean", database, "--failed")
    assert (again.returncode, texts(database)) == (0, before)
    assert "1 page cleaned again: 0 failed again" in again.stderr.decode()
    assert outcomes(database) == ["article"] * 4


def test_a_page_that_was_damaged_before_it_was_cleaned_is_tried_again(tmp_path):
    linked, database = web_archive(tmp_path / "a.warc.gz"), tmp_path / "a.db"
    sound = linked.read_bytes()
    with open_archive(database, create=True) as archive:
        archive.save_captures(list(read_paths([linked])), archive.start_run("read"))
    linked.write_bytes(bytes(len(sound)))
    assert run("clean", database, tmp_path / "none.html").returncode != 0
    assert outcomes(database) == ["failed"] * 4
    linked.write_bytes(sound)
    assert run("reclean", database, "--failed").returncode == 0
    assert outcomes(database) == ["article"] * 4


OLD, NEW = "2024-01-05T08:00:00Z", "2024-02-05T08:00:00Z"


def one_page(path, text, when, address="https://a.example/one", head=""):
    """A web archive file with one page, its middle paragraph this text."""
    with path.open("wb") as target:
        writer = Writer(target, gzip=True)
        page = PAGE.replace("</head>", f"{head}</head>").replace("Monday morning.", f"Monday morning. {text} {text}")
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(page.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": when},
            )
        )
    return path


def damage(path):
    path.write_bytes(bytes(path.stat().st_size))


def all_texts(database):
    with open_archive(database, read_only=True) as archive:
        return "\n".join(
            row[0] for row in archive.conn.execute("select text from articles union all select text from versions")
        )


@pytest.mark.parametrize("order", ["old new", "new old"])
@pytest.mark.parametrize("damaged", ["old", "new"])
def test_neither_of_two_versions_is_lost_when_the_file_of_one_is_damaged(tmp_path, order, damaged):
    files = {
        "old": one_page(tmp_path / "old.warc.gz", "The mill had closed.", OLD),
        "new": one_page(tmp_path / "new.warc.gz", "The mill is open again.", NEW),
    }
    database, sound = tmp_path / "a.db", files[damaged].read_bytes()
    for name in order.split():
        assert run("clean", database, files[name]).returncode == 0
    before = texts(database)
    again = run("reclean", database)
    assert "0 articles with another text" in again.stderr.decode()
    assert texts(database) == before
    damage(files[damaged])
    assert run("reclean", database).returncode == 1
    told = all_texts(database)
    assert "The mill had closed." in told
    assert "The mill is open again." in told
    files[damaged].write_bytes(sound)
    assert run("reclean", database).returncode == 0
    assert texts(database) == before
    assert all_texts(database).count("The mill had closed. The mill had closed.") == 1


def test_an_article_is_not_given_to_another_page_of_a_common_address(tmp_path):
    same = "<link rel='canonical' href='https://a.example/page.html'>"
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, text in enumerate(("The first mill.", "The second mill.")):
        page = PAGE.replace("</head>", f"{same}</head>").replace("Monday morning.", f"Monday morning. {text} {text}")
        (folder / f"{number}.html").write_text(page)
    database = tmp_path / "a.db"
    assert run("clean", database, folder).returncode == 0
    before = texts(database)
    assert len(before) == 2
    with open_archive(database, read_only=True) as archive:
        offset, length = archive.conn.execute("select warc_offset, warc_length from captures where id = 1").fetchone()
    warc = next((tmp_path / "a.warc").glob("copydesk-*.warc.gz"))
    sound = warc.read_bytes()
    warc.write_bytes(sound[:offset] + bytes(length) + sound[offset + length :])
    assert run("reclean", database).returncode == 1
    assert texts(database) == before
