"""What is written where somebody reads: page text without control characters, colours only where they are wanted."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TextIO

import click

__all__ = ["colours_wanted", "discard", "paint", "reason_colour", "safe", "safe_line"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, change the terminal's title or turn the direction of writing; line ends and tabs stay."""

_COLOURS = {
    "advertisement": "red",
    "affiliate-notice": "red",
    "newsletter": "red",
    "paywall-notice": "red",
    "navigation": "blue",
    "section-label": "blue",
    "tag-list": "blue",
    "outside-article": "blue",
    "related-stories": "magenta",
    "trailing-story": "magenta",
    "share-widget": "yellow",
    "comment-widget": "yellow",
    "comment-policy": "yellow",
    "form": "yellow",
    "title": "green",
    "standfirst": "green",
    "byline": "green",
    "caption": "green",
    "comment": "green",
}
"""Reason -> colour: what is sold, what leads elsewhere, other stories, what one can click, what is kept apart."""


def safe(text: str) -> str:
    """The text without what a terminal would obey.

    >>> safe("red \\x1b[31malert")
    'red [31malert'
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """The same in one line."""
    return " ".join(safe(text).split())


def colours_wanted(stream: TextIO | None = None) -> bool:
    """Whether a stream is a terminal of somebody who has not asked for NO_COLOR (https://no-color.org)."""
    return (stream or sys.stdout).isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, *, colour: str | None = None, bold: bool = False, dim: bool = False) -> str:
    """The text in a colour if standard output shows colours."""
    if not colours_wanted():
        return text
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None)


def reason_colour(reason: str | None) -> str:
    """The colour of what was removed for a reason."""
    return _COLOURS.get(reason or "", "cyan")


def discard(stream: TextIO) -> None:
    """Let a stream that nobody reads any more lead nowhere; the interpreter flushes once more at exit."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
