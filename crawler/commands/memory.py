"""`copydesk memory`: what an archive has learned to recur on its sites; a person approves it or has it forgotten."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from archive.archive import Archive
from archive.filter_values import site_called
from archive.opening import open_archive
from archive.remembered import RememberedLine, RememberedSite, remembered_lines, remembered_sites
from crawler.exits import NOTHING_USABLE, WELL
from crawler.listing import tabbed
from crawler.progress import plural

SHOWN = 50
"""Lines listed without being asked for more."""
KEY_LENGTH = 16

EXAMPLE = """\b
Examples:
  copydesk memory archive.db list
  copydesk memory archive.db list example.org --limit 20
  copydesk memory archive.db approve example.org 'Printed in the old mill'
  copydesk memory archive.db forget example.org 3f0c9a1be2d47756
  copydesk reclean archive.db --site example.org
"""


@click.group("memory", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.pass_context
def command(context: click.Context, database: Path) -> None:
    """Show and correct what an archive knows of its sites' recurring lines.

    A line that stands on many pages of a site is its furniture and no article's. What a person decides about a
    line is remembered by its text, holds for pages cleaned from then on, and for stored ones after `copydesk reclean`.
    """
    context.obj = database


@command.command("list")
@click.argument("site", required=False, metavar="[SITE]")
@click.option(
    "--limit", type=click.IntRange(min=1), default=SHOWN, metavar="N", help=f"At most so many lines. Default: {SHOWN}."
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of text.")
@click.pass_obj
def list_(database: Path, site: str | None, limit: int, as_json: bool) -> int:
    """List the sites; of one SITE the lines that recur: line, pages, since, used, decision, text, tab-separated."""
    with open_archive(database, read_only=True) as archive:
        found: Sequence[RememberedSite | RememberedLine]
        if site:
            site = site_called(archive.conn, site)
            found = remembered_lines(archive.conn, site)[:limit]
            why_none = f"nothing was learned yet of {site}" if _has(archive, site) else _no_site(site)
        else:
            found = remembered_sites(archive.conn)
            why_none = "nothing was learned yet"
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(_told(one))
        if not found:
            click.echo(why_none, err=True)
    return WELL if found else NOTHING_USABLE


def _about_lines(decide: Callable[[Path, str, tuple[str, ...]], int]) -> Callable[..., int]:
    """What the three decisions take: the archive, a SITE and its LINEs."""
    takes_lines = click.argument("lines", nargs=-1, required=True, metavar="LINE...")
    return click.argument("site", metavar="SITE")(takes_lines(click.pass_obj(decide)))


@command.command("approve")
@_about_lines
def approve(database: Path, site: str, lines: tuple[str, ...]) -> int:
    """Say that each LINE (its text, or its name in the list) is furniture of SITE, however rarely it stands."""
    return _decide(database, site, lines, "approved")


@command.command("forget")
@_about_lines
def forget(database: Path, site: str, lines: tuple[str, ...]) -> int:
    """Say that each LINE (its text, or its name in the list) is never furniture of SITE, however often it stands."""
    return _decide(database, site, lines, "forgotten")


@command.command("withdraw")
@_about_lines
def withdraw(database: Path, site: str, lines: tuple[str, ...]) -> int:
    """Take back what was decided about each LINE of SITE."""
    return _decide(database, site, lines, None)


def _decide(database: Path, site: str, lines: tuple[str, ...], decision: str | None) -> int:
    with open_archive(database) as archive:
        site = site_called(archive.conn, site)
        texts = [_text_of(archive, site, line) for line in lines]
        for text in texts:
            if not archive.decide_line(site, text, decision):
                raise click.UsageError(f"nothing was decided about this line of {site}: {text}")
        pages = archive.conn.execute(
            "select count(*) from captures where site = ? and outcome is not null", (site,)
        ).fetchone()[0]
    click.echo(f"{plural(len(texts), 'line')} of {site} {decision or 'as learned'}.", err=True)
    if pages:
        click.echo(f"For {plural(pages, 'stored page')}: copydesk reclean {database} --site {site}", err=True)
    return WELL


def _has(archive: Archive, site: str) -> bool:
    return archive.conn.execute("select 1 from sites where id = ?", (site,)).fetchone() is not None


def _no_site(site: str) -> str:
    return f"the archive has no site {site}; `list` has their names"


def _text_of(archive: Archive, site: str, line: str) -> str:
    """A line as it was given, or the one that has this name."""
    if not _has(archive, site):
        raise click.UsageError(_no_site(site))
    if len(line) != KEY_LENGTH or set(line) - set("0123456789abcdef"):
        if not any(unicodedata.category(sign)[0] == "L" for sign in line):
            raise click.UsageError(f"a line without a letter cannot be remembered: {line!r}")
        return line
    known = next((one for one in remembered_lines(archive.conn, site) if one.line == line), None)
    if known is None or not known.text:
        raise click.UsageError(f"no line of {site} has the name {line}")
    return known.text


def _told(one: RememberedSite | RememberedLine) -> str:
    if isinstance(one, RememberedLine):
        since = (one.since or "")[:10]
        return tabbed(one.line, f"{one.pages}/{one.of}", since, str(one.used), one.decision or "", one.text)
    return tabbed(*map(str, asdict(one).values()))
