"""Whether two heads of stories are signed in one form: `By` and a name here and there, `記者` and a name, a name and `skrifar`.

A template signs all its stories alike, so the word need not be known: any language's will do. Leaves out names that stand alone
(pipelines.metadata.full_names) and days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.dump.lines import without_markdown
from pipelines.metadata.authors import has_case
from pipelines.words import HAN_KANA, NO_SPACES

__all__ = ["same_form"]

WORDS = (2, 6)
"""Of a signature: its word and a name."""
SIGNS = (4, 8)
"""The same in scripts that set no spaces."""
SHORT_WORD = 3
"""Letters of a word inside a name that may be written small: `de`, `von`."""

_PIECES = re.compile(r"\s[-–—/|·•]\s|[,،(（;|】)）／]|\s{2,}")


def same_form(own: Iterable[str], other: Iterable[str]) -> str | None:
    """The word that a line of each has before or behind its name, which is not the same name; None where there is none.

    >>> same_form(["ni Remedios Dimaunahan", "Hunyo 5, 2012"], ["ni Juanito Ferrancullo"])
    'ni'
    >>> same_form(["By Ruth Idle"], ["By Ruth Idle"])
    """
    known = {mark: piece for piece in _pieces(own) for mark in _marks(piece)}
    for piece in _pieces(other):
        found = next((mark for mark in _marks(piece) if mark in known and known[mark] != piece), None)
        if found:
            return found[1]
    return None


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from (
            piece for piece in (part.strip(" :：【〔[") for part in _PIECES.split(without_markdown(line))) if piece
        )


def _marks(piece: str) -> list[tuple[str, str]]:
    """(where it stands, the word) beside what may be a name."""
    if HAN_KANA.match(piece) or NO_SPACES.match(piece):
        low, high = SIGNS
        return [("first", piece[:2]), ("last", piece[-2:])] if low <= len(piece) <= high else []
    words = piece.split()
    low, high = WORDS
    if not low <= len(words) <= high or any(map(str.isdigit, piece)):
        return []
    return [
        (where, word.casefold().strip(":："))
        for where, word, name in (("first", words[0], words[1:]), ("last", words[-1], words[:-1]))
        if _may_be_name(name)
    ]


def _may_be_name(words: list[str]) -> bool:
    """Its first and last word, and the long ones, with a capital where the script has them."""
    inside = words[1:-1]
    return all(
        word[0].isalpha() and (word[0].isupper() or not has_case(word))
        for word in (words[0], words[-1], *(word for word in inside if len(word) > SHORT_WORD))
    )
