"""Worker processes that survive their pages: a pool whose every task is bounded in time and memory from outside.

It leaves out what the work is: `pool.map(work, tasks)` has the shape of the built-in `map`, so that
`pipelines.clean.clean_many(tasks, rules, map=pool.map)` runs here as it is.

Theory of operation

1. A fork server is started before anything else: a fresh process without threads or open databases,
   which imports the module `warm` once. Workers are forked from it, so a new one is ready in
   milliseconds instead of seconds (date parsing alone takes over one second to load).
2. Each worker has a thread here that sends it an order and waits for the answer, blocking. Bodies of
   60 MB and answers of any size pass without a deadlock, since nobody else waits for that pipe.
3. One more thread watches: every `WATCH_SECONDS` it looks at the clock and at the memory of every
   busy worker, and kills with SIGKILL what is over its limit. The blocked thread then sees the pipe's
   end. Nothing a page does can stop this: neither a loop inside a C library nor a stopped process.
4. A task whose worker was killed, died or raised is tried once more the cheap way, `Remedies.rescue`, in a
   fresh worker, with what is left of the task's time; if that dies too, `Remedies.lost` gives the outcome
   here, without touching the task's content. So each task has exactly one outcome.
5. A worker killed by somebody else (the system short of memory, a person) is no fault of the page:
   the page is tried again in full, once, within the same time.
6. Workers are replaced after `Limits.tasks` tasks, and as soon as one holds on to memory, so a page's
   outcome does not depend on the pages before it.
7. When the parent is killed, idle workers see the end of their pipe and busy ones are ended by their
   own alarm (`crawler.worker`): there are no orphans.

Known weak spot: without /proc (macOS) the backstop behind the watching thread is missing, and memory
taken within one round of the watch goes over the limit by that much.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from queue import Empty, LifoQueue
from types import MappingProxyType, TracebackType
from typing import Any, Generic, TypeVar

import psutil

from crawler.worker import MEBIBYTE, WORKER_NAME, Answer, Bounds, Order, serve

__all__ = ["BYTES_AHEAD", "Limits", "PoolError", "Remedies", "WorkerPool", "cores"]

WATCH_SECONDS = 0.025
"""How often busy workers are looked at: a process fills some 50 MiB in that time."""

START_SECONDS = 60.0
"""A worker that is not ready by then will never be: something is wrong with the installation."""

LEFTOVER_MEGABYTES = 48
"""A worker that holds this much more than when it started is replaced before its next task."""

TASKS_AHEAD = 64
"""Tasks taken per worker before the first of them is answered: one page of ten seconds then
leaves the other workers something to do, at 100 ms a page."""

BYTES_AHEAD = 128 * MEBIBYTE
"""Tasks taken ahead weigh no more than this together, a single larger one excepted."""

KILLED_FROM_OUTSIDE = (-signal.SIGTERM, -getattr(signal, "SIGKILL", 9))

Task = TypeVar("Task")
Result = TypeVar("Result")


class PoolError(Exception):
    """Worker processes cannot be started here."""


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
    """For the whole task, rescue included."""
    rescue_seconds: float = 2.0
    """Of these, kept for the rescue."""
    megabytes: int = 512
    tasks: int = 500

    @property
    def work_seconds(self) -> float:
        """How long the usual way may take."""
        return self.seconds - self.rescue_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    reason: str
    detail: str
    outside: bool = False
    """Ended by somebody else: not the page's fault."""


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


ForkingPickler.register(MappingProxyType, _reduce_mapping)  # read-only mappings in values cannot be pickled otherwise


def _context(warm: str | None) -> Any:
    """A way to start processes that shares nothing with this one: threads and databases stay here."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    if warm:
        forkserver.set_forkserver_preload([warm])
    return multiprocessing.get_context("forkserver")


class _Worker:
    """One process and the parent's end of its pipe; used by one thread at a time, and by the watch."""

    def __init__(self, context: Any, bounds: Bounds) -> None:
        self._limit = bounds.megabytes
        self._lock = threading.Lock()
        self._until: float | None = None
        self._doom: _Trouble | None = None
        self._connection: Connection
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, bounds), daemon=True, name=WORKER_NAME)
        self._process.start()
        theirs.close()
        self._memory = psutil.Process(self._process.pid)
        self._started_with = self._holds = self._tasks = 0
        self._work: Callable[..., Any] | None = None

    def wait_until_ready(self) -> None:
        """Block until the process has loaded what it needs."""
        if not self._connection.poll(START_SECONDS):
            raise PoolError(f"a worker process was not ready after {START_SECONDS:.0f} s")
        first: Answer = self._connection.recv()
        self._started_with = self._holds = first.resident

    def ask(self, order: Order) -> Answer | _Trouble:
        """The worker's answer, or what became of the worker."""
        self._tasks += 1
        with self._lock:
            self._until = time.monotonic() + order.seconds
        try:
            self._connection.send(order if order.work is not self._work else replace(order, work=None))
            self._work = order.work
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            return self._post_mortem()
        except Exception as error:  # noqa: BLE001  # the task cannot be pickled, or the answer not be read
            self.end()
            return _Trouble(reason="cleaning-error", detail=f"{type(error).__name__}: {error}")
        finally:
            with self._lock:
                self._until = None
        self._holds = answer.resident
        return answer

    def fit(self, limits: Limits) -> bool:
        """Whether it can take another task."""
        light = self._holds - self._started_with < LEFTOVER_MEGABYTES * MEBIBYTE
        return light and self._tasks < limits.tasks and self._doom is None and self._process.is_alive()

    def watch(self, now: float) -> None:
        """Kill the process if it is over a limit. Called by the watching thread."""
        with self._lock:
            if self._until is None or self._doom:
                return
            if now > self._until:
                self._doom = _Trouble(reason="time-limit", detail="stopped by the clock")
            elif (held := self._resident()) > self._limit * MEBIBYTE:
                detail = f"stopped at {held // MEBIBYTE} MiB, the limit is {self._limit} MiB"
                self._doom = _Trouble(reason="memory-limit", detail=detail)
            if self._doom:
                self.kill()

    def kill(self) -> None:
        """Stop the process; a thread that waits for its answer sees the end of the pipe."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Stop the process and close the pipe: for the thread that uses the worker."""
        self.kill()
        self._connection.close()

    def _resident(self) -> int:
        try:
            return int(self._memory.memory_info().rss)
        except psutil.Error:  # it has just ended: the pipe says so
            return 0

    def _post_mortem(self) -> _Trouble:
        self._process.join(timeout=1.0)
        code = self._process.exitcode
        self.end()
        if self._doom:
            return self._doom
        if code is not None and code < 0:
            return _Trouble(reason="worker-died", detail=_ended_by(-code), outside=code in KILLED_FROM_OUTSIDE)
        return _Trouble(reason="worker-died", detail=f"ended with exit status {code}")


def _ended_by(number: int) -> str:
    try:
        return f"ended by {signal.Signals(number).name}"
    except ValueError:  # a real-time signal
        return f"ended by signal {number}"


class WorkerPool(Generic[Task, Result]):
    """Does work on many tasks in worker processes, started with the first tasks. Use it in a `with` statement."""

    def __init__(
        self, remedies: Remedies[Task, Result], processes: int | None = None, limits: Limits | None = None
    ) -> None:
        self.processes = processes or cores()
        self._remedies = remedies
        self._limits = limits or Limits()
        self._bounds = Bounds(megabytes=self._limits.megabytes, doubt=remedies.doubt, warm=remedies.warm)
        self._context = _context(remedies.warm)
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._closed = threading.Event()
        self._threads = ThreadPoolExecutor(self.processes, thread_name_prefix="copydesk-worker")
        self._watcher = threading.Thread(target=self._watch, name="copydesk-watch", daemon=True)
        self._watcher.start()

    def __enter__(self) -> WorkerPool[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Let the fork server load what the work needs, in the background, while inputs are still read."""
        if self._context.get_start_method() == "forkserver":
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
        """One task for a picklable function; the future never raises for what a task does, only where no worker can be started."""
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
        began = time.monotonic()
        trouble = self._attempt(work, task, self._limits.work_seconds)
        if isinstance(trouble, _Trouble) and trouble.outside:
            trouble = self._attempt(work, task, self._limits.work_seconds - (time.monotonic() - began))
        if isinstance(trouble, Answer):
            value: Result = trouble.value
            return value
        left = max(self._limits.seconds - (time.monotonic() - began), self._limits.rescue_seconds)
        detail = self._with_limit(trouble)
        answer = self._ask(Order(work=self._remedies.rescue, arguments=(task, trouble.reason, detail), seconds=left))
        if isinstance(answer, Answer) and not answer.trouble:
            rescued: Result = answer.value
            return rescued
        return self._remedies.lost(task, trouble.reason, detail)

    def _attempt(self, work: Callable[[Task], Result], task: Task, seconds: float) -> Answer | _Trouble:
        """The usual way: an answer that can be trusted, or the trouble."""
        order = Order(work=work, arguments=(task,), seconds=max(0.1, seconds))
        answer = self._ask(order)
        if isinstance(answer, Answer) and answer.trouble:
            return _Trouble(reason=answer.trouble, detail=answer.detail)
        return answer

    def _with_limit(self, trouble: _Trouble) -> str:
        if trouble.reason == "time-limit":
            return f"stopped after {self._limits.work_seconds:g} s"
        return trouble.detail

    def _ask(self, order: Order) -> Answer | _Trouble:
        worker = self._take()
        answer = worker.ask(order)
        if isinstance(answer, Answer) and worker.fit(self._limits):
            self._idle.put(worker)
        else:
            self._drop(worker)
        return answer

    def _take(self) -> _Worker:
        """An idle worker that is still well, or a new one."""
        while True:
            try:
                worker = self._idle.get_nowait()
            except Empty:
                break
            if worker.fit(self._limits):
                return worker
            self._drop(worker)
        return self._start()

    def _start(self) -> _Worker:
        try:
            with self._starting:  # multiprocessing starts one process at a time; they get ready side by side
                if self._closed.is_set():
                    raise PoolError("the pool is closed")
                worker = _Worker(self._context, self._bounds)
                with self._lock:
                    self._workers.add(worker)
            worker.wait_until_ready()
        except (OSError, EOFError, psutil.Error) as error:
            raise PoolError(f"a worker process could not be started: {error}") from error
        return worker

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.end()

    def _all(self) -> tuple[_Worker, ...]:
        with self._lock:
            return tuple(self._workers)

    def _watch(self) -> None:
        while not self._closed.wait(WATCH_SECONDS):
            now = time.monotonic()
            for worker in self._all():
                worker.watch(now)
