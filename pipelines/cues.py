"""The wording of page furniture in many languages: which cue phrases a line of text shows.

Leaves out what a cue means for a line: a cue is evidence, the caller decides.

Theory of operation. `cue_words/*.toml` hold the phrases of one language each, by reason and by
the place where they must stand: `line` (the phrase is the whole line), `label` (a line of at most
`LABEL_WORDS` words begins with it), `start` (the line begins with it), `anywhere`. Lines and phrases
go through one normal form: case folded, spelling variants of the Arabic and the Indic scripts made equal, punctuation
dropped, and numbers dropped, so that "12 Comments" is the phrase "comments". A line's words are then
looked up in one dictionary by a phrase's longest word; scripts that set no spaces have no words to look up, so their
phrases go into one regular expression. All languages are always on: pages mix them.

Known weak spot: short words are ambiguous between languages ("on", "live"). They are therefore
only listed where they must be the whole line.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pipelines.reasons import REASONS

__all__ = ["Cue", "Words", "as_written", "calendar", "cues_in", "plain_words", "tables"]

LABEL_WORDS = 12
"""A `label` cue needs a line of at most this many words: longer ones are sentences ("By the time ...")."""
LABEL_SIGNS = 40
"""The same in signs, for scripts that set no spaces."""
SHORT_PHRASE = 2
"""A phrase of up to so many signs is a part of many other words: it counts in short lines only."""
SCANNED = 400
"""Characters of a line that are looked at: furniture that is longer says what it is at its beginning."""
REMEMBERED = 8_192
"""Lines whose cues are remembered, some pages' worth: many steps ask about the same line."""
PLACES = ("line", "label", "start", "anywhere")

_BREAKS = r"\s\d!-/:-@\[-`{-~¡-©«¬®°´·»¿‐-‧‹›※⁃←-➿⬀-⯿、-〟・：！？，．；（）［］｛｝～／＋＆＃＠＊＿､。｡।॥،؛؟۔٪٫٬٭׀׃፡-፨՝։՚෴๏๚๛၊။។-៚\ufe30-\ufe4f｜\U0001f300-\U0001faff"
_TOKEN = re.compile(f"[^{_BREAKS}]+")
_ASCII_FOLD = bytes(ord(chr(sign).lower()) if _TOKEN.match(chr(sign)) else ord(" ") for sign in range(128)) + bytes(128)
"""Small letters, and a space for what breaks: a pass over the bytes of an ASCII line is faster than an expression."""
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOLD = str.maketrans(
    {
        "ʼ": "'", "ʻ": "'", "\u00ad": None, **dict.fromkeys("՛՜՞"), "\u200b": None, "\u200c": None, "\u200d": None,
        "\u200e": None, "\u200f": None, "\ufeff": None, "ـ": None, "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ھ": "ه", "ہ": "ه", "ۀ": "ه",
        "\u0307": None, "ё": "е", **{chr(c): None for c in (*range(0x064B, 0x0660), 0x0670)},
        **{chr(c): None for c in range(0x0591, 0x05C8) if c not in (0x05BE, 0x05C0, 0x05C3)},
        **dict(zip("ൺൻർൽൾൿ", ("ണ്", "ന്", "ര്", "ല്", "ള്", "ക്"), strict=True)),
        **{c: unicodedata.normalize("NFD", chr(c)) for c in
           (*range(0x0958, 0x0960), 0x09DC, 0x09DD, 0x09DF, 0x0A33, 0x0A36, *range(0x0A59, 0x0A5C), 0x0A5E, 0x0B5C, 0x0B5D)},
    }
)  # fmt: skip
"""Letters that are typed in two ways, marks that are mostly left out: made equal or dropped."""
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLD)))}]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of page furniture found in a line."""

    reason: str
    """A slug of `pipelines.reasons.REASONS`: what kind of furniture the phrase belongs to."""
    phrase: str
    """In its normal form, as it was found."""
    language: str
    whole_line: bool
    """True where the line says nothing else, numbers and punctuation aside."""


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled phrases: dictionaries by normal form."""

    lines: Mapping[str, tuple[Cue, ...]]
    """Whole line -> its cues."""
    by_word: Mapping[str, tuple[tuple[str, str, Cue], ...]]
    """Longest word of a phrase -> (phrase between spaces, place, cue)."""
    spaceless: re.Pattern[str]
    in_spaceless: Mapping[str, tuple[tuple[str, Cue], ...]]
    """Phrase of a script without spaces -> (place, cue)."""


def plain_words(line: str) -> list[str]:
    """The line's words in normal form: folded, without punctuation and numbers."""
    if line.isascii():
        return line.encode().translate(_ASCII_FOLD).decode().split()
    folded = line.casefold()
    return _TOKEN.findall(folded.translate(_FOLD) if _FOLDED.search(folded) else folded)


def cues_in(line: str) -> tuple[Cue, ...]:
    """Cue phrases in a line, each reason once, those that are the whole line first."""
    return _cues_in(line[:SCANNED])


@lru_cache(maxsize=REMEMBERED)
def _cues_in(line: str) -> tuple[Cue, ...]:
    words = _words()
    spoken = plain_words(line)
    normal = " ".join(spoken)
    whole = words.lines.get(normal, ())
    found = {cue.reason: cue for cue in whole}
    for cue in _phrases(words, spoken, f" {normal} "):
        other = found.get(cue.reason)
        if other is None or (not other.whole_line and len(other.phrase) < len(cue.phrase)):  # the longer says more
            found[cue.reason] = cue
    return tuple(found.values())


def as_written(line: str, cue: Cue) -> str:
    """A cue's phrase as the line spells it, for evidence: the normal form of an Arabic word is no spelling.

    >>> as_written("12 Comments", cues_in("12 Comments")[0])
    'Comments'
    """
    line = line[:SCANNED]
    spelt = [(word, found) for found in _TOKEN.finditer(line) for word in plain_words(found[0])]
    words = cue.phrase.split(" ")
    for at in range(len(spelt) - len(words) + 1):
        if [word for word, _ in spelt[at : at + len(words)]] == words:
            return line[spelt[at][1].start() : spelt[at + len(words) - 1][1].end()]
    at = line.casefold().find(cue.phrase)  # scripts that set no spaces; there folding keeps the length
    return line[at : at + len(cue.phrase)] if at >= 0 else cue.phrase


def _phrases(words: Words, spoken: list[str], padded: str) -> Iterator[Cue]:
    index = words.by_word
    for word in spoken:
        if word in index:
            for phrase, place, cue in index[word]:
                at = padded.find(phrase)
                stands = at == 0 or (at > 0 and place == "anywhere")
                if stands and (place != "label" or len(spoken) <= LABEL_WORDS):
                    yield cue
    if not padded.isascii():
        for match in words.spaceless.finditer(padded):
            for place, cue in words.in_spaceless[match[0]]:
                if _stands(place, match, len(padded)):
                    yield cue


def _stands(place: str, match: re.Match[str], length: int) -> bool:
    """Whether a phrase without word borders stands where it must; short ones are parts of other words."""
    if place != "anywhere" and match.start() != 1:
        return False
    if match.string[match.start() - 1] == match.string[match.end()] == " ":
        return place != "label" or length <= LABEL_SIGNS
    if place == "label" or len(match[0]) == 1:
        return False
    return len(match[0]) > SHORT_PHRASE or length <= LABEL_SIGNS


def calendar() -> Mapping[str, int]:
    """Name of a month in any of the languages, in normal form -> its number."""
    months: dict[str, int] = {}
    for table in tables():
        for names in ("short_months", "months"):
            for number, name in enumerate(table.get("dates", {}).get(names, ()), start=1):
                months.setdefault(" ".join(plain_words(name)), (number - 1) % 12 + 1)
    return months


@cache
def tables() -> tuple[dict[str, Any], ...]:
    """What stands in the files of all languages."""
    folder = files("pipelines") / "cue_words"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(tomllib.loads(entry.read_text(encoding="utf-8")) for entry in found)


def _entries() -> Iterator[tuple[str, str, Cue]]:
    """(place, phrase in normal form, cue) of every phrase of every language."""
    for table in tables():
        for reason, places in table.items():
            if reason not in REASONS:
                continue
            for place in PLACES:
                for phrase in places.get(place, ()):
                    normal = " ".join(plain_words(phrase))
                    if normal:  # a phrase of signs alone ("(c)" has a letter, "©" has none) would be every bare number
                        yield place, normal, Cue(reason, normal, table["language"], place == "line")


@cache
def _words() -> Words:
    lines: dict[str, dict[str, Cue]] = {}
    by_word: dict[str, list[tuple[str, str, Cue]]] = {}
    spaceless: dict[str, list[tuple[str, Cue]]] = {}
    for place, normal, cue in _entries():
        lines.setdefault(normal, {}).setdefault(cue.reason, Cue(cue.reason, normal, cue.language, whole_line=True))
        if place == "line":
            continue
        if _SPACELESS.search(normal):
            spaceless.setdefault(normal, []).append((place, cue))
        else:
            by_word.setdefault(max(normal.split(" "), key=len), []).append((f" {normal} ", place, cue))
    longest_first = sorted(spaceless, key=len, reverse=True)
    return Words(
        lines={normal: tuple(cues.values()) for normal, cues in lines.items()},
        by_word={word: tuple(phrases) for word, phrases in by_word.items()},
        spaceless=re.compile("|".join(map(re.escape, longest_first)) or "(?!)"),
        in_spaceless={phrase: tuple(cues) for phrase, cues in spaceless.items()},
    )
