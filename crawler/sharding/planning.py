"""A repeated job: what was named now, beside the parts that it has -> its parts. Reads nothing.

A file is known by its address, size and version, however it is cut: a job keeps the ranges it was begun with. Where a file
has changed, what the parts held of it is taken out of them, and what it is now comes in: in the same place, if it is one
piece before and after, else as further parts. A part with other inputs has another name, so it has no shard yet. A part that
holds files which are gone stays as it is: its shard is the only place where they still are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.sharding.parts import Input, Part, Piece, apart_from, grouped

__all__ = ["Planned", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The parts of a job as they are now."""

    parts: tuple[Part, ...]
    changed: tuple[str, ...] = ()
    """Sources of the files that have changed since they were given to a part."""


def planned(parts: Sequence[Part], found: Sequence[Input], most: int, is_gone: Callable[[str], bool]) -> Planned:
    """The parts with what is new in the end, in parts of at most so many bytes.

    `is_gone` says of an address whether nothing is there now; it is asked of the parts that hold what has changed only.
    """
    known = [one for part in parts for one in part.inputs if isinstance(one, Piece)]
    addresses = {one.address for one in known}
    held = {one.file for one in known}
    pieces: dict[str, list[Piece]] = {}
    for one in found:
        if isinstance(one, Piece) and one.address in addresses and one.file not in held:
            pieces.setdefault(one.address, []).append(one)
    changed = _Changed(pieces, known)
    kept = [part for part in (changed.left_of(part, is_gone) for part in parts) if part.inputs]
    number = max((part.number for part in parts), default=0) + 1
    new = apart_from(found, kept)
    sources = dict.fromkeys(one.source for ones in pieces.values() for one in ones)
    return Planned(parts=(*kept, *grouped(new, most, number)), changed=tuple(sources))


class _Changed:
    """Files that have changed, by their addresses, in the pieces that they are now."""

    def __init__(self, pieces: dict[str, list[Piece]], known: Iterable[Piece]) -> None:
        self._addresses = frozenset(pieces)
        in_ranges = {one.address for one in known if one.end is not None}
        self._in_place = {
            address: ones[0]
            for address, ones in pieces.items()
            if len(ones) == 1 and ones[0].end is None and address not in in_ranges
        }

    def left_of(self, part: Part, is_gone: Callable[[str], bool]) -> Part:
        """The part with what has changed in its place, and without what has to go elsewhere; as it is where files of it are gone."""
        held = {one.address for one in part.inputs if isinstance(one, Piece)}
        if self._addresses.isdisjoint(held) or any(map(is_gone, held)):
            return part
        return replace(part, inputs=tuple(self._now(part.inputs)))

    def _now(self, inputs: Iterable[Input]) -> Iterator[Input]:
        for one in inputs:
            if not isinstance(one, Piece) or one.address not in self._addresses:
                yield one
            elif one.address in self._in_place:  # once, where an earlier version was added behind another
                yield self._in_place.pop(one.address)
