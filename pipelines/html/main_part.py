"""trafilatura's main extractor over one tree, with its second tree made only where the first gives too little.

Leaves out what is extracted: that is for the copy's own functions to say (pipelines.html.own_trafilatura). trafilatura copies
the whole tree before each extraction, in case the main pass finds too little; three pages of four do not need it. Here it
is made when it is needed, by the steps that made the first. The order of steps is trafilatura's `extract_content`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

__all__ = ["MainPart"]


class MainPart:
    """The main extractor of one copy of trafilatura."""

    def __init__(self, package: str) -> None:
        self._extractor: Any = importlib.import_module(f"{package}.main_extractor")

    def of(self, tree: HtmlElement, make: Callable[[], HtmlElement], options: Any) -> tuple[etree._Element, str]:
        """The body found in a tree in trafilatura's markup, and its text; `make` makes another such tree."""
        extractor = self._extractor
        order = list(tree.iter())  # before the main pass moves elements
        body, text, tags = extractor._extract(tree, options)  # noqa: SLF001 - a step of the copy's own
        if len(body) == 0 or len(text) < options.min_extracted_size:
            other = make()
            consumed = {twin for element, twin in zip(order, other.iter(), strict=True) if element.tag == "done"}
            body = extractor.recover_wild_text(other, body, options, tags, consumed)
            text = " ".join(body.itertext()).strip()
        self._drop_repeats(body)
        etree.strip_elements(body, "done")
        etree.strip_tags(body, "div")
        self._drop_space(body)
        return body, text

    def _drop_repeats(self, body: etree._Element) -> None:
        """Of long elements with one text side by side the first stays."""
        extractor, previous = self._extractor, None
        for element in list(body):
            current = extractor._elem_text(element)  # noqa: SLF001 - a step of the copy's own
            if current and current == previous and len(current) > extractor.MIN_DUPLICATE_LENGTH:
                extractor.delete_element(element, keep_tail=False)
            else:
                previous = current

    def _drop_space(self, body: etree._Element) -> None:
        """White space behind a line break is none of the text, but in code."""
        extractor = self._extractor
        for line_break in body.iter("lb"):
            tail = line_break.tail
            if tail and not extractor.text_chars_test(tail):
                around = (above.tag in extractor.SPACING_PROTECTED for above in line_break.iterancestors())
                if not any(around):
                    line_break.tail = None
