"""Train the dump model by folds over domains, write its weights and the report.

    python benchmarks/train_dump.py CORPUS.jsonl.xz [--limit N] [--folds 5] [--report benchmarks/dump-report.md]

Logistic regressions (scikit-learn), small trees on what they leave over (grow_trees.py), and a network over a page's
lines whose scores are mixed with theirs (line_network.py, PyTorch). A line counts by its words, a page by the
square root of the sum, variants of a page (dump_pages.py) less than the page. Every figure of the report is
measured on domains the model of that fold has not seen; the shipped weights are trained on all of them.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import warnings
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import foreign_dumps
import numpy as np
from dump_pages import (
    Page,
    add_long_tail,
    add_tail,
    cut_short,
    disguise,
    f1,
    hide_cues,
    read_pages,
    variants,
    words,
)
from dump_report import REPORT, TRIED
from grow_trees import Rows, grow, linear_scores, trees_json
from line_network import as_npz, train
from network_examples import Gathered
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipelines.dump.bounds import Linear, Question
from pipelines.dump.decide import decide
from pipelines.dump.features import FAMILIES, Row, features_of
from pipelines.dump.gaps import Gap, Gaps
from pipelines.dump.measure import Measured, measure
from pipelines.dump.model import ALL_FAMILIES, Model, Pass, Placing, Weights
from pipelines.dump.network import Network
from pipelines.dump.shape import Features
from pipelines.dump.trees import Correction
from pipelines.forest import Forest, forests
from pipelines.types import Rules

SEED = 20240601
PENALTY = 1.0
"""Inverse strength of the ridge, scikit-learn's C."""
VARIANT_WEIGHT = 0.6
SHARE_OF_MENUS = 0.35
"""Of a variant's short lines outside the article that are learned from, each for its share."""
TOLERANCE = 5e-4
LEANING = 0.3
"""Added to the second pass: many samples have tails, few dumps do (by folds: plain dumps +.005, longer tails -.025)."""
SMALLEST_WEIGHT = 0.003
"""Weights below are left out of the file."""
TREES = Path(__file__).resolve().parent.parent / "pipelines" / "dump" / "trees.json"
NETWORK = Path(__file__).resolve().parent.parent / "pipelines" / "dump" / "network.npz"
MODEL = Path(__file__).resolve().parent.parent / "pipelines" / "dump" / "model.json"


@dataclass
class Matrix:
    """Rows of named features gathered for fits, with what they are worth."""

    names: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: array[int] = field(default_factory=lambda: array("i"))
    values: array[float] = field(default_factory=lambda: array("f"))
    ends: array[int] = field(default_factory=lambda: array("i", [0]))
    answers: array[int] = field(default_factory=lambda: array("b"))
    kinds: array[int] = field(default_factory=lambda: array("b"))
    """A fit is for the rows of one kind."""
    weights: array[float] = field(default_factory=lambda: array("d"))
    """0: scored, but not learned from."""
    folds: array[int] = field(default_factory=lambda: array("b"))

    def add(self, row: Iterable[tuple[str, Features]], answer: int, kind: int, weight: float, fold: int) -> None:
        for family, features in row:
            for name, value in features.items():
                self.columns.append(self.names.setdefault((family, name), len(self.names)))
                self.values.append(value)
        self.ends.append(len(self.columns))
        self.answers.append(answer)
        self.kinds.append(kind)
        self.weights.append(weight)
        self.folds.append(fold)

    def rows(self) -> csr_matrix:
        cells = (np.frombuffer(self.values, "f4"), np.frombuffer(self.columns, "i4"), np.frombuffer(self.ends, "i4"))
        return csr_matrix(cells, shape=(len(self.answers), len(self.names)))

    def chosen(self, kind: int, but_fold: int | None) -> np.ndarray:
        """Flags of the rows of one kind that are learned from, without one fold."""
        learned = (np.frombuffer(self.folds, "i1") != (-1 if but_fold is None else but_fold)) & (
            np.frombuffer(self.weights) > 0
        )
        return learned & (np.frombuffer(self.kinds, "i1") == kind)

    def learned(self, kind: int, but_fold: int | None) -> Rows:
        """The rows of one kind that are learned from, without one fold, for trees."""
        chosen = self.chosen(kind, but_fold)
        answers, weights = np.frombuffer(self.answers, "i1")[chosen], np.frombuffer(self.weights)[chosen]
        return self.rows()[chosen].astype("f8"), answers, weights

    def fit(self, kind: int, but_fold: int | None) -> Fit:
        """Bias and weights of one kind, without one fold."""
        weights, chosen = np.frombuffer(self.weights), self.chosen(kind, but_fold)
        solver = LogisticRegression(C=PENALTY, max_iter=300, tol=TOLERANCE)
        mean = weights[chosen].mean()
        solver.fit(self.rows()[chosen], np.frombuffer(self.answers, "i1")[chosen], sample_weight=weights[chosen] / mean)
        return float(solver.intercept_[0]), solver.coef_[0]


Fit = tuple[float, "np.ndarray"]
LABELS, SENTENCES = 0, 1
BEGINS, ENDS = 0, 1


@dataclass(frozen=True)
class Sample:
    """One page or variant to learn from."""

    page: Page
    lines: tuple[Measured, ...]
    weight: float
    fold: int

    def add_lines(self, matrix: Matrix, rows: Sequence[Row], families: Sequence[str], chance: random.Random) -> None:
        sizes = [min(line.size, 80.0) + 2 for line in self.lines]
        scale = self.weight / (sum(sizes) ** 0.5 or 1)
        for line, row, label, size in zip(self.lines, rows, self.page.labels, sizes, strict=True):
            weight = size * scale
            if (
                self.weight < 1 and not label and not line.sentence
            ):  # menus are most of all lines: a part teaches the same
                weight = weight / SHARE_OF_MENUS if chance.random() < SHARE_OF_MENUS else 0.0
            matrix.add(
                zip(families, row, strict=True), label, SENTENCES if line.sentence else LABELS, weight, self.fold
            )

    def add_gaps(self, matrix: Matrix, gaps: Sequence[Gap]) -> None:
        """Which gap the article begins below, and at which gap it is over."""
        labels = [self.page.labels[gap.below] for gap in gaps]
        if not any(labels):
            return
        first, last = labels.index(True), len(labels) - 1 - labels[::-1].index(True)
        weight = self.weight / len(labels) ** 0.5
        for at, gap in enumerate(gaps[: last + 2]):
            kind, answer = (BEGINS, at == first) if at <= first else (ENDS, at > last)
            matrix.add([("gap", gap.features)], answer, kind, weight, self.fold)


class Learner:
    """The samples, and models without each fold, pass by pass; each learns from scores of models that had not seen the page."""

    def __init__(self, pages: list[Page], folds: int) -> None:
        self.folds = folds
        self.outs = [*range(folds), None]
        self.chance = random.Random(SEED)
        self.samples: list[Sample] = []
        self.lines = Matrix()
        """Of the pass that was made last."""
        self._gather(pages)
        say(f"{len(pages)} pages, {len(self.samples)} samples, {len(self.lines.answers)} lines")
        self.models = {out: Model(self._pass(FAMILIES, out, 0.0)) for out in self.outs}
        say("first pass")
        self.trees: dict[int | None, dict[str, Any]] = {out: {} for out in self.outs}
        """What is stored of the trees of each model."""
        self._add_second()

    def _add_second(self) -> None:
        scores = [self.models[sample.fold].judge(sample.lines).scores for sample in self.samples]
        gaps = Matrix()
        for sample, those in zip(self.samples, scores, strict=True):
            sample.add_gaps(gaps, Gaps(sample.lines).scored(those))
        halves: dict[int | None, Placing] = {}
        for out in self.outs:
            begins, ends = (self._question(gaps, kind, out) for kind in ("begins", "ends"))
            halves[out] = Placing(begins, ends, self.models[out].first)
        say("bounds")
        self.lines = Matrix()
        for sample, those in zip(self.samples, scores, strict=True):
            rows = halves[sample.fold].placed(sample.lines, Gaps(sample.lines), features_of(sample.lines), those)
            sample.add_lines(self.lines, rows, ALL_FAMILIES, self.chance)
        say("places")
        for out in self.outs:
            made = replace(halves[out], lines=self._pass(ALL_FAMILIES, out, LEANING))
            made = replace(made, correction=self._correction(made.lines, out))
            self.models[out] = replace(self.models[out], second=made)
        say("second pass")

    def _question(self, gaps: Matrix, kind: str, out: int | None) -> Question:
        """Where the article begins or ends: linear, and trees on what that leaves over."""
        number = BEGINS if kind == "begins" else ENDS
        linear = _linear(gaps, gaps.fit(number, out))
        known = {("gap", feature): weight for feature, weight in linear.weights.items()}
        return Question(linear, self._grown(gaps, kind, (number, out), known, linear.bias))

    def _correction(self, lines: Pass, out: int | None) -> Correction:
        """The trees that correct one pass."""
        forests_of = []
        for name, kind, linear in (("sentences", SENTENCES, lines.sentences), ("labels", LABELS, lines.labels)):
            known = {
                (family, feature): weight
                for family, weights in zip(ALL_FAMILIES, linear.families, strict=True)
                for feature, weight in weights.items()
            }
            forests_of.append(self._grown(self.lines, name, (kind, out), known, linear.bias - LEANING))
        return Correction(*forests_of)

    def _grown(
        self,
        matrix: Matrix,
        name: str,
        chosen: tuple[int, int | None],
        known: dict[tuple[str, str], float],
        bias: float,
    ) -> Forest:
        """Trees on what a linear model leaves over, and noted as they are stored."""
        names = sorted(matrix.names, key=matrix.names.__getitem__)
        rows = matrix.learned(*chosen)
        grown = grow(rows, linear_scores(rows[0], names, known, bias), names)
        self.trees[chosen[1]][name] = grown
        return forests({name: grown})[name]

    def _pass(self, families: Sequence[str], out: int | None, leaning: float) -> Pass:
        fits = [self.lines.fit(kind, out) for kind in (SENTENCES, LABELS)]
        return Pass(*(_weights(self.lines, (bias + leaning, weights), families) for bias, weights in fits))

    def _gather(self, pages: list[Page]) -> None:
        by_fold: dict[int, list[Page]] = {}
        for page in pages:
            by_fold.setdefault(fold_of(page, self.folds), []).append(page)
        for page in pages:
            fold = fold_of(page, self.folds)
            for order, variant in enumerate(variants(page, by_fold[fold], self.chance)):
                lines = measure(variant.lines, variant.cues)
                weight = VARIANT_WEIGHT if order else 1.0
                self.samples.append(Sample(variant, lines, weight, fold))
                self.samples[-1].add_lines(self.lines, features_of(lines), FAMILIES, self.chance)


def with_networks(pages: list[Page], models: dict[int | None, Model], folds: int) -> dict[int | None, Model]:
    """Each model with a network that has not seen its fold either."""
    gathered = Gathered([(page, fold_of(page, folds)) for page in pages], SEED)
    say(f"{len(gathered.examples)} examples for the network")
    made: dict[int | None, Model] = {}
    for out, model in models.items():
        examples = [example for example in gathered.examples if example.fold != out]
        made[out] = replace(model, network=Network(list(gathered.columns), train(examples, len(gathered.columns))))
        say(f"network without fold {out}")
    return made


def _weights(matrix: Matrix, fit: Fit, families: Sequence[str]) -> Weights:
    found: dict[str, dict[str, float]] = {family: {} for family in families}
    for (family, name), weight in sorted(zip(matrix.names, fit[1], strict=True)):
        if abs(weight) >= SMALLEST_WEIGHT:
            found[family][name] = round(float(weight), 4)
    return Weights(round(fit[0], 4), tuple(found.values()))


def _linear(matrix: Matrix, fit: Fit) -> Linear:
    (weights,) = _weights(matrix, fit, ["gap"]).families
    return Linear(round(fit[0], 4), weights)


START = time.perf_counter()


def say(what: str) -> None:
    print(f"{time.perf_counter() - START:.0f} s: {what}", flush=True)


def fold_of(page: Page, folds: int) -> int:
    return crc32(page.domain.encode()) % folds


def kept_text(page: Page, model: Model, rules: Rules) -> tuple[list[Measured], list[bool]]:
    lines = measure(page.lines, page.cues)
    return list(lines), decide(lines, model.judge(lines).scores, [""] * len(lines), rules)[0]


def figures(pages: Iterable[Page], models: list[Model], rules: Rules) -> list[float]:
    """Mean F1, precision, recall and leaked furniture, each page under the model that has not seen its domain."""
    rows = []
    for page in pages:
        lines, kept = kept_text(page, models[fold_of(page, len(models))], rules)
        text = " ".join(line.line.text for line, keep in zip(lines, kept, strict=True) if keep)
        flat = " ".join(text.lower().split())
        leaked = [" ".join(snippet.lower().split()) in flat for snippet in page.exclude]
        rows.append((*f1(words(text), words(page.gold)), float(np.mean(leaked)) if leaked else np.nan))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no page of the rows has furniture snippets
        return [float(mean) for mean in np.nanmean(rows, axis=0)]


def situations(pages: list[Page], every: int, folds: int) -> dict[str, list[Page]]:
    """The pages as they are and in the conditions a model must bear; made anew, not those trained on.

    Stories below come from pages of the same fold: the model of a fold has seen neither the article nor the stories.
    """
    chance = random.Random(SEED + 1)
    made: dict[str, list[Page]] = {}
    for page in pages[::every]:
        others = [other for other in pages if fold_of(other, folds) == fold_of(page, folds)]
        for name, changed in _changed(page, others, chance):
            made.setdefault(name, []).append(changed)
    return made


def _changed(page: Page, others: list[Page], chance: random.Random) -> Iterator[tuple[str, Page]]:
    yield "no cue words known", hide_cues(page, chance, 1.0)
    yield "half of the cue words known", hide_cues(page, chance, 0.5)
    yield "script without case, half of the cues", hide_cues(disguise(page, "caseless", chance), chance, 0.5)
    yield "script without spaces, half of the cues", hide_cues(disguise(page, "spaceless", chance), chance, 0.5)
    yield "openings of other stories below", add_tail(page, others, chance)
    yield "longer stories below the article", add_long_tail(page, others, chance, "scrolled")
    yield "longer stories below the page", add_long_tail(page, others, chance, "appended")
    yield "longer whole dumps below the page", add_long_tail(page, others, chance, "pages")
    yield "cut to 2-9 lines", cut_short(page, chance)
    yield "cut to 2-9 lines, openings below", add_tail(cut_short(page, chance), others, chance)
    yield "cut to 2-9 lines, longer stories below", add_long_tail(cut_short(page, chance), others, chance)


def as_json(model: Model) -> str:
    second = model.second
    assert second
    stored = {
        "first": _pass_json(model.first, FAMILIES),
        "begins": {"bias": second.begins.linear.bias, "weights": dict(second.begins.linear.weights)},
        "ends": {"bias": second.ends.linear.bias, "weights": dict(second.ends.linear.weights)},
        "second": _pass_json(second.lines, ALL_FAMILIES),
    }
    return json.dumps(stored, indent=0, ensure_ascii=False) + "\n"


def _pass_json(made: Pass, families: Sequence[str]) -> dict:
    kinds = {"sentences": made.sentences, "labels": made.labels}
    return {
        kind: {"bias": w.bias, "weights": dict(zip(families, w.families, strict=True))} for kind, w in kinds.items()
    }


def measured(pages: list[Page], models: list[Model], every: int) -> dict[str, list[float]]:
    """The figures of all conditions."""
    rows = {"as saved": figures(pages, models, Rules())}
    for added in (
        0.0,
        -1.0,
        1.0,
    ):  # every so many pages are a little easier than all: their own first line is that at +0.0
        name = f"as saved, every {every}th page, threshold {added:+}"
        rows[name] = figures(pages[::every], models, Rules(dump_threshold=added))
    for name, those in situations(pages, every, len(models)).items():
        rows[name] = figures(those, models, Rules())
        say(f"{name} {rows[name]}")
    return rows


def report_of(pages: list[Page], models: list[Model], matrix: Matrix, every: int) -> str:
    """The report as text."""
    table = [
        f"| {name} | " + " | ".join("" if np.isnan(cell) else f"{cell:.3f}" for cell in row) + " |"
        for name, row in measured(pages, models, every).items()
    ]
    return REPORT.format(
        pages=len(pages), domains=len({page.domain for page in pages}), folds=len(models), every=every,
        features=len(matrix.names), lines=len(matrix.answers), table="\n".join(table), tried=TRIED,
        foreign=foreign_dumps.table(foreign_dumps.measured()),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--every", type=int, default=4, help="measure the conditions on every so many pages")
    parser.add_argument("--report", type=Path)
    args = parser.parse_args()
    pages = read_pages(args.corpus, args.limit)
    learner = Learner(pages, args.folds)
    models = with_networks(pages, learner.models, args.folds)
    MODEL.write_text(as_json(models[None]), encoding="utf-8")
    TREES.write_text(trees_json(learner.trees[None]), encoding="utf-8")
    NETWORK.write_bytes(as_npz(models[None].network))
    report = report_of(pages, [models[fold] for fold in range(args.folds)], learner.lines, args.every)
    print(report)
    if args.report:
        args.report.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
