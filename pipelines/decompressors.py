"""One kind of decompressor for each kind of compression, all of the same form. Reads nothing."""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable
from typing import Protocol

from pipelines.deflate import GZIP, inflating

__all__ = ["Decompressor", "decompressor"]

XZ_MEMORY = 256 << 20
"""An xz header can ask for gigabytes; `xz -9` needs 65 MiB."""


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
