"""Lists of addresses that people have kept: bookmarks of browsers, Pinboard, Pocket, Instapaper, OPML, plain lists. Fetches nothing.

    bookmarks as HTML     every browser, Pinboard, Pocket: links with ADD_DATE or time_added, TAGS
    JSON                  Pinboard's list, Chromium's `Bookmarks`, Firefox's backup
    CSV                   Pocket, Instapaper, a spreadsheet: a column named like an address, with commas, semicolons, tabs or |
    OPML                  feeds and pages of a reader of feeds
    text                  an address a line; what else stands on the line is its title

What is no address of the web (`javascript:`, `file:`, `about:`) is an `Unreadable`, at its number in the file.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.readers.marks import web_address
from crawler.readers.moments import moment_of
from crawler.readers.naming import storable
from crawler.readers.streams import NotAFileError, opened
from pipelines.decode import decode
from pipelines.kinds import SEPARATOR_LINE, csv_dialect
from pipelines.types import Provenance, Unreadable

__all__ = ["ListedAddress", "addresses_in", "read_addresses"]

LIST_LIMIT = 64 << 20
"""Bytes of a list: half a million bookmarks with their icons have that."""

_ADDED = ("time_added", "add_date", "timestamp", "time", "dateAdded", "date_added", "date", "created")
_TAGS = ("tags", "tag", "folder", "category")
_ADDRESS = ("href", "url", "uri", "link", "address", "xmlUrl", "htmlUrl")
_FEEDS = {"xmlUrl", "htmlUrl"}
_COLUMNS = frozenset({"url", "href", "link"})
"""One of them is in the header of a table; a list of lines may begin with any other word."""
_TITLE = ("title", "description", "name", "text")
_SINCE_1601 = 11_644_473_600
"""Seconds: Chromium counts microseconds from the beginning of 1601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAddress:
    """An address somebody has kept, with what was noted beside it."""

    url: str
    title: str | None = None
    added: datetime | None = None
    tags: tuple[str, ...] = ()
    is_feed: bool = False


def read_addresses(path: str | Path) -> Iterator[ListedAddress | Unreadable]:
    """The addresses in a file, or why it cannot be read."""
    origin = Provenance(source=storable(Path(path).name))
    try:
        with opened(str(path)) as (stream, _):
            content = stream.read(LIST_LIMIT + 1)
    except NotAFileError as error:
        yield Unreadable(provenance=origin, reason="not-a-file", detail=str(error))
    except OSError as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=(error.strerror or "").lower())
    else:
        if len(content) > LIST_LIMIT:
            yield Unreadable(provenance=origin, reason="too-large", detail=f"more than {LIST_LIMIT:,} bytes")
        else:
            yield from addresses_in(content, origin)


def addresses_in(content: bytes, origin: Provenance) -> Iterator[ListedAddress | Unreadable]:
    """The addresses in the bytes of a list, in its order, each once."""
    seen: set[str] = set()
    for number, fields in enumerate(_entries(content), start=1):
        raw = str(_first(fields, _ADDRESS) or "")
        url = web_address(raw.strip())
        if url is None:
            place = Provenance(source=origin.source, offset=number)
            shown = " ".join(raw[:1000].split())[:100]  # a cell can have several lines, a remark has one
            yield Unreadable(provenance=place, reason="bad-record", detail=f"no address of the web: {shown}")
        elif url not in seen:
            seen.add(url)
            title = " ".join(str(_first(fields, _TITLE) or "").split())
            yield ListedAddress(
                url=url,
                title=title[:1000] if title and title != raw else None,
                added=_added(_first(fields, _ADDED)),
                tags=_tags(_first(fields, _TAGS)),
                is_feed="xmlUrl" in fields,
            )


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)


def _added(value: Any) -> datetime | None:
    text = str(value or "").strip()
    if text.isdigit() and len(text) == 17:  # Chromium's
        return moment_of(int(text) / 1_000_000 - _SINCE_1601)
    moment = moment_of(int(text) if text.isdigit() and len(text) < 17 else text)
    # a clock that was wrong: nothing was kept in the year 2200
    return moment if moment is None or moment < datetime.now(moment.tzinfo) + timedelta(days=366) else None


def _tags(value: Any) -> tuple[str, ...]:
    """Pocket sets | between tags, bookmarks a comma, Pinboard a space; a Firefox backup and Instapaper have lists."""
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value or "").strip()
    if text.startswith("[") and text.endswith("]"):
        try:
            return tuple(str(tag) for tag in json.loads(text))
        except (ValueError, RecursionError):
            pass
    sign = next((sign for sign in ("|", ",") if sign in text), None)
    return tuple(dict.fromkeys(tag.strip() for tag in text.split(sign) if tag.strip()))


def _entries(content: bytes) -> Iterator[dict[str, Any]]:
    """What the list says of each entry, by the names it has for it."""
    text = decode(content).text.lstrip("\ufeff \t\r\n")
    head = text[:5000].lower()
    if "<opml" in head:
        return _of_opml(content)
    if head.startswith("<"):
        return _of_html(text)
    if head.startswith(("[", "{")):
        try:
            return _of_json(json.loads(text))
        except (ValueError, RecursionError):
            return iter([])
    delimiter = csv_dialect(text, wanted=_COLUMNS)
    text = SEPARATOR_LINE.sub("", text, count=1)
    return _of_table(text, delimiter) if delimiter else _of_lines(text)


def _of_table(text: str, delimiter: str) -> Iterator[dict[str, Any]]:
    """The rows, however many lines a cell has; those a spreadsheet has left empty are none."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = []
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:  # a cell that is too long: a row without an address
            yield {}
            continue
        if not header:
            header = [name.strip().lower() for name in row]
        elif any(cell.strip() for cell in row):
            yield dict(zip(header, row, strict=False))


def _of_lines(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        address, _, title = line.strip().partition(" ") if "\t" not in line else line.strip().partition("\t")
        if address and not address.startswith("#"):
            yield {"url": address, "title": title}


def _of_json(value: Any) -> Iterator[dict[str, Any]]:
    """Objects with an address, wherever they stand; in folders, whose name is their tag."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    while waiting:
        one, folder = waiting.pop()
        if isinstance(one, list):
            waiting += [(inner, folder) for inner in reversed(one)]
        elif isinstance(one, dict) and isinstance(_first(one, _ADDRESS), str):
            yield one if _first(one, _TAGS) or not folder else {**one, "tags": [folder]}
        elif isinstance(one, dict):
            name = str(one.get("name") or one.get("title") or folder)
            waiting += [(inner, name) for inner in reversed(one.values()) if isinstance(inner, list | dict)]


def _of_opml(content: bytes) -> Iterator[dict[str, Any]]:
    reader = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, recover=True)
    reader.feed(content)
    for _, element in reader.read_events():
        # other kinds of events have no element
        if isinstance(element, etree._Element) and element.tag == "outline" and _FEEDS & set(element.attrib):  # noqa: SLF001
            found = {str(name): value for name, value in element.attrib.items()}
            yield found | ({"url": found["xmlUrl"]} if found.get("xmlUrl") else {})


def _of_html(text: str) -> Iterator[dict[str, Any]]:
    found = _Links()
    for at in range(0, len(text), 1 << 20):
        found.feed(text[at : at + (1 << 20)])
        yield from found.taken()
    found.close()
    yield from found.taken()


class _Links(HTMLParser):
    """The links of a page of bookmarks, with the names of their attributes in small letters."""

    def __init__(self) -> None:
        super().__init__()
        self._whole: list[dict[str, Any]] = []
        self._open: dict[str, Any] | None = None

    def taken(self) -> list[dict[str, Any]]:
        """Those that are whole, once."""
        whole, self._whole = self._whole, []
        return whole

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and any(name == "href" for name, _ in attrs):
            self._open = {name: html.unescape(value or "") for name, value in attrs if name not in {"icon", "title"}}
            self._open["title"] = ""
            self._whole.append(self._open)

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open["title"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None
