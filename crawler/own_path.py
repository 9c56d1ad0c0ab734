"""Where Python processes that this one starts look for modules: where it does itself, and not in the folder people happen to be in.

multiprocessing starts its servers with `python -c`, which looks there first: in a folder of saved pages that somebody has put a
`bisect.py` into, that file would run.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["VARIABLE", "own_path"]

VARIABLE = "PYTHONSAFEPATH"

_LOCK = threading.RLock()


@contextmanager
def own_path() -> Iterator[None]:
    """For processes that are started inside. Those that people name themselves are not: their scripts have modules beside them."""
    with _LOCK:
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = "1"
        try:
            yield
        finally:
            if before is None:
                os.environ.pop(VARIABLE, None)
            else:
                os.environ[VARIABLE] = before
