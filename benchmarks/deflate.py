"""What unpacking and packing a page costs: pipelines.deflate beside Python's zlib, on the same pages in turn.

python benchmarks/deflate.py [PAGES]
"""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import html_pages

from pipelines.deflate import GZIP, gunzipped, gzipped

PAGES = 120
ZLIB_LEVEL = 4
"""What raw pages were packed with before zlib-ng."""
TURNS = 5
LARGEST = 1 << 28
"""Bytes of a page."""


def _milliseconds(work: Callable[[], object]) -> float:
    """Processor time, the least of a few turns."""
    best = float("inf")
    for _ in range(TURNS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return 1000 * best


def main() -> None:
    name, found = html_pages(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
    pages = [page.encode("utf-8", "replace") for page in found]
    print(f"{len(pages)} pages of {name}")
    packed = [gzipped(page) for page in pages]
    by_zlib = [zlib.compress(page, ZLIB_LEVEL, GZIP) for page in pages]
    rows = {
        "packed by zlib": [_milliseconds(lambda page=page: zlib.compress(page, ZLIB_LEVEL, GZIP)) for page in pages],
        "packed here": [_milliseconds(lambda page=page: gzipped(page)) for page in pages],
        "unpacked by zlib": [_milliseconds(lambda one=one: zlib.decompress(one, GZIP)) for one in packed],
        "unpacked here": [_milliseconds(lambda one=one: gunzipped(one, LARGEST)) for one in packed],
    }
    for what, times in rows.items():
        print(f"{what}: {sum(times) / len(times):.2f} ms a page, {median(times):.2f} at the median")
    for by, sizes in {"zlib": by_zlib, "here": packed}.items():
        print(
            f"{by}: {sum(map(len, sizes)) / len(sizes) / 1000:.1f} kB of {sum(map(len, pages)) / len(pages) / 1000:.0f} a page"
        )


if __name__ == "__main__":
    main()
