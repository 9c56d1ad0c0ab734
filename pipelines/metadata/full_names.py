"""What a person's name looks like where it stands alone in a line; knows no page."""

from __future__ import annotations

import re

from pipelines.cues import cues_in
from pipelines.metadata.authors import has_case, names_in
from pipelines.metadata.given_names import opens_with_given_name
from pipelines.metadata.roles import BODIES, ROLES

__all__ = ["is_full_name", "is_initialled_name", "is_interface", "is_vietnamese_name", "shares"]


def is_full_name(text: str) -> bool:
    """One full name and nothing else; each word with a capital, where the script has them."""
    tokens = text.split()
    han = _HAN_NAME.fullmatch(text) is not None
    cased = any(has_case(token) for token in tokens)
    if not han and (_HAN.search(text) or not _NAME_WORDS[0] <= len(tokens) <= _NAME_WORDS[1] - (not cased)):
        return False
    if {token.casefold() for token in tokens} & (BODIES | frozenset(ROLES)) or _names_network(text):
        return False
    if (names_in(text) != (text,) and not _has_two_families(text)) or (
        has_case(text) and text[0].islower()
    ):  # `de Ana Ruiz` introduces her
        return False
    return han or all(
        token[0].isalpha() and (token[0].isupper() or not has_case(token) or token in _PARTICLES) for token in tokens
    )


def _has_two_families(text: str) -> bool:
    """The father's and the mother's name, joined as Catalans and Spaniards do, behind a given name: `Mercè Puig i Serra`."""
    found = _TWO_FAMILIES.fullmatch(text)
    return found is not None and opens_with_given_name(text) and not found[1].isupper()


_TWO_FAMILIES = re.compile(r"[^\W\d_]\S+\s[^\W\d_]\S+\s[iy]\s([^\W\d_]\S+)")


def is_initialled_name(text: str) -> bool:
    """An initial and a name without a space, as Mongolians and Tamils write: `Б.Энхжаргал`, `செ.ஞானமணி`."""
    found = _INITIALLED.fullmatch(text)
    return (
        found is not None
        and not text.isascii()
        and all(part[0].isupper() or not has_case(part) for part in found.groups())
    )


_INITIALLED = re.compile(r"([^\W\d_]\S?)\.([^\W\d_][^\s\d.:/,]{2,})")


def is_interface(text: str) -> bool:
    """True for the label of a button, a count or a date in any of the languages known."""
    return _names_network(text) or any(cue.whole_line or cue.reason != "byline" for cue in cues_in(text))


def shares(text: str) -> bool:
    """True for buttons to share the text: names of networks and no other words (Line Holm is a person), or words for it."""
    return all(map(_names_network, text.split())) or any(
        cue.whole_line and cue.reason == "share-widget" for cue in cues_in(text)
    )


def _names_network(text: str) -> bool:
    """True where a word names a network that texts are shared on."""
    return any(_NETWORKS.match(token.casefold()) for token in text.split())


def is_vietnamese_name(text: str) -> bool:
    """A family name of Vietnam and one to three more words; their syllables are the language's plain words, too."""
    family, *given = text.casefold().split()
    return family in _VIETNAMESE and 0 < len(given) < _NAME_WORDS[1]


_VIETNAMESE = frozenset(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương đào lâm tô tạ quách"
    " phùng kiều tăng lương lưu".split()
)
_HAN = re.compile(r"[㐀-鿿぀-ヿ]")
_HAN_NAME = re.compile(r"[㐀-鿿]{1,3}[ 　]?[㐀-鿿぀-ヿ]{1,3}|[가-힣]{3}")
_NAME_WORDS = (2, 4)
_NETWORKS = re.compile(
    "facebook|whatsapp|twitter|telegram|instagram|linkedin|pinterest|youtube|viber|messenger|tiktok|^line$|^e-?mail$|фейсб|вотсап|ватсап"
    "|телеграм|твит+ер|вайбер|вконтакте|فيسبوك|فیسبوک|فیس‌?بوک|فەیسبووک|فیس|واتس|وەتسئاپ|واٹس|تلگرام|تيليجرام|تێلێگرام|تويتر"
    "|تویتر|تويتەر|ٹوئٹر|ٹیلی|फेसबुक|व्हाट्स|व्हॉट्स|वॉट्स|ट्विट|टेलीग्राम|টেলিগ্রাম|ফেসবুক|হোয়াটস|টুইটার|பேஸ்புக்|ஃபேஸ்புக்|வாட்ஸ்|ட்விட்டர்|டெலிகிராம்"
    "|ఫేస్|వాట్సా|ట్విట్టర్|ಫೇಸ್|ವಾಟ್ಸ|ಟ್ವಿಟರ್|ഫേസ്|വാട്|ട്വിറ്റർ|ફેસબુક|વોટ્સ|વૉટ્સ|ટ્વિટર|ਫੇਸਬੁੱਕ|ਵਟਸ|ਟਵਿੱਟਰ|ଫେସବୁକ|ହ୍ୱାଟ୍ସ|ෆේස්|වට්ස්"
    "|פייסבוק|וואטסאפ|ווטסאפ|טוויטר|טלגרם|เฟซบุ|เฟสบุ|ทวิต|ወትሳፕ|ዋትስ|ፌስቡክ|ፌስ|ቴሌግራም|ትዊተር|ფეის|ტელეგრამ|ვაიბერ|ֆեյսբուք|տելեգրամ"
)
"""Beginnings of the words for what stands behind "Share", and is nobody."""
_PARTICLES = frozenset("de da do dos das del la van von der den di bin ibn al el y e i".split())
