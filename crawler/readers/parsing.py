"""Parse one JSON value within bounds, or say in words why not. Reads no files."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.readers.records import PAGE_LIMIT, Digits

__all__ = ["CROWDED", "DECODER", "LINE_LIMIT", "STRING", "is_crowded", "parsed"]

LINE_LIMIT = PAGE_LIMIT + PAGE_LIMIT // 2
"""Bytes of one line: a page at its limit, with its quotes and line ends escaped. As text with one emoji in it
that is four times as many, and a few KB of gzip unpack to it."""

MOST_PARTS = 2_000_000
"""Brackets and commas of one JSON value: each can become an object of 56 bytes or more, so that 60 MB of `[],` in
58 KB of gzip took 1.6 GB (measured). A record has some twenty."""

CROWDED = f"more than {MOST_PARTS:,} brackets and commas"

STRING = re.compile(r'"(?:[^"\\]++|\\.?)*+(?P<end>"|\Z)', re.DOTALL)
"""A JSON string, or, with an empty `end`, the beginning of one that the text ends in."""

LONGEST_NUMBER = 1_000
"""Digits; Python itself refuses more than 4,300, because reading them takes time that grows with their square."""

_PART = ("[", "{", ",")


def parsed(text: str) -> tuple[Any, str]:
    """The value and no fault, or the fault.

    >>> parsed('{"id": 7}'), parsed('{"id": }')[1]
    (({'id': 7}, ''), 'no JSON: expecting value at column 8')
    """
    if is_crowded(text):
        return None, CROWDED
    try:
        return json.loads(text, strict=False, parse_int=_number), ""
    except json.JSONDecodeError as error:
        return None, f"no JSON: {_worded(error)} at column {error.pos + 1}"
    except RecursionError:
        return None, "no JSON: nested too deeply"


def _number(digits: str) -> int | Digits:
    return int(digits) if len(digits) <= LONGEST_NUMBER else Digits(digits)


DECODER = json.JSONDecoder(strict=False, parse_int=_number)
"""For JSON that is read piece by piece."""


def is_crowded(text: str) -> bool:
    """Whether parsing would make too many objects; what stands in strings makes none."""
    if len(text) <= MOST_PARTS or sum(map(text.count, _PART)) <= MOST_PARTS:
        return False
    return sum(map(STRING.sub("", text).count, _PART)) > MOST_PARTS


def _worded(error: json.JSONDecodeError) -> str:
    """Python's words; some of them end in "at", for the place that follows."""
    words = error.msg.removesuffix(" at").removesuffix(" starting")
    return words[:1].lower() + words[1:]
