"""Lines that lead to other stories, set between the paragraphs: told by their shape, whatever language they speak.

Leaves out lines whose words say so (pipelines.html.medium, pipelines.html.junk). Theory of operation. Labels for such
lines are more than could be listed, but they stand alike everywhere: between two paragraphs, a few words, a colon and a headline, which
ends without a stop where paragraphs end with one, and tells of something that the paragraphs do not. What is like it and is the
article's own differs in one of these: a fact (`Price: 3 euros`) is no sentence, an answer ends with a stop, a heading names what stands below it, and
a list has many lines. The same without a label is a headline that is all a link, and a small box of nothing else below a line that heads it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from pipelines.html.ledger import Ledger
from pipelines.html.places import CLOSING, RUNNING_WORDS, SENTENCE_END, PageBlock, Place, ends_like_sentence, words_of
from pipelines.html.targets import LIST, OWN, target_of
from pipelines.labelled import (
    HEADLINE_WORDS,
    LEAST_PARAGRAPHS,
    LONGEST,
    MOST_LINES,
    PLAIN_WORDS,
    STOPPED,
    is_other_headline,
    pieces_of,
    split_label,
)
from pipelines.page_type import TEXTS

__all__ = ["remove_related_lines"]

WHOLLY = 0.9
MOST_IN_BOX = 8
HEAD_WORDS = 8
"""Words of what heads a box of links."""
_CALLS = "?？؟!！"
_BARE_ANCHOR = re.compile(r"#\d*")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png)(?:$|[?#])", re.IGNORECASE)
_ROLES = frozenset(("paragraph", "quote", "label"))
_BOXES = frozenset(("div", "section", "aside", "details", "nav", "td"))


def remove_related_lines(ledger: Ledger) -> None:
    """Kept lines between the paragraphs that have the shape of a label and a headline, or are one linked headline."""
    if ledger.page_type not in TEXTS:
        return
    text = _Text(ledger)
    if len(text.prose) < LEAST_PARAGRAPHS:
        return
    labels = {index: label for index in text.kept if (label := text.label_of(index))}
    if len({*labels.values()}) <= MOST_LINES:
        labels = {index: label for index, label in labels.items() if text.leads_away(index)}
        for index, label in labels.items():
            ledger.remove(
                index, "related-stories", f"a headline behind “{label}”, between paragraphs of something else"
            )
    links = [index for index in text.kept if index not in labels and text.is_linked_line(index)]
    if len(links) <= MOST_LINES:
        away = [index for index in links if text.leads_home(index)]
        ledger.remove_all(away, "related-stories", "a line between paragraphs that is all a link to another page")
    for box in ledger.page.places:
        if text.is_box_of_links(box):
            inside = [index for index in range(box.first, box.last) if ledger.kept[index]]
            ledger.remove_all(
                inside, "related-stories", "in a box of links among the paragraphs, below a line that heads it"
            )


class _Text:
    """The kept text of a page, as far as one must know it to tell what does not belong among its paragraphs."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.kept = [index for index in ledger.kept_indices() if index not in ledger.settled]
        self.prose = [index for index in self.kept if ledger.page.running[index]]
        self._site = ledger.medium.site
        self._places = {index: at for at, index in enumerate(self.kept)}

    @cached_property
    def _pieces(self) -> Counter[str]:
        """How many kept blocks hold each of the longer words."""
        blocks = self.ledger.page.blocks
        return Counter(piece for index in self.kept for piece in pieces_of(blocks[index].text))

    @cached_property
    def _stops(self) -> bool:
        blocks = self.ledger.page.blocks
        stopped = sum(ends_like_sentence(blocks[index].text) for index in self.prose)
        return stopped >= STOPPED * len(self.prose)

    def _around(self, index: int) -> tuple[bool, bool]:
        """Whether a paragraph that ends like a sentence stands above, and any paragraph below."""
        at, running = self._places[index], self.ledger.page.running
        above, below = self.kept[at - 1] if at else -1, self.kept[at + 1] if at + 1 < len(self.kept) else -1
        ended = above >= 0 and running[above] and ends_like_sentence(self.ledger.page.blocks[above].text)
        return ended, below >= 0 and running[below]

    def label_of(self, index: int) -> str | None:
        """What stands before the colon of a short line that ends without a stop."""
        block = self.ledger.page.blocks[index]
        if block.role not in _ROLES or block.hidden or "\n" in block.text or words_of(block.text) > LONGEST:
            return None
        found = split_label(block.text)
        if found is None or _is_stopped(block.text) or words_of(found[1]) < HEADLINE_WORDS - 1:
            return None
        return found[0]

    def leads_away(self, index: int) -> bool:
        """Behind the label stands the headline of another story."""
        block = self.ledger.page.blocks[index]
        found = split_label(block.text)
        ended, followed = self._around(index)
        if found is None or not ended:
            return False
        label, headline = found
        asks = ends_like_sentence(headline)
        if block.linked >= WHOLLY * len(headline) and _leads_home(block, self._site):
            return True
        if not is_other_headline(headline, words_of(headline), self._pieces):
            return False
        shouted = label.isupper() and not headline.isupper()
        if block.strong or shouted:
            return followed or shouted
        plain = len(label.split()) <= PLAIN_WORDS and not any(map(str.isdigit, headline))
        return plain and followed and not asks and not block.links and self._stops

    def is_linked_line(self, index: int) -> bool:
        """A line of its own between two paragraphs, no heading of what follows, that is one link."""
        block = self.ledger.page.blocks[index]
        if block.role not in _ROLES or block.hidden or block.link_density < WHOLLY or "\n" in block.text:
            return False
        if not HEADLINE_WORDS <= words_of(block.text) <= LONGEST or not all(self._around(index)):
            return False
        return len(block.links) == 1 and not _is_stopped(block.text)

    def is_box_of_links(self, box: Place) -> bool:
        """Among the paragraphs: a line that is no link, and below it nothing but headlines of the same site, each a link."""
        blocks = self.ledger.page.blocks
        if box.tag not in _BOXES or not 1 < box.last - box.first <= MOST_IN_BOX:
            return False
        if not self.prose[0] < box.first < self.prose[-1] or not any(self.ledger.kept[box.first : box.last]):
            return False
        head, links = blocks[box.first], blocks[box.first + 1 : box.last]
        if head.linked or words_of(head.text) > HEAD_WORDS or self.ledger.page.running[box.first]:
            return False
        return all(
            block.link_density >= WHOLLY
            and HEADLINE_WORDS - 1 <= words_of(block.text) < RUNNING_WORDS
            and _leads_home(block, self._site)
            and block.role in ("list-item", "paragraph", "heading")
            for block in links
        )

    def leads_home(self, index: int) -> bool:
        """Its links lead to pages of the site."""
        return _leads_home(self.ledger.page.blocks[index], self._site)


def _leads_home(block: PageBlock, site: str) -> bool:
    """Each link leads to a page of the site, or nowhere, as in pages that were saved without their addresses."""
    return bool(block.links) and all(
        _BARE_ANCHOR.fullmatch(link) is not None
        or (target_of(link, site).kind in (OWN, LIST) and not _FILE.search(link))
        for link in block.links
    )


def _is_stopped(text: str) -> bool:
    """It ends like a sentence that neither asks nor calls, or says that more follows."""
    end = text.rstrip(CLOSING)[-1:]
    return end in ":：" or (end in SENTENCE_END and end not in _CALLS)
