"""Names of months and of the days of the week in all languages, from the Unicode CLDR (benchmarks/month_names.py)."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipelines.metadata.strings import folded

__all__ = ["is_weekday", "month_of", "weekday_of"]


def month_of(name: str, language: str | None = None) -> int | None:
    """The month a name means: in the given language where languages disagree, in any other where they do not."""
    names, disputed = _months()
    key = folded(name).strip(" .'’")
    own = _calendar()["own"].get((language or "").split("-")[0].lower(), {})
    if key in own:
        return int(own[key])
    without_ending = key.removesuffix("ren").rstrip("aeiي") if len(key) > 5 else key  # Kurdish and Basque cases
    bare = _MONTH_WORDS.sub("", key)
    first = key.split(" ")[0].strip(".")
    for candidate in (
        key,
        first,
        without_ending,
        without_ending + "a",
        key.removeprefix("ב"),
        first.removesuffix("и"),  # Tajik, before the word for `of the year`
        bare,
        bare.split(" ")[0],
    ):
        if candidate in names:
            return names[candidate]
        if candidate in disputed:
            return disputed[candidate].get((language or "").split("-")[0].lower())
    return None


_MONTH_WORDS = re.compile(
    "^(?:{})\\s?|\\s?(?:{})$".format(
        "|".join(folded(word) for word in ("oṣù", "dhen", "da", "ខែ", "ເດືອນ", "เดือน")),
        "|".join(folded(word) for word in ("ឆ្នាំ", "လ")),
    )
)
"""Words for `month` before its name, for `year` or `month` behind it, in scripts that may set no space."""


def weekday_of(word: str) -> int | None:
    """The day of the week a word names, 0 for Monday; `None` for any other word.

    >>> weekday_of("(Thursday,"), weekday_of("Ana")
    (3, None)
    """
    day: int | None = _calendar()["weekdays"].get(folded(word).strip(" .،,()"))
    return day


def is_weekday(word: str) -> bool:
    """The name of a day of the week, in any language.

    >>> is_weekday("Donnerstag,"), is_weekday("Ana")
    (True, False)
    """
    return weekday_of(word) is not None


def _months() -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    table = _calendar()
    return table["names"], table["disputed"]


@lru_cache(maxsize=1)
def _calendar() -> dict[str, Any]:
    """The names of months and days in all languages, from benchmarks/month_names.py."""
    table: dict[str, Any] = json.loads(files("pipelines.metadata").joinpath("months.json").read_text(encoding="utf-8"))
    return table
