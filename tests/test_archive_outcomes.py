"""What a cleaned page is to the archive: an article, a version, a copy, or none."""

import itertools
import math
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.web.front import load_front
from pipelines.types import Block, Caption, Origin, Rejection
from tests.archive_sample import (
    BREAD,
    article,
    check,
    clean_all,
    column,
    content,
    dump,
    opened,
    page,
    rows,
    take_in,
)

URL = "https://example.org/story"


def test_an_article_is_stored_with_all_that_belongs_to_it(tmp_path):
    made = article(
        "First paragraph.",
        "Second paragraph.",
        removed=("Share this", "Share this"),
        **BREAD,
    )
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, made)], run)
        found = archive.find("a.txt")
        assert (found.title, found.text, found.blocks) == ("Bread", made.text, made.blocks)
        assert (found.authors, found.tags) == (("Ada", "Bo"), ("food",))
        assert (found.captions, found.comments, found.origins) == (made.captions, made.comments, made.origins)
        assert rows(archive, "select text, kept, reason, place from blocks where article = 1 order by position") == [
            ("First paragraph.", 1, None, "line 0"),
            ("Second paragraph.", 1, None, "line 1"),
            ("Share this", 0, "share-widget", "body/p[9]"),
            ("Share this", 0, "share-widget", "body/p[9]"),
        ]
        assert column(archive, "select published_month from articles") == ["2026-07"]
        check(archive)


def test_removed_text_is_stored_once_for_all_pages(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump(f"{n}.txt") for n in range(20)], run)
        archive.save_outcomes([(n, article(f"Text {n}", removed=("Share this",))) for n in range(1, 21)], run)
        assert rows(archive, "select text from _texts") == [("Share this",)]
        assert rows(archive, "select count(*), count(distinct article) from removed") == [(20, 20)]


def test_blocks_of_which_the_same_was_decided_are_one_row(tmp_path):
    menu = [
        Block(
            text=f"Part {n}", role="list-item", kept=False, reason="navigation", where=f"body/nav/ul[{n % 2}]/li[{n}]"
        )
        for n in range(40)
    ]
    made = replace(article("First.", "Second."), blocks=(*menu, *article("First.", "Second.").blocks))
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, made)], run)
        assert column(archive, "select amount from _blocks order by decision") == [40, 2]
        assert archive.find(1).blocks == made.blocks


def test_new_articles_are_searched_with_their_last_text_and_nothing_waits_for_the_indexes(tmp_path):
    texts = ("first", "second", "\u6f22\u5b57\u306e\u6587\u7ae0")
    pages = [page(URL, "1", hour=8), page(URL, "2", hour=9), page(URL + "/other", "3", hour=9)]
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures(pages, run)
        counts = archive.save_outcomes([(n, article(text)) for n, text in enumerate(texts, start=1)], run)
        assert counts == {"article": 2, "version": 1}
        assert column(archive, "select rowid from articles_fts where articles_fts match 'second'") == [1]
        assert column(archive, "select rowid from articles_fts where articles_fts match 'first'") == []
        assert column(archive, "select rowid from _pieces where _pieces match '\u6f22\u5b57\u306e'") == [2]
        assert rows(archive, "select * from _unindexed") == []
        check(archive)


def test_what_another_program_writes_is_indexed_at_once(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, page(URL, "first", hour=8))
        archive.conn.execute("update articles set text = 'by hand'")
        assert column(archive, "select rowid from articles_fts where articles_fts match 'hand'") == [1]
        check(archive)
        archive.conn.execute("delete from articles")
        assert column(archive, "select rowid from articles_fts where articles_fts match 'hand'") == []
        check(archive)


def test_what_is_kept_apart_is_in_blocks_and_not_in_removed(tmp_path):
    apart = Block(text="By Ada", role="byline", kept=False, reason="byline")
    made = replace(article("Text."), blocks=(apart, *article("Text.").blocks))
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, made)], run)
        assert column(archive, "select reason from blocks order by position") == ["byline", None]
        assert rows(archive, "select * from removed") == []


def test_saving_an_outcome_again_changes_nothing_and_is_not_counted(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        assert archive.save_outcomes([(1, article("Text."))], run) == {"article": 1}
        before = content(archive)
        assert archive.save_outcomes([(1, article("Text."))], run) == {}
        assert content(archive) == before
        assert column(archive, "select pages from runs") == [1]


def test_a_newer_fetch_with_another_text_makes_a_version_of_the_older(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        counts = take_in(archive, run, page(URL, "old", hour=8), page(URL + "?utm_source=x", "new", hour=9))
        assert counts == {"article": 1, "version": 1}
        found = archive.find(URL)
        assert (found.text, found.first_seen[11:13], found.last_seen[11:13]) == ("new", "08", "09")
        assert [(version.number, version.text, version.change) for version in found.versions] == [(1, "old", "text")]


def test_versions_are_in_the_order_of_fetching_however_they_came(tmp_path):
    for number, hours in enumerate(itertools.permutations((7, 8, 9, 10))):
        with opened(tmp_path / f"{number}.db") as (archive, run):
            take_in(archive, run, *(page(URL, f"text of {hour}", hour=hour) for hour in hours))
            found = archive.find(URL)
            assert found.text == "text of 10"
            assert [version.text for version in found.versions] == ["text of 7", "text of 8", "text of 9"]
            assert [version.number for version in found.versions] == [1, 2, 3]
            assert (found.first_seen[11:13], found.last_seen[11:13]) == ("07", "10")


def test_the_same_text_fetched_again_is_only_seen_again(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        assert take_in(archive, run, page(URL, "same", hour=8), page(URL, "same ", hour=9)) == {"article": 1, "copy": 1}
        found = archive.find(URL)
        assert (found.last_seen[11:13], found.versions) == ("09", ())
        assert column(archive, "select article from captures") == [1, 1]


def test_files_of_one_name_and_no_time_never_overwrite_each_other(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        assert take_in(archive, run, dump("a.txt", "first"), dump("a.txt", "second"), dump("a.txt", "third")) == {
            "article": 3
        }
        assert column(archive, "select text from articles order by id") == ["first", "second", "third"]
        assert column(archive, "select count(*) from versions") == [0]


def test_a_page_saved_with_a_date_to_come_overwrites_nothing(tmp_path):
    story = page(URL, "story", hour=8)
    false = replace(page(URL, "false", hour=9), fetched_at=datetime(2199, 1, 1, tzinfo=UTC))
    with opened(tmp_path / "a.db") as (archive, run):
        assert take_in(archive, run, story, false) == {"article": 2}
        assert archive.find(URL).text == "story"


def test_files_that_claim_one_address_without_a_time_never_overwrite_each_other(tmp_path):
    files = [page("https://example.org/", f"story {n}", source=f"{n}.html") for n in range(5)]
    with opened(tmp_path / "a.db") as (archive, run):
        assert take_in(archive, run, *files) == {"article": 5}
        assert sorted(column(archive, "select text from articles")) == [f"story {n}" for n in range(5)]
        assert column(archive, "select count(*) from versions") == [0]


def test_the_same_text_elsewhere_is_a_copy_of_the_first(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        inputs = [page(f"https://{host}.example/a", f"same text{' ' * n}", hour=8) for n, host in enumerate("abc")]
        assert take_in(archive, run, *inputs) == {"article": 1, "copy": 2}
        assert column(archive, "select copy_of from articles order by id") == [None, 1, 1]
        assert archive.find(2).copies == (1, 3)


def test_the_first_capture_is_the_original_whatever_is_saved_first(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt", "1"), dump("b.txt", "2"), dump("c.txt", "3")], run)
        for number in (3, 1, 2):
            archive.save_outcomes([(number, article("The same text."))], run)
        pairs = "select a.source, b.source from articles a left join articles b on b.id = a.copy_of order by 1"
        assert rows(archive, pairs) == [("a.txt", None), ("b.txt", "a.txt"), ("c.txt", "a.txt")]
        assert column(archive, "select outcome from captures order by id") == ["article", "copy", "copy"]


def test_an_article_with_an_address_is_the_original_of_a_file_without(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        inputs = [
            dump("a.txt", "same"),
            page("https://b.example/1", "same ", hour=9),
            page("https://c.example/1", "same  ", hour=8),
        ]
        take_in(archive, run, *inputs)
        pairs = "select a.source, b.url from articles a left join articles b on b.id = a.copy_of order by a.id"
        assert [original for _, original in rows(archive, pairs)] == [
            "https://b.example/1",
            None,
            "https://b.example/1",
        ]
        assert column(archive, "select outcome from captures order by id") == ["copy", "article", "copy"]
        assert load_front(archive.conn).articles == 1


def test_texts_of_nothing_are_no_copies(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt", "1"), dump("b.txt", "2")], run)
        assert archive.save_outcomes([(1, article()), (2, article())], run) == {"article": 2}


def test_a_copy_becomes_the_first_when_the_first_changes(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, page(URL, "same", hour=8), dump("b.txt", "same "), page(URL, "other", hour=9))
        assert column(archive, "select copy_of from articles order by id") == [None, None]
        assert column(archive, "select outcome from captures order by id") == ["article", "article", "version"]


@pytest.mark.parametrize(
    ("reason", "kind"), [("too-short", "not-article"), ("time-limit", "failed"), ("worker-died", "failed")]
)
def test_a_page_that_is_no_article_is_listed_with_its_reason(tmp_path, reason, kind):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        assert archive.save_outcomes([(1, Rejection(reason=reason, detail="three words"))], run) == {kind: 1}
        refused = archive.refused(kind)
        assert [(one.source, one.reason, one.detail) for one in refused] == [("a.txt", reason, "three words")]
        assert archive.count_pending() == 0


def test_better_rules_turn_a_rejection_into_an_article_and_back(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, Rejection(reason="too-short", cleaned_by="rules/1"))], run)
        archive.save_outcomes([(1, article("Text.", cleaned_by="rules/2"))], run)
        assert (archive.find("a.txt").text, archive.refused()) == ("Text.", ())
        archive.save_outcomes([(1, Rejection(reason="listing", cleaned_by="rules/3"))], run)
        assert archive.find("a.txt") is None
        check(archive)


def test_recleaning_rewrites_an_article_in_place(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, article("Old text.", removed=("x",), authors=("Ada",)))], run)
        archive.save_outcomes([(1, article("New text.", cleaned_by="rules/2"))], run)
        found = archive.find("a.txt")
        assert (found.id, found.text, found.authors, len(found.blocks), found.versions) == (1, "New text.", (), 1, ())
        check(archive)


POISON = {
    "lone surrogate": article("a \ud800 b", title="\udcff", removed=("\ud800",)),
    "NUL": article("a \0 b", title="\0"),
    "huge integer": article("text", captions=(Caption(text="x", block=2**70),)),
    "not a number": article("text", origins=(Origin(field="title", origin="h1", confidence=math.nan),)),
    "bytes for text": article("text", section=b"news"),
    "list for text": article("text", language=["en"]),
}


@pytest.mark.parametrize("poison", POISON)
def test_one_bad_outcome_of_a_hundred_costs_at_most_itself(tmp_path, poison):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump(f"{n}.txt") for n in range(100)], run)
        batch = [(n, article(f"Text {n}", removed=(f"gone {n}",))) for n in range(1, 101)]
        batch[49] = (50, POISON[poison])
        counts = archive.save_outcomes(batch, run)
        assert sum(counts.values()) == 100
        assert counts["article"] >= 99
        assert archive.count_pending() == 0
        assert column(archive, "select reason from rejections") == ["cleaning-error"] * (100 - counts["article"])
        check(archive)


@pytest.mark.parametrize("poison", ["lone surrogate", "NUL"])
def test_text_with_signs_sqlite_cannot_hold_is_read_in_full(tmp_path, poison):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, POISON[poison])], run)
        assert archive.find(1).text.endswith(" b")
        assert column(archive, "select length(text) = length(cast(text as blob)) or text like '%�%' from articles") == [
            1
        ]
        assert [block.text for block in archive.find(1).blocks if block.kept] == [archive.find(1).text]


def a_mixed_input(seed: int) -> list:
    """Some captures: articles, edits, copies, files that change."""
    choose = random.Random(seed)
    inputs = []
    for _ in range(70):
        text = f"Story {choose.randrange(25)}\n\nShared ending {choose.randrange(3)}"
        if choose.random() < 0.5:
            inputs.append(
                page(f"https://{choose.choice('abc')}.example/{choose.randrange(15)}", text, choose.randrange(24))
            )
        else:
            inputs.append(dump(f"folder/{choose.randrange(25)}.txt", text))
    return inputs


@pytest.mark.parametrize("seed", range(3))
def test_the_result_does_not_depend_on_the_size_of_batches(tmp_path, seed):
    results = []
    for batch in (1, 7, 70):
        with opened(tmp_path / f"{batch}.db") as (archive, run):
            inputs = a_mixed_input(seed)
            for start in range(0, len(inputs), batch):
                archive.save_captures(inputs[start : start + batch], run)
            clean_all(archive, run, batch)
            check(archive)
            results.append(content(archive))
    assert results[0] == results[1] == results[2]
