"""A stored article as the JSON that a freshly cleaned one has, with what only the archive knows beside it."""

from __future__ import annotations

from typing import Any

from archive.reading import Reading, article_of
from crawler.output import record

__all__ = ["stored_record"]


def stored_record(reading: Reading) -> dict[str, Any]:
    """The JSON object of `extract`, and after it how the archive knows the article. A site that does not say its name goes by its host."""
    return record(reading.id, article_of(reading)) | {
        "site": reading.site_name or reading.site,
        "permalink": reading.permalink,
        "source": reading.source,
        "first_seen": reading.first_seen,
        "last_seen": reading.last_seen,
        "copy_of": reading.copy_of,
    }
