"""The linear models: what the weights of model.json make of a dump's lines, and which family spoke. Trains nothing.

Two passes. The first scores each line by its features; from these scores and what stands between the sentences follow
the article's probable bounds (pipelines.dump.bounds); the second scores each line by the same features and by where it
stands against the bounds. It is made twice, from the scores of the first pass and from its own, and the mean counts: what
it takes for the end at first it may doubt with better scores. Sentences and labels have weights of their own: a date right above makes a sentence the
article's first and a label part of the headline's furniture. All weights come from benchmarks/train_dump.py (logistic
regressions), but for the small boosted trees that correct the scores of doubtful lines
(pipelines.dump.trees) and for the network over the lines' order whose scores are mixed with theirs (pipelines.dump.network); a score is a logit: above 0 the line is more likely the article's than not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from pipelines.dump.bounds import Linear, Question, find_bounds
from pipelines.dump.features import FAMILIES, Row, features_of
from pipelines.dump.gaps import Gaps
from pipelines.dump.measure import Measured
from pipelines.dump.network import Network, Told, load_network
from pipelines.dump.story import STORY_FAMILIES, story_of
from pipelines.dump.trees import Correction
from pipelines.forest import Forest, forests

__all__ = ["ALL_FAMILIES", "Judged", "Model", "Pass", "Placing", "Weights", "load_model"]

TURNS = 2
"""Of the second pass; what the second of them is worth stands in benchmarks/dump-report.md."""
ALL_FAMILIES = (*FAMILIES, *STORY_FAMILIES)
"""Families of the second pass, in the order of its rows."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one kind of lines: what speaks for and against the article."""

    bias: float
    families: tuple[Mapping[str, float], ...]
    """One mapping a family, in the order of ALL_FAMILIES; the first pass has no more than its own."""

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
            for family, weights, features in zip(ALL_FAMILIES, self.families, row, strict=False)
            for name, value in features.items()
            if name in weights
        ]
        return sorted(terms, key=lambda term: -abs(term[2]))


@dataclass(frozen=True, slots=True)
class Pass:
    """The weights of sentences and of labels."""

    sentences: Weights
    labels: Weights

    def of(self, line: Measured) -> Weights:
        """The weights for this line."""
        return self.sentences if line.sentence else self.labels

    def scores(self, lines: Sequence[Measured], rows: Sequence[Row]) -> list[float]:
        """Each line's score."""
        return [self.of(line).score(row) for line, row in zip(lines, rows, strict=True)]


class Judged(NamedTuple):
    """What the model makes of a dump."""

    rows: list[Row]
    """The features of the second pass."""
    scores: list[float]


@dataclass(frozen=True, slots=True)
class Placing:
    """The second pass, which knows where the article probably lies by the scores before it."""

    begins: Question
    ends: Question
    lines: Pass
    correction: Correction | None = None
    """What trees add to the scores of doubtful lines; None while they are grown."""

    def placed(self, lines: Sequence[Measured], gaps: Gaps, rows: Sequence[Row], scores: Sequence[float]) -> list[Row]:
        """The rows with the families that the first pass has not, by the scores before this one."""
        bounds = find_bounds(gaps, scores, self.begins, self.ends)
        return [(*row, *more) for row, more in zip(rows, story_of(lines, scores, bounds), strict=True)]

    def scores(self, lines: Sequence[Measured], rows: Sequence[Row]) -> list[float]:
        """Each line's score, by its placed row."""
        scores = self.lines.scores(lines, rows)
        return self.correction.of(lines, ALL_FAMILIES, rows, scores) if self.correction else scores


@dataclass(frozen=True, slots=True)
class Model:
    """Both passes."""

    first: Pass
    second: Placing | None = None
    """None while it is trained."""
    network: Network | None = None
    """What is mixed with the scores of both passes; None while it is trained."""

    @property
    def lines(self) -> Pass:
        """The pass whose terms are told as evidence."""
        return self.second.lines if self.second else self.first

    def judge(self, lines: Sequence[Measured]) -> Judged:
        """The lines' features, and scores after both passes, mixed with the network's."""
        rows = placed = features_of(lines)
        scores = self.first.scores(lines, rows)
        if self.second:
            gaps = Gaps(lines)
            for turn in range(TURNS):
                placed = self.second.placed(lines, gaps, rows, scores)
                found = self.second.scores(lines, placed)
                scores = [(old + new) / 2 for old, new in zip(scores, found, strict=True)] if turn else found
            if self.network:
                scores = self.network.mixed(lines, Told(FAMILIES, rows, gaps.unscored), scores)
        return Judged(placed, scores)


@cache
def load_model() -> Model:
    """The model shipped with the package."""
    stored, trees = _stored("model.json"), forests(_stored("trees.json"))
    second = Placing(
        begins=_question(stored["begins"], trees["begins"]),
        ends=_question(stored["ends"], trees["ends"]),
        lines=_pass(stored["second"], ALL_FAMILIES),
        correction=Correction(trees["sentences"], trees["labels"]),
    )
    return Model(_pass(stored["first"], FAMILIES), second, load_network())


def _stored(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("pipelines.dump") / name).read_text(encoding="utf-8"))
    return found


def _question(stored: dict[str, Any], trees: Forest) -> Question:
    return Question(Linear(stored["bias"], stored["weights"]), trees)


def _pass(stored: dict[str, Any], families: Sequence[str]) -> Pass:
    return Pass(_weights(stored["sentences"], families), _weights(stored["labels"], families))


def _weights(stored: dict[str, Any], families: Sequence[str]) -> Weights:
    return Weights(stored["bias"], tuple(stored["weights"].get(family, {}) for family in families))
