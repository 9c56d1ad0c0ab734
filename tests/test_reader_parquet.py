"""Parquet tables, written by pyarrow itself: rows come out as records do, and what is damaged costs itself."""

from __future__ import annotations

import random
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.readers import read_paths
from pipelines.types import Capture, Unreadable

arrow = pytest.importorskip("pyarrow")
tables = pytest.importorskip("pyarrow.parquet")

PAGE = "<html><body><article><h1>Night ferry {0}</h1><p>The ferry left at {0} and came back empty.</p></article></body></html>"


def written(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    tables.write_table(arrow.table(columns), path, **options)
    return path


def pages(count: int) -> dict[str, Any]:
    return {
        "url": [f"https://paper.example/{n}" for n in range(count)],
        "html": [PAGE.format(n) for n in range(count)],
        "fetched_at": arrow.array([1_700_000_000_123_456_789 + n for n in range(count)], arrow.timestamp("ns", "UTC")),
        "status_code": [200] * count,
        "title": [f"Night ferry {n}" for n in range(count)],
        "embedding": [[{"x": 0.5}]] * count,
    }


def read(path: Path) -> list[Capture | Unreadable]:
    return list(read_paths([path]))


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd"])
def test_rows_are_records(tmp_path, compression):
    found = read(written(tmp_path / "dump.parquet", pages(100), compression=compression, row_group_size=30))
    assert [one.url for one in found] == [f"https://paper.example/{n}" for n in range(100)]
    one = found[41]
    assert one.body.decode() == PAGE.format(41)
    assert one.fetched_at == datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)
    assert (one.status, one.stated.title, one.provenance.offset) == (200, "Night ferry 41", 42)
    assert one.content_type == "text/html; charset=utf-8"


def test_vectors_are_not_read_and_lists_of_texts_are(tmp_path):
    columns = {"text": [["First.", "Second."]], "vector": [[0.5, 0.25]], "tags": [["a"]]}
    (one,) = read(written(tmp_path / "a.parquet", columns))
    assert one.body.decode() == "First.\n\nSecond."
    (two,) = read(written(tmp_path / "b.parquet", {"id": [1], "vector": [[0.5, 0.25]]}))
    assert two.detail.endswith("among: id")


def test_bytes_and_texts_are_pages_too(tmp_path):
    latin = PAGE.format("é").replace("<html>", "<html><head><meta charset='iso-8859-1'></head>").encode("latin-1")
    (one,) = read(written(tmp_path / "a.parquet", {"raw_html": arrow.array([latin], arrow.binary())}))
    assert "Night ferry é" in one.body.decode()
    (two,) = read(written(tmp_path / "b.parquet", {"text": ["A text of some words."], "id": [7]}))
    assert (two.content_type, two.provenance.record_id) == ("text/plain; charset=utf-8", "7")


def unchecked(raw: list[bytes]) -> Any:
    """Bytes as a column that says it is UTF-8."""
    return arrow.Array.from_buffers(arrow.string(), len(raw), arrow.array(raw, arrow.binary()).buffers())


@pytest.mark.parametrize("form", ["plain", "dictionary", "list"])
def test_a_text_of_wrong_bytes_costs_neither_its_row_nor_others(tmp_path, form):
    raw = [PAGE.format(number).encode() for number in range(70)]
    raw[40] = raw[40].replace(b"back", b"b\xffck")
    column = unchecked(raw)
    if form == "dictionary":
        column = arrow.DictionaryArray.from_arrays(arrow.array(range(70), arrow.int32()), column)
    if form == "list":
        column = arrow.ListArray.from_arrays(arrow.array(range(71), arrow.int32()), column)
    found = read(written(tmp_path / "a.parquet", {"html": column}))
    assert [one.provenance.offset for one in found if isinstance(one, Capture)] == list(range(1, 71))
    assert found[39].body.decode() == PAGE.format(39)
    assert "Night ferry 40" in found[40].body.decode()


def test_a_column_that_says_nothing_of_a_page_costs_nothing(tmp_path):
    columns = pages(3) | {
        "note": unchecked([b"x\xff"] * 3),
        "since": arrow.array([123_456_789] * 3, arrow.time64("ns")),
        "published": arrow.array([1 << 62] * 3, arrow.duration("s")),
        "pixels": ["a" * (50 << 20)] * 3,
    }
    found = read(written(tmp_path / "a.parquet", columns, compression="zstd", use_dictionary=False))
    assert [one.url for one in found] == [f"https://paper.example/{n}" for n in range(3)]


WRONG_TIMES = {
    "microseconds": lambda: arrow.array([1 << 60, 1_700_000_000_000_000], arrow.timestamp("us")),
    "what a cast would wrap": lambda: arrow.array([1 << 55, 1_700_000_000_000], arrow.timestamp("ms")),
    "days": lambda: arrow.array([1 << 30, 19_675], arrow.date32()),
    "an unknown zone": lambda: arrow.array([1 << 40, 1_700_000_000], arrow.timestamp("s", tz="Mars/Olympus")),
}


@pytest.mark.parametrize("name", WRONG_TIMES)
def test_a_time_that_cannot_be_costs_only_itself(tmp_path, name):
    columns = {"html": [PAGE.format(1), PAGE.format(2)], "fetched_at": WRONG_TIMES[name]()}
    one, two = read(written(tmp_path / "a.parquet", columns))
    assert (one.fetched_at, two.fetched_at.date().isoformat()) == (None, "2023-11-14")


@pytest.mark.parametrize("kind", ["string_view", "binary_view"])
def test_views_are_texts(tmp_path, kind):
    text = PAGE.format(1) if kind == "string_view" else PAGE.format(1).encode()
    (one,) = read(written(tmp_path / "a.parquet", {"html": arrow.array([text], getattr(arrow, kind)())}))
    assert one.body.decode() == PAGE.format(1)


def test_a_table_without_rows_or_with_pages_only_in_trees_has_an_outcome(tmp_path):
    (one,) = read(written(tmp_path / "a.parquet", {"html": arrow.array([], arrow.string())}))
    assert (one.reason, one.detail) == ("empty", "a table without rows")
    (two,) = read(written(tmp_path / "b.parquet", {"html": [{"page": PAGE}] * 2}))
    assert (two.reason, two.detail) == ("bad-record", "2 rows, no column with html or text")


def test_a_table_in_a_container_is_read_where_it_lies(tmp_path):
    inner = written(tmp_path / "dump.parquet", pages(3))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(tmp_path / "dumps.zip", "w", method) as archive:
            archive.write(inner, "dump.parquet")
        assert [one.url for one in read(tmp_path / "dumps.zip")] == [f"https://paper.example/{n}" for n in range(3)]


def test_a_table_without_a_page_says_which_columns_it_has(tmp_path):
    (one,) = read(written(tmp_path / "a.parquet", {"url": ["https://paper.example/"], "price": [3]}))
    assert (one.reason, "url, price" in one.detail) == ("bad-record", True)


def test_a_damaged_row_group_costs_itself(tmp_path):
    path = written(tmp_path / "a.parquet", pages(90), compression="zstd", row_group_size=30, use_dictionary=False)
    column = tables.ParquetFile(path).metadata.row_group(1).column(1)
    content = bytearray(path.read_bytes())
    start = column.data_page_offset
    content[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    path.write_bytes(content)

    found = read(path)
    assert [one.provenance.offset for one in found if isinstance(one, Capture)] == [*range(1, 31), *range(61, 91)]
    (wrong,) = [one for one in found if isinstance(one, Unreadable)]
    assert (wrong.reason, wrong.provenance.offset) == ("bad-record", 31)


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 500, b"PAR1" + b"\xff" * 500 + b"PAR1"])
def test_what_only_begins_as_a_table_has_its_outcome(tmp_path, content):
    (tmp_path / "a.parquet").write_bytes(content)
    (one,) = read(tmp_path / "a.parquet")
    assert (one.reason, "no Parquet table" in one.detail) == ("unreadable", True)


def test_random_damage_always_ends_in_outcomes(tmp_path):
    whole = written(tmp_path / "a.parquet", pages(40), row_group_size=10).read_bytes()
    chance = random.Random(5)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "b.parquet").write_bytes(content[: chance.randint(4, len(content))])
        found = read(tmp_path / "b.parquet")
        assert found
        assert not [one for one in found if isinstance(one, Unreadable) and "an error in copydesk" in one.detail]


def test_what_unpacks_to_far_more_than_it_takes_is_left(tmp_path):
    texts = ["a" * (40 << 20)] * 4
    path = written(tmp_path / "bomb.parquet", {"text": texts}, compression="zstd", use_dictionary=False)
    (one,) = read(path)
    assert (one.reason, "unpack to" in one.detail) == ("too-large", True)


def test_without_the_extra_it_is_said(tmp_path, monkeypatch):
    path = written(tmp_path / "a.parquet", pages(1))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (one,) = read(path)
    assert (one.reason, "copydesk[parquet]" in one.detail) == ("unreadable", True)
