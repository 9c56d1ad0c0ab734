"""The structure of a ZIM file: header, entries, clusters (https://wiki.openzim.org/wiki/ZIM_file_format). Knows no pages.

Not libzim: it takes only files that lie on the disk by themselves, unpacks a cluster into memory however large it is
(48 kB took 442 MiB, measured), and looks at no checksum. Here a cluster is unpacked as it is read, within the bounds that hold
for all that is packed.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from crawler.readers.members import Place
from crawler.readers.streams import in_order
from pipelines.streams import DamagedError, Stream, decompressor, inflated

__all__ = ["Blob", "Entry", "Zim"]

_HEADER = struct.Struct("<4s2H16s2I4Q2IQ")
_ENTRY = struct.Struct("<HBcI2I")
_REDIRECT, _GONE = 0xFFFF, {0xFFFE, 0xFFFD}
_PACKINGS = {0: "", 1: "", 2: "zlib", 3: "bz2", 4: "xz", 5: "zstd"}
_WIDE_OFFSETS = 0x10
_LONGEST_ENTRY = 1 << 16
_LONGEST_TABLE = 16 << 20
"""Bytes of the offsets in a cluster: two million blobs."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, and where its content is."""

    number: int
    namespace: str
    path: str
    title: str
    kind: str
    """The media type; nothing for a redirect or what was taken out."""
    cluster: int = 0
    blob: int = 0
    is_redirect: bool = False


@dataclass(frozen=True, slots=True)
class Blob:
    """The content of an entry; `read` gives it while no other one is asked for."""

    size: int
    read: Callable[[], bytes]


class Zim:
    """A ZIM file. DamagedError where it is none, or something in it is damaged."""

    def __init__(self, place: Place) -> None:
        raw = place.at(0, _HEADER.size)
        if len(raw) < _HEADER.size:
            raise DamagedError("the header is cut off")
        (_, _, _, _, self.entries, self.clusters, self._paths, _, self._places, kinds, _, _, self.checksum_at) = (
            _HEADER.unpack(raw)
        )
        self.place = place
        if max(self._paths + 8 * self.entries, self._places + 8 * self.clusters, self.checksum_at) > place.size:
            raise DamagedError("it is cut off: its lists lie behind its end")
        listed = place.at(kinds, _LONGEST_ENTRY).split(b"\x00\x00")[0]
        self._kinds = [kind.decode("utf-8", "replace").lower() for kind in listed.split(b"\x00")]

    def entry(self, number: int) -> Entry:
        """An entry by its number, in the order of namespaces and paths."""
        at = int.from_bytes(self.place.at(self._paths + 8 * number, 8), "little")
        raw = self.place.at(at, 512)
        if len(raw) < _ENTRY.size:
            raise DamagedError("the entry lies behind the end")
        kind, _, namespace, _, cluster, blob = _ENTRY.unpack_from(raw)
        names = 12 if kind == _REDIRECT else 8 if kind in _GONE else 16
        if raw.count(b"\x00", names) < 2:
            raw = self.place.at(at, _LONGEST_ENTRY)
        path, ended, rest = raw[names:].partition(b"\x00")
        if not ended:
            raise DamagedError("the name of the entry has no end")
        title = rest.partition(b"\x00")[0]
        is_content = kind < len(self._kinds)
        if not is_content and kind != _REDIRECT and kind not in _GONE:
            raise DamagedError("the entry has a media type that is not listed")
        return Entry(
            number, namespace.decode("latin-1"), path.decode("utf-8", "surrogateescape"), title.decode("utf-8", "replace"),
            self._kinds[kind] if is_content else "", cluster, blob, is_redirect=kind == _REDIRECT,
        )  # fmt: skip

    def find(self, namespace: str, path: str) -> Entry | None:
        """The entry of a name, by halving."""
        wanted = (namespace, path.encode("utf-8", "surrogateescape"))
        low, high = 0, self.entries
        while low < high:
            middle = (low + high) // 2
            entry = self.entry(middle)
            here = (entry.namespace, entry.path.encode("utf-8", "surrogateescape"))
            if here == wanted:
                return entry
            low, high = (middle + 1, high) if here < wanted else (low, middle)
        return None

    def content(self, entry: Entry) -> Blob:
        """The content of one entry."""
        return next(self.contents(entry.cluster, iter([entry.blob])))

    def contents(self, cluster: int, blobs: Iterator[int]) -> Iterator[Blob]:
        """Contents of a cluster, by their numbers, which never fall; those that are not read are passed over."""
        stream, wide = self._opened(cluster)
        yield from _Cluster(stream, _offsets(stream, wide=wide)).contents(blobs)

    def _opened(self, cluster: int) -> tuple[Stream, bool]:
        """A cluster behind its first byte, and whether its offsets have eight bytes."""
        if cluster >= self.clusters:
            raise DamagedError("there is no such cluster")
        at = int.from_bytes(self.place.at(self._places + 8 * cluster, 8), "little")
        first = self.place.at(at, 1)
        if not first or first[0] & 0x0F not in _PACKINGS:
            raise DamagedError("the cluster is packed in a way that is not known")
        part = self.place.part(at + 1, self.place.size - at - 1)
        kind = _PACKINGS[first[0] & 0x0F]
        read = in_order(part.at)
        return Stream(inflated(read, decompressor(kind), kind) if kind else read), bool(first[0] & _WIDE_OFFSETS)


class _Cluster:
    """A cluster that is read from its beginning to its end, once."""

    def __init__(self, stream: Stream, offsets: array[int]) -> None:
        self._stream, self._offsets = stream, offsets
        self._at = offsets[0]
        self._last, self._held = -1, b""
        self._broken: DamagedError | None = None

    def contents(self, blobs: Iterator[int]) -> Iterator[Blob]:
        for blob in blobs:
            is_there = 0 <= blob < len(self._offsets) - 1
            size = self._offsets[blob + 1] - self._offsets[blob] if is_there else 0
            yield Blob(size, partial(self._read, blob, size))

    def _read(self, blob: int, size: int) -> bytes:
        if self._broken is not None:
            raise self._broken
        if not 0 <= blob < len(self._offsets) - 1:
            raise DamagedError("the cluster has no such content")
        if blob == self._last:
            return self._held
        if size < 0 or self._offsets[blob] < self._at:
            raise DamagedError("contents of the cluster lie in one another")
        try:
            self._held = self._taken(self._offsets[blob], size)
        except DamagedError as error:
            self._broken = error
            raise
        self._at, self._last = self._offsets[blob] + size, blob
        return self._held

    def _taken(self, start: int, size: int) -> bytes:
        _pass(self._stream, start - self._at)
        content = self._stream.read(size)
        if len(content) < size:
            raise DamagedError("the cluster ends too early")
        return content


def _offsets(stream: Stream, *, wide: bool) -> array[int]:
    """Where the contents begin and the last one ends, counted from the table's own beginning."""
    width = 8 if wide else 4
    first = stream.read(width)
    size = int.from_bytes(first, "little")
    if not 2 * width <= size <= _LONGEST_TABLE or size % width:
        raise DamagedError("the cluster begins with no table of contents")
    raw = first + stream.read(size - width)
    if len(raw) < size:
        raise DamagedError("the cluster ends too early")
    offsets = array("Q" if wide else "I", raw)
    if sys.byteorder == "big":
        offsets.byteswap()
    return offsets


def _pass(stream: Stream, size: int) -> None:
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        size -= len(piece)
