"""What a page costs: CPU of the whole path beside plain trafilatura, pages a second, bytes kept.

The two paths take turns on the same blocks of pages, so that a busy machine slows both; the ratio is told as the
median over blocks (what one does not feel of a few dear pages) and over all blocks together (what a folder costs). Both are warm: the first block is run and not counted (trafilatura's date parser alone loads for a
second). The whole path is everything `copydesk clean` does with a page (read the file, save the raw page in a WARC
file, clean it, save the article with its full-text index), in one process; plain trafilatura is its extraction
with metadata from a string already in memory, nothing read, nothing saved.

Cleaning alone, in the same turns, is the same pages in memory with all of the ledger, metadata and language, nothing read, nothing
saved. By reference is the whole path once more, from a WARC file that stays where it lies: its records are read and checked, and
no page is copied. What either costs beyond cleaning alone is told in milliseconds and as a share of it.

Pages a second are those of the command itself, with its start, its workers and its waiting for the disk.
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

BLOCK = 10
"""Pages in a turn: enough for one page not to decide, few enough for many turns."""
PAGES = 400
QUICK_PAGES = 80


def run(*, quick: bool = False) -> None:
    """Measure and print."""
    name, pages = html_pages(QUICK_PAGES if quick else PAGES)
    print(f"\nSpeed, on {len(pages)} pages of {name}, mean {sum(map(len, pages)) // len(pages) // 1024} KiB")
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        blocks = _write(pages, Path(folder))
        _compare(blocks, Path(folder))
        for workers in (1, 2):
            _command(Path(folder), len(pages), workers)


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
            turns = [
                lambda b=block: _whole_path(b, archive),
                lambda t=texts: _plain(t),
                lambda b=block: _cleaning(b),
                lambda w=warc: _whole_path(w, linked),
            ]
            spent = [_cpu(turn) for turn in (turns if number % 2 else turns[::-1])]
            rows.append([seconds / len(block) for seconds in (spent if number % 2 else spent[::-1])])
    _tell(rows[1:] or rows)


def _tell(counted: Sequence[Sequence[float]]) -> None:
    whole, plain, cleaning, linked = (median(column) * 1000 for column in zip(*counted, strict=True))
    print(
        f"CPU a page, median of {len(counted)} blocks: whole path {whole:.1f} ms, by reference {linked:.1f} ms, cleaning alone "
        f"{cleaning:.1f} ms, plain trafilatura {plain:.1f} ms"
    )
    for name, place in (("whole path", 0), ("by reference", 3), ("cleaning alone", 2)):
        ratio = median(row[place] / row[1] for row in counted)
        total = sum(row[place] for row in counted) / sum(row[1] for row in counted)
        print(
            f"{name} / plain trafilatura with metadata: {ratio:.2f} the median block, {total:.2f} all blocks together"
        )
    for name, place in (("pages of their own", 0), ("by reference", 3)):
        beyond = [row[place] - row[2] for row in counted]
        share = sum(beyond) / sum(row[2] for row in counted)
        print(f"beyond cleaning, {name}: {1000 * sum(beyond) / len(beyond):.1f} ms a page, {share:.0%} of cleaning")


def _cpu(turn: Callable[[], None]) -> float:
    gc.collect()
    start = time.process_time()
    turn()
    return time.process_time() - start


def _whole_path(paths: Sequence[Path], archive: Archive) -> None:
    from crawler.readers import read_paths
    from pipelines.clean import clean

    run_ = archive.start_run("bench")
    archive.save_captures(list(read_paths(paths)), run_)
    outcomes = [(task.id, clean(task.capture, profile=task.profile)) for task in archive.pending()]
    archive.save_outcomes(outcomes, run_)
    archive.finish_run(run_, "done")


def _cleaning(paths: Sequence[Path]) -> None:
    from pipelines.clean import clean
    from pipelines.types import Capture, Provenance

    for path in paths:
        clean(Capture(provenance=Provenance(source=path.name), body=path.read_bytes(), content_type="text/html"))


def _plain(pages: Sequence[str]) -> None:
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)


def _command(folder: Path, pages: int, workers: int) -> None:
    database = folder / f"{workers}.db"
    command = [*COPYDESK, "clean", str(database), str(folder / "pages"), "--workers", str(workers), "--silent"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"copydesk clean ended with {done.returncode}: {done.stderr}")
    print(f"copydesk clean --workers {workers}: {pages / seconds:.1f} pages a second, its start included")
    if workers == 1:
        _print_sizes(database, pages)


def _print_sizes(database: Path, pages: int) -> None:
    warcs = sum(path.stat().st_size for path in database.with_suffix(".warc").rglob("*") if path.is_file())
    kept = sum(path.stat().st_size for path in database.parent.glob(database.name + "*"))
    print(f"bytes a page: {kept // pages:,} in the database, {warcs // pages:,} in WARC files")


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
