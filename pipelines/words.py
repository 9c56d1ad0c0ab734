"""Words of a text in any script, as they are counted and compared; not how a search finds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["HAN_KANA", "NO_SPACES", "QUOTATION", "QUOTATION_MARK", "telling", "words_in"]

HAN_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A sign of Chinese or Japanese."""
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""A sign of Thai, Lao, Burmese or Khmer."""
QUOTATION = re.compile('“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|「[^「」]*」|『[^『』]*』|‹[^‹›]*›|"[^"]*"')
"""What stands between two of one kind."""
QUOTATION_MARK = re.compile('[“”„«»「」『』"‹›]')
"""Those of all scripts, but for the single ones that are apostrophes, too."""
SHORT = 3
"""Letters of a word that is mostly grammar."""
_TOKEN = re.compile(r"[\u0900-\u0dff\u0f00-\u109f]+|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


def words_in(text: str) -> tuple[str, ...]:
    """Lower-cased words, or signs where the script sets no spaces."""
    if text.isascii():
        return tuple(_TOKEN.findall(text.lower()))
    spaced = HAN_KANA.sub(" ", NO_SPACES.sub(" ", text))
    return (*_TOKEN.findall(spaced.lower()), *HAN_KANA.findall(text), *NO_SPACES.findall(text))


def telling(words: Sequence[str]) -> list[str]:
    """Those long enough to tell something; pairs of signs where the script sets no spaces."""
    result = [word for word in words if len(word) > SHORT or (len(word) > 1 and not word.isascii())]
    signs = [word for word in words if len(word) == 1 and not word.isascii()]
    result += [one + other for one, other in pairwise(signs)]
    return result
