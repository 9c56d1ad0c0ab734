"""Web archive files (WARC, ARC, WET) as captures, one record at a time. How records are framed is `pipelines.web_archive`'s part.

A record that holds a page is a capture at its own offset. One that is damaged is an outcome with its reason, at its
offset; the good ones before and behind it are read. All others (images, scripts, requests, redirects) are one outcome
together, the file's own, with their number by kind: a crawl has a hundred of them for each page.

A record that begins at a known place of a file on the disk is not copied: its capture says where it lies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from crawler.readers.marks import web_address
from crawler.readers.moments import moment_of
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import Stream, Window
from pipelines.streams import DamagedError, Source
from pipelines.types import Capture, Lying, Provenance, Referral, Unreadable
from pipelines.web_archive.body import Page, TooLargeError, page_in
from pipelines.web_archive.http import head_of
from pipelines.web_archive.members import dictionary_of
from pipelines.web_archive.others import told_others
from pipelines.web_archive.records import Damage, Record, next_record, records

__all__ = ["Span", "web_archive"]

_WITH_PAGES = {"response", "resource", "conversion"}
_BESIDE = {
    "warcinfo": "descriptions",
    "request": "requests",
    "metadata": "metadata",
    "continuation": "continued records",
}


@dataclass(slots=True, kw_only=True)
class Span:
    """A part of a web archive file: the records that begin in it. Whoever reads it says where the first is, and what follows."""

    begin: int = 0
    end: int | None = None
    exact: bool = True
    """Whether a record is known to begin at `begin`; else the first behind it is looked for."""
    first: int | None = None
    """Where the first record from `begin` on begins, be it in the part or not; None where none does."""
    behind: int | None = None
    """Where the first record behind the part begins; None where the file ends before."""


def web_archive(
    stream: Stream, origin: Provenance, packing: str, span: Span | None = None
) -> Iterator[Capture | Unreadable]:
    """The pages of a WARC or ARC file, the damaged records, and what else there is; of a part of it where it is named."""
    window = stream.window if isinstance(stream.window, Window) else None
    span = span or Span()
    raw = _source(stream, span.begin)
    dictionary = dictionary_of(raw) if packing == "zstd" else b""
    # what is read back finds a dictionary at the beginning of the file only
    lying = window if window and (window.start == 0 or not dictionary) else None
    if stream.window is not None and not _go_to(raw, span, packing, dictionary):
        return
    others: Counter[str] = Counter()
    for found in records(raw, packing, dictionary, span.end):
        if isinstance(found, Damage):
            yield _damaged(replace(origin, offset=found.offset), found.detail)
            continue
        outcome = _outcome(found, origin, lying)
        if isinstance(outcome, str):
            others[outcome] += 1
        else:
            yield outcome
    if span.end is not None and raw.position >= span.end and raw.peek(1):
        span.behind = raw.position
    if others:
        yield Unreadable(provenance=origin, reason="not-a-page", detail=told_others(others))


def _go_to(raw: Source, span: Span, packing: str, dictionary: bytes) -> bool:
    """To the first record of a part; False where no record follows."""
    if span.exact:
        if span.begin:
            raw.go(span.begin)
        span.first = span.begin
        return True
    found = next_record(raw, span.begin, packing, dictionary)
    span.first = raw.position if found else None
    return found


def _source(stream: Stream, begin: int) -> Source:
    window: Any = stream.window
    if window is None:
        return Source(lambda _size: stream.some())  # what comes before damage is read
    place, told = 0, max(begin, len(stream.head()))

    def read(size: int) -> bytes:
        nonlocal place, told
        piece: bytes = window.at(place, size)
        place += len(piece)
        if place > told:  # nothing is told twice: not what was looked at before, nor what is read again behind damage
            window.tell(place - told)
            told = place
        return piece

    def seek(position: int) -> None:
        nonlocal place
        place = position

    return Source(read, seek=seek)


def _outcome(record: Record, origin: Provenance, window: Window | None) -> Capture | Unreadable | str:
    """The capture in a record, why it cannot be read, or what else it is."""
    place = replace(origin, offset=record.offset, record_id=_bare(record.headers.get("warc-record-id")))
    wanted = record.kind in _WITH_PAGES or record.kind == "revisit"
    target = _bare(record.headers.get("warc-target-uri")) or ""
    if wanted and target.startswith(("dns:", "whois:", "metadata:")):
        wanted = False
    if wanted:
        record.check()
    try:
        page = _page(record, wanted=wanted)
        fault = record.finish()
    except DamagedError as error:
        record.finish()
        fault = record.fault = record.fault or str(error)
        page = ""
    except TooLargeError:
        record.finish()
        return Unreadable(provenance=place, reason="too-large", detail=f"{target}: more than {PAGE_LIMIT:,} bytes")
    if fault:
        return _damaged(place, f"{target}: {fault}" if target else fault)
    if isinstance(page, str):
        return page
    return _capture(record, page, place, window)


def _page(record: Record, *, wanted: bool) -> Page | str:
    if not wanted:
        return _BESIDE.get(record.kind, "records of other kinds")
    if record.kind != "revisit":
        return page_in(record, PAGE_LIMIT)
    status, headers = head_of(Stream(record.read)) or (None, ())
    return Page(body=b"", content_type="", status=status, headers=headers)


def _capture(record: Record, page: Page, place: Provenance, window: Window | None) -> Capture:
    headers = record.headers
    lies = None
    if window and record.whole:
        lies = Lying(path=window.path, offset=window.start + record.offset, length=record.whole)
    same_as = None
    if record.kind == "revisit":
        same_as = Referral(
            url=web_address(_bare(headers.get("warc-refers-to-target-uri")) or _bare(headers.get("warc-target-uri"))),
            fetched_at=moment_of(headers.get("warc-refers-to-date")),
            record_id=_bare(headers.get("warc-refers-to")),
        )
    ours = "copydesk-saved-at" in headers
    return Capture(
        provenance=place,
        body=page.body,
        url=web_address(_bare(headers.get("warc-target-uri"))),
        fetched_at=moment_of(headers.get("copydesk-fetched-at" if ours else "warc-date")),
        content_type=page.content_type or None,
        status=page.status,
        headers=page.headers,
        lies=lies,
        payload_digest=headers.get("warc-payload-digest"),
        same_as=same_as,
    )


def _bare(value: str | None) -> str | None:
    """WARC 1.0 sets addresses in angle brackets."""
    return value.removeprefix("<").removesuffix(">") if value else None


def _damaged(place: Provenance, detail: str) -> Unreadable:
    return Unreadable(provenance=place, reason="bad-record", detail=detail)
