"""On how many other pages of its site each line of a dump stands, as far as that speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.dump.measure import LONG_SIZE, Measured
from pipelines.memory import line_hash
from pipelines.types import SiteProfile

__all__ = ["siblings_of"]

LONG_NEEDS = 2
"""Other pages a line of LONG_SIZE words must stand on: one may quote the other, or be an edit of it."""


def siblings_of(lines: Sequence[Measured], profile: SiteProfile | None) -> list[int]:
    """Other pages with the same line; 0 where there are too few to mean anything."""
    if profile is None or not profile.recurring:
        return [0] * len(lines)
    return [_siblings(line, profile) for line in lines]


def _siblings(line: Measured, profile: SiteProfile) -> int:
    others = profile.recurring.get(line_hash(line.line.text), 1) - 1  # this page is one of those counted
    return others if others >= (LONG_NEEDS if line.size >= LONG_SIZE else 1) else 0
