"""The wording of lines that sign a text, of pages and of dumps; knows no page.

A line signs where it begins with a label of the author's (`By`, `Tekst:`, `文・`) and names somebody, and a paragraph where
its dateline does: `[서울=뉴스] 홍길동 기자 =`, `（记者 王大明）`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipelines.metadata.authors import LATER_LABEL, SECOND_LABEL, names_in
from pipelines.metadata.by_words import AND_WORDS, BY_BEHIND_DATE, BY_WORDS, POSTER_LABELS, WRITER_LABELS
from pipelines.metadata.roles import COLONS, OPENING_LABELS, OPENING_NOUNS, OPENINGS
from pipelines.metadata.strings import any_of

__all__ = [
    "LABEL",
    "LONGEST_BYLINE",
    "OPENING",
    "SHORT_BYLINE",
    "Signed",
    "dateline_names",
    "is_told",
    "read_signed",
    "without_by_word",
]

LONGEST_BYLINE = 160
"""Characters: a longer element is the author's biography."""
SHORT_BYLINE = 80


class Signed(NamedTuple):
    """What a line that signs a text names."""

    names: tuple[str, ...]
    opens: bool
    """The label stands first in the line."""
    unsaid: bool
    """It may begin a sentence as well: `记者` without a colon."""


def read_signed(line: str, linked: tuple[str, ...] = ()) -> Signed | None:
    """Whom a line that begins like a byline, and holds little else, names; `linked` are names its links say.

    >>> read_signed("Testua: Ane Etxe; argazkiak: Jon Urki").names
    ('Ane Etxe',)
    """
    opening = OPENING.match(line)
    labelled = None if opening else LATER_LABEL.search(line)
    if is_told(line) or not (opening or labelled or _SIGNED.match(line)):
        return None
    names = linked or names_in(SECOND_LABEL.sub("", line[opening.end() :], count=1) if opening else line)
    if opening and opening.group().strip(" :").casefold() in _PREPOSITIONS and not any(" " in n for n in names):
        return None
    named = sum(map(len, names))
    if not named or not (labelled or len(line) <= SHORT_BYLINE or named > len(line) / 3):
        return None
    unsaid = _REPORTER.match(line) is not None
    if unsaid and any(_HAN_WORDS.search(name) for name in names):
        return None
    return Signed(names, opening is not None, unsaid)


def without_by_word(line: str, language: str) -> str:
    """The full names that stand behind the language's word for `by`, and nothing where the line holds something else.

    >>> without_by_word("Le Caoimhe Ní Ghallchóir", "ga"), without_by_word("Le Monde Diplomatique", "fr")
    ('Caoimhe Ní Ghallchóir', '')
    """
    code = language.lower().partition("-")[0]
    if code not in BY_WORDS or len(line) > SHORT_BYLINE:
        return ""
    by_word, joint = _said_in(code)
    found = by_word.match(line)
    if not found:
        return ""
    return joint.sub(" & ", line[found.end() :]) if joint else line[found.end() :]


@cache
def _said_in(code: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """A language's words for `by`, before a capital or an Ethiopic letter, and those for `and`, if they are its own."""
    by_word = re.compile(rf"(?i:{any_of(BY_WORDS[code])})\s+(?=[^\W\d_a-z]\S*\s|[\u1200-\u135a])")
    joints = AND_WORDS.get(code)
    return by_word, re.compile(rf"\s(?:{any_of(joints)})\s") if joints else None


def dateline_names(paragraph: str) -> tuple[str, ...]:
    """Who the beginning of a story says reported it: `江边5月3日电（记者 王大明）`, `(부산=통신) 홍길동 기자 =`.

    >>> dateline_names("【ロンドン＝山田太郎】英政府は")
    ('山田太郎',)
    """
    begun = paragraph[:LONGEST_BYLINE].lstrip("\u3000 ")
    found = next(filter(None, (pattern.match(begun) for pattern in _DATELINES)), None)
    names = _APART.split(found[1].strip()) if found else ()
    return tuple(name for name in names if name and name not in _AGENCIES)


def is_told(line: str) -> bool:
    """True for a paragraph: `记者近日在老街看到，……。` begins like a byline and tells a story."""
    return len(line) > LONGEST_BYLINE or bool(_TOLD.search(line))


_TOLD = re.compile(r"。|[！？].|[，,][^，,、]*[㐀-鿿]{9}")
"""What no byline holds: an ended sentence of a script without spaces, or a clause of so many signs after a comma."""


OPENING = re.compile(
    rf"\W{{0,3}}(?:(?i:{any_of((*OPENINGS, *OPENING_NOUNS))})(?:\s*[{COLONS}/／|–—-]\s*|\s+(?=\S)|(?=[A-Z]))"
    rf"|(?i:{any_of(OPENING_NOUNS)})\s*[,،、፣]\s*"
    rf"|(?i:{any_of((*OPENING_LABELS, *WRITER_LABELS, *POSTER_LABELS))})\s*[{COLONS}/／]\s*"
    rf"|(?:{any_of(o.capitalize() for o in OPENING_LABELS if len(o) < 4)})\s+(?=[^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z])"
    r"|(?:d[aei]|n[ai]|nina|nga|od|troch|vum|eftir|dening|de către|gan|от|від|од)\s+(?=(?:[^\W\d_a-z][^\W\d_]+[\s-]){1,3}[^\W\d_a-z][^\W\d_]+(?:$|\s?[|–—•·,]|\s-\s))"
    r"|(?:作者|文|撰文|撰稿|責任編輯|筆者|著者|執筆|取材・文|記者|记者|글)\s*[:：/／丨・＝=]|文\s+(?=\S)|글\s+(?=\S)"
    r"|(?:[^\s\W]{1,8}[报報社网網]\s?)?(?:记者|記者|特派员|特派員)\s*[:：]?\s*(?=[㐀-鿿])|(?:撰文|作者|執筆)\s+(?=\S))"
)
_SIGNED = re.compile(
    r"(?:[가-힣]{2,4}\s?(?:기자|특파원|선임기자|인턴기자|논설위원)(?:\s|$)"
    r"|[㐀-鿿぀-ヿ]{2,8}[\s　]?(?:記者|記者\s|特派員)(?:\s|$)"
    rf"|.{{6,30}}\d{{4}}\W+(?i:by|von|par|por)\s|.{{6,30}}\d{{4}}{BY_BEHIND_DATE})"
)
_REPORTER = re.compile(r"\W{0,3}(?:记者|記者|特派员|特派員)(?!\s*[:：/／丨|])")
"""`记者` without a colon begins sentences as well: what the page says of itself goes before such a line."""
_HAN_WORDS = re.compile(r"[㐀-鿿]{5}")
"""Han signs in a row that are no person: names have two to four."""
_PREPOSITIONS = frozenset("von par por av af di da de na ni nga door deur oleh przez от від".split())
"""Openings that begin headings as well (`Von Bienen und Menschen`): only full names follow them."""
LABEL = re.compile(rf"(?i:{any_of((*OPENINGS, *OPENING_NOUNS))}|作者|撰文|author\(s\))\s*[:：]?")

_HAN = "㐀-鿿々"
_REPORTERS = "(?:见习|見習|特约|特約|本[报報台社网網])?(?:记者|記者)"
_DATELINES = (
    re.compile(
        rf"[^。]{{0,40}}?[（(〔【［\[][{_HAN}]{{0,10}}?{_REPORTERS}[\s:：]*([{_HAN}]{{2,4}}(?:[、\s][{_HAN}]{{2,4}})*?)(?:\s?[／/][^）)〕】］\]]{{1,12}})?[）)〕】］\]]"
    ),
    re.compile(
        rf"[〔【（(［\[]?{_REPORTERS}\s?([{_HAN}]{{3}}|[{_HAN}]{{2,4}}(?=[\s／/]))[\s／/]*(?:[{_HAN}]{{2,5}})?(?:\d{{1,2}}日)?(?:綜合|特稿)?(?:[報报][導道]|[电電])"
    ),
    re.compile(
        r"(?:[\[(【（][^\])】）]{1,25}[\])】）]\s*)([가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*)\s?(?:선임|인턴|전문|수습)?\s?(?:기자|특파원|통신원)\s*="
    ),
    re.compile(
        rf"[【［](?:[{_HAN}ァ-ヺー・]{{2,12}})[＝=]([{_HAN}]{{2,5}}|[{_HAN}]{{1,3}}[ 　][{_HAN}ぁ-ゖァ-ヺ]{{1,4}})[】］]"
    ),
)
"""Chinese in brackets, in Taiwan's order (`記者王大明／台北報導`), Korean and Japanese; Latin scripts name a place there only."""
_APART = re.compile(r"[、·,，\s]+(?=\S{2})")
_AGENCIES = frozenset("共同 時事 共同通信 時事通信 中央社 新华社 新華社 特派員 記者団".split())
