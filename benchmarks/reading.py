"""What a page of a web archive file costs that is only read, or read and told its language; what a part of a job costs; and
whether memory stays where it is over a million records.

    python benchmarks/reading.py [--pages 300]           a WARC file of pages of the corpus, or of the examples
    python benchmarks/reading.py --records 1000000       a WARC file of as many tiny pages, made up

Reading is measured in this process, warm. A part of a job is cleaned by one worker as `copydesk shard` does it, with the raw pages
left where they lie; its processor time is that of the command with all its processes, less that of the same command over the
file's first page, as what starting costs is no cost of a page; minutes of `--part-size` megabytes are reckoned from that, by the packed bytes of the file. Memory is
the most that the command's own process held at any time (VmHWM), as Linux says while it is at work.
"""

from __future__ import annotations

import argparse
import gzip
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import html_pages
from peers import COPYDESK
from rivals import record, spent

from crawler.readers import read_paths
from crawler.selecting import Selection

PAGES = 300
LANGUAGE = "ckb"
"""Rare enough for no page to be chosen by it: telling it is what is measured."""
PART = 256
"""Megabytes of a part: what `copydesk shard` makes by default."""
LOOKS = 0.2

TINY = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
    "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://site{site}.example/{number}\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
)
BLOCK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><title>{number}</title><p>Page {number}.</p></html>"
SITES = 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--records", type=int, help="measure memory over as many tiny records instead")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="copydesk-reading-") as folder:
        if chosen.records:
            memory(Path(folder), chosen.records)
        else:
            cost(Path(folder), chosen.pages)


def cost(folder: Path, count: int) -> None:
    """Processor time of a page, by what is done with it."""
    name, pages = html_pages(count)
    whole, first = folder / "crawl.warc.gz", folder / "first.warc.gz"
    records = [
        record(f"https://site{number}.example/page", page.encode("utf-8", "replace"))
        for number, page in enumerate(pages)
    ]
    whole.write_bytes(b"".join(records))
    first.write_bytes(records[0])
    size = sum(len(page.encode("utf-8", "replace")) for page in pages) // len(pages)
    print(f"{len(pages)} pages of {name}, mean {size // 1024} KiB, {whole.stat().st_size / 1e6:.1f} MB packed")
    for told, selection in (
        ("read", Selection()),
        (f"read, and its language told (--language {LANGUAGE})", Selection(languages=frozenset({LANGUAGE}))),
    ):
        print(f"CPU of a page that is {told}: {_reading(selection, whole) / len(pages) * 1000:.1f} ms", flush=True)
    shard = ("--cluster", "local:1", "--silent")
    seconds = _processor("shard", shard, whole, str(folder / "whole")) - _processor(
        "shard", shard, first, str(folder / "first")
    )
    packed = (whole.stat().st_size - first.stat().st_size) / 1e6
    print(f"CPU of a page that is cleaned into a shard: {seconds / (len(pages) - 1) * 1000:.1f} ms")
    print(f"CPU of a part of {PART} MB of such pages: {seconds / packed * PART / 60:.1f} minutes")


def _reading(selection: Selection, path: Path) -> float:
    """The least of three times, after one that is not counted: libraries load in it."""
    taken = []
    for _ in range(4):
        begun = time.process_time()
        for _one in selection.chosen(read_paths([path])):
            pass
        taken.append(time.process_time() - begun)
    return min(taken[1:])


def _processor(command: str, options: Sequence[str], path: Path, *before: str) -> float:
    done = spent([*COPYDESK, command, *before, str(path), *options])
    if done.status not in {0, 1, 3}:  # 1: some pages failed; 3: none is in the language
        sys.exit(f"copydesk {command} ended with {done.status}")
    return done.processor


def memory(folder: Path, count: int) -> None:
    """The most memory that a command's own process holds, over a tenth of the records and over all."""
    for records in (count // 10, count):
        path = folder / f"{records}.warc.gz"
        with path.open("wb") as file:
            file.writelines(_tiny(records))
        for told, command in (
            ("copydesk index", ["index", str(path)]),
            ("copydesk clean --dry-run", ["clean", str(folder / f"{records}.db"), str(path), "--dry-run", "--silent"]),
        ):
            _print(told, records, _held([*COPYDESK, *command]))
        status = folder / f"{records}.json"
        command = ["clean", str(folder / f"{records}.db"), str(path), "--silent", "--status-file", str(status)]
        _print("copydesk clean, until all are saved", records, _held([*COPYDESK, *command], status))


def _print(told: str, records: int, found: tuple[int, float]) -> None:
    held, seconds = found
    print(f"{told}, {records:,} records: {held} MiB at most, {seconds:.0f} s by the clock", flush=True)


def _tiny(count: int) -> Iterator[bytes]:
    """Records, each packed alone."""
    for number in range(count):
        block = BLOCK.format(number=number)
        text = TINY.format(number=number, site=number % SITES, length=len(block), block=block)
        yield gzip.compress(text.encode(), 1, mtime=0)


def _held(command: Sequence[str], told: Path | None = None) -> tuple[int, float]:
    """(MiB that the process held at most, seconds by the clock) of a command; of one that tells how far it is, of its reading."""
    begun, most = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            lines = status.read_text().splitlines()
            most = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), most)
            if told and told.exists() and json.loads(told.read_text())["phase"] != "reading":
                process.send_signal(signal.SIGINT)
                process.wait()
            time.sleep(LOOKS)
    if process.returncode not in {0, 1, 130}:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return most // 1024, time.perf_counter() - begun


if __name__ == "__main__":
    main()
