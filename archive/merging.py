"""Takes other archives into one: every page with its raw bytes, what was made of it, what is known of its site and its crawls.

Theory of operation. An archive is a function of its captures: so the captures are taken over first, all of them, raw and
checked against their digests, in the order of the shards. What a shard's cleaning made of a page is taken over where cleaning
it here would make the same: where no other archive of the merge has pages of that site, so that site memory is what it was, and
where the page is what its article was made from. The rest is left without an outcome, and is cleaned like any page that has
just come in; what it is compared with for that, the shards have seen: signatures are taken over as well. Outcomes, those
taken over and those made anew, are saved in the order of the captures, so numbers, originals and copies are those of one run
over all. Merging twice changes nothing, since every capture is known by where and when it came from, and a crawl by its run.

A shard may be a part of a dump that was read in parts (`Shard.again`). What a part says of a whole file is added up, and a
`revisit` record whose page is in an earlier part is read again, at its place, when that page is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.archive import Archive, Run
from archive.batches import batched
from archive.connection import sqlite3, transaction
from archive.errors import RawDamaged
from archive.opening import open_archive
from archive.reading import article_of, read
from archive.taking_over import take_crawls, take_memory
from pipelines.types import Article, Capture, Outcome, Provenance, Rejection, Unreadable
from pipelines.web_archive.others import counted_others, told_others

__all__ = ["Merged", "Shard", "known_outcomes", "merge"]

Again = Callable[[Sequence[str]], Iterator[Capture]]
"""Reads the records once more that have these sources; in their order, those that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """An archive to be taken over; open only while it is read, as there may be thousands."""

    path: Path
    again: Again | None = None
    """For a part of a dump only."""


@dataclass(slots=True, kw_only=True)
class Merged:
    """What came of merging."""

    pages: int = 0
    """New to this archive."""
    held: int = 0
    damaged: int = 0
    """Pages whose raw bytes could not be read in their shard: recorded as failed."""
    taken: int = 0
    """Pages whose outcome is known: `known_outcomes` gives it. What else has none in the archive is to be cleaned."""
    failed: int = 0
    """Those of them whose cleaning had failed."""


@dataclass(slots=True)
class _Surveyed:
    """What has to be known of all shards before the first is taken over."""

    sites: Counter[str] = field(default_factory=Counter)
    """In how many archives a site has pages."""
    others: dict[str, Counter[str]] = field(default_factory=dict)
    """What the parts of a file hold beside pages."""


def merge(target: Archive, shards: Sequence[Shard], run: Run) -> Iterator[Merged]:
    """Take the shards over, one after the other; yields how far it is. Pages whose outcome is known are set aside."""
    merged = Merged()
    seen = _survey(target, shards, run)
    target.conn.execute("create temp table taken (capture integer primary key, shard integer, number integer)")
    for place, shard in enumerate(shards):
        with open_archive(shard.path, read_only=True) as opened:
            for batch in batched(_captures(opened, shard, seen, merged)):
                saved = target.save_captures(batch, run)
                merged.pages += saved.new
                merged.held += saved.already_held + saved.left_over + len(saved.known)
                yield merged
            with transaction(target.conn, target.path):
                take_memory(target.conn, opened.conn)
                take_crawls(target.conn, opened.conn)
            merged.failed += _enter_known(target.conn, opened, place, seen)
    merged.taken = target.set_aside(row[0] for row in target.conn.execute("select capture from taken").fetchall())
    yield merged


def known_outcomes(target: Archive, shards: Sequence[Shard]) -> Iterator[tuple[int, Outcome]]:
    """(capture, outcome) of the pages that `merge` has set aside, in the order of captures."""
    rows = target.conn.execute("select shard, capture, number from taken order by capture").fetchall()
    for place, entries in groupby(rows, key=lambda row: int(row[0])):
        with open_archive(shards[place].path, read_only=True) as opened:
            for _place, capture, number in entries:
                yield capture, _outcome(opened.conn, number)


def _survey(target: Archive, shards: Sequence[Shard], run: Run) -> _Surveyed:
    """Pages that wait here since the same command was stopped are the shards' own."""
    waiting = "outcome is null and run in (select id from runs where command = ?)"
    rows = target.conn.execute(f"select distinct site from captures where not ({waiting})", (run.command,))
    seen = _Surveyed(sites=Counter(row[0] for row in rows))
    for shard in shards:
        with open_archive(shard.path, read_only=True) as opened:
            seen.sites.update(row[0] for row in opened.conn.execute("select distinct site from captures"))
            if shard.again:
                for one in _refused(opened.conn):
                    if (counts := counted_others(one.detail)) is not None:
                        seen.others.setdefault(one.provenance.source, Counter()).update(counts)
    return seen


# Pages


def _captures(opened: Archive, shard: Shard, seen: _Surveyed, merged: Merged) -> Iterator[Capture | Unreadable]:
    """The pages of a shard in their order, then the inputs that were none."""
    refused = list(_refused(opened.conn))
    resolved = _Revisits(shard.again, [one for one in refused if one.reason == "unresolved-revisit"])
    rows = opened.conn.execute("select id, source, source_offset from captures order by id").fetchall()
    for number, source, offset in rows:
        yield from resolved.before(source.removesuffix(f"#{offset}"), offset)
        try:
            yield opened.capture(number)
        except RawDamaged as error:
            merged.damaged += 1
            detail = f"{shard.path.name}: {error.path.name}: {error.message}"
            yield Unreadable(provenance=Provenance(source=source), reason="bad-record", detail=detail)
    yield from resolved.rest()
    for one in refused:
        whole = seen.others.get(one.provenance.source) if shard.again and counted_others(one.detail) else None
        if one.provenance.source not in resolved.read:
            yield replace(one, detail=told_others(whole)) if whole else one


def _refused(conn: sqlite3.Connection) -> Iterator[Unreadable]:
    """Inputs that were no pages."""
    statement = "select source, reason, detail from rejections where capture is null order by id"
    for source, reason, detail in conn.execute(statement).fetchall():
        yield Unreadable(provenance=Provenance(source=source), reason=reason, detail=detail)


class _Revisits:
    """Records that refer to a page which was not in their part, read again in their places among the part's pages."""

    def __init__(self, again: Again | None, unresolved: Iterable[Unreadable]) -> None:
        self._again = again
        self._by_file: dict[str, list[int]] = {}
        self.read: set[str] = set()
        """Sources of those that were read: what the merged archive makes of them is what holds."""
        for one in unresolved:
            source, _, offset = one.provenance.source.rpartition("#")
            if again and source and offset.isdigit():
                self._by_file.setdefault(source, []).append(int(offset))
        for offsets in self._by_file.values():
            offsets.sort(reverse=True)

    def before(self, file: str, offset: int | None) -> Iterator[Capture]:
        """Those of a file that come before a place in it."""
        due: list[int] = []
        waiting = self._by_file.get(file, [])
        while waiting and offset is not None and waiting[-1] < offset:
            due.append(waiting.pop())
        yield from self._read([f"{file}#{place}" for place in due])

    def rest(self) -> Iterator[Capture]:
        """Those behind the last page of their file."""
        for file, waiting in self._by_file.items():
            yield from self._read([f"{file}#{place}" for place in reversed(waiting)])
            waiting.clear()

    def _read(self, sources: list[str]) -> Iterator[Capture]:
        if sources and self._again:
            for capture in self._again(sources):
                self.read.add(capture.provenance.address)
                yield capture


# What was made of them


def _enter_known(target: sqlite3.Connection, shard: Archive, place: int, seen: _Surveyed) -> int:
    """Pages whose outcome would be the same here; how many of them failed."""
    failed = 0
    rows = shard.conn.execute(
        "select c.id, c.url, c.fetched_at, c.source, c.digest, c.site, c.outcome, a.capture "
        "from captures c left join articles a on a.id = c.article where c.outcome is not null order by c.id"
    )
    for number, url, fetched_at, source, digest, site, became, made_from in rows.fetchall():
        if seen.sites[site] > 1 or (became not in {"not-article", "failed"} and made_from != number):
            continue
        here = _here(target, (url, fetched_at, source, digest))
        if here is not None:
            new = target.execute("insert into taken values (?, ?, ?) on conflict do nothing", (here, place, number))
            failed += new.rowcount > 0 and became == "failed"
    return failed


def _here(conn: sqlite3.Connection, key: tuple[Any, ...]) -> int | None:
    """The capture without an outcome that is the shard's."""
    row = conn.execute(
        "select id from captures where url is ? and fetched_at is ? and source = ? and digest = ? and outcome is null",
        key,
    ).fetchone()
    return None if row is None else int(row[0])


def _outcome(conn: sqlite3.Connection, capture: int) -> Article | Rejection:
    article, cleaned_by = conn.execute("select article, cleaned_by from captures where id = ?", (capture,)).fetchone()
    row = conn.execute("select reason, detail from rejections where capture = ?", (capture,)).fetchone()
    if row:
        return Rejection(reason=row[0], detail=row[1], cleaned_by=cleaned_by or "")
    return article_of(read(conn, article))
