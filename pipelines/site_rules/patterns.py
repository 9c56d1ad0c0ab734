"""Patterns in which `*` stands for anything: for paths and wordings. No regular expressions of strangers."""

from __future__ import annotations

__all__ = ["fits", "wording_fits"]


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is what the pattern says; in time that grows with their lengths only.

    >>> fits("/news/*", "/news/2021/ferry"), fits("/news/*.html", "/news/ferry"), fits("a*b*c", "abbcc")
    (True, False, True)
    """
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == text
    *between, last = rest
    if not (text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in between:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def wording_fits(pattern: str, text: str) -> bool:
    """The same for a line of text: case and white space do not count.

    >>> wording_fits("read more: *", "Read  more: The ferry is back")
    True
    """
    return fits(_folded(pattern), _folded(text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
