"""An outcome as the rows it becomes, as far as they can be told without the database: whoever cleans a page makes them, beside the
one who writes. Touches no database.

    Article -> Prepared     columns of `articles`, rows of what belongs to it, its blocks packed (archive/packing.py)
    Rejection               as it is, without the text that was tried

What a row needs of the archive (numbers, the capture, what is held already) is put in by archive/outcomes.py and archive/article_rows.py.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from archive.folding import has_dense_script
from archive.packing import Packed, packed, text_of
from archive.sound import sound, sound_name
from pipelines.types import Article, Outcome, Rejection, count_words

__all__ = ["Prepared", "Ready", "prepared", "unstorable"]

_Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article as it will be stored."""

    url: str | None
    """As the article gives it."""
    columns: dict[str, Any]
    """Those of `articles` that are the same whatever the archive holds, by name."""
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    parts: dict[str, _Rows]
    """Rows of `captions`, `comments` and `origins` by the table, without the number of the article."""
    blocks: Packed

    def __reduce__(self) -> tuple[Any, ...]:
        # what dataclasses do instead asks for each field by name, on both sides of a pipe
        return _restored, (self.url, self.columns, self.authors, self.tags, self.parts, self.blocks)

    @property
    def text(self) -> str:
        return str(self.columns["text"])

    @property
    def title(self) -> str | None:
        title: str | None = self.columns["title"]
        return title

    @property
    def digest(self) -> str | None:
        """Equal for texts that differ in white space only; None for no text, which is a copy of nothing."""
        digest: str | None = self.columns["text_digest"]
        return digest

    @property
    def cleaned_by(self) -> str:
        return str(self.columns["cleaned_by"])

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the article."""
        return tuple(self.columns["warnings"].split())


Ready = Prepared | Rejection
"""An outcome that can be saved as it is."""


def prepared(outcome: Outcome | Ready) -> Ready:
    """The outcome as it can be saved; a rejection for one that holds what no row can."""
    if isinstance(outcome, Prepared):
        return outcome
    if isinstance(outcome, Rejection):
        return replace(outcome, best=None)
    try:
        return _prepared(outcome)
    except (TypeError, AttributeError, UnicodeError, OverflowError) as error:
        return unstorable(outcome.cleaned_by, error)


def unstorable(cleaned_by: str, error: Exception) -> Rejection:
    """What becomes of a page whose article holds a value that cannot be stored: a list for a text, a number of 80 bits."""
    detail = f"the result cannot be stored: {error}"
    return Rejection(reason="cleaning-error", detail=detail, cleaned_by=sound(cleaned_by))


def _restored(*values: Any) -> Prepared:
    names = ("url", "columns", "authors", "tags", "parts", "blocks")
    return Prepared(**dict(zip(names, values, strict=True)))


def _prepared(article: Article) -> Prepared:
    text = text_of(article.blocks)
    parts = {"captions": _captions(article), "comments": _comments(article), "origins": _origins(article)}
    return Prepared(
        url=article.url,
        columns=_columns(article, text),
        authors=_distinct(article.authors),
        tags=_distinct(article.tags),
        parts={name: rows for name, rows in parts.items() if rows},
        blocks=packed(article.blocks),
    )


def _columns(article: Article, text: str) -> dict[str, Any]:
    words = " ".join(text.split())
    return {
        "canonical_url": None if article.canonical_url is None else sound_name(article.canonical_url),
        "site_name": _text(article.site),
        "title": _text(article.title),
        "byline": _text(article.byline),
        "published": _text(article.published),
        "modified": _text(article.modified),
        "language": _text(article.language),
        "section": _text(article.section),
        "words": count_words(text),
        "lead_image": None if article.lead_image is None else sound_name(article.lead_image),
        "paywalled": article.paywalled,
        "page_type": _text(article.page_type),
        "warnings": " ".join(article.warnings),
        "dense": has_dense_script(text) or has_dense_script(article.title or ""),
        "cleaned_by": article.cleaned_by,
        "text_digest": f"sha256:{hashlib.sha256(words.encode()).hexdigest()}" if words else None,
        "text": text,
    }


def _captions(article: Article) -> _Rows:
    return [
        (place, caption.block, _text(caption.credit), sound(caption.text))
        for place, caption in enumerate(article.captions)
    ]


def _comments(article: Article) -> _Rows:
    return [
        (place, comment.block, _text(comment.author), _text(comment.posted), sound(comment.text))
        for place, comment in enumerate(article.comments)
    ]


def _origins(article: Article) -> _Rows:
    return [
        (origin.field, sound(origin.origin), 0.0 if math.isnan(origin.confidence) else origin.confidence)
        for origin in article.origins
    ]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(sound, names)))


def _text(value: str | None) -> str | None:
    return None if value is None else sound(value)
