"""How the running text of a dump lies: its blocks, the longest of them, and how far each line is from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log2

from pipelines.dump.measure import Measured
from pipelines.dump.shape import Features

__all__ = ["Layout", "Run", "lay_out"]

GAP = 3
"""So many short lines inside a run of running text do not end it: headings, captions, advertisement labels."""
_WINDOWS = tuple((reach, f"prose within {reach}", f"words within {reach}") for reach in (2, 5, 10))
"""Lines to either side whose density is told, with the features' names."""
MOST_WORDS = 60.0
"""Of one line that count for the density around it."""
LEAD_SHARE = 0.25
"""The first run with this share of the core's words is the lead: longer stories may follow a short article."""
HEAD_LINES = 4
HEADLINE, HEADLINE_END = 4.0, 18.0
"""Words of a headline."""
FAR = 12
"""Lines: farther is all the same."""
_FAR = ("1", "1", "2", *["3-5"] * 3, *["6-11"] * 6, "far")
_PROSE_ABOVE = tuple(f"prose {distance} above" for distance in _FAR)
_PROSE_BELOW = tuple(f"prose {distance} below" for distance in _FAR)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of lines from its first to its last running text, in words."""

    start: int
    end: int
    """One past its last line."""
    size: float
    prose_lines: int


def lay_out(lines: Sequence[Measured]) -> Layout:
    """Find the runs of running text and the distances to them."""
    return Layout(lines)


class Layout:
    """Runs, core and running sums of one dump; the methods give a line's features."""

    def __init__(self, lines: Sequence[Measured]) -> None:
        self._lines = lines
        self.runs = _runs(lines)
        self.core = max(self.runs, key=lambda run: run.size, default=Run(0, len(lines), 0.0, 0))
        self._lead = next((run for run in self.runs if run.size >= LEAD_SHARE * self.core.size), self.core)
        self._gaps = _largest_gaps(lines, self._lead.start)
        self._headed = [_headed(lines, run) for run in self.runs]
        self.first_prose = self.runs[0].start if self.runs else 0
        self._prose = [0.0, *accumulate(line.size if line.prose else 0.0 for line in lines)]
        self._sizes = [0.0, *accumulate(min(line.size, MOST_WORDS) for line in lines)]
        self._logs = [min(1.0, log2(1 + line.size) / 7) for line in lines]
        self._flags = [0, *accumulate(line.prose for line in lines)]
        self._above = _distances([line.prose for line in lines])
        self._below = _distances([line.prose for line in lines][::-1])[::-1]
        self._run_at = {at: order for order, run in enumerate(self.runs) for at in range(run.start, run.end)}
        self._core_at = self.runs.index(self.core) if self.runs else 0
        self._core_words = frozenset(
            w for at in range(self.core.start, self.core.end) for w in lines[at].words if lines[at].prose
        )

    def around(self, at: int) -> Features:
        """How dense the lines around are."""
        line, count = self._lines[at], len(self._lines)
        found: Features = {}
        for reach, prose, words in _WINDOWS:
            low, high = max(0, at - reach), min(count, at + reach + 1)
            rest = high - low - 1
            if rest:
                found[prose] = (self._flags[high] - self._flags[low] - line.prose) / rest
                found[words] = log2(1 + (self._sizes[high] - self._sizes[low] - min(MOST_WORDS, line.size)) / rest) / 6
        above, below = self._above[at], self._below[at]
        found[_PROSE_ABOVE[above]] = found[_PROSE_BELOW[below]] = 1.0
        if above <= 2 and below <= 2:
            found["between prose"] = 1.0
        self._neighbour(found, at - 1, "above")
        self._neighbour(found, at + 1, "below")
        return found

    def _neighbour(self, found: Features, at: int, side: str) -> None:
        if 0 <= at < len(self._lines):
            found[f"words next {side}"] = self._logs[at]
            if self._lines[at].ends:
                found[f"sentence end next {side}"] = 1.0
        else:
            found[f"nothing {side}"] = 1.0

    def place(self, at: int) -> Features:
        """Where the line stands in the dump and against the core."""
        found: Features = {"down the page": at / len(self._lines)}
        total = self._prose[-1]
        if total:
            found["prose above"] = self._prose[at] / total
            found["prose below"] = (total - self._prose[at + 1]) / total
        core = self.core
        side = "before" if at < core.start else "after" if at >= core.end else "in"
        found[f"{side} the core"] = 1.0
        if side != "in":
            distance = core.start - at if side == "before" else at - core.end + 1
            found[f"{_FAR[min(FAR, distance)]} {side} the core"] = 1.0
        found["core's share"] = core.size / total if total else 0.0
        lead = self._lead
        found["before the lead" if at < lead.start else "after the lead" if at >= lead.end else "in the lead"] = 1.0
        if at >= lead.start:
            found["largest gap above"] = min(1.0, log2(1 + self._gaps[at]) / 5)
        found.update(self._run_features(at, side))
        return found

    def _run_features(self, at: int, side: str) -> Features:
        order = self._run_at.get(at)
        if order is None:
            return {"in no run": 1.0}
        run = self.runs[order]
        found: Features = {
            "run's size": min(1.0, log2(1 + run.size) / 11),
            "run against core": run.size / self.core.size,
        }
        found["run's prose lines"] = min(1.0, log2(1 + run.prose_lines) / 5)
        if order and self._headed[order]:
            found[f"{self._headed[order]} opens the run"] = 1.0
        if side != "in":
            other = self.runs[order - 1 if side == "after" else order + 1]
            gap = run.start - other.end if side == "after" else other.start - run.end
            found[f"gap {side} the core"] = min(1.0, log2(1 + gap) / 6)
            found[f"runs {side} the core"] = min(1.0, abs(order - self._core_at) / 4)
        return found

    def topic(self, at: int) -> Features:
        """How many of the line's words the core's running text uses."""
        line = self._lines[at]
        if not line.words or not self._core_words:
            return {}
        if self.core.start <= at < self.core.end and line.prose:
            return {"is the core": 1.0}
        telling = [word for word in line.words if len(word) > 4] or line.words
        shared = self._core_words.__contains__
        return {
            "shared words": sum(map(shared, line.words)) / len(line.words),
            "shared long words": sum(map(shared, telling)) / len(telling),
        }


def _runs(lines: Sequence[Measured]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for at, line in enumerate(lines):
        if not line.prose:
            continue
        if runs and at - runs[-1].end <= GAP:
            last = runs[-1]
            runs[-1] = Run(last.start, at + 1, last.size + line.size, last.prose_lines + 1)
        else:
            runs.append(Run(at, at + 1, line.size, 1))
    return tuple(runs)


def _largest_gaps(lines: Sequence[Measured], start: int) -> list[int]:
    """For each line the most lines without running text that stand in a row between `start` and it."""
    result, largest, current = [], 0, 0
    for at, line in enumerate(lines):
        if line.prose:
            current = 0
        elif at >= start:
            current += 1
            largest = max(largest, current)
        result.append(largest)
    return result


def _headed(lines: Sequence[Measured], run: Run) -> str:
    """What stands right above a run: a headline with a date or byline, a headline, or nothing of the kind."""
    above = [line for line in lines[max(0, run.start - HEAD_LINES) : run.start] if not line.sentence]
    headline = any(HEADLINE <= line.size <= HEADLINE_END and not line.cues for line in above)
    dated = any(line.stamped or any(cue.reason == "byline" for cue in line.cues) for line in above)
    return ("headline and date" if dated else "headline") if headline else "date" if dated else ""


def _distances(flags: Sequence[bool]) -> list[int]:
    """Lines back to the nearest earlier flag; FAR where there is none."""
    result, distance = [], FAR
    for flag in flags:
        distance = min(FAR, distance + 1)
        result.append(distance)
        if flag:
            distance = 0
    return result
