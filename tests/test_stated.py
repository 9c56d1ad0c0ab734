"""What a record states of its page beside the page: read, kept, and used where the page says less."""

from __future__ import annotations

import io
import json
from urllib.parse import unquote

import pytest

from archive.stated import stated_of, written
from crawler.readers import capture_of_record, read_paths
from pipelines.clean import clean
from pipelines.types import Article, Capture, Provenance, Stated
from tests.archive_sample import column, dump, opened, rows, take_in

WHERE = Provenance(source="pages.jsonl", offset=1)
TEXT = "\n\n".join(
    f"The harbour office counted {number} boats in the bay on Friday, and said that the wind would keep them there."
    for number in (17, 23, 40)
)
PAGE = f"""<html lang="en"><head><title>Boats wait</title></head><body><article><h1>Boats wait</h1>
{"".join(f"<p>{part}</p>" for part in TEXT.split(chr(10) * 2))}</article></body></html>"""


def stated(**fields):
    return capture_of_record({"text": TEXT, **fields}, WHERE).stated


def cleaned(**fields) -> Article:
    outcome = clean(capture_of_record(fields, WHERE))
    assert isinstance(outcome, Article)
    return outcome


# Reading


COLUMNS = [
    ({"Title": "Rain"}, Stated(title="Rain")),
    ({"HEADLINE": " Rain\nagain "}, Stated(title="Rain again")),
    ({"author": "Ana Ruiz"}, Stated(authors=("Ana Ruiz",))),
    ({"Authors": ["Ana Ruiz", "Tom Hill"]}, Stated(authors=("Ana Ruiz", "Tom Hill"))),
    ({"authors": [{"name": "Ana Ruiz"}]}, Stated(authors=("Ana Ruiz",))),
    ({"byline": "Ana Ruiz; Tom Hill"}, Stated(authors=("Ana Ruiz", "Tom Hill"))),
    ({"authors": "['Ana Ruiz', 'Tom Hill']"}, Stated(authors=("Ana Ruiz", "Tom Hill"))),
    ({"publishedAt": "2026-05-03T10:00:00Z"}, Stated(published="2026-05-03T10:00:00Z")),
    ({"date": 1_700_000_000}, Stated(published="2023-11-14T22:13:20+00:00")),
    ({"Date Published": "3 May 2026"}, Stated(published="3 May 2026")),
    ({"last-modified": "2026-05-04"}, Stated(modified="2026-05-04")),
    ({"section": "Harbour"}, Stated(section="Harbour")),
    ({"source": {"id": None, "name": "The Tide"}}, Stated(site="The Tide")),
    ({"source": "dumps/a.txt"}, None),
    ({"title": "NaN", "author": None, "date": "", "section": 7}, None),
    ({"title": ["Rain"], "date": True}, None),
    ({}, None),
]


@pytest.mark.parametrize(("fields", "expected"), COLUMNS)
def test_columns_are_known_by_their_names(fields, expected):
    assert stated(**fields) == expected


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"title": "Boats wait", "author": "Ana Ruiz", "text": TEXT}) + "\n",
        json.dumps([{"title": "Boats wait", "author": "Ana Ruiz", "text": TEXT}]),
        'title,author,text\nBoats wait,Ana Ruiz,"' + TEXT + '"\n',
    ],
    ids=["jsonl", "json", "csv"],
)
def test_lines_elements_and_rows_carry_them(content):
    (capture,) = read_paths(["-"], stdin=io.BytesIO(content.encode()))
    assert isinstance(capture, Capture)
    assert capture.stated == Stated(title="Boats wait", authors=("Ana Ruiz",))


# Using


def test_of_a_text_the_record_is_believed():
    article = cleaned(
        text=TEXT, title="Boats wait", authors="Ruiz, Ana; Tom Hill", date="2026-05-03", section="Harbour"
    )
    assert (article.title, article.authors) == ("Boats wait", ("Ana Ruiz", "Tom Hill"))
    assert (article.published, article.section) == ("2026-05-03", "Harbour")
    origins = {origin.field: origin.origin for origin in article.origins}
    assert {origins[name] for name in ("title", "authors", "published", "section")} == {"record"}
    assert article.text == TEXT


def test_the_title_of_the_record_is_not_printed_again_in_the_text():
    article = cleaned(text=f"BOATS WAIT!\n\n{TEXT}", title="Boats wait")
    assert article.text == TEXT
    assert (article.blocks[0].role, article.blocks[0].reason) == ("title", "title")


def test_of_a_page_only_gaps_are_filled():
    article = cleaned(html=PAGE, title="boats-wait | export 7", author="Ana Ruiz", date="2026-05-03")
    assert article.title == "Boats wait"
    assert (article.authors, article.published) == (("Ana Ruiz",), "2026-05-03")


@pytest.mark.parametrize(("author", "names"), [("admin", ()), ("By Ana Ruiz and Tom Hill", ("Ana Ruiz", "Tom Hill"))])
def test_an_author_column_is_read_as_a_byline_is(author, names):
    assert cleaned(text=TEXT, author=author).authors == names


@pytest.mark.parametrize(("date", "day"), [("yesterday", None), ("2026-05-03 10:00:00", "2026-05-03"), ("99/99", None)])
def test_a_date_that_is_none_is_no_date(date, day):
    assert cleaned(text=TEXT, date=date).published == day


def test_a_date_with_two_readings_is_a_guess():
    article = cleaned(text=TEXT, date="03/05/2026")
    assert [origin.confidence < 0.5 for origin in article.origins if origin.field == "published"] == [True]


# Keeping


@pytest.mark.parametrize(
    "one", [None, Stated(title="Rain", authors=("Ana", "Tom"), published="3 May", modified="x", section="s", site="t")]
)
def test_what_is_written_is_read_back(one):
    assert stated_of(written(one)) == one


def test_a_field_of_a_later_version_is_passed_over():
    assert stated_of('{"title": "Rain", "mood": "wet"}') == Stated(title="Rain")


def test_a_capture_comes_back_from_the_archive_as_it_was_saved(tmp_path):
    given = dump("export.jsonl", TEXT, offset=4, stated=Stated(title="Rain \ud800", authors=("Ana Ruiz",)))
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, given, dump("plain.txt", "no record"))
        assert archive.capture(1).stated == Stated(title="Rain \ufffd", authors=("Ana Ruiz",))
        assert archive.capture(2).stated is None
        assert column(archive, "select stated is null from captures order by id") == [0, 1]


def test_the_warc_record_says_it_too(tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("export.jsonl", TEXT, offset=4, stated=Stated(title="Rain")))
        (name,) = rows(archive, "select warc from captures")[0]
    with (tmp_path / "a.warc" / name).open("rb") as file:
        found = [record.rec_headers.get_header("Copydesk-Stated") for record in ArchiveIterator(file)]
    assert found[0] is None
    assert json.loads(unquote(found[1])) == {"title": "Rain"}
