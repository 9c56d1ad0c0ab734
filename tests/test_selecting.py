"""Pages of a dump are chosen by what is known of them before they are cleaned, and a dump is counted without cleaning it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from crawler.cli import copydesk
from crawler.selecting import Contents, Selection, begin_of, end_of
from tests.archive_sample import page, unread
from tests.test_reader_warc import sample

ONE = replace(
    page("https://www.bay.example/2026/one", "one", hour=9), status=200, content_type="text/html; charset=utf-8"
)
TWO = replace(page("https://news.bay.example/two", "two", hour=9), status=404, content_type="text/plain")
OLD = page("https://notbay.example/old", "old")
DAMAGED = unread("a.warc#7")

CHOICES = [
    (Selection(), [ONE, TWO, OLD]),
    (Selection(hosts=frozenset({"bay.example"})), [ONE, TWO]),
    (Selection(hosts=frozenset({"news.bay.example"})), [TWO]),
    (Selection(patterns=("*/2026/*",)), [ONE]),
    (Selection(patterns=("https://*bay.example/*o*",)), [TWO, OLD, ONE]),
    (Selection(patterns=("https://www.bay.example/2026",)), []),
    (Selection(since=begin_of("2026-07-01")), [ONE, TWO]),
    (Selection(until=end_of("2026-06")), []),
    (Selection(since=begin_of("2026"), until=end_of("2026-07-01")), [ONE, TWO]),
    (Selection(statuses=frozenset({404})), [TWO]),
    (Selection(types=frozenset({"html"})), [ONE]),
    (Selection(types=frozenset({"text/plain", "text/html"})), [ONE, TWO]),
    (Selection(limit=2), [ONE, TWO]),
    (Selection(limit=0), []),
]


@pytest.mark.parametrize(("selection", "chosen"), CHOICES)
def test_pages_are_chosen_by_what_they_say(selection, chosen):
    found = list(selection.chosen([ONE, TWO, OLD]))

    assert {one.url for one in found} == {one.url for one in chosen}


def test_damage_is_named_whatever_is_chosen():
    assert list(Selection(hosts=frozenset({"other.example"})).chosen([ONE, DAMAGED, TWO])) == [DAMAGED]


def test_nothing_is_read_behind_the_last_page_that_is_wanted():
    def pages():
        yield ONE
        raise AssertionError

    assert list(Selection(limit=1).chosen(pages())) == [ONE]


def test_a_sample_is_a_share_and_the_same_in_every_run():
    pages = [page(f"https://bay.example/{number}", "x") for number in range(3000)]
    drawn = [one.url for one in Selection(sample=10).chosen(pages)]

    assert 200 < len(drawn) < 400
    assert drawn == [one.url for one in Selection(sample=10).chosen(pages)]


def test_a_pattern_with_many_stars_takes_no_time():
    assert not Selection(patterns=("*a" * 40 + "b",)).takes(page("https://bay.example/" + "a" * 5000, "x"))


def test_hosts_beyond_counting_are_counted_together():
    contents = Contents()
    for number in range(Contents.MOST + 5):
        contents.hosts[f"{number}.example"] = 1
    contents.add(ONE)

    assert contents.hosts["other hosts"] == 1


@pytest.fixture
def dump(tmp_path):
    (tmp_path / "bay.warc").write_bytes(sample(gzipped=True))
    return tmp_path / "bay.warc"


def run(*arguments):
    return CliRunner().invoke(copydesk, list(map(str, arguments)), standalone_mode=False)


def test_index_says_what_a_dump_holds(dump):
    found = {(one["counted"], one["value"]): one["count"] for one in json.loads(run("index", dump, "--json").stdout)}

    assert found["pages", ""] == 3
    assert found["host", "bay.example"] == 3
    assert found["fetched", "2026"] == 3
    assert found["type", "text/html"] == 2
    assert found["no page", "not-a-page"] == 1


def test_a_dry_run_counts_what_is_chosen_and_makes_no_archive(dump, tmp_path):
    told = run("clean", tmp_path / "a.db", dump, "--dry-run", "--type", "plain").stdout

    assert "pages\t\t1\n" in told
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13", "26"])
def test_a_date_that_is_none_is_refused_by_name(dump, wrong):
    outcome = run("index", dump, "--since", wrong)

    assert wrong in str(outcome.exception)


@pytest.mark.parametrize(
    ("written", "pages"),
    [("WWW.Bay.example.", 1), ("bücher.example", 2), ("xn--bcher-kva.example", 2), ("www.bücher.example", 2)],
)
def test_a_host_may_be_written_as_people_write_it(tmp_path, written, pages):
    addresses = ("https://bay.example/one", "https://bücher.example/two", "http://www.xn--bcher-kva.example/three")
    lines = [json.dumps({"url": url, "text": f"The ferry is back. {url}"}) for url in addresses]
    (tmp_path / "bay.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert f"pages\t\t{pages}\n" in run("index", tmp_path / "bay.jsonl", "--host", written).stdout


@pytest.mark.parametrize("wrong", ["https://bay.example/", "bay.example/news", "*.bay.example", "bay.example:8080", ""])
def test_what_is_no_host_is_refused_as_it_would_match_nothing(dump, wrong):
    assert "is no host" in str(run("index", dump, "--host", wrong).exception)


@pytest.mark.parametrize("last", ["9999", "9999-12", "9999-12-31"])
def test_a_date_that_nothing_comes_after_is_refused_by_name(dump, last):
    outcome = run("index", dump, "--until", last)

    assert last in str(outcome.exception)
    assert not isinstance(outcome.exception, OverflowError)
