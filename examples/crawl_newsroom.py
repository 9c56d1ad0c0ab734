"""Crawls three invented papers for three simulated days into demo/papers.db: what `make demo-crawl` runs.

The papers are played by the newsroom of the tests, on this machine alone. Each of the three days has four crawls, six hours apart.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.crawl_runner import run, site
from tests.newsroom import BEGIN, PAPERS, newsroom

DAYS = 3
CRAWLS_A_DAY = 4


def main(database: Path) -> None:
    """Crawl, and say what came of each day."""
    with newsroom(now=BEGIN + timedelta(hours=6)) as room:
        for _ in range(DAYS * CRAWLS_A_DAY):
            told = run(database, room, [site(room, paper.host) for paper in PAPERS])
            counts: dict[str, int] = {}
            for one in (told[paper.host.removesuffix(".test")] for paper in PAPERS):
                for outcome, count in one["outcomes"].items():
                    counts[outcome] = counts.get(outcome, 0) + count
            print(
                f"{room.now:%a %d %B %H:%M}",
                ", ".join(f"{count} {name}" for name, count in sorted(counts.items())),
                flush=True,
            )
            room.now += timedelta(hours=24 / CRAWLS_A_DAY)
    print(f"{DAYS * CRAWLS_A_DAY} crawls of {len(PAPERS)} papers, {DAYS} days")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
