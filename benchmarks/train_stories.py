"""Train the model that tells other stories on a page, by folds over domains, and write its weights.

    python benchmarks/train_stories.py CORPUS.jsonl.xz [--limit N] [--folds 5] [--report FILE] [--write]

Every page gives what its own headings begin (parts of the article: not to be cut), the same parts set in made boxes, and
stories of other domains set into it in made markup: below the article, beside its paragraphs, among them, above its headline. Nothing
of the markup is that of a page of any corpus.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from zlib import crc32

from lxml.html import HtmlElement
from story_fit import Row, by_folds, report, table, write
from story_pages import Maker, Sample, divide, part_all, samples, strange

import pipelines.html
from pipelines.html.align import letters
from pipelines.html.blocks import read_page
from pipelines.html.places import Page
from pipelines.html.story_evidence import Evidence
from pipelines.html.story_model import FILE, KIND
from pipelines.html.tree import parse
from pipelines.metadata import read_metadata
from pipelines.sides import telling_of
from pipelines.story_words import STEM, stems_of
from pipelines.words import words_in

SEED = 20240601


def inflected(rng: random.Random) -> Callable[[str], Collection[str]]:
    """Words that often come in another form, as in languages that inflect at both ends."""

    def read(text: str) -> Collection[str]:
        return dict.fromkeys(
            word + (str(rng.randint(1, 3)) if rng.random() < INFLECTED else "") for word in stems_of(text)
        )

    return read


INFLECTED = 0.35


def with_stopwords(text: str) -> Collection[str]:
    """Common words left among the others, as in a language that no list of them is of."""
    return dict.fromkeys(word[:STEM] for word in telling_of(text))


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
    reader = rng.choices((stems_of, with_stopwords, inflected(rng), signs_of), (3, 2, 3, 2))[0]
    evidence = Evidence(page, metadata.title or sample.title, words_of_text=reader)
    own = letters(" ".join(sample.paragraphs))
    foreign = letters(" ".join(other.paragraphs)) if other else ""
    made: list[Row] = []
    for c in evidence.candidates():
        texts = [page.blocks[i].text for i in range(c.headline + 1, c.last) if evidence.runs[i]]
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
THRESHOLDS = (0.0, 0.7, 1.2, 2.0, 3.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all rows")
    given = parser.parse_args()
    rows = table(collect(given.corpus, given.limit), given.folds, false_cut=1.0)
    text = report(rows, by_folds(rows, given.folds, KIND), THRESHOLDS, "own parts")
    print(text, flush=True)
    if given.report:
        below = given.report.read_text(encoding="utf-8").partition(BELOW)[2] if given.report.exists() else ""
        given.report.write_text(HEAD + text + BELOW + below, encoding="utf-8")
    if given.write:
        write(rows, KIND, Path(pipelines.html.__file__).parent / FILE)


if __name__ == "__main__":
    main()
