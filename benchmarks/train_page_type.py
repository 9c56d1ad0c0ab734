"""Train the model of page types by folds over domains; print its confusion, write its weights.

    python benchmarks/train_page_type.py CORPUS.jsonl.xz [--folds 5] [--report benchmarks/page-types.md] [--write]

A multinomial logistic regression (scikit-learn) over the signs of pipelines.page_type.signs. Every page of the printed
table is judged by a model that has seen no page of its domain; the shipped weights are trained on all of them. Each type
counts alike: the archive's pages are articles nearly all, a corpus of types is not. Pages are read a second time without
their addresses, because saved pages often have none.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipelines.html.blocks import read_page
from pipelines.html.tree import parse
from pipelines.metadata import read_metadata
from pipelines.page_type import LISTS, likeliest, probabilities
from pipelines.page_type.signs import Signs, signs_of
from pipelines.quality import SURE

PENALTY = 0.3
"""Inverse strength of the ridge, scikit-learn's C."""
ARTICLE_WEIGHT = 2.0
"""An article taken for something else costs more than the other way round."""
SMALLEST_WEIGHT = 0.03
NAMELESS_WEIGHT = 0.3
"""Of the reading without an address, beside 1 for the one with it."""
MODEL = Path(__file__).parent.parent / "pipelines" / "page_type" / "model.json"
REPORT = """# Page types: figures

Written by `python benchmarks/train_page_type.py CORPUS --report benchmarks/page-types.md`; do not edit.

{pages} pages of WCXB's development set, {folds} folds by domain: each page is judged by a model that has seen no page of its
domain. {right:.1%} right, {nameless:.1%} where the address is not known. Rows are the corpus's types, columns ours.

{table}

Called a list of other pages with a probability of at least {rejected}: {counts}.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of one page."""

    signs: Signs
    kind: str
    domain: str
    weight: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all pages")
    args = parser.parse_args()
    samples = list(read_samples(args.corpus))
    report = judged_by_folds(samples, args.folds)
    print(report)
    if args.report:
        args.report.write_text(report, encoding="utf-8")
    if args.write:
        MODEL.write_text(json.dumps({"weights": train(samples)}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_samples(corpus: Path) -> Iterator[Sample]:
    """Each page with its address and without."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for number, page in enumerate(map(json.loads, lines)):
            tree = parse(page["html"])
            if tree.root is None:
                continue
            blocks = read_page(tree.root)
            for url, weight in ((page["url"], 1.0), (None, NAMELESS_WEIGHT)):
                signs = signs_of(blocks, read_metadata(tree.root, url), url)
                domain = urlsplit(page["url"] or "").hostname or str(number)
                yield Sample(signs, page["type"], domain.removeprefix("www."), weight)


def train(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Type -> sign -> weight."""
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([sample.signs for sample in samples])
    kinds = [sample.kind for sample in samples]
    counts = Counter(kinds)
    share = {kind: (len(kinds) / len(counts) / n) ** 0.5 for kind, n in counts.items()}
    share["article"] *= ARTICLE_WEIGHT
    weights = np.array([sample.weight * share[sample.kind] for sample in samples])
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(rows, kinds, sample_weight=weights)
    names = vectorizer.get_feature_names_out()
    return {
        str(kind): {"bias": round(float(bias), 3)}
        | {str(n): round(float(w), 3) for n, w in zip(names, of, strict=True) if abs(w) >= SMALLEST_WEIGHT}
        for kind, bias, of in zip(model.classes_, model.intercept_, model.coef_, strict=True)
    }


def judged_by_folds(samples: list[Sample], folds: int) -> str:
    """The report on pages that the model of their fold has not seen."""
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    nameless, lists = [], Counter[str]()
    for fold in range(folds):
        held = [s for s in samples if crc32(s.domain.encode()) % folds == fold]
        weights = train([s for s in samples if crc32(s.domain.encode()) % folds != fold])
        for sample in held:
            shares = probabilities(sample.signs, weights)
            best, sure = likeliest(shares)
            if sample.weight < 1:
                nameless.append(best == sample.kind)
                continue
            confusion[sample.kind][best] += 1
            lists[sample.kind] += best in LISTS and sure >= SURE
    right = sum(row[kind] for kind, row in confusion.items())
    total = sum(row.total() for row in confusion.values())
    kinds = sorted(confusion)
    table = ["| | " + " | ".join(kinds) + " |", "| --- |" + " ---: |" * len(kinds)]
    table += [f"| {kind} | " + " | ".join(str(confusion[kind][k]) for k in kinds) + " |" for kind in kinds]
    counts = ", ".join(f"{n} of {confusion[kind].total()} {kind}" for kind, n in lists.most_common())
    return REPORT.format(
        pages=total, folds=folds, right=right / total, nameless=sum(nameless) / len(nameless), table="\n".join(table),
        rejected=SURE, counts=counts,
    )  # fmt: skip


if __name__ == "__main__":
    main()
