"""The valid name that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A remark to put behind a wrong name, empty where nothing is near.

    >>> did_you_mean("strip_id_and_class", ["strip", "strip_id_or_class"])
    ', did you mean strip_id_or_class?'
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f", did you mean {near[0]}?" if near else ""
