"""Where a dump's article begins and ends: every gap between two sentences, asked for it.

Theory of operation. A dump is a row of sentences with other lines between them, and the article is mostly one
stretch of it. Each gap between two neighbouring sentences gets two probabilities from linear models: that the
article begins below it, and that an article which came this far is over at it (pipelines.dump.gaps tells what they see); small
trees correct doubtful answers. The stretch with the largest sum of its sentences' scores and of the logarithms of these
chances is where the article probably lies; the second pass of the line model tells its evidence from it, so that a
longer story below cannot take the article's place.

Known weak spot: an article of one or two sentences that is followed by others of its kind is as good as a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from pipelines.dump.gaps import Gap, Gaps, likely
from pipelines.dump.shape import Features
from pipelines.forest import Forest

__all__ = ["GAP_FAMILY", "Bounds", "Linear", "Question", "find_bounds"]

GAP_FAMILY = ("gap",)
"""Features of a gap are one family."""
DOUBT = 6.0
"""Logits this close to even odds are corrected by trees; more of them change no figure."""
SENTENCE_WORTH = 0.3
"""What a sentence's score counts against the chances of the gaps; between 0 and 1 it matters little, by folds."""
HIGHEST = 3.0
"""Scores count up to here, so that one sure paragraph does not outweigh a headline and a date."""


class Linear(NamedTuple):
    """Weights of one question about a gap."""

    bias: float
    weights: Mapping[str, float]

    def of(self, features: Features) -> float:
        """The logit of the answer yes."""
        weights = self.weights
        return self.bias + sum(weights[name] * value for name, value in features.items() if name in weights)


class Question(NamedTuple):
    """A question about a gap, with what trees add to the linear answer."""

    linear: Linear
    trees: Forest | None = None
    """None while they are grown."""

    def of(self, gaps: Sequence[Features]) -> list[float]:
        """The logits of the answer yes, about each gap."""
        logits = [self.linear.of(features) for features in gaps]
        if self.trees:
            doubtful = [at for at, logit in enumerate(logits) if abs(logit) < DOUBT]
            for at, more in zip(doubtful, self.trees.of(GAP_FAMILY, [(gaps[at],) for at in doubtful]), strict=True):
                logits[at] += more
        return logits


class Bounds(NamedTuple):
    """Where the article probably lies."""

    start: int
    end: int
    """One past its last sentence."""
    before: tuple[float, ...]
    """For each line the probability that the article begins below it."""
    inside: tuple[float, ...]
    """For each line the probability that the article has begun and is not over."""


def find_bounds(lines: Gaps, scores: Sequence[float], begins: Question, ends: Question) -> Bounds:
    """The most probable stretch, and each line's chances to lie above and inside the article."""
    gaps = lines.scored(scores)
    count = len(scores)
    if not gaps:
        return Bounds(0, count, (0.0,) * count, (1.0,) * count)
    seen = [gap.features for gap in gaps]
    opening, closing = begins.of(seen), ends.of(seen)
    worth = [SENTENCE_WORTH * max(-HIGHEST, min(HIGHEST, scores[gap.below])) for gap in gaps]
    first, last = _stretch(opening, closing, worth)
    before, inside = _chances(opening, closing)
    return Bounds(
        gaps[first].below, gaps[last].below + 1, _spread(count, gaps, before, 1.0), _spread(count, gaps, inside, 0.0)
    )


def _stretch(opening: Sequence[float], closing: Sequence[float], worth: Sequence[float]) -> tuple[int, int]:
    """Numbers of the first and last sentence of the best stretch.

    Best by the sum of its sentences' worth and of the logarithms of the chances that it begins there, goes on at each
    gap inside and is over after it.
    """
    count = len(opening)
    best_end, end_at = list(worth), list(range(count))
    for at in range(count - 2, -1, -1):
        stop, on = log(likely(closing[at + 1])), log(likely(-closing[at + 1])) + best_end[at + 1]
        best_end[at] = worth[at] + max(stop, on)
        end_at[at] = at if stop > on else end_at[at + 1]
    passed, best, found = 0.0, -1e9, (0, count - 1)
    for at in range(count):
        score = passed + log(likely(opening[at])) + best_end[at]
        if score > best:
            best, found = score, (at, end_at[at])
        passed += log(likely(-opening[at]))
    return found


def _chances(opening: Sequence[float], closing: Sequence[float]) -> tuple[list[float], list[float]]:
    """For each sentence the chance to lie above the article, and the chance to lie in it."""
    above, inside = 1.0, 0.0
    before, within = [], []
    for opens, closes in zip(opening, closing, strict=True):
        inside = inside * likely(-closes) + above * likely(opens)
        above *= likely(-opens)
        before.append(above)
        within.append(inside)
    return before, within


def _spread(count: int, gaps: Sequence[Gap], values: Sequence[float], first: float) -> tuple[float, ...]:
    """Values of sentences as values of lines: a sentence and what follows it up to the next one."""
    result = [first] * count
    for at, gap in enumerate(gaps):
        until = gaps[at + 1].below if at + 1 < len(gaps) else count
        result[gap.below : until] = [values[at]] * (until - gap.below)
    return tuple(result)
