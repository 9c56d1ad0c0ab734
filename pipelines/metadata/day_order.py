"""Whether `02-12-2025` on a page is the second of December or the twelfth of February."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.metadata.dates import dates_in, day_first_on_weekdays
from pipelines.metadata.page import Page
from pipelines.metadata.site import country_of

__all__ = ["language_of_dates", "orders"]


def language_of_dates(page: Page, languages: tuple[str, ...], near: Sequence[str] = ()) -> str | None:
    """The page's language with the region whose order of day and month its dates follow.

    English is written in both orders, and themes declare `en-US` for papers of any country: the page's other dates tell
    (`25/12/2024`), and weekdays beside them in the lines `near` the headline, else a declared region, else the country of its address.
    """
    language = next(iter(languages), None)
    base = (language or "").partition("-")[0].lower()
    if language and base != "en":
        return language
    lines = [(mark.element.text or "")[:80] for mark in page.dates]
    first = _on_weekdays(near) or orders(lines)
    if len(first) == 1:
        return "en-GB" if True in first else "en-US"
    if language and "-" in language:
        return language
    declared = next((tag for tag in languages[1:] if tag.lower().startswith("en-")), None)
    worded = {bool(found[1]) for line in lines if (found := _WORDED_ORDER.search(line))}
    if not declared and len(worded) == 1:
        return "en-GB" if True in worded else "en-US"
    return declared or (f"en-{country}" if (country := country_of(page.url)) else language)


def orders(lines: Sequence[str]) -> set[bool]:
    """Whether the day stands first in what of these lines is all numbers: told by a number over twelve, by the weekday beside
    it (`Tuesday 07/04/2026`: in July the fourth is a Saturday), else by another line that says one of the two days in words or as ISO does (`02-12-2025` beside `December 02, 2025`).
    """  # fmt: skip
    numeric = {found.groups() for line in lines if (found := _NUMERIC_ORDER.search(line))}
    told = {int(one) > int(two) for one, two, _ in numeric if max(int(one), int(two)) > 12} | _on_weekdays(lines)
    if told or not numeric:
        return told
    certain = {found.day for line in lines for found in dates_in(line, "en") if found.sure}
    both = [(f"20{year}-{two:0>2}-{one:0>2}", f"20{year}-{one:0>2}-{two:0>2}") for one, two, year in numeric]
    return {
        day_first in certain for day_first, month_first in both if (day_first in certain) != (month_first in certain)
    }


def _on_weekdays(lines: Sequence[str]) -> set[bool]:
    return set().union(*map(day_first_on_weekdays, lines))


_NUMERIC_ORDER = re.compile(r"(?<![\d./-])(\d{1,2})[/-](\d{1,2})[/-](?:20)?(\d{2})(?!\d)")
_WORDED_ORDER = re.compile(r"\b(\d{1,2}) (?:[A-Z][a-z]{2,8}) \d{4}\b|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}\b")
"""`17 May 2024` has its first group, `May 17, 2024` has not."""
