"""Rules in our own format: one TOML file for one layout of one site.

    hosts = ["example.com"]             default: the name of the file
    body = "div.story"                  CSS or XPath; a list holds alternatives
    strip = ["//aside", {select = "div.more", reason = "related-stories", note = "since 2021"}]

    [[example]]
    page = "<div class=story><p>The ferry is back.</p></div>"
    contains = ["The ferry is back."]

docs/rules.md describes every key. A mistake is a problem with its line and the nearest valid name, and the rest of the
file is read on, so that all mistakes are shown at once; a file with a mistake is not used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pipelines.reasons import REMOVED_REASONS
from pipelines.site_rules.hosts import host_key
from pipelines.site_rules.nearest import did_you_mean
from pipelines.site_rules.selectors import SelectorError, as_xpath, checked
from pipelines.site_rules.toml_lines import Lines
from pipelines.site_rules.values import Example, Link, Mark, Problem, Selector, SiteRule, Strip, digest_of

__all__ = ["RULE_KEYS", "read_toml"]

SELECTORS = ("title", "body", "authors", "published")
LINKS = ("single-page-link", "next-page-link")
RULE_KEYS = (
    "hosts", "paths", "valid-from", "valid-until", *SELECTORS, "strip", "keep", "prune", *LINKS, "note", "example",
)  # fmt: skip
STRIP_KEYS = ("select", "text", "reason", "note")
KEEP_KEYS = ("select", "text", "note")
EXAMPLE_KEYS = ("url", "page", "captured", "contains", "lacks", "title", "authors", "published", "note")

_TWICE = re.compile(r"Cannot mutate immutable namespace \('([\w-]+)',\)")
_SYNTAX = re.compile(r"\s*\(at line (\d+), column \d+\)$|\s*\(at end of document\)$")


@dataclass(slots=True)
class _Reader:
    """One file while it is read."""

    file: str
    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, message: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(file=self.file, line=line, message=message))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, and where it stands."""

    given: dict[str, Any]
    name: str = ""
    number: int = 0
    start: int = 0
    """The line of a table written inside a list."""


def read_toml(name: str, text: str) -> tuple[SiteRule | None, tuple[Problem, ...]]:
    """The rule in a file, or its mistakes."""
    try:
        given = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (_syntax_problem(name, text, error),)
    reader = _Reader(file=name, lines=Lines(text))
    rule = _rule(reader, _Table(given), text)
    return (None if reader.problems else rule), tuple(reader.problems)


def _syntax_problem(name: str, text: str, error: Exception) -> Problem:
    message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deeply"
    at = _SYNTAX.search(message)
    line = int(at[1]) if at and at[1] else text.count("\n") + 1 if at else 0
    if twice := _TWICE.search(message):
        told = f"`{twice[1]}` is given twice, as a list and as [[{twice[1]}]]: put all of it into one"
        return Problem(file=name, line=line, message=told)
    return Problem(file=name, line=line, message=f"not TOML: {_SYNTAX.sub('', message)}")


def _rule(reader: _Reader, table: _Table, text: str) -> SiteRule:
    _check_keys(reader, table, RULE_KEYS)
    selectors = {key: tuple(_selectors(reader, table, key)) for key in (*SELECTORS, *LINKS)}
    since, until = _day(reader, table, "valid-from"), _day(reader, table, "valid-until")
    if since and until and until < since:
        reader.wrong(reader.lines.of_key("valid-until"), "valid-until is before valid-from")
    return SiteRule(
        file=reader.file,
        digest=digest_of(reader.file, text),
        own=True,
        hosts=_hosts(reader, table),
        paths=tuple(_paths(reader, table)),
        valid_from=since,
        valid_until=until,
        strips=tuple(_strips(reader, table, "strip")),
        keeps=tuple(_strips(reader, table, "keep")),
        prune=_value(reader, table, "prune", bool, "true or false") is not False,
        examples=tuple(_examples(reader, table)),
        title=selectors["title"],
        body=selectors["body"],
        authors=selectors["authors"],
        published=selectors["published"],
        single_page=tuple(Link(selector=selector) for selector in selectors["single-page-link"]),
        next_page=tuple(Link(selector=selector) for selector in selectors["next-page-link"]),
    )


def _line(reader: _Reader, table: _Table, key: str) -> int:
    return table.start or reader.lines.of_key(key, table.name, table.number)


def _check_keys(reader: _Reader, table: _Table, known: tuple[str, ...]) -> None:
    for key in table.given:
        if key not in known:
            message = f"unknown key {key}{did_you_mean(key.replace('_', '-').lower(), known)}"
            reader.wrong(_line(reader, table, key), message)


def _value(reader: _Reader, table: _Table, key: str, kind: type | tuple[type, ...], wanted: str) -> Any:
    value = table.given.get(key)
    if value is None or isinstance(value, kind):
        return value
    reader.wrong(_line(reader, table, key), f"{key} must be {wanted}")
    return None


def _strings(reader: _Reader, table: _Table, key: str) -> tuple[str, ...]:
    value = _value(reader, table, key, (str, list), "a string or a list of strings")
    values = [value] if isinstance(value, str) else value or []
    if not all(isinstance(one, str) and one.strip() for one in values):
        reader.wrong(_line(reader, table, key), f"{key} must be a string or a list of strings, none of them empty")
        return ()
    return tuple(values)


def _string(reader: _Reader, table: _Table, key: str) -> str | None:
    value: str | None = _value(reader, table, key, str, "a string")
    return value


def _day(reader: _Reader, table: _Table, key: str) -> date | None:
    value = table.given.get(key)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = ""
    if isinstance(value, datetime):
        return value.date()
    if value is not None and not isinstance(value, date):
        reader.wrong(_line(reader, table, key), f"{key} must be a day: 2021-05-03")
        return None
    return value


def _hosts(reader: _Reader, table: _Table) -> tuple[str, ...]:
    stem = reader.file.rpartition("/")[2].removesuffix(".toml")
    written = _strings(reader, table, "hosts") if "hosts" in table.given else (stem,)
    hosts: list[str] = []
    for host in written:
        key = host_key(host)
        if key is None:
            where = "hosts: " if "hosts" in table.given else "without hosts the name of the file must be one: "
            reader.wrong(_line(reader, table, "hosts"), f"{where}{host!r} is no host (example.com, *.example.com)")
        else:
            hosts.append(key)
    return tuple(hosts)


def _paths(reader: _Reader, table: _Table) -> Iterator[str]:
    for pattern in _strings(reader, table, "paths"):
        if pattern.startswith(("/", "*")):
            yield pattern
        else:
            reader.wrong(_line(reader, table, "paths"), f"paths: {pattern!r} must begin with / or *")


def _selectors(reader: _Reader, table: _Table, key: str, shown: str = "") -> Iterator[Selector]:
    start = _line(reader, table, key)
    for written in _strings(reader, table, key):
        line = reader.lines.of_value(written, start)
        try:
            xpath = checked(as_xpath(written))
        except SelectorError as error:
            reader.wrong(line, f"{shown or key}: {error}: {written[:100]}")
        else:
            yield Selector(xpath=xpath, mark=Mark(file=reader.file, line=line, key=shown or key, written=written))


def _tables(reader: _Reader, table: _Table, key: str) -> Iterator[str | _Table]:
    """The members of a list, strings or tables; one alone needs no list."""
    value = table.given.get(key)
    members = value if isinstance(value, list) else [] if value is None else [value]
    start = reader.lines.of_key(key)
    headed = bool(members) and all(isinstance(member, dict) for member in members) and reader.lines.is_headed(key)
    for number, member in enumerate(members):
        if isinstance(member, str):
            yield member
        elif isinstance(member, dict):
            line = 0 if headed else reader.lines.of_value(str(next(iter(member.values()), "")), start)
            yield _Table(member, key, number, line)
        else:
            reader.wrong(start, f"{key} must hold selectors and tables")


def _strips(reader: _Reader, table: _Table, key: str) -> Iterator[Strip]:
    for member in _tables(reader, table, key):
        one = _Table({"select": member}, "", 0, reader.lines.of_key(key)) if isinstance(member, str) else member
        _check_keys(reader, one, STRIP_KEYS if key == "strip" else KEEP_KEYS)
        reason, note = _string(reader, one, "reason"), _string(reader, one, "note") or ""
        if reason is not None and reason not in REMOVED_REASONS:
            message = f"unknown reason {reason}{did_you_mean(reason, REMOVED_REASONS)}"
            reader.wrong(_line(reader, one, "reason"), message)
        selectors = tuple(_selectors(reader, one, "select", key))
        patterns = _strings(reader, one, "text")
        if "select" not in one.given and "text" not in one.given:
            reader.wrong(_line(reader, one, "select"), f"{key} needs select or text")
        for selector in selectors or (None,):
            for pattern in patterns or (None,):
                mark = selector.mark if selector else _text_mark(reader, one, key, pattern or "")
                yield Strip(mark=mark, selector=selector, text=pattern, reason=reason, note=note)


def _text_mark(reader: _Reader, table: _Table, key: str, pattern: str) -> Mark:
    line = reader.lines.of_value(pattern, _line(reader, table, "text"))
    return Mark(file=reader.file, line=line, key=f"{key} text", written=pattern)


def _examples(reader: _Reader, table: _Table) -> Iterator[Example]:
    for member in _tables(reader, table, "example"):
        if isinstance(member, str):
            reader.wrong(reader.lines.of_key("example"), "an example is a table: [[example]]")
            continue
        _check_keys(reader, member, EXAMPLE_KEYS)
        string = _bound(reader, member, _string)
        strings = _bound(reader, member, _strings)
        if not (string("page") or string("url")):
            reader.wrong(_line(reader, member, "page"), "an example needs a page or a url")
        yield Example(
            line=_line(reader, member, "page" if "page" in member.given else "url"),
            url=string("url"),
            page=string("page"),
            captured=_day(reader, member, "captured"),
            contains=strings("contains"),
            lacks=strings("lacks"),
            title=string("title"),
            authors=strings("authors") if "authors" in member.given else None,
            published=string("published"),
        )


def _bound(reader: _Reader, table: _Table, read: Callable[[_Reader, _Table, str], Any]) -> Callable[[str], Any]:
    return lambda key: read(reader, table, key)
