"""Each block of a page as a set of named features: what the block model sees. Knows no weights and decides nothing.

Theory of operation. A block is judged by its own shape, by what stands around it, and by where it stands; never by the
words of one language alone, and never by a name that one site invented. Every feature is a phrase that a reader
understands, present or absent, so that a verdict can be told in the phrases that spoke most (pipelines.html.model).
The phrases fall into five kinds:

- shape: length, how it ends, role, links, signs;
- verdicts: what trafilatura and resiliparse said of it and of its neighbours;
- position: how much of the text stands above and below, how far the next kept paragraph is;
- structure: the element that holds most of the text (the core), what else the block's own box holds,
  how often a box like it stands on the page, what tags and names are around it inside the core;
- wording: cue phrases (pipelines.cues) in it, in the heading above it and beside it.

Lengths are words, or what stands for words in scripts without spaces, in steps that double: a model of steps is
linear and still knows that a paragraph of 40 words is not eight times a line of five.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from pipelines.cues import Cue, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.names import furniture_of
from pipelines.html.places import CLOSING, SENTENCE_END, PageBlock, Place

__all__ = ["Surroundings", "features_of"]

CORE_SHARE = 0.8
"""Share of the kept words that the smallest element which counts as the core must hold."""
NEAR = 3
"""Blocks to either side that are near."""
LONGEST_CUE = 400
"""Characters from which a block is not looked through for cues: a paragraph, whatever it says in passing."""
LOOKED_AT = 120
"""Characters of a block in which signs are looked for."""
SENTENCE = 11
"""Words from which a line that ends like a sentence is one; a shorter one may be a slogan."""


class _Scale:
    """A number told in steps: the phrase of the step it falls into."""

    def __init__(self, phrase: str, *steps: float) -> None:
        self.steps = steps
        told = _share if steps[-1] <= 1 else _count
        self.phrases = (
            *(phrase.format(f"up to {told(step)}" if step else told(step)) for step in steps),
            phrase.format(f"over {told(steps[-1])}"),
        )

    def of(self, value: float) -> str:
        return self.phrases[bisect_left(self.steps, value)]


def _share(share: float) -> str:
    return f"{share:.0%}" if share else "none"


def _count(count: float) -> str:
    return f"{count:g}" if count else "no"


_WORDS = _Scale("{} words", 1, 2, 4, 7, 11, 18, 32, 60)
_LINKED = _Scale("{} of it linked", 0.25, 0.5, 0.9, 1.0)
_NEAR_KEPT = _Scale("{} of the words near are kept", 0.0, 0.25, 0.5, 0.75, 0.99)
_TEXT_ABOVE = _Scale("{} of the text above", 0.0, 0.02, 0.05, 0.1, 0.25, 0.5)
_TEXT_BELOW = _Scale("{} of the text below", 0.0, 0.02, 0.05, 0.1, 0.25, 0.5)
_BEFORE = _Scale("{} blocks above the first paragraph", 1, 2, 4, 8, 16, 32)
_AFTER = _Scale("{} blocks below the last paragraph", 1, 2, 4, 8, 16, 32)
_BETWEEN = _Scale("between paragraphs {} blocks apart", 1, 2, 4, 8, 16)
_DEPTH = _Scale("{} elements into the main part", 0, 1, 2, 3, 5)
_BOX_KEPT = _Scale("{} of its box is kept", 0.0, 0.25, 0.5, 0.75, 0.99)
_BOX_SIZE = _Scale("{} blocks in its box", 1, 2, 4, 8, 16)
_BOX_LINKED = _Scale("{} of its box is links", 0.0, 0.25, 0.5, 0.75)
_BOX_PROSE = _Scale("{} words of prose in its box", 0, 20, 60, 200)
_TWINS = _Scale("{} blocks of the page in such elements", 1, 2, 4, 8, 16)
_LIKE = _Scale("one of {} like boxes", 2, 3, 5, 9)
_LIKE_WORDS = _Scale("like boxes of {} words", 11, 32, 60, 120)
_LIKE_LINKED = _Scale("like boxes, {} linked", 0.0, 0.1, 0.5)
_PAGE_KEPT = _Scale("{} words kept on the page", 0, 30, 60, 120, 250, 500, 1000)
_PAGE_SHARE = _Scale("{} of the page's prose is kept", 0.0, 0.2, 0.4, 0.6, 0.8, 0.95)
_HEADING = {kept: _Scale(f"heading {{}} blocks above, {kept}", 1, 3, 8) for kept in ("kept", "out")}

_PARTED = re.compile(r"\s[|•·›»→/]\s|[|•→›»]\s*$|^\s*[|•→›»]")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w")
_PRICE = re.compile(r"[$€£¥₹₺₽]\s*\d|\d\s*[$€£¥₹₺₽]")
_COMMA = re.compile("[,،、，;；]")
_OPENING = tuple("\"'«“‘„「『")
_TELLING_TAGS = frozenset(("aside", "footer", "header", "nav", "form", "figure", "table", "ul", "ol", "dl", "details",
                           "blockquote", "section", "article", "main", "button"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Box:
    """What an element holds, in sums."""

    blocks: int
    words: int
    kept: int
    running: int
    linked: float


class Surroundings:
    """A page as it stands before the model is asked: sums and answers that many blocks share."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.blocks = ledger.page.blocks
        self.second = ledger.second
        self.words = [block.words for block in self.blocks]
        self.kept = ledger.kept_indices()
        self.kept_prose = [i for i in self.kept if ledger.page.running[i]] or self.kept
        self.sum_words = [0, *accumulate(self.words)]
        self.sum_kept = [0, *accumulate(w if k else 0 for w, k in zip(self.words, ledger.kept, strict=True))]
        running = ledger.page.running
        self.sum_running = [0, *accumulate(w if r else 0 for w, r in zip(self.words, running, strict=True))]
        self.sum_chars = [0, *accumulate(len(block.text) for block in self.blocks)]
        self.sum_linked = [0, *accumulate(block.linked for block in self.blocks)]
        self.twins = Counter(_kind_of(block.place) for block in self.blocks)
        self.copies = Counter(ledger.keys)
        self.core = self._core()
        self.around_core = {id(place) for place in self.core.ancestors()}
        headline = ledger.headline
        self.title = -1 if headline is None else headline
        self.boxes: dict[int, _Box] = {}
        self.structures: dict[int, tuple[str, ...]] = {}
        self.alike: dict[int, Counter[tuple[str, str]]] = {}
        self.cues: dict[int, tuple[Cue, ...]] = {}
        kept_prose = zip(self.words, ledger.kept, running, strict=True)
        self.words_of_prose = sum(words for words, kept, prose in kept_prose if kept and prose)
        """In kept paragraphs."""
        self.page = self._page()

    def _core(self) -> Place:
        """The smallest element that holds nearly all of the kept words."""
        core = self.ledger.page.places[0]
        needed = CORE_SHARE * self.sum_kept[-1]
        while True:
            inner = next((p for p in core.children if self._held(p) >= needed), None)
            if inner is None:
                return core
            core = inner

    def _page(self) -> list[str]:
        """What is true of every block of the page."""
        return [_PAGE_KEPT.of(self.sum_kept[-1]), _PAGE_SHARE.of(self.words_of_prose / max(1, self.sum_running[-1]))]

    def _held(self, place: Place) -> int:
        return self.sum_kept[place.last] - self.sum_kept[place.first] if place.last > place.first else -1

    @cached_property
    def headings(self) -> list[int]:
        return [i for i, block in enumerate(self.blocks) if block.role == "heading" and not block.hidden]

    def box(self, place: Place) -> _Box:
        """The sums of an element."""
        found = self.boxes.get(id(place))
        if found is None:
            first, last = place.first, place.last
            chars = self.sum_chars[last] - self.sum_chars[first]
            found = self.boxes[id(place)] = _Box(
                blocks=last - first,
                words=self.sum_words[last] - self.sum_words[first],
                kept=self.sum_kept[last] - self.sum_kept[first],
                running=self.sum_running[last] - self.sum_running[first],
                linked=(self.sum_linked[last] - self.sum_linked[first]) / max(1, chars),
            )
        return found

    def cues_of(self, index: int) -> tuple[Cue, ...]:
        """Cue phrases of a block; a long one has none."""
        found = self.cues.get(index)
        if found is None:
            text = self.blocks[index].text
            found = self.cues[index] = cues_in(text) if len(text) <= LONGEST_CUE else ()
        return found

    def siblings_like(self, place: Place) -> int:
        """How many elements beside this one are of its kind, itself counted."""
        if place.parent is None:
            return 1
        counts = self.alike.get(id(place.parent))
        if counts is None:
            counts = self.alike[id(place.parent)] = Counter(
                _kind_of(child) for child in place.parent.children if child.last > child.first
            )
        return counts[_kind_of(place)]


def features_of(index: int, around: Surroundings) -> list[str]:
    """The phrases that are true of one block, each once."""
    found = _shape(around.blocks[index], around.words[index])
    found += _verdicts(index, around)
    found += _position(index, around)
    found += _structure(around.blocks[index].place, around)
    found += _wording(index, around)
    found += around.page
    if around.copies[around.ledger.keys[index]] > 1:
        found.append("stands more than once on the page")
    return found


def _kind_of(place: Place) -> tuple[str, str]:
    return place.tag, place.names[0] if place.names else ""


def _shape(block: PageBlock, words: int) -> list[str]:
    text = block.text
    found = [_WORDS.of(words), f"role {block.role}", f"in <{block.place.tag}>"]
    found.append(_LINKED.of(block.link_density) if block.linked else "no link")
    bare = text.rstrip(CLOSING)
    last = bare[-1:]
    if last in SENTENCE_END:
        found.append("ends like a sentence" if words > SENTENCE else "short line that ends like a sentence")
        if bare.endswith(("...", "…")):
            found.append("breaks off")
        elif last in "?؟？":
            found.append("is a question")
    elif last in ":：":
        found.append("ends with a colon")
    found += [phrase for phrase, pattern in _SIGNS if pattern.search(text, 0, LOOKED_AT)]
    if text.startswith(_OPENING):
        found.append("opens with a quotation mark")
    if block.hidden:
        found.append("the page does not show it")
    if block.marks:
        timed = any(mark.tag == "time" for mark in block.marks)
        found.append("holds a time" if timed else "holds a marked name or date")
    return found


_SIGNS = (("parts set apart by signs", _PARTED), ("holds an address", _ADDRESS), ("holds a price", _PRICE),
          ("holds a comma", _COMMA))  # fmt: skip


def _verdicts(index: int, around: Surroundings) -> list[str]:
    second, kept, size = around.second, around.ledger.kept, len(around.words)
    above, below = max(0, index - 1), min(size - 1, index + 1)
    first, last = max(0, index - NEAR), min(size, index + NEAR + 1)
    own = around.words[index]
    words = around.sum_words[last] - around.sum_words[first] - own
    near = around.sum_kept[last] - around.sum_kept[first] - (own if kept[index] else 0)
    return [
        "resiliparse keeps it" if second[index] else "resiliparse leaves it out",
        _VERDICTS[kept[above], kept[below]],
        _SECOND[second[above], second[below]],
        _NEAR_KEPT.of(near / max(1, words)),
    ]


_KEPT = ("out", "kept")
_VERDICTS = {(a, b): f"{_KEPT[a]} above, {_KEPT[b]} below" for a in (False, True) for b in (False, True)}
_SECOND = {pair: f"resiliparse: {phrase}" for pair, phrase in _VERDICTS.items()}


def _position(index: int, around: Surroundings) -> list[str]:
    total = max(1, around.sum_kept[-1])
    above = around.sum_kept[index] / total
    below = (total - around.sum_kept[index + 1]) / total
    found = [_TEXT_ABOVE.of(above), _TEXT_BELOW.of(below)]
    prose = around.kept_prose
    at, after = bisect_left(prose, index), bisect_right(prose, index)
    if not prose:
        found.append("nothing is kept")
    elif at == 0:
        found.append(_BEFORE.of(prose[0] - index))
    elif after == len(prose):
        found.append(_AFTER.of(index - prose[-1]))
    else:
        found.append(_BETWEEN.of(prose[after] - prose[at - 1] - 1))
    if index < around.title:
        found.append("above the headline")
    return found


def _structure(place: Place, around: Surroundings) -> tuple[str, ...]:
    known = around.structures.get(id(place))
    if known is None:
        known = around.structures[id(place)] = tuple(_structure_of(place, around))
    return known


def _structure_of(place: Place, around: Surroundings) -> list[str]:
    path = _inside_core(place, around)
    found = _own_box(place, around)
    tags = {p.tag for p in path[1:]} & _TELLING_TAGS
    found += [f"inside <{tag}>" for tag in sorted(tags)]
    if path[-1].parent is around.core or place is around.core:
        found.append(_DEPTH.of(len(path) - 1))
    else:
        found.append(_outside(path))
    named = next((reason for p in path if (reason := furniture_of(p))), None)
    if named:
        found.append(f"inside an element named like {named}")
    return found + _repeated_box(path, around)


def _inside_core(place: Place, around: Surroundings) -> list[Place]:
    """The element and those around it, up to the last one that holds nothing of the core."""
    path = [place]
    while path[-1].parent is not None and id(path[-1].parent) not in around.around_core:
        path.append(path[-1].parent)
    return path


def _outside(path: list[Place]) -> str:
    tags = {place.tag for place in path}
    landmark = next((tag for tag in ("nav", "footer", "header", "aside", "form") if tag in tags), None)
    return f"outside the main part of the page{f', inside <{landmark}>' if landmark else ''}"


def _own_box(place: Place, around: Surroundings) -> list[str]:
    """The element around the block's own one: how much of it is text, links, kept."""
    twins = _TWINS.of(around.twins[_kind_of(place)])
    outer = place.parent or place
    if id(outer) in around.around_core:
        return ["directly in the main part" if outer is around.core else "around the main part", twins]
    box = around.box(outer)
    return [
        twins,
        _BOX_KEPT.of(box.kept / max(1, box.words)),
        _BOX_SIZE.of(box.blocks),
        _BOX_LINKED.of(box.linked),
        _BOX_PROSE.of(box.running),
    ]


def _repeated_box(path: list[Place], around: Surroundings) -> list[str]:
    """The outermost box inside the core that stands among like boxes, as cards and teasers do."""
    for place in reversed(path):
        if place.last - place.first >= 2 and (like := around.siblings_like(place)) >= 2:
            box = around.box(place)
            return [_LIKE.of(like), _LIKE_WORDS.of(box.words), _LIKE_LINKED.of(box.linked)]
    return []


def _wording(index: int, around: Surroundings) -> list[str]:
    found = [f"says: {cue.reason}{' (whole line)' if cue.whole_line else ''}" for cue in around.cues_of(index)]
    at = bisect_left(around.headings, index) - 1
    if at >= 0:
        heading = around.headings[at]
        found.append(_HEADING[_KEPT[around.ledger.kept[heading]]].of(index - heading))
        found += [f"below a heading that says: {cue.reason}" for cue in around.cues_of(heading)]
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(around.blocks):
            found += [f"beside a line that says: {cue.reason}" for cue in around.cues_of(beside) if cue.whole_line]
    return found
