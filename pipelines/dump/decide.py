"""Scores to decisions: which lines of a dump are the article, before anything is named. Knows no cue's meaning.

Three corrections of the plain threshold, each measured in benchmarks/dump-report.md: a short gap between kept
lines is filled, a plain sentence at the edge of the kept text joins it, and a page whose running text would
all go is tried again at the cautious threshold.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.dump.measure import Measured
from pipelines.types import Rules

__all__ = ["decide", "fill"]

LONGEST_GAP = 2
"""Lines between kept lines that are kept with them."""
LONG_CUED = 20.0
"""Words: a cue phrase in a longer line does not make it furniture."""
EDGE_SCORE = -2.5
"""A plain sentence beside kept text is kept down to this score."""


def decide(lines: Sequence[Measured], scores: Sequence[float], rules: Rules) -> tuple[list[bool], bool]:
    """(kept or not for each line, whether the cautious threshold was needed)."""
    kept = fill(lines, scores, [score > rules.dump_threshold for score in scores])
    if any(kept) or not any(line.prose for line in lines):
        return kept, False
    kept = fill(lines, scores, [score > rules.cautious_threshold for score in scores])
    if any(kept):
        return kept, True
    best = max((score for score, line in zip(scores, lines, strict=True) if line.prose), default=0.0)
    return [line.prose and score >= best - 1.0 for score, line in zip(scores, lines, strict=True)], True


def fill(lines: Sequence[Measured], scores: Sequence[float], kept: Sequence[bool]) -> list[bool]:
    """Short plain gaps between kept lines and plain sentences at their edges join them."""
    result = list(kept)
    chosen = [at for at, flag in enumerate(kept) if flag]
    for before, after in zip(chosen, chosen[1:], strict=False):
        gap = range(before + 1, after)
        if 0 < len(gap) <= LONGEST_GAP and all(_is_plain(lines[at]) for at in gap):
            for at in gap:
                result[at] = True
    for at in chosen:
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(lines) and not result[beside] and _joins(lines[beside], scores[beside]):
                result[beside] = True
    return result


def _is_plain(line: Measured) -> bool:
    """Nothing in it says that it is furniture."""
    return not line.repeats and not any(cue.whole_line or line.size <= LONG_CUED for cue in line.cues)


def _joins(line: Measured, score: float) -> bool:
    return line.prose and score > EDGE_SCORE and _is_plain(line)
