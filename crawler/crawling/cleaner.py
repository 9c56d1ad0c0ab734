"""The thread that has pages cleaned while others are fetched: a round of `clean_pending` whenever some are waiting."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from archive.archive import Run
from archive.opening import open_beside
from crawler.cleaning import Desk, Listed, Tally, clean_pending
from crawler.crawling.clerk import Clerk
from crawler.page_pool import PagePool
from crawler.progress import Progress
from pipelines.types import Rules

__all__ = ["Cleaner"]

WAITS = 0.5
"""Seconds between two looks at whether something is to be cleaned, where the clerk does not say so before."""


class Cleaner:
    """Cleans until it is told that nothing more will come. Use it in a `with` statement: its end waits for the last page."""

    def __init__(self, clerk: Clerk, pool: PagePool, rules: Rules) -> None:
        self.tally = Tally()
        self._clerk, self._pool, self._rules = clerk, pool, rules
        self._last = threading.Event()
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="copydesk-cleaner")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
        self._last.set()
        self._clerk.saved.set()
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error

    def stop(self) -> None:
        """Clean no more than what is being cleaned; the rest waits for the next run."""
        self._stop.set()

    def _work(self) -> None:
        try:
            self._clean(self._clerk.run)
        except BaseException as error:  # noqa: BLE001 - raised where the crawl is waited for
            self._error = error

    def _clean(self, run: Run) -> None:
        with open_beside(self._clerk.path) as archive:
            progress = Progress(silent=True)
            desk = Desk(
                archive=archive, run=run, pool=self._pool, tally=self.tally, progress=progress, remark=_not_listed
            )
            while not self._stop.is_set():
                is_last = self._last.is_set()
                self._clerk.saved.clear()
                if archive.count_pending():
                    clean_pending(desk, self._rules)
                elif is_last:
                    return
                else:
                    self._clerk.saved.wait(WAITS)


def _not_listed(_page: Listed) -> None:
    """Pages without an article are in `rejections`; a crawl has too many to name."""
