"""What was named to be merged or served -> the archives that are meant: files, folders of archives, folders of a job's shards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from archive.merging import Shard
from crawler.exits import BROKEN

__all__ = ["FolderError", "Named", "archives_named"]


class FolderError(click.ClickException):
    """A folder of shards that cannot be used."""

    exit_code = BROKEN


@dataclass(slots=True)
class Named:
    """The archives that were named."""

    shards: list[Shard] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Folders with parts that have no shard yet, in words."""


def archives_named(names: Iterable[str], room: Path | None = None) -> Named:
    """The archives in their order, each once. Those behind an address are brought into the room; without one they are refused."""
    named = Named()
    for name in names:
        path = Path(name)
        if "://" in name or (path / "job.json").is_file():
            _of_job(name, room, named)
        elif path.is_dir():
            found = sorted(path.glob("*.db"))
            if not found:
                raise FolderError(f"{name}: no archive is in this folder (*.db)")
            named.shards += [Shard(path=one) for one in found]
        else:
            named.shards.append(Shard(path=path))
    named.shards = _each_once(named.shards)
    return named


def _each_once(shards: Sequence[Shard]) -> list[Shard]:
    return list({shard.path.resolve(): shard for shard in reversed(shards)}.values())[::-1]


def _of_job(name: str, room: Path | None, named: Named) -> None:
    if "://" in name and room is None:
        raise FolderError(f"{name}: only archives on this machine")
    try:
        from crawler.sharding.folder import Folder  # late: needs an extra
        from crawler.sharding.making import ReadAgain
    except ImportError as error:
        raise FolderError(f"{name} needs what is not installed: pip install 'copydesk[cluster]' ({error})") from error
    from crawler.sharding.places import OutOfReachError

    try:
        folder = Folder(name)
        job = folder.job()
        marks = folder.marks()
        if job is None:
            raise FolderError(f"{name}: no job of `copydesk shard` is kept there")
        done = [marks[part.name] for part in job.parts if part.name in marks]
        for mark in done:
            named.shards.append(Shard(path=folder.fetch(mark.shard, room or Path()), again=ReadAgain(mark)))
    except (OutOfReachError, ValueError) as error:
        raise FolderError(f"{name}: {error}") from error
    if left := len(job.parts) - len(done):
        named.missing.append(f"{name}: {left:,} of {len(job.parts):,} parts have no shard yet")
