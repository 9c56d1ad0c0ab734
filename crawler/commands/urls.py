"""`copydesk urls`: the addresses in a list somebody has kept, for the crawler or any other program."""

from __future__ import annotations

import json
from pathlib import Path

import click

from crawler.exits import NOTHING_USABLE, SOME_FAILED, WELL
from crawler.listing import tabbed
from crawler.readers.addresses import ListedAddress, read_addresses

EXAMPLE = """\b
Examples:
  copydesk urls bookmarks.html
  copydesk urls pocket.csv --json
"""


@click.command("urls", epilog=EXAMPLE)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--tag", multiple=True, help="Only addresses with this tag; can be given several times.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines instead of columns.")
def command(files: tuple[Path, ...], tag: tuple[str, ...], as_json: bool) -> int:
    """Print the addresses in bookmarks, exports of Pocket, Instapaper and Pinboard, OPML, or plain lists.

    A line for each: address, when it was kept, title, tags, separated by tabs.
    """
    printed = failed = 0
    for file in files:
        for one in read_addresses(file):
            if not isinstance(one, ListedAddress):
                failed += 1
                click.echo(f"copydesk: {one.provenance.address}: {one.reason}: {one.detail}", err=True)
            elif not tag or not set(tag).isdisjoint(one.tags):
                printed += 1
                click.echo(_line(one, as_json=as_json))
    if not printed:
        return NOTHING_USABLE
    return SOME_FAILED if failed else WELL


def _line(one: ListedAddress, *, as_json: bool) -> str:
    added = one.added.isoformat(timespec="seconds").replace("+00:00", "Z") if one.added else None
    if as_json:
        fields = {"url": one.url, "added": added, "title": one.title, "tags": one.tags, "feed": one.is_feed}
        return json.dumps(fields, ensure_ascii=False)
    return tabbed(one.url, added or "", one.title or "", ", ".join(one.tags))
