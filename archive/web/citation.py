"""How to cite an article of the archive. No HTML in here."""

from __future__ import annotations

from archive.web import display
from archive.web.article_page import ArticlePage

__all__ = ["citation"]


def citation(page: ArticlePage, archive: str, address: str) -> tuple[str, ...]:
    """Author, headline, site, date; where and when it was published; where the archive keeps it.

    In parts, because each may be written in another direction; a comma stands between them.
    """
    reading = page.reading
    parts = (
        ", ".join(reading.authors) or reading.byline,
        f"“{page.heading}”",
        display.site_name(reading.site, reading.site_name),
        _date(page),
        reading.url and display.shown_address(reading.url, whole=True),
        _captured(page),
        f"kept in the archive “{archive}” as {reading.permalink}",
        address,
    )
    return tuple(part for part in parts if part)


def _date(page: ArticlePage) -> str:
    """A guessed date stands in brackets, as cataloguers write it."""
    shown = display.human_day(page.reading.published)
    return f"[{shown}]" if shown and page.guessed_from else shown


def _captured(page: ArticlePage) -> str:
    """When the page was taken; for a saved file that does not say, when the archive took it in."""
    captured = display.human_day(page.capture.fetched_at) if page.capture else ""
    return f"captured {captured}" if captured else f"archived {display.human_day(page.reading.first_seen)}"
