"""The thread that writes: it owns the connection, and saves what requests brought in batches. Decides nothing.

Whoever asks waits for the answer without blocking anything: `do` is awaited. What is to be saved and comes while the disk
is being written to is saved together with the next batch, so a slow disk makes the batches larger, not the crawl slower.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from archive.archive import Archive, Clock, Run, utc_now
from archive.frontier import Fetched
from archive.opening import open_archive

__all__ = ["Clerk"]

T = TypeVar("T")
BATCH = 100
BATCH_BYTES = 64 << 20

_Job = tuple[Callable[[Archive], Any] | Fetched | None, "Future[Any]"]


class Clerk:
    """Opens the archive for writing, in a thread of its own; raises what opening raises. Use it in a `with` statement."""

    def __init__(self, path: Path, command: str, *, now: Clock = utc_now) -> None:
        self.path = path
        self.run: Run
        self.saved = threading.Event()
        """Set whenever something was saved, for whoever cleans it."""
        self._now = now
        self._command = command
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._opened: Future[Run] = Future()
        self._thread = threading.Thread(target=self._work, name="copydesk-clerk")
        self._ended = "done"

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self.run = self._opened.result()
        except (
            BaseException
        ) as error:  # also Ctrl-C, while the archive is being opened: nobody else would end the thread
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._ended = "interrupted" if issubclass(kind, KeyboardInterrupt) else "failed"
        self._jobs.put((None, Future()))
        self._thread.join()

    def end_as(self, status: str) -> None:
        """How the run is said to have ended."""
        self._ended = status

    async def do(self, work: Callable[[Archive], T]) -> T:
        """The result of some work with the archive."""
        return await asyncio.wrap_future(self.ask(work))

    def ask(self, work: Callable[[Archive], T]) -> Future[T]:
        """The same for those who are not asynchronous."""
        answer: Future[T] = Future()
        self._jobs.put((work, answer))
        return answer

    async def save(self, fetched: Fetched) -> None:
        """Save what a request brought; it is on the disk when this returns."""
        answer: Future[None] = Future()
        self._jobs.put((fetched, answer))
        await asyncio.wrap_future(answer)

    def _work(self) -> None:
        try:
            with open_archive(self.path, create=True, now=self._now) as archive:
                run = archive.start_run(self._command)
                self._opened.set_result(run)
                self._serve(archive, run)
                archive.finish_run(run, self._ended)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the archive is told
            if not self._opened.done():
                self._opened.set_exception(error)
            else:
                self._refuse(error)

    def _serve(self, archive: Archive, run: Run) -> None:
        waiting: list[_Job] = []
        while True:
            job = waiting.pop(0) if waiting else self._jobs.get()
            work, answer = job
            if work is None:
                return
            if isinstance(work, Fetched):
                batch = [(work, answer)]
                weight = work.size
                while len(batch) < BATCH and weight < BATCH_BYTES and not self._jobs.empty():
                    more, other = self._jobs.get()
                    if not isinstance(more, Fetched):
                        waiting.append((more, other))
                        break
                    batch.append((more, other))
                    weight += more.size
                self._save(archive, run, batch)
            else:
                _answer(answer, lambda work=work: work(archive))  # type: ignore[misc]

    def _save(self, archive: Archive, run: Run, batch: list[tuple[Fetched, Future[None]]]) -> None:
        try:
            archive.save_fetched([fetched for fetched, _ in batch], run)
        except BaseException as error:
            for _, answer in batch:
                answer.set_exception(error)
            raise
        for _, answer in batch:
            answer.set_result(None)
        self.saved.set()

    def _refuse(self, error: BaseException) -> None:
        """The archive cannot be written to any more: everybody who still asks is told why."""
        while True:
            work, answer = self._jobs.get()
            if work is None:
                return
            answer.set_exception(error)


def _answer(answer: Future[Any], work: Callable[[], Any]) -> None:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - raised where it was asked
        answer.set_exception(error)
    else:
        answer.set_result(result)
