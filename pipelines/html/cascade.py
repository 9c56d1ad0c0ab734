"""trafilatura's cascade of extractors over one tree, without the steps whose answer is known beforehand; decides nothing anew.

Leaves out the extractors themselves: they are those of our copy (pipelines.html.own_trafilatura). Theory of operation:
trafilatura copies the tree five times, asks readability of every page and measures the whole page's text, and throws most
of it away. Whether readability or another try could win depends on how much text it could find at most: no more
than there is on the page. So the page's text is measured first, cheaply and generously, and what cannot win is
not asked. What comes out is what trafilatura's own cascade gives (tests/test_own_trafilatura.py).
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

__all__ = ["Cascade"]

Answer = tuple[etree._Element, str]  # noqa: SLF001 - lxml gives its element class no public name
"""A body, and its text."""

_TEXTS = cast("Callable[[Any], list[str]]", etree.XPath(".//text()", smart_strings=False))
_ESCAPED = "<>&"
"""What readability writes and reads again as up to five characters, inside elements that hold no markup."""
_ESCAPED_SIZE = 5
_VIDEO_SIZE = len(" VIDEO")
"""What readability puts in the place of a film."""


class Cascade:
    """The steps of one copy of trafilatura."""

    def __init__(self, package: str) -> None:
        self._core, self._external, self._baseline, self._xpaths = (
            importlib.import_module(f"{package}.{name}") for name in ("core", "external", "baseline", "xpaths")
        )

    def body(self, tree: HtmlElement, url: str | None, focus: str) -> etree._Element | None:
        """What `bare_extraction` finds without comments, metadata or links; None where it is too little."""
        options = self._core.Extractor(
            output_format="python", recall=focus == "recall", precision=focus == "precision", comments=False, url=url
        )
        try:
            body, text = self._sequence(tree, options)
        except (TypeError, ValueError):
            return None
        too_short = len(text) < options.min_output_size and options.min_output_comm_size > 0
        return None if too_short else body

    def _sequence(self, tree: HtmlElement, options: Any) -> Answer:
        core, precise = self._core, options.focus == "precision"
        is_forum = core._forum_thread_page(tree)  # noqa: SLF001 - what a forum is, is for trafilatura to say
        unwanted = list(self._xpaths.RAW_TREE_PRUNE_XPATH)
        if precise or not is_forum:
            unwanted += self._xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH
        tree = self._pruned(tree, unwanted)
        cleaned, backup = self._prepared(tree, options)
        if precise and not is_forum:
            cleaned = core.prune_unwanted_nodes(cleaned, self._xpaths.REMOVE_COMMENTS_XPATH)
        most = _most_text(tree)
        body, text = self._compared(cleaned, backup, tree, options, most)
        if len(text) < options.min_extracted_size and not precise:
            body, text = self._rescued(tree, body, text)
        if options.focus == "balanced" and self._covers_little(tree, text, most):
            return self._retried(tree, options, body, text, most)
        return body, text

    def _pruned(self, tree: HtmlElement, unwanted: Sequence[Callable[[Any], list[Any]]]) -> HtmlElement:
        """The tree without what these find; a copy only where they find anything."""
        if any(expression(tree) for expression in unwanted):
            return cast("HtmlElement", self._core.prune_unwanted_nodes(copy(tree), unwanted))
        return tree

    def _prepared(self, tree: HtmlElement, options: Any) -> tuple[HtmlElement, HtmlElement]:
        """A copy of the tree without what is never text, in trafilatura's own markup and in the page's."""
        cleaned = self._core.tree_cleaning(copy(tree), options)
        backup = copy(cleaned)
        return self._core.convert_tags(cleaned, options, options.url), backup

    def _compared(
        self, cleaned: HtmlElement, backup: HtmlElement, tree: HtmlElement, options: Any, most: int
    ) -> Answer:
        """The main extractor's answer, or readability's or jusText's where that is preferred."""
        body, text = self._core.extract_content(cleaned, options)
        if options.focus != "balanced" or self._may_prefer_readability(body, len(text), most, options):
            return cast("Answer", self._core.compare_extraction(backup, copy(tree), body, text, options))
        if self._is_unclean(body) or len(text) < options.min_extracted_size:
            return self._justext_or(backup, body, text, options)
        return body, text

    def _may_prefer_readability(self, body: etree._Element, size: int, most: int, options: Any) -> bool:
        """Whether an answer of at most so many characters could be preferred to one of this size."""
        if size == 0 or most > 2 * size:
            return True
        poor = not body.xpath(".//p//text()") or len(body.findall(".//table")) > len(body.findall(".//p"))
        return poor and most > 2 * options.min_extracted_size

    def _is_unclean(self, body: etree._Element) -> bool:
        return bool(body.xpath(self._external.SANITIZED_XPATH))

    def _justext_or(self, backup: HtmlElement, body: etree._Element, text: str, options: Any) -> Answer:
        """The answer of jusText where it is to replace a short or an unclean one; images are never asked for."""
        other, others_text = self._external.justext_rescue(backup, options)
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

    def _retried(self, tree: HtmlElement, options: Any, body: etree._Element, text: str, most: int) -> Answer:
        """A second try that prefers more text, or jusText's, where one is much longer."""
        core = self._core
        recall = copy(options)
        recall.focus = "recall"
        more: Answer = (body, "")
        rest: Answer = (body, "")
        try:
            cleaned, backup = self._prepared(tree, recall)
            more = self._compared(cleaned, backup, tree, recall, most)
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
    silent = Counter(element.text for element in tree.iter("script", "style"))
    texts = []
    for piece in _TEXTS(tree):  # asking each for its parent costs three times as much
        if silent.get(piece):
            silent[piece] -= 1
        else:
            texts.append(piece)
    text = " ".join(" ".join(texts).split())
    films = sum(1 for _ in tree.iter("iframe"))
    if next(tree.iter("plaintext"), None) is not None:  # written and read again it holds all that follows as text
        return 1 << 62
    return len(text) + _ESCAPED_SIZE * sum(map(text.count, _ESCAPED)) + _VIDEO_SIZE * films
