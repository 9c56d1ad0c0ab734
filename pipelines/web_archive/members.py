"""The compressed members of a web archive file, one after the other, and the way on behind a damaged one. Knows no records.

Theory of operation. `.warc.gz` is a gzip member for each record, `.warc.zst` a frame, perhaps with a dictionary in front
of all; some tools pack the whole file as one member. A damaged member says nothing of where the next begins, so it is
looked for from behind the damaged one's own beginning: what looks like the beginning of a member and unpacks to the
beginning of a record is one. A member that was cut off has swallowed the beginning of the next before anybody noticed.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines import streams
from pipelines.streams import (
    EMPTY_MEMBERS,
    EMPTY_SIZE,
    FED,
    HEAD,
    DamagedError,
    Decompressor,
    Source,
    Stream,
    decompressor,
    inflated,
    skippable,
)  # fmt: skip

__all__ = ["Member", "begins_record", "dictionary_of", "members", "next_place"]

MAGIC = {kind: streams.MAGIC[kind] for kind in ("gzip", "zstd")}
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""A skippable frame that holds a dictionary (https://iipc.github.io/warc-specifications/specifications/warc-zstd/)."""
DICTIONARY_LIMIT = 16 << 20

_BEGINNINGS = {
    "gzip": re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL),
    "zstd": re.compile(re.escape(MAGIC["zstd"])),
}
"""A gzip member's flags, level and system, as RFC 1952 has them, behind its time: fewer places look like one by chance."""
_BEGINNING_SIZE = 10

_RECORD = re.compile(
    rb"(?:WARC/\d\.\d\r?\n|filedesc://|[a-z][a-z0-9+.-]*:[^\s]* [\w.:-]+ \d{12,14} [^\n]*\d\r?\n)", re.IGNORECASE
)
_NEAR, _LOOKED_AHEAD = 1 << 16, 1 << 20
"""Bytes in which the next beginning is looked for, at first and then: a file of damaged members costs no megabyte for each."""
MOST_FALSE = 1_000_000
"""Places of one file that only look like the beginning of a member. Chance makes one in four gigabytes or more, who means to
one in ten bytes; each costs some four microseconds."""


def begins_record(head: bytes) -> bool:
    """Whether these bytes are the beginning of a record of WARC or ARC."""
    return _RECORD.match(head.lstrip(b"\r\n")) is not None


@dataclass(slots=True)
class _Tries:
    """How many more false beginnings are looked at."""

    left: int = field(default_factory=lambda: MOST_FALSE)


@dataclass(slots=True)
class Member:
    """One member, to be read while it is the newest."""

    offset: int
    source: Source
    """Its bytes, unpacked."""
    raw: Source
    current: Decompressor

    @property
    def end(self) -> int:
        """Where it ends in the file, once it was read to its end."""
        return self.raw.position - len(self.current.unused_data)


def members(raw: Source, packing: str, dictionary: bytes = b"", until: int | None = None) -> Iterator[Member | str]:
    """Each member, or what is wrong where one should begin; whoever takes one reads it to its end or meets DamagedError.

    With `until` no member that begins at this byte or behind it.
    """
    tries = _Tries()
    yield from _members(raw, packing, dictionary, until, tries)
    if not tries.left:
        yield f"more than {MOST_FALSE:,} places look like the beginning of a record and are none: from here on nothing is read"


def _members(raw: Source, packing: str, dictionary: bytes, until: int | None, tries: _Tries) -> Iterator[Member | str]:
    magic = MAGIC[packing]
    while head := _behind_padding(raw):
        start = raw.position
        if until is not None and start >= until:
            return
        if packing == "zstd" and (size := skippable(head)):
            _skip(raw, size)
            continue
        if not head.startswith(magic):
            yield f"no {packing} data at byte {start}"
            if not next_place(raw, start + 1, packing, dictionary, tries):
                return
            continue
        current = decompressor(packing, dictionary)
        member = Member(start, Source(inflated(raw.some, current, packing)), raw, current)
        yield member
        try:
            while member.source.some():
                pass
        except DamagedError:
            if not next_place(raw, start + 1, packing, dictionary, tries):
                return
        else:
            raw.back(member.end)


def _behind_padding(raw: Source) -> bytes:
    """What the next member begins with, behind zeros and behind members that hold nothing."""
    while head := raw.peek(EMPTY_SIZE):
        if EMPTY_MEMBERS.fullmatch(head):
            nothing = EMPTY_MEMBERS.match(raw.peek(HEAD))
            _skip(raw, nothing.end() if nothing else len(head))
        elif head[:8].strip(b"\x00"):
            break
        else:
            raw.some(8)
    return head[:8]


def _skip(raw: Source, size: int) -> None:
    while size and (piece := raw.some(min(size, 65536))):
        size -= len(piece)


def dictionary_of(raw: Source) -> bytes:
    """The dictionary in front of a file of Zstandard frames, or nothing. DamagedError where it is none that can be used."""
    head = raw.peek(8)
    if head[:4] != DICTIONARY or len(head) < 8:
        return b""
    size = struct.unpack("<I", head[4:8])[0]
    if size > DICTIONARY_LIMIT:
        raise DamagedError("the dictionary is too large")
    found = raw.peek(8 + size)[8:]
    if len(found) < size:
        raise DamagedError("the dictionary is damaged: its length leads beyond the end of the file")
    try:
        if found.startswith(MAGIC["zstd"]):
            read = inflated(Stream(Source(_once(found)).some).read, decompressor("zstd"), "zstd")
            found = Stream(read).read(DICTIONARY_LIMIT + 1)
    except DamagedError as error:
        raise DamagedError(f"the dictionary is damaged: {error}") from error
    if len(found) > DICTIONARY_LIMIT:
        raise DamagedError("the dictionary is too large")
    try:
        decompressor("zstd", found)
    except Exception as error:  # the error class of zstd exists only where zstd does
        raise DamagedError("the dictionary is damaged") from error
    return found


def _once(data: bytes) -> Callable[[int], bytes]:
    rest = [data]
    return lambda _size: rest.pop() if rest else b""


def next_place(raw: Source, start: int, packing: str, dictionary: bytes = b"", tries: _Tries | None = None) -> bool:
    """Go to the next member that holds a record, from a place on; False where there is none, or the tries are used up."""
    tries = tries or _Tries()
    beginning, size = _BEGINNINGS[packing], _NEAR
    raw.back(start)
    while piece := raw.peek(size):
        is_last = len(piece) < size
        searched = len(piece) if is_last else len(piece) - FED  # what begins behind is told by more than its magic
        at = -1
        while found := beginning.search(piece, at + 1, searched + _BEGINNING_SIZE - 1):
            at = found.start()
            if not tries.left or _holds_record(piece[at : at + FED], packing, dictionary):
                _skip(raw, at)
                return tries.left > 0
            tries.left -= 1
        _skip(raw, searched)
        if is_last:
            return False
        size = _LOOKED_AHEAD
    return False


def _holds_record(piece: bytes, packing: str, dictionary: bytes) -> bool:
    current = decompressor(packing, dictionary)
    try:
        head = current.decompress(piece[:256], 4096)
        if not current.eof:  # most places that are none fail at once, and are not given more
            head += current.decompress(piece[256:], 4096)
    except Exception:  # noqa: BLE001 - whatever the decompressor says of what is none
        return False
    return begins_record(head)
