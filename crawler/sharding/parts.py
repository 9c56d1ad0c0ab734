"""The parts of a job, and how they are written down: `job.json` lists them in their order, a mark says what came of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any

from pipelines.types import Provenance, Unreadable
from pipelines.version import COPYDESK

__all__ = ["JOB", "MARK", "Input", "Job", "Mark", "Part", "Piece", "apart_from", "cut", "disagreeing", "grouped"]

JOB = "job.json"
MARK = ".json"
"""What the name of a shard's mark has behind that of the shard."""
FILES_A_PART = 1000
"""A folder of a million small files is so many to a part, not a million parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file to be read, or the records that begin in a range of it."""

    address: str
    """A path, or the address of a file elsewhere."""
    source: str
    """The name under which it is kept: `Provenance.source`."""
    size: int | None = None
    """Bytes of the whole file, where that is known."""
    root: str = ""
    """The folder that was named, where it lies in one on this machine."""
    version: str = ""
    """What tells it from a later file at the same address."""
    begin: int = 0
    end: int | None = None
    exact: bool = True
    """Whether a record is known to begin at `begin`."""
    first: int | None = None
    """Once it was read: where the first record is; None where there is none."""
    behind: int | None = None
    """Where the next record is that is not in it; None where there is none."""

    @property
    def file(self) -> tuple[Any, ...]:
        """The same for all ranges of a file, as long as it does not change."""
        return (self.address, self.size, self.version)

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for the same bytes."""
        return (*self.file, self.end)

    @property
    def bytes(self) -> int:
        """How much there is to read."""
        end = self.size if self.end is None else self.end
        return max(0, (end or 0) - self.begin)


Input = Piece | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one task makes a shard of."""

    number: int
    inputs: tuple[Input, ...]

    @property
    def name(self) -> str:
        """How the names of its shards begin."""
        keys = repr([_key(one) for one in self.inputs])
        return f"part-{self.number:06}-{hashlib.sha256(keys.encode()).hexdigest()[:8]}"

    @property
    def bytes(self) -> int:
        """How much there is to read."""
        return sum(one.bytes for one in self.inputs if isinstance(one, Piece))

    @property
    def told(self) -> str:
        """For people: its first source, how many more."""
        first = self.inputs[0]
        source = first.source if isinstance(first, Piece) else first.provenance.source
        span = f" from byte {first.begin:,}" if isinstance(first, Piece) and first.begin else ""
        more = f" and {len(self.inputs) - 1:,} more" if len(self.inputs) > 1 else ""
        return f"{source}{span}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All parts, and how they are cleaned."""

    chosen: str
    """What is asked for of each page, and by which rules it is cleaned: shards of one folder have this in common."""
    most: int | None = None
    """Bytes that a part has at most; None in a job that an earlier copydesk began."""
    parts: tuple[Part, ...] = ()

    def written(self) -> str:
        """As it is kept."""
        parts = [{"number": part.number, "inputs": [_written(one) for one in part.inputs]} for part in self.parts]
        return _json({"copydesk": COPYDESK, "chosen": self.chosen, "most": self.most, "parts": parts})

    @classmethod
    def of(cls, text: str) -> Job:
        """What was written; ValueError where it was not."""
        with _worded():
            told = json.loads(text)
            parts = (Part(number=one["number"], inputs=_inputs(one["inputs"])) for one in told["parts"])
            return cls(chosen=told["chosen"], most=told.get("most"), parts=tuple(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What came of a part."""

    shard: str
    """The name of its archive, without `.db`."""
    inputs: tuple[Input, ...]
    counts: dict[str, int] = field(default_factory=dict)
    """`pages`, `articles`, `failed` and so on: the names are those of a run's tally."""

    @property
    def part(self) -> str:
        """`Part.name` of the part it is a shard of."""
        return self.shard.rpartition("-")[0]

    def written(self) -> str:
        """As it is kept."""
        inputs = [_written(one) for one in self.inputs]
        return _json({"copydesk": COPYDESK, "shard": self.shard, "counts": self.counts, "inputs": inputs})

    @classmethod
    def of(cls, text: str) -> Mark:
        """What was written; ValueError where it was not."""
        with _worded():
            told = json.loads(text)
            return cls(shard=told["shard"], inputs=_inputs(told["inputs"]), counts=told["counts"])


def cut(piece: Piece, most: int) -> Iterator[Piece]:
    """A web archive file in ranges of at most so many bytes each, as equal as can be."""
    size = piece.size or 0
    count = -(-size // most)
    places = [size * number // count for number in range(count + 1)]
    for begin, end in pairwise(places):
        yield replace(piece, begin=begin, end=end, exact=begin == 0)


def grouped(inputs: Iterable[Input], most: int, number: int = 1) -> Iterator[Part]:
    """Parts of at most so many bytes, a single larger input excepted, numbered from here on."""
    group: list[Input] = []
    size = 0
    for one in inputs:
        weight = one.bytes if isinstance(one, Piece) else 0
        if group and (size + weight > most or len(group) >= FILES_A_PART):
            yield Part(number=number, inputs=tuple(group))
            group, size, number = [], 0, number + 1
        group.append(one)
        size += weight
    if group:
        yield Part(number=number, inputs=tuple(group))


def apart_from(inputs: Iterable[Input], parts: Iterable[Part]) -> list[Input]:
    """Those inputs that are in none of the parts, not even cut in other ranges."""
    known = {_whole(one) for part in parts for one in part.inputs}
    return [one for one in inputs if _whole(one) not in known]


def disagreeing(parts: Sequence[Part], marks: dict[str, Mark]) -> list[Part]:
    """Parts with a range that does not begin where the one before it ended, as they have to be made once more."""
    behind: dict[tuple[Any, ...], int | None] = {}
    wrong: list[Part] = []
    for part in parts:
        mark = marks.get(part.name)
        inputs = list(part.inputs)
        for place, (planned, one) in enumerate(zip(part.inputs, mark.inputs if mark else (), strict=False)):
            if not isinstance(one, Piece) or not isinstance(planned, Piece) or one.end is None:
                continue
            before = (*one.file, planned.begin)
            if before in behind and behind[before] != one.first:
                begin = behind[before]
                inputs[place] = replace(planned, begin=planned.size or 0 if begin is None else begin, exact=True)
            behind[*one.file, one.end] = one.behind
        if inputs != list(part.inputs) and mark:
            wrong.append(replace(part, inputs=tuple(inputs)))
    return wrong


def _key(one: Input) -> tuple[Any, ...]:
    return one.key if isinstance(one, Piece) else (one.provenance.source, one.reason, one.detail)


def _whole(one: Input) -> tuple[Any, ...]:
    return one.file if isinstance(one, Piece) else _key(one)


def _written(one: Input) -> dict[str, Any]:
    if isinstance(one, Piece):
        return asdict(one)
    return {"source": one.provenance.source, "reason": one.reason, "detail": one.detail}


def _inputs(told: list[dict[str, Any]]) -> tuple[Input, ...]:
    return tuple(
        Unreadable(provenance=Provenance(source=one["source"]), reason=one["reason"], detail=one["detail"])
        if "reason" in one
        else Piece(**one)
        for one in told
    )


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def _worded() -> Iterator[None]:
    """Whatever a file of another making raises is a ValueError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not as copydesk writes it: {error!r}") from error
