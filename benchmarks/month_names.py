"""Write pipelines/metadata/months.json: the names of the months, from the Unicode CLDR by way of Babel.

Run it when Babel's data grows: `python benchmarks/month_names.py`. The table is kept as a file because
loading Babel's own files for eighty languages takes half a second, in each process.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from pipelines.metadata.strings import folded

LOCALES = (
    "en en_AU de de_AT fr fr_CA es pt it nl sv da nb nn fi is et lv lt pl cs sk sl hr sr sr_Latn bs bg mk ru uk be ro hu el tr"
    " az az_Cyrl kk uz uz_Cyrl ky tg tk tt ar ar_SY ar_MA ar_DZ fa fa_AF he ur ku ckb ps sd ug hi bn ta te ml kn gu mr pa ne si"
    " or as th lo id ms jv su fil km my mn ka hy am ti sw so ha yo ig zu xh af rw om sq mt ca eu gl oc ast cy ga gd br fo lb fy"
    " rm eo hsb"
).split()
FURTHER = sorted({code.split("_")[0] for code in locale_identifiers()} - {code.split("_")[0] for code in LOCALES})
"""All other languages of the CLDR: their names count where none of the above means another month by them."""
ADDED = {
    "ht": {
        word: number
        for number, word in enumerate(
            "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm".split(), start=1
        )
    },
    "en": {"sept": 9},
    "es": {"setiembre": 9},
    "fr": {"fevr": 2},
    "de": {"mrz": 3, "maerz": 3, "jaenner": 1},
    "ku": {
        "çile": 1,
        "kanûna paşîn": 1,
        "kanûna pêşîn": 12,
        "çiriya pêşîn": 10,
        "çiriya paşîn": 11,
        "avrêl": 4,
        "tebaxê": 8,
        "gulanê": 5,
        "sibatê": 2,
        "adarê": 3,
        "nîsanê": 4,
        "hezîranê": 6,
        "tîrmehê": 7,
        "îlonê": 9,
        "cotmehê": 10,
        "mijdarê": 11,
        "berfanbarê": 12,
        "kanûnê": 12,
        "rêbendanê": 1,
        "çileyê": 1,
        "kanûna duyem": 1,
        "kanûna yekem": 12,
        "çiriya yekem": 10,
        "çiriya duyem": 11,
        "îlona": 9,
        "gulana": 5,
        "pûşperê": 6,
        "reşemiyê": 2,
    },
    "mn": {
        word: number
        for number, word in enumerate(
            "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар долоодугаар наймдугаар есдүгээр"
            " аравдугаар арваннэгдүгээр арванхоёрдугаар".split(),
            start=1,
        )
    },
    "ml": {"മെയ്": 5, "ആഗസ്റ്റ്": 8, "ആഗസ്ത്": 8, "ഏപ്രില്": 4},
    "ne": {"जुन": 6, "अगस्त": 8, "अक्टोबर": 10, "नोभेम्बर": 11, "डिसेम्बर": 12, "फेब्रुअरी": 2, "जनवरी": 1},
    "be": {"студзень": 1, "траўня": 5, "травень": 5},
    "ky": {
        word: number
        for number, word in enumerate(
            "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры".split(), start=1
        )
    },
    "so": {"janaayo": 1, "febraayo": 2, "maarso": 3, "maajo": 5, "juun": 6, "luulyo": 7, "agoosto": 8, "sebtembar": 9},
    "ti": {
        word: number
        for number, word in enumerate("ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ".split(), start=1)
    },
    "bn": {"জানুয়ারি": 1, "ফেব্রুয়ারি": 2, "আগস্ট": 8, "সেপ্টেম্বর": 9},
    "ckb": {
        "کانونی دووەم": 1,
        "کانوونی دووهەم": 1,
        "ئادار": 3,
        "تشرینی یەکەم": 10,
        "کانوونی یەکەم": 12,
        "تەموز": 7,
        "ئەیلول": 9,
    },
}
TARGET = Path(__file__).parent.parent / "pipelines" / "metadata" / "months.json"


def main() -> None:
    meanings: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code in LOCALES:
        for name, month in names_of(code):
            meanings[name][month].add(code.split("_")[0])
    names = {n: next(iter(m)) for n, m in sorted(meanings.items()) if len(m) == 1}
    disputed = {
        n: {language: month for month, languages in sorted(m.items()) for language in sorted(languages)}
        for n, m in sorted(meanings.items())
        if len(m) > 1
    }
    for name in WEEKDAYS & names.keys():
        month = names.pop(name)
        disputed[name] = dict.fromkeys(sorted(meanings[name][month]), month)
    names, own = with_further(names, dict(sorted(disputed.items())))
    source = "Unicode CLDR, by benchmarks/month_names.py; keys are pipelines.metadata.strings.folded names"
    numbers: dict[str, set[int]] = defaultdict(set)
    for code in (*LOCALES, *FURTHER):
        for name, day in weekdays_of(code):
            numbers[name].add(day)
    weekdays = {n: min(d) if len(d) == 1 else None for n, d in sorted(numbers.items()) if n not in {*names, *disputed}}
    lines = {
        "source": source,
        "disputed": dict(sorted(disputed.items())),
        "own": own,
        "names": names,
        "weekdays": weekdays,
    }
    text = json.dumps(lines, ensure_ascii=False, indent=0)
    TARGET.write_text(re.sub(r"(?<=[{,])\n(?=\"[^\"\n]*\": (?:\d|null))", "", text) + "\n", encoding="utf-8")
    print(f"{len(names)} names, {len(disputed)} of different months in different languages")


def with_further(
    names: dict[str, int], disputed: dict[str, dict[str, int]]
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The names with the long ones of further languages on which all agree; the others for each language alone."""
    meanings: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code in FURTHER:
        for name, month in names_of(code):
            if names.get(name) != month:
                meanings[name][month].add(code)
    own: dict[str, dict[str, int]] = defaultdict(dict)
    added = {}
    for name, months in sorted(meanings.items()):
        if len(months) == 1 and name not in disputed and name not in names and len(name) >= SHORTEST:
            added[name] = next(iter(months))
            continue
        for month, languages in sorted(months.items()):
            for language in sorted(languages):
                own[language][name] = month
    return dict(sorted((added | names).items())), dict(sorted(own.items()))


WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())
"""Days as English dates print them, `May 23 Sat 2026`: a month of that name is one on pages of its own language alone."""
SHORTEST = 6
"""Letters of a further language's name that is read on all pages: shorter ones are words of others."""


def weekdays_of(code: str) -> list[tuple[str, int]]:
    """The whole names of the days of the week, Monday as 0: their abbreviations are also words and names."""
    days = Locale.parse(code).days
    named = [
        (folded(str(name)).strip(" ."), day)
        for context in ("format", "stand-alone")
        for day, name in days[context]["wide"].items()
    ]
    return [(name, day) for name, day in named if len(name) > 2]


def names_of(code: str) -> list[tuple[str, int]]:
    months = Locale.parse(code).months
    found = [
        (str(name), month)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in months[context][width].items()
    ]
    found += list(ADDED.get(code, {}).items())
    folded_names = [(folded(name).strip(" ."), month) for name, month in found]
    bare = [
        (re.sub(r"^(?:d|de|da|dhen|an|am|osu) ", "", n), m) for n, m in folded_names
    ]  # "de maig": the date rules know "de"
    return [(n, m) for n, m in bare if len(n) > 1 and not any(c.isdigit() for c in n)]


if __name__ == "__main__":
    main()
