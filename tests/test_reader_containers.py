"""ZIP, WACZ and tar archives are read member by member, whoever made them, and one that was made to do harm does none."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest

from crawler.readers import read_paths
from crawler.readers.members import Bytes
from crawler.readers.unlisted import unlisted
from pipelines.types import Capture, Stated, Unreadable
from tests.archive_sample import column, opened
from tests.hostile_containers import containers, overlapping, sixty_thousand, waczs, zims
from tests.test_reader_warc import Samples, body, sample

HOUSE = Path(__file__).resolve().parent.parent
HOSTILE = 300


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.html").write_bytes(body("one"))
    (folder / "deep/zwei ü.html").write_bytes(body("two"))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "crawl.warc.gz").write_bytes(sample(gzipped=True))
    return folder


def told(path):
    found = list(read_paths([path]))
    captures = {one.provenance.address: one.body for one in found if isinstance(one, Capture)}
    return captures, [(one.provenance.source, one.reason, one.detail) for one in found if isinstance(one, Unreadable)]


TOOLS = {
    "pages.zip": ["zip", "-q", "-r", "../pages.zip", "."],
    "stored.zip": ["zip", "-q", "-0", "-r", "../stored.zip", "."],
    "pages.tar": ["tar", "cf", "../pages.tar", "."],
    "pax.tar": ["tar", "--format=pax", "-cf", "../pax.tar", "."],
    "pages.tar.gz": ["tar", "czf", "../pages.tar.gz", "."],
    "pages.tar.bz2": ["tar", "cjf", "../pages.tar.bz2", "."],
    "pages.tar.xz": ["tar", "cJf", "../pages.tar.xz", "."],
    "pages.tar.zst": ["tar", "--zstd", "-cf", "../pages.tar.zst", "."],
    "bsd.tar": ["bsdtar", "-cf", "../bsd.tar", "."],
}


@pytest.mark.parametrize("name", TOOLS)
def test_pages_in_a_container_that_another_tool_has_made_come_out(pages, name):
    if not shutil.which(TOOLS[name][0]):
        pytest.skip(f"{TOOLS[name][0]} is not installed")
    if subprocess.run(TOOLS[name], cwd=pages, check=False, capture_output=True).returncode:
        pytest.skip(f"{TOOLS[name][0]} cannot make {name} here")
    captures, others = told(pages.parent / name)

    assert captures[f"{name}/one.html"] == body("one")
    assert captures[f"{name}/deep/zwei ü.html"] == body("two")
    assert len(captures) == 5, "two pages and three of the WARC file in it"
    assert [detail for _, reason, detail in others if reason == "not-a-page"] == [
        "records without a page: 1 descriptions, 1 images, 1 redirects", "members without a page: 1 times an image",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "where"), [("stored.zip", "linked/stored.zip"), ("pages.tar", "linked/pages.tar")])
def test_a_web_archive_that_lies_in_a_container_as_it_is_is_read_there(pages, tmp_path, name, where):
    if not shutil.which("zip"):
        pytest.skip("zip is not installed")
    subprocess.run(TOOLS[name], cwd=pages, check=True)
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures(list(read_paths([tmp_path / name])), run)
        number = column(archive, "select id from captures where url = 'https://bay.example/two'")[0]

        assert column(archive, "select distinct warc from captures where url like 'https://bay%'") == [where]
        assert archive.capture(number).body == body("two")


def test_a_wacz_gives_the_titles_of_its_pages(tmp_path):
    made = Samples(gzipped=True)
    made.response("one")
    listed = [
        {"format": "json-pages-1.0", "id": "pages"},
        {"url": "https://bay.example/one", "title": "The ferry", "text": "menu"},
    ]
    with zipfile.ZipFile(tmp_path / "bay.wacz", "w") as file:
        file.writestr("archive/data.warc.gz", made.file.getvalue())
        file.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, listed)))
        file.writestr("datapackage.json", "{}")
    found = list(read_paths([tmp_path / "bay.wacz"]))

    assert [(one.body, one.stated, one.provenance.source) for one in found if isinstance(one, Capture)] == [
        (body("one"), Stated(title="The ferry"), "bay.wacz/archive/data.warc.gz")
    ]


def wacz(path, warc: bytes, **lists: list[object]):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("archive/data.warc.gz", warc)
        for name, lines in lists.items():
            file.writestr(f"pages/{name}.jsonl", "\n".join(map(json.dumps, lines)))
        file.writestr("datapackage.json", "{}")
    return [one for one in read_paths([path]) if isinstance(one, Capture)]


def test_the_lists_of_a_wacz_tell_visits_apart_and_times_where_records_have_none(tmp_path):
    made = Samples(gzipped=True)
    made.response("one", WARC_Date="2026-07-01T12:00:00Z")
    made.response("one", body("later"), WARC_Date="2026-07-03T12:00:00Z")
    made.response("two", WARC_Date="")
    made.response("three")
    found = wacz(
        tmp_path / "bay.wacz",
        made.file.getvalue(),
        extraPages=[{"url": "https://bay.example/one", "title": "Third", "ts": "2026-07-03T12:00:05Z"}],
        pages=[
            {"format": "json-pages-1.0"},
            {"url": "https://bay.example/one", "title": "First", "ts": "2026-07-01T12:00:02.250Z"},
            {"url": "https://bay.example/two#top", "title": "Two", "ts": "2026-07-02T12:00:00Z"},
            {"url": 7}, [], "x", {"url": "https://bay.example/three", "ts": "yesterday", "title": None},
        ],
    )  # fmt: skip

    assert [(one.stated and one.stated.title, one.fetched_at.isoformat()) for one in found] == [
        ("First", "2026-07-01T12:00:00+00:00"),
        ("Third", "2026-07-03T12:00:00+00:00"),
        ("Two", "2026-07-02T12:00:00+00:00"),
        (None, "2026-07-01T12:00:00+00:00"),
    ]


def test_a_container_that_was_cut_off_gives_what_is_before_the_cut(pages):
    subprocess.run(["tar", "cf", "../pages.tar", "one.html", "crawl.warc.gz"], cwd=pages, check=True)
    cut = pages.parent / "cut.tar"
    cut.write_bytes((pages.parent / "pages.tar").read_bytes()[:2500])
    captures, others = told(cut)

    assert captures["cut.tar/one.html"] == body("one")
    assert {reason for _, reason, _ in others} & {"bad-record", "unreadable"}


class Unseekable(io.RawIOBase):
    """A pipe: what is written to it cannot be mended afterwards."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self):
        return True

    def write(self, data):
        self.content += bytes(data)
        return len(data)


def zipped(*, streamed: bool, method: int = zipfile.ZIP_DEFLATED, pages: int = 6) -> bytes:
    file = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for number in range(pages):
            made.writestr(f"{number}.html", body(f"{number} {hashlib.sha256(bytes([number])).hexdigest()}"))
    return file.content if isinstance(file, Unseekable) else file.getvalue()


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_was_broken_off_gives_every_member_that_is_whole(tmp_path, streamed, method):
    whole = zipped(streamed=streamed, method=method)
    fifth = whole.index(b"4.html")
    (tmp_path / "cut.zip").write_bytes(whole[: fifth + 40])
    captures, others = told(tmp_path / "cut.zip")

    assert [name for name, content in captures.items() if content.endswith(b"</html>")] == [
        f"cut.zip/{n}.html" for n in range(4)
    ]
    assert ("cut.zip", "unreadable", "the archive has no directory: it was cut off") in others


@pytest.mark.parametrize("streamed", [False, True])
def test_a_damaged_directory_costs_no_member(tmp_path, streamed):
    data = bytearray(zipped(streamed=streamed))
    third = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1) + 1)
    data[third] = 0
    (tmp_path / "a.zip").write_bytes(data)
    captures, others = told(tmp_path / "a.zip")

    assert list(captures) == [f"a.zip/{number}.html" for number in range(6)]
    assert others == [("a.zip", "unreadable", "the directory is damaged")]


class Counted(Bytes):
    """What counts how many bytes were asked for."""

    def at(self, offset, size):
        found = super().at(offset, size)
        READ.append(len(found))
        return found


READ: list[int] = []
STREAMED = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 8, 8, 0, 0, 0, 0, 0, 6, 0) + b"a.html"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" * 100_000,  # no header at any of them
        STREAMED + b"PK\x07\x08" * 100_000,  # a member that none of these descriptors fits
        (STREAMED + b"<p>" * 60) * 2000,  # a member at each of them
        bytes(400_000),
    ],
)
def test_a_file_full_of_signs_is_gone_through_once(content):
    READ.clear()
    assert len(list(unlisted(Counted(memoryview(content)), 0))) == content.count(STREAMED)
    assert sum(READ) <= 3 * len(content)


@pytest.mark.parametrize("sign", [b"PK\x03\x04", b"PK\x07\x08"])
@pytest.mark.parametrize("before", [(1 << 14) - 3, (1 << 14) - 1, (3 << 14) - 2])
def test_a_sign_is_found_across_what_is_read_at_a_time(sign, before):
    """In what lies before a header, and in what a member holds before its descriptor."""
    content = bytes(before) if sign == b"PK\x03\x04" else STREAMED + bytes(before)
    behind = STREAMED if sign == b"PK\x03\x04" else struct.pack("<4s3L", sign, 7, before, 9)
    found = list(unlisted(Counted(memoryview(content + behind)), 0))
    assert [(one.offset, one.packed, one.size) for one in found] == (
        [(before, 0, None)] if behind == STREAMED else [(0, before, 9)]
    )


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_container_without_members_has_its_outcome(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as made:
            made.mkdir("folder")
    else:
        with tarfile.open(path, "w") as made:
            folder = tarfile.TarInfo("folder")
            folder.type = tarfile.DIRTYPE
            made.addfile(folder)
    assert [reason for _, reason, _ in told(path)[1]] == ["empty"]


NAMES = {
    "UTF-8 that is said to be": ("島.html".encode(), 0x800, b"", "島.html"),
    "UTF-8 that is not said to be": ("島.html".encode(), 0, b"", "島.html"),
    "Shift JIS": ("島.html".encode("shift-jis"), 0, b"", "ôç.html"),
    "cp437": ("für.html".encode("cp437"), 0, b"", "für.html"),
    "no UTF-8, though it is said to be": (b"\xff.html", 0x800, b"", "\\xff.html"),
    "Shift JIS with the name in Unicode beside": (
        "島.html".encode("shift-jis"), 0, "島.html".encode(), "島.html",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_names_of_members_come_out_in_any_encoding(tmp_path, case):
    raw, flags, unicode, name = NAMES[case]
    extra = struct.pack("<HHBL", 0x7075, len(unicode) + 5, 1, zlib.crc32(raw)) + unicode if unicode else b""
    content = body("one")
    fields = (0, 0, zlib.crc32(content), len(content), len(content), len(raw), len(extra))
    local = struct.pack("<4s3H2H3L2H", b"PK\x03\x04", 20, flags, 0, *fields) + raw + extra
    entry = struct.pack("<4s4H2H3L5H2L", b"PK\x01\x02", 20, 20, flags, 0, *fields, 0, 0, 0, 0, 0) + raw + extra
    start = len(local) + len(content)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), start, 0)
    (tmp_path / "a.zip").write_bytes(local + content + entry + end)

    assert told(tmp_path / "a.zip") == ({f"a.zip/{name}": content}, [])


def test_a_damaged_header_in_a_tar_costs_its_member(tmp_path):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name in ("one", "two", "three"):
            info = tarfile.TarInfo(f"{name}.html")
            info.size = len(body(name))
            tar.addfile(info, io.BytesIO(body(name)))
    data = bytearray(file.getvalue())
    data[1024 + 148] ^= 0x41
    (tmp_path / "a.tar").write_bytes(data)
    captures, others = told(tmp_path / "a.tar")

    assert list(captures.values()) == [body("one"), body("three")]
    assert [reason for _, reason, _ in others] == ["bad-record"]


def test_a_document_that_is_a_zip_is_no_container(tmp_path):
    with zipfile.ZipFile(tmp_path / "letter.zip", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<document/>")

    assert told(tmp_path / "letter.zip")[1] == [("letter.zip", "not-a-page", "a document that is a ZIP archive")]


def tree(folder: Path) -> list[tuple[str, int, str]]:
    """All names in a folder, with the size and digest of each file."""
    paths = sorted(folder.rglob("*"))
    return [
        (str(path), path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in paths
    ]


def test_three_hundred_hostile_containers_do_no_harm_and_cost_no_good_page():
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "canary").mkdir()
        (root / "canary/x.html").write_bytes(b"still here")
        folder = root / "in"
        folder.mkdir()
        wanted = {}
        for container, data, good in containers(HOSTILE):
            (folder / container).write_bytes(data)
            wanted[container] = good
        for container, data, good in [
            *waczs(),
            *zims(root),
            *((f"many.{kind}", sixty_thousand(kind), {1, 2}) for kind in ("zip", "tar")),
        ]:
            (folder / container).write_bytes(data)
            wanted[container] = good
        (folder / "overlapping.zip").write_bytes(overlapping())
        os.chmod(root, 0o777)  # noqa: PTH101
        before = tree(root)
        script = HOUSE / "tests" / "hostile_containers.py"
        done = subprocess.run(
            [sys.executable, script, folder], capture_output=True, text=True, check=False, timeout=600, cwd=root
        )

        assert not done.returncode, done.stderr
        assert tree(root) == before
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(wanted) + 1 > HOSTILE
    assert {
        line["name"]: line["good"] for line in lines if not wanted.get(line["name"], set()) <= set(line["good"])
    } == {}
    assert {line["name"]: line["seconds"] for line in lines if line["seconds"] >= 10} == {}
    assert max(line["mebibytes"] for line in lines) < 300
