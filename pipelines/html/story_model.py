"""The model that weighs what speaks for another story: a logistic regression, and trees on what it leaves over.

Trained and measured by benchmarks/train_stories.py; trains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipelines.dump.trees import Forest, forests

__all__ = ["KIND", "StoryModel", "story_model"]

KIND = "stories"
"""What trees.json calls the trees' only kind and family of features."""

SURELY_OWN = -5.0
"""Scores of the regression below which the trees are not asked: all that they can add is 6.2, and less than 1.5 is no story."""


class StoryModel(NamedTuple):
    """Weights as stored."""

    weights: Mapping[str, float]
    bias: float
    trees: Forest

    def score(self, features: Mapping[str, float]) -> float:
        """Log odds that a story of its own begins, below SURELY_OWN those of the regression alone."""
        linear = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        if linear < SURELY_OWN:
            return linear
        return linear + self.trees.of([KIND], [[dict(features)]])[0]


@cache
def story_model() -> StoryModel:
    """The model that is shipped."""
    stored = json.loads((files("pipelines.html") / "story_model.json").read_text(encoding="utf-8"))
    return StoryModel(weights=stored["weights"], bias=stored["bias"], trees=forests(stored["trees"])[KIND])
