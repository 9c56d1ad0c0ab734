"""Web archive files are read record by record, whoever wrote them, and damage costs the damaged record."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from backports import zstd
from warcio.statusandheaders import StatusAndHeaders

from crawler.readers import read_paths
from pipelines.types import Capture, Unreadable
from tests.warc_writing import Writer

NOON = "2026-07-01T12:00:00Z"
PAGE = "<!doctype html><html><head><title>Ferry {0}</title></head><body><p>The ferry {0} is back on the bay.</p></body></html>"


def body(name: str) -> bytes:
    return PAGE.format(name).encode()


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 40] for at in range(0, len(data), 40)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class Samples:
    """A WARC file written by warcio."""

    def __init__(self, *, gzipped: bool, version: str = "1.1") -> None:
        self.file = io.BytesIO()
        self.writer = Writer(self.file, gzip=gzipped, warc_version=version)

    def add(self, kind: str, url: str, payload: bytes, headers=(), status="200 OK", **warc: str):
        http_headers = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind == "response" else None
        names = {"WARC-Date": NOON} | {name.replace("_", "-"): value for name, value in warc.items()}
        content = names.pop("Content-Type", "")
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(payload), http_headers=http_headers, warc_headers_dict=names,
            warc_content_type=content,
        )  # fmt: skip
        start = self.file.tell()
        self.writer.write_record(record)
        return start

    def response(self, name: str, payload: bytes | None = None, headers=(), **more):
        kind = more.pop("media", "text/html")
        return self.add(
            "response", f"https://bay.example/{name}", body(name) if payload is None else payload,
            [("Content-Type", kind), *headers], **more,
        )  # fmt: skip


def sample(*, gzipped: bool, version: str = "1.1") -> bytes:
    made = Samples(gzipped=gzipped, version=version)
    made.file.write(b"")
    made.writer.write_record(made.writer.create_warcinfo_record("a.warc", {"software": "warcio"}))
    made.response("one")
    made.response("picture", b"\x89PNG\r\n\x1a\n", media="image/png")
    made.add("resource", "https://bay.example/two", body("two"), Content_Type="text/html")
    made.response("old", b"", status="301 Moved", headers=[("Location", "/one")])
    made.add("conversion", "https://bay.example/three", "Die Fähre fährt wieder.\n".encode(), Content_Type="text/plain")
    return made.file.getvalue()


def read(path, **more):
    return list(read_paths([path], **more))


def captures(found):
    return [one for one in found if isinstance(one, Capture)]


def faults(found):
    return [
        (one.reason, one.provenance.offset)
        for one in found
        if isinstance(one, Unreadable) and one.reason != "not-a-page"
    ]


def as_zstd(plain: bytes, dictionary: bytes = b"") -> bytes:
    known = zstd.ZstdDict(dictionary) if dictionary else None
    parts = [b"WARC/" + part for part in plain.split(b"WARC/1.1\r\n")[1:]]
    frames = [zstd.compress(part.replace(b"WARC/", b"WARC/1.1\r\n", 1), zstd_dict=known) for part in parts]
    return b"".join(frames)


def arc() -> bytes:
    def record(url: str, kind: str, content: bytes) -> bytes:
        return f"{url} 192.0.2.1 20060701120000 {kind} {len(content)}\n".encode() + content + b"\n"

    def answer(name: str) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body(name)

    version = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    return (
        record("filedesc://old.arc", "text/plain", version)
        + record("http://bay.example/one", "text/html", answer("one"))
        + record("http://bay.example/two", "text/html", answer("two"))
    )


FORMS = {
    "plain 1.1": lambda: sample(gzipped=False),
    "gzip 1.1": lambda: sample(gzipped=True),
    "gzip 1.0": lambda: sample(gzipped=True, version="1.0"),
    "one gzip member": lambda: gzip.compress(sample(gzipped=False)),
    "zstd": lambda: as_zstd(sample(gzipped=False)),
}


@pytest.mark.parametrize("form", FORMS)
def test_pages_of_a_file_written_by_warcio_come_out_with_all_that_is_known(tmp_path, form):
    (tmp_path / "a.warc").write_bytes(FORMS[form]())
    found = read(tmp_path / "a.warc")

    assert [(one.url, one.status, one.content_type, one.body) for one in captures(found)] == [
        ("https://bay.example/one", 200, "text/html", body("one")),
        ("https://bay.example/two", None, "text/html", body("two")),
        ("https://bay.example/three", None, "text/plain", "Die Fähre fährt wieder.\n".encode()),
    ]
    assert {one.fetched_at for one in captures(found)} == {datetime(2026, 7, 1, 12, tzinfo=UTC)}
    assert all(one.payload_digest.startswith("sha1:") for one in captures(found))
    assert [(one.reason, one.detail) for one in found if isinstance(one, Unreadable)] == [
        ("not-a-page", "records without a page: 1 descriptions, 1 images, 1 redirects")
    ]


def test_zstandard_with_a_dictionary_in_front_is_read(tmp_path):
    plain = sample(gzipped=False)
    trained = zstd.train_dict([body(f"{number} {number * 7919}") * 3 for number in range(300)], 4000).dict_content
    frame = b"\x5d\x2a\x4d\x18" + len(trained).to_bytes(4, "little") + trained
    (tmp_path / "a.warc.zst").write_bytes(frame + as_zstd(plain, trained))

    assert captures(read(tmp_path / "a.warc.zst"))[0].body == body("one")


def with_dictionary(content: bytes, stated: int | None = None) -> bytes:
    size = len(content) if stated is None else stated
    return b"\x5d\x2a\x4d\x18" + size.to_bytes(4, "little") + content


def trained() -> bytes:
    pages = [body(f"{number} {number * 7919}") * 3 for number in range(300)]
    content: bytes = zstd.train_dict(pages, 4000).dict_content
    return content


WRONG_DICTIONARIES = {
    "no dictionary": lambda: with_dictionary(bytes(100)),
    "too short for one": lambda: with_dictionary(b"x"),
    "overwritten": lambda: with_dictionary(trained()[:8] + b"\xff" * 200 + trained()[208:]),
    "longer than the file": lambda: with_dictionary(trained(), stated=10 << 20),
    "packed and cut off": lambda: with_dictionary(zstd.compress(trained())[:-50]),
    "packed and no dictionary": lambda: with_dictionary(zstd.compress(bytes(1000))),
    "packed and overwritten": lambda: with_dictionary(zstd.compress(trained())[:9] + bytes(300)),
}


@pytest.mark.parametrize("name", WRONG_DICTIONARIES)
def test_a_damaged_dictionary_is_named(tmp_path, name):
    (tmp_path / "a.warc.zst").write_bytes(WRONG_DICTIONARIES[name]() + as_zstd(sample(gzipped=False)))
    (one,) = read(tmp_path / "a.warc.zst")
    assert (one.reason, one.detail.startswith("the dictionary is damaged")) == ("unreadable", True)


def test_a_dictionary_that_unpacks_to_more_than_one_takes_is_too_large(tmp_path):
    front = with_dictionary(zstd.compress(bytes(40 << 20)))
    (tmp_path / "a.warc.zst").write_bytes(front + as_zstd(sample(gzipped=False)))
    (one,) = read(tmp_path / "a.warc.zst")
    assert (one.reason, one.detail) == ("unreadable", "the dictionary is too large")


def test_old_arc_files_are_read(tmp_path):
    (tmp_path / "old.arc.gz").write_bytes(gzip.compress(arc()))
    (tmp_path / "old.arc").write_bytes(arc())

    for name in ("old.arc", "old.arc.gz"):
        one, two = captures(read(tmp_path / name))
        assert (one.url, one.status, one.body) == ("http://bay.example/one", 200, body("one"))
        assert two.fetched_at == datetime(2006, 7, 1, 12, tzinfo=UTC)


ENCODINGS = {
    "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)), "identity": bytes,
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("wrap", [bytes, chunked])
def test_a_body_comes_without_what_was_done_to_it_on_its_way(tmp_path, name, wrap):
    made = Samples(gzipped=True)
    headers = [("Content-Encoding", name)] + ([("Transfer-Encoding", "chunked")] if wrap is chunked else [])
    made.response("one", wrap(ENCODINGS[name](body("one"))), headers=headers)
    (tmp_path / "a.warc.gz").write_bytes(made.file.getvalue())

    assert captures(read(tmp_path / "a.warc.gz"))[0].body == body("one")


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_body_that_was_decoded_before_it_was_stored_is_taken_as_it_is(tmp_path, name):
    made = Samples(gzipped=True)
    made.response("one", headers=[("Content-Encoding", name), ("Transfer-Encoding", "chunked")])
    (tmp_path / "a.warc.gz").write_bytes(made.file.getvalue())

    assert captures(read(tmp_path / "a.warc.gz"))[0].body == body("one")


# Damage


def three(*, gzipped: bool) -> tuple[bytes, list[int]]:
    made = Samples(gzipped=gzipped)
    places = [made.response(name) for name in ("one", "two", "three")]
    return made.file.getvalue(), places


def longer(data: bytes, by: int, start: int) -> bytes:
    """The second record with a wrong length in its header."""
    at = data.index(b"Content-Length: ", start) + 16
    end = data.index(b"\r\n", at)
    return data[:at] + str(int(data[at:end]) + by).encode() + data[end:]


def damages():
    plain, at = three(gzipped=False)
    packed, packed_at = three(gzipped=True)
    middle = (packed_at[1] + packed_at[2]) // 2
    return {
        "a length too great": (longer(plain, 300, at[1]), at[1]),
        "a length that swallows the file": (longer(plain, 10**9, at[1]), at[1]),
        "a length too small": (longer(plain, -30, at[1]), at[1]),
        "a digest that does not fit": (plain.replace(b"ferry two", b"ferry 2wo"), at[1]),
        "a gzip member cut off": (packed[:middle] + packed[packed_at[2] :], packed_at[1]),
        "a gzip member with other bytes": (packed[:middle] + b"\x00" * 9 + packed[middle + 9 :], packed_at[1]),
        "no header": (plain[: at[1]] + b"X" * 50 + b"\r\n" + plain[at[2] :], at[1]),
    }


@pytest.mark.parametrize("name", damages())
def test_damage_costs_the_damaged_record_and_no_other(tmp_path, name):
    data, place = damages()[name]
    (tmp_path / "a.warc").write_bytes(data)
    found = read(tmp_path / "a.warc")

    assert [one.url[-5:] for one in captures(found)] == ["e/one", "three"]
    assert faults(found) == [("bad-record", place)]


def test_a_file_that_ends_in_the_middle_of_a_record_gives_all_before_it(tmp_path):
    data, places = three(gzipped=True)
    (tmp_path / "a.warc.gz").write_bytes(data[:-40])
    found = read(tmp_path / "a.warc.gz")

    assert len(captures(found)) == 2
    assert faults(found) == [("bad-record", places[2])]


def test_a_record_that_unpacks_without_end_is_left_and_the_next_is_read(tmp_path):
    made = Samples(gzipped=True)
    made.response("one")
    bomb = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 900000000\r\n\r\n" + bytes(300 << 20))
    place = made.file.tell()
    made.file.write(bomb)
    made.response("two")
    (tmp_path / "a.warc.gz").write_bytes(made.file.getvalue())
    found = read(tmp_path / "a.warc.gz")

    assert [one.url[-3:] for one in captures(found)] == ["one", "two"]
    assert faults(found) == [("bad-record", place)]


def test_a_stretch_of_nothing_but_beginnings_is_one_outcome_and_costs_no_time(tmp_path):
    made = Samples(gzipped=True)
    made.response("one")
    place = made.file.tell()
    made.file.write(gzip.compress(b"WARC/1.1\r\n" * 50_000, 1))
    made.response("two")
    (tmp_path / "a.warc.gz").write_bytes(made.file.getvalue())
    found = read(tmp_path / "a.warc.gz")

    assert [one.url[-3:] for one in captures(found)] == ["one", "two"]
    assert faults(found) == [("bad-record", place)]


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_record_of_a_few_bytes_is_found_again_behind_damage(tmp_path, packing):
    pack = gzip.compress if packing == "gzip" else zstd.compress
    tiny = [
        b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://bay.example/%d\r\nContent-Type: text/html\r\n"
        b"Content-Length: 7\r\n\r\n<p>wind\r\n\r\n" % number
        for number in range(3)
    ]
    damaged = bytearray(pack(tiny[1]))
    damaged[len(damaged) // 2] ^= 0xFF
    damaged[-1] ^= 0xFF
    (tmp_path / "a.warc").write_bytes(pack(tiny[0]) + bytes(damaged) + pack(tiny[2]))

    found = captures(read(tmp_path / "a.warc"))

    assert [one.url for one in found][:: len(found) - 1] == ["https://bay.example/0", "https://bay.example/2"]
