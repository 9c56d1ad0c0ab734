"""One comment of a thread: which of its blocks are name, time and buttons, and which are what the reader wrote.

Leaves out what makes items a thread (pipelines.html.comments). A name and a time are read from elements that say
so, else from where they stand: a short line with a time in it opens the item, and what stands before the time is
a name, if the items of the thread differ in it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.cues import cues_in
from pipelines.html.ledger import Item
from pipelines.html.places import Mark, PageBlock, Place
from pipelines.metadata.dates import date_in

__all__ = [
    "LABEL_WORDS",
    "NAME_WORDS",
    "is_signed",
    "label_of",
    "name_and_time",
    "read_item",
    "with_names_before_times",
]

NAME_WORDS = 5
INITIALS_WORDS = 3
"""A line that ends like a sentence is a name only while it is so short ("Mira K.")."""
TIME_WORDS = 9
DATE_WORDS = 6
"""Of a day and an hour behind a name."""
LABEL_WORDS = 4
YEAR_DIGITS = 4
UNIT_WORDS = 2
"""Words behind the number: "days ago", "saat önce"."""
AGO_WORDS = 4
"""A shorter line with a number is a time, too ("3 hours ago", "vor 2 Tagen", "5分钟前", "3h"); two words with a number
are more often a measure ("4 year", "2 cups")."""

_AUTHOR = re.compile(
    r"author|user|(?:^|[-_ ])(?:fn|name|nick(?:name)?|by|who|poster|member|says?)(?:$|[-_ ])", re.IGNORECASE
)
_TIME = re.compile(r"date|time|posted|ago|stamp", re.IGNORECASE)
_SAYS = re.compile(
    r"\s*(?:\b(?:says?|said|wrote|writes|schreibt|sagt|dice|dit|пишет|diyor ki|on|at|am|le|el|hace|h[áa]|il y a|vor|przed|pred|för|for))?\s*[:,·•|(–—-]*\s*$",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\W\d_]+")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d[:.h]\d\d|(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}|[\u0660-\u0669\u06f0-\u06f9]")
"""What a time holds in any language: a clock, a year, a day and a month, or Arabic or Persian digits."""


def read_item(blocks: tuple[PageBlock, ...], place: Place, own: tuple[int, ...], labels: frozenset[str]) -> Item | None:
    """The comment in an element's own blocks; None where nothing in it is a reader's text."""
    shown = [i for i in own if not blocks[i].hidden]
    marks = [mark for i in shown for mark in blocks[i].marks]
    author = next((m.text for m in marks if m.tag != "time" and _AUTHOR.search(m.names) and _is_name(m.text)), None)
    posted = next(
        (m.value or m.text for m in marks if m.tag == "time" or (_TIME.search(m.names) and _is_time(m.text))), None
    )
    said = [i for i in shown if blocks[i].text and not (labels and label_of(blocks[i].text) in labels)]
    body: list[int] = []
    for i in said:
        role = _header(blocks[i], author, posted, first=not body)
        if role == "name":
            posted = posted or _time_behind(author, blocks[i].text)
            author = author or _name_in(blocks[i])
        elif role == "time":
            posted = posted or blocks[i].text
        elif role == "both":
            continue
        else:
            body.append(i)
    body = _without_actions(blocks, body)
    if not body or any(blocks[i].role == "heading" and blocks[i].pieces > NAME_WORDS for i in body):
        return None
    return Item(place=place, own=own, body=tuple(body), author=author, posted=posted)


def with_names_before_times(items: list[Item]) -> list[Item]:
    """The items, each with the name that stands before the time in one line with it, where no other name was found.

    The first words of such lines are a name if they differ from item to item: "Posted on" and months do not.
    """
    if any(item.author for item in items):
        return items
    parts = [name_and_time(item.posted or "") for item in items]
    names = {name for name, _ in parts if name}
    alone = len(items) == 1 and date_in(items[0].posted or "") is not None
    if len(names) < (1 if alone else max(2, len(items) // 2)):
        return items
    return [replace(item, author=n, posted=t) if n else item for item, (n, t) in zip(items, parts, strict=True)]


def is_signed(block: PageBlock) -> bool:
    """Holds what could be a time: an element that says so, or a short line with a number."""
    if block.hidden:
        return False
    if block.role == "heading":
        return _is_name_and_time(block.text)
    if any(mark.tag == "time" or _TIME.search(mark.names) for mark in block.marks):
        return True
    return block.pieces <= TIME_WORDS and (_is_time(block.text) or _is_name_and_ago(block.text.split()))


def label_of(text: str) -> str:
    """A short text as it is compared with those of other items: words alone."""
    return _NO_WORD.sub(" ", text).strip().lower()


def _is_time(text: str) -> bool:
    words = text.split()
    if len(words) > TIME_WORDS or not _DIGIT.search(text):
        return False
    return (len(words) <= AGO_WORDS and len(words) != 2) or _CLOCK.search(text) is not None


def _is_name_and_ago(words: list[str]) -> bool:
    """A name and how long ago in one line: `Beba D. hace 3 días`, `Yusuf K. 2 saat önce`."""
    numbers = [at for at, word in enumerate(words) if word.isdigit() and len(word) < YEAR_DIGITS]
    return (
        len(numbers) == 1
        and numbers[0] > 0
        and 1 <= len(words) - 1 - numbers[0] <= UNIT_WORDS
        and len(words) <= TIME_WORDS
    )


def _is_name_and_time(line: str) -> bool:
    """`Beba D. 3.4.2024 19:45`, as some set above a comment; a headline is longer, or its date stands among its words."""
    name, time = name_and_time(line)
    return name is not None and date_in(time) is not None and len(time.split()) <= DATE_WORDS


def name_and_time(line: str) -> tuple[str | None, str]:
    """`王小明1 May 2021` and `Marta K., 3.4.2024` in two."""
    date = date_in(line)
    digit = _DIGIT.search(line)
    start = date.start if date else digit.start() if digit else 0
    name = _SAYS.sub("", line[:start]).strip()
    return (name, line[start:].strip()) if name and _is_name(name) and label_of(name) else (None, line)


def _header(  # noqa: PLR0911 - one return for each thing a line can be
    block: PageBlock, author: str | None, posted: str | None, *, first: bool
) -> str | None:
    """Whether a block of an item is its name, its time or both; None for what the reader wrote."""
    text, words = block.text, block.text.split()
    covered = sum(len(m.text) for m in block.marks if _is_header_mark(m))
    if covered >= 0.6 * len(text):
        return "both"
    if author and len(words) <= NAME_WORDS + 2 and text.startswith(author):
        return "name"
    names = " ".join(block.place.names)
    if len(words) <= TIME_WORDS and _TIME.search(names) and _DIGIT.search(text):
        return "time"
    if len(words) <= NAME_WORDS and _AUTHOR.search(names) and not re.search("text|content|body", names, re.IGNORECASE):
        return "name"
    if not first or (text[-1:] in ".!?" and len(words) > INITIALS_WORDS):
        return None
    if posted is None and (_is_time(text) or _is_name_and_ago(words)):
        return "time"
    return "name" if author is None and _is_name(text) and block.role != "quote" else None


def _name_in(block: PageBlock) -> str:
    """A name's line without its time and without "says"."""
    text = block.text
    for mark in block.marks:
        if mark.tag == "time" or _TIME.search(mark.names):
            text = text.replace(mark.text, "")
    return _SAYS.sub("", text).strip() or block.text


def _time_behind(name: str | None, line: str) -> str | None:
    """The time in one line with a name that an element marks."""
    rest = line.removeprefix(name or line).strip(" ,·•|:–—-")
    return rest if _is_time(rest) else None


def _is_header_mark(mark: Mark) -> bool:
    return mark.tag == "time" or bool(_AUTHOR.search(mark.names) or _TIME.search(mark.names))


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= NAME_WORDS and len(text) <= 60


def _without_actions(blocks: tuple[PageBlock, ...], body: list[int]) -> list[int]:
    """The body without trailing buttons: short, interface by role or by wording."""
    while len(body) > 1:
        block = blocks[body[-1]]
        if block.pieces > LABEL_WORDS:
            break
        whole = any(
            cue.whole_line and cue.reason in ("comment-widget", "share-widget", "form") for cue in cues_in(block.text)
        )
        if not (block.role == "label" or whole or block.link_density > 0.9):
            break
        body = body[:-1]
    return body
