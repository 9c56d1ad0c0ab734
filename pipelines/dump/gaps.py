"""The gaps between the sentences of a dump as named features: what stands in each, and around it. Knows no weights.

Theory of operation. The signs are those a reader uses: what stands in the gap (a headline, a date, wording of furniture, lines
that stood further up already, how many lines), how much text there was before, how likely the lines on both sides are
text at all, and whether the words change: those of a headline in the gap are taken up by the text below it and not by
the text above, and words keep to one side of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, log2
from typing import NamedTuple

from pipelines.dump.kinds import shown_kinds
from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features
from pipelines.sides import tell_sides
from pipelines.words import telling

__all__ = ["Gap", "Gaps", "likely"]

HEADLINE, HEADLINE_END = 3.5, 20.0
"""Words of a headline."""
HEAD_REACH = 5
"""Lines above a text in which its headline stands."""
NEAR, FURTHER = 5, 15
"""Sentences on either side of a gap whose words and scores are compared."""
WINDOW = 10
"""Sentences on either side of a gap whose topics are compared."""
LEAST = 1e-6
"""Squared length of a window that has no word left, after sums of floating point."""
MANY = 3
"""More lines of one kind in a gap say nothing more."""
COMMON = 0.2
"""Share of a dump's sentences: words that stand in more of them tell no topic."""
_SIZES = ("0", "1", "2", "3-5", "3-5", "3-5", *["6-11"] * 6, "many")

_TEXT = ((30, "30"), (80, "80"), (200, "200"), (500, "500"))
"""Words of text above a gap."""


class Gap(NamedTuple):
    """What lies between two neighbouring sentences, or above the first: the lines between `above` and `below`."""

    above: int
    """Index of the sentence above; -1 where there is none."""
    below: int
    features: Features


def likely(logit: float) -> float:
    """The probability of a logit, kept off 0 and 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


class Gaps:
    """Every gap above a sentence of a dump, with the features that no score changes."""

    def __init__(self, lines: Sequence[Measured]) -> None:
        self._sentences = [at for at, line in enumerate(lines) if line.sentence]
        topics, amounts = _Topics(lines, self._sentences), _Amounts(lines, self._sentences)
        first_print = _first_prints(lines)
        self._gaps: list[Gap] = []
        largest = 0
        for order, below in enumerate(self._sentences):
            above = self._sentences[order - 1] if order else -1
            between = range(above + 1, below)
            headline = _headline(lines, between)
            found = _inside(lines, between, headline)
            found["standing lines"] = _many(sum(first_print.get(lines[at].words, below) < above for at in between))
            _said(found, lines, above, below)
            amounts.tell(found, order)
            topics.tell(found, order, headline)
            if order and len(between) > largest:
                found["largest gap so far"] = 1.0
                largest = len(between)
            self._gaps.append(Gap(above, below, found))
        tell_sides([gap.features for gap in self._gaps], topics.units)

    @property
    def unscored(self) -> tuple[Gap, ...]:
        """The gaps without what scores say of them."""
        return tuple(self._gaps)

    def scored(self, scores: Sequence[float]) -> tuple[Gap, ...]:
        """The gaps, told how likely the lines around them are text by these scores."""
        chances = _Chances(self._sentences, scores)
        return tuple(gap._replace(features=gap.features | chances.of(order)) for order, gap in enumerate(self._gaps))


def _many(count: int) -> float:
    return min(1.0, count / MANY)


def _first_prints(lines: Sequence[Measured]) -> dict[tuple[str, ...], int]:
    """Where each line that is no sentence stands first."""
    first: dict[tuple[str, ...], int] = {}
    for at, line in enumerate(lines):
        if not line.sentence and line.words:
            first.setdefault(line.words, at)
    return first


def _headline(lines: Sequence[Measured], between: range) -> int | None:
    """The longest line right above the sentence that could be its headline."""
    tries = [
        at
        for at in between[-HEAD_REACH:]
        if HEADLINE <= lines[at].size <= HEADLINE_END and not lines[at].cues and not lines[at].stamped
    ]
    return max(tries, key=lambda at: lines[at].size, default=None)


def _inside(lines: Sequence[Measured], between: range, headline: int | None) -> Features:
    """What stands in the gap."""
    found: Features = {f"{_SIZES[min(12, len(between))]} lines": 1.0}
    found["words between"] = min(1.0, log2(1 + sum(lines[at].size for at in between)) / 8)
    counts: Counter[str] = Counter()
    for at in between:
        counts.update(sorted(shown_kinds(lines[at])))
        counts["stamp"] += lines[at].stamped
        counts["repeated"] += lines[at].repeats > 0
        counts["short"] += lines[at].size <= MANY
    found |= {f"{kind} between": _many(count) for kind, count in counts.items() if count}
    if headline is not None:
        found["headline"] = 1.0
        found["headline's size"] = lines[headline].size / HEADLINE_END
        if any(lines[at].stamped or "byline" in shown_kinds(lines[at]) for at in between if at > headline):
            found["headline and date"] = 1.0
        if len(between) == 1:
            found["headline alone"] = 1.0
    return found


def _said(found: Features, lines: Sequence[Measured], above: int, below: int) -> None:
    """Cues in the sentences on both sides."""
    if above >= 0:
        for cue in lines[above].cues:
            found[f"last says {cue.reason}"] = 1.0
    for cue in lines[below].cues:
        found[f"next says {cue.reason}"] = 1.0


class _Amounts:
    """How much text lies above and below each sentence."""

    def __init__(self, lines: Sequence[Measured], sentences: Sequence[int]) -> None:
        self._count = len(lines)
        self._sentences = sentences
        self._sizes = _sums([lines[at].size for at in sentences])
        self._flags = _sums([float(line.sentence) for line in lines])

    def tell(self, found: Features, order: int) -> None:
        """The features of the gap above this sentence."""
        sizes, flags, below = self._sizes, self._flags, self._sentences[order]
        text = sizes[order]
        found["text above"] = min(1.0, log2(1 + text) / 11)
        found["share above"] = text / (sizes[-1] or 1.0)
        found[next((f"text above {name}" for most, name in _TEXT if text < most), "text above more")] = 1.0
        found["down the page"] = below / self._count
        found["next sentence's size"] = _log(sizes[order + 1] - sizes[order], 7)
        found["size below"] = _log(_span(sizes, order, order + NEAR), 9)
        found["density below"] = (flags[min(self._count, below + 10)] - flags[below]) / 10
        if order:
            above = self._sentences[order - 1]
            found["last sentence's size"] = _log(sizes[order] - sizes[order - 1], 7)
            found["size above"] = _log(_span(sizes, order - NEAR, order), 9)
            found["density above"] = (flags[above + 1] - flags[max(0, above - 9)]) / 10


class _Chances:
    """How likely the sentences around a gap are text, by the scores of a pass."""

    def __init__(self, sentences: Sequence[int], scores: Sequence[float]) -> None:
        self._sums = _sums([likely(scores[at]) for at in sentences])

    def of(self, order: int) -> Features:
        """The features of the gap above this sentence."""
        sums = self._sums
        found = {
            "next is likely text": sums[order + 1] - sums[order],
            "likely text below": _span(sums, order, order + NEAR) / NEAR,
            "likely text further": _span(sums, order + NEAR, order + FURTHER) / (FURTHER - NEAR),
            "likely text so far": min(1.0, log2(1 + sums[order]) / 7),
        }
        if order:
            found["last is likely text"] = sums[order] - sums[order - 1]
            found["likely text above"] = _span(sums, order - NEAR, order) / min(order, NEAR)
        return found


def _span(sums: Sequence[float], low: int, high: int) -> float:
    last = len(sums) - 1
    return sums[min(last, high)] - sums[min(last, max(0, low))]


def _sums(values: Sequence[float]) -> list[float]:
    total, result = 0.0, [0.0]
    for value in values:
        total += value
        result.append(total)
    return result


def _log(size: float, scale: float) -> float:
    return min(1.0, log2(1 + size) / scale)


class _Topics:
    """Telling words of the sentences: which of them were used above and are used below."""

    def __init__(self, lines: Sequence[Measured], sentences: Sequence[int]) -> None:
        self._lines = lines
        units = [tuple(dict.fromkeys(telling(lines[at].words))) for at in sentences]  # in order: sums must not vary
        spread = Counter(unit for some in units for unit in some)
        most = max(4.0, COMMON * len(sentences))
        self._dull = frozenset(unit for unit, count in spread.items() if count > most)
        self.units = [tuple(unit for unit in some if unit not in self._dull) for some in units]
        self._above: set[str] = set()
        self._usual: list[float] = []
        self._same = _same_topic(self.units, {unit: log((1 + len(units)) / spread[unit]) for unit in spread})

    def tell(self, found: Features, order: int, headline: int | None) -> None:
        """The features of the gap above this sentence; called once for each, in their order."""
        below = frozenset().union(*self.units[order : order + NEAR])
        self._tell_valley(found, order)
        if order:
            self._above.update(self.units[order - 1])
        if self._above and below:
            shared, before = _part(below, self._above), self._usual[-NEAR:]
            found["shared words"] = shared
            found["fewer shared words"] = max(-0.5, sum(before) / max(1, len(before)) - shared)
            self._usual.append(_part(frozenset(self.units[order]), self._above))
        if headline is not None:
            words = frozenset(telling(self._lines[headline].words)) - self._dull
            over, under = _part(words, self._above), _part(words, below)
            found["headline's words above"] = over
            found["headline's words below"] = under
            found["headline of what is below"] = under - over

    def _tell_valley(self, found: Features, order: int) -> None:
        """How alike the texts above and below are, and whether they are more alike at the gaps around."""
        here = self._same[order]
        left, right = self._same[max(1, order - NEAR) : order], self._same[order + 1 : order + 1 + NEAR]
        found["same topic"] = here
        if left and right:
            found["topic valley"] = max(-0.3, min(max(left), max(right)) - here)
            found["lowest of the valley"] = float(here <= min(*left, *right))


def _same_topic(units: Sequence[Sequence[str]], rarity: Mapping[str, float]) -> list[float]:
    """For each sentence the cosine between the words of the WINDOW sentences above it and of those from it on."""
    windows = _Windows(rarity)
    for some in units[:WINDOW]:
        windows.change(some, windows.below, 1)
    result = []
    for at, own in enumerate(units):
        result.append(windows.cosine())
        windows.change(own, windows.below, -1)
        windows.change(own, windows.above, 1)
        if at >= WINDOW:
            windows.change(units[at - WINDOW], windows.above, -1)
        if at + WINDOW < len(units):
            windows.change(units[at + WINDOW], windows.below, 1)
    return result


class _Windows:
    """Word counts of two windows that slide over a text, with their product and squared lengths kept up to date."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        self._squares = {unit: value**2 for unit, value in rarity.items()}
        self.above: defaultdict[str, int] = defaultdict(int)
        self.below: defaultdict[str, int] = defaultdict(int)
        self._product = 0.0
        self._lengths = {id(self.above): 0.0, id(self.below): 0.0}

    def change(self, units: Iterable[str], window: defaultdict[str, int], by: int) -> None:
        """A sentence enters (1) or leaves (-1) a window."""
        other = self.below if window is self.above else self.above
        product = length = 0.0
        for unit in units:
            square, count = self._squares[unit], window[unit]
            product += by * other[unit] * square
            length += (1 + 2 * by * count) * square
            window[unit] = count + by
        self._product += product
        self._lengths[id(window)] += length

    def cosine(self) -> float:
        """Of the two windows; 0 where one is empty."""
        one, other = self._lengths.values()
        return min(1.0, max(0.0, self._product) / (one * other) ** 0.5) if one > LEAST and other > LEAST else 0.0


def _part(words: frozenset[str], among: frozenset[str] | set[str]) -> float:
    return len(words & among) / len(words) if words else 0.0
