"""What boosted trees add to the linear scores of doubtful lines: two or three signs that only speak together. Trains nothing.

The linear model stays the judge of the clear lines, and its terms stay the evidence: the trees were grown on what it
leaves over (benchmarks/train_dump.py), so they move a score, mostly by less than one, and never make one. A line that
is surely in or out is not asked about: that would cost three times as much and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features
from pipelines.forest import Forest

__all__ = ["Correction"]

DOUBT = 2.5
"""Scores this close to even odds are corrected; by folds as good as all of them (F1 .934 each)."""


class Correction(NamedTuple):
    """The trees for sentences and for labels."""

    sentences: Forest
    labels: Forest

    def of(
        self,
        lines: Sequence[Measured],
        families: Sequence[str],
        rows: Sequence[Sequence[Features]],
        scores: Sequence[float],
    ) -> list[float]:
        """The scores with those of doubtful lines corrected."""
        found = list(scores)
        for forest, sentence in ((self.sentences, True), (self.labels, False)):
            doubtful = [
                at for at, line in enumerate(lines) if bool(line.sentence) is sentence and abs(scores[at]) < DOUBT
            ]
            for at, more in zip(doubtful, forest.of(families, [rows[at] for at in doubtful]), strict=True):
                found[at] = scores[at] + more
        return found
