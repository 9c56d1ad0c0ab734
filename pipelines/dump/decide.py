"""Scores to decisions: which lines of a dump are the article, before anything is named.

Corrections of the plain threshold, measured in benchmarks/dump-report.md: a line that stands on other pages of the
site is out, a short gap between kept lines is filled, a plain sentence at the edge of the kept text joins it,
a small stretch far from the main one goes, a paragraph is kept once, and a page whose running text would all go is
tried again at the cautious threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.dump.measure import PROSE_SIZE, Measured
from pipelines.types import Rules

__all__ = ["decide"]

LONGEST_GAP = 2
"""Lines between kept lines that are kept with them."""
LONG_CUED = 20.0
"""Words: a cue phrase in a longer line does not make it furniture."""
EDGE_SCORE = -3.5
"""A plain sentence beside kept text is kept down to this score."""
CROSSED = frozenset({"advertisement", "media-player"})
"""What interrupts an article without ending it: labels set between its paragraphs. A short line that ends like a
sentence ("She never married.") does not end it either."""
STRAIT = 5
"""Lines: kept lines this close together belong together."""
ISLAND = 0.15
"""Share of the largest stretch's words: smaller ones apart from it are dropped."""
QUESTIONS = "?؟？՞"
"""Question marks of all scripts."""
COPY = 0.5
"""Share of a page's kept words: where more recur, the page is a copy of another and its site's memory says nothing."""
NEAR_BEST = 3.0
"""Where even the cautious threshold leaves nothing, running text this close to the best score is kept."""


def decide(
    lines: Sequence[Measured], scores: Sequence[float], siblings: Sequence[str], rules: Rules
) -> tuple[list[bool], bool]:
    """(kept or not for each line, whether the cautious threshold was needed)."""
    for threshold in (rules.dump_threshold, rules.cautious_threshold):
        kept = _above(lines, scores, siblings, threshold)
        if any(keep and line.prose for keep, line in zip(kept, lines, strict=True)):
            return kept, threshold != rules.dump_threshold
    last_hope = [line.prose and _is_plain(line) for line in lines]
    if not any(last_hope):
        return [score > rules.dump_threshold for score in scores], False
    least = max(score for score, hope in zip(scores, last_hope, strict=True) if hope) - NEAR_BEST
    return [hope and score >= least for score, hope in zip(scores, last_hope, strict=True)], True


def _above(lines: Sequence[Measured], scores: Sequence[float], siblings: Sequence[str], threshold: float) -> list[bool]:
    """The lines above the threshold with the corrections."""
    kept = [score > threshold for score in scores]
    barred = _barred(lines, kept, siblings)
    plain = [_is_plain(line) and not bar for line, bar in zip(lines, barred, strict=True)]
    kept = [keep and not bar for keep, bar in zip(kept, barred, strict=True)]
    joins = [
        line.sentence and fits and score > EDGE_SCORE for line, fits, score in zip(lines, plain, scores, strict=True)
    ]
    crossed = [_is_crossed(line) or (line.ends and fits) for line, fits in zip(lines, plain, strict=True)]
    grown = _filled(_grown(_filled(kept, plain), joins, crossed), plain)
    return _without_repeats(lines, _without_islands(lines, grown))


def _joins(line: Measured, score: float) -> bool:
    """A plain sentence; a question at the edge is more often the page's ("Was this useful?") than the article's."""
    return line.sentence and score > EDGE_SCORE and line.line.text[-1] not in QUESTIONS


def _barred(lines: Sequence[Measured], kept: Sequence[bool], siblings: Sequence[str]) -> list[bool]:
    """Lines that stand on other pages; none, where that would take most of what is kept."""
    total = sum(line.size for line, keep in zip(lines, kept, strict=True) if keep)
    lost = sum(line.size for line, keep, found in zip(lines, kept, siblings, strict=True) if keep and found)
    return [False] * len(lines) if lost > COPY * total else [bool(found) for found in siblings]


def _filled(kept: Sequence[bool], plain: Sequence[bool]) -> list[bool]:
    """With short gaps between kept lines closed, where nothing in them says that it is furniture."""
    result = list(kept)
    for before, after in pairwise([at for at, flag in enumerate(kept) if flag]):
        if 1 < after - before <= LONGEST_GAP + 1 and all(plain[before + 1 : after]):
            result[before + 1 : after] = [True] * (after - before - 1)
    return result


def _grown(kept: list[bool], joins: Sequence[bool], crossed: Sequence[bool]) -> list[bool]:
    """With the plain sentences that follow or precede kept lines, with nothing between but labels inside articles."""
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        beside = False
        for at in order:
            kept[at] = kept[at] or (beside and joins[at])
            beside = kept[at] or (beside and crossed[at])
    return kept


def _without_islands(lines: Sequence[Measured], kept: list[bool]) -> list[bool]:
    """Without small stretches of kept lines far from the largest: promotion above a page, teasers below it."""
    islands: list[list[int]] = []
    for at in (at for at, flag in enumerate(kept) if flag):
        if islands and at - islands[-1][-1] <= STRAIT:
            islands[-1].append(at)
        else:
            islands.append([at])
    sizes = [sum(lines[at].size for at in island) for island in islands]
    least = ISLAND * max(sizes, default=0.0)
    dropped = {at for island, size in zip(islands, sizes, strict=True) if size < least for at in island}
    return [flag and at not in dropped for at, flag in enumerate(kept)] if dropped else kept


def _without_repeats(lines: Sequence[Measured], kept: list[bool]) -> list[bool]:
    """Without paragraphs that are kept further up already: pull quotes, texts laid out once for each screen size."""
    seen: set[tuple[str, ...]] = set()
    for at, line in enumerate(lines):
        if kept[at] and line.repeats and line.size >= PROSE_SIZE:
            kept[at] = line.words not in seen
            seen.add(line.words)
    return kept


def _is_crossed(line: Measured) -> bool:
    """A label that is set between an article's paragraphs."""
    return not line.prose and any(cue.whole_line and cue.reason in CROSSED for cue in line.cues)


def _is_plain(line: Measured) -> bool:
    """Nothing in it says that it is furniture."""
    return not line.repeats and not any(cue.whole_line or line.size <= LONG_CUED for cue in line.cues)
