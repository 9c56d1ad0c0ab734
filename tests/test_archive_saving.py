"""Raw first: what comes in is held once, in the order it came, and one bad input costs only itself."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone

import pytest

from archive import Saved, open_archive
from archive.sound import instant
from pipelines.types import Capture, Provenance, Rejection
from tests.archive_sample import NOON, article, check, column, content, dump, opened, page, rows, take_in, unread


def counted(saved: Saved) -> dict[str, int]:
    """What became of a batch, without what became of nothing."""
    numbers = {name: value if isinstance(value, int) else len(value) for name, value in asdict(saved).items()}
    return {name: number for name, number in numbers.items() if number}


def test_a_capture_comes_back_as_it_went_in(tmp_path):
    whole = Capture(
        provenance=Provenance(source="dump #1.jsonl", offset=17, record_id="<urn:x>", modified=NOON.replace(hour=3)),
        body="سڵاو\r\n\r\n".encode() + bytes(range(256)),
        url="https://example.org/ä?q=1",
        fetched_at=NOON.replace(hour=9),
        content_type="text/html; charset=utf-8",
        status=404,
        headers=(("Content-Encoding", "gzip"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
    )
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([whole], run)
        assert [task.capture for task in archive.pending()] == [whole]


def test_the_same_input_twice_is_held_once(tmp_path):
    inputs = [dump("a.txt"), dump("b.txt"), page("https://example.org/1", "one", hour=9), unread("c.bin")]
    with opened(tmp_path / "a.db") as (archive, run):
        assert counted(archive.save_captures(inputs, run)) == {"new": 3, "refused": 1}
        before = content(archive)
        assert counted(archive.save_captures(inputs, run)) == {"already_held": 3, "refused": 1}
        assert content(archive) == before


def test_the_same_fetch_from_another_file_is_held_already(tmp_path):
    fetch = page("https://example.org/1", "one", hour=9, source="first.warc")
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([fetch], run)
        elsewhere = replace(fetch, provenance=Provenance(source="copy-of-first.warc"))
        assert archive.save_captures([elsewhere], run) == Saved(already_held=1)


def test_pages_of_one_spider_with_the_same_body_are_all_held(tmp_path):
    fetches = [page(f"https://example.org/{number}", "same", hour) for number in range(3) for hour in (8, 9)]
    with opened(tmp_path / "a.db") as (archive, run):
        assert archive.save_captures(fetches, run) == Saved(new=6)
        assert archive.save_captures(fetches, run) == Saved(already_held=6)


def test_a_body_under_another_source_is_a_revisit_and_held_once(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt", "same"), dump("b.txt", "same"), dump("c.txt", "same")], run)
        assert rows(archive, "select source, record_type, refers_to from captures order by id") == [
            ("a.txt", "resource", None),
            ("b.txt", "revisit", 1),
            ("c.txt", "revisit", 1),
        ]
        assert [task.capture.body for task in archive.pending()] == [b"same"] * 3


def test_a_changed_file_is_another_capture(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt", "first"), dump("a.txt", "second")], run)
        assert archive.count_pending() == 2


def test_an_unreadable_input_is_listed_once_and_forgotten_when_it_can_be_read(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([unread("a.txt"), unread("b.txt")], run)
        archive.save_captures([unread("a.txt", "unreadable", "no permission")], run)
        assert rows(archive, "select source, kind, reason, detail from rejections") == [
            ("a.txt", "failed", "unreadable", "no permission"),
            ("b.txt", "failed", "binary", ""),
        ]
        archive.save_captures([dump("a.txt")], run)
        assert column(archive, "select source from rejections") == ["b.txt"]


def test_a_file_that_breaks_off_keeps_its_note_when_it_is_read_again(tmp_path):
    inputs = [dump("d.jsonl", "one", offset=1), dump("d.jsonl", "two", offset=2), unread("d.jsonl", "bad-record")]
    with opened(tmp_path / "a.db") as (archive, run):
        for _ in range(2):
            archive.save_captures(inputs, run)
            assert rows(archive, "select id, source, reason from rejections") == [(1, "d.jsonl", "bad-record")]


def test_values_that_cannot_be_stored_cost_one_capture_of_a_hundred(tmp_path):
    poisoned = [
        replace(dump("p1.txt"), status=2**70),
        replace(dump("p2.txt"), content_type=b"text/plain"),
        dump("p3.txt", offset=2**70),
    ]
    inputs = [dump(f"{number}.txt") for number in range(97)]
    inputs[50:50] = poisoned
    with opened(tmp_path / "a.db") as (archive, run):
        assert counted(archive.save_captures(inputs, run)) == {"new": 97, "refused": 3}
        assert set(column(archive, "select reason from rejections")) == {"bad-record"}
        assert sum(1 for _ in archive.pending()) == 97
        check(archive)


@pytest.mark.parametrize("bad", ["\ud800", "a\0b", "\udcff\udcfe"])
def test_text_that_cannot_be_encoded_is_stored_so_that_names_stay_apart(tmp_path, bad):
    with opened(tmp_path / "a.db") as (archive, run):
        inputs = [
            replace(dump(f"{bad}.txt", "1"), url=f"https://example.org/{bad}", headers=((bad, bad),), status=200),
            replace(dump(".txt"), body=b"2", content_type=f"text/plain {bad}"),
        ]
        assert archive.save_captures(inputs, run).new == 2
        assert sum(1 for _ in archive.pending()) == 2
        assert len(set(column(archive, "select source from captures"))) == 2


def test_pending_is_lazy_and_leaves_out_what_is_saved_meanwhile(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump(f"{number}.txt") for number in range(450)], run)
        seen = []
        for task in archive.pending():
            seen.append(task.id)
            if task.id % 15 == 0:
                archive.save_outcomes([(task.id, article(f"text {task.id}"))], run)
        assert seen == list(range(1, 451))
        assert archive.count_pending() == 420


def test_runs_are_counted_and_a_killed_one_is_called_so(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"), dump("b.txt", "a.txt"), unread("c.bin"))
    with open_archive(tmp_path / "a.db") as archive:
        again = archive.start_run("test")
        archive.save_captures([dump("a.txt")], again)
        archive.finish_run(again, "done")
        columns = "status, captured, already_held, pages, articles, copies, failed"
        assert rows(archive, f"select {columns} from runs order by id") == [
            ("killed", 2, 0, 3, 1, 1, 1),
            ("done", 0, 1, 0, 0, 0, 0),
        ]


def test_a_page_that_is_no_article_is_said_again_when_it_comes_again(tmp_path):
    teasers = dump("teasers.txt")
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt"), teasers, unread("b.css", "not-a-page", "a style sheet")], run)
        archive.save_outcomes([(1, article("A.")), (2, Rejection(reason="listing", detail="84 links"))], run)
        again = archive.start_run("test")
        saved = archive.save_captures([dump("a.txt"), teasers, unread("b.css", "not-a-page", "a style sheet")], again)
        assert counted(saved) == {"already_held": 1, "refused": 1, "known": 1}
        assert [(one.source, one.reason, one.detail) for one in saved.known] == [("teasers.txt", "listing", "84 links")]
        columns = "captured, already_held, pages, articles, not_articles, failed"
        assert rows(archive, f"select {columns} from runs order by id") == [(2, 0, 3, 1, 2, 0), (0, 1, 2, 0, 2, 0)]


def test_times_are_stored_in_utc_and_sort_as_text():
    east = datetime(2026, 1, 1, 1, 30, 0, 5, tzinfo=timezone(timedelta(hours=3)))
    assert instant(east) == "2025-12-31T22:30:00Z"


def test_what_was_said_of_a_folder_no_longer_holds_when_a_page_comes_out_of_it(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        refused = [unread("pages", "unreadable"), unread("pages/b.txt"), unread("other", "unreadable")]
        archive.save_captures([*refused, unread("pages/deep", "unreadable")], run)
        archive.save_captures([dump("pages/deep/a.txt")], run)
        assert column(archive, "select source from rejections order by source") == ["other", "pages/b.txt"]


def test_a_page_left_over_from_a_run_that_was_stopped_is_counted_once(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt"), dump("b.txt")], run)
        archive.save_outcomes([(1, article("A."))], run)
        later = archive.start_run("clean again")
        assert archive.save_captures([dump("a.txt"), dump("b.txt"), dump("b.txt"), dump("c.txt")], later) == Saved(
            new=1, already_held=2, left_over=1
        )
