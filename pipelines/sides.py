"""How well words tell on which side of a gap between two sentences they stand: where one text ends and another begins.

Theory of operation. Within one text a word that comes again comes above a gap and below it; where two texts meet, words keep
to their side. Of the words that stand at least twice in the sentences around a gap it is counted how far they keep
to one side, beyond what they would if they were thrown there: Goodman and Kruskal's tau of the side by the word, corrected for chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import chain

from pipelines.words import telling, words_in

__all__ = ["again_in", "keeping", "keeping_of", "keeping_of_counts", "tell_sides", "telling_of"]

REACHES = (12, 60)
"""Sentences on either side."""
AROUND = 5
"""Gaps on either side that a gap is compared with."""
FEW = 10.0
"""So many words on the poorer side make half of the certainty."""


def tell_sides(gaps: Sequence[MutableMapping[str, float]], units: Sequence[Collection[str]]) -> None:
    """Add what words tell to the features of each gap; `units` are the telling words of the sentence below each."""
    for reach in REACHES:
        found = list(_sliding(units, reach))
        for at, (features, own) in enumerate(zip(gaps, found, strict=True)):
            features[f"words keep to their side within {reach}"] = own
            near = found[max(1, at - AROUND) : at] + found[at + 1 : at + 1 + AROUND]
            if near:
                features[f"more so than near within {reach}"] = max(-0.5, own - max(near))


def _sliding(units: Sequence[Collection[str]], reach: int) -> Iterator[float]:
    """For each sentence how far words keep to their side of the gap above it."""
    sides = _Sides()
    for some in units[:reach]:
        sides.move(some, 0, 1)
    for at, own in enumerate(units):
        yield sides.keeping()
        sides.move(own, 1, -1)
        if at >= reach:
            sides.move(units[at - reach], -1, 0)
        if at + reach < len(units):
            sides.move(units[at + reach], 0, 1)


def keeping(above: Iterable[Collection[str]], below: Iterable[Collection[str]]) -> float:
    """How far words keep to their side: near 0 within one text, near 1 where two meet that have no word in common.

    Each collection holds the telling words of one sentence or paragraph, each once.
    """
    return keeping_of_counts(Counter(chain.from_iterable(above)), Counter(chain.from_iterable(below)))


def keeping_of_counts(up: Mapping[str, int], down: Mapping[str, int], up_again: tuple[int, int] | None = None) -> float:
    """The same for words that are counted already; `up_again` is `again_in(up)`, where that is known, too."""
    words, total_up = up_again or again_in(up)
    whole, shared, total_down = total_up, 0.0, 0
    for word, downs in down.items():  # in the order of the texts: sums in another order round otherwise
        ups = up.get(word, 0)
        if ups:
            shared += (ups * ups + downs * downs) / (ups + downs)
            total_down += downs
            if ups > 1:
                whole -= ups
            else:
                words += 1
                total_up += 1
        elif downs > 1:
            words += 1
            whole += downs
            total_down += downs
    return _keeping(words, whole + shared, total_up, total_down)


def again_in(counts: Mapping[str, int]) -> tuple[int, int]:
    """How many words stand more than once, and how often all of them together."""
    again = [count for count in counts.values() if count > 1]
    return len(again), sum(again)


def keeping_of(above: Iterable[str], below: Iterable[str]) -> float:
    """The same for the texts of paragraphs."""
    return keeping(map(telling_of, above), map(telling_of, below))


def telling_of(text: str) -> Collection[str]:
    """The telling words of a text, each once."""
    return dict.fromkeys(telling(words_in(text)))


class _Sides:
    """Counts of words above and below a gap that moves down a text, with their sums kept up to date."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        self._words = self._pure = 0.0
        self._above = self._below = 0

    def move(self, some: Collection[str], above: int, below: int) -> None:
        """These words, each once, come to or leave either side."""
        for unit in some:
            up, down = self._counts[unit]
            self._add(up, down, -1)
            up, down = up + above, down + below
            self._add(up, down, 1)
            self._counts[unit] = (up, down)

    def _add(self, up: int, down: int, sign: int) -> None:
        count = up + down
        if count > 1:
            self._words += sign
            self._pure += sign * (up * up + down * down) / count
            self._above += sign * up
            self._below += sign * down

    def keeping(self) -> float:
        """0 where words stand as if thrown, near 1 where each keeps to one side."""
        return _keeping(self._words, self._pure, self._above, self._below)


def _keeping(words: float, pure: float, above: float, below: float) -> float:
    """Of so many words that come again, which stand so often above and below; `pure` is 1 for each that stands on one side only, times how often."""
    total, least = above + below, min(above, below)
    if not least:
        return 0.0
    even = 1 - 2 * (above / total) * (below / total)
    by_chance = total * even + words * (1 - even)
    if total - by_chance < 1:
        return 0.0
    return max(-0.5, (pure - by_chance) / (total - by_chance)) * least / (least + FEW)
