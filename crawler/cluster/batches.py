"""What a worker of a cluster does: cleans a batch of pages, each in a bounded process of its own, as one machine does.

The functions here run on the cluster's workers, which import them by name: copydesk is installed there, in the same version.
Bytes come in and go out pickled: to the cluster they are opaque, and it does not look for its own tasks in them.
"""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from crawler.page_pool import PagePool, Sealed, Sealing, page_pool
from pipelines.version import COPYDESK

__all__ = ["do", "pool_here", "version"]

IDLE_SECONDS = 60.0
"""A pool that had nothing to do for so long is closed: a cluster outlives the runs on it, and its workers their clients."""


def version() -> str:
    """The version of copydesk that a worker has."""
    return COPYDESK


def do(rules: bytes, work: bytes, batch: bytes) -> bytes:
    """The answers to a batch of tasks, each pickled, in their order; PoolError where the worker's machine is at fault."""
    with _pools.in_use(rules, work, _threads()) as (pool, function):
        answers: Iterator[Any] = pool.map(function, pickle.loads(batch))  # noqa: S301 - our own head sent it
        # one that a process could not give is not sealed
        sealed = [one.content if isinstance(one, Sealed) else pickle.dumps(one, protocol=5) for one in answers]
    return pickle.dumps(sealed, protocol=5)


@contextmanager
def pool_here(rules: bytes) -> Iterator[PagePool]:
    """The worker's pool, shared by all that it does at a time."""
    with _pools.in_use(rules, None, _threads()) as (pool, _function):
        yield pool


def _threads() -> int:
    """How many tasks the cluster gives this worker at a time."""
    from distributed import get_worker  # late: only where there is one

    return int(get_worker().state.nthreads)


@dataclass(slots=True)
class _Pool:
    pool: PagePool
    users: int = 0
    works: dict[bytes, Callable[..., Any]] = field(default_factory=dict)
    """Unpickled once: worker processes are sent a function again only where it is another one."""
    closing: threading.Timer | None = None


class _Pools:
    """The pools of this process, one for each set of rules that is in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pools: dict[bytes, _Pool] = {}

    @contextmanager
    def in_use(self, rules: bytes, work: bytes | None, processes: int) -> Iterator[tuple[PagePool, Any]]:
        """A pool and the function, if any, for as long as they are needed."""
        with self._lock:
            held = self._pools.get(rules) or self._made(rules, processes)
            held.users += 1
            if held.closing:
                held.closing.cancel()
                held.closing = None
            function = held.works.get(work) if work else None
            if function is None and work:
                function = held.works[work] = Sealing(pickle.loads(work))  # noqa: S301 - our own head sent it
        try:
            yield held.pool, function
        finally:
            with self._lock:
                held.users -= 1
                if not held.users:
                    held.closing = threading.Timer(IDLE_SECONDS, self._close, (rules, held))
                    held.closing.daemon = True
                    held.closing.start()

    def _made(self, rules: bytes, processes: int) -> _Pool:
        _may_have_children()
        held = self._pools[rules] = _Pool(page_pool(pickle.loads(rules), processes))  # noqa: S301 - our own head sent it
        return held

    def _close(self, rules: bytes, held: _Pool) -> None:
        with self._lock:
            if held.users or self._pools.get(rules) is not held:
                return
            del self._pools[rules]
        held.pool.close()


def _may_have_children() -> None:
    """A worker with a nanny is a daemon of it, and Python lets no daemon have children, since they would outlive it.

    Those of a pool do not: they end with the pipe to it. There is no public way to say so.
    """
    settings = getattr(multiprocessing.current_process(), "_config", None)
    if isinstance(settings, dict):
        settings["daemon"] = False


_pools = _Pools()
