"""`copydesk clean`, all of it, beside other tools on the same pages: time by the clock, processor time, pages with text.

    python benchmarks/rivals.py [--peers PYTHON] [--pages N] [--workers 1 2]

Each tool runs as its users run it, start included: copydesk and the WARC readers over WARC files, the others over saved files.
copydesk does more than the others: it keeps every block with its verdict, looks for what pages of a site have in common, and makes a
database that can be searched. trafilatura is the one copydesk is installed with; PYTHON is the interpreter of an environment with the
others (datatrove[processing] with python-magic, newspaper4k, news-please), by default this one: what is not there is called "not installed".

Processor time is that of a tool's process and all below it, looked at ten times a second until each ends.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import html_pages
from peers import COPYDESK
from rival_tools import NOT_INSTALLED, TOOLS

from archive.connection import sqlite3

FILES = 4
"""WARC files the pages are shared out to: tools that take a task for each file have something to share."""
LOOKS = 0.1
"""Seconds between looks at a tool's processes."""
OURS_TOO = frozenset(("trafilatura-batch", "trafilatura-warc"))
"""Run with the trafilatura that copydesk is installed with: other tools hold to old versions of it."""
TOOL = Path(__file__).parent / "rival_tools.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a run took."""

    status: int
    """As the tool ended."""
    said: str
    """On its standard output."""
    seconds: float
    processor: float


def run(peers: str = sys.executable, *, limit: int = 400, workers: Sequence[int] = (1, 2)) -> None:
    """Measure and print a table."""
    name, pages = html_pages(limit)
    print(f"\nOther tools, on the same {len(pages)} pages of {name}, everything included")
    print(f"{'tool':28} {'workers':>7} {'seconds':>8} {'pages/s':>8} {'CPU ms a page':>14} {'with text':>10}")
    with tempfile.TemporaryDirectory(prefix="copydesk-rivals-") as temporary:
        folder = Path(temporary)
        write(pages, folder)
        for count in workers:
            _print("copydesk clean", count, _copydesk(folder, count), len(pages))
            for tool in TOOLS:
                python = sys.executable if tool in OURS_TOO else peers
                command = [python, str(TOOL), tool, str(folder), str(count)]
                _print(tool, count, spent(command), len(pages))


def write(pages: Sequence[str], folder: Path) -> None:
    """The pages as saved files, and as the responses of WARC files."""
    for number, page in enumerate(pages):
        path = folder / "pages" / f"{number:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace")
    (folder / "warc").mkdir()
    (folder / "out").mkdir()
    for file in range(FILES):
        with (folder / "warc" / f"{file}.warc.gz").open("wb") as warc:
            for number, page in list(enumerate(pages))[file::FILES]:
                warc.write(record(f"https://site{number}.example/page", page.encode("utf-8", "replace")))


def record(url: str, body: bytes) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    memory = io.BytesIO()
    writer = WARCWriter(memory, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return memory.getvalue()


def spent(command: Sequence[str]) -> Spent:
    """Run a command to its end and add up what all of its processes took."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL) as tool,
    ):
        top, seen = psutil.Process(tool.pid), {}
        while tool.poll() is None:
            seen |= dict(_taken(top))
            time.sleep(LOOKS)
        seconds = time.perf_counter() - begun
        said.seek(0)
        return Spent(status=tool.returncode, said=said.read().strip(), seconds=seconds, processor=sum(seen.values()))


def _taken(top: psutil.Process) -> Iterator[tuple[int, float]]:
    """(process, seconds of processor time so far) of a process and all below it."""
    try:
        for process in (top, *top.children(recursive=True)):
            times = process.cpu_times()
            yield process.pid, times.user + times.system
    except psutil.Error:  # ended between two looks
        return


def _copydesk(folder: Path, workers: int) -> Spent:
    database = folder / "out" / f"{workers}.db"
    command = [*COPYDESK, "clean", str(database), str(folder / "warc"), "--workers", str(workers), "--silent"]
    took = spent(command)
    with sqlite3.connect(database) as conn:
        articles = conn.execute("select count(*) from articles").fetchone()[0]
    status = 0 if took.status in {0, 1} else took.status  # 1: some pages failed
    return Spent(status=status, said=f"here {articles}", seconds=took.seconds, processor=took.processor)


def _print(tool: str, workers: int, took: Spent, pages: int) -> None:
    if took.status == NOT_INSTALLED:
        print(f"{tool:28} {workers:7} not installed", flush=True)
        return
    if took.status:
        print(f"{tool:28} {workers:7} ended with {took.status}", flush=True)
        return
    version, found = took.said.splitlines()[-1].split(" ")
    name = tool if version == "here" else f"{tool} {version}"
    milliseconds = took.processor / pages * 1000
    print(
        f"{name:28} {workers:7} {took.seconds:8.1f} {pages / took.seconds:8.1f} {milliseconds:14.1f} {found:>10}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    run(given.peers, limit=given.pages, workers=given.workers)


if __name__ == "__main__":
    main()
