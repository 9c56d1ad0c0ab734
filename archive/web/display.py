"""How single values are shown to a reader: dates, languages, addresses, numbers. No HTML and no database in here."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import quote, urlsplit

from babel.dates import format_date, format_datetime

from archive.language_names import ENGLISH, language_name, language_tag, locale_of

__all__ = [
    "counted",
    "direction",
    "human_date",
    "human_day",
    "human_month",
    "language_name",
    "language_tag",
    "safe_link",
    "shown_address",
    "site_name",
]

MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")

_UNSAFE_IN_ADDRESS = re.compile(
    "[\\x00-\\x20\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\"'<>`{}|\\\\^]"
)
_RECORDS = re.compile(r"\.(?:jsonl?|ndjson|csv|tsv)(?:\.\w+)?$", re.IGNORECASE)
"""Names of files that hold many pages: such a file is the folder of its pages (archive/identity.py)."""
_RIGHT_TO_LEFT = {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
_LONGEST_ADDRESS = 72
"""Characters of an address that are shown: a line of the reading page."""


def direction(language: str | None) -> str:
    """`rtl` or `ltr` where the language says it, else `auto`: the browser decides by the first letter.

    >>> direction("ckb"), direction("ku-Arab"), direction("de"), direction(None)
    ('rtl', 'rtl', 'ltr', 'auto')
    """
    tag = language_tag(language)
    script = next((part for part in (tag or "").split("-")[1:] if len(part) == 4), "").title()
    if script:
        return "rtl" if script in _RIGHT_TO_LEFT else "ltr"
    locale = locale_of(tag) if tag else None
    return locale.text_direction if locale else "auto"


def site_name(site: str | None, name: str | None = None) -> str:
    """What a site calls itself, else its host, else the folder or the file of records its pages came from.

    >>> site_name("example.org"), site_name("folder:dumps/2009"), site_name("folder:.")
    ('example.org', '2009 (folder)', 'dumps without address')
    >>> site_name("folder:dumps/export.jsonl")
    'export.jsonl (file)'
    """
    if name or not site:
        return name or "unknown site"
    kind, _, folder = site.partition(":")
    if kind != "folder":
        return site
    name = folder.rstrip("/").rsplit("/", 1)[-1]
    kind = "file" if _RECORDS.search(name) else "folder"
    return f"{name} ({kind})" if name.strip(".") else "dumps without address"


def human_date(value: str | None) -> str:
    """An ISO 8601 day, month or time as people write it; anything else as it is.

    >>> human_date("2026-03-17"), human_date("2026-03-17T14:05:00+02:00")
    ('17 March 2026', '17 March 2026, 14:05 (UTC+02:00)')
    """
    if not value:
        return ""
    try:
        if len(value) == len("2026-03-17"):
            return format_date(date.fromisoformat(value), "d MMMM y", locale=ENGLISH)
        return _human_time(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return value


def _human_time(moment: datetime) -> str:
    shown = format_datetime(moment, "d MMMM y, HH:mm", locale=ENGLISH)
    zone = moment.tzname()
    return f"{shown} ({zone})" if zone else shown


def human_day(value: str | None) -> str:
    """Only the day of a date or time: for lists.

    >>> human_day("2026-03-17T14:05:00+02:00")
    '17 March 2026'
    """
    return human_date(value[:10]) if value else ""


def human_month(value: str) -> str:
    """A month `2026-03` as people write it; anything else as it is.

    >>> human_month("2026-03")
    'March 2026'
    """
    if not MONTH.match(value) or value.startswith("0000"):
        return value
    return format_date(date.fromisoformat(value + "-01"), "MMMM y", locale=ENGLISH)


def safe_link(url: str | None) -> str | None:
    """The address if a browser may be sent there by a click: http or https with a host, and nothing to hide in.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or "@" in parts.netloc:
        return None
    return _UNSAFE_IN_ADDRESS.sub(lambda found: quote(found.group(), safe=""), url)


def shown_address(url: str, *, whole: bool = False) -> str:
    """An address without the marks that reverse or hide text; as one short line, if not wanted whole.

    >>> shown_address("https://www.example.org/news/")
    'example.org/news'
    """
    plain = _UNSAFE_IN_ADDRESS.sub(lambda found: quote(found.group(), safe=""), url)
    if whole:
        return plain
    plain = re.sub(r"^https?://(www\.)?", "", plain, flags=re.IGNORECASE).rstrip("/")
    if len(plain) <= _LONGEST_ADDRESS:
        return plain
    half = _LONGEST_ADDRESS // 2
    return f"{plain[: half + 8]}…{plain[-(half - 9) :]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "block"), counted(1200, "block"), counted(2, "copy", "copies")
    ('1 block', '1,200 blocks', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
