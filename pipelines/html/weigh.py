"""The block model's verdict on what the extractors kept and dropped; a correction, not a decision from nothing.

Leaves out what the model sees (pipelines.html.features) and how it adds up (pipelines.html.model). A kept block goes
when little speaks for it, a dropped one comes back when much does; between the two the extractors are believed. What
another step has taken out for a reason of its own stays out. A removal is named by what speaks most plainly (a cue, an
element's name, a heading), and its evidence is the phrases that weighed most.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.html.features import Surroundings, features_of
from pipelines.html.ledger import Ledger
from pipelines.html.model import Weights, load_model, verdict_class
from pipelines.page_type import LISTS
from pipelines.reasons import REMOVED_REASONS

__all__ = ["candidates", "thresholds_of", "weigh_blocks"]


class Thresholds(NamedTuple):
    """Scores at which blocks change sides."""

    prose_goes: float
    """A kept paragraph with less goes."""
    line_goes: float
    prose_comes: float
    """A dropped paragraph with more comes back."""
    line_comes: float

    def changes(self, score: float, *, kept: bool, prose: bool, heading: bool = False) -> bool:
        """Whether a block with this score is not where it belongs.

        A kept heading is held like prose: it is the article's own more often than other lines are.
        """
        if kept:
            return score < (self.prose_goes if prose or heading else self.line_goes)
        return score > (self.prose_comes if prose else self.line_comes)


USUAL = Thresholds(-1.5, -1.5, 0.0, 0.5)
SURE = 0.8
"""Confidence from which a page is surely an article."""
SURE_ARTICLE = Thresholds(-1.5, -0.25, 0.0, 0.5)
"""Of such a page extractors find nearly all: lines that they keep wrongly are what counts."""
UNSURE_ARTICLE = Thresholds(-2.5, -1.5, -1.0, 0.0)
"""What is rather an article than anything else."""
DOUBTFUL_ARTICLE = Thresholds(-3.0, -1.0, 0.5, 0.5)
"""What is rather something else, but not surely enough for steps to rely on it."""
BY_TYPE = {
    "collection": Thresholds(-2.0, -2.0, -1.5, -1.0),
    "documentation": Thresholds(-2.0, -2.0, -1.0, 0.0),
    "home": Thresholds(-3.0, -1.0, -1.0, -0.5),
    "listing": Thresholds(-2.0, -2.0, -1.5, 0.0),
    "product": Thresholds(-1.5, -0.5, 0.0, 0.5),
    "service": Thresholds(-3.0, -3.0, -1.0, 0.5),
}
"""Of pages that are no articles extractors lose half, and the model, which learned from articles most of all, would take
more. All of these were chosen on scores by folds over domains (benchmarks/html-report.md)."""

ABOVE, BELOW = 12, 30
"""Blocks above the first kept one and below the last in which a line can be the article's; prose can be anywhere."""
MOST_LINKED = 0.9
"""Share of a dropped block that may be links."""
TOLD = 3
"""Phrases told of a removal."""
PLAIN = ("role ", "in <")
"""Openings of phrases that say what a block is made of."""
UNNAMED = "unlikely-text"
LEAST_PROSE = 60
"""Words of kept paragraphs."""
LEAST_LIST = 8
"""Kept blocks of a list."""


def thresholds_of(around: Surroundings) -> Thresholds:
    """Those for a page of this type; of a page with hardly any prose or entries there is nothing for more to belong to."""
    ledger = around.ledger
    if ledger.page_type == ledger.likely_type == "article" and ledger.type_confidence >= SURE:
        return SURE_ARTICLE
    is_list = ledger.page_type in LISTS and sum(ledger.kept) >= LEAST_LIST
    if not is_list and around.words_of_prose < LEAST_PROSE:
        return USUAL
    if ledger.page_type != "article":
        return BY_TYPE.get(ledger.page_type, USUAL)
    return UNSURE_ARTICLE if ledger.likely_type == "article" else DOUBTFUL_ARTICLE


def weigh_blocks(ledger: Ledger) -> None:
    """Take out the kept blocks that are most unlikely to be the article's, bring back dropped ones that are likely."""
    model, around = load_model(), Surroundings(ledger)
    thresholds = thresholds_of(around)
    kept: list[int] = []
    removed: list[tuple[int, str, str]] = []
    for index in candidates(ledger):
        is_kept, prose = ledger.kept[index], ledger.page.running[index]
        weights = model[verdict_class(kept=is_kept, prose=prose)]
        phrases = features_of(index, around)
        heading = ledger.page.blocks[index].role == "heading"
        if not thresholds.changes(weights.score(phrases), kept=is_kept, prose=prose, heading=heading):
            continue
        if is_kept:
            removed.append((index, _reason(phrases), _evidence(weights, phrases)))
        else:
            kept.append(index)
    for index in kept:
        ledger.keep(index)
    for index, reason, evidence in removed:
        ledger.remove(index, reason, evidence)


def candidates(ledger: Ledger) -> Iterator[int]:
    """The kept blocks, and of the dropped those that could be the article's text."""
    kept = ledger.kept_indices()
    first, last = (kept[0], kept[-1]) if kept else (ABOVE, len(ledger))
    for index, block in ledger:
        if ledger.kept[index]:
            if index not in ledger.settled:
                yield index
        elif ledger.is_open(index) and block.role != "label" and any(map(str.isalpha, block.text)):
            near = first - ABOVE <= index <= last + BELOW and not block.hidden and block.link_density < MOST_LINKED
            if near or first < index < last or ledger.page.running[index]:
                yield index


def _evidence(weights: Weights, phrases: list[str]) -> str:
    """What spoke most against the block; what it is made of (its role, its tag) only where nothing else did."""
    telling = [phrase for phrase in phrases if not phrase.startswith(PLAIN)]
    return "; ".join(weights.strongest_against(telling, TOLD) or weights.strongest_against(phrases, TOLD))


def _reason(phrases: list[str]) -> str:
    """The reason that the wording, the element's name or the heading above speaks for."""
    for opening in ("says: ", "inside an element named like ", "below a heading that says: "):
        for phrase in phrases:
            reason = phrase.removeprefix(opening).removesuffix(" (whole line)")
            if phrase.startswith(opening) and reason in REMOVED_REASONS:
                return reason
    return UNNAMED
