"""Having pages cleaned again: which captures are to do once more, and what becomes of their articles. Cleans nothing.

Theory of operation. What an archive holds follows the order of captures, so pages are cleaned again in that order, from
the beginning: the captures of a site and all that share an article with one of them lose their outcome. Their articles
stay readable, with their numbers and permalinks, and are entered in `_to_remake`; the first capture that comes to have
an article's identity again takes the row over as if it were new (archive/outcomes.py). When nothing is left to do,
articles that nobody took over are gone: their pages are none any more. So a run that is killed in between has lost
nothing, and the next one, of whatever command, goes on. What cannot be read or cleaned this time keeps the article it had: pages
whose file is gone are not begun again, and those that fail keep their article. Another page of the same article that is cleaned before them
leaves their text among the versions, until they say themselves what they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from archive.connection import sqlite3
from pipelines.reasons import CLEANING_FAILED

__all__ = ["FAILED_CAPTURES", "Again", "begin_again", "keep_failed"]


_QUOTED = ", ".join(f"'{reason}'" for reason in sorted(CLEANING_FAILED))
FAILED_CAPTURES = f"select capture from rejections where reason in ({_QUOTED})"
"""Statement for the captures that could not be cleaned."""


class Again(NamedTuple):
    """What is to be cleaned again."""

    pages: int
    left: int
    """Pages that are left as they are, because their files are not there."""
    gone: tuple[str, ...]
    """The names of these files."""


def begin_again(conn: sqlite3.Connection, folder: Path, site: str | None = None, *, failed: bool = False) -> Again:
    """Take the outcome from the captures of a site, or from all. Inside a transaction of the caller's.

    Of those that could not be cleaned only, with `failed`: they are done as if they had come last. `folder` is the one of the WARC files.
    """
    conn.execute("create temp table if not exists again (id integer primary key)")
    conn.execute("delete from again")
    conn.execute(
        "insert into again select id from captures where outcome is not null and (?1 is null or site = ?1) "
        f"and (not ?2 or id in ({FAILED_CAPTURES}))",
        (site, failed),
    )
    _with_all_that_share_an_article(conn)
    gone = _files_gone(conn, folder)
    left = _leave(conn, gone)
    articles = "select article from captures where id in again and article is not null"
    conn.execute(
        f"insert into _to_remake select id, text_digest from articles where id in ({articles}) on conflict do nothing"
    )
    # Nothing is a copy of what may change, and what may change is no copy.
    conn.execute("update articles set text_digest = null, copy_of = null where id in (select article from _to_remake)")
    conn.execute("update captures set outcome = null, article = null, cleaned_by = null where id in again")
    return Again(int(conn.execute("select count(*) from again").fetchone()[0]), left, gone if left else ())


def _with_all_that_share_an_article(conn: sqlite3.Connection) -> None:
    """Copies and versions of one article may have come from several sites: a folder of saved pages, and the web."""
    while conn.execute(
        "insert into again select id from captures where article in "
        "(select article from captures where id in again and article is not null) and id not in again"
    ).rowcount:
        pass


def _files_gone(conn: sqlite3.Connection, folder: Path) -> tuple[str, ...]:
    """Files that the archive's pages are read from, and that are not there: a disk that is not mounted, a folder that was moved."""
    names = conn.execute("select name from _warcs where bytes > 0 union select name from _linked_warcs order by 1")
    return tuple(name for (name,) in names if not (folder / name).is_file())


def _leave(conn: sqlite3.Connection, gone: Collection[str]) -> int:
    """Take those that cannot be read, and what they share an article with, from what is to be done: how many."""
    before = conn.execute("select count(*) from again").fetchone()[0]
    conn.execute(
        "delete from again where id in (select c.id from captures c join captures holder "
        "on holder.id = coalesce(c.refers_to, c.id) where holder.warc in (select value from json_each(?)))",
        (json.dumps(gone),),
    )
    while conn.execute(
        "delete from again where id in (select c.id from captures c where c.article in (select article from captures "
        "where article is not null and outcome is not null and id not in again))"
    ).rowcount:
        pass
    return int(before - conn.execute("select count(*) from again").fetchone()[0])


def keep_failed(conn: sqlite3.Connection, capture: int) -> str | None:
    """The article of a page that could not be cleaned again stays as it is, and its own: its digest. No text is given up for a failure."""
    kept = conn.execute(
        "select t.article, t.text_digest from _to_remake t join articles a on a.id = t.article where a.capture = ?",
        (capture,),
    ).fetchone()
    if kept is None:
        return None
    article, digest = kept
    conn.execute("update articles set text_digest = ? where id = ?", (digest, article))
    conn.execute("update captures set article = ? where id = ?", (article, capture))
    conn.execute("update rejections set detail = detail || ? where capture = ?", (_KEPT, capture))
    conn.execute("delete from _to_remake where article = ?", (article,))
    return str(digest)


_KEPT = "; the article made from it before is kept"
