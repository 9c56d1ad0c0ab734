"""ZIM files written by libzim's own writer: pages come out with all that is known, and damage costs what is damaged."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import random
import shutil
import struct
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest

from crawler.readers import read_paths
from crawler.readers.members import Bytes
from crawler.readers.zim_format import Zim
from pipelines.types import Capture, Stated, Unreadable
from tests.test_reader_warc import body

writer = pytest.importorskip("libzim.writer")
reader = pytest.importorskip("libzim.reader")

COPIED = {"Scraper": "zimit 3.0.5", "Source": "https://bay.example/", "Date": "2026-07-01"}
HEADERS = (
    "WARC/1.0\r\nWARC-Date: 2026-06-30T08:00:00Z\r\nWARC-Target-URI: http://bay.example/one?x=%2F\r\n\r\n"
    "HTTP/1.1 203 OK\r\nContent-Type: text/html\r\nX-Served: yes\r\n\r\n"
)


class Entry(writer.Item):
    def __init__(self, path: str, title: str, content: bytes, kind: str) -> None:
        super().__init__()
        self.path, self.title, self.content, self.kind = path, title, content, kind

    def get_path(self):
        return self.path

    def get_title(self):
        return self.title

    def get_mimetype(self):
        return self.kind

    def get_contentprovider(self):
        return writer.StringProvider(self.content)

    def get_hints(self):
        return {}


def made(path, pages, metadata=COPIED, *, compression="zstd"):
    with writer.Creator(path).config_compression(compression).config_clustersize(16) as file:
        for name, title, content, *kind in pages:
            file.add_item(Entry(name, title, content, *(kind or ["text/html"])))
        file.add_redirection("bay.example/old", "Old", pages[0][0], {})
        for key, value in metadata.items():
            file.add_metadata(key, value)
    return path


def read(path):
    found = list(read_paths([path]))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Unreadable)]


def test_pages_of_a_copied_site_have_their_addresses_day_and_titles(tmp_path):
    pages = [
        ("bay.example/news/café?x=a b", "The ferry", body("one")),
        ("bay.example/two", "", body("two")),
        ("youtube.fuzzy.replayweb.page/x?id=1", "", body("three")),
        ("picture.png", "", b"\x89PNG", "image/png"),
    ]
    found, others = read(made(tmp_path / "bay.zim", pages))

    assert [(one.provenance.address, one.url, one.body, one.stated) for one in found] == [
        ("bay.zim/bay.example/news/café?x=a b", "https://bay.example/news/caf%C3%A9?x=a%20b", body("one"), Stated(title="The ferry")),
        ("bay.zim/bay.example/two", "https://bay.example/two", body("two"), None),
        ("bay.zim/youtube.fuzzy.replayweb.page/x?id=1", None, body("three"), None),
    ]  # fmt: skip
    assert {str(one.fetched_at) for one in found} == {"2026-07-01 00:00:00+00:00"}
    assert [one.reason for one in others] == ["not-a-page"]
    assert "1 redirects" in others[0].detail
    assert "1 times image/png" in others[0].detail


def test_headers_that_an_older_copy_keeps_count_more(tmp_path):
    pages = [
        ("A/bay.example/one?x=/", "One", body("one")),
        ("H/bay.example/one?x=/", "", HEADERS.encode(), "application/warc-headers"),
        ("A/bay.example/two", "", body("two")),
    ]
    (one, two), _ = read(made(tmp_path / "bay.zim", pages))

    assert (one.url, one.status, str(one.fetched_at)) == (
        "http://bay.example/one?x=%2F",
        203,
        "2026-06-30 08:00:00+00:00",
    )
    assert dict(one.headers)["X-Served"] == "yes"
    assert (two.url, two.status) == ("https://bay.example/two", None)


def test_paths_of_other_scrapers_are_no_addresses(tmp_path):
    named = body("one").replace(b"</head>", b'<link rel="canonical" href="https://wiki.example/wiki/One"></head>')
    pages = [("One.and/One", "One", named), ("bay.example/two", "Two", body("two"))]
    found, _ = read(
        made(tmp_path / "wiki.zim", pages, {"Scraper": "mwoffliner 1.14", "Source": "https://wiki.example/"})
    )

    assert {one.provenance.source[9:]: (one.url, one.fetched_at) for one in found} == {
        "One.and/One": ("https://wiki.example/wiki/One", None), "bay.example/two": (None, None),
    }  # fmt: skip


def many(path, compression="zstd"):
    noise = random.Random(5)
    pages = [(f"bay.example/{at}", "", body(f"{at} {noise.random()} " * 40)) for at in range(200)]
    return made(path, pages, compression=compression), {f"bay.zim/{name}": content for name, _, content in pages}


def test_a_damaged_page_costs_itself_and_the_checksum_tells(tmp_path):
    path, _ = many(tmp_path / "bay.zim")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    found, others = read(path)

    assert len(found) + sum(one.provenance.offset is not None for one in others) == 200
    assert len(found) > 150
    assert any("checksum" in one.detail for one in others)


@pytest.mark.parametrize("compression", ["zstd", "none"])
def test_random_damage_always_ends_in_outcomes(tmp_path, compression):
    path, wanted = many(tmp_path / "bay.zim", compression)
    whole, noise = path.read_bytes(), random.Random(11)
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(noise.choice([1, 3, 30])):
            data[noise.randrange(noise.choice([100, len(data)]))] = noise.randrange(256)
        path.write_bytes(data[: noise.choice([len(data), noise.randrange(len(data))])])
        found, others = read(path)
        changed = [one for one in found if wanted.get(one.provenance.source) != one.body]

        assert found or others
        assert not changed or any(one.reason == "bad-record" for one in others)
        assert not any("an error in copydesk" in one.detail for one in others)


def test_a_page_that_is_too_large_is_not_unpacked(tmp_path):
    pages = [("bay.example/long", "", b"<p>" + b"long " * (14 << 20)), ("bay.example/two", "", body("two"))]
    found, others = read(made(tmp_path / "bay.zim", pages))

    assert [one.body for one in found] == [body("two")]
    assert [one.reason for one in others] == ["too-large", "not-a-page"]


def test_a_name_that_climbs_out_is_kept_as_a_name(tmp_path):
    (one,), _ = read(made(tmp_path / "bay.zim", [("../../etc/one.html", "", body("one"))]))

    assert one.provenance.source == "bay.zim/etc/one.html"


@pytest.mark.parametrize("how", ["gz", "tar", "tar.gz", "zip"])
def test_a_zim_file_in_another_file_is_read_there(tmp_path, how):
    path = made(tmp_path / "bay.zim", [("bay.example/one", "", body("one"))])
    outer = tmp_path / f"outer.{how}"
    if how == "gz":
        outer.write_bytes(gzip.compress(path.read_bytes()))
    elif how == "zip":
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as file:
            file.write(path, "a.zim")
    else:
        with tarfile.open(outer, "w:gz" if how == "tar.gz" else "w") as file:
            file.add(path, "a.zim")

    assert [(one.url, one.body) for one in read(outer)[0]] == [("https://bay.example/one", body("one"))]


def test_what_unpacks_without_end_is_left_within_bounds(tmp_path):
    pages = [
        ("bay.example/a", "", body("one")),
        ("bay.example/b", "", bytes(300 << 20)),
        ("bay.example/c", "", body("two")),
    ]
    with writer.Creator(tmp_path / "bay.zim").config_compression("zstd").config_clustersize(1 << 30) as file:
        for name, title, content in pages:
            file.add_item(Entry(name, title, content, "text/html"))
    tracemalloc.start()
    try:
        found, others = read(tmp_path / "bay.zim")
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()

    assert [one.body for one in found] == [body("one")]
    assert [one.reason for one in others] == ["too-large", "bad-record", "not-a-page"]
    assert "200 times" in others[1].detail


def test_a_page_that_has_a_thousand_names_comes_under_each(tmp_path):
    with writer.Creator(tmp_path / "bay.zim") as file:
        file.add_item(Entry("bay.example/one", "One", body("one"), "text/html"))
        for number in range(1000):
            file.add_alias(f"bay.example/{number}", f"Number {number}", "bay.example/one", {})
    found, _ = read(tmp_path / "bay.zim")

    assert len(found) == 1001
    assert {one.body for one in found} == {body("one")}


def test_its_kind_is_told_by_its_content(tmp_path):
    path = made(tmp_path / "bay.zim", [("bay.example/one", "", body("one"))])
    shutil.copy(path, tmp_path / "bay.html")

    assert len(read(tmp_path / "bay.html")[0]) == 1


PACKINGS = {"zlib": (2, zlib.compress), "bzip2": (3, bz2.compress), "xz": (4, lzma.compress)}
"""What earlier versions of the format pack clusters in, which libzim's writer no longer does: by number, as in the file."""


def starts_of(data) -> list[int]:
    """Where the clusters of a file begin."""
    (count,), (places,) = struct.unpack_from("<I", data, 28), struct.unpack_from("<Q", data, 48)
    return list(struct.unpack_from(f"<{count}Q", data, places))


def repacked(path, how: str):
    """A file whose clusters are stored, with those of pages packed, behind what was there; the checksum last."""
    number, pack = PACKINGS[how]
    data = bytearray(path.read_bytes())
    (places,), (end,) = struct.unpack_from("<Q", data, 48), struct.unpack_from("<Q", data, 72)
    starts = starts_of(data)
    zim = Zim(Bytes(memoryview(bytes(data))))
    of_pages = {zim.entry(entry).cluster for entry in range(zim.entries) if zim.entry(entry).kind == "text/html"}
    del data[end:]
    for place, start in enumerate(starts):
        if place not in of_pages:  # lists, which libzim reads where they lie
            continue
        assert data[start] & 0x0F == 1
        size = 8 if data[start] & 0x10 else 4
        table = int.from_bytes(data[start + 1 : start + 1 + size], "little")
        length = int.from_bytes(data[start + 1 + table - size : start + 1 + table], "little")
        struct.pack_into("<Q", data, places + 8 * place, len(data))
        data += bytes([data[start] & 0xF0 | number]) + pack(data[start + 1 : start + 1 + length])
    struct.pack_into("<Q", data, 72, len(data))
    path.write_bytes(data + hashlib.md5(data).digest())
    return path


@pytest.mark.parametrize("how", PACKINGS)
def test_clusters_in_what_older_writers_packed_them_in_are_read(tmp_path, how):
    """Some hundred pages fill several clusters of 16 kB."""
    pages = [(f"bay.example/{number}", "", body(f"{number} " + "harbour " * 99)) for number in range(100)]
    path = repacked(made(tmp_path / "bay.zim", pages, compression="none"), how)
    found, others = read(path)

    assert {one.url.rpartition("/")[2]: one.body for one in found} == {
        name.rpartition("/")[2]: content for name, _title, content in pages
    }
    assert [one.reason for one in others] == ["not-a-page"]
    if how == "xz":  # the one of them that libzim still reads
        archive = reader.Archive(path)
        assert archive.check()
        assert bytes(archive.get_entry_by_path("bay.example/7").get_item().content) == pages[7][2]


@pytest.mark.parametrize("how", PACKINGS)
def test_a_damaged_cluster_of_an_older_writer_costs_its_own_pages(tmp_path, how):
    pages = [(f"bay.example/{number}", "", body(f"{number} " + "harbour " * 99)) for number in range(100)]
    path = repacked(made(tmp_path / "bay.zim", pages, compression="none"), how)
    data = bytearray(path.read_bytes())
    second = [start for start in starts_of(data) if data[start] & 0x0F == PACKINGS[how][0]][1]
    data[second + 20] ^= 0xFF
    path.write_bytes(data)
    found, others = read(path)

    assert 0 < len(found) < 100
    assert {one.body for one in found} <= {content for _name, _title, content in pages}
    assert "bad-record" in {one.reason for one in others}
