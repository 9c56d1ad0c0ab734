"""The thread that writes: it ends with whoever started it, and says why it cannot write."""

from __future__ import annotations

import asyncio
import threading

import pytest

from archive.errors import ArchiveLocked, NotAnArchive
from archive.opening import open_archive
from crawler.crawling.clerk import Clerk
from tests.archive_sample import clock, column


def test_work_is_done_in_order_and_its_errors_are_raised_where_it_was_asked(tmp_path):
    with Clerk(tmp_path / "a.db", "crawl", now=clock) as clerk:
        assert clerk.ask(lambda archive: column(archive, "select status from runs")).result(10) == ["running"]

        async def asked() -> int:
            return await clerk.do(lambda archive: len(column(archive, "select id from runs")))

        assert asyncio.run(asked()) == 1
        with pytest.raises(ZeroDivisionError):
            clerk.ask(lambda _archive: 1 // 0).result(10)
        assert clerk.ask(lambda _archive: "still there").result(10) == "still there"
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        assert column(archive, "select status from runs") == ["done"]


def test_an_archive_that_cannot_be_opened_is_told_and_no_thread_is_left(tmp_path):
    (tmp_path / "note.db").write_text("This is no database, and long enough to look like something else." * 20)
    with pytest.raises(NotAnArchive), Clerk(tmp_path / "note.db", "crawl"):
        pass
    with open_archive(tmp_path / "a.db", create=True), pytest.raises(ArchiveLocked), Clerk(tmp_path / "a.db", "crawl"):
        pass
    assert [thread.name for thread in threading.enumerate() if thread.name == "copydesk-clerk"] == []


def test_whoever_is_interrupted_while_the_archive_is_opened_leaves_no_thread(tmp_path, monkeypatch):
    def interrupted(_self, _timeout=None):
        raise KeyboardInterrupt

    clerk = Clerk(tmp_path / "a.db", "crawl", now=clock)
    monkeypatch.setattr(type(clerk._opened), "result", interrupted)
    with pytest.raises(KeyboardInterrupt), clerk:
        pass
    assert not clerk._thread.is_alive()


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, "interrupted"), (ValueError, "failed")])
def test_a_run_ends_as_it_was_ended(tmp_path, error, status):
    with pytest.raises(error), Clerk(tmp_path / "a.db", "crawl", now=clock):
        raise error
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        assert column(archive, "select status from runs") == [status]
