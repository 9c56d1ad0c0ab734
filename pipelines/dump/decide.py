"""Scores to decisions: which lines of a dump are the article, before anything is named.

Corrections of the plain threshold, measured in benchmarks/dump-report.md: a line that stands on other pages of the
site is out, a short gap between kept lines is filled, a plain sentence at the edge of the kept text joins it,
a small stretch far from the main one goes, and a page whose running text would all go is tried again at the
cautious threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.dump.measure import Measured
from pipelines.types import Rules

__all__ = ["decide"]

LONGEST_GAP = 2
"""Lines between kept lines that are kept with them."""
LONG_CUED = 20.0
"""Words: a cue phrase in a longer line does not make it furniture."""
EDGE_SCORE = -3.5
"""A plain sentence beside kept text is kept down to this score."""
STRAIT = 5
"""Lines: kept lines this close together belong together."""
ISLAND = 0.15
"""Share of the largest stretch's words: smaller ones apart from it are dropped."""
COPY = 0.5
"""Share of a page's kept words: where more recur, the page is a copy of another and its site's memory says nothing."""
NEAR_BEST = 3.0
"""Where even the cautious threshold leaves nothing, running text this close to the best score is kept."""


def decide(
    lines: Sequence[Measured], scores: Sequence[float], siblings: Sequence[int], rules: Rules
) -> tuple[list[bool], bool]:
    """(kept or not for each line, whether the cautious threshold was needed)."""
    for threshold in (rules.dump_threshold, rules.cautious_threshold):
        chosen = _without_recurring(lines, [score > threshold for score in scores], siblings)
        kept = _without_islands(lines, _filled(lines, scores, chosen, siblings))
        if any(keep and line.prose for keep, line in zip(kept, lines, strict=True)):
            return kept, threshold != rules.dump_threshold
    best = max((score for score, line in zip(scores, lines, strict=True) if line.prose), default=None)
    if best is None:
        return [score > rules.dump_threshold for score in scores], False
    return [line.prose and score >= best - NEAR_BEST for score, line in zip(scores, lines, strict=True)], True


def _without_recurring(lines: Sequence[Measured], kept: list[bool], siblings: Sequence[int]) -> list[bool]:
    total = sum(line.size for line, keep in zip(lines, kept, strict=True) if keep)
    lost = sum(line.size for line, keep, found in zip(lines, kept, siblings, strict=True) if keep and found)
    if not lost or lost > COPY * total:
        return kept
    return [keep and not found for keep, found in zip(kept, siblings, strict=True)]


def _filled(
    lines: Sequence[Measured], scores: Sequence[float], kept: Sequence[bool], siblings: Sequence[int]
) -> list[bool]:
    """Short plain gaps between kept lines and plain sentences at their edges join them."""
    result = list(kept)
    plain = [_is_plain(line) and not found for line, found in zip(lines, siblings, strict=True)]
    chosen = [at for at, flag in enumerate(kept) if flag]
    for before, after in pairwise(chosen):
        gap = range(before + 1, after)
        if 0 < len(gap) <= LONGEST_GAP and all(plain[at] for at in gap):
            for at in gap:
                result[at] = True
    for at in chosen:
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(lines) and plain[beside] and lines[beside].sentence and scores[beside] > EDGE_SCORE:
                result[beside] = True
    return result


def _without_islands(lines: Sequence[Measured], kept: list[bool]) -> list[bool]:
    """Without small stretches of kept lines far from the largest: promotion above a page, teasers below it."""
    islands: list[list[int]] = []
    for at in (at for at, flag in enumerate(kept) if flag):
        if islands and at - islands[-1][-1] <= STRAIT:
            islands[-1].append(at)
        else:
            islands.append([at])
    sizes = [sum(lines[at].size for at in island) for island in islands]
    dropped = {at for island, size in zip(islands, sizes, strict=True) if size < ISLAND * max(sizes) for at in island}
    return [flag and at not in dropped for at, flag in enumerate(kept)] if dropped else kept


def _is_plain(line: Measured) -> bool:
    """Nothing in it says that it is furniture."""
    return not line.repeats and not any(cue.whole_line or line.size <= LONG_CUED for cue in line.cues)
