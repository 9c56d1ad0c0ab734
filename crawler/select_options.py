"""The options by which pages are chosen, for all commands that read dumps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from archive.identity import host_of
from crawler.selecting import Selection, begin_of, end_of
from crawler.spoken import is_language

__all__ = ["select_options", "select_options_of_parts", "selection_of"]

Command = Callable[..., Any]


class _Day(click.ParamType[datetime]):
    """A year, a month or a day: its first moment, or the first after it."""

    name = "date"

    def __init__(self, read: Callable[[str], datetime]) -> None:
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return self._read(value)
        except ValueError:
            self.fail(f"{value!r} is no year, month or day: 2026, 2026-05, 2026-05-17", param, ctx)


class _Language(click.ParamType[str]):
    """A language's code, in lower case."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_language(str(value)):
            self.fail(f"{value!r} is no code of a language: de, ckb, zh-Hans", param, ctx)
        return str(value).lower()


class _Host(click.ParamType[str]):
    """A host as captures have it: in lower case, without `www.`, letters beyond ASCII as the network writes them."""

    name = "host"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).lower()
        if text.count(":") > 1:  # IPv6
            return text.strip("[]")
        host = None if re.search(r"[/*:@?#\s]", text) else host_of(f"//{text}")
        # an address or a pattern would match nothing, and a run that takes nothing looks like a dump that holds nothing
        return host or self.fail(f"{value!r} is no host: paper.example, news.paper.example", param, ctx)


_OPTIONS = (
    click.option(
        "--host",
        type=_Host(),
        multiple=True,
        help="Only pages of this host and those below it; can be given several times.",
    ),
    click.option(
        "--url", multiple=True, metavar="PATTERN", help="Only pages whose address fits; * stands for any signs."
    ),
    click.option("--since", type=_Day(begin_of), help="Only pages fetched in this year, month or day, or later."),
    click.option("--until", type=_Day(end_of), help="Only pages fetched in this year, month or day, or earlier."),
    click.option(
        "--status", type=click.IntRange(100, 599), multiple=True, help="Only pages answered with this status."
    ),
    click.option("--type", multiple=True, help="Only pages of this media type: text/html, or html."),
    click.option(
        "--language",
        type=_Language(),
        multiple=True,
        metavar="CODE",
        help="Only pages whose text is in this language: de, zh-Hans.",
    ),
    click.option(
        "--sample", type=click.IntRange(min=1), metavar="N", help="Only one page in N, the same in every run."
    ),
)
_LIMIT = click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Stop reading after N pages.")


def select_options(command: Command) -> Command:
    """Give a command the options."""
    return select_options_of_parts(_LIMIT(command))


def select_options_of_parts(command: Command) -> Command:
    """The options that can be told of each page alone, for a command that reads a dump in parts."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def selection_of(options: dict[str, Any]) -> Selection:
    """What they say."""
    return Selection(
        hosts=frozenset(options["host"]),
        patterns=tuple(options["url"]),
        since=options["since"],
        until=options["until"],
        statuses=frozenset(options["status"]),
        types=frozenset(kind.lower() for kind in options["type"]),
        languages=frozenset(options["language"]),
        sample=options["sample"],
        limit=options.get("limit"),
    )
