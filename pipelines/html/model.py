"""The linear model of blocks: what its phrases (pipelines.html.features) add up to, and which spoke most. Trains nothing.

Kept and dropped blocks, prose and lines have weights of their own: what speaks against a short line in the text
is no reason to leave out a paragraph. The weights come from benchmarks/train_html.py (four logistic regressions);
a score is a logit: above 0 the block is more likely the article's than not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat

__all__ = ["CLASSES", "BlockModel", "Weights", "load_model", "verdict_class"]

CLASSES = ("kept prose", "kept line", "dropped prose", "dropped line")
"""What extractors said of a block, and whether it is running text."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one class of blocks: what speaks for and against the article."""

    bias: float
    phrases: Mapping[str, float]

    def score(self, phrases: Iterable[str]) -> float:
        """The logit that a block belongs to the article."""
        return self.bias + sum(map(self.phrases.get, phrases, repeat(0.0)))

    def strongest_against(self, phrases: Iterable[str], most: int) -> list[str]:
        """The phrases that speak most against the article, the strongest first."""
        against = sorted((self.phrases.get(phrase, 0.0), phrase) for phrase in phrases)
        return [phrase for weight, phrase in against[:most] if weight < 0]


BlockModel = Mapping[str, Weights]
"""Class of blocks -> its weights."""


def verdict_class(*, kept: bool, prose: bool) -> str:
    """Which of CLASSES a block is of."""
    return CLASSES[(not kept) * 2 + (not prose)]


@cache
def load_model() -> BlockModel:
    """The model shipped with the package."""
    stored = json.loads((files("pipelines.html") / "model.json").read_text(encoding="utf-8"))
    return {name: Weights(one["bias"], one["weights"]) for name, one in stored.items()}
