"""Deciding what an outcome is to the archive: a new article, a version, a copy, or none; and saving it.

An article is new, unless the archive has one of the same identity (archive/identity.py):

    made from this very capture     -> rewritten in place
    its pages are being cleaned again -> taken over, as if it were new (archive/recleaning.py)
    the same text                   -> a copy: the article was seen again
    another text, and both fetches
    have a time that can be true    -> a version: the newer is the article, the older goes to `versions`
    another text, no order in time  -> an article of its own, told apart by its source and bytes: a saved page names
                                       its address itself, and many folders hold a `page.txt`; a wrong or common
                                       name must not overwrite another page

A new article whose text the archive holds under another identity is a copy that keeps its own row, with
`copy_of` set to the article with the earliest capture, of those that have an address where any has: a file that
names none came from somewhere, and who cites the article wants to know where it can be read. Everything follows the order of captures, so the
result is the same whatever the batches were and wherever a run was killed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from archive.article_rows import ArticleRows, CaptureRow
from archive.captures import POISON, kind_of_rejection
from archive.connection import sqlite3
from archive.identity import permalink, source_identity, url_identity
from archive.prepared import Prepared, Ready, prepared, unstorable
from archive.recleaning import FAILED_CAPTURES, keep_failed
from archive.sound import sound
from pipelines.reasons import CLEANING_FAILED
from pipelines.types import Outcome, Rejection

__all__ = ["OutcomeSaver"]

_CAPTURE = "id, url, fetched_at, saved_at, source, site, outcome, article, cleaned_by, digest"


_BEFORE = "create temp table if not exists before_remade (article integer primary key, digest text)"
"""Of articles that were made again what they said before; in the database, for they may be a million."""


class _Held(NamedTuple):
    """The article of the same identity that the archive holds."""

    id: int
    capture: int
    text_digest: str | None
    title: str | None
    text: str
    to_remake: bool
    """Its pages are being cleaned again, and none has taken it over yet (archive/recleaning.py)."""


class OutcomeSaver:
    """Saves outcomes inside a transaction that its caller has begun."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rows = ArticleRows(conn)

    @property
    def remade(self) -> int:
        """Articles that have got another text by being made again."""
        self._conn.execute(_BEFORE)
        changed = "select count(*) from before_remade b join articles a on a.id = b.article where a.text_digest is not b.digest"
        return int(self._conn.execute(changed).fetchone()[0])

    def forget(self) -> None:
        """Drop what was remembered of rows that have been rolled back."""
        self._rows.forget()

    def index(self) -> None:
        """Have the new articles found by searching: once, before the transaction ends."""
        self._rows.index()

    def save(self, number: int, outcome: Outcome | Ready) -> str | None:
        """The capture's outcome as a slug; None when it was there already."""
        capture = self._capture(number)
        if capture.outcome is not None and capture.cleaned_by == outcome.cleaned_by:
            return None
        made = prepared(outcome)
        self._conn.execute("savepoint one_outcome")
        try:
            slug = self._save(capture, made)
        except POISON as error:
            self._conn.execute("rollback to one_outcome")
            self.forget()
            slug = self._reject(capture, unstorable(outcome.cleaned_by, error))
        self._conn.execute("release one_outcome")
        return slug

    def _capture(self, number: int) -> CaptureRow:
        row = self._conn.execute(f"select {_CAPTURE} from captures where id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(f"no capture {number}")
        return CaptureRow(*row)

    def _save(self, capture: CaptureRow, outcome: Ready) -> str:
        if isinstance(outcome, Rejection):
            if outcome.reason not in CLEANING_FAILED:
                self._drop_version(capture.id)
            return self._reject(capture, outcome)
        self._conn.execute("delete from rejections where capture = ?", (capture.id,))
        self._drop_version(capture.id)
        slug, article = self._place(capture, outcome)
        self._answer(capture, slug, article, outcome.cleaned_by)
        return slug

    def _drop_version(self, capture: int) -> None:
        """What was kept of it from before it was cleaned again: it says itself now what it is."""
        dropped = self._conn.execute("delete from versions where capture = ? returning article", (capture,)).fetchall()
        for (article,) in dropped:
            self._number_versions(article)

    def _place(self, capture: CaptureRow, made: Prepared) -> tuple[str, int]:
        url = made.url or capture.url
        identity = url_identity(url) if url else source_identity(capture.source)
        held = self._held(identity)
        if held and not held.to_remake and not self._ordered(held, capture) and held.text_digest != made.digest:
            identity = source_identity(capture.source, capture.digest)
            held = self._held(identity)
        if held is None:
            return self._add(capture, made, identity)
        if held.to_remake:
            return self._remake(held.id, capture, made)
        self._conn.execute(
            "update articles set first_seen = min(first_seen, ?), last_seen = max(last_seen, ?) where id = ?",
            (capture.seen, capture.seen, held.id),
        )
        if held.capture == capture.id:
            return self._rewrite(held, capture, made)
        if held.text_digest == made.digest:
            return "copy", held.id
        return self._version(held, capture, made)

    def _held(self, identity: str) -> _Held | None:
        row = self._conn.execute(
            "select id, capture, text_digest, title, text, id in (select article from _to_remake) "
            "from articles where identity = ?",
            (identity,),
        ).fetchone()
        return None if row is None else _Held(*row)

    def _ordered(self, held: _Held, capture: CaptureRow) -> bool:
        """True when it is known which of the two captures is the newer, or when they are one."""
        other = self._capture(held.capture)
        return other.id == capture.id or (_is_dated(other) and _is_dated(capture))

    def _add(self, capture: CaptureRow, made: Prepared, identity: str) -> tuple[str, int]:
        names = {"identity": identity, "permalink": self._free_permalink(identity)}
        number = self._rows.insert(made, capture, names)
        self._group_copies(made.digest)
        return self._article_or_copy(number), number

    def _free_permalink(self, identity: str) -> str:
        name = permalink(identity)
        while self._conn.execute("select 1 from articles where permalink = ?", (name,)).fetchone():
            name = permalink(identity, len(name) + 1)
        return name

    def _rewrite(self, held: _Held, capture: CaptureRow, made: Prepared) -> tuple[str, int]:
        self._rows.update(held.id, made, capture)
        self._group_copies(held.text_digest)
        self._group_copies(made.digest)
        slug = capture.outcome if capture.outcome == "version" else self._article_or_copy(held.id)
        return slug, held.id

    def _remake(self, article: int, capture: CaptureRow, made: Prepared) -> tuple[str, int]:
        """The row as if it were new; its number and permalink stay.

        So does what is held of pages that could not be cleaned again, or are still to be: they may fail.
        """
        held = self._conn.execute("select capture, title, text from articles where id = ?", (article,)).fetchone()
        self._conn.execute(
            f"delete from versions where article = ? and capture not in ({FAILED_CAPTURES}) "
            "and capture in (select id from captures where outcome is not null)",
            (article,),
        )
        self._rows.update(article, made, capture)
        if held[0] != capture.id:
            self._keep_version(article, self._capture(held[0]), *held[1:])
        seen = (capture.seen, capture.seen, article)
        self._conn.execute("update articles set first_seen = ?, last_seen = ? where id = ?", seen)
        before = self._conn.execute("delete from _to_remake where article = ? returning text_digest", (article,))
        digest = before.fetchone()[0]
        self._conn.execute(_BEFORE)
        self._conn.execute("insert into before_remade values (?, ?) on conflict do nothing", (article, digest))
        for one in {digest, made.digest}:
            self._group_copies(one)
        return self._article_or_copy(article), article

    def drop_unclaimed(self) -> int:
        """Delete the articles that no page became again, when all have been cleaned: how many."""
        gone = self._conn.execute("select article, text_digest from _to_remake order by article").fetchall()
        self._conn.execute("delete from articles where id in (select article from _to_remake)")
        self._conn.execute("delete from _to_remake")
        for _article, digest in gone:
            self._group_copies(digest)
        return len(gone)

    def _version(self, held: _Held, capture: CaptureRow, made: Prepared) -> tuple[str, int]:
        other = self._capture(held.capture)
        newer = _age(capture) > _age(other)
        if newer:
            older = (other, held.title, held.text)
            self._rows.update(held.id, made, capture)
            self._conn.execute("delete from versions where article = ? and capture = ?", (held.id, capture.id))
            self._group_copies(held.text_digest)
            self._group_copies(made.digest)
        else:
            older = (capture, made.title, made.text)
        self._keep_version(held.id, *older)
        return "version", held.id

    def _keep_version(self, article: int, capture: CaptureRow, title: str | None, text: str) -> None:
        self._conn.execute(
            "insert into versions(article, number, captured_at, change, capture, title, text) "
            "values (?, 0, ?, '', ?, ?, ?) on conflict (article, capture) do update set "
            "captured_at = excluded.captured_at, title = excluded.title, text = excluded.text",
            (article, capture.seen, capture.id, title, text),
        )
        self._number_versions(article)

    def _number_versions(self, article: int) -> None:
        versions = self._conn.execute(
            "select capture, title, text from versions where article = ? order by captured_at, capture", (article,)
        ).fetchall()
        if not versions:
            return
        current = self._conn.execute("select capture, title, text from articles where id = ?", (article,)).fetchone()
        for number, (this, after) in enumerate(zip(versions, [*versions[1:], current], strict=True), start=1):
            values = (number, _change(this[1:], after[1:]), article, this[0])
            self._conn.execute("update versions set number = ?, change = ? where article = ? and capture = ?", values)

    def _group_copies(self, digest: str | None) -> None:
        """Of the articles with this text the earliest capture with an address, else the earliest, is the first, the others its copies."""
        group = self._conn.execute(
            "select id, capture, copy_of from articles where text_digest = ? order by url is null, capture", (digest,)
        ).fetchall()
        for number, capture, copy_of in group:
            first = None if number == group[0][0] else group[0][0]
            if copy_of == first:
                continue
            self._conn.execute("update articles set copy_of = ? where id = ?", (first, number))
            self._conn.execute(
                "update captures set outcome = ? where id = ? and outcome in ('article', 'copy')",
                ("copy" if first else "article", capture),
            )

    def _article_or_copy(self, article: int) -> str:
        copy_of = self._conn.execute("select copy_of from articles where id = ?", (article,)).fetchone()[0]
        return "article" if copy_of is None else "copy"

    def _reject(self, capture: CaptureRow, rejection: Rejection) -> str:
        kind = kind_of_rejection(rejection.reason)
        self._conn.execute(
            "insert into rejections(capture, url, source, kind, reason, detail) values (?, ?, ?, ?, ?, ?) "
            "on conflict (capture) do update set kind = excluded.kind, reason = excluded.reason, detail = excluded.detail",
            (capture.id, capture.url, capture.source, kind, rejection.reason, sound(rejection.detail)),
        )
        self._answer(capture, kind, None, rejection.cleaned_by)
        kept = keep_failed(self._conn, capture.id) if rejection.reason in CLEANING_FAILED else None
        if kept:
            self._group_copies(kept)
        else:
            self._retract(capture)
        return kind

    def _retract(self, capture: CaptureRow) -> None:
        """An article made from a capture that turns out to be none goes, unless other captures stand for it."""
        if capture.article is None:
            return
        others = "select 1 from captures where article = ? and id <> ?"
        if self._conn.execute(others, (capture.article, capture.id)).fetchone() is None:
            row = self._conn.execute("select text_digest from articles where id = ?", (capture.article,)).fetchone()
            self._conn.execute("delete from articles where id = ?", (capture.article,))
            self._group_copies(row[0])

    def _answer(self, capture: CaptureRow, slug: str, article: int | None, cleaned_by: str) -> None:
        self._conn.execute(
            "update captures set outcome = ?, article = ?, cleaned_by = ? where id = ?",
            (slug, article, cleaned_by, capture.id),
        )


def _is_dated(capture: CaptureRow) -> bool:
    """Has a time of fetching that can be true: a page saved with a date to come would be the newest for ever."""
    return capture.fetched_at is not None and capture.fetched_at[:10] <= capture.saved_at[:10]


def _age(capture: CaptureRow) -> tuple[str, int]:
    """Order of two captures of one article; saved order where one has no time."""
    return (capture.fetched_at or "", capture.id)


def _change(before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
    return ", ".join(name for name, old, new in zip(("title", "text"), before, after, strict=True) if old != new)
