"""What a cluster costs beside the worker processes of one machine: the same pages both ways, in turns, start-up apart.

    python benchmarks/cluster.py [--pages 1000] [--first 100] [--workers 2] [--rounds 3]

The pages are the newsroom's (tests/newsroom) with menus and teasers. Start-up is apart by a second run, over the first of the pages:
enough of them for every worker to get ready. What is told is the difference of the two, by the clock and in processor time; on
a machine that others use as well, only the latter can be compared.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
from crawl import HOUSE, save, served

PR_SET_CHILD_SUBREAPER = 36
"""prctl(2): processes whose parent has ended are ours to wait for, or nobody would know what they took. Linux only."""


class Took(NamedTuple):
    """Seconds of a run, its processes together."""

    clock: float
    processor: float

    def without(self, other: Took) -> Took:
        """What is behind the other."""
        return Took(self.clock - other.clock, self.processor - other.processor)


def wait_for_orphans(known: set[int]) -> None:
    """Worker processes end a moment after the command: what they took counts once they were waited for."""
    while orphans := {child.pid for child in psutil.Process().children()} - known:
        for orphan in orphans:
            os.waitpid(orphan, 0)


def processor() -> float:
    """Seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(folder: Path, pages: Path, option: Sequence[str]) -> Took:
    """What cleaning a folder of pages takes."""
    database = folder / "archive.db"
    start, used = time.perf_counter(), processor()
    command = [sys.executable, "-m", "crawler", "clean", str(database), str(pages), *option, "--silent"]
    known = {child.pid for child in psutil.Process().children()}
    subprocess.run(command, cwd=HOUSE, check=True)
    clock = time.perf_counter() - start
    wait_for_orphans(known)
    took = Took(clock, processor() - used)
    for left in folder.glob("archive.*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    ways = {
        "processes": ["--workers", str(given.workers)],
        "cluster": ["--cluster", f"local:{given.workers}"],
    }
    with tempfile.TemporaryDirectory() as name, served(given.pages, 150) as (_base, urls):
        folder = Path(name)
        pages, first = folder / "pages", folder / "first"
        save(urls, pages)
        first.mkdir()
        for page in sorted(pages.iterdir())[: given.first]:
            shutil.copy(page, first)
        took: dict[str, list[Took]] = {way: [] for way in ways}
        for _round in range(given.rounds):
            for way, option in ways.items():
                start = seconds(folder, first, option)
                took[way].append(seconds(folder, pages, option).without(start))
    count = len(urls) - given.first
    for way, times in took.items():
        clock, used = (median(one[place] for one in times) for place in (0, 1))
        print(f"{way:10} {clock:8.1f} s   {used:8.1f} s of processor   {used / count * 1000:6.1f} ms a page")
    for place, what in enumerate(("by the clock", "in processor time")):
        home, there = (median(one[place] for one in took[way]) for way in ("processes", "cluster"))
        print(f"cluster beside the processes, {what}: {there / home - 1:+.1%}")


if __name__ == "__main__":
    main()
