"""What can be counted in one line and in one dump, in any script: sizes, sentence ends, repeats, cues. Decides nothing.

Sizes are in words of a language that sets spaces: a script without spaces is counted by its signs, so that a
line of Chinese and its translation have about the same size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.cues import Cue, cues_in
from pipelines.dump.lines import Line, ends_sentence
from pipelines.words import HAN_KANA, NO_SPACES, words_in

__all__ = ["PROSE_SIZE", "STAMPED_SIZE", "Measured", "measure"]

HAN_A_WORD = 1.7
"""Signs of Chinese or Japanese to one English word, in translated news."""
SIGNS_A_WORD = 5.0
"""Signs of Thai, Lao, Khmer or Burmese to one English word."""
LETTERS_A_WORD = 7.5
"""Words of languages that build long ones (Finnish, Turkish, Tamil) count as several."""
PROSE_SIZE = 12.0
"""Words: a line of this size that ends like a sentence is taken for running text."""
SENTENCE_SIZE = 4.0
"""Words: a shorter line with a full stop is a label or a cry."""
FEW_LONG, UNMARKED = 3, 0.25
"""A dump of at least so many long lines, of which less than this share end with a mark, is read without marks."""
LONG_SIZE = 25.0
"""Words: a line of this size is running text however it ends."""
COMMON_TYPES = 24
"""A dump's own most frequent words stand for a language's function words."""
STAMPED_SIZE = 16.0
"""Words: in a longer line a date is part of what it tells."""
CUE_SIGNS = 240
"""Signs of a line that are searched for cues: what follows is no longer what the line is for."""


_STAMP = re.compile(
    r"(?<!\d)(?:[12]\d{3}(?!\d)|(?![0-9])\d{4}(?!\d)|\d{1,2}[:.]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})|\d\s?[年月日년월일]"
)


class Measured(NamedTuple):
    """One line with what was counted in it."""

    line: Line
    size: float
    words: tuple[str, ...]
    """Lower-cased words, or signs where the script sets no spaces."""
    ends: bool
    """Ends like a sentence."""
    prose: bool
    """Running text, as far as size and ending tell."""
    sentence: bool
    """Running text or one short sentence: such lines have weights of their own."""
    common: float
    """Share of its words that are among the dump's most frequent ones."""
    repeats: int
    """How many other lines of the dump are equal to it."""
    cues: tuple[Cue, ...]
    stamped: bool
    """A short line with a date or a time."""


def measure(lines: Sequence[Line], cues: Sequence[tuple[Cue, ...]] | None = None) -> tuple[Measured, ...]:
    """Each line measured; `cues` replaces what would be found in the lines (training hides some)."""
    words = [words_in(line.text) for line in lines]
    sizes = [_size(line.text, found) for line, found in zip(lines, words, strict=True)]
    copies = Counter(words)
    common = _common(words, sizes)
    known: dict[str, tuple[Cue, ...]] = {}
    result = []
    ending = [ends_sentence(line.text) for line in lines]
    unmarked = _is_unmarked(sizes, ending)
    for at, (line, size, found, ends) in enumerate(zip(lines, sizes, words, ending, strict=True)):
        prose = size >= LONG_SIZE or ((ends or unmarked) and size >= PROSE_SIZE)
        result.append(
            Measured(
                line=line, size=size, words=found, ends=ends, prose=prose, repeats=copies[found] - 1,
                sentence=prose or (ends and size >= SENTENCE_SIZE),
                common=sum(map(common.__contains__, found)) / (len(found) or 1),
                cues=cues[at] if cues is not None else _cues(known, line.text),
                stamped=size < STAMPED_SIZE and bool(_STAMP.search(line.text)),
            )
        )  # fmt: skip
    return tuple(result)


def _is_unmarked(sizes: Sequence[float], ending: Sequence[bool]) -> bool:
    """Few long lines end with a mark: the saver lost them, or the language sets none that is known here."""
    long = [ends for size, ends in zip(sizes, ending, strict=True) if size >= PROSE_SIZE]
    return len(long) >= FEW_LONG and sum(long) < UNMARKED * len(long)


def _cues(known: dict[str, tuple[Cue, ...]], text: str) -> tuple[Cue, ...]:
    if text not in known:
        known[text] = cues_in(text[:CUE_SIGNS])
    return known[text]


def _size(text: str, words: tuple[str, ...]) -> float:
    if text.isascii():
        return max(float(len(words)), len(text) / LETTERS_A_WORD) if len(words) > 1 else float(len(words))
    han, signs = len(HAN_KANA.findall(text)), len(NO_SPACES.findall(text))
    spaced = len(words) - han - signs
    long_words = (len(text) - han - signs) / LETTERS_A_WORD if spaced > 1 else 0.0
    return max(spaced, long_words) + han / HAN_A_WORD + signs / SIGNS_A_WORD


def _common(words: Sequence[tuple[str, ...]], sizes: Sequence[float]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for found, size in zip(words, sizes, strict=True):
        if size >= PROSE_SIZE:
            counts.update(found)
    frequent = [word for word, _ in counts.most_common(2 * COMMON_TYPES) if not word.isdigit()]
    return frozenset(frequent[:COMMON_TYPES])
