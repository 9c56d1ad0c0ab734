"""Where the pages come from: the corpora if they are there, else the project's own examples.

The corpora are not part of the project: their text belongs to its publishers. They are looked for in the folder
named by COPYDESK_CORPUS, else beside the project in `../shared/corpus`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
EXAMPLES = PROJECT / "examples" / "pages"
MAIN = "wcxb-dev"


@dataclass(frozen=True, slots=True)
class Corpus:
    """One file of scored pages."""

    name: str
    path: Path

    def pages(self, step: int = 1) -> Iterator[dict[str, Any]]:
        """Every page, or every `step`th."""
        with lzma.open(self.path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in islice(lines, 0, None, step))

    @property
    def digest(self) -> str:
        """Says whether a floor was measured on these very pages."""
        with self.path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def folder() -> Path:
    """Where the corpora are looked for."""
    return Path(os.environ.get("COPYDESK_CORPUS") or PROJECT.parent / "shared" / "corpus")


def corpora() -> list[Corpus]:
    """All corpora that are there, the main one first."""
    found = [Corpus(path.name.removesuffix(".jsonl.xz"), path) for path in sorted(folder().glob("*.jsonl.xz"))]
    return sorted(found, key=lambda corpus: (corpus.name != MAIN, corpus.name))


def html_pages(limit: int) -> tuple[str, list[str]]:
    """Up to `limit` HTML pages spread over the main corpus, or the examples; and their name."""
    main = next((corpus for corpus in corpora() if corpus.name == MAIN), None)
    if main is None:
        return "the example pages", list(_example_pages())
    step = max(1, 1497 // limit)  # its number of pages: a spread without reading it twice
    return main.name, [page["html"] for page in islice(main.pages(step), limit)]


def _example_pages() -> Iterator[str]:
    for path in sorted(EXAMPLES.rglob("*.html*")):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        encoding = "utf-8"
        for name in ("windows-1256", "windows-1252", "shift_jis"):
            encoding = name if name.encode() in body[:600] else encoding
        yield body.decode(encoding).replace(encoding, "utf-8")
