"""Readers' comments below a heading that counts them or has words for comments: each has a head or a foot with a name and a time.

    2 Comments / Lala 3 hours ago / text / Jo 2 hours ago / text          1. Lala: / text / 30 May 2024, 12:50 Reply

Where the heading counts, what it counts must be there, so its words need not be known. Leaves out threads told by the same buttons again
and again (pipelines.dump.threads). Only lines below the text that nothing else has named are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, cue_of
from pipelines.dump.posting import Head, head_of, is_dated, is_name, listed
from pipelines.types import Comment

__all__ = ["name_posts"]

HEADING_SIZE = 12.0
"""Words of a heading that counts the comments."""
MOST_COUNTED = 500
SKIPPED = 3
"""Lines between the heading and the first comment: a form, the rules of the place."""
RULE_SIZE = 20.0
"""Words of one of them."""
BUTTON_SIZE = 6.0
LONGEST = 12
"""Lines of one comment."""
_COUNT = re.compile(
    r"^\W*(?P<first>\d{1,3})(?![\d.:/]|\s*[)\]])\s?\D{2,}$"
    r"|^\D{2,}?(?:[\s(（:：]|(?<=[\u3040-\u9fff\uac00-\ud7af]))(?P<last>\d{1,3})\s?[^\W\d_]{0,2}[)）]?\W{0,3}$"
    r"|[(（](?P<inside>\d{1,3})[)）]"
)
_OTHER = ("related-stories", "navigation", "tag-list", "newsletter", "copyright", "share-widget", "advertisement")


class _Post(NamedTuple):
    """One comment: the lines of its head and foot, what is said, by whom and when."""

    labels: tuple[int, ...]
    body: range
    author: str
    posted: str


def name_posts(page: Page) -> None:
    """Name the comments below the first heading that has any."""
    if page.said:
        return
    below = page.last_kept + 1
    keys = Counter(_key(line) for line in page.lines[below:])
    for at in range(below, len(page.lines)):
        count = _counted(page.lines[at])
        cue = cue_of(page.lines[at], "comment-widget") if page.lines[at].size <= HEADING_SIZE else None
        if not page.open(at) or (count is None and cue is None):
            continue
        for start in range(at + 1, min(at + 2 + SKIPPED, len(page.lines))):
            if start > at + 1 and not _may_be_skipped(page.lines[start - 1]):
                break
            found = list(_posts(page, start, count, keys))
            if found and (cue is not None or len(found) == count):
                _name(page, at, found)
                return


def _counted(line: Measured) -> int | None:
    """How many comments a heading counts."""
    if line.size > HEADING_SIZE or line.ends or line.prose or cue_of(line, *_OTHER) or is_dated(line.line.text):
        return None
    match = _COUNT.search(line.line.text.strip(" #*_"))
    number = int(next(filter(None, match.groups()))) if match else 0
    return number if 0 < number <= MOST_COUNTED else None


def _may_be_skipped(line: Measured) -> bool:
    """A form or a rule that stands above the first comment, not a part of one."""
    return head_of(line) is None and line.size <= RULE_SIZE


def _name(page: Page, heading: int | None, posts: list[_Post]) -> None:
    if heading is not None:
        page.name(heading, "label", "comment-widget", "a heading with readers' comments below it")
    for post in posts:
        for at in post.labels:
            page.name(at, "label", "comment-widget", "who wrote a comment, and when")
        for at in post.body:
            page.name(at, "comment", "comment", f"signed {post.author}, in a row of comments")
        text = "\n\n".join(page.lines[at].line.text for at in post.body)
        page.said[post.body.start] = Comment(
            text=text, author=post.author or None, posted=post.posted or None, block=post.body.start
        )


def _posts(page: Page, start: int, most: int | None, keys: Counter[str]) -> Iterator[_Post]:
    """The comments that follow each other from a line on; `keys` counts what is said below the text, as buttons say the same."""
    at, told = start, 0
    while at < len(page.lines) and (most is None or told < most):
        post = _post(page, at, keys)
        if post is None:
            return
        yield post
        told += 1
        at = max((*post.labels, post.body.stop - 1)) + 1
        while at < len(page.lines) and _is_button(page, at, keys):
            at += 1


def _post(page: Page, at: int, keys: Counter[str]) -> _Post | None:
    """The comment that begins with this line."""
    head, taken = _head_at(page, at)
    if head is None:
        return _footed(page, at)
    first = at + taken
    end = first
    while end < len(page.lines) and page.open(end) and end - first < LONGEST:
        if end > first and (_begins(page, end) or _is_button(page, end, keys)):
            break
        if any(cue.whole_line for cue in page.lines[end].cues):
            break
        end += 1
    goes_on = end < len(page.lines) and (_begins(page, end) or _is_button(page, end, keys))
    body = range(first, end if goes_on else min(end, first + 1))  # of the last one it is not known where it ends
    return _Post(tuple(range(at, first)), body, head.name, head.time) if body else None


def _head_at(page: Page, at: int) -> tuple[Head | None, int]:
    """What a head says, and its lines: a name and a time in one, a name above a time, or a time above a name."""
    lines = page.lines
    if not page.open(at):
        return None, 0
    one = head_of(lines[at])
    two = head_of(lines[at + 1]) if page.open(at + 1) else None
    if one is not None and one.name:
        return one, 1
    if one is None and two is not None and not two.name and is_name(lines[at]) and not lines[at].cues:
        return Head(listed(lines[at].line.text), two.time), 2
    if one is not None and two is None and page.open(at + 2) and is_name(lines[at + 1]):
        return Head(lines[at + 1].line.text, one.time), 2
    return None, 0


def _footed(page: Page, at: int) -> _Post | None:
    """A comment below a numbered name or a name alone, with the time below what is said; or a numbered name without a time."""
    lines = page.lines
    if not page.open(at) or not is_name(lines[at]):
        return None
    if not page.open(at + 1) or "://" in lines[at + 1].line.text:
        return None
    name = listed(lines[at].line.text)
    numbered = name != lines[at].line.text
    if not numbered and any(cue.whole_line for cue in lines[at].cues):
        return None
    for foot in range(at + 2, min(at + 2 + LONGEST, len(lines))):
        told = head_of(lines[foot])
        if told is not None and page.open(foot):
            return _Post((at, foot), range(at + 1, foot), told.name or name, told.time)
        if not page.open(foot) or is_name(lines[foot]):
            break
    if numbered and lines[at + 1].sentence:
        return _Post((at,), range(at + 1, at + 2), name, "")
    return None


def _begins(page: Page, at: int) -> bool:
    """The line begins a further comment."""
    return _head_at(page, at)[0] is not None or (
        page.open(at) and is_name(page.lines[at]) and listed(page.lines[at].line.text) != page.lines[at].line.text
    )


def _is_button(page: Page, at: int, keys: Counter[str]) -> bool:
    """A short line that a reader clicks on: with words for it, or the same again."""
    line = page.lines[at]
    if not page.open(at) or line.size > BUTTON_SIZE or line.ends or _begins(page, at):
        return False
    return cue_of(line, "comment-widget", "share-widget") is not None or keys[_key(line)] > 1


def _key(line: Measured) -> str:
    return re.sub(r"[\d\W]+", " ", line.line.text).casefold().strip()
