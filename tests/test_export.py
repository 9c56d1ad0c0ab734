"""`copydesk export` writes what other programs read, and nothing but what was asked for."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.reading import read
from crawler.commands.export import command
from crawler.commands.search import command as search_command
from crawler.exporting import COLUMNS, FORMATS, SUFFIXES, file_name
from crawler.readers import read_paths
from pipelines.types import Capture
from tests.archive_sample import article, opened, page

NIGHT, KEY, COPY, SILENT = 1, 2, 3, 4


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("export") / "a.db"
    with opened(path) as (archive, run):
        captures = [
            page(f"https://a.example/{name}", f"<p>{name}</p>", hour=9) for name in ("night", "key", "copy", "four")
        ]
        archive.save_captures([*captures, page("https://a.example/night", "<p>night, longer</p>", hour=11)], run)
        night = {
            "title": 'The "Night" Train & 100% Rain_Coat',
            "authors": ("Ada {Lind}", "Grûp, Şîn"),
            "site": "The Post",
        }
        made = [
            article(
                "It left at nine.",
                published="2026-05-02T21:00:00Z",
                tags=("trains, rail", "night"),
                language="en",
                **night,
            ),
            article("كان المفتاح هنا.", title="المفتاح الضائع", published="2026-05", language="ar", section="News"),
            article("كان المفتاح هنا.", title="A copy", removed=("Share this",)),
            article("No headline, no date.\nSecond line."),
            article("It left at nine, and it rained.", published="2026-05-02T21:00:00Z", language="en", **night),
        ]
        archive.save_outcomes(enumerate(made, start=1), run)
    return path


def export(archive: Path, *options: str) -> str:
    done = CliRunner().invoke(command, [str(archive), *options], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.stdout_bytes.decode()


def test_json_lines_hold_the_whole_article_and_how_the_archive_knows_it(archive):
    lines = [json.loads(line) for line in export(archive).splitlines()]
    by_id = {line["id"]: line for line in lines}
    assert by_id[NIGHT]["authors"] == ["Ada {Lind}", "Grûp, Şîn"]
    assert by_id[NIGHT]["blocks"][0]["kept"]
    assert re.fullmatch(r"\w+", by_id[NIGHT]["permalink"].replace("-", ""))
    assert by_id[NIGHT]["rejection"] is None
    assert {line["site"] for line in lines} == {
        "a.example"
    }  # sites are named at the end of a run: before, they go by their hosts


def test_copies_are_left_out_unless_they_are_asked_for(archive):
    without = [json.loads(line)["id"] for line in export(archive).splitlines()]
    with_copies = [json.loads(line) for line in export(archive, "--copies").splitlines()]
    copies = {line["id"] for line in with_copies if line["copy_of"]}
    assert copies
    assert not copies & set(without)
    assert {line["id"] for line in with_copies} == copies | set(without)


def test_a_search_and_its_filters_choose(archive):
    assert [json.loads(line)["id"] for line in export(archive, "rained").splitlines()] == [NIGHT]
    assert [json.loads(line)["id"] for line in export(archive, "--language", "Arabic").splitlines()] == [KEY]
    done = CliRunner().invoke(command, [str(archive), "--site", "one"], standalone_mode=False)
    assert (done.return_value, done.stderr) == (3, "0 articles exported\nno site one in this archive\n")
    done = CliRunner().invoke(command, [str(archive), "zeppelin"], standalone_mode=False)
    assert (done.return_value, done.stdout) == (3, "")


def test_searching_says_which_articles_are_copies(archive):
    found = CliRunner().invoke(search_command, [str(archive), "copy"], standalone_mode=False)
    assert found.exception is None, found.exception
    assert "A copy\n   a.example · copy of 2\n" in found.stdout
    original = CliRunner().invoke(search_command, [str(archive), "المفتاح", "--section", "News"], standalone_mode=False)
    assert "copy of" not in original.stdout


def test_a_json_list_is_one_document(archive):
    assert [one["id"] for one in json.loads(export(archive, "--format", "json"))] == [
        json.loads(line)["id"] for line in export(archive).splitlines()
    ]


@pytest.mark.parametrize("form", ["json", "csl-json"])
def test_nothing_found_is_an_empty_list(archive, form):
    done = CliRunner().invoke(command, [str(archive), "zeppelin", "--format", form], standalone_mode=False)
    assert json.loads(done.stdout) == []


def test_csv_keeps_line_ends_and_names(archive):
    rows = list(csv.DictReader(io.StringIO(export(archive, "--format", "csv"), newline="")))
    assert tuple(rows[0]) == tuple(COLUMNS)
    by_id = {int(row["id"]): row for row in rows}
    assert by_id[NIGHT]["authors"] == "Ada {Lind}; Grûp, Şîn"
    assert by_id[SILENT]["text"] == "No headline, no date.\nSecond line."
    assert by_id[SILENT]["published"] == ""


def test_bibtex_escapes_its_own_signs_and_keeps_names_whole(archive):
    entries = export(archive, "rained", "--format", "bibtex")
    assert r'title = {{The "Night" Train \& 100\% Rain\_Coat}}' in entries
    assert r"author = {{Ada \{Lind\}} and {Grûp, Şîn}}" in entries
    assert "date = {2026-05-02}" in entries
    assert "urldate = {2026-07-01}" in entries
    assert entries.count("@online{copydesk-") == 1


def test_ris_is_one_record_an_article_with_dates_as_ris_writes_them(archive):
    records = export(archive, "--format", "ris")
    assert records.count("TY  - NEWS\r\n") == records.count("ER  - \r\n") == 3
    assert "DA  - 2026/05/02\r\n" in records
    assert "DA  - 2026/05\r\n" in records
    assert "untitled" not in records  # nothing is invented
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in records.split("\r\n") if line)


def test_csl_json_has_dates_in_parts_and_literal_names(archive):
    items = {item["URL"]: item for item in json.loads(export(archive, "--format", "csl-json"))}
    night = items["https://a.example/night"]
    assert night["issued"] == {"date-parts": [[2026, 5, 2]]}
    assert night["author"] == [{"literal": "Ada {Lind}"}, {"literal": "Grûp, Şîn"}]
    assert items["https://a.example/key"]["issued"] == {"date-parts": [[2026, 5]]}
    assert "issued" not in items["https://a.example/four"]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_people_read_is_one_document_in_utf_8(archive, form):
    document = export(archive, "--format", form)
    assert "المفتاح" in document
    assert "It left at nine, and it rained." in document
    assert "Share this" not in document
    assert document.endswith("\n")


@pytest.mark.parametrize("form", list(SUFFIXES))
def test_a_folder_gets_a_file_for_each_article(archive, tmp_path, form):
    export(archive, "--format", form, "--folder", str(tmp_path / "out"))
    files = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert len(files) == 3
    assert "It left at nine, and it rained." in files[f"000001-the-night-train-100-rain_coat{SUFFIXES[form]}"]
    assert f"000002-المفتاح-الضائع{SUFFIXES[form]}" in files
    assert f"000004-untitled{SUFFIXES[form]}" in files


def test_markdown_files_begin_with_what_is_known_of_the_article(archive, tmp_path):
    export(archive, "--format", "markdown", "--folder", str(tmp_path), "rained")
    (written,) = tmp_path.iterdir()
    _, head, _text = written.read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    assert json.loads(fields["title"]) == 'The "Night" Train & 100% Rain_Coat'
    assert json.loads(fields["url"]) == "https://a.example/night"
    assert "section" not in fields


def test_the_raw_pages_are_a_web_archive_that_stands_for_itself(archive, tmp_path):
    target = tmp_path / "night.warc.gz"
    export(archive, "rained", "--format", "warc", "--output", str(target))
    with target.open("rb") as file:
        records = [
            (record.record_type, record.headers.get("WARC-Target-URI"), record.reader.read())
            for record in ArchiveIterator(file, parse_http=False, verify_digests=True)
        ]
    assert records[0][0] == WarcRecordType.warcinfo
    assert [(uri, body) for _, uri, body in records[1:]] == [
        ("https://a.example/night", b"<p>night</p>"),
        ("https://a.example/night", b"<p>night, longer</p>"),
    ]
    pages = [one.body for one in read_paths([str(target)]) if isinstance(one, Capture)]
    assert pages == [b"<p>night</p>", b"<p>night, longer</p>"]


def test_a_file_is_replaced_only_when_the_new_one_is_whole(archive, tmp_path, monkeypatch):
    target = tmp_path / "articles.csv"
    target.write_text("the old one", encoding="utf-8")

    def fail(_conn, _number):
        raise OSError("the disk is full")

    monkeypatch.setattr("crawler.commands.export.read", fail)
    done = CliRunner().invoke(
        command, [str(archive), "--format", "csv", "--output", str(target)], standalone_mode=False
    )
    assert isinstance(done.exception, OSError)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        (target.name, "the old one")
    ]


@pytest.mark.parametrize(
    "options",
    [("--format", "csv", "--folder", "x"), ("--folder", "x", "--output", "y"), ("--format", "warc")],
)
def test_options_that_do_not_go_together_are_told(archive, options):
    done = CliRunner().invoke(command, [str(archive), *options])
    assert done.exit_code == 2
    assert "--" in done.stderr


@pytest.mark.parametrize("title", ["../../etc/passwd", "CON", "a" * 300, "漢" * 300, "...", "\u202eevil", None, "  "])
def test_a_file_name_is_safe_whatever_the_title(archive, title):
    with opened(archive) as (opened_archive, _run):
        reading = read(opened_archive.conn, NIGHT)
    name = file_name(
        type(reading)(**{field: getattr(reading, field) for field in reading.__slots__} | {"title": title})
    )
    assert re.fullmatch(r"000001-[\w-]+", name)
    assert len((name + ".md").encode()) < 255


def test_every_format_is_told_in_the_documentation():
    text = (Path(__file__).parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")
    section = text.split("## `copydesk export`")[1].split("\n## ")[0]
    assert [
        form for form in [*FORMATS, "warc"] if f"`{form}`" not in section and f"--format {form}`" not in section
    ] == []
