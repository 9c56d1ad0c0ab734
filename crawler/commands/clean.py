"""`copydesk clean`: saved pages into an archive."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive, Run
from archive.errors import ArchiveError
from archive.opening import open_archive
from crawler.cleaning import BECAME, Desk, Listed, Tally, clean_pending, report_refused, save_inputs
from crawler.cluster.option import pool_given, workers_options
from crawler.commands.index import tell_contents
from crawler.exits import INTERRUPTED, NOTHING_USABLE, SOME_FAILED, WELL
from crawler.inputs import begun, present
from crawler.listing import KINDS, OUTCOMES, listed, tabbed, worded
from crawler.outputs import own_files_of, status_file_given
from crawler.progress import Progress, plural, sized
from crawler.readers import KnownFiles, measure, read_paths
from crawler.rule_option import rules_given, rules_option
from crawler.select_options import select_options, selection_of
from crawler.terminal import discard
from pipelines.reasons import CLEANING_FAILED
from pipelines.types import Capture, Unreadable

SHOWN = 20
"""Failures listed without being asked for; `--list failed` gives all."""

EXAMPLE = """\b
Examples:
  copydesk clean archive.db saved-pages/
  copydesk clean archive.db 'dumps/*.txt' export.jsonl --list failed
  tar -xOf pages.tar | copydesk clean archive.db -
"""


@click.command("clean", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--list", "wanted", type=click.Choice(KINDS), multiple=True,
    help="Print the pages of this run that became this: source, then number and title or reason and detail, tab-separated.",
)  # fmt: skip
@select_options
@click.option(
    "--dry-run", is_flag=True, help="Only say what would be cleaned, as `copydesk index` does; nothing is stored."
)
@click.option("--follow-links", is_flag=True, help="Read what links in a folder lead to, outside of it too.")
@rules_option
@workers_options
@click.option(
    "--status-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep how far it is in this file, as JSON, for other programs.",
)
@click.option("--silent", is_flag=True, help="Print nothing but what --list asks for.")
def command(
    database: Path,
    paths: tuple[str, ...],
    *,
    wanted: tuple[str, ...],
    dry_run: bool,
    follow_links: bool,
    rule_path: Path | None,
    workers: int | None,
    cluster: str | None,
    status_file: Path | None,
    silent: bool,
    **options: Any,
) -> int:
    """Clean saved pages of any kind into an archive, which is made if it is not there.

    PATH is a file, a folder (read with everything in it), a pattern, or - for standard input: text
    dumps, HTML, JSON Lines, CSV. Everything is saved as it is first and cleaned then; a run that was
    stopped goes on with the same command, and running it twice changes nothing.
    """
    report = _Report(wanted=frozenset(wanted), silent=silent)
    rules = rules_given(rule_path, report.say)
    there = present(paths, report.complain)
    selection = selection_of(options)
    status_file = status_file_given(status_file, (*there, rule_path), database)
    progress = Progress(silent=silent, status_file=status_file)
    resuming = _Resuming(report, progress)
    known = KnownFiles(is_own=own_files_of(database), begin_at=resuming.begin_at)
    found = read_paths(there, sys.stdin.buffer, progress.took, known, follow_links=follow_links)
    inputs = selection.chosen(found)
    if dry_run:
        return tell_contents(inputs)
    if not database.exists():
        is_page, inputs = begun(inputs)
        if not is_page:
            return report.nothing(inputs, database)
    with pool_given(rules, workers, cluster) as pool, open_archive(database, create=True) as archive:
        run = archive.start_run(shlex.join(["clean", database.name, *map(_unplaced, paths)]), selection.digest)
        report.opened(archive)
        resuming.of(archive, run)
        tally = Tally(left_over=archive.count_pending())
        try:
            with progress:
                progress.measure(lambda: None if "-" in there else measure(there, follow_links=follow_links).bytes)
                desk = Desk(archive=archive, run=run, pool=pool, tally=tally, progress=progress, remark=report.remark)
                save_inputs(desk, inputs)
                archive.all_read(run)
                clean_pending(desk, rules)
        except KeyboardInterrupt:
            archive.finish_run(run, "interrupted")
            report.interrupted(archive, database)
            return INTERRUPTED
        except BaseException:
            with contextlib.suppress(ArchiveError):  # a full disk, most likely: the first error is the one to show
                archive.finish_run(run, "failed")
            raise
        archive.finish_run(run, "done")
        report.list_articles(archive, tally)
    report.summary(tally, database)
    return _exit_status(tally, all_there=len(there) == len(set(paths)))


def _exit_status(tally: Tally, *, all_there: bool) -> int:
    if tally.pages == tally.failed:
        return NOTHING_USABLE
    return WELL if all_there and not tally.failed else SOME_FAILED


class _Resuming:
    """Where a run that was stopped goes on in web archive files; at their beginnings while no archive is open."""

    def __init__(self, report: _Report, progress: Progress) -> None:
        self._report, self._progress = report, progress
        self._begin_of: Callable[[str], int] = lambda _path: 0

    def of(self, archive: Archive, run: Run) -> None:
        """Ask this archive from now on; of what waits in it, too, should the run be stopped."""
        self._progress.waiting = archive.count_pending
        self._begin_of = lambda path: archive.begin_of(path, run)

    def begin_at(self, path: str) -> int:
        """The byte to go on at; told to the user."""
        begin = self._begin_of(path)
        if begin:
            self._progress.skipped(begin)
            self._report.say(
                f"{Path(path).name}: goes on after {sized(begin)}, which the run that was stopped had read"
            )
        return begin


class _Report:
    """What the user is told."""

    def __init__(self, *, wanted: frozenset[str], silent: bool) -> None:
        self._wanted = wanted
        self._silent = silent
        self._reasons: Counter[tuple[bool, str]] = Counter()
        self._failed: list[Listed] = []

    def remark(self, page: Listed) -> None:
        """A page without an article."""
        self._reasons[page.failed, page.reason] += 1
        kind = "failed" if page.failed else "not-articles"
        if kind in self._wanted:
            self._list(page.source, page.reason, worded(page.reason, page.detail))
        elif page.failed and len(self._failed) < SHOWN:
            self._failed.append(page)

    def list_articles(self, archive: Archive, tally: Tally) -> None:
        """The pages of this run that became articles, where they were asked for."""
        for kind in OUTCOMES:
            if kind in self._wanted and tally.first_cleaned:
                for row in listed(archive, kind, since=tally.first_cleaned):
                    self._list(*row)

    def _list(self, *row: str) -> None:
        """A line on standard output; whoever reads it may go away (`| head`), the pages are cleaned all the same."""
        try:
            click.echo(tabbed(*row))
        except BrokenPipeError:
            discard(sys.stdout)

    def opened(self, archive: Archive) -> None:
        """What the archive has to say about how it can be used here."""
        if archive.notice:
            self.say(f"note: {archive.notice}")

    def interrupted(self, archive: Archive, database: Path) -> None:
        """Stopped by the user."""
        self.say(f"interrupted: {plural(archive.count_pending(), 'page')} still to be cleaned in {database}.")
        self.say("The same command goes on where this one stopped.")

    def complain(self, message: str) -> None:
        """A mistake in the command line."""
        self.say(f"copydesk: {message}")

    def nothing(self, refused: Iterator[Capture | Unreadable], database: Path) -> int:
        """No page came in and there is no archive: none is made."""
        tally = Tally()
        for one in refused:
            if isinstance(one, Unreadable):
                tally.read += 1
                report_refused(tally, self.remark, Listed.of(one))
        if tally.pages:
            self.summary(tally, database)
        what = "nothing could be used" if tally.pages else "no page was found"
        self.complain(f"{what}, so {database} was not made")
        return NOTHING_USABLE

    def summary(self, tally: Tally, database: Path) -> None:
        """What came in and what became of it; it adds up."""
        for page in self._failed:
            self.say(f"{_one_line(page.source)}: {page.reason}: {_one_line(worded(page.reason, page.detail))}")
        if self._failed and tally.failed > len(self._failed):
            self.say(f"... and {tally.failed - len(self._failed):,} more: copydesk status {database} --list failed")
        if not tally.pages:
            self.say("no page was found")
            return
        self.say(f"{plural(tally.pages, 'page')} in{_parts(tally)}:")
        for name, count in tally.became.items():
            self._row(count, BECAME[name][count != 1], self._why(name))
        self._row(tally.already_held, "already in the archive", "")
        if any(reason in CLEANING_FAILED for _, reason in self._reasons):
            self.say(f"What failed while it was cleaned can be tried again: copydesk reclean {database} --failed")
        if tally.stale_rules:
            self.say(f"Rules found nothing on {plural(tally.stale_rules, 'page')}: copydesk rules test says where.")

    def _row(self, count: int, words: str, why: str) -> None:
        if count:
            self.say(f"{count:>9,}  {words}{why}")

    def _why(self, became: str) -> str:
        failed = {"not_articles": False, "failed": True}.get(became)
        parts = [f"{count:,} {reason}" for (kind, reason), count in self._reasons.most_common() if kind is failed]
        return f" ({', '.join(parts)})" if parts else ""

    def say(self, message: str) -> None:
        """A sentence for the user."""
        if not self._silent:
            click.echo(message, err=True)


def _parts(tally: Tally) -> str:
    """Where the pages came from, if some were left over; the parts add up to all of them."""
    if not tally.left_over:
        return ""
    parts = [(tally.new, "new in this run"), (tally.left_over, "left over from a run that was stopped")]
    before = tally.already_held + tally.known
    held = [(before, "known from before")] if before else []
    return f" ({', '.join(f'{count:,} {what}' for count, what in [*parts, *held])})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unplaced(path: str) -> str:
    """A path without what it says of this machine: the database may be published."""
    return Path(path).name if Path(path).is_absolute() else path
