"""What can go wrong with an archive that a person can put right.

    ArchiveError
    ├── NotAnArchive      the file is missing, no SQLite database, or somebody else's
    ├── NewerSchema       written by a later copydesk: update copydesk
    ├── OlderSchema       written by an earlier one, and opened only to be read: run a writing command first
    ├── ArchiveLocked     another process writes to it
    ├── UnsafeSQLite      the SQLite library could corrupt it as it is being used
    ├── DatabaseDamaged   SQLite finds the file broken
    ├── DiskFull          the disk, a quota or a file size limit is reached
    └── RawDamaged        a WARC file is missing, too short, or its bytes are not those that were saved
        └── RawMissing

Each names the path it is about and says what to do. Foreign errors are wrapped only where
somebody can act on them; anything else that SQLite raises is a bug and stays one.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ArchiveError",
    "ArchiveLocked",
    "DatabaseDamaged",
    "DiskFull",
    "NewerSchema",
    "NotAnArchive",
    "OlderSchema",
    "RawDamaged",
    "RawMissing",
    "UnsafeSQLite",
]


class ArchiveError(Exception):
    """An archive cannot be used as asked; the message says what to do."""

    def __init__(self, path: str | Path, message: str) -> None:
        super().__init__(path, message)
        self.path = Path(path)
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class NotAnArchive(ArchiveError):
    """The file is missing, is no SQLite database, or holds something else."""


class NewerSchema(ArchiveError):
    """A later version of copydesk wrote this archive."""


class OlderSchema(ArchiveError):
    """An earlier version of copydesk wrote this archive, and reading must not change it."""


class ArchiveLocked(ArchiveError):
    """Another process writes to this archive: there is one writer, always."""


class UnsafeSQLite(ArchiveError):
    """The SQLite library in use could corrupt this archive."""


class DatabaseDamaged(ArchiveError):
    """SQLite cannot read a part of the file: it was overwritten, cut off, or its disk is failing."""


class DiskFull(ArchiveError):
    """Nothing more can be written: what was acknowledged before is safe."""


class RawDamaged(ArchiveError):
    """Raw bytes are not what the database says was saved."""


class RawMissing(RawDamaged):
    """A WARC file the database knows of is not there."""
