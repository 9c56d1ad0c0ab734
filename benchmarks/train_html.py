"""Train the model of HTML blocks by folds over domains, write its weights and the report.

    python benchmarks/train_html.py [--corpus FOLDER] [--step N] [--folds 5] [--report benchmarks/html-report.md]

Four logistic regressions (scikit-learn, the only place it is used): prose and lines, kept and dropped by the steps
before. A block counts by its words, a page by a root of its length. Each page is also shown with its cue words
unknown, as most languages have fewer of them than English. Every figure of the report is measured on domains that the
model of that fold has not seen; the shipped weights are trained on all of them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from corpora import corpora
from scipy.sparse import csr_matrix
from scoring import Score, mean, score, words
from sklearn.linear_model import LogisticRegression

from pipelines.html.align import coverage
from pipelines.html.blocks import read_page
from pipelines.html.extractor import kept_segments
from pipelines.html.features import Surroundings, features_of
from pipelines.html.ledger import Ledger
from pipelines.html.model import CLASSES, BlockModel, Weights, verdict_class
from pipelines.html.opinions import ask_others, ask_second
from pipelines.html.page import FIRST, THEN, keep_segments, ledger_of, prune
from pipelines.html.places import words_of
from pipelines.html.tree import parse
from pipelines.html.weigh import Thresholds, candidates, thresholds_of, weigh_blocks
from pipelines.metadata import read_metadata
from pipelines.page_type import page_type_of

MODEL = Path(__file__).resolve().parent.parent / "pipelines" / "html" / "model.json"
CORPORA = ("wcxb-dev", "tails-wcxb-dev", "talk-wcxb-dev")
PENALTY = 0.3
"""Inverse strength of the ridge, scikit-learn's C."""
LEAST_PAGES = 8
"""Pages on which a phrase must be true to have a weight."""
LONGEST = 80
"""Words of a block above which it counts no more."""
ADDED = 2
"""Words added to each block's weight: a line of one word is a mistake, too."""
PAGE_POWER = 0.7
"""A page of n words counts as n to the power of one less this: between each page alike and each word alike."""
CUELESS_WEIGHT = 0.5
OTHER_TYPES = 0.3
"""Weight of pages that are no article: the archive is one of articles."""
SMALLEST_WEIGHT = 0.01
"""Weights below are left out of the file."""
IN_GOLD = 0.5
"""Share of a block's letters that the gold must hold for the block to be the article's."""
NOTICEABLE = 0.01
"""Difference in a page's F1 from which it counts as better or worse."""
REPORT = """# The model of HTML blocks: figures

Written by `python benchmarks/train_html.py --report benchmarks/html-report.md`; do not edit.

{pages} pages, {folds} folds over domains: each page is judged by a model that has seen no page of its domain. {phrases} phrases,
four logistic regressions. "Before" is the text after all steps above the model's, "with the model" after it; steps that
follow (a forum's posts, a product's description) are not in these figures. Pages better / worse: by more than .01 of F1.

Thresholds differ by what a page is taken for (pipelines/html/weigh.py); they were chosen on these scores, so the figures of
small groups flatter them. Tried and left: boosted trees on the same phrases; boosted trees that also see the scores of neighbours and
the page's sums (they learn which pages have a partial gold); bringing back the standfirst below the headline.

| pages | | F1 | precision | recall | shingle | found | leaked | tail | better / worse |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{table}
"""


@dataclass(slots=True)
class Example:
    """One page up to the model's step: what the model is asked about, and the right answers."""

    page: Mapping[str, Any]
    corpus: str
    fold: int
    ledger: Ledger
    thresholds: Thresholds
    at: list[int]
    classes: list[str]
    phrases: list[list[str]]
    labels: list[bool]


def read_examples(names: Sequence[str], step: int, folds: int) -> Iterator[Example]:
    """Every `step`th page of the corpora, read and cleaned up to the model."""
    for corpus in corpora():
        for page in corpus.pages(step) if corpus.name in names else ():
            ledger = cleaned_before(page)
            if ledger is not None:
                yield example_of(page, corpus.name, folds, ledger)


def cleaned_before(page: Mapping[str, Any]) -> Ledger | None:
    """A page's ledger after all steps before the model's; None where the page has no element."""
    url = page.get("url") or None
    root = parse(page["html"]).root
    if root is None:
        return None
    metadata, blocks = read_metadata(root, url), read_page(root)
    ledger = ledger_of(blocks, metadata, page_type_of(blocks, metadata, url), url)
    for step in FIRST:
        step(ledger)
    prune(ledger)
    ask_second(ledger, page["html"])
    keep_segments(ledger, kept_segments(root, url))
    ask_others(ledger, root)
    for step in takewhile(lambda step: step is not weigh_blocks, THEN):
        step(ledger)
    return ledger


def example_of(page: Mapping[str, Any], corpus: str, folds: int, ledger: Ledger) -> Example:
    """A page's blocks as the model sees them, and which of them are in the gold."""
    at = list(candidates(ledger))
    around = Surroundings(ledger)
    shares = coverage(ledger.keys, [line for line in page["gold"]["text"].split("\n") if line.strip()])
    return Example(
        page={key: page[key] for key in ("id", "type", "gold")},
        corpus=corpus,
        fold=crc32(domain_of(page).encode()) % folds,
        ledger=ledger,
        thresholds=thresholds_of(around),
        at=at,
        classes=[verdict_class(kept=ledger.kept[i], prose=ledger.page.running[i]) for i in at],
        phrases=[features_of(i, around) for i in at],
        labels=[shares[i] >= IN_GOLD for i in at],
    )


def domain_of(page: Mapping[str, Any]) -> str:
    """The last two parts of the host, three where the last two are short: what a fold keeps together."""
    parts = (urlsplit(page.get("url") or "").hostname or str(page["id"])).split(".")
    return ".".join(parts[-2:] if len(parts[-1]) > 2 or len(parts) < 3 else parts[-3:])


class Matrix:
    """The examples as rows of ones, by class."""

    def __init__(self, examples: Sequence[Example]) -> None:
        known: Counter[str] = Counter()
        for example in examples:
            known.update({phrase for phrases in example.phrases for phrase in phrases})
        self.names = {phrase: n for n, phrase in enumerate(sorted(p for p, c in known.items() if c >= LEAST_PAGES))}
        self.rows: defaultdict[str, list[list[int]]] = defaultdict(list)
        self.labels: defaultdict[str, list[bool]] = defaultdict(list)
        self.weights: defaultdict[str, list[float]] = defaultdict(list)
        self.folds: defaultdict[str, list[int]] = defaultdict(list)
        for example in examples:
            self._add(example)

    def _add(self, example: Example) -> None:
        size = max(50, len(words(example.page["gold"]["text"])))
        share = (1.0 if example.page["type"] == "article" else OTHER_TYPES) / size**PAGE_POWER
        for index, name, phrases, label in zip(
            example.at, example.classes, example.phrases, example.labels, strict=True
        ):
            weight = share * (min(words_of(example.ledger.page.blocks[index].text), LONGEST) + ADDED)
            for row, cut in ((phrases, 1.0), ([p for p in phrases if "says: " not in p], CUELESS_WEIGHT)):
                if cut == 1.0 or len(row) < len(phrases):
                    self.rows[name].append(sorted({self.names[p] for p in row if p in self.names}))
                    self.labels[name].append(label)
                    self.weights[name].append(weight * cut)
                    self.folds[name].append(example.fold)

    def fit(self, but_fold: int | None) -> BlockModel:
        """The weights from all folds but one."""
        return {name: self._fit(name, but_fold) for name in CLASSES}

    def _fit(self, name: str, but_fold: int | None) -> Weights:
        chosen = [i for i, fold in enumerate(self.folds[name]) if fold != but_fold]
        rows = [self.rows[name][i] for i in chosen]
        columns = np.fromiter((column for row in rows for column in row), "i4")
        ends = np.cumsum([0, *map(len, rows)])
        cells = csr_matrix((np.ones(len(columns), "f4"), columns, ends), shape=(len(rows), len(self.names)))
        weights = np.array([self.weights[name][i] for i in chosen])
        solver = LogisticRegression(C=PENALTY, max_iter=120)
        solver.fit(cells, np.array([self.labels[name][i] for i in chosen]), sample_weight=weights / weights.mean())
        found = zip(self.names, solver.coef_[0], strict=True)
        return Weights(
            round(float(solver.intercept_[0]), 4),
            {phrase: round(float(w), 4) for phrase, w in found if abs(w) >= SMALLEST_WEIGHT},
        )


def scores_of(example: Example, model: BlockModel) -> list[float]:
    """What the model says of each candidate."""
    return [model[name].score(row) for name, row in zip(example.classes, example.phrases, strict=True)]


def answer(example: Example, scores: Sequence[float], thresholds: Thresholds) -> Score:
    """The page's measures under these scores and thresholds."""
    kept, running = list(example.ledger.kept), example.ledger.page.running
    for index, value in zip(example.at, scores, strict=True):
        heading = example.ledger.page.blocks[index].role == "heading"
        kept[index] ^= thresholds.changes(value, kept=kept[index], prose=running[index], heading=heading)
    text = "\n\n".join(block.text for block, keep in zip(example.ledger.page.blocks, kept, strict=True) if keep)
    return score({**example.page["gold"], "title": None, "authors": None, "date": None}, {"text": text})


NO_MODEL = Thresholds(-99.0, -99.0, 99.0, 99.0)
SHOWN = ("f1", "precision", "recall", "shingle", "found", "leaked", "tail")


def groups_of(examples: Sequence[Example]) -> dict[str, list[int]]:
    """The rows of the table: each corpus, and the page types of the one that has several."""
    groups: dict[str, list[int]] = {}
    for n, example in enumerate(examples):
        groups.setdefault(example.corpus, []).append(n)
        if example.corpus == CORPORA[0]:
            groups.setdefault(f"{example.corpus}/{example.page['type']}", []).append(n)
    return dict(sorted(groups.items()))


def table(examples: Sequence[Example], scores: Sequence[Sequence[float]]) -> str:
    """Each group without the model and with it, and how many pages differ by more than a hundredth."""
    before = [answer(example, said, NO_MODEL) for example, said in zip(examples, scores, strict=True)]
    after = [answer(example, said, example.thresholds) for example, said in zip(examples, scores, strict=True)]
    lines = []
    for group, members in groups_of(examples).items():
        steps = [(after[n].f1 or 0) - (before[n].f1 or 0) for n in members]
        told = f"{sum(s > NOTICEABLE for s in steps)} / {sum(s < -NOTICEABLE for s in steps)}"
        for label, rows, differ in (("before", before, ""), ("with the model", after, told)):
            means = mean([rows[n] for n in members])
            cells = [getattr(means, name) for name in SHOWN]
            shown = " | ".join("" if cell is None else f"{cell:.4f}" for cell in cells)
            lines.append(f"| {group} ({len(members)}) | {label} | {shown} | {differ} |")
    return "\n".join(lines)


def as_json(model: BlockModel) -> str:
    stored = {name: {"bias": model[name].bias, "weights": model[name].phrases} for name in CLASSES}
    return json.dumps(stored, indent=0, ensure_ascii=False) + "\n"


def train(examples: Sequence[Example], folds: int) -> tuple[BlockModel, str]:
    """The model trained on all pages, and the report measured by folds."""
    matrix = Matrix(examples)
    models = [matrix.fit(fold) for fold in range(folds)]
    scores = [scores_of(example, models[example.fold]) for example in examples]
    report = REPORT.format(pages=len(examples), folds=folds, phrases=len(matrix.names), table=table(examples, scores))
    return matrix.fit(None), report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--step", type=int, default=1, help="only every so many pages")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--report", type=Path)
    args = parser.parse_args()
    examples = list(read_examples(CORPORA, args.step, args.folds))
    model, report = train(examples, args.folds)
    MODEL.write_text(as_json(model), encoding="utf-8")
    print(report)
    if args.report:
        args.report.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
