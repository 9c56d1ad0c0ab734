"""Guess the encoding of text that names none, or names a wrong one; decoding itself is `pipelines.decode`'s.

Theory of operation
-------------------
The question is not what the bytes could be (nearly any bytes are valid windows-1251) but as
which encoding they would be likeliest *as language*. So every candidate encoding decodes a
sample, and each alphabet that is written in it says how likely it would have produced the signs:
the sum of the log-probabilities of single characters, by their rank in `pipelines.alphabets`.
All candidates explain the same bytes, so the sums compare directly, also between encodings with
one and with two bytes a sign.

The ASCII words around tell one Latin-written language from another: each everyday word of a
language (`la`, `und`, `och`) counts for the alphabets it belongs to.

Three things single characters do not show are added as penalties: a capital inside a word
(KOI8-R read as windows-1251 has them everywhere), letters of two alphabets inside a word, and
an encoding that is rare on the web.

The sample is made of the words with bytes above 0x7F only, so the markup around them neither
helps nor costs time. UTF-16 and UTF-32 are not candidates here: see `pipelines.wide`.

Known weak spot: a handful of letters (a price list with three accents) can be read several ways;
`Guess.margin` says how clear the case was.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import exp, log
from typing import NamedTuple

from pipelines.alphabets import ALPHABETS, LATIN, LETTERS, Alphabet
from pipelines.wide import script_of

__all__ = ["Guess", "guess", "plausibility", "sample_of"]

SAMPLE_BYTES = 8192
"""A guess over so much takes some 50 ms (measured), over a paragraph 10; 100 bytes already give 99 % (tests/test_decode.py)."""

LETTERS_BEFORE = 40
"""ASCII letters of a word before its first other byte; longer words are none."""

IMPLAUSIBLE = -8.0
"""Mean log-probability of a sign below which no table explains the text. Measured over the table of
tests/test_decode.py, down to 20 bytes: alphabets score -3 to -5 in the right encoding, ideographs -5.5 to -7.1."""

CAPITAL_INSIDE = -4.0
TWO_ALPHABETS = -4.0
LONE_LETTERS = -12.0
"""For another alphabet of which no two letters stand together: `5×4 m` is no Thai."""
RARE_CODEC = -6.0
"""Log-odds against an encoding that is not its language's usual one on the web."""
SECOND_CODECS = {"euc_jp": -1.0, "koi8-r": -1.0, "iso8859-2": -2.0, "cp1257": -1.0, "cp1250": -2.0}
"""Log-odds against encodings that are the second choice of a language, but common."""
WORD_BONUS = 1.0
WORDS_AT_MOST = 12
"""Log-odds for each everyday word of a language, and how many count: enough to decide between
readings of a few letters, too little to overrule a page full of them."""

_PUNCTUATION = frozenset(
    "“”‘’„‚–—…«»‹›•·€£°№§©®™ªº¿¡½¼¾×÷±²³µ\xa0\xad\u200c\u200d\u200e\u200f،؛؟、。，．：；！？「」『』（）・《》〜～\u3000"
)
_PLAIN_SIGN, _RARE_SIGN = log(1.5e-4), log(4e-6)
_LISTED_SHARE = {LATIN: 0.12, LETTERS: 0.85, "signs": 0.65}
_UPPER = log(0.06)

_WORD_BEGIN = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+\Z")
_WORD_END = re.compile(rb"[\x00-\x20<>]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_TAG = re.compile(rb"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_TWO_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]{2}")
_ASCII_BESIDE_LETTER = re.compile(r"[A-Za-z0-9][^\W\d_\x00-\x7f]|[^\W\d_\x00-\x7f][A-Za-z0-9]")


class Guess(NamedTuple):
    codec: str
    language: str
    score: float
    """Log-probability of the sample."""
    mean: float
    """Log-probability of a sign that is not ASCII, on average."""
    margin: float
    """How far the next encoding that reads the sample differently is behind."""
    high_bytes: int
    """Bytes above 0x7F in the sample."""


def sample_of(body: bytes, limit: int = SAMPLE_BYTES) -> bytes:
    """The words that hold a byte above 0x7F, as many as fit in the limit."""
    words: list[bytes] = []
    size = at = 0
    while size < limit and (high := _HIGH_BYTE.search(body, at)):
        start = high.start()
        before = _WORD_BEGIN.search(body[max(at, start - LETTERS_BEFORE) : start])
        after = _WORD_END.search(body, start, start + limit)
        at = after.start() if after else min(len(body), start + limit)
        words.append((before.group() if before else b"") + body[start:at])
        size += len(words[-1]) + 1
    return b" ".join(words)


def guess(body: bytes, but: Iterable[str] = ()) -> Guess | None:
    """The likeliest legacy encoding of the body, or None where no table explains it.

    >>> guess("Сегодня в городе открыли новую библиотеку".encode("cp1251")).codec
    'cp1251'
    """
    sample, words = sample_of(body), _ascii_words(body)
    readings = [reading for codec in _BY_CODEC if codec not in but for reading in _readings(sample, codec, words)]
    readings.sort(key=lambda reading: -reading.score)
    if not readings or readings[0].mean < IMPLAUSIBLE:
        return None
    best = readings[0]
    rival = next((reading.score for reading in readings if reading.text != best.text), 0.0)
    return Guess(best.codec, best.language, best.score, best.mean, best.score - rival, len(_HIGH_BYTE.findall(sample)))


def plausibility(body: bytes, codec: str) -> float:
    """How likely the body's words are in this encoding: a log-probability."""
    readings = _readings(sample_of(body), codec, _ascii_words(body))
    return max((reading.score for reading in readings), default=float("-inf"))


class _Reading(NamedTuple):
    """The sample as one language in one encoding."""

    score: float
    mean: float
    codec: str
    language: str
    text: str


def _readings(sample: bytes, codec: str, words: Counter[str]) -> list[_Reading]:
    """Score of the sample under each alphabet written in this encoding; none where it does not decode."""
    text = _decoded(sample, codec)
    if text is None:
        return []
    counts = Counter(text)
    high = sum(count for char, count in counts.items() if char > "\x7f") or 1
    capitals, mixtures = _shape(text)
    readings = []
    for alphabet, prior in _BY_CODEC.get(codec, _ANY):
        table = _table(alphabet)
        chances = {char: table.get(char) or _unlisted(char, alphabet) for char in counts}
        own = capitals + (mixtures if alphabet.kind == LETTERS else 0.0)
        own += sum(chances[char] * count for char, count in counts.items() if char > "\x7f")
        ascii_part = sum(chances[char] * count for char, count in counts.items() if char <= "\x7f")
        bonus = WORD_BONUS * min(WORDS_AT_MOST, sum(words[word] for word in alphabet.words.split()))
        readings.append(_Reading(own + ascii_part + prior + bonus, own / high, codec, alphabet.language, text))
    return readings


def _ascii_words(body: bytes) -> Counter[str]:
    """The words without any byte above 0x7F near the top of the body, markup left out."""
    text = _TAG.sub(b" ", body[:SAMPLE_BYTES]).decode("latin-1").lower()
    return Counter(word for word in text.split() if word.isascii())


def _decoded(sample: bytes, codec: str) -> str | None:
    """The sample in this encoding, or None; a sign in two hundred may be damaged or a private one."""
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        text = sample.decode(codec, "replace")
        return text if text.count("\ufffd") * 200 <= len(text) else None


def _shape(text: str) -> tuple[float, float]:
    """Penalties for capitals inside words, and for words of two alphabets."""
    odd = sum(1 for word in _WORD.findall(text) if word[1:] != word[1:].lower() and word != word.upper())
    lone = 0.0 if _TWO_LETTERS.search(text) else LONE_LETTERS
    return CAPITAL_INSIDE * odd, TWO_ALPHABETS * len(_ASCII_BESIDE_LETTER.findall(text)) + lone


@cache
def _table(alphabet: Alphabet) -> dict[str, float]:
    """Log-probability of each listed character."""
    count = len(alphabet.letters)
    if alphabet.kind == "signs":
        weights = [1 / (rank + 12) for rank in range(count)]
    else:
        weights = [exp(-3 * rank / count) for rank in range(count)]
    total = sum(weights) / _LISTED_SHARE[alphabet.kind]
    table = {char: log(weight / total) for char, weight in zip(alphabet.letters, weights, strict=True)}
    if alphabet.kind != "signs":
        for char, chance in list(table.items()):
            if len(char.upper()) == 1:
                table.setdefault(char.upper(), chance + _UPPER)
    if alphabet.plain:
        codec, first, last = alphabet.plain
        for char in _rows_of(codec, int(first, 16), int(last, 16)):
            table.setdefault(char, _PLAIN_SIGN)
    return table


def _rows_of(codec: str, first: int, last: int) -> Iterable[str]:
    """The characters of a range of lead bytes of a two-byte encoding."""
    for lead in range(first, last + 1):
        for trail in range(0x40, 0xFF):
            char = bytes((lead, trail)).decode(codec, "ignore")
            if len(char) == 1 and char > "\x7f":
                yield char


def _unlisted(char: str, alphabet: Alphabet) -> float:
    """Log-probability of a character no list holds."""
    if char.isascii():
        return _unlisted_ascii(char, alphabet)
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co", "Cs"} or char == "\ufffd":
        return -16.0
    if category[0] not in "LM":
        return -6.0 if char in _PUNCTUATION else -11.0
    if alphabet.kind == "signs" and category == "Lo":
        return _RARE_SIGN
    return -9.5 if script_of(char) == script_of(alphabet.letters[0]) else -12.0


def _unlisted_ascii(char: str, alphabet: Alphabet) -> float:
    if char < " ":
        return -3.4 if char in "\t\r\n" else -12.0
    return -3.4 if alphabet.kind == LATIN or not char.isalpha() else -6.5


def _by_codec() -> dict[str, list[tuple[Alphabet, float]]]:
    table: dict[str, list[tuple[Alphabet, float]]] = {}
    for alphabet in ALPHABETS:
        for rank, codec in enumerate(alphabet.codecs):
            prior = SECOND_CODECS.get(codec, RARE_CODEC) if rank else 0.0
            table.setdefault(codec, []).append((alphabet, prior))
    return table


_BY_CODEC = _by_codec()
_ANY = [(alphabet, 0.0) for alphabet in ALPHABETS]
