"""Where a command may write what the user names: never over the archive, its raw pages, or what is being read. Writes nothing that stays.

A file is told by what it is, not by how it was named: links, hard links and `..` lead to the same one. What lies in the
folder of WARC files is the archive's, and so are the files elsewhere that links in it lead to (archive/linked.py).
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from archive.raw import raw_folder
from crawler.sharding.parts import JOB

__all__ = ["check_output", "is_same_file", "own_files_of", "status_file_beside_shards", "status_file_given"]

STATUS_LIMIT = 10_000
"""Bytes: a status file has less than one thousand."""

_ENDINGS = ("", "-wal", "-shm", "-journal")


def own_files_of(database: Path) -> Callable[[str], bool]:
    """True of the archive's own files, for an archive that is kept among the pages it is made from."""
    own = {f"{os.path.realpath(database)}{ending}" for ending in _ENDINGS}
    folder = f"{raw_folder(database)}{os.sep}"

    def is_own(path: str) -> bool:
        around = os.path.realpath(os.path.dirname(path))  # noqa: PTH120 - once for each of a million files
        real = os.path.realpath(path)
        return real in own or f"{around}{os.sep}".startswith(folder) or real.startswith(folder)

    return is_own


def check_output(option: str, output: Path, database: Path) -> None:
    """A usage error where an output is a file of the archive, or is or lies in the folder of its WARC files."""
    folder = raw_folder(database)
    own = (Path(f"{os.path.realpath(database)}{ending}") for ending in _ENDINGS)
    if own_files_of(database)(str(output)) or _is_within(output, folder) or _is_one_of(output, own, _files_in(folder)):
        raise click.UsageError(
            f"{option} {output} is of the archive {database}, and would destroy it: name another place"
        )


def status_file_given(path: Path | None, inputs: Iterable[str | Path | None], database: Path) -> Path | None:
    """The status file, where it destroys nothing and can be written; else a usage error, before anything is done."""
    if path is None:
        return None
    check_output("--status-file", path, database)
    return _checked(path, inputs)


def status_file_beside_shards(path: Path | None, inputs: Iterable[str | Path | None], shards: str) -> Path | None:
    """The same for a job, whose archives are in the folder of its shards. Other files may lie there, too."""
    if path is None:
        return None
    folder = Path(shards)
    parts = _below(path, folder)
    of_job = parts is not None and (not parts or parts[0] in {JOB, ".job.lock"} or parts[0].startswith("part-"))
    if of_job or (not _is_earlier(path) and _is_one_of(path, _files_in(folder))):
        raise click.UsageError(
            f"--status-file {path} is of the shards in {shards}, and would destroy them: name another place"
        )
    if not folder.exists() and is_same_file(path.parent, folder):
        return path  # the job makes the folder
    return _checked(path, inputs)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two names are of one file, which need not be there."""
    with suppress(OSError):
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


def _checked(path: Path, inputs: Iterable[str | Path | None]) -> Path:
    if path.exists() and not _is_earlier(path) and any(_is_read(path, str(one)) for one in inputs if one):
        raise click.UsageError(f"--status-file {path} is one of the files to be read: name another place")
    trial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise click.UsageError(
            f"--status-file {path} cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    return path


def _is_earlier(path: Path) -> bool:
    """Whether this is the status file of an earlier run, perhaps in a folder that is read: nothing is lost with it."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(STATUS_LIMIT))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and {"phase", "pages_read", "process"} <= told.keys()


def _is_read(path: Path, named: str) -> bool:
    """Whether a file that is there is, lies in or is matched by what was named to be read."""
    inputs = [named.removeprefix("file://")]
    if not os.path.lexists(inputs[0]) and glob.has_magic(named):
        inputs = glob.glob(inputs[0], recursive=True)  # noqa: PTH207 - a whole pattern, absolute or not
    return any(is_same_file(path, one) or _is_within(path, one) for one in map(Path, inputs))


def _is_one_of(path: Path, *files: Iterable[Path]) -> bool:
    """Whether a file that is there is one of these, by whatever name."""
    if not path.is_file():
        return False
    return any(is_same_file(path, one) for several in files for one in several)


def _is_within(path: Path, folder: Path) -> bool:
    return _below(path, folder) is not None


def _below(path: Path, folder: Path) -> tuple[str, ...] | None:
    """The names that lead from a folder to a path in it; None where it is not in it. A file has nothing in it."""
    real, around = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if around.exists() and not around.is_dir():
        return None
    for outer in (real, *real.parents):
        if is_same_file(outer, around):
            return real.relative_to(outer).parts
    return None


def _files_in(folder: Path) -> Iterator[Path]:
    for inner, _, names in os.walk(folder):
        for name in names:
            yield Path(inner) / name
