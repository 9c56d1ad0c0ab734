"""Several archives side by side: one front page, one search over all, each result in its own archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from archive import open_archive
from archive.connection import sqlite3
from archive.search import Search, search
from archive.web import together
from archive.web.launch import Serving, archive_metadata
from crawler.commands import serve
from tests import web_sample
from tests.web_sample import SAMPLE, Visit, numbered

MANY = 50


def dated(number: int):
    day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
    return replace(numbered(number), published=day, section="Odd" if number % 2 else "Even", authors=("Ada Quill",))


@pytest.fixture(scope="module")
def paths(tmp_path_factory) -> list[Path]:
    """Articles of one series, dealt out over two archives, and the sample."""
    folder = tmp_path_factory.mktemp("together")
    north = web_sample.build(folder / "north.db", [dated(number) for number in range(0, MANY, 2)])
    south = web_sample.build(folder / "south.db", [dated(number) for number in range(1, MANY, 2)])
    return [north, south, web_sample.build(folder / "sample.db", SAMPLE)]


@pytest.fixture(scope="module")
def visit(paths) -> Iterator[Visit]:
    with web_sample.visiting(*paths, title="Two shores") as visit:
        yield visit


def page(visit: Visit, address: str) -> html.HtmlElement:
    response = visit.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def titles(found) -> list[str]:
    return [hit.find(".//h2").text_content().strip() for hit in found.find_class("hit")]


def words(element) -> str:
    return " ".join(element.text_content().split())


def facets(found) -> dict[str, dict[str, str]]:
    return {
        words(section.find("h2")): {words(item.find("a")): words(item.find("span")) for item in section.iter("li")}
        for section in found.find_class("facets")[0].iter("section")
    }


def test_the_front_page_counts_and_mixes_all_archives(visit):
    found = page(visit, "/-/front")
    assert words(found.find(".//h1")) == "Two shores"
    assert words(found.find_class("ear")[0]).startswith(f"{MANY + 6} articles from {MANY + 6} saved pages")
    links = [story.find(".//h2/a").get("href") for story in found.find_class("story")]
    assert len(links) == 10
    assert len({link.split("/")[1] for link in links}) == 3
    lists = {
        words(part.find("h2")): [words(item) for item in part.iter("li")] for part in found.find_class("indexes")[0]
    }
    assert lists["Archives"] == ["North 25", "South 25", "Sample 6"]
    assert lists["Languages"][0] == f"English {MANY + 2}"


def test_results_of_all_archives_stand_in_one_order(visit):
    for sort, expected in (("newest", range(MANY - 1, -1, -1)), ("oldest", range(MANY))):
        shown: list[str] = []
        for number in (1, 2, 3):
            shown += titles(page(visit, f"/-/search?q=series&sort={sort}&page={number}"))
        assert shown == [f"Number {number}" for number in expected]


def test_pages_end_where_the_results_end(visit):
    first, last = page(visit, "/-/search?q=series"), page(visit, "/-/search?q=series&page=3")
    assert words(first.find_class("tools")[0]).startswith(f"{MANY} articles, page 1")
    assert [link.get("rel") for link in first.find_class("pages")[0].iter("a")] == ["next"]
    assert [link.get("rel") for link in last.find_class("pages")[0].iter("a")] == ["prev"]
    assert titles(page(visit, "/-/search?q=series&page=4")) == []


def test_a_result_leads_to_the_reading_page_of_its_archive(visit):
    hit = page(visit, "/-/search?q=series&sort=oldest").find_class("hit")[1]
    address = hit.find(".//h2/a").get("href")
    assert address.startswith("/south/-/read/")
    assert "in South" in words(hit)
    reading = page(visit, address)
    assert "Number 1" in words(reading.find(".//h1"))
    assert "/-/front" in [link.get("href") for link in reading.iter("a")]


def test_facets_are_summed_and_narrow_in_all_archives(visit):
    found = facets(page(visit, "/-/search?q=series"))
    assert found["Section"] == {"Even": "25", "Odd": "25"}
    assert found["Month"] == {"February 2026": str(MANY - 28), "January 2026": "28"}
    narrowed = page(visit, "/-/search?q=series&section=Odd&author=Ada+Quill")
    assert words(narrowed.find_class("tools")[0]).startswith("25 articles")
    assert {title.partition(" ")[0] for title in titles(narrowed)} == {"Number"}


def test_the_most_relevant_of_each_archive_come_first(visit, paths):
    found = titles(page(visit, "/-/search?q=ferry+OR+number"))
    with sqlite3.connect(paths[2]) as conn:
        alone = [hit.title for hit in search(conn, Search(query="ferry OR number")).hits]
    conn.close()
    assert [title for title in found if not title.startswith("Number")] == alone
    marked = page(visit, "/-/search?q=ferry").find_class("hit")[0]
    assert "ferry" in [mark.text for mark in marked.iter("mark")]


def test_nothing_found_offers_what_begins_so_in_any_archive(visit):
    found = page(visit, "/-/search?q=ferr")
    assert titles(found) == []
    link = found.find_class("empty")[0].find(".//a")
    assert link.get("href").startswith("/-/search?q=ferr")
    assert titles(page(visit, link.get("href")))


def test_an_archive_that_is_too_slow_is_named_and_the_others_are_shown(paths, monkeypatch):
    usual = together.ranked

    def slow(conn, asked):
        if conn.execute("select count(*) from articles").fetchone()[0] == 6:
            raise sqlite3.OperationalError("interrupted")
        return usual(conn, asked)

    monkeypatch.setattr(together, "ranked", slow)
    with web_sample.visiting(*paths) as visit:
        found = page(visit, "/-/search")
    assert len(titles(found)) == 20
    assert "No answer came in time from: Sample." in words(found.find_class("note")[0])


def test_archives_that_a_reader_may_not_see_are_not_searched(paths):
    metadata = archive_metadata(Serving(databases=tuple(paths)))
    rules = {"articles": {"allow": False}}
    metadata["databases"]["sample"]["tables"]["articles"]["allow"] = False
    config = {"databases": {"sample": {"tables": rules}}}
    with web_sample.visiting(*paths, metadata=metadata, config=config) as visit:
        assert titles(page(visit, "/-/search?q=ferry")) == []
        front = page(visit, "/-/front")
        assert words(front.find_class("ear")[0]).startswith(f"{MANY} articles")
        assert "Sample" not in words(front)


def test_where_no_archive_may_be_seen_there_is_no_page(paths):
    metadata = archive_metadata(Serving(databases=(paths[2],)))
    metadata["databases"]["sample"]["tables"]["articles"]["allow"] = False
    config = {"databases": {"sample": {"tables": {"articles": {"allow": False}}}}}
    with web_sample.visiting(paths[2], metadata=metadata, config=config) as visit:
        for name in ("front", "search?q=ferry"):
            response = visit.get(f"/-/{name}")
            assert response.status_code == 404
            assert "ferry" not in response.text


def test_pages_of_all_forbid_all_inline_script_and_style(visit):
    for name in ("front", "search?q=series"):
        response = visit.get(f"/-/{name}")
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert "unsafe-inline" not in response.headers["content-security-policy"]


def test_serve_takes_folders_and_refuses_two_archives_of_one_name(paths, tmp_path, monkeypatch):
    started: list[list[str]] = []
    monkeypatch.setattr(serve, "_run_datasette", started.append)
    done = CliRunner().invoke(serve.command, [str(paths[0].parent), "--port", "0", "--title", "Two shores"])
    assert done.exit_code == 0, done.output
    assert "3 archives are at http://127.0.0.1:" in done.output
    assert [Path(argument).name for argument in started[0][1:4]] == ["north.db", "sample.db", "south.db"]
    for number in (1, 12):
        shard = tmp_path / "may-crawl" / f"part-{number:06}-0123abcd-45ef67.db"
        web_sample.build(shard, [dated(number)])
    assert serve._titles(sorted((tmp_path / "may-crawl").glob("*.db"))) == {
        "part-000001-0123abcd-45ef67": "May crawl 1",
        "part-000012-0123abcd-45ef67": "May crawl 12",
    }
    with open_archive(tmp_path / "north.db", create=True):
        pass
    done = CliRunner().invoke(serve.command, [str(paths[0]), str(tmp_path / "north.db"), "--port", "0"])
    assert done.exit_code == 2
    assert "two archives are called north" in done.output
