"""`copydesk doctor` finds whatever is not as it was saved, and says where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.connection import sqlite3
from archive.errors import DatabaseDamaged
from crawler.commands import status
from crawler.commands.doctor import command
from tests.archive_sample import dump, opened, page, take_in


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with opened(folder / "a.db") as (archive, run):
        take_in(
            archive,
            run,
            dump("one.txt", "The lock keeper counts boats."),
            page("https://a.example/2", "A second page."),
        )
        take_in(archive, run, dump("again.txt", "The lock keeper counts boats."))
    return folder


@pytest.fixture
def archive(whole, tmp_path) -> Path:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path / "a.db"


def found(archive: Path, *options: str) -> list[tuple[str, str, str]]:
    done = CliRunner().invoke(command, [str(archive), "--json", *options], standalone_mode=False)
    findings = [(one["part"], one["what"], one["problem"]) for one in json.loads(done.stdout)]
    assert done.return_value == (4 if findings else 0)
    return findings


def warc(archive: Path) -> Path:
    return next(archive.with_suffix(".warc").glob("*.warc.gz"))


def change(archive: Path, statement: str) -> None:
    conn = sqlite3.connect(archive)
    conn.execute("pragma foreign_keys = off")
    conn.execute(statement)
    conn.commit()
    conn.close()


def test_a_whole_archive_has_no_problem_and_says_what_was_looked_at(archive):
    before = archive.read_bytes()
    done = CliRunner().invoke(command, [str(archive)], standalone_mode=False)
    assert (done.return_value, done.stdout, done.stderr) == (0, "", "database, files and 2 pages checked: all well\n")
    assert archive.read_bytes() == before


def test_a_changed_byte_of_a_page_is_found_and_the_page_is_named(archive):
    conn = sqlite3.connect(archive)
    (offset, length) = conn.execute("select warc_offset, warc_length from captures where id = 2").fetchone()
    conn.close()
    content = bytearray(warc(archive).read_bytes())
    content[offset + length // 2] ^= 0xFF
    warc(archive).write_bytes(content)
    [(part, what, problem)] = found(archive)
    assert (part, what) == ("page", "spider:test")
    assert problem.startswith("copydesk-000001.warc.gz: ")
    assert found(archive, "--quick") == []


def test_a_warc_file_that_was_cut_is_found_without_reading_pages(archive):
    whole = warc(archive).read_bytes()
    warc(archive).write_bytes(whole[:-10])
    [(part, what, problem)] = found(archive, "--quick")
    assert (part, what) == ("warc", "copydesk-000001.warc.gz")
    assert problem == f"has {len(whole) - 10:,} bytes of the {len(whole):,} that were saved"


def test_a_missing_warc_file_is_found_once_and_for_each_of_its_pages(archive):
    warc(archive).unlink()
    assert [part for part, _what, _problem in found(archive)] == ["warc", "page", "page"]


def test_a_reference_to_nothing_is_found(archive):
    change(archive, "update captures set run = 99 where id = 1")
    assert found(archive) == [("database", "captures 1", "refers to a row of runs that is not there")]


def test_an_article_that_search_would_not_find_is_found(archive):
    change(archive, "delete from articles_fts_docsize where id = 2")
    assert ("search", "article 2", "is not in the search index") in found(archive)


@pytest.mark.parametrize("start", [4096, 16384])
def test_a_damaged_database_is_a_finding_and_no_traceback(archive, start):
    content = bytearray(archive.read_bytes())
    content[start : start + 4096] = b"\x5a" * 4096
    archive.write_bytes(content)
    assert any(part == "database" for part, _what, _problem in found(archive))


def test_other_commands_say_that_a_database_is_damaged_instead_of_failing(archive):
    content = bytearray(archive.read_bytes())
    content[4096:8192] = b"\x5a" * 4096
    archive.write_bytes(content)
    with pytest.raises(DatabaseDamaged, match=r"raw pages in a\.warc are not touched"):
        CliRunner().invoke(status.command, [str(archive)], standalone_mode=False, catch_exceptions=False)
