"""How far a long command has come, on a terminal's standard error; silent anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TextIO

import click

__all__ = ["Progress", "plural"]

REDRAW_SECONDS = 0.1


def plural(count: int, noun: str) -> str:
    """`1 page`, `2,000 pages`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


class Progress:
    """Counts while inputs are read and compared, then a bar with rate and time left while pages are cleaned."""

    def __init__(self, *, silent: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = not silent and self._stream.isatty()
        self._clock: Callable[[], float] = time.monotonic
        self._drawn = 0.0
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_bar()

    def reading(self, pages: int) -> None:
        """So many pages were read."""
        if self._shown and self._is_due():
            self._stream.write(f"\r{plural(pages, 'page')} read ...")
            self._stream.flush()

    def looking(self, pages: int) -> None:
        """So many pages were looked at for what they have in common with others of their site."""
        if self._shown and self._is_due():
            self._stream.write(f"\r\033[K{plural(pages, 'page')} compared with others of their site ...")
            self._stream.flush()

    def cleaning(self, total: int) -> None:
        """From here on, `total` pages are cleaned."""
        if not self._shown:
            return
        self._stream.write("\r\033[K")
        began = self._clock()

        def remark(failed: int | None) -> str:
            seconds = max(self._clock() - began, 0.001)
            rate = f"{self._bar.pos / seconds:.1f} pages/s"
            return f"{rate}, {failed:,} failed" if failed else rate

        self._bar = click.progressbar(
            length=total, show_pos=True, item_show_func=remark, file=self._stream, width=24, label="cleaning"
        )
        self._bar.__enter__()

    def cleaned(self, pages: int, failed: int) -> None:
        """So many more pages have their outcome; `failed` of all so far failed."""
        if self._bar is not None:
            self._bar.update(pages, failed)

    def _is_due(self) -> bool:
        now = self._clock()
        if now - self._drawn < REDRAW_SECONDS:
            return False
        self._drawn = now
        return True

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
        elif self._shown:
            self._stream.write("\r\033[K")
