"""Readers' comments: found as threads, taken out of the text, kept apart one by one.

Theory of operation. A thread is a set of like elements (same tag, same class), each with a name, a time,
a text of its own and the same few short labels ("Reply", "Antworten", "رد"), whatever system drew them and
whatever language they speak. Class names are a hint: with one, two items or a single one will do and
labels are not asked for; without, at least MIN_ITEMS items must show all of it. Lists of teasers
look alike (headline, author, date, "Read more"), but their text is a link or a heading: those are no threads.

Replies are items inside items; an item's own blocks are those outside the items it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate

from pipelines.cues import cues_in
from pipelines.html.ledger import Item, Ledger, Thread
from pipelines.html.places import Mark, PageBlock, Place
from pipelines.types import Comment

__all__ = ["comments_of", "set_comments_apart"]

MIN_ITEMS = 3
"""Items of a thread that no class name speaks for: two articles side by side are common, three with actions are not."""
MOST_ITEMS = 0.6
"""Share of the items that must show a trait for the thread to have it."""
NAME_WORDS = 5
INITIALS_WORDS = 3
"""A line that ends like a sentence is a name only while it is so short ("Mira K.")."""
TIME_WORDS = 9
LABEL_WORDS = 4
LARGEST_SHARE = 0.4
"""Of the page's running text that may turn out to be a thread nobody named; articles are made of like parts too."""
LARGEST_NAMED_SHARE = 0.95
"""The same for items named as comments: long discussions stand below short posts."""

_HINT = re.compile(
    r"(?:^|[-_])(?:comments?|comment-?list|commentaires?|comentarios?|kommentare?|yorum(?:lar)?|repl(?:y|ies)|disqus|dsq|komment\w*|"
    r"reacties?|kommentit|commenti|komentarze?)(?:$|[-_])|^(?:comment|reply)(?=[A-Z_-]|$)|Comment(?:$|[A-Z_-])",
)
_NO_HINT = re.compile(r"no-comments|open|closed|count|link|form|respond|button", re.IGNORECASE)
_AUTHOR = re.compile(
    r"author|user|(?:^|[-_ ])(?:fn|name|nick(?:name)?|by|who|poster|member|says?)(?:$|[-_ ])", re.IGNORECASE
)
_TIME = re.compile(r"date|time|posted|ago|stamp", re.IGNORECASE)
_SAYS = re.compile(
    r"\s*(?:says?|said|wrote|writes|schreibt|sagt|dice|dit|пишет|diyor ki)?\s*[:,·•|]*\s*$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d[:.h]\d\d|(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}|[\u0660-\u0669\u06f0-\u06f9]")
"""What a time holds in any language: a clock, a year, a day and a month, or Arabic or Persian digits."""
LEAST_ABOVE = 200
"""Characters of running text that must stand between the headline and the first comment: below less, the thread
is what the page is for (a forum)."""
AGO_WORDS = 4
"""A shorter line with a number is a time, too ("3 hours ago", "vor 2 Tagen", "5分钟前", "3h"); two words with a number
are more often a measure ("4 year", "2 cups")."""
LONGEST_COMMENT = 500
"""Words of an item on average, where no class name speaks for a thread."""
_DIGITS = re.compile(r"\d+")
_NO_ITEM = frozenset(("html", "body", "main", "nav", "header", "footer", "form", "tbody", "table"))


def set_comments_apart(ledger: Ledger) -> None:
    """Comments leave the text; what stands around them in the thread is its widget."""
    ledger.threads = tuple(_threads(ledger))
    for thread in ledger.threads:
        for item in thread.items:
            for index in item.own:
                if index in item.body:
                    ledger.set_apart(index, "comment", thread.evidence)
                else:
                    ledger.remove(index, "comment-widget", f"beside a reader's comment: {thread.evidence}")


def comments_of(ledger: Ledger) -> tuple[Comment, ...]:
    """The comments that were set apart, in page order."""
    items = sorted((item for thread in ledger.threads for item in thread.items), key=lambda item: item.own[0])
    return tuple(
        Comment(
            text="\n\n".join(ledger.page.blocks[i].text for i in item.body),
            author=item.author,
            posted=item.posted,
            block=item.body[0],
        )
        for item in items
        if ledger.reasons[item.body[0]] == "comment" and not ledger.kept[item.body[0]]
    )


def _threads(ledger: Ledger) -> Iterator[Thread]:
    taken: set[int] = set()
    signed = list(accumulate((_is_signed(block) for block in ledger.page.blocks), initial=0))
    for places in _groups(ledger.page.places):
        if not _all_signed(places, signed):
            continue
        if any(index in taken for place in places for index in range(place.first, place.last)):
            continue  # the same thread again, as the elements around its items or inside them
        thread = _thread(ledger, places)
        if thread is not None:
            taken.update(index for item in thread.items for index in item.own)
            yield thread


def _groups(places: tuple[Place, ...]) -> list[list[Place]]:
    """Like elements that hold at least two blocks: those named as comments first, then the larger groups, the inner first."""
    found: defaultdict[tuple[str, str, int], list[Place]] = defaultdict(list)
    for place in places:
        if place.last - place.first < 2 or place.tag in _NO_ITEM:
            continue
        name = _DIGITS.sub("", place.names[0]) if place.names else ""
        found[place.tag, name, 0 if name else id(place.parent)].append(place)
    groups = [group for group in found.values() if len(group) >= MIN_ITEMS or _is_hinted(group[0])]
    return sorted(
        groups,
        key=lambda group: (not _is_hinted(group[0]), -len(group), group[0].last - group[0].first, group[0].level),
    )


def _is_signed(block: PageBlock) -> bool:
    """Holds what could be a time: an element that says so, or a short line with a number."""
    if block.role == "heading" or block.hidden:
        return False
    if any(mark.tag == "time" or _TIME.search(mark.names) for mark in block.marks):
        return True
    return _is_time(block.text)


def _is_time(text: str) -> bool:
    words = text.split()
    if len(words) > TIME_WORDS or not _DIGIT.search(text):
        return False
    return (len(words) <= AGO_WORDS and len(words) != 2) or _CLOCK.search(text) is not None


def _all_signed(places: list[Place], signed: list[int]) -> bool:
    return sum(signed[p.last] > signed[p.first] for p in places) >= MOST_ITEMS * len(places)


def _is_hinted(place: Place) -> bool:
    """The element itself is named as a comment, not only the region it stands in."""
    if place.tag in _NO_ITEM:
        return False
    if "comment" in place.kind:
        return True
    return any(_HINT.search(name) and not _NO_HINT.search(name) for name in place.names)


def _thread(ledger: Ledger, places: list[Place]) -> Thread | None:
    named_item = _is_hinted(places[0])
    hinted = named_item or any(_is_hinted(p) for p in places[0].ancestors()[1:4])
    if not hinted and (len(places) < MIN_ITEMS or len(places) > 500):
        return None
    blocks = ledger.page.blocks
    owned = [(place, _own(place, places)) for place in places]
    owned = [(place, own) for place, own in owned if own]
    labels = _labels([own for _, own in owned], blocks)
    items = [item for place, own in owned if (item := _item(blocks, place, own, labels)) is not None]
    if not items or _holds_article(ledger, items):
        return None
    if not _is_thread(blocks, items, len(owned), hinted=hinted, labelled=_labelled(items, blocks, labels)):
        return None
    named = f"named {' '.join(places[0].names[:2])}" if places[0].names and hinted else "alike"
    return Thread(items=tuple(items), evidence=f"{len(items)} items {named}, each with a name or time and a text")


def _own(place: Place, places: list[Place]) -> tuple[int, ...]:
    start = bisect_left(places, place.first, key=lambda p: p.first)
    inside: set[int] = set()
    for other in places[start:]:
        if other.first >= place.last:
            break
        if other is not place and other.level > place.level:
            inside.update(range(other.first, other.last))
    return tuple(i for i in range(place.first, place.last) if i not in inside)


def _labels(owned: list[tuple[int, ...]], blocks: tuple[PageBlock, ...]) -> frozenset[str]:
    """Short texts that stand in most of the items and can be pressed: the actions."""
    counts: Counter[str] = Counter()
    for own in owned:
        counts.update({_label(blocks[i].text) for i in own if _is_pressable(blocks[i])})
    needed = max(2, MOST_ITEMS * len(owned))
    return frozenset(label for label, count in counts.items() if count >= needed and label)


def _is_pressable(block: PageBlock) -> bool:
    return len(block.text.split()) <= LABEL_WORDS and (block.role == "label" or block.link_density > 0.8)


def _label(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text).strip().lower()


def _labelled(items: list[Item], blocks: tuple[PageBlock, ...], labels: frozenset[str]) -> int:
    return sum(any(_label(blocks[i].text) in labels for i in item.own if i not in item.body) for item in items)


def _holds_article(ledger: Ledger, items: list[Item]) -> bool:
    """The items are what the page is for: a forum's posts, an article's parts, a list of teasers."""
    inside = {i for item in items for i in item.own}
    title = next((i for i, reason in enumerate(ledger.reasons) if reason == "title"), 0)
    blocks = ledger.page.blocks
    running = [i for i, is_running in enumerate(ledger.page.running) if is_running]
    above = sum(len(blocks[i].text) for i in running if title < i < items[0].own[0])
    if title in inside or above < LEAST_ABOVE:
        return True
    taken = sum(len(blocks[i].text) for i in running if i in inside)
    named = _is_hinted(items[0].place)
    return taken > (LARGEST_NAMED_SHARE if named else LARGEST_SHARE) * sum(len(blocks[i].text) for i in running)


def _is_thread(blocks: tuple[PageBlock, ...], items: list[Item], size: int, *, hinted: bool, labelled: int) -> bool:
    most = MOST_ITEMS * size
    signed = sum(item.author is not None for item in items)
    timed = sum(item.posted is not None for item in items)
    linked = sum(blocks[i].linked for item in items for i in item.body)
    written = sum(len(blocks[i].text) for item in items for i in item.body)
    words = sum(len(blocks[i].text.split()) for item in items for i in item.body)
    if len(items) < most or linked > 0.3 * written or words > LONGEST_COMMENT * len(items):
        return False
    if hinted:
        return signed >= most and timed >= most
    distinct = len({item.author for item in items if item.author}) > 1
    return signed >= most and timed >= most and labelled >= most and distinct


def _item(blocks: tuple[PageBlock, ...], place: Place, own: tuple[int, ...], labels: frozenset[str]) -> Item | None:
    shown = [i for i in own if not blocks[i].hidden]
    marks = [mark for i in shown for mark in blocks[i].marks]
    author = next((m.text for m in marks if m.tag != "time" and _AUTHOR.search(m.names) and _is_name(m.text)), None)
    posted = next(
        (m.value or m.text for m in marks if m.tag == "time" or (_TIME.search(m.names) and _is_time(m.text))), None
    )
    said = [i for i in shown if blocks[i].text and _label(blocks[i].text) not in labels]
    body: list[int] = []
    for i in said:
        role = _header(blocks[i], author, posted, first=not body)
        if role == "name":
            author = author or _name_in(blocks[i])
        elif role == "time":
            posted = posted or blocks[i].text
        elif role == "both":
            continue
        else:
            body.append(i)
    body = _without_actions(blocks, body)
    if not body or any(blocks[i].role == "heading" and len(blocks[i].text.split()) > NAME_WORDS for i in body):
        return None
    return Item(place=place, own=own, body=tuple(body), author=author, posted=posted)


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
    if posted is None and _is_time(text):
        return "time"
    return "name" if author is None and _is_name(text) and block.role != "quote" else None


def _name_in(block: PageBlock) -> str:
    """A name's line without its time and without "says"."""
    text = block.text
    for mark in block.marks:
        if mark.tag == "time" or _TIME.search(mark.names):
            text = text.replace(mark.text, "")
    return _SAYS.sub("", text).strip() or block.text


def _is_header_mark(mark: Mark) -> bool:
    return mark.tag == "time" or bool(_AUTHOR.search(mark.names) or _TIME.search(mark.names))


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= NAME_WORDS and len(text) <= 60


def _without_actions(blocks: tuple[PageBlock, ...], body: list[int]) -> list[int]:
    """The body without trailing buttons: short, interface by role or by wording."""
    while len(body) > 1:
        block = blocks[body[-1]]
        if len(block.text.split()) > LABEL_WORDS:
            break
        whole = any(
            cue.whole_line and cue.reason in ("comment-widget", "share-widget", "form") for cue in cues_in(block.text)
        )
        if not (block.role == "label" or whole or block.link_density > 0.9):
            break
        body = body[:-1]
    return body
