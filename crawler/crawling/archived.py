"""Pages of a site from a web archive instead of the site itself: a dead one, or one as it was. Pure: addresses, and what stands in answers.

    wayback       a CDX server (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server) and its playback, as of the
                  Internet Archive and of pywb; Memento (RFC 7089) in the answers
    commoncrawl   an index of Common Crawl, and ranges of its WARC files

The list of captures is a source like a sitemap; each capture is an address of its own, that of its playback, and never changes. What
is saved is the page as it was: under its own address, with the time of its capture and its own headers, the playback's taken
off again (`X-Archive-Orig-`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.crawling.answer import Answer
from crawler.readers.marks import web_address
from crawler.readers.streams import Stream
from crawler.readers.warc import web_archive
from crawler.sites import Archived
from pipelines.types import Capture, Provenance

__all__ = [
    "CDX",
    "MEMENTO",
    "Held",
    "captured",
    "chosen",
    "held_in",
    "list_addresses",
    "next_list",
    "playback",
    "request_of",
]

CDX, MEMENTO = "cdx", "memento"
"""Kinds of addresses: a list of captures, and one capture."""

ROWS = 5000
"""In one answer of a CDX server."""
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PLAYBACK = re.compile(r"/(\d{14})id_/(https?:/.*)$")
_STAMP = re.compile(r"\d{14}")
_ORIGINAL = "x-archive-orig-"
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One capture that a web archive holds."""

    url: str
    stamp: str
    """`20240501120000`."""
    file: str | None = None
    """Common Crawl: the WARC file, and where the record lies in it."""
    offset: int = 0
    length: int = 0


def list_addresses(archived: Archived, start: str) -> str:
    """The address of the list of captures below a start point."""
    parts = urlsplit(start)
    below = f"{parts.netloc}{parts.path or '/'}*"
    if archived.kind == "commoncrawl":
        return f"{archived.server}?{urlencode({'url': below, 'output': 'json', 'filter': '=status:200', 'page': 0})}"
    asked = [
        ("url", below),
        ("output", "json"),
        ("fl", ",".join(_FIELDS)),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
    ]
    return f"{archived.server}?{urlencode([*asked, ('limit', ROWS), ('showResumeKey', 'true')])}"


def held_in(answer: Answer) -> list[Held]:
    """The captures in a list: a JSON list of rows, JSON lines, or the lines of plain CDX; what is no capture is passed over."""
    return list(_rows(answer.body.decode("utf-8", "replace")))


def _rows(text: str) -> Iterator[Held]:
    if text.lstrip().startswith("[["):
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError):
            return
        names = [str(name) for name in rows[0]]
        found = (dict(zip(names, row, strict=False)) for row in rows[1:] if isinstance(row, list) and len(row) > 2)
    else:
        found = (fields for line in text.splitlines() if (fields := _line(line)))
    for fields in found:
        if held := _held(fields):
            yield held


def _line(line: str) -> dict[str, object] | None:
    if line.startswith("{"):
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            return None
        return fields if isinstance(fields, dict) else None
    key, _, rest = line.partition(" ")
    stamp, _, block = rest.partition(" ")
    if block.startswith("{"):  # CDXJ, as pywb has it
        return {"timestamp": stamp, **(_line(block) or {})}
    return dict(zip(_FIELDS, line.split(), strict=False)) if key and stamp else None


def _held(fields: dict[str, object]) -> Held | None:
    url = web_address(str(fields.get("original") or fields.get("url") or ""))
    stamp = str(fields.get("timestamp") or "")
    status = str(fields.get("statuscode") or fields.get("status") or "200")
    kind = str(fields.get("mimetype") or fields.get("mime") or "text/html")
    if (
        url is None
        or not _STAMP.fullmatch(stamp)
        or status not in {"200", "-"}
        or kind not in {"text/html", "application/xhtml+xml", "-"}
    ):
        return None
    file, offset, length = (fields.get(name) for name in ("filename", "offset", "length"))
    if file is None or offset is None:
        return Held(url=url, stamp=stamp)
    try:
        return Held(url=url, stamp=stamp, file=str(file), offset=int(str(offset)), length=int(str(length)))
    except ValueError:
        return None


def chosen(archived: Archived, held: list[Held]) -> list[Held]:
    """All captures, or of each page the one that is nearest to the day asked for."""
    if archived.captures == "all":
        return held
    day = (archived.date or "9999").replace("-", "")
    wanted = _moment((day + "0101" * 2)[:8] + "000000" if len(day) > 4 else f"{day}0101000000")
    ordered = sorted(held, key=lambda one: one.url)
    return [
        min(same, key=lambda one: abs((_moment(one.stamp) - wanted).total_seconds()))
        for _, same in groupby(ordered, lambda one: one.url)
    ]


def _moment(stamp: str) -> datetime:
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(9999, 12, 31, tzinfo=UTC)


def next_list(archived: Archived, url: str, answer: Answer) -> str | None:
    """The address of the rest of a list: what comes behind its key, or its next page; None at its end."""
    asked = parse_qs(urlsplit(url).query)
    base = url.partition("?")[0]
    if archived.kind == "commoncrawl":
        if not answer.body.strip():
            return None
        return f"{base}?{urlencode({name: values[0] for name, values in asked.items()} | {'page': int(asked['page'][0]) + 1})}"
    key = _resume_key(answer.body.decode("utf-8", "replace"))
    if key is None or [key] == asked.get("resumeKey"):
        return None
    kept = [(name, value) for name, values in asked.items() if name != "resumeKey" for value in values]
    return f"{base}?{urlencode([*kept, ('resumeKey', key)])}"


def _resume_key(text: str) -> str | None:
    """Behind an empty row, the last row of a list that is not whole."""
    if text.lstrip().startswith("[["):
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return str(rows[-1][0]) if len(rows) > 2 and rows[-2] == [] and len(rows[-1]) == 1 else None
    lines = text.rstrip("\n").split("\n")
    return lines[-1].strip() if len(lines) > 2 and not lines[-2].strip() else None


def playback(archived: Archived, held: Held) -> str:
    """The address under which a capture is had as it was: without banners and rewritten links."""
    if held.file is not None:
        files = re.sub(r"^(https?://)index\.", r"\1data.", archived.server)
        return (
            f"{urljoin(files, '/' + held.file.lstrip('/'))}?{urlencode({'offset': held.offset, 'length': held.length})}"
        )
    server = archived.server.partition("?")[0].rstrip("/")
    base = (
        server.removesuffix("/cdx/search/cdx") + "/web"
        if server.endswith("/cdx/search/cdx")
        else server.removesuffix("/cdx")
    )
    return f"{base}/{held.stamp}id_/{held.url}"


def request_of(url: str) -> tuple[str, dict[str, str]]:
    """What is asked for a capture: a range of a file is no part of its address."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if not parts.path.endswith(".warc.gz") or set(asked) != {"offset", "length"}:
        return url, {}
    offset, length = int(asked["offset"][0]), int(asked["length"][0])
    return url.partition("?")[0], {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"}


def captured(url: str, answer: Answer, source: str) -> Capture | None:
    """The page as it was, out of a playback or a range of a WARC file; None where there is none."""
    if answer.body.startswith(b"\x1f\x8b") and urlsplit(url).path.endswith(".warc.gz"):
        place = Provenance(source=source)
        found = web_archive(Stream(BytesIO(answer.body).read), place, "gzip")
        page = next((one for one in found if isinstance(one, Capture)), None)
        return page and Capture(
            provenance=Provenance(source=source, record_id=page.provenance.record_id),
            body=page.body, url=page.url, fetched_at=page.fetched_at, content_type=page.content_type, status=page.status, headers=page.headers,
        )  # fmt: skip
    match = _PLAYBACK.search(url)
    if match is None:
        return None
    headers = tuple(
        (name[len(_ORIGINAL) :], value) for name, value in answer.headers if name.lower().startswith(_ORIGINAL)
    )
    kind = next((value for name, value in headers if name.lower() == "content-type"), answer.header("content-type"))
    return Capture(
        provenance=Provenance(source=source),
        body=answer.body,
        url=web_address(re.sub(r"^(https?:/)(?!/)", r"\1/", match[2])),
        fetched_at=_moment(match[1]),
        content_type=kind,
        status=200,
        headers=tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_TRANSFER),
    )
