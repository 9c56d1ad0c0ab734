"""The status file says what waits where a run is stopped."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import open_archive
from crawler import cleaning
from crawler.commands import clean
from crawler.exits import INTERRUPTED
from crawler.progress import Progress
from tests.test_progress import pages


def stopped(tmp_path: Path) -> tuple[dict[str, object], int]:
    """What the status file says of a run that was interrupted, and how many pages wait in the archive."""
    told, database = tmp_path / "status.json", tmp_path / "a.db"
    arguments = [str(database), str(pages(tmp_path / "pages", 5)), "--status-file", str(told), "--workers", "1"]
    done = CliRunner().invoke(clean.command, arguments, standalone_mode=False)
    assert done.return_value == INTERRUPTED
    with open_archive(database, read_only=True) as archive:
        pending = archive.count_pending()
    assert f"interrupted: {pending} page" in done.stderr
    return json.loads(told.read_text(encoding="utf-8")), pending


@pytest.mark.parametrize("step", ["clean_pending", "save_inputs"])
def test_pages_that_were_saved_and_not_begun_with_wait(tmp_path, monkeypatch, step):
    before = getattr(clean, step)

    def interrupted(*given):
        if step == "save_inputs":
            before(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(clean, step, interrupted)
    state, pending = stopped(tmp_path)
    assert (state["phase"], state["pages_cleaned"], state["pages_to_clean"], pending) == ("interrupted", 0, 5, 5)


def test_pages_to_clean_are_those_that_are_cleaned_and_those_that_wait(tmp_path, monkeypatch):
    count = Progress.cleaned

    def counted(progress, number, failed):
        count(progress, number, failed)
        raise KeyboardInterrupt

    monkeypatch.setattr(cleaning, "OUTCOMES_A_BATCH", 2)
    monkeypatch.setattr(Progress, "cleaned", counted)
    state, pending = stopped(tmp_path)
    assert (state["pages_cleaned"], state["pages_to_clean"], pending) == (2, 5, 3)


def test_a_fault_of_what_counts_hides_no_other(tmp_path):
    told = tmp_path / "status.json"
    progress = Progress(silent=True, status_file=told)
    progress.waiting = lambda: 1 // 0
    with pytest.raises(ValueError, match="first"), progress:
        raise ValueError("first")
    assert json.loads(told.read_text(encoding="utf-8"))["phase"] == "failed"
