"""What a person's name looks like where it stands alone in a line; knows no page."""

from __future__ import annotations

import re

from pipelines.metadata.authors import has_case, names_in
from pipelines.metadata.roles import BODIES, ROLES

__all__ = ["is_full_name"]


def is_full_name(text: str) -> bool:
    """One full name and nothing else; each word with a capital, where the script has them."""
    tokens = text.split()
    han = _HAN_NAME.fullmatch(text) is not None
    cased = any(has_case(token) for token in tokens)
    if not han and (_HAN.search(text) or not _NAME_WORDS[0] <= len(tokens) <= _NAME_WORDS[1] - (not cased)):
        return False
    if {token.casefold() for token in tokens} & (BODIES | _NETWORKS | frozenset(ROLES)) or names_in(text) != (text,):
        return False
    return han or all(
        token[0].isalpha() and (token[0].isupper() or not has_case(token) or token in _PARTICLES) for token in tokens
    )


_HAN = re.compile(r"[㐀-鿿぀-ヿ]")
_HAN_NAME = re.compile(r"[㐀-鿿]{1,3}[ 　]?[㐀-鿿぀-ヿ]{1,3}|[가-힣]{3}")
_NAME_WORDS = (2, 4)
_NETWORKS = frozenset(
    "facebook whatsapp twitter telegram instagram linkedin pinterest youtube viber messenger line email".split()
)
"""What stands behind "Share" in capitals, and is nobody."""
_PARTICLES = frozenset("de da do dos das del la van von der den di bin ibn al el y e".split())
