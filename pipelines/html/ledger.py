"""The ledger while it is being written: each block of a page and what has been decided about it so far.

Leaves out how to decide; that is for the steps in pipelines.html.page. A decision always comes with a
reason and evidence, and the last decision stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipelines.html.align import letters
from pipelines.html.places import Page, PageBlock, Place
from pipelines.pitches import Medium
from pipelines.reasons import TEXT_ROLES
from pipelines.types import Block

__all__ = ["Item", "Ledger", "Thread"]

OUTSIDE = "outside-article"
OUTSIDE_EVIDENCE = "not in the part of the page that was recognised as the article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One comment as found on the page."""

    place: Place
    own: tuple[int, ...]
    """Indices of its blocks, without those of the replies inside."""
    body: tuple[int, ...]
    author: str | None
    posted: str | None
    opening: str = ""
    """Its first line, where name, time and text stand in one block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Comments that stand together, and what was seen that makes them a thread."""

    items: tuple[Item, ...]
    evidence: str
    told: bool = True
    """Something on the page says that these are comments; else they are only alike."""
    head: int | None = None
    """The line above them that heads them, where they were told by it."""


@dataclass(slots=True)
class Ledger:
    """A page's blocks with their verdicts; steps read and change it in turn."""

    page: Page
    title: str | None = None
    """The article's headline as far as known, for finding it again in the text."""
    authors: tuple[str, ...] = ()
    """The authors as far as known, for finding their bylines."""
    url: str | None = None
    medium: Medium = field(default_factory=Medium)
    """Who publishes the page."""
    page_type: str = "article"
    """What the page is, as far as steps may rely on it."""
    likely_type: str = "article"
    """What it is rather than anything else, however unsure that is."""
    type_confidence: float = 0.0
    """Of `likely_type`."""
    kept: list[bool] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    threads: tuple[Thread, ...] = ()
    """Readers' comments, once they have been looked for."""
    settled: set[int] = field(default_factory=set)
    """Blocks that a site's rule has decided about: no general step brings them back."""
    second: list[bool] = field(default_factory=list)
    """Which blocks the second extractor keeps, whoever decided about them; none where it was not asked."""
    keys: tuple[str, ...] = ()
    """Letters and digits of each block: what repeats are found by."""

    def __post_init__(self) -> None:
        size = len(self.page.blocks)
        self.kept = [False] * size
        self.second = [False] * size
        self.roles = [block.role for block in self.page.blocks]
        self.reasons = [OUTSIDE] * size
        self.evidence = [OUTSIDE_EVIDENCE] * size
        self.keys = tuple(letters(block.text) for block in self.page.blocks)

    def __len__(self) -> int:
        return len(self.kept)

    def __iter__(self) -> Iterator[tuple[int, PageBlock]]:
        return enumerate(self.page.blocks)

    @property
    def headline(self) -> int | None:
        """Index of the block that was set apart as the page's headline."""
        return next((i for i, reason in enumerate(self.reasons) if reason == "title"), None)

    @property
    def comment_blocks(self) -> frozenset[int]:
        """Indices of the blocks of readers' comments."""
        return frozenset(index for thread in self.threads for item in thread.items for index in item.own)

    def kept_indices(self) -> list[int]:
        """Indices of the blocks that are in the text as things stand."""
        return [i for i, kept in enumerate(self.kept) if kept]

    def keep(self, index: int) -> None:
        """The block is part of the article's text."""
        self.kept[index] = True

    def is_open(self, index: int) -> bool:
        """Nobody has said anything about the block but that it is outside."""
        return not self.kept[index] and self.reasons[index] == OUTSIDE and index not in self.settled

    def remove(self, index: int, reason: str, evidence: str) -> None:
        """The block is not part of the text."""
        self.kept[index] = False
        self.reasons[index] = reason
        self.evidence[index] = evidence

    def remove_all(self, indices: Iterable[int], reason: str, evidence: str) -> None:
        """None of these blocks is part of the text."""
        for index in indices:
            self.remove(index, reason, evidence)

    def set_apart(self, index: int, role: str, evidence: str) -> None:
        """The block belongs to the article and stands beside its text: title, byline, caption, comment."""
        self.remove(index, role, evidence)
        self.roles[index] = role

    def explain(self, index: int, reason: str, evidence: str) -> None:
        """A better reason for a block that is out already and has only the general one."""
        if not self.kept[index] and self.reasons[index] == OUTSIDE:
            self.reasons[index] = reason
            self.evidence[index] = evidence

    def kept_chars(self, place: Place | None = None) -> int:
        """Characters of kept text, on the page or inside a place."""
        first, last = (place.first, place.last) if place is not None else (0, len(self))
        return sum(len(self.page.blocks[i].text) for i in range(first, last) if self.kept[i])

    def blocks(self) -> tuple[Block, ...]:
        """The finished ledger."""
        return tuple(
            Block(
                text=block.text,
                role=self._role(i),
                kept=self.kept[i],
                reason=None if self.kept[i] else self.reasons[i],
                evidence="" if self.kept[i] else self.evidence[i],
                where=block.place.path,
            )
            for i, block in self
        )

    def _role(self, index: int) -> str:
        """What is kept as text is text, even where a page builds it from labels."""
        role = self.roles[index]
        return "paragraph" if self.kept[index] and role not in TEXT_ROLES else role
