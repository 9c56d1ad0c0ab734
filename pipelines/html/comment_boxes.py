"""Readers' comments of systems that nobody listed, in languages whose word for comments nobody knows: told by their box.

Leaves out threads that a name or a line about comments speaks for (pipelines.html.comments). Theory of operation. Below an article, a box with
a short line at its head and two or more like elements in it, each of which opens with a name of its own, tells when, and says a
sentence that is no link: teasers are links, a programme's dates say no sentences, a table of facts tells no time. Where the time
is a day alone, as teasers have it, or a number and a unit (`2 t`, `41 min`), which may be an age or a measure, one thing more must speak for it: the line at the head counts
the elements, or all of them have the same buttons, or a name in them speaks of comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.html.comment_items import is_signed, label_of, name_and_time
from pipelines.html.ledger import Item, Ledger, Thread
from pipelines.html.places import PageBlock, Place, ends_like_sentence, words_of
from pipelines.metadata.dates import date_in

__all__ = ["boxed_threads"]

LEAST, MOST_ITEMS = 2, 200
HEAD_WORDS, HEAD_LINES = 9, 3
"""Words of the line at the head of a box, and of how many lines it may be one."""
NAME = 5
"""Words of a name."""
MOST_TIMED = 0.6
"""Share of the items that say when."""
COUNTING = 5
"""Words of a line that counts the items: `Komentarai (2)`."""
NAME_WORDS = 8
"""Of a line with a name, and a time or none."""
SAID_WORDS = 4
"""Least words of what a reader says in a line of its own."""
LONGEST = 150
"""Words of an item's text on average."""
LINKED = 0.3
_BOXES = frozenset(("div", "section", "aside", "ul", "ol", "dl", "footer", "table", "tbody"))
_TABLES = frozenset(("table", "tbody"))
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"^#\s*\d+\s*")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_AGO = re.compile(
    r"(?<![\d.,])\d{1,2}\s*[^\W\d_]+\.?(?:\s+[^\W\d_]+)?$|^[^\W\d_]+\s+\d{1,2}\s+[^\W\d_]+$|\d{1,2}\s?[^\W\d_]{1,3}前"
)
_WRITER = re.compile(
    r"/(?:users?|members?|profiles?|profil|people|u|author|autor)/|[?&](?:user|author|reply\w*)=|#", re.IGNORECASE
)
_SPEAKS = re.compile(r"comment|cmt|cmnt|komment|repl(?:y|ies)|reac(?:tie|ción|ao)|opini", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """An item, and what else of it matters."""

    item: Item
    texts: tuple[str, ...]
    """What its reader says."""
    is_dated: bool
    labels: frozenset[str]
    """Its short texts below what it says."""


def boxed_threads(ledger: Ledger, taken: set[int]) -> Iterator[Thread]:
    """Threads in boxes below the article, of blocks that no other thread has taken."""
    if ledger.page_type != "article" or ledger.likely_type != "article":
        return
    for box in ledger.page.places:
        if box.tag not in _BOXES or box.last - box.first < LEAST or box.first in taken:
            continue
        group = _like(box, ledger.page.blocks)
        head = _head(ledger, box, group) if group else None
        if head is None:
            continue
        said = [_read(ledger.page.blocks, place) for place in group]
        found = [one for one in said if one is not None]
        line = ledger.page.blocks[head].text
        free = taken.isdisjoint(range(group[0].first, group[-1].last))
        if free and len(found) == len(group) and _is_thread(found, line, group):
            taken.update(range(group[0].first, group[-1].last))
            items = _named(tuple(one.item for one in found))
            told = f"{len(items)} like items below “{line}”, each with a name, a time and a text"
            yield Thread(items=items, evidence=told, head=head)


def _like(box: Place, blocks: Sequence[PageBlock]) -> list[Place]:
    """The children that make most of a box: the same tag and first name, two blocks each or a block of two lines."""
    kinds: dict[tuple[str, str], list[Place]] = {}
    for child in box.children:
        rows = box.tag in _TABLES
        several = child.last - child.first >= 2 and not rows
        if several or (child.last - child.first == 1 and "\n" in blocks[child.first].text):
            kinds.setdefault((child.tag, _DIGITS.sub("", child.names[0]) if child.names else ""), []).append(child)
    group = max(kinds.values(), key=len, default=[])
    return group if LEAST <= len(group) <= MOST_ITEMS else []


def _head(ledger: Ledger, box: Place, group: Sequence[Place]) -> int | None:
    """Index of a short line above the items, in their box or in the one around it."""
    around = box if box.first < group[0].first else box.parent
    if around is None:
        return None
    for index in range(max(around.first, group[0].first - HEAD_LINES), group[0].first):
        block = ledger.page.blocks[index]
        short = words_of(block.text) <= HEAD_WORDS and not ledger.page.running[index] and not block.hidden
        if short and block.linked < LINKED * len(block.text) and ledger.reasons[index] != "title":
            return index
    return None


def _read(blocks: Sequence[PageBlock], place: Place) -> _Said | None:
    """The item that an element is: a line with a name, what the reader says, and a time before or behind it."""
    if place.last - place.first == 1:
        return _read_lines(blocks[place.first], place)
    shown = [index for index in range(place.first, place.last) if not blocks[index].hidden]
    said = [index for index in shown[1:] if _says(blocks[index])]
    if (
        not said
        or words_of(blocks[shown[0]].text) > NAME_WORDS
        or ends_like_sentence(blocks[shown[0]].text.rstrip("."))
    ):
        return None
    if any(_leads_away(link) for index in shown for link in blocks[index].links):
        return None
    body = tuple(index for at, index in enumerate(said) if index == said[0] + at)
    lines = [blocks[index].text for index in shown if index not in body and words_of(blocks[index].text) <= NAME_WORDS]
    time = next((line for line in lines if _CLOCK.search(line)), None) or next(filter(date_in, lines), None)
    name, posted = _name_and_time(lines[0], time or next(filter(_AGO.search, lines), None)) if lines else ("", None)
    if not name[:1].isalnum() or len(name.split()) > NAME:
        return None
    own = tuple(range(place.first, place.last))
    item = Item(place=place, own=own, body=body, author=name, posted=posted)
    labels = frozenset(label_of(blocks[index].text) for index in shown if index > body[-1]) - {""}
    return _Said(
        item,
        tuple(blocks[index].text for index in body),
        is_dated=time is not None and _CLOCK.search(time) is not None,
        labels=labels,
    )


def _read_lines(block: PageBlock, place: Place) -> _Said | None:
    """The item in one block whose first line holds a name and a time: `Marisol (9 March 21:10)`."""
    opening, _, text = block.text.partition("\n")
    if (
        words_of(opening) > NAME_WORDS
        or words_of(text) < SAID_WORDS
        or not (_CLOCK.search(opening) or date_in(opening))
    ):
        return None
    name, posted = _name_and_time(opening, None)
    at = (place.first,)
    item = Item(place=place, own=at, body=at, author=name, posted=posted, opening=f"{opening}\n")
    return _Said(item, (text,), is_dated=True, labels=frozenset()) if name else None


def _name_and_time(line: str, posted: str | None) -> tuple[str, str | None]:
    """The name in an item's first line, which may hold the time, too; empty where it holds nothing else."""
    line = _NUMBERED.sub("", line)
    if not (_CLOCK.search(line) or date_in(line) or _AGO.search(line)):
        return line, posted
    name, time = name_and_time(line)
    return (name or "").strip(" ,·|("), time.rstrip(" )")


def _says(block: PageBlock) -> bool:
    """A reader's text: no heading, no link, no time and no button."""
    if block.role in ("heading", "label") or block.linked > LINKED * len(block.text):
        return False
    if words_of(block.text) < SAID_WORDS and not ends_like_sentence(block.text):
        return False
    return not is_signed(block) and not (words_of(block.text) <= NAME_WORDS and _CLOCK.search(block.text))


def _is_thread(found: Sequence[_Said], head: str, group: Sequence[Place]) -> bool:
    texts = [text for one in found for text in one.texts]
    half = len(found) / 2
    if len({one.item.author for one in found}) < LEAST or sum(map(ends_like_sentence, texts)) < half:
        return False
    if sum(map(words_of, texts)) > LONGEST * len(found) or sum(
        one.item.posted is not None for one in found
    ) < MOST_TIMED * len(found):
        return False
    if sum(one.is_dated for one in found) >= half:
        return True
    counted = str(len(found)) in _DIGITS.findall(head) and words_of(head) <= COUNTING
    pressed = bool(frozenset.intersection(*(one.labels for one in found)))
    return counted or pressed or all(map(_speaks_of_comments, group))


def _leads_away(link: str) -> bool:
    """It leads to another page, as teasers do, and not to an action or to who wrote."""
    return not (link.startswith(("#", "javascript:")) or _WRITER.search(link))


def _speaks_of_comments(place: Place) -> bool:
    inside = [place, *place.children, *(inner for child in place.children for inner in child.children)]
    return any(_SPEAKS.search(name) for each in inside for name in each.names)


def _named(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items without the word that most names end with: `Birutė prieš`, `Jonas prieš`."""
    word, times = Counter((item.author or "").rpartition(" ")[2] for item in items).most_common(1)[0]
    if times < LEAST or 2 * times < len(items):
        return items
    ending = f" {word}"
    return tuple(replace(item, author=(item.author or "").removesuffix(ending)) for item in items)
