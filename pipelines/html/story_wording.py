"""What words speak for and against a story of its own: how far it takes up those of the article, in any language.

Leaves out which paragraphs are compared (pipelines.html.story_evidence). The same paragraphs stand above or below one headline after
another, so their words are counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log

from pipelines.story_words import Tally, compared

__all__ = ["Wording"]


class Wording:
    """The words of one page's paragraphs and of its headline."""

    def __init__(
        self, words_of_text: Callable[[str], Collection[str]], paragraphs: Mapping[int, Collection[str]], title: str
    ) -> None:
        self._words_of_text = words_of_text
        self.paragraphs = paragraphs
        self._title = set(words_of_text(title))
        self._tallies: dict[tuple[int, ...], Tally] = {}

    def features(self, above: Sequence[int], below: Sequence[int], headline: str) -> dict[str, float]:
        """Name -> value: of the article's paragraphs, those below another headline, and that headline."""
        own, told = self._tally(above), self._tally(below)
        title, head = self._title, set(self._words_of_text(headline))
        return {
            **compared(own, told, title, head),
            "title words in headline": len(title & head) / max(1, len(head)),
            "log told": log(1 + told.total),
        }

    def _tally(self, paragraphs: Sequence[int]) -> Tally:
        key = tuple(paragraphs)
        if key not in self._tallies:
            self._tallies[key] = Tally(self.paragraphs[i] for i in paragraphs)
        return self._tallies[key]
