"""Site memory in the archive: which pages of a site are looked at, their signatures, what a person decided. Learns nothing.

Theory of operation. Learning is pipelines.memory's and takes signatures; here they are kept, made from the raw bytes when
a site has pages to clean, and never thrown away. Before anything is cleaned the pages that a site's memory is learned
from are looked at, so the outcome is a function of the set of its captures:

- one capture stands for all of one address (or one file): the one with the lowest digest of its body;
- of more than SAMPLE pages a sample is taken, by a digest of the page's digest and of all digests of the site. Who
  writes pages cannot choose them so that his make up the sample, as he would with the lowest digests alone.

A page is looked at once in its life, whatever samples it is in later.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import NamedTuple

from archive.connection import sqlite3
from archive.sound import sound
from pipelines.memory import SCHEME, Decided, learn, line_hash
from pipelines.types import PageSignature, SiteProfile

__all__ = [
    "SAMPLE",
    "decide",
    "decided",
    "key_of",
    "profile_of",
    "sample",
    "save_signature",
    "signatures_of",
    "wanted",
    "withdraw",
]

SAMPLE = 500
"""Pages of a site that its memory is learned from. A fifth of the pages is 20 % ± 2 % of such a sample, so the shares that
pipelines.witnesses asks for are far away; learning takes a fraction of a second, and so much of the first cleaning
of a site goes into looking: 500 times some 15 ms."""

_LINE = struct.Struct("<qI")


class Witness(NamedTuple):
    """A capture that stands for its page in a site's memory."""

    capture: int
    digest: str


def sample(conn: sqlite3.Connection, site: str, fewest: int = 2) -> list[Witness]:
    """The captures a site's memory is learned from; none for a site of fewer pages: one page recurs nowhere."""
    rows = conn.execute(
        "select min(digest), id from captures where site = ? group by coalesce(url, source)", (site,)
    )  # with min() SQLite takes the other columns from the row that has it
    pages = {digest: Witness(capture, digest) for digest, capture in sorted(rows, reverse=True)}
    if len(pages) < fewest:
        return []
    if len(pages) <= SAMPLE:
        return [pages[digest] for digest in sorted(pages)]
    salt = hashlib.blake2b("".join(sorted(pages)).encode(), digest_size=16).digest()
    drawn = sorted(pages, key=lambda digest: hashlib.blake2b(digest.encode(), key=salt, digest_size=8).digest())
    return [pages[digest] for digest in drawn[:SAMPLE]]


def wanted(conn: sqlite3.Connection, fewest: int = 2) -> Iterator[tuple[str, int]]:
    """(site, capture) for each page without a signature that the memory of a site with pages to clean is learned from.

    Lazily, site by site: signatures may be saved in between. Of a site of which a part is here only, single pages count
    as well (`fewest` is 1).
    """
    sites = conn.execute(
        "select site from captures where site in (select site from captures where outcome is null) "
        "group by site having count(*) >= ? order by site",
        (fewest,),
    ).fetchall()
    for (site,) in sites:
        for looked in _without_signature(conn, site, fewest):
            yield site, looked.capture


def _without_signature(conn: sqlite3.Connection, site: str, fewest: int) -> list[Witness]:
    held = {
        row[0] for row in conn.execute("select digest from _signatures where site = ? and scheme = ?", (site, SCHEME))
    }
    return sorted(looked for looked in sample(conn, site, fewest) if looked.digest not in held)


def save_signature(conn: sqlite3.Connection, site: str, signature: PageSignature) -> None:
    """Keep what was made of a page, in place of what an older scheme made of it."""
    lines = b"".join(_LINE.pack(*line) for line in signature.lines)
    conn.execute(
        "insert into _signatures(site, digest, lines, scheme) values (?, ?, ?, ?) "
        "on conflict do update set lines = excluded.lines, scheme = excluded.scheme",
        (site, signature.digest, lines, SCHEME),
    )


def signatures_of(conn: sqlite3.Connection, site: str) -> Iterator[tuple[int, PageSignature]]:
    """Capture and signature of the pages a site's memory is learned from, those that have a line."""
    for capture, digest in sample(conn, site):
        row = conn.execute(
            "select lines from _signatures where site = ? and digest = ? and scheme = ?", (site, digest, SCHEME)
        ).fetchone()
        if row and row[0]:
            yield capture, PageSignature(digest=digest, lines=tuple(_LINE.iter_unpack(row[0])))


def profile_of(conn: sqlite3.Connection, site: str) -> SiteProfile | None:
    """What the archive knows of a site; None where that is nothing."""
    decisions = decided(conn, site)
    signatures = [signature for _capture, signature in signatures_of(conn, site)]
    return learn(site, signatures, decisions) if signatures or any(decisions) else None


def key_of(hashed: int) -> str:
    """A line's hash as it is written: 16 hexadecimal digits."""
    return f"{hashed & (2**64 - 1):016x}"


def _line_of(key: str) -> int:
    """The hash that was written so."""
    return struct.unpack(">q", bytes.fromhex(key))[0]  # type: ignore[no-any-return]


def decided(conn: sqlite3.Connection, site: str) -> Decided:
    """What a person decided for a site."""
    kinds: dict[str, set[int]] = {"approved": set(), "forgotten": set()}
    for line, decision in conn.execute("select line, decision from memory_decisions where site = ?", (site,)):
        kinds[decision].add(_line_of(line))
    return frozenset(kinds["approved"]), frozenset(kinds["forgotten"])


def decide(conn: sqlite3.Connection, site: str, text: str, decision: str, now: str) -> None:
    """Remember by content that a line is furniture of a site (`approved`) or never is (`forgotten`)."""
    conn.execute(
        "insert into memory_decisions(site, line, decision, decided_at, text) values (?, ?, ?, ?, ?) on conflict do "
        "update set decision = excluded.decision, decided_at = excluded.decided_at, text = excluded.text",
        (site, key_of(line_hash(text)), decision, now, sound(text)),
    )


def withdraw(conn: sqlite3.Connection, site: str, text: str) -> bool:
    """Forget the decision about a line; False where there was none."""
    gone = conn.execute("delete from memory_decisions where site = ? and line = ?", (site, key_of(line_hash(text))))
    return gone.rowcount > 0
