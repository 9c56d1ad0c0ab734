"""The members of a ZIP archive, by its directory, in memory that does not grow with their number. Unpacks nothing to the disk.

Python's `zipfile` holds the whole directory (600 bytes a member), and believes the sizes it states. Here the directory
is read piece by piece; what a member unpacks to is counted and compared with what the directory says of it; and members
that lie in one another, which make a small file unpack to anything, are noticed because together they are larger than the file.
Where the directory is lost, members are found by their own headers, which is `unlisted`'s part.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crawler.readers.members import MEMBERS_AT_MOST, Member, Place, named_safely
from crawler.readers.unlisted import LOCAL, unlisted
from pipelines.streams import DamagedError, Stream, decompressor, inflated

__all__ = ["zip_members"]

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_METHODS = {0: "stored", 8: "deflate", 12: "bz2", 93: "zstd"}
_DIRECTORY_PIECE = 1 << 20
_FULL = 0xFFFFFFFF
_WIDE, _UNICODE_NAME = 0x0001, 0x7075
"""Extra fields: sizes of 64 bits, and a name in UTF-8 with the checksum of the other."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    flags: int
    method: int
    crc: int | None
    packed: int
    size: int | None
    """None, as the checksum, where nothing tells it."""
    attributes: int
    offset: int


class _NoDirectoryError(DamagedError):
    """The directory is lost, from some place on."""


def zip_members(place: Place) -> Iterator[Member]:
    """The members in the order of the directory, and of the archive where that is lost; then, DamagedError."""
    together = 0
    for number, entry in enumerate(_entries(place)):
        together += entry.packed
        if number >= MEMBERS_AT_MOST:
            raise DamagedError(f"more than {MEMBERS_AT_MOST:,} members")
        if together > place.size:
            raise DamagedError("members lie in one another: together they are larger than the archive")
        if not entry.name.endswith("/"):
            yield _member(place, entry)


def _entries(place: Place) -> Iterator[_Entry]:
    reached = 0
    try:
        for entry in _directory(place):
            reached = max(reached, entry.offset + LOCAL.size + entry.packed)
            yield entry
    except _NoDirectoryError:
        for found in unlisted(place, reached):
            size, packed, _ = _wide(found.extra, found.size or 0, found.packed, 0)
            packed = min(packed, max(0, place.size - found.offset))
            yield _Entry(
                _named(found.name, found.flags, found.extra), found.flags, found.method, found.crc, packed,
                None if found.size is None else size, 0, found.offset,
            )  # fmt: skip
        raise


def _member(place: Place, entry: _Entry) -> Member:
    name, inside = named_safely(entry.name)
    mode = entry.attributes >> 16
    if not inside:
        return Member(name=name, reason="bad-record", detail="its name leads out of the archive")
    if stat.S_ISLNK(mode):
        return Member(name=name, reason="not-a-page", detail="a link")
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return Member(name=name, reason="not-a-file", detail="a device, a pipe or a socket")
    if entry.flags & 1:
        return Member(name=name, reason="unreadable", detail="encrypted")
    if entry.method not in _METHODS:
        return Member(
            name=name, reason="unreadable", detail=f"packed by method {entry.method}, which is not known here"
        )
    return Member(name=name, open=lambda: _opened(place, entry))


def _opened(place: Place, entry: _Entry) -> Stream:
    head = place.at(entry.offset, LOCAL.size)
    if len(head) < LOCAL.size or head[:4] != b"PK\x03\x04":
        raise DamagedError("it is not where the directory says")
    *_, name_length, extra_length = LOCAL.unpack(head)
    inner = place.part(entry.offset + LOCAL.size + name_length + extra_length, entry.packed)
    packed = inner.stream()
    if entry.method == 0:
        return Stream(_checked(packed.read, entry), packed.window)
    kind = _METHODS[entry.method]
    return Stream(_checked(inflated(packed.read, decompressor(kind), kind), entry))


def _checked(read: Callable[[int], bytes], entry: _Entry) -> Callable[[int], bytes]:
    """What comes out, compared at its end with what the directory says."""
    size = crc = 0

    def more(wanted: int) -> bytes:
        nonlocal size, crc
        piece = read(wanted)
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if entry.size is None:
            return piece
        if size > entry.size or (not piece and size < entry.size):
            raise DamagedError(f"it does not unpack to the {entry.size:,} bytes that the directory says")
        if not piece and crc != entry.crc:
            raise DamagedError("its checksum does not fit")
        return piece

    return more


def _directory(place: Place) -> Iterator[_Entry]:
    start, size = _directory_place(place)
    buffer, begin, at, end = b"", 0, start, start + size
    while at < end or begin < len(buffer):
        if len(buffer) - begin < _ENTRY.size + 3 * 65535 and at < end:
            piece = place.at(at, min(_DIRECTORY_PIECE, end - at))
            at = at + len(piece) if piece else end
            buffer, begin = buffer[begin:] + piece, 0
        if len(buffer) - begin < _ENTRY.size or not buffer.startswith(b"PK\x01\x02", begin):
            raise _NoDirectoryError("the directory is damaged")
        entry, length = _entry(buffer, begin)
        yield entry
        begin += length


def _entry(buffer: bytes, begin: int) -> tuple[_Entry, int]:
    """The entry that begins there, and its length. The buffer is not cut: with thousands of entries that is most of the time."""
    fields = _ENTRY.unpack_from(buffer, begin)
    flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
    name_length, extra_length, comment_length, attributes, offset = *fields[10:13], fields[15], fields[16]
    named = begin + _ENTRY.size
    behind = named + name_length
    raw = buffer[named:behind]
    extra = buffer[behind : behind + extra_length]
    size, packed, offset = _wide(extra, size, packed, offset)
    entry = _Entry(_named(raw, flags, extra), flags, method, crc, packed, size, attributes, offset)
    return entry, behind - begin + extra_length + comment_length


def _named(raw: bytes, flags: int, extra: bytes) -> str:
    """UTF-8 where it is said or fits, by the name in Unicode that some tools set beside one in the letters of their country."""
    unicode = _extras(extra).get(_UNICODE_NAME, b"")
    if len(unicode) > 5 and unicode[0] == 1 and int.from_bytes(unicode[1:5], "little") == zlib.crc32(raw):
        return unicode[5:].decode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "surrogateescape") if flags & 0x800 or _is_utf8(raw) else raw.decode("cp437")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(extra: bytes, *values: int) -> tuple[int, int, int]:
    """Sizes and offset, from the field for large ones where they are not in their own."""
    wide = _extras(extra).get(_WIDE, b"")
    found = [number for (number,) in struct.iter_unpack("<Q", wide[: len(wide) // 8 * 8])]
    size, packed, offset = (found.pop(0) if value == _FULL and found else value for value in values)
    return size, packed, offset


def _extras(extra: bytes) -> dict[int, bytes]:
    """What else a header says, by the number of the field."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        found.setdefault(kind, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def _directory_place(place: Place) -> tuple[int, int]:
    tail_at = max(0, place.size - 65557)
    tail = place.at(tail_at, 65557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise _NoDirectoryError("the archive has no directory: it was cut off")
    *_, size, start, _comment = _END.unpack_from(tail, at)
    locator = place.at(tail_at + at - 20, 20)
    if locator[:4] == b"PK\x06\x07" and _FULL in {size, start}:
        wide = place.at(struct.unpack_from("<Q", locator, 8)[0], _END64.size)
        if len(wide) < _END64.size or wide[:4] != b"PK\x06\x06":
            raise _NoDirectoryError("the directory is damaged")
        *_, size, start = _END64.unpack(wide)
    if start + size > place.size:
        raise _NoDirectoryError("the directory is not where it is said to be")
    return start, size
