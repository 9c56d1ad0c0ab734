"""Reading files, folders, patterns and standard input: one outcome for each, named relative to what was named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import socket
import zlib
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from crawler.readers import Measure, measure, read_paths
from crawler.readers.naming import labels_of, storable
from crawler.readers.records import PAGE_LIMIT
from pipelines.reasons import FAILED, NOT_ARTICLE
from pipelines.types import Capture, Unreadable

PROSE = b"The river rose again on Tuesday.\n"
PAGE = b"<!DOCTYPE html><html><head><title>River</title></head><body><p>The river rose.</p></body></html>"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, named `desk`."""
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return desk


def fill(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def outcomes(*paths, stdin=None, follow_links=False):
    """Source -> `capture` or the reason."""
    read = list(read_paths(paths, stdin=stdin, follow_links=follow_links))
    found = {one.provenance.address: "capture" if isinstance(one, Capture) else one.reason for one in read}
    assert len(found) == len(read), "two inputs share a name"
    return found


def only(*paths, stdin=None):
    (one,) = read_paths(paths, stdin=stdin)
    return one


# Names


def test_files_of_a_folder_carry_its_name(folder):
    fill(folder, {"dumps/a.txt": PROSE, "dumps/2024/b.html": PAGE})

    assert list(outcomes("dumps")) == ["dumps/2024/b.html", "dumps/a.txt"]


def test_a_file_named_directly_is_its_name(folder):
    fill(folder, {"dumps/a.txt": PROSE})

    assert list(outcomes("dumps/a.txt")) == ["a.txt"]


@pytest.mark.parametrize("spelling", ["dumps", "./dumps", "dumps/", "../desk/dumps", "dumps/../dumps"])
def test_the_spelling_of_a_path_does_not_change_names(folder, spelling):
    fill(folder, {"dumps/a.txt": PROSE})

    assert list(outcomes(spelling)) == ["dumps/a.txt"]


def test_the_current_folder_has_its_own_name(folder):
    fill(folder, {"a.txt": PROSE})

    assert list(outcomes(".")) == ["desk/a.txt"]


def test_an_absolute_path_is_never_kept(folder):
    fill(folder, {"dumps/a.txt": PROSE})

    assert list(outcomes(str(folder / "dumps"), folder / "gone")) == ["dumps/a.txt", "gone"]


def test_folders_of_the_same_name_are_told_apart_by_their_parents(folder):
    fill(folder, {"one/pages/a.txt": PROSE, "two/pages/a.txt": PROSE})

    assert list(outcomes("one/pages", "two/pages")) == ["one/pages/a.txt", "two/pages/a.txt"]
    assert list(outcomes("two/pages", "one/pages")) == ["two/pages/a.txt", "one/pages/a.txt"]


def test_what_is_named_twice_is_read_once(folder):
    fill(folder, {"a.txt": PROSE})

    assert outcomes("a.txt", "./a.txt", folder / "a.txt") == {"a.txt": "capture"}


def test_a_name_that_is_no_utf_8_is_shown_and_can_be_stored(folder):
    with open(b"caf\xe9\n.txt", "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(PROSE)

    assert list(outcomes(".")) == ["desk/caf\\xe9\\x0a.txt"]


def test_storable_names_are_plain_text():
    assert storable(os.fsdecode(b"\xff\x00-\xc3\xa9")).encode() == b"\\xff\\x00-\xc3\xa9"


def test_labels_end_where_paths_end():
    assert labels_of(["/x", "/a/x", "/"]) == ["x", "a/x", "root"]


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (["/x/a", "/p/a/b", "/q/b"], ["x/a", "p/a/b", "q/b"]),
        (["/x/a", "/x/a/b", "/q/b"], ["a", "a/b", "q/b"]),
        (["/x/a", "/y/b"], ["a", "b"]),
        (["/x/-"], ["./-"]),
    ],
)
def test_no_input_has_the_name_of_what_lies_in_another(paths, labels):
    assert labels_of(paths) == labels


@pytest.mark.parametrize("named", ["./-", "[-]"])
def test_a_file_called_as_standard_input_is_another_source(folder, named):
    fill(folder, {"-": PROSE})

    assert outcomes(named) == {"./-": "capture"}


# Patterns


def test_patterns_that_the_shell_left_alone_are_expanded(folder):
    fill(folder, {"d/b.txt": PROSE, "d/a.txt": PROSE, "d/c.html": PAGE, "d/e/f.txt": PROSE})

    assert list(outcomes("d/*.txt")) == ["d/a.txt", "d/b.txt"]
    assert list(outcomes("d/**/*.txt")) == ["d/a.txt", "d/b.txt", "d/e/f.txt"]
    assert list(outcomes("*/[ac].*")) == ["d/a.txt", "d/c.html"]
    assert list(outcomes("d*")) == ["d/a.txt", "d/b.txt", "d/c.html", "d/e/f.txt"]


def test_pattern_in_the_current_folder_gives_plain_names(folder):
    fill(folder, {"b.txt": PROSE, "a.txt": PROSE, ".hidden.txt": PROSE})

    assert list(outcomes("*.txt")) == ["a.txt", "b.txt"]


def test_pattern_that_matches_nothing_is_an_outcome(folder):
    assert outcomes("d/*.txt") == {"d/*.txt": "unreadable"}


def test_file_whose_name_looks_like_a_pattern_is_read(folder):
    fill(folder, {"story[1].txt": PROSE})

    assert outcomes("story[1].txt") == {"story[1].txt": "capture"}


# What is no page


def test_every_file_has_one_outcome(folder):
    fill(folder, {
        "d/empty.txt": b"", "d/page.html": PAGE, "d/fake.html": b"\x89PNG\r\n\x1a\n..", "d/paper.pdf": b"%PDF-1.4",
        "d/logo.png": b"\x89PNG\r\n\x1a\n..", "d/style.css": b"p { color: red }", "d/code.js": b"let a = 1;",
        "d/feed.xml": b"<?xml version='1.0'?><rss/>", "d/.DS_Store": b"\x00\x00\x00\x01Bud1", "d/noise": bytes(range(256)),
    })  # fmt: skip

    assert outcomes("d") == {
        "d/.DS_Store": "not-a-page", "d/code.js": "not-a-page", "d/empty.txt": "empty", "d/fake.html": "binary",
        "d/feed.xml": "not-a-page", "d/logo.png": "not-a-page", "d/noise": "binary", "d/page.html": "capture",
        "d/paper.pdf": "not-a-page", "d/style.css": "not-a-page",
    }  # fmt: skip


def test_picture_and_document_beside_a_page_are_told_alike_and_a_container_of_pages_fails(folder):
    zipped = b"PK\x03\x04" + bytes(range(60))
    fill(folder, {
        "d/page.html": PAGE, "d/logo.png": b"\x89PNG\r\n\x1a\n..", "d/paper.pdf": b"%PDF-1.4", "d/notes.docx": zipped,
        "d/pages.zip": zipped,
    })  # fmt: skip

    told = {one.provenance.source: (one.reason, one.detail) for one in read_paths(["d"]) if isinstance(one, Unreadable)}

    document = "a ZIP archive, or a document that is one"
    assert told == {
        "d/logo.png": ("not-a-page", "an image"), "d/paper.pdf": ("not-a-page", "a PDF file"),
        "d/notes.docx": ("not-a-page", document), "d/pages.zip": ("unreadable", "the archive has no directory: it was cut off"),
    }  # fmt: skip


def test_reasons_are_in_the_closed_lists():
    assert {
        "empty",
        "binary",
        "unreadable",
        "not-a-file",
        "broken-link",
        "link-outside",
        "bad-record",
        "too-large",
    } <= set(FAILED)
    assert "not-a-page" in NOT_ARTICLE


def test_binary_file_says_what_it_is(folder):
    fill(folder, {"paper.txt": b"%PDF-1.4"})

    assert only("paper.txt").detail == "a PDF file"


def test_image_has_one_reason_however_it_was_come_upon(folder):
    fill(folder, {"logo.png": b"\x89PNG\r\n\x1a\n..", "d/logo.png": b"\x89PNG\r\n\x1a\n.."})

    assert outcomes("logo.png") == {"logo.png": "not-a-page"}
    assert outcomes("d") == {"d/logo.png": "not-a-page"}


def test_folder_beside_a_page_saved_complete_is_one_outcome(folder):
    fill(folder, {"d/Rain.html": PAGE, "d/Rain_files/ad.html": PAGE, "d/Rain_files/a.css": b"p{}"})
    fill(folder, {"d/Flut.htm": PAGE, "d/Flut-Dateien/ad.html": PAGE, "d/case_files/story.html": PAGE})

    assert outcomes("d") == {
        "d/Flut-Dateien": "not-a-page",
        "d/Flut.htm": "capture",
        "d/Rain.html": "capture",
        "d/Rain_files": "not-a-page",
        "d/case_files/story.html": "capture",
    }


def test_hidden_folder_is_one_outcome_and_read_when_named(folder):
    fill(folder, {"d/.git/config": b"x", "d/.git/a/b": b"x", "d/.story.txt": PROSE})

    assert outcomes("d") == {"d/.git": "not-a-page", "d/.story.txt": "capture"}
    assert outcomes("d/.git") == {".git/a/b": "capture", ".git/config": "capture"}


def test_special_files_are_not_opened(folder):
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        assert outcomes(".", "/dev/null") == {
            "desk/pipe": "not-a-file",
            "desk/socket": "not-a-file",
            "null": "not-a-file",
        }
        assert outcomes("pipe") == {"pipe": "not-a-file"}


def test_missing_file_is_an_outcome(folder):
    fill(folder, {"a.txt": PROSE})

    assert outcomes("gone.txt", "a.txt", "a.txt/b") == {"gone.txt": "unreadable", "a.txt": "capture", "b": "unreadable"}


def test_file_that_vanishes_during_the_walk_is_an_outcome(folder):
    fill(folder, {"d/a.txt": PROSE, "d/b.txt": PROSE})
    reading = read_paths(["d"])

    next(reading)
    (folder / "d/b.txt").unlink()

    assert next(reading).reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_an_outcome(folder):
    fill(folder, {"d/a.txt": PROSE, "d/e/b.txt": PROSE})
    (folder / "d/a.txt").chmod(0)
    (folder / "d/e").chmod(0)

    assert outcomes("d") == {"d/a.txt": "unreadable", "d/e": "unreadable"}


def test_detail_names_no_path_of_this_machine(folder):
    Path("broken").symlink_to(folder / "nowhere")

    for one in read_paths(["gone", ".", "/dev/zero"]):
        assert isinstance(one, Unreadable)
        assert str(folder) not in one.detail + one.provenance.source
        assert "/" not in one.detail


# Links


def test_links(folder):
    fill(folder, {"d/a.txt": PROSE, "d/e/b.txt": PROSE, "outside/c.txt": PROSE, "outside/deep/d.txt": PROSE})
    for target, link in {
        "a.txt": "d/to-file", "nowhere": "d/broken", "loop": "d/loop", "..": "d/up", "e": "d/inside", "../outside": "d/out",
        "../outside/deep": "d/out-again", ".": "outside/self",
    }.items():  # fmt: skip
        Path(link).symlink_to(target)

    assert outcomes("d", follow_links=True) == {
        "d/a.txt": "capture", "d/broken": "broken-link", "d/e/b.txt": "capture", "d/loop": "broken-link",
        "d/out-again/d.txt": "capture", "d/out/c.txt": "capture", "d/out/deep/d.txt": "capture",
        "d/out/self": "broken-link", "d/to-file": "capture", "d/up": "broken-link",
    }  # fmt: skip


def test_folders_linked_to_each_other_end(folder):
    for name in "abcdef":
        fill(folder, {f"{name}/{name}.txt": PROSE})
        for other in "abcdef":
            Path(f"{name}/to-{other}").symlink_to(f"../{other}")

    assert sum(reason == "capture" for reason in outcomes("a", follow_links=True).values()) == 6


def test_links_in_a_circle_named_by_the_user_are_an_outcome(folder):
    Path("a").symlink_to("b")
    Path("b").symlink_to("a")

    assert outcomes("a") == {"a": "broken-link"}


@pytest.fixture
def unpacked(folder):
    """A folder that came from a stranger, beside what is nobody's business."""
    fill(folder, {"secret/key.txt": PROSE, "got/site/page.txt": PROSE, "got/site/img/note.txt": PROSE})
    for link, target in {
        "readme.txt": "../../secret/key.txt", "pictures": "../../secret", "absolute.txt": str(folder / "secret/key.txt"),
        "env.txt": "/proc/self/environ", "copy.txt": "img/note.txt", "chain.txt": "readme.txt", "null": "/dev/null",
    }.items():  # fmt: skip
        Path("got/site", link).symlink_to(target)
    return "got/site"


LED_OUT = {
    f"site/{name}": "link-outside"
    for name in ("absolute.txt", "chain.txt", "env.txt", "null", "pictures", "readme.txt")
}
INSIDE = {"site/page.txt": "capture", "site/img/note.txt": "capture", "site/copy.txt": "capture"}


def test_links_in_a_folder_do_not_lead_out_of_it(unpacked, folder):
    assert outcomes(unpacked) == LED_OUT | INSIDE
    told = {one.provenance.address: one.detail for one in read_paths([unpacked]) if isinstance(one, Unreadable)}
    assert told["site/readme.txt"] == "the link leads out of the folder: ../../secret/key.txt"
    assert told["site/absolute.txt"] == "the link leads out of the folder"
    assert measure([unpacked]).bytes < 4 * len(PROSE)


@pytest.mark.parametrize("pattern", ["got/site/*.txt", "got/*/*.txt", "got/**/*.txt"])
def test_links_that_match_a_pattern_do_not_lead_out_of_its_folder(unpacked, pattern):
    found = outcomes(pattern)
    assert sorted(found.values()) == ["capture"] * (2 if "**" not in pattern else 3) + ["link-outside"] * 4
    assert not any("/key.txt" in name for name in found)


def test_links_out_of_a_folder_are_followed_on_request_but_never_into_the_kernel(unpacked):
    followed = {f"site/{name}": "capture" for name in ("absolute.txt", "chain.txt", "pictures/key.txt", "readme.txt")}
    kernel = {f"site/{name}": "link-outside" for name in ("env.txt", "null")}
    assert outcomes(unpacked, follow_links=True) == followed | kernel | INSIDE


def test_a_link_that_is_named_itself_is_followed(unpacked):
    assert outcomes("got/site/readme.txt", "got/site/pictures") == {
        "readme.txt": "capture",
        "pictures/key.txt": "capture",
    }


@pytest.fixture
def deep_tree(folder):
    """1,200 folders inside each other and an empty file in the last; pytest's own cleaning up cannot remove them."""
    steps = ["d/" * depth for depth in range(1, 1201)]
    for step in steps:
        Path(step).mkdir()
    leaf = Path(steps[-1]) / "a.txt"
    leaf.touch()
    yield "d"
    leaf.unlink()
    for step in reversed(steps):
        Path(step).rmdir()


def test_tree_deeper_than_python_s_stack_is_read(deep_tree):
    assert list(outcomes(deep_tree).values()) == ["empty"]


# Bodies


def test_capture_of_a_page(folder):
    fill(folder, {"page.html": PAGE})
    os.utime("page.html", (1_700_000_000, 1_700_000_000))

    page = only("page.html")

    assert page.body == PAGE
    assert page.content_type == "text/html"
    assert (page.url, page.fetched_at) == (None, None)
    assert page.provenance.modified == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


PACKED = [
    ("a.html.gz", gzip.compress(PAGE)),
    ("a.html", gzip.compress(PAGE)),
    ("a.gz", gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:])),
    ("a.gz", gzip.compress(PAGE) + bytes(512)),
    ("a.html.gz.gz", gzip.compress(gzip.compress(PAGE))),
    ("a.html.bz2", bz2.compress(PAGE)),
    ("a.html.xz", lzma.compress(PAGE)),
    ("a.z", zlib.compress(PAGE)),
]


@pytest.mark.parametrize(("name", "content"), PACKED)
def test_compressed_page_is_unpacked(folder, name, content):
    fill(folder, {name: content})

    page = only(name)

    assert (page.body, page.content_type, page.provenance.source) == (PAGE, "text/html", name)


DAMAGED = [
    (gzip.compress(os.urandom(9000))[:4000], "unreadable"),
    (gzip.compress(PAGE)[:-9], "unreadable"),
    (gzip.compress(PAGE)[:12] + b"\xff" * 30, "unreadable"),
    (bz2.compress(PAGE)[:-4], "unreadable"),
    (lzma.compress(PAGE)[:-20], "unreadable"),
    (gzip.compress(gzip.compress(gzip.compress(PAGE))), "binary"),
    (gzip.compress(b""), "empty"),
    (gzip.compress(b"%PDF-1.4"), "binary"),
    (gzip.compress(b"<p>" + bytes([97]) * (PAGE_LIMIT + 9)), "too-large"),
]


@pytest.mark.parametrize(("content", "reason"), DAMAGED)
def test_damaged_or_swollen_compressed_file_is_an_outcome(folder, content, reason):
    fill(folder, {"a.html.gz": content})

    assert outcomes("a.html.gz") == {"a.html.gz": reason}


def test_file_larger_than_a_page_can_be_is_not_read(folder):
    fill(folder, {"large.txt": PROSE * (PAGE_LIMIT // len(PROSE) + 1)})

    assert outcomes("large.txt") == {"large.txt": "too-large"}


# Standard input


def test_standard_input_is_one_page():
    page = only("-", stdin=io.BytesIO(PAGE))

    assert (page.body, page.provenance.address, page.provenance.modified) == (PAGE, "-", None)


def test_standard_input_is_json_lines():
    lines = b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n'

    assert outcomes("-", stdin=io.BytesIO(lines)) == {"-#1": "capture", "-#2": "capture"}
    assert outcomes("-", stdin=io.BytesIO(gzip.compress(lines))) == {"-#1": "capture", "-#2": "capture"}


def test_empty_standard_input_is_an_outcome():
    assert outcomes("-", stdin=io.BytesIO()) == {"-": "empty"}


def test_input_that_comes_in_drops_is_read_whole():
    class Drops(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    assert only("-", stdin=Drops(PAGE)).body == PAGE


# Laziness


def test_nothing_is_read_before_it_is_asked_for(folder):
    fill(folder, {f"d/{number:03}.txt": PROSE for number in range(100)})
    read = []
    reading = read_paths(["d"], progress=read.append)

    assert read == []
    list(islice(reading, 3))

    assert sum(read) <= 4 * len(PROSE)


def test_lines_are_not_read_ahead(folder):
    def endless():
        while True:
            yield b'{"id": 1, "text": "The river rose."}\n'

    class Endless:
        def __init__(self):
            self.lines = endless()

        def read(self, size):
            return next(self.lines)

    assert len(list(islice(read_paths(["-"], stdin=Endless()), 5))) == 5


def test_measure_counts_what_will_be_read(folder):
    fill(folder, {"d/a.txt": PROSE, "d/b/c.html": PAGE, "e.txt": PROSE})
    read = []

    assert measure(["d", "e.txt", "-"]) == Measure(4, 2 * len(PROSE) + len(PAGE))
    list(read_paths(["d", "e.txt"], progress=read.append))

    assert sum(read) == 2 * len(PROSE) + len(PAGE)
