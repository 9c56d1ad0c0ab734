"""How far one text takes up the words of another: in any language, for words are compared by how they begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from pipelines.sides import telling_of

__all__ = ["own_repeats", "share_in", "stems_of"]

STEM = 5
"""Letters of a word that are compared: what follows are mostly endings."""
_PREFIX = re.compile(r"^(?:[وفبكل]?ال|[והבלמשכ](?=[א-ת]{4}))")
"""What Arabic and Hebrew write together with the word."""


def stems_of(text: str) -> Collection[str]:
    """The telling words of a text without what most languages put behind a word."""
    return dict.fromkeys(_PREFIX.sub("", word)[:STEM] for word in telling_of(text))


def share_in(paragraphs: Sequence[Collection[str]], vocabulary: Collection[str]) -> float:
    """Share of the words of paragraphs that are among others."""
    total = sum(map(len, paragraphs))
    return sum(word in vocabulary for some in paragraphs for word in some) / max(1, total)


def own_repeats(paragraphs: Sequence[Collection[str]]) -> float:
    """Share of the words of each paragraph that stand in another of them."""
    counts = Counter(chain.from_iterable(paragraphs))
    return sum(number for number in counts.values() if number > 1) / max(1, counts.total())
