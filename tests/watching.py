"""What the processes that a test starts take of the processors and of memory, looked at from outside."""

from __future__ import annotations

import threading
import time

import psutil


class Watch:
    """The most memory that a worker was seen to hold, and the processor time of all."""

    def __init__(self):
        self.most = 0
        self.looking = 0.0
        """What looking takes itself, of the processor time of this process."""
        self._first = {}
        self._last = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._look(first=True)
        self._thread.start()
        return self

    @property
    def seconds(self):
        return sum(used - self._first.get(pid, 0.0) for pid, used in self._last.items())

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()
        self._look()

    def _run(self):
        while not self._done.wait(0.01):
            self._look()
            self.looking = time.thread_time()

    def _look(self, *, first=False):
        for child in psutil.Process().children(recursive=True):
            try:
                times, held = child.cpu_times(), child.memory_info().rss
            except psutil.Error:
                continue
            self.most = max(self.most, held)
            self._last[child.pid] = times.user + times.system
            if first:
                self._first[child.pid] = self._last[child.pid]
