"""Ctrl-C and SIGTERM: a KeyboardInterrupt at once, but never in the middle of something that must be whole."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

__all__ = ["answer_signals", "held_back"]

_held: list[bool] = []
"""One entry for each `held_back` that is open: whether a signal came meanwhile."""


def answer_signals() -> None:
    """Let SIGTERM do what Ctrl-C does, and both respect `held_back`. For the main thread of a command."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Finish this first: an interruption that comes inside is raised at the end."""
    _held.append(False)
    try:
        yield
    finally:
        came = _held.pop()
    if came:
        raise KeyboardInterrupt


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    if _held:
        _held[0] = True
    else:
        raise KeyboardInterrupt
