"""The garbage collector while a page is cleaned, or outcomes are saved: seldom, because a page is many values that all live until its end.

Theory of operation: a page becomes tens of thousands of values that refer to each other; Python looks through all of
them each time that 700 more exist than before, a fifth of cleaning's time, and finds nothing. While a page is cleaned
that is done after RARELY more. What the collector has to find stays bounded: values of one page that refer to each
other in a ring are parted at its end (Page.release), others are found when the usual threshold is back.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["RARELY", "collecting_rarely"]

RARELY = 100_000
"""Values more than before: some 10 to 20 MB, and no page of a usual size has so many (measured: 100,000 costs no more
than never)."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Raise the first threshold for a while; one that is higher already, or 0 (never), stays."""
    first, second, third = gc.get_threshold()
    if not 0 < first < RARELY:
        yield
        return
    gc.set_threshold(RARELY, second, third)
    try:
        yield
    finally:
        gc.set_threshold(first, second, third)
