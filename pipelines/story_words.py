"""How far one text takes up the words of another: in any language, for words are compared by how they begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain, pairwise
from math import sqrt

from pipelines.sides import again_in, keeping_of_counts
from pipelines.stopwords import beginnings_of_stopwords
from pipelines.words import words_in

__all__ = ["Tally", "compared", "stems_of"]

STEM = 5
"""Letters of a word that are compared: what follows are mostly endings."""
DECIDING = STEM + 3
"""Letters of a word that its stem depends on: those compared, and what may be written together with it."""
CACHED = 20_000
"""Words whose stems are remembered: of a text most come again, in it or in the next."""
SMOOTH = 0.1
"""Added to shares of words before one is divided by the other: in a short text hardly a word comes again."""
LEAST_SPREAD = 0.02
"""Variance of a share that is hardly known: none of a few words comes again, and a longer text would say otherwise."""
MOST_FEWER = 6.0
FEW_WORDS = 60
"""Telling words below which little can be said by them."""
_PREFIX = re.compile(r"^(?:[وفبكل]?ال|[והבלמשכ](?=[א-ת]{4}))")
"""What Arabic and Hebrew write together with the word."""
_TELLING = re.compile(
    r"\w{4}|\w*[\u1ea0-\u1ef9]\w|\w+[\u1ea0-\u1ef9]|[\u0590-\u0dff\u1200-\u137f]{3}|[\uac00-\ud7ff]{2}"
)
"""A word long enough to tell something: shorter where vowels are not written, a sign is a syllable, or tones tell words apart."""


def stems_of(text: str) -> Collection[str]:
    """The telling words of a text without what most languages put behind a word, each once; pairs of signs where words are not parted.

    >>> list(stems_of("The ferries between both harbours"))
    ['ferri', 'harbo']
    """
    words = words_in(text)
    stems = filter(None, map(_stem, [word[:DECIDING] for word in words]))
    signs = [word for word in words if len(word) == 1 and not word.isascii()]
    pairs = (one + other for one, other in pairwise(signs) if not (_is_hiragana(one) and _is_hiragana(other)))
    return dict.fromkeys([*stems, *pairs])


@lru_cache(maxsize=CACHED)
def _stem(word: str) -> str:
    """How a word that begins so is compared: without what is written together with it; nothing where it tells nothing."""
    common = beginnings_of_stopwords(STEM)
    if not _TELLING.match(word) or word[:STEM] in common:
        return ""
    stem = _PREFIX.sub("", word)[:STEM]
    return "" if stem in common else stem


def _is_hiragana(sign: str) -> bool:
    """What Japanese writes its grammar with."""
    return "\u3040" <= sign <= "\u309f"


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
        "fewer than usual": _fewer(again, usual, told.total),
        "again/inside": (again + SMOOTH) / (inside + SMOOTH),
        "keeping": keeping_of_counts(own.counts, told.counts, own.again),
        "title said": len(title & said) / max(1, len(title)),
        "headline known": len(head & vocabulary) / max(1, len(head)),
        "headline said": len(head & said) / max(1, len(head)),
        "few told": float(told.total < FEW_WORDS),
    }


def _fewer(again: float, usual: float, total: int) -> float:
    """By how many standard deviations fewer words stand in the article than if each did with the usual chance; at most MOST_FEWER.

    A ratio of two shares says as much of ten words as of a thousand; ten say next to nothing.
    """
    spread = sqrt(max(LEAST_SPREAD, usual * (1 - usual)) / max(1, total))
    return max(-MOST_FEWER, min(MOST_FEWER, (usual - again) / spread))
