"""What else is in a web archive file beside its pages, in words, and the words read again: a file read in parts is one file."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["counted_others", "told_others"]

_BEGIN = "records without a page: "
_PART = re.compile(r"([0-9,]+) (.+)")


def told_others(others: Counter[str]) -> str:
    """The detail of a file's own outcome.

    >>> told_others(Counter({"requests": 1200, "metadata": 2}))
    'records without a page: 1,200 requests, 2 metadata'
    """
    return _BEGIN + ", ".join(f"{count:,} {kind}" for kind, count in others.most_common())


def counted_others(detail: str) -> Counter[str] | None:
    """What such a detail counts; None for any other.

    >>> counted_others("records without a page: 1,200 requests, 2 metadata")
    Counter({'requests': 1200, 'metadata': 2})
    """
    if not detail.startswith(_BEGIN):
        return None
    parts = [_PART.fullmatch(part) for part in detail.removeprefix(_BEGIN).split(", ")]
    if not all(parts):
        return None
    return Counter({part[2]: int(part[1].replace(",", "")) for part in parts if part})
