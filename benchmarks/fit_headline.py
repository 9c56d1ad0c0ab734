"""Fit the weights by which a dump's headline is told (pipelines/dump/headline.py), and say by folds how often it is right.

    python benchmarks/fit_headline.py CORPUS.jsonl.xz [--folds 5]

A conditional logit: of the lines above a page's text that may be its headline, and of none, the line that says the page's title.
Folds are over domains. The text itself is told by the shipped model, which knows the corpus. Prints figures of the fitted
weights and of those in the module, and the fitted ones, for a person to round and set.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from scipy.optimize import minimize
from scoring import overlap, words

from pipelines.dump.decide import decide
from pipelines.dump.evidence import Explanation
from pipelines.dump.headline import BIAS, LEAST, WEIGHTS, tries_of
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.dump.model import load_model
from pipelines.dump.page import Page
from pipelines.types import Rules

RIDGE = 0.5
SAME = 0.9
"""F1 of words from which a line is the title, as shared/tools/score.py counts them."""
NAMES = (*WEIGHTS, "bias")


class Choice(NamedTuple):
    """The tries of one page and none of them, with their signs, and which are right."""

    domain: str
    signs: np.ndarray
    right: np.ndarray


def choice_of(row: dict[str, Any]) -> Choice:
    """What there is to choose from in one dump; where no try is the title, none is right."""
    lines = measure(lines_of(row["text"]))
    model = load_model()
    judged = model.judge(lines)
    nothing = [""] * len(lines)
    kept, _ = decide(lines, judged.scores, nothing, Rules())
    page = Page(lines, kept, nothing, Explanation(model.lines, lines, judged.rows, judged.scores))
    tries = tries_of(page)
    title = words(row["gold"]["title"])
    signs = [[*(found[name] for name in WEIGHTS), 1.0] for _, found in tries]
    right = [overlap(words(lines[at].line.text), title)[0] >= SAME for at, _ in tries]
    host = urlsplit(row["url"] or "").netloc
    return Choice(host, np.array([*signs, [0.0] * len(NAMES)]), np.array([*right, not any(right)], dtype=float))


def fitted(choices: Sequence[Choice]) -> np.ndarray:
    """The weights that make the right tries most probable."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = RIDGE * weights @ weights, 2 * RIDGE * weights
        for choice in choices:
            utilities = choice.signs @ weights
            chances = np.exp(utilities - utilities.max())
            chances /= chances.sum()
            right = chances * choice.right
            total -= np.log(right.sum() + 1e-12)
            slope = slope + choice.signs.T @ (chances - right / (right.sum() + 1e-12))
        return total, slope

    return minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B").x


def told(choices: Sequence[Choice], weights: np.ndarray) -> Iterator[bool | None]:
    """For each page whether the line named is the title; None where none is named."""
    for choice in choices:
        utilities = (choice.signs @ weights)[:-1]
        best = int(utilities.argmax()) if len(utilities) else -1
        yield bool(choice.right[best]) if best >= 0 and utilities[best] > LEAST else None


def figures(answers: Sequence[bool | None]) -> str:
    named = [answer for answer in answers if answer is not None]
    return f"the title on {sum(named) / len(answers):.1%} of the pages, right on {sum(named) / len(named):.1%} of those named"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    with lzma.open(given.corpus, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["gold"].get("title")]
    with ProcessPoolExecutor() as pool:
        choices = list(pool.map(choice_of, rows, chunksize=8))
    folds = [int(hashlib.md5(choice.domain.encode()).hexdigest(), 16) % given.folds for choice in choices]
    answers: list[bool | None] = []
    for fold in range(given.folds):
        weights = fitted([choice for choice, own in zip(choices, folds, strict=True) if own != fold])
        answers += told([choice for choice, own in zip(choices, folds, strict=True) if own == fold], weights)
    print(f"{len(choices)} pages, by {given.folds} folds: {figures(answers)}")
    print("the module's weights:", figures(list(told(choices, np.array([*WEIGHTS.values(), BIAS])))))
    for name, weight in zip(NAMES, fitted(choices), strict=True):
        print(f"{weight:7.2f}  {name}")


if __name__ == "__main__":
    main()
