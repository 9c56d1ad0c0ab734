"""The options `--workers` and `--cluster` of commands that clean pages: what they name, as the pool that cleans."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.exits import BROKEN
from crawler.page_pool import Pool, page_pool
from crawler.workers import PoolError
from pipelines.types import Rules

__all__ = ["ClusterMissing", "pool_given", "workers_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_LOCAL = re.compile(r"local(?::([1-9]\d{0,3}))?")
CONNECT_SECONDS = 30


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
    """The pool that was asked for. PoolError where a cluster cannot be reached."""
    if cluster is None:
        return page_pool(rules, workers)
    if workers is not None:
        raise click.UsageError("--workers is for this machine; a cluster has the workers that it has (or local:N)")
    try:
        from distributed import Client  # late: takes a second, and is an extra

        from crawler.cluster.pool import ClusterPool
    except ImportError as error:
        raise ClusterMissing(
            f"--cluster needs what is not installed: pip install 'copydesk[cluster]' ({error})"
        ) from error
    if match := _LOCAL.fullmatch(cluster):
        return _local(rules, int(match[1]) if match[1] else None)
    if cluster.endswith(".json") and not Path(cluster).is_file():
        raise PoolError(f"no cluster at {cluster}: there is no such file")  # Dask would wait for it for ever
    try:
        if cluster.endswith(".json"):
            return ClusterPool(rules, Client(scheduler_file=cluster, timeout=CONNECT_SECONDS))
        return ClusterPool(rules, Client(cluster, timeout=CONNECT_SECONDS))
    except (OSError, TimeoutError, ValueError) as error:
        raise PoolError(f"no cluster at {cluster}: {_first_line(error)}") from error


def _local(rules: Rules, processes: int | None) -> AbstractContextManager[Pool]:
    """A cluster on this machine."""
    from distributed import Client, LocalCluster

    from crawler.cluster.pool import ClusterPool

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        local = LocalCluster(
            n_workers=processes, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        )
    except (OSError, RuntimeError) as error:
        raise PoolError(f"a cluster could not be started on this machine: {_first_line(error)}") from error
    return ClusterPool(rules, Client(local, timeout=CONNECT_SECONDS), local)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
