"""A label and a headline in one line: the shape in which lines to other stories stand among paragraphs, in pages and dumps.

Leaves out where the line stands, which pipelines.html.related and pipelines.dump.labelled know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipelines.cues import cues_in
from pipelines.words import HAN_KANA, NO_SPACES, QUOTATION_MARK

__all__ = [
    "HEADLINE_WORDS",
    "LEAST_PARAGRAPHS",
    "LONGEST",
    "MOST_LINES",
    "PLAIN_WORDS",
    "STOPPED",
    "is_other_headline",
    "pieces_of",
    "split_label",
]

LABEL_WORDS, PLAIN_WORDS = 5, 4
"""Most words of a label; of one that nothing but its colon sets apart."""
LEAST_PARAGRAPHS = 3
"""Of a text in which such lines are looked for."""
STOPPED = 0.8
"""Share of the paragraphs that end like sentences, where a line without a stop means something."""
HEADLINE_WORDS = 4
"""Least words of a headline: fewer are a name, a place, a source."""
LONGEST = 25
"""Words of such a line."""
MOST_LINES = 3
"""Such lines with labels of their own; more are the author's list, unless one label stands before all of them."""
LEAST_SMALL = 2
"""Words of a headline that begin with a small letter, in scripts that have them: names, titles of works and captions' credits have fewer."""
MOST_COMMAS = 1
"""In a headline: more part a list."""
NEW = 0.34
"""Share of a headline's longer words that the text may have, too (headings of the article's parts: half and more)."""
LONG_WORD, STEM = 4, 5
"""Letters of a word that counts, and of it, as endings change."""
_LABEL = re.compile(r"^[\W_]*([^:：】\]՝፦\n,،、;«“\"]{2,45}?)\s*[:：】\]՝፦]\s*(?=\S)")
_COMMA = re.compile("[,،、，;]")
_WORD = re.compile(r"[^\W\d_]+")


def split_label(text: str) -> tuple[str, str] | None:
    """(label, what stands behind its colon); None where no label begins the line, or one of a caption or a byline.

    >>> split_label("Կարդացեք նաև՝ Ջրաղացը կրկին աշխատում է")[0]
    'Կարդացեք նաև'
    """
    found = _LABEL.match(text)
    if found is None or len(found[1].split()) > LABEL_WORDS or any(map(str.isdigit, found[1])):
        return None
    if any(cue.reason in ("caption", "byline", "author-bio") for cue in cues_in(found[1])):
        return None
    return found[1].strip(), text[found.end() :]


def is_other_headline(text: str, words: float, known: Mapping[str, int]) -> bool:
    """It is made like a headline, and tells of something else than the paragraphs.

    `words` is its length; `known` says of each piece of a word (`pieces_of`) how many paragraphs hold it, the line itself among them.
    """
    if words < HEADLINE_WORDS or len(_COMMA.findall(text)) > MOST_COMMAS or QUOTATION_MARK.match(text):
        return False
    if any(map(str.isupper, text)) and sum(word[0].islower() for word in _WORD.findall(text)) < LEAST_SMALL:
        return False
    pieces = pieces_of(text)
    return bool(pieces) and sum(known.get(piece, 0) > 1 for piece in pieces) <= NEW * len(pieces)


def pieces_of(text: str) -> frozenset[str]:
    """The beginnings of the longer words; in scripts that set no spaces all runs of three letters."""
    plain = text.casefold()
    if HAN_KANA.search(plain) or NO_SPACES.search(plain):
        runs = "".join(_WORD.findall(plain))
        return frozenset(runs[at : at + 3] for at in range(len(runs) - 2))
    return frozenset(word[:STEM] for word in _WORD.findall(plain) if len(word) >= LONG_WORD)
