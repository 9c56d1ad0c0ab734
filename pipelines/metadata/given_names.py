"""Given names of many countries, each in its own script: what tells `Ilse Tamm` from `Career Advice`, which looks alike.

A name that is missing here is no less a name; one that is here may be a word or a place as well (`Summer`, `Santa`), so it
only ever adds to other signs. Data from benchmarks/given_names.py.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

__all__ = ["has_given_name", "opens_with_given_name"]


def has_given_name(text: str) -> bool:
    """The first or the last word is a given name: which of them is one differs between countries.

    >>> has_given_name("Ilse Tamm"), has_given_name("Kovács Dóra"), has_given_name("Career Advice")
    (True, True, False)
    """
    words = text.split()
    return bool(words) and (_is_given(words[0]) or _is_given(words[-1]))


def opens_with_given_name(text: str) -> bool:
    """The first word is a given name.

    >>> opens_with_given_name("Ilse Tamm"), opens_with_given_name("San Antonio")
    (True, False)
    """
    return _is_given(text.split(maxsplit=1)[0]) if text.strip() else False


def _is_given(word: str) -> bool:
    parts = word.casefold().strip(".,'’").split("-")
    return any(part in _names() for part in parts)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    text = files("pipelines.metadata").joinpath("given_names.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if not line.startswith("#")) - {"", *PLACES}


PLACES = frozenset("san santa santo saint sankt são port lake park north".split())
"""Words that begin the names of places more often than of people."""
