"""The linear model: a line's features times the weights of model.json, and which family spoke. Trains nothing.

Sentences and labels have weights of their own: a date right above makes a sentence the article's first and a
label part of the headline's furniture. The weights come from benchmarks/train_dump.py (two logistic
regressions); the score is a logit: above 0 the line is more likely the article's than not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipelines.dump.features import FAMILIES, Row
from pipelines.dump.measure import Measured

__all__ = ["Model", "Weights", "load_model"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one kind of lines: what speaks for and against the article."""

    bias: float
    families: tuple[Mapping[str, float], ...]
    """One mapping a family, in the order of `features.FAMILIES`."""

    def score(self, row: Row) -> float:
        """The logit that the line belongs to the article."""
        total = self.bias
        for weights, features in zip(self.families, row, strict=True):
            for name, value in features.items():
                if name in weights:
                    total += weights[name] * value
        return total

    def contributions(self, row: Row) -> list[tuple[str, str, float]]:
        """(family, feature, what it adds to the score), the strongest first."""
        terms = [
            (family, name, weights[name] * value)
            for family, weights, features in zip(FAMILIES, self.families, row, strict=True)
            for name, value in features.items()
            if name in weights
        ]
        return sorted(terms, key=lambda term: -abs(term[2]))


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of sentences and of labels."""

    sentences: Weights
    labels: Weights

    def of(self, line: Measured) -> Weights:
        """The weights for this line."""
        return self.sentences if line.sentence else self.labels


@cache
def load_model() -> Model:
    """The model shipped with the package."""
    stored = json.loads((files("pipelines.dump") / "model.json").read_text(encoding="utf-8"))
    return Model(_weights(stored["sentences"]), _weights(stored["labels"]))


def _weights(stored: dict[str, Any]) -> Weights:
    return Weights(stored["bias"], tuple(stored["weights"].get(family, {}) for family in FAMILIES))
