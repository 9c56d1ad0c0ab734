"""Stored articles as a stream of one format, or as a folder with a file for each. Where they come from is not its business."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.reading import Reading, article_of
from crawler.citations import bibtex, csl, ris
from crawler.output import JOINED_FORMATS, PAGE_FORMATS
from crawler.stored import stored_record

__all__ = ["COLUMNS", "FORMATS", "SUFFIXES", "Format", "file_name", "stream", "write_folder"]

COLUMNS = (
    "id url title byline authors published modified language section tags site site_name words text first_seen last_seen "
    "source copy_of cleaned_by permalink"
).split()
"""Of CSV; several authors or tags are separated by `; `."""

_UNSAFE = re.compile(r"[^\w]+")
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How articles follow each other; the pieces are written as they are, line ends included."""

    page: Callable[[Reading], str]
    opening: str = ""
    between: str = ""
    closing: str = ""


def _table_row(values: Iterable[object]) -> str:
    """A row of CSV by RFC 4180."""
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()


def _columns(reading: Reading) -> str:
    fields = {name: getattr(reading, name) for name in COLUMNS}
    return _table_row("; ".join(value) if isinstance(value, tuple) else value for value in fields.values())


def _json_line(reading: Reading) -> str:
    return json.dumps(stored_record(reading), ensure_ascii=False)


def _joined(name: str) -> Format:
    """A format of `extract`; each of its pieces is lines."""
    joined = JOINED_FORMATS[name]

    def page(reading: Reading) -> str:
        return joined.page(reading.id, article_of(reading)) + "\n"

    def line(text: str) -> str:
        return f"{text}\n" if text else ""

    return Format(page=page, opening=line(joined.opening), between=line(joined.between), closing=line(joined.closing))


FORMATS = {
    "jsonl": Format(page=lambda reading: _json_line(reading) + "\n"),
    "json": Format(page=_json_line, opening="[\n", between=",\n", closing="\n]\n"),
    "csv": Format(page=_columns, opening=_table_row(COLUMNS)),
    "text": _joined("text"),
    "markdown": _joined("markdown"),
    "html": _joined("html"),
    "bibtex": Format(page=bibtex, between="\n"),
    "ris": Format(page=ris),
    "csl-json": Format(
        page=lambda reading: json.dumps(csl(reading), ensure_ascii=False), opening="[\n", between=",\n", closing="\n]\n"
    ),
}
"""Name -> how a stream of articles is written."""

SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}
"""The formats that can be a file for each article, and how such a file's name ends."""


def stream(readings: Iterable[Reading], form: Format) -> Iterator[str]:
    """The pieces of the whole text, one article at a time."""
    yield form.opening
    for number, reading in enumerate(readings):
        yield (form.between if number else "") + form.page(reading)
    yield form.closing


def write_folder(readings: Iterable[Reading], folder: Path, name: str) -> Iterator[Path]:
    """A file for each article, with its front matter if it is Markdown; yields what was written.

    A file of the same article is replaced, anything else in the folder is left alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for reading in readings:
        text = PAGE_FORMATS[name](reading.id, article_of(reading))
        if name == "json":
            text = json.dumps(stored_record(reading), ensure_ascii=False, indent=2)
        if name == "markdown":
            text = _front_matter(reading) + text
        path = folder / (file_name(reading) + SUFFIXES[name])
        path.write_text(text + "\n", encoding="utf-8")
        yield path


def file_name(reading: Reading) -> str:
    """Its number and what its title says, safe on every file system: no signs but letters, digits and hyphens."""
    title = _UNSAFE.sub("-", (reading.title or "untitled").casefold()).strip("-_")
    cut = title.encode()[: _NAME_LENGTH * 3].decode(errors="ignore")[:_NAME_LENGTH].strip("-_")
    return f"{reading.id:06}-{cut or 'untitled'}"


def _front_matter(reading: Reading) -> str:
    """YAML between two lines of hyphens. JSON is YAML, so no value needs rules for quoting."""
    fields = {
        "title": reading.title,
        "authors": list(reading.authors),
        "published": reading.published,
        "site": reading.site_name or reading.site,
        "section": reading.section,
        "tags": list(reading.tags),
        "language": reading.language,
        "url": reading.url,
        "source": reading.source,
        "archived": reading.first_seen,
        "permalink": reading.permalink,
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items() if value)
    return f"---\n{''.join(lines)}---\n\n"
