"""What an XPath expression asks of an element's own attributes, as questions about single values: for asking without an element.

Leaves out everything else: of what stands inside an element nothing is known here, and `not(.//h1)` counts as true.
Understood are unions of `.//name[condition]...`, with or without brackets around them and a number behind; conditions are
`and`, `or` and `not` of names (`self::div`), attributes (`@id`, `@id='x'`), `contains`, `starts-with` and `re:test`,
of one attribute, of the first of several (`@id|@class`) or of one with its letters translated. Anything else raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

__all__ = ["Clause", "Question", "clauses_of"]

_WORD = re.compile(r"\s*('[^']*'|\.//(?:\*|[\w-]+)|[@\w](?:[\w-]|:+(?=\w))*|\d+|[()\[\]|=,])")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one value."""

    names: tuple[str, ...]
    """The attributes it can stand in; of several that an element has, the first counts."""
    says: Callable[[str], object]
    pattern: str | None = None
    """The same as a regular expression, where it is one; `$` in it is the text's very end."""


Clause = tuple[Question, ...]
"""True where the answer to one of its questions is yes."""
_Formula = list[Clause]
"""True where all its clauses are: without any always, with an empty one never."""

_ALWAYS: _Formula = []
_NEVER: _Formula = [()]


def clauses_of(path: str, name: str) -> list[Clause]:
    """What must hold of an element of this name for the expression to match it, wherever it stands."""
    return _Reader(path, name).whole()


class _Reader:
    """A reading position in an expression, read for elements of one name."""

    def __init__(self, path: str, name: str) -> None:
        self._path = path
        self._name = name
        self._words = [match[1] for match in _WORD.finditer(path)]
        if _WORD.sub("", path).strip():
            raise ValueError(f"not understood: {path}")
        self._at = 0

    def whole(self) -> _Formula:
        found = self._union()
        if self._next():
            raise ValueError(f"not understood from {self._next()!r}: {self._path}")
        return found

    def _next(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _take(self, expected: str = "") -> str:
        word = self._next()
        if not word or (expected and word != expected):
            raise ValueError(f"{word!r} instead of {expected!r}: {self._path}")
        self._at += 1
        return word

    def _took(self, word: str) -> bool:
        if self._next() != word:
            return False
        self._at += 1
        return True

    def _union(self) -> _Formula:
        found = self._steps()
        while self._took("|"):
            found = _either(found, self._steps())
        return found

    def _steps(self) -> _Formula:
        if self._took("("):
            found = self._union()
            self._take(")")
        else:
            found = self._named(self._take().removeprefix(".//"))
        while self._took("["):
            found = found + (_ALWAYS if self._next().isdigit() and self._take() else self._or())
            self._take("]")
        return found

    def _named(self, name: str) -> _Formula:
        return _ALWAYS if name in ("*", self._name) else _NEVER

    def _or(self) -> _Formula:
        found = self._and()
        while self._took("or"):
            found = _either(found, self._and())
        return found

    def _and(self) -> _Formula:
        found = self._condition()
        while self._took("and"):
            found = found + self._condition()
        return found

    def _condition(self) -> _Formula:
        word = self._take()
        if word == "(":
            found = self._or()
            self._take(")")
            return found
        if word == "not":
            return self._not()
        if word.startswith("self::"):
            return self._named(word.removeprefix("self::"))
        if word.startswith("@"):
            names = self._attributes(word)
            if not self._took("="):
                return [(Question(names, _is_there),)]
            wanted = self._literal()
            return [(Question(names, wanted.__eq__, f"^{re.escape(wanted)}$"),)]
        return [(self._test(word),)]

    def _not(self) -> _Formula:
        self._take("(")
        if self._next().startswith(".//"):  # what stands inside
            self._take()
            found = _NEVER
        else:
            found = self._or()
        self._take(")")
        if found not in (_ALWAYS, _NEVER):
            raise ValueError(f"not of an attribute: {self._path}")
        return _NEVER if found == _ALWAYS else _ALWAYS

    def _test(self, called: str) -> Question:
        self._take("(")
        is_translated = self._took("translate") and self._took("(")
        names = self._attributes(self._take())
        letters: list[tuple[str, str]] = []
        if is_translated:
            self._take(",")
            before = self._literal()
            self._take(",")
            letters = list(zip(before, self._literal(), strict=True))
            self._take(")")
        self._take(",")
        wanted = self._literal()
        flags = re.IGNORECASE if self._took(",") and self._literal() == "i" else 0
        self._take(")")
        pattern = None if letters else _pattern_of(called, wanted, flags)
        return Question(names, _translated(_test_of(called, wanted, flags), letters), pattern)

    def _attributes(self, first: str) -> tuple[str, ...]:
        names = [first]
        while self._took("|"):
            names.append(self._take())
        if not all(name.startswith("@") for name in names):
            raise ValueError(f"no attributes: {names} in {self._path}")
        return tuple(name[1:] for name in names)

    def _literal(self) -> str:
        word = self._take()
        if not word.startswith("'"):
            raise ValueError(f"{word!r} instead of a text: {self._path}")
        return word[1:-1]


def _either(one: _Formula, other: _Formula) -> _Formula:
    return [(*a, *b) for a in one for b in other]


def _is_there(_value: str) -> bool:
    return True


def _translated(says: Callable[[str], object], letters: list[tuple[str, str]]) -> Callable[[str], object]:
    if not letters:
        return says

    def translated(value: str) -> object:
        for letter, instead in letters:
            value = value.replace(letter, instead)
        return says(value)

    return translated


def _test_of(called: str, wanted: str, flags: int) -> Callable[[str], object]:
    if called == "re:test":
        return _in_any_case(wanted) if flags else re.compile(wanted).search
    if called == "contains":
        return lambda value: wanted in value
    if called == "starts-with":
        return lambda value: value.startswith(wanted)
    raise ValueError(f"not understood: {called!r}")


def _pattern_of(called: str, wanted: str, flags: int) -> str:
    if called == "re:test":
        return f"(?i){wanted}" if flags else wanted
    return f"^{re.escape(wanted)}" if called == "starts-with" else re.escape(wanted)


@cache
def _in_any_case(wanted: str) -> Callable[[str], object]:
    """Looking for a pattern in any case takes three times as long as looking for its small letters in small letters."""
    whole = re.compile(wanted, re.IGNORECASE).search
    if "\\" in wanted or not wanted.isascii():
        return whole
    small = re.compile(wanted.lower()).search
    return lambda value: small(value.lower()) if value.isascii() else whole(value)
