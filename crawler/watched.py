"""One worker process as its parent sees it: started, asked, watched and killed. Which task it gets is `crawler.workers`' part.

Theory of operation. A task is bounded by the processor time its process takes, not by the clock: on a busy machine an
honest page takes many times as long, and would be turned away for good. The clock counts too, with much patience, for a
process that hangs; what it stops may be the machine's fault, so it is called `worker-died` and tried again. The clock
is made of the rounds of the watch, and a round counts `LONGEST_ROUND` at most: while the whole program is suspended
(Ctrl-Z, a laptop that sleeps) no time passes for it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

import psutil

from crawler.own_path import own_path
from crawler.worker import MEBIBYTE, WORKER_NAME, Answer, Bounds, Order, serve

__all__ = ["LONGEST_ROUND", "PoolError", "Trouble", "WatchedWorker", "context_of"]

START_SECONDS = 60.0
"""A worker that is not ready by then will never be: something is wrong with the installation."""

LONGEST_ROUND = 1.0
"""Seconds between two looks of the watch from which on it was not the worker that took the time."""

_KILLED_FROM_OUTSIDE = (-signal.SIGTERM, -getattr(signal, "SIGKILL", 9), -getattr(signal, "SIGALRM", 14))
"""The worker's own alarm is among them: it comes when nobody watched, as after a long Ctrl-Z."""

_OUT_OF_TIME = -getattr(signal, "SIGPROF", 27)


class PoolError(Exception):
    """Worker processes cannot be started here, or cannot work."""

    @classmethod
    def of_the_machine(cls, detail: str) -> PoolError:
        """Where the machine is at fault: what happened, and what to do."""
        return cls(
            f"pages cannot be cleaned on this machine now: {detail}\n"
            "No page was blamed for it. Make room (on the disk, and where TMPDIR puts temporary files) or raise the limit "
            "(`ulimit -a` shows them), then run the same command again: it goes on with the pages that wait."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no answer."""

    reason: str
    """A slug of `pipelines.reasons`, or `OF_THE_MACHINE`."""
    detail: str
    outside: bool = False
    """Ended by somebody else, or left without a processor: not the task's fault."""
    used: float = 0.0
    """Seconds of processor time that went into it."""


@dataclass(slots=True, kw_only=True)
class _Turn:
    """An order that is being carried out."""

    order: Order
    began_with: float
    """Seconds of processor time that the process had used before."""
    used: float = 0.0
    waited: float = 0.0
    """By the clock, as far as it was watched."""


def context_of(warm: str | None) -> Any:
    """A way to start processes that shares nothing with this one: threads and databases stay here."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    if warm:
        forkserver.set_forkserver_preload([warm])
    return multiprocessing.get_context("forkserver")


class WatchedWorker:
    """One process and the parent's end of its pipe; used by one thread at a time, and by the watch."""

    def __init__(self, context: Any, bounds: Bounds) -> None:
        self.tasks = 0
        """Orders it was given."""
        self.kept = 0
        """Bytes it holds now beyond those it started with."""
        self._limit = bounds.megabytes
        self._lock = threading.Lock()
        self._turn: _Turn | None = None
        self._doom: Trouble | None = None
        self._ended = False
        self._connection: Connection
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, bounds), daemon=True, name=WORKER_NAME)
        with own_path():
            self._process.start()
        theirs.close()
        self._seen = psutil.Process(self._process.pid)
        self._spent = 0.0
        self._started_with = 0
        self._work: Callable[..., Any] | None = None

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._ended and self._doom is None and bool(self._process.is_alive())

    def wait_until_ready(self) -> None:
        """Block until the process has loaded what it needs."""
        if not self._connection.poll(START_SECONDS):
            raise PoolError(f"a worker process was not ready after {START_SECONDS:.0f} s")
        first: Answer = self._connection.recv()
        if first.trouble:
            raise PoolError.of_the_machine(first.detail)
        self._started_with = first.resident

    def ask(self, order: Order) -> Answer | Trouble:
        """An answer that can be trusted, or why there is none."""
        self.tasks += 1
        turn = _Turn(order=order, began_with=self._processor_seconds())
        with self._lock:
            self._turn = turn
        try:
            self._connection.send(order if order.work is not self._work else replace(order, work=None))
            self._work = order.work
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            return replace(self._post_mortem(turn), used=turn.used)
        except Exception as error:  # noqa: BLE001  # the task cannot be pickled, or the answer not be read
            self.end()
            return Trouble(reason="cleaning-error", detail=f"{type(error).__name__}: {error}", used=turn.used)
        finally:
            with self._lock:
                self._turn = None
        self.kept = answer.resident - self._started_with
        if answer.trouble:
            used = max(turn.used, self._processor_seconds() - turn.began_with)
            return Trouble(reason=answer.trouble, detail=answer.detail, used=used)
        return answer

    def watch(self, passed: float) -> None:
        """Kill the process if it is over a limit. Called by the watching thread, with the seconds since its last look."""
        with self._lock:
            if self._turn is None or self._doom:
                return
            turn = self._turn
            turn.waited += passed
            turn.used = max(turn.used, self._processor_seconds() - turn.began_with)
            self._doom = self._over_a_limit(turn)
            if self._doom:
                self.kill()

    def kill(self) -> None:
        """Stop the process; a thread that waits for its answer sees the end of the pipe."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Stop the process and close the pipe: for the thread that uses the worker."""
        self._ended = True
        self.kill()
        self._connection.close()

    def _over_a_limit(self, turn: _Turn) -> Trouble | None:
        if turn.used > turn.order.seconds:
            return _out_of_time(turn)
        if turn.waited > turn.order.patience:
            detail = f"no answer in {turn.order.patience:g} s, for which it got {turn.used:.1f} s of a processor"
            return Trouble(reason="worker-died", detail=detail, outside=True)
        if (held := self._resident()) > self._limit * MEBIBYTE:
            detail = f"stopped at {held // MEBIBYTE} MiB, the limit is {self._limit} MiB"
            return Trouble(reason="memory-limit", detail=detail)
        return None

    def _resident(self) -> int:
        try:
            return int(self._seen.memory_info().rss)
        except (OSError, psutil.Error):  # it has just ended: the pipe says so; or no file number is left to ask with
            return 0

    def _processor_seconds(self) -> float:
        """What the process has used of all processors."""
        with contextlib.suppress(OSError, psutil.Error):
            times = self._seen.cpu_times()
            self._spent = float(times.user + times.system)
        return self._spent

    def _post_mortem(self, turn: _Turn) -> Trouble:
        self._process.join(timeout=1.0)
        code = self._process.exitcode
        self.end()
        if self._doom:
            return self._doom
        if code == _OUT_OF_TIME:
            return _out_of_time(turn)
        if code is not None and code < 0:
            return Trouble(reason="worker-died", detail=_ended_by(-code), outside=code in _KILLED_FROM_OUTSIDE)
        return Trouble(reason="worker-died", detail=f"ended with exit status {code}")


def _out_of_time(turn: _Turn) -> Trouble:
    return Trouble(reason="time-limit", detail=f"stopped after {turn.order.seconds:g} s of processor time")


def _ended_by(number: int) -> str:
    try:
        return f"ended by {signal.Signals(number).name}"
    except ValueError:  # a real-time signal
        return f"ended by signal {number}"
