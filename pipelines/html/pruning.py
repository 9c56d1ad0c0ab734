"""trafilatura's cleaning and pruning of a tree without the passes that can find nothing; decides nothing anew.

Leaves out what is unwanted: that is for the copy's own lists and expressions to say (pipelines.html.own_trafilatura). trafilatura
walks the whole tree for each of fifty names of elements, of which a page has a few, and looks six times at each box, how much
of its text is links: most hold none, and where the first three looks took nothing out, the others see the same again. What is left
is what the published functions leave (tests/test_own_trafilatura.py).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from copy import deepcopy
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

__all__ = ["Pruning"]

_LEAST_LEFT = 7
"""The part of a text that must be left: a seventh."""
_LINKED_PASSES = ("div", "list", "p")
"""Names of the elements that are looked at, in trafilatura's order."""
_LOOKS = 2
_DEEP, _SHORT = 3, 100
"""Children of a short box with links, and characters of it, with which it goes."""
_ONE_LINK, _MOSTLY = 100, 0.9
"""Characters of a link, and its share of a text, that is that link."""
_FARM_LINKS, _FARM_LINK = 4, 100
"""Links of a list of them, and characters of each on average that make it a catalogue."""


class Pruning:
    """The steps of one copy of trafilatura."""

    def __init__(self, package: str) -> None:
        self._processing, self._extractor, self._settings = (
            importlib.import_module(f"{package}.{name}") for name in ("htmlprocessing", "main_extractor", "settings")
        )
        self._stock_sections: Callable[..., HtmlElement] = self._extractor.prune_unwanted_sections
        self._stock_cleaning: Callable[..., HtmlElement] = self._processing.tree_cleaning

    def tree_cleaning(self, tree: HtmlElement, options: Any) -> HtmlElement:
        """The tree without elements that are never text, in place."""
        if not options.tables or options.images:
            return self._stock_cleaning(tree, options)
        processing, unwanted = self._processing, [name for name in self._settings.MANUALLY_CLEANED if name != "form"]
        processing.recover_math(tree)
        for element in tree.iter("figure", "table"):
            holds_table = element.tag == "figure" and element.find(".//table") is not None
            if holds_table or (element.tag == "table" and element.get("role") in ("presentation", "none")):
                element.tag = "div"
        etree.strip_tags(tree, self._settings.MANUALLY_STRIPPED)
        before = deepcopy(tree) if options.focus == "recall" and _loses_paragraphs(tree, unwanted) else None
        there = {element.tag for element in tree.iter(unwanted)}
        for name in unwanted:
            if name in there:
                # element by element, as the published one does: what follows a nested one of the same name stays
                for element in tree.iter(name):
                    processing.delete_element(element)
        if before is not None and tree.find(".//p") is None:
            tree = before
        processing._handle_forms(tree)  # noqa: SLF001 - a step of the copy's own
        return cast("HtmlElement", processing.prune_html(tree, options.focus))

    def prune_unwanted_sections(
        self,
        tree: HtmlElement,
        potential_tags: set[str],
        options: Any,
        keep_teasers: bool = False,  # noqa: FBT001, FBT002
    ) -> HtmlElement:
        """The tree in trafilatura's markup without what its names, or its links, speak against, in place."""
        if options.focus == "precision":
            return self._stock_sections(tree, potential_tags, options, keep_teasers)
        extractor = self._extractor
        prune = extractor.prune_unwanted_nodes
        self._delete_unless_most(tree, extractor.OVERALL_DISCARD_XPATH)
        if "graphic" not in potential_tags:
            tree = prune(tree, extractor.DISCARD_IMAGE_ELEMENTS)
        if options.focus != "recall" and not keep_teasers:
            tree = prune(tree, extractor.TEASER_DISCARD_XPATH)
        self._delete_by_link_density(tree)
        if "table" in potential_tags:
            for table in [one for one in tree.iter("table") if extractor.link_density_test_tables(one)]:
                extractor.delete_element(table, keep_tail=False)
        etree.strip_tags(tree, "span", *(() if "ref" in potential_tags else ("ref",)))
        return tree

    def _delete_unless_most(
        self, tree: HtmlElement, expressions: list[Callable[[HtmlElement], list[HtmlElement]]]
    ) -> None:
        """What these find, but only if enough of the text stays."""
        found = dict.fromkeys(element for expression in expressions for element in expression(tree))
        if not found:
            return
        outer = [element for element in found if not any(around in found for around in element.iterancestors())]
        size = len(tree.text_content())
        if size - sum(len(element.text_content()) for element in outer) > size / _LEAST_LEFT:
            for element in outer:
                self._processing.delete_element(element)

    def _delete_by_link_density(self, tree: HtmlElement) -> None:
        """Boxes, lists and paragraphs that are mostly links."""
        links = _Links(self._processing, tree)
        for _ in range(_LOOKS):
            deleted = False
            for name in _LINKED_PASSES:
                mostly_links = [one for one in tree.iter(name) if one in links.holders and links.speak_against(one)]
                for element in mostly_links:
                    links.forget(element)
                    self._processing.delete_element(element)
                    deleted = True
            if not deleted:
                return


class _Links:
    """How much of the boxes of one tree is links."""

    def __init__(self, processing: Any, tree: HtmlElement) -> None:
        self._processing = processing
        self._trim: Callable[[str], str] = processing.trim
        self._lengths: dict[HtmlElement, int] = {}
        self._stay: set[HtmlElement] = set()
        """Elements that nothing speaks against, as long as nothing in them and behind them goes."""
        self.holders: set[HtmlElement] = set()
        """The elements around links."""
        for link in tree.iter("ref"):
            for around in link.iterancestors():
                if around in self.holders:
                    break
                self.holders.add(around)

    def speak_against(self, element: HtmlElement) -> bool:
        """Whether the links of a box, a list or a paragraph take it out."""
        if element in self._stay:
            return False
        if self._are_too_many(element):
            return True
        self._stay.add(element)
        return False

    def forget(self, element: HtmlElement) -> None:
        """An element goes: what was said of those around it, and of the one before it, is to be asked again."""
        self._stay.difference_update(element.iterancestors())
        self._stay.discard(element.getprevious())

    def _are_too_many(self, element: HtmlElement) -> bool:
        links = list(element.iter("ref"))
        if not links or next(element.iter("graphic"), None) is not None:
            return False
        size = len(self._trim(element.text_content()))
        if len(links) == 1 and self._length(links[0]) > max(_ONE_LINK, size * _MOSTLY):
            taken = True
        elif size < _limit(element):
            deep = element.tag == "div" and len(element) >= _DEEP and size < _SHORT
            taken = self._is_linked(links, size) or deep
        else:
            taken = len(links) > _FARM_LINKS and self._is_farm(links, size)
        return taken and not (element.tag == "p" and _stands_in_entry(element))

    def _is_linked(self, links: list[HtmlElement], size: int) -> bool:
        """Of a short text: nearly all of it is in links, or most links are a word."""
        lengths = [length for length in map(self._length, links) if length]
        if not lengths:
            return True
        return sum(lengths) > size * 0.8 or (len(lengths) > 1 and sum(n < 10 for n in lengths) / len(lengths) > 0.8)

    def _is_farm(self, links: list[HtmlElement], size: int) -> bool:
        lengths = [length for length in map(self._length, links) if length]
        linked = sum(lengths)
        if not size * self._processing.LINK_FARM_RATIO < linked < _FARM_LINK * len(lengths):
            return False
        return not self._processing.is_paragraph_listing(links)

    def _length(self, link: HtmlElement) -> int:
        """Characters of a link's text; links do not change while boxes go, and each stands in many."""
        length = self._lengths.get(link)
        if length is None:
            length = self._lengths[link] = len(self._trim(link.text_content()))
        return length


def _limit(element: HtmlElement) -> int:
    """Characters below which an element's text is short."""
    is_last = element.getnext() is None
    if element.tag == "p":
        return 60 if is_last else 30
    return 300 if is_last else 100


def _stands_in_entry(paragraph: HtmlElement) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag in ("item", "td", "th")


def _loses_paragraphs(tree: HtmlElement, unwanted: list[str]) -> bool:
    """There are paragraphs, and all stand in unwanted elements."""
    if tree.find(".//p") is None:
        return False
    return "p" in unwanted or not any(next(p.iterancestors(unwanted), tree) is tree for p in tree.iter("p"))
