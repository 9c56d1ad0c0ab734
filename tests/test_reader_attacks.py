"""Files made to cost the readers time or memory, or to pass for one another: each has its outcome, and only that."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tarfile
import tracemalloc
import zipfile
from functools import partial
from itertools import islice

import pytest

from crawler.readers import arrays, lines, read_paths, tables
from crawler.readers.lines import fits_as_text
from crawler.readers.marks import marks_of
from crawler.readers.naming import storable
from crawler.readers.streams import stream_of
from crawler.readers.tables import table
from pipelines import decompressors
from pipelines.deflate import inflating
from pipelines.streams import Source, Stream
from pipelines.types import Capture, Provenance
from pipelines.web_archive import members

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


def test_long_string_in_an_element_that_cannot_be_used_is_passed_without_being_held(monkeypatch):
    monkeypatch.setattr(arrays, "MOST_HELD", 1 << 20)
    monkeypatch.setattr(arrays, "STRING_HELD", 1 << 14)
    long = ['"' + r"a\"b\\" * 500_000 + '"', '"' + "x" * 3_000_000 + r"\\" + '"']
    content = f'[{{"text": "one"}}, {{"a": {long[0]}, "text": {long[1]}}}, {{"text": "two"}}]'

    (one, fault, two) = seen(content.encode())

    assert (one, two) == ((1, "one"), (3, "two"))
    assert fault == (2, "element 2: no JSON in its first 1,048,576 characters")


WIDE = {"emoji": "😀", "escapes": r"\ud83d\ude00", "umlaut": "ä", "none": "a"}


@pytest.mark.parametrize("name", WIDE)
def test_line_that_takes_four_bytes_for_every_character_has_a_fourth_of_the_limit(monkeypatch, name):
    monkeypatch.setattr(lines, "LINE_LIMIT", 1000)
    monkeypatch.setattr(tables, "fits_as_text", partial(fits_as_text, limit=1000))
    content = '{"text": "one"}\n{"text": "%s"}\n{"text": "two"}\n'

    for size, held in ((200, True), (400, name in {"umlaut", "none"}), (700, name == "none")):
        found = seen((content % (WIDE[name] + "a" * size)).encode())
        assert (found[0], found[2]) == ((1, "one"), (3, "two"))
        assert found[1][1].endswith("a" * size if held else "as text in memory")


@pytest.mark.parametrize("text", ["a" * (60 << 20), "😀" + "a" * (15 << 20), "ж" * (22 << 20)], ids=["a", "emoji", "ж"])
@pytest.mark.parametrize("form", ['{"text": "one"}\n{"text": "%s"}\n', '[{"text": "one"},\n{"text": "%s"}]'])
def test_largest_texts_of_records_take_little_more_than_three_times_their_size(form, text):
    packed = gzip.compress((form % text).encode(), 1)

    tracemalloc.start()
    try:
        found = [len(one.body) for one in read_paths(["-"], stdin=io.BytesIO(packed))]
        assert tracemalloc.get_traced_memory()[1] < 215 << 20
    finally:
        tracemalloc.stop()
    assert found == [3, len(text.encode())]


# Tables


CELL = {
    "in quotes": b'"' + b"rain \n" * 40_000 + b'"',
    "quotes in quotes": b'"' + b'""rain"" \n' * 30_000 + b'"',
    "nothing but quotes": b'"' + b'""\n' * 60_000 + b'"',
    "old line ends": b'"' + b"rain\r" * 40_000 + b'"',
    "one line": b'"' + b"rain " * 40_000 + b'"',
    "no quotes": b"rain " * 40_000,
}


@pytest.mark.parametrize("name", CELL)
@pytest.mark.parametrize("at_once", [1 << 10, 1 << 20])
def test_cell_beyond_the_limit_costs_its_row_and_is_told_once(monkeypatch, name, at_once):
    monkeypatch.setattr(tables, "CELL_LIMIT", 100_000)
    monkeypatch.setattr(lines, "AT_ONCE", at_once)
    large = (2, "row 2: field larger than field limit (100000)")

    assert seen(b"id,text\n1,a\n2," + CELL[name] + b"\n3,c\n") == [(1, "a"), large, (3, "c")]
    monkeypatch.setattr(tables, "CELL_LIMIT", 1 << 20)
    ((_, first), (_, text), (_, last)) = seen(b"id,text\n1,a\n2," + CELL[name] + b"\n3,c\n")
    expected = next(csv.reader([CELL[name].decode()])) if name != "old line ends" else ["rain\r" * 40_000]
    assert (first, text, last) == ("a", expected[0], "c")


def test_cell_beyond_the_limit_whose_quote_is_never_closed_says_so(monkeypatch):
    monkeypatch.setattr(tables, "CELL_LIMIT", 1_000)

    (one, (number, fault)) = seen(b'id,text\n1,a\n2,"' + b"rain\n" * 5_000)

    assert (one, number) == ((1, "a"), 2)
    assert fault.startswith("row 2: field larger than field limit (1000)")
    assert fault.endswith(NEVER_CLOSED)


def test_tables_are_read_alike_however_little_is_looked_at_together(monkeypatch):
    rows = [
        ["id", "text"],
        *([str(n), "x\n" * (n % 5) + '"' * (n % 3) + "\r" * (n % 2) + "," + "z" * n] for n in range(1, 90)),
    ]
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    content = made.getvalue().encode()
    for at_once in (1, 2, 3, 50, 1 << 20):
        monkeypatch.setattr(lines, "AT_ONCE", at_once)
        for size in (1, 2, 7, 1000):
            file = io.BytesIO(content)
            found = table(Stream(lambda _, file=file, size=size: file.read(size)), Provenance(source="-"))
            assert [one.body.decode() for one in found] == [text for _, text in rows[1:]]


def test_row_with_a_line_beyond_the_limit_is_counted(monkeypatch):
    monkeypatch.setattr(lines, "ROW_LIMIT", 100)

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


# Tar archives


def header(name, size, kind=b"0"):
    """Of a member, with its size as it is written there."""
    raw = bytearray(tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT))
    raw[124:136], raw[156:157], raw[148:156] = size.ljust(12, b"\0"), kind, b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    return bytes(raw)


def member(name, content, kind=b"0"):
    return header(name, b"%011o" % len(content), kind) + content + bytes(-len(content) % 512)


def between(harm):
    """Two good pages of a tar archive, and what lies between them."""
    return member("1.html", b"<p>one") + harm + member("2.html", b"<p>two") + bytes(1024)


MEMBERS_BELOW_ZERO = {
    "octal": header("x.html", b"-0000001000"),
    "binary": header("x.html", b"\xff" * 10 + b"\xfe\x00"),
    "attributes": header("x.html", b"-0000002000", b"x"),
    "name": header("x.html", b"-0000002000", b"L"),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", MEMBERS_BELOW_ZERO)
def test_member_of_a_size_below_zero_does_not_lead_back(tmp_path, name, packed):
    content = between(MEMBERS_BELOW_ZERO[name])
    (tmp_path / "a.tar").write_bytes(gzip.compress(content) if packed else content)

    found = list(islice(read_paths([tmp_path / "a.tar"]), 10))

    assert [one.body if isinstance(one, Capture) else one.detail for one in found] == [
        b"<p>one",
        "its size is below zero",
        b"<p>two",
    ]


ATTRIBUTES = {
    "size in other digits": "11 size=²\n".encode(),
    "size without end": b"5008 size=" + b"1" * 4997 + b"\n",
    "length without end": b"000000005" + b"0" * 6000 + b" path=x\n",
    "length of nothing": b"0 path=x\n",
    "a hundred thousand": b"9 path=a\n" * 100_000,
}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_made_to_do_harm_cost_no_member(tmp_path, name):
    harm = member("pax", ATTRIBUTES[name], b"x") * (3 if name.startswith("a ") else 1)
    (tmp_path / "a.tar").write_bytes(between(harm))

    assert [one.body for one in read_paths([tmp_path / "a.tar"])] == [b"<p>one", b"<p>two"]


def test_attribute_of_megabytes_costs_itself(tmp_path):
    large = b"%d comment=%b\n" % ((2 << 20) + 17, b"a" * (2 << 20))
    (tmp_path / "a.tar").write_bytes(between(member("pax", large, b"x")))

    one, fault, two = read_paths([tmp_path / "a.tar"])

    assert (one.body, two.body) == (b"<p>one", b"<p>two")
    assert fault.detail == f"a name or attribute of {len(large):,} bytes, for the member behind it"


# Web archive files


def archived(number, body, *fields):
    head = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *fields, "", ""]).encode()
    block = head + body
    return gzip.compress(
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://bay.example/%d\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
        % (number, len(block), block)
    )


def warc_seen(tmp_path, content):
    (tmp_path / "a.warc.gz").write_bytes(content)
    return [one.body if isinstance(one, Capture) else one.detail for one in read_paths([tmp_path / "a.warc.gz"])]


def test_body_in_millions_of_tiny_chunks_is_given_up_early(tmp_path):
    harm = archived(3, b"2\r\nab\r\n" * 8_000_000, "Transfer-Encoding: chunked")

    one, fault, two = warc_seen(tmp_path, archived(1, b"<p>one") + harm + archived(2, b"<p>two"))

    assert (one, two) == (b"<p>one", b"<p>two")
    assert "chunks of a few bytes" in fault


@pytest.mark.parametrize("size", [1, 7, 4096, 65_530, 70_000, 200_000])
def test_chunks_of_every_size_come_together(tmp_path, size):
    page = b"<p>" + b"rain and wind " * 30_000
    page = page[:90_000] if size == 1 else page
    chunks = b"".join(
        b"%x;a=b\r\n%b\r\n" % (len(piece), piece)
        for piece in (page[at : at + size] for at in range(0, len(page), size))
    )

    assert warc_seen(tmp_path, archived(1, chunks + b"0\r\n\r\n", "Transfer-Encoding: chunked")) == [page]


@pytest.mark.parametrize("most", [3_001, 2_000])
def test_file_of_false_beginnings_is_left_when_they_are_too_many_and_says_so(tmp_path, monkeypatch, most):
    monkeypatch.setattr(members, "MOST_FALSE", most)
    false = b"\x1f\x8b\x08" + bytes(7)
    one, damage, last = warc_seen(tmp_path, archived(1, b"<p>one") + false * 3_000 + archived(2, b"<p>two"))

    assert (one, damage) == (b"<p>one", "the gzip data is damaged")
    if most > 3_000:
        assert last == b"<p>two"
    else:
        assert last.startswith("more than 2,000 places look like the beginning of a record")


def test_places_that_no_gzip_writer_makes_count_for_no_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr(members, "MOST_FALSE", 10)
    false = b"\x1f\x8b\x08" * 3_000

    assert warc_seen(tmp_path, archived(1, b"<p>one") + false + archived(2, b"<p>two"))[::2] == [b"<p>one", b"<p>two"]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("name", ["a.warc.gz", "a.html.gz"])
def test_hundred_thousands_of_empty_members_are_passed_without_unpacking_each(tmp_path, monkeypatch, name, times):
    made = []
    monkeypatch.setattr(decompressors, "inflating", lambda window: made.append(window) or inflating(window))
    one, two = (
        (archived(1, b"<p>one"), archived(2, b"<p>two"))
        if "warc" in name
        else map(gzip.compress, (b"<p>one", b"<p>two"))
    )
    content = one + gzip.compress(b"", mtime=0) * 500_000 + two
    (tmp_path / name).write_bytes(content if times == 1 else gzip.compress(content))

    found = [one.body for one in read_paths([tmp_path / name])]

    assert found == ([b"<p>one", b"<p>two"] if "warc" in name else [b"<p>one<p>two"])
    assert len(made) < 500


def test_looking_ahead_again_and_again_holds_no_more_than_a_piece():
    source = Source(io.BytesIO(bytes(4 << 20)).read)

    tracemalloc.start()
    try:
        while source.peek(70_000):
            source.some(30_000)
        assert tracemalloc.get_traced_memory()[1] < Source.LOOKBACK
    finally:
        tracemalloc.stop()
    assert source.position == 4 << 20


def test_megabytes_of_line_ends_behind_a_record_are_passed(tmp_path):
    blank = gzip.compress(gzip.decompress(archived(3, b"<p>three")) + b"\r\n" * (30 << 20), 1)

    assert warc_seen(tmp_path, archived(1, b"<p>one") + blank + archived(2, b"<p>two")) == [
        b"<p>one",
        b"<p>three",
        b"<p>two",
    ]


# Lists of pages, mails and rows: what is held of them


def test_list_of_pages_with_long_addresses_is_not_held(tmp_path):
    line = b'{"url": "https://bay.example/%d#' + b"x" * 3000 + '", "title": "😀'.encode() + b"t" * 900 + b'"}\n'
    with zipfile.ZipFile(tmp_path / "a.wacz", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/a.warc.gz", archived(1, b"<p>one"), zipfile.ZIP_STORED)
        made.writestr("pages/pages.jsonl", b"".join(line % number for number in range(30_000)))

    tracemalloc.start()
    try:
        (one,) = [one for one in read_paths([tmp_path / "a.wacz"]) if isinstance(one, Capture)]
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()
    assert (one.body, one.stated.title[:2]) == (b"<p>one", "😀t")


MAIL = (
    b"From: %b\nSubject: Rain\nDate: Wed, 01 Jul 2026 14:00:00 +0200\nMIME-Version: 1.0\nContent-Type: text/plain%b\n\n"
)


def test_mail_of_millions_of_lines_takes_no_more_than_its_bytes():
    packed = gzip.compress(MAIL % (b"a@bay.example", b"") + b"ab\n" * 5_000_000, 1)

    tracemalloc.start()
    try:
        ((_, text),) = seen(packed)
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()
    assert text == "ab\n" * 4_999_999 + "ab"


ODD_HEADERS = {
    "brackets in brackets": MAIL % (b"(" * 200_000, b""),
    "a NUL in the charset": MAIL % (b"a@bay.example", b"; charset*=a\0b''utf-8"),
    "an escaped NUL": MAIL % (b"a@bay.example", b"; charset*=%00''%ff"),
}


@pytest.mark.parametrize("name", ODD_HEADERS)
def test_headers_that_the_library_cannot_read_cost_no_other_mail(name):
    begin = b"From a@bay.example Mon Jun  1 10:00:00 2026\n"
    good = MAIL % (b"a@bay.example", b"")
    mails = [good + b"one\n", ODD_HEADERS[name] + b"odd\n", good + b"two\n"]

    found = seen(b"".join(begin + mail + b"\n" for mail in mails))

    assert [number for number, _ in found] == [1, 2, 3]
    assert [found[0][1].strip(), found[2][1].strip()] == ["one", "two"]


FIELDS = {
    "commas": (b"," * 3_000, "row 2: it has more than 1,000 fields"),
    "in quotes": (b'"a","b",' * 1_000, "row 2: it has more than 1,000 fields"),
    "in many lines": (b'"rain\n' + (b'",' + b"ab," * 300 + b'"\n') * 4 + b'"', "row 2: it has more than 1,000 fields"),
    "text": (b'"' + b"rain, " * 2_000 + b'"', "rain, " * 2_000),
    "text in lines": (b'"' + b'""rain,"" \n' * 2_000 + b'"', '"rain," \n' * 2_000),
    "quote in a word": (b'a",' * 3_000, "row 2: it has more than 1,000 fields"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_row_of_millions_of_fields_is_refused_and_a_text_with_millions_of_commas_is_not(monkeypatch, name):
    monkeypatch.setattr(lines, "MOST_FIELDS", 1_000)
    monkeypatch.setattr(lines, "FEW_FIELDS", 10)
    row, expected = FIELDS[name]

    rows = table(stream_of(io.BytesIO(b"id,text\n1,a\n2," + row + b"\n3,c\n")), Provenance(source="-"))

    assert [one.body.decode() if isinstance(one, Capture) else one.detail for one in islice(rows, 2)] == ["a", expected]


def test_millions_of_commas_take_no_memory():
    packed = gzip.compress(b"id,text\n1,a\n2," + b"," * 20_000_000 + b"\n3,c\n", 1)

    tracemalloc.start()
    try:
        assert seen(packed) == [(1, "a"), (2, "row 2: it has more than 1,000,000 fields"), (3, "c")]
        assert tracemalloc.get_traced_memory()[1] < 120 << 20
    finally:
        tracemalloc.stop()
