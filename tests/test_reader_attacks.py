"""Files made to cost the readers time or memory, or to pass for one another: each has its outcome, and only that."""

from __future__ import annotations

import os

import pytest

from crawler.readers import read_paths
from crawler.readers.marks import marks_of
from crawler.readers.naming import storable

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
