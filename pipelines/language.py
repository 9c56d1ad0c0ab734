"""Which language a text is written in: a BCP 47 tag and how sure. What the page declares is a hint, the text decides.

Theory of operation
-------------------
py3langid gives the log-likelihood of 140 languages. Declared languages add a prior worth a few words:
a template's wrong `lang="en"` loses against a paragraph, and decides a headline. Languages that are rare
on the web lose as much, because on short texts they are the usual wrong answer. Between languages that are
hardly told apart (Bosnian, Croatian, Serbian; Indonesian, Malay; ...) the declared one is taken.

Kurdish has rules of its own, before the model is asked. Central Kurdish (Sorani, `ckb`) is known by letters that
neither Arabic, Persian, Urdu nor Uyghur writes; Northern Kurdish (Kurmanji, `kmr`, in either script) by its
letters and prepositions. `kmr` rather than `ku`, because `ku` also includes `ckb`. Sindhi and Tigrinya, which the
model does not know, are told by their letters too; Persian typed with Arabic letters by its small words.

Chinese is `zh-Hans` or `zh-Hant` where signs that differ show it. A text of a few letters gets no answer, or the
declared one with a confidence below one half.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["language_of"]

_SAMPLE = 3_000
"""Characters read; py3langid needs no more, and takes a millisecond for them."""
_FEWEST_LETTERS = 12
_FEWEST_SIGNS = 4
"""Of Chinese, Japanese and Korean, where a sign is a syllable or a word."""
_PRIOR = (6.0, 3.0)
"""Nats for the first and for further declared languages: about what one clear word is worth."""
_RARE_PENALTY = 5.0
_SETTLED = 60
"""Letters from which the model's own confidence is believed in full."""
_FLOOR = 0.05
"""A likelier answer than this is worth returning at all."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[\d_]+")
_SIGNS = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]")
_WORDS = re.compile(r"[^\W\d_]+")

_SAME_AS = {
    "ary": "ar",
    "arz": "ar",
    "wuu": "zh",
    "yue": "zh",
    "no": "nb",
    "ku": "kmr",
    "sdh": "ckb",
    "uzs": "uz",
    "hbo": "he",
    "grc": "el",
    "gug": "gn",
    "kik": "ki",
    "zxx": "und",
}
_ALIASES = {
    "no": "nb",
    "ku": "kmr",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "prs": "fa",
    "tl": "fil",
    "sh": "sr",
    "cmn": "zh",
    "kur": "kmr",
}
"""Older and broader tags as pages declare them."""
_RARE = frozenset(
    "ace an ba bcl br crh dz eo ext fo fuv gcf gcr gd gn gom grc guw ha ht ig jv kab ki la lb lg lij ln ltg mg mt nso oc om pcm qu rw sa"
    " se sn so st tk tt und vec vo wa xh yo zu fy ga cy".split(" ")
)
_CLOSE = (
    frozenset({"bs", "hr", "sr"}),
    frozenset({"id", "ms"}),
    frozenset({"nb", "nn", "da"}),
    frozenset({"cs", "sk"}),
    frozenset({"gl", "pt"}),
    frozenset({"mk", "bg"}),
    frozenset({"zu", "xh"}),
    frozenset({"kk", "ky"}),
    frozenset({"az", "tr"}),
    frozenset({"ca", "oc"}),
)
_CLOSE_CALL = 12.0
"""Nats: between close languages a smaller lead is overruled by the declaration."""


def language_of(text: str, hints: Iterable[str] = ()) -> tuple[str | None, float]:
    """(tag, confidence) of a text; (None, 0.0) where there is too little of it and nothing declared.

    >>> language_of("Die Gemeinde hat am Dienstag beschlossen, die alte Mühle zu kaufen und zu öffnen.")[0]
    'de'
    >>> language_of("Ok", ("tr-TR",)), language_of("Ok")
    (('tr', 0.3), (None, 0.0))
    """
    declared = tuple(dict.fromkeys(base for base in map(_base, hints) if base))
    sample = _NOISE.sub(" ", text[:_SAMPLE])
    letters, signs = sum(map(len, _WORDS.findall(sample))), len(_SIGNS.findall(sample))
    if letters < _FEWEST_LETTERS and signs < _FEWEST_SIGNS:
        return (_written(declared[0], sample), 0.3) if declared else (None, 0.0)
    known = _kurdish(sample) or _by_letters(sample)
    if known:
        return known, _doubted(0.97, letters)
    tag, sure = _modelled(sample, declared)
    tag = _corrected(tag, sample, declared)
    if tag == "und" or sure < _FLOOR:
        return (_written(declared[0], sample), 0.3) if declared else (None, 0.0)
    return _written(tag, sample), round(_doubted(sure, letters + 4 * signs), 2)


def _modelled(sample: str, declared: tuple[str, ...]) -> tuple[str, float]:
    """The likeliest language and its share of all, with the declared ones favoured."""
    scores: dict[str, float] = {}
    for label, score in _identifier().rank(sample):
        tag = _SAME_AS.get(label, label)
        scores.setdefault(tag, float(score) - (_RARE_PENALTY if tag in _RARE else 0.0))
    for place, tag in enumerate(declared):
        if tag in scores:
            scores[tag] += _PRIOR[min(place, 1)] + (_RARE_PENALTY if tag in _RARE else 0.0)
    best = max(scores, key=scores.__getitem__)
    for group in _CLOSE:
        said = next((tag for tag in declared if tag in group), None)
        if best in group and said and scores[best] - scores[said] < _CLOSE_CALL:
            best = said
    total = sum(math.exp(min(score - scores[best], 50.0)) for score in scores.values())
    return best, min(1.0, 1.0 / total)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The model, loaded when the first text comes (a quarter of a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _doubted(sure: float, letters: int) -> float:
    """A short text's confidence is lowered: the model is as sure of three words as of three hundred."""
    return round(sure * min(1.0, 0.4 + 0.6 * letters / _SETTLED), 2)


def _base(tag: str) -> str:
    found = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", tag.strip())
    base = found.group().lower() if found else ""
    return _ALIASES.get(base, base)


# Kurdish -----------------------------------------------------------------------------------------------------

_SORANI = re.compile("[ێڕڵ]")
_UYGHUR = re.compile("[ۈۋېڭ]")
_FEWEST_SORANI = 0.015
"""Share of ێ ڕ ڵ among the letters: Central Kurdish texts have 3 to 6 %, its neighbours none."""
_BAHDINI_WORDS = frozenset({"ژ", "ل", "ب", "د", "یێ", "یا", "ئێکێ"})
_SORANI_WORDS = frozenset({"لە", "بە", "بۆ", "کە", "لەگەڵ", "ئەو", "ئەم", "لەسەر", "دوای"})
_KURMANJI_WORDS = frozenset(
    {
        "û",
        "ji",
        "di",
        "bi",
        "li",
        "jî",
        "ku",
        "xwe",
        "yên",
        "ev",
        "ew",
        "hat",
        "ê",
        "ser",
        "nav",
        "dike",
        "kir",
        "wan",
        "wê",
        "wî",
        "tê",
    }
)
_KURMANJI_LETTERS = re.compile("[îûêÎÛÊ]")
_FEWEST_KURMANJI_LETTERS = 2
_FEWEST_KURMANJI_WORDS = 0.14
"""Share of these words among all: Kurmanji texts have 20 to 35 %, French with its ê and û under 5 %."""


def _kurdish(sample: str) -> str | None:
    arabic = 0 if sample.isascii() else len(_ARABIC.findall(sample))
    if arabic <= len(sample) / 3 and len(_KURMANJI_LETTERS.findall(sample)) < _FEWEST_KURMANJI_LETTERS:
        return None
    words = [word.lower() for word in _WORDS.findall(sample)]
    if arabic > len(sample) / 3:
        own, strange = len(_SORANI.findall(sample)), len(_UYGHUR.findall(sample))
        if own / arabic < _FEWEST_SORANI or strange >= own:
            return None
        counted = Counter(words)
        northern = sum(counted[w] for w in _BAHDINI_WORDS) > sum(counted[w] for w in _SORANI_WORDS)
        return "kmr-Arab" if northern and len(words) > 8 else "ckb"
    telling = len(_KURMANJI_WORDS.intersection(words))
    share = sum(word in _KURMANJI_WORDS for word in words) / max(1, len(words))
    return "kmr" if telling >= 3 and share >= _FEWEST_KURMANJI_WORDS else None


# Neighbours the model mistakes ---------------------------------------------------------------------------------

_SINDHI = re.compile("[ڪٿڄڃڦڻٻڀڏڊ]")
_FEWEST_SINDHI = 0.02
"""Share of letters that only Sindhi writes; its texts have 5 to 10 %."""
_ETHIOPIC = re.compile("[\u1200-\u137f]")
_TIGRINYA = re.compile(r"\b(?:ኣብ|ናይ|እዩ|ኣሎ|ምስ|ካብ|ከምዝ\w*|ኣይ\w*|ነዚ|እቲ|እዚ|ኢዩ)\b")
_AMHARIC = re.compile(r"\b(?:ነው|ላይ|ውስጥ|እና|ወደ|ጋር|መሆኑን|ናቸው|እንደ\w*|አስታወቀ\w*)\b")
_PERSIAN_WORDS = frozenset("از به در را با که كه این اين است شد برای براي می مي آن یک يك شده کرد كرد بود نیز".split())
_INDONESIAN = frozenset(
    "bahwa karena mengatakan polisi uang selasa rabu kamis jumat sabtu minggu maret agustus kota mobil ujar kata pemilu"
    " sekolah bisa tidak ia waktu kabupaten provinsi warga tersebut namun".split()
)
_MALAY = frozenset(
    "bahawa kerana berkata polis wang khamis jumaat ahad mac ogos bandar kereta ujarnya katanya pilihan raya boleh beliau"
    " ialah kerajaan negeri pihak jawatan daripada mahu".split()
)


def _by_letters(sample: str) -> str | None:
    if sample.isascii():
        return None
    arabic = len(_ARABIC.findall(sample))
    if arabic > len(sample) / 3 and len(_SINDHI.findall(sample)) >= _FEWEST_SINDHI * arabic:
        return "sd"
    if len(_ETHIOPIC.findall(sample)) > len(sample) / 3:
        return "ti" if len(_TIGRINYA.findall(sample)) > len(_AMHARIC.findall(sample)) else None
    return None


def _corrected(tag: str, sample: str, declared: tuple[str, ...]) -> str:
    """Another language where small words say that the model took it for its neighbour."""
    if tag not in ("ar", "id", "ms"):
        return tag
    words = [word.lower() for word in _WORDS.findall(sample)]
    if tag == "ar":
        persian = sum(word in _PERSIAN_WORDS for word in words)
        return "fa" if persian >= 2 and persian > sum(word.startswith("ال") for word in words) else tag
    if tag in ("id", "ms") and not {"id", "ms"} & set(declared):
        lead = sum(word in _INDONESIAN for word in words) - sum(word in _MALAY for word in words)
        return "id" if lead > 0 else "ms" if lead < 0 else tag
    return tag


# Scripts -----------------------------------------------------------------------------------------------------

_SIMPLIFIED = frozenset(
    "们这国时说对会发经学问话车门见长东马书买乐军农业产现样实关开动还进过来没么让给认识语读请谁难题领导报纸网络电视边达运远选适迁页顺须预额风飞饭馆银钱铁错镇阳阴阶队际陆"
)
_TRADITIONAL = frozenset(
    "們這國時說對會發經學問話車門見長東馬書買樂軍農業產現樣實關開動還進過來沒麼讓給認識語讀請誰難題領導報紙網絡電視邊達運遠選適遷頁順須預額風飛飯館銀錢鐵錯鎮陽陰階隊際陸"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def _written(tag: str, sample: str) -> str:
    """The tag with its script, where a language is commonly written in two."""
    if tag == "zh":
        simple = sum(c in _SIMPLIFIED - _TRADITIONAL for c in sample)
        full = sum(c in _TRADITIONAL - _SIMPLIFIED for c in sample)
        return "zh-Hans" if simple > 2 * full else "zh-Hant" if full > 2 * simple else "zh"
    if tag in ("sr", "uz", "az", "kk") and (tag == "sr") != bool(_CYRILLIC.search(sample)):
        return f"{tag}-{'Latn' if tag == 'sr' else 'Cyrl'}" if tag != "kk" else tag
    return tag
