"""A capture as a WARC 1.1 record and back: bytes in, bytes out. Writes no files.

A saved file becomes a `resource` record; a page with status or headers a `response`; a body the
archive already holds a `revisit` that refers to the record with the body. One gzip member each.

The archive could be rebuilt from the records alone. What ISO 28500 has no field for is in fields
of our own, percent-encoded: `Copydesk-Source`, `-Offset`, `-Record-Id`, `-Modified`, `-Fetched-At`,
`-Saved-At`, `-Url`, `-Stated`. `WARC-Date` is when the page was fetched, or, where nobody knows, when it was
saved here; a file's own time is neither and stays in `Copydesk-Modified`.

A body is stored content-decoded, so the headers that would say otherwise are kept under the name
web archives use for them, `X-Archive-Orig-*`.
"""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

from fastwarc.warc import WarcRecord, WarcRecordType

from archive.sound import instant, sound_name
from archive.stated import written
from pipelines.deflate import DeflateError, gunzipped, gzipped
from pipelines.types import Capture
from pipelines.version import COPYDESK

__all__ = ["CapturedAt", "Original", "body_of", "capture_record", "record_type", "warcinfo_record"]

_SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_IDS = uuid.UUID("6b7f4a52-9a51-4b0e-8e0a-6f1b9c0c1d7e")
"""Names space of our record ids, which are made from what they name: the same run writes the same bytes."""

_OF_THE_TRANSFER = {"content-encoding", "content-length", "transfer-encoding"}
_END = b"\r\n\r\n"
"""Of the fields of a record, and of HTTP headers."""
_TYPE = re.compile(rb"^WARC-Type: (\w+)\r$", re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length: (\d+)\r$", re.MULTILINE)
LARGEST = 2 << 30
"""Bytes of a record: pages have limits of their own when they come in."""
_URI_SAFE = "%/:?#[]@!$&'()*+,;=~"


class Original(NamedTuple):
    """The record that holds the body of a revisit."""

    record_id: str
    target: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedAt:
    """A capture on its way into the archive: its digest is computed once, its time of saving given."""

    capture: Capture
    digest: str
    saved_at: str

    @property
    def source(self) -> str:
        return sound_name(self.capture.provenance.address)

    @property
    def date(self) -> str:
        fetched = self.capture.fetched_at
        return instant(fetched) if fetched else self.saved_at

    @property
    def target(self) -> str:
        """The address, or a name for the source that says nothing of the machine it was on."""
        if self.capture.url:
            return quote(sound_name(self.capture.url), safe=_URI_SAFE)
        return "urn:copydesk:source:" + quote(self.source, safe="/")

    @property
    def original(self) -> Original:
        """What a revisit says of this record. The id is made of all that tells one capture from another."""
        name = f"{self.saved_at} {self.date} {self.source} {self.target} {self.digest}"
        return Original(f"urn:uuid:{uuid.uuid5(_IDS, name)}", self.target, self.date)


def record_type(capture: Capture, original: Original | None) -> str:
    """`revisit`, `response` or `resource`."""
    if original:
        return "revisit"
    return "response" if _is_response(capture) else "resource"


def capture_record(saved: CapturedAt, original: Original | None = None) -> bytes:
    """The record of a capture; of a revisit if the body is held by `original`."""
    capture = saved.capture
    head = _http_head(capture) if _is_response(capture) else b""
    kind = record_type(capture, original)
    fields = {
        "WARC-Target-URI": saved.target,
        "WARC-Payload-Digest": saved.digest,
        **_referring(original),
        **_provenance(saved),
        "Content-Type": _media_type(capture, head),
    }
    block = head if original else head + capture.body
    return _written(getattr(WarcRecordType, kind), (saved.original.record_id, saved.date), fields, block)


def warcinfo_record(filename: str, date: str) -> bytes:
    """The first record of a file: who wrote it, in which form."""
    lines = (
        f"software: copydesk/{COPYDESK}",
        "format: WARC File Format 1.1",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description: bodies are content-decoded; Copydesk-* fields hold the provenance",
    )
    fields = {"WARC-Filename": filename, "Content-Type": "application/warc-fields"}
    name = f"urn:uuid:{uuid.uuid5(_IDS, f'{filename} {date}')}"
    return _written(WarcRecordType.warcinfo, (name, date), fields, ("\r\n".join(lines) + "\r\n").encode())


def body_of(member: bytes) -> bytes:
    """The body in one compressed record of ours; ValueError if it is none."""
    try:
        record = gunzipped(member, LARGEST)
    except DeflateError as error:
        raise ValueError(str(error)) from error
    named, stated = _TYPE.search(record), _LENGTH.search(record)
    begin = record.find(_END) + len(_END)
    if not named or not stated or begin < len(_END) or max(named.end(), stated.end()) > begin:
        raise ValueError("no record")
    end = begin + int(stated[1])
    if len(record) < end:
        raise ValueError(f"{len(record) - begin} of {end - begin} bytes")
    if named[1] != b"response":
        return record[begin:end]
    body = record.find(_END, begin, end) + len(_END)
    if body < begin or not record.startswith(b"HTTP/", begin):
        raise ValueError("the HTTP headers have no end")
    return record[body:end]


def _written(kind: WarcRecordType, name_and_date: tuple[str, str], fields: dict[str, str], block: bytes) -> bytes:
    name, date = name_and_date
    record = WarcRecord()
    record.init_headers(kind, record_urn=name.removeprefix("urn:").encode())
    record.headers["WARC-Date"] = date
    for field, value in fields.items():
        record.headers[field] = value
    record.set_bytes_content(block)
    written = io.BytesIO()
    record.write(written, checksum_data=True)
    return gzipped(written.getvalue())


def _referring(original: Original | None) -> dict[str, str]:
    if original is None:
        return {}
    return {
        "WARC-Profile": _SAME_BODY,
        "WARC-Refers-To": f"<{original.record_id}>",
        "WARC-Refers-To-Target-URI": original.target,
        "WARC-Refers-To-Date": original.date,
    }


def _provenance(saved: CapturedAt) -> dict[str, str]:
    origin = saved.capture.provenance
    url = saved.capture.url
    fetched = saved.capture.fetched_at
    known = {
        "Copydesk-Source": sound_name(origin.source),
        "Copydesk-Offset": None if origin.offset is None else str(origin.offset),
        "Copydesk-Record-Id": None if origin.record_id is None else sound_name(origin.record_id),
        "Copydesk-Modified": instant(origin.modified) if origin.modified else None,
        "Copydesk-Fetched-At": instant(fetched) if fetched else None,
        "Copydesk-Saved-At": saved.saved_at,
        "Copydesk-Url": sound_name(url) if url and url != saved.target else None,
        "Copydesk-Stated": written(saved.capture.stated),
    }
    return {field: quote(value, safe="/:#") for field, value in known.items() if value is not None}


def _is_response(capture: Capture) -> bool:
    return capture.url is not None and (capture.status is not None or bool(capture.headers))


def _media_type(capture: Capture, head: bytes) -> str:
    if head:
        return "application/http; msgtype=response"
    return _one_line(capture.content_type or "application/octet-stream")


def _http_head(capture: Capture) -> bytes:
    status = capture.status or 200
    reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    lines = [f"HTTP/1.1 {status} {reason}".rstrip()]
    for name, value in capture.headers:
        prefix = "X-Archive-Orig-" if name.lower() in _OF_THE_TRANSFER else ""
        lines.append(f"{prefix}{_one_line(name).replace(':', '_')}: {_one_line(value)}")
    if capture.content_type and not any(name.lower() == "content-type" for name, _ in capture.headers):
        lines.append(f"Content-Type: {_one_line(capture.content_type)}")
    lines.append(f"Content-Length: {len(capture.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _one_line(value: str) -> str:
    return " ".join(sound_name(value).split())
