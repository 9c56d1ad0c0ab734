"""Spellings that count as one letter when searching scripts without clear word borders.

SQLite's tokenizer `unicode61` takes a Japanese sentence for one word and cannot find an Arabic
word behind its article. Such texts are therefore indexed by three-character pieces as well
(table `_pieces`, see archive/schema.py), after the folding below. The same folding runs as
SQL inside the index's source view and as Python over queries and snippets, so it is limited
to replacing one character by one or by none.

The lists are part of the schema: a change needs a migration that rebuilds the index.
"""

from __future__ import annotations

import re

__all__ = ["FOLDS", "GLOB_CLASS", "fold", "has_dense_script", "sql_fold"]

FOLDS = (
    *((letter, "\u0627") for letter in "\u0623\u0625\u0622\u0671"),  # alef with hamza, madda, wasla
    *((letter, "\u06cc") for letter in "\u064a\u0649"),  # Arabic yeh and alef maksura -> the yeh of Kurdish and Persian
    ("\u0643", "\u06a9"),  # Arabic kaf -> keheh
    *((letter, "\u0647") for letter in "\u0629\u06be\u06d5"),  # teh marbuta, heh doachashmee, Kurdish e -> heh
    *((mark, "") for mark in "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"),  # vowel signs
    *((sign, "") for sign in "\u0640\u200c\u200d"),  # tatweel, (non-)joiner
)
"""(character, its replacement)."""

_RANGES = (
    ("\u0590", "\u08ff"),  # Hebrew, Arabic, Syriac, Thaana, N'Ko: prefixes are written with the word
    ("\u0e00", "\u109f"),  # Thai, Lao, Tibetan, Myanmar: no spaces between words
    ("\u1100", "\u11ff"),  # Hangul: particles are written with the word
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3040", "\u9fff"),  # kana and Han
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\ufb1d", "\ufdff"),
    ("\ufe70", "\ufefc"),
    ("\uff66", "\uffdc"),
    ("\U00020000", "\U0003ffff"),
)

GLOB_CLASS = "".join(f"{first}-{last}" for first, last in _RANGES)
"""The dense scripts as a character class, the same for SQLite's GLOB and for `re`."""

_DENSE = re.compile(f"[{GLOB_CLASS}]")
_TABLE = str.maketrans(dict(FOLDS))


def fold(text: str) -> str:
    """Spelling variants made equal: `fold("كتابي") == fold("کتابی")`."""
    return text.translate(_TABLE)


def has_dense_script(text: str) -> bool:
    """True when some of the text is in a script whose words unicode61 cannot find."""
    return not text.isascii() and _DENSE.search(text) is not None


def sql_fold(expression: str) -> str:
    """The SQL expression that folds as `fold` does."""
    for old, new in FOLDS:
        expression = f"replace({expression}, '{old}', '{new}')"
    return expression
