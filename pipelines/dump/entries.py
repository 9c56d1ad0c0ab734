"""The entries of a live report in a dump: an hour alone in its line, a headline perhaps, a paragraph or two.

Entries that the text holds say how the next ones look. Those at the end of the day are short, stand near the page's foot, and are taken
for other stories one by one; as a series they are not: their hours go on rising, or falling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from pipelines.dump.measure import Measured

__all__ = ["join_entries"]

FEWEST, SERIES = 2, 4
"""Entries inside the text, and all with those below it, that make a series."""
HEAD = 2
"""Lines between the hour and the first paragraph."""
_HOUR = re.compile(
    r"[(\[]?(\d{1,2})\s?[:.hH時点시]\s?(\d{2})(?::\d{2})?\s*(?:(?:uhr|uur|hrs?|hs|ч|[zh])\.?|([ap])\.?\s?m\.?)?[)\]]?",
    re.IGNORECASE,
)


def join_entries(lines: Sequence[Measured], kept: list[bool], plain: Sequence[bool]) -> None:
    """Keep the entries below the text that go on with the hours of those in it; `plain` lines say nothing of furniture."""
    hours = [(at, minutes) for at, line in enumerate(lines) if (minutes := _minutes(line.line.text)) is not None]
    last = max((at for at, keep in enumerate(kept) if keep), default=-1)
    told = [(at, minutes) for at, minutes in hours if at <= last and any(kept[at + 1 : at + 2 + HEAD])]
    steps = {(below > above) - (below < above) for (_, above), (_, below) in pairwise(told)}
    inside = sum(at > kept.index(True) for at, _ in told)  # what stands above the text is when it was published
    if inside < FEWEST or len(steps - {0}) != 1:
        return
    [step] = steps - {0}
    before, found = told[-1][1], []
    for at, minutes in hours:
        entry = list(_entry(lines, plain, at)) if at > told[-1][0] else []
        if not entry:
            continue
        if (minutes - before) * step < 0:
            break
        before = minutes
        found.append(entry)
    if len(told) + len(found) >= SERIES:
        for index in chain.from_iterable(found):
            kept[index] = True


def _minutes(text: str) -> int | None:
    """Of a line that is an hour: since midnight."""
    found = _HOUR.fullmatch(text.strip("*_# \t–-•"))
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    hour = int(found[1]) % 12 + 12 * (found[3] in "pP") if found[3] else int(found[1])
    return 60 * hour + int(found[2])


def _entry(lines: Sequence[Measured], plain: Sequence[bool], at: int) -> Iterator[int]:
    """The hour's line, the headline below it, and the paragraphs in one piece; nothing where no paragraph follows."""
    below = range(at + 1, len(lines))
    first = next((i for i in below[: HEAD + 1] if lines[i].prose or lines[i].sentence), None)
    if first is None or not all(plain[i] for i in range(at + 1, first + 1)):
        return
    yield from range(at, first + 1)
    for index in range(first + 1, len(lines)):
        if not plain[index] or not (lines[index].prose or lines[index].sentence):
            return
        yield index
