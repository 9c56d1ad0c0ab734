"""Pages for training and measuring the dump model: labels for their lines, and variants that say less than the page.

A variant keeps each line's label and changes how it looks: cue phrases hidden (a language without cue words),
letters exchanged for those of a script without case or without spaces, other articles' openings set below the
end, articles cut short. Without them the model would learn English furniture instead of how pages lie.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.cues import Cue, cues_in
from pipelines.dump.lines import Line, lines_of
from pipelines.dump.measure import CUE_SIGNS

MOST_STORIES = 12
"""Set below one article."""
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Words as shared/tools/score.py counts them."""


@dataclass(frozen=True)
class Page:
    """One dump with a label and the cues of each line."""

    name: str
    domain: str
    lines: tuple[Line, ...]
    labels: tuple[bool, ...]
    cues: tuple[tuple[Cue, ...], ...]
    gold: str
    title: str = ""
    exclude: tuple[str, ...] = ()
    """Snippets of furniture that must not be in the text."""


def read_pages(path: Path, limit: int | None = None) -> list[Page]:
    """The corpus' pages with labelled lines."""
    with lzma.open(path, "rt", encoding="utf-8") as fh:
        rows = [json.loads(row) for row in fh]
    return [_page(row) for row in rows[:limit] if row["gold"]["text"].strip()]


def _page(row: dict) -> Page:
    lines = lines_of(row["text"])
    domain = ".".join(urlsplit(row["url"]).netloc.split(".")[-2:])
    cues = tuple(cues_in(line.text[:CUE_SIGNS]) for line in lines)
    return Page(
        row["id"],
        domain,
        lines,
        labels_of(lines, row["gold"]["text"]),
        cues,
        row["gold"]["text"],
        " ".join((row["gold"].get("title") or "").split()),
        tuple(row["gold"].get("exclude") or ()),
    )


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def f1(found: list[str], gold: list[str]) -> tuple[float, float, float]:
    """F1, precision, recall of two bags of words."""
    if not found or not gold:
        return (0.0, 0.0, 0.0)
    common = sum((Counter(found) & Counter(gold)).values())
    if not common:
        return (0.0, 0.0, 0.0)
    p, r = common / len(found), common / len(gold)
    return 2 * p * r / (p + r), p, r


def labels_of(lines: tuple[Line, ...], gold: str) -> tuple[bool, ...]:
    """Long lines belong to the article by their runs of four words, short ones by being a line of the gold inside it."""
    tokens = words(gold)
    runs = {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}
    gold_lines = {" ".join(words(part)) for part in gold.split("\n")}
    spoken = [words(line.text) for line in lines]
    sure: list[bool] = []
    for found in spoken:
        mine = [tuple(found[i : i + 4]) for i in range(len(found) - 3)]
        sure.append(len(found) >= 8 and sum(run in runs for run in mine) > len(mine) / 2)
    inside = [at for at, flag in enumerate(sure) if flag]
    low, high = (inside[0], inside[-1]) if inside else (0, len(lines))
    flat = " " + " ".join(tokens) + " "
    result = []
    for at, (found, flag) in enumerate(zip(spoken, sure, strict=True)):
        near = low - 3 <= at <= high + 3
        line = " ".join(found)
        short = (
            len(found) < 8
            and near
            and (line in gold_lines or (low < at < high and len(found) > 2 and f" {line} " in flat))
        )
        result.append(flag or bool(found and short))
    return tuple(result)


def variants(page: Page, others: list[Page], chance: random.Random) -> Iterator[Page]:
    """The page itself and what training makes of it."""
    yield page
    yield hide_cues(page, chance, 1.0 if chance.random() < 0.5 else 0.5)
    disguised = disguise(page, chance.choice(("caseless", "spaceless", "long words")), chance)
    yield hide_cues(disguised, chance, chance.choice((0.3, 0.6, 1.0)))
    changed = cut_short(page, chance) if chance.random() < 0.5 else page
    if chance.random() < 0.75:
        changed = add_tail(changed, others, chance)
    if changed is not page:
        yield hide_cues(changed, chance, chance.choice((0.0, 0.3, 0.7)))
    followed = add_long_tail(cut_short(page, chance) if chance.random() < 0.4 else page, others, chance)
    yield hide_cues(followed, chance, chance.choice((0.0, 0.0, 0.5, 1.0)))


def hide_cues(page: Page, chance: random.Random, share: float) -> Page:
    """Some phrases of the page are unknown: each phrase either everywhere on it or nowhere."""
    hidden: dict[str, bool] = {}

    def known(cue: Cue) -> bool:
        return not hidden.setdefault(cue.phrase, chance.random() < share)

    return replace(page, cues=tuple(tuple(cue for cue in cues if known(cue)) for cues in page.cues))


def add_tail(page: Page, others: list[Page], chance: random.Random) -> Page:
    """One to four openings of other articles below the article's end, with what stands between such stories."""
    labelled = [at for at, flag in enumerate(page.labels) if flag]
    if not labelled:
        return page
    end = min(len(page.lines), labelled[-1] + 1 + chance.choice((0, 2, 5, 30)))
    extra: list[str] = []
    for other in chance.sample(others, chance.randint(1, 4)):
        body = [line.text for line, flag in zip(other.lines, other.labels, strict=True) if flag]
        first = next((at for at, flag in enumerate(other.labels) if flag), 0)
        head = [line.text for line in other.lines[max(0, first - chance.randint(1, 5)) : first]]
        extra += head + body[: chance.randint(1, 6)]
        extra += [line.text for line in page.lines[end : end + chance.randint(0, 3)]]
    added = [(Line(0, text), False, cues_in(text[:CUE_SIGNS])) for text in extra]
    rows = list(zip(page.lines, page.labels, page.cues, strict=True))
    rows = rows[:end] + added + rows[end:]
    return _of_rows(page, rows)


def add_long_tail(page: Page, others: list[Page], chance: random.Random, way: str | None = None) -> Page:
    """Whole articles of other pages below this one, until they are longer: in the page's own frame, or after its end.

    `scrolled`: below the article, each in a copy of the frame; `appended`: below the whole page; `pages`: whole dumps.
    """
    labelled = [at for at, flag in enumerate(page.labels) if flag]
    if not labelled:
        return page
    way = way or chance.choice(("scrolled", "scrolled", "appended", "pages"))
    wanted = chance.uniform(1.05, 2.5) * len(words(page.gold))
    end = (
        min(len(page.lines), labelled[-1] + 1 + chance.choice((0, 2, 5, 30))) if way == "scrolled" else len(page.lines)
    )
    frame = [line.text for line in page.lines[max(0, labelled[0] - 8) : labelled[0]]] if way == "scrolled" else []
    extra: list[str] = []
    told = 0
    for other in chance.sample(others, min(len(others), MOST_STORIES)):
        if other.domain == page.domain:
            continue
        story = [line.text for line in other.lines] if way == "pages" else _story(other, frame, chance)
        extra += story
        told += len(words(other.gold))
        if told >= wanted:
            break
        extra += [line.text for line in page.lines[labelled[-1] + 1 :][: chance.randint(0, 3)]]
    added = [(Line(0, text), False, cues_in(text[:CUE_SIGNS])) for text in extra]
    rows = list(zip(page.lines, page.labels, page.cues, strict=True))
    return _of_rows(page, rows[:end] + added + rows[end:])


def _story(other: Page, frame: list[str], chance: random.Random) -> list[str]:
    """An article with its headline and what stands around it: some lines of the frame, or of its own page."""
    first = next((at for at, flag in enumerate(other.labels) if flag), 0)
    last = max(at for at, flag in enumerate(other.labels) if flag) if any(other.labels) else 0
    whole = chance.random() < 0.5
    body = [
        line.text
        for line, flag in zip(other.lines[first : last + 1], other.labels[first : last + 1], strict=True)
        if flag or whole
    ]
    head = [other.title] if other.title and chance.random() < 0.8 else []
    near = [line.text for line in other.lines[max(0, first - chance.randint(0, 4)) : first]]
    near = [text for text in near if text != other.title]
    standing = [text for text in frame if chance.random() < 0.4]
    mark = [chance.choice(("Continue reading", "Read more", "Next article", "* * *"))] if chance.random() < 0.15 else []
    return [*standing, *head, *near, *body, *mark] if chance.random() < 0.7 else [*near, *head, *standing, *body, *mark]


def cut_short(page: Page, chance: random.Random) -> Page:
    """Only the article's first lines, the furniture whole: the short news of every day."""
    left = chance.randint(2, 9)
    rows = []
    for line, flag, cues in zip(page.lines, page.labels, page.cues, strict=True):
        left -= flag
        if not flag or left >= 0:
            rows.append((line, flag, cues))
    return _of_rows(page, rows)


def _of_rows(page: Page, rows: list[tuple[Line, bool, tuple[Cue, ...]]]) -> Page:
    lines = tuple(Line(number, line.text) for number, (line, _, _) in enumerate(rows, start=1))
    gold = "\n\n".join(line.text for line, flag, _ in rows if flag)
    return replace(page, lines=lines, labels=tuple(r[1] for r in rows), cues=tuple(r[2] for r in rows), gold=gold)


ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz,?;", "ابجدهوزحطيكلمنسعفصقرشتثخذض،؟؛")


def disguise(page: Page, way: str, chance: random.Random) -> Page:
    """The page as if written in another script; labels and cues stay those of its lines."""
    seed = str(chance.random())
    change = {"caseless": _caseless, "spaceless": lambda text: _spaceless(text, seed), "long words": _long_words}[way]
    lines = tuple(Line(line.number, change(line.text) or line.text) for line in page.lines)
    gold = "\n\n".join(line.text for line, flag in zip(lines, page.labels, strict=True) if flag)
    return replace(page, lines=lines, gold=gold, exclude=())


def _caseless(text: str) -> str:
    return text.lower().translate(ARABIC)


def _spaceless(text: str, seed: str) -> str:
    """Each word as one to three Han signs, the same word the same signs."""

    def signs(match: re.Match[str]) -> str:
        word = match[0].lower()
        count = 1 if len(word) <= 3 else 2 if len(word) <= 8 else 3
        made = random.Random(seed + word)
        return "".join(chr(0x4E00 + int(made.random() ** 2 * 3000)) for _ in range(count))

    han = re.sub(r"[A-Za-z]+(?:['’][a-z]+)?", signs, text)
    for sign, wide in ((". ", "。"), (", ", "，"), ("? ", "？"), ("! ", "！"), ("“", "「"), ("”", "」"), (": ", "：")):
        han = han.replace(sign, wide)
    if han.endswith((".", "?", "!")) and not han.endswith(("...", "..")):
        han = han[:-1] + {".": "。", "?": "？", "!": "！"}[han[-1]]
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", han)


def _long_words(text: str) -> str:
    """Function words glued to what follows: fewer, longer words, as in Finnish or Turkish."""
    return re.sub(
        r"\b(the|a|an|of|to|in|on|at|by|for|with|and|that|is|was|from|as|it|has|had|have|be|will|his|her|their) (?=[a-z])",
        r"\1",
        text,
        flags=re.IGNORECASE,
    )
