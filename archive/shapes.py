"""The shape of an address: what is left when numbers, dates and values are taken out. Pages of one template share it. No I/O."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["shape_of"]

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
