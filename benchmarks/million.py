"""A big archive of invented articles, made by the archive's own savers, and what searching it costs through Datasette.

    python benchmarks/million.py make FOLDER [--articles 1000000]   goes on where it stopped
    python benchmarks/million.py ask FOLDER                        starts `copydesk serve` on it and asks

Words follow Zipf's law over an invented vocabulary, so that there are words in most articles, in one of a thousand, and in
one. `make` prints what saving an article costs as the archive grows, in processor time, and how much memory it takes; `ask` prints, for each kind of question, the
median and the slowest of several different ones, each asked once: nothing is answered from a page that was asked before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median

from archive.connection import sqlite3
from archive.opening import open_archive
from pipelines.types import Article, Block, Capture, Provenance

VOCABULARY = 200_000
WORDS = 250
"""Of an article: the median of a newspaper's."""
MENU, TEASERS = 30, 8
"""Blocks that are removed from each."""
BATCH = 1000
SITES = 300
AUTHORS = 20_000
LANGUAGES = ("en", "de", "fr", "es", "pt", "ru", "uk", "tr", "pl", "it", "nl", "sv")
SECTIONS = tuple("World Politics Business Sport Culture Science Opinion Local Weather Travel Food Law".split())
FIRST_DAY = date(2006, 1, 1)
DAYS = 7300
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "ai", "en", "or")]


def word(number: int) -> str:
    """The word of a rank: short for common ones, never the same for two."""
    syllables = []
    number += len(SYLLABLES)
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[rest])
    return "".join(syllables)


WORD_LIST = [word(number) for number in range(VOCABULARY)]
CUMULATED = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))


def invented(number: int) -> tuple[Capture, Article]:
    """The article of a number: the same in every run."""
    chance = random.Random(number)
    words = chance.choices(WORD_LIST, cum_weights=CUMULATED, k=WORDS)
    paragraphs = [" ".join(words[start : start + 50]).capitalize() + "." for start in range(0, WORDS, 50)]
    site = min(int(chance.expovariate(0.02)), SITES - 1)
    language = LANGUAGES[site % len(LANGUAGES)]
    published = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.6))
    blocks = [Block(text=text, role="paragraph", kept=True, where=f"body/p[{n}]") for n, text in enumerate(paragraphs)]
    blocks += _around(site, chance)
    url = f"https://paper{site}.example/{published:%Y/%m}/{number}"
    article = Article(
        blocks=tuple(blocks),
        title=" ".join(words[:6]).capitalize(),
        authors=(f"{word(chance.randrange(AUTHORS)).capitalize()} {word(number % 977).capitalize()}",),
        published=published.isoformat(),
        language=language,
        section=chance.choice(SECTIONS),
        site=f"Paper {site}",
        url=url,
        cleaned_by="bench/1",
    )
    body = hashlib.sha256(str(number).encode()).digest()
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    return Capture(provenance=Provenance(source="bench"), body=body, url=url, fetched_at=fetched), article


def _around(site: int, chance: random.Random) -> Iterator[Block]:
    """What is removed: lines that stand on all pages of a site, and teasers that stand on this one only."""
    of_site = random.Random(f"menu of {site}")
    for place in range(MENU):
        line = " ".join(of_site.choices(WORD_LIST[:5_000], k=2)).capitalize()
        yield Block(text=line, role="label", kept=False, reason="navigation", where=f"body/nav/ul/li[{place + 1}]/a")
    for place in range(TEASERS):
        teaser = " ".join(chance.choices(WORD_LIST, cum_weights=CUMULATED, k=9)).capitalize()
        yield Block(text=teaser, role="label", kept=False, reason="related-stories", where=f"body/aside/a[{place + 1}]")


def make(folder: Path, articles: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with open_archive(folder / "million.db", create=True) as archive:
        run = archive.start_run("bench")
        begun = archive.conn.execute("select coalesce(max(id), 0) from captures").fetchone()[0]
        spent, costs = 0.0, []
        for start in range(begun, articles, BATCH):
            made = [invented(number) for number in range(start + 1, start + BATCH + 1)]
            before = time.process_time()
            archive.save_captures([capture for capture, _ in made], run)
            archive.save_outcomes(((start + place, article) for place, (_, article) in enumerate(made, 1)), run)
            spent += time.process_time() - before
            if (start // BATCH) % 10 == 9:
                costs.append(spent / 10)
                print(f"{start + BATCH:,} articles: {costs[-1]:.2f} ms of processor time each to save", flush=True)
                spent = 0.0
        archive.finish_run(run, "done")
    if len(costs) > 1:
        print(f"the last ten thousand cost {costs[-1] / costs[0]:.2f} times what the first of this run did")
    print(f"{(folder / 'million.db').stat().st_size / 1e9:.1f} GB of database")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB of memory at most")


def questions(conn: sqlite3.Connection) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """(kind, the parameters of each page asked for)."""
    articles = conn.execute("select count(*) from articles").fetchone()[0]
    yield "a word in one of ten thousand", [{"q": WORD_LIST[50_000 + 7 * n]} for n in range(15)]
    yield "a word in one of a hundred", [{"q": WORD_LIST[1_800 + 7 * n]} for n in range(15)]
    yield "two such words", [{"q": f"{WORD_LIST[900 + 5 * n]} {WORD_LIST[700 + 5 * n]}"} for n in range(15)]
    yield "a phrase that is not there", [{"q": f'"{WORD_LIST[900 + n]} {WORD_LIST[910 + n]}"'} for n in range(5)]
    yield "the same in one site", [{"q": WORD_LIST[1_830 + 7 * n], "site": f"paper{n}.example"} for n in range(15)]
    yield "a word in one of ten", [{"q": WORD_LIST[150 + 7 * n]} for n in range(8)]
    yield "a word in most articles", [{"q": WORD_LIST[n]} for n in range(5)]
    yield "two words in most articles", [{"q": f"{WORD_LIST[n]} {WORD_LIST[n + 5]}"} for n in range(3)]
    yield "no word: all articles", [{}, {"page": "2"}, {"sort": "oldest"}]
    yield "one language", [{"language": name} for name in LANGUAGES[:5]]
    yield "one month", [{"month": f"{year}-05"} for year in range(2010, 2020)]
    yield "one site", [{"site": f"paper{n}.example"} for n in range(5)]
    yield "one author", [{"author": row[0]} for row in conn.execute("select name from authors limit 5")]
    print(f"{articles:,} articles")


def ask(folder: Path) -> None:
    database = folder / "million.db"
    conn = sqlite3.connect(database)
    port = _free_port()
    command = [sys.executable, "-m", "crawler", "serve", str(database), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = _wait_for(f"http://127.0.0.1:{port}/", server)
        searches = []
        for kind, asked in questions(conn):
            answers = [_seconds(f"{base}{database.stem}/-/search?{urllib.parse.urlencode(one)}") for one in asked]
            searches += [seconds for seconds, _ in answers]
            _print(kind, answers)
        print(
            f"all {len(searches)} searches: median {median(searches) * 1000:.0f} ms, slowest {max(searches) * 1000:.0f} ms"
        )
        _print("an article's page", [_seconds(f"{base}{database.stem}/-/read/{link}") for link in _permalinks(conn)])
        _print("the front page", [_seconds(base)])
    finally:
        server.terminate()
        server.wait(30)


def _permalinks(conn: sqlite3.Connection) -> list[str]:
    return [row[0] for row in conn.execute("select permalink from articles where id % 50021 = 7 limit 15")]


def _print(kind: str, answers: list[tuple[float, bool]]) -> None:
    seconds = [answer for answer, _ in answers]
    stopped = sum(not whole for _, whole in answers)
    tail = f", {stopped} of {len(answers)} stopped" if stopped else ""
    print(f"{kind:32} median {median(seconds) * 1000:7.0f} ms, slowest {max(seconds) * 1000:7.0f} ms{tail}", flush=True)


def _seconds(url: str) -> tuple[float, bool]:
    """How long a page takes, and whether the answer is whole."""
    start = time.perf_counter()
    with urllib.request.urlopen(url, timeout=120) as answer:
        text = answer.read().decode()
    return time.perf_counter() - start, "took too long" not in text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=60).read()
        except OSError:
            if server.poll() is not None:
                sys.exit("copydesk serve ended by itself")
            time.sleep(0.2)
        else:
            return url
    sys.exit("copydesk serve did not answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["make", "ask"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    given = parser.parse_args()
    os.nice(5)
    if given.action == "make":
        make(given.folder, given.articles)
    else:
        ask(given.folder)


if __name__ == "__main__":
    main()
