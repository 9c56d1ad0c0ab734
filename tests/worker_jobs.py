"""Tiny work for the worker pool to survive: module level, because workers import it."""

import ctypes
import errno
import os
import pickle
import signal
import time
from pathlib import Path

from crawler.sharding.parts import Mark


def work(task):
    """Do what the task says, once: (verb, argument)."""
    verb, argument = task
    return VERBS[verb](argument)


def rescue(task, reason, detail):
    if task[0] == "hopeless":
        time.sleep(3600)
    return ("rescued", task[1] if len(repr(task[1])) < 50 else "...", reason, detail)


def lost(task, reason, detail):
    return ("lost", reason, detail)


def doubt(result):
    return result is None


def weigh(task):
    return len(task[1]) if isinstance(task[1], bytes) else 0


def sleep_for_ever(_):
    while True:
        time.sleep(1000)


def spin_without_the_interpreter(_):
    """Hold the GIL inside C, where no Python signal handler runs."""
    import re

    re.match(r"(a|a)*$", "a" * 60 + "b")


def allocate(megabytes):
    hold = []
    for _ in range(megabytes):
        hold.append(bytearray(1024 * 1024))
        time.sleep(0.0005)
    return len(hold)


def allocate_at_once(megabytes):
    return len(bytearray(megabytes * 1024 * 1024))


def swallow_a_failed_allocation(megabytes):
    """What an extractor does that takes a parse out of memory for a page without text."""
    half = bytearray(megabytes * 1024 * 1024 // 2)
    try:
        return len(half + half + half)
    except MemoryError:
        return None


def keep(megabytes):
    _KEPT.append(bytearray(megabytes * 1024 * 1024))
    return os.getpid()


def count_calls(path):
    """Die by somebody else's hand the first time, answer the second time."""
    with Path(path).open("a") as calls:
        calls.write("x")
    if Path(path).stat().st_size == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return "second time"


def fill_and_fork(megabytes):
    """The system's word for no memory, where the task has taken it."""
    half = bytearray(megabytes * 1024 * 1024)
    raise OSError(errno.ENOMEM, f"Cannot allocate memory after {len(half)} bytes")


def fail(error):
    raise error


_KEPT = []
VERBS = {
    "echo": lambda argument: argument,
    "length": len,
    "pid": lambda _: os.getpid(),
    "sleep": sleep_for_ever,
    "nap": lambda seconds: time.sleep(seconds) or "rested",
    "hopeless": sleep_for_ever,
    "spin": spin_without_the_interpreter,
    "stop": lambda _: os.kill(os.getpid(), signal.SIGSTOP),
    "exit": os._exit,
    "leave": lambda code: (_ for _ in ()).throw(SystemExit(code)),
    "segfault": lambda _: ctypes.string_at(0),
    "raise": fail,
    "allocate": allocate,
    "allocate-at-once": allocate_at_once,
    "swallow": swallow_a_failed_allocation,
    "fill-and-fork": fill_and_fork,
    "keep": keep,
    "die-once": count_calls,
    "unpicklable": lambda _: lambda: None,
    "large": lambda megabytes: b"x" * (megabytes * 1024 * 1024),
    "print": lambda _: print("noise") or "quiet",
}


def source_of(task):
    """Where a page came from, of a task with a capture."""
    return task[0].provenance.source


def take_along_the_fifth(task):
    """As `source_of`, but the fifth page kills the cluster's worker, not only the process that has it."""
    import psutil  # late: workers of the other tests do without

    if task[0].provenance.source == "5.txt":
        for parent in psutil.Process().parents():
            if any("spawn_main" in part for part in parent.cmdline()):
                parent.kill()
                time.sleep(20)
    return source_of(task)


def make_but_die_for_the_second(making: bytes, part: bytes) -> bytes:
    """A shard's mark without a shard; the second part takes its worker along."""
    wanted = pickle.loads(part)
    if wanted.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return pickle.dumps(Mark(shard=f"{wanted.name}-000000", inputs=wanted.inputs), protocol=5)
