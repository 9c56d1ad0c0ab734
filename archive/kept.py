"""A capture whose body is still in the archive's files: a worker of this machine is handed where it lies and reads it itself, so that
no page crosses to it. Reads rows of `captures`, asks for none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.raw import Position, RawReader
from archive.sound import moment
from archive.stated import stated_of
from pipelines.types import Capture, Provenance

__all__ = ["Kept", "kept_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A capture without its body, and where that is."""

    capture: Capture
    digest: str
    """Of the body."""
    folder: Path
    position: Position

    def __reduce__(self) -> tuple[object, ...]:
        return _kept, (self.capture, self.digest, self.folder, self.position)

    def read(self, reader: RawReader | None = None) -> Capture:
        """The capture with its body, read and checked. RawDamaged where it is not what was saved, RawMissing where it is gone."""
        if reader is not None:
            return replace(self.capture, body=reader.body(self.position, self.digest))
        with closing(RawReader(self.folder)) as own:
            return self.read(own)


def _kept(capture: Capture, digest: str, folder: Path, position: Position) -> Kept:
    return Kept(capture=capture, digest=digest, folder=folder, position=position)


def kept_of(row: Mapping[str, Any], holder: Mapping[str, Any], folder: Path) -> Kept:
    """The capture of a row; its body lies where the row of its holder says."""
    headers = json.loads(row["headers"]) if row["headers"] else ()
    capture = Capture(
        provenance=_provenance(row),
        body=b"",
        url=row["url"],
        fetched_at=_moment(row["fetched_at"]),
        content_type=row["content_type"],
        status=row["status"],
        headers=tuple((name, value) for name, value in headers),
        stated=stated_of(row["stated"]),
    )
    position = Position(holder["warc"], holder["warc_offset"], holder["warc_length"])
    return Kept(capture=capture, digest=row["digest"], folder=folder, position=position)


def _provenance(row: Mapping[str, Any]) -> Provenance:
    offset, source = row["source_offset"], row["source"]
    return Provenance(
        source=source if offset is None else source.removesuffix(f"#{offset}"),
        offset=offset,
        record_id=row["record_id"],
        modified=_moment(row["source_modified"]),
    )


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else moment(stored)
