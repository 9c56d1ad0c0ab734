"""What the other pages of its site say against each line of a dump.

How many of them are enough is pipelines.witnesses'. A short line between two paragraphs of the page's own recurs by right
more often than not; it must stand on most of the site's pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.dump.measure import Measured
from pipelines.types import SiteProfile
from pipelines.witnesses import RUNNING_WORDS, Standing, standing_of

__all__ = ["siblings_of"]

PARAGRAPH_SIZE = 8.0
"""Words: a line of this size is a paragraph, however it ends (verses, items of a list)."""


def siblings_of(lines: Sequence[Measured], profile: SiteProfile | None) -> list[str]:
    """For each line the evidence that it is the site's furniture; empty where there is none, or too little."""
    if profile is None or not (profile.recurring or profile.approved):
        return [""] * len(lines)
    standing = [_enough(line, profile) for line in lines]
    return [
        str(found) if found and (found.is_on_most() or not _is_between_paragraphs(at, lines, standing)) else ""
        for at, found in enumerate(standing)
    ]


def _enough(line: Measured, profile: SiteProfile) -> Standing | None:
    standing = standing_of(line.line.text, profile)
    paragraph = line.sentence or line.size >= PARAGRAPH_SIZE
    return standing if standing and standing.is_enough(line.size, paragraph=paragraph) else None


def _is_between_paragraphs(at: int, lines: Sequence[Measured], standing: Sequence[Standing | None]) -> bool:
    """A short line with a sentence of the page's own above and below: a heading or an answer recurs by right."""
    if lines[at].size >= RUNNING_WORDS or not 0 < at < len(lines) - 1:
        return False
    return all(lines[beside].sentence and standing[beside] is None for beside in (at - 1, at + 1))
