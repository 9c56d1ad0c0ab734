"""trafilatura's cascade of extractors over one tree, without the steps whose answer is known beforehand; decides nothing anew.

Leaves out the extractors themselves: they are those of our copy (pipelines.html.own_trafilatura). Theory of operation:
trafilatura copies the tree five times, asks readability of every page and measures the whole page's text, and throws most
of it away. Whether readability or another try could win depends on how much text it could find at most: no more
than there is on the page, and for readability no more than is left when it has dropped what it always drops. So that
is measured first, cheaply and generously, and what cannot win is not asked. Trees that only some pages need are made
when they are needed, by the same steps from the same tree. What comes out is what trafilatura's own cascade gives
(tests/test_own_trafilatura.py).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.main_part import MainPart

__all__ = ["Before", "Cascade"]

Answer = tuple[etree._Element, str]  # noqa: SLF001 - lxml gives its element class no public name
"""A body, and its text."""

_SILENT = frozenset(("script", "style"))
_UNREAD = frozenset(("script", "style", "fencedframe"))
"""Elements that readability drops wherever they stand; a form only inside what it found, which may stand in a form."""
_ESCAPED = "<>&"
"""What readability writes and reads again as up to five characters, inside elements that hold no markup."""
_ESCAPED_SIZE = 5
_VIDEO_SIZE = len(" VIDEO")
"""What readability puts in the place of a film."""


_HAS_PROSE = etree.XPath("boolean(.//p//text())")


@dataclass(slots=True)
class Before:
    """What is known of a tree from the last time it was asked about; it must not have changed since."""

    is_marked: bool = False
    """Its elements have their marks (pipelines.html.marks)."""
    pruned: HtmlElement | None = None
    """The tree without what all but the most precise extraction leaves out."""
    most: int = 0
    """Characters of text in that."""
    recall: Answer | None = None
    """What the extraction that prefers more text found."""


class Cascade:
    """The steps of one copy of trafilatura."""

    def __init__(self, package: str, unlikely: Callable[[Any], list[Any]]) -> None:
        """`unlikely` finds the elements that readability drops for their names."""
        self._core, self._external, self._baseline, self._xpaths = (
            importlib.import_module(f"{package}.{name}") for name in ("core", "external", "baseline", "xpaths")
        )
        self._main_part = MainPart(package)
        self._unlikely = unlikely

    def body(self, tree: HtmlElement, url: str | None, focus: str, before: Before) -> etree._Element | None:
        """What `bare_extraction` finds without comments, metadata or links; None where it is too little."""
        options = self._core.Extractor(
            output_format="python", recall=focus == "recall", precision=focus == "precision", comments=False, url=url
        )
        try:
            body, text = self._sequence(tree, options, before)
        except (TypeError, ValueError):
            return None
        too_short = len(text) < options.min_output_size and options.min_output_comm_size > 0
        return None if too_short else body

    def _sequence(self, tree: HtmlElement, options: Any, before: Before) -> Answer:
        if options.focus == "precision":
            return self._precisely(tree, options)
        if before.pruned is None:
            unwanted = list(self._xpaths.RAW_TREE_PRUNE_XPATH)
            if not self._is_forum(tree):
                unwanted += self._xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH
            before.pruned = self._pruned(tree, unwanted)
            before.most = _most_text(before.pruned)
        tree, most = before.pruned, before.most
        found = before.recall if options.focus == "recall" else None
        body, text = found or self._compared(tree, options, most)
        if len(text) < options.min_extracted_size:
            body, text = self._rescued(tree, body, text)
        if options.focus == "balanced" and self._covers_little(tree, text, most):
            return self._retried(tree, options, (body, text), before)
        return body, text

    def _precisely(self, tree: HtmlElement, options: Any) -> Answer:
        no_comments = not self._is_forum(tree)
        unwanted = (*self._xpaths.RAW_TREE_PRUNE_XPATH, *self._xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH)
        tree = self._pruned(tree, unwanted)
        return self._compared(tree, options, _most_text(tree), no_comments=no_comments)

    def _is_forum(self, tree: HtmlElement) -> bool:
        return bool(self._core._forum_thread_page(tree))  # noqa: SLF001 - what a forum is, is for trafilatura to say

    def _pruned(self, tree: HtmlElement, unwanted: Sequence[Callable[[Any], list[Any]]]) -> HtmlElement:
        """The tree without what these find; a copy only where they find anything."""
        if any(expression(tree) for expression in unwanted):
            return cast("HtmlElement", self._core.prune_unwanted_nodes(copy(tree), unwanted))
        return tree

    def _cleaned(self, tree: HtmlElement, options: Any) -> HtmlElement:
        """A copy of the tree without what is never text."""
        return cast("HtmlElement", self._core.tree_cleaning(copy(tree), options))

    def _converted(self, tree: HtmlElement, options: Any, *, no_comments: bool) -> HtmlElement:
        """The same in trafilatura's own markup."""
        converted = self._core.convert_tags(self._cleaned(tree, options), options, options.url)
        if no_comments:
            converted = self._core.prune_unwanted_nodes(converted, self._xpaths.REMOVE_COMMENTS_XPATH)
        return cast("HtmlElement", converted)

    def _compared(self, tree: HtmlElement, options: Any, most: int, *, no_comments: bool = False) -> Answer:
        """The main extractor's answer, or readability's or jusText's where that is preferred."""
        make = partial(self._converted, tree, options, no_comments=no_comments)
        body, text = self._main_part.of(make(), make, options)
        if options.focus == "precision":
            cleaned = self._cleaned(tree, options)
            return cast("Answer", self._core.compare_extraction(cleaned, copy(tree), body, text, options))
        if options.focus == "recall" and len(text) > options.min_extracted_size * 10:
            return body, text
        is_readability = False
        if self._may_prefer_readability(tree, body, len(text), most, options):
            other, others_text = self._readability(tree)
            is_readability = self._external._prefer_readability(  # noqa: SLF001 - what wins is for trafilatura to say
                body, other, others_text, len(text), len(others_text), options
            )
            if is_readability:
                body, text = other, others_text
        if self._is_unclean(body) or len(text) < options.min_extracted_size:
            before = body
            body, text = self._justext_or(tree, body, text, options)
            is_readability = is_readability and body is before
        return cast("Answer", self._external.sanitize_tree(body, options)) if is_readability else (body, text)

    def _readability(self, tree: HtmlElement) -> Answer:
        found = self._external.try_readability(copy(tree))
        return found, self._external.trim(etree.tostring(found, method="text", encoding="utf-8").decode("utf-8"))

    def _may_prefer_readability(
        self, tree: HtmlElement, body: etree._Element, size: int, most: int, options: Any
    ) -> bool:
        """Whether readability's answer could be preferred to one of this size."""
        if size == 0:
            return True
        times = 1 if options.focus == "recall" else 2
        poor = not _HAS_PROSE(body) or len(body.findall(".//table")) > len(body.findall(".//p"))
        enough = min(times * size, 2 * options.min_extracted_size) if poor else times * size
        return most > enough and _most_readable(tree, self._unlikely(tree)) > enough

    def _is_unclean(self, body: etree._Element) -> bool:
        return bool(body.xpath(self._external.SANITIZED_XPATH))

    def _justext_or(self, tree: HtmlElement, body: etree._Element, text: str, options: Any) -> Answer:
        """The answer of jusText where it is to replace a short or an unclean one; images are never asked for."""
        other, others_text = self._external.justext_rescue(self._cleaned(tree, options), options)
        if self._is_unclean(body):
            wins = len(text) <= self._external.JUSTEXT_OVERRIDE_RATIO * len(others_text)
        else:
            wins = len(text) < len(others_text)
        return (other, others_text) if others_text and wins else (body, text)

    def _rescued(self, tree: HtmlElement, body: etree._Element, text: str) -> Answer:
        """The simplest extractor's answer, if it is longer."""
        other, others_text, size = self._baseline.baseline(tree)
        return (other, others_text) if size > len(text) else (body, text)

    def _covers_little(self, tree: HtmlElement, text: str, most: int) -> bool:
        core = self._core
        if not 0 < len(text) < core.ESCALATION_MAX_LENGTH or len(text) >= core.ESCALATION_PAGE_SHARE * most:
            return False
        return bool(len(text) < core.ESCALATION_PAGE_SHARE * len(core.html2txt(tree)))

    def _retried(self, tree: HtmlElement, options: Any, first: Answer, before: Before) -> Answer:
        """A second try that prefers more text, or jusText's, where one is much longer."""
        core, (body, text) = self._core, first
        recall = copy(options)
        recall.focus = "recall"
        more: Answer = (body, "")
        rest: Answer = (body, "")
        try:
            more = before.recall = self._compared(tree, recall, before.most)
        except Exception:  # noqa: BLE001 - as trafilatura does: a failed second try leaves the first
            more = (body, "")
        try:
            rest = self._external.justext_rescue(copy(tree), options)
        except Exception:  # noqa: BLE001 - the same
            rest = (body, "")
        if len(rest[1]) > len(more[1]) and len(rest[1]) > core.ESCALATION_JUSTEXT_RATIO * len(text):
            return rest
        if len(more[1]) >= options.min_extracted_size and len(more[1]) > core.ESCALATION_ACCEPT_RATIO * len(text):
            return more
        return body, text


def _most_text(tree: HtmlElement) -> int:
    """Characters that no text taken from the tree, and none written and read again by readability, can have more of."""
    texts = []
    for element in tree.iter(etree.Element):
        if element.tag not in _SILENT and (text := element.text):
            texts.append(text)
        if text := element.tail:
            texts.append(text)
    return _size_of(texts, tree)


def _most_readable(tree: HtmlElement, unlikely: Sequence[etree._Element]) -> int:
    """The same for readability alone, which drops some elements at sight; what follows them stays."""
    dropped = set(unlikely)
    texts = []
    for element in tree.iter(etree.Element):
        if element.getparent() in dropped:
            dropped.add(element)
            continue
        if element.tag in _UNREAD:
            dropped.add(element)
        elif element not in dropped and (text := element.text):
            texts.append(text)
        if text := element.tail:
            texts.append(text)
    return _size_of(texts, tree)


def _size_of(texts: list[str], tree: HtmlElement) -> int:
    joined = " ".join(texts)
    words = joined.split()
    films = sum(1 for _ in tree.iter("iframe"))
    if next(tree.iter("plaintext"), None) is not None:  # written and read again it holds all that follows as text
        return 1 << 62
    size = sum(map(len, words)) + max(0, len(words) - 1)
    return size + _ESCAPED_SIZE * sum(map(joined.count, _ESCAPED)) + _VIDEO_SIZE * films
