"""Read the pages of a ZIM file: openZIM's offline copies of sites. How such a file is built is `zim_format`'s part.

Pages are the entries that are HTML; redirects and everything else are counted. Entries are named by paths, not by
addresses. Scrapers that copy sites as they are (zimit, warc2zim) begin a path with the host, and the older ones keep the headers of
each page beside it; of the others a page has the address it names itself. The time is the day the file was made on.

Pages come in the order in which they lie, so that each cluster is unpacked once; their numbers are sorted, in runs, for that.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from itertools import groupby
from urllib.parse import quote

from crawler.readers.marks import marks_of, web_address
from crawler.readers.members import HELD_AT_MOST, MEMBERS_AT_MOST, Place, named_safely, place_of
from crawler.readers.mirrors import host_of_folder
from crawler.readers.moments import moment_of
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import Stream, Window
from crawler.readers.zim_format import Blob, Entry, Zim
from pipelines.streams import BOMB_FROM, BOMB_RATIO, DamagedError
from pipelines.types import Capture, Provenance, Stated, Unreadable
from pipelines.web_archive.http import head_of

__all__ = ["zim"]

RUN = 200_000
"""Numbers of entries sorted at a time."""
IN_ONE_CLUSTER = 500_000
"""Pages; writers begin another cluster after some megabytes."""
_PAGES = ("text/html", "application/xhtml+xml")
_COPIED = re.compile(r"\b(?:zimit|warc2zim)\b", re.IGNORECASE)
_MADE_UP = ".fuzzy.replayweb.page"
"""How hosts end that warc2zim makes up for what has too many addresses."""
_LONGEST_HEADERS = 1 << 20
_NUMBER = 0xFFFFFFFF


class _BombError(DamagedError):
    """Nothing more of this file is read."""


@dataclass(slots=True)
class _Book:
    """A ZIM file, what it says of itself, and what was found in it."""

    file: Zim
    origin: Provenance
    made: datetime | None = None
    scheme: str | None = None
    """Of addresses, where paths begin with the host."""
    others: Counter[str] = field(default_factory=Counter)
    given: int = 0
    """Bytes of all pages so far."""


def zim(stream: Stream, origin: Provenance) -> Iterator[Capture | Unreadable]:
    """A capture for each page; what cannot be read, with its reason."""
    place = place_of(stream)
    if place is None:
        detail = f"a ZIM file of more than {HELD_AT_MOST:,} bytes, compressed in another file"
        yield Unreadable(provenance=origin, reason="too-large", detail=detail)
        return
    book = _Book(Zim(place), origin)
    _describe(book)
    if not _checksum_fits(place, book.file.checksum_at):
        detail = "the checksum of the file does not fit: what it holds may be damaged"
        yield Unreadable(provenance=origin, reason="bad-record", detail=detail)
    runs: list[array[int]] = []
    yield from _sorted_into(runs, book)
    told = 0
    for cluster, keys in groupby(merge(*runs), key=lambda key: key >> 32):
        yield from _of_cluster(book, cluster, (key & _NUMBER for key in keys))
        reached = place.size * (cluster + 1) // max(cluster + 1, book.file.clusters)
        if isinstance(place, Window):
            place.tell(reached - told)
        told = reached
    if book.others:
        counted = ", ".join(f"{count:,} {kind}" for kind, count in book.others.most_common(20))
        yield Unreadable(provenance=origin, reason="not-a-page", detail=f"entries without a page: {counted}")


def _describe(book: _Book) -> None:
    said = {}
    for name in ("Date", "Scraper", "Source"):
        said[name] = ""
        with suppress(DamagedError):
            entry = book.file.find("M", name)
            if entry and entry.kind and (blob := book.file.content(entry)).size < _LONGEST_HEADERS:
                said[name] = blob.read().decode("utf-8", "replace")
    book.made = moment_of(said["Date"])
    if _COPIED.search(said["Scraper"]):
        book.scheme = "http" if said["Source"].lower().startswith("http:") else "https"


def _sorted_into(runs: list[array[int]], book: _Book) -> Iterator[Unreadable]:
    """The pages' clusters and numbers, sorted in runs; entries that cannot be read come out."""
    run: list[int] = []
    pages = 0
    for number in range(book.file.entries):
        try:
            entry = book.file.entry(number)
        except DamagedError as error:
            yield _damaged(book, number, error)
            continue
        if entry.is_redirect or entry.namespace not in {"A", "C"} or not entry.kind.startswith(_PAGES):
            kind = "redirects" if entry.is_redirect else f"times {entry.kind.partition(';')[0] or 'nothing'}"
            book.others[kind if len(book.others) < 1000 else "others"] += 1
            continue
        run.append(entry.cluster << 32 | number)
        pages += 1
        if len(run) >= RUN:
            runs.append(array("Q", sorted(run)))
            run.clear()
        if pages >= MEMBERS_AT_MOST:
            raise DamagedError(f"more than {MEMBERS_AT_MOST:,} pages")
    runs.append(array("Q", sorted(run)))


def _of_cluster(book: _Book, cluster: int, numbers: Iterator[int]) -> Iterator[Capture | Unreadable]:
    """The pages in a cluster; where it breaks off, the rest of them cannot be read."""
    waiting = sorted(book.file.entry(number).blob << 32 | number for number, _ in zip(numbers, range(IN_ONE_CLUSTER)))  # noqa: B905
    if next(numbers, None) is not None:
        detail = f"more than {IN_ONE_CLUSTER:,} pages in one cluster"
        yield Unreadable(provenance=book.origin, reason="too-large", detail=detail)
    done = 0
    try:
        for blob in book.file.contents(cluster, (key >> 32 for key in waiting)):
            number = waiting[done] & _NUMBER
            done += 1
            yield _outcome(book, number, blob)
    except _BombError:
        raise
    except DamagedError as error:  # the cluster cannot be opened
        for key in waiting[done:]:
            yield _damaged(book, key & _NUMBER, error)


def _outcome(book: _Book, number: int, blob: Blob) -> Capture | Unreadable:
    try:
        return _page(book, book.file.entry(number), blob)
    except _BombError:
        raise
    except DamagedError as error:
        return _damaged(book, number, error)


def _page(book: _Book, entry: Entry, blob: Blob) -> Capture | Unreadable:
    path = entry.path if entry.namespace == "C" else f"{entry.namespace}/{entry.path}"
    name, inside = named_safely(path)
    place = replace(book.origin, source=f"{book.origin.source}/{name}", offset=None if inside else entry.number)
    if blob.size > PAGE_LIMIT:
        return Unreadable(provenance=place, reason="too-large", detail=f"{blob.size:,} bytes")
    body = blob.read()
    book.given += len(body)
    if book.given > BOMB_FROM and book.given > BOMB_RATIO * book.file.place.size:
        raise _BombError(f"the pages are more than {BOMB_RATIO} times as large as the file")
    if not body.strip():
        return Unreadable(provenance=place, reason="empty")
    marks = marks_of(body)
    title = " ".join(entry.title.split())[:1000]
    url, beside = _said_of(book, path)
    page = Capture(
        provenance=place,
        body=body,
        url=url or marks.url,
        fetched_at=marks.saved or book.made,
        content_type="text/html",
        stated=Stated(title=title) if title and entry.title != entry.path else None,
    )
    return _with_headers(book, page, beside) if beside else page


def _said_of(book: _Book, path: str) -> tuple[str | None, str]:
    """The address in a path, if there is one, and the path of the headers that may be kept with it."""
    place = path.removeprefix("A/")
    host = host_of_folder(place.partition("/")[0])
    if book.scheme is None or host is None or host.endswith(_MADE_UP):
        return None, ""
    page, sign, query = place.partition("?")
    try:
        escaped = quote(page, safe="/%!$&'()*+,;=:@~") + sign + quote(query, safe="/?%!$&'()*+,;=:@~")
    except UnicodeEncodeError:  # a path that is no UTF-8
        return None, ""
    return web_address(f"{book.scheme}://{escaped}"), place if place != path else ""


def _with_headers(book: _Book, page: Capture, path: str) -> Capture:
    """The page with what a record's headers say, which older copies keep as an entry of its own."""
    kept = None
    with suppress(DamagedError):
        entry = book.file.find("H", path) or book.file.find("C", f"H/{path}")
        if entry and entry.kind and (blob := book.file.content(entry)).size < _LONGEST_HEADERS:
            kept = blob.read()
    if kept is None:
        return page
    warc, _, http = kept.partition(b"\r\n\r\n")
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


def _checksum_fits(place: Place, end: int) -> bool:
    digest, at = hashlib.md5(usedforsecurity=False), 0
    while at < end and (piece := place.at(at, min(1 << 20, end - at))):
        digest.update(piece)
        at += len(piece)
    return at == end and place.at(end, 16) == digest.digest()


def _damaged(book: _Book, number: int, error: DamagedError) -> Unreadable:
    place = replace(book.origin, offset=number)
    return Unreadable(provenance=place, reason="bad-record", detail=f"entry {number}: {error}")
