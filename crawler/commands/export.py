"""`copydesk export`: the articles of an archive, or those that a search finds, in a format for other programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from archive.archive import Archive
from archive.opening import open_archive
from archive.reading import Reading, read
from archive.search import Search, numbers
from crawler.commands.search import hints, month_asked
from crawler.exits import NOTHING_USABLE, WELL
from crawler.exporting import FORMATS, SUFFIXES, stream, write_folder
from crawler.outputs import check_output
from crawler.progress import plural
from crawler.raw_exporting import raw_records

EXAMPLE = """\b
Examples:
  copydesk export archive.db > articles.jsonl
  copydesk export archive.db harbour --month 2026 --format bibtex --output harbour.bib
  copydesk export archive.db --format markdown --folder vault/
"""


@click.command("export", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, "warc"]), default="jsonl", show_default=True, help="As what."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of standard output.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="A file for each article, in here.")
@click.option("--site", help="Only from this site: its host, its name, or a folder.")
@click.option("--section", help="Only from this section.")
@click.option("--author", help="Only by this author.")
@click.option("--language", help="Only in this language: en, ckb, Japanese.")
@click.option("--month", metavar="YYYY-MM", callback=month_asked, help="Only published in this month; a year is YYYY.")
@click.option("--copies", is_flag=True, help="With articles whose text another article has, too.")
@click.option("--silent", is_flag=True, help="Say nothing.")
def command(
    database: Path,
    words: tuple[str, ...],
    *,
    form: str,
    output: Path | None,
    folder: Path | None,
    copies: bool,
    silent: bool,
    **narrowed: Any,
) -> int:
    """Write articles for other programs: all of them, or those that QUERY and the filters find.

    QUERY is as in `copydesk search`; words to leave out come after `--`. Copies of an article are left out
    unless asked for. A file or a folder is written as a whole or, if the run is stopped, not replaced.
    """
    if folder and (output or form not in SUFFIXES):
        raise click.UsageError(f"--folder goes without --output, and with --format {', '.join(SUFFIXES)}")
    if form == "warc" and output is None:
        raise click.UsageError("--format warc needs --output FILE.warc.gz")
    if where := folder or output:
        check_output("--folder" if folder else "--output", where, database)
    asked = Search(query=" ".join(words), sort="oldest", **narrowed)
    # Closed before the archive is, also where the reader of our output went away.
    with open_archive(database, read_only=True) as archive, closing(_readings(archive, asked, copies=copies)) as found:
        counted = _Counted(found)
        if folder:
            for _path in write_folder(counted, folder, form):
                pass
        elif output and form == "warc":
            with _replacing(output) as part, part.open("wb") as target:
                target.writelines(raw_records(archive, (one.id for one in counted), output.name))
        else:
            with _writing(output) as target:
                target.writelines(stream(counted, FORMATS[form]))
        near = [] if counted.number else list(hints(archive.conn, asked))
    if not silent:
        click.echo(f"{plural(counted.number, 'article')} exported{f' to {where}' if where else ''}", err=True)
        for hint in near:
            click.echo(hint, err=True)
    return WELL if counted.number else NOTHING_USABLE


class _Counted:
    """Readings that are counted as they go by."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.number = 0
        self._readings = readings

    def __iter__(self) -> Iterator[Reading]:
        for reading in self._readings:
            self.number += 1
            yield reading


def _readings(archive: Archive, asked: Search, *, copies: bool) -> Generator[Reading]:
    """One article at a time, all of one state of the archive, however long it takes."""
    archive.conn.execute("begin")
    try:
        for number in numbers(archive.conn, asked):
            reading = read(archive.conn, number)
            if copies or reading.copy_of is None:
                yield reading
    finally:
        archive.conn.rollback()


@contextmanager
def _writing(output: Path | None) -> Iterator[TextIO]:
    """Standard output, in UTF-8 whatever the locale says; or a file that takes its place when it is whole."""
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    with _replacing(output) as part, part.open("w", encoding="utf-8", newline="") as target:
        yield target


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    """A file beside it to write to, which takes its place when it is whole."""
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
