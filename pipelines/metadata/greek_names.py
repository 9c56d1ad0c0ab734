"""Greek names in the case of a byline, and as people are called: `Της Άννας Βελή` was written by `Άννα Βελή`.

A woman's family name has one form. A man's in `-ου` may be its own nominative (`Γεωργίου`) and is left as it is, but for
those in `-όπουλος`.
"""

from __future__ import annotations

import re

from pipelines.metadata.given_names import has_given_name

__all__ = ["in_nominative"]

_ARTICLE = re.compile(r"(?<!\w)(της|του|τον)\s+(?=\S)", re.IGNORECASE)
_WOMENS = re.compile(r"(?<=[αάηήωώ])ς$")
_MENS = re.compile(r"[αάηή]$")
_SON = re.compile(r"(?:όπουλ|οπούλ)ο?υ?$")
_STRESSED = dict(zip("άέήίόύώ", "αεηιουω", strict=True))
_STRESS = {plain: stressed for stressed, plain in _STRESSED.items()}
_VOWELS = re.compile(r"[αο]ι|ε[ιυ]|αυ|ου|[αάεέηήιίϊΐοόυύϋΰωώ]", re.IGNORECASE)


def in_nominative(byline: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, those behind an article in another case as they are called.

    >>> in_nominative("Του Κώστα Μελά", ("Κώστα Μελά",)), in_nominative("Της σύνταξης: Ρένα Μελά", ("Ρένα Μελά",))
    (('Κώστας Μελάς',), ('Ρένα Μελά',))
    """
    articles = {byline[found.end() :]: found[1].lower() for found in _ARTICLE.finditer(byline)}
    return tuple(
        next((_called(name, article) for rest, article in articles.items() if rest.startswith(name)), name)
        for name in names
    )


def _called(name: str, article: str) -> str:
    given, _, family = name.rpartition(" ")
    if not given or name.isupper():
        return name
    if article == "της":
        return f"{' '.join(map(_woman, given.split()))} {family}"
    return f"{' '.join(_man(word, article) for word in given.split())} {_mans_family(family, article)}"


def _woman(given: str) -> str:
    return "-".join(_WOMENS.sub("", part) for part in given.split("-"))


def _man(given: str, article: str) -> str:
    if _MENS.search(given):
        return f"{given}ς"
    ending = "ου" if article == "του" else "ο"
    if not given.endswith(ending):
        return given
    called = f"{given.removesuffix(ending)}ος"
    return next((form for form in (called, _stressed_before(called)) if has_given_name(form)), called)


def _mans_family(family: str, article: str) -> str:
    if _SON.search(family):
        return _SON.sub("όπουλος", family)
    if _MENS.search(family):
        return f"{family}ς"
    return f"{family}ς" if article == "τον" and family[-1:] in "οό" else family


def _stressed_before(word: str) -> str:
    """The word with its stress one syllable further to the front: `Αλεξάνδρος`, `Αλέξανδρος`."""
    vowels = list(_VOWELS.finditer(word))
    at = next((n for n, vowel in enumerate(vowels) if set(vowel[0]) & set(_STRESSED)), 0)
    if at == 0:
        return word
    here, front = vowels[at].span(), vowels[at - 1].end() - 1
    plain = "".join(_STRESSED.get(sign, sign) for sign in word[slice(*here)])
    if word[front] not in _STRESS:
        return word
    return f"{word[:front]}{_STRESS[word[front]]}{word[front + 1 : here[0]]}{plain}{word[here[1] :]}"
