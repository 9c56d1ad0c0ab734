"""What the reading page shows of an article beyond the article itself, and what it must not show. No HTML in here.

The article is read by `archive.reading`; here it is joined by its copies' headlines and its
capture, in the same visit to the database. What the reader of the page may not see is taken
out: `allowed` names the tables that may be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any

from archive.reading import Reading, find, read
from archive.web.front import beginning_of
from pipelines.reasons import APART_REASONS
from pipelines.types import Block, Comment, guessed_from

__all__ = ["ARTICLE_TABLES", "ArticlePage", "CaptureNote", "Copy", "load_article_page"]

ARTICLE_TABLES = ("articles", "blocks", "captions", "comments", "versions", "captures")
"""Tables a reading page is made of; without the first there is no page."""

_HEADLINE = 90
"""Characters of the text that stand for a headline where there is none."""
_COMMENTS = 25
"""Comments that are shown at once, the others behind a fold: some articles have a thousand."""
_FEW = 10
_COPIES = 50
"""Copies that are named: an agency's story may have hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another article with the same text."""

    id: int
    permalink: str
    title: str | None
    site: str
    site_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureNote:
    """When the page was taken."""

    fetched_at: str | None
    saved_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """One article with all that is shown on its page."""

    reading: Reading
    copies: tuple[Copy, ...]
    """Those that are not the original."""
    original: Copy | None
    """The article this one is a copy of."""
    capture: CaptureNote | None

    @property
    def heading(self) -> str:
        """The headline; where there is none, the beginning of the text."""
        kept = (beginning_of(block.text, _HEADLINE) for block in self.reading.blocks if block.kept)
        return self.reading.title or next(kept, "Untitled")

    @property
    def guessed_from(self) -> str | None:
        """Where the date comes from, if it is a guess."""
        return guessed_from(self.reading.origins, "published")

    @property
    def comments_shown(self) -> tuple[Comment, ...]:
        """Those that are shown at once; a few more are no reason to fold."""
        comments = self.reading.comments
        return comments if len(comments) <= _COMMENTS + _FEW else comments[:_COMMENTS]

    @property
    def comments_folded(self) -> tuple[Comment, ...]:
        """Those behind a fold."""
        return self.reading.comments[len(self.comments_shown) :]

    @property
    def removed(self) -> int:
        """How many blocks are neither in the text nor kept beside it."""
        return sum(1 for block in self.reading.blocks if not block.kept and block.reason not in APART_REASONS)


def load_article_page(conn: Connection, key: str, allowed: Collection[str]) -> ArticlePage | None:
    """The page of the article that an id, permalink, address or source stands for; None where there is none."""
    number = find(conn, key)
    if number is None:
        return None
    reading = _visible(read(conn, number), allowed)
    same = {copy.id: copy for copy in _copies(conn, reading.copies[:_COPIES])}
    original = same.pop(reading.copy_of, None) if reading.copy_of else None
    capture = _capture(conn, reading.capture) if "captures" in allowed else None
    return ArticlePage(reading=reading, copies=tuple(same.values()), original=original, capture=capture)


def _visible(reading: Reading, allowed: Collection[str]) -> Reading:
    text_alone = tuple(Block(text=part, role="paragraph", kept=True) for part in reading.text.split("\n\n"))
    return replace(
        reading,
        blocks=reading.blocks if "blocks" in allowed else text_alone,
        captions=reading.captions if "captions" in allowed else (),
        comments=reading.comments if "comments" in allowed else (),
        versions=reading.versions if "versions" in allowed else (),
    )


def _copies(conn: Connection, numbers: Iterable[int]) -> list[Copy]:
    return [copy for number in numbers for copy in _copy(conn, number)]


def _copy(conn: Connection, number: int) -> list[Copy]:
    rows: Iterable[Any] = conn.execute(
        "select articles.id, permalink, title, site, sites.name from articles join sites on sites.id = articles.site "
        "where articles.id = ?",
        (number,),
    )
    return [Copy(id=row[0], permalink=row[1], title=row[2], site=row[3], site_name=row[4]) for row in rows]


def _capture(conn: Connection, capture: int) -> CaptureNote | None:
    row = conn.execute("select fetched_at, saved_at from captures where id = ?", (capture,)).fetchone()
    return CaptureNote(fetched_at=row[0], saved_at=row[1]) if row else None
