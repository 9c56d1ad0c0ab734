"""`copydesk shard`: a dump cleaned in parts where it lies, on a Dask cluster, each part into an archive of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cleaning import BECAME
from crawler.cluster.option import ClusterMissing
from crawler.exits import BROKEN, INTERRUPTED, NOTHING_USABLE, SOME_FAILED, WELL
from crawler.outputs import status_file_beside_shards
from crawler.progress import Progress, plural, sized
from crawler.rule_option import rules_given, rules_option
from crawler.select_options import select_options_of_parts, selection_of
from crawler.terminal import safe_line
from pipelines.types import Unreadable

if TYPE_CHECKING:
    from crawler.sharding.folder import Folder
    from crawler.sharding.jobs import Failed
    from crawler.sharding.making import Making
    from crawler.sharding.parts import Job, Mark

MEGABYTES = 256
"""Of a part: some ten minutes of a processor (docs/common-crawl.md), which is what a killed worker costs at most."""

Say = Callable[[str], None]

EXAMPLE = """\b
Examples:
  copydesk shard shards/ 'crawl/*.warc.gz' --cluster local:4
  copydesk shard s3://bucket/shards 's3://bucket/crawl/*.warc.gz' --cluster tcp://scheduler:8786
  copydesk merge archive.db shards/
"""


@click.command("shard", epilog=EXAMPLE)
@click.argument("folder", metavar="SHARDS")
@click.argument("named", nargs=-1, metavar="[PATH|ADDRESS...]")
@click.option(
    "--from", "lists", type=click.File(), multiple=True, metavar="FILE", help="Read addresses from a list too."
)
@click.option(
    "--cluster", default="local", show_default=True, metavar="ADDRESS",
    help="A Dask cluster: its scheduler's address, a scheduler file (*.json), or local:N.",
)  # fmt: skip
@click.option(
    "--part-size", type=click.FloatRange(min=0.001), metavar="MB",
    help="Cut larger web archive files, put smaller files together, in parts of so many megabytes. "
    f"Default: {MEGABYTES}, or what the job was begun with.",
)  # fmt: skip
@select_options_of_parts
@click.option("--dry-run", is_flag=True, help="Only list the parts: number, done or not, megabytes, what is in it.")
@click.option("--follow-links", is_flag=True, help="Read what links in a folder lead to, outside of it too.")
@rules_option
@click.option(
    "--status-file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Keep how far it is in this file, as JSON, for other programs.",
)  # fmt: skip
@click.option("--silent", is_flag=True, help="Say nothing but what failed.")
def command(
    folder: str,
    named: tuple[str, ...],
    *,
    lists: tuple[TextIO, ...],
    cluster: str,
    part_size: float | None,
    dry_run: bool,
    follow_links: bool,
    rule_path: Path | None,
    status_file: Path | None,
    silent: bool,
    **options: Any,
) -> int:
    """Clean a dump in parts where it lies, on a cluster's workers; each part becomes an archive in the folder SHARDS.

    A part is a file, several small ones, or a range of a large WARC file: a path that all workers see, or any address
    that fsspec knows (s3://, https://, ...). A job that was stopped goes on with the same command, or with
    SHARDS alone; what is done is not done again. `copydesk merge` brings the shards together.
    """

    def say(message: str) -> None:
        if not silent:
            click.echo(message, err=True)

    try:
        from crawler.sharding.places import OutOfReachError  # late: needs an extra
    except ImportError as error:
        raise ClusterMissing(f"shard needs what is not installed: pip install 'copydesk[cluster]' ({error})") from error
    from crawler.sharding.folder import Folder
    from crawler.sharding.making import Making

    rules = rules_given(rule_path, say)
    complaints: list[str] = []
    try:
        place = Folder(folder)
        making = Making(folder=place.address, rules=rules, selection=selection_of(options))
        most = None if part_size is None else int(part_size * 1_000_000)
        asked = _Asked(named=named, lists=lists, most=most, follow_links=follow_links)
        before = place.job()
        job = asked.planned(before, making, complaints.append, say)
        _complain(complaints if job.parts else [*complaints, "nothing to clean was found"])
        if not job.parts:
            return NOTHING_USABLE
        if dry_run:
            return _tell_parts(job, place)
        status_file = status_file_beside_shards(status_file, _read_by(job, lists, rule_path), folder)
        with place.held(), Progress(silent=silent, status_file=status_file) as progress:
            place.keep(job, instead_of=before)
            marks = place.marks()
            told = _Told(progress, job, marks)
            _work(cluster, place, making, told, marks)
    except (OutOfReachError, ValueError) as error:
        click.echo(f"copydesk: {folder}: {error}", err=True)
        return BROKEN
    except KeyboardInterrupt:
        say("interrupted: the same command goes on with the parts that have no shard yet.")
        return INTERRUPTED
    told.summary(folder, say)
    return SOME_FAILED if told.failed or told.counts["failed"] or complaints else WELL


def _read_by(job: Job, lists: Iterable[TextIO], rule_path: Path | None) -> Iterator[str | Path | None]:
    """The files that a job reads."""
    yield from (one.address for part in job.parts for one in part.inputs if not isinstance(one, Unreadable))
    yield from (file.name for file in lists)
    yield rule_path


def _complain(complaints: Iterable[str]) -> None:
    for complaint in complaints:
        click.echo(f"copydesk: {safe_line(complaint)}", err=True)


class _Asked:
    """What is to be cleaned, as it was named."""

    def __init__(
        self, *, named: tuple[str, ...], lists: tuple[TextIO, ...], most: int | None, follow_links: bool
    ) -> None:
        self._named, self._lists = named, lists
        self._most, self._follow_links = most, follow_links

    def planned(self, before: Job | None, making: Making, complain: Say, say: Say) -> Job:
        """The job that was begun before, with what is new or has changed. ValueError where it was begun in another way."""
        from crawler.sharding.finding import addresses_in, find, is_gone
        from crawler.sharding.parts import Job
        from crawler.sharding.planning import planned

        chosen = f"{making.selection.digest} {making.rules.label}"
        job = before or Job(chosen=chosen)
        if job.chosen != chosen:
            raise ValueError(
                "its shards were made with other options, other rules or another version of copydesk: "
                "go on with those, or name another folder"
            )
        most = self._most or job.most or MEGABYTES * 1_000_000
        named = [*self._named, *(name for file in self._lists for name in addresses_in(file))]
        found = find(named, most, complain, follow_links=self._follow_links)
        plan = planned(job.parts, found, most, is_gone)
        if job.parts and job.most not in {None, most}:
            say(
                f"The parts stay as they were cut, at {(job.most or 0) / 1e6:g} MB; another --part-size holds for what is new."
            )
        if plan.changed:
            say(
                f"{_some(plan.changed)} changed since: what is there now is cleaned, what was made of it before is left out."
            )
        return Job(chosen=chosen, most=job.most or most, parts=plan.parts)


def _some(sources: Sequence[str]) -> str:
    """The first of them, and how many more."""
    more = f" and {len(sources) - 1:,} more have" if len(sources) > 1 else " has"
    return f"{safe_line(sources[0])}{more}"


def _tell_parts(job: Job, folder: Folder) -> int:
    marks = folder.marks()
    for part in job.parts:
        done = "done" if part.name in marks else "to do"
        click.echo(f"{part.number}\t{done}\t{part.bytes / 1e6:.1f}\t{safe_line(part.told)}")
    return WELL


def _work(cluster: str, folder: Folder, making: Making, told: _Told, marks: Mapping[str, Mark]) -> None:
    if not told.left:
        return
    from crawler.cluster.pool import client_of  # late: takes a second
    from crawler.sharding.jobs import run

    with client_of(cluster) as client:
        for one in run(client, folder, making, told.job, marks):
            told.came(one)


class _Told:
    """How far a job is."""

    def __init__(self, progress: Progress, job: Job, marks: Mapping[str, Mark]) -> None:
        self.job = job
        self.failed: list[Failed] = []
        self._progress = progress
        self._marks = {part.name: marks[part.name] for part in job.parts if part.name in marks}
        self._before = len(self._marks)
        self._bytes = {part.name: part.bytes for part in job.parts}
        progress.parts(len(job.parts), sum(self._bytes.values()))
        done = sum(self._bytes[name] for name in self._marks)
        progress.took(done)
        progress.skipped(done)
        self.counts = Counter[str]()
        """What all shards hold."""
        for mark in self._marks.values():
            self.counts.update(mark.counts)
        self._tell()

    @property
    def left(self) -> int:
        """Parts without a shard."""
        return len(self.job.parts) - len(self._marks)

    def came(self, one: Mark | Failed) -> None:
        """A part is done, or not."""
        from crawler.sharding.jobs import Failed

        if isinstance(one, Failed):
            self.failed.append(one)
        else:
            before = self._marks.get(one.part)
            self._progress.took(0 if before else self._bytes[one.part])
            self.counts.subtract(before.counts if before else {})
            self.counts.update(one.counts)
            self._marks[one.part] = one
        self._tell()

    def _tell(self) -> None:
        self._progress.made(len(self._marks), self.counts["pages"], self.counts["failed"])

    def summary(self, folder: str, say: Callable[[str], None]) -> None:
        """What came of it."""
        for one in self.failed:
            click.echo(f"part {one.part.number}: {safe_line(one.part.told)}: {safe_line(one.detail)}", err=True)
        counts = self.counts
        earlier = f", {self._before:,} of them before" if self._before else ""
        say(f"{plural(len(self.job.parts), 'part')}, {len(self._marks):,} done{earlier}, {self.left:,} not")
        told = [
            f"{counts[name]:,} {words[counts[name] != 1]}"
            for name, words in BECAME.items()
            if counts[name] or name == "failed"
        ]
        if counts["already_held"]:
            told.append(f"{counts['already_held']:,} that came again")
        say(
            f"{plural(counts['pages'], 'page')} in {sized(sum(self._bytes[name] for name in self._marks))}: {', '.join(told)}"
        )
        if self.left:
            say("The same command tries the parts without a shard again.")
        else:
            say(f"To bring the shards together: copydesk merge ARCHIVE.DB {folder}")
