"""Compressed bodies, within bounds: how large, how much larger than what came, how many times over. In place of Scrapy's middleware.

Scrapy bounds the size alone, unpacks in the reactor's thread, as often as the headers say, and gives zstd as much memory as the
sender asks for. A body that is not what it is said to be is left as it came, as browsers leave a page whose server is mistaken;
one that ends too early is what there is of it.
"""

from __future__ import annotations

import asyncio
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.network.guarding import RefusedRequest
from crawler.network.policy import NetworkPolicy

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["Bomb", "UnpackMiddleware", "unpack"]

ACCEPTED = b"gzip, deflate, br, zstd"
LAYERS = 3
RATIO = 500
"""How much larger what comes out may be than what went in, where it is larger than this many bytes: no text is so dull."""
RATIO_FROM = 1 << 20
PIECE = 64 << 10
ZSTD_WINDOW_LOG = 23
"""8 MiB, the most that a sender may ask for (RFC 9659)."""
IN_THREAD_FROM = 32 << 10
"""Bytes from which on unpacking could hold up the reactor."""


class Bomb(Exception):
    """What comes out is more than the bounds allow."""


def unpack(body: bytes, encodings: list[str], most: int) -> bytes:
    """A body with its encodings undone, the last first; raises Bomb."""
    if len(encodings) > LAYERS:
        raise Bomb(f"packed {len(encodings)} times")
    for encoding in reversed(encodings):
        body = _unpacked(body, encoding, most)
    return body


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    pieces, size = [], 0
    try:
        for piece in _READERS[encoding](body):
            size += len(piece)
            if size > most or (size > RATIO_FROM and size > RATIO * len(body)):
                raise Bomb(f"{len(body):,} bytes are more than {size:,} unpacked")
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError):
        pass  # what there is of it
    return b"".join(pieces) if pieces else body


# Each reader gives a last empty piece if the end was reached: a body that holds nothing is told from one that is something else.


def _inflated(body: bytes, bits: int) -> Iterator[bytes]:
    """Also of several members one after the other; what is behind them and no member is left out."""
    rest, is_first = body, True
    while rest:
        reader = zlib.decompressobj(bits)
        try:
            yield from _pieces(reader, rest)
        except zlib.error:
            if is_first:
                raise
            return
        rest, is_first = reader.unused_data if reader.eof else b"", False


def _pieces(reader: Any, body: bytes) -> Iterator[bytes]:
    left = body
    while left and not reader.eof:
        piece = reader.decompress(left, PIECE)
        left = reader.unconsumed_tail
        if piece:
            yield piece
    if reader.eof:
        yield b""


def _gunzipped(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 16 + zlib.MAX_WBITS)


def _deflated(body: bytes) -> Iterator[bytes]:
    """With zlib's frame around it, as the standard says, or without, as some servers send it."""
    framed = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflated(body, zlib.MAX_WBITS if framed else -zlib.MAX_WBITS)


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    reader = brotli.Decompressor()
    piece = reader.process(body, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = b"" if reader.is_finished() else reader.process(b"", output_buffer_limit=PIECE)
    if reader.is_finished():
        yield b""


def _unzstd(body: bytes) -> Iterator[bytes]:
    rest = body
    while rest:
        reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})
        piece = reader.decompress(rest, PIECE)
        while piece or not (reader.needs_input or reader.eof):
            yield piece
            piece = b"" if reader.eof else reader.decompress(b"", PIECE)
        if reader.eof:
            yield b""
        rest = reader.unused_data if reader.eof else b""


_READERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}


class UnpackMiddleware:
    """Asks for compressed answers and unpacks them; a large one in a thread. `request.meta["received_bytes"]` is what came."""

    def __init__(self, policy: NetworkPolicy) -> None:
        self._most = policy.body_bytes

    @classmethod
    def from_crawler(cls, crawler: Any) -> UnpackMiddleware:
        """As Scrapy makes it."""
        return cls(crawler.settings["COPYDESK_NETWORK"])

    def process_request(self, request: Request) -> None:
        """Say what can be unpacked."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer with its body unpacked; RefusedRequest for a bomb."""
        request.meta["received_bytes"] = len(response.body)
        kept, undone = _split(response.headers.getlist("Content-Encoding"))
        if not undone or not response.body or request.method == "HEAD":
            return response
        try:
            if len(response.body) < IN_THREAD_FROM:
                body = unpack(response.body, undone, self._most)
            else:
                body = await asyncio.to_thread(unpack, response.body, undone, self._most)
        except Bomb as error:
            raise RefusedRequest("decompression-bomb", request.url) from error
        return _with_body(response, body, kept)


def _split(values: list[bytes]) -> tuple[list[str], list[str]]:
    """(what is left packed, what can be unpacked), each in the order in which it was packed."""
    names = [name.strip().lower() for value in values for name in value.decode("latin-1").split(",")]
    names = [name for name in names if name and name != "identity"]
    count = next((place for place, name in enumerate(reversed(names)) if name not in _READERS), len(names))
    return names[: len(names) - count], names[len(names) - count :]


def _with_body(response: Response, body: bytes, kept: list[str]) -> Response:
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    fields: dict[str, Any] = {"encoding": None} if issubclass(kind, TextResponse) else {}
    changed: Response = response.replace(cls=kind, body=body, **fields)
    if kept:
        changed.headers["Content-Encoding"] = ", ".join(kept)
    else:
        del changed.headers["Content-Encoding"]
    return changed
