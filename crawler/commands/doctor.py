"""`copydesk doctor`: whether an archive is whole, down to the bytes of every page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from archive.archive import Archive
from archive.checkup import Finding, check_database, check_files, check_pages
from archive.errors import DatabaseDamaged
from archive.opening import open_archive
from crawler.exits import BROKEN, WELL
from crawler.listing import tabbed
from crawler.progress import plural

EXAMPLE = """\b
Examples:
  copydesk doctor archive.db
  copydesk doctor archive.db --quick --silent || echo 'archive.db is damaged'
"""


@click.command("doctor", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.option("--quick", is_flag=True, help="Only the database and the sizes of the WARC files; reads no page.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of text.")
@click.option("--silent", is_flag=True, help="Print nothing but what was found.")
def command(database: Path, quick: bool, as_json: bool, silent: bool) -> int:
    """Check that an archive is whole.

    The database and its references, the search index, the WARC files, and every raw page against its
    digest. Nothing is changed. Each thing that is not as it was saved is a line: part, what, problem.
    """
    findings: list[Finding] = []
    pages = 0
    try:
        with open_archive(database, read_only=True) as archive:
            findings += [*check_database(archive.conn), *check_files(archive)]
            pages = 0 if quick else _read_pages(archive, findings, silent=silent)
    except DatabaseDamaged as error:
        findings.append(Finding(part="database", what="file", problem=error.message))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(tabbed(finding.part, finding.what, finding.problem))
    if not silent:
        looked = "database and files" if quick else f"database, files and {plural(pages, 'page')}"
        click.echo(f"{looked} checked: {plural(len(findings), 'problem') if findings else 'all well'}", err=True)
    return BROKEN if findings else WELL


def _read_pages(archive: Archive, findings: list[Finding], *, silent: bool) -> int:
    """How many pages were read; those that are not what was saved are added to the findings."""
    total = archive.conn.execute("select count(*) from captures where refers_to is null").fetchone()[0]
    checked: Iterator[Finding | None] = check_pages(archive)
    read = 0
    hidden = silent or not sys.stderr.isatty()
    with click.progressbar(checked, length=total, label="reading pages", file=sys.stderr, hidden=hidden) as bar:
        for finding in bar:
            read += 1
            if finding:
                findings.append(finding)
    return read
