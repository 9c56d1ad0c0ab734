"""The options `--workers` and `--cluster` of commands that clean pages: what they name, as the pool that cleans."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import click

from crawler.exits import BROKEN
from crawler.page_pool import Pool, page_pool
from pipelines.types import Rules

__all__ = ["ClusterMissing", "pool_given", "workers_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class ClusterMissing(click.ClickException):
    """The extra is not installed."""

    exit_code = BROKEN


def workers_options(command: _Command) -> _Command:
    """The options themselves."""
    workers = click.option(
        "--workers", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one a core."
    )
    cluster = click.option(
        "--cluster", metavar="ADDRESS",
        help="Clean on a Dask cluster: its scheduler's address, a scheduler file (*.json), or local:N to try it here.",
    )  # fmt: skip
    return workers(cluster(command))


def pool_given(rules: Rules, workers: int | None, cluster: str | None) -> AbstractContextManager[Pool]:
    """The pool that was asked for. PoolError, on entering it, where a cluster cannot be used."""
    if cluster is None:
        return page_pool(rules, workers)
    if workers is not None:
        raise click.UsageError("--workers is for this machine; a cluster has the workers that it has (or local:N)")
    try:
        from crawler.cluster.pool import connected  # late: takes a second, and needs an extra
    except ImportError as error:
        raise ClusterMissing(
            f"--cluster needs what is not installed: pip install 'copydesk[cluster]' ({error})"
        ) from error
    return connected(rules, cluster)
