"""The shape of an address: what is left when numbers, dates and values are taken out. Pages of one template share it. No I/O.

Wider than a shape are its families: without the names of the parameters, with nothing but the first step of the path, with
nothing but the number of steps. A trap that makes up words of its own has as many shapes as pages, but few families.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["FAMILIES", "families_of", "shape_of"]

_MOST = 300
_SLUG = re.compile(r"[^/?]*-[^/?]*-[^/?]*")
"""Words joined by hyphens: the name of one page."""
_DIGITS = re.compile(r"\d+")


def shape_of(identity: str) -> str:
    """Host and path with numbers as `#` and slugs as `~`, and the names of the parameters.

    >>> shape_of("//paper.example/2026/05/the-night-ferry-runs?page=3")
    'paper.example/#/#/~?page'
    """
    try:
        parts = urlsplit(identity)
    except ValueError:
        return identity[:_MOST]
    path = "/".join(_DIGITS.sub("#", _SLUG.sub("~", step)) for step in parts.path.split("/"))
    names = sorted({_DIGITS.sub("#", field.partition("=")[0]) for field in parts.query.split("&") if field})
    return f"{parts.netloc}{path}{'?' if names else ''}{'&'.join(names)}"[:_MOST]


FAMILIES = (40, 80, 160, 320)
"""How many pages of each kind of family it takes to know something of the others: the wider, the more."""


def families_of(shape: str) -> tuple[str, str, str, str]:
    """The shape and the ever wider families that it belongs to.

    >>> families_of("paper.example/shop/lamps?colour&size")
    ('paper.example/shop/lamps?colour&size', 'paper.example/shop/lamps?', 'paper.example/shop/*?', 'paper.example/*/*?')
    """
    path, query, _names = shape.partition("?")
    host, *steps = path.split("/")
    first = "/".join([host, *steps[:1], *("*" for _ in steps[1:])])
    count = "/".join([host, *("*" for _ in steps)])
    return shape, f"{path}{query}", f"{first}{query}", f"{count}{query}"
