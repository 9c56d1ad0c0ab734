"""The block model's verdict on what the extractors kept and dropped; a correction, not a decision from nothing.

Leaves out what the model sees (pipelines.html.features) and how it adds up (pipelines.html.model). A kept block goes
when little speaks for it, a dropped one comes back when much does; between the two the extractors are believed. What
another step has taken out for a reason of its own stays out. A removal is named by what speaks most plainly (a cue, an
element's name, a heading), and its evidence is the phrases that weighed most.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.html.features import Surroundings, features_of
from pipelines.html.ledger import Ledger
from pipelines.html.model import Weights, load_model, verdict_class
from pipelines.reasons import REMOVED_REASONS

__all__ = ["candidates", "weigh_blocks"]

REMOVED_BELOW = {"kept prose": -1.5, "kept line": -1.5}
"""Scores below which a kept block goes (benchmarks/html-report.md, chosen by folds over domains)."""
KEPT_ABOVE = {"dropped prose": 0.0, "dropped line": 0.5}
"""Scores above which a dropped block comes back (the same)."""
ABOVE, BELOW = 12, 30
"""Blocks above the first kept one and below the last in which a line can be the article's; prose can be anywhere."""
MOST_LINKED = 0.9
"""Share of a dropped block that may be links."""
TOLD = 3
"""Phrases told of a removal."""
PLAIN = ("role ", "in <")
"""Openings of phrases that say what a block is made of."""
UNNAMED = "unlikely-text"


def weigh_blocks(ledger: Ledger) -> None:
    """Take out the kept blocks that are most unlikely to be the article's, bring back dropped ones that are likely."""
    model, around = load_model(), Surroundings(ledger)
    kept: list[int] = []
    removed: list[tuple[int, str, str]] = []
    for index in candidates(ledger):
        name = verdict_class(kept=ledger.kept[index], prose=ledger.page.running[index])
        phrases = features_of(index, around)
        score = model[name].score(phrases)
        if ledger.kept[index] and score < REMOVED_BELOW[name]:
            removed.append((index, _reason(phrases), _evidence(model[name], phrases)))
        elif not ledger.kept[index] and score > KEPT_ABOVE[name]:
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
