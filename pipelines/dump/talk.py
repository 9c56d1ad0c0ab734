"""Reader comments in a dump: the zone below the article that comment wording opens, and who says what in it."""

from __future__ import annotations

import re

from pipelines.cues import as_written
from pipelines.dump.kinds import shown_kinds
from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, cue_of
from pipelines.types import Comment

__all__ = ["comments_of", "name_comments"]

CLOSERS = frozenset({"related", "newsletter", "legal", "navigation", "tags", "author"})
"""Kinds of furniture that end a thread."""
BUTTON_REACH = 3
"""Lines below a comment in which its reply button stands."""
LONGEST_NAME = 5.0
TIME_SIZE = 8.0
"""Words of a line that is a time and little else."""
AGO_SIZE = 4.0
"""The same where no number is in it: "an hour ago"."""
SHORTEST_COMMENT = 1.5
AUTHOR, POSTED = "a name above a comment", "the time of a comment"
"""Evidence of the two labels of a comment, from which its fields are read."""

_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s[-–—]\s")


def name_comments(page: Page) -> None:
    """Name comment policies, comments and the names above them in the zone of comments."""
    start = _zone_start(page)
    _name_policies(page)
    if start is None or page.said:  # a thread that its form told is named already
        return
    end = _zone_end(page, start)
    for at in range(start + 1, end):
        if not page.open(at) or (_is_widget(page.lines[at]) and not _is_time(page.lines[at])):
            continue
        if _is_time(page.lines[at]):
            page.name(at, "label", "comment-widget", POSTED)
        elif _is_author(page, at, start, end):
            page.name(at, "label", "comment-widget", AUTHOR)
        elif _is_said(page, at, start, end):
            page.name(at, "comment", "comment", "between a heading and a reply button of comments")


def _zone_start(page: Page) -> int | None:
    """The first comment wording below the text."""
    text_end = page.last_kept
    for at in range(text_end + 1, len(page.lines)):
        if cue_of(page.lines[at], "comment-widget", "comment-policy"):
            return _thread_above(page, at, text_end)
    return None


def _thread_above(page: Page, start: int, text_end: int) -> int:
    """Some sites set the form below the thread: the zone then begins above the dated sentences right over it."""
    at = start
    while at - 3 >= text_end and page.lines[at - 1].sentence and _is_time(page.lines[at - 2]) and page.open(at - 1):
        at -= 2
    return start if at == start else at - 1


def _zone_end(page: Page, start: int) -> int:
    for at in range(start + 1, len(page.lines)):
        line = page.lines[at]
        if page.kept[at] or (
            line.size <= 8 and shown_kinds(line) & CLOSERS and not cue_of(line, "comment-widget", "form")
        ):
            return at
    return len(page.lines)


def _name_policies(page: Page) -> None:
    """Lines with the wording of policies, and what stands between two of them."""
    before: int | None = None
    for at, line in enumerate(page.lines):
        cue = cue_of(line, "comment-policy")
        if cue and page.open(at):
            page.name(at, _role(line), "comment-policy", f"says “{as_written(line.line.text, cue)}”")
            if cue.whole_line and page.open(at + 1) and page.lines[at + 1].sentence:
                page.name(at + 1, "paragraph", "comment-policy", "below a heading of comment policies")
            if before is not None and at - before <= 3:
                for between in range(before + 1, at):
                    if page.open(between) and page.lines[between].prose:
                        page.name(between, "paragraph", "comment-policy", "between two lines of a comment policy")
            before = at


def _role(line: Measured) -> str:
    return "paragraph" if line.prose else "label"


def _is_widget(line: Measured) -> bool:
    kinds = shown_kinds(line)
    return bool(kinds - {"byline", "author", "caption"})


def _is_time(line: Measured) -> bool:
    if line.size > TIME_SIZE or line.ends:
        return False
    cue = cue_of(line, "byline")
    ago = cue is not None and (" " in cue.phrase or not cue.phrase.isascii()) and line.size <= AGO_SIZE
    return line.stamped or ago or (cue is not None and any(sign.isdigit() for sign in line.line.text))


def _is_said(page: Page, at: int, start: int, end: int) -> bool:
    """Somebody's comment: a reply button closely below, or a time closely above."""
    if page.lines[at].size < SHORTEST_COMMENT and not page.lines[at].ends:
        return False
    below = range(at + 1, min(end, at + 1 + BUTTON_REACH))
    if any(
        cue.whole_line
        for near in below
        for cue in page.lines[near].cues
        if cue.reason in {"comment-widget", "share-widget"}
    ):
        return True
    above = range(max(start + 1, at - 2), at)
    return any(_is_time(page.lines[near]) for near in above)


def _is_author(page: Page, at: int, start: int, end: int) -> bool:
    """A name: a time right below it, or what its bearer says."""
    line = page.lines[at]
    if line.size > LONGEST_NAME or line.ends or at + 1 >= end:
        return False
    after = page.lines[at + 1]
    if _is_time(after):
        return True
    return _is_said(page, at, start, end) and page.open(at + 1) and not _is_widget(after)


def comments_of(page: Page) -> tuple[Comment, ...]:
    """The named comments; lines of one comment are put together."""
    found: list[Comment] = []
    for at, named in sorted(page.names.items()):
        if named.reason != "comment":
            continue
        text = page.lines[at].line.text
        if at in page.said:
            found.append(page.said[at])
        elif _goes_on(page, found, at):
            continue  # a further line of it
        elif found and at - 1 in page.names and page.names[at - 1].reason == "comment":
            found[-1] = Comment(
                text=f"{found[-1].text}\n\n{text}",
                author=found[-1].author,
                posted=found[-1].posted,
                block=found[-1].block,
            )
        else:
            found.append(Comment(text=text, author=_label(page, at, AUTHOR), posted=_label(page, at, POSTED), block=at))
    return tuple(found)


def _goes_on(page: Page, found: list[Comment], at: int) -> bool:
    """A further line of a comment whose lines are all known."""
    above = page.names.get(at - 1)
    return bool(found) and found[-1] in page.said.values() and above is not None and above.reason == "comment"


def _label(page: Page, at: int, evidence: str) -> str | None:
    """The author or time right above a comment; one line may hold both."""
    for near in (at - 1, at - 2):
        named = page.names.get(near)
        if named and named.evidence in (evidence, POSTED):
            parts = _SEPARATOR.split(page.lines[near].line.text)
            dated = [part for part in parts if any(sign.isdigit() for sign in part)]
            wanted = dated if evidence == POSTED else [part for part in parts if part not in dated]
            if named.evidence == evidence or (wanted and dated):
                return (wanted or parts)[0].strip()
    return None
