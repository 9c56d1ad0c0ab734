"""Records of WARC 0.17 to 1.1 and of ARC, with lengths and digests checked. Says nothing of what is in them.

Theory of operation. The readers there are hide damage: a record that was cut off is a short one, one whose length is
wrong swallows the good record behind it. Here a record is sound if its block is as long as its header says and ends with
two line ends (ARC: one), and if its digest fits. Where one is not, the next is looked for from behind the unsound one's
header on, so what it swallowed is found again.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.streams import DamagedError, Source
from pipelines.web_archive.members import Member, begins_record, members, next_place

__all__ = ["HEADER_LIMIT", "Damage", "Record", "digest_fits", "hash_of", "next_record", "records"]

HEADER_LIMIT = 256 << 10
_LOOKED_AT = 1 << 20
_NEAR = 8192
"""Bytes in which the next beginning is looked for first: a file of nothing but beginnings costs no megabyte for each."""
_LONGEST_LINE = 4095

_START = re.compile(
    rb"(?:^|\n)(WARC/\d\.\d\r?\n|[a-z][a-z0-9+.-]{1,20}:[^\s]+ [\w.:-]+ \d{12,14} [^\n]*\d\r?\n)", re.IGNORECASE
)
_ARC_LINE = re.compile(rb"([a-z][a-z0-9+.-]*:\S*) ([\w.:-]+) (\d{12,14}) (\S+) (?:.*? )?(\d+)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes where a record should be: one for a stretch, however many headers seem to begin in it."""

    offset: int
    detail: str


@dataclass(slots=True)
class Record:
    """One record; its block is read through it, in order, and `finish` says whether it was sound."""

    source: Source = field(repr=False)
    offset: int
    length: int
    kind: str
    headers: dict[str, str]
    is_arc: bool = False
    left: int = 0
    block_hash: Any = None
    fault: str | None = None
    finished: bool = False
    whole: int | None = None
    """Bytes of the record as it lies in its file; None where it does not begin there at a place of its own."""
    member: Member | None = None
    is_first: bool = True
    """In its member."""

    def read(self, size: int) -> bytes:
        """Bytes of the block: fewer than asked for, none at its end."""
        piece = self.source.some(min(size, self.left)) if self.left else b""
        if self.left and not piece:
            self.fault = f"cut off: {self.length - self.left:,} of {self.length:,} bytes are there"
            raise DamagedError(self.fault)
        self.left -= len(piece)
        if self.block_hash is not None:
            self.block_hash.update(piece)
        return piece

    def check(self) -> None:
        """Have the block's digest computed while it is read."""
        self.block_hash = hash_of(self.headers.get("warc-block-digest", ""))

    def finish(self) -> str | None:
        """Read the rest; what is wrong with the record, or None."""
        if self.finished:
            return self.fault
        self.finished = True
        try:
            while self.left:
                self.read(65536)
            self._ending()
        except DamagedError as error:
            self.fault = self.fault or str(error)
        return self.fault

    def _ending(self) -> None:
        sound = not self.is_arc and self.source.peek(4) == b"\r\n\r\n"
        _pass_blank(self.source)
        behind = self.source.peek(4096)
        if not sound and behind and not begins_record(behind):
            self.fault = "the length in its header is not that of the record"
        elif self.block_hash and not digest_fits(self.headers["warc-block-digest"], self.block_hash):
            self.fault = "its digest is not that of the record"
        elif self.member is None:
            self.whole = self.source.position - self.offset
        elif self.is_first and not behind:
            self.whole = self.member.end - self.offset


def records(
    raw: Source, packing: str = "plain", dictionary: bytes = b"", until: int | None = None
) -> Iterator[Record | Damage]:
    """The records of a file, each to be read before the next is asked for; damage where there should be one.

    With `until` only what begins before this byte; the source then stands where the next begins, or at its end.
    """
    if packing == "plain":
        yield from _in_source(raw, None, until)
        return
    for member in members(raw, packing, dictionary, until):
        if isinstance(member, str):
            yield Damage(raw.position, member)
            continue
        yield from _in_source(member.source, member)


def next_record(raw: Source, begin: int, packing: str, dictionary: bytes = b"") -> bool:
    """Go to the first record that begins at a place or behind it; to the end, and False, where there is none."""
    raw.go(begin)
    return _go_to_next(raw) if packing == "plain" else next_place(raw, begin, packing, dictionary)


def _in_source(source: Source, member: Member | None, until: int | None = None) -> Iterator[Record | Damage]:
    told, in_stretch = -1, False
    while not _is_behind(source, until):
        start = source.position
        place = member.offset if member else start
        try:
            found = _next_record(source, member)
            if found is None:
                return
            if isinstance(found, Record):
                behind_header, told, in_stretch = source.position, found.offset, False
                yield found
                if found.finish() is None:
                    continue
                source.back(behind_header)
            else:
                if not in_stretch:
                    yield Damage(place, found)
                in_stretch = True
                source.some(1)
            if not _go_to_next(source):
                return
        except DamagedError as error:
            if place != told:
                yield Damage(place, str(error))
            return


def _is_behind(source: Source, until: int | None) -> bool:
    if until is None:
        return False
    _pass_blank(source)
    return source.position >= until


def _next_record(source: Source, member: Member | None) -> Record | str | None:
    """The record here, what stands there instead, or None at the end."""
    is_first = source.position == 0
    _pass_blank(source)
    if not source.peek(1):
        return None
    start = source.position
    offset = member.offset if member else start
    head = source.peek(4096)
    made = _warc(source, head) if head[:5].upper() == b"WARC/" else _arc(source, head)
    if isinstance(made, str):
        source.back(start)
        return made
    made.offset, made.member, made.is_first = offset, member, is_first
    return made


def _warc(source: Source, head: bytes) -> Record | str:
    if b"\r\n\r\n" not in head and b"\n\n" not in head and _START.search(head, 5) is None:
        head = source.peek(HEADER_LIMIT)
    end = min((place + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := head.find(mark)) >= 0), default=0)
    if not end:
        return "the header of a record has no end"
    _pass(source, end)
    headers: dict[str, str] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head[:end]).splitlines()[1:]:
        name, _, value = line.partition(b":")
        headers.setdefault(name.decode("latin-1").strip().lower(), value.decode("utf-8", "replace").strip())
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return "a record without a length"
    size = int(length)
    return Record(source, 0, size, headers.get("warc-type", "").lower(), headers, left=size)


def _arc(source: Source, head: bytes) -> Record | str:
    """A record of ARC 1 or 2: a line with address, IP, date, media type, ..., length."""
    match = _ARC_LINE.match(head)
    if match is None:
        return "no record begins here"
    _pass(source, match.end())
    address, _ip, date, kind, length = (part.decode("utf-8", "replace") for part in match.groups())
    if len(length) > 15:
        return "a record without a length"
    headers = {"warc-target-uri": address, "warc-date": date.ljust(14, "0"), "content-type": kind}
    what = "warcinfo" if address.startswith("filedesc:") else "response"
    return Record(source, 0, int(length), what, headers, is_arc=True, left=int(length))


def _pass_blank(source: Source) -> None:
    size = 64
    while (head := source.peek(size)) and (blank := len(head) - len(head.lstrip(b"\r\n"))):
        source.some(blank)
        size = _NEAR  # there may be megabytes of them


def _pass(source: Source, size: int) -> None:
    while size and (piece := source.some(size)):
        size -= len(piece)


def _go_to_next(source: Source) -> bool:
    """To the next place where a record begins; to the end, and False, where there is none."""
    size = _NEAR
    while piece := source.peek(size):
        size, near = _LOOKED_AT, size
        if match := _START.search(piece):
            _pass(source, match.start(1))
            return True
        if len(piece) < near:
            _pass(source, len(piece))
            return False
        _pass(source, max(1, len(piece) - _LONGEST_LINE))
    return False


# Digests


def hash_of(stated: str) -> Any:
    """What computes a stated digest; None for none, and for an algorithm nobody here knows."""
    name = stated.partition(":")[0].lower().replace("-", "")
    return hashlib.new(name, usedforsecurity=False) if name in {"sha1", "sha256", "sha512", "md5"} else None


def digest_fits(stated: str, computed: Any) -> bool:
    """Whether a stated digest, in base 32, base 16 or base 64, is the computed one."""
    value = stated.partition(":")[2].strip()
    raw = computed.digest()
    return (
        value.upper() == base64.b32encode(raw).decode()
        or value.lower() == raw.hex()
        or value == base64.b64encode(raw).decode()
    )
