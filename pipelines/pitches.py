"""Lines in which a medium speaks of itself and not of a story: follow us, write to us, do not copy us, more of ours.

Leaves out where such a line stands on a page. Theory of operation. There are more ways to say "join our channel" than
phrases that could be listed, but they are made of few parts: what one should do (follow, download, write), whose it is
(us, or the medium's name), and what it is about (a channel, an app, a mistake, the newsroom). `[pitch]` in
`cue_words/*.toml` holds words for each part in one language, `networks.toml` the names of networks in all scripts. A line is
a pitch only where the parts of one kind come together in one language, so that a sentence with one or two of them stays:
"Many follow the news on Facebook" speaks of no medium of its own.

A word ending in `*` stands for all words that begin so.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.cues import plain_words, tables
from pipelines.words import HAN_KANA, NO_SPACES, QUOTATION, QUOTATION_MARK

__all__ = ["CLICK", "PARTS", "Medium", "Pitch", "names_network", "pitch_in", "reach_in"]

PARTS = frozenset(
    "follow get write us channel app newsroom news mistake text copy barred ad below more rubric subscriber donate journalism "
    "edited recipe tag ethics first agencies contact machine treat leave click".split()
)
"""What the words of a `[pitch]` table are listed by."""
REMEMBERED = 4_096
CLICK = "asks to click"
"""Evidence of a line that may also be a heading or an item of the article's own."""
LONGEST_STEM = 12
"""Signs of a word in a script that sets no spaces."""
LEAST_NAME = 4
"""Letters of a medium's name; shorter ones are parts of other words."""
MOST_OF_NAME = 0.75
"""Share of a name's letters that must stand in a line: endings change."""
NAME_WORDS = 4
PREFIXED = 3
"""Letters that Arabic and Hebrew set in front of a word: and, for, the."""
SHORT = 12
"""Words of a line that says where a story goes on, or where more of its kind is."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u07ff]")
_MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d ()./-]{5,}\d")
_SPACELESS = frozenset(("zh", "ja", "th", "lo", "my", "km"))
"""Languages that set no spaces, not even around words of other scripts."""
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"[$€£¥₹₦₱₺₴₽₩₫฿₵₡₲₪₸₼₾]\s*\d|\d\s*[$€£¥₹₦₱₺₴₽₩₫฿₵₡₲₪₸₼₾]")
_CLOCK = re.compile(r"\d[.:h]\d\d(?!\d)")
_LABEL = re.compile(r"\W*[^:：]{2,30}[:：]")
_ENDS, _ASKS = ".。।።", "?؟？"
_CALLS = ("!", "?", "！", "？", "؟", ";", "։")


@dataclass(frozen=True, slots=True)
class Pitch:
    """What kind of line it is, and whether it says so whatever stands around it."""

    reason: str
    evidence: str
    is_plain: bool
    """It names the medium, or says "us": no place of its own is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """Who publishes the page: what a line can call it."""

    name: str = ""
    site: str = ""
    """Its host, without what is in front of the registered name."""
    authors: tuple[str, ...] = ()
    keys: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        keys = (_key(self.name), _key(self.site.partition(".")[0]))
        object.__setattr__(self, "keys", tuple(key for key in keys if len(key) >= LEAST_NAME))

    def is_named(self, line: str) -> bool:
        """The line names it, in whatever case and with whatever ending."""
        words = [key for key in map(_key, line.split()) if key] if self.keys else []
        for at, first in enumerate(words):
            if not any(key.startswith(first[:LEAST_NAME]) for key in self.keys):
                continue
            joined = ""
            for word in words[at : at + NAME_WORDS]:
                joined += word
                if any(_is_called(joined, key) for key in self.keys):
                    return True
        return bool(self.name) and _is_spaceless(self.name) and self.name in line

    def is_called(self, account: str) -> bool:
        """An account's name is the medium's, or begins or ends with it."""
        name = _key(account)
        return any(len(name) >= LEAST_NAME and (name in key or key in name) for key in self.keys)


def pitch_in(line: str, medium: Medium) -> Pitch | None:
    """What a short line says of the medium that it stands in; None where it speaks of anything else.

    What it quotes does not count, but for the headline of another story.
    """
    said = QUOTATION.sub(" ", line)
    if QUOTATION_MARK.search(said):
        return _pitch(line, medium, _RELATED)
    return _pitch(said, medium, _KINDS) or (_pitch(line, medium, _RELATED) if said != line else None)


def _pitch(line: str, medium: Medium, kinds: Sequence[_Kind]) -> Pitch | None:
    network, parts = _parts_of(line)
    by_network = _BY_NETWORK if network else _NO_PARTS
    languages = [*parts.values()] or [_NO_PARTS]
    if "@" not in line and not any(_may_hold(found | by_network) for found in languages):
        return None  # of ten lines nine; the signs of each would be looked for in vain
    universal = by_network.union(_signs_of(line, medium))
    words = len(plain_words(line))
    for found in languages:
        told = found | universal
        for kind in kinds:
            if kind.holds(told, words):
                return Pitch(kind.reason, kind.evidence, not told.isdisjoint(("us", "own")) or kind.is_plain)
    return None


def names_network(line: str) -> bool:
    """It names a network, a messenger or a reader of news, in whatever script."""
    return _parts_of(line)[0]


def reach_in(line: str) -> bool:
    """It gives an address for letters, or a number to call."""
    return _MAIL.search(line) is not None or _PHONE.search(line) is not None


def _signs_of(line: str, medium: Medium) -> Iterator[str]:
    """Parts that are the same in all languages."""
    mail = _MAIL.search(line)
    if mail and medium.site and mail[1].lower().endswith(medium.site):
        yield from ("own", "mail")
    if medium.is_named(line) or (len(plain_words(line)) <= SHORT and any(name in line for name in medium.authors)):
        yield "own"
    told = (
        ("reach", reach_in(line)),
        ("open", line.rstrip()[-1:] not in _ENDS),
        ("digit", _DIGIT.search(line)),
        ("clock", _CLOCK.search(line)),
        ("money", _MONEY.search(line)),
        ("label", _LABEL.match(line)),
        ("alone", line[:1] in "(（[" and line.rstrip(" .")[-1:] in ")）]"),
        ("call", line.rstrip(" )）").endswith(_CALLS) or any(sign in line for sign in _ASKS)),
    )
    yield from (part for part, holds in told if holds)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Parts that come together in lines of one kind: one of each group."""

    reason: str
    evidence: str
    groups: tuple[frozenset[str], ...]
    """Parts of which one of each group must be there."""
    words: int
    """Of the longest such line."""
    is_plain: bool

    def holds(self, told: frozenset[str], words: int) -> bool:
        return words <= self.words and not any(map(told.isdisjoint, self.groups))


def _kind(reason: str, evidence: str, groups: tuple[str, ...], words: int = 35, *, is_plain: bool = False) -> _Kind:
    """A kind whose groups each name their parts between spaces."""
    return _Kind(reason, evidence, tuple(frozenset(group.split()) for group in groups), words, is_plain)


_KINDS = (
    _kind("advertisement", "says that the story goes on below an advertisement", ("ad", "below", "open"), SHORT, is_plain=True),
    _kind("correction-note", "asks to report a mistake in the text", ("mistake", "text", "write us newsroom call")),
    _kind("correction-note", "asks to report mistakes", ("mistake", "write call", "us newsroom mail")),
    _kind("newsletter", "asks to follow the medium", ("follow", "network channel", "us own")),
    _kind("newsletter", "asks to get the medium's app", ("get", "app", "us own news")),
    _kind("newsletter", "speaks of the medium's own app", ("app", "own"), SHORT),
    _kind("newsletter", "offers news on a network", ("follow", "network", "news")),
    _kind("newsletter", "asks to follow on a network", ("follow", "network", "call"), 20),
    _kind("newsletter", "offers what the medium's own app does", ("app", "own", "text news get", "call"), 20),
    _kind("newsletter", "says how to leave a mailing list", ("leave", "channel get write us text app news"), 30),
    _kind("correction-note", "asks to write to the newsroom", ("write", "us newsroom", "reach")),
    _kind("correction-note", "asks readers to write", ("write", "newsroom", "call"), 25),
    _kind("correction-note", "says how to reach the newsroom", ("newsroom", "reach", "call"), 25, is_plain=True),
    _kind("newsletter", "says where to write for news", ("get", "news text", "reach"), 25),
    _kind("correction-note", "gives an address of the medium's own", ("mail",), 20),
    _kind("copyright", "says how the text may be used", ("copy", "barred"), 35),
    _kind("related-stories", "leads to more of the medium's own", ("more", "rubric", "us own"), SHORT + 4),
    _kind("newsletter", "offers a subscription", ("subscriber", "call", "text news more get digit")),
    _kind("newsletter", "asks for support", ("donate", "journalism", "us own journalism"), 30),
    _kind("newsletter", "asks for support", ("donate", "own us", "money"), 30),
    _kind("newsletter", "asks for support", ("treat",), 30, is_plain=True),
    _kind("related-stories", CLICK, ("click", "open"), SHORT, is_plain=True),
    _kind("share-widget", "asks who cooked to show it", ("recipe", "tag network", "call tag"), 25, is_plain=True),
    _kind("copyright", "names the rules that the medium keeps", ("ethics", "us own"), 25),
    _kind("copyright", "says where the text stood first", ("first", "own text digit"), 25),
    _kind("copyright", "says that a machine wrote it", ("machine", "text newsroom us own edited"), 25),
    _kind("correction-note", "says when the text was changed", ("edited", "text", "clock"), 25),
    _kind("byline", "names agencies", ("agencies", "alone"), SHORT),
    _kind("correction-note", "gives an address for questions", ("contact", "reach", "label"), 25),
)  # fmt: skip
"""The first that holds counts."""
_RELATED = tuple(kind for kind in _KINDS if kind.reason == "related-stories")
_NO_PARTS: frozenset[str] = frozenset()
_BY_NETWORK = frozenset(("network", "reach"))
_SIGNS = frozenset("own reach open digit clock money label alone call".split())
"""Parts that a line may have in any language (`_signs_of`), without `mail`, which is an address with its @."""


@lru_cache(maxsize=REMEMBERED)
def _may_hold(found: frozenset[str]) -> bool:
    """Whether there is a kind of which a line without an address, with these parts of a language, can be."""
    return any(kind.holds(found | _SIGNS, 0) for kind in _KINDS)


@lru_cache(maxsize=REMEMBERED)
def _parts_of(line: str) -> tuple[bool, Mapping[str, frozenset[str]]]:
    """Whether the line names a network, and its parts by language."""
    words = _words()
    found: dict[str, set[str]] = {}
    for language, part in _hits(words, line):
        found.setdefault(language, set()).add(part)
    network = found.pop("", None)
    return network is not None, {language: frozenset(parts) for language, parts in found.items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """(language, part) of words, beginnings of words, and phrases by their first word; of networks the language is empty."""

    exact: dict[str, list[tuple[str, str]]]
    stems: dict[str, list[tuple[str, str]]]
    phrases: dict[str, list[tuple[str, tuple[str, str]]]]
    spaceless: dict[str, list[tuple[str, str]]]


def _hits(words: _Words, line: str) -> Iterator[tuple[str, str]]:
    spoken = plain_words(line)
    padded = f" {' '.join(spoken)} "
    for word in spoken:
        yield from _of_word(word)
        for phrase, told in words.phrases.get(word, ()):
            if phrase in padded:
                yield told
    if not line.isascii() and _is_spaceless(line):
        for at in range(len(padded)):
            for end in range(at + 1, min(at + LONGEST_STEM, len(padded)) + 1):
                yield from words.spaceless.get(padded[at:end], ())


@lru_cache(maxsize=REMEMBERED)
def _of_word(word: str) -> tuple[tuple[str, str], ...]:
    """(language, part) of a word, whatever stands beside it: most lines are made of the same few."""
    words, found = _words(), list[tuple[str, str]]()
    prefixed = min(PREFIXED, len(word) - 2) if _RIGHT_TO_LEFT.match(word) else 0
    for bare in (word[cut:] for cut in range(prefixed + 1)):
        found += words.exact.get(bare, ())
        for end in range(2, len(bare) + 1):
            found += words.stems.get(bare[:end], ())
    return tuple(found)


@cache
def _words() -> _Words:
    words = _Words({}, {}, {}, {})
    for language, part, word in _entries():
        is_stem = word.endswith("*")
        plain = " ".join(plain_words(word))
        if not plain:
            continue
        if language in _SPACELESS or not language or _is_spaceless(plain):
            words.spaceless.setdefault(plain, []).append((language, part))
        if language in _SPACELESS or _is_spaceless(plain):
            words.exact.setdefault(plain, []).append((language, part))
        elif " " in plain:
            phrase = f" {plain}" if is_stem else f" {plain} "
            words.phrases.setdefault(plain.partition(" ")[0], []).append((phrase, (language, part)))
        else:
            (words.stems if is_stem else words.exact).setdefault(plain, []).append((language, part))
    return words


def _entries() -> Iterator[tuple[str, str, str]]:
    for table in tables():
        for part, found in table.get("pitch", {}).items():
            for word in found:
                yield table["language"], part, word
    networks = tomllib.loads((files("pipelines") / "networks.toml").read_text(encoding="utf-8"))
    for name in networks["names"]:
        yield "", "network", f"{name}*"


def _is_spaceless(text: str) -> bool:
    return HAN_KANA.search(text) is not None or NO_SPACES.search(text) is not None


def _key(text: str) -> str:
    """Letters and digits alone, without accents."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if sign.isalnum())


def _is_called(joined: str, key: str) -> bool:
    least = max(LEAST_NAME, round(MOST_OF_NAME * len(key)))
    return len(joined) >= least and len(joined) <= len(key) + LEAST_NAME and joined[:least] == key[:least]
