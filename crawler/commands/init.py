"""`copydesk init`: a commented configuration to begin with."""

from __future__ import annotations

import re
from pathlib import Path

import click

from archive.identity import host_of
from crawler.configuration import FILE
from crawler.configuration.example import EXAMPLE as TEXT
from crawler.exits import BROKEN, WELL
from crawler.sites import site_from_url

EXAMPLE = """\b
Examples:
  copydesk init --contact mail@example.org https://paper.example/
  copydesk init archives/copydesk.toml
"""


@click.command("init", epilog=EXAMPLE)
@click.argument("places", nargs=-1, metavar="[FILE] [URL...]")
@click.option("--contact", default="", help="Where the owner of a site can reach you.")
def command(places: tuple[str, ...], contact: str) -> int:
    """Write a commented copydesk.toml, with a table for each URL.

    A file that is there is never touched.
    """
    files = [place for place in places if "://" not in place]
    if len(files) > 1:
        raise click.UsageError(f"one file at most, not {' and '.join(files)}")
    path = Path(files[0] if files else FILE)
    if re.search(r'["\\\x00-\x1f]', contact):
        raise click.UsageError("--contact has to be a plain mail or web address")
    sites = "\n".join(_table(url) for url in places if "://" in url)
    text = (
        TEXT.replace("{contact}", contact)
        .replace('contact = ""', '# contact = "you@example.org"')
        .replace("{sites}", sites)
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"copydesk: {path} is there already, and is left as it is", err=True)
        return BROKEN
    click.echo(f"{path} is written: put in it whom to reach and which sites, then: copydesk crawl ARCHIVE.DB", err=True)
    return WELL


def _table(url: str) -> str:
    try:
        site_from_url(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    name = re.sub(r"[^\w-]+", "-", (host_of(url) or "").rpartition(".")[0]).strip("-") or "site"
    return f'\n[sites.{name}]\nstart = ["{url}"]\n'
