"""What a record states of its page, as JSON for a column and a WARC header, and back. Interprets nothing."""

from __future__ import annotations

import json

from archive.sound import sound
from pipelines.types import Stated

__all__ = ["stated_of", "written"]

_FIELDS = ("title", "authors", "published", "modified", "section", "site")


def written(stated: Stated | None) -> str | None:
    """One JSON object of the fields that have a value.

    >>> written(Stated(title="Rain", authors=("Ana Ruiz",)))
    '{"title": "Rain", "authors": ["Ana Ruiz"]}'
    """
    if stated is None:
        return None
    fields = {name: value for name in _FIELDS if (value := getattr(stated, name))}
    return sound(json.dumps(fields, ensure_ascii=False)) if fields else None


def stated_of(text: str | None) -> Stated | None:
    """What `written` wrote; a field that a later version added is passed over."""
    if text is None:
        return None
    fields = json.loads(text)
    authors = tuple(fields.pop("authors", ()))
    return Stated(authors=authors, **{name: fields[name] for name in _FIELDS if name in fields})
