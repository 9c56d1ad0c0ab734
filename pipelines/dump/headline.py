"""The headline of a dump: the line above the article's text that reads like one. Says None rather than guess.

No language is asked: a headline is a run of words without a full stop, mostly followed by a byline, a date or
the text itself, said once or twice in a row, and it shares words with the text. The weights are plain counts
set by hand on the training pages (benchmarks/dump-report.md tells how often they are right).
"""

from __future__ import annotations

from pipelines.dump.page import Page

__all__ = ["find_headline"]

SHORTEST, LONGEST = 2.5, 32.0
"""Words."""
REACH = 40
"""Lines above the text that are looked at."""
LEAST = 3.0
"""Below this sum no line is called the headline."""
LEADING = 60
"""Lines of the text whose words a headline may share."""


def find_headline(page: Page) -> int | None:
    """The index of the headline's line."""
    first = page.first_kept
    words = _text_words(page)
    tries = [(_likeness(page, at, first, words), -at) for at in range(max(0, first - REACH), min(first + 2, len(page.lines)))]
    best = max(tries, default=(0.0, 0))
    return -best[1] if best[0] >= LEAST else None


def _text_words(page: Page) -> frozenset[str]:
    kept = [line for line, keep in zip(page.lines, page.kept, strict=True) if keep and line.prose]
    return frozenset(word for line in kept[:LEADING] for word in line.words if len(word) > 3 or not word.isascii())


def _likeness(page: Page, at: int, first: int, words: frozenset[str]) -> float:
    line = page.lines[at]
    text = line.line.text
    if not SHORTEST <= line.size <= LONGEST or any(cue.whole_line for cue in line.cues):
        return 0.0
    if text[-1] in ".。।։።,،:;])）】" or (line.ends and line.size >= 18) or (page.kept[at] and page.kept[at - 1 : at] == [True]):
        return 0.0
    total = min(line.size, 12.0) / 4
    telling = [word for word in line.words if len(word) > 3 or not word.isascii()]
    if telling:
        total += 3.0 * sum(word in words for word in telling) / len(telling)
    total -= min(3.0, 0.25 * max(0, first - at))
    total += _followed(page, at, first)
    if any(line.size <= 8 for _ in line.cues):
        total -= 1.5
    if line.stamped and line.size < 8:
        total -= 2.5
    if line.repeats and any(page.lines[near].words == line.words for near in (at - 1, at + 1) if 0 <= near < len(page.lines)):
        total += 0.5
    return total


def _followed(page: Page, at: int, first: int) -> float:
    """What stands right below: a byline or a date speaks for a headline, the text itself a little."""
    total = 0.0
    for below in range(at + 1, min(at + 4, len(page.lines))):
        line = page.lines[below]
        if below < first and line.size <= 14 and ("byline" in {cue.reason for cue in line.cues} or line.stamped):
            total = max(total, 1.5 - 0.25 * (below - at - 1))
    return total or (0.75 if at + 1 >= first else 0.0)
