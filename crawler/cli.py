"""The command `copydesk`: its commands by name, and what an error means for the exit status.

Each command is a module of `crawler.commands`, imported when it is asked for, so that `--help` and
`search` do not wait for libraries they do not use.

Exit status: 0 all well, 1 some inputs failed, 2 usage, 3 nothing usable, 4 configuration or database,
130 interrupted. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys

import click

from archive.errors import ArchiveError
from crawler.exits import BROKEN, INTERRUPTED
from crawler.interrupts import answer_signals
from crawler.terminal import discard
from crawler.workers import PoolError
from pipelines.version import COPYDESK

__all__ = ["COMMANDS", "copydesk", "main"]

COMMANDS = (
    "clean",
    "index",
    "crawl",
    "init",
    "config",
    "schedule",
    "extract",
    "show",
    "search",
    "export",
    "status",
    "memory",
    "reclean",
    "shard",
    "merge",
    "rules",
    "doctor",
    "urls",
    "serve",
)
"""In the order in which a newcomer meets them."""


class _Commands(click.Group):
    """Loads a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"crawler.commands.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(COPYDESK, prog_name="copydesk")
def copydesk() -> None:
    """A clean, searchable archive of articles.

    Saved pages go in; what is not the article is taken out, and can be seen. The archive is one SQLite
    file, published with Datasette.

    \b
    Example:
      copydesk clean archive.db saved-pages/
      copydesk serve archive.db
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the process with its exit status."""
    _replace_closed_streams()
    answer_signals()
    try:
        status = copydesk.main(args=arguments, prog_name="copydesk", standalone_mode=False)
        sys.stdout.flush()
    except (ArchiveError, PoolError) as error:
        status = _complain(str(error), BROKEN)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = _complain("interrupted", INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # The reader of our output went away (`| head`): that is its right, and no error. Click turns that into
        # sys.exit(1), which it calls for nothing else outside of its standalone mode.
        discard(sys.stdout)
        discard(sys.stderr)
        status = 0
    except OSError as error:
        discard(sys.stdout)
        status = _complain(_worded(error), BROKEN)
    sys.exit(status if isinstance(status, int) else 0)


def _complain(message: str, status: int) -> int:
    try:
        click.echo(f"copydesk: {message}", err=True)
    except OSError:  # nobody can be told
        discard(sys.stderr)
    return status


def _worded(error: OSError) -> str:
    if error.errno == errno.EBADF:
        return "standard input or output is closed"
    return f"{error.filename or 'standard input or output'}: {error.strerror or str(error).strip() or type(error).__name__}"


def _replace_closed_streams() -> None:
    """Python makes a stream that is closed at the start (`<&-`) None. Nobody minds that who does not use it;
    who does gets the error of the wrong end of the null device, which is worded like any other.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(_null_device(os.O_WRONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(_null_device(os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(_null_device(os.O_WRONLY), "w")


def _null_device(flags: int) -> int:
    """Takes the lowest free number, which is the closed stream's, for worker processes as well."""
    number = os.open(os.devnull, flags)
    os.set_inheritable(number, True)
    return number
