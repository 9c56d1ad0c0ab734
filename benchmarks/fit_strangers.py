"""Fit the model that tells a second story in a dump's text, by folds over domains, and write its weights.

    python benchmarks/fit_strangers.py DUMPS.jsonl.xz [--limit N] [--folds 5] [--write]

Every page gives its article's own headings, made headings between its own paragraphs (with rows of dashes, with a day, without),
and stories of other domains set below it behind made heads of many kinds: none of this says in words what follows.
"""

from __future__ import annotations

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from dump_pages import Page, cut_short, disguise, hide_cues, read_pages
from story_fit import Row, by_folds, report, table, write

import pipelines.dump
from pipelines.cues import cues_in
from pipelines.dump.lines import Line
from pipelines.dump.measure import CUE_SIGNS, measure
from pipelines.dump.partings import Partings
from pipelines.dump.strangers import FILE, KIND

SEED = 20261130
_PAGES: list[Page] = []
OWN_WORDS = 100.0
"""What a heading of the article's own weighs, as words of a story."""


class Made(NamedTuple):
    """A line of a made dump: whether it is the article's, and whether the other story's."""

    text: str
    own: bool = False
    other: bool = False
    blank: bool = True
    """A blank line stands above."""


LABELS = (
    "À lire ensuite", "Articolo successivo", "下一篇", "Sonraki haber", "Next", "Up next", "Nächster Artikel",
    "Следующая новость", "المقال التالي", "Neste", "Ook interessant", "हमारे संग्रह से", "Z archiwum", "Seuraava",
    "Ранее", "More", "Kolejny", "다음 글", "関連記事", "Också i dag",
)  # fmt: skip
SEPARATORS = ("---", "* * *", "===", "***", "_____", "- - -", "•")
NAMES = (
    "Ruth Idle", "Constance Adeyemi", "Jean-Luc Marchal", "Ана Кирова", "Ayşe Yıldız", "Miguel Ortega", "Ola Lindqvist",
    "Marta Nowak", "فاطمة الزهراء", "Σοφία Παππά", "陈立", "田中 花", "Priya Nair", "Tomás Ribeiro", "Katja Meier",
)  # fmt: skip
BY = ("By", "Von", "Par", "Por", "di", "Автор:", "by", "Text:", "Door", "Av", "")
DAYS = ("13 May 2024", "2024-05-13", "13.05.2024", "May 13, 2024", "13/05/2024 08:30", "13 mai 2024", "13 мая 2024", "5 Haziran 2021",
        "Monday, 13 May 2024", "2019-04-16 18:20", "29 janvier 2008", "17 giugno 2013", "13 Mayıs 2024", "2024年5月13日", "Oct. 3, 2018")  # fmt: skip


def _sign(chance: random.Random) -> list[str]:
    """Who and when, in one line, two or none."""
    name, day = f"{chance.choice(BY)} {chance.choice(NAMES)}".strip(), chance.choice(DAYS)
    glue = chance.choice((" | ", ", ", " - ", " · ", " – "))
    return chance.choice(
        ([], [], [], [name], [day], [name, day], [day, name], [name + glue + day], [day + glue + name])
    )


def _first_sentence(text: str) -> str:
    end = text.find(". ")
    return text[: end + 1] if 20 < end < 200 else text[:120].rsplit(" ", 1)[0] + "."


def _article(page: Page) -> list[Made]:
    numbers = [line.number for line in page.lines]
    return [
        Made(line.text, own=flag, blank=at == 0 or numbers[at] - numbers[at - 1] > 1)
        for at, (line, flag) in enumerate(zip(page.lines, page.labels, strict=True))
    ]


def strange(page: Page, chance: random.Random) -> tuple[list[Made], str] | None:
    """Another story below the article, in the page's own blank lines."""
    other = chance.choice(_PAGES)
    body = [line.text for line, flag in zip(other.lines, other.labels, strict=True) if flag]
    if other.domain == page.domain or not other.title or len(body) < 2:
        return None
    rows = _article(page)
    end = max(at for at, row in enumerate(rows) if row.own) + 1
    if chance.random() < 0.15:  # the story is announced among the paragraphs
        rows.insert(chance.randint(max(0, end - 6), end), Made(f"{chance.choice(LABELS)}: {other.title}"))
        end = max(at for at, row in enumerate(rows) if row.own) + 1
    frame = chance.choice((0, 0, 0, 1, 3, 8))
    over = [chance.choice(LABELS)] if chance.random() < 0.3 else []
    over += [chance.choice(SEPARATORS)] if chance.random() < 0.15 else []
    first = next(at for at, flag in enumerate(other.labels) if flag)
    near = [line.text for line in other.lines[max(0, first - chance.randint(1, 4)) : first] if line.text != other.title]
    signed = near if chance.random() < 0.2 else _sign(chance)
    standfirst = [_first_sentence(chance.choice(body))] if chance.random() < 0.15 else []
    told = body[: chance.randint(2, 40)] if chance.random() < 0.6 else body
    blank = chance.random() < 0.7
    made = [Made(text, blank=blank) for text in (*over, other.title, *standfirst, *signed)]
    made += [Made(text, other=True, blank=blank) for text in told]
    kind = "bare" if not (over or signed or standfirst or frame) else "signed" if signed else "labelled"
    return rows[: end + frame] + made + rows[end + frame :], kind


def parted(page: Page, chance: random.Random) -> list[Made]:
    """The article's own paragraphs below made headings."""
    rows = _article(page)
    own = [at for at, row in enumerate(rows) if row.own]
    dated = chance.random() < 0.3
    places = set(chance.sample(own[1:], min(len(own) - 1, chance.randint(1, 3)))) if len(own) > 3 else set()
    found: list[Made] = []
    for at, row in enumerate(rows):
        if at in places:
            words = chance.choice([rows[i].text for i in own if i >= at][:6]).split()
            start = chance.randint(0, max(0, len(words) - 8))
            head = " ".join(words[start : start + chance.randint(2, 8)]).strip(".,;:!?")
            found += [Made(chance.choice(SEPARATORS))] if chance.random() < 0.25 else []
            found += [Made(head[:1].upper() + head[1:])] if head else []
            found += [Made(text) for text in _sign(chance)] if dated else []
        found.append(row)
    return found


def rows_of(page: Page, made: list[Made], kind: str, way: str, chance: random.Random) -> list[Row]:
    """The places of one made dump, in a script and with the cues that chance gives it."""
    number, lines = 0, []
    for row in made:
        number += 1 + row.blank
        lines.append(Line(number, row.text))
    labels = tuple(row.own or row.other for row in made)
    changed = replace(
        page, lines=tuple(lines), labels=labels, cues=tuple(cues_in(line.text[:CUE_SIGNS]) for line in lines)
    )
    if way != "as it is":
        changed = disguise(changed, way, chance)
    changed = hide_cues(changed, chance, chance.choice((0.0, 0.5, 1.0)))
    measured = measure(changed.lines, changed.cues)
    first = labels.index(True)
    title = next((at for at in range(first - 1, -1, -1) if made[at].text == page.title), None)
    found = []
    for parting, features in Partings(measured, labels, title if chance.random() < 0.8 else None).found():
        over, below = made[parting.above], made[parting.below]
        if below.other and over.own and not any(row.other for row in made[: parting.below]):
            told = sum(m.size for m, row in zip(measured, made, strict=True) if row.other)
            found.append(Row(features, foreign=True, domain=page.domain, kind=kind, words=told))
        elif below.own and over.own:
            found.append(Row(features, foreign=False, domain=page.domain, kind=f"own {kind}", words=OWN_WORDS))
    return found


def rows(number: int) -> list[Row]:
    """All rows of one page."""
    page = _PAGES[number]
    chance = random.Random(SEED + crc32(page.name.encode()))
    if not any(page.labels):
        return []
    ways = ("as it is", "as it is", "caseless", "spaceless", "long words")
    found = [
        row
        for way in ("as it is", chance.choice(ways[2:]))
        for row in rows_of(page, _article(page), "as it is", way, chance)
    ]
    for _ in range(2):
        found += rows_of(page, parted(page, chance), "parted", chance.choice(ways), chance)
    for turn in range(5):
        short = cut_short(page, chance) if turn % 2 else page
        changed = strange(short, chance) if any(short.labels) else None
        if changed:
            found += [row for row in rows_of(short, *changed, chance.choice(ways), chance) if row.foreign]
    return found


THRESHOLDS = (0.0, 1.0, 1.5, 2.0, 3.0, 4.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the weights of all rows")
    given = parser.parse_args()
    _PAGES.extend(read_pages(given.corpus, given.limit))
    with ProcessPoolExecutor(2) as workers:
        found = table(
            [row for some in workers.map(rows, range(len(_PAGES)), chunksize=4) for row in some],
            given.folds,
            false_cut=2.0,
        )
    print(report(found, by_folds(found, given.folds, KIND), THRESHOLDS, "own headings"), flush=True)
    if given.write:
        write(found, KIND, Path(pipelines.dump.__file__).parent / FILE)


if __name__ == "__main__":
    main()
