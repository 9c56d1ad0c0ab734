"""The ledger of an article as a page shows it: text, and, where asked for, what was removed, in place.

Blocks come in page order. Neighbours of one kind are one piece: list items become a list,
rows a table, removed lines with one reason a removed run. Every removal reason belongs to
one family; a family has a colour, a reason has its name, so that colour is never the only sign.
No HTML and no database in here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.reasons import APART_REASONS, REMOVED_REASONS
from pipelines.types import Block, Caption

__all__ = ["FAMILIES", "Family", "Legend", "Piece", "above", "legend", "pieces"]

FOLDED_ABOVE = 6
"""Blocks above the article that are shown at once: a reader has come for what stands between the paragraphs."""
FOLDED_AFTER = 8
"""Removed lines of one run that are shown at once: a menu of 200 lines must not bury the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Removal reasons that share a colour."""

    slug: str
    name: str
    reasons: tuple[str, ...]


FAMILIES = (
    Family(
        slug="promotion",
        name="Advertising and promotion",
        reasons=("advertisement", "affiliate-notice", "newsletter", "paywall-notice"),
    ),
    Family(slug="stories", name="Other stories", reasons=("related-stories", "trailing-story")),
    Family(
        slug="navigation",
        name="Navigation and labels",
        reasons=("navigation", "section-label", "tag-list", "form", "media-player", "outside-article"),
    ),
    Family(
        slug="reactions",
        name="Sharing and commenting",
        reasons=("share-widget", "comment-widget", "comment-policy"),
    ),
    Family(
        slug="notices",
        name="Notices",
        reasons=("standfirst", "author-bio", "cookie-notice", "copyright", "correction-note"),
    ),
    Family(
        slug="repetition",
        name="Repetition",
        reasons=("recurring", "repeated", "repeated-headline", "caption-duplicate"),
    ),
    Family(slug="remnants", name="Remnants", reasons=("hidden", "unlikely-text", "other")),
)
_FAMILY_OF = {reason: family for family in FAMILIES for reason in family.reasons}
_REMNANTS = FAMILIES[-1]

_CELLS = re.compile(r"\t| \| ")

_KEPT_KINDS = {
    "heading": "heading",
    "list-item": "list",
    "quote": "quote",
    "code": "code",
    "table-row": "table",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of neighbouring blocks that are shown as one thing."""

    kind: str
    """`paragraph`, `heading`, `list`, `quote`, `code`, `table`, `caption`, `apart` or `removed`."""
    blocks: tuple[Block, ...]
    reason: str | None = None
    sentence: str = ""
    """The reason in words, for a removed run."""
    family: Family = _REMNANTS
    credit: str | None = None
    """Who made the picture, for a caption that does not say it itself."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of a table's rows: set apart by tabs or bars in a row's text."""
        return tuple(tuple(_CELLS.split(block.text)) for block in self.blocks)

    @property
    def name(self) -> str:
        """The reason as a label: `related stories`."""
        return (self.reason or "").replace("-", " ")

    @property
    def shown(self) -> tuple[Block, ...]:
        """The blocks that are shown at once; one more line is no reason to fold."""
        return self.blocks if len(self.blocks) <= FOLDED_AFTER + 1 else self.blocks[:FOLDED_AFTER]

    @property
    def folded(self) -> tuple[Block, ...]:
        """The blocks behind a fold."""
        return self.blocks[len(self.shown) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """How many blocks of a family were removed from this page, and for what reasons."""

    family: Family
    count: int
    reasons: tuple[tuple[str, int], ...]


def above(shown: Sequence[Piece]) -> int:
    """How many of the pieces stand above the article and are folded: menus, banners, breadcrumbs, the headline."""
    first = next((number for number, piece in enumerate(shown) if piece.kind not in {"removed", "apart"}), 0)
    return first if sum(len(piece.blocks) for piece in shown[:first]) > FOLDED_ABOVE else 0


def pieces(blocks: Sequence[Block], captions: Iterable[Caption], *, with_removed: bool) -> tuple[Piece, ...]:
    """The pieces of a page in page order; captions always, headline, byline and removed text only where asked for."""
    captions = tuple(captions)
    by_block = {caption.block: caption for caption in captions if caption.block is not None}
    shown = [
        (number, block)
        for number, block in enumerate(blocks)
        if with_removed or block.kept or block.reason == "caption"
    ]
    unplaced = (_caption(_block_of(caption), caption) for caption in captions if caption.block is None)
    return (*_pieces(shown, by_block), *unplaced)


def _pieces(numbered: Iterable[tuple[int, Block]], captions: Mapping[int, Caption]) -> Iterator[Piece]:
    for (kind, reason), run in groupby(numbered, key=lambda pair: _kind(pair[1])):
        group = tuple(run)
        blocks = tuple(block for _, block in group)
        if kind == "removed":
            sentence = REMOVED_REASONS.get(reason or "", "")
            family = _FAMILY_OF.get(reason or "", _REMNANTS)
            yield Piece(kind=kind, blocks=blocks, reason=reason, sentence=sentence, family=family)
        elif kind in {"list", "table"}:
            yield Piece(kind=kind, blocks=blocks)
        elif kind == "apart":
            yield Piece(kind=kind, blocks=blocks, reason=reason, sentence=APART_REASONS.get(reason or "", ""))
        elif kind == "caption":
            yield from (_caption(block, captions.get(number)) for number, block in group)
        else:
            yield from (Piece(kind=kind, blocks=(block,)) for block in blocks)


def _caption(block: Block, caption: Caption | None) -> Piece:
    credit = caption.credit if caption else None
    return Piece(kind="caption", blocks=(block,), credit=credit if credit and credit not in block.text else None)


def _block_of(caption: Caption) -> Block:
    """For a caption that the page holds only in its metadata."""
    return Block(text=caption.text, role="caption", kept=False, reason="caption")


def _kind(block: Block) -> tuple[str, str | None]:
    if block.kept:
        return _KEPT_KINDS.get(block.role, "paragraph"), None
    if block.reason == "caption":
        return "caption", None
    if block.reason in APART_REASONS:
        return "apart", block.reason
    return "removed", block.reason


def legend(blocks: Iterable[Block]) -> tuple[Legend, ...]:
    """The families that lost blocks on this page, in their fixed order."""
    counts = Counter(block.reason or "other" for block in blocks if _kind(block)[0] == "removed")
    return tuple(_legends(counts))


def _legends(counts: Counter[str]) -> Iterator[Legend]:
    for family in FAMILIES:
        found = [
            (reason, count) for reason, count in counts.most_common() if _FAMILY_OF.get(reason, _REMNANTS) is family
        ]
        if found:
            reasons = tuple((reason.replace("-", " "), count) for reason, count in found)
            yield Legend(family=family, count=sum(count for _, count in found), reasons=reasons)
