"""A folder of shards, here or behind an address: its job, its marks, and what attempts left behind."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.raw import sync_path
from crawler.sharding.parts import JOB, MARK, Job, Mark
from crawler.sharding.places import OutOfReachError, file_system, in_words, is_remote

__all__ = ["Folder", "write_whole"]


class Folder:
    """A folder of shards: what is in it beside them. OutOfReachError where it cannot be reached, ValueError where it is another's."""

    def __init__(self, address: str) -> None:
        self.address = address if is_remote(address) else str(Path(address).resolve())
        self._fs, self._path = file_system(self.address)

    def job(self) -> Job | None:
        """The job whose shards are kept here."""
        text = self._read(JOB)
        return None if text is None else Job.of(text)

    def keep(self, job: Job, instead_of: Job | None) -> None:
        """Write the job down, in place of the one it was planned from. ValueError where another command has written one since."""
        if self.job() != instead_of:
            raise ValueError("another command has planned what is to be done in it meanwhile: run this one again")
        if is_remote(self.address):
            self._fs.makedirs(self._path, exist_ok=True)
            self._fs.pipe_file(f"{self._path}/{JOB}", job.written().encode())
        else:
            Path(self.address).mkdir(parents=True, exist_ok=True)
            write_whole(Path(self.address) / JOB, job.written())

    def marks(self) -> dict[str, Mark]:
        """The marks of the parts that are done, by the parts' names; of two the later name holds.

        A mark that cannot be read, or whose archive is not there, marks nothing: its part is made once more.
        """
        there = frozenset(self.names())
        names = sorted(name for name in there if name.startswith("part-") and name.endswith(MARK))
        if not names:
            return {}
        try:  # many at a time: there may be tens of thousands behind a network
            told = self._fs.cat([f"{self._path}/{name}" for name in names], on_error="raise")
        except Exception as error:
            raise OutOfReachError(in_words(error)) from error
        marks = (_mark_in(told[path]) for path in sorted(told))
        return {mark.part: mark for mark in marks if mark and f"{mark.shard}.db" in there}

    def names(self) -> list[str]:
        """What is in the folder; asked anew, as libraries for remote places remember lists, and workers write."""
        try:
            self._fs.invalidate_cache(self._path)
            return [str(name).rstrip("/").rpartition("/")[2] for name in self._fs.ls(self._path, detail=False)]
        except FileNotFoundError:
            return []
        except Exception as error:
            raise OutOfReachError(in_words(error)) from error

    def withdraw(self, mark: Mark) -> None:
        """Take a mark away: its part is to be made once more."""
        self._fs.rm(f"{self._path}/{mark.shard}{MARK}")

    def sweep(self, marks: dict[str, Mark]) -> None:
        """Take away what attempts left behind that did not come to their end, of parts that are done."""
        for name in self.names():
            shard = name.removesuffix(".db").removesuffix(".warc").removesuffix(MARK)
            mark = marks.get(shard.rpartition("-")[0])
            if mark and shard.startswith("part-") and shard != mark.shard:
                self._fs.rm(f"{self._path}/{name}", recursive=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """One job at a time. Only on this machine; elsewhere that is the user's to see to."""
        if is_remote(self.address):
            yield
            return
        Path(self.address).mkdir(parents=True, exist_ok=True)
        handle = os.open(Path(self.address) / ".job.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ValueError("another job is at work in it") from error
            yield
        finally:
            os.close(handle)

    def fetch(self, shard: str, room: Path) -> Path:
        """The archive of a shard as a file of this machine: where it lies, else a copy in the room."""
        if not is_remote(self.address):
            return Path(self.address) / f"{shard}.db"
        try:
            self._fs.get_file(f"{self._path}/{shard}.db", str(room / f"{shard}.db"))
            for found in self._fs.find(f"{self._path}/{shard}.warc"):
                inside = str(found).partition(f"{shard}.warc/")[2]
                target = room / f"{shard}.warc" / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                self._fs.get_file(found, str(target))
        except Exception as error:
            raise OutOfReachError(f"{shard}: {in_words(error)}") from error
        return room / f"{shard}.db"

    def _read(self, name: str) -> str | None:
        try:
            return str(self._fs.cat_file(f"{self._path}/{name}").decode("utf-8"))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise ValueError(f"{name} is not as copydesk writes it") from error
        except Exception as error:
            raise OutOfReachError(f"{name}: {in_words(error)}") from error


def _mark_in(told: bytes) -> Mark | None:
    try:
        return Mark.of(told.decode("utf-8", "replace"))
    except (ValueError, TypeError, KeyError):
        return None


def write_whole(path: Path, text: str) -> None:
    """A file that is there as a whole, or not."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(3)}")
    part.write_text(text, encoding="utf-8")
    sync_path(part)
    part.replace(path)
    sync_path(path.parent)
