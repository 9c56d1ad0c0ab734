"""Fit and measure a model that tells other stories (pipelines.weighed), by folds over domains: for train_stories.py and fit_strangers.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from grow_trees import grow
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipelines.forest import forests

__all__ = ["Row", "Table", "by_folds", "fit", "report", "table", "write"]

FEW_ROWS = {"min_child_samples": 30, "feature_fraction": 0.6, "bagging_fraction": 0.8}
"""For trees on some thousand rows."""
PENALTY = 0.3
SHORT, LONG = 20, 600
"""Words of a story between which its weight grows."""


class Row(NamedTuple):
    """One candidate: what speaks for it, whether it is another story, and where it is from."""

    features: dict[str, float]
    foreign: bool
    domain: str
    kind: str
    words: float


class Table(NamedTuple):
    """All rows as arrays."""

    names: list[str]
    values: np.ndarray
    foreign: np.ndarray
    weights: np.ndarray
    folds: np.ndarray
    kinds: np.ndarray


def table(found: list[Row], folds: int, *, false_cut: float) -> Table:
    """The rows with their weights, in folds by domain; a feature that a row does not have is 0.

    `false_cut` says how much heavier all parts of articles together weigh than all stories.
    """
    names = sorted({name for row in found for name in row.features})
    foreign = np.array([row.foreign for row in found])
    weights = np.sqrt([min(LONG, max(SHORT, row.words)) for row in found])
    weights[~foreign] *= false_cut * weights[foreign].sum() / weights[~foreign].sum()
    return Table(
        names,
        np.array([[row.features.get(name, 0.0) for name in names] for row in found]),
        foreign,
        weights / weights.mean(),
        np.array([crc32(row.domain.encode()) % folds for row in found]),
        np.array([row.kind for row in found]),
    )


def fit(rows: Table, some: np.ndarray, kind: str) -> dict[str, Any]:
    """The model of some rows, as it is stored; `kind` is what it calls its trees."""
    values, foreign, weights = rows.values[some], rows.foreign[some], rows.weights[some]
    scale = StandardScaler().fit(values)
    fitted = LogisticRegression(C=PENALTY, max_iter=3000).fit(scale.transform(values), foreign, sample_weight=weights)
    raw = fitted.coef_[0] / scale.scale_
    bias = float(fitted.intercept_[0] - raw @ scale.mean_)
    names = [(kind, name) for name in rows.names]
    trees = grow((csr_matrix(values), foreign, weights), values @ raw + bias, names, **FEW_ROWS)
    rounded = {name: round(float(value), 4) for name, value in zip(rows.names, raw, strict=True)}
    return {"weights": rounded, "bias": round(bias, 4), "trees": {kind: trees}}


def scores(model: Mapping[str, Any], rows: Table, some: np.ndarray, kind: str) -> np.ndarray:
    """What a stored model says of some rows."""
    values = rows.values[some]
    linear = values @ np.array([model["weights"][name] for name in rows.names]) + model["bias"]
    forest = forests(json.loads(json.dumps(model["trees"])))[kind]
    return linear + np.array(forest.of([kind], [[dict(zip(rows.names, row, strict=True))] for row in values.tolist()]))


def by_folds(rows: Table, folds: int, kind: str) -> np.ndarray:
    """Each row's score by a model that has seen no row of its domain."""
    scored = np.zeros(len(rows.foreign))
    for fold in range(folds):
        out = rows.folds == fold
        scored[out] = scores(fit(rows, ~out, kind), rows, out, kind)
    return scored


def report(rows: Table, scored: np.ndarray, thresholds: Sequence[float], own: str) -> str:
    """Share of each kind of candidate that is cut, by threshold; `own` is what the article's own are called."""
    lines = ["| cut from | " + " | ".join(f"{t:g}" for t in thresholds) + " |", "| --- |" + " ---: |" * len(thresholds)]
    for foreign in (True, False):
        for kind in sorted(set(rows.kinds[rows.foreign == foreign])):
            some = scored[(rows.kinds == kind) & (rows.foreign == foreign)]
            shares = " | ".join(f"{(some >= t).mean():.3f}" for t in thresholds)
            lines.append(f"| {'stories' if foreign else own}, {kind} ({len(some)}) | {shares} |")
    return "\n".join(lines) + "\n"


def write(rows: Table, kind: str, path: Path) -> None:
    """The weights of all rows, where the package looks for them."""
    stored = json.dumps(
        fit(rows, np.ones(len(rows.foreign), dtype=bool), kind), ensure_ascii=False, separators=(",", ":")
    )
    path.write_text(stored + "\n", encoding="utf-8")
