"""What a record states of its page, used for the article: title, authors, dates, section, site. Reads no page.

A text has no fields of its own, only lines that read like a headline or a byline, so what is stated wins. An HTML
page speaks for itself: there it fills only what the page leaves empty. A value that cannot be read (a date that is
none, an author "admin") changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipelines.metadata.authors import is_name, listed_names, unique_names
from pipelines.metadata.dates import read_stamp
from pipelines.metadata.strings import one_line, words_of
from pipelines.types import Article, Block, Origin, Stated

__all__ = ["ORIGIN", "with_stated"]

ORIGIN = "record"
TRUSTED = 0.9
"""Somebody filled a column for this page, but nobody looked at the page meanwhile."""
GUESS = 0.4
"""One of two readings of a date."""

_TEXT_FIELDS = ("title", "published", "modified", "section", "site")


def with_stated(article: Article, stated: Stated | None, *, wins: bool) -> Article:
    """The article with what its record states; where both say something, the record `wins` or not."""
    if stated is None:
        return article
    found = {
        name: value
        for name, value, _ in _readings(stated, article.language)
        if wins or not getattr(article, name)
    }  # fmt: skip
    if not found:
        return article
    told = tuple(
        Origin(field=name, origin=ORIGIN, confidence=confidence)
        for name, _, confidence in _readings(stated, article.language)
        if name in found and name != "byline"
    )
    kept = tuple(origin for origin in article.origins if origin.field not in found)
    changed = replace(article, **found, origins=(*kept, *told))
    return _without_headline(changed) if wins and "title" in found else changed


def _readings(stated: Stated, language: str | None) -> Iterator[tuple[str, Any, float]]:
    """(field of the article, value, confidence) for what is stated and can be read."""
    names = _names(stated.authors)
    if names:
        yield "authors", names, TRUSTED
        yield "byline", one_line("; ".join(stated.authors)), TRUSTED
    for field in _TEXT_FIELDS:
        value = one_line(getattr(stated, field))
        if field in ("published", "modified"):
            date = read_stamp(value, language)
            if date is not None:
                yield field, date.value, TRUSTED if date.sure else GUESS
        elif value:
            yield field, value, TRUSTED


def _names(authors: tuple[str, ...]) -> tuple[str, ...]:
    """Several entries are a name each; one alone may name several persons, as a byline does."""
    if len(authors) == 1:
        return listed_names(authors[0])
    return unique_names(name for author in authors if (name := _name(one_line(author))))


def _name(author: str) -> str | None:
    surname, comma, given = author.partition(", ")
    name = f"{given} {surname}" if comma and "," not in given else author  # `Ruiz, Ana`
    return name if is_name(name) else next(iter(listed_names(author)), None)


def _without_headline(article: Article) -> Article:
    """The stated title named as such where it stands above the text or opens it; no other line is touched."""
    title = words_of(article.title or "")
    blocks = list(article.blocks)
    for at, block in enumerate(blocks):
        if words_of(block.text) == title:
            blocks[at] = Block(
                text=block.text, role="title", kept=False, reason="title",
                evidence="the title in the record", where=block.where,
            )  # fmt: skip
            return replace(article, blocks=tuple(blocks))
        if block.kept:
            break
    return article
