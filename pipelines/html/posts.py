"""A forum's thread: its posts are the text, and what stands around them in each post is not.

Theory of operation. Posts are like elements (same tag, same class) of which most hold a time, or `<article>`s; of several such sets the
one with most prose is the thread. Inside, a template sets the message into one element of the same name in nearly every
post; names, ranks, counters, buttons and signatures stand beside it. The smallest such element that holds nearly all
prose of the posts is the message. What was kept above the first post (a question that is drawn differently from its
answers) stays. Pages without such a set, or with too little prose in it, are left as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate

from pipelines.html.comment_items import is_signed
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, Place

__all__ = ["keep_posts"]

ARTICLE = "article"
"""The element that HTML has for a forum's post: it needs neither a class nor a time."""
FEWEST = 2
MOST_SIGNED = 0.6
"""Share of the parts that must hold a time."""
LEAST_SHARE = 0.3
"""Of the page's prose that must stand in the posts."""
WHOLE_MESSAGE = 0.8
"""Share of the posts' prose that the messages must hold."""
NO_THREAD = frozenset(("hidden", "cookie-notice", "navigation", "copyright"))
"""Reasons of prose that does not count: a dialog about cookies is longer than many a thread."""
BESIDE = frozenset(("title", "byline", "repeated", "repeated-headline", "share-widget"))
"""Reasons of what stands in messages and is no part of them."""
ENOUGH = 0.6
"""Share of the messages' text that an extractor must have kept; of less, all of them are taken."""
EVIDENCE = "beside the message in a post of the thread"
OUTSIDE = "outside the posts of the thread"
_DIGITS = re.compile(r"\d+")
_NO_POST = frozenset(("html", "body", "main", "nav", "header", "footer", "form", "tbody", "table", "p", "a"))

Group = list[Place]


def keep_posts(ledger: Ledger) -> None:
    """On a forum's page: the messages are the text, nothing else of the thread is."""
    if ledger.page_type != "forum":
        return
    groups = _groups(ledger.page.places)
    prose = list(
        accumulate(
            (len(b.text) if ledger.page.running[i] and ledger.reasons[i] not in NO_THREAD else 0 for i, b in ledger),
            initial=0,
        )
    )
    posts, messages = _thread(ledger, groups, prose)
    if not messages:
        return
    first, inside = posts[0].first, {i for place in messages for i in range(place.first, place.last)}
    missed = _is_missed(ledger, [i for i in inside if not _is_interface(ledger.page.blocks[i])])
    for index, block in ledger:
        if index in inside:
            if missed and not block.hidden and not _is_interface(block) and ledger.reasons[index] not in BESIDE:
                ledger.keep(index)
        elif index >= first and ledger.kept[index]:
            _remove(ledger, posts, index)


def _is_missed(ledger: Ledger, inside: list[int]) -> bool:
    """Too little of the messages is kept: of their prose, or of all their text where few of them are as long as prose."""
    sizes = {i: len(ledger.page.blocks[i].text) for i in inside}
    prose = {i: size for i, size in sizes.items() if ledger.page.running[i]}
    counted = prose if 2 * sum(prose.values()) >= sum(sizes.values()) else sizes
    return sum(size for i, size in counted.items() if ledger.kept[i]) < ENOUGH * sum(counted.values())


def _is_interface(block: PageBlock) -> bool:
    """A label; not a paragraph in a form, as some forums wrap each message."""
    return block.role == "label" and block.place.tag not in ("p", "li", "blockquote", "pre")


def _remove(ledger: Ledger, posts: Group, index: int) -> None:
    if _is_in(posts, index):
        ledger.remove(index, "comment-widget", EVIDENCE)
    else:
        ledger.remove(index, "outside-article", OUTSIDE)


def _groups(places: tuple[Place, ...]) -> list[Group]:
    found: defaultdict[tuple[str, str], Group] = defaultdict(list)
    for place in places:
        is_named = bool(place.names) or place.tag == ARTICLE
        if is_named and place.last > place.first and place.tag not in _NO_POST and not place.hidden:
            found[place.tag, _DIGITS.sub("", place.names[0]) if place.names else ""].append(place)
    return list(found.values())


def _thread(ledger: Ledger, groups: list[Group], prose: list[int]) -> tuple[Group, Group]:
    """The posts and their messages; of sets that may be the posts the largest whose messages are found."""
    for posts in _posts(ledger, groups, prose):
        if messages := _messages(groups, posts, prose):
            return posts, messages
    return [], []


def _posts(ledger: Ledger, groups: list[Group], prose: list[int]) -> list[Group]:
    """Sets of elements that may be the posts, the likeliest first."""
    signed = list(accumulate(map(is_signed, ledger.page.blocks), initial=0))
    found: list[tuple[int, Group]] = []
    for group in groups:
        times = sum(signed[p.last] > signed[p.first] for p in group)
        is_thread = group[0].tag == ARTICLE or times >= MOST_SIGNED * len(group)
        if len(group) >= FEWEST and is_thread:
            found.append((_covered(group, prose), group))
    most = max((size for size, _ in found), default=0)
    if most < LEAST_SHARE * prose[-1] or not most:
        return []
    likely = [group for size, group in found if size >= WHOLE_MESSAGE * most]
    return sorted(likely, key=lambda group: (-len(group), _blocks(group)))


def _messages(groups: list[Group], posts: Group, prose: list[int]) -> Group:
    """The smallest element of the same name in nearly every post that holds nearly all their prose."""
    whole, best = _covered(posts, prose), posts
    for group in groups:
        inside = [place for place in group if _is_in(posts, place.first) and _is_in(posts, place.last - 1)]
        if not MOST_SIGNED * len(posts) <= len(inside) <= 1.5 * len(posts):
            continue
        if _covered(inside, prose) >= WHOLE_MESSAGE * whole and _blocks(inside) < _blocks(best):
            best = inside
    return best if best is not posts else []


def _covered(group: Group, prose: list[int]) -> int:
    total = end = 0
    for place in group:
        if place.last > end:
            total += prose[place.last] - prose[max(place.first, end)]
            end = place.last
    return total


def _blocks(group: Group) -> int:
    return sum(place.last - place.first for place in group)


def _is_in(posts: Group, index: int) -> bool:
    at = bisect_left(posts, index + 1, key=lambda place: place.first) - 1
    return any(posts[i].first <= index < posts[i].last for i in range(max(0, at - 3), at + 1))
