"""`copydesk serve`: Datasette with everything set up for an archive. What is set up is `archive.web`."""

from __future__ import annotations

import socket
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.opening import open_archive
from archive.web.launch import Serving, datasette_arguments, front_address
from crawler.exits import BROKEN, WELL

DEFAULT_PORT = 8001
PORTS_TRIED = 100
LOOPBACK = ("127.0.0.1", "::1", "localhost")

EXAMPLE = """\b
Examples:
  copydesk serve archive.db
  copydesk serve archive.db --port 0 --open
  copydesk serve archive.db --title "The Estuary Papers"
"""


@click.command("serve", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
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
@click.option("--title", help="Name of the archive on its pages. Default: made from the file's name.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in a browser.")
def command(database: Path, host: str, port: int | None, public: bool, title: str | None, open_browser: bool) -> int:
    """Open an archive in Datasette: pages to read and search, and the tables behind them."""
    with open_archive(database, read_only=True):
        pass  # is it one? Datasette would serve anything
    free = _free_port(host, port)
    if free is None:
        click.echo(f"copydesk: nothing can listen on {host} port {port or DEFAULT_PORT}: try --port 0", err=True)
        return BROKEN
    titles = {database.stem: " ".join(title.split())} if title else None
    public = public or host not in LOOPBACK
    serving = Serving(
        databases=(database,), host=host, port=free, public=public, titles=titles, open_browser=open_browser
    )
    with TemporaryDirectory(prefix="copydesk-") as folder:
        arguments = datasette_arguments(serving, Path(folder))
        click.echo(f"{database} is at {front_address(serving)} (Ctrl-C to stop)", err=True)
        _run_datasette(arguments)
    return WELL


def _run_datasette(arguments: list[str]) -> None:
    try:
        from datasette.cli import cli  # late: takes a second

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
