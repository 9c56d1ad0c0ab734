"""Takes other archives into one: every page with its raw bytes, what was made of it, what is known of its site and its crawls.

Theory of operation. An archive is a function of its captures: so the captures are taken over first, all of them, raw and
checked against their digests, in the order of the shards. What a shard's cleaning made of a page is taken over where cleaning
it here would make the same: where no other archive of the merge has pages of that site, so that site memory is what it was, and
where the page is what its article was made from. The rest is left without an outcome, and is cleaned like any page that has
just come in; near-duplicates are found by their digests as they are saved. Merging twice changes nothing, since every capture is
known by where and when it came from, and a crawl by its run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.archive import Archive, Run
from archive.batches import batched
from archive.connection import sqlite3, transaction
from archive.errors import RawDamaged
from archive.reading import article_of, read
from pipelines.memory import SCHEME
from pipelines.types import Article, Capture, Provenance, Rejection, Unreadable

__all__ = ["Merged", "merge"]

OUTCOMES_A_BATCH = 200


@dataclass(slots=True, kw_only=True)
class Merged:
    """What came of merging."""

    pages: int = 0
    """New to this archive."""
    held: int = 0
    taken: int = 0
    """Outcomes taken over; what is still to be cleaned is to be counted in the archive."""
    damaged: int = 0
    """Pages whose raw bytes could not be read in their shard: recorded as failed."""


def merge(target: Archive, shards: Sequence[Archive], run: Run) -> Iterator[Merged]:
    """Take the shards over, one after the other; yields how far it is. What has no outcome afterwards is to be cleaned."""
    merged = Merged()
    shared = _shared([target, *shards])
    for shard in shards:
        for batch in batched(_captures(shard)):
            saved = target.save_captures(batch, run)
            merged.pages += saved.new
            merged.held += saved.already_held + saved.left_over + len(saved.known)
            merged.damaged += sum(isinstance(one, Unreadable) and one.reason == "bad-record" for one in batch)
            yield merged
        with transaction(target.conn, target.path):
            _take_memory(target.conn, shard.conn)
            _take_crawls(target.conn, shard.conn)
    for shard in shards:
        outcomes: list[tuple[int, Article | Rejection]] = []
        for one in _outcomes(target.conn, shard, shared):
            outcomes.append(one)
            if len(outcomes) >= OUTCOMES_A_BATCH:
                merged.taken += target.save_outcomes(outcomes, run).total()
                outcomes = []
                yield merged
        merged.taken += target.save_outcomes(outcomes, run).total()
        yield merged


def _shared(archives: Sequence[Archive]) -> frozenset[str]:
    """Sites of which more than one of the archives has pages."""
    counts = Counter(
        row[0] for archive in archives for row in archive.conn.execute("select distinct site from captures")
    )
    return frozenset(site for site, count in counts.items() if count > 1)


def _captures(shard: Archive) -> Iterator[Capture | Unreadable]:
    """The pages of a shard in their order, then the inputs that were none."""
    for (number,) in shard.conn.execute("select id from captures order by id").fetchall():
        try:
            yield shard.capture(number)
        except RawDamaged as error:
            source = shard.conn.execute("select source from captures where id = ?", (number,)).fetchone()[0]
            detail = f"{shard.path.name}: {error.path.name}: {error.message}"
            yield Unreadable(provenance=Provenance(source=source), reason="bad-record", detail=detail)
    for source, reason, detail in shard.conn.execute(
        "select source, reason, detail from rejections where capture is null order by id"
    ):
        yield Unreadable(provenance=Provenance(source=source), reason=reason, detail=detail)


# What was made of pages


def _outcomes(
    target: sqlite3.Connection, shard: Archive, shared: frozenset[str]
) -> Iterator[tuple[int, Article | Rejection]]:
    """(capture here, outcome) of the pages whose outcome would be the same here."""
    rows = shard.conn.execute(
        "select c.id, c.url, c.fetched_at, c.source, c.digest, c.site, c.outcome, c.article, c.cleaned_by, a.capture "
        "from captures c left join articles a on a.id = c.article where c.outcome is not null order by c.id"
    )
    for number, url, fetched_at, source, digest, site, became, article, cleaned_by, made_from in rows.fetchall():
        if site in shared:
            continue
        here = _here(target, (url, fetched_at, source, digest))
        outcome: Article | Rejection | None = None
        if became in {"not-article", "failed"}:
            outcome = _rejection(shard.conn, number, cleaned_by)
        elif made_from == number:
            outcome = article_of(read(shard.conn, article))
        if here is not None and outcome is not None:
            yield here, outcome


def _here(conn: sqlite3.Connection, key: tuple[Any, ...]) -> int | None:
    """The capture without an outcome that is the shard's."""
    row = conn.execute(
        "select id from captures where url is ? and fetched_at is ? and source = ? and digest = ? and outcome is null",
        key,
    ).fetchone()
    return None if row is None else int(row[0])


def _rejection(conn: sqlite3.Connection, capture: int, cleaned_by: str | None) -> Rejection | None:
    row = conn.execute("select reason, detail from rejections where capture = ?", (capture,)).fetchone()
    return Rejection(reason=row[0], detail=row[1], cleaned_by=cleaned_by or "") if row else None


# What is known of sites


def _take_memory(conn: sqlite3.Connection, shard: sqlite3.Connection) -> None:
    """Signatures of pages, and what people decided; of two decisions about a line the later one holds."""
    rows = shard.execute("select site, digest, lines, scheme from _signatures where scheme = ?", (SCHEME,))
    conn.executemany(
        "insert into _signatures(site, digest, lines, scheme) values (?, ?, ?, ?) on conflict do nothing", rows
    )
    decided = shard.execute("select site, line, decision, decided_at, text from memory_decisions")
    conn.executemany(
        "insert into memory_decisions(site, line, decision, decided_at, text) values (?, ?, ?, ?, ?) on conflict do update set "
        "decision = excluded.decision, decided_at = excluded.decided_at, text = excluded.text "
        "where excluded.decided_at > memory_decisions.decided_at",
        decided,
    )


_FRONTIER = (
    "site, identity, url, kind, state, priority, depth, redirects, due, pause, etag, last_modified, digest, failures, fetched, "
    "last_fetched, shape, found_at, found_on, stated"
)


def _take_crawls(conn: sqlite3.Connection, shard: sqlite3.Connection) -> None:
    """Runs that crawled, with their fetches; of an address that both know the state after the later fetch holds."""
    for old, command, started, finished, status in shard.execute(
        "select id, command, started, finished, status from runs where id in (select run from crawls) order by id"
    ).fetchall():
        key = (command, started, finished)
        if _is_known(conn, shard, old):
            continue
        made = conn.execute(
            "insert into runs(command, started, finished, status) values (?, ?, ?, ?)", (*key, status)
        ).lastrowid
        _copy(conn, shard, "crawls", old, made)
        _copy(conn, shard, "fetches", old, made)
    marks = ", ".join("?" for _ in _FRONTIER.split(","))
    changed = ", ".join(
        f"{name} = excluded.{name}" for name in _FRONTIER.split(", ") if name not in {"site", "identity"}
    )
    conn.executemany(
        f"insert into _frontier({_FRONTIER}) values ({marks}) on conflict (site, identity) do update set {changed} "
        "where coalesce(excluded.last_fetched, '') > coalesce(_frontier.last_fetched, '')",
        shard.execute(f"select {_FRONTIER} from _frontier"),
    )
    conn.execute(
        "update _frontier set capture = (select max(c.id) from captures c where c.url = _frontier.url) where capture is null"
    )


def _is_known(conn: sqlite3.Connection, shard: sqlite3.Connection, run: int) -> bool:
    """Whether the crawls of a shard's run are here: by site and times, as two machines may start the same command at once."""
    crawls = shard.execute("select site, started, finished from crawls where run = ?", (run,)).fetchall()
    known = "select 1 from crawls where site = ? and started = ? and finished is ?"
    return all(conn.execute(known, crawl).fetchone() for crawl in crawls)


def _copy(conn: sqlite3.Connection, shard: sqlite3.Connection, table: str, old: int, new: int | None) -> None:
    """The rows of one run, under its new number; a fetch finds its capture again by address and time."""
    names = [row[1] for row in shard.execute(f"pragma table_info({table})") if row[1] not in {"id", "run", "capture"}]
    columns = ", ".join(names)
    marks = ", ".join("?" for _ in names)
    rows = shard.execute(f"select {columns} from {table} where run = ?", (old,))
    conn.executemany(f"insert into {table}(run, {columns}) values ({new}, {marks})", rows)
    if table == "fetches":
        conn.execute(
            "update fetches set capture = (select c.id from captures c where c.url = fetches.url and "
            "c.fetched_at = fetches.fetched_at) where run = ? and outcome in ('new', 'changed', 'unchanged')",
            (new,),
        )
