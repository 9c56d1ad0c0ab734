"""Every line of a dump as named features of six families: what the linear model sees. Knows no weights.

Theory of operation. A line is judged by its own shape, by the cue phrases in it, and above all by where it
stands: how much running text is around it, where the longest run of running text (the core) is, and which
kinds of furniture were passed since the first running text and are still to come. The last is what tells
a second story below the article from the article: nothing in its own words does. The families are what
evidence is told in.

Values lie between 0 and about 1, and absent means 0: a dump's line has about fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log2

from pipelines.dump.kinds import shown_kinds, wording_of
from pipelines.dump.layout import lay_out
from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features, shape_of

__all__ = ["FAMILIES", "Row", "features_of"]

Row = tuple[Features, ...]
"""A line's features, one dictionary a family, in the order of FAMILIES."""
FAMILIES = ("shape", "wording", "around", "place", "topic", "cues")
NEAR = 3
"""Lines to either side that are near."""
MANY = 7
"""More cues of one kind say nothing more."""
_LOGS = tuple(log2(1 + count) / 3 for count in range(MANY + 1))


def features_of(lines: Sequence[Measured]) -> list[Row]:
    """The features of each line by family, in the lines' order."""
    layout = lay_out(lines)
    passed = _cues_passed(lines, layout.first_prose)
    distinct = {line.line.text: line for line in lines}  # menus stand on a page two and three times
    own = {text: (shape_of(line), wording_of(line)) for text, line in distinct.items()}
    return [
        (*own[line.line.text], layout.around(at), layout.place(at), layout.topic(at), passed[at])
        for at, line in enumerate(lines)
    ]


def _cues_passed(lines: Sequence[Measured], start: int) -> list[Features]:
    """For each line: which kinds of furniture stand above it since the first running text, below it, and near."""
    spots: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        for kind in sorted(shown_kinds(line)):  # in one order: sums must not vary
            spots.setdefault(kind, []).append(at)
        if line.stamped:
            spots.setdefault("stamp", []).append(at)
    rows: list[Features] = [{} for _ in lines]
    for kind, where in spots.items():
        _count_above(rows, f"{kind} above", [at for at in where if at >= start])
        _count_below(rows, f"{kind} below", where)
        for at in where:
            for near in range(at + 1, min(len(rows), at + NEAR + 1)):
                rows[near][f"{kind} just above"] = 1.0
            for near in range(max(0, at - NEAR), at):
                rows[near][f"{kind} just below"] = 1.0
    return rows


def _count_above(rows: list[Features], name: str, where: list[int]) -> None:
    for count, (at, following) in enumerate(pairwise((*where, len(rows) - 1)), start=1):
        value = _LOGS[min(count, MANY)]
        for below in range(at + 1, following + 1):
            rows[below][name] = value


def _count_below(rows: list[Features], name: str, where: list[int]) -> None:
    for count, (before, at) in enumerate(pairwise((-1, *where))):
        value = _LOGS[min(len(where) - count, MANY)]
        for above in range(before + 1 if count == 0 else before, at):
            rows[above][name] = value
