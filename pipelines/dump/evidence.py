"""Why the model kept a line or took it out, in words of a researcher: its strongest terms, told by what they look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.dump.features import Row
from pipelines.dump.measure import Measured
from pipelines.dump.model import Pass
from pipelines.dump.shape import Features

__all__ = ["Explanation"]

DOUBTFUL = 1.0
"""A score this close to the threshold is called close."""
TERMS = 3
LEAST = 0.1
"""Terms that add less say nothing."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The model's view of a dump, kept to tell the evidence of those lines that need it."""

    model: Pass
    lines: Sequence[Measured]
    features: Sequence[Row]
    scores: Sequence[float]

    def of(self, at: int, *, kept: bool) -> str:
        """The families of terms that speak most for the decision, as one phrase."""
        row = self.features[at]
        phrases: dict[str, None] = {}
        for family, name, value in self.model.of(self.lines[at]).contributions(row):
            if (value > 0) == kept and abs(value) > LEAST:
                phrases[_phrase(family, name, row, kept=kept)] = None
            if len(phrases) == TERMS:
                break
        told = "; ".join(phrases)
        return f"a close call: {told}" if self.is_doubtful(at) else told

    def is_doubtful(self, at: int) -> bool:
        """The score could have gone either way."""
        return abs(self.scores[at]) < DOUBTFUL


def _phrase(family: str, key: str, row: Row, *, kept: bool) -> str:
    if family == "cues":
        kind, _, where = key.partition(" ")
        return f"{_kind(kind)} {where}"
    if family == "wording":
        return (
            f"wording of {key.removeprefix('only ').replace('-', ' ')}" if key != "any" else "wording of page furniture"
        )
    if family == "shape":
        return _shape(key, row[0])
    if family == "place":
        return _place(row[3], kept=kept)
    if family == "story":
        return _story(row[6], kept=kept)
    told = _FAMILY[family]
    return told[0] if kept else told[1]


def _kind(kind: str) -> str:
    return _KINDS.get(kind, f"{kind} wording")


def _shape(key: str, features: Features) -> str:
    if key.startswith("size"):
        short = key in {"size 1", "size 2", "size 3-4", "size 5-7", "size 8-11"}
        if short:
            return "short line" if "sentence end" in features else "short line without sentence end"
        return "long line"
    if key.startswith("sentence end") or key == "prose":
        return "sentences"
    return key


def _place(place: Features, *, kept: bool) -> str:
    if kept:
        return "inside the longest run of text" if "in the core" in place else "close to the longest run of text"
    side = "below" if "after the core" in place else "above" if "before the core" in place else "beside"
    return f"{side} the longest run of text"


_KINDS = {
    "stamp": "a date",
    "comments": "words of comment boxes",
    "share": "words of share buttons",
    "related": "words that announce other stories",
    "navigation": "words of menus",
    "tags": "words that announce tags",
    "legal": "words of legal notices",
    "player": "words of media players",
    "author": "words about an author",
}


def _story(story: Features, *, kept: bool) -> str:
    if kept:
        return "inside what is probably the article"
    if "in the article" in story:
        return "unlike the lines of the article around it"
    return f"{'above the probable beginning' if 'before the article' in story else 'below the probable end'} of the article"


_FAMILY = {
    "around": ("running text around it", "little running text around it"),
    "neighbours": ("likely text around it", "unlikely text around it"),
    "topic": ("words of the longest run of text", "words unlike the longest run of text"),
}
"""What a family says for and against a line."""
