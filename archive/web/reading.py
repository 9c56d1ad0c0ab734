"""What the reading page needs of one article, read in one visit to the database. No HTML in here.

The columns are those of docs/schema.md. Tables that the reader of the page may not see are
not read: `allowed` names those that may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from sqlite3 import Connection, Row
from typing import Any

from archive.web.front import beginning_of
from archive.web.pieces import LedgerBlock

__all__ = ["ARTICLE_TABLES", "Comment", "Copy", "Reading", "Version", "load_reading", "permalink_of"]

ARTICLE_TABLES = ("articles", "blocks", "comments", "versions", "captures")
"""Tables a reading page is made of; without the first there is no page."""

_HEADLINE = 90
"""Characters of the text that stand for a headline where there is none."""

_GUESS = 0.5
"""Below this confidence a field's value is a guess (`pipelines.types.Origin`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment."""

    text: str
    author: str | None
    posted: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text that the article has had."""

    number: int
    captured_at: str | None
    change: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another article with the same text."""

    permalink: str
    title: str | None
    site: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureNote:
    """Where and when the page was taken."""

    fetched_at: str | None
    saved_at: str | None
    source: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article with all that is shown on its page."""

    id: int
    permalink: str
    title: str | None
    byline: str | None
    authors: tuple[str, ...]
    url: str | None
    site: str | None
    site_name: str | None
    published: str | None
    published_origin: str | None
    """Where the date comes from, if it is only a guess."""
    modified: str | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    words: int
    lead_image: str | None
    paywalled: bool
    source: str | None
    first_seen: str | None
    warnings: tuple[str, ...]
    cleaned_by: str | None
    blocks: tuple[LedgerBlock, ...]
    comments: tuple[Comment, ...]
    versions: tuple[Version, ...]
    copies: tuple[Copy, ...]
    original: Copy | None
    """The article this one is a copy of."""
    capture: CaptureNote | None

    @property
    def heading(self) -> str:
        """The headline; where the page has none, the beginning of the text."""
        return self.title or next(
            (beginning_of(block.text, _HEADLINE) for block in self.blocks if block.kept), "Untitled"
        )

    @property
    def date_is_guessed(self) -> bool:
        """True where the date was not read from the page but inferred."""
        return self.published_origin is not None

    @property
    def removed(self) -> int:
        """How many blocks are in neither the text nor kept beside it."""
        apart = {"title", "byline", "caption", "comment"}
        return sum(1 for block in self.blocks if not block.kept and block.reason not in apart)


def permalink_of(conn: Connection, key: str) -> str | None:
    """The permalink of the article with this id."""
    row = conn.execute("select permalink from articles where id = ?", (int(key),)).fetchone()
    return row[0] if row else None


def load_reading(conn: Connection, permalink: str, allowed: Collection[str]) -> Reading | None:
    """The article with this permalink, None where there is none."""
    row = _one(
        conn,
        f"select {_COLUMNS}, sites.name as site_name from articles left join sites on sites.id = articles.site where permalink = ?",
        permalink,
    )
    if row is None:
        return None
    article = row["id"]
    return Reading(
        **{name: row[name] for name in _PLAIN_FIELDS},
        words=row["words"] or 0,
        paywalled=bool(row["paywalled"]),
        warnings=tuple(row["warnings"].split()),
        authors=_authors(conn, article),
        tags=_tags(conn, article),
        published_origin=_guessed_from(conn, article),
        blocks=_blocks(conn, article) if "blocks" in allowed else _text_only(row["text"]),
        comments=_comments(conn, article) if "comments" in allowed else (),
        versions=_versions(conn, article) if "versions" in allowed else (),
        copies=_copies(conn, "copy_of = ?", article),
        original=next(iter(_copies(conn, "articles.id = ?", row["copy_of"])), None),
        capture=_capture(conn, row["capture"]) if "captures" in allowed else None,
    )


_PLAIN_FIELDS = (
    "id",
    "permalink",
    "title",
    "byline",
    "url",
    "site",
    "site_name",
    "published",
    "modified",
    "language",
    "section",
    "lead_image",
    "source",
    "first_seen",
    "cleaned_by",
)


_COLUMNS = ", ".join(
    f"articles.{name}"
    for name in (*_PLAIN_FIELDS, "words", "paywalled", "warnings", "copy_of", "capture", "text")
    if name != "site_name"
)


def _one(conn: Connection, sql: str, value: object) -> Row | None:
    row: Row | None = conn.execute(sql, (value,)).fetchone()
    return row


def _authors(conn: Connection, article: int) -> tuple[str, ...]:
    rows = conn.execute(
        "select authors.name from article_authors join authors on authors.id = article_authors.author "
        "where article_authors.article = ? order by article_authors.position",
        (article,),
    )
    return tuple(row[0] for row in rows)


def _tags(conn: Connection, article: int) -> tuple[str, ...]:
    rows = conn.execute(
        "select tags.name from article_tags join tags on tags.id = article_tags.tag where article_tags.article = ? order by tags.name",
        (article,),
    )
    return tuple(row[0] for row in rows)


def _guessed_from(conn: Connection, article: int) -> str | None:
    row = conn.execute(
        "select origin, confidence from origins where article = ? and field = 'published'", (article,)
    ).fetchone()
    return row[0] if row and row[1] is not None and row[1] < _GUESS else None


def _blocks(conn: Connection, article: int) -> tuple[LedgerBlock, ...]:
    credits_ = dict(conn.execute("select block, credit from captions where article = ?", (article,)).fetchall())
    rows = conn.execute(
        "select position, text, role, kept, reason, evidence, place from blocks where article = ? order by position",
        (article,),
    )
    return tuple(_block(row, credits_) for row in rows)


def _block(row: Any, credits_: dict[int, str | None]) -> LedgerBlock:
    position, text, role, kept, reason, evidence, place = row
    return LedgerBlock(
        position=position,
        text=text or "",
        role=role,
        kept=bool(kept),
        reason=reason or None,
        evidence=evidence or "",
        place=place or "",
        credit=credits_.get(position),
    )


def _text_only(text: str | None) -> tuple[LedgerBlock, ...]:
    """The text alone, for readers who may not see what was removed."""
    parts = (text or "").split("\n\n")
    return tuple(
        LedgerBlock(position=number, text=part, role="paragraph", kept=True) for number, part in enumerate(parts)
    )


def _comments(conn: Connection, article: int) -> tuple[Comment, ...]:
    rows = conn.execute("select text, author, posted from comments where article = ? order by position", (article,))
    return tuple(Comment(text=row[0] or "", author=row[1], posted=row[2]) for row in rows)


def _versions(conn: Connection, article: int) -> tuple[Version, ...]:
    rows = conn.execute(
        "select number, captured_at, change from versions where article = ? order by number", (article,)
    )
    return tuple(Version(number=row[0], captured_at=row[1], change=row[2]) for row in rows)


def _copies(conn: Connection, where: str, key: int | None) -> tuple[Copy, ...]:
    """`where` is one of two conditions written above, never anything from outside."""
    if key is None:
        return ()
    rows: Iterable[Any] = conn.execute(
        "select permalink, title, coalesce(sites.name, site) from articles left join sites on sites.id = articles.site "
        f"where {where} order by articles.id limit 50",
        (key,),
    )
    return tuple(Copy(permalink=row[0], title=row[1], site=row[2]) for row in rows)


def _capture(conn: Connection, capture: int | None) -> CaptureNote | None:
    row = conn.execute("select fetched_at, saved_at, source, digest from captures where id = ?", (capture,)).fetchone()
    return CaptureNote(fetched_at=row[0], saved_at=row[1], source=row[2], digest=row[3]) if row else None
