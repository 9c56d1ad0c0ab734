"""`copydesk serve`: Datasette with everything set up for an archive. What is set up is `archive.web`."""

from __future__ import annotations

import re
import socket
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.opening import open_archive
from archive.web.archives import readable_name
from archive.web.launch import Serving, datasette_arguments, front_address, tell_errors_plainly
from crawler.exits import BROKEN, WELL
from crawler.sharding.merging import archives_named

DEFAULT_PORT = 8001
PORTS_TRIED = 100
LOOPBACK = ("127.0.0.1", "::1", "localhost")

EXAMPLE = """\b
Examples:
  copydesk serve archive.db
  copydesk serve archive.db --port 0 --open
  copydesk serve archive.db --title "The Estuary Papers"
  copydesk serve north.db south.db
  copydesk serve shards/
"""


@click.command("serve", epilog=EXAMPLE)
@click.argument("names", nargs=-1, required=True, metavar="ARCHIVE...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help=f"Default: {DEFAULT_PORT}, or the next free one; 0 takes any free one.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Strangers can reach it: no SQL, no bulk downloads. Set by itself for a --host that is not this machine's own.",
)
@click.option("--title", help="Name of the archive, or of all together. Default: made from the file's name.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in a browser.")
def command(
    names: tuple[str, ...], host: str, port: int | None, public: bool, title: str | None, open_browser: bool
) -> int:
    """Open archives in Datasette: pages to read and search, and the tables behind them.

    ARCHIVE is an archive, a folder of archives, or the folder of shards that `copydesk shard` has made. Several
    have one front page and one search together, beside their own.
    """
    databases = tuple(shard.path for shard in archives_named(names).shards)
    twice = [name for name, count in Counter(path.stem for path in databases).items() if count > 1]
    if twice:
        raise click.UsageError(f"two archives are called {twice[0]}: their pages would have the same address")
    for database in databases:
        with open_archive(database, read_only=True):
            pass  # is it one? Datasette would serve anything
    free = _free_port(host, port)
    if free is None:
        click.echo(f"copydesk: nothing can listen on {host} port {port or DEFAULT_PORT}: try --port 0", err=True)
        return BROKEN
    title = " ".join((title or "").split())
    alone = len(databases) == 1
    serving = Serving(
        databases=databases,
        host=host,
        port=free,
        public=public or host not in LOOPBACK,
        title=title,
        titles={databases[0].stem: title} if title and alone else _titles(databases),
        open_browser=open_browser,
    )
    with TemporaryDirectory(prefix="copydesk-") as folder:
        arguments = datasette_arguments(serving, Path(folder))
        what = f"{databases[0]} is" if alone else f"{len(databases):,} archives are"
        click.echo(f"{what} at {front_address(serving)} (Ctrl-C to stop)", err=True)
        _run_datasette(arguments)
    return WELL


def _titles(databases: Iterable[Path]) -> dict[str, str]:
    """Shards are called by their folder and number."""
    parts = ((path, re.fullmatch(r"part-(\d+)-[0-9a-f]+-[0-9a-f]+", path.stem)) for path in databases)
    return {path.stem: f"{readable_name(path.absolute().parent.name)} {int(part[1])}" for path, part in parts if part}


def _run_datasette(arguments: list[str]) -> None:
    try:
        from datasette.cli import cli  # late: takes a second

        tell_errors_plainly()
        cli.main(args=arguments, prog_name="datasette", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\n")  # the usual way to end it


def _free_port(host: str, wanted: int | None) -> int | None:
    """The wanted port if it is free; without a wish the default one or the first free one after it."""
    ports = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if wanted is None else (wanted,)
    return next((bound for port in ports if (bound := _bind(host, port)) is not None), None)


def _bind(host: str, port: int) -> int | None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            return int(listener.getsockname()[1])
    except OSError:
        return None
