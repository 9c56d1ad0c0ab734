"""The linear model: a line's features times the weights of model.json, and which family spoke. Trains nothing.

The weights come from benchmarks/train_dump.py (logistic regression); the score is a logit: above 0 the line is
more likely the article's than not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipelines.dump.features import FAMILIES, Row

__all__ = ["Model", "load_model"]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by family and feature."""

    bias: float
    weights: tuple[Mapping[str, float], ...]
    """One mapping a family, in the order of `features.FAMILIES`."""

    def score(self, row: Row) -> float:
        """The logit that the line belongs to the article."""
        total = self.bias
        for weights, features in zip(self.weights, row, strict=True):
            for name, value in features.items():
                if name in weights:
                    total += weights[name] * value
        return total

    def contributions(self, row: Row) -> list[tuple[str, str, float]]:
        """(family, feature, what it adds to the score), the strongest first."""
        terms = [
            (family, name, weights[name] * value)
            for family, weights, features in zip(FAMILIES, self.weights, row, strict=True)
            for name, value in features.items()
            if name in weights
        ]
        return sorted(terms, key=lambda term: -abs(term[2]))


@cache
def load_model() -> Model:
    """The model shipped with the package."""
    stored = json.loads((files("pipelines.dump") / "model.json").read_text(encoding="utf-8"))
    return Model(bias=stored["bias"], weights=tuple(stored["weights"].get(family, {}) for family in FAMILIES))
