"""What lies in a container: a member's name and its bytes, or why they are not read. Used by the readers of ZIP and tar."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from crawler.readers.naming import storable
from crawler.readers.streams import in_order
from pipelines.streams import Stream

__all__ = ["HELD_AT_MOST", "MEMBERS_AT_MOST", "Bytes", "Member", "Place", "named_safely", "place_of"]

MEMBERS_AT_MOST = 5_000_000
"""Of one container; what comes behind them is not read, and said to be."""
LONGEST_NAME = 4096
HELD_AT_MOST = 64 << 20
"""Bytes of a file that lies compressed in another one and whose directory is at its end, so that it is held."""


class Place(Protocol):
    """Bytes that can be read anywhere: a window of a file, or memory."""

    @property
    def size(self) -> int: ...
    def at(self, offset: int, size: int) -> bytes: ...
    def part(self, offset: int, size: int) -> Place: ...
    def stream(self) -> Stream: ...


@dataclass(frozen=True, slots=True)
class Bytes:
    """A container in memory, for one that lies compressed in another."""

    content: memoryview

    @property
    def size(self) -> int:
        return len(self.content)

    def at(self, offset: int, size: int) -> bytes:
        return bytes(self.content[offset : offset + size])

    def part(self, offset: int, size: int) -> Bytes:
        return Bytes(self.content[offset : offset + size])

    def stream(self) -> Stream:
        return Stream(in_order(self.at))


def place_of(stream: Stream) -> Place | None:
    """Where a file can be read anywhere: in the file it lies in as it is, else in memory; None for one too large for that."""
    window: Place | None = stream.window
    if window is not None:
        return window
    content = stream.read(HELD_AT_MOST + 1)
    return Bytes(memoryview(content)) if len(content) <= HELD_AT_MOST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member; `open` gives its bytes, once, before the next member is asked for."""

    name: str
    """Storable, relative, and without a step upwards."""
    open: Callable[[], Stream] | None = None
    reason: str = ""
    """A slug of `pipelines.reasons`, where it is not read."""
    detail: str = ""


def named_safely(raw: str) -> tuple[str, bool]:
    """The name as it is kept, and whether it stays inside: a name that climbs out was made to do harm."""
    parts = raw.replace("\\", "/")[:LONGEST_NAME].split("/")
    inside = ".." not in parts and not raw.startswith(("/", "\\")) and raw[1:3] not in {":\\", ":/"}
    name = "/".join(part for part in parts if part not in {"", ".", ".."})
    return storable(os.fsdecode(name.encode("utf-8", "surrogateescape"))) or "unnamed", inside
