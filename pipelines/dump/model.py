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

from pipelines.dump.shape import Features

__all__ = ["Model", "load_model"]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Features) -> float:
        """The logit that the line belongs to the article."""
        weights = self.weights
        return self.bias + sum(weights[name] * value for name, value in features.items() if name in weights)

    def contributions(self, features: Features) -> list[tuple[str, float]]:
        """What each feature adds to the score, the strongest first."""
        terms = [(name, self.weights.get(name, 0.0) * value) for name, value in features.items()]
        return sorted(terms, key=lambda term: -abs(term[1]))


@cache
def load_model() -> Model:
    """The model shipped with the package."""
    stored = json.loads((files("pipelines.dump") / "model.json").read_text(encoding="utf-8"))
    return Model(bias=stored["bias"], weights=stored["weights"])
