"""The members of a tar archive, in order, as they come. Unpacks nothing to the disk, follows no link, makes no device.

Headers are parsed by the standard library; the rest of `tarfile` trusts its input (names, links, sizes of its own records).
Behind a damaged header the next sound one is looked for.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator

from crawler.readers.members import MEMBERS_AT_MOST, Member, named_safely
from pipelines.streams import DamagedError, Stream

__all__ = ["tar_members"]

BLOCK = 512
LONGEST_RECORD = 1 << 20
"""Bytes of a record that only holds a name or attributes of the next member."""

_LENGTH = re.compile(rb"(\d{1,9}) ")
"""What an attribute of a pax record begins with: its own length."""
_MOST_DIGITS = 18
"""Of a size: no file has more bytes."""

_LINKS = {tarfile.LNKTYPE, tarfile.SYMTYPE}
_DEVICES = {tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
_FILES = {tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE}


def tar_members(stream: Stream) -> Iterator[Member]:
    """The members. DamagedError where the archive ends too early."""
    tape = _Tape(stream)
    said: dict[str, str] = {}
    count = 0
    while (header := tape.header()) is not None:
        if isinstance(header, str):
            yield Member(name=f"byte-{tape.place}", reason="bad-record", detail=header)
            continue
        count += 1
        if count > MEMBERS_AT_MOST:
            raise DamagedError(f"more than {MEMBERS_AT_MOST:,} members")
        if header.size < 0:  # to go back by it would be to read the same header for ever
            said = {}
            yield Member(name=named_safely(header.name)[0], reason="bad-record", detail="its size is below zero")
            continue
        if header.type in {tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK}:
            if header.size > LONGEST_RECORD:
                tape.leave(header.size)
                detail = f"a name or attribute of {header.size:,} bytes, for the member behind it"
                yield Member(name=named_safely(header.name)[0], reason="bad-record", detail=detail)
                continue
            said |= _said(header.type, tape.content(header.size))
            continue
        name = said.get("path", header.name)
        size = int(said.get("size", header.size))
        said = {}
        if header.type != tarfile.DIRTYPE:
            yield _member(header.type, name, tape, size)
        tape.leave(size if header.type in _FILES or header.type == tarfile.GNUTYPE_SPARSE else 0)


def _member(kind: bytes, raw: str, tape: _Tape, size: int) -> Member:
    name, inside = named_safely(raw)
    if kind in _DEVICES:
        return Member(name=name, reason="not-a-file", detail="a device or a pipe")
    if kind in _LINKS:
        return Member(name=name, reason="not-a-page", detail="a link")
    if not inside:
        return Member(name=name, reason="bad-record", detail="its name leads out of the archive")
    if kind not in _FILES:
        return Member(name=name, reason="unreadable", detail="a member of a kind that is not known here")
    return Member(name=name, open=lambda: tape.member(size))


def _said(kind: bytes, content: bytes) -> dict[str, str]:
    """What a record says of the member behind it: its long name, its size."""
    if kind == tarfile.GNUTYPE_LONGNAME:
        return {"path": content.rstrip(b"\x00").decode("utf-8", "surrogateescape")}
    found = {}
    for key, value in _attributes(content) if kind == tarfile.XHDTYPE else ():
        if key == b"path":
            found["path"] = value.decode("utf-8", "surrogateescape")
        elif key == b"size" and value.isdigit() and len(value) <= _MOST_DIGITS:
            found["size"] = value.decode()
    return found


def _attributes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values, up to the first attribute whose length cannot be."""
    at = 0
    while match := _LENGTH.match(content, at):
        end = at + int(match[1])
        if not match.end() < end <= len(content):
            return
        key, _, value = content[match.end() : end].rstrip(b"\n").partition(b"=")
        yield key, value
        at = end


class _Tape:
    """The archive, and how much of the member in hand is still to be passed."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._window = stream, stream.window
        self.place = 0
        self._taken = 0
        self._lost = False

    def header(self) -> tarfile.TarInfo | str | None:
        """The next header, what is wrong with it (once for each gap), or None at the end."""
        while block := self._read(BLOCK):
            if not block.strip(b"\x00"):
                continue
            try:
                found = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            except tarfile.HeaderError:
                if not self._lost:
                    self._lost = True
                    return "no header of a member"
                continue
            self._lost, self._taken = False, 0
            return found
        return None

    def content(self, size: int) -> bytes:
        """Of a record that describes a member."""
        found = self._read(size)
        self._taken = size
        self.leave(size)
        return found

    def member(self, size: int) -> Stream:
        """The bytes of the member in hand."""
        left = size

        def read(wanted: int) -> bytes:
            nonlocal left
            piece = self._read(min(wanted, left)) if left else b""
            if left and not piece:
                raise DamagedError("the archive ends in the middle of it")
            left -= len(piece)
            self._taken += len(piece)
            return piece

        window = self._window.part(self.place, size) if self._window is not None else None
        return Stream(read, window)

    def leave(self, size: int) -> None:
        """Pass what is left of the member in hand, and what fills its last block."""
        missing = -(-size // BLOCK) * BLOCK - self._taken
        self._taken = 0
        if self._window is not None:
            self.place += missing
            return
        while missing > 0 and (piece := self._read(min(missing, 1 << 20))):
            missing -= len(piece)

    def _read(self, size: int) -> bytes:
        if self._window is None:
            piece = self._stream.read(size)
        else:
            piece = self._window.at(self.place, size)
            self._window.tell(len(piece))
        self.place += len(piece)
        return piece
