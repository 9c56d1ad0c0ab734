"""A page's blocks as rows of the ledger, as far as they can be told without the database: kept ones as ranges of the article's text,
removed ones by digests of theirs. Decides nothing, touches no database.

The blocks of a page about which the same was decided are one row, as a row for each took longer to write than all else of a
page; in it they stand by the path they stood in, and how all these paths begin is written once. (On 250 pages of 250 sites,
where nothing repeats from page to page, whole places took 36 of a page's 80 kilobytes.)
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from json.encoder import encode_basestring
from os.path import commonprefix
from typing import NamedTuple

from archive.sound import are_sound, sound
from pipelines.types import Block

__all__ = ["GAP", "Decided", "Packed", "PackedRow", "packed", "text_of"]

GAP = "\n\n"
"""Between two kept blocks, as in `pipelines.types.Article.text`."""

Decided = tuple[str, str, str]
"""Role, reason (empty for a kept block), evidence."""


class PackedRow(NamedTuple):
    """The blocks of a page about which the same was decided: a row of `_blocks`, but for two kinds of numbers."""

    decided: Decided
    amount: int
    within: str
    stood: str
    """JSON with `%d` in the place of each removed text's number; other percent signs are doubled."""
    removed: tuple[bytes, ...]
    """Digests of these texts."""

    def stood_with(self, numbers: Mapping[bytes, int]) -> str:
        """The JSON with the numbers of the texts."""
        return self.stood % tuple([numbers[digest] for digest in self.removed])


class Packed(NamedTuple):
    """All blocks of a page."""

    rows: tuple[PackedRow, ...]
    texts: dict[bytes, str]
    """Removed texts by their digests, in the order of the page."""


def text_of(blocks: tuple[Block, ...]) -> str:
    """The article's text as it is stored: what `Article.text` gives, in characters SQLite can hold."""
    return sound(GAP.join([block.text for block in blocks if block.kept]))


def packed(blocks: tuple[Block, ...]) -> Packed:
    """The blocks in rows. TypeError for values that are no text."""
    values = [(block.role, block.reason or "other", block.evidence, block.where, block.text) for block in blocks]
    if not are_sound([value for one in values for value in one]):
        values = [(sound(role), sound(reason), *map(sound, rest)) for role, reason, *rest in values]  # type: ignore[misc]
    texts: dict[bytes, str] = {}
    together: dict[Decided, _Stood] = {}
    steps: dict[str, str] = {}
    start = 0
    for position, (block, (role, reason, evidence, where, text)) in enumerate(zip(blocks, values, strict=True)):
        cut = where.rfind("/") + 1
        step = where[cut:]
        quoted = steps.get(step) or steps.setdefault(step, _quoted(step))
        if block.kept:
            decided, one = (role, "", evidence), (f"[{position},{quoted},{start},{len(text)}]", b"")
            start += len(text) + len(GAP)
        else:
            digest = blake2b(text.encode(), digest_size=16).digest()
            texts.setdefault(digest, text)
            decided, one = (role, reason, evidence), (f"[{position},{quoted},%d]", digest)
        together.setdefault(decided, {}).setdefault(where[:cut], []).append(one)
    return Packed(tuple([_row(decided, stood) for decided, stood in together.items()]), texts)


_Stood = dict[str, list[tuple[str, bytes]]]
"""Blocks by the path they stood in: as JSON, and the digest of a removed one's text."""


def _row(decided: Decided, stood: _Stood) -> PackedRow:
    paths = list(stood)
    within = commonprefix(paths) if len(paths) > 1 else paths[0]  # noqa: RUF071 - any characters do
    written = ",".join(
        [f"{_quoted(path[len(within) :])}:[{','.join([one for one, _ in ones])}]" for path, ones in stood.items()]
    )
    digests = [digest for ones in stood.values() for _, digest in ones]
    return PackedRow(decided, len(digests), within, f"{{{written}}}", tuple(filter(None, digests)))


def _quoted(text: str) -> str:
    """As JSON, in a text that numbers are put into by `%`."""
    quoted = encode_basestring(text)  # what the encoder calls in the end, 15 times faster
    return quoted.replace("%", "%%") if "%" in quoted else quoted
