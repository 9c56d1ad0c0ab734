"""`copydesk rules`: rules that people write for single sites, checked, listed and tried on an archive."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import click

from archive.filter_values import site_called
from archive.opening import open_archive
from crawler.exits import NOTHING_USABLE, SOME_FAILED, WELL
from crawler.listing import tabbed
from crawler.page_pool import page_pool
from crawler.progress import plural
from crawler.rule_files import RuleFiles, read_rules
from crawler.rule_trials import Trial, try_archive, try_examples
from crawler.terminal import paint, safe_line
from pipelines.site_rules.values import Problem, SiteRule
from pipelines.types import Rules

EXAMPLE = """\b
Examples:
  copydesk rules check rules/
  copydesk rules list rules/
  copydesk rules test archive.db rules/ --site example.com --limit 20
"""

LINES_SHOWN = 12
"""Of a page, in each direction; the count says how many there are."""
LONGEST_LINE = 110

_FOLDER = click.argument("folder", type=click.Path(exists=True, path_type=Path), metavar="FOLDER|FILE")


@click.group("rules", epilog=EXAMPLE)
def command() -> None:
    """Check, list and try rules that people wrote for single sites.

    Rules are TOML files of our own format, or ftr-site-config as it is; docs/rules.md describes both. They act
    where `--rules FOLDER` is given to `clean` or `extract`.
    """


@command.command("check", epilog="Example: copydesk rules check rules/")
@_FOLDER
def check(folder: Path) -> int:
    """Read every rule, name every mistake with its file and line, and run the rules' own examples."""
    files = read_rules(folder)
    rules, problems = files.all_read()
    for problem in problems:
        click.echo(_worded(problem))
    failures = 0
    if any(example.page is not None for rule in rules for example in rule.examples):
        with page_pool(Rules(site_rules=files.book)) as pool:
            for file, line, failure in try_examples(rules, files.book, pool):
                failures += 1
                click.echo(f"{safe_line(file)} line {line}: example: {safe_line(failure)}")
    return _checked(files, rules, problems, failures)


def _worded(problem: Problem) -> str:
    return safe_line(str(problem)) if problem.fatal else f"{safe_line(str(problem))} (remark)"


def _checked(files: RuleFiles, rules: tuple[SiteRule, ...], problems: tuple[Problem, ...], failures: int) -> int:
    mistakes = sum(problem.fatal for problem in problems)
    examples = [example for rule in rules for example in rule.examples]
    away = sum(example.page is None for example in examples)
    parts = [
        f"{plural(files.files, 'file')}, {plural(len(rules), 'rule')}",
        plural(mistakes, "mistake"),
        plural(len(problems) - mistakes, "remark"),
        f"{plural(len(examples) - away, 'example')} run, {plural(failures, 'failure')}",
    ]
    if away:
        parts.append(f"{away:,} that name only an address (`copydesk rules test` runs those that are archived)")
    click.echo("; ".join(parts), err=True)
    if not files.files:
        click.echo("copydesk: no rules; files are named example.com.toml or example.com.txt", err=True)
        return NOTHING_USABLE
    return SOME_FAILED if mistakes or failures else WELL


@command.command("list", epilog="Example: copydesk rules list rules/")
@_FOLDER
def list_rules(folder: Path) -> int:
    """Print each rule on a line: file, hosts, paths, time, what it selects; tab-separated."""
    rules, problems = read_rules(folder).all_read()
    for problem in problems:
        click.echo(_worded(problem), err=True)
    if not (rules or problems):
        click.echo(f"no rule in {folder}", err=True)
    for rule in rules:
        click.echo(tabbed(rule.file, " ".join(rule.hosts), " ".join(rule.paths) or "*", _time(rule), _contents(rule)))
    return WELL if rules else NOTHING_USABLE


def _time(rule: SiteRule) -> str:
    if not (rule.valid_from or rule.valid_until):
        return "always"
    return f"{rule.valid_from or ''}..{rule.valid_until or ''}"


def _contents(rule: SiteRule) -> str:
    parts = {
        "body": rule.body,
        "strip": rule.strips,
        "keep": rule.keeps,
        "title": rule.title,
        "authors": rule.authors,
        "published": rule.published,
        "links": rule.single_page + rule.next_page,
        "examples": rule.examples,
    }
    return " ".join(f"{name}={len(given)}" for name, given in parts.items() if given)


@command.command("test", epilog="Example: copydesk rules test archive.db rules/ --site example.com --limit 20")
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@_FOLDER
@click.option("--site", help="Only pages of this site.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many pages. Default: all pages with a rule.")
def test(database: Path, folder: Path, site: str | None, limit: int | None) -> int:
    """Show what rules change on the pages of an archive, storing nothing.

    For each page: words before and after, - lines that would go, + lines that would come. Exit status 1 if
    a rule has a mistake, is stale on a page or fails its example.
    """
    files = read_rules(folder)
    rules, problems = files.all_read()
    mistakes = [problem for problem in problems if problem.fatal]
    for problem in mistakes:
        click.echo(_worded(problem), err=True)
    tally: Counter[str] = Counter()
    stale: Counter[str] = Counter()
    with page_pool(Rules(site_rules=files.book)) as pool, open_archive(database, read_only=True) as archive:
        site = site_called(archive.conn, site) if site else None
        for trial in islice(try_archive(archive, rules, files.book, pool, site), limit):
            tally.update(pages=1, changed=trial.changes, failures=len(trial.failures))
            stale[trial.rule] += trial.is_stale
            _show(trial)
    click.echo(_summed(tally, stale), err=True)
    if mistakes or tally["failures"] or stale.total():
        return SOME_FAILED
    return WELL if tally["pages"] else NOTHING_USABLE


def _show(trial: Trial) -> None:
    """One page; nothing of a page that stays as it is."""
    if not (trial.changes or trial.is_stale or trial.failures):
        return
    words = f"{trial.before.words:,} -> {trial.after.words:,} words"
    click.echo(f"{paint(safe_line(trial.page), bold=True)}  {words}  {safe_line(trial.rule)}")
    if trial.is_stale:
        click.echo("  stale: the rule finds nothing, or nearly nothing; the general way was used")
    for failure in trial.failures:
        click.echo(f"  example: {safe_line(failure)}")
    for name, before, after in trial.told:
        click.echo(f"  {name}: {safe_line(before) or '(none)'} -> {safe_line(after) or '(none)'}")
    for sign, lines, colour in (("-", trial.gone, "red"), ("+", trial.come, "green")):
        for line in lines[:LINES_SHOWN]:
            click.echo(paint(f"  {sign} {_shortened(line)}", colour=colour))
        if len(lines) > LINES_SHOWN:
            click.echo(f"  {sign} ... and {len(lines) - LINES_SHOWN:,} more")


def _shortened(line: str) -> str:
    shown = safe_line(line)
    return shown if len(shown) <= LONGEST_LINE else f"{shown[: LONGEST_LINE - 1]}…"


def _summed(tally: Counter[str], stale: Counter[str]) -> str:
    if not tally["pages"]:
        return "copydesk: no page of the archive has a rule"
    parts = [
        f"{plural(tally['pages'], 'page')} with a rule",
        f"{tally['changed']:,} changed",
        f"{stale.total():,} stale",
        plural(tally["failures"], "failed expectation"),
    ]
    worst = [f"  {safe_line(file)}: stale on {plural(count, 'page')}" for file, count in stale.most_common() if count]
    return "\n".join([", ".join(parts), *worst])
