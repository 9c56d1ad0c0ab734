"""Bytes that come in pieces, unpacked and within bounds; opens nothing and knows nothing of pages.

Everything is read in pieces whose size the caller names, so neither a gigabyte on one line nor a
gzip file that unpacks to one costs memory.
"""

from __future__ import annotations

import bz2
import lzma
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Protocol

from pipelines.deflate import GZIP, DeflateError, inflating

__all__ = [
    "EMPTY_MEMBERS",
    "HEAD",
    "PIECE",
    "DamagedError",
    "Decompressor",
    "Source",
    "Stream",
    "decompressor",
    "inflated",
    "lines_of",
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


class Decompressor(Protocol):
    """What bz2, lzma and zstd decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decompressor in the form of the others."""

    def __init__(self, window: int) -> None:
        self._inner = inflating(window)

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked: bytes = self._inner.decompress(self._inner.unconsumed_tail + data, max(0, max_length))
        return unpacked


def _zstd(dictionary: bytes = b"") -> Decompressor:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # before Python 3.14; comes with Scrapy
        from backports import zstd  # type: ignore[no-redef,unused-ignore]
    options = {zstd.DecompressionParameter.window_log_max: 27}
    known = zstd.ZstdDict(dictionary) if dictionary else None
    made: Decompressor = zstd.ZstdDecompressor(zstd_dict=known, options=options)
    return made


class _Brotli:
    """brotli's decompressor in the form of the others."""

    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped,unused-ignore]  # comes with Scrapy

        self._inner, self._error = brotli.Decompressor(), brotli.error

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    @property
    def unused_data(self) -> bytes:
        return b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        try:
            return bytes(self._inner.process(data, output_buffer_limit=max(1, max_length)))
        except self._error as error:
            raise ValueError(str(error)) from error


FED = 16384
"""Bytes given to a decompressor at a time: what it does not use of them is handed back."""
BOMB_FROM = 128 << 20
BOMB_RATIO = 200
"""What unpacks to so many bytes and so many times its size holds no pages: HTML packs to a tenth, at its dullest to a fiftieth."""

XZ_MEMORY = 256 << 20
"""An xz header can ask for gigabytes; `xz -9` needs 65 MiB."""

EMPTY_MEMBERS = re.compile(rb"(?:\x1f\x8b\x08\x00.{6}\x03\x00{9})+", re.DOTALL)
"""gzip members that hold nothing, as gzip(1) writes them without a name: 20 bytes each, in their millions a matter of minutes
where each has a decompressor of its own."""

_MAKERS: dict[str, Callable[[], Decompressor]] = {
    "gzip": lambda: _Zlib(GZIP),
    "zlib": lambda: _Zlib(15),
    "deflate": lambda: _Zlib(-15),
    "brotli": _Brotli,
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
    "zstd": _zstd,
}


def decompressor(kind: str, dictionary: bytes = b"") -> Decompressor:
    """A new one for a kind of compression; only Zstandard takes a dictionary."""
    return _zstd(dictionary) if kind == "zstd" else _MAKERS[kind]()


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
    make = _MAKERS[kind]
    start = stream.head(2)
    current = make()
    spare = b""
    finished = False
    taken = given = 0

    def read(size: int) -> bytes:
        nonlocal current, spare, finished, taken, given
        while not finished:
            if current.eof:
                spare = (current.unused_data or stream.read(HEAD)).lstrip(b"\x00")
                if nothing := EMPTY_MEMBERS.match(spare):
                    spare, taken = spare[nothing.end() :] or stream.read(HEAD), taken + nothing.end()
                finished = not spare.startswith(start)
                current = make()
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


def _decompress(current: Decompressor, fresh: bytes, size: int, kind: str) -> bytes:
    try:
        return current.decompress(fresh, size)
    except (DeflateError, lzma.LZMAError, OSError, ValueError, EOFError, MemoryError) as error:
        raise DamagedError(f"the {kind} data is damaged") from error
    except Exception as error:  # zstd has an error class of its own, which exists only where zstd does
        if type(error).__name__ == "ZstdError":
            raise DamagedError(f"the {kind} data is damaged") from error
        raise
