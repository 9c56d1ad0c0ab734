"""The model that weighs what speaks for another story on a page (pipelines.weighed); trained and measured by benchmarks/train_stories.py."""

from __future__ import annotations

from functools import cache

from pipelines.weighed import WeighedModel, load_weighed

__all__ = ["FILE", "KIND", "story_model"]

FILE, KIND = "story_model.json", "stories"
SURELY_OWN = -5.0
"""All that the trees can add is 6.2, and less than 1.2 is no story."""


@cache
def story_model() -> WeighedModel:
    """The model that is shipped."""
    return load_weighed("pipelines.html", FILE, kind=KIND, surely_own=SURELY_OWN)
