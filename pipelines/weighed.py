"""A model that weighs what speaks for another story: a logistic regression, and trees on what it leaves over. Trains nothing.

The one for pages and the one for dumps are trained by the same code (benchmarks/story_fit.py) on features of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

from pipelines.forest import Forest, forests

__all__ = ["WeighedModel", "load_weighed"]


class WeighedModel(NamedTuple):
    """Weights as stored."""

    kind: str
    """What the file calls the trees' only kind and family of features."""
    weights: Mapping[str, float]
    bias: float
    trees: Forest
    surely_own: float
    """Scores of the regression below which the trees are not asked."""

    def score(self, features: Mapping[str, float]) -> float:
        """Log odds that another story begins, below `surely_own` those of the regression alone."""
        linear = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        if linear < self.surely_own:
            return linear
        return linear + self.trees.of([self.kind], [[features]])[0]


def load_weighed(package: str, name: str, *, kind: str, surely_own: float) -> WeighedModel:
    """The model in a package's JSON file."""
    stored = json.loads((files(package) / name).read_text(encoding="utf-8"))
    return WeighedModel(kind, stored["weights"], stored["bias"], forests(stored["trees"])[kind], surely_own)
