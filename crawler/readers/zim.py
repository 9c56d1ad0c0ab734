"""Read the pages of a ZIM file (openZIM's offline copies of sites), where it lies. Needs the extra `zim` (libzim).

Pages are the entries that are HTML; redirects and everything else are counted. Entries are named by paths, not by
addresses. Scrapers that copy sites as they are (zimit, warc2zim) begin a path with the host, and the older ones keep the headers of
each page beside it; of the others a page has the address it names itself. The time is the day the file was made on.

libzim takes a file of the disk only, so a ZIM file in a container or a compressed one is not read.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.readers.marks import marks_of, web_address
from crawler.readers.members import named_safely
from crawler.readers.mirrors import host_of_folder
from crawler.readers.moments import moment_of
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import Stream, Window
from pipelines.types import Capture, Provenance, Stated, Unreadable
from pipelines.web_archive.http import head_of

__all__ = ["zim"]

MISSING = "a ZIM file; reading it needs an extra: install copydesk[zim]"
NOT_ALONE = "a ZIM file in another file: it can be read where it lies on the disk by itself"
CACHE = 16 << 20
"""Bytes of unpacked entries that libzim keeps."""

_PAGES = ("text/html", "application/xhtml+xml")
_COPIED = re.compile(r"\b(?:zimit|warc2zim)\b", re.IGNORECASE)
_MADE_UP = ".fuzzy.replayweb.page"
"""How hosts end that warc2zim makes up for what has too many addresses."""
_CHECKSUM_AT = 72
_ERRORS = (RuntimeError, ValueError, KeyError, MemoryError, OSError)
"""libzim raises the first for damage."""


@dataclass(frozen=True, slots=True)
class _Book:
    """A ZIM file, and what it says of itself."""

    archive: Any
    made: datetime | None
    scheme: str | None
    """Of addresses, where paths begin with the host."""

    def said_of(self, path: str) -> tuple[str | None, str]:
        """The address in a path, if there is one, and the path of the headers that are kept with it."""
        place = path.removeprefix("A/")
        host = host_of_folder(place.partition("/")[0])
        if self.scheme is None or host is None or host.endswith(_MADE_UP):
            return None, ""
        page, sign, query = place.partition("?")
        escaped = quote(page, safe="/%!$&'()*+,;=:@~") + sign + quote(query, safe="/?%!$&'()*+,;=:@~")
        return web_address(f"{self.scheme}://{escaped}"), f"H/{place}" if place != path else ""


def zim(stream: Stream, origin: Provenance) -> Iterator[Capture | Unreadable]:
    """A capture for each page; where nothing can be read, the reason."""
    try:
        libzim = importlib.import_module("libzim.reader")
    except ImportError:
        yield Unreadable(provenance=origin, reason="unreadable", detail=MISSING)
        return
    window = stream.window
    if not isinstance(window, Window) or window.start:
        yield Unreadable(provenance=origin, reason="unreadable", detail=NOT_ALONE)
        return
    libzim.set_cluster_cache_max_size(CACHE)
    try:
        book = _opened(libzim.Archive(Path(window.path)))
        entries = book.archive.all_entry_count
    except _ERRORS as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=f"no ZIM file: {_words(error)}")
        return
    if not _checksum_fits(window):
        detail = "the checksum of the file does not fit: what it holds may be damaged"
        yield Unreadable(provenance=origin, reason="bad-record", detail=detail)
    yield from _entries(book, entries, window, origin)


def _opened(archive: Any) -> _Book:
    described = {}
    for key in ("Date", "Scraper", "Source"):
        try:
            described[key] = bytes(archive.get_metadata(key)).decode("utf-8", "replace")
        except _ERRORS:
            described[key] = ""
    scheme = None
    if _COPIED.search(described["Scraper"]):
        scheme = "http" if described["Source"].lower().startswith("http:") else "https"
    return _Book(archive, moment_of(described["Date"]), scheme)


def _entries(book: _Book, entries: int, window: Window, origin: Provenance) -> Iterator[Capture | Unreadable]:
    others: Counter[str] = Counter()
    said = 0
    for number in range(entries):
        try:
            found = _outcome(book, number, origin)
        except _ERRORS as error:
            place = replace(origin, offset=number)
            found = Unreadable(provenance=place, reason="bad-record", detail=f"entry {number}: {_words(error)}")
        if isinstance(found, str):
            others[found] += 1
        else:
            yield found
        reached = window.size * (number + 1) // entries
        window.tell(reached - said)
        said = reached
    if others:
        told = ", ".join(f"{count:,} {kind}" for kind, count in others.most_common(20))
        yield Unreadable(provenance=origin, reason="not-a-page", detail=f"entries without a page: {told}")


def _outcome(book: _Book, number: int, origin: Provenance) -> Capture | Unreadable | str:
    """The page in an entry, why it cannot be read, or what else it is."""
    entry = book.archive._get_entry_by_id(number)  # noqa: SLF001 - the only way to all of them that libzim has
    if entry.is_redirect:
        return "redirects"
    item = entry.get_item()
    kind = item.mimetype.partition(";")[0].strip().lower()
    if kind not in _PAGES:
        return f"times {kind or 'no type'}"
    name, inside = named_safely(entry.path)
    place = replace(origin, source=f"{origin.source}/{name}", offset=None if inside else number)
    if item.size > PAGE_LIMIT:
        return Unreadable(provenance=place, reason="too-large", detail=f"{item.size:,} bytes")
    body = bytes(item.content)
    if not body.strip():
        return Unreadable(provenance=place, reason="empty")
    return _with_headers(book, _capture(book, entry, body, place), entry.path)


def _capture(book: _Book, entry: Any, body: bytes, place: Provenance) -> Capture:
    marks = marks_of(body)
    title = " ".join(entry.title.split())[:1000]
    return Capture(
        provenance=place,
        body=body,
        url=book.said_of(entry.path)[0] or marks.url,
        fetched_at=marks.saved or book.made,
        content_type="text/html",
        stated=Stated(title=title) if title and entry.title != entry.path else None,
    )


def _with_headers(book: _Book, page: Capture, path: str) -> Capture:
    """The page with what a record's headers say, which older copies keep as an entry of its own."""
    beside = book.said_of(path)[1]
    if not beside or not book.archive.has_entry_by_path(beside):
        return page
    kept = book.archive.get_entry_by_path(beside)
    if kept.is_redirect or kept.get_item().size > 1 << 20:
        return page
    warc, _, http = bytes(kept.get_item().content).partition(b"\r\n\r\n")
    lines = (line.partition(b":") for line in warc.splitlines())
    said = {name.strip().lower(): value.strip().decode("utf-8", "replace") for name, _, value in lines}
    rest = [http]
    status, headers = head_of(Stream(lambda _size: rest.pop() if rest else b"")) or (None, ())
    return replace(
        page,
        url=web_address(said.get(b"warc-target-uri", "").strip("<>")) or page.url,
        fetched_at=moment_of(said.get(b"warc-date")) or page.fetched_at,
        status=status,
        headers=headers,
    )


def _checksum_fits(window: Window) -> bool:
    """Of the whole file: libzim looks at none."""
    end = int.from_bytes(window.at(_CHECKSUM_AT, 8), "little")
    digest, at = hashlib.md5(usedforsecurity=False), 0
    while at < end and (piece := window.at(at, min(1 << 20, end - at))):
        digest.update(piece)
        at += len(piece)
    return at == end and window.at(end, 16) == digest.digest()


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
