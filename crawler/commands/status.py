"""`copydesk status`: what an archive holds, what is still to do, what failed and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from archive.archive import Archive
from archive.connection import sqlite3, wal_is_safe
from archive.opening import open_archive
from archive.reading import Status, status
from crawler.exits import WELL
from crawler.listing import KINDS, OUTCOMES, listed, tabbed
from crawler.progress import plural
from crawler.terminal import safe_line
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
    "--list", "wanted", type=click.Choice(KINDS),
    help="Only the pages that became this: source, then number and title or reason and detail, tab-separated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def command(database: Path, wanted: str | None, as_json: bool) -> int:
    """Say what an archive holds."""
    with open_archive(database, read_only=True) as archive:
        if wanted:
            _list(archive, wanted, as_json=as_json)
            return WELL
        found = status(archive.conn)
        notices = tuple(_notices())
    if as_json:
        click.echo(json.dumps(asdict(found) | {"sqlite": sqlite3.sqlite_version, "notices": notices}, indent=2))
    else:
        click.echo("\n".join((*_lines(found), f"SQLite {sqlite3.sqlite_version}", *notices)))
    return WELL


def _list(archive: Archive, kind: str, *, as_json: bool) -> None:
    names = ("source", "article", "title") if kind in OUTCOMES else ("source", "reason", "detail")
    if as_json:
        rows = [dict(zip(names, row, strict=True)) for row in listed(archive, kind)]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in listed(archive, kind):
        click.echo(tabbed(*row))


def _lines(found: Status) -> Iterator[str]:
    copies = f"{found.copies:,} {'copy' if found.copies == 1 else 'copies'} of articles"
    yield f"{plural(found.originals, 'article')}, {copies}, {plural(found.versions, 'older version')}, {plural(found.words, 'word')}"
    yield f"{plural(found.captures, 'capture')} of {plural(found.sites, 'site')}"
    if found.to_do:
        yield f"{plural(found.to_do, 'page')} still to be cleaned: `copydesk clean` goes on with them, whatever it is given"
    yield f"database {_megabytes(found.database_bytes)}, {plural(found.warc_files, 'WARC file')} {_megabytes(found.warc_bytes)}"
    yield from _counts("languages", found.languages, {})
    yield from _counts("inputs without an article", found.rejections, REJECTIONS)
    yield from _counts("blocks removed from articles", found.removed, REASONS)
    if found.last_run:
        run = found.last_run
        yield f"last run: {safe_line(str(run['command']))}, {run['started']}, {run['status']}"


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


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
