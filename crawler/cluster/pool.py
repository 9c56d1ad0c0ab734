"""A Dask cluster as the pool a run cleans with: pages in their order go out in batches, outcomes come back in the same order.

What can happen to a batch. A worker that is killed, or leaves, costs a retry: the cluster gives its batches to others. A batch
that has killed as many workers as the cluster allows is sent again page by page, and a page that does so alone is
listed as `worker-died`, like one whose process ended on this machine. A cluster that goes away ends the run; what has
no outcome waits in the archive, and the same command goes on with it.
"""

from __future__ import annotations

import logging
import pickle
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import dask
from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker, NoValidWorkerError, NoWorkerError

from crawler.cluster import batches
from crawler.own_path import VARIABLE, own_path
from crawler.page_pool import Answer, Task
from crawler.workers import PoolError
from pipelines.types import Capture, Rejection, Rules
from pipelines.version import COPYDESK

__all__ = ["NO_WORKER", "ClusterPool", "client_of", "connected", "in_reach", "threads_of"]

PAGES_A_BATCH = 16
BYTES_A_BATCH = 4 << 20
"""A batch ends with the page that makes it as large: the scheduler holds each until its outcomes are there."""
BATCHES_AHEAD = 4
"""For each thread of the cluster: while one batch is cleaned the next is there already."""
ASKED_EVERY = 5.0
"""Seconds after which the cluster is asked again how large it is: it may grow and shrink."""
WORKERS_WITHIN = 120
"""Seconds in which the first worker has to be there: a batch system may let it wait."""


QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
}
"""A cluster of this machine need not look a hundred times a second at what its workers do: nobody sees it.

With two workers its three processes take 90 ms of a processor in each second when they have nothing to do, so 16 ms.
"""
OWN_PATH = {f"distributed.nanny.pre-spawn-environ.{VARIABLE}": "1"}
"""For its workers that are started again later."""
ALONE = "distributed.scheduler.no-workers-timeout"
"""Dask starts no worker again that is killed while it begins: where all have gone so, work would wait for ever.

Set for clusters of this machine only. Elsewhere a batch system may bring workers hours later.
"""

NO_WORKER = (NoWorkerError, NoValidWorkerError)
"""What becomes of a task then."""

_Held = TypeVar("_Held", LocalCluster, Client)

CONNECT_SECONDS = 30
_LOCAL = re.compile(r"local(?::([1-9]\d{0,3}))?")


@contextmanager
def connected(rules: Rules, address: str) -> Iterator[ClusterPool]:
    """The pool of a cluster, let go at the end. PoolError where it cannot be used."""
    with client_of(address) as client:
        yield ClusterPool(rules, client, reads_files=bool(_LOCAL.fullmatch(address)))


@contextmanager
def client_of(address: str) -> Iterator[Client]:
    """The cluster behind a scheduler's address or scheduler file, or one of this machine (`local:N`), let go at the end.

    Its workers have this copydesk. PoolError where it cannot be used.
    """
    with ExitStack() as held:
        local = _LOCAL.fullmatch(address)
        place = held.enter_context(_let_go(_local(int(local[1]) if local[1] else None))) if local else address
        client = held.enter_context(_let_go(_client(place)))
        _greet(client)
        yield client


@contextmanager
def _let_go(held: _Held) -> Iterator[_Held]:
    """A cluster or client, closed at the end. That it takes too long to close, on a machine that is busy, makes no difference to
    what was done, and what is left of it ends with this process.
    """
    try:
        yield held
    finally:
        with suppress(OSError, CancelledError):  # a TimeoutError is an OSError
            held.close()


def _local(processes: int | None) -> LocalCluster:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with own_path(), dask.config.set({**QUIET, **OWN_PATH, ALONE: WORKERS_WITHIN}):
            return LocalCluster(
                n_workers=processes,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",  # any free port: None would take a fixed one
                silence_logs=logging.CRITICAL,
            )
    except (OSError, RuntimeError) as error:
        raise PoolError(f"a cluster could not be started on this machine: {_first_line(error)}") from error


def _client(place: LocalCluster | str) -> Client:
    file = place if isinstance(place, str) and place.endswith(".json") else None
    if file and not Path(file).is_file():
        raise PoolError(f"no cluster at {file}: there is no such file")  # Dask would wait for it for ever
    try:
        return Client(None if file else place, scheduler_file=file, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise PoolError(f"no cluster at {place}: {_first_line(error)}") from error


class ClusterPool:
    """The workers behind a scheduler. PoolError where they cannot be used."""

    def __init__(self, rules: Rules, client: Client, *, reads_files: bool = False) -> None:
        self.reads_files = reads_files
        """A cluster of this machine sees its files; others need no shared disk, since pages travel to them."""
        self._client = client
        self._rules = rules
        self._pickled = pickle.dumps(rules, protocol=5)
        self._size = 1
        self._asked = 0.0

    def warm_up(self) -> None:
        """Workers get ready with their first batch."""

    def map(self, work: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        """Answers in the order of the tasks; no more is out at a time than `BATCHES_AHEAD` for each thread."""
        pickled = pickle.dumps(work, protocol=5)
        waiting: deque[tuple[Future[bytes], list[Task]]] = deque()
        for batch in _batches(tasks):
            while waiting and (waiting[0][0].done() or len(waiting) >= BATCHES_AHEAD * self._threads()):
                yield from self._answers(pickled, *waiting.popleft())
            waiting.append((self._send(pickled, batch), batch))
        while waiting:
            yield from self._answers(pickled, *waiting.popleft())

    def _send(self, work: bytes, batch: list[Task]) -> Future[bytes]:
        with in_reach():
            return self._client.submit(batches.do, self._pickled, work, pickle.dumps(batch, protocol=5), pure=False)

    def _answers(self, work: bytes, future: Future[bytes], batch: list[Task]) -> list[Answer]:
        try:
            with in_reach():
                sealed: list[bytes] = pickle.loads(future.result())  # noqa: S301 - from a worker that we run code on
                answers: list[Answer] = [pickle.loads(one) for one in sealed]  # noqa: S301
        except KilledWorker as error:
            if len(batch) > 1:  # one after the other: a page that kills its worker takes along what else is there
                return [answer for task in batch for answer in self._answers(work, self._send(work, [task]), [task])]
            return [Rejection(reason="worker-died", detail=_first_line(error), cleaned_by=self._rules.label)]
        finally:
            future.release()
        return answers

    def _threads(self) -> int:
        now = time.monotonic()
        if now - self._asked > ASKED_EVERY:
            with in_reach():
                self._size = threads_of(self._client)
            self._asked = now
        return self._size


def threads_of(client: Client) -> int:
    """How many tasks the cluster does at a time."""
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _greet(client: Client) -> None:
    """Wait for a worker; all that are there have to have this copydesk."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_WITHIN)
        versions: dict[str, str] = client.run(batches.version)
    except ImportError as error:
        raise PoolError(f"the cluster's workers have no copydesk: {error}") from error
    except (TimeoutError, OSError) as error:
        raise PoolError(f"the cluster has no worker: waited {WORKERS_WITHIN} seconds for one") from error
    for worker, version in versions.items():
        if version != COPYDESK:
            raise PoolError(f"worker {worker} has copydesk {version}, here is {COPYDESK}: outcomes would differ")


@contextmanager
def in_reach() -> Iterator[None]:
    """Errors that say that the cluster is gone, in words."""
    try:
        yield
    except NO_WORKER as error:
        raise PoolError(
            f"the cluster has had no worker for {WORKERS_WITHIN} seconds: all of them were killed\n"
            "The same command goes on with what is still to be done."
        ) from error
    except (CancelledError, OSError, TimeoutError) as error:
        raise PoolError(
            f"the cluster is gone: {_first_line(error)}\nThe same command goes on with what is still to be done."
        ) from error


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task[0].body) if isinstance(task[0], Capture) else 0
        if len(batch) >= PAGES_A_BATCH or size >= BYTES_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:300] or type(error).__name__
