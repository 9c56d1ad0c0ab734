"""`copydesk init`: a commented configuration to begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


_NO_NAME = re.compile(r"[^\w-]+")


@click.command("init", epilog=EXAMPLE)
@click.argument("places", nargs=-1, metavar="[FILE] [URL...]")
@click.option("--contact", default="", help="Where the owner of a site can reach you.")
def command(places: tuple[str, ...], contact: str) -> int:
    """Write a commented copydesk.toml, with a table for each host of the URLs.

    A file that is there is never touched.
    """
    files = [place for place in places if "://" not in place]
    if wrong := next((one for one in files if not one.endswith(".toml")), None):
        raise click.UsageError(f"{wrong} is neither an address (https://{wrong}) nor a file that ends in .toml")
    if len(files) > 1:
        raise click.UsageError(f"one file at most, not {' and '.join(files)}")
    path = Path(files[0] if files else FILE)
    if re.search(r'["\\\x00-\x1f]', contact):
        raise click.UsageError("--contact has to be a plain mail or web address")
    sites = "".join(_tables([url for url in places if "://" in url]))
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
    missing = " and ".join((*["whom to reach"] * (not contact), *["which sites"] * (not sites)))
    todo = f"put in it {missing}, then: " if missing else "now: "
    click.echo(f"{path} is written; {todo}copydesk crawl ARCHIVE.DB", err=True)
    return WELL


def _tables(urls: Sequence[str]) -> Iterator[str]:
    """A table for each host: two addresses of one host are one site, and no name may stand twice."""
    starts: dict[str, list[str]] = {}
    for url in urls:
        try:
            site_from_url(url)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        starts.setdefault(host_of(url) or "", []).append(url)
    names: set[str] = set()
    for host, of_host in starts.items():
        short, whole = (_NO_NAME.sub("-", one).strip("-") or "site" for one in (host.rpartition(".")[0], host))
        name = whole if short in names else short
        names.add(name)
        addresses = ", ".join(f'"{url}"' for url in of_host)
        yield f"\n[sites.{name}]\nstart = [{addresses}]\n"
