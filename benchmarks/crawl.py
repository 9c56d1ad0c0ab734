"""What a crawl costs: our whole path (fetch, save raw, clean, archive) beside what others do with the same pages, in one run.

    python benchmarks/crawl.py [--pages 500] [--rounds 3]

The pages are the newsroom's (tests/newsroom), served on this machine without any delay, so that only the programs are measured;
the server is a process of its own. Beside `copydesk crawl` there are plain Scrapy, which only fetches, trafilatura and news-please, page by page, and `copydesk clean` on the same pages saved to the disk. All take turns, and medians are told. How long
the reactor was kept from its work is measured from outside: by how long it takes to answer a call.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

SCRAPY = """
import json, sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess
class Fetch(scrapy.Spider):
    name = "fetch"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, self.parse)
    def parse(self, response):
        pass
process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False})
process.crawl(Fetch)
process.start()
"""
TRAFILATURA = """
import json, sys, urllib.request
import trafilatura
for url in json.load(open(sys.argv[1])):
    with urllib.request.urlopen(url) as answer:
        page = answer.read()
    assert trafilatura.bare_extraction(page, url=url, with_metadata=True) is not None
"""
NEWS_PLEASE = """
import json, sys, urllib.request
from newsplease import NewsPlease
for url in json.load(open(sys.argv[1])):
    with urllib.request.urlopen(url) as answer:
        page = answer.read().decode()
    assert NewsPlease.from_html(page, url=url, fetch_images=False).maintext
"""
SERVER = """
import sys, time
from dataclasses import replace
from datetime import datetime, timedelta
from tests.newsroom import BEGIN, PAPERS, newsroom
paper = replace(PAPERS[0], host="localhost", articles=int(sys.argv[1]), furniture=int(sys.argv[2]), every=timedelta(minutes=1))
with newsroom([paper], now=BEGIN + timedelta(days=60)) as room:
    print(room.port, flush=True)
    sys.stdin.read()
"""


@contextmanager
def served(pages: int, furniture: int = 0) -> Iterator[tuple[str, list[str]]]:
    """The newsroom's address, and those of its articles."""
    from tests.newsroom import BEGIN, PAPERS

    paper = replace(PAPERS[0], host="localhost", articles=pages, every=timedelta(minutes=1))
    now = BEGIN + timedelta(days=60)
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(pages), str(furniture)],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    assert server.stdin is not None
    base = f"http://localhost:{server.stdout.readline().strip()}"
    try:
        yield base, [base + paper.path(number) for number in paper.shown(now) if paper.is_there(number, now)]
    finally:
        server.stdin.close()
        server.wait(10)


def crawl_child(database: str, base: str, workers: int) -> None:
    """Our crawl, in this very process; prints how long the reactor took to answer at the longest."""
    import asyncio

    from crawler.crawling.running import Job, crawl
    from crawler.page_pool import BESIDE_A_CRAWL, page_pool
    from crawler.sites import Identity, Politeness, SiteConfig
    from pipelines.types import Rules

    late: list[float] = []
    watched: list[asyncio.AbstractEventLoop] = []

    def ask(loop: asyncio.AbstractEventLoop) -> None:
        while True:
            answered = threading.Event()
            asked = time.perf_counter()
            try:
                loop.call_soon_threadsafe(answered.set)
            except RuntimeError:
                return
            while not answered.wait(0.5):
                if not loop.is_running():  # the crawl is over; what is left is cleaned without it
                    return
            late.append(time.perf_counter() - asked)
            time.sleep(0.01)

    def watch(_told: object, _tally: object) -> None:
        if not watched:
            watched.append(asyncio.get_running_loop())
            threading.Thread(target=ask, args=tuple(watched), daemon=True).start()

    site = SiteConfig(
        name="bench", start=(base + "/",), allow=("localhost",), politeness=Politeness(delay=0, connections=16),
        sources=("sitemap",), identity=Identity(contact="bench@example.org"),
    )  # fmt: skip
    with page_pool(Rules(), workers, BESIDE_A_CRAWL) as pool:
        told = crawl(
            Job(path=Path(database), sites=[site], command="bench", pool=pool, rules=Rules(), watch=watch)
        ).told
    print(json.dumps({"outcomes": told["bench"].outcomes, "late": sorted(late)[-20:], "asked": len(late)}))


def timed(command: list[str]) -> tuple[float, str]:
    """Seconds by the clock, and what was printed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(f"{command[:4]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - start, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument(
        "--furniture", type=int, default=150, help="menu entries and teasers around each article; 0 for bare pages"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--news-please", metavar="PYTHON", help="a Python that has news-please, to measure it too")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        crawl_child(given.child[0], given.child[1], int(given.child[2]))
        return
    workers = os.cpu_count() or 1
    with served(given.pages, given.furniture) as (base, urls), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "urls.json").write_text(json.dumps(urls))
        saved = save(urls, folder / "pages")
        print(f"{len(urls)} pages, {saved // len(urls):,} bytes each, {workers} workers, {datetime.now(UTC):%Y-%m-%d}")
        rounds = [one_round(folder, base, workers, number, given.news_please) for number in range(given.rounds)]
    tell(rounds, len(urls))


def save(urls: list[str], folder: Path) -> int:
    folder.mkdir()
    size = 0
    for number, url in enumerate(urls):
        with urllib.request.urlopen(url) as answer:
            body = answer.read()
        (folder / f"{number:05}.html").write_bytes(body)
        size += len(body)
    return size


def one_round(folder: Path, base: str, workers: int, number: int, news_please: str | None) -> dict[str, float]:
    python, urls = sys.executable, str(folder / "urls.json")
    child = [python, "-W", "ignore", __file__, "--child", str(folder / f"crawl-{number}.db"), base, str(workers)]
    clean = [
        python,
        "-m",
        "crawler",
        "clean",
        str(folder / f"clean-{number}.db"),
        str(folder / "pages"),
        "--workers",
        str(workers),
        "--silent",
    ]
    ways: dict[str, Callable[[], tuple[float, str]]] = {
        "copydesk crawl": lambda: timed(child),
        "plain Scrapy, fetching only": lambda: timed([python, "-W", "ignore", "-c", SCRAPY, urls]),
        "trafilatura, page by page": lambda: timed([python, "-W", "ignore", "-c", TRAFILATURA, urls]),
        "copydesk clean, from the disk": lambda: timed(clean),
    }
    if news_please:
        ways["news-please, page by page"] = lambda: timed([news_please, "-W", "ignore", "-c", NEWS_PLEASE, urls])
    found: dict[str, float] = {}
    for name, way in ways.items():
        found[name], printed = way()
        if name == "copydesk crawl":
            told = json.loads(printed.splitlines()[-1])
            late = told["late"]
            found["late"], found["late-most"] = late[0] if len(late) == 20 else late[-1], late[-1]
    return found


def tell(rounds: list[dict[str, float]], pages: int) -> None:
    seconds = {name: median(one[name] for one in rounds) for name in rounds[0]}
    for name in rounds[0]:
        if not name.startswith("late"):
            print(f"{name:32} {seconds[name]:6.1f} s  {pages / seconds[name]:7.1f} pages a second")
    share = median(one["copydesk clean, from the disk"] / one["copydesk crawl"] for one in rounds)
    print(f"copydesk crawl reaches {share:.0%} of the pages a second of copydesk clean")
    print(
        f"the reactor answered within {seconds['late'] * 1000:.0f} ms but for 20 times, within {seconds['late-most'] * 1000:.0f} ms always"
    )


if __name__ == "__main__":
    main()
