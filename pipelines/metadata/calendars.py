"""Days of the Hijri calendars, the Ethiopian, the Nepali and the Bengali one as Gregorian days. Knows no page and no wording beyond months.

Iran and Afghanistan date by the sun (Jalali: 27 Ordibehesht 1403), a few Arab papers by the moon as well. Their years
overlap, but not in the time of the web: a page of 1370 to 1410 by the sun is of 1991 to 2031, by the moon it would be
of 1950 to 1990. So the year tells the calendar, and where the month has a name, the name must be one of that calendar.
The moon's months begin when it is seen; what is computed here is right to a day, so such a date is never sure.

Ethiopia counts its years seven or eight behind ours, so they look like ours: there the month's name tells the
calendar. Tigrinya is written in Eritrea as well, where the same names are those of Gregorian months: its pages are
not converted. Nepal's years (Bikram Sambat) are 56 or 57 ahead; its months are as long as the state's calendar of the
year says, so they stand in a table. Bengal's years are 593 or 594 behind; Bangladesh has fixed their months to ours,
while India's almanacs count by the sun, so that there a day is sure only where its weekday is written too.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta

from pipelines.metadata.strings import folded

__all__ = [
    "days_in_han",
    "hijri_month",
    "of_bengali_calendar",
    "of_ethiopian_calendar",
    "of_nepali_calendar",
    "of_other_calendar",
]

_SOLAR_YEARS = range(1370, 1411)
_LUNAR_YEARS = range(1411, 1461)
_SOLAR_ANCHOR = date(2024, 3, 20)
"""1 Farvardin 1403."""
_LEAP_REMAINDERS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Of 33 years these eight have a day more; exact from 1925 to 2088 by the sun."""
_LUNAR_EPOCH = 227_014
"""Day before 1 Muharram of year 1, counted as `date.toordinal` counts."""

_SOLAR = (
    "فروردین حمل وری",
    "اردیبهشت ثور غویی",
    "خرداد جوزا غبرگولی",
    "تیر سرطان چنگاښ",
    "مرداد امرداد اسد زمری",
    "شهریور سنبله وږی",
    "مهر میزان تله",
    "آبان عقرب لړم",
    "آذر قوس لیندۍ",
    "دی جدی مرغومی",
    "بهمن دلو سلواغه",
    "اسفند حوت کب",
)
"""Persian, Dari and Pashto names."""
_LUNAR = (
    "محرم",
    "صفر",
    "ربیع الأول|ربيع الاول",
    "ربیع الثانی|ربيع الآخر",
    "جمادی الأولى|جمادى الاول",
    "جمادی الآخرة|جمادى الثانية|جمادی الثانی",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة|ذوالقعدة|ذی القعده|ذیقعده|ذیقعد|ذی القعدہ|ذوالقعدہ",
    "ذو الحجة|ذي الحجة|ذوالحجة|ذی الحجه|ذیحجه|ذوالحج|ذی الحجہ|ذوالحجہ",
)

_MONTH = folded("ماه")
"""Written to the month's name in Persian: `اردیبهشت‌ماه`."""
_MONTHS = {folded(name): (month, _SOLAR_YEARS) for month, names in enumerate(_SOLAR, 1) for name in names.split()} | {
    folded(name): (month, _LUNAR_YEARS) for month, names in enumerate(_LUNAR, 1) for name in names.split("|")
}

_ETHIOPIAN = (
    "መስከረም",
    "ጥቅምት ጥቅምቲ",
    "ኅዳር ህዳር ሕዳር",
    "ታኅሣሥ ታኅሳስ ታህሳስ ታህሣሥ ታሕሳስ",
    "ጥር ጥሪ",
    "የካቲት ለካቲት",
    "መጋቢት",
    "ሚያዝያ ሚያዚያ",
    "ግንቦት",
    "ሰኔ ሰነ",
    "ሐምሌ ሃምሌ ሀምሌ ሓምለ",
    "ነሐሴ ነሃሴ ነሀሴ ነሓሰ",
    "ጳጉሜን ጳጉሜ ጳጐሜን",
)
"""Amharic and Tigrinya names; the thirteenth month has five days, or six."""
_ETHIOPIAN_MONTHS = {name: month for month, names in enumerate(_ETHIOPIAN, 1) for name in names.split()}
_ETHIOPIAN_YEARS = range(1900, 2030)
_ETHIOPIAN_EPOCH = 2_796
"""1 Meskerem of year 1, as `date.toordinal` counts."""

_NEPALI = (
    "वैशाख बैशाख",
    "जेठ जेष्ठ ज्येष्ठ",
    "असार आषाढ अषाढ",
    "साउन श्रावण",
    "भदौ भाद्र",
    "असोज आश्विन",
    "कात्तिक कार्तिक",
    "मंसिर मङ्सिर मंसीर",
    "पुस पुष पौष",
    "माघ",
    "फागुन फाल्गुन",
    "चैत चैत्र",
)
_NEPALI_MONTHS = {name: month for month, names in enumerate(_NEPALI, 1) for name in names.split()}
_NEPALI_ANCHOR = date(1993, 4, 13)
"""1 Baisakh 2050."""
_NEPALI_LENGTHS = (
    "121210009091 111211090900 112111090900 121210009900 121210009091 112111090900 112120090900 121210009901 "
    "021210009091 112111090900 112210090900 121210009901 111211909091 112111090900 112210090900 121210009901 "
    "111211900991 112111090900 112210090900 121210009901 111211900900 112111090900 121210090900 121210009901 "
    "111211090900 112111090900 121210009900 121210009091 111211090900 112111090900 121210009900 121210009091 "
    "112111090900 112111090900 112110009000"
).split()
"""Of each year from 2050 on the last digits of its twelve months' lengths, 29 to 32 days; as in nepali-datetime 1.0.8."""


def of_nepali_calendar(month: str, year: int, day: int) -> date | None:
    """The Gregorian day of a month of that name or number; None for other months, other years and no such day.

    >>> of_nepali_calendar("कात्तिक", 2082, 26), of_nepali_calendar("07", 2082, 26), of_nepali_calendar("May", 2082, 26)
    (datetime.date(2025, 11, 12), datetime.date(2025, 11, 12), None)
    """
    number = (
        int(month) if month.isdecimal() else _NEPALI_MONTHS.get(month.split(maxsplit=1)[0] if month.strip() else "", 0)
    )
    years = year - 2050
    if not (0 <= years < len(_NEPALI_LENGTHS) and 1 <= number <= 12):
        return None
    lengths = [29 if sign == "9" else 30 + int(sign) for lengths in _NEPALI_LENGTHS[: years + 1] for sign in lengths]
    before = 12 * years + number - 1
    return _NEPALI_ANCHOR + timedelta(sum(lengths[:before]) + day - 1) if 1 <= day <= lengths[before] else None


def of_ethiopian_calendar(name: str, year: int, day: int, language: str) -> date | None:
    """The Gregorian day of a month of that name; None for other months, other years and no such day.

    >>> of_ethiopian_calendar("ኅዳር", 2018, 3, "am"), of_ethiopian_calendar("May", 2018, 3, "am")
    (datetime.date(2025, 11, 12), None)
    """
    month = _ETHIOPIAN_MONTHS.get(name.split(maxsplit=1)[0].strip("፣,.")) if name.strip() else None
    if not month or year not in _ETHIOPIAN_YEARS or language.startswith("ti"):
        return None
    length = 30 if month < 13 else 5 + (year % 4 == 3)
    if not 1 <= day <= length:
        return None
    return date.fromordinal(_ETHIOPIAN_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


_BENGALI = (
    "বৈশাখ",
    "জ্যৈষ্ঠ জৈষ্ঠ",
    "আষাঢ়",
    "শ্রাবণ",
    "ভাদ্র",
    "আশ্বিন",
    "কার্তিক",
    "অগ্রহায়ণ অঘ্রাণ",
    "পৌষ",
    "মাঘ",
    "ফাল্গুন ফাগুন",
    "চৈত্র",
)
_BENGALI_MONTHS = {folded(name): month for month, names in enumerate(_BENGALI, 1) for name in names.split()}
_BENGALI_YEARS = range(1394, 1461)
"""From 1987, when Bangladesh fixed them."""
_BENGALI_OFFSET = 593
_BENGALI_CHANGE = 1426
"""The year from which the sixth month has 31 days, too, and the eleventh has 29."""


def of_bengali_calendar(name: str, year: int, day: int) -> date | None:
    """The Gregorian day, as Bangladesh counts, of a month of that name; None for other months, other years and no such day.

    >>> of_bengali_calendar("আষাঢ়", 1431, 20), of_bengali_calendar("চৈত্র", 1430, 31)
    (datetime.date(2024, 7, 4), None)
    """
    month = _BENGALI_MONTHS.get(folded(name.split(maxsplit=1)[0]).strip(".,")) if name.strip() else None
    if not month or year not in _BENGALI_YEARS:
        return None
    new_year = date(year + _BENGALI_OFFSET, 4, 14)
    long, eleventh = (6, 29) if year >= _BENGALI_CHANGE else (5, 30)
    lengths = [31] * long + [30] * (12 - long)
    lengths[10] = eleventh + isleap(new_year.year + 1)
    return new_year + timedelta(sum(lengths[: month - 1]) + day - 1) if 1 <= day <= lengths[month - 1] else None


def hijri_month(name: str, year: int) -> int | None:
    """The month of that name in the calendar that such a year belongs to.

    >>> hijri_month("اردیبهشت", 1403), hijri_month("اردیبهشت", 1445), hijri_month("May", 1403)
    (2, None, None)
    """
    words = [word.removesuffix(_MONTH) or word for word in folded(name).split()]
    for candidate in (" ".join(words[:2]), "".join(words[:2]), words[0] if words else ""):
        month, years = _MONTHS.get(candidate, (0, range(0)))
        if year in years:
            return month
    return None


def of_other_calendar(year: int, month: int, day: int) -> tuple[date, bool] | None:
    """(the Gregorian day, is it sure?) of a year of these calendars; None for other years and for no such day.

    >>> of_other_calendar(1403, 2, 28), of_other_calendar(2024, 2, 28)
    ((datetime.date(2024, 5, 17), True), None)
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year in _SOLAR_YEARS:
        length = 31 if month < 7 else 30 if month < 12 else 29 + (year % 33 in _LEAP_REMAINDERS)
        return (_solar_new_year(year) + timedelta(_days_before(month) + day - 1), True) if day <= length else None
    if year in _LUNAR_YEARS and day <= 30:
        months = 29 * (month - 1) + month // 2
        return date.fromordinal(_LUNAR_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + months + day), False
    return None


def _days_before(month: int) -> int:
    return 31 * (month - 1) if month < 8 else 186 + 30 * (month - 7)


def _solar_new_year(year: int) -> date:
    first, last = sorted((1403, year))
    days = sum(365 + (y % 33 in _LEAP_REMAINDERS) for y in range(first, last))
    return _SOLAR_ANCHOR + timedelta(days if year >= 1403 else -days)


def days_in_han(line: str) -> list[tuple[re.Match[str], tuple[str, str, str]]]:
    """Days in Chinese numerals, each with its year, month and day in digits: `二零零五年三月廿一日` is 2005, 3, 21."""
    return [
        (found, (found["y"].translate(_HAN_DIGITS), _han_number(found["m"]), _han_number(found["d"])))
        for found in (_HAN_DAY.finditer(line) if "年" in line else ())
    ]


def _han_number(text: str) -> str:
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    count = int(tens.translate(_HAN_DIGITS) or 1) if ten else 0
    return str(10 * count + int(ones.translate(_HAN_DIGITS) or 0))


_HAN_DAY = re.compile(
    "(?P<y>[〇○零一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九]|十[一二]?)月"
    "(?P<d>[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?)日"
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
