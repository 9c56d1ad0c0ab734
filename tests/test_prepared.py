"""What a worker makes of an outcome is what the archive makes of it itself."""

import pickle
import subprocess
import sys
from dataclasses import replace

import pytest

from archive.packing import packed
from archive.prepared import Prepared, prepared
from crawler.page_work import clean_page, handed_out
from pipelines.types import Block, Caption, Rejection, Rules
from tests.archive_sample import BREAD, article, check, content, dump, opened, rows

WHOLE = article(
    "First paragraph, 100 % true.",
    "Zweiter Absatz über 東京.",
    removed=("Share this", "Share this", "100 %"),
    **BREAD,
    warnings=("truncated", "cautious"),
)
ODD = [
    Block(text="in", role="paragraph", kept=True, where='body/a[%d]/"quoted"\\p'),
    Block(text="out", role="label", kept=False, reason="share-widget", evidence="50 %s", where="body/100%/p[%s]"),
    Block(text="", role="label", kept=False, reason="share-widget", evidence="50 %s", where="body/100%/%%/p"),
    Block(text="no place", role="label", kept=False, where=""),
    Block(text="a \ud800 b\0", role="label", kept=False, reason="cookies", evidence="\udcff", where="body/\0p"),
]
OUTCOMES = {
    "whole": WHOLE,
    "odd places": replace(WHOLE, blocks=tuple(ODD)),
    "no block": replace(WHOLE, blocks=()),
    "a rejection": Rejection(reason="listing", detail="84 links", best=WHOLE, cleaned_by="rules/1"),
    "a list for text": replace(WHOLE, section=["news"]),
    "bytes in a block": replace(WHOLE, blocks=(replace(ODD[1], text=b"out"),)),
    "a huge integer": replace(WHOLE, captions=(Caption(text="x", block=2**70),)),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_made_ready_elsewhere_is_stored_the_same(tmp_path, name):
    """Over a pipe, as a worker sends it."""
    stored = []
    for way in ("here", "there"):
        with opened(tmp_path / f"{way}.db") as (archive, run):
            archive.save_captures([dump("a.txt"), dump("b.txt")], run)
            outcome = OUTCOMES[name]
            sent = outcome if way == "here" else pickle.loads(pickle.dumps(prepared(outcome)))
            archive.save_outcomes([(1, sent), (2, article("Another text."))], run)
            check(archive)
            stored.append(content(archive))
    assert stored[0] == stored[1]


def test_blocks_come_back_from_the_rows_they_were_packed_in(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, prepared(replace(WHOLE, blocks=tuple(ODD[:4]))))], run)
        assert rows(archive, "select text, kept, evidence, place from blocks order by position") == [
            (block.text, block.kept, block.evidence, block.where) for block in ODD[:4]
        ]


def test_a_text_that_stands_twice_is_packed_once():
    assert list(packed(WHOLE.blocks).texts.values()) == ["Share this", "100 %"]


def test_a_ready_outcome_says_what_the_run_has_to_know():
    made = prepared(WHOLE)
    assert isinstance(made, Prepared)
    assert (made.title, made.text, made.warnings) == ("Bread", WHOLE.text, ("truncated", "cautious"))
    assert prepared(made) is made


@pytest.mark.parametrize("reads_files", [True, False], ids=["read by the worker", "read here"])
def test_a_page_is_cleaned_the_same_wherever_it_is_read(tmp_path, reads_files):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures(
            [dump("a.txt", "The ferry is back\n\n" + "It crosses the bay again, twice a day. " * 9)], run
        )
        (task,) = archive.pending()
        page = pickle.loads(pickle.dumps(handed_out(task.page, reads_files=reads_files)))
        made = clean_page(Rules(), (page, None))
        assert isinstance(made, Prepared)
        assert "crosses the bay" in made.text


def test_who_hands_out_pages_loads_nothing_that_cleans():
    """It takes a second and a hundred megabytes, in a process that only reads and writes."""
    asked = "import sys, crawler.commands.clean, crawler.cleaning; print({'pipelines.clean', 'trafilatura'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
