"""`copydesk schedule`: have what is due crawled again and again."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import click

from crawler.configuration import find_file, read_configuration
from crawler.exits import WELL
from crawler.schedules import (
    Loop,
    Schedule,
    cron_line,
    in_process,
    often,
    own_command,
    stopped_by_signals,
    systemd_service,
    systemd_timer,
    turn_of,
)

EXAMPLE = """\b
Examples:
  copydesk schedule show archive.db
  (crontab -l; copydesk schedule show archive.db --for cron) | crontab -
  copydesk schedule run archive.db
"""

_DATABASE = click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
_CONFIG = click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), help="Another file than copydesk.toml."
)


@click.group("schedule", epilog=EXAMPLE)
def command() -> None:
    """Have `copydesk crawl --due` run again and again.

    Each site has its own time in copydesk.toml (`every`); a schedule only says when to look. `show` prints what cron
    or systemd need, `run` is a loop of its own.
    """


@command.command("show")
@_DATABASE
@_CONFIG
@click.option("--for", "system", type=click.Choice(["cron", "systemd"]), help="Only what this one needs.")
def show(database: Path, config: Path | None, system: str | None) -> int:
    """Print a line for cron, and a service and a timer for systemd, ready to install."""
    schedule = _schedule(database, config)
    if system != "systemd":
        if system is None:
            click.echo("# For cron: crontab -e, and add")
        click.echo(cron_line(schedule))
    if system != "cron":
        click.echo(
            "\n# For systemd: ~/.config/systemd/user/copydesk.service" if system is None else "# copydesk.service"
        )
        click.echo(systemd_service(schedule))
        click.echo("# ~/.config/systemd/user/copydesk.timer" if system is None else "# copydesk.timer")
        click.echo(systemd_timer(schedule))
        if system is None:
            click.echo("# then: systemctl --user enable --now copydesk.timer")
            click.echo("# and, to have it run while nobody is logged in: loginctl enable-linger")
    return WELL


@command.command("run")
@_DATABASE
@_CONFIG
@click.option("--turns", type=click.IntRange(min=1), help="Stop after so many turns.")
def run(database: Path, config: Path | None, turns: int | None) -> int:
    """Crawl what is due, again and again, until SIGTERM or Ctrl-C; for containers."""
    schedule = _schedule(database, config)
    stop = stopped_by_signals()
    say = partial(click.echo, err=True)
    say(f"{often(schedule.every)}: {' '.join(schedule.command)}")
    loop = Loop(
        schedule=schedule,
        run=lambda words, folder: in_process(words, folder, stop),
        clock=time.monotonic,
        wait=lambda seconds: (turns is not None and loop.turns >= turns) or stop.wait(seconds),
        say=say,
    )
    return loop.forever()


def _schedule(database: Path, config: Path | None) -> Schedule:
    path = find_file(config, database)
    if path is None:
        raise click.UsageError("no copydesk.toml beside the archive or here: copydesk init writes one")
    configuration = read_configuration(path)
    if not configuration.sites:
        raise click.UsageError(f"{path} has no site")
    program = own_command()
    start = (program,) if program != sys.executable else (program, "-P", "-m", "crawler")
    words = (*start, "crawl", str(database.resolve()), "--due", "--config", str(path.resolve()), "--silent")
    return Schedule(
        command=words, folder=database.resolve().parent, every=turn_of([site.every for site in configuration.sites])
    )
