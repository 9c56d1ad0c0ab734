"""What languages are called in English, and in themselves. No I/O beyond babel's own tables, which take a moment to load."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

__all__ = ["ENGLISH", "LANGUAGE_TAG", "language_name", "language_names", "language_tag", "locale_of"]

ENGLISH = Locale("en", "GB")
"""The pages speak English; the articles speak for themselves."""

LANGUAGE_TAG = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")

_KNOWN_AS = {"ckb": "Sorani Kurdish", "kmr": "Kurmanji Kurdish"}
"""Where babel has no name, or not the one that speakers and scholars use."""


@lru_cache(maxsize=512)
def locale_of(tag: str) -> Locale | None:
    """What babel knows of a language; of its base where it does not know the variety."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return locale_of(tag.split("-", maxsplit=1)[0]) if "-" in tag else None


def language_tag(language: str | None) -> str | None:
    """The tag for a `lang` attribute, None for what is no tag."""
    return language if language and LANGUAGE_TAG.match(language) else None


def language_name(language: str | None) -> str:
    """The language's English name; the tag itself where it has none.

    >>> language_name("ckb"), language_name("zh-Hant"), language_name("kmr-Arab"), language_name("x-klingon")
    ('Sorani Kurdish', 'Traditional Chinese', 'Kurmanji Kurdish (Arabic)', 'x-klingon')
    """
    tag = (language_tag(language) or "").replace("-", "_")
    names: dict[str, str] = {**ENGLISH.languages, **_KNOWN_AS}
    if tag in names:
        return names[tag]
    base, _, script = tag.partition("_")
    if base not in names:
        return language or "unknown language"
    return f"{names[base]} ({ENGLISH.scripts[script]})" if script in ENGLISH.scripts else names[base]


def language_names(language: str) -> tuple[str, ...]:
    """All that a person may call a language: tag, base of the tag, its names in English and in itself.

    >>> language_names("pt-BR")
    ('pt-BR', 'pt', 'Brazilian Portuguese', 'Portuguese', 'português')
    """
    base = language.split("-", maxsplit=1)[0]
    locale = locale_of(base) if language_tag(base) else None
    own = locale.get_language_name(base) if locale else None
    names = (language, base, language_name(language), language_name(base), own)
    return tuple(dict.fromkeys(name for name in names if name))
