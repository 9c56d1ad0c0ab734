"""Every line of a dump as named features of six families: what the linear model sees. Knows no weights.

Theory of operation. A line is judged by its own shape, by the cue phrases in it, and above all by where it
stands: how much running text is around it, where the longest run of running text (the core) is, and which
kinds of furniture were passed since the first running text and are still to come. The last is what tells
a second story below the article from the article: nothing in its own words does. A feature's name begins
with its family and a colon; the families are what evidence is told in.

Values lie between 0 and about 1, and absent means 0: a dump's line has about fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log2

from pipelines.dump.kinds import KINDS, shown_kinds, wording_of
from pipelines.dump.layout import Layout, lay_out
from pipelines.dump.measure import Measured
from pipelines.dump.shape import STAMP, Features, shape_of

__all__ = ["FAMILIES", "features_of"]

FAMILIES = ("shape", "wording", "around", "place", "topic", "cues")
NEAR = 3
"""Lines to either side that are near."""
MANY = 3.0
"""log2 of 8: more cues of one kind say nothing more."""


def features_of(lines: Sequence[Measured]) -> list[Features]:
    """The features of each line, in the lines' order."""
    layout = lay_out(lines)
    passed = _Passed(lines, layout)
    rows = []
    for at, line in enumerate(lines):
        families = (
            shape_of(line), wording_of(line), layout.around(at), layout.place(at), layout.topic(at), passed.cues(at)
        )  # fmt: skip
        rows.append({f"{name}: {key}": value for name, family in zip(FAMILIES, families, strict=True) for key, value in family.items()})
    return rows


def _log(count: float, full: float = MANY) -> float:
    return min(1.0, log2(1 + count) / full)


class _Passed:
    """Which kinds of furniture stand above, below and near each line."""

    def __init__(self, lines: Sequence[Measured], layout: Layout) -> None:
        shown = [shown_kinds(line) for line in lines]
        start = layout.first_prose
        self._kinds = {kind: [kind in kinds for kinds in shown] for kind in KINDS}
        self._kinds["stamp"] = [line.size < 16 and bool(STAMP.search(line.line.text)) for line in lines]
        self._sums = {kind: [0, *accumulate(flags)] for kind, flags in self._kinds.items() if any(flags)}
        self._start = start
        self._count = len(lines)

    def cues(self, at: int) -> Features:
        """Counts since the first running text, to the end, and close by."""
        found: Features = {}
        low, high = max(0, at - NEAR), min(self._count, at + NEAR + 1)
        for kind, sums in self._sums.items():
            above = sums[at] - sums[min(self._start, at)]
            below = sums[-1] - sums[at + 1]
            if above:
                found[f"{kind} above"] = _log(above)
            if below:
                found[f"{kind} below"] = _log(below)
            if sums[at] - sums[low]:
                found[f"{kind} just above"] = 1.0
            if sums[high] - sums[at + 1]:
                found[f"{kind} just below"] = 1.0
        return found

