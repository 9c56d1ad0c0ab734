"""What a page costs: CPU of the whole path beside plain trafilatura, pages a second, bytes kept.

The two paths take turns on the same blocks of pages, so that a busy machine slows both; the ratio is told as the
median over blocks (what one does not feel of a few dear pages) and over all blocks together (what a folder costs). Both are warm: the first block is run and not counted (trafilatura's date parser alone loads for a
second). The whole path is everything `copydesk clean` does with a page (read the file, save the raw page in a WARC
file, clean it, save the article with its full-text index), in one process; plain trafilatura is its extraction
with metadata from a string already in memory, nothing read, nothing saved.

By reference is the whole path once more, from a WARC file that stays where it lies: its records are read and checked, and no page is
copied. Cleaning alone, with all of the ledger, metadata and language, is measured inside of these paths, so that what either costs beyond
it is no difference between two runs. Who cleans a page a second time finds what was remembered of its strings, which spares a tenth of
the time; in an archive pages are new. So cleaning is that of the path that went first over a block, and all totals are made with it.

Pages a second are those of the command itself, with its start, its workers and its waiting for the disk. What a second worker
adds is told without the start (what the first block alone takes), and beside what a second processor is worth on the machine:
two of them may share a core's units, or its memory. Two processes that share nothing show that, each with plain trafilatura over all pages.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import html_pages
from peers import COPYDESK
from rivals import record

if TYPE_CHECKING:
    from archive.archive import Archive

BLOCK = 20
"""Pages in a turn, and in a batch that is saved: a worker cleans about so many in the second after which the command saves."""
PAGES = 400
QUICK_PAGES = 80


def run(*, quick: bool = False) -> None:
    """Measure and print."""
    name, pages = html_pages(QUICK_PAGES if quick else PAGES)
    print(f"\nSpeed, on {len(pages)} pages of {name}, mean {sum(map(len, pages)) // len(pages) // 1024} KiB")
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        blocks = _write(pages, Path(folder))
        _compare(blocks, Path(folder))
        seconds = [_command(Path(folder), len(pages), workers) for workers in (1, 2)]
        if len(blocks) > 1:  # else the start is all there is
            print(f"a second worker, start apart: {seconds[0] / seconds[1]:.2f} times the pages of one in a second")
        alone, beside = (_at_once(Path(folder) / "pages", processes) for processes in (1, 2))
        print(f"two processes of plain trafilatura that share nothing: {2 * alone / beside:.2f} times those of one")


def _write(pages: Sequence[str], folder: Path) -> list[list[Path]]:
    """The pages as saved files, in blocks."""
    paths = []
    for number, page in enumerate(pages):
        path = folder / "pages" / f"{number // BLOCK:03}" / f"{number:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace")
        paths.append(path)
    return [paths[start : start + BLOCK] for start in range(0, len(paths), BLOCK)]


def _warc_of(block: Sequence[Path], folder: Path) -> Path:
    """The pages of a block in one WARC file, as another tool writes it."""
    path = folder / "warc" / f"{block[0].parent.name}.warc.gz"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as warc:
        for page in block:
            warc.write(record(f"https://site{page.stem}.example/page", page.read_bytes()))
    return path


def _compare(blocks: Sequence[Sequence[Path]], folder: Path) -> None:
    from archive import open_archive

    rows = []
    with (
        open_archive(folder / "inline.db", create=True) as archive,  # once, as a run does
        open_archive(folder / "linked.db", create=True) as linked,
    ):
        for number, block in enumerate(blocks):
            texts = [path.read_text(encoding="utf-8") for path in block]
            warc = [_warc_of(block, folder)]
            paths = [lambda b=block: _whole_path(b, archive), lambda w=warc: _whole_path(w, linked)]
            order = (0, 1) if number % 2 else (1, 0)
            first = _cpu(paths[order[0]])
            plain, _ = _cpu(lambda t=texts: _plain(t))
            second = _cpu(paths[order[1]])
            whole, cleaning = zip(*(first, second) if number % 2 else (second, first), strict=True)
            beyond = [spent - cleaned for spent, cleaned in zip(whole, cleaning, strict=True)]
            rows.append([seconds / len(block) for seconds in (first[1], plain, *beyond)])
    _tell(rows[1:] or rows)


def _tell(counted: Sequence[Sequence[float]]) -> None:
    """Of rows of cleaning, plain trafilatura, and what saving costs beyond cleaning: copied, and by reference."""
    ways = {
        "whole path": [(cleaning + own, plain) for cleaning, plain, own, _ in counted],
        "by reference": [(cleaning + linked, plain) for cleaning, plain, _, linked in counted],
        "cleaning alone": [(cleaning, plain) for cleaning, plain, _, _ in counted],
    }
    costs = ", ".join(f"{name} {1000 * median(spent for spent, _ in pairs):.1f} ms" for name, pairs in ways.items())
    print(
        f"CPU a page, median of {len(counted)} blocks: {costs}, plain trafilatura {1000 * median(row[1] for row in counted):.1f} ms"
    )
    for name, pairs in ways.items():
        ratio = median(spent / plain for spent, plain in pairs)
        total = sum(spent for spent, _ in pairs) / sum(plain for _, plain in pairs)
        print(
            f"{name} / plain trafilatura with metadata: {ratio:.2f} the median block, {total:.2f} all blocks together"
        )
    for name, place in (("pages of their own", 2), ("by reference", 3)):
        beyond = sum(row[place] for row in counted)
        share = beyond / sum(row[0] for row in counted)
        print(f"beyond cleaning, {name}: {1000 * beyond / len(counted):.1f} ms a page, {share:.0%} of cleaning")


def _cpu(turn: Callable[[], float]) -> tuple[float, float]:
    """Seconds of a turn, and those of them that the turn says went into cleaning."""
    gc.collect()
    start = time.process_time()
    cleaned = turn()
    return time.process_time() - start, cleaned


def _whole_path(paths: Sequence[Path], archive: Archive) -> float:
    """Everything; the seconds that went into cleaning."""
    from crawler.readers import read_paths
    from pipelines.clean import clean

    run_ = archive.start_run("bench")
    archive.save_captures(list(read_paths(paths)), run_)
    tasks = [(task.id, task.capture, task.profile) for task in archive.pending()]
    start = time.process_time()
    outcomes = [(number, clean(capture, profile=profile)) for number, capture, profile in tasks]
    cleaned = time.process_time() - start
    archive.save_outcomes(outcomes, run_)
    archive.finish_run(run_, "done")
    return cleaned


def _plain(pages: Sequence[str]) -> float:
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    return 0.0


def _command(folder: Path, pages: int, workers: int) -> float:
    """Seconds of the command on all blocks but the first."""
    first = _seconds(folder / f"{workers}-first.db", folder / "pages" / "000", workers)
    seconds = _seconds(folder / f"{workers}.db", folder / "pages", workers)
    print(f"copydesk clean --workers {workers}: {pages / seconds:.1f} pages a second, its start included")
    if workers == 1:
        _print_sizes(folder / "1.db", pages)
    return seconds - first


def _seconds(database: Path, pages: Path, workers: int) -> float:
    command = [*COPYDESK, "clean", str(database), str(pages), "--workers", str(workers), "--silent"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"copydesk clean ended with {done.returncode}: {done.stderr}")
    return time.perf_counter() - start


_ALONE = """
import sys, time
from pathlib import Path
import trafilatura
pages = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).rglob("*.html"))]
trafilatura.bare_extraction(pages[0], with_metadata=True)
print("ready", flush=True)
sys.stdin.readline()
for page in pages:
    trafilatura.bare_extraction(page, with_metadata=True)
"""


def _at_once(pages: Path, processes: int) -> float:
    """Seconds until so many processes have gone over the pages, each over all."""
    command = [sys.executable, "-c", _ALONE, str(pages)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(command, text=True, **pipes) for _ in range(processes)]
    for one in running:
        one.stdout.readline()
    start = time.perf_counter()
    for one in running:
        one.stdin.write("\n")
        one.stdin.close()
    for one in running:
        one.wait()
    return time.perf_counter() - start


def _print_sizes(database: Path, pages: int) -> None:
    warcs = sum(path.stat().st_size for path in database.with_suffix(".warc").rglob("*") if path.is_file())
    kept = sum(path.stat().st_size for path in database.parent.glob(database.name + "*"))
    print(f"bytes a page: {kept // pages:,} in the database, {warcs // pages:,} in WARC files")


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
