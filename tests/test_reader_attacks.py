"""Files made to cost the readers time or memory, or to pass for one another: each has its outcome, and only that."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc

import pytest

from crawler.readers import read_paths, tables
from crawler.readers.marks import marks_of
from crawler.readers.naming import storable
from pipelines.types import Capture

# Pages: of a size that takes minutes where the time grows with its square

SLOW_PAGES = [
    "<meta canonical " + "a" * 65000,
    "<link canonical " + "a " * 32000,
    "<meta og:url " + "a=" * 32000,
    "<!-- Mirrored from a.example/ by HTTrack Website Copier/3.x, " + " x" * 32000 + "\n\n",
    "<!-- Mirrored from a.example/ by HTTrack Website Copier/3.x, x" + " " * 64000 + "\nx",
    "<!-- Mirrored from a.example/ by HTTrack Website Copier/" + "[" * 64000,
]


@pytest.mark.parametrize("page", SLOW_PAGES, ids=lambda page: page[:24])
def test_page_made_to_be_slow_is_read_many_times_over(page):
    for _ in range(20):
        marks_of(page.encode())


def test_attributes_are_found_wherever_one_may_begin():
    for tag in (
        'link/rel="canonical"href="{}"',
        "link x='1'rel = canonical\nhref = '{}'",
        "link rel=canonical y href={}",
    ):
        assert marks_of(f"<{tag.format('https://a.example/x')}>".encode()).url == "https://a.example/x"


# Names

ALIKE = [
    (b"caf\xe9.txt", b"caf\\xe9.txt"),
    (b"a\nb", b"a\\x0ab"),
    (b"\xc2\x85", b"\x85"),
    (b"\\", b"\\x5c"),
    (b"a.jsonl#1", b"a.jsonl\\x231"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_no_two_file_names_are_shown_alike(one, other):
    assert storable(os.fsdecode(one)) != storable(os.fsdecode(other))


def test_file_named_like_a_record_is_not_taken_for_it(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n')
    (tmp_path / "a.jsonl#1").write_bytes(b"The river rose again on Tuesday.\n")

    addresses = [one.provenance.address for one in read_paths([tmp_path])]

    assert addresses == [f"{tmp_path.name}/a.jsonl#1", f"{tmp_path.name}/a.jsonl\\x231"]


def test_number_sign_that_numbers_nothing_stays():
    assert storable("notes #2 on C#.txt") == "notes #2 on C#.txt"


def test_pattern_and_folder_give_a_file_the_same_name(tmp_path, monkeypatch):
    (tmp_path / "week#1").mkdir()
    (tmp_path / "week#1" / "a.txt").write_bytes(b"The river rose again on Tuesday.\n")
    monkeypatch.chdir(tmp_path)

    ((by_folder,), (by_pattern,)) = (list(read_paths(["week#1"])), list(read_paths(["week*/*.txt"])))

    assert by_folder.provenance.source == by_pattern.provenance.source == "week\\x231/a.txt"


# Records


def seen(content):
    """Of each outcome: its number, and the body or the reason's detail."""
    return [
        (one.provenance.offset, one.body.decode() if isinstance(one, Capture) else one.detail)
        for one in read_paths(["-"], stdin=io.BytesIO(content))
    ]


BOMB = b'{"text": "x", "a": [' + b"[]," * 4_000_000 + b"[]]}"
CROWDED = "more than 2,000,000 brackets and commas"
CROWDED_FILES = {
    "line": (b'{"text": "a"}\n' + BOMB + b'\n{"text": "b"}\n', [(1, "a"), (2, f"line 2: {CROWDED}"), (3, "b")]),
    "object": (b"{\n" + BOMB[1:], [(None, CROWDED)]),
    "element": (
        b'[{"text": "a"}, ' + BOMB + b', {"text": "b"}]',
        [(1, "a"), (2, f"element 2: {CROWDED}"), (3, "b")],
    ),
}


@pytest.mark.parametrize("place", CROWDED_FILES)
def test_value_of_millions_of_parts_is_refused_before_it_takes_memory(place):
    content, expected = CROWDED_FILES[place]
    packed = gzip.compress(content, 1)

    tracemalloc.start()
    try:
        assert seen(packed) == expected
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ["rain, " * 2_100_000, ',[{"\\' * 700_000])
def test_commas_of_a_long_text_are_no_parts(text):
    for content in (json.dumps({"text": text}), json.dumps([{"text": text}])):
        assert seen(content.encode())[0] == (1, text) or seen(content.encode())[0] == (None, text)


def test_quotes_that_are_never_closed_are_looked_at_once():
    assert [offset for offset, _ in seen(b'{"text": "a"}\n{"text": "' + b'\\",' * 2_100_000)] == [1, 2]


LOST = "no JSON: the rest of the file is lost"
BROKEN_ELEMENTS = {
    "a word that is none": ('{"text": tru, "b": [{}]}', "no JSON"),
    "a comma too many": ('{"text": "b, [",}', "no JSON"),
    "an escaped quote": (r'{"text": "say \"]\"" "more"}', "no JSON"),
    "long": ('{"text": "' + "b[" * 100_000 + '" "more"}', "no JSON"),
    "deep": ("[" * 200_000 + "]" * 200_000, "nested too deeply"),
    "no bracket": ("nonsense", LOST),
    "a quote too few": ('{"text: "b"}', LOST),
    "a quote too many": ('{"text": "b"", "c": 1}', LOST),
    "a line end in a string": ('{"text": "b\nc", x}', LOST),
    "a bracket too few": ('{"text": ["b"}', LOST),
    "cut off": ('{"text": "b"', LOST),
}


@pytest.mark.parametrize("name", BROKEN_ELEMENTS)
def test_element_that_cannot_be_read_costs_itself_where_its_end_is_certain(name):
    element, fault = BROKEN_ELEMENTS[name]
    after = [] if "lost" in fault else [(3, "c")]

    content = f'[{{"text": "a"}}, {element}, {{"text": "c"}}]'

    assert seen(content.encode()) == [(1, "a"), (2, f"element 2: {fault}"), *after]


def test_array_that_breaks_off_says_that_its_end_is_missing():
    assert seen(b'[{"text": "a"}, ') == [(1, "a"), (2, "element 2: missing, and the array's end")]


def test_elements_of_every_size_are_found():
    texts = [str(size) * size for size in (1, 9000, 16384, 70000, 1, 300000, 2)]

    for indent in (None, 1):
        content = json.dumps([*({"text": text} for text in texts), 7], indent=indent)
        assert [body for _, body in seen(content.encode())] == [*texts, "no object with fields"]


# Tables


def test_row_with_a_line_beyond_the_limit_is_counted(monkeypatch):
    monkeypatch.setattr(tables, "LINE_LIMIT", 100)

    content = b"id,text\n1,a\n2," + b"x" * 200 + b"\n3,c\n"

    assert seen(content) == [(1, "a"), (2, "row 2: a line is longer than 100 bytes"), (3, "c")]


NEVER_CLOSED = "a quote in it is never closed: the file from this row on is lost"
QUOTES = [
    (b'id,text\n1,a\n\n2,"b\n3,c\n4,d\n', [(1, "a"), (2, f"row 2: {NEVER_CLOSED}")]),
    (b'id,text\n1,"a', [(1, f"row 1: {NEVER_CLOSED}")]),
    (b'id,text\n1,a\n2,"b\nc"', [(1, "a"), (2, "b\nc")]),
    (b'id,text\n1,a\n2,b "c\n3,"d"\n\n', [(1, "a"), (2, 'b "c'), (3, "d")]),
]


@pytest.mark.parametrize(("content", "expected"), QUOTES)
def test_quote_that_is_never_closed_says_from_which_row_it_swallows(content, expected):
    assert seen(content) == expected
