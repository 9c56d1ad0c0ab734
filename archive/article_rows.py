"""Writing an article and all that belongs to it: authors, tags, captions, comments, origins, blocks.

Only writes what it is told; whether a page is a new article, a version or a copy is decided in
archive/outcomes.py. Writing the same article twice leaves the same rows.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from archive.connection import sqlite3
from archive.folding import has_dense_script
from archive.identity import host_of
from archive.ledger import GAP, Ledger, text_of
from archive.sound import sound, sound_name
from pipelines.types import Article, count_words

__all__ = ["ArticleRows", "CaptureRow", "Made"]


class CaptureRow(NamedTuple):
    """What the database holds of a capture, as far as its outcome depends on it."""

    id: int
    url: str | None
    fetched_at: str | None
    saved_at: str
    source: str
    site: str
    outcome: str | None
    article: int | None
    cleaned_by: str | None
    digest: str

    @property
    def seen(self) -> str:
        """When the page was seen: fetched, or, where nobody knows, saved here."""
        return self.fetched_at or self.saved_at


class Made(NamedTuple):
    """An article with its text as it is stored, put together once."""

    article: Article
    text: str
    digest: str | None
    """Equal for texts that differ in white space only; None for no text, which is a copy of nothing."""

    @classmethod
    def of(cls, article: Article) -> Made:
        text = text_of(article.blocks)
        words = " ".join(text.split())
        return cls(article, text, f"sha256:{hashlib.sha256(words.encode()).hexdigest()}" if words else None)


class ArticleRows:
    """Writes articles inside a transaction that its caller has begun."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._ledger = Ledger(conn)

    def forget(self) -> None:
        """Drop what was remembered of rows that have been rolled back."""
        self._ledger.forget()

    def insert(self, made: Made, capture: CaptureRow, identity: dict[str, Any]) -> int:
        """A new article, not indexed yet; `identity` holds the columns that never change again."""
        number = int(self._conn.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()[0])
        row = self._columns(made, capture) | identity | {"first_seen": capture.seen, "last_seen": capture.seen}
        row["id"] = number
        self._conn.execute("insert into _unindexed values (?) on conflict do nothing", (number,))
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._conn.execute(f"insert into articles({names}) values ({marks})", row)
        self._write_parts(number, made.article)
        return number

    def index(self) -> None:
        """Enter the new articles into the search indexes, all with one statement for each: the end of a batch."""
        new = "where id in (select article from _unindexed)"
        self._conn.execute(
            f"insert into articles_fts(rowid, title, byline, text) select id, title, byline, text from articles {new}"
        )
        self._conn.execute(f"insert into _pieces(rowid, text) select id, text from _pieces_source {new}")
        self._conn.execute("delete from _unindexed")

    def update(self, number: int, made: Made, capture: CaptureRow) -> None:
        """The article as made from this capture, in place of what it was."""
        row = self._columns(made, capture)
        values = ", ".join(f"{name} = :{name}" for name in row)
        self._conn.execute(f"update articles set {values} where id = :id", row | {"id": number})
        for table in ("article_authors", "article_tags", "captions", "comments", "origins"):
            self._conn.execute(f"delete from {table} where article = ?", (number,))
        self._write_parts(number, made.article)

    def _columns(self, made: Made, capture: CaptureRow) -> dict[str, Any]:
        article = made.article
        return {
            "url": _name(article.url or capture.url),
            "canonical_url": _name(article.canonical_url),
            "site": self._site(article, capture),
            "site_name": _text(article.site),
            "title": _text(article.title),
            "byline": _text(article.byline),
            "published": _text(article.published),
            "modified": _text(article.modified),
            "language": _text(article.language),
            "section": _text(article.section),
            "words": sum(map(count_words, made.text.split(GAP))),  # a paragraph in ASCII is counted faster
            "lead_image": _name(article.lead_image),
            "paywalled": article.paywalled,
            "page_type": _text(article.page_type),
            "source": capture.source,
            "warnings": " ".join(article.warnings),
            "dense": has_dense_script(made.text) or has_dense_script(article.title or ""),
            "cleaned_by": article.cleaned_by,
            "capture": capture.id,
            "text_digest": made.digest,
            "text": made.text,
        }

    def _site(self, article: Article, capture: CaptureRow) -> str:
        site = host_of(article.url or capture.url) or capture.site
        kind = "folder" if site.startswith("folder:") else "host"
        self._conn.execute("insert into sites(id, kind) values (?, ?) on conflict do nothing", (site, kind))
        return site

    def _write_parts(self, number: int, article: Article) -> None:
        write = self._conn.executemany
        write("insert into article_authors values (?, ?, ?)", self._authors(number, article.authors))
        write("insert into article_tags values (?, ?)", self._tags(number, article.tags))
        write(
            "insert into captions(article, position, block, credit, text) values (?, ?, ?, ?, ?)",
            [
                (number, position, caption.block, _text(caption.credit), sound(caption.text))
                for position, caption in enumerate(article.captions)
            ],
        )
        write(
            "insert into comments(article, position, block, author, posted, text) values (?, ?, ?, ?, ?, ?)",
            [
                (number, position, comment.block, _text(comment.author), _text(comment.posted), sound(comment.text))
                for position, comment in enumerate(article.comments)
            ],
        )
        write(
            "insert into origins values (?, ?, ?, ?) on conflict do nothing",
            [
                (
                    number,
                    origin.field,
                    sound(origin.origin),
                    0.0 if math.isnan(origin.confidence) else origin.confidence,
                )
                for origin in article.origins
            ],
        )
        self._ledger.write(number, article.blocks)

    def _authors(self, number: int, names: Iterable[str]) -> list[tuple[int, int, int]]:
        numbers = [self._number("authors", name) for name in dict.fromkeys(map(sound, names))]
        return [(number, author, position) for position, author in enumerate(numbers)]

    def _tags(self, number: int, names: Iterable[str]) -> list[tuple[int, int]]:
        return [(number, self._number("tags", name)) for name in dict.fromkeys(map(sound, names))]

    def _number(self, table: str, name: str) -> int:
        found = self._conn.execute(f"select id from {table} where name = ?", (name,)).fetchone()
        if found:
            return int(found[0])
        return int(self._conn.execute(f"insert into {table}(name) values (?)", (name,)).lastrowid or 0)


def _text(value: str | None) -> str | None:
    return None if value is None else sound(value)


def _name(value: str | None) -> str | None:
    return None if value is None else sound_name(value)
