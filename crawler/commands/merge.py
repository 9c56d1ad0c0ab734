"""`copydesk merge`: several archives become one."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from archive.archive import Archive, Run
from archive.checkup import check_readable
from archive.errors import ArchiveError
from archive.merging import Merged, Shard, known_outcomes, merge
from archive.opening import open_archive
from crawler.cleaning import Desk, Listed, Tally, clean_pending
from crawler.cluster.option import pool_given, workers_options
from crawler.exits import INTERRUPTED, SOME_FAILED, WELL
from crawler.interrupts import held_back
from crawler.outputs import is_same_file
from crawler.page_pool import Pool
from crawler.progress import Progress, plural
from crawler.rule_option import rules_given, rules_option
from crawler.sharding.merging import archives_named
from crawler.sharding.rooms import merging_room
from pipelines.types import Rules

EXAMPLE = """\b
Examples:
  copydesk merge all.db north.db south.db
  copydesk merge all.db shards/
"""


@click.command("merge", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("names", nargs=-1, required=True, metavar="SHARD...")
@rules_option
@workers_options
@click.option("--silent", is_flag=True, help="Say nothing.")
def command(
    database: Path,
    names: tuple[str, ...],
    *,
    rule_path: Path | None,
    workers: int | None,
    cluster: str | None,
    silent: bool,
) -> int:
    """Take other archives into one, which is made if it is not there; the others are not changed.

    SHARD is an archive, a folder of archives, or a folder of shards that `copydesk shard` has made, here or
    behind an address. Pages of a site that several of them have are cleaned anew, as more is known of the site.
    Merging twice changes nothing; a run that was stopped goes on with the same command.
    """

    def say(message: str) -> None:
        if not silent:
            click.echo(message, err=True)

    rules = rules_given(rule_path, say)
    with ExitStack() as stack:
        room = stack.enter_context(merging_room(database.absolute().parent))
        named = archives_named(names, room)
        shards = _sound(named.shards, database, named.missing)
        pool = stack.enter_context(pool_given(rules, workers, cluster))
        archive = stack.enter_context(open_archive(database, create=True))
        run = archive.start_run(shlex.join(["merge", database.name, *(Path(name).name for name in names)]))
        try:
            merged = _merge(archive, shards, run, silent=silent)
            tally = _clean(archive, run, pool, rules, shards, silent=silent)
        except KeyboardInterrupt:
            archive.finish_run(run, "interrupted")
            say("interrupted: the same command goes on where this one stopped.")
            return INTERRUPTED
        except BaseException:
            with contextlib.suppress(ArchiveError):
                archive.finish_run(run, "failed")
            raise
        archive.finish_run(run, "done")
    _summary(merged, tally, say)
    for missing in named.missing:
        say(missing)
    return SOME_FAILED if merged.damaged or tally.failed > merged.failed or named.missing else WELL


def _sound(shards: Sequence[Shard], database: Path, left_out: list[str]) -> list[Shard]:
    """Before anything is made: those that are archives, and other ones, and can be read. One that cannot costs itself; if none can,
    its error is raised, as it is for one that is not there.
    """
    if any(is_same_file(shard.path, database) for shard in shards):
        raise click.UsageError(f"{database} cannot be merged into itself")
    sound, errors = [], []
    for shard in shards:
        try:
            with open_archive(shard.path, read_only=True) as opened:
                check_readable(opened)
        except ArchiveError as error:
            if not shard.path.exists():
                raise
            errors.append(error)
        else:
            sound.append(shard)
    if errors and not sound:
        raise errors[0]
    left_out += [f"{error}: left out" for error in errors]
    return sound


def _summary(merged: Merged, tally: Tally, say: Callable[[str], None]) -> None:
    say(
        f"{plural(merged.pages, 'page')} taken in, {merged.held:,} were here; {plural(merged.taken, 'outcome')} taken over"
    )
    if anew := tally.pages - merged.taken:
        say(f"{plural(anew, 'page')} cleaned anew, {tally.failed - merged.failed:,} failed")
    if merged.damaged:
        say(f"{plural(merged.damaged, 'page')} could not be read in their archive, and are listed as failed")


def _merge(archive: Archive, shards: Sequence[Shard], run: Run, *, silent: bool) -> Merged:
    merged = Merged()
    with Progress(silent=silent) as progress:
        steps = merge(archive, shards, run)
        while True:
            with held_back():
                step = next(steps, None)
            if step is None:
                return merged
            merged = step
            progress.reading(merged.pages + merged.held)


def _clean(archive: Archive, run: Run, pool: Pool, rules: Rules, shards: Sequence[Shard], *, silent: bool) -> Tally:
    tally = Tally(left_over=archive.count_pending())
    with Progress(silent=silent) as progress:
        desk = Desk(archive=archive, run=run, pool=pool, tally=tally, progress=progress, remark=_in_the_archive)
        clean_pending(desk, rules, known_outcomes(archive, shards))
    return tally


def _in_the_archive(_page: Listed) -> None:
    """Pages without an article are in `rejections`."""
