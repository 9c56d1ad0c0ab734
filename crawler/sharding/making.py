"""A part becomes a shard, on a worker of the cluster: what `copydesk clean` does, in a temporary folder, then to its place.

The functions here run on the cluster's workers, which import them by name. What cannot be read because a network or a disk is out of
reach is no page's outcome: the part fails, with the reason, and is there to be done again.
"""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.opening import open_archive
from archive.raw import raw_folder, sync_path
from crawler.cleaning import Desk, Listed, Tally, clean_pending, save_inputs
from crawler.cluster.batches import pool_here
from crawler.page_pool import Pool
from crawler.progress import Progress
from crawler.readers import read_file, read_stream
from crawler.readers.restoring import Origins
from crawler.readers.walk import Found
from crawler.readers.warc import Span
from crawler.selecting import Selection
from crawler.sharding.folder import write_whole
from crawler.sharding.parts import MARK, Input, Mark, Part, Piece
from crawler.sharding.places import OutOfReachError, file_system, in_words, is_remote, modified, opened, version_of
from pipelines.types import Capture, Provenance, Rules, Unreadable

__all__ = ["Making", "PartFailedError", "ReadAgain", "make", "put"]

LOCK = "writer.lock"
"""The lock of an archive that is being written: a shard is finished."""
CHANGED = "has changed since it was given to a part: name it again, then what it is now is cleaned"
CLOCKS = 2_000_000_000
"""Nanoseconds by which the times of a file may differ from one machine to another: no file system keeps coarser ones."""


class PartFailedError(Exception):
    """A part that no shard could be made of; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How all parts of a job are made."""

    folder: str
    """Where the shards go: an absolute path that all workers see, or an address."""
    rules: Rules
    selection: Selection


def make(making: bytes, part: bytes) -> bytes:
    """Make a shard of a part and put it to its place; its `Mark`. PartFailedError where that cannot be done."""
    how: Making = pickle.loads(making)  # noqa: S301 - our own head sent it
    wanted: Part = pickle.loads(part)  # noqa: S301
    name = f"{wanted.name}-{secrets.token_hex(3)}"
    with TemporaryDirectory(prefix="copydesk-", dir=_room()) as room:
        path = Path(room) / f"{name}.db"
        read = _Reading(wanted.inputs, in_place=not is_remote(how.folder))
        with pool_here(pickle.dumps(how.rules, protocol=5)) as pool:
            tally = _filled(path, how, pool, read)
        counts = {field.name: getattr(tally, field.name) for field in fields(Tally)}
        mark = Mark(shard=name, inputs=tuple(read.done), counts=counts | {"pages": tally.pages})
        try:
            put(path, how.folder, mark)
        except OutOfReachError as error:
            raise PartFailedError(str(error)) from None
        except Exception as error:
            raise PartFailedError(f"the shard could not be put into {how.folder}: {in_words(error)}") from error
    return pickle.dumps(mark, protocol=5)


def _room() -> str | None:
    """Where the cluster keeps what a worker leaves behind that was killed, and takes it away."""
    from distributed import get_worker  # late: only where there is one

    try:
        return str(get_worker().local_directory)
    except ValueError:
        return None


def _filled(path: Path, how: Making, pool: Pool, read: _Reading) -> Tally:
    tally = Tally()
    with open_archive(path, create=True) as archive:
        run = archive.start_run("shard", how.selection.digest)
        desk = Desk(
            archive=archive,
            run=run,
            pool=pool,
            tally=tally,
            progress=Progress(silent=True),
            remark=_counted,
            is_part=True,
        )
        save_inputs(desk, how.selection.chosen(read))
        clean_pending(desk, how.rules)
        archive.finish_run(run, "done")
        archive.conn.execute("pragma journal_mode = delete")  # one file, that can be read where nothing can be written
    return tally


def _counted(_page: Listed) -> None:
    """Pages without an article are in the shard's `rejections`."""


# Reading


class _Reading:
    """The inputs of a part, read once; `done` has them with what was found of ranges."""

    def __init__(self, inputs: tuple[Input, ...], *, in_place: bool) -> None:
        self._inputs = inputs
        self._in_place = in_place
        self._origins = Origins()
        self.done: list[Input] = []

    def __iter__(self) -> Iterator[Capture | Unreadable]:
        for one in self._inputs:
            if isinstance(one, Piece):
                yield from self._read(one)
            else:
                self.done.append(one)
                yield one

    def _read(self, piece: Piece) -> Iterator[Capture | Unreadable]:
        span = Span(begin=piece.begin, end=piece.end, exact=piece.exact)
        if (
            piece.end is not None and piece.begin >= piece.end
        ):  # a record of the range before goes on through all of this one
            span.first = span.behind = None if piece.begin >= (piece.size or 0) else piece.begin
        elif is_remote(piece.address) or not self._in_place:
            yield from _from_afar(piece, self._found(piece, span))
        elif os.path.lexists(piece.address):
            _refuse_changed(piece)
            yield from read_file(self._found(piece, span))
        else:
            raise PartFailedError(f"{piece.source}: a worker finds no such file")
        self.done.append(replace(piece, first=span.first, behind=span.behind))

    def _found(self, piece: Piece, span: Span) -> Found:
        return self._origins.added_to(Found(path=piece.address, source=piece.source, root=piece.root, span=span))


def _from_afar(piece: Piece, found: Found) -> Iterator[Capture | Unreadable]:
    try:
        with opened(piece.address) as (stream, reach, told):
            if not is_remote(piece.address):
                _refuse_changed(piece)
            elif piece.version and version_of(told) not in {"", piece.version}:
                raise PartFailedError(f"{piece.source}: {CHANGED}")
            if not reach.seekable and (piece.begin or piece.end is not None):
                raise PartFailedError(f"{piece.source}: its server gives no ranges any more")
            origin = Provenance(source=piece.source, modified=modified(told))
            yield from read_stream(stream, found, origin)
            if reach.error:
                raise PartFailedError(f"{piece.source}: {reach.error}")
    except OutOfReachError as error:
        raise PartFailedError(f"{piece.source}: {error}") from None


def _refuse_changed(piece: Piece) -> None:
    """PartFailedError where a file of this machine is another than the one that was planned with."""
    noted = piece.version.removeprefix("mtime:")
    try:
        status = os.stat(piece.address)  # noqa: PTH116 - once for each of a million files
    except OSError:  # reading it will say what is wrong
        return
    if noted.isdigit() and (status.st_size != piece.size or abs(status.st_mtime_ns - int(noted)) > CLOCKS):
        raise PartFailedError(f"{piece.source}: {CHANGED}")


class ReadAgain:
    """Single records of a part, by their sources; those that cannot be read any more are left out."""

    def __init__(self, mark: Mark) -> None:
        self._pieces = [one for one in mark.inputs if isinstance(one, Piece)]

    def __call__(self, sources: Sequence[str]) -> Iterator[Capture]:
        for source in sources:
            file, _, offset = source.rpartition("#")
            place = int(offset)
            for piece in self._pieces:
                if piece.source == file and piece.begin <= place and (piece.end is None or place < piece.end):
                    yield from self._record(piece, place)
                    break

    def _record(self, piece: Piece, place: int) -> Iterator[Capture]:
        only = replace(piece, begin=place, end=place + 1, exact=True)
        try:
            yield from (one for one in _Reading((only,), in_place=True) if isinstance(one, Capture))
        except PartFailedError:
            return


# Putting


def put(path: Path, folder: str, mark: Mark) -> None:
    """Move a finished archive into a folder of shards, its mark last. OutOfReachError where there is no such folder."""
    raw = raw_folder(path)
    (raw / LOCK).unlink(missing_ok=True)
    fs, place = file_system(folder)
    if not is_remote(folder):
        if not Path(folder).is_dir():
            raise OutOfReachError(
                "a worker does not see the folder of the shards: name one that all see, or an address"
            )
        _put_here(path, raw, Path(folder), mark)
        return
    for file in sorted(raw.rglob("*")):
        if file.is_file():
            fs.makedirs(f"{place}/{raw.name}", exist_ok=True)
            fs.put_file(str(file), f"{place}/{raw.name}/{file.relative_to(raw).as_posix()}")
    fs.put_file(str(path), f"{place}/{path.name}")
    fs.pipe_file(f"{place}/{mark.shard}{MARK}", mark.written().encode())


def _put_here(path: Path, raw: Path, folder: Path, mark: Mark) -> None:
    for file in [*raw.rglob("*"), path]:
        target = folder / file.relative_to(path.parent)
        if file.is_symlink():  # relative to where the shard was made
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(os.path.relpath(file.resolve(), target.parent.resolve()))
        elif file.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            sync_path(target)
    (folder / raw.name).mkdir(exist_ok=True)
    write_whole(folder / f"{mark.shard}{MARK}", mark.written())
