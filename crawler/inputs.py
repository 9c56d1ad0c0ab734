"""Look at what was named on the command line before anything is made of it. Saves and cleans nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from crawler.readers.walk import absence
from pipelines.types import Capture, Unreadable

__all__ = ["begun", "present"]

HELD_AT_MOST = 10_000
"""Inputs that are no pages, looked at before it is believed that a page will follow."""


def present(paths: Iterable[str], complain: Callable[[str], None]) -> tuple[str, ...]:
    """The paths under which there is something; the others are named in a complaint each."""
    why = {path: absence(path) for path in paths}
    for path, reason in why.items():
        if reason:
            complain(f"{path}: {reason}")
    return tuple(path for path, reason in why.items() if reason is None)


def begun(inputs: Iterator[Capture | Unreadable]) -> tuple[bool, Iterator[Capture | Unreadable]]:
    """Whether there is a page among the inputs, and all of the inputs still."""
    held: list[Capture | Unreadable] = []
    for one in inputs:
        held.append(one)
        if isinstance(one, Capture) or len(held) >= HELD_AT_MOST:
            return True, chain(held, inputs)
    return False, iter(held)
