"""Read what a record states beside its page: title, authors, dates, section, site, as written.

Which column is which is told by its name. What the words mean (which names, which day) is `pipelines.stated`'s part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crawler.readers.moments import moment_of
from pipelines.metadata.strings import one_line
from pipelines.types import Stated

__all__ = ["STATED_FIELDS", "stated_in"]

TITLE_FIELDS = ("title", "headline", "article_title", "page_title", "heading", "title_text")
AUTHOR_FIELDS = (
    "authors", "author", "byline", "author_name", "author_names", "article_author", "writer", "writers", "creator", "by",
)  # fmt: skip
PUBLISHED_FIELDS = (
    "date_published", "datepublished", "published_at", "publishedat", "published", "published_date", "published_on",
    "publish_date", "publishdate", "publication_date", "pub_date", "pubdate", "date_publish", "article_date", "date",
)  # fmt: skip
MODIFIED_FIELDS = (
    "date_modified", "datemodified", "modified", "modified_at", "modified_date", "last_modified", "updated",
    "updated_at", "date_modify",
)  # fmt: skip
SECTION_FIELDS = ("section", "section_name", "article_section", "articlesection", "category", "desk", "rubric")
SITE_FIELDS = (
    "site_name", "sitename", "site", "source_name", "source", "publication", "publisher", "outlet", "newspaper",
)  # fmt: skip
STATED_FIELDS = frozenset(
    {*TITLE_FIELDS, *AUTHOR_FIELDS, *PUBLISHED_FIELDS, *MODIFIED_FIELDS, *SECTION_FIELDS, *SITE_FIELDS}
)

MOST_AUTHORS = 30
_NOTHING = frozenset({"", "nan", "nat", "none", "null", "n/a", "undefined", "[]", "{}", "-"})
"""What programs write into a column that has no value."""
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NO_SITE = re.compile(r"[/\\]|\.(?:jsonl?|csv|txt|html?)$")
"""Addresses and paths: where the record came from, not what its site is called."""


def stated_in(fields: Mapping[str, Any]) -> Stated | None:
    """What the fields of a record (named as `pipelines.kinds.field_name` writes them) say of its page.

    >>> stated_in({"headline": "Rain", "authors": "Ana Ruiz; Tom Hill", "text": "..."}).authors
    ('Ana Ruiz', 'Tom Hill')
    >>> stated_in({"text": "..."})
    """
    stated = Stated(
        title=_text(fields, TITLE_FIELDS),
        authors=_authors(fields),
        published=_time(fields, PUBLISHED_FIELDS),
        modified=_time(fields, MODIFIED_FIELDS),
        section=_text(fields, SECTION_FIELDS),
        site=next((name for name in _texts(fields, SITE_FIELDS) if not _NO_SITE.search(name)), None),
    )
    return None if stated == Stated() else stated


def _text(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next(_texts(fields, names), None)


def _texts(fields: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = fields.get(name)
        if text := _line(value.get("name") if isinstance(value, dict) else value):
            yield text


def _time(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Text as written; a number counts seconds or thousandths of them since 1970."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = moment_of(value) if value > 1e8 else None
            value = moment.isoformat(timespec="seconds") if moment else None
        if text := _line(value):
            return text
    return None


def _authors(fields: Mapping[str, Any]) -> tuple[str, ...]:
    for name in AUTHOR_FIELDS:
        if found := tuple(_names(fields.get(name)))[:MOST_AUTHORS]:
            return found
    return ()


def _names(value: Any) -> Iterator[str]:
    """The entries of a list, of one that was printed into a table's cell, or of names with semicolons between."""
    if isinstance(value, list):
        for entry in value[:MOST_AUTHORS]:
            yield from filter(None, [_line(entry.get("name") if isinstance(entry, dict) else entry)])
    elif isinstance(value, dict):
        yield from filter(None, [_line(value.get("name"))])
    elif text := _line(value):
        printed = _QUOTED.findall(text) if text.startswith("[") and text.endswith("]") else []
        entries = [single or double for single, double in printed] or text.split(";")
        yield from filter(None, map(_line, entries))


def _line(value: object) -> str:
    text = one_line(value)
    return "" if text.lower() in _NOTHING else text
