"""Features of the second pass: where a line stands against the probable article, and how likely its neighbours are text.

The first pass judges each line by itself and by the furniture around it; between the passes `bounds` finds where the
article probably begins and ends. Knows no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipelines.dump.bounds import Bounds
from pipelines.dump.gaps import likely
from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features
from pipelines.words import telling

__all__ = ["STORY_FAMILIES", "story_of"]

STORY_FAMILIES = ("story", "neighbours")
WINDOWS = (2, 5, 12)
"""Lines above and below whose chances to be text are told."""
NEAR = 6
_FAR = ("1", "1", "2", *["3-5"] * 3, *["6-11"] * 6, "far")


def story_of(lines: Sequence[Measured], scores: Sequence[float], bounds: Bounds) -> list[tuple[Features, Features]]:
    """For each line its features of both families, in the order of STORY_FAMILIES."""
    chances = [likely(score) for score in scores]
    neighbours = _neighbours(lines, chances)
    words = frozenset(
        word for at in range(bounds.start, bounds.end) if lines[at].prose for word in telling(lines[at].words)
    )
    return [(_place(line, at, bounds, words), neighbours[at]) for at, line in enumerate(lines)]


def _place(line: Measured, at: int, bounds: Bounds, words: frozenset[str]) -> Features:
    """Where the line stands against the probable article."""
    found: Features = {"chance above": bounds.before[at], "chance inside": bounds.inside[at]}
    found["chance over"] = max(0.0, 1 - bounds.before[at] - bounds.inside[at])
    side = "before" if at < bounds.start else "after" if at >= bounds.end else "in"
    found[f"{side} the article"] = 1.0
    if side != "in":
        distance = bounds.start - at if side == "before" else at - bounds.end + 1
        found[f"{_FAR[min(12, distance)]} {side} the article"] = 1.0
        own = telling(line.words)
        if own:
            found[f"its words {side} it"] = sum(map(words.__contains__, own)) / len(own)
    return found


def _neighbours(lines: Sequence[Measured], chances: Sequence[float]) -> list[Features]:
    """How likely the lines around are text."""
    count = len(lines)
    sums = [0.0, *accumulate(chances)]
    texts = [line.size * chance for line, chance in zip(lines, chances, strict=True)]
    text, sizes = [0.0, *accumulate(texts)], [0.0, *accumulate(line.size for line in lines)]
    total = text[-1] or 1.0
    result = []
    for at, line in enumerate(lines):
        found: Features = {"likely itself": chances[at]}
        for reach in WINDOWS:
            low, high = max(0, at - reach), min(count, at + reach + 1)
            if at > low:
                found[f"likely {reach} above"] = (sums[at] - sums[low]) / (at - low)
            if high > at + 1:
                found[f"likely {reach} below"] = (sums[high] - sums[at + 1]) / (high - at - 1)
        found["text above"] = text[at] / total
        found["text below"] = (total - text[at + 1]) / total
        low, high = max(0, at - NEAR), min(count, at + NEAR + 1)
        found["text near"] = (text[high] - text[low] - texts[at]) / max(1.0, sizes[high] - sizes[low] - line.size)
        result.append(found)
    return result
