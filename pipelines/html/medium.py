"""Lines of the medium about itself, at the text's ends and among its paragraphs: follow us, write to us, more of ours.

Told by where their links lead (pipelines.html.targets), else by what they are made of (pipelines.pitches). An account in a
link is the medium's own where it is called like it, or where a menu of the page leads there, too; what a stranger posted or
is called stays. A line that names nobody goes only where it stands apart: above the first paragraph, below the last, or in an
element unlike those of the paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from pipelines.cues import as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import CLOSING, PageBlock, words_of
from pipelines.html.targets import ACCOUNT, APP, AUTHOR, LIST, MAIL, OWN, SUBSCRIBE, Target, target_of
from pipelines.page_type import TEXTS
from pipelines.pitches import CLICK, Pitch, pitch_in

__all__ = ["remove_lines_of_the_medium"]

LONGEST = 35
"""Words of such a line."""
SHORT = 14
LABEL_WORDS = 4
"""Of what stands before the colon and a headline."""
LABEL_SIGNS = 30
HEADLINE_WORDS = 4
"""Least words of a linked headline: one of fewer is a name, a source."""
MOST_ALIKE = 3
"""Lines with links of one kind; more are a list that an author made: of products, of addresses."""
MOSTLY = 0.8
HALF = 0.5
LISTED = "leads to a list of the medium's stories"
NEAR = 8
"""Blocks above the first kept one and below the last from which lines come back into the text."""
_ROLES = frozenset(("paragraph", "heading", "list-item", "quote", "label"))
_STOPS = (".", "。", "।", "۔", "։", "።")
_LABEL = re.compile(r"^[\W_]*([^:：】\]]{2,30}?)\s*[:：】\]]\s*(?=\S)")


def remove_lines_of_the_medium(ledger: Ledger) -> None:
    """Lines of the text and near it in which the medium speaks of itself; those that are out could come back."""
    if ledger.page_type not in TEXTS:
        return
    reader, kept = _Reader(ledger), ledger.kept_indices()
    near = range(max(0, kept[0] - NEAR), min(len(ledger), kept[-1] + 1 + NEAR)) if kept else range(0)
    lines = (index for index in near if ledger.kept[index] or ledger.is_open(index))
    told = {index: pitch for index in lines if (pitch := reader.pitch_of(index)) is not None}
    alike = Counter(pitch.evidence for pitch in told.values() if pitch.reason == "related-stories")
    told = {index: pitch for index, pitch in told.items() if alike[pitch.evidence] <= MOST_ALIKE}
    prose = [index for index in kept if ledger.page.running[index] and index not in told]
    for index, pitch in told.items():
        inside = bool(prose) and prose[0] < index < prose[-1]
        if prose and (not inside or pitch.is_plain or reader.is_set_apart(index)):
            if pitch.reason == "byline":
                ledger.set_apart(index, pitch.reason, pitch.evidence)
            else:
                ledger.remove(index, pitch.reason, pitch.evidence)


class _Reader:
    """A page's lines as what they say of its medium, and what that needs to know of the page."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.medium = ledger.medium

    @cached_property
    def _menus(self) -> frozenset[str]:
        """Where the links lead that stand outside of the text."""
        return frozenset(link for index, block in self.ledger if not self.ledger.kept[index] for link in block.links)

    @cached_property
    def _usual(self) -> tuple[str, tuple[str, ...]]:
        """The kind of element in which most of the kept paragraphs stand."""
        kinds = Counter(
            block.place.printed
            for index, block in self.ledger
            if self.ledger.kept[index] and self.ledger.page.running[index]
        )
        return max(kinds, key=lambda kind: kinds[kind], default=("", ()))

    def is_set_apart(self, index: int) -> bool:
        """All in bold, or in an element unlike those of the paragraphs."""
        block = self.ledger.page.blocks[index]
        return block.strong or block.place.printed != self._usual

    def pitch_of(self, index: int) -> Pitch | None:
        """What a block says of the medium, by its links or its words."""
        block = self.ledger.page.blocks[index]
        if block.hidden or block.role not in _ROLES or index in self.ledger.settled or block.words > LONGEST:
            return None
        # a link to a list that is out is more often a tag, which other steps know by its place and its label
        pitch = self._by_links(block) if block.links else None
        if pitch and pitch.evidence == LISTED and not self.ledger.kept[index]:
            pitch = None
        pitch = pitch or self._other_story(index) or pitch_in(block.text, self.medium)
        is_line = pitch and (block.links or pitch.is_plain) and pitch.evidence != CLICK
        if block.role in ("heading", "list-item") and not is_line:
            return None
        return pitch

    def _by_links(self, block: PageBlock) -> Pitch | None:
        targets = [(link, target_of(link, self.medium.site)) for link in block.links]
        kinds = {target.kind for _, target in targets}
        alone = block.link_density >= MOSTLY
        short = block.words <= SHORT
        if any(self._is_own(link, target) for link, target in targets):
            return Pitch("newsletter", "leads to an account or an app of the medium's own", short)
        if kinds == {MAIL} and all(target.name == self.medium.site != "" for _, target in targets):
            return Pitch("correction-note", "leads to an address of the medium's own", short)
        if kinds == {SUBSCRIBE} and (short or block.link_density >= HALF):
            return Pitch("newsletter", "leads to where one signs up", alone)
        if kinds <= {AUTHOR, LIST} and block.link_density >= HALF and short and block.role != "list-item":
            return Pitch("related-stories", LISTED, alone)
        return self._labelled(block, kinds)

    def _is_own(self, link: str, target: Target) -> bool:
        if target.kind == ACCOUNT:
            return link in self._menus or self.medium.is_called(target.name)
        return target.kind == APP and (link in self._menus or any(key in target.name for key in self.medium.keys))

    def _labelled(self, block: PageBlock, kinds: set[str]) -> Pitch | None:
        """A few words, a colon, and a linked headline of the same site that is all the rest; numbered, it is a part of a series."""
        label = _LABEL.match(block.text) if block.role != "list-item" else None
        if label is None or kinds != {OWN} or len(label[1].split()) > LABEL_WORDS or any(map(str.isdigit, label[1])):
            return None
        rest = block.text[label.end() :]
        if block.linked >= MOSTLY * len(rest) and words_of(rest) >= HEADLINE_WORDS:
            return Pitch(
                "related-stories", f"a headline of the same site, linked, behind “{label[1].strip()}”", is_plain=True
            )
        return None

    def _other_story(self, index: int) -> Pitch | None:
        """A label that says that another story follows, and its headline; a sentence that goes on and ends is the article's."""
        block = self.ledger.page.blocks[index]
        label = _LABEL.match(block.text)
        if label is None or words_of(block.text[label.end() :]) < HEADLINE_WORDS - 1:
            return None
        if block.text.rstrip(CLOSING).endswith(_STOPS) and not (block.strong or block.links):
            return None
        for cue in cues_in(label[1]):
            if cue.reason == "related-stories" and cue.whole_line:
                return Pitch(cue.reason, f"a headline behind “{as_written(label[1], cue)}”", is_plain=True)
        return None
