"""The tools that `copydesk clean` is compared with, each doing what its documentation shows; run by benchmarks/rivals.py.

    PYTHON benchmarks/rival_tools.py NAME FOLDER WORKERS      FOLDER holds pages/ and warc/, and gets out/

PYTHON is of an environment that has the tool. Prints its version and the number of pages it got text from; ends with NOT_INSTALLED where
it is not there. Nothing here is imported by copydesk, nor imports it.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import Any

NOT_INSTALLED = 3


def _pages(folder: Path) -> list[Path]:
    return sorted((folder / "pages").rglob("*.html"))


def trafilatura_batch(folder: Path, workers: int) -> int:
    """Its own command over a folder of files."""
    import trafilatura  # noqa: F401 - whether it is there

    out = folder / "out" / f"trafilatura-{workers}"
    command = [sys.executable, "-m", "trafilatura.cli", "--input-dir", str(folder / "pages"), "--output-dir", str(out)]
    subprocess.run(
        [*command, "--json", "--with-metadata", "--parallel", str(workers)], check=True, stderr=subprocess.DEVNULL
    )
    return sum(1 for _ in out.rglob("*.json"))


def _extracted(page: bytes) -> str | None:
    import trafilatura

    found: str | None = trafilatura.extract(page, output_format="json", with_metadata=True)
    return found


def _bodies(folder: Path) -> Iterator[bytes]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for path in sorted((folder / "warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                yield record.reader.read()


def trafilatura_warc(folder: Path, workers: int) -> int:
    """The loop that most people write: FastWARC, `extract`, a line of JSON for each page."""
    import trafilatura  # noqa: F401 - whether it is there

    with Pool(workers) as pool, _lines(folder, f"trafilatura-warc-{workers}") as lines:
        return _written(lines, pool.imap(_extracted, _bodies(folder), chunksize=8))


def datatrove(folder: Path, workers: int) -> int:
    """Its WARC reader, its extractor and its JSON Lines writer, a task for each file."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter

    out = folder / "out" / f"datatrove-{workers}"
    steps: list[Any] = [
        WarcReader(str(folder / "warc"), glob_pattern="*.warc.gz"),
        Trafilatura(favour_precision=False, timeout=10),
        JsonlWriter(str(out)),
    ]
    logs = str(folder / "out" / f"datatrove-logs-{workers}")
    tasks = len(list((folder / "warc").glob("*.warc.gz")))
    LocalPipelineExecutor(steps, tasks=tasks, workers=workers, logging_dir=logs).run()
    return sum(gzip.open(path).read().count(b"\n") for path in out.glob("*.gz"))


def _newspaper(path: Path) -> str | None:
    from newspaper import Article, Config

    config = Config()
    config.fetch_images = False
    article = Article("https://example.org/a", config=config)
    try:
        article.download(input_html=path.read_text(encoding="utf-8"))
        article.parse()
    except Exception:  # noqa: BLE001 - a page it cannot read is a page without text
        return None
    fields = {"title": article.title, "authors": article.authors, "text": article.text}
    return json.dumps(fields | {"published": str(article.publish_date)}) if article.text else None


def newspaper4k(folder: Path, workers: int) -> int:
    """Its `Article`, without fetching pictures."""
    import newspaper  # noqa: F401 - whether it is there

    with Pool(workers) as pool, _lines(folder, f"newspaper4k-{workers}") as lines:
        return _written(lines, pool.imap(_newspaper, _pages(folder), chunksize=8))


def _news_please(path: Path) -> str | None:
    from newsplease import NewsPlease

    try:
        article = NewsPlease.from_html(
            path.read_text(encoding="utf-8"), url="https://example.org/a", fetch_images=False
        )
    except Exception:  # noqa: BLE001 - a page it cannot read is a page without text
        return None
    return json.dumps(article.get_serializable_dict(), default=str) if article.maintext else None


def news_please(folder: Path, workers: int) -> int:
    """Its `from_html`, without fetching pictures."""
    import newsplease  # noqa: F401 - whether it is there

    with Pool(workers) as pool, _lines(folder, f"news-please-{workers}") as lines:
        return _written(lines, pool.imap(_news_please, _pages(folder), chunksize=8))


def _lines(folder: Path, name: str) -> Any:
    (folder / "out").mkdir(exist_ok=True)
    return (folder / "out" / f"{name}.jsonl").open("w", encoding="utf-8")


def _written(lines: Any, answers: Any) -> int:
    found = 0
    for answer in answers:
        if answer:
            lines.write(answer + "\n")
            found += 1
    return found


TOOLS: dict[str, tuple[str, Callable[[Path, int], int]]] = {
    "trafilatura-batch": ("trafilatura", trafilatura_batch),
    "trafilatura-warc": ("trafilatura", trafilatura_warc),
    "datatrove": ("datatrove", datatrove),
    "newspaper4k": ("newspaper4k", newspaper4k),
    "news-please": ("news-please", news_please),
}
"""Name -> (the package whose version is told, how it is run)."""


def main() -> int:
    name, folder, workers = sys.argv[1:4]
    package, run = TOOLS[name]
    try:
        found = run(Path(folder), int(workers))
        print(f"{version(package)} {found}")
    except ImportError as error:
        print(error, file=sys.stderr)
        return NOT_INSTALLED
    return 0


if __name__ == "__main__":
    sys.exit(main())
