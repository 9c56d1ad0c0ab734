"""Dumps of invented news sites in 27 languages: how the dump cleaner fares where nothing of it was trained.

    python benchmarks/foreign_dumps.py [--worst 5]

Templates, as sites and savers differ: a plain page; a crowded one with menus, captions and advertisements inside the
text; one followed by the openings of other stories; one with a thread of comments. Fifteen languages have four harder
ones: share lines and related stories in the middle of the text; paragraphs that end without a full stop; an unrelated
story below that is longer than the article; a thread of readers who write sentences; nothing but the text. Each in a
long and a short form, blank lines between paragraphs or not. Figures say how the model bears languages, not how good
it is on news.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

import foreign_tails
import foreign_words
from dump_pages import f1, words

from pipelines.dump import clean_dump
from pipelines.types import Rules

LANGUAGES = foreign_words.LANGUAGES | foreign_tails.LANGUAGES
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
    other: list[str]
    """Headline and sentences of an unrelated story; empty where the language has none."""
    talk: list[str]
    ago: str


def site_of(language: str) -> Site:
    w = LANGUAGES[language]
    parts = {key: w[key].split("/") for key in ("news", "heads", "menu", "ui")}
    more = {key: w[key].split("/") if key in w else [] for key in ("other", "talk")}
    joint = "" if language in {"ja", "zh"} else " "
    return Site(**parts, **more, title=w["title"], by=w["by"], date=w["date"], joint=joint, ago=w.get("ago", ""))


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


def interrupted(site: Site, body: list[str], _: random.Random) -> list[str]:
    """Share lines, a related story and a newsletter's invitation between the paragraphs."""
    share, _, _, related, letter, ad, rights, tags = site.ui
    between = [
        [share, "Facebook", "WhatsApp"],
        [f"{related}: {site.heads[0]}"],
        [ad],
        [letter],
        [related, site.heads[1]],
    ]
    inside = [line for at, part in enumerate(body) for line in (part, *between[at % 5] * (0 < at < len(body) - 1))]
    return [
        *site.menu,
        site.menu[2],
        site.title,
        site.date,
        site.by,
        *inside,
        tags,
        *site.menu[1:3],
        *site.heads,
        rights,
    ]


def unended(site: Site, body: list[str], _: random.Random) -> list[str]:
    """Paragraphs whose saver lost the last sign of each."""
    share, _, _, related, _, _, rights, _ = site.ui
    return [*site.menu, site.title, site.by, *(bare(part) for part in body), share, related, *site.heads, rights]


def bare(text: str) -> str:
    return text.rstrip(".。।።»”’'\"")


def tailed(site: Site, body: list[str], chance: random.Random) -> list[str]:
    """An unrelated story below, in the frame of the first and longer than it."""
    share, _, _, related, _, _, rights, _ = site.ui
    head, *told = site.other
    turns = 2 + len(body) // 2
    story = [site.joint.join(chance.sample(told, chance.randint(2, 3))) for _ in range(turns)]
    joint = [[share, site.menu[3]], [site.menu[2]], []][len(body) % 3]
    first = [site.menu[1], site.title, site.by, site.date, *body[: max(2, len(body) // 2)]]
    return [*site.menu, *first, *joint, head, site.by, site.date, *dict.fromkeys(story), related, *site.heads, rights]


def argued(site: Site, body: list[str], _: random.Random) -> list[str]:
    """Readers who write whole sentences, each with a name, a relative time and a reply button."""
    share, comments, reply, related, _, _, rights, _ = site.ui
    names = ("Nour 77", "K. M.", "Anna B")
    thread = [line for name, said in zip(names, site.talk, strict=True) for line in (name, site.ago, said, reply)]
    return [*site.menu, site.title, site.date, *body, share, comments, *thread, related, *site.heads, rights]


def alone(_site: Site, body: list[str], _: random.Random) -> list[str]:
    """The text and nothing else."""
    return body


TEMPLATES = {"plain": plain, "crowded": crowded, "followed": followed, "talked": talked}
HARDER = {"interrupted": interrupted, "unended": unended, "tailed": tailed, "argued": argued, "alone": alone}


def dumps() -> Iterator[Made]:
    """All languages, templates and forms."""
    chance = random.Random(SEED)
    for language in LANGUAGES:
        site = site_of(language)
        for name, template in (TEMPLATES | (HARDER if site.other else {})).items():
            for turn in range(ROUNDS):
                body = paragraphs(site, chance, chance.randint(7, 14) if turn % 2 else chance.randint(3, 6))
                lines = template(site, body, chance)
                gold = in_order(body, lines)
                yield Made(language, name, ("\n\n" if turn < 2 else "\n").join(lines), "\n\n".join(gold))


def measured() -> list[tuple[Made, tuple[float, float, float]]]:
    """Each dump with its F1, precision and recall."""
    return [(made, f1(words(clean_dump(made.text, Rules(), None).text), words(made.gold))) for made in dumps()]


def in_order(body: list[str], lines: list[str]) -> list[str]:
    """The body's paragraphs that the template used, as it wrote them; stories below may repeat one."""
    used: list[str] = []
    for line in lines:
        if len(used) < len(body) and line in (body[len(used)], bare(body[len(used)])):
            used.append(line)
    return used


def table(rows: list[tuple[Made, tuple[float, float, float]]]) -> str:
    """Mean F1 by language and template."""
    names = (*TEMPLATES, *HARDER)
    lines = ["| language | " + " | ".join(names) + " | all |", "| --- |" + " ---: |" * (len(names) + 1)]
    for language in (*LANGUAGES, "all"):
        mine = [(made.template, row[0]) for made, row in rows if language in (made.language, "all")]
        scores = [[score for template, score in mine if template == name] for name in names]
        cells = [f"{mean(some):.3f}" if some else "" for some in (*scores, [score for _, score in mine])]
        lines.append(f"| {language} | " + " | ".join(cells) + " |")
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
