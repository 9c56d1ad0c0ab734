"""What runs inside one worker process: take a task, do it, answer; and the limits a process can put on itself.

It knows nothing of pages. The limits that count are kept from outside, by `crawler.workers`;
what stands here is what only the process itself can do:

* RLIMIT_DATA behind the watching parent, because a page can ask for memory faster than anybody looks;
* two alarms, one for processor time and one for the clock, that end the process in the kernel, should it be
  busy or hanging when its parent is killed;
* telling an error of the machine from one of the task: it is answered as `OF_THE_MACHINE`;
* the word on its own peak: an allocation that fails inside lxml comes back as "this page has no
  text", so an answer in doubt is handed over as a failure when memory was short (`Answer.trouble`).
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from pipelines.faults import is_of_the_machine

__all__ = ["MEBIBYTE", "OF_THE_MACHINE", "WORKER_NAME", "Answer", "Bounds", "Order", "serve"]

MEBIBYTE = 1024 * 1024
WORKER_NAME = "copydesk-worker"

OF_THE_MACHINE = "machine"
"""The trouble that is nobody's outcome: a full disk, no file numbers left. It ends the run."""

BACKSTOP_MEGABYTES = 64
"""RLIMIT_DATA lies this far above the watched limit: the parent, who can say why, should be first."""

DOUBT_SHARE = 1 / 3
"""Buffers grow by doubling: the request that fails may be twice as large as all that was in use. So a
doubtful answer is believed only where less than this share of what was free has been used."""

ALARM_GRACE = 3.0
"""Seconds after its limit at which a process whose parent no longer watches is ended by the kernel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a worker has to know when it starts."""

    megabytes: int
    doubt: Callable[[Any], bool]
    warm: str | None = None
    """Module whose import loads what the work needs."""
    niceness: int = 0
    """How far the process stands back behind others that want the processor, as in nice(1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One call a worker is asked to make."""

    work: Callable[..., Any] | None
    """None for the work of the order before: rules for thousands of sites are sent once, not with every page."""
    arguments: tuple[Any, ...]
    seconds: float
    """Of processor time."""
    patience: float
    """Seconds by the clock, for a process that waits or gets no processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an order, and what the process weighs after it."""

    value: Any = None
    trouble: str | None = None
    """`cleaning-error` or `memory-limit` where the value cannot be used or trusted; `OF_THE_MACHINE`."""
    detail: str = ""
    resident: int = 0
    """Bytes of memory the process still holds."""


def serve(connection: Connection, bounds: Bounds) -> None:
    """Answer orders until the other end hangs up. The first message says that the worker is ready, or why not."""
    _settle()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(bounds.niceness)
    fault = _prepare(bounds.warm)
    _limit_data(bounds.megabytes)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError):
        connection.send(Answer(trouble=OF_THE_MACHINE if fault else None, detail=fault, resident=_resident()))
        work: Callable[..., Any] | None = None
        while True:
            order: Order = connection.recv()
            work = order.work or work
            _alarm(order.seconds + ALARM_GRACE, order.patience + ALARM_GRACE)
            _send(connection, _carry_out(replace(order, work=work), bounds))
            _alarm(0, 0)


def _settle() -> None:
    """Leave Ctrl-C to the parent, keep results' channel clean, keep libraries from talking."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError, ValueError):
        os.dup2(sys.__stderr__.fileno(), 1)  # type: ignore[union-attr]  # no stderr: AttributeError
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _prepare(warm: str | None) -> str:
    """Load what the work needs; why that cannot be done, or nothing."""
    if not warm:
        return ""
    try:
        return str(getattr(importlib.import_module(warm), "FAULT", ""))
    except Exception as error:  # noqa: BLE001  # said by the parent, which has the user's attention
        return f"{type(error).__name__}: {error}"


def _carry_out(order: Order, bounds: Bounds) -> Answer:
    before = _resident()
    _forget_peak()
    try:
        value = order.work(*order.arguments) if order.work else None
    except MemoryError:
        return Answer(trouble="memory-limit", detail=f"memory ran out at {bounds.megabytes} MiB", resident=_resident())
    except BaseException as error:  # noqa: BLE001  # SystemExit too: a page never ends a worker by itself
        trouble = _trouble_of(error, is_short=_peak() - before >= DOUBT_SHARE * (bounds.megabytes * MEBIBYTE - before))
        return Answer(trouble=trouble, detail=f"{type(error).__name__}: {error}", resident=_resident())
    used, free = _peak() - before, bounds.megabytes * MEBIBYTE - before
    if used >= DOUBT_SHARE * free and bounds.doubt(value):
        detail = f"no usable answer after {used // MEBIBYTE} of {free // MEBIBYTE} MiB: an allocation may have failed"
        return Answer(trouble="memory-limit", detail=detail, resident=_resident())
    return Answer(value=value, resident=_resident())


def _trouble_of(error: BaseException, *, is_short: bool) -> str:
    """Whose error it is. The system's word for no memory is the task's fault where it has taken much of its own."""
    if is_of_the_machine(error):
        out_of_memory = isinstance(error, OSError) and error.errno == errno.ENOMEM
        return "memory-limit" if out_of_memory and is_short else OF_THE_MACHINE
    return "cleaning-error"


def _send(connection: Connection, answer: Answer) -> None:
    try:
        connection.send(answer)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001  # the value cannot be pickled: nothing was sent yet
        detail = f"the answer could not be sent: {type(error).__name__}: {error}"
        connection.send(Answer(trouble="cleaning-error", detail=detail, resident=answer.resident))


def _resident() -> int:
    try:
        return int(psutil.Process().memory_info().rss)
    except (OSError, psutil.Error):  # no file number left to ask with: not worth a task
        return 0


def _forget_peak() -> None:
    """Let the kernel's high-water mark start again (Linux; elsewhere it is the worker's whole life)."""
    with contextlib.suppress(OSError), Path("/proc/self/clear_refs").open("w") as marks:
        marks.write("5")


def _peak() -> int:
    """Most memory held since `_forget_peak`, in bytes."""
    try:
        return _of_kernel("VmHWM")
    except (OSError, StopIteration):
        return _resident()


def _of_kernel(name: str) -> int:
    """A size in bytes from what Linux says of this process."""
    with Path("/proc/self/status").open() as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def _limit_data(megabytes: int) -> None:
    """Cap what the process may still allocate, `BACKSTOP_MEGABYTES` above what the parent allows."""
    try:
        import resource  # not on Windows

        private = _of_kernel("VmData")
    except (ImportError, OSError, StopIteration):
        return
    room = max((megabytes + BACKSTOP_MEGABYTES) * MEBIBYTE - _resident(), BACKSTOP_MEGABYTES * MEBIBYTE)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (private + room, private + room))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash writes no image of the memory


def _alarm(processor: float, clock: float) -> None:
    """SIGPROF and SIGALRM have no handler here: the kernel ends the process, even one that holds the GIL."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, processor)
        signal.setitimer(signal.ITIMER_REAL, clock)
