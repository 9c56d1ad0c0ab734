"""Records: JSON Lines, JSON arrays and tables; which field is what, and what a bad one costs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from crawler.readers import capture_of_record, read_paths
from crawler.readers.parsing import LINE_LIMIT
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import lines_of, stream_of
from pipelines.decode import decode
from pipelines.types import Capture, Provenance

WHERE = Provenance(source="pages.jsonl", offset=3)


def read(content):
    return list(read_paths(["-"], stdin=io.BytesIO(content)))


def seen(content):
    """Of each outcome: its number, and the body or the reason."""
    return [
        (one.provenance.offset, one.body.decode() if isinstance(one, Capture) else one.reason) for one in read(content)
    ]


# One record


def test_record_with_everything():
    capture = capture_of_record(
        {
            "ID": 17,
            "URL": "https://a.example/x",
            "Raw HTML": "<p>Rain",
            "crawled-at": "2026-11-07T09:11:12Z",
            "status": "200",
        },
        WHERE,
    )

    assert capture.body == b"<p>Rain"
    assert capture.url == "https://a.example/x"
    assert capture.fetched_at == datetime(2026, 11, 7, 9, 11, 12, tzinfo=UTC)
    assert capture.status == 200
    assert capture.content_type == "text/html; charset=utf-8"
    assert capture.provenance == Provenance(source="pages.jsonl", offset=3, record_id="17")


BODIES = [
    ({"html": "<p>a", "text": "b"}, b"<p>a", "html"),
    ({"html": "", "text": "b"}, b"b", "plain"),
    ({"html": None, "content": "<div>b</div>"}, b"<div>b</div>", "html"),
    ({"content": "Rain <fell>."}, b"Rain <fell>.", "plain"),
    ({"body": "<!DOCTYPE html><p>b"}, b"<!DOCTYPE html><p>b", "html"),
    ({"text": ["one", "two"]}, b"one\n\ntwo", "plain"),
    ({"html": "no markup"}, b"no markup", "plain"),
    ({"page": 7, "text": "b"}, b"b", "plain"),
]


@pytest.mark.parametrize(("record", "body", "kind"), BODIES)
def test_field_with_the_page_is_found(record, body, kind):
    capture = capture_of_record(record, WHERE)

    assert (capture.body, capture.content_type) == (body, f"text/{kind}; charset=utf-8")


REASONS = [
    ([], "bad-record"),
    ("text", "bad-record"),
    (None, "bad-record"),
    ({}, "bad-record"),
    ({"id": 1, "url": "https://a.example/"}, "bad-record"),
    ({"text": {"deep": "x"}}, "empty"),
    ({"html": ""}, "empty"),
    ({"text": " \n"}, "empty"),
    ({"text": "x" * (PAGE_LIMIT + 1)}, "too-large"),
]


@pytest.mark.parametrize(("record", "reason"), REASONS, ids=[reason for _, reason in REASONS])
def test_record_without_a_page_says_why(record, reason):
    assert capture_of_record(record, WHERE).reason == reason


@pytest.mark.parametrize("identifier", [True, [1], {"a": 1}, 10**5000, None, ""], ids=type)
def test_strange_identifiers_are_none(identifier):
    assert capture_of_record({"id": identifier, "text": "x"}, WHERE).provenance.record_id is None


def test_a_number_of_thousands_of_digits_is_taken_as_text(tmp_path):
    digits = "7" * 5_000
    (tmp_path / "a.jsonl").write_text(f'{{"id": {digits}, "text": "Rain", "n": [-{digits}]}}\n')
    (tmp_path / "b.json").write_text(f'[{{"id": {digits}, "text": "Rain"}}]')
    for name in ("a.jsonl", "b.json"):
        (page,) = read_paths([tmp_path / name])
        assert page.provenance.record_id == digits[:500]


def test_a_number_of_thousands_of_digits_is_no_text_of_a_page():
    line = b'{"text": ' + b"9" * 5_000 + b"}"
    assert seen(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n') == [(1, "a"), (2, "empty"), (3, "b")]


def test_half_a_surrogate_pair_becomes_a_replacement():
    assert capture_of_record({"text": "a\ud83d b"}, WHERE).body.decode() == "a\ufffd b"


def test_address_of_a_record_without_one_is_the_page_s_own():
    html = '<link rel="canonical" href="https://a.example/own"><p>x'

    assert capture_of_record({"html": html, "url": "n/a"}, WHERE).url == "https://a.example/own"


def test_decoded_page_is_not_decoded_again_by_its_old_declaration():
    capture = capture_of_record({"html": '<meta charset="windows-1251"><p>Река поднялась'}, WHERE)

    assert decode(capture.body, capture.content_type).text.endswith("Река поднялась")


# JSON Lines


def test_bad_line_costs_itself():
    content = b'{"text": "a"}\nnonsense\n{"text": "b"\n\n[1]\n{"text": "c"}'

    assert seen(content) == [(1, "a"), (2, "bad-record"), (3, "bad-record"), (5, "bad-record"), (6, "c")]


@pytest.mark.parametrize("line", [b"[" * 100000, b'{"a":' * 50000, b"\xff\xfe\x00", b"null", b'{"text"'])
def test_line_that_breaks_parsers_costs_itself(line):
    assert seen(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n') == [(1, "a"), (2, "bad-record"), (3, "b")]


def test_line_in_another_encoding_is_read():
    line = '{"text": "Вчера вечером река снова поднялась, паром не ходит"}'.encode("cp1251")

    assert seen(b'{"text": "a"}\n' + line)[1] == (2, "Вчера вечером река снова поднялась, паром не ходит")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_json_lines_in_any_unicode_are_read(codec):
    content = '{"text": "Река"}\r\n{"text": "川"}\r\n'.encode(codec)

    assert seen(content) == [(1, "Река"), (2, "川")]


def test_control_characters_inside_strings_are_forgiven():
    assert seen(b'{"text": "a\tb"}\n') == [(1, "a\tb")]


def test_line_longer_than_any_page_is_skipped_without_being_held():
    class Long:
        """Two good lines around one of half a gigabyte."""

        def __init__(self):
            self.pieces = iter([b'{"text": "a"}\n{"text": "', *([b"x" * (1 << 20)] * 500), b'"}\n{"text": "b"}\n'])

        def read(self, size):
            return next(self.pieces, b"")

    assert [line and len(line) for line in lines_of(stream_of(Long()), LINE_LIMIT)] == [13, None, 13]


# JSON arrays and objects


def test_array_gives_an_element_at_a_time():
    content = json.dumps([{"id": "a", "text": "x"}, 5, {"html": "<p>y"}], indent=1).encode()

    assert seen(content) == [(1, "x"), (2, "bad-record"), (3, "<p>y")]


def test_array_larger_than_what_is_read_at_once():
    content = json.dumps([{"text": str(number) * 3000} for number in range(1000)]).encode()

    assert [offset for offset, _ in seen(content)] == list(range(1, 1001))


def test_array_that_breaks_off_loses_only_its_end():
    assert seen(b'[{"text": "a"}, {"text": "b"}, {"text": "c') == [(1, "a"), (2, "b"), (3, "bad-record")]
    assert seen(b'[{"text": "a"}, {"text": "b"}') == [(1, "a"), (2, "b"), (3, "bad-record")]


@pytest.mark.parametrize("wrapper", ["articles", "items", "anything"])
def test_array_inside_an_object_is_found(wrapper):
    content = json.dumps({"count": 2, wrapper: [{"text": "a"}, {"text": "b"}]}, indent=2).encode()

    assert seen(content) == [(1, "a"), (2, "b")]


def test_one_object_over_several_lines_is_one_page():
    assert seen(b'{\n "id": 1,\n "html": "<p>a"\n}') == [(None, "<p>a")]
    assert seen(b'{\n "id": 1,\n "html": "<p>a"\n') == [(None, "bad-record")]


# Tables


def test_table_with_quoted_line_ends():
    content = b'id,url,text\r\n7,https://a.example/1,"line one\r\nline ""two"""\r\n8,,plain\r\n'
    first, second = read(content)

    assert first.body == b'line one\r\nline "two"'
    assert (first.url, first.provenance.record_id, first.provenance.address) == ("https://a.example/1", "7", "-#1")
    assert second.body == b"plain"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter):
    content = f"id{delimiter}html\n1{delimiter}<p>a</p>\n2{delimiter}<p>b</p>\n".encode()

    assert seen(content) == [(1, "<p>a</p>"), (2, "<p>b</p>")]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251"])
def test_table_in_any_encoding_is_read(codec):
    content = "id;text\n1;Вчера вечером река снова поднялась\n2;Паром сегодня не ходит\n".encode(codec)

    assert seen(content) == [(1, "Вчера вечером река снова поднялась"), (2, "Паром сегодня не ходит")]


def test_large_field_is_read():
    text = "The river rose. " * 20000
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], [1, text], [2, "b"]])

    assert seen(out.getvalue().encode()) == [(1, text), (2, "b")]


def test_bad_row_costs_itself():
    content = b"id,text\n1,a\n2,b,c,d\n3\n\n4,\n5,e\x00f\n"

    assert seen(content) == [(1, "a"), (2, "bad-record"), (3, "bad-record"), (4, "empty"), (5, "ef")]


def test_table_without_a_column_for_pages_is_one_outcome(tmp_path):
    (tmp_path / "prices.csv").write_bytes(b"fish,price\ncarp,3\n")

    (one,) = read_paths([tmp_path / "prices.csv"])

    assert (one.reason, one.detail) == ("bad-record", "no column with html or text among: fish, price")


def test_old_line_ends_are_line_ends():
    assert seen(b"id,text\r1,a\r2,b\r") == [(1, "a"), (2, "b")]
    assert seen(b'id,text\n1,a\r2,"b\rc"\n') == [(1, "a"), (2, "b\rc")]
    assert seen(b'{"text": "a"}\r{"text": "b"}\r') == [(1, "a"), (2, "b")]
