"""The members of a ZIP archive whose directory is lost or damaged, by the headers that lie in front of each. Opens nothing.

A download that was broken off has no directory, which is at the end. A member whose size stands in its header ends there;
one that was written as it came ends at the descriptor behind it, which must fit, or where the next header begins.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from crawler.readers.members import Place

__all__ = ["LOCAL", "Unlisted", "unlisted"]

LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = struct.Struct("<4s3L")
_NEAR, _FAR = 1 << 14, 1 << 20
"""Bytes that are read at a time: most steps are short, and where nothing is found twice as many come next."""
_SIGN = 4
_BEHIND = b"PK\x07\x08"
_HEADERS = re.compile(rb"PK\x03\x04")
_ENDS = re.compile(rb"PK(?:\x03\x04|\x07\x08|\x01\x02)")
"""What a member of unknown size ends before: its descriptor, another header, the directory."""
_NEWEST = 63
"""Version of the format that a reader needs at most (6.3). What asks for more, is packed in a way that the format has no
number for, or has a name with line ends, only looks like a header."""


class Unlisted(NamedTuple):
    """A member as its own header describes it."""

    offset: int
    name: bytes
    extra: bytes
    flags: int
    method: int
    crc: int | None
    packed: int
    size: int | None
    """None, as the checksum, where it was not known when the header was written, and no descriptor tells it."""


def unlisted(place: Place, start: int) -> Iterator[Unlisted]:
    """The members from a place on, in the order in which they lie."""
    at, ahead = start, _Ahead(place)
    while (at := ahead.found(_HEADERS, at)[0]) >= 0:
        member = _member(ahead, at)
        if member is None:
            at += _SIGN
            continue
        yield member
        begin = at + LOCAL.size + len(member.name) + len(member.extra)
        end = begin + member.packed
        # a size that leads to no other header is none to go by
        at = end if ahead.at(end, 2) == b"PK" else begin


def _member(place: _Ahead, at: int) -> Unlisted | None:
    raw = place.at(at, LOCAL.size)
    if len(raw) < LOCAL.size:
        return None
    _, needed, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack(raw)
    if not name_length or needed & 0xFF > _NEWEST or not (method < 21 or 93 <= method < 100):
        return None
    behind = place.at(at + LOCAL.size, name_length + extra_length)
    name, extra = behind[:name_length], behind[name_length:]
    if len(extra) < extra_length or any(sign < 32 for sign in name):
        return None
    begin = at + LOCAL.size + name_length + extra_length
    if flags & 8 and not packed:
        return Unlisted(at, name, extra, flags, method, *_streamed(place, begin))
    return Unlisted(at, name, extra, flags, method, crc, packed, size)


def _streamed(place: _Ahead, begin: int) -> tuple[int | None, int, int | None]:
    """Checksum, packed size and size of a member that was written as it came."""
    at = begin
    while True:
        at, sign = place.found(_ENDS, at)
        if at < 0:
            return None, max(0, place.size - begin), None
        if sign != _BEHIND:
            return None, at - begin, None
        raw = place.at(at, _DESCRIPTOR.size)
        if len(raw) == _DESCRIPTOR.size:
            _, crc, packed, size = _DESCRIPTOR.unpack(raw)
            if packed == (at - begin) & 0xFFFFFFFF:
                return crc, at - begin, size if at - begin < 0xFFFFFFFF else None
        at += _SIGN


class _Ahead:
    """Bytes that are gone through from one sign to the next. What was read last is kept: a file may be full of false signs."""

    def __init__(self, place: Place) -> None:
        self._place, self.size = place, place.size
        self._begin, self._held = 0, b""

    def at(self, offset: int, size: int) -> bytes:
        """The bytes at a place, as many as there are."""
        if not self._begin <= offset <= offset + size <= self._begin + len(self._held):
            self._read(offset, max(size, _NEAR))
        begin = offset - self._begin
        return self._held[begin : begin + size]

    def found(self, signs: re.Pattern[bytes], start: int) -> tuple[int, bytes]:
        """Where the first of the signs is, from a place on, and which it is; -1 where there is none."""
        at, size = start, _NEAR
        while True:
            if not self._begin <= at <= self._begin + len(self._held) - _SIGN:
                self._read(at, size)
                size = min(2 * size, _FAR)
            if len(self._held) - (at - self._begin) < _SIGN:
                return -1, b""
            if match := signs.search(self._held, at - self._begin):
                return self._begin + match.start(), match[0]
            at = self._begin + len(self._held) - _SIGN + 1

    def _read(self, offset: int, size: int) -> None:
        self._begin, self._held = offset, self._place.at(offset, size)
