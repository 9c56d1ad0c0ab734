"""A small network that reads a dump's lines in order, and whose scores are mixed with those of the passes. Trains nothing.

Theory of operation. The linear passes and the trees see one line and what was counted around it; the network sees the
row of lines. Gated convolutions (van den Oord et al. 2016, Dauphin et al. 2017) look at lines 1 to 32 apart, and after
every second of them gated running means go down and up the page (the pooling of QRNNs, Bradbury et al. 2017), so that
what was passed far above is remembered until something says that it is over: a second story is known by its
frame, not by its words. Its input are the features of the first pass and of the gaps.
It knows no score of the passes: two that err apart are worth more together than one that corrects the other. Weights come from benchmarks/train_dump.py, which trains it with PyTorch; here it is
numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from pipelines.dump.features import Row
from pipelines.dump.gaps import Gap
from pipelines.dump.measure import Measured

__all__ = ["GAP", "STEPS", "Cells", "Layer", "Network", "Told", "cells_of", "load_network"]

STEPS = (1, 2, 4, 8, 16, 32)
"""Lines between those that one convolution looks at."""
SPREAD = 9.0
"""Scores count up to here on either side."""
OF_PASSES, OF_NETWORK = 0.5, 0.4
"""Shares of both scores; chosen by folds, as what is added."""
LEANING = 0.2
"""Added for sentences: the network learned from many pages with tails, and few dumps have one. Labels lean to neither side:
those at the edges of an article are mostly furniture."""
GAP = "gap"
"""Family of what stands in the gap above a sentence."""
SINGLE = 200_000
"""Multiplications of one product: BLAS shares larger ones out among threads, which cost more than they save and round otherwise."""

Cells = tuple[list[int], list[int], list[float]]
"""Line, column and value of every feature that is not 0."""
Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


class Told(NamedTuple):
    """What is known of a dump's lines: the rows by these families, and the gaps above its sentences."""

    families: Sequence[str]
    rows: Sequence[Row]
    gaps: Sequence[Gap]


def cells_of(columns: Mapping[tuple[str, str], int], told: Told) -> Cells:
    """The features that have a column."""
    by_family: dict[str, dict[str, int]] = {}
    for (family, name), column in columns.items():
        by_family.setdefault(family, {})[name] = column
    lines: list[int] = []
    numbers: list[int] = []
    values: list[float] = []
    seen = [(at, *of) for at, row in enumerate(told.rows) for of in zip(told.families, row, strict=True)]
    for at, family, features in [*seen, *((gap.below, GAP, gap.features) for gap in told.gaps)]:
        known = by_family.get(family, {})
        for name in features.keys() & known.keys():
            lines.append(at)
            numbers.append(known[name])
            values.append(features[name])
    return lines, numbers, values


class Layer(NamedTuple):
    """A product with weights and what is added to it."""

    weights: Array
    added: Array

    def of(self, values: Array) -> Array:
        """The layer's answers to rows of values."""
        return _product(values, self.weights) + self.added


class Network:
    """The layers by their names."""

    def __init__(self, columns: Sequence[tuple[str, str]], layers: Mapping[str, Layer]) -> None:
        self.columns = {name: number for number, name in enumerate(columns)}
        self.layers = layers

    def mixed(self, lines: Sequence[Measured], told: Told, scores: Sequence[float]) -> list[float]:
        """The scores of the passes mixed with the network's own."""
        if not lines:
            return []
        sentences = np.array([bool(line.sentence) for line in lines])
        passes = np.clip(np.array(scores), -SPREAD, SPREAD)
        own = self.scores(cells_of(self.columns, told), sentences)
        found: list[float] = (OF_PASSES * passes + OF_NETWORK * own + LEANING * sentences).tolist()
        return [round(score, 5) for score in found]

    def scores(self, cells: Cells, sentences: np.ndarray) -> Array:
        """The logit that a line belongs to the article, by the answer for its kind, no larger than SPREAD."""
        seen = np.zeros((len(sentences), len(self.columns)), np.float32)
        seen[cells[0], cells[1]] = cells[2]
        answers = self._answers(seen)
        found: Array = np.clip(np.where(sentences, answers[:, 1], answers[:, 0]), -SPREAD, SPREAD)
        return found

    def _answers(self, seen: Array) -> Array:
        """For each line the answers for labels and for sentences."""
        first = np.maximum(self.layers["input"].of(seen), 0)
        state = first
        for number, step in enumerate(STEPS):
            state = self._convolved(state, number, step)
            if number % 2:
                state = self._remembered(state, number)
        page = np.concatenate([state.mean(0), state.max(0)])[None]
        state += np.maximum(self.layers["page"].of(page), 0)
        return self.layers["answers"].of(np.concatenate([state, first], 1))

    def _convolved(self, state: Array, number: int, step: int) -> Array:
        above, below = np.zeros_like(state), np.zeros_like(state)
        above[step:], below[:-step] = state[:-step], state[step:]
        both = self.layers[f"lines {number}"].of(np.concatenate([above, state, below], 1))
        half = both.shape[1] // 2
        return state + self.layers[f"seen {number}"].of(np.tanh(both[:, :half]) * _open(both[:, half:]))

    def _remembered(self, state: Array, number: int) -> Array:
        gates, values = (
            _open(self.layers[f"gates {number}"].of(state)),
            np.tanh(self.layers[f"values {number}"].of(state)),
        )
        half = gates.shape[1] // 2
        down = _means(gates[:, :half], values[:, :half])
        up = _means(gates[::-1, half:], values[::-1, half:])[::-1]
        return state + self.layers[f"remembered {number}"].of(np.concatenate([down, up], 1))


def _open(values: Array) -> Array:
    """How far gates are open, 0 to 1."""
    opened: Array = 0.5 * (np.tanh(0.5 * values) + 1)
    return opened


def _means(gates: Array, values: Array) -> Array:
    """m[t] = (1 - gate[t]) m[t-1] + gate[t] value[t], by doubling: stretches of 1, 2, 4 ... lines are joined."""
    means, kept, step = gates * values, 1 - gates, 1
    while step < len(means):
        means[step:] += kept[step:] * means[:-step]
        kept[step:] *= kept[:-step].copy()
        step *= 2
    return means


def _product(values: Array, weights: Array) -> Array:
    """The product of both, in blocks of rows that BLAS does not share out."""
    count, inner = values.shape
    size = max(1, SINGLE // weights.size)
    blocks = -(-count // size)
    padded = np.zeros((blocks * size, inner), np.float32)
    padded[:count] = values
    product: Array = np.matmul(padded.reshape(blocks, size, inner), weights).reshape(blocks * size, -1)
    return product[:count]


def load_network() -> Network:
    """The network shipped with the package."""
    with (files("pipelines.dump") / "network.npz").open("rb") as fh, np.load(fh) as stored:
        columns = [tuple(name.split("\t")) for name in stored["columns"].tolist()]
        names = sorted({name.partition("/")[0] for name in stored.files} - {"columns"})
        layers = {
            name: Layer(stored[f"{name}/weights"].astype(np.float32), stored[f"{name}/added"].astype(np.float32))
            for name in names
        }
    return Network([(family, name) for family, name in columns], layers)
