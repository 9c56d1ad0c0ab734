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
