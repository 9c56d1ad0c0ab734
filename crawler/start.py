"""The command's way in: Ctrl-C before everything is loaded ends as it does later, with the status of an interrupted run."""

from __future__ import annotations

import sys

from crawler.exits import INTERRUPTED

__all__ = ["main"]


def main() -> None:
    """Run the command line. What it needs is loaded here, which takes a second or, on a busy machine, many."""
    try:
        from crawler.cli import main as run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()
