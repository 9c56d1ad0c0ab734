"""Lines that ask the reader to take a newsletter, follow a channel or install an app: told by what they say, in many languages.

Theory of operation. A phrase alone proves nothing ("every Sunday", "by e-mail" and even "subscribe" stand in honest sentences), and a list
of whole phrases never ends. A pitch says several things at once: it asks for something, it names what is offered, how often it
comes and where it goes. `mailing_words.toml` holds words of each kind for each language: `ask` (what only who speaks to the reader
says), `opens` (the same where it begins the line), `offer` (a newsletter, a channel, an app), `letter` (what may also be any
letter), `often`, `delivered` (by e-mail) and `yours` (to your e-mail). Only words of one language count together.

Leaves out lines in which a medium speaks of itself in other ways (pipelines.pitches), and who speaks: what is quoted is no pitch, nor is a line of a text that tells of newsletters itself (`mailings_among`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.cues import plain_words

__all__ = ["mailing_in", "mailings_among"]

LONGEST = 260
"""Characters of a pitch."""
SHORTEST_WORD = 3
"""Letters of a word that may begin or end longer ones."""
REMEMBERED = 8_192
"""Lines whose kinds are remembered."""
ANY = "any"
"""Words that all languages write alike."""

_QUOTED = re.compile(r"[\"“”„«»‟「」『』《》]")
_SPEECH = re.compile(r"\s*[\"“„«‟「『—–-]")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Some words of one kind in one language, in normal form."""

    words: tuple[str, ...]
    begins: bool
    """Its last word begins longer ones."""
    ends: bool
    """Its first word ends longer ones."""
    kind: str
    language: str

    def stands(self, spoken: Sequence[str], at: int) -> bool:
        """Its words stand there."""
        if at + len(self.words) > len(spoken):
            return False
        last = len(self.words) - 1
        return all(
            word == said
            or (self.begins and number == last and said.startswith(word))
            or (self.ends and number == 0 and said.endswith(word))
            for number, (word, said) in enumerate(zip(self.words, spoken[at:], strict=False))
        )


@dataclass(frozen=True, slots=True)
class _Tables:
    """The phrases by their first word, or by its letters where it may be a part of longer words."""

    whole: Mapping[str, tuple[_Phrase, ...]]
    first: Mapping[str, tuple[_Phrase, ...]]
    last: Mapping[str, tuple[_Phrase, ...]]
    spaceless: re.Pattern[str]
    in_spaceless: Mapping[str, tuple[tuple[str, str], ...]]
    """Phrase of a script without spaces -> (kind, language)."""


def mailing_in(text: str) -> str | None:
    """The words that make the line a pitch, for evidence; None where it is none."""
    if len(text) > LONGEST or _SPEECH.match(text):
        return None
    for found in _said(text).values():
        if _is_pitch(found) and not (_QUOTED.search(text) and len(found) < MOST_KINDS):
            return ", ".join(dict.fromkeys(found.values()))
    return None


MOST_KINDS = 4
"""Kinds of words in a line that is a pitch though something in it is quoted: mostly the newsletter's name."""


def mailings_among(texts: Sequence[str]) -> dict[int, str]:
    """Which of a text's paragraphs are pitches, with their evidence; what the others tell of themselves is none."""
    found = {at: words for at, text in enumerate(texts) if (words := mailing_in(text))}
    if not found:
        return {}
    told = {
        (language, kinds["offer"])
        for at, text in enumerate(texts)
        if at not in found
        for language, kinds in _said(text).items()
        if "offer" in kinds
    }
    return {at: words for at, words in found.items() if not _offers(texts[at]) & told}


def _offers(text: str) -> set[tuple[str, str]]:
    return {(language, kinds["offer"]) for language, kinds in _said(text).items() if "offer" in kinds}


def _is_pitch(found: Mapping[str, str]) -> bool:
    """It speaks to the reader, and of what is offered or where it goes."""
    letter = "offer" in found or ("letter" in found and "often" in found)
    if "ask" in found and (letter or "delivered" in found or "yours" in found):
        return True
    if "opens" in found and (letter or "yours" in found):
        return True
    return "yours" in found and ("offer" in found or "often" in found)


@lru_cache(maxsize=REMEMBERED)
def _said(text: str) -> dict[str, dict[str, str]]:
    """Language -> kind -> the phrase that was found; words of all languages are among those of each."""
    spoken = plain_words(text[:LONGEST])
    found: dict[str, dict[str, str]] = {}
    for kind, language, phrase in _phrases(spoken):
        found.setdefault(language, {}).setdefault(kind, phrase)
    shared = found.pop(ANY, {})
    return {language: shared | kinds for language, kinds in found.items()} if found else {ANY: shared} if shared else {}


def _phrases(spoken: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(kind, language, phrase) of all phrases in the line."""
    tables = _tables()
    for at, word in enumerate(spoken):
        for phrase in _begun_by(word):
            if phrase.stands(spoken, at) and (at == 0 or phrase.kind != "opens"):
                yield phrase.kind, phrase.language, " ".join(spoken[at : at + len(phrase.words)])
    joined = " ".join(spoken)
    if _SPACELESS.search(joined):
        for match in tables.spaceless.finditer(joined):
            for kind, language in tables.in_spaceless[match[1]]:
                if kind != "opens" or match.start() == 0:
                    yield kind, language, match[1]


@lru_cache(maxsize=REMEMBERED)
def _begun_by(word: str) -> tuple[_Phrase, ...]:
    """The phrases whose first word it may be: most lines are made of the same few words."""
    tables = _tables()
    found = [*tables.whole.get(word, ())]
    for size in range(SHORTEST_WORD, len(word) + 1):
        found += tables.first.get(word[:size], ())
        found += tables.last.get(word[-size:], ())
    return tuple(found)


@cache
def _tables() -> _Tables:
    whole: dict[str, list[_Phrase]] = {}
    first: dict[str, list[_Phrase]] = {}
    last: dict[str, list[_Phrase]] = {}
    spaceless: dict[str, list[tuple[str, str]]] = {}
    for language, kind, written in _entries():
        phrase = _phrase_of(written, kind, language)
        if _SPACELESS.search(written):
            spaceless.setdefault(" ".join(phrase.words), []).append((kind, language))
        elif phrase.ends:
            last.setdefault(phrase.words[0], []).append(phrase)
        elif phrase.begins and len(phrase.words) == 1:
            first.setdefault(phrase.words[0], []).append(phrase)
        else:
            whole.setdefault(phrase.words[0], []).append(phrase)
    longest_first = "|".join(map(re.escape, sorted(spaceless, key=len, reverse=True)))
    return _Tables(
        whole={word: tuple(phrases) for word, phrases in whole.items()},
        first={word: tuple(phrases) for word, phrases in first.items()},
        last={word: tuple(phrases) for word, phrases in last.items()},
        spaceless=re.compile(f"(?=({longest_first}))"),  # phrases overlap: 每周来信 holds 来信
        in_spaceless={phrase: tuple(kinds) for phrase, kinds in spaceless.items()},
    )


def _phrase_of(written: str, kind: str, language: str) -> _Phrase:
    words = tuple(plain_words(written))
    return _Phrase(words, written.endswith("*"), written.startswith("*"), kind, language)


def _entries() -> Iterator[tuple[str, str, str]]:
    """(language, kind, phrase as it is written in the table)."""
    text = (files("pipelines") / "mailing_words.toml").read_text(encoding="utf-8")
    for language, kinds in tomllib.loads(text).items():
        for kind, phrases in kinds.items():
            for phrase in phrases:
                yield language, kind, phrase
