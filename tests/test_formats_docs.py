"""docs/formats.md says what the readers do: its limits are those of the code, its reasons are on the closed lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.readers.arrays import MOST_HELD
from crawler.readers.containers import MOST_NESTED
from crawler.readers.lines import CELL_LIMIT, ROW_LIMIT
from crawler.readers.listings import MOST_LISTED
from crawler.readers.members import HELD_AT_MOST
from crawler.readers.parsing import LINE_LIMIT
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.restoring import PAGES_HEARD
from crawler.readers.zips import _METHODS
from pipelines.reasons import REJECTIONS
from pipelines.streams import BOMB_FROM, BOMB_RATIO
from pipelines.web_archive.records import hash_of

TEXT = " ".join((Path(__file__).resolve().parent.parent / "docs" / "formats.md").read_text(encoding="utf-8").split())
NUMBERS = {4: "four"}


@pytest.mark.parametrize(
    "sentence",
    [
        f"A page has at most {PAGE_LIMIT >> 20} MiB",
        f"what unpacks to more than {BOMB_FROM >> 20} MiB and {BOMB_RATIO} times its size is taken for a bomb",
        f"other containers, {NUMBERS[MOST_NESTED]} deep",
        f"is held in memory, up to {HELD_AT_MOST >> 20} MiB",
        f"from the first {PAGES_HEARD} pages",
        f"{LINE_LIMIT >> 20} MiB for a line of JSON Lines, {MOST_HELD >> 20} MiB for an element of an array",
        f"a line has at most {ROW_LIMIT >> 20} MiB and a cell {CELL_LIMIT:,} characters, and a row at most a million fields",
        f"lists are read in folders only, {MOST_LISTED:,} files of those in one folder",
    ],
)
def test_limits_are_those_of_the_code(sentence):
    assert sentence in TEXT


def test_reasons_are_on_the_closed_lists():
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", TEXT))
    assert {"bad-record", "not-a-page", "not-a-file", "unresolved-revisit"} <= named
    assert named <= set(REJECTIONS)


@pytest.mark.parametrize("name", ["SHA-1", "SHA-256", "SHA-512", "MD5"])
def test_digests_that_are_said_to_be_computed_are(name):
    assert name in TEXT
    assert hash_of(f"{name.lower()}:x") is not None


def test_ways_of_packing_a_zip_are_all_named():
    shown = {"stored": "stored", "deflate": "deflate", "bz2": "bzip2", "zstd": "Zstandard"}
    assert set(_METHODS.values()) == set(shown)
    assert f"ZIP ({', '.join(shown.values())}; also ZIP64)" in TEXT
