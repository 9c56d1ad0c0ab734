"""`copydesk status`: what an archive holds, what is still to do, what failed and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.archive import Archive
from archive.connection import sqlite3, wal_is_safe
from archive.histories import Alert, CrawledSite, crawled_sites, open_alerts
from archive.lock import is_held
from archive.opening import open_archive
from archive.raw import raw_folder
from archive.reading import Status, status
from archive.sound import moment
from crawler.configuration import ConfigurationError, find_file, read_configuration
from crawler.crawling.reasons import ENDS
from crawler.exits import SOME_FAILED, WELL
from crawler.listing import KINDS, OUTCOMES, listed, tabbed
from crawler.progress import plural
from crawler.terminal import safe_line
from crawler.troubles import overdue
from pipelines.reasons import REASONS, REJECTIONS

EXAMPLE = """\b
Examples:
  copydesk status archive.db
  copydesk status archive.db --list failed
  copydesk status archive.db --json | jq .articles
"""


@click.command("status", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.option(
    "--list", "wanted", type=click.Choice(KINDS), multiple=True,
    help="Only the pages that became this: source, then number and title or reason and detail, tab-separated.",
)  # fmt: skip
@click.option("--sites", "only_sites", is_flag=True, help="Only the crawled sites, and which of them are in trouble.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def command(database: Path, wanted: tuple[str, ...], only_sites: bool, as_json: bool) -> int:
    """Say what an archive holds, and which of its crawled sites are in trouble or overdue.

    A site is overdue if the copydesk.toml beside the archive wants it crawled three times as often as it is. The exit
    status is 1 if one is.
    """
    with open_archive(database, read_only=True) as archive:
        if wanted:
            _list(archive, dict.fromkeys(wanted), as_json=as_json)
            return WELL
        sites = crawled_sites(archive.conn)
        late = _late(database, sites)
        alerts = open_alerts(archive.conn)
        found = None if only_sites else _with_killed(status(archive.conn), archive.path)
        notices = tuple(_notices())
    if as_json:
        told = {
            "crawled": [asdict(site) for site in sites],
            "alerts": [asdict(alert) for alert in alerts],
            "overdue": late,
        }
        kept = asdict(found) | {"sqlite": sqlite3.sqlite_version, "notices": notices} if found else {}
        click.echo(json.dumps(kept | told, indent=2))
    else:
        kept_lines = (*_lines(found), f"SQLite {sqlite3.sqlite_version}", *notices) if found else ()
        click.echo("\n".join((*kept_lines, *_crawled(sites), *_alerts(alerts), *_overdue(late))))
    return SOME_FAILED if alerts or late else WELL


def _with_killed(found: Status, archive: Path) -> Status:
    """A writer that was killed could not say so: the next one will, until then nobody holds its lock."""
    run = found.last_run
    if run and run["status"] == "running" and not is_held(raw_folder(archive)):
        return replace(found, last_run={**run, "status": "killed"})
    return found


def _late(database: Path, sites: Iterable[CrawledSite]) -> dict[str, str]:
    """Sites of the configuration beside the archive that nobody crawls any more."""
    path = find_file(None, database)
    try:
        configured = read_configuration(path).sites if path else ()
    except ConfigurationError:  # `copydesk config` says what is wrong with it
        return {}
    last = {site.site: moment(site.started) for site in sites}
    return overdue(last, {site.name: site.every for site in configured}, datetime.now(UTC))


def _overdue(late: Mapping[str, str]) -> Iterator[str]:
    for site, why in late.items():
        yield f"{safe_line(site)} is overdue: {why}"


def _crawled(sites: Iterable[CrawledSite]) -> Iterator[str]:
    for number, site in enumerate(sites):
        if number == 0:
            yield "crawled sites:"
        ended = f" ({ENDS.get(site.ended or '', site.ended)})" if site.ended != "done" else ""
        refused = f", {site.refused:,} refused" if site.refused else ""
        yield (
            f"  {safe_line(site.site)}: last crawl {site.started}{ended}: {site.fetched:,} fetched, {site.new:,} new, "
            f"{site.failed:,} failed{refused}; {plural(site.known, 'address')} known, {site.waiting:,} not fetched yet"
        )


def _alerts(alerts: Iterable[Alert]) -> Iterator[str]:
    for alert in alerts:
        unheard = "" if alert.told else "; nobody could be told yet"
        yield f"{safe_line(alert.site)} is in trouble since {alert.began} ({alert.kind}): {safe_line(alert.detail)}{unheard}"


def _list(archive: Archive, kinds: Iterable[str], *, as_json: bool) -> None:
    found: list[dict[str, str]] = []
    for kind in kinds:
        none = True
        for row in listed(archive, kind):
            none = False
            if as_json:
                found.append(_row(kind, row))
            else:
                click.echo(tabbed(*row))
        if none:
            click.echo(f"no {kind} in {archive.path}", err=True)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _row(kind: str, row: tuple[str, str, str]) -> dict[str, str]:
    names = ("source", "article", "title") if kind in OUTCOMES else ("source", "reason", "detail")
    return dict(zip(names, row, strict=True)) | {"became": kind}


def _lines(found: Status) -> Iterator[str]:
    copies = f"{found.copies:,} {'copy of an article' if found.copies == 1 else 'copies of articles'}"
    yield f"{plural(found.originals, 'article')}, {copies}, {plural(found.versions, 'older version')}, {plural(found.words, 'word')}"
    yield f"{plural(found.captures, 'page')} kept, of {plural(found.sites, 'site')}{_without_page(found)}"
    if found.to_do:
        yield f"{plural(found.to_do, 'page')} still to be cleaned: `copydesk clean` goes on with them, whatever it is given"
    linked = (
        f", {plural(found.linked_files, 'file')} read in place {_size(found.linked_bytes)}"
        if found.linked_files
        else ""
    )
    yield f"database {_size(found.database_bytes)}, {plural(found.warc_files, 'WARC file')} {_size(found.warc_bytes)}{linked}"
    yield from _counts("languages", found.languages, {})
    yield from _counts("inputs without an article", found.rejections, REJECTIONS)
    yield from _counts("blocks removed from articles", found.removed, REASONS)
    if found.last_run:
        run = found.last_run
        yield f"last run: {safe_line(str(run['command']))}, {run['started']}, {run['status']}"


def _without_page(found: Status) -> str:
    """Inputs of which there is nothing to keep: files beside the pages, empty ones, broken lines."""
    if not found.unreadable:
        return ""
    return f"; {plural(found.unreadable, 'more input')} with no page to keep"


def _counts(name: str, counts: Mapping[str, int], meanings: Mapping[str, str]) -> Iterator[str]:
    if counts:
        yield f"{name}:"
    for slug, count in counts.items():
        meaning = f"  {meanings[slug]}" if slug in meanings else ""
        yield f"  {count:>9,}  {safe_line(slug)}{meaning}"


def _notices() -> Iterator[str]:
    if not wal_is_safe(sqlite3.sqlite_version_info):
        yield (
            "This SQLite can corrupt a database in WAL mode, so a rollback journal is used: readers wait while a "
            "batch is written. SQLite 3.51.3 or newer has no such bug."
        )


def _size(size: int) -> str:
    """In the unit that leaves one digit to see: `14 kB`, `3.5 MB`."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000):,} kB"
