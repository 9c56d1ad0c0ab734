"""What the network over a dump's lines learns from: pages and variants, as columns of their features."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from dump_pages import Page, variants
from line_network import Example

from pipelines.dump.features import FAMILIES, features_of
from pipelines.dump.gaps import Gaps
from pipelines.dump.measure import measure
from pipelines.dump.network import GAP
from pipelines.dump.shape import Features

__all__ = ["Gathered"]

TURNS = 2
"""Sets of variants, each with other stories and other hidden cues; an epoch learns from one of them."""
VARIANT_WEIGHT = 0.6
OF_ALL_TURNS = -1


class Gathered:
    """Examples and the columns of their features."""

    def __init__(self, pages: Sequence[tuple[Page, int]], seed: int) -> None:
        """`pages` come with their folds."""
        self.columns: dict[tuple[str, str], int] = {}
        self.examples: list[Example] = []
        by_fold: dict[int, list[Page]] = {}
        for page, fold in pages:
            by_fold.setdefault(fold, []).append(page)
        for turn in range(TURNS):
            chance = random.Random(seed + 10 * turn)
            for page, fold in pages:
                for order, variant in enumerate(variants(page, by_fold[fold], chance)):
                    if order:
                        self._add(variant, fold, turn)
                    elif not turn:
                        self._add(variant, fold, OF_ALL_TURNS)

    def _add(self, page: Page, fold: int, turn: int) -> None:
        lines = measure(page.lines, page.cues)
        rows: list[list[tuple[str, Features]]] = [list(zip(FAMILIES, row, strict=True)) for row in features_of(lines)]
        for gap in Gaps(lines).unscored:
            rows[gap.below].append((GAP, gap.features))
        columns: list[int] = []
        values: list[float] = []
        ends: list[int] = []
        for row in rows:
            for family, features in row:
                for name, value in features.items():
                    columns.append(self.columns.setdefault((family, name), len(self.columns)))
                    values.append(value)
            ends.append(len(columns))
        self.examples.append(
            Example(
                ends=np.array(ends, "i4"), columns=np.array(columns, "u2"), values=np.array(values, "f2"),
                labels=np.array(page.labels, "f4"),
                sizes=np.array([line.size for line in lines], "f4"),
                sentences=np.array([bool(line.sentence) for line in lines]),
                weight=1.0 if turn == OF_ALL_TURNS else VARIANT_WEIGHT, fold=fold, turn=turn,
            )
        )  # fmt: skip
