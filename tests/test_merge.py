"""`copydesk merge`: the merged archive is what one run over all pages would have made, whatever was where."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import open_archive
from archive.archive import Archive
from archive.errors import ArchiveError, NotAnArchive
from crawler.commands import clean, merge
from crawler.workers import WorkerPool
from tests.archive_sample import check, column, rows
from tests.crawl_runner import run as crawl
from tests.crawl_runner import site
from tests.newsroom import BEGIN, PAPERS, newsroom
from tests.newsroom.papers import article_page

PUBLIC = {
    "articles": "url, canonical_url, site, title, byline, published, modified, language, section, text, words, lead_image, page_type, warnings, identity, permalink, cleaned_by",
    "removed": "url, title, position, text, reason, evidence",
    "rejections": "url, source, kind, reason, detail",
    "captures": "url, fetched_at, status, digest, source, outcome, headers",
}


def content(archive: Archive) -> dict[str, list[tuple]]:
    found = {
        table: sorted(rows(archive, f"select {columns} from {table}"), key=repr) for table, columns in PUBLIC.items()
    }
    found["authors"] = sorted(
        rows(
            archive,
            "select a.url, n.name from articles a join article_authors on article = a.id join authors n on n.id = author",
        ),
        key=repr,
    )
    found["origins"] = sorted(
        rows(
            archive, "select a.url, o.field, o.origin, o.confidence from articles a join origins o on o.article = a.id"
        ),
        key=repr,
    )
    return found


def run(command, *arguments: object, how: tuple[str, str] = ("--workers", "2")) -> int:
    done = CliRunner().invoke(command.command, [*map(str, arguments), "--silent", *how], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Path:
    """Pages of three papers; those of the first are in both folders, in halves, with one page in each."""
    base = tmp_path_factory.mktemp("merge")
    for paper in PAPERS:
        for number in range(12):
            text = article_page(paper, number, BEGIN + timedelta(days=30))
            link = f'<link rel="canonical" href="https://{paper.host}{paper.path(number)}">'
            page = text.replace("</head>", link + "</head>")
            of_first = paper is PAPERS[0]
            for part in ("north", "south"):
                wanted = (
                    (number < 7) == (part == "north") or number == 6
                    if of_first
                    else (paper is PAPERS[1]) == (part == "north")
                )
                if wanted:
                    path = base / part / paper.host / f"{number:02}.html"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(page, encoding="utf-8")
        (base / "south" / "note.html").write_text("<html><title>x</title><p>Nothing.</p></html>")
    (base / "north" / "empty.html").touch()
    for part in ("north", "south"):
        assert run(clean, base / f"{part}.db", base / part) in {0, 1}
    return base


def merged(folders: Path, tmp_path: Path, *parts: str) -> Path:
    assert run(merge, tmp_path / "all.db", *(folders / f"{part}.db" for part in parts)) == 0
    return tmp_path / "all.db"


def test_the_merged_archive_is_what_one_run_would_have_made(folders, tmp_path):
    run(clean, tmp_path / "one.db", folders / "north", folders / "south")
    with open_archive(merged(folders, tmp_path, "north", "south")) as both, open_archive(tmp_path / "one.db") as one:
        check(both)
        assert both.count_pending() == 0
        got, expected = content(both), content(one)
        for table in expected:
            assert got[table] == expected[table], table
        numbered = "select id, url, site, title, text, copy_of is null from articles order by id"
        assert rows(both, numbered) == rows(one, numbered)


def test_the_order_of_the_shards_does_not_matter(folders, tmp_path):
    with open_archive(merged(folders, tmp_path, "north", "south")) as archive:
        first = content(archive)
    shutil.rmtree(tmp_path / "all.warc")
    (tmp_path / "all.db").unlink()
    with open_archive(merged(folders, tmp_path, "south", "north")) as archive:
        second = content(archive)
    outcomes = ("captures",)  # which of two equal pages is the copy follows the order of saving
    assert {name: value for name, value in first.items() if name not in outcomes} == {
        n: v for n, v in second.items() if n not in outcomes
    }


def test_merging_twice_changes_nothing(folders, tmp_path):
    path = merged(folders, tmp_path, "north", "south")
    with open_archive(path) as archive:
        before = content(archive), column(archive, "select id from captures")
    assert run(merge, path, folders / "south.db", folders / "north.db") == 0
    with open_archive(path) as archive:
        assert (content(archive), column(archive, "select id from captures")) == before


def test_raw_pages_are_in_the_merged_archive_itself(folders, tmp_path):
    path = merged(folders, tmp_path, "north", "south")
    with open_archive(path, read_only=True) as archive:
        numbers = column(archive, "select id from captures")
        assert all(archive.capture(number).body for number in numbers)
        assert {name.partition("/")[0] for name in column(archive, "select warc from captures")} == {
            "copydesk-000001.warc.gz"
        }


def test_outcomes_of_sites_that_one_shard_alone_has_are_taken_over(folders, tmp_path, monkeypatch):
    cleaned = []
    usual = merge.clean_pending

    def noting(desk, rules, known):
        to_clean = [pending.id for pending in desk.archive.pending()]
        cleaned.extend(column(desk.archive, f"select distinct site from captures where id in ({str(to_clean)[1:-1]})"))
        usual(desk, rules, known)

    monkeypatch.setattr(merge, "clean_pending", noting)
    merged(folders, tmp_path, "north", "south")
    assert cleaned == [PAPERS[0].host]


def test_where_every_outcome_is_known_no_worker_is_asked_to_get_ready(folders, tmp_path, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(WorkerPool, "warm_up", lambda _pool: asked.append("to warm up"))
    monkeypatch.setattr(WorkerPool, "map", lambda *_: asked.append("to clean") or iter(()))
    assert run(merge, tmp_path / "all.db", folders / "north.db") == 0
    assert asked == []
    with open_archive(tmp_path / "all.db") as archive:
        assert archive.count_pending() == archive.count_to_clean() == 0
        assert len(column(archive, "select id from articles")) >= 16


def test_what_a_person_decided_is_taken_over(folders, tmp_path):
    shutil.copy(folders / "north.db", tmp_path / "north.db")
    shutil.copytree(folders / "north.warc", tmp_path / "north.warc")
    with open_archive(tmp_path / "north.db") as archive:
        archive.decide_line(PAPERS[1].host, "Newsletter", "approved")
    assert run(merge, tmp_path / "all.db", tmp_path / "north.db") == 0
    with open_archive(tmp_path / "all.db") as archive:
        assert rows(archive, "select site, decision, text from memory_decisions") == [
            (PAPERS[1].host, "approved", "Newsletter")
        ]


def test_a_damaged_page_of_a_shard_costs_itself(folders, tmp_path):
    shutil.copy(folders / "north.db", tmp_path / "north.db")
    shutil.copytree(folders / "north.warc", tmp_path / "north.warc")
    warc = tmp_path / "north.warc" / "copydesk-000001.warc.gz"
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    assert run(merge, tmp_path / "all.db", tmp_path / "north.db") == 1
    with open_archive(tmp_path / "all.db") as archive:
        assert len(column(archive, "select source from rejections where reason = 'bad-record'")) == 1
        assert len(column(archive, "select id from articles")) >= 16


@pytest.mark.parametrize("harm", ["cut off", "overwritten", "no archive"])
def test_a_damaged_shard_costs_itself(folders, tmp_path, harm):
    for name in ("north", "south"):
        shutil.copy(folders / f"{name}.db", tmp_path / f"{name}.db")
        shutil.copytree(folders / f"{name}.warc", tmp_path / f"{name}.warc")
    sound = (tmp_path / "south.db").read_bytes()
    middle = len(sound) // 2 // 4096 * 4096
    (tmp_path / "south.db").write_bytes(
        {
            "cut off": sound[:middle],
            "overwritten": sound[:middle] + b"\xff" * 65_536 + sound[middle + 65_536 :],
            "no archive": b"The river rose again on Tuesday.\n" * 200,
        }[harm]
    )
    given = [tmp_path / name for name in ("all.db", "south.db", "north.db")]

    def merging(*paths: Path):
        return CliRunner().invoke(merge.command, [str(path) for path in paths], standalone_mode=False)

    done = merging(*given)

    assert done.return_value == 1, done.exception
    assert f"{tmp_path / 'south.db'}: " in done.output
    assert done.output.rstrip().endswith(": left out")
    with open_archive(tmp_path / "north.db") as north, open_archive(tmp_path / "all.db") as made:
        assert content(made)["articles"] == content(north)["articles"]
    assert isinstance(merging(tmp_path / "other.db", tmp_path / "south.db").exception, ArchiveError)
    assert isinstance(merging(*given, tmp_path / "gone.db").exception, NotAnArchive)
    (tmp_path / "south.db").write_bytes(sound)
    assert run(merge, *given) == 0


def test_crawls_of_several_machines_become_one_history(tmp_path):
    with newsroom(now=BEGIN + timedelta(hours=8)) as room:
        for part, paper in enumerate(PAPERS[:2]):
            crawl(tmp_path / f"{part}.db", room, [site(room, paper.host)])
    assert run(merge, tmp_path / "all.db", tmp_path / "0.db", tmp_path / "1.db") == 0
    assert run(merge, tmp_path / "all.db", tmp_path / "0.db", tmp_path / "1.db") == 0
    with open_archive(tmp_path / "all.db") as archive:
        check(archive)
        assert column(archive, "select site from crawls order by site") == ["almena-bote", "kelmouth-tide"]
        fetched = column(archive, "select sum(fetched) from crawls")
        assert column(archive, "select count(*) from fetches") == fetched
        assert column(archive, "select count(*) from fetches where outcome = 'new' and capture is null") == [0]
        assert column(
            archive, "select count(*) from _frontier where state = 'fetched' and kind = 'page' and capture is null"
        ) == [0]
        assert archive.count_pending() == 0


def test_an_archive_is_not_merged_into_itself(folders):
    done = CliRunner().invoke(merge.command, [str(folders / "north.db"), str(folders / "north.db")])
    assert done.exit_code == 2
