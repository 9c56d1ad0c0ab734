"""The option `--rules` of commands that clean pages: what was named, read and ready for the workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.exits import BROKEN
from crawler.terminal import safe_line
from pipelines.types import Rules

__all__ = ["RulesError", "rules_given", "rules_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class RulesError(click.ClickException):
    """Rules that cannot be used as they are: configuration."""

    exit_code = BROKEN


def rules_option(command: _Command) -> _Command:
    """The option itself."""
    return click.option(
        "--rules", "rule_path", type=click.Path(exists=True, path_type=Path), metavar="FOLDER|FILE",
        help="Rules for single sites: our own TOML files, or ftr-site-config as it is.",
    )(command)  # fmt: skip


def rules_given(path: Path | None, remark: Callable[[str], None]) -> Rules:
    """The rules to clean by. A mistake in a file of our own format ends the run before anything is done."""
    if path is None:
        return Rules()
    from crawler.rule_files import read_rules  # late: most runs have no rules

    read = read_rules(path)
    mistakes = [str(problem) for problem in read.problems if problem.file.endswith(".toml")]
    if mistakes:
        raise RulesError("\n".join([f"mistakes in {path}:", *(f"  {safe_line(mistake)}" for mistake in mistakes)]))
    if not read.rules and not read.unread:
        raise RulesError(f"no rules in {path}: files are named example.com.toml or example.com.txt")
    for problem in read.problems:
        remark(f"rules: {safe_line(str(problem))}")
    return Rules(site_rules=read.book)
