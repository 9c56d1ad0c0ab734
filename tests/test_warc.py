"""Raw pages are in WARC files that other tools read and check, and damage to them is noticed."""

import contextlib
import gzip
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive import open_archive, raw
from archive.errors import RawDamaged
from crawler.page_work import clean_page, handed_out
from pipelines.types import Capture, Provenance, Rules
from tests.archive_sample import NOON, column, dump, opened, page, rows, take_in

WEIRD = replace(
    page("https://example.org/ä b\n?q=<x>", "a\r\n\r\nb", hour=9, source="spider:new lines"),
    status=299,
    headers=(("Transfer-Encoding", "chunked"), ("X-Test", "1\r\nInjected: yes"), ("Bad: name", "x")),
)
INPUTS = [
    dump("a.txt", "same"),
    dump("folder/ü #1.txt", "same"),
    dump("d.jsonl", "three", offset=3),
    page("https://example.org/1", "one", hour=9),
    replace(page("https://example.org/2", "two", hour=9), status=404, headers=(("Content-Type", "text/html"),)),
    replace(page("https://example.org/3", "two", hour=10), status=200),
    WEIRD,
    Capture(provenance=Provenance(source="empty"), body=b""),
    Capture(provenance=Provenance(source="binary", modified=NOON), body=bytes(range(256)) * 400),
]


def build(path: Path) -> Path:
    """An archive of the inputs; the folder of its WARC files."""
    with opened(path) as (archive, run):
        take_in(archive, run)
        archive.save_captures(INPUTS, run)
    return path.with_suffix(".warc")


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([Path(sys.executable).parent / name, *arguments], capture_output=True, text=True, check=False)


def records(folder: Path) -> list:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            checked = ArchiveIterator(stream, parse_http=False, verify_digests=True)
            found += [(record.record_type, record.headers.to_dict(), record.reader.read()) for record in checked]
    return found


@pytest.mark.parametrize("command", [("warcio", "check"), ("fastwarc", "check")])
def test_other_tools_find_nothing_wrong(tmp_path, command):
    (path,) = build(tmp_path / "a.db").glob("*.warc.gz")
    checked = tool(*command, str(path))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_warcio_counts_the_records_we_count(tmp_path):
    (path,) = build(tmp_path / "a.db").glob("*.warc.gz")
    lines = tool("warcio", "index", str(path)).stdout.splitlines()
    assert len(lines) == len(INPUTS) + 1


def test_every_record_is_a_gzip_member_of_its_own(tmp_path):
    folder = build(tmp_path / "a.db")
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        for name, offset, length in rows(archive, "select warc, warc_offset, warc_length from captures"):
            member = (folder / name).read_bytes()[offset : offset + length]
            assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


def test_files_fetches_and_held_bodies_have_their_own_kinds_of_record(tmp_path):
    kinds = [kind for kind, _headers, _body in records(build(tmp_path / "a.db"))]
    assert kinds == [
        WarcRecordType.warcinfo,
        WarcRecordType.resource,
        WarcRecordType.revisit,
        WarcRecordType.resource,
        WarcRecordType.resource,
        WarcRecordType.response,
        WarcRecordType.revisit,
        WarcRecordType.response,
        WarcRecordType.resource,
        WarcRecordType.resource,
    ]


def test_a_revisit_names_the_record_with_the_body(tmp_path):
    found = records(build(tmp_path / "a.db"))
    by_id = {headers["WARC-Record-ID"]: headers for _kind, headers, _body in found}
    for kind, headers, _body in found:
        if kind == WarcRecordType.revisit:
            first = by_id[headers["WARC-Refers-To"]]
            assert headers["WARC-Refers-To-Target-URI"] == first["WARC-Target-URI"]
            assert headers["WARC-Refers-To-Date"] == first["WARC-Date"]
            assert headers["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]


def test_the_records_alone_say_where_each_page_came_from(tmp_path):
    found = records(build(tmp_path / "a.db"))[1:]
    for capture, (_kind, headers, _body) in zip(INPUTS, found, strict=True):
        assert unquote(headers["Copydesk-Source"]) == capture.provenance.source
        assert headers.get("Copydesk-Offset") == (None if capture.provenance.offset is None else "3")
        assert ("Copydesk-Fetched-At" in headers) == (capture.fetched_at is not None)
        assert headers["WARC-Date"][:11] == "2026-07-01T"
        assert unquote(headers.get("Copydesk-Url", headers["WARC-Target-URI"])) == (
            capture.url or "urn:copydesk:source:" + capture.provenance.address
        )
        assert headers["WARC-Payload-Digest"] == capture.digest


def test_headers_of_a_page_cannot_add_lines_to_a_record(tmp_path):
    *_, weird = [body for kind, _, body in records(build(tmp_path / "a.db")) if kind == WarcRecordType.response]
    head, _, body = weird.partition(b"\r\n\r\n")
    assert body == WEIRD.body
    assert head.decode().split("\r\n") == [
        "HTTP/1.1 299",
        "X-Archive-Orig-Transfer-Encoding: chunked",
        "X-Test: 1 Injected: yes",
        "Bad_ name: x",
        "Content-Length: 6",
    ]


def test_the_same_run_writes_the_same_bytes(tmp_path):
    one, other = build(tmp_path / "a.db"), build(tmp_path / "b.db")
    name = "copydesk-000001.warc.gz"
    assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_full_file_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(raw, "ROLL_AT", 1000)
    with opened(tmp_path / "a.db") as (archive, run):
        for number in range(12):
            archive.save_captures([dump(f"{number}.txt", f"{random.Random(number).random()}")], run)
        assert len(set(column(archive, "select warc from captures"))) > 2
        assert [task.capture.provenance.source for task in archive.pending()] == [f"{n}.txt" for n in range(12)]
    for path in (tmp_path / "a.warc").glob("*.warc.gz"):
        assert tool("warcio", "check", str(path)).returncode == 0


def test_files_that_were_there_before_the_database_are_never_touched(tmp_path):
    folder = build(tmp_path / "a.db")
    kept = (folder / "copydesk-000001.warc.gz").read_bytes()
    (tmp_path / "a.db").unlink()
    build(tmp_path / "a.db")
    assert (folder / "copydesk-000001.warc.gz").read_bytes() == kept
    assert (folder / "copydesk-000002.warc.gz").exists()


def test_an_older_database_does_not_cut_off_newer_pages(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
    backup = (tmp_path / "a.db").read_bytes()
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("b.txt")], run)
    (tmp_path / "a.db").write_bytes(backup)
    newer = (tmp_path / "a.warc" / "copydesk-000001.warc.gz").read_bytes()
    with pytest.raises(RawDamaged, match="older copy"), open_archive(tmp_path / "a.db"):
        pass
    assert (tmp_path / "a.warc" / "copydesk-000001.warc.gz").read_bytes() == newer


def test_the_tail_of_a_killed_run_is_cut_off(tmp_path):
    folder = build(tmp_path / "a.db")
    path = folder / "copydesk-000001.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    (folder / "writer.lock").write_text("process 1\n")
    with opened(tmp_path / "a.db") as (archive, run):
        assert path.read_bytes() == whole
        archive.save_captures([dump("new.txt")], run)
    assert tool("warcio", "check", str(path)).returncode == 0


def test_a_short_file_is_an_error_that_names_it(tmp_path):
    path = build(tmp_path / "a.db") / "copydesk-000001.warc.gz"
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(RawDamaged, match=r"copydesk-000001\.warc\.gz: the file has"), open_archive(tmp_path / "a.db"):
        pass


@pytest.mark.parametrize("reads_files", [True, False], ids=["read by the worker", "read here"])
def test_a_damaged_record_costs_itself_and_is_listed(tmp_path, reads_files):
    path = build(tmp_path / "a.db") / "copydesk-000001.warc.gz"
    with opened(tmp_path / "a.db") as (archive, run):
        ((offset, length),) = rows(archive, "select warc_offset, warc_length from captures where source = 'binary'")
        damaged = bytearray(path.read_bytes())
        damaged[offset + length // 2] ^= 0xFF
        path.write_bytes(damaged)
        pages = [(task.id, handed_out(task.page, reads_files=reads_files)) for task in archive.pending()]
        assert len(pages) == len(INPUTS)
        archive.save_outcomes([(number, clean_page(Rules(), (page, None))) for number, page in pages], run)
        assert archive.count_pending() == 0
        (refused,) = [one for one in archive.refused() if one.reason == "raw-unreadable"]
        assert refused.source == "binary"
        assert "copydesk-000001.warc.gz" in refused.detail
        assert str(tmp_path) not in refused.detail


def test_every_changed_or_missing_byte_of_a_body_is_noticed(tmp_path):
    path = build(tmp_path / "a.db") / "copydesk-000001.warc.gz"
    whole = path.read_bytes()
    choose = random.Random(1)
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        spots = rows(archive, "select id, warc_offset, warc_length from captures where refers_to is null")
        for _ in range(250):
            number, offset, length = choose.choice(spots)
            damaged = bytearray(whole)
            if choose.random() < 0.5:
                damaged[offset + choose.randrange(10, length)] ^= 1 << choose.randrange(8)
            else:
                damaged[offset + choose.randrange(length) : offset + length] = b""
            path.write_bytes(damaged)
            with contextlib.suppress(RawDamaged):
                assert archive.capture(number) == INPUTS[number - 1]  # the damage was in the headers
        path.write_bytes(whole)
        assert [archive.capture(number + 1) for number in range(len(INPUTS))] == INPUTS
