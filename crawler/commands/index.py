"""`copydesk index`: what a dump holds, before anything of it is cleaned."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from crawler.exits import NOTHING_USABLE, SOME_FAILED, WELL
from crawler.inputs import present
from crawler.listing import tabbed
from crawler.readers import read_paths
from crawler.select_options import select_options, selection_of
from crawler.selecting import Contents
from pipelines.reasons import FAILED
from pipelines.types import Capture, Unreadable

EXAMPLE = """\b
Examples:
  copydesk index crawl.warc.gz
  copydesk index crawl/ --host example.org --since 2024 --json
"""


@click.command("index", epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@select_options
@click.option("--follow-links", is_flag=True, help="Read what links in a folder lead to, outside of it too.")
@click.option(
    "--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Lines of each kind."
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines.")
def command(paths: tuple[str, ...], follow_links: bool, top: int, as_json: bool, **options: Any) -> int:
    """Say what files hold: pages, bytes, hosts, years, types, statuses, and what is no page. Stores and cleans nothing.

    PATH is whatever `clean` takes, and the options choose pages as they do there.
    """
    there = present(paths, lambda message: click.echo(f"copydesk: {message}", err=True))
    inputs = read_paths(there, stdin=sys.stdin.buffer, follow_links=follow_links)
    status = tell_contents(selection_of(options).chosen(inputs), top=top, as_json=as_json)
    return SOME_FAILED if status == WELL and len(there) < len(set(paths)) else status


def tell_contents(inputs: Iterable[Capture | Unreadable], *, top: int = 20, as_json: bool = False) -> int:
    """Count the inputs and print what was counted; the exit status."""
    contents = Contents()
    for one in inputs:
        contents.add(one)
    rows = list(contents.rows(top))
    if as_json:
        click.echo(json.dumps([{"counted": name, "value": value, "count": count} for name, value, count in rows]))
    else:
        for name, value, count in rows:
            click.echo(tabbed(name, value, f"{count}"))
    if not contents.pages:
        return NOTHING_USABLE
    return WELL if FAILED.keys().isdisjoint(contents.others) else SOME_FAILED
