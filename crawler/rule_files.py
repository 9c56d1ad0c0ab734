"""Rule files from a file or a folder, in either format; what cannot be used is named and costs only itself.

`*.toml` are rules in our own format, `*.txt` site configs of Full-Text RSS if their name is a host's; everything else in a folder is
passed over. What the files mean is pipelines.site_rules.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.site_rules.ftr import GLOBAL, host_of_file, read_ftr
from pipelines.site_rules.toml_rules import read_toml
from pipelines.site_rules.values import Problem, SiteRule, SiteRules, Unread

__all__ = ["LARGEST", "RuleFiles", "read_rules"]

LARGEST = 1024 * 1024
"""Bytes of a rule file. Those people write have some hundred lines; more is a mistake, or an attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFiles:
    """What was found in a folder of rules."""

    files: int
    rules: tuple[SiteRule, ...]
    """Those in our own format."""
    unread: tuple[Unread, ...]
    """Site configs, whose names say when they are needed."""
    problems: tuple[Problem, ...]

    @property
    def book(self) -> SiteRules:
        """The rules as they travel to the workers."""
        return SiteRules.of(self.rules, self.unread)

    def all_read(self) -> tuple[tuple[SiteRule, ...], tuple[Problem, ...]]:
        """Every rule, and everything that is wrong with any."""
        rules, problems = list(self.rules), list(self.problems)
        for one in self.unread:
            rule, wrong = read_ftr(one.file, one.text)
            rules += [rule] if rule else []
            problems += wrong
        return tuple(rules), (*problems, *_doubled(rules))


def read_rules(path: Path) -> RuleFiles:
    """All rules of a file or a folder, in the order of their names."""
    rules: list[SiteRule] = []
    unread: list[Unread] = []
    problems: list[Problem] = []
    found = sorted(_files(path)) if path.is_dir() else [(path.name, path)]
    for name, file in found:
        content = _content(name, file)
        if isinstance(content, Problem):
            problems.append(content)
        elif name.endswith(".toml"):
            rule, wrong = _read_toml(name, content)
            problems += wrong
            rules += [rule] if rule else []
        elif not name.endswith(".txt") or host_of_file(name) is None:
            message = "the name of the file is no host's (example.com.toml, example.com.txt, .example.com.txt)"
            problems.append(Problem(file=name, line=0, message=message))
        else:
            unread.append(Unread(file=name, text=content.decode("utf-8", "surrogateescape")))
    return RuleFiles(files=len(found), rules=tuple(rules), unread=tuple(unread), problems=tuple(problems))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Rule files below a folder; their names may begin with a dot (`.example.com.txt`), folders' may not (`.git`)."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(".toml") or (name.endswith(".txt") and host_of_file(name) is not None):
                file = Path(place, name)
                yield file.relative_to(folder).as_posix(), file


def _content(name: str, file: Path) -> bytes | Problem:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return Problem(file=name, line=0, message="not a file")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        return Problem(file=name, line=0, message=(error.strerror or str(error)).lower())
    if len(content) > LARGEST:
        return Problem(file=name, line=0, message=f"larger than {LARGEST:,} bytes; it is not used")
    return content


def _read_toml(name: str, content: bytes) -> tuple[SiteRule | None, tuple[Problem, ...]]:
    try:
        return read_toml(name, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, (Problem(file=name, line=line, message="not in UTF-8; the file is not used"),)


def _doubled(rules: list[SiteRule]) -> Iterator[Problem]:
    """Rules for one host in several files, for all paths and times: the first is used."""
    first: dict[tuple[bool, str], str] = {}
    for rule in rules:
        for host in rule.hosts if not rule.is_bounded else ():
            other = first.setdefault((rule.own, host), rule.file)
            if other != rule.file and host != GLOBAL:
                message = f"{other} is for {host} as well and comes first; this file is not used"
                yield Problem(file=rule.file, line=0, message=message, fatal=False)
