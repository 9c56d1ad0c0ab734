"""Train the dump model by folds over domains, write its weights and the report.

    python benchmarks/train_dump.py CORPUS.jsonl.xz [--limit N] [--folds 5] [--report benchmarks/dump-report.md]

Logistic regression (scikit-learn, the only place it is used). A line counts by its words, a page by the
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
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import foreign_dumps
import numpy as np
from dump_pages import Page, add_tail, cut_short, disguise, f1, hide_cues, read_pages, variants, words
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipelines.dump.decide import decide
from pipelines.dump.features import FAMILIES, features_of
from pipelines.dump.measure import Measured, measure
from pipelines.dump.model import Model, Weights
from pipelines.types import Rules

SEED = 20240601
PENALTY = 1.0
"""Inverse strength of the ridge, scikit-learn's C."""
VARIANT_WEIGHT = 0.6
SMALLEST_WEIGHT = 0.003
"""Weights below are left out of the file."""
REPORT = """# The dump model: figures

Written by `python benchmarks/train_dump.py CORPUS --report benchmarks/dump-report.md`; do not edit.

{pages} pages of {domains} domains (the article pages of WCXB's development set as the text a browser saves), {folds} folds
by domain: every page is cleaned by a model that has seen no page of its domain. F1, precision and recall over bags of
words as shared/tools/score.py counts them; leaked: share of the gold's furniture snippets found in the text. Line model, gaps
and edges only: no site memory and no naming rules. Trained on {lines} lines (the pages and their variants), {features} features,
two logistic regressions (sentences, labels). The conditions below the thresholds are measured on every {every}th page.

| pages | F1 | precision | recall | leaked |
| --- | ---: | ---: | ---: | ---: |
{table}

No page of the corpus is in another language than English; the two scripts are its pages with the letters exchanged. Own
dumps of invented sites in twelve languages (`foreign_dumps.py`, never trained on), whole path, F1:

{foreign}

Tried without gain, on 300 pages by folds: a second pass over the scores of the first (F1 .915 against .916), ridge
strengths from 0.1 to 10 (within .001), variants of pages at a third of their weight (.915 against .916). With gain, on
200 or 300 pages by folds: dropping small stretches far from the main one (+.004), letting sentences join the kept text
one after another (+.004), keeping a paragraph once (+.002).
"""
MODEL = Path(__file__).resolve().parent.parent / "pipelines" / "dump" / "model.json"


@dataclass
class Matrix:
    """Rows of features gathered for one fit."""

    names: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: array[int] = field(default_factory=lambda: array("i"))
    values: array[float] = field(default_factory=lambda: array("f"))
    ends: array[int] = field(default_factory=lambda: array("i", [0]))
    labels: list[bool] = field(default_factory=list)
    sentences: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)

    def add(self, page: Page, weight: float, fold: int) -> None:
        lines = measure(page.lines, page.cues)
        sizes = [min(line.size, 80.0) + 2 for line in lines]
        scale = weight / (sum(sizes) ** 0.5 or 1)
        for line, row, label, size in zip(lines, features_of(lines), page.labels, sizes, strict=True):
            for family, features in zip(FAMILIES, row, strict=True):
                for name, value in features.items():
                    self.columns.append(self.names.setdefault((family, name), len(self.names)))
                    self.values.append(value)
            self.ends.append(len(self.columns))
            self.labels.append(label)
            self.sentences.append(line.sentence)
            self.weights.append(size * scale)
            self.folds.append(fold)

    def fit(self, but_fold: int | None) -> Model:
        return Model(self._fit(but_fold, sentences=True), self._fit(but_fold, sentences=False))

    def _fit(self, but_fold: int | None, *, sentences: bool) -> Weights:
        cells = (np.frombuffer(self.values, "f4"), np.frombuffer(self.columns, "i4"), np.frombuffer(self.ends, "i4"))
        rows = csr_matrix(cells, shape=(len(self.labels), len(self.names)))
        chosen = (np.array(self.folds) != but_fold) & (np.array(self.sentences) == sentences)
        importance = np.array(self.weights)[chosen]
        solver = LogisticRegression(C=PENALTY, max_iter=300)
        solver.fit(rows[chosen], np.array(self.labels)[chosen], sample_weight=importance / importance.mean())
        weights: dict[str, dict[str, float]] = {family: {} for family in FAMILIES}
        for (family, name), weight in sorted(zip(self.names, solver.coef_[0], strict=True)):
            if abs(weight) >= SMALLEST_WEIGHT:
                weights[family][name] = round(float(weight), 4)
        return Weights(round(float(solver.intercept_[0]), 4), tuple(weights.values()))


def fold_of(page: Page, folds: int) -> int:
    return crc32(page.domain.encode()) % folds


def kept_text(page: Page, model: Model, rules: Rules) -> tuple[list[Measured], list[bool]]:
    lines = measure(page.lines, page.cues)
    scores = [model.of(line).score(row) for line, row in zip(lines, features_of(lines), strict=True)]
    return list(lines), decide(lines, scores, [0] * len(lines), rules)[0]


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


def situations(pages: list[Page]) -> dict[str, list[Page]]:
    """The pages as they are and in the conditions a model must bear; made anew, not those trained on."""
    chance = random.Random(SEED + 1)
    return {
        "no cue words known": [hide_cues(page, chance, 1.0) for page in pages],
        "half of the cue words known": [hide_cues(page, chance, 0.5) for page in pages],
        "script without case, half of the cues": [
            hide_cues(disguise(page, "caseless", chance), chance, 0.5) for page in pages
        ],
        "script without spaces, half of the cues": [
            hide_cues(disguise(page, "spaceless", chance), chance, 0.5) for page in pages
        ],
        "other stories below": [add_tail(page, pages, chance) for page in pages],
        "cut to 2-9 lines": [cut_short(page, chance) for page in pages],
        "cut to 2-9 lines, other stories below": [add_tail(cut_short(page, chance), pages, chance) for page in pages],
    }


def gather(pages: list[Page], folds: int) -> Matrix:
    matrix = Matrix()
    chance = random.Random(SEED)
    by_fold: dict[int, list[Page]] = {}
    for page in pages:
        by_fold.setdefault(fold_of(page, folds), []).append(page)
    for page in pages:
        fold = fold_of(page, folds)
        for order, variant in enumerate(variants(page, by_fold[fold], chance)):
            matrix.add(variant, VARIANT_WEIGHT if order else 1.0, fold)
    return matrix


def as_json(model: Model) -> str:
    kinds = {"sentences": model.sentences, "labels": model.labels}
    stored = {
        kind: {"bias": w.bias, "weights": dict(zip(FAMILIES, w.families, strict=True))} for kind, w in kinds.items()
    }
    return json.dumps(stored, indent=0, ensure_ascii=False) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--every", type=int, default=4, help="measure the conditions on every so many pages")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--no-folds", action="store_true", help="only train and write the weights")
    args = parser.parse_args()
    clock = time.perf_counter()
    pages = read_pages(args.corpus, args.limit)
    matrix = gather(pages, args.folds)
    print(
        f"{len(pages)} pages, {len(matrix.labels)} lines, {len(matrix.names)} features, {time.perf_counter() - clock:.0f} s",
        flush=True,
    )
    model = matrix.fit(None)
    MODEL.write_text(as_json(model), encoding="utf-8")
    if args.no_folds:
        return
    models = [matrix.fit(fold) for fold in range(args.folds)]
    rows = {"as saved": figures(pages, models, Rules())}
    rows |= {f"as saved, threshold {t}": figures(pages, models, Rules(dump_threshold=t)) for t in (-2.0, 0.0)}
    rows |= {name: figures(those, models, Rules()) for name, those in situations(pages[:: args.every]).items()}
    report = REPORT.format(
        pages=len(pages), domains=len({page.domain for page in pages}), folds=args.folds, every=args.every,
        features=len(matrix.names), foreign=foreign_dumps.table(foreign_dumps.measured()), lines=len(matrix.labels), table="\n".join(f"| {n} | " + " | ".join("" if np.isnan(cell) else f"{cell:.3f}" for cell in row) + " |" for n, row in rows.items()),
    )  # fmt: skip
    print(report, f"\n{time.perf_counter() - clock:.0f} s")
    if args.report:
        args.report.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
