"""The demo's archive: the example pages through the command, as `make demo` makes it."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def copydesk(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from crawler.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("demo") / "archive.db"
    done = copydesk("clean", database, EXAMPLES / "pages")
    assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def db(demo: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{demo}?mode=ro", uri=True)) as connection:
        yield connection


def column(db: sqlite3.Connection, query: str) -> list[str]:
    return [value for (value,) in db.execute(query)]


def test_every_page_has_the_outcome_it_should_have(db: sqlite3.Connection):
    outcomes = Counter(column(db, "select outcome from captures"))
    assert outcomes == {"article": 22, "version": 1, "copy": 1, "not-article": 1}


def test_edited_page_is_a_version_of_the_same_article(db: sqlite3.Connection):
    titles = column(db, "select title from articles where url like '%number-four-crane'")
    assert titles == ["Old Number Four swings again, and will work all summer"]


def test_list_of_teasers_is_rejected_as_a_listing(db: sqlite3.Connection):
    assert db.execute("select source, reason from rejections").fetchall() == [
        ("pages/kelmouth-tide/latest.html", "listing")
    ]


def test_languages_are_those_of_the_pages(db: sqlite3.Connection):
    languages = Counter(code.split("-")[0] for code in column(db, "select language from articles"))
    assert languages == {"en": 8, "ar": 3, "ckb": 2, "kmr": 1, "de": 3, "ja": 5}


def test_sources_are_relative_to_what_was_named(db: sqlite3.Connection):
    assert [source for source in column(db, "select source from captures") if not source.startswith("pages/")] == []


def test_footer_of_a_folder_of_dumps_is_known_from_its_other_pages(db: sqlite3.Connection):
    evidence = column(db, "select evidence from removed where text like 'One letter a week%'")
    assert len(evidence) == 5


def test_advertisement_that_reads_like_prose_goes_because_it_stands_on_other_pages(db: sqlite3.Connection):
    assert column(db, "select text from articles where text like '%Carpets washed and mended%'") == []
    evidence = column(db, "select evidence from removed where text like 'Carpets washed and mended%'")
    assert evidence == ["same line on 3 other pages of this site"] * 4


def test_no_page_needed_a_warning(db: sqlite3.Connection):
    assert [found for found in column(db, "select warnings from articles") if found not in (None, "", "[]")] == []


def test_raw_pages_are_kept_beside_the_database(demo: Path):
    assert [path.suffixes for path in demo.with_suffix(".warc").glob("*.warc.gz")] != []


def test_second_run_changes_nothing(demo: Path):
    def content() -> list[str]:
        with closing(sqlite3.connect(f"file:{demo}?mode=ro", uri=True)) as connection:
            tables = ("articles", "captures", "_blocks", "versions", "rejections")
            return [str(connection.execute(f"select * from {table} order by 1, 2").fetchall()) for table in tables]

    before = content()
    assert copydesk("clean", demo, EXAMPLES / "pages").returncode == 0
    assert content() == before


def test_the_first_article_of_the_tour_is_one_that_most_can_read(tmp_path: Path):
    readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    places = re.search(r"copydesk clean my\.db (.+)", readme)[1].split()
    copydesk("clean", tmp_path / "my.db", *(EXAMPLES.parent / place for place in places))
    shown = json.loads(copydesk("show", tmp_path / "my.db", "1", "--format", "json").stdout)
    assert shown["language"].startswith("en")
    assert shown["text"].count("\n\n") > 2
    assert any(block["reason"] == "advertisement" for block in shown["blocks"])
