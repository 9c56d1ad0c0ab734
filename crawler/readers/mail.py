"""Pages saved as MHTML, mails (.eml) and mailboxes (mbox) as captures. Attachments are not opened.

Parts are told apart line by line, so a page with fifty megabytes of pictures costs no more memory than its text; headers,
transfer encodings and encoded words are the standard library's part. Of an MHTML file the page itself counts, not its
frames; of a mail its HTML, or its text where it has none.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

from crawler.readers.marks import marks_of, web_address
from crawler.readers.moments import moment_of
from crawler.readers.records import PAGE_LIMIT
from crawler.readers.streams import Stream, lines_of
from pipelines.types import Capture, Provenance, Stated, Unreadable

__all__ = ["mailbox", "message"]

LONGEST_LINE = 32 << 20
HEADER_LIMIT = 256 << 10
MOST_BOUNDARIES = 20
"""Parts in parts."""
_FROM = re.compile(rb"From \S.*\d{4}")
"""How a message begins in a mailbox, behind a blank line."""
_ENVELOPE = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}"
    rb" +\d{1,2}:\d\d(?::\d\d)? +(?:[A-Z]{2,5} +)?(?:[+-]\d{4} +)?\d{4}(?: +[+-]\d{4})?\s*"
)
"""How it begins also without one, as some programs write: address, weekday, month, day, time and year, and nothing else."""

_NOT_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/="))
_WANTED = ("text/html", "application/xhtml+xml", "text/plain")
Lines = Iterator[bytes | None]


@dataclass(slots=True)
class _Part:
    """The best part so far, and its body as it is written."""

    header: Message
    body: bytearray = field(default_factory=bytearray)
    """Each line with its end. No list of lines: a line of two letters would take 40 bytes in it."""


def message(stream: Stream, origin: Provenance) -> Iterator[Capture | Unreadable]:
    """The page in an MHTML file or a mail."""
    yield _of_lines(lines_of(stream, LONGEST_LINE), origin)


def mailbox(stream: Stream, origin: Provenance) -> Iterator[Capture | Unreadable]:
    """The mails of a mailbox, each at its number."""
    lines = lines_of(stream, LONGEST_LINE)
    pushed: list[bytes | None] = []
    number = 0

    def one() -> Lines:
        was_blank = False
        for line in lines:
            if line is not None and (_FROM.match(line) if was_blank else _ENVELOPE.fullmatch(line)):
                pushed.append(line)
                return
            was_blank = line is not None and not line.strip()
            yield line[1:] if line is not None and re.match(rb">+From ", line) else line

    next(lines, None)
    while True:
        number += 1
        own = one()
        yield _of_lines(own, replace(origin, offset=number))
        for _ in own:
            pass
        if not pushed:
            return
        pushed.clear()


def _of_lines(lines: Lines, origin: Provenance) -> Capture | Unreadable:
    """The page in one mail; what the standard library makes of its headers costs this mail alone."""
    try:
        return _page(lines, origin)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        detail = f"its headers cannot be read ({type(error).__name__})"
        return Unreadable(provenance=origin, reason="bad-record", detail=detail)


def _page(lines: Lines, origin: Provenance) -> Capture | Unreadable:
    header = _header(lines)
    best, root = None, web_address(_said(header, "Snapshot-Content-Location"))
    for part in _parts(header, lines):
        if len(part.body) > PAGE_LIMIT:
            return Unreadable(provenance=origin, reason="too-large", detail=f"more than {PAGE_LIMIT:,} bytes")
        best = part if _is_better(part, best, root) else best
    if best is None:
        return Unreadable(provenance=origin, reason="bad-record", detail="no part with a page or text")
    body = _decoded(best)
    if not body.strip():
        return Unreadable(provenance=origin, reason="empty", detail="the part with the page is empty")
    return _capture(header, best, body, origin)


def _capture(header: Message, part: _Part, body: bytes, origin: Provenance) -> Capture:
    kind = part.header.get_content_type()
    charset = _charset(part.header) if kind == "text/plain" or "Snapshot-Content-Location" not in header else None
    location = _said(header, "Snapshot-Content-Location") or _said(part.header, "Content-Location") or None
    is_page = location is not None or _is_saved_page(header)
    marks = marks_of(body) if kind != "text/plain" and is_page else None
    stated = None
    if not is_page:
        name, address = _sender(header)
        stated = Stated(
            title=_worded(header.get("Subject")) or None,
            authors=tuple(filter(None, [name or address])),
            published=_date(header),
        )
    identifier = _worded(header.get("Message-ID")).strip("<>")[:500]
    return Capture(
        provenance=replace(origin, record_id=identifier or None),
        body=body,
        url=web_address(location)
        or web_address(_said(header, "Archived-At").strip(" <>"))
        or (marks.url if marks else None),
        fetched_at=moment_of(_said(header, "Date")) if is_page else None,
        content_type=f"{kind}; charset={charset}" if charset else kind,
        stated=stated,
    )


def _charset(header: Message) -> str | None:
    try:
        return header.get_content_charset()
    except ValueError:  # a NUL in it
        return None


def _sender(header: Message) -> tuple[str, str]:
    """Name and address of who has sent it; nothing of either where brackets lie too deeply in one another."""
    try:
        return parseaddr(_worded(header.get("From")))
    except RecursionError:
        return "", ""


def _date(header: Message) -> str | None:
    """The day and time as the mail has them: in another zone the day may be another."""
    moment = moment_of(_said(header, "Date"))
    if moment is None:
        return None
    try:
        written = parsedate_to_datetime(_said(header, "Date"))
    except (ValueError, TypeError):
        written = moment
    return (written if written.tzinfo else moment).isoformat(timespec="seconds")


def _is_saved_page(header: Message) -> bool:
    """Firefox's UnMHT and Internet Explorer name the saving program where Chromium names the address."""
    return _said(header, "From").lower().startswith("<saved by")


def _said(header: Message, name: str) -> str:
    """A header as it is written; where it has bytes that are none of ASCII, the library hands out an object instead of text."""
    return str(header.get(name, "")).strip()


def _worded(value: str | None) -> str:
    """A header as it is meant to be read."""
    if not value:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (MessageError, LookupError, ValueError):
        return " ".join(str(value).split())


def _header(lines: Lines) -> Message:
    kept: list[bytes] = []
    size = 0
    for line in lines:
        if line is None or not line.strip():
            break
        size += len(line)
        if size <= HEADER_LIMIT:
            kept.append(line.rstrip(b"\r"))
    return BytesHeaderParser().parsebytes(b"\n".join([*kept, b"", b""]))


def _parts(header: Message, lines: Lines) -> Iterator[_Part]:
    """The parts that hold a page or text, one at a time; of others nothing is kept."""
    boundaries: list[bytes] = []
    current = _begun(header, boundaries)
    for line in lines:
        mark = _boundary(line, boundaries) if line and line.startswith(b"--") else None
        if mark is None:
            if current is None or line is None:
                continue
            current.body += line + b"\n"
            if len(current.body) > PAGE_LIMIT:
                break
            continue
        if current is not None:
            yield current
        level, closes = mark
        del boundaries[level + (0 if closes else 1) :]
        current = None if closes else _begun(_header(lines), boundaries)
    if current is not None:
        yield current


def _begun(header: Message, boundaries: list[bytes]) -> _Part | None:
    if header.get_content_maintype() == "multipart":
        boundary = header.get_boundary()
        if boundary and len(boundaries) < MOST_BOUNDARIES:
            boundaries.append(boundary.encode("utf-8", "surrogateescape"))
        return None
    wanted = header.get_content_type() in _WANTED and header.get_content_disposition() != "attachment"
    return _Part(header) if wanted else None


def _boundary(line: bytes, boundaries: list[bytes]) -> tuple[int, bool] | None:
    """Which boundary a line that begins as one is, counted from the outermost, and whether it is its last."""
    said = line[2:].rstrip()
    for level in range(len(boundaries) - 1, -1, -1):
        if said in {boundaries[level], boundaries[level] + b"--"}:
            return level, said != boundaries[level]
    return None


def _is_better(part: _Part, best: _Part | None, root: str | None) -> bool:
    """HTML before text, the first before others; the page itself before all."""
    if best is None:
        return True
    if root and part.header.get_content_type() != "text/plain":
        is_root = web_address(_said(part.header, "Content-Location")) == root
        was_root = web_address(_said(best.header, "Content-Location")) == root
        if is_root != was_root:
            return is_root
    return best.header.get_content_type() == "text/plain" != part.header.get_content_type()


def _decoded(part: _Part) -> bytes:
    body = part.body
    del body[-1:]
    how = _said(part.header, "Content-Transfer-Encoding").lower()
    if how == "quoted-printable":
        return quopri.decodestring(body)
    if how == "base64":
        return _of_base64(body.translate(None, _NOT_BASE64))
    return bytes(body)


def _of_base64(signs: bytearray) -> bytes:
    """What the signs stand for; where the last stands alone, as in a mail that was cut off, without it."""
    try:
        return base64.b64decode(signs + b"==")
    except binascii.Error:
        return base64.b64decode(signs.rstrip(b"=")[:-1] + b"==")
