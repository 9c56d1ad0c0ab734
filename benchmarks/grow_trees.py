"""Grow the boosted trees that correct the dump model's scores of doubtful lines, on what its linear passes leave over.

LightGBM, used only here. Called by benchmarks/train_dump.py, which writes what it returns to pipelines/dump/trees.json, and by
benchmarks/story_fit.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix

__all__ = ["Rows", "grow", "linear_scores", "trees_json"]

SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 8,
    "min_child_samples": 300,
    "lambda_l2": 5.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "max_bin": 31,
    "seed": 1,
    "num_threads": 1,
    "verbosity": -1,
}
"""Small trees, each from a third of the features and half of the lines: the lines of a page are much alike."""
TREES = 150
ZERO = 1e-4
"""LightGBM parts 0 from the rest just above 0."""

Rows = tuple[csr_matrix, Sequence[int], Sequence[float]]
"""Features, answers and weights of the lines of one kind."""


def grow(rows: Rows, start: np.ndarray, names: Sequence[tuple[str, str]], **settings: float) -> dict[str, Any]:
    """Trees for one kind of lines, as trees.json stores them; `start` holds the lines' linear scores.

    `settings` are those of SETTINGS that differ.
    """
    features, answers, weights = rows
    lines = lightgbm.Dataset(features, answers, weight=np.asarray(weights) / np.mean(weights), init_score=start)
    grown = lightgbm.train({**SETTINGS, **settings}, lines, TREES).dump_model()
    used: dict[int, int] = {}
    trees = [_stored(tree["tree_structure"], used) for tree in grown["tree_info"]]
    return {"features": [names[number] for number in used], "trees": trees}


def linear_scores(
    features: csr_matrix, names: Sequence[tuple[str, str]], weights: Mapping[tuple[str, str], float], bias: float
) -> np.ndarray:
    """What the linear model says of the lines."""
    return features @ np.array([weights.get(name, 0.0) for name in names]) + bias


def _stored(node: Mapping[str, Any], used: dict[int, int]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    number = used.setdefault(node["split_feature"], len(used))
    most = node["threshold"] if abs(node["threshold"]) > ZERO else 0.0
    return [number, round(most, 4), _stored(node["left_child"], used), _stored(node["right_child"], used)]


def trees_json(grown: Mapping[str, Any]) -> str:
    """One tree a line."""
    kinds = [
        f'"{kind}": {{"features": {json.dumps(of["features"], ensure_ascii=False)},\n"trees": [\n'
        + ",\n".join(map(json.dumps, of["trees"]))
        + "]}"
        for kind, of in grown.items()
    ]
    return "{\n" + ",\n".join(kinds) + "\n}\n"
