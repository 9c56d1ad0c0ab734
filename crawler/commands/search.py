"""`copydesk search`: articles that match, with the passage that shows why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.connection import sqlite3
from archive.filter_values import near_values
from archive.opening import open_archive
from archive.search import SORTS, Hit, Results, Search, search, wider
from archive.snippets import END, START
from crawler.exits import NOTHING_USABLE, WELL
from crawler.output import dated
from crawler.progress import plural
from crawler.terminal import paint, safe_line

EXAMPLE = """\b
Examples:
  copydesk search archive.db 'harbour ferry'
  copydesk search archive.db '"night ferry" OR lighthouse -fog' --language en --month 2026-05
  copydesk search archive.db --month 2026 -fog
  copydesk search archive.db harbour --json | jq '.[].title'
"""


_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


class _SearchCommand(click.Command):
    """Takes `-word` for a part of the query; what begins with two hyphens is an option still."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        typed = args[: args.index("--")] if "--" in args else args
        known = {name for option in self.get_params(ctx) for name in option.opts}
        for word in typed:
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, ctx=ctx)
        return super().parse_args(ctx, ["--help"] if "-h" in typed else args)


def month_asked(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A month or a year as the archive writes it."""
    if value is None:
        return None
    match = _MONTH.fullmatch(value.strip())
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        raise click.BadParameter(f"{value!r} is no month: write 2026-05, or 2026 for the year")
    return match[1] if match[2] is None else f"{match[1]}-{int(match[2]):02}"


@click.command(
    "search",
    cls=_SearchCommand,
    epilog=EXAMPLE,
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--site", help="Only from this site: its host, its name, or a folder.")
@click.option("--section", help="Only from this section.")
@click.option("--author", help="Only by this author.")
@click.option("--language", help="Only in this language: en, ckb, Japanese.")
@click.option("--month", metavar="YYYY-MM", callback=month_asked, help="Only published in this month; a year is YYYY.")
@click.option(
    "--sort", type=click.Choice(list(SORTS)), default="relevance", show_default=True, help="Which come first."
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many to leave out first.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of text.")
def command(database: Path, words: tuple[str, ...], as_json: bool, **narrowed: Any) -> int:
    """Search the articles of an archive.

    All words of QUERY must occur; "quotes" keep words together, OR stands between alternatives, -word
    excludes, word* finds what begins so. Without QUERY all articles match, newest first.
    """
    asked = Search(query=" ".join(words), **narrowed)  # the options go by the names of its fields
    with open_archive(database, read_only=True) as archive:
        results = search(archive.conn, asked)
        near = [] if results.total else list(hints(archive.conn, asked))
    if as_json:
        click.echo(json.dumps([_plain(hit) for hit in results.hits], ensure_ascii=False, indent=2))
    else:
        for hit in results.hits:
            click.echo(_shown(hit) + "\n")
    click.echo("\n".join((_total(results, asked.offset), *near)), err=True)
    return WELL if results.hits else NOTHING_USABLE


def hints(conn: sqlite3.Connection, asked: Search) -> Iterator[str]:
    """Filters that nothing answers to, with what comes near, and a wider query that finds something."""
    for facet, written in asked.filters.items():
        near = near_values(conn, facet, written)
        if near is None:
            continue
        known = f"; near to it: {' · '.join(map(safe_line, near))}" if near else ""
        yield f"no {facet} {safe_line(written)} in this archive{known}"
    found = wider(conn, asked)
    if found:
        yield f"words that begin so are in {plural(found.total, 'article')}: copydesk search ... '{safe_line(found.query)}'"


def _total(results: Results, offset: int) -> str:
    if not results.total:
        return "nothing was found"
    first, last = offset + 1, offset + len(results.hits)
    return f"{first:,} to {last:,} of {results.total:,}" if results.hits else f"only {results.total:,} were found"


def _plain(hit: Hit) -> dict[str, object]:
    fields = asdict(hit)
    del fields["marked_title"]
    return fields | {"snippet": hit.snippet.replace(START, "").replace(END, "")}


def _shown(hit: Hit) -> str:
    published = dated(hit.published, hit.date_guessed_from)
    copy = f"copy of {hit.copy_of}" if hit.copy_of else None
    where = (hit.site_name or hit.site, hit.section, published, hit.byline, copy)
    title = _highlighted(hit.marked_title) if hit.title else paint("untitled", dim=True)
    lines = (
        f"{paint(str(hit.id), bold=True)}  {title}",
        "   " + paint(" · ".join(safe_line(part) for part in where if part), dim=True),
        "   " + _highlighted(hit.snippet),
        "   " + paint(safe_line(hit.url or hit.source), dim=True),
    )
    return "\n".join(lines)


def _highlighted(marked: str) -> str:
    """Found words in bold, on a terminal; elsewhere the plain text."""
    pieces = marked.split(START)
    shown = [_between(pieces[0])]
    for piece in pieces[1:]:
        found, _, rest = piece.partition(END)
        shown += [paint(safe_line(found), colour="yellow", bold=True), _between(rest)]
    return "".join(shown)


def _between(text: str) -> str:
    """One line that still begins or ends with the space that separates it from a found word."""
    line = safe_line(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{line}{' ' if after and line else ''}"
