"""What the other pages of its site say against each line of a dump. How many of them are enough is pipelines.witnesses'."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.dump.measure import Measured
from pipelines.types import SiteProfile
from pipelines.witnesses import standing_of

__all__ = ["siblings_of"]

PARAGRAPH_SIZE = 8.0
"""Words: a line of this size is a paragraph, however it ends (verses, items of a list)."""


def siblings_of(lines: Sequence[Measured], profile: SiteProfile | None) -> list[str]:
    """For each line the evidence that it is the site's furniture; empty where there is none, or too little."""
    if profile is None or not (profile.recurring or profile.approved):
        return [""] * len(lines)
    return [_evidence(line, profile) for line in lines]


def _evidence(line: Measured, profile: SiteProfile) -> str:
    standing = standing_of(line.line.text, profile)
    paragraph = line.sentence or line.size >= PARAGRAPH_SIZE
    return str(standing) if standing and standing.is_enough(line.size, paragraph=paragraph) else ""
