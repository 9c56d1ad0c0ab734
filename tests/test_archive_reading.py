"""An article is found by every name it has, and what the archive holds is counted so that it adds up."""

import pytest

from archive.identity import permalink
from pipelines.types import Rejection
from tests.archive_sample import article, dump, opened, page, rows, take_in, unread


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("reading") / "a.db") as (archive, run):
        take_in(archive, run, page("https://example.org/a?id=1", "first", hour=8), dump("dumps/b.txt", "second"))
        take_in(archive, run, dump("c.txt", "first "), dump("d.jsonl", "fourth", offset=12))
        archive.save_captures([dump("e.txt"), unread("f.bin"), dump("g.txt")], run)
        refusal = Rejection(reason="too-short", detail="one word", best=article("one"))
        archive.save_outcomes([(5, refusal), (6, Rejection(reason="time-limit"))], run)
        archive.finish_run(run, "done")
        yield archive


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (1, 1),
        ("1", 1),
        (permalink("//example.org/a?id=1"), 1),
        ("https://example.org/a?id=1", 1),
        ("http://EXAMPLE.org/a?utm_source=x&id=1#top", 1),
        ("dumps/b.txt", 2),
        (permalink("source:dumps/b.txt"), 2),
        ("c.txt", 3),
        ("d.jsonl#12", 4),
        ("d.jsonl", None),
        ("e.txt", None),
        ("", None),
        ("0", None),
        ("99999999999999999999999999", None),
        ("\ud800", None),
        ("https://example.org/a?id=2", None),
        ("' or 1=1 --", None),
    ],
)
def test_an_article_is_found_by_its_names(archive, key, number):
    found = archive.find(key)
    assert (found.id if found else None) == number


def test_a_file_that_was_only_another_text_of_an_article_leads_to_it(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        url = "https://example.org/a"
        take_in(archive, run, page(url, "old", hour=8, source="old.html"), page(url, "new", hour=9, source="new.html"))
        assert archive.find("old.html").id == archive.find("new.html").id == 1


def test_counts_add_up(archive):
    status = archive.status()
    assert (status.articles, status.copies, status.captures, status.to_do, status.sites) == (4, 1, 6, 0, 4)
    assert status.rejections == {"binary": 1, "time-limit": 1, "too-short": 1}
    assert status.last_run["pages"] == 7
    counted = ("articles", "versions", "copies", "not_articles", "failed")
    assert sum(status.last_run[name] for name in counted) == status.last_run["pages"]


def test_refused_inputs_are_listed_in_the_order_they_came(archive):
    assert [(one.source, one.kind, one.reason) for one in archive.refused()] == [
        ("f.bin", "failed", "binary"),
        ("e.txt", "not-article", "too-short"),
        ("g.txt", "failed", "time-limit"),
    ]
    assert [one.source for one in archive.refused("not-article")] == ["e.txt"]


def test_the_blocks_of_an_article_are_the_same_by_view_and_by_value(archive):
    for number in range(1, 5):
        view = rows(archive, "select text, role, kept, reason, evidence, place from blocks where article = ?", number)
        blocks = archive.find(number).blocks
        assert view == [(b.text, b.role, int(b.kept), b.reason, b.evidence, b.where) for b in blocks]
