"""A stored article as the values and the JSON that a freshly cleaned one has, with what only the archive knows beside it."""

from __future__ import annotations

from typing import Any

from archive.reading import Reading
from crawler.output import record
from pipelines.types import Article

__all__ = ["stored_article", "stored_record"]


def stored_article(reading: Reading) -> Article:
    """The article as `extract` would have made it."""
    return Article(
        blocks=reading.blocks,
        title=reading.title,
        byline=reading.byline,
        authors=reading.authors,
        published=reading.published,
        modified=reading.modified,
        language=reading.language,
        section=reading.section,
        tags=reading.tags,
        site=reading.site_name,
        url=reading.url,
        canonical_url=reading.canonical_url,
        lead_image=reading.lead_image,
        paywalled=reading.paywalled,
        page_type=reading.page_type,
        captions=reading.captions,
        comments=reading.comments,
        origins=reading.origins,
        warnings=reading.warnings,
        cleaned_by=reading.cleaned_by,
    )


def stored_record(reading: Reading) -> dict[str, Any]:
    """The JSON object of `extract`, and after it how the archive knows the article."""
    return record(reading.id, stored_article(reading)) | {
        "permalink": reading.permalink,
        "source": reading.source,
        "first_seen": reading.first_seen,
        "last_seen": reading.last_seen,
        "copy_of": reading.copy_of,
    }
