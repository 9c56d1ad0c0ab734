"""`copydesk config`: what a configuration says, with where each value comes from."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from crawler import alerting
from crawler.configuration import FILE, Alerts, Value, read_configuration
from crawler.exits import SOME_FAILED, WELL
from crawler.terminal import paint, safe_line

EXAMPLE = """\b
Examples:
  copydesk config
  copydesk config archives/copydesk.toml --site paper
"""


@click.command("config", epilog=EXAMPLE)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default=FILE, metavar="[FILE]")
@click.option("--site", help="Only this site.")
@click.option("--set", "only_set", is_flag=True, help="Only what the file says, no defaults.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object instead of text.")
@click.option("--try-alert", is_flag=True, help="Send a test to the command and the webhook of [alerts].")
def command(path: Path, site: str | None, *, only_set: bool, as_json: bool, try_alert: bool) -> int:
    """Show every value of a configuration, and where it comes from: a line of the file, or nobody said.

    A mistake in the file is named with its line; the exit status is 4 then.
    """
    configuration = read_configuration(path)
    if try_alert:
        return _try_alert(configuration.alerts, path)
    values = {
        name: value
        for name, value in configuration.values.items()
        if (site is None or name.startswith(f"sites.{site}.")) and not (only_set and value.origin == "default")
    }
    if site is not None and not any(one.name == site for one in configuration.sites):
        raise click.UsageError(
            f"no site {site} in {path}; it has {', '.join(one.name for one in configuration.sites) or 'none'}"
        )
    if as_json:
        shown = {name: {"value": _plain(value), "origin": value.origin} for name, value in values.items()}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for name, value in values.items():
            click.echo(f"{safe_line(name)} = {safe_line(value.told)}  {paint(f'# {value.origin}', dim=True)}")
    return WELL


def _try_alert(alerts: Alerts, path: Path) -> int:
    """Whether whoever is to be told of trouble can be told."""
    if not (alerts.command or alerts.webhook):
        raise click.UsageError(f"[alerts] of {path} names no command and no webhook")
    wrong = alerting.try_alert(alerts, datetime.now(UTC))
    for one in wrong:
        click.echo(f"copydesk: {safe_line(one)}", err=True)
    if not wrong:
        click.echo("the test alert was told")
    return SOME_FAILED if wrong else WELL


def _plain(value: Value) -> Any:
    """As JSON has it; the values of headers are secrets, and stay where they are."""
    if isinstance(value.value, timedelta):
        return value.value.total_seconds()
    if isinstance(value.value, tuple) and value.value and isinstance(value.value[0], tuple):
        return [name for name, _ in value.value]
    return value.value
