"""Readers' comments: found as threads, taken out of the text, kept apart one by one.

Theory of operation. A thread is a set of like elements (same tag, same class), each with a name, a time,
a text of its own and the same few short labels ("Reply", "Antworten", "رد"), whatever system drew them and
whatever language they speak. Two things are hints: a class name that speaks of comments, and a short line directly
above or below that does ("3 comments", "Leave a reply", "コメント"). Where each item can be answered ("Reply"), two will do.
With a hint two items or a single one will do and labels are not asked for; without, at least MIN_ITEMS items must show all of it. Lists of teasers
look alike (headline, author, date, "Read more"), but their text is a link or a heading: those are no threads.

Replies are items inside items; an item's own blocks are those outside the items it holds.
Which of an item's blocks is what, is read in pipelines.html.comment_items.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from pipelines.cues import cues_in
from pipelines.html.comment_boxes import boxed_threads
from pipelines.html.comment_items import LABEL_WORDS, is_signed, label_of, read_item, with_names_before_times
from pipelines.html.ledger import Item, Ledger, Thread
from pipelines.html.places import PageBlock, Place, is_running_text
from pipelines.html.story_signs import is_sentence
from pipelines.metadata.dates import date_in
from pipelines.types import Comment, count_words

__all__ = ["comments_of", "set_comments_apart"]

MIN_ITEMS = 3
"""Items of a thread that nothing speaks for: two articles side by side are common, three with actions are not."""
MOST_ITEMS = 0.6
"""Share of the items that must show a trait for the thread to have it."""
MOST_UNNAMED = 500
"""Items of a thread without a hint."""
LARGEST_SHARE = 0.4
"""Of the page's running text that may turn out to be a thread nobody named; articles are made of like parts too."""
LARGEST_NAMED_SHARE = 0.95
"""The same for items named as comments: long discussions stand below short posts."""
LEAST_ABOVE = 200
"""Characters of running text that must stand between the headline and the first comment: below less, the thread
is what the page is for (a forum)."""
LONGEST_COMMENT = 500
"""Words of an item on average, where no class name speaks for a thread."""
NEAR = 3
"""Blocks above the first item and below the last in which a line about comments counts as a hint."""
NEAR_SINGLE = 2
SENTENCE_WORDS = 8
"""Words of an item's longest block from which it says something, where no class name speaks for a thread."""
LINKED_COMMENTS = 0.3
"""Share of a thread's text that may stand in links: teasers are links."""
PRESSABLE = 0.8
"""Link density from which a short block can be pressed."""
MIN_WRITERS = 2
LONGEST_ANSWER = 30
"""Characters of a button."""
HINT_WORDS = 10
"""Words of such a line; a longer one is a text that mentions comments."""

_HINT = re.compile(
    r"(?:^|[-_])(?:comments?|comment-?list|commentaires?|comentarios?|kommentare?|yorum(?:lar)?|repl(?:y|ies)|disqus|dsq|komment\w*|"
    r"reacties?|kommentit|commenti|komentarze?)(?:$|[-_])|^(?:comment|reply)(?=[A-Z_-]|$)|Comments?(?:$|[A-Z_-])",
)
_NO_HINT = re.compile(r"no-comments|open|closed|count|link|form|respond|button", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_NO_ITEM = frozenset(("html", "body", "main", "nav", "header", "footer", "form", "tbody", "table"))


def set_comments_apart(ledger: Ledger) -> None:
    """Comments leave the text; what stands around them in the thread is its widget. A forum's posts are its text."""
    if ledger.page_type == "forum":
        return
    ledger.threads = tuple(_threads(ledger))
    for thread in ledger.threads:
        if thread.head is not None:
            ledger.remove(thread.head, "comment-widget", f"heads {len(thread.items)} readers' comments")
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
            text="\n\n".join(ledger.page.blocks[i].text for i in item.body).removeprefix(item.opening),
            author=item.author,
            posted=item.posted,
            block=item.body[0],
        )
        for item in items
        if ledger.reasons[item.body[0]] == "comment" and not ledger.kept[item.body[0]]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hints:
    """What speaks of comments on a page, apart from the items themselves."""

    signed: list[int]
    """How many blocks before each hold what could be a time."""
    spoken: list[int]
    """How many blocks before each are a short line about comments."""
    pressed: list[int]
    """How many blocks before each are a button to answer or to like."""

    def all_signed(self, places: list[Place]) -> bool:
        return sum(self.signed[p.last] > self.signed[p.first] for p in places) >= MOST_ITEMS * len(places)

    def hold_several(self, places: list[Place]) -> bool:
        """A single element with several times, each in a like child of its own, is the thread and not one of its items."""
        if len(places) > 1:
            return False
        inside = [child for child in places[0].children if self.signed[child.last] > self.signed[child.first]]
        kinds = Counter((child.tag, child.names[:1]) for child in inside)
        return max(kinds.values(), default=0) > 1

    def all_answerable(self, places: list[Place]) -> bool:
        """Each of two or more has a button of its own to answer or to like it, as no two paragraphs have."""
        return len(places) > 1 and all(self.pressed[place.last] > self.pressed[place.first] for place in places)

    def spoken_near(self, places: list[Place]) -> bool:
        """A line about comments stands directly above the first or below the last; of a single one above, the rules between."""
        end = len(self.spoken) - 1
        first, last = places[0].first, max(place.last for place in places)
        if len(places) == 1:
            return self.spoken[first] - self.spoken[max(0, first - NEAR_SINGLE)] > 0
        above = self.spoken[first] - self.spoken[max(0, first - NEAR)]
        return above > 0 or self.spoken[min(end, last + NEAR)] - self.spoken[last] > 0


def _threads(ledger: Ledger) -> Iterator[Thread]:
    taken: set[int] = set()
    blocks = ledger.page.blocks
    hints = _Hints(
        signed=list(accumulate(map(is_signed, blocks), initial=0)),
        spoken=list(accumulate(map(_speaks_of_comments, blocks), initial=0)),
        pressed=list(accumulate(map(_answers, blocks), initial=0)),
    )
    for places in _groups(ledger.page.places, hints):
        if not hints.all_signed(places) or hints.hold_several(places):
            continue
        if any(index in taken for place in places for index in range(place.first, place.last)):
            continue  # the same thread again, as the elements around its items or inside them
        thread = _thread(ledger, places, spoken=hints.spoken_near(places) or hints.all_answerable(places))
        if thread is not None:
            taken.update(index for item in thread.items for index in item.own)
            yield thread
    for thread in boxed_threads(ledger, taken):
        if not _holds_article(ledger, list(thread.items)):
            yield thread


def _speaks_of_comments(block: PageBlock) -> bool:
    if block.hidden or block.pieces > HINT_WORDS:
        return False
    return any(cue.reason in ("comment-widget", "comment-policy") for cue in cues_in(block.text))


def _answers(block: PageBlock) -> bool:
    """A label to answer or to like a comment: the phrase is all of it, but for a count."""
    if block.hidden or len(block.text) > LONGEST_ANSWER:
        return False
    return any(cue.whole_line and cue.reason in ("comment-widget", "share-widget") for cue in cues_in(block.text))


def _groups(places: tuple[Place, ...], hints: _Hints) -> list[list[Place]]:
    """Like elements that hold at least two blocks: those named as comments first, then the larger groups, the inner first."""
    found: defaultdict[tuple[str, str, int], list[Place]] = defaultdict(list)
    for place in places:
        if place.last - place.first < 2 or place.tag in _NO_ITEM:
            continue
        name = _DIGITS.sub("", place.names[0]) if place.names else ""
        found[place.tag, name, 0 if name else id(place.parent)].append(place)
    groups = [
        g
        for g in found.values()
        if len(g) >= MIN_ITEMS or _is_hinted(g[0]) or hints.spoken_near(g) or hints.all_answerable(g)
    ]
    return sorted(
        groups,
        key=lambda group: (not _is_hinted(group[0]), -len(group), group[0].last - group[0].first, group[0].level),
    )


def _is_hinted(place: Place) -> bool:
    """The element itself is named as a comment, not only the region it stands in."""
    if place.tag in _NO_ITEM:
        return False
    if "comment" in place.kind:
        return True
    return any(_HINT.search(name) and not _NO_HINT.search(name) for name in place.names)


def _thread(ledger: Ledger, places: list[Place], *, spoken: bool) -> Thread | None:
    named = _is_hinted(places[0]) or any(_is_hinted(p) for p in places[0].ancestors()[1:4])
    if not (named or spoken) and not MIN_ITEMS <= len(places) <= MOST_UNNAMED:
        return None
    blocks = ledger.page.blocks
    owned = [(place, _own(place, places)) for place in places]
    owned = [(place, own) for place, own in owned if own]
    labels = _labels([own for _, own in owned], blocks)
    items = with_names_before_times(_items(blocks, owned, labels))
    if not items or _holds_article(ledger, items):
        return None
    traits = _Traits.of(blocks, items, labels)
    if not traits.make_thread(MOST_ITEMS * len(owned), named=named, spoken=spoken):
        return None
    if named and places[0].names:
        like = f"named {' '.join(places[0].names[:2])}"
    else:
        like = "beside a line about comments" if spoken else "alike"
    evidence = f"{len(items)} items {like}, each with a name or time and a text"
    return Thread(items=tuple(items), evidence=evidence, told=named or spoken)


def _items(
    blocks: tuple[PageBlock, ...], owned: list[tuple[Place, tuple[int, ...]]], labels: frozenset[str]
) -> list[Item]:
    """The comments in elements' own blocks; none as soon as too many elements have no time for a thread (`make_thread`)."""
    items: list[Item] = []
    untimed = 0
    for place, own in owned:
        item = read_item(blocks, place, own, labels)
        if item is not None:
            items.append(item)
        untimed += item is None or item.posted is None
        if len(owned) - untimed < MOST_ITEMS * len(owned):
            return []
    return items


def _own(place: Place, places: list[Place]) -> tuple[int, ...]:
    start = bisect_left(places, place.first, key=lambda p: p.first)
    inside: set[int] = set()
    covered = place.first
    for other in places[start:]:
        if other.first >= place.last:
            break
        if other.level > place.level and other.last > covered:  # a reply's own replies are inside it
            inside.update(range(max(other.first, covered), other.last))
            covered = other.last
    return tuple(i for i in range(place.first, place.last) if i not in inside)


def _labels(owned: list[tuple[int, ...]], blocks: tuple[PageBlock, ...]) -> frozenset[str]:
    """Short texts that stand in most of the items, at their end or where they can be pressed: the actions."""
    counts: Counter[str] = Counter()
    for own in owned:
        counts.update({label_of(blocks[i].text) for i in own if _is_action(blocks[i], last=i == own[-1])})
    needed = max(2, MOST_ITEMS * len(owned))
    return frozenset(label for label, count in counts.items() if count >= needed and label and not _leads_away(label))


def _leads_away(label: str) -> bool:
    """As "Read more" and "Buy now" do, below teasers and offers."""
    reasons = {cue.reason for cue in cues_in(label)}
    return bool(reasons) and reasons.isdisjoint(("comment-widget", "share-widget", "form"))


def _is_action(block: PageBlock, *, last: bool) -> bool:
    return _is_pressable(block) or (last and block.pieces <= LABEL_WORDS)


def _is_pressable(block: PageBlock) -> bool:
    return block.pieces <= LABEL_WORDS and (block.role == "label" or block.link_density > PRESSABLE)


def _holds_article(ledger: Ledger, items: list[Item]) -> bool:
    """The items are what the page is for: a forum's posts, an article's parts, a list of teasers."""
    inside = {i for item in items for i in item.own}
    title = ledger.headline or 0
    blocks = ledger.page.blocks
    running = [i for i, is_running in enumerate(ledger.page.running) if is_running or is_sentence(blocks[i])]
    above = sum(len(blocks[i].text) for i in running if title < i < items[0].own[0])
    if title in inside or above < LEAST_ABOVE:
        return True
    taken = sum(len(blocks[i].text) for i in running if i in inside)
    named = _is_hinted(items[0].place)
    return taken > (LARGEST_NAMED_SHARE if named else LARGEST_SHARE) * sum(len(blocks[i].text) for i in running)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """How many of a thread's items show what comments show."""

    items: int
    signed: int
    timed: int
    dated: int
    """Time that is a date, not only a line with a number."""
    pressed: int
    """Holds an action of the thread that is drawn as one: a button or a link."""
    ended: int
    """Ends with an action of the thread, however it is drawn."""
    says: int
    """Says a sentence: what tells comments from offers and measures."""
    writers: int
    """Different names."""
    linked: float
    """Share of what they say that stands in links."""
    words: float
    """Of an item, on average."""

    @classmethod
    def of(cls, blocks: tuple[PageBlock, ...], items: list[Item], labels: frozenset[str]) -> _Traits:
        bodies = [[blocks[i] for i in item.body] for item in items]
        others = [[blocks[i] for i in item.own if i not in item.body] for item in items]
        written = sum(len(block.text) for body in bodies for block in body)
        return cls(
            items=len(items),
            signed=sum(item.author is not None for item in items),
            timed=sum(item.posted is not None for item in items),
            dated=sum(date_in(item.posted or "") is not None for item in items),
            pressed=sum(any(_is_pressable(b) and label_of(b.text) in labels for b in rest) for rest in others),
            ended=sum(any(label_of(block.text) in labels for block in rest) for rest in others),
            says=sum(map(_says_something, bodies)),
            writers=len({item.author for item in items if item.author}),
            linked=sum(block.linked for body in bodies for block in body) / max(1, written),
            words=sum(block.words for body in bodies for block in body) / len(items),
        )

    def make_thread(self, most: float, *, named: bool, spoken: bool) -> bool:
        """Whether enough of the items show enough: less is asked where a name or a line speaks of comments."""
        if self.items < most or self.linked > LINKED_COMMENTS or self.words > LONGEST_COMMENT:
            return False
        if self.signed < most or self.timed < most:
            return False
        dated = self.dated >= most and 2 * self.says >= self.items
        if named or (spoken and (dated or (self.says >= most and self.items > 1))):
            return True
        if self.items < MIN_ITEMS or self.writers < MIN_WRITERS:
            return False
        pressed = self.pressed >= most and (self.dated >= most or 2 * self.says >= self.items)
        return pressed or min(self.ended, self.says, self.dated) >= most


def _says_something(body: list[PageBlock]) -> bool:
    return any(map(is_running_text, body)) or (
        2 * body[0].linked < len(body[0].text) and max(count_words(block.text) for block in body) >= SENTENCE_WORDS
    )
