"""How far one text takes up the words of another: in any language, for words are compared by how they begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from itertools import chain

from pipelines.sides import again_in, keeping_of_counts, telling_of

__all__ = ["Tally", "compared", "stems_of"]

STEM = 5
"""Letters of a word that are compared: what follows are mostly endings."""
SMOOTH = 0.1
"""Added to shares of words before one is divided by the other: in a short text hardly a word comes again."""
FEW_WORDS = 60
"""Telling words below which little can be said by them."""
_PREFIX = re.compile(r"^(?:[وفبكل]?ال|[והבלמשכ](?=[א-ת]{4}))")
"""What Arabic and Hebrew write together with the word."""


def stems_of(text: str) -> Collection[str]:
    """The telling words of a text without what most languages put behind a word."""
    return dict.fromkeys(_PREFIX.sub("", word)[:STEM] for word in telling_of(text))


class Tally:
    """The words of some paragraphs, counted once for all that is asked of them."""

    __slots__ = ("again", "counts", "total")

    def __init__(self, paragraphs: Iterable[Collection[str]] = ()) -> None:
        self.counts: Counter[str] = Counter(chain.from_iterable(paragraphs))
        self.total = self.counts.total()
        self.again = again_in(self.counts)
        """How many words stand in more than one of them, and how often all of these together."""

    @property
    def repeats(self) -> float:
        """Share of the words of each paragraph that stand in another of them."""
        return self.again[1] / max(1, self.total)

    def share_in(self, other: Tally) -> float:
        """Share of the words that are among those of others."""
        return sum(number for word, number in self.counts.items() if word in other.counts) / max(1, self.total)


def compared(own: Tally, told: Tally, title: AbstractSet[str], head: AbstractSet[str]) -> dict[str, float]:
    """Name -> value of what words say of an article and of the part below another headline: are they of one text?

    `title` and `head` are the words of the article's headline and of that other one.
    """
    again, usual, inside = told.share_in(own), own.repeats, told.repeats
    vocabulary, said = own.counts.keys(), told.counts.keys()
    return {
        "again": again,
        "usual": usual,
        "few own": float(own.total < FEW_WORDS),
        "again/usual": (again + SMOOTH) / (usual + SMOOTH),
        "again-usual": again - usual,
        "again/inside": (again + SMOOTH) / (inside + SMOOTH),
        "keeping": keeping_of_counts(own.counts, told.counts, own.again),
        "title said": len(title & said) / max(1, len(title)),
        "headline known": len(head & vocabulary) / max(1, len(head)),
        "headline said": len(head & said) / max(1, len(head)),
        "few told": float(told.total < FEW_WORDS),
    }
