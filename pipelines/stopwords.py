"""The commonest words of a hundred languages: what any two texts of one language have in common and so tells nothing.

From the lists that jusText brings, which count the words of Wikipedia's editions, the most frequent first (Pomikálek, Removing
Boilerplate and Duplicate Content from Web Corpora, 2011). No list belongs to a page: what language it is in need not be known.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from itertools import islice

__all__ = ["beginnings_of_stopwords"]

COMMONEST = 300
"""Words of each list: behind them the longer ones have words of what articles are about."""


@lru_cache(maxsize=1)
def beginnings_of_stopwords(letters: int) -> frozenset[str]:
    """The first letters of common words, in lower case.

    >>> "from" in beginnings_of_stopwords(5), "zwisc" in beginnings_of_stopwords(5), "ferry" in beginnings_of_stopwords(5)
    (True, True, False)
    """
    found: set[str] = set()
    for words in files("justext").joinpath("stoplists").iterdir():
        with words.open(encoding="utf-8") as lines:
            found.update(word.strip().lower()[:letters] for word in islice(lines, COMMONEST))
    return frozenset(found)
