"""`copydesk show`: one article of an archive, clean or with everything that was removed in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from archive.archive import Archive
from archive.opening import open_archive
from archive.reading import Reading, article_of, find, read, refused
from archive.resembling import Named, resembling, same_name
from crawler.exits import NOTHING_USABLE, WELL
from crawler.listing import tabbed, worded
from crawler.output import PAGE_FORMATS, dated
from crawler.stored import stored_record
from crawler.terminal import paint, reason_colour, safe, safe_line
from pipelines.reasons import APART_REASONS
from pipelines.types import Block, guessed_from

EXAMPLE = """\b
Examples:
  copydesk show archive.db 12
  copydesk show archive.db https://example.org/story --removed | less -R
  copydesk show archive.db pages/story.txt --format markdown
"""


@click.command("show", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("key", metavar="ID|URL|FILE")
@click.option("--removed", is_flag=True, help="The whole page in its order, with what was removed and why.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How it is printed.",
)
def command(database: Path, key: str, removed: bool, form: str) -> int:
    """Print an article, named by its number, permalink, address or the file it came from.

    With --removed each line says what became of it: nothing before it if it is part of the text, + and
    the kind if it is kept beside the text (+ caption), - and the reason if it was removed (- navigation).
    On a terminal they are coloured by reason; NO_COLOR is respected.
    """
    if removed and form != "text":
        raise click.UsageError("--removed goes with --format text; --format json has all blocks in any case")
    with open_archive(database, read_only=True) as archive:
        number = find(archive.conn, key)
        if number is None:
            click.echo(f"copydesk: {_why_not(archive, key)}", err=True)
            if not key.isdigit():
                _suggest(resembling(archive.conn, key), "near to it:")
            return NOTHING_USABLE
        if not key.isdigit():
            _suggest(same_name(archive.conn, key), f"{number} is shown; of the same name:")
        reading = read(archive.conn, number)
    if form == "text":
        parts = _ledger(reading) if removed else _page(reading)
        click.echo("\n\n".join([*_head(reading), *parts]))
    elif form == "json":
        click.echo(json.dumps(stored_record(reading), ensure_ascii=False, indent=2))
    else:
        click.echo(PAGE_FORMATS[form](reading.id, article_of(reading)))
    return WELL


def _suggest(articles: tuple[Named, ...], introduction: str) -> None:
    """Other articles that may be meant, one a line: number, source, title."""
    if articles:
        click.echo(introduction, err=True)
    for one in articles:
        click.echo(f"  {tabbed(str(one.article), one.source, one.title or 'untitled')}", err=True)


def _why_not(archive: Archive, key: str) -> str:
    """What is known of a page that is no article."""
    for one in refused(archive.conn):
        if key in (one.source, one.url):
            return f"{key} is no article: {one.reason}: {worded(one.reason, one.detail)}"
    first, last = archive.conn.execute("select min(id), max(id) from articles").fetchone()
    numbers = f": numbers go from {first} to {last}" if key.isdigit() and last else ""
    return f"no article {key} in {archive.path}{numbers}"


def _head(reading: Reading) -> Iterator[str]:
    title = safe_line(reading.title) if reading.title else "untitled"
    who = reading.byline or ", ".join(reading.authors)
    published = dated(reading.published, guessed_from(reading.origins, "published"))
    about = (who, published, reading.site_name or reading.site, reading.section, reading.language)
    lines = [paint(title, bold=True), paint(" · ".join(safe_line(part) for part in about if part), dim=True)]
    lines.append(paint(safe_line(reading.url or reading.source), dim=True))
    yield "\n".join(lines)


def _page(reading: Reading) -> Iterator[str]:
    yield safe(reading.text)
    for caption in reading.captions:
        credit = f" ({caption.credit})" if caption.credit else ""
        yield paint("caption: ", dim=True) + safe(caption.text + credit)
    for comment in reading.comments:
        who = " · ".join(safe_line(part) for part in (comment.author, comment.posted) if part)
        yield paint(f"comment{', ' if who else ''}{who}: ", dim=True) + safe(comment.text)


def _ledger(reading: Reading) -> Iterator[str]:
    yield from (_ledger_block(block) for block in reading.blocks)


def _ledger_block(block: Block) -> str:
    if block.kept:
        return safe(block.text)
    sign = "+" if block.reason in APART_REASONS else "-"
    evidence = paint(f" ({safe_line(block.evidence)})", dim=True) if block.evidence else ""
    mark = paint(f"{sign} {block.reason}", colour=reason_colour(block.reason), bold=True)
    text = "\n".join(f"    {paint(line, colour=reason_colour(block.reason))}" for line in safe(block.text).splitlines())
    return f"{mark}{evidence}\n{text}"
