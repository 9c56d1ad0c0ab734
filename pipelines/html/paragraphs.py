"""The paragraphs of a tree as jusText makes them, in one walk and with each text made once; decides nothing.

Leaves out which are good: jusText's own functions say so, asked by trafilatura. jusText walks a tree by way of SAX
events and makes a paragraph's text anew for each question about it; the rules here are its rules, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from justext.utils import is_blank, normalize_whitespace
from lxml import etree

__all__ = ["Paragraph", "ParagraphMaker"]

_PARTING = frozenset(
    "body blockquote caption center col colgroup dd div dl dt fieldset form legend optgroup option p pre table td textarea"
    " tfoot th thead tr ul li h1 h2 h3 h4 h5 h6".split()
)
_HEADING = re.compile(r"\bh\d\b")


class Paragraph:
    """A run of text; its names are jusText's, whose functions read and set them."""

    __slots__ = ("cf_class", "chars_count_in_links", "class_type", "dom_path", "heading", "text")

    def __init__(self, text: str, dom_path: str, linked: int) -> None:
        self.text = text
        self.dom_path = dom_path
        self.chars_count_in_links = linked
        self.class_type = self.cf_class = ""
        self.heading = False

    def __len__(self) -> int:
        return len(self.text)

    @property
    def is_heading(self) -> bool:
        """Stands inside a heading."""
        return _HEADING.search(self.dom_path) is not None

    @property
    def is_boilerplate(self) -> bool:
        """Was not found good."""
        return self.class_type != "good"

    def stopwords_density(self, stopwords: Collection[str]) -> float:
        """Share of its words that are small ones of any language."""
        words = self.text.split()
        return sum(word.lower() in stopwords for word in words) / len(words) if words else 0

    def links_density(self) -> float:
        """Share of its letters that stand in links."""
        return self.chars_count_in_links / len(self.text) if self.text else 0


class ParagraphMaker:
    """A walk over a tree; a class because jusText has one of this name and trafilatura asks for it."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._path: list[str] = []
        self._opened_in = ""
        self._nodes: list[str] = []
        self._linked = 0
        self._in_link = False
        self._after_break = False

    @classmethod
    def make_paragraphs(cls, root: etree._Element) -> list[Paragraph]:
        """The tree's paragraphs that hold text."""
        maker = cls()
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                maker._start(name)
                maker._characters(element.text)
            else:
                maker._end(name)
                maker._characters(element.tail)
        maker._part()
        return maker.paragraphs

    def _start(self, name: str) -> None:
        self._path.append(name)
        if name in _PARTING or (name == "br" and self._after_break):
            self._part()
            return
        self._after_break = name == "br"
        if self._after_break:
            self._nodes.append(" ")
        elif name == "a":
            self._in_link = True

    def _end(self, name: str) -> None:
        self._path.pop()
        if name in _PARTING:
            self._part()
        elif name == "a":
            self._in_link = False

    def _part(self) -> None:
        if self._nodes:
            text = normalize_whitespace("".join(self._nodes).strip())
            self.paragraphs.append(Paragraph(text, self._opened_in, self._linked))
            self._nodes = []
        self._linked = 0
        self._opened_in = ".".join(self._path)

    def _characters(self, content: str | None) -> None:
        if not content or is_blank(content):
            return
        text = normalize_whitespace(content)
        self._nodes.append(text)
        if self._in_link:
            self._linked += len(text)
        self._after_break = False
