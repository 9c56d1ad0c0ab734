"""Who is scored: copydesk through its command, and two libraries beside it.

trafilatura gets the treatment its documentation recommends for articles, with metadata; for a text dump each
line is handed over as a paragraph, since it reads nothing but HTML. resiliparse gives text only.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

COPYDESK = (sys.executable, "-c", "from crawler.cli import main; main()")
"""The command, in the environment this runs in."""

Json = dict[str, Any]
Peer = Callable[[Iterable[Json]], Iterator[Json]]


def copydesk(pages: Iterable[Json]) -> Iterator[Json]:
    """Answers of `copydesk extract --format jsonl`, run as users run it."""
    command = [*COPYDESK, "extract", "--format", "jsonl", "-"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as questions:
        for page in pages:
            asked = {key: page[key] for key in ("id", "url", "html", "text") if key in page}
            questions.write(json.dumps(asked, ensure_ascii=False) + "\n")
        questions.seek(0)
        with subprocess.Popen(command, stdin=questions, stdout=subprocess.PIPE, text=True, encoding="utf-8") as run:
            if run.stdout is not None:
                yield from map(json.loads, run.stdout)
    if run.returncode not in (0, 1):  # 1: some pages failed, each with its reason
        sys.exit(f"copydesk extract ended with {run.returncode}")


def trafilatura(pages: Iterable[Json]) -> Iterator[Json]:
    """Answers of trafilatura's own extraction."""
    import trafilatura as library

    for page in pages:
        document = library.bare_extraction(
            _as_html(page), url=page.get("url") or None, with_metadata=True, include_comments=False
        )
        yield {"id": page["id"]} | (_fields(document) if document else {})


def resiliparse(pages: Iterable[Json]) -> Iterator[Json]:
    """Answers of resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    for page in pages:
        yield {"id": page["id"], "text": extract_plain_text(_as_html(page), main_content=True, alt_texts=False)}


PEERS: dict[str, Peer] = {"copydesk": copydesk, "trafilatura": trafilatura, "resiliparse": resiliparse}
TEXT_ONLY = frozenset({"resiliparse"})
"""Peers that give no metadata: their titles and names are not scored."""


def _fields(document: Any) -> Json:
    authors = [name.strip() for name in (document.author or "").split(";") if name.strip()]
    return {"text": document.text, "title": document.title, "authors": authors, "published": document.date}


def _as_html(page: Json) -> str:
    if "html" in page:
        return str(page["html"])
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in page["text"].split("\n") if line.strip())
    return f"<html><body>{lines}</body></html>"
