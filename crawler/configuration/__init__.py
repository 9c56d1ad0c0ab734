"""copydesk.toml: sites, what they have in common, who crawls them, who is told of trouble. Fetches nothing.

    [identity]                 who crawls
    [defaults]                 for every site; [defaults.politeness], [defaults.limits]
    [sites.NAME]               one site; [sites.NAME.politeness], ...
    [alerts]                   whom to tell of trouble

Every value knows where it comes from. All mistakes of a file are told at once, each with its line and the nearest valid
name, and a file with a mistake is not used: half a configuration would crawl what nobody asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import click

from crawler.configuration.keys import KEYS, TABLES, Key
from crawler.exits import BROKEN
from crawler.sites import Archived, Identity, Limits, Politeness, SiteConfig
from pipelines.site_rules.nearest import did_you_mean
from pipelines.site_rules.toml_lines import Lines

__all__ = [
    "FILE",
    "Alerts",
    "Configuration",
    "ConfigurationError",
    "Mistake",
    "Value",
    "find_file",
    "read_configuration",
]

FILE = "copydesk.toml"
LARGEST = 4 << 20
_NAME = re.compile(r"[\w.-]+")
_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and on which line; 0 is the file as a whole."""

    line: int
    message: str

    def told(self, path: Path) -> str:
        """With file and line, as compilers do."""
        return f"{path}:{self.line}: {self.message}" if self.line else f"{path}: {self.message}"


class ConfigurationError(click.ClickException):
    """A configuration that cannot be used; names the file and everything that is wrong in it."""

    exit_code = BROKEN

    def __init__(self, path: Path, mistakes: tuple[Mistake, ...]) -> None:
        self.path, self.mistakes = path, mistakes
        super().__init__("\n".join(one.told(path) for one in sorted(mistakes, key=lambda one: one.line)))

    def show(self, file: IO[Any] | None = None) -> None:
        """Each mistake on a line of its own."""
        click.echo(f"copydesk: {self.message}", file=file, err=file is None)


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and where it comes from."""

    value: Any
    origin: str
    """`default`, or `copydesk.toml:12`."""
    told: str
    """As it would be written in the file; values of headers, which are secrets, are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Whom to tell of trouble, and what counts as such."""

    command: str = ""
    webhook: str = ""
    quiet: float = 4.0
    failures: int = 3
    decay: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a file says."""

    path: Path | None = None
    identity: Identity = field(default_factory=Identity)
    defaults: SiteConfig = field(default_factory=lambda: SiteConfig(name="", start=()))
    sites: tuple[SiteConfig, ...] = ()
    alerts: Alerts = field(default_factory=Alerts)
    values: Mapping[str, Value] = field(default_factory=dict)
    """`sites.NAME.limits.pages` -> value and origin, of every key of every table."""


def find_file(given: Path | None, archive: Path) -> Path | None:
    """The configuration to use: the one that was named, or `copydesk.toml` beside the archive, or where one is."""
    if given is not None:
        return given
    return next((path for path in (archive.parent / FILE, Path(FILE)) if path.is_file()), None)


def read_configuration(path: Path) -> Configuration:
    """What a file says; ConfigurationError with all that is wrong in it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise ConfigurationError(path, (Mistake(0, "no such file; `copydesk init` writes one"),)) from error
    except OSError as error:
        raise ConfigurationError(path, (Mistake(0, (error.strerror or "cannot be read").lower()),)) from error
    if len(content) > LARGEST:
        raise ConfigurationError(path, (Mistake(0, f"larger than {LARGEST:,} bytes"),))
    try:
        text = content.decode("utf-8-sig")
        given = tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, (Mistake(0, "not UTF-8"),)) from error
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python reads
        message = str(error) or "nested too deeply"
        at = _LINE.search(message)
        wrong = Mistake(int(at[1]) if at else 0, f"not TOML: {_LINE.sub('', message)}")
        raise ConfigurationError(path, (wrong,)) from error
    return _Reader(path, text, given).configuration()


class _Reader:
    """One file while it is read."""

    def __init__(self, path: Path, text: str, given: dict[str, Any]) -> None:
        self._path, self._given, self._lines = path, given, Lines(text)
        self._mistakes: list[Mistake] = []
        self._values: dict[str, Value] = {}

    def configuration(self) -> Configuration:
        tables = (*TABLES, "defaults", "sites")
        for name in self._given:
            if name not in tables:
                self._wrong("", name, f"unknown table or key {name}{did_you_mean(name, tables)}")
        identity = Identity(**self._simple("identity"))
        defaults = dict(self._site("defaults", self._table(self._given, "defaults", ""), {}))
        sites = tuple(self._sites(defaults, identity))
        alerts = Alerts(**self._simple("alerts"))
        if self._mistakes:
            raise ConfigurationError(self._path, tuple(self._mistakes))
        return Configuration(
            path=self._path,
            identity=identity,
            defaults=_made("", defaults, identity, self._path),
            sites=sites,
            alerts=alerts,
            values=self._values,
        )

    def _wrong(self, table: str, key: str, message: str) -> None:
        self._mistakes.append(Mistake(self._line(table, key), message))

    def _line(self, table: str, key: str) -> int:
        """A key may stand under its table's header, or in a table inside another: `limits = {pages = 5}`, `limits.pages = 5`."""
        while True:
            line = self._lines.of_key(key, table)
            if not table:
                return line if line > 1 else self._lines.of_key("", key)
            if line > 1:
                return line
            table, _, key = table.rpartition(".")

    def _table(self, given: dict[str, Any], name: str, inside: str) -> dict[str, Any]:
        found = given.get(name, {})
        if isinstance(found, dict):
            return found
        self._wrong(inside, name, f"{name} is a table: [{f'{inside}.' if inside else ''}{name}]")
        return {}

    def _simple(self, name: str) -> dict[str, Any]:
        given = self._table(self._given, name, "")
        self._known(given, name, TABLES[name])
        return {key.name: self._value(given, key, name, {}).value for key in TABLES[name].values()}

    def _known(self, given: dict[str, Any], table: str, keys: Mapping[str, Any]) -> None:
        for name in given:
            if name not in keys:
                self._wrong(table, name, f"unknown key {name} in [{table}]{did_you_mean(name, keys)}")

    def _value(self, given: dict[str, Any], key: Key, table: str, inherited: Mapping[str, Value]) -> Value:
        """What a key is, and where from; noted under its whole path."""
        path = f"{table}.{key.name}"
        found = inherited.get(key.path, Value(key.default, "default", key.told(key.default)))
        if key.name in given:
            line = self._line(table, key.name)
            try:
                value = key.read(given[key.name])
                found = Value(value, f"{self._path.name}:{line}", key.told(value))
            except ValueError as error:
                self._mistakes.append(Mistake(line, f"{key.name} has to be {error}"))
        self._values[path] = found
        return found

    def _site(self, table: str, given: dict[str, Any], inherited: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """(path, value) of every key of a site."""
        own = [path for path in KEYS if "." not in path]
        groups = sorted({key.table for key in KEYS.values() if key.table})
        self._known(given, table, dict.fromkeys([*own, *groups]))
        for path in own:
            yield path, self._value(given, KEYS[path], table, inherited)
        for group in groups:
            inner = self._table(given, group, table)
            names = {key.name: key for key in KEYS.values() if key.table == group}
            self._known(inner, f"{table}.{group}", names)
            for key in names.values():
                yield key.path, self._value(inner, key, f"{table}.{group}", inherited)

    def _sites(self, defaults: Mapping[str, Value], identity: Identity) -> Iterator[SiteConfig]:
        for name, given in self._table(self._given, "sites", "").items():
            table = f"sites.{name}"
            if not _NAME.fullmatch(name):
                self._wrong("sites", name, f"{name!r} is no name for a site: letters, digits, points, hyphens")
                continue
            if not isinstance(given, dict):
                self._wrong("sites", name, f"{name} is a table: [{table}]")
                continue
            values = dict(self._site(table, given, defaults))
            if not values["start"].value and "start" not in given:
                self._mistakes.append(
                    Mistake(self._lines.of_key("", table), f'[{table}] has no start: start = ["https://..."]')
                )
            yield _made(name, values, identity, self._path)


def _made(name: str, values: Mapping[str, Value], identity: Identity, path: Path) -> SiteConfig:
    def group(table: str) -> dict[str, Any]:
        return {key.name: values[key.path].value for key in KEYS.values() if key.table == table}

    own = {path: values[path].value for path in KEYS if "." not in path}
    limits, archived = group("limits"), group("archived")
    limits["seconds"], limits["body_bytes"] = limits.pop("time"), limits.pop("body")
    every: timedelta = own.pop("every")
    rules = own.pop("rules")
    return SiteConfig(
        name=name,
        every=every,
        rules=str(path.parent / rules) if rules else None,
        politeness=Politeness(**group("politeness")),
        limits=Limits(**limits),
        archived=Archived(**archived) if archived["server"] else None,
        identity=identity,
        **own,
    )
