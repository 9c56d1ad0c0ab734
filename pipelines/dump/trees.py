"""What boosted trees add to the linear scores of doubtful lines: two or three signs that only speak together. Trains nothing.

The linear model stays the judge of the clear lines, and its terms stay the evidence: the trees were grown on what it
leaves over (benchmarks/train_dump.py), so they move a score, mostly by less than one, and never make one. A line that
is surely in or out is not asked about: that would cost three times as much and change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features

__all__ = ["Correction", "Forest", "forests"]

DOUBT = 2.5
"""Scores this close to even odds are corrected; by folds as good as all of them (F1 .934 each)."""

Tree = float | tuple[int, float, Any, Any]
"""A leaf's value, or the number of a feature, the most of it that goes left, and both branches."""


class Forest(NamedTuple):
    """The trees for one kind of lines or one question, whose values add up."""

    names: Mapping[tuple[str, str], int]
    """(family, feature) -> its number."""
    trees: tuple[Tree, ...]

    def of(self, families: Sequence[str], row: Sequence[Features]) -> float:
        """What the trees add to the row's score."""
        names = self.names
        values = [0.0] * len(names)
        for family, features in zip(families, row, strict=True):
            for name, value in features.items():
                if (family, name) in names:
                    values[names[family, name]] = value
        return sum(_leaf(tree, values) for tree in self.trees)


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
        return [
            score + (self.sentences if line.sentence else self.labels).of(families, row)
            if abs(score) < DOUBT
            else score
            for line, row, score in zip(lines, rows, scores, strict=True)
        ]


def _leaf(tree: Tree, values: Sequence[float]) -> float:
    while isinstance(tree, tuple):
        feature, most, low, high = tree
        tree = low if values[feature] <= most else high
    return tree


def forests(stored: Mapping[str, Any]) -> dict[str, Forest]:
    """The trees of trees.json by what they judge."""
    return {kind: _forest(of) for kind, of in stored.items()}


def _forest(stored: Mapping[str, Any]) -> Forest:
    names = {(family, name): number for number, (family, name) in enumerate(stored["features"])}
    return Forest(names, tuple(_tree(tree) for tree in stored["trees"]))


def _tree(stored: Any) -> Tree:
    """A leaf is a number, a branch a list of four."""
    if not isinstance(stored, list):
        return float(stored)
    feature, most, low, high = stored
    return (feature, most, _tree(low), _tree(high))
