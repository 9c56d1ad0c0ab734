"""Which of our blocks another extractor kept: its text laid over ours; knows nothing of HTML.

Theory of operation. An extractor hands back text, cut differently from ours: blocks merged, split,
trimmed, sometimes moved. So both sides are reduced to their letters and digits, ours in one long
string, and each of its segments is looked up there:

1. Anchors: segments of ANCHOR letters or more that stand exactly once on our page cannot be mistaken.
   The longest chain of them that runs in page order is the frame.
2. Every other segment is looked for between the anchors around it, then anywhere on the page.
3. A segment that stands nowhere as a whole was changed on the way (a link's text taken out, two
   blocks joined): its words are matched in order inside the window between its neighbours.

The answer is, for each block, the share of its letters that was kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

__all__ = ["coverage", "letters"]

ANCHOR = 40
"""Letters from which a segment is taken as its own evidence of where it stands."""
PIECE = 24
"""Letters of a piece of a changed segment: shorter pieces are found by chance."""

STEP = ANCHOR // 2
"""Letters between the places of a long page that are indexed, and letters indexed at each: so wherever a segment of
ANCHOR letters stands, one indexed place lies in its first STEP letters, and all letters there are the segment's."""
ALIKE = 100
"""Indexed places that read like a part of a segment, from which on they are no help."""
LONG = 100_000
"""Letters of a page from which it is indexed: looking through all of it for each of its segments takes time that grows with
the square of its length, a third of all for a page of 900 KB (measured)."""

_NO_LETTER = re.compile(r"[\W_]+")
_SMALL = bytes(range(128)).lower() + bytes(range(128, 256))
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())


def letters(text: str) -> str:
    """The text's letters and digits, lower-cased: what two extractors' versions of it have in common."""
    if text.isascii():  # a tenth of the time
        return text.encode().translate(_SMALL, _NO_LETTERS).decode()
    return _NO_LETTER.sub("", text).lower()


def coverage(keys: Sequence[str], segments: Sequence[str]) -> list[float]:
    """For each block, given as its letters, the share found in the segments; 0 for a block without letters."""
    page = _Page("".join(keys))
    found = _located([letters(segment) for segment in segments], page)
    taken = bytearray(len(page.text))
    for start, end in found:
        taken[start:end] = b"\x01" * (end - start)
    ends = list(accumulate(map(len, keys)))
    return [taken.count(1, end - len(key), end) / len(key) if key else 0.0 for key, end in zip(keys, ends, strict=True)]


@dataclass(slots=True)
class _Page:
    text: str
    index: dict[str, list[int]] = field(default_factory=dict)
    """Of a long page: what stands at every STEP-th letter, and where."""

    def __post_init__(self) -> None:
        if len(self.text) >= LONG:
            for at in range(0, len(self.text) - STEP + 1, STEP):
                self.index.setdefault(self.text[at : at + STEP], []).append(at)

    def once(self, key: str) -> int:
        """Where a segment of ANCHOR letters or more stands if it stands exactly once, else -1."""
        places = self._places(key) if self.index else None
        if places is not None:
            return places[0] if len(places) == 1 else -1
        start = self.text.find(key)
        return start if start >= 0 and self.text.find(key, start + 1) < 0 else -1

    def _places(self, key: str) -> list[int] | None:
        """Where a segment stands by the index; None where it reads like so much of the page that looking through it is faster."""
        maybe = [at - ahead for ahead in range(STEP) for at in self.index.get(key[ahead : ahead + STEP], ())[:ALIKE]]
        if len(maybe) >= ALIKE:
            return None
        return [place for place in maybe if place >= 0 and self.text.startswith(key, place)]


Span = tuple[int, int]


def _located(keys: list[str], page: _Page) -> list[Span]:
    anchors = _chain([(i, page.once(key)) for i, key in enumerate(keys) if len(key) >= ANCHOR])
    places = dict(anchors)
    order = [i for i, _ in anchors]
    spans: list[Span] = []
    cursor = 0
    for i, key in enumerate(keys):
        if not key:
            continue
        if i in places:
            cursor = places[i] + len(key)
            spans.append((places[i], cursor))
            continue
        following = bisect_right(order, i)
        limit = places[order[following]] if following < len(order) else len(page.text)
        found = _find(page.text, key, cursor, limit)
        spans.extend(found)
        if found and cursor <= found[0][0] and found[-1][1] <= limit:
            cursor = found[-1][1]
    return spans


def _find(text: str, key: str, start: int, end: int) -> list[Span]:
    """A segment's place between its neighbours, else anywhere, else the places of its pieces."""
    at = text.find(key, start, end)
    if at < 0:
        at = text.find(key)
    if at >= 0:
        return [(at, at + len(key))]
    return _pieces(text, key, start, end)


def _pieces(text: str, key: str, start: int, end: int) -> list[Span]:
    """The longest runs of a changed segment that stand in the window, in order.

    Greedy: from each letter on, a piece of PIECE letters is looked up and then extended; a miss moves on
    by a quarter of a piece. Linear in the segment's length times one search.
    """
    spans: list[Span] = []
    position = 0
    while position + PIECE <= len(key):
        at = text.find(key[position : position + PIECE], start, end)
        if at < 0:
            position += PIECE // 4
            continue
        size = _common(text, at, key, position, end)
        spans.append((at, at + size))
        position += size
        start = at + size
    return spans


def _common(text: str, at: int, key: str, position: int, end: int) -> int:
    size = PIECE
    longest = min(end - at, len(key) - position)
    while size < longest and text[at + size] == key[position + size]:
        size += 1
    return size


def _chain(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of (segment, place) whose places rise; anchors without a place are left out."""
    tails: list[int] = []
    chain_at: list[int] = []
    before: list[int] = []
    known = [anchor for anchor in anchors if anchor[1] >= 0]
    for index, (_, place) in enumerate(known):
        length = bisect_left(tails, place)
        if length == len(tails):
            tails.append(place)
            chain_at.append(index)
        else:
            tails[length], chain_at[length] = place, index
        before.append(chain_at[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    index = chain_at[-1] if chain_at else -1
    while index >= 0:
        chain.append(known[index])
        index = before[index]
    return chain[::-1]
