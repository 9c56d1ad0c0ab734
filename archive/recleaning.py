"""Having pages cleaned again: which captures are to do once more, and what becomes of their articles. Cleans nothing.

Theory of operation. What an archive holds follows the order of captures, so pages are cleaned again in that order, from
the beginning: the captures of a site and all that share an article with one of them lose their outcome. Their articles
stay readable, with their numbers and permalinks, and are entered in `_to_remake`; the first capture that comes to have
an article's identity again takes the row over as if it were new (archive/outcomes.py). When nothing is left to do,
articles that nobody took over are gone: their pages are none any more. So a run that is killed in between has lost
nothing, and the next one, of whatever command, goes on.
"""

from __future__ import annotations

from archive.connection import sqlite3
from pipelines.reasons import CLEANING_FAILED

__all__ = ["begin_again"]


_QUOTED = ", ".join(f"'{reason}'" for reason in sorted(CLEANING_FAILED))
_FAILED = f"select capture from rejections where reason in ({_QUOTED})"


def begin_again(conn: sqlite3.Connection, site: str | None = None, *, failed: bool = False) -> int:
    """Take the outcome from the captures of a site, or from all: how many. Inside a transaction of the caller's.

    Of those that could not be cleaned only, with `failed`: they are done as if they had come last.
    """
    conn.execute("create temp table if not exists again (id integer primary key)")
    conn.execute("delete from again")
    conn.execute(
        "insert into again select id from captures where outcome is not null and (?1 is null or site = ?1) "
        f"and (not ?2 or id in ({_FAILED}))",
        (site, failed),
    )
    _with_all_that_share_an_article(conn)
    articles = "select article from captures where id in again and article is not null"
    conn.execute(
        f"insert into _to_remake select id, text_digest from articles where id in ({articles}) on conflict do nothing"
    )
    # Nothing is a copy of what may change, and what may change is no copy.
    conn.execute("update articles set text_digest = null, copy_of = null where id in (select article from _to_remake)")
    conn.execute("update captures set outcome = null, article = null, cleaned_by = null where id in again")
    return int(conn.execute("select count(*) from again").fetchone()[0])


def _with_all_that_share_an_article(conn: sqlite3.Connection) -> None:
    """Copies and versions of one article may have come from several sites: a folder of saved pages, and the web."""
    while conn.execute(
        "insert into again select id from captures where article in "
        "(select article from captures where id in again and article is not null) and id not in again"
    ).rowcount:
        pass
