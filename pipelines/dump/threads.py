"""Readers' threads in a dump, told by how they are built and not by their words: the same buttons below each of some short signed texts.

    name, time / text / buttons        again and again
    name (time): text                  in lines right below each other

Leaves out what only the wording of comment boxes tells (pipelines.dump.talk). A list of teasers has buttons, too, but headlines where a
thread has names; a live blog has hours without names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.dump.measure import Measured
from pipelines.dump.page import Page, cue_of
from pipelines.metadata.dates import dates_in
from pipelines.types import Comment

__all__ = ["name_threads"]

FEWEST = 2
"""Comments of a thread."""
BUTTON_SIZE = 8.0
"""Words of a row of buttons."""
HEADS = 3
"""Lines above what somebody says: name, place, time."""
LONGEST = 14
"""Lines between two rows of buttons."""
NAME_SIZE, HEAD_SIZE = 4.5, 12.0
"""Words of a name, and of a name with a time."""
USUAL = 0.75
"""A row of buttons stands below at least this share of the comments; a reader's name below fewer."""
NO_BUTTONS = ("related-stories", "navigation", "newsletter", "advertisement", "byline", "caption")
"""What repeated lines of other lists speak of."""
YOUNG = 14
"""Smaller than a grown person's age."""

_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?!\d)(?!\w*[.)]\s)(?!\w*$)|(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_CLOCK = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)")
_MONEY = re.compile(r"[$€£¥₹₽₩₺₴₪฿₫₦]|\b[A-Z]{3}\s?\d")
_LISTED = re.compile(r"^#?\d{1,4}[.)]\s+")
_PIECES = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+|\s*[(（)）]\s*|,\s+(?=\D*\d)")
_INLINE = re.compile(
    r"^(?P<author>[^:：()（）]{2,40}?)\s*[(（](?P<when>[^()（）]{2,40})[)）]\s*[:：]\s*(?P<text>\S.{2,})$"
)
_SPAN = re.compile(r"^(?:[^\W\d_]{1,10}\s(?:[^\W\d_]{1,4}\s)?)?(\d{1,2})\s?[^\W\d_]+(?:\s[^\W\d_]+)?$")
LARGEST_SPAN = 59
"""Minutes, hours, days or weeks that have passed."""
_COUNTED = re.compile(r"(?<!\d)(\d{1,2})(?!\d)\s?([^\W\d_]+)")


class _Said(NamedTuple):
    """One comment of a thread: its head's lines, and those that say something."""

    head: range
    body: range


def name_threads(page: Page) -> None:
    """Name the threads below the first paragraphs of the text."""
    begin = next((at + 1 for at, keep in enumerate(page.kept) if keep and page.lines[at].prose), len(page.lines))
    _name_inline(page, begin)
    buttons = _buttons(page, begin)
    if not buttons:
        return
    said = list(_thread(page.lines, begin, buttons))
    timed = sum(any(_is_time(page.lines[at]) for at in one.head) for one in said)
    if len(said) < FEWEST or 2 * timed < len(said):
        return
    for at in range(said[0].head.start, said[-1].body.stop + 1):
        if at in buttons:
            page.name(at, "label", "comment-widget", "the same below each comment of a thread")
    for one in said:
        _name_comment(page, one)


def _name_comment(page: Page, one: _Said) -> None:
    author, posted = _signed([page.lines[at].line.text for at in one.head])
    for at in one.head:
        page.name(
            at,
            "label",
            "comment-widget",
            "above what a reader says, with the same buttons below as other readers' words",
        )
    for at in one.body:
        page.name(at, "comment", "comment", f"signed {author or 'with a time'}, with the same buttons below as others")
    text = "\n\n".join(page.lines[at].line.text for at in one.body)
    page.said[one.body.start] = Comment(text=text, author=author, posted=posted, block=one.body.start)


def _key(line: Measured) -> str:
    """A row of buttons without the numbers in it."""
    return re.sub(r"\d+", "", line.line.text).casefold()


def _buttons(page: Page, begin: int) -> frozenset[int]:
    """Lines that stand below comments: short, the same again and again but for numbers."""
    lines = page.lines
    rows = [at for at in range(begin, len(lines)) if _may_be_button(lines, at)]
    counts = Counter(_key(lines[at]) for at in rows)
    most = max(counts.values(), default=0)
    heads = Counter(_key(lines[at]) for at in rows if _is_above_own(lines, at))
    usual = {key for key, count in counts.items() if count >= max(FEWEST, USUAL * most) and 2 * heads[key] <= count}
    return frozenset(at for at in rows if _key(lines[at]) in usual)


def _may_be_button(lines: Sequence[Measured], at: int) -> bool:
    line = lines[at]
    text = line.line.text
    if line.size > BUTTON_SIZE or line.ends or line.prose or cue_of(line, *NO_BUTTONS) or dates_in(text):
        return False
    return any(map(str.isalpha, text)) and "://" not in text and not _CLOCK.search(text)


def _is_above_own(lines: Sequence[Measured], at: int) -> bool:
    """Below the line stands what belongs to it: a time below a name, what is said below a time."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    return below is not None and (below.ends or (_is_time(below) and not _name_in(below.line.text)))


def _thread(lines: Sequence[Measured], begin: int, buttons: frozenset[int]) -> Iterator[_Said]:
    """What stands between rows of buttons, as long as it is signed; the longest thread of the dump."""
    runs: list[list[_Said]] = [[]]
    before: int | None = None
    for at in sorted(buttons):
        if at - 1 in buttons:
            before = at
            continue
        first = before + 1 if before is not None and at - before <= LONGEST else _first(lines, begin, at)
        one = _said(lines, first, at) or (_undated(lines, runs[-1][-1], first, at) if runs[-1] else None)
        if one is None:
            runs.append([])
        elif before is not None and first == before + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
        before = at
    yield from max(runs, key=len)


def _first(lines: Sequence[Measured], begin: int, at: int) -> int:
    """Where the comment above the first row of buttons begins: at the name by its time."""
    for time in range(at - 2, max(begin, at - LONGEST) - 1, -1):
        if _is_time(lines[time]):
            alone = not _name_in(lines[time].line.text)
            return (
                time - 1 if alone or (time > begin and _is_name(lines[time - 1]) and _is_reply(lines[time])) else time
            )
    return at


def _is_reply(line: Measured) -> bool:
    """A line with a time that is longer than a name and a time: whom it answers, where its writer lives."""
    return bool(dates_in(line.line.text)) and not any(sign in line.line.text for sign in "|•·–—-(")


def _said(lines: Sequence[Measured], first: int, end: int) -> _Said | None:
    """A comment between two rows: one to three short lines, of which one is a time and one names somebody, and what is said."""
    head = first
    while head < min(first + HEADS, end - 1) and (_may_be_head(lines[head]) or _is_abbreviated(lines, head)):
        head += 1
    timed = [at for at in range(first, head) if _is_time(lines[at])]
    if not timed or any("://" in lines[at].line.text for at in range(first, end)):
        return None
    head = timed[-1] + 1
    named = [at for at in range(first, head) if at not in timed]
    if any(lines[at].size > NAME_SIZE for at in named) or not (named or _name_in(lines[timed[0]].line.text)):
        return None
    return _Said(range(first, head), range(head, end))


def _undated(lines: Sequence[Measured], above: _Said, first: int, end: int) -> _Said | None:
    """A comment below another one whose time is a word ("yesterday"): a head of as many lines, the last with as many pieces."""
    head = range(first, first + len(above.head))
    if above.body.stop >= first or head.stop >= end or not all(_may_be_head(lines[at]) for at in head):
        return None
    pieces = [len(_PIECES.split(lines[one.stop - 1].line.text)) for one in (above.head, head)]
    return (
        _Said(head, range(head.stop, end)) if pieces[0] == pieces[1] and lines[head.start].size <= HEAD_SIZE else None
    )


def _may_be_head(line: Measured) -> bool:
    return line.size <= HEAD_SIZE and not line.ends and not line.prose and line.line.text[:1] not in _BULLETS


def _is_abbreviated(lines: Sequence[Measured], at: int) -> bool:
    """A name that ends with a full stop, right above its time: `Ana K.`"""
    return lines[at].size <= NAME_SIZE and _is_time(lines[at + 1])


_BULLETS = frozenset("*•·-+[")


def _is_name(line: Measured) -> bool:
    return line.size <= NAME_SIZE and not line.ends and any(map(str.isalpha, line.line.text))


def _is_time(line: Measured) -> bool:
    """A short line with a day, an hour, or how many of something ago."""
    text = _LISTED.sub("", line.line.text)
    if line.size > HEAD_SIZE or line.ends or line.prose:
        return False
    if _MONEY.search(text):
        return False
    if dates_in(text) or _CLOCK.search(text) or any(map(_is_span, (piece for piece in _PIECES.split(text) if piece))):
        return True
    return cue_of(line, "byline") is not None and " " in text and len(_PIECES.split(text)) > 1


def _is_span(text: str) -> bool:
    """How long ago, in any language: a small number and one or two words, of which one may stand before it."""
    match = _SPAN.match(text)
    return match is not None and 0 < int(match[1]) <= LARGEST_SPAN


def _name_in(text: str) -> str:
    """Who is named in a line with a time; empty where it is a time alone."""
    pieces = [piece for piece in _PIECES.split(_LISTED.sub("", text)) if piece]
    first = pieces[0] if len(pieces) > 1 and len(pieces[0].split()) <= NAME_SIZE else ""
    return first if first and not _NUMBER.search(first) and not dates_in(first) else ""


def _signed(head: Sequence[str]) -> tuple[str | None, str | None]:
    """(who, when) by the lines of a comment's head."""
    timed = next((text for text in head if _NUMBER.search(_LISTED.sub("", text)) or dates_in(text)), head[-1])
    others = [text for text in head if text != timed]
    name = _LISTED.sub("", others[0]) if others else _name_in(timed)
    found = dates_in(timed)
    posted = timed if others else timed.replace(name, "", 1)
    if found and len(posted[: posted.find(timed[found[0].start :])].split()) > 1:
        posted = timed[found[0].start :]
    return name or None, _LISTED.sub("", posted).strip(" |•·–—-(),（）") or None


def _name_inline(page: Page, begin: int) -> None:
    """Lines that give a name, a time in brackets and what is said."""
    found = {at: match for at in range(begin, len(page.lines)) if (match := _INLINE.match(page.lines[at].line.text))}
    run: list[int] = []
    for at in (*found, len(page.lines) + HEADS + 1):
        if run and at - run[-1] > HEADS:
            if len(run) >= FEWEST and _are_times([found[one]["when"] for one in run]):
                for one in run:
                    _name_inline_comment(page, one, found[one])
            run = []
        run.append(at)


def _name_inline_comment(page: Page, at: int, match: re.Match[str]) -> None:
    page.name(
        at,
        "comment",
        "comment",
        f"a name, a time and what is said, as in the lines around: {match['author']} ({match['when']})",
    )
    page.said[at] = Comment(text=match["text"], author=_LISTED.sub("", match["author"]), posted=match["when"], block=at)


def _are_times(brackets: Sequence[str]) -> bool:
    """Half of them are days, hours, or how long ago; the ages of people who are quoted are all grown, and of one unit."""
    dated = [text for text in brackets if dates_in(text) or re.search(r"\d{1,2}:\d\d", text)]
    counted = [match for text in brackets if text not in dated and "," not in text and (match := _COUNTED.search(text))]
    ages = (
        bool(counted)
        and all(int(match[1]) >= YOUNG for match in counted)
        and len({m[2].casefold() for m in counted}) == 1
    )
    return 2 * (len(dated) + (0 if ages else len(counted))) >= len(brackets)
