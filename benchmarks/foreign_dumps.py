"""Dumps of invented news sites in twelve languages: how the dump cleaner fares where nothing of it was trained.

    python benchmarks/foreign_dumps.py [--worst 5]

Four templates, as sites and savers differ: a plain page; a crowded one with menus, captions and advertisements inside
the text; one followed by the openings of other stories; one with a thread of comments. Each in the long and the short
form, blank lines between paragraphs or not. Figures say how the model bears languages, not how good it is on news.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

from dump_pages import f1, words
from foreign_words import LANGUAGES

from pipelines.dump import clean_dump
from pipelines.types import Rules

SEED = 7
ROUNDS = 4


@dataclass(frozen=True)
class Made:
    """One invented dump."""

    language: str
    template: str
    text: str
    gold: str


@dataclass(frozen=True)
class Site:
    """The words of one language, taken apart."""

    news: list[str]
    title: str
    heads: list[str]
    menu: list[str]
    ui: list[str]
    by: str
    date: str
    joint: str


def site_of(language: str) -> Site:
    w = LANGUAGES[language]
    parts = {key: w[key].split("/") for key in ("news", "heads", "menu", "ui")}
    return Site(**parts, title=w["title"], by=w["by"], date=w["date"], joint="" if language in {"ja", "zh"} else " ")


def paragraphs(site: Site, chance: random.Random, count: int) -> list[str]:
    """So many different paragraphs of one to three sentences."""
    made: dict[str, None] = {}
    while len(made) < count:
        size = chance.choice((1, 1, 2, 2, 3)) if len(made) < len(site.news) // 2 else chance.choice((2, 3))
        made[site.joint.join(chance.sample(site.news, size))] = None
    return list(made)


def plain(site: Site, body: list[str], _: random.Random) -> list[str]:
    share, comments, _reply, related, letter, _ad, rights, tags = site.ui
    return [
        *site.menu,
        site.title,
        site.by,
        site.date,
        *body,
        tags,
        *site.menu[1:3],
        share,
        "Facebook",
        related,
        *site.heads,
        letter,
        comments,
        rights,
    ]


def crowded(site: Site, body: list[str], chance: random.Random) -> list[str]:
    share, _, _, related, letter, ad, rights, _ = site.ui
    caption = f"{chance.choice(site.news)} (AFP)"
    inside = [line for at, part in enumerate(body) for line in ((part, ad) if at % 3 == 1 else (part,))]
    top = [*site.menu, *site.heads, site.menu[1], site.title, caption, site.date, share, "Facebook", "X", "WhatsApp"]
    return [*top, *inside, related, *site.heads[::-1], letter, *site.menu * 2, rights]


def followed(site: Site, body: list[str], chance: random.Random) -> list[str]:
    share, _, _, related, _, _, rights, _ = site.ui
    stories = [
        line
        for head in chance.sample(site.heads, 3)
        for line in (site.menu[2], head, site.date, chance.choice(site.news), chance.choice(site.news))
    ]
    return [
        site.menu[1],
        site.title,
        site.by,
        site.date,
        *body,
        share,
        "Facebook",
        "Telegram",
        related,
        *stories,
        rights,
    ]


def talked(site: Site, body: list[str], chance: random.Random) -> list[str]:
    share, comments, reply, _, _, _, rights, _ = site.ui
    thread = [
        line for name in ("Nour 77", "K. M.", "Anna B") for line in (name, site.date, chance.choice(site.news), reply)
    ]
    return [site.menu[1], site.title, site.date, *body, share, f"3 {comments}", *thread, *site.menu, rights]


TEMPLATES = {"plain": plain, "crowded": crowded, "followed": followed, "talked": talked}


def dumps() -> Iterator[Made]:
    """All languages, templates and forms."""
    chance = random.Random(SEED)
    for language in LANGUAGES:
        site = site_of(language)
        for name, template in TEMPLATES.items():
            for turn in range(ROUNDS):
                body = paragraphs(site, chance, chance.randint(7, 14) if turn % 2 else chance.randint(3, 6))
                text = ("\n\n" if turn < 2 else "\n").join(template(site, body, chance))
                yield Made(language, name, text, "\n\n".join(body))


def measured() -> list[tuple[Made, tuple[float, float, float]]]:
    """Each dump with its F1, precision and recall."""
    return [(made, f1(words(clean_dump(made.text, Rules(), None).text), words(made.gold))) for made in dumps()]


def table(rows: list[tuple[Made, tuple[float, float, float]]]) -> str:
    """Mean F1 by language and template."""
    lines = ["| language | " + " | ".join(TEMPLATES) + " | all |", "| --- |" + " ---: |" * (len(TEMPLATES) + 1)]
    for language in (*LANGUAGES, "all"):
        mine = [(made.template, row[0]) for made, row in rows if language in (made.language, "all")]
        cells = [mean(score for template, score in mine if template == name) for name in TEMPLATES]
        lines.append(
            f"| {language} | " + " | ".join(f"{cell:.3f}" for cell in (*cells, mean(score for _, score in mine))) + " |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    rows = measured()
    print(table(rows))
    for made, (score, p, r) in sorted(rows, key=lambda row: row[1][0])[: args.worst]:
        print(f"\n{made.language} {made.template} F1 {score:.2f} P {p:.2f} R {r:.2f}")
        for block in clean_dump(made.text, Rules(), None).blocks:
            print("  ", "+" if block.kept else "-", block.reason or "", block.text[:60], "|", block.evidence)


if __name__ == "__main__":
    main()
