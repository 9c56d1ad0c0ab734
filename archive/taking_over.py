"""What one archive takes over from another beside its pages: signatures and decisions of site memory, crawls and what they know."""

from __future__ import annotations

from archive.connection import sqlite3
from pipelines.memory import SCHEME

__all__ = ["take_crawls", "take_memory"]


def take_memory(conn: sqlite3.Connection, shard: sqlite3.Connection) -> None:
    """Signatures of pages, and what people decided; of two decisions about a line the later one holds."""
    known = {
        site for (site,) in conn.execute("select id from sites")
    }  # a shard's pages whose raw file is gone stay out
    rows = [
        row
        for row in shard.execute("select site, digest, lines, scheme from _signatures where scheme = ?", (SCHEME,))
        if row[0] in known
    ]
    conn.executemany(
        "insert into _signatures(site, digest, lines, scheme) values (?, ?, ?, ?) on conflict do nothing", rows
    )
    decided = [
        row
        for row in shard.execute("select site, line, decision, decided_at, text from memory_decisions")
        if row[0] in known
    ]
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


def take_crawls(conn: sqlite3.Connection, shard: sqlite3.Connection) -> None:
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
