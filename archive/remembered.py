"""What site memory holds, for a person to look at: the lines that recur on a site, with their text and their use. Writes nothing.

Signatures hold digests only. The texts are found again in the ledgers of the site's articles, the removed ones first: what
was taken out as recurring is what a person wants to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.connection import sqlite3
from archive.memory import key_of, signatures_of
from pipelines.memory import learn, line_hash

__all__ = ["RememberedLine", "RememberedSite", "remembered_lines", "remembered_sites"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLine:
    """One line that recurs on a site, or about which a person decided."""

    line: str
    """Its digest, as `memory_decisions.line` has it."""
    text: str
    pages: int
    """Pages it stands on, near-duplicates counted once; 0 where it does not recur (any more)."""
    of: int
    """Pages that were looked at, counted in the same way."""
    since: str | None
    """When the first of them was captured."""
    used: int
    """Blocks taken out of articles for it."""
    decision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedSite:
    """One site, and how much is remembered of it."""

    site: str
    pages: int
    """Pages that were looked at."""
    used: int
    """Blocks taken out of its articles because they recur."""
    approved: int
    forgotten: int


def remembered_sites(conn: sqlite3.Connection) -> list[RememberedSite]:
    """Sites of which something is remembered."""
    rows = conn.execute(
        """
        with looked as (select site, count(*) as pages from _signatures where lines <> x'' group by site),
        used as (
            select c.site, sum(b.amount) as blocks from _blocks b
            join _decisions d on d.id = b.decision and d.reason = 'recurring'
            join articles a on a.id = b.article join captures c on c.id = a.capture group by c.site
        ),
        decided as (
            select site, sum(decision = 'approved') as approved, sum(decision = 'forgotten') as forgotten
            from memory_decisions group by site
        )
        select sites.id, coalesce(pages, 0), coalesce(blocks, 0), coalesce(approved, 0), coalesce(forgotten, 0)
        from sites left join looked on looked.site = sites.id left join used on used.site = sites.id
        left join decided on decided.site = sites.id
        where pages is not null or approved is not null order by sites.id
        """
    )
    names = ("site", "pages", "used", "approved", "forgotten")
    return [RememberedSite(**dict(zip(names, row, strict=True))) for row in rows]


def remembered_lines(conn: sqlite3.Connection, site: str) -> list[RememberedLine]:
    """The lines of a site, those that were used most first."""
    seen = list(signatures_of(conn, site))
    profile = learn(site, (signature for _capture, signature in seen))
    decisions = {
        line: (text, decision)
        for line, text, decision in conn.execute(
            "select line, text, decision from memory_decisions where site = ?", (site,)
        )
    }
    wanted = {key_of(hashed): count for hashed, count in profile.recurring.items()}
    since = _since(conn, [(capture, {key_of(line) for line, _words in signature.lines}) for capture, signature in seen])
    used = _used(conn, site)
    texts = _texts(conn, site, set(wanted) - set(decisions))
    lines = [
        RememberedLine(
            line=line, text=decisions[line][0] if line in decisions else texts.get(line, ""),
            pages=wanted.get(line, 0), of=profile.pages, since=since.get(line), used=used.get(line, 0),
            decision=decisions[line][1] if line in decisions else None,
        )
        for line in {**wanted, **decisions}
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (one.decision is None, -one.used, -one.pages, one.text, one.line))


def _since(conn: sqlite3.Connection, seen: list[tuple[int, set[str]]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for capture, lines in seen:
        row = conn.execute("select coalesce(fetched_at, saved_at) from captures where id = ?", (capture,)).fetchone()
        for line in lines:
            first[line] = min(first.get(line, row[0]), row[0])
    return first


def _used(conn: sqlite3.Connection, site: str) -> dict[str, int]:
    """How many blocks were taken out for each line."""
    counts: dict[str, int] = {}
    for text, blocks in conn.execute(
        "select r.text, count(*) from captures c join articles a on a.capture = c.id join removed r on r.article = a.id "
        "where c.site = ? and r.reason = 'recurring' group by r.text",
        (site,),
    ):
        line = key_of(line_hash(text))
        counts[line] = counts.get(line, 0) + blocks
    return counts


def _texts(conn: sqlite3.Connection, site: str, missing: set[str]) -> dict[str, str]:
    """The texts of these lines, as far as the ledgers of the site's articles have them."""
    found: dict[str, str] = {}
    for text in _ledger_texts(conn, site):
        if len(found) == len(missing):
            break
        line = key_of(line_hash(text))
        if line in missing:
            found.setdefault(line, text)
    return found


def _ledger_texts(conn: sqlite3.Connection, site: str) -> Iterator[str]:
    """Every distinct removed text of the site's articles, then their own paragraphs."""
    articles = "select a.id from captures c join articles a on a.capture = c.id where c.site = ?"
    for row in conn.execute(f"select distinct text from blocks where article in ({articles}) and not kept", (site,)):
        yield row[0]
    for row in conn.execute(f"select text from blocks where article in ({articles}) and kept", (site,)):
        yield row[0]
