"""`copydesk merge`: several archives become one."""

from __future__ import annotations

import contextlib
import shlex
from contextlib import ExitStack
from pathlib import Path

import click

from archive.archive import Archive, Run
from archive.errors import ArchiveError
from archive.merging import Merged, merge
from archive.opening import open_archive
from crawler.cleaning import Desk, Listed, Tally, clean_pending
from crawler.cluster.option import pool_given, workers_options
from crawler.exits import INTERRUPTED, SOME_FAILED, WELL
from crawler.interrupts import held_back
from crawler.page_pool import Pool
from crawler.progress import Progress, plural
from crawler.rule_option import rules_given, rules_option
from pipelines.types import Rules

EXAMPLE = """\b
Examples:
  copydesk merge all.db north.db south.db
"""


@click.command("merge", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument(
    "shards", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="SHARD.DB..."
)
@rules_option
@workers_options
@click.option("--silent", is_flag=True, help="Say nothing.")
def command(
    database: Path,
    shards: tuple[Path, ...],
    *,
    rule_path: Path | None,
    workers: int | None,
    cluster: str | None,
    silent: bool,
) -> int:
    """Take other archives into one, which is made if it is not there; the others are not changed.

    Pages of a site that several of them have are cleaned anew, as more is known of the site. Merging twice changes
    nothing; a run that was stopped goes on with the same command.
    """
    if any(shard.resolve() == database.resolve() for shard in shards):
        raise click.UsageError(f"{database} cannot be merged into itself")

    def say(message: str) -> None:
        if not silent:
            click.echo(message, err=True)

    rules = rules_given(rule_path, say)
    with ExitStack() as stack:
        opened = [stack.enter_context(open_archive(shard, read_only=True)) for shard in dict.fromkeys(shards)]
        pool = stack.enter_context(pool_given(rules, workers, cluster))
        archive = stack.enter_context(open_archive(database, create=True))
        run = archive.start_run(shlex.join(["merge", database.name, *(shard.name for shard in shards)]))
        try:
            merged = _merge(archive, opened, run, silent=silent)
            tally = _clean(archive, run, pool, rules, silent=silent)
        except KeyboardInterrupt:
            archive.finish_run(run, "interrupted")
            say("interrupted: the same command goes on where this one stopped.")
            return INTERRUPTED
        except BaseException:
            with contextlib.suppress(ArchiveError):
                archive.finish_run(run, "failed")
            raise
        archive.finish_run(run, "done")
    say(
        f"{plural(merged.pages, 'page')} taken in, {merged.held:,} were here; {plural(merged.taken, 'outcome')} taken over"
    )
    if tally.pages:
        say(f"{plural(tally.pages, 'page')} cleaned anew: {plural(tally.articles, 'article')}, {tally.failed:,} failed")
    if merged.damaged:
        say(f"{plural(merged.damaged, 'page')} could not be read in their archive, and are listed as failed")
    return SOME_FAILED if merged.damaged or tally.failed else WELL


def _merge(archive: Archive, shards: list[Archive], run: Run, *, silent: bool) -> Merged:
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


def _clean(archive: Archive, run: Run, pool: Pool, rules: Rules, *, silent: bool) -> Tally:
    tally = Tally(left_over=archive.count_pending())
    with Progress(silent=silent) as progress:
        desk = Desk(archive=archive, run=run, pool=pool, tally=tally, progress=progress, remark=_in_the_archive)
        clean_pending(desk, rules)
    return tally


def _in_the_archive(_page: Listed) -> None:
    """Pages without an article are in `rejections`."""
