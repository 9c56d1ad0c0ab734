"""What was named -> inputs of a job: files of this machine, or files behind addresses; large web archive files in ranges."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from crawler.inputs import present
from crawler.readers import packing_of_archive
from crawler.readers.naming import labels_of, storable
from crawler.readers.walk import Found, walk
from crawler.sharding.parts import Input, Piece, cut
from crawler.sharding.places import OutOfReachError, file_system, in_words, is_remote, opened, version_of
from pipelines.kinds import kind_of
from pipelines.streams import HEAD, DamagedError, decompressor
from pipelines.web_archive.members import DICTIONARY, MAGIC

__all__ = ["addresses_in", "find", "is_gone"]

AT_ONCE = 16
"""Addresses that are asked about at the same time."""
_LOOKED_AT = 1 << 20

Complain = Callable[[str], None]


def addresses_in(lines: Iterable[str]) -> list[str]:
    """The addresses and paths of a list: a line each; empty lines and those that begin with # are none."""
    return [line for raw in lines if (line := raw.strip()) and not line.startswith("#")]


def find(named: Sequence[str], most: int, complain: Complain, *, follow_links: bool = False) -> list[Input]:
    """All inputs in their order; a file larger than `most` bytes is cut where it can be. What is not there is complained of."""
    local = [name for name in named if not is_remote(name)]
    there = [name for name in named if is_remote(name)]
    inputs: list[Input] = []
    if local:
        inputs += [
            _of_this_machine(one) if isinstance(one, Found) else one
            for one in walk(present(local, complain), follow_links=follow_links)
        ]
    inputs += _behind(there, complain)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [one for ones in threads.map(lambda one: _in_ranges(one, most), inputs) for one in ones]


def is_gone(address: str) -> bool:
    """Nothing is there any longer on this machine; of other machines nobody asks."""
    return not is_remote(address) and not os.path.lexists(address)


def _of_this_machine(found: Found) -> Piece:
    path = os.path.abspath(found.path)  # noqa: PTH100 - once for each of a million files
    try:
        status = Path(path).stat()
    except OSError:  # reading it will say what is wrong
        return Piece(address=path, source=found.source)
    return Piece(
        address=path,
        source=found.source,
        root=found.root and os.path.abspath(found.root),  # noqa: PTH100
        size=status.st_size,
        version=f"mtime:{status.st_mtime_ns}",
    )


# Addresses


def _behind(named: Sequence[str], complain: Complain) -> Iterator[Piece]:
    def look(address: str) -> tuple[list[tuple[str, dict[str, Any]]], str]:
        try:
            return _matching(address), ""
        except OutOfReachError as error:
            return [], str(error)

    distinct = list(dict.fromkeys(named))
    bases = {address: _base_of(address) for address in distinct}
    places = sorted(set(bases.values()))
    labels = dict(zip(places, labels_of([_as_path(place) for place in places]), strict=True))
    seen: set[str] = set()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for address, (matches, why) in zip(distinct, threads.map(look, distinct), strict=True):
            if not matches:
                complain(f"{address}: {why or 'nothing matches'}")
            base = bases[address]
            for found, told in matches:
                if found in seen:
                    continue
                seen.add(found)
                inside = _as_path(found).removeprefix(_as_path(base)).strip("/")
                source = storable(f"{labels[base]}/{inside}" if inside else labels[base])
                size = told.get("size")
                version = version_of(told)
                yield Piece(address=found, source=source, size=None if size is None else int(size), version=version)


def _matching(address: str) -> list[tuple[str, dict[str, Any]]]:
    """(address, what fsspec says of it) of the files that are meant, sorted."""
    fs, path = file_system(address)
    try:
        if _has_magic(address):
            found = fs.glob(path, detail=True)
        elif address.endswith("/") or (not address.startswith("http") and fs.isdir(path)):
            found = fs.find(path, detail=True)
        else:
            found = {path: fs.info(path)}
    except Exception as error:
        raise OutOfReachError(in_words(error)) from error
    files = {name: told for name, told in found.items() if told.get("type") != "directory"}
    if _has_magic(address) and address.startswith("http"):  # a page of links says nothing of their sizes
        with ThreadPoolExecutor(AT_ONCE) as threads:
            files = dict(zip(files, threads.map(lambda name: _told(fs, name), files), strict=True))
    return [(fs.unstrip_protocol(name), files[name]) for name in sorted(files)]


def _told(fs: Any, name: str) -> dict[str, Any]:
    try:
        return dict(fs.info(name))
    except Exception:  # noqa: BLE001 - each library has errors of its own; reading it will say what is wrong
        return {}


def _has_magic(address: str) -> bool:
    """In an address of the web a question mark begins a query."""
    return any(sign in address for sign in ("*[" if address.startswith("http") else "*?["))


def _base_of(address: str) -> str:
    """The folder before the first part with a wildcard; the address itself where it has none."""
    if not _has_magic(address):
        return address.rstrip("/")
    scheme, _, path = address.partition("://")
    parts = path.split("/")
    first = next(place for place, part in enumerate(parts) if _has_magic(part))
    return f"{scheme}://{'/'.join(parts[:first])}"


def _as_path(address: str) -> str:
    return "/" + address.partition("://")[2].strip("/")


# Ranges


def _in_ranges(one: Input, most: int) -> Iterable[Input]:
    if not isinstance(one, Piece) or (one.size or 0) <= most:
        return (one,)
    try:
        with opened(one.address, block=HEAD) as (stream, reach, _found):
            sizes = (HEAD, _LOOKED_AT)  # the first record is small, as a rule
            if reach.seekable and any(can_be_cut(stream.head(size), one.source) for size in sizes):
                return tuple(cut(one, most))
    except (OutOfReachError, DamagedError):
        pass  # whoever reads it will say what is wrong
    return (one,)


def can_be_cut(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a web archive file of records that can be read one by one."""
    packing = packing_of_archive(head[:HEAD], kind_of(head[:HEAD], name.rpartition("/")[2]))
    if packing in {None, "plain"}:
        return packing == "plain"
    magic = MAGIC[packing or ""]
    if packing == "zstd" and head.startswith(DICTIONARY):
        head = head[8 + int.from_bytes(head[4:8], "little") :]
        return head.startswith(magic)  # a dictionary in front is for frames of one record each
    current = decompressor(packing or "")
    try:
        current.decompress(head)
    except Exception:  # noqa: BLE001 - every library has errors of its own; reading it will say what is wrong
        return False
    return bool(current.eof and current.unused_data.startswith(magic))
