"""Unpacking and packing: zlib-ng has to do with any bytes what zlib does, as what a dump holds must not depend on what is installed."""

from __future__ import annotations

import random
import zlib
from typing import Any

import pytest

from pipelines import deflate

PAGE = b"".join(b"<p>The ferry left the harbour at %d and came back at %d.</p>\n" % (n, n * n) for n in range(3000))


def read_in_pieces(decompressor: Any, data: bytes, piece: int, most: int) -> tuple[str, bytes, bytes]:
    """How reading ended, what was unpacked until then, and the bytes behind the member."""
    unpacked, place = b"", 0
    while not decompressor.eof:
        fresh = b"" if decompressor.unconsumed_tail else data[place : place + piece]
        if not fresh and not decompressor.unconsumed_tail:
            return "cut off", unpacked, b""
        place += len(fresh)
        try:
            unpacked += decompressor.decompress(decompressor.unconsumed_tail + fresh, most)
        except (zlib.error, deflate.DeflateError):
            return "damaged", unpacked, b""
    return "whole", unpacked, decompressor.unused_data


def broken(data: bytes, how: str, chance: random.Random) -> bytes:
    """The bytes with a fault in them."""
    if how == "cut off":
        return data[: chance.randrange(len(data))]
    place = chance.randrange(min(12, len(data)) if how == "header" else len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


@pytest.mark.parametrize("frame", [31, 15, -15])
@pytest.mark.parametrize("how", ["sound", "cut off", "header", "damaged"])
def test_bytes_unpack_to_what_zlib_unpacks_them_to(frame: int, how: str) -> None:
    """Sound or not, in pieces of any size: as far as they can be read, and with the same end."""
    chance = random.Random(f"{frame} {how}")
    for _ in range(150):
        packer = zlib.compressobj(chance.choice((1, 6, 9)), zlib.DEFLATED, frame)
        content = PAGE[: chance.choice((0, 1, 900, len(PAGE)))]
        packed = packer.compress(content) + packer.flush() + chance.choice((b"", b"\0" * 9, b"WARC/1.1\r\n"))
        packed = packed if how == "sound" else broken(packed, how, chance)
        sizes = chance.choice(((7, 100), (16384, 65536))) if len(content) < 1000 else (16384, 65536)
        ours = read_in_pieces(deflate.inflating(frame), packed, *sizes)
        assert ours == read_in_pieces(zlib.decompressobj(frame), packed, *sizes)


def test_what_is_packed_is_a_gzip_member_for_any_reader() -> None:
    """One member, with the checksum zlib asks for."""
    assert zlib.decompress(deflate.gzipped(PAGE), 31) == PAGE


def test_no_more_is_unpacked_than_was_asked_for() -> None:
    """A bomb costs what is asked for."""
    assert deflate.gunzipped(deflate.gzipped(bytes(1 << 20)), 1000) == bytes(1000)


def test_a_damaged_member_is_an_error() -> None:
    """Its checksum does not fit."""
    member = bytearray(deflate.gzipped(PAGE))
    member[-6] ^= 1
    with pytest.raises(deflate.DeflateError):
        deflate.gunzipped(bytes(member), len(PAGE) + 1)
