"""Train the model that tells other stories on a page, by folds over domains, and write its weights.

    python benchmarks/train_stories.py CORPUS.jsonl.xz [--limit N] [--folds 5] [--report FILE] [--write]

Every page gives what its own headings begin (parts of the article: not to be cut), the same parts set in made boxes, and
stories of other domains set into it in made markup: below the article, beside its paragraphs, among them, above its headline. Nothing
of the markup is that of a page of any corpus.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from grow_trees import grow
from lxml.html import HtmlElement
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from story_pages import Maker, Sample, divide, part_all, samples, strange

import pipelines.html
from pipelines.dump.trees import forests
from pipelines.html.align import letters
from pipelines.html.blocks import read_page
from pipelines.html.places import Page
from pipelines.html.story_evidence import Evidence
from pipelines.html.story_model import KIND
from pipelines.html.tree import parse
from pipelines.metadata import read_metadata
from pipelines.story_words import stems_of
from pipelines.words import words_in

SEED = 20240601


class Row(NamedTuple):
    """One candidate: what speaks for it, whether it is another story, and where it is from."""

    features: dict[str, float]
    foreign: bool
    domain: str
    kind: str
    words: int


def inflected(rng: random.Random) -> Callable[[str], Collection[str]]:
    """Words that often come in another form, as in languages that inflect at both ends."""

    def read(text: str) -> Collection[str]:
        return dict.fromkeys(
            word + (str(rng.randint(1, 3)) if rng.random() < INFLECTED else "") for word in stems_of(text)
        )

    return read


INFLECTED = 0.35


def signs_of(text: str) -> Collection[str]:
    """As pairs of signs: every word is one or two of some hundreds."""
    signs = "".join(
        chr(0x4E00 + crc32(f"{word}{n}".encode()) % 900)
        for word in words_in(text)
        for n in range(1 + (len(word) > SHORT_WORD))
    )
    return stems_of(signs)


SHORT_WORD = 4
NEARLY_ALL, MOSTLY = 0.8, 0.6
"""Share of the words below a headline that must be the other story's, or the article's, to count as such."""


def rows_of(tree: HtmlElement, sample: Sample, other: Sample | None, kind: str, rng: random.Random) -> list[Row]:
    metadata = read_metadata(tree, sample.url)
    page: Page = read_page(tree)
    reader = rng.choices((stems_of, inflected(rng), signs_of), (5, 3, 2))[0]
    evidence = Evidence(page, metadata.title or sample.title, words_of_text=reader)
    own = letters(" ".join(sample.paragraphs))
    foreign = letters(" ".join(other.paragraphs)) if other else ""
    made: list[Row] = []
    for c in evidence.candidates():
        texts = [page.blocks[i].text for i in range(c.headline + 1, c.last) if page.running[i]]
        words = sum(len(t.split()) for t in texts)
        is_own = sum(len(t.split()) for t in texts if letters(t) in own) / max(1, words)
        is_other = sum(len(t.split()) for t in texts if foreign and letters(t) in foreign) / max(1, words)
        head = letters(page.blocks[c.headline].text)
        foreign_row = other is not None and is_other >= NEARLY_ALL and head == letters(other.title)
        if foreign_row or (other is None and is_own >= MOSTLY):
            made.append(Row(evidence.features(c), foreign_row, sample.domain, kind, words))
    return made


_POOL: list[Sample] = []
STRANGE, PARTED = 4, 2
"""Times a page is made into one with another story, and into one with a part set in a box."""
SHORTEST = 4
"""Paragraphs that a cut article keeps at least."""


def rows(number: int) -> list[Row]:
    """All rows of one page."""
    sample = _POOL[number]
    rng = random.Random(SEED + crc32(sample.id.encode()))
    tree = parse(sample.html).root
    made = rows_of(tree, sample, None, "as it is", rng) if tree is not None else []
    if not Maker(sample, rng).usable:
        return made
    for time in range(STRANGE):
        made += _with_story(sample, rng, cut=bool(time % 2))
    for time in range(PARTED):
        maker = Maker(sample, rng)
        if time:
            maker.cut(rng.randint(SHORTEST, min(14, len(maker.own))))
            made += rows_of(maker.tree, sample, None, "cut", rng)
        if maker.usable and divide(maker):
            made += rows_of(maker.tree, sample, None, "parted", rng)
    maker = Maker(sample, rng)
    return made + (rows_of(maker.tree, sample, None, "parted whole", rng) if part_all(maker) else [])


def _with_story(sample: Sample, rng: random.Random, *, cut: bool) -> list[Row]:
    other = rng.choice(_POOL)
    if other.domain == sample.domain or not other.title:
        return []
    maker = Maker(sample, rng)
    if cut:
        maker.cut(rng.randint(SHORTEST, min(9, len(maker.own))))
    return rows_of(maker.tree, sample, other, strange(maker, other), rng)


def collect(path: Path, limit: int | None) -> list[Row]:
    _POOL.extend(list(samples(path))[:limit])
    with ProcessPoolExecutor(2) as workers:
        return [row for some in workers.map(rows, range(len(_POOL)), chunksize=4) for row in some]


HEAD = """# The model of other stories: figures

Written by `python benchmarks/train_stories.py CORPUS --report benchmarks/story-report.md --write` but for the text below the table.
Folds by domain: every candidate is judged by a model that has seen no page of its domain. Share of candidates that are cut, by threshold
(log odds; pipelines/html/weighed_stories.py says which is used):

"""
BELOW = "\nWhat a candidate is: "
"""Begins the text below the table, which is written by hand."""
FEW_ROWS = {"min_child_samples": 30, "feature_fraction": 0.6, "bagging_fraction": 0.8}
"""For trees on some thousand rows."""
PENALTY = 0.3
THRESHOLDS = (0.0, 1.0, 1.5, 2.0, 3.0)
SHORT, LONG = 20, 600
"""Words of a story between which its weight grows."""
FALSE_CUT = 2.0
"""How much heavier parts of articles weigh than stories."""


class Table(NamedTuple):
    """All rows as arrays."""

    names: list[str]
    values: np.ndarray
    foreign: np.ndarray
    weights: np.ndarray
    folds: np.ndarray
    kinds: np.ndarray


def table(found: list[Row], folds: int) -> Table:
    names = sorted(found[0].features)
    foreign = np.array([row.foreign for row in found])
    weights = np.sqrt([min(LONG, max(SHORT, row.words)) for row in found])
    weights[~foreign] *= FALSE_CUT * weights[foreign].sum() / weights[~foreign].sum()
    return Table(
        names,
        np.array([[row.features[name] for name in names] for row in found]),
        foreign,
        weights / weights.mean(),
        np.array([crc32(row.domain.encode()) % folds for row in found]),
        np.array([row.kind for row in found]),
    )


def fit(rows: Table, some: np.ndarray) -> dict[str, Any]:
    """The model of some rows, as it is stored."""
    values, foreign, weights = rows.values[some], rows.foreign[some], rows.weights[some]
    scale = StandardScaler().fit(values)
    fitted = LogisticRegression(C=PENALTY, max_iter=3000).fit(scale.transform(values), foreign, sample_weight=weights)
    raw = fitted.coef_[0] / scale.scale_
    bias = float(fitted.intercept_[0] - raw @ scale.mean_)
    names = [(KIND, name) for name in rows.names]
    trees = grow((csr_matrix(values), foreign, weights), values @ raw + bias, names, **FEW_ROWS)
    rounded = {name: round(float(value), 4) for name, value in zip(rows.names, raw, strict=True)}
    return {"weights": rounded, "bias": round(bias, 4), "trees": {KIND: trees}}


def scores(model: Mapping[str, Any], rows: Table, some: np.ndarray) -> np.ndarray:
    """What a stored model says of some rows."""
    values = rows.values[some]
    linear = values @ np.array([model["weights"][name] for name in rows.names]) + model["bias"]
    forest = forests(json.loads(json.dumps(model["trees"])))[KIND]
    return linear + np.array(forest.of([KIND], [[dict(zip(rows.names, row, strict=True))] for row in values.tolist()]))


def report(rows: Table, scored: np.ndarray) -> str:
    """Share of each kind of candidate that is cut, by threshold."""
    lines = ["| cut from | " + " | ".join(f"{t:g}" for t in THRESHOLDS) + " |", "| --- |" + " ---: |" * len(THRESHOLDS)]
    for foreign in (True, False):
        for kind in sorted(set(rows.kinds[rows.foreign == foreign])):
            some = scored[(rows.kinds == kind) & (rows.foreign == foreign)]
            shares = " | ".join(f"{(some >= t).mean():.3f}" for t in THRESHOLDS)
            lines.append(f"| {'stories' if foreign else 'own parts'}, {kind} ({len(some)}) | {shares} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all rows")
    given = parser.parse_args()
    rows = table(collect(given.corpus, given.limit), given.folds)
    scored = np.zeros(len(rows.foreign))
    for fold in range(given.folds):
        out = rows.folds == fold
        scored[out] = scores(fit(rows, ~out), rows, out)
    text = report(rows, scored)
    print(text, flush=True)
    if given.report:
        below = given.report.read_text(encoding="utf-8").partition(BELOW)[2] if given.report.exists() else ""
        given.report.write_text(HEAD + text + BELOW + below, encoding="utf-8")
    if given.write:
        model = fit(rows, np.ones(len(rows.foreign), dtype=bool))
        stored = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
        (Path(pipelines.html.__file__).parent / "story_model.json").write_text(stored + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
