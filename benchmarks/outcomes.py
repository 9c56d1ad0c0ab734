"""Whether a change that should only make cleaning faster changed what it says: a digest for each field of each outcome.

    python benchmarks/outcomes.py save before.json          every page of every corpus; --step 10 for a tenth of them
    python benchmarks/outcomes.py compare before.json       the fields that differ, page by page; ends with 1 if any does

Everything an outcome holds is compared: text, blocks with reasons and evidence, metadata and its origins, comments, warnings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import corpora

from pipelines.clean import clean
from pipelines.types import Capture, Outcome, Provenance, Rejection

Digests = dict[str, str]
"""Field of an outcome -> digest of its value."""


def captures(step: int) -> Iterator[Capture]:
    """The corpora's pages as captures, each named by its corpus and id."""
    for corpus in corpora():
        for page in corpus.pages(step):
            is_html = "html" in page
            yield Capture(
                provenance=Provenance(source=f"{corpus.name}/{page['id']}"),
                url=page.get("url"),
                body=(page["html"] if is_html else page["text"]).encode("utf-8", "replace"),
                content_type="text/html" if is_html else "text/plain",
            )


def digests_of(capture: Capture) -> tuple[str, Digests]:
    """The page's name, and the digests of what became of it."""
    return capture.provenance.source, _digests(clean(capture))


def _digests(outcome: Outcome) -> Digests:
    if isinstance(outcome, Rejection):
        best = _digests(outcome.best) if outcome.best is not None else {}
        return best | {"reason": _digest(outcome.reason), "detail": _digest(outcome.detail)}
    named = {field.name: getattr(outcome, field.name) for field in fields(outcome) if field.name != "cleaned_by"}
    return {name: _digest(value) for name, value in (named | {"text": outcome.text}).items()}


def _digest(value: Any) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "replace"), digest_size=12).hexdigest()


def measure(step: int, processes: int) -> dict[str, Digests]:
    """Digests of all pages by their names."""
    with ProcessPoolExecutor(processes) as pool:
        return dict(pool.map(digests_of, captures(step), chunksize=8))


def differing(before: dict[str, Digests], after: dict[str, Digests]) -> dict[str, list[str]]:
    """The fields that differ, of each page that has any; pages of the first that were not cleaned now are left out."""
    found = {
        page: sorted(name for name in before[page].keys() | now.keys() if before[page].get(name) != now.get(name))
        for page, now in after.items()
        if page in before
    }
    return {page: names for page, names in found.items() if names}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["save", "compare"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    now = measure(given.step, given.processes)
    if given.action == "save":
        given.file.write_text(json.dumps(now), encoding="utf-8")
        print(f"{len(now)} pages")
        return 0
    before = json.loads(given.file.read_text(encoding="utf-8"))
    differ = differing(before, now)
    for page, names in sorted(differ.items()):
        print(page, ", ".join(names))
    counts = Counter(name for names in differ.values() for name in names)
    compared = len(before.keys() & now.keys())
    print(f"{len(differ)} of {compared} pages differ", dict(counts))
    return 1 if differ or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
