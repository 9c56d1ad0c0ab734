"""Scores to decisions: which lines of a dump are the article, before anything is named.

The threshold is each page's own: the one whose text promises the best F1. Corrections of it, measured in benchmarks/dump-report.md: a line that stands on other pages of the
site is out, a short gap between kept lines is filled, a plain sentence at the edge of the kept text joins it,
a small stretch far from the main one goes, a paragraph is kept once, and a page whose running text would all go is
tried again at the cautious threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from pipelines.dump.entries import join_entries
from pipelines.dump.gaps import likely
from pipelines.dump.kinds import LABEL_SIZE, shown_kinds
from pipelines.dump.measure import PROSE_SIZE, Measured
from pipelines.types import Rules

__all__ = ["decide", "most_promising"]

LONGEST_GAP = 2
"""Lines between kept lines that are kept with them."""
LONG_CUED = 20.0
"""Words: a cue phrase in a longer line does not make it furniture."""
EDGE_SCORE = -3.5
"""A plain sentence beside kept text is kept down to this score."""
CROSSED = frozenset({"advertisement", "media-player"})
"""What interrupts an article without ending it: labels set between its paragraphs. A short line that ends like a
sentence ("She never married.") does not end it either."""
LABELLED_SCORE = 3.0
"""A short line that says it is the page's own is kept only above this score."""
AFAR_SCORE = -1.5
"""Beyond short lines of the page a plain sentence is kept down to this score."""
PASSED = 3
"""So many of them in a row."""
PASSED_BY = frozenset({"share-widget", "related-stories", "newsletter", "caption", "media-player", "advertisement"})
STRAIT = 5
"""Lines: kept lines this close together belong together."""
ISLAND = 0.15
"""Share of the largest stretch's words: smaller ones apart from it are dropped."""
FOOT = frozenset(("author", "comments", "tags", "legal"))
"""Kinds of lines that stand where an article ends, and hardly inside it."""
FOOT_REACH, FOOT_SCORE = 12, -1.5
"""Lines below the kept text in which its foot is looked for; the score from which a sentence above the foot is kept."""
COPY = 0.5
"""Share of a page's kept words: where more recur, the page is a copy of another and its site's memory says nothing."""
BARE = 0.9
"""Share of a dump's words in sentences: where no line speaks of furniture, the rest are its headings."""
FEW = 40
"""Lines of a dump without a sentence that may be a poem or a text without full stops; more are rather a list."""
LEAST_PROMISE = 0.1
LOWEST = -3.0
"""Threshold of a page on which hardly a line is likely text: its F1 would be below LEAST_PROMISE."""
NEAR_BEST = 3.0
"""Where even the cautious threshold leaves nothing, running text this close to the best score is kept."""


def decide(
    lines: Sequence[Measured], scores: Sequence[float], siblings: Sequence[str], rules: Rules
) -> tuple[list[bool], bool]:
    """(kept or not for each line, whether the cautious threshold was needed)."""
    if not any(siblings) and _is_bare(lines):
        return [True] * len(lines), False
    usual = rules.dump_threshold + most_promising(lines, scores)
    for threshold in (usual, min(usual, rules.cautious_threshold)):
        kept = _above(lines, scores, siblings, threshold)
        if any(keep and line.prose for keep, line in zip(kept, lines, strict=True)):
            return kept, threshold != usual
    last_hope = [line.prose and _is_plain(line) for line in lines]
    if not any(last_hope):
        return [score > usual for score in scores], False
    least = max(score for score, hope in zip(scores, last_hope, strict=True) if hope) - NEAR_BEST
    return [hope and score >= least for score, hope in zip(scores, last_hope, strict=True)], True


def most_promising(lines: Sequence[Measured], scores: Sequence[float]) -> float:
    """The threshold whose text promises the best F1 over words, if the scores are true.

    On a page of sure lines a doubtful one is rather left out, on a page of doubtful ones it is rather kept: a line is
    worth its place where its chance is above half of the F1 that can be had.
    """
    ranked = sorted(((likely(score), line.size) for line, score in zip(lines, scores, strict=True)), reverse=True)
    wanted = sum(chance * size for chance, size in ranked)
    right = taken = best = 0.0
    for chance, size in ranked:
        right, taken = right + chance * size, taken + size
        best = max(best, 2 * right / (taken + wanted)) if taken + wanted else best
    return log(best / (2 - best)) if best > LEAST_PROMISE else LOWEST


def _is_bare(lines: Sequence[Measured]) -> bool:
    """Nothing in the dump says that any of it is furniture: a text saved by itself, which must lose nothing."""
    text = sum(line.size for line in lines if line.sentence)
    total = sum(line.size for line in lines)
    if not lines or any(line.repeats or line.stamped or not _is_plain(line) for line in lines):
        return False
    return text >= BARE * total or (text == 0 and len(lines) <= FEW)


def _above(lines: Sequence[Measured], scores: Sequence[float], siblings: Sequence[str], threshold: float) -> list[bool]:
    """The lines above the threshold with the corrections."""
    labelled = [_is_labelled(line) or (at > 0 and _is_listed(lines[at - 1], line)) for at, line in enumerate(lines)]
    kept = [
        score > (max(threshold, LABELLED_SCORE) if label else threshold)
        for label, score in zip(labelled, scores, strict=True)
    ]
    barred = _barred(lines, kept, siblings)
    plain = [
        _is_plain(line) and not bar and not label for line, bar, label in zip(lines, barred, labelled, strict=True)
    ]
    kept = [keep and not bar for keep, bar in zip(kept, barred, strict=True)]
    edges = [
        _Edge(
            joins=line.sentence and fits and score > EDGE_SCORE,
            joins_afar=line.sentence and fits and score > AFAR_SCORE,
            crossed=_is_crossed(line) or (line.ends and fits),
            passed=_is_passed(line),
            above=_is_above(line),
        )
        for line, fits, score in zip(lines, plain, scores, strict=True)
    ]
    grown = _filled(_grown(_filled(kept, plain), edges), plain)
    _join_above_foot(lines, grown, scores, plain)
    join_entries(lines, grown, plain)
    return _without_repeats(lines, _without_islands(lines, grown))


def _join_above_foot(
    lines: Sequence[Measured], kept: list[bool], scores: Sequence[float], plain: Sequence[bool]
) -> None:
    """Sentences below a box inside the article come back while what ends articles is still to come: its tags, its thread."""
    last = max((at for at, flag in enumerate(kept) if flag), default=len(kept))
    below = range(last + 1, min(len(lines), last + 1 + FOOT_REACH))
    foot = next((at for at in below if not lines[at].prose and shown_kinds(lines[at]) & FOOT), None)
    if foot is None:
        return
    for at in range(last + 1, foot):
        kept[at] = plain[at] and lines[at].sentence and scores[at] > FOOT_SCORE
        if kept[at] and not kept[at - 1]:  # its heading, too
            kept[at - 1] = plain[at - 1] and not lines[at - 1].stamped and scores[at - 1] > FOOT_SCORE


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


class _Edge(NamedTuple):
    """What a line beside the kept text may become of it, or let pass."""

    joins: bool
    """A plain sentence."""
    joins_afar: bool
    """A plain sentence that joins even where the page's own lines stand between."""
    crossed: bool
    """Set inside articles: what is beyond may still join."""
    passed: bool
    """A short line of the page: what is beyond may join afar."""
    above: bool
    """Set between a headline, its standfirst and the text."""


def _grown(kept: list[bool], edges: Sequence[_Edge]) -> list[bool]:
    """With the plain sentences that follow or precede kept lines, with nothing between but labels inside articles."""
    for order, upwards in ((range(len(kept)), False), (range(len(kept) - 1, -1, -1), True)):
        beside = near = False
        passed = 0
        for at in order:
            edge = edges[at]
            kept[at] = kept[at] or (beside and edge.joins) or (near and edge.joins_afar)
            beside = kept[at] or (beside and (edge.crossed or (upwards and edge.above)))
            passed = 0 if beside else passed + 1
            near = beside or (near and edge.passed and passed <= PASSED)
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


def _is_labelled(line: Measured) -> bool:
    """A short line, no sentence, whose wording is the page's."""
    return (
        not line.sentence
        and line.size <= LABEL_SIZE
        and any(cue.reason in PASSED_BY - {"caption"} for cue in line.cues)
    )


def _is_listed(above: Measured, line: Measured) -> bool:
    """A headline right below a heading for related stories."""
    heading = any(cue.whole_line and cue.reason == "related-stories" for cue in above.cues)
    return heading and not line.sentence and line.size <= LABEL_SIZE


def _is_passed(line: Measured) -> bool:
    """A short line of the page that says what it is."""
    return not line.prose and line.size <= LABEL_SIZE and any(cue.reason in PASSED_BY for cue in line.cues)


def _is_above(line: Measured) -> bool:
    """A byline or a date."""
    return (
        not line.sentence and line.size <= LABEL_SIZE and (line.stamped or any(c.reason == "byline" for c in line.cues))
    )


def _is_plain(line: Measured) -> bool:
    """Nothing in it says that it is furniture."""
    return not line.repeats and not any(cue.whole_line or line.size <= LONG_CUED for cue in line.cues)
