"""Worker processes that survive their pages: a pool whose every task is bounded in time and memory from outside.

It leaves out what the work is: `pool.map(work, tasks)` has the shape of the built-in `map`, so that
`pipelines.clean.clean_many(tasks, rules, map=pool.map)` runs here as it is.

Theory of operation

1. A fork server is started before anything else: a fresh process without threads or open databases,
   which imports the module `warm` once. Workers are forked from it, so a new one is ready in
   milliseconds instead of seconds (date parsing alone takes over one second to load).
2. Each worker has a thread here that sends it an order and waits for the answer, blocking. Bodies of
   60 MB and answers of any size pass without a deadlock, since nobody else waits for that pipe.
3. One more thread watches: every `WATCH_SECONDS` it looks at the processor time and the memory of every
   busy worker (`crawler.watched`), and kills with SIGKILL what is over its limit. The blocked thread then sees the pipe's
   end. Nothing a page does can stop this: neither a loop inside a C library nor a stopped process.
4. A task whose worker was killed, died or raised is tried once more the cheap way, `Remedies.rescue`, in a
   fresh worker, with what is left of the task's time; if that dies too, `Remedies.lost` gives the outcome
   here, without touching the task's content. So each task has exactly one outcome.
5. A worker killed by somebody else (the system short of memory, a person), or that got no processor for
   a minute, is no fault of the page: the page is tried again in full, once.
6. Workers are replaced after `Limits.tasks` tasks, and as soon as one holds on to memory, so a page's
   outcome does not depend on the pages before it.
7. An error of the machine (a full disk, no file numbers left) is no task's outcome: it is raised as
   `PoolError`, from the start if it shows there, and ends the run; what has no outcome waits for the next one.
8. When the parent is killed, idle workers see the end of their pipe and busy ones are ended by their
   own alarm (`crawler.worker`): there are no orphans.

Known weak spot: without /proc (macOS) the backstop behind the watching thread is missing, and memory
taken within one round of the watch goes over the limit by that much.
"""

from __future__ import annotations

import copyreg
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import forkserver
from queue import Empty, LifoQueue
from types import MappingProxyType, TracebackType
from typing import Any, Generic, Self, TypeVar

import psutil

from crawler.own_path import own_path
from crawler.watched import LONGEST_ROUND, PoolError, Trouble, WatchedWorker, context_of
from crawler.worker import MEBIBYTE, OF_THE_MACHINE, Answer, Bounds, Order

__all__ = ["BYTES_AHEAD", "Limits", "PoolError", "Remedies", "WorkerPool", "cores", "watched_seconds"]

WATCH_SECONDS = 0.025
"""How often busy workers are looked at: a process fills some 50 MiB in that time."""

LEFTOVER_MEGABYTES = 48
"""A worker that holds this much more than when it started is replaced before its next task."""

TASKS_AHEAD = 64
"""Tasks taken per worker before the first of them is answered: one page of ten seconds then
leaves the other workers something to do, at 100 ms a page."""

BYTES_AHEAD = 128 * MEBIBYTE
"""Tasks taken ahead weigh no more than this together, a single larger one excepted."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def _believe(_result: Any) -> bool:
    return False


def _weigh_nothing(_task: Any) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies(Generic[Task, Result]):
    """What a pool knows of its tasks besides the work. `rescue` and `doubt` run in workers and must be picklable."""

    rescue: Callable[[Task, str, str], Result]
    """The cheap way for a task whose worker failed: (task, reason, detail)."""
    lost: Callable[[Task, str, str], Result]
    """The outcome where nothing answered; runs in the parent, must not look into the task's content."""
    doubt: Callable[[Result], bool] = _believe
    """True for a result that a failed allocation could have caused."""
    weigh: Callable[[Task], int] = _weigh_nothing
    """Bytes a task takes while it waits."""
    warm: str | None = None
    """Module whose import loads what the work needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may cost, and when a worker is replaced."""

    seconds: float = 10.0
    """Of processor time, for the whole task, rescue included."""
    rescue_seconds: float = 2.0
    """Of these, kept for the rescue."""
    patience: float = 6.0
    """Seconds by the clock for each second of processor time: one minute for a page. Two processors that twelve busy
    processes share give a page its time within that; longer than this only a process takes that hangs."""
    megabytes: int = 512
    tasks: int = 500
    niceness: int = 0
    """How far the workers stand back behind other processes, the parent among them."""

    @property
    def work_seconds(self) -> float:
        """How long the usual way may take."""
        return self.seconds - self.rescue_seconds

    def order(self, work: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Order:
        """An order that may take so much processor time."""
        return Order(work=work, arguments=arguments, seconds=seconds, patience=seconds * self.patience)


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _rebuild_mapping(plain: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(plain)


def _reduce_mapping(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _rebuild_mapping, (dict(mapping),)


copyreg.pickle(MappingProxyType, _reduce_mapping)  # read-only mappings in values cannot be pickled otherwise


def watched_seconds(looked: float, now: float) -> float:
    """What a round of the watch counts: the time in which the program was suspended is nobody's."""
    return min(now - looked, LONGEST_ROUND)


class WorkerPool(Generic[Task, Result]):
    """Does work on many tasks in worker processes, started with the first tasks. Use it in a `with` statement."""

    def __init__(
        self, remedies: Remedies[Task, Result], processes: int | None = None, limits: Limits | None = None
    ) -> None:
        self.processes = processes or cores()
        self._remedies = remedies
        self._limits = limits or Limits()
        self._bounds = Bounds(
            megabytes=self._limits.megabytes, doubt=remedies.doubt, warm=remedies.warm, niceness=self._limits.niceness
        )
        self._context = context_of(remedies.warm)
        self._idle: LifoQueue[WatchedWorker] = LifoQueue()
        self._workers: set[WatchedWorker] = set()
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._closed = threading.Event()
        self._threads = ThreadPoolExecutor(self.processes, thread_name_prefix="copydesk-worker")
        self._watcher = threading.Thread(target=self._watch, name="copydesk-watch", daemon=True)
        self._watcher.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Let the fork server load what the work needs, in the background, while inputs are still read."""
        if self._context.get_start_method() == "forkserver":
            with own_path():
                forkserver.ensure_running()

    def close(self) -> None:
        """End all workers at once; tasks without an outcome stay without one."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all():
            worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._all():
            worker.end()
        self._watcher.join()

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """One task for a picklable function; the future never raises for what a task does, only where no worker can be started or the machine is at fault."""
        return self._threads.submit(self._outcome, work, task)

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Results in the order of the tasks; takes no more tasks ahead than `TASKS_AHEAD` and `BYTES_AHEAD` allow."""
        waiting: deque[tuple[Future[Result], int]] = deque()
        ahead = 0
        for task in tasks:
            weight = self._remedies.weigh(task)
            while waiting and (waiting[0][0].done() or self._is_far_ahead(len(waiting), ahead + weight)):
                future, done = waiting.popleft()
                ahead -= done
                yield future.result()
            waiting.append((self.submit(work, task), weight))
            ahead += weight
        while waiting:
            yield waiting.popleft()[0].result()

    def _is_far_ahead(self, tasks: int, weight: int) -> bool:
        return tasks >= TASKS_AHEAD * self.processes or weight > BYTES_AHEAD

    def _outcome(self, work: Callable[[Task], Result], task: Task) -> Result:
        """One task's outcome, whatever happens; runs in a thread of its own."""
        trouble = self._ask(self._limits.order(work, (task,), self._limits.work_seconds))
        if isinstance(trouble, Trouble) and trouble.outside:
            trouble = self._ask(self._limits.order(work, (task,), self._limits.work_seconds))
        if isinstance(trouble, Answer):
            value: Result = trouble.value
            return value
        left = max(self._limits.seconds - trouble.used, self._limits.rescue_seconds)
        order = self._limits.order(self._remedies.rescue, (task, trouble.reason, trouble.detail), left)
        answer = self._ask(order)
        if isinstance(answer, Answer):
            rescued: Result = answer.value
            return rescued
        return self._remedies.lost(task, trouble.reason, trouble.detail)

    def _ask(self, order: Order) -> Answer | Trouble:
        """What a worker answers; an error of the machine is raised, since every task would meet it."""
        worker = self._take()
        answer = worker.ask(order)
        if self._fits(worker):
            self._idle.put(worker)
        else:
            self._drop(worker)
        if isinstance(answer, Trouble) and answer.reason == OF_THE_MACHINE:
            raise PoolError.of_the_machine(answer.detail)
        return answer

    def _fits(self, worker: WatchedWorker) -> bool:
        """Whether it can take another task."""
        return worker.alive and worker.kept < LEFTOVER_MEGABYTES * MEBIBYTE and worker.tasks < self._limits.tasks

    def _take(self) -> WatchedWorker:
        """An idle worker that is still well, or a new one."""
        while True:
            try:
                worker = self._idle.get_nowait()
            except Empty:
                break
            if self._fits(worker):
                return worker
            self._drop(worker)
        return self._start()

    def _start(self) -> WatchedWorker:
        try:
            with self._starting:  # multiprocessing starts one process at a time; they get ready side by side
                if self._closed.is_set():
                    raise PoolError("the pool is closed")
                worker = WatchedWorker(self._context, self._bounds)
                with self._lock:
                    self._workers.add(worker)
            worker.wait_until_ready()
        except (OSError, EOFError, psutil.Error) as error:
            raise PoolError(f"a worker process could not be started: {error}") from error
        return worker

    def _drop(self, worker: WatchedWorker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.end()

    def _all(self) -> tuple[WatchedWorker, ...]:
        with self._lock:
            return tuple(self._workers)

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._closed.wait(WATCH_SECONDS):
            now = time.monotonic()
            for worker in self._all():
                worker.watch(watched_seconds(looked, now))
            looked = now
