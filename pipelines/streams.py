"""Bytes that come in pieces, unpacked and within bounds; opens nothing and knows nothing of pages.

Everything is read in pieces whose size the caller names, so neither a gigabyte on one line nor a
gzip file that unpacks to one costs memory.
"""

from __future__ import annotations

import lzma
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from pipelines.decompressors import Decompressor, decompressor
from pipelines.deflate import DeflateError

__all__ = [
    "EMPTY_MEMBERS",
    "EMPTY_SIZE",
    "HEAD",
    "MAGIC",
    "PIECE",
    "DamagedError",
    "Decompressor",
    "Source",
    "Stream",
    "decompressor",
    "inflated",
    "lines_of",
    "skippable",
    "unpacked",
]

HEAD = 65536
"""Bytes looked at to tell what a file is."""
PIECE = 1 << 20


class DamagedError(Exception):
    """Compressed bytes that end too early or make no sense."""


class Stream:
    """Bytes that can be looked at before they are read."""

    def __init__(self, read: Callable[[int], bytes], window: Any = None) -> None:
        self._read = read
        self._ahead = b""
        self._fault: DamagedError | None = None
        self.window = window
        """The same bytes at any place, where whoever opened the stream has that."""

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes, without reading past them; where they are damaged, those before."""
        while len(self._ahead) < size and self._fault is None:
            try:
                piece = self._read(size - len(self._ahead))
            except DamagedError as error:
                if not self._ahead:
                    raise
                self._fault = error  # for whoever reads on
                break
            if not piece:
                break
            self._ahead += piece
        return self._ahead[:size]

    def tell_damage(self) -> None:
        """Raise the DamagedError that looking ahead has met, for whoever reads no further."""
        if self._fault is not None:
            raise self._fault

    def read(self, size: int) -> bytes:
        """The next bytes: as many as asked for, unless they end before."""
        pieces, self._ahead = [self._ahead[:size]], self._ahead[size:]
        missing = size - len(pieces[0])
        if missing > 0:
            self.tell_damage()
        while missing > 0 and (piece := self._read(min(missing, PIECE))):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def some(self) -> bytes:
        """The next bytes, as many as come at once: empty only at the end."""
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            return ahead
        self.tell_damage()
        return self._read(PIECE)


class Source:
    """Bytes with their place, and a way back to what was read lately: for files that have to be taken up again behind damage.

    Without `seek` the way back is `LOOKBACK` bytes long.
    """

    LOOKBACK = 8 << 20

    def __init__(
        self, read: Callable[[int], bytes], start: int = 0, seek: Callable[[int], object] | None = None
    ) -> None:
        self._read, self._seek = read, seek
        self._chunk, self._at, self._start = b"", 0, start
        self._earlier: deque[bytes] = deque()
        self._kept = 0

    @property
    def position(self) -> int:
        """Of the next byte."""
        return self._start + self._at

    def some(self, size: int = HEAD) -> bytes:
        """The next bytes, at most so many: empty only at the end."""
        if self._at >= len(self._chunk) and not self._more():
            return b""
        piece = self._chunk[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def back(self, position: int) -> None:
        """Go to an earlier place, as near to it as there is a way."""
        if position < self._start and self._seek:
            self.go(position)
            return
        before: list[bytes] = []
        while self._earlier and self._start > position:
            before.append(self._earlier.pop())
            self._start -= len(before[-1])
            self._kept -= len(before[-1])
        if before:
            passed = max(0, position - self._start)  # or the chunk would grow with each look across its end
            if passed:
                self._earlier.append(before[-1][:passed])
                self._start += passed
                self._kept += passed
            self._chunk = b"".join([before.pop()[passed:], *reversed(before), self._chunk])
        self._at = max(0, position - self._start)

    def go(self, position: int) -> None:
        """Go to any place: only where there is `seek`."""
        if self._seek is None:
            raise ValueError("these bytes can only be read in order")
        self._seek(position)
        self._chunk, self._at, self._start = b"", 0, position

    def peek(self, size: int) -> bytes:
        """The next bytes, without reading past them; fewer only at the end."""
        place, pieces, missing = self.position, [], size
        while missing and (piece := self.some(missing)):
            pieces.append(piece)
            missing -= len(piece)
        self.back(place)
        return b"".join(pieces)

    def _more(self) -> bool:
        piece = self._read(HEAD)
        if not piece:
            return False
        if self._chunk and not self._seek:
            self._earlier.append(self._chunk)
            self._kept += len(self._chunk)
            while self._kept > self.LOOKBACK:
                self._kept -= len(self._earlier.popleft())
        self._start += len(self._chunk)
        self._chunk, self._at = piece, 0
        return True


# Lines


def lines_of(stream: Stream, limit: int) -> Iterator[bytes | None]:
    """The lines without their ends; None for one longer than the limit, which is skipped, not held."""
    kept = bytearray()
    skipping = False
    while piece := stream.some():
        *whole, rest = piece.split(b"\n")
        if whole:
            too_long = skipping or len(kept) + len(whole[0]) > limit
            yield None if too_long else _taken(kept, whole[0])
            kept.clear()
            skipping = False
            # a file may be nothing but ends of lines
            others = islice(whole, 1, None)
            yield from others if len(piece) <= limit else (None if len(end) > limit else end for end in others)
        if len(kept) + len(rest) > limit:
            kept.clear()
            skipping = True
        elif not skipping:
            kept += rest
    if skipping:
        yield None
    elif kept:
        yield _taken(kept, b"")


def _taken(kept: bytearray, rest: bytes) -> bytes:
    """All of both, without a second copy of a line that may be long."""
    kept += rest
    line = bytes(kept)
    kept.clear()
    return line


# Compressed files


FED = 16384
"""Bytes given to a decompressor at a time: what it does not use of them is handed back."""
BOMB_FROM = 128 << 20
BOMB_RATIO = 200
"""What unpacks to so many bytes and so many times its size holds no pages: HTML packs to a tenth, at its dullest to a fiftieth."""

EMPTY_MEMBERS = re.compile(rb"(?:\x1f\x8b\x08\x00.{6}\x03\x00{9})+", re.DOTALL)
"""gzip members that hold nothing, as gzip(1) writes them without a name: 20 bytes each, in their millions a matter of minutes
where each has a decompressor of its own."""

MAGIC = {"gzip": b"\x1f\x8b\x08", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00", "zstd": b"\x28\xb5\x2f\xfd"}
_SKIPPABLE = b"\x2a\x4d\x18"
EMPTY_SIZE = 20
"""Bytes of a gzip member that holds nothing; so many tell what follows any member."""


def inflated(read: Callable[[int], bytes], current: Decompressor, kind: str) -> Callable[[int], bytes]:
    """What a single member unpacks to. DamagedError where it is broken, or is a bomb."""
    taken = given = 0

    def more(size: int) -> bytes:
        nonlocal taken, given
        while not current.eof:
            fresh = read(FED) if current.needs_input else b""
            if not fresh and current.needs_input:
                raise DamagedError(f"the {kind} data ends too early")
            taken += len(fresh)
            if piece := _decompress(current, fresh, size, kind):
                given += len(piece)
                if given > BOMB_FROM and given > BOMB_RATIO * taken:
                    raise DamagedError(f"the {kind} data unpacks to more than {BOMB_RATIO} times its size")
                return piece
        return b""

    return more


def unpacked(stream: Stream, kind: str) -> Stream:
    """The stream decompressed; reading it raises DamagedError where the bytes are broken.

    Several members one after the other are one stream, as gzip(1) reads them; what follows the last and
    is none is ignored, as padding is.
    """
    start = MAGIC.get(kind) or stream.head(2)
    current = decompressor(kind)
    spare = _next_member(b"", stream, start) if kind == "zstd" else b""
    finished = False
    taken = given = 0

    def read(size: int) -> bytes:
        nonlocal current, spare, finished, taken, given
        while not finished:
            if current.eof:
                spare = _next_member(current.unused_data, stream, start)
                finished = not spare
                current = decompressor(kind)
                continue
            fresh, spare = spare, b""
            if not fresh and current.needs_input and not (fresh := stream.read(HEAD)):
                raise DamagedError(f"the {kind} data ends too early")
            taken += len(fresh)
            if piece := _decompress(current, fresh, size, kind):
                given += len(piece)
                if given > BOMB_FROM and given > BOMB_RATIO * taken:
                    raise DamagedError(f"the {kind} data unpacks to more than {BOMB_RATIO} times its size")
                return piece
        return b""

    return Stream(read)


def _next_member(spare: bytes, stream: Stream, start: bytes) -> bytes:
    """What the next member begins with, behind zeros, members and frames that hold nothing; no bytes where none follows."""
    while True:
        spare = spare.lstrip(b"\x00")
        if len(spare) < EMPTY_SIZE:  # a member may end a byte before the end of a piece
            more = stream.read(HEAD)
            spare += more
            if more:
                continue
        if nothing := EMPTY_MEMBERS.match(spare):
            spare = spare[nothing.end() :]
        elif size := skippable(spare):
            spare = spare[size:] if size <= len(spare) else _behind(stream, size - len(spare))
        else:
            return spare if spare.startswith(start) else b""


def _behind(stream: Stream, size: int) -> bytes:
    """Pass so many bytes."""
    while size and (piece := stream.read(min(size, PIECE))):
        size -= len(piece)
    return b""


def skippable(head: bytes) -> int:
    """The size of a Zstandard frame that holds nothing, with its header; 0 for any other beginning."""
    if len(head) < 8 or head[1:4] != _SKIPPABLE or head[0] >> 4 != 5:
        return 0
    return 8 + int.from_bytes(head[4:8], "little")


def _decompress(current: Decompressor, fresh: bytes, size: int, kind: str) -> bytes:
    try:
        return current.decompress(fresh, size)
    except (DeflateError, lzma.LZMAError, OSError, ValueError, EOFError, MemoryError) as error:
        raise DamagedError(f"the {kind} data is damaged") from error
    except Exception as error:  # zstd has an error class of its own, which exists only where zstd does
        if type(error).__name__ == "ZstdError":
            raise DamagedError(f"the {kind} data is damaged") from error
        raise
