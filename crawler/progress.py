"""How far a long command has come: on a terminal's standard error, and in a file for other programs. Silent anywhere else.

What is told is counted here (`Come`), so that the terminal and the file say the same. Times are those of the phase: reading
and cleaning have different rates, and one for both would be believed by nobody.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import click

__all__ = ["Come", "Progress", "plural", "sized"]

REDRAW_SECONDS = 0.1
WRITE_SECONDS = 1.0
"""Between two states of the file."""


def plural(count: int, noun: str) -> str:
    """`1 page`, `2,000 pages`, `3 addresses`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}{'es' if noun.endswith('s') else 's'}"


def sized(count: float) -> str:
    """Bytes for people, in powers of 1,000.

    >>> sized(999), sized(12_345_678), sized(100e9)
    ('999 B', '12.3 MB', '100.0 GB')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} B" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _lasting(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(slots=True, kw_only=True)
class Come:
    """How far it is. The names are those of the status file."""

    phase: str = "reading"
    """`reading`, `comparing`, `cleaning`, or `parts`; at the end `done`, `interrupted` or `failed`."""
    bytes_read: int = 0
    bytes_total: int | None = None
    """None until all that was named has been measured, and for standard input."""
    pages_read: int = 0
    pages_compared: int = 0
    pages_cleaned: int = 0
    pages_to_clean: int = 0
    """With those that are cleaned; so the rest waits, also after a run that was stopped before it had cleaned any."""
    parts_done: int = 0
    parts_total: int = 0
    """Of a job that cleans a dump in parts; bytes and pages read are then those of the parts that are done."""
    failed: int = 0
    seconds: float = 0.0
    """Of the phase."""
    rate: float | None = None
    """Bytes a second while reading, else pages a second."""
    seconds_left: float | None = None
    """Of the phase, as fast as it has been so far."""

    def reckon(self, seconds: float, skipped: int = 0) -> None:
        """Compute rate and time left; `skipped` bytes cost no time."""
        self.seconds = seconds
        done, total = {
            "reading": (self.bytes_read - skipped, None if self.bytes_total is None else self.bytes_total - skipped),
            "comparing": (self.pages_compared, None),
            "parts": (self.bytes_read - skipped, None if self.bytes_total is None else self.bytes_total - skipped),
            "cleaning": (self.pages_cleaned, self.pages_to_clean),
        }.get(self.phase, (0, None))
        self.rate = done / seconds if seconds > 0 and done > 0 else None
        known = self.rate and total is not None and total >= done
        self.seconds_left = (total - done) / self.rate if known and self.rate and total is not None else None

    def told(self) -> str:
        """A line for the terminal while reading."""
        parts = [f"{plural(self.pages_read, 'page')} read"]
        if self.parts_total:
            parts = [f"{self.parts_done:,} of {plural(self.parts_total, 'part')}", plural(self.pages_read, "page")]
        if self.bytes_read:
            of = f" of {sized(self.bytes_total)}" if self.bytes_total else ""
            parts.append(f"{sized(self.bytes_read)}{of}")
        if self.rate:
            parts.append(f"{sized(self.rate)}/s")
        if self.seconds_left is not None:
            parts.append(f"{_lasting(self.seconds_left)} left{'' if self.parts_total else ' to read'}")
        return ", ".join(parts)


class Progress:
    """Counts while inputs are read and compared, then a bar with rate and time left while pages are cleaned."""

    def __init__(self, *, silent: bool = False, stream: TextIO | None = None, status_file: Path | None = None) -> None:
        self.come = Come()
        self._stream = stream or sys.stderr
        self._shown = not silent and self._stream.isatty()
        self._file = status_file
        self._clock: Callable[[], float] = time.monotonic
        self._started = datetime.now(UTC)
        self._began = self._clock()
        self._drawn = self._written = 0.0
        self._skipped = 0
        self._bar: Any = None
        self.waiting: Callable[[], int] | None = None
        """Counts the pages that wait to be cleaned: asked where a run is stopped, which may not have begun to clean."""

    def __enter__(self) -> Self:
        self._write(due=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_bar()
        self.come.reckon(self._clock() - self._began)
        self.come.phase = "done" if kind is None else "interrupted" if kind is KeyboardInterrupt else "failed"
        if kind is not None and self.waiting is not None:
            with suppress(Exception):  # a full disk, most likely: the first error is the one to show
                self.come.pages_to_clean = self.come.pages_cleaned + self.waiting()
        self._write(due=True)

    def measure(self, measured: Callable[[], int | None]) -> None:
        """Have all that is to be read measured, beside reading it: for a million files that takes a while."""
        if not self._shown and self._file is None:
            return

        def run() -> None:
            with suppress(OSError):
                self.come.bytes_total = measured()

        threading.Thread(target=run, daemon=True, name="measure").start()

    def took(self, size: int) -> None:
        """So many bytes were read."""
        self.come.bytes_read += size

    def skipped(self, size: int) -> None:
        """So many of the bytes that count as read were read by an earlier run."""
        self._skipped += size

    def reading(self, pages: int) -> None:
        """So many pages were read."""
        self.come.pages_read = pages
        self._tell("\r\033[K{} ...", self.come.told)

    def parts(self, total: int, size: int) -> None:
        """From here on, so many parts of so many bytes are cleaned elsewhere."""
        self._enter("parts")
        self.come.parts_total, self.come.bytes_total = total, size

    def made(self, parts: int, pages: int, failed: int) -> None:
        """So many parts are done, with so many pages in them."""
        self.come.parts_done, self.come.pages_read, self.come.failed = parts, pages, failed
        self._drawn = 0.0
        self._tell("\r\033[K{} ...", self.come.told)

    def looking(self, pages: int) -> None:
        """So many pages were looked at for what they have in common with others of their site."""
        self._enter("comparing")
        self.come.pages_compared = pages
        self._tell("\r\033[K{} compared with others of their site ...", lambda: plural(pages, "page"))

    def cleaning(self, total: int) -> None:
        """From here on, `total` pages are cleaned."""
        self._enter("cleaning")
        self.come.pages_to_clean = total
        self._write(due=True)
        if not self._shown:
            return
        self._stream.write("\r\033[K")

        def remark(failed: int | None) -> str:
            rate = f"{self.come.rate or 0:.1f} pages/s"
            return f"{rate}, {failed:,} failed" if failed else rate

        self._bar = click.progressbar(
            length=total, show_pos=True, item_show_func=remark, file=self._stream, width=24, label="cleaning"
        )
        self._bar.__enter__()

    def cleaned(self, pages: int, failed: int) -> None:
        """So many more pages have their outcome; `failed` of all so far failed."""
        self.come.pages_cleaned += pages
        self.come.failed = failed
        self.come.reckon(self._clock() - self._began)
        self._write()
        if self._bar is not None:
            self._bar.update(pages, failed)

    def _enter(self, phase: str) -> None:
        if self.come.phase != phase:
            self.come.phase, self._began = phase, self._clock()

    def _tell(self, pattern: str, words: Callable[[], str]) -> None:
        now = self._clock()
        if now - self._drawn < REDRAW_SECONDS:
            return
        self._drawn = now
        self.come.reckon(now - self._began, self._skipped)
        self._write()
        if self._shown:
            self._stream.write(pattern.format(words()))
            self._stream.flush()

    def _write(self, *, due: bool = False) -> None:
        """Put the state into the file, which is whole at any moment. A file that can no longer be written is no reason to stop."""
        now = self._clock()
        if self._file is None or not (due or now - self._written >= WRITE_SECONDS):
            return
        self._written = now
        times = {"started": self._started.isoformat(timespec="seconds"), "process": os.getpid()}
        state = {name: getattr(self.come, name) for name in Come.__slots__}
        told = state | times | {"updated": datetime.now(UTC).isoformat(timespec="seconds")}
        part = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            part.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
            part.replace(self._file)

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
        elif self._shown:
            self._stream.write("\r\033[K")
