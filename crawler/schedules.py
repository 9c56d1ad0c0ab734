"""When `copydesk crawl --due` is run: as a line for cron, as a timer for systemd, or as a loop of its own. Crawls nothing itself.

Which sites are due is decided by the crawl, from the archive and in UTC; a schedule only says when to look. So a turn that is
missed, comes twice, or meets a clock that was set neither loses nor doubles anything.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType

__all__ = ["Loop", "Schedule", "cron_line", "often", "systemd_service", "systemd_timer", "turn_of"]

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is run, from where, and how often it is looked whether something is due."""

    command: tuple[str, ...]
    folder: Path
    every: timedelta

    @property
    def minutes(self) -> int:
        """A number of minutes that divides the hour, so that cron's turns are as far from one another as it says."""
        wanted = max(1, int(self.every.total_seconds() // 60))
        return max(one for one in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60) if one <= wanted)


def often(span: timedelta) -> str:
    """In words, as a person says it.

    >>> often(timedelta(hours=1)), often(timedelta(minutes=7.5))
    ('every hour', 'every 7.5 minutes')
    """
    minutes = span.total_seconds() / 60
    return {1.0: "every minute", 60.0: "every hour"}.get(minutes, f"every {minutes:g} minutes")


def turn_of(intervals: Sequence[timedelta]) -> timedelta:
    """How often to look: as often as the most frequent site, between a minute and an hour."""
    return min(max(min(intervals, default=LONGEST), SHORTEST), LONGEST)


def cron_line(schedule: Schedule) -> str:
    """A line for `crontab -e`. `%` means a line end to cron."""
    when = {1: "* * * * *", 60: "0 * * * *"}.get(schedule.minutes, f"*/{schedule.minutes} * * * *")
    command = f"cd {shlex.quote(str(schedule.folder))} && {shlex.join(schedule.command)}"
    return f"{when} {command}".replace("%", "\\%")


def systemd_service(schedule: Schedule) -> str:
    """A unit that crawls once. One that still runs is not started a second time."""
    return f"""[Unit]
Description=copydesk: crawl what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(schedule.folder))}
ExecStart={" ".join(map(_quoted, schedule.command))}
Nice=10
"""


def systemd_timer(schedule: Schedule) -> str:
    """The timer of that unit; a turn that was missed while the machine was off is made up for."""
    return f"""[Unit]
Description=copydesk: look {often(timedelta(minutes=schedule.minutes))} what is due

[Timer]
OnCalendar={"hourly" if schedule.minutes == 60 else f"*:0/{schedule.minutes}"}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """As systemd reads command lines (systemd.service(5))."""
    safe = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{safe}"' if any(sign.isspace() or sign in "'\";" for sign in word) or not word else safe


@dataclass(slots=True)
class Loop:
    """Runs a command again and again, until it is told to stop: for containers, which have neither cron nor systemd.

    `wait(seconds)` returns True if it was told to stop meanwhile; the clock that turns are counted by only goes forward.
    """

    schedule: Schedule
    run: Callable[[Sequence[str], Path], int]
    clock: Callable[[], float]
    wait: Callable[[float], bool]
    say: Callable[[str], None]
    turns: int = 0
    _began: float = field(default=0.0)

    def forever(self) -> int:
        """Turn after turn, until it is told to stop; 0 then. One that takes longer than its time is followed by the next at once."""
        while True:
            self._began = self.clock()
            status = self.run(self.schedule.command, self.schedule.folder)
            self.turns += 1
            if status < 0 or status in {2, 4}:
                self.say(f"turn {self.turns} ended with {status}")
            left = self.schedule.every.total_seconds() - (self.clock() - self._began)
            if self.wait(max(0.0, left)):
                return 0


def in_process(command: Sequence[str], folder: Path, stop: threading.Event) -> int:
    """Run a command in a process group of its own; when it is to stop, it is asked to, and then waited for."""
    process = subprocess.Popen(command, cwd=folder, start_new_session=True)  # noqa: S603 - this very program
    while True:
        try:
            return process.wait(0.2)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                process.send_signal(signal.SIGINT)
                try:
                    return process.wait(60)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    return process.wait()


def stopped_by_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return stop


def own_command() -> str:
    """The program as it was started, by its whole path: cron and systemd know no other."""
    program = Path(sys.argv[0])
    return str(program.resolve()) if program.name.startswith("copydesk") and program.exists() else sys.executable
