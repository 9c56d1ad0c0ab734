"""Dates as people write them, read in the page's language. Knows no page; chooses nothing.

Three rules keep a date true. A day is not moved into another zone: what is returned is the day as written,
with a time only where its zone is written too (a time without a zone would claim more than is known).
Years of other eras (Buddhist, Japanese, Minguo), the Hijri calendars, the Ethiopian, the Nepali and the Bengali one
become Gregorian; of the lunar one the day is not sure, but where its weekday is written beside it. A month without a day is no date.

`3/4/2024` is read in the order that a weekday beside it tells, else in the language's; where that does not settle it, `sure` is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from pipelines.metadata.calendars import (
    days_in_han,
    hijri_month,
    of_bengali_calendar,
    of_ethiopian_calendar,
    of_nepali_calendar,
    of_other_calendar,
)
from pipelines.metadata.month_names import is_weekday, month_of, weekday_of
from pipelines.metadata.strings import one_line

__all__ = [
    "BETWEEN",
    "FoundDate",
    "date_in",
    "dates_in",
    "day_first_on_weekdays",
    "read_stamp",
    "without_dates",
    "without_weekday",
]

BETWEEN = " \t,.;:|/·•●–—-"
"""Signs that part a date from what stands beside it."""
_LONGEST = 600
"""Characters of a line that are read: a dateline is short, a paragraph's dates are not its own."""
_REMEMBERED = 4_096
"""Lines whose dates are remembered: many steps ask about the same line."""
_EARLIEST = 1700
"""Years before are page numbers and house numbers; archives do hold papers of the eighteenth century."""
_LATEST = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """One date in a line."""

    value: str
    """ISO 8601: a day, or a time with its zone."""
    sure: bool
    """False where day and month could also be the other way round."""
    start: int
    end: int
    """Where it stands in the line."""

    @property
    def day(self) -> str:
        return self.value[:10]


_ISO = re.compile(
    r"(?<![\d.])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"
    r"(?:(?:T|\s+|\+)(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s*(?P<zone>Z(?![a-z])|UTC|GMT"
    r"|[+-]\d{2}:?\d{2}(?!\d))?)?"
)
_COMPACT = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<clock>\d{4,6})(?P<zone>Z|[+-]\d{4})?)?$")
_NAME = r"[^\s\d,،;:|/()\-–'’]{2,24}"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})"
_OF_YEAR = r"(?:\.|\s?(?:m|ж|թ)\.|\s(?:оны|թվականի|թուականի|жылғы|жылдын|ခုနှစ်၊?|साल|د)|\(e\)ko|-?[^\W\d_]{1,5}\.?)"
"""What Lithuanian, Mongolian, Armenian, Burmese, Pashto, Basque and others set behind a year that comes first."""
_ORDINAL = r"(?:st|nd|rd|th|er|re|ère|[ºª°.]|-?(?:го|е|ей|ма|ти|ви)|['’]?(?:ê|an|ی|ي)|\.º)?"
_DAY_MONTH_YEAR = re.compile(
    rf"{_DAY}{_ORDINAL}[\s.,/-]*(?:(?:de|of|del|d|ng|gad[aā])\s+|(?:d|ta)['’]\s?"
    rf"|ב(?={_NAME}))?(?P<m>{_NAME}(?:\s{_NAME})?)(?:\s?/\s?{_NAME})?"
    rf"[\s.,،/'’-]*(?:(?:de|del|of|гг?\.|року|лета|سنة|عام|ساڵی|a|พ\.ศ\.|ค\.ศ\.|ປີ|ឆ្នាំ|жылы|соли|سال|کال|i\svitit|sala|ya\ssala|[vë]iti|të\svitit|vitit|anul|tahun|taun|mwaka|sannadka|hoggaa|de\sl['’]any|l['’]any|de\sl['’]an|anni|bliana)\s*)?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_])(?P<m>{_NAME})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|[ºª.])?(?:[,،፣၊]?\s+(?:(?:de|ቀን)\s+)?|/){_YEAR}",
    re.IGNORECASE,
)
_MONTH_DAY_CLOCK_YEAR = re.compile(rf"(?P<m>{_NAME})\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d:\d\d\s+\S{{2,6}}\s+{_YEAR}")
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d){_YEAR}{_OF_YEAR}?[\s,]+(?:د\s)?(?P<m>{_NAME})(?:\s+сарын)?\s+(?P<d>\d{{1,2}})(?!\d)", re.IGNORECASE
)
_YEAR_DAY_MONTH = re.compile(
    rf"(?<!\d){_YEAR}(?:\.\s?gada|[\s-]?(?:ж\.|жыл\w*|[yй]и?i?[lл]\w*))[\s,]+(?P<d>\d{{1,2}})[\s.-]*(?P<m>{_NAME})",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<y>\d{4})\s*(?:年|년|оны)\s*(?P<m>\d{1,2})\s*(?:月|월|(?:-?р\s)?сарын)\s*(?P<d>\d{1,2})"
    r"|(?<!\d)(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:\s+năm|,)?\s+(?P<y2>\d{4})",
    re.IGNORECASE,
)
_ERA = re.compile(
    r"(?P<era>令和|平成|昭和|民國|民国)\s*(?P<n>\d{1,3}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
)
_ERA_STARTS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_YEAR_FIRST = re.compile(r"(?<![\d.])(?P<y>\d{4})(?P<s>[./-])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(
    r"(?<![\d./])(?P<a>\d{1,2})(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<y>\d{4}|\d{2})(?![\d/]|\.\d)"
)
_CLOCK_WITH_ZONE = re.compile(
    r"(?<!\d)(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(?:(?:GMT|UTC)?\s?([+-]\d{2}:?\d{2})|(GMT|UTC|Z)\b)(?!.*[ap]\.?m)",
    re.IGNORECASE,
)
_FULL_YEAR = re.compile(r"\d{4}")
_DIGIT = re.compile(r"\d")
_EPOCH = re.compile(r"^(\d{10})(?:\d{3})?$")

_MONTH_FIRST_REGIONS = frozenset({"us", "ph", "pr", "bz", "fm", "pw"})
_BUDDHIST_OFFSET = 543
_BUDDHIST_SCRIPTS = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]")


def date_in(text: str, language: str | None = None) -> FoundDate | None:
    """The first date of the line, or None.

    >>> date_in("Posted on 3 May 2021 by Ana Ruiz").value
    '2021-05-03'
    >>> date_in("٣ أيار ٢٠٢١", "ar").value, date_in("2021年5月3日").value
    ('2021-05-03', '2021-05-03')
    >>> date_in("03/05/2021", "en-GB").value, date_in("03/05/2021", "en").sure
    ('2021-05-03', False)
    """
    return next(iter(dates_in(text, language)), None)


def dates_in(text: str, language: str | None = None) -> tuple[FoundDate, ...]:
    """All dates of the line in their order; where two readings overlap, the one found by the stricter rule."""
    line = _ascii_digits(text[:_LONGEST])
    return _dates_of(line, language) if _DIGIT.search(line) or "年" in line else ()


@lru_cache(maxsize=_REMEMBERED)
def _dates_of(line: str, language: str | None) -> tuple[FoundDate, ...]:
    taken: list[FoundDate] = []
    for found in _readings(line, language):
        if found and all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found if found.sure else _on_its_weekday(found, line))
    return tuple(_said_once(sorted(taken, key=lambda f: f.start), line))


def _on_its_weekday(found: FoundDate, line: str) -> FoundDate:
    """A day of the moon's calendar moved to the weekday written beside it, at most two days off, which makes it sure.

    >>> date_in("اتوار 27 رمضان المبارک 1445ھ").value, date_in("27 رمضان المبارک 1445ھ").sure
    ('2024-04-07', False)
    """
    if "T" in found.value or not _LUNAR_YEAR.search(line[found.start : found.end]):
        return found
    weekdays = _weekdays_beside(line, found.start, found.end)
    when = date.fromisoformat(found.value)
    off = (weekdays[0] - when.weekday() + 3) % 7 - 3 if weekdays else 3
    if abs(off) > _MOST_DAYS_OFF:
        return found
    return replace(found, value=(when + timedelta(off)).isoformat(), sure=True)


_LUNAR_YEAR = re.compile(r"14[1-5]\d")
_MOST_DAYS_OFF = 2


def _weekdays_beside(line: str, start: int, end: int) -> list[int]:
    """Days of the week right before and right behind a date."""
    beside = (line[:start].rstrip(BETWEEN + "،").rpartition(" ")[2], _weekday_behind(line[end:]))
    return [day for word in beside if (day := weekday_of(word)) is not None]


def _weekday_behind(rest: str) -> str:
    words = rest.lstrip(BETWEEN + "،هھـ").split(maxsplit=1)
    return words[0] if words else ""


def _said_once(found: list[FoundDate], line: str) -> Iterator[FoundDate]:
    """The dates without an Ethiopian one that the line itself converts: Tigrinya has one set of names for both calendars.

    >>> [found.value for found in dates_in("16 ግንቦት 2014 / 24 ግንቦት 2022", "ti")]
    ['2022-05-24']
    """
    days = {one.day for one in found}
    for one in found:
        written = _ETHIOPIC.search(line, one.start, one.end)
        year, month, day = map(int, one.day.split("-"))
        other = of_ethiopian_calendar(written[0], year, day, "") if written and month else None
        if other is None or other.isoformat() not in days or other.isoformat() == one.day:
            yield one


_ETHIOPIC = re.compile(r"[\u1200-\u135a]{2,}")


def read_stamp(value: str, language: str | None = None) -> FoundDate | None:
    """The date of an attribute or a structured field: all of `date_in`, compact stamps and seconds since 1970.

    >>> read_stamp("2021-05-03T23:30:00-0700").value, read_stamp("2021-05-03 23:30").value
    ('2021-05-03T23:30:00-07:00', '2021-05-03')
    >>> read_stamp("Mon, 03 May 2021 23:30:00 +0200").value, read_stamp("20210503").value
    ('2021-05-03T23:30:00+02:00', '2021-05-03')
    """
    line = _ascii_digits(one_line(value, 100))
    compact, epoch = _COMPACT.match(line), _EPOCH.match(line)
    if compact:
        return _found(compact, compact.group("y", "m", "d"), _stamp_clock(compact))
    if epoch:
        moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        return FoundDate(value=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), sure=True, start=0, end=len(line))
    found = date_in(line, language)
    if not found or "T" in found.value:
        return found
    clock = _CLOCK_WITH_ZONE.search(line)
    suffix = _clock(clock[1], clock[2] or clock[3]) if clock else ""
    return FoundDate(value=found.value + suffix, sure=found.sure, start=found.start, end=found.end)


def _readings(line: str, language: str | None) -> Iterator[FoundDate | None]:
    """What each rule finds, the strictest first."""
    has_year = _FULL_YEAR.search(line) is not None  # which all rules ask for, but those of eras and of short years
    for match in _ISO.finditer(line) if has_year else ():
        yield _found(match, _ymd(match, language), _clock(match["clock"], match["zone"]))
    for match, ymd in days_in_han(line):
        yield _found(match, ymd)
    for match in _ERA.finditer(line):
        count = 1 if match["n"] == "元" else int(match["n"])
        yield _found(match, (str(_ERA_STARTS[match["era"]] + count), match["m"], match["d"]))
    if has_year:
        yield from _with_full_year(line, language)
    for match in _YEAR_LAST.finditer(line):
        yield _numeric(match, language)


def _with_full_year(line: str, language: str | None) -> Iterator[FoundDate | None]:
    for match in _COUNTED.finditer(line):
        yield _found(match, match.group("y", "m", "d") if match["y"] else match.group("y2", "m2", "d2"))
    for rule in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _MONTH_DAY_CLOCK_YEAR, _YEAR_DAY_MONTH, _YEAR_MONTH_DAY):
        yield from _named_months(rule, line, language)
    for match in _YEAR_FIRST.finditer(line):
        yield _found(match, _ymd(match, language))


def _ymd(match: re.Match[str], language: str | None) -> tuple[str, ...]:
    """The match's year, month and day; in Nepali those of its own calendar, whose years are not yet ours."""
    found = (language or "").startswith("ne") and of_nepali_calendar(match["m"], int(match["y"]), int(match["d"]))
    return (str(found.year), str(found.month), str(found.day)) if found else match.group("y", "m", "d")


def _named_months(rule: re.Pattern[str], line: str, language: str | None) -> Iterator[FoundDate | None]:
    at = 0
    while match := rule.search(line, at):
        at = match.end()
        name, year, day = match["m"], int(match["y"]), int(match["d"])
        spoken = "" if _SAYS_ETHIOPIAN.match(line, at) else language or ""
        other = (
            of_ethiopian_calendar(name, year, day, spoken)
            or of_nepali_calendar(name, year, day)
            or of_bengali_calendar(name, year, day)
        )
        month = month_of(name, language) or hijri_month(name, year)
        if other:
            sure = not (language or "").lower().startswith("bn-in")
            yield _found(match, (str(other.year), str(other.month), str(other.day)), sure=sure)
        elif month:
            yield _found(match, (_gregorian(match["y"], language or "", name), str(month), match["d"]))
        else:
            at = match.start("m") if match.start("m") > match.start() else match.start() + 1


_SAYS_ETHIOPIAN = re.compile(r"\D{0,20}?(?:ግእዝ|ግዕዝ|ዓ[./]ም[./]ፈ)")
"""Names of the Ethiopian calendar in Tigrinya, behind a date."""


def without_dates(text: str) -> str:
    """The line with its dates replaced by spaces: what else it says."""
    for found in reversed(dates_in(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def without_weekday(line: str) -> str:
    """What stands before a date, without the day of the week that opens it: `سلمى الحداد الجمعة`, `Ana Ruiz, Thursday`."""
    before, _, last = line.rstrip(BETWEEN).rpartition(" ")
    return before if before and is_weekday(last) else line


def _numeric(match: re.Match[str], language: str | None) -> FoundDate | None:
    """`3/4/2024` in the language's order; the other order where only that gives a date."""
    first, second = int(match["a"]), int(match["b"])
    year = match["y"] if len(match["y"]) == 4 else "20" + match["y"]
    month_first, known = _order(match["s"], language)
    if max(first, second) > 12:
        month_first, known = second > 12, True
    elif (told := _month_first_on_weekday(match)) is not None:
        month_first, known = told, True
    month, day = (first, second) if month_first else (second, first)
    sure = (known or first == second) and len(match["y"]) == 4
    return _found(match, (year, str(month), str(day)), sure=sure)


def day_first_on_weekdays(line: str) -> set[bool]:
    """Whether the day stands first in the line's dates of numbers, as far as weekdays beside them tell.

    >>> day_first_on_weekdays("Tuesday 07/04/2026"), day_first_on_weekdays("07/04/2026")
    ({True}, set())
    """
    told = map(_month_first_on_weekday, _YEAR_LAST.finditer(_ascii_digits(line[:_LONGEST])))
    return {not month_first for month_first in told if month_first is not None}


def _month_first_on_weekday(match: re.Match[str]) -> bool | None:
    """Whether the month stands first, where of the two readings one alone is on the weekday written beside it; else None.

    Before the date first: what stands behind may open the next one. Dots part no months from days that follow them.
    """
    if match["s"] == "." or match["a"] == match["b"]:
        return None
    for weekday in _weekdays_beside(match.string, match.start(), match.end()):
        year = int(match["y"]) if len(match["y"]) == _YEAR_DIGITS else 2000 + int(match["y"])
        on_it = [_is_on(weekday, year, month, day) for month, day in (match.group("a", "b"), match.group("b", "a"))]
        if any(on_it) and not all(on_it):
            return on_it[0]
    return None


_YEAR_DIGITS = 4


def _is_on(weekday: int, year: int, month: str, day: str) -> bool:
    try:
        return date(year, int(month), int(day)).weekday() == weekday
    except ValueError:
        return False


def _order(separator: str, language: str | None) -> tuple[bool, bool]:
    """(month first?, known?): dots mean day first everywhere, English without a region does not say."""
    if separator == ".":
        return False, True
    base, _, region = (language or "").lower().replace("_", "-").partition("-")
    if base in ("en", "", "fil", "tl"):
        return (region in _MONTH_FIRST_REGIONS or not region), bool(region)
    return False, True


def _gregorian(year: str, language: str, month: str) -> str:
    """Thai, Lao and Khmer pages count years from the Buddha's death; their months are named so, so there is no doubt."""
    buddhist = language.startswith(("th", "lo", "km")) or _BUDDHIST_SCRIPTS.search(month)
    return str(int(year) - _BUDDHIST_OFFSET) if buddhist and int(year) > 2400 else year


def _found(match: re.Match[str], ymd: tuple[str, ...], clock: str = "", *, sure: bool = True) -> FoundDate | None:
    """The date, if there is such a day and it can be one of an article."""
    try:
        year, month, day = (int(part) for part in ymd)
        other = of_other_calendar(year, month, day)
        when, certain = other or (date(year, month, day), True)
    except ValueError:
        return None
    if not _EARLIEST <= when.year <= _LATEST:
        return None
    return FoundDate(value=when.isoformat() + clock, sure=sure and certain, start=match.start(), end=match.end())


def _clock(clock: str | None, zone: str | None) -> str:
    """`T23:30:00-07:00`; empty where the zone is missing or the time impossible."""
    if not clock or not zone:
        return ""
    hours, minutes, seconds = (int(n) for n in (clock + ":00").split(":")[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        return ""
    shown = "Z" if zone.upper() in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"
    return f"T{hours:02}:{minutes:02}:{seconds:02}{shown}"


def _stamp_clock(match: re.Match[str]) -> str:
    digits = match["clock"] or ""
    parts = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    return _clock(":".join(parts), match["zone"]) if len(digits) in (4, 6) else ""


def _ascii_digits(text: str) -> str:
    """Digits of all scripts as 0 to 9; one character stays one character, so positions hold."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)
