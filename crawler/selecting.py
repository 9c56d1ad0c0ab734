"""Which of the pages in a dump are taken, and what a dump holds. Reads and saves nothing itself.

A page is chosen by what its capture says before it is cleaned: address, time of fetching, status, media type, and by the
language of its text. A page that
does not say what is asked for is not taken: with `--since`, one of which nobody knows when it was fetched. What is no page
goes through as it is, so that damage is named whatever was chosen.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.identity import host_of
from crawler.spoken import speaks
from pipelines.types import Capture, Unreadable

__all__ = ["Contents", "Selection", "begin_of", "end_of"]

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def begin_of(text: str) -> datetime:
    """The first moment of a year, a month or a day; ValueError for anything else.

    >>> begin_of("2026-05").isoformat()
    '2026-05-01T00:00:00+00:00'
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)


def end_of(text: str) -> datetime:
    """The first moment after it.

    >>> end_of("2026-12").isoformat()
    '2027-01-01T00:00:00+00:00'
    """
    begin = begin_of(text)
    try:
        if len(text) == 4:
            return begin.replace(year=begin.year + 1)
        if len(text) == 7:
            return (begin + timedelta(days=31)).replace(day=1)
        return begin + timedelta(days=1)
    except OverflowError as error:  # nothing comes after the year 9999
        raise ValueError(text) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; nothing by default, which is everything."""

    hosts: frozenset[str] = frozenset()
    """Without `www.`; with all hosts below them."""
    patterns: tuple[str, ...] = ()
    """`*` for any signs in an address; one has to fit."""
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    statuses: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    """Media types, or what stands behind their stroke: `html`."""
    languages: frozenset[str] = frozenset()
    """Codes in lower case."""
    sample: int | None = None
    """One page in so many, drawn by its digest: the same in every run."""
    limit: int | None = None

    @property
    def digest(self) -> str:
        """The same for two that ask for the same."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        told = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in fields.items()}
        return "sha256:" + hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()

    def chosen(self, inputs: Iterable[Capture | Unreadable]) -> Iterator[Capture | Unreadable]:
        """The inputs without the pages that are not asked for; nothing is read any more behind the last."""
        taken = 0
        if self.limit == 0:
            return
        for one in inputs:
            if isinstance(one, Unreadable):
                yield one
            elif self.takes(one):
                yield one
                taken += 1
                if taken == self.limit:
                    return

    def takes(self, capture: Capture) -> bool:
        """Whether a page is asked for."""
        return (
            (not self.hosts or _is_among(host_of(capture.url), self.hosts))
            and (not self.patterns or any(_fits(pattern, capture.url) for pattern in self.patterns))
            and self._in_time(capture.fetched_at)
            and (not self.statuses or capture.status in self.statuses)
            and (not self.types or not self.types.isdisjoint(_types_of(capture)))
            and (not self.sample or _draw(capture) % self.sample == 0)
            and (not self.languages or speaks(capture, self.languages))
        )

    def _in_time(self, fetched: datetime | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if fetched is None:
            return False
        return (self.since is None or fetched >= self.since) and (self.until is None or fetched < self.until)


def _is_among(host: str | None, hosts: frozenset[str]) -> bool:
    """Whether a host is one of them, or below one."""
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False


def _fits(pattern: str, url: str | None) -> bool:
    """By parts in order, not by a regular expression: a pattern with many stars would take for ever."""
    if url is None:
        return False
    first, *middle = pattern.split("*")
    if not middle:
        return url == pattern
    *middle, last = middle
    if not url.startswith(first) or not url.endswith(last) or len(url) < len(first) + len(last):
        return False
    at, end = len(first), len(url) - len(last)
    for part in middle:
        at = url.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _types_of(capture: Capture) -> set[str]:
    media = (capture.content_type or "").partition(";")[0].strip().lower()
    return {media, media.rpartition("/")[2]}


def _draw(capture: Capture) -> int:
    """The digest of all that tells one page from another, not of the body alone: copies are drawn like others."""
    name = f"{capture.provenance.address} {capture.url}"
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "backslashreplace")).digest()[:8], "big")


@dataclass(slots=True)
class Contents:
    """What a dump holds, counted."""

    pages: int = 0
    bytes: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)

    MOST = 100_000
    """Hosts counted one by one; those that come later are counted together."""

    def add(self, one: Capture | Unreadable) -> None:
        """Count one input."""
        if isinstance(one, Unreadable):
            self.others[one.reason] += 1
            return
        self.pages += 1
        self.bytes += len(one.body)
        host = host_of(one.url) or "without an address"
        self.hosts[host if host in self.hosts or len(self.hosts) < self.MOST else "other hosts"] += 1
        self.years[str(one.fetched_at.year) if one.fetched_at else "without a time"] += 1
        self.types[(one.content_type or "unknown").partition(";")[0]] += 1
        self.statuses[str(one.status) if one.status else "without a status"] += 1

    def rows(self, most: int = 20) -> Iterator[tuple[str, str, int]]:
        """What is counted, what it is, how often; the most frequent of each."""
        yield "pages", "", self.pages
        yield "bytes", "", self.bytes
        counted = (("host", self.hosts), ("fetched", self.years), ("type", self.types))
        for name, counts in (*counted, ("status", self.statuses), ("no page", self.others)):
            for value, count in counts.most_common(most):
                yield name, value, count
