"""How to cite an article of the archive. No HTML in here."""

from __future__ import annotations

from archive.web import display
from archive.web.reading import Reading

__all__ = ["citation"]


def citation(reading: Reading, archive: str, address: str) -> tuple[str, ...]:
    """Author, headline, site, date; where and when it was published; where the archive keeps it.

    In parts, because each may be written in another direction; a comma stands between them.
    """
    parts = (
        ", ".join(reading.authors) or reading.byline,
        f"“{reading.heading}”",
        display.site_name(reading.site, reading.site_name),
        _date(reading),
        reading.url and display.shown_address(reading.url, whole=True),
        _captured(reading),
        f"kept in the archive “{archive}” as {reading.permalink}",
        address,
    )
    return tuple(part for part in parts if part)


def _date(reading: Reading) -> str:
    """A guessed date stands in brackets, as cataloguers write it."""
    shown = display.human_day(reading.published)
    return f"[{shown}]" if shown and reading.date_is_guessed else shown


def _captured(reading: Reading) -> str:
    captured = display.human_day(reading.capture.fetched_at) if reading.capture else ""
    return f"captured {captured}" if captured else ""
