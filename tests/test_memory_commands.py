"""`copydesk memory` and `copydesk reclean`, run as people run them."""

from __future__ import annotations

import json

import pytest
from invented_sites import InventedSite

from archive import open_archive
from crawler.cli import copydesk
from tests.archive_sample import check, column, rows
from tests.test_cli import run

SITE = InventedSite(language="en", template="bare", host="tides.example")
PITCH = SITE.page(0).furniture[1]
SHORT = SITE.page(0).furniture[3]


def write_pages(folder, numbers):
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number}.html").write_text(SITE.page(number).body)


@pytest.fixture
def archive(tmp_path):
    """An archive of six pages, cleaned in three runs: those of the first knew nothing of the others."""
    for number in range(0, 6, 2):
        write_pages(tmp_path / "pages", range(number, number + 2))
        assert run("clean", tmp_path / "a.db", tmp_path / "pages", "--silent").returncode == 0
    return tmp_path / "a.db"


def texts(path):
    with open_archive(path, read_only=True) as opened:
        return column(opened, "select text from articles order by id")


def told(done):
    return [line.split("\t") for line in done.stdout.decode().splitlines()]


def test_the_list_names_the_sites_and_the_lines_of_one(archive):
    [(site, pages, used, *_)] = told(run("memory", archive, "list"))
    assert (site, pages) == ("folder:pages", "6")
    assert int(used) > 0
    lines = {line[5]: line for line in told(run("memory", archive, "list", "folder:pages"))}
    assert lines[PITCH][1] == "6/6"
    assert int(lines[PITCH][3]) > 0
    assert not set(SITE.page(0).paragraphs[:3]) & set(lines)
    [first] = json.loads(run("memory", archive, "list", "folder:pages", "--limit", "1", "--json").stdout)
    assert first["pages"] == first["of"] == 6


def test_a_site_may_be_called_as_it_is_shown(archive):
    assert run("memory", archive, "list", "Pages").stdout == run("memory", archive, "list", "folder:pages").stdout
    assert b"6 pages cleaned again" in run("reclean", archive, "--site", "pages (folder)").stderr


def test_reclean_takes_out_what_was_learned_since_and_keeps_numbers(archive):
    assert any(PITCH in text for text in texts(archive))
    with open_archive(archive, read_only=True) as opened:
        before = rows(opened, "select id, permalink from articles")
    done = run("reclean", archive)
    assert done.returncode == 0
    assert b"6 pages cleaned again" in done.stderr
    assert texts(archive) == ["\n\n".join(SITE.page(number).paragraphs) for number in range(6)]
    with open_archive(archive) as opened:
        assert rows(opened, "select id, permalink from articles") == before
        assert column(opened, "select count(*) from _to_remake") == [0]
        check(opened)
    assert b"0 articles with another text" in run("reclean", archive, "--site", "folder:pages").stderr


def test_a_line_that_is_forgotten_comes_back_and_goes_when_that_is_withdrawn(archive):
    assert run("memory", archive, "forget", "folder:pages", PITCH).returncode == 0
    assert run("reclean", archive, "--silent").returncode == 0
    assert all(PITCH in text and SHORT not in text for text in texts(archive))
    [forgotten] = [line for line in told(run("memory", archive, "list", "folder:pages")) if line[4]]
    assert (forgotten[4], forgotten[5]) == ("forgotten", PITCH)
    assert run("memory", archive, "withdraw", "folder:pages", forgotten[0]).returncode == 0
    run("reclean", archive, "--silent")
    assert not any(PITCH in text for text in texts(archive))


def test_a_line_that_is_approved_goes_and_the_outcome_says_whose_word_that_was(archive):
    line = SITE.page(1).paragraphs[0]
    done = run("memory", archive, "approve", "folder:pages", line)
    assert b"reclean" in done.stderr
    run("reclean", archive, "--site", "folder:pages", "--silent")
    with open_archive(archive, read_only=True) as opened:
        [(reason, evidence, by)] = rows(
            opened,
            "select reason, evidence, cleaned_by from removed join articles on articles.id = article where removed.text = ?",
            line,
        )
    assert (reason, evidence) == ("recurring", "approved as furniture of this site")
    assert " memory/" in by


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("list", "nowhere.example"), 3),
        (("approve", "nowhere.example", "A line"), 2),
        (("approve", "folder:pages", "12 / 13"), 2),
        (("forget", "folder:pages", "0123456789abcdef"), 2),
        (("withdraw", "folder:pages", "Nothing was said of this"), 2),
    ],
)
def test_what_cannot_be_done_says_why(archive, arguments, status):
    done = run("memory", archive, *arguments)
    assert done.returncode == status
    assert done.stdout == b""
    assert done.stderr


def test_reclean_of_a_site_that_is_not_there_does_nothing(archive):
    before = texts(archive)
    assert run("reclean", archive, "--site", "nowhere.example").returncode == 3
    assert texts(archive) == before


def test_a_reclean_that_was_stopped_loses_nothing_and_goes_on(archive):
    with open_archive(archive) as opened:
        before = texts(archive)
        assert opened.clean_again().pages == 6
        assert texts(archive) == before
        assert len(list(opened.pending())) == 6
    assert run("clean", archive, archive.parent / "pages", "--silent").returncode == 0
    assert texts(archive) == ["\n\n".join(SITE.page(number).paragraphs) for number in range(6)]


def test_an_article_whose_pages_are_none_any_more_goes_with_all_it_had(archive):
    with open_archive(archive) as opened:
        opened.clean_again()
        from pipelines.types import Rejection

        opened.save_outcomes([(task.id, Rejection(reason="listing")) for task in opened.pending()], None)
        assert opened.settle() == 6
        assert column(opened, "select count(*) from articles") == [0]
        assert column(opened, "select count(*) from rejections where reason = 'listing'") == [6]
        check(opened)


def test_every_command_of_memory_has_help():
    import click

    group = copydesk.get_command(click.Context(copydesk), "memory")
    assert isinstance(group, click.Group)
    assert all(one.help for one in group.commands.values())
