"""Where one thing ends and the next begins: members of gzip and Zstandard, lines, arrays, files; and that every file has its outcome."""

from __future__ import annotations

import gzip
import io
import json

import pytest

from archive import open_archive
from crawler.readers import read_paths
from pipelines.streams import HEAD, Stream, unpacked
from pipelines.types import Capture

try:
    from compression import zstd
except ImportError:
    from backports import zstd


def seen(path):
    return [one.body.decode() if isinstance(one, Capture) else one.detail for one in read_paths([path])]


# Members

FRAME = b"\x50\x2a\x4d\x18\x05\x00\x00\x00empty"
BETWEEN = {
    "nothing": b"",
    "zeros": bytes(30),
    "many zeros": bytes(2 * HEAD + 3),
    "empty members and zeros": gzip.compress(b"", mtime=0) * 3 + bytes(40) + gzip.compress(b"", mtime=0),
}


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 11, 20, 21, HEAD])
def test_members_of_gzip_are_one_stream_wherever_a_piece_ends(between, size):
    members = [gzip.compress(text * 9, mtime=0) for text in (b"rain ", b"wind ", b"")]
    file = io.BytesIO(BETWEEN[between].join([*members, members[0]]))

    made = unpacked(Stream(lambda wanted: file.read(min(size, wanted))), "gzip")

    assert made.read(1 << 20) == b"rain " * 9 + b"wind " * 9 + b"rain " * 9


def test_a_member_may_end_a_byte_before_a_piece_does():
    for missing in range(4):
        first = b""
        while len(gzip.compress(first, 0, mtime=0)) != HEAD - missing:
            first += b"x" * (HEAD - missing - len(gzip.compress(first, 0, mtime=0)))
        file = io.BytesIO(gzip.compress(first, 0, mtime=0) + gzip.compress(b"second", mtime=0))
        assert unpacked(Stream(file.read), "gzip").read(1 << 20) == first + b"second"


@pytest.mark.parametrize("places", ["before", "between", "behind"])
def test_frames_that_hold_nothing_end_no_zstandard(tmp_path, places):
    one, two = (zstd.compress(json.dumps({"text": text}).encode() + b"\n") for text in ("one", "two"))
    parts = {"before": (FRAME, one, two), "between": (one, FRAME * 3, two), "behind": (one, two, FRAME)}[places]
    (tmp_path / "a.jsonl.zst").write_bytes(b"".join(parts))

    assert seen(tmp_path / "a.jsonl.zst") == ["one", "two"]


# Lines

LETTERS = {
    "Chinese": "我们不知道雨什么时候停",  # U+4E0D has a return in it
    "Sinhala": "වැස්ස දවස් නවයක් තිබුණා",
    "Malayalam": "മഴ ഒൻപത് ദിവസം പെയ്തു",
}


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_bytes_of_wide_letters_are_no_line_ends(tmp_path, language, codec, end):
    texts = [f"{LETTERS[language]} {number}" * 9 for number in range(3)]
    lines = end.join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    (tmp_path / "a.jsonl").write_bytes(lines.encode(codec))
    (tmp_path / "a.json").write_bytes(("[" + lines.replace(end, ",") + "]").encode(codec))

    assert seen(tmp_path / "a.jsonl") == texts
    assert seen(tmp_path / "a.json") == texts


@pytest.mark.parametrize(
    ("size", "end"), [*((size, b"\r\n") for size in (8191, 8192, HEAD - 1, HEAD)), (8191, b"\r"), (8192, b"\r")]
)
def test_line_end_that_is_cut_in_two_is_one(tmp_path, size, end):
    first = json.dumps({"text": ""})
    first = json.dumps({"text": "x" * (size - len(first))}).encode()
    second = json.dumps({"text": "short"}).encode()
    (tmp_path / "a.jsonl").write_bytes(first + end + second + end + second)

    assert [one.provenance.offset for one in read_paths([tmp_path / "a.jsonl"])] == [1, 2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_line_that_names_the_separator_is_no_row(tmp_path, separator, end, codec):
    rows = [["title", "text"], ["Regen", "Über der Bucht fiel Regen."], ["Wind", "Später kam Wind auf."]]
    content = end.join([f"sep={separator}", *(separator.join(row) for row in rows), ""])
    for name in ("a.csv", "a.dat"):
        (tmp_path / name).write_bytes(content.encode(codec))
        assert seen(tmp_path / name) == [row[1] for row in rows[1:]]
        assert [one.provenance.offset for one in read_paths([tmp_path / name])] == [1, 2]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_text_with_escapes_of_east_asia_is_read_line_by_line(tmp_path, name):
    texts = ["港に雨が降った。", "船は九日目に出た。"]
    made = {
        "a.csv": "id,text\n" + "".join(f"{number},{text}\n" for number, text in enumerate(texts)),
        "a.jsonl": "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts),
        "a.json": json.dumps([{"text": text} for text in texts], ensure_ascii=False),
    }
    (tmp_path / name).write_bytes(made[name].encode("iso2022_jp"))

    assert seen(tmp_path / name) == texts


# Arrays


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("koi8-r", "Паром пришёл поздно, когда дождь уже кончился. "),
        ("cp1252", "Die Fähre kam spät über die Bucht zurück. "),
    ],
)
def test_letters_that_come_late_tell_the_encoding_of_an_array(tmp_path, codec, text):
    records = [{"text": "The ferry came late. " * 400}] * 12 + [{"text": text * 40}]
    (tmp_path / "a.json").write_bytes(json.dumps(records, ensure_ascii=False).encode(codec))

    assert seen(tmp_path / "a.json")[-1] == text * 40


@pytest.mark.parametrize("before", range(5))
def test_letter_that_is_cut_in_two_tells_no_other_encoding(tmp_path, before):
    start = b'[{"text": "'
    text = "x" * (HEAD - len(start) - before) + "über die Brücke" * 9
    (tmp_path / "a.json").write_bytes(start + text.encode() + b'"}]')

    assert seen(tmp_path / "a.json") == [text]


def test_arrays_one_after_the_other_are_read_and_what_is_none_is_told(tmp_path):
    one, two = (json.dumps([{"text": f"{name} {number}"} for number in range(2)]) for name in ("a", "b"))
    (tmp_path / "a.json").write_text(one + "\n" + two)
    (tmp_path / "b.json").write_text(one + '\n{"text": "c"}')

    assert seen(tmp_path / "a.json") == ["a 0", "a 1", "b 0", "b 1"]
    assert seen(tmp_path / "b.json") == [
        "a 0",
        "a 1",
        "what follows the array is none: the rest of the file is not read",
    ]


# Files


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", b"[]"), ("a.csv", b"id,text\n"), ("a.jsonl.gz", gzip.compress(b'{"text": ""}'))]
)
def test_every_file_has_an_outcome(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    (one,) = read_paths([tmp_path / name])

    assert one.reason == "empty"


def test_what_is_said_of_a_whole_file_is_one_outcome_behind_its_pages(tmp_path):
    """The archive keeps one for a source, and forgets it when a page comes from there: what went wrong must not be lost so."""
    record = (
        b"WARC/1.1\r\nWARC-Type: %b\r\nWARC-Target-URI: https://bay.example/\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n"
        b"<p>rain</"
        b"\r\n\r\n"
    )
    packed = gzip.compress(b"".join(record % kind for kind in (b"request", b"resource")) * 3)
    (tmp_path / "a.warc.gz").write_bytes(packed[:-9])
    found = list(read_paths([tmp_path / "a.warc.gz"]))

    whole = [one for one in found if one.provenance.address == found[-1].provenance.address]
    assert len(whole) == 1
    with open_archive(tmp_path / "a.db", create=True) as archive:
        run = archive.start_run("clean")
        archive.save_captures(found, run)
        reasons = archive.conn.execute("select count(*) from rejections where capture is null").fetchone()[0]
    assert reasons == sum(not isinstance(one, Capture) for one in found)
