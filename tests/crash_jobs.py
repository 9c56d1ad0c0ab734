"""What tests/test_archive_crash.py runs in processes of its own, to be killed: saving and cleaning a fixed input.

python -m tests.crash_jobs ARCHIVE BATCH JOURNAL [LARGEST-FILE]
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from archive.connection import sqlite3
from archive.errors import DiskFull
from tests.archive_sample import article, dump, opened, page, unread

PAGES = 120


def inputs() -> list:
    found = []
    for number in range(PAGES):
        text = f"Story {number % 90}\n\n" + f"Words of a story, {number % 90}. " * 40
        if number % 3:
            found.append(dump(f"folder/{number}.txt", text))
        else:
            found.append(page(f"https://example.org/{number % 30}", text, hour=number % 24))
        if number % 40 == 7:
            found.append(unread(f"folder/{number}.bin"))
    return found


def run_all(path: Path, batch: int) -> None:
    """What `copydesk clean` does: save everything, then clean what has no outcome."""
    with opened(path) as (archive, run):
        everything = inputs()
        for start in range(0, len(everything), batch):
            archive.save_captures(everything[start : start + batch], run)
            print("saved", flush=True)
        outcomes = []
        for task in archive.pending():
            made = article(*task.capture.body.decode().split("\n\n"), removed=(f"Share {task.id % 7}",))
            outcomes.append((task.id, made))
            if len(outcomes) == batch:
                archive.save_outcomes(outcomes, run)
                outcomes.clear()
                print("cleaned", flush=True)
        archive.save_outcomes(outcomes, run)
        archive.finish_run(run, "done")


if __name__ == "__main__":
    if sys.argv[3] == "rollback":
        sqlite3.sqlite_version_info = (3, 40, 1)
    if len(sys.argv) > 4:
        limit = int(sys.argv[4])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        run_all(Path(sys.argv[1]), int(sys.argv[2]))
    except DiskFull as error:
        print(f"full: {error}")
        sys.exit(4)
