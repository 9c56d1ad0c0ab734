"""What a person typed into a search field, as an expression SQLite's full-text search accepts. No I/O.

Any text is a query; none is an error. All words must occur, in any order:

    tax reform            both words
    "tax reform"          the words side by side
    tax OR levy reform    one of the two, and the third
    reform -tax           without that word
    reform*               words that begin so

Other signs mean nothing: they separate words, as in the index. What cannot be searched for (only
punctuation, or more than MAX_TERMS words) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.folding import fold, has_dense_script
from archive.sound import sound

__all__ = ["PIECE", "Query", "Term", "parse", "pieces_expression", "widened", "words_expression"]

MAX_LENGTH = 1000
MAX_TERMS = 32
"""Longer queries are texts pasted by mistake; SQLite's parser would refuse some hundreds of terms."""

PIECE = 3
"""Characters in an entry of the index of pieces: SQLite's `trigram`."""

_TOKEN = re.compile(r'(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))')
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or a phrase."""

    text: str
    prefix: bool = False

    @property
    def dense(self) -> bool:
        """In a script whose words have no clear borders: found by its characters."""
        return has_dense_script(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One of each group must occur, none of the excluded."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that is looked for."""
        return tuple(term for group in self.groups for term in group)

    @property
    def empty(self) -> bool:
        return not self.groups and not self.excluded


def parse(typed: str) -> Query:
    """The query that a text stands for.

    >>> [[term.text for term in group] for group in parse('tax OR levy "new reform" -old').groups]
    [['tax', 'levy'], ['new reform']]
    """
    text = unicodedata.normalize("NFC", sound(typed[:MAX_LENGTH])).translate(_QUOTES)
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    joined = False
    for minus, phrase, word in list(_TOKEN.findall(text))[:MAX_TERMS]:
        if word == "OR" and not minus:
            joined = bool(groups)
            continue
        term = _term(phrase or word, prefix=not phrase and word.endswith("*"))
        if term is None:
            continue
        if minus:
            excluded.append(term)
        elif joined:
            groups[-1].append(term)
        else:
            groups.append([term])
        joined = False
    return Query(groups=tuple(map(tuple, groups)), excluded=tuple(excluded))


def _term(text: str, *, prefix: bool) -> Term | None:
    searched = " ".join(text.split()).strip("*") if prefix else " ".join(text.split())
    return Term(text=searched, prefix=prefix) if any(map(str.isalnum, searched)) else None


def widened(query: Query) -> str:
    """The query as one would type it to find also what only begins with its words; empty where that is the same.

    >>> widened(parse('tax OR levy "new reform" 日本 -old'))
    'tax* OR levy* "new reform" 日本 -old'
    >>> widened(parse('"new reform" tax*'))
    ''
    """
    if not any(_can_begin(term) for term in query.terms):
        return ""
    groups = [" OR ".join(_typed(term, widen=True) for term in group) for group in query.groups]
    return " ".join([*groups, *("-" + _typed(term, widen=False) for term in query.excluded)])


def _can_begin(term: Term) -> bool:
    """A whole word that longer words can begin with; dense scripts are found by their characters anyway."""
    return not term.prefix and not term.dense and term.text.isalnum()


def _typed(term: Term, *, widen: bool) -> str:
    if term.prefix or (widen and _can_begin(term)):
        return f"{term.text}*"
    return term.text if term.text.isalnum() else f'"{term.text}"'


def words_expression(groups: Iterable[Iterable[Term]]) -> str:
    """For `articles_fts`, which knows words.

    >>> words_expression(parse('tax OR levy reform*').groups)
    '("tax" OR "levy") AND ("reform"*)'
    """
    return _all(groups, _word)


def pieces_expression(groups: Iterable[Iterable[Term]], beginning_with: Callable[[Term], list[str]]) -> str:
    """For `_pieces`, which knows strings of three characters; `beginning_with` gives those a shorter term begins."""

    def of(term: Term) -> str:
        folded = fold(term.text)
        if len(folded) >= PIECE:
            return _quoted(folded)
        return " OR ".join(map(_quoted, beginning_with(term)))

    return _all(groups, of)


def _all(groups: Iterable[Iterable[Term]], of: Callable[[Term], str]) -> str:
    """An expression for all groups; empty when one of them can match nothing."""
    parts = [" OR ".join(filter(None, map(of, group))) for group in groups]
    return " AND ".join(f"({part})" for part in parts) if all(parts) else ""


def _word(term: Term) -> str:
    return _quoted(term.text) + ("*" if term.prefix else "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
