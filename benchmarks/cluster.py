"""What a cluster costs beside the worker processes of one machine: the same pages both ways, in turns, start-up apart.

    python benchmarks/cluster.py [--pages 1000] [--workers 2] [--rounds 3]

The pages are the newsroom's (tests/newsroom) with menus and teasers. Start-up is what a run over one page takes.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from crawl import HOUSE, save, served


def seconds(folder: Path, pages: Sequence[Path] | Path, option: Sequence[str]) -> float:
    """By the clock."""
    database = folder / "archive.db"
    start = time.perf_counter()
    given = [str(pages)] if isinstance(pages, Path) else [str(page) for page in pages]
    command = [sys.executable, "-m", "crawler", "clean", str(database), *given, *option, "--silent"]
    subprocess.run(command, cwd=HOUSE, check=True)
    took = time.perf_counter() - start
    for left in folder.glob("archive.*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ways = {
        "processes": ["--workers", str(given.workers)],
        "cluster": ["--cluster", f"local:{given.workers}"],
    }
    with tempfile.TemporaryDirectory() as name, served(given.pages, 150) as (_base, urls):
        folder = Path(name)
        pages = folder / "pages"
        save(urls, pages)
        first = pages / "00000.html"
        took: dict[str, list[float]] = {way: [] for way in ways}
        for _round in range(given.rounds):
            for way, option in ways.items():
                took[way].append(seconds(folder, pages, option) - seconds(folder, first, option))
    for way, times in took.items():
        print(f"{way:10} {median(times):8.1f} s   {len(urls) / median(times):6.1f} pages a second")
    print(f"time beside the processes: {median(took['cluster']) / median(took['processes']) - 1:+.1%}")


if __name__ == "__main__":
    main()
