"""`copydesk reclean`: stored pages cleaned again, with the program, the rules and the site memory of now."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

import click

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.filter_values import site_called
from archive.opening import open_archive
from archive.recleaning import Again
from crawler.cleaning import Desk, Listed, Tally, clean_pending
from crawler.cluster.option import pool_given, workers_options
from crawler.exits import INTERRUPTED, NOTHING_USABLE, SOME_FAILED, WELL
from crawler.progress import Progress, plural
from crawler.rule_option import rules_given, rules_option
from crawler.terminal import safe_line

EXAMPLE = """\b
Examples:
  copydesk reclean archive.db
  copydesk reclean archive.db --failed
  copydesk reclean archive.db --site example.org --rules rules/
"""


@click.command("reclean", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.option("--site", metavar="SITE", help="Only the pages of this site: its host, its name, or a folder.")
@click.option(
    "--failed", is_flag=True, help="Only the pages that could not be cleaned: time-limit, worker-died and the like."
)
@rules_option
@workers_options
@click.option("--silent", is_flag=True, help="Print nothing.")
def command(
    database: Path,
    *,
    site: str | None,
    failed: bool,
    rule_path: Path | None,
    workers: int | None,
    cluster: str | None,
    silent: bool,
) -> int:
    """Clean an archive's own pages again, from its WARC files, as if all had come at once.

    Articles keep their numbers and addresses, and stay readable meanwhile. A run that was stopped goes
    on with the next `copydesk clean` or `copydesk reclean`.
    """
    rules = rules_given(rule_path, lambda remark: _say(remark, silent))
    with pool_given(rules, workers, cluster) as pool, open_archive(database) as archive:
        site = site_called(archive.conn, site) if site else None
        run = archive.start_run(shlex.join(_said(database, site, failed=failed)))
        try:
            before = _articles(archive)
            again = archive.clean_again(site, failed=failed)
            if again.left:
                _say(_left(again), silent)
            tally = Tally(left_over=archive.count_pending())
            with Progress(silent=silent) as progress:
                desk = Desk(archive=archive, run=run, pool=pool, tally=tally, progress=progress, remark=_ignore)
                clean_pending(desk, rules)
        except KeyboardInterrupt:
            archive.finish_run(run, "interrupted")
            _say(f"interrupted: {plural(archive.count_pending(), 'page')} still to be cleaned in {database}.", silent)
            return INTERRUPTED
        except BaseException:
            with contextlib.suppress(ArchiveError):  # a full disk, most likely: the first error is the one to show
                archive.finish_run(run, "failed")
            raise
        archive.finish_run(run, "done")
        changed, after = archive.remade, _articles(archive)
    if again.left and not tally.left_over:
        return SOME_FAILED
    if not tally.left_over:
        pages = f"no page of {site}" if site else "no page"
        _say(f"{pages} {'is there whose cleaning failed' if failed else 'has been cleaned yet'}", silent)
        return WELL if failed else NOTHING_USABLE
    if failed:
        _say(f"{plural(tally.left_over, 'page')} cleaned again: {tally.failed:,} failed again.", silent)
    else:
        _say(
            f"{plural(tally.left_over, 'page')} cleaned again: {plural(changed, 'article')} with another text.", silent
        )
    if tally.stale_rules:
        _say(f"Rules found nothing on {plural(tally.stale_rules, 'page')}: copydesk rules test says where.", silent)
    if before != after:
        _say(f"{after:,} articles now, {before:,} before.", silent)
    return SOME_FAILED if tally.failed or again.left else WELL


def _left(again: Again) -> str:
    files = ", ".join(map(safe_line, again.gone[:FILES_NAMED])) + (", ..." if len(again.gone) > FILES_NAMED else "")
    return f"{plural(again.left, 'page')} left as they are, for these files are missing: {files}"


FILES_NAMED = 5


def _said(database: Path, site: str | None, *, failed: bool) -> list[str]:
    """The command as the archive remembers it."""
    return ["reclean", database.name, *(["--site", site] if site else []), *(["--failed"] if failed else [])]


def _articles(archive: Archive) -> int:
    return int(archive.conn.execute("select count(*) from articles").fetchone()[0])


def _ignore(_page: Listed) -> None:
    """`copydesk status --list` has what became of each page."""


def _say(message: str, silent: bool) -> None:
    if not silent:
        click.echo(message, err=True)
