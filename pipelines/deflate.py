"""Deflate, the packing of gzip, ZIP and most web archives: by zlib-ng where it is installed, else by zlib. Opens nothing.

zlib-ng unpacks and packs in half the time. Whatever it is given, sound, cut off or damaged, it unpacks to what zlib unpacks it to
(tests compare them); what it packs has other bytes and the same content.
"""

from __future__ import annotations

from typing import Any

try:
    from zlib_ng import zlib_ng as _library
except ImportError:  # no wheel for this platform
    import zlib as _library  # type: ignore[no-redef]

__all__ = ["GZIP", "DeflateError", "gunzipped", "gzipped", "inflating"]

GZIP = 31
"""How deflated bytes are framed, as zlib numbers it: gzip's frame; 15 is zlib's own, -15 none."""

LEVEL = 3
"""On 120 pages of 271 kB: 1.1 ms and 45 kB a page, where zlib's level 4 takes 2.1 ms and 44 kB (benchmarks/deflate.py)."""

DeflateError: type[Exception] = _library.error  # type: ignore[assignment,unused-ignore]  # said to be an instance
"""What bytes raise that are not deflated, or are damaged."""


def inflating(frame: int) -> Any:
    """A decompressor as `zlib.decompressobj` makes it."""
    return _library.decompressobj(frame)


def gzipped(data: bytes) -> bytes:
    """The bytes as one gzip member, which says nothing of when it was made."""
    return _library.compress(data, LEVEL, GZIP)


def gunzipped(member: bytes, limit: int) -> bytes:
    """What a gzip member unpacks to, or the first of it, of which it has `limit` bytes or fewer; DeflateError where it is damaged."""
    content: bytes = inflating(GZIP).decompress(member, limit)
    return content
