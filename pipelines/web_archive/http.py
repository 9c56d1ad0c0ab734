"""An HTTP response as bytes: its head, and its body without chunks and compression, within bounds. Fetches nothing.

Web archives hold responses as they came, or with the encodings taken off and the headers left as they were. So an
encoding is believed only where the bytes agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.streams import DamagedError, Stream, decompressor, inflated

__all__ = ["HEAD_LIMIT", "decoded_body", "head_of", "value_of"]

HEAD_LIMIT = 256 << 10
"""Bytes of a head: servers send at most a few dozen kilobytes."""
MOST_ENCODINGS = 2
"""A body packed more often is no page: layers multiply."""
HEADERS_KEPT = 200
_MANY_CHUNKS = 100_000
_SMALLEST_CHUNKS = 8
"""Bytes, of so many chunks on the average: servers send what fills a packet, or a line."""

Headers = tuple[tuple[str, str], ...]
Read = Callable[[int], bytes]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_ENCODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "zlib", "br": "brotli", "zstd": "zstd"}


def head_of(stream: Stream) -> tuple[int | None, Headers] | None:
    """Status and headers, the stream left at the body; None where there is no head, the stream as it was."""
    head = stream.head(HEAD_LIMIT)
    match = _STATUS.match(head)
    if match is None:
        return None
    end = min((place + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := head.find(mark)) >= 0), default=0)
    stream.read(end or len(head))
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head[:end] if end else head).splitlines()[1:]
    pairs = (line.partition(b":") for line in lines[:HEADERS_KEPT] if b":" in line)
    return int(match[1]), tuple((_text(name), _text(value)) for name, _, value in pairs)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def value_of(headers: Headers, name: str) -> str:
    """The first header of a name, or nothing."""
    return next((value for key, value in headers if key.lower() == name), "")


def decoded_body(stream: Stream, headers: Headers) -> Stream:
    """The body without what was done to it on its way."""
    if "chunked" in value_of(headers, "transfer-encoding").lower() and _CHUNK.match(stream.head(4096)):
        stream = Stream(_unchunked(stream))
    encodings = [name.strip().lower() for name in value_of(headers, "content-encoding").split(",")]
    packings = [_ENCODINGS[name] for name in encodings if name in _ENCODINGS]
    if len(packings) > MOST_ENCODINGS:
        raise DamagedError(f"the body is compressed {len(packings)} times")
    for packing in reversed(packings):
        if kind := _as_it_is(stream.head(64), packing):
            stream = Stream(inflated(stream.read, decompressor(kind), kind))
    return stream


def _as_it_is(head: bytes, packing: str) -> str | None:
    """The packing the bytes have; None where they are unpacked already."""
    if packing == "gzip":
        return "gzip" if head.startswith(b"\x1f\x8b") else None
    if packing == "zstd":
        return "zstd" if head.startswith(b"\x28\xb5\x2f\xfd") else None
    if packing == "zlib" and len(head) > 1 and head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0:
        return "zlib"
    if not head or head.lstrip()[:1] == b"<":
        return None
    return "deflate" if packing == "zlib" else packing


def _unchunked(stream: Stream) -> Read:
    """Small chunks come together, those that lie in one piece of the stream: one by one they cost more than what is in them."""
    left, ended, chunks, given = 0, False, 0, 0

    def read(size: int) -> bytes:
        nonlocal left, ended, chunks, given
        if not left and not ended:
            pieces, left = _whole_chunks(stream, size)
            chunks += len(pieces) + 1
            given += sum(map(len, pieces)) + left
            if chunks > _MANY_CHUNKS and given < _SMALLEST_CHUNKS * chunks:
                raise DamagedError(f"the body is in {chunks:,} chunks of a few bytes")
            if pieces:
                return b"".join(pieces)
            ended = not left
        piece = stream.read(min(size, left)) if left else b""
        if left and not piece:
            raise DamagedError("the body ends in the middle of a chunk")
        left -= len(piece)
        return piece

    return read


def _whole_chunks(stream: Stream, most: int) -> tuple[list[bytes], int]:
    """The next chunks, of so many bytes together, and the size of one that is not all there; 0 where none follows.

    Nothing and 0 at the end, and where a body that was cut has none.
    """
    ahead = stream.head()
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(ahead, at):
        begin, size = match.end(), int(match[1], 16)
        if not size or size > most or begin + size > len(ahead):
            break
        pieces.append(ahead[begin : begin + size])
        most -= size
        at = begin + size
    stream.read(at)
    return pieces, 0 if pieces else _chunk_size(stream)


def _chunk_size(stream: Stream) -> int:
    """Of the next chunk; 0 at the end, and where a body that was cut has none."""
    line = stream.head(4096)
    match = _CHUNK.match(line)
    if match is None:
        if line.strip():
            raise DamagedError("the size of a chunk cannot be read")
        return 0
    stream.read(match.end())
    return int(match[1], 16)
