"""Readers of saved files: files, folders, patterns and standard input become captures, one at a time.

    walk        what was named -> files, each with the name it is kept under
    streams     a file -> bytes, unpacked, within bounds
    kinds       the first bytes -> what it is                          (pipelines.kinds)
    tables      JSON Lines, JSON arrays, CSV -> records -> captures
    parquet     Parquet -> records -> captures (an extra)
    zim         ZIM -> the HTML entries -> captures
    warc        WARC, ARC and WET files -> captures, read where they lie
    containers  ZIP, WACZ and tar -> their members, each read as a file would be
    mail        MHTML, mails, mailboxes -> the page in each
    marks       a page -> its own address and the time it was saved
    restoring   a page that names no address -> what lies around it says

Nothing here raises for bad input: what cannot be read is an `Unreadable` in the capture's place,
with a reason from `pipelines.reasons`. Nothing is read before it is asked for, and at most one page
is held. Left out: what a page says, which is `pipelines`' part.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from os import PathLike, stat, stat_result
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from crawler.readers.containers import MOST_NESTED, container
from crawler.readers.listings import is_list_of_httrack
from crawler.readers.mail import mailbox, message
from crawler.readers.marks import Marks, marks_of
from crawler.readers.moments import moment_of
from crawler.readers.parquet import parquet
from crawler.readers.records import PAGE_LIMIT, capture_of_record
from crawler.readers.restoring import Origins
from crawler.readers.streams import DamagedError, NotAFileError, Stream, Window, opened, stream_of, unpacked
from crawler.readers.tables import json_array, json_lines, table
from crawler.readers.walk import STDIN, Found, walk
from crawler.readers.warc import Span, web_archive
from crawler.readers.zim import zim
from pipelines.kinds import ASSETS, COMPRESSED, describe, kind_of
from pipelines.reasons import NOT_ARTICLE
from pipelines.streams import decompressor
from pipelines.types import Capture, Provenance, Unreadable
from pipelines.web_archive.body import other_by_head
from pipelines.web_archive.http import decoded_body, head_of, value_of
from pipelines.web_archive.members import begins_record

__all__ = [
    "KnownFiles",
    "Measure",
    "capture_of_record",
    "measure",
    "packing_of_archive",
    "read_file",
    "read_paths",
    "read_stream",
]

Progress = Callable[[int], object]

_CONTENT_TYPES = {"html": "text/html", "text": "text/plain"}

_READERS: dict[str, Callable[[Stream, Provenance], Iterator[Capture | Unreadable]]] = {
    "jsonl": json_lines,
    "json": json_array,
    "mhtml": message,
    "mail": message,
    "mbox": mailbox,
    "parquet": parquet,
    "zim": zim,
}
"""Readers that need to know no more than the bytes."""

UNFORESEEN = "an error in copydesk"
"""How the detail of an outcome begins that a bug was the reason for; tests look for it."""

MOST_LAYERS = 2
"""A file compressed more often than that is no saved page: layers multiply."""

MOST_ANSWERS = 20
"""Responses in one file: `curl -iL` writes the redirects before the page."""

BESIDE = ASSETS | {"pdf", "rtf", "office", "zip"}
"""What lies beside saved pages without being one; a ZIP archive only under the name of a document."""

_SUFFIXES_BESIDE = frozenset(
    ".png .jpg .jpeg .jfif .gif .webp .avif .ico .bmp .tif .tiff .svg .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .webm .ogg .wav "
    ".pdf .rtf .doc .docx .odt .xls .xlsx .ods .ppt .pptx .odp .epub".split()
)
"""Pictures, fonts, sound and documents under their own names. Containers of pages (ZIP, tar, WARC, MHTML) are not among
them: pages in them are lost to the archive, and that is a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFiles:
    """What an archive knows of the files that are read for it. Both are asked with a path."""

    is_own: Callable[[str], bool] = lambda _path: False
    """Files of the archive itself, where it lies among the pages: they are passed over in silence."""
    begin_at: Callable[[str], int] = lambda _path: 0
    """The byte of a web archive file at which a run that was stopped goes on; asked for no other files."""


class Measure(NamedTuple):
    """How much there is to read."""

    files: int
    bytes: int


def measure(paths: Iterable[str | PathLike[str]], *, follow_links: bool = False) -> Measure:
    """Count what `read_paths` would go through, without opening anything; standard input counts nothing."""
    files = size = 0
    for found in walk(map(str, paths), follow_links=follow_links):
        files += 1
        if isinstance(found, Found) and found.path != STDIN:
            try:
                size += stat(found.path).st_size  # noqa: PTH116 - once for each of a million files
            except OSError:
                continue  # reading will say why
    return Measure(files, size)


def read_paths(
    paths: Iterable[str | Path],
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    known: KnownFiles | None = None,
    *,
    follow_links: bool = False,
) -> Iterator[Capture | Unreadable]:
    """A capture, or the reason why there is none, for each page in what was named, in a fixed order.

    `progress` is called with the number of bytes of each read, as they lie on disk; `known` is what an archive knows of
    the files. Links out of a folder are read with `follow_links` only.
    """
    known = known or KnownFiles()
    origins = Origins()
    for found in walk(paths, follow_links=follow_links, skip=known.is_own):
        if isinstance(found, Unreadable):
            yield found
        elif known.is_own(found.path):
            continue
        elif found.path == STDIN:
            yield from read_stream(stream_of(stdin or sys.stdin.buffer, progress), found, Provenance(source=STDIN))
        else:
            yield from read_file(origins.added_to(replace(found, begin_at=known.begin_at)), progress)


def read_file(found: Found, progress: Progress | None = None) -> Iterator[Capture | Unreadable]:
    """What is in one file of this machine."""
    origin = Provenance(source=found.source)
    try:
        with opened(found.path, progress) as (stream, status):
            yield from read_stream(stream, found, replace(origin, modified=_modified(status)))
    except NotAFileError as error:
        yield Unreadable(provenance=origin, reason="not-a-file", detail=str(error))
    except OSError as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=_in_words(error))


def _modified(status: stat_result) -> datetime | None:
    try:
        return datetime.fromtimestamp(status.st_mtime, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def read_stream(stream: Stream, found: Found, origin: Provenance, depth: int = 0) -> Iterator[Capture | Unreadable]:
    """What is in the stream. What is said of all of it comes last and in one outcome, as every source has one: where it breaks off,
    what else it holds, that nothing is in it.
    """
    of_all: list[Unreadable] = []
    is_empty = True
    for one in _read_whole(stream, found, origin, depth):
        is_empty = False
        if isinstance(one, Unreadable) and one.provenance.address == origin.address:
            of_all.append(one)
        else:
            yield one
    if of_all:
        yield _in_one(of_all)
    elif is_empty and not found.span and not (found.begin_at and found.begin_at(found.path)):
        yield Unreadable(provenance=origin, reason="empty", detail="no page, record or member is in it")


def _in_one(told: list[Unreadable]) -> Unreadable:
    """What went wrong before what there is beside pages."""
    ordered = sorted(told, key=lambda one: one.reason in NOT_ARTICLE)
    details = dict.fromkeys(one.detail for one in ordered)
    return ordered[0] if len(details) == 1 else replace(ordered[0], detail="; ".join(details))


def _read_whole(stream: Stream, found: Found, origin: Provenance, depth: int) -> Iterator[Capture | Unreadable]:
    try:
        yield from _read_stream(stream, found, origin, depth)
    except DamagedError as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=str(error))
    except OSError as error:
        yield Unreadable(provenance=origin, reason="unreadable", detail=_in_words(error))
    except Exception as error:  # noqa: BLE001 - an error in this program may cost this input, not the run
        yield Unreadable(provenance=origin, reason="unreadable", detail=f"{UNFORESEEN}: {error!r}"[:300])


def _read_stream(stream: Stream, found: Found, origin: Provenance, depth: int = 0) -> Iterator[Capture | Unreadable]:
    name = PurePosixPath(found.source)
    kind = kind_of(stream.head(), name.name)
    window, packings = stream.window, []
    for _ in range(MOST_LAYERS):
        if packing := packing_of_archive(stream.head(), kind):
            yield from web_archive(stream, origin, packing, found.span or _span_from(found, stream))
            return
        if kind in COMPRESSED:
            stream = unpacked(stream, kind)
            packings.append(kind)
            name = name.with_suffix("") if name.suffix in {".gz", ".bz2", ".xz", ".zst", ".z"} else name
            kind = kind_of(stream.head(), name.name)
    if kind in {"warc", "arc"}:  # in a file that is packed as a whole
        yield from web_archive(stream, origin, "plain")
    elif reader := _READERS.get(kind):
        yield from reader(stream, origin)
    elif kind == "csv":
        yield from table(stream, origin, name.suffix.lower())
    elif kind == "http":
        yield _read_response(stream, found, origin)
    elif kind in _CONTENT_TYPES:
        yield _read_page(stream, found, origin, kind)
    elif kind == "tar" or (kind == "zip" and name.suffix.lower() not in _SUFFIXES_BESIDE):
        again = partial(_once_more, window, packings) if window is not None else None
        yield from _read_container(stream, origin, kind, depth, again)
    else:
        stream.tell_damage()
        yield _refused(kind, found, origin)


def _span_from(found: Found, stream: Stream) -> Span:
    """All from where a run that was stopped goes on; what lies before counts as read."""
    begin = found.begin_at(found.path) if found.begin_at and stream.window is not None else 0
    if begin:
        stream.window.tell(max(0, begin - len(stream.head())))
    return Span(begin=begin)


def _once_more(window: Any, packings: list[str]) -> Stream:
    """A file from its beginning, without its being told as progress."""
    stream: Stream = (replace(window, progress=None) if isinstance(window, Window) else window).stream()
    for kind in packings:
        stream = unpacked(stream, kind)
    return stream


def _read_container(
    stream: Stream, origin: Provenance, kind: str, depth: int, again: Callable[[], Stream] | None
) -> Iterator[Capture | Unreadable]:
    if depth >= MOST_NESTED:
        yield Unreadable(
            provenance=origin, reason="unreadable", detail=f"more than {MOST_NESTED} containers in one another"
        )
        return

    def read(member: Stream, place: Provenance, inferred: Callable[[], str | None]) -> Iterator[Capture | Unreadable]:
        return read_stream(member, Found(path="", source=place.source, inferred=inferred), place, depth + 1)

    yield from container(stream, origin, kind, read, again)


def packing_of_archive(head: bytes, kind: str) -> str | None:
    """How a web archive file that begins so is packed; None for any other file."""
    if kind in {"warc", "arc"}:
        return "plain"
    if kind == "warc-zstd":
        return "zstd"
    if kind not in {"gzip", "zstd"}:
        return None
    try:
        first = decompressor(kind).decompress(head, 4096)
    except Exception:  # noqa: BLE001 - every library has errors of its own; reading will say what is wrong
        return None
    return kind if begins_record(first) else None


def _read_page(stream: Stream, found: Found, origin: Provenance, kind: str) -> Capture | Unreadable:
    body = stream.read(PAGE_LIMIT + 1)
    if len(body) > PAGE_LIMIT:
        return Unreadable(provenance=origin, reason="too-large", detail=f"more than {PAGE_LIMIT:,} bytes")
    if kind == "html" and is_list_of_httrack(body):
        return Unreadable(provenance=origin, reason="not-a-page", detail="HTTrack's list of its mirrors")
    marks = marks_of(body) if kind == "html" else Marks()
    noted = found.noted()
    return Capture(
        provenance=origin,
        body=body,
        url=noted.url if noted else marks.url or found.inferred(),
        fetched_at=marks.saved or (noted.at if noted else None),
        content_type=_CONTENT_TYPES[kind],
        status=noted.status if noted else None,
    )


def _read_response(stream: Stream, found: Found, origin: Provenance) -> Capture | Unreadable:
    """The page in a response that was saved with its headers (`wget --save-headers`, `curl -i`)."""
    status, headers = head_of(stream) or (None, ())
    for _ in range(MOST_ANSWERS):
        if (head := head_of(stream)) is None:
            break
        status, headers = head
    if other := other_by_head(status, value_of(headers, "content-type")):
        return Unreadable(provenance=origin, reason="not-a-page", detail=f"one of the {other}, by its headers")
    content = decoded_body(stream, headers)
    kind = kind_of(content.head(), PurePosixPath(found.source).name)
    if kind not in _CONTENT_TYPES:
        return _refused(kind, found, origin)
    page = _read_page(content, found, origin, kind)
    if isinstance(page, Unreadable):
        return page
    return replace(
        page,
        status=status,
        headers=headers,
        fetched_at=moment_of(value_of(headers, "date")) or page.fetched_at,
        content_type=value_of(headers, "content-type") or page.content_type,
    )


def _refused(kind: str, found: Found, origin: Provenance) -> Unreadable:
    """The outcome of a file that is no page: what belongs beside pages, unless it poses as one by its name."""
    if kind == "empty":
        return Unreadable(provenance=origin, reason="empty")
    in_place = PurePosixPath(found.source.lower()).suffix in _SUFFIXES_BESIDE
    beside = kind in {"css", "javascript", "xml", "litter", "crawl-log"} or (kind in BESIDE and in_place)
    return Unreadable(provenance=origin, reason="not-a-page" if beside else "binary", detail=describe(kind))


def _in_words(error: OSError) -> str:
    """The system's words, without the path it puts behind them."""
    return (error.strerror or type(error).__name__).lower()
