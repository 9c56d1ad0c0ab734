"""How to cite an article of the archive, as one line of text."""

from __future__ import annotations

from archive.web import display
from archive.web.reading import Reading

__all__ = ["citation"]


def citation(reading: Reading, archive: str, address: str) -> str:
    """Author, headline, site, date; where and when it was published; where the archive keeps it."""
    site = display.site_name(reading.site, reading.site_name)
    parts = [", ".join(reading.authors) or reading.byline, f"“{reading.heading}”", site, _date(reading)]
    published = f"{reading.url}{_captured(reading)}" if reading.url else ""
    kept = f"Kept in the archive “{archive}” as {reading.permalink}, {address}"
    return " ".join(f"{part}." for part in (", ".join(part for part in parts if part), published, kept) if part)


def _date(reading: Reading) -> str:
    shown = display.human_day(reading.published)
    return f"[{shown}]" if shown and reading.date_is_guessed else shown


def _captured(reading: Reading) -> str:
    captured = display.human_day(reading.capture.fetched_at) if reading.capture else ""
    return f" (captured {captured})" if captured else ""
