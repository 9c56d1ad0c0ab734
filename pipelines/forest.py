"""Boosted trees as they are stored: what they add to a score. Trains nothing.

All rows go down all trees together, a level at a time. Grown by benchmarks/grow_trees.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["Forest", "Tree", "forests"]

Tree = float | tuple[int, float, Any, Any]
"""A leaf's value, or the number of a feature, the most of it that goes left, and both branches."""


class Forest:
    """The trees for one kind of lines or one question, whose values add up.

    All rows go down all trees together, a level at a time: one by one, trees took a third of a dump's time.
    """

    def __init__(self, names: Mapping[tuple[str, str], int], trees: Sequence[Tree]) -> None:
        self.names = names
        """(family, feature) -> its number."""
        self.trees = tuple(trees)
        self._numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (family, name), number in names.items():
            self._numbers[family][name] = number
        self._paths = _Paths(self.trees)

    def of(self, families: Sequence[str], rows: Sequence[Sequence[Mapping[str, float]]]) -> list[float]:
        """What the trees add to the score of each row."""
        return self._paths.sums([self._values(families, row) for row in rows]) if rows else []

    def _values(self, families: Sequence[str], row: Sequence[Mapping[str, float]]) -> list[float]:
        values = [0.0] * max(1, len(self.names))
        for family, features in zip(families, row, strict=True):
            numbers = self._numbers[family]
            for name in features.keys() & numbers.keys():
                values[numbers[name]] = features[name]
        return values


class _Paths:
    """The nodes of all trees in arrays: what each asks, and where it leads. A leaf leads to itself."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._asked: dict[tuple[int, float], int] = {(0, 0.0): 0}
        self._question: list[int] = []
        self._leads: list[tuple[int, int]] = []
        self._leaf: list[float] = []
        self._depth = 0
        self._roots = np.array([self._add(tree, 0) for tree in trees], dtype=np.intp)
        self._features = np.array([feature for feature, _ in self._asked], dtype=np.intp)
        self._mosts = np.array([most for _, most in self._asked])
        self._questions = np.array(self._question, dtype=np.intp)
        self._children = np.array(self._leads, dtype=np.intp).reshape(-1)
        self._leaves = np.array(self._leaf)

    def _add(self, tree: Tree, depth: int) -> int:
        self._depth = max(self._depth, depth)
        number = len(self._leaf)
        self._leads.append((number, number))
        if not isinstance(tree, tuple):
            self._question.append(0)
            self._leaf.append(tree)
            return number
        feature, most, low, high = tree
        self._question.append(self._asked.setdefault((feature, most), len(self._asked)))
        self._leaf.append(0.0)
        self._leads[number] = (self._add(low, depth + 1), self._add(high, depth + 1))
        return number

    def sums(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The values of the leaves that each row comes to, added up in the order of the trees."""
        count = len(rows)
        if not self._leaf:
            return [0.0] * count
        values = np.array(rows, dtype=np.float64).reshape(count, -1)
        goes_high = (values.take(self._features, axis=1) > self._mosts).reshape(-1)
        first = (np.arange(count, dtype=np.intp) * len(self._mosts))[:, None]
        at = np.broadcast_to(self._roots, (count, len(self._roots)))
        for _ in range(self._depth):
            at = self._children.take(2 * at + goes_high.take(first + self._questions.take(at)))
        total = np.zeros(count)
        for values_of_tree in self._leaves.take(
            at.T
        ):  # one after the other, as `sum` does: another order rounds otherwise
            total += values_of_tree
        found: list[float] = total.tolist()
        return found


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
