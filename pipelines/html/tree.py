"""From decoded text to one lxml tree that holds the whole page; says so where it could not.

Leaves out everything about what the tree means. Theory of operation:

libxml2 stops reading, without an exception, at limits made against hostile input. `huge_tree`
lifts those on text and attributes (10 MB each) and on depth from 256 to about 2,046 open
elements. Deeper still it drops *everything*; then the tags that nest absurdly are taken out of
the markup and the rest is parsed again, which loses their class names and none of the text.
The parser's error log is read in any case: ERR_RESOURCE_LIMIT is the only trace such a stop leaves.

The text is handed over as UTF-8 bytes with the encoding pinned, so that an XHTML page with an
encoding declaration (an error for lxml when it is given a `str`) is a page like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.unscripted import show_unscripted

__all__ = ["Parsed", "parse"]

RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"
MAX_NESTING = 200
"""Open elements of one name above which the name is taken out of the markup; real pages stay below 60."""
MAX_INLINE_TAGS = 6_000
"""Pieces of inline markup in one page above which formatting is taken out: 12,000 `<b>` hold trafilatura for 5 s.
The richest of 1,497 real pages had 3,924 (a code listing)."""
MAX_BREAKS = 5_000
"""Line breaks in one page above which runs of them are made two: 200,000 in a row take trafilatura 8 s."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_FORMATTING = ("b", "i", "u", "s", "em", "strong", "font", "small", "big", "tt", "sub", "sup", "mark", "span")
_INLINE = frozenset((*_FORMATTING, "a", "abbr", "cite", "code", "del", "ins", "kbd", "q", "samp", "var", "bdi", "bdo"))
_BREAKS = re.compile(r"<br\s*/?>(?:\s*<br\s*/?>)+", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


_STRING = etree.XPath("string()", smart_strings=False)


class PageElement(HtmlElement):  # type: ignore[misc]  # lxml.html has no annotations
    """An element of a page; its text is a plain `str`, which takes two thirds of the time of one that knows its element."""

    def text_content(self) -> str:
        """The text of the element and all inside it, as lxml.html gives it."""
        return str(_STRING(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page's tree, or None where there is no element at all."""

    root: HtmlElement | None
    warnings: tuple[str, ...] = ()
    """`truncated` when the parser met a limit that could not be walked around, `fallback` when it could."""


def parse(text: str) -> Parsed:
    """The page's tree, with simpler markup where it nests or repeats beyond what can be read in time.

    A `noscript` that holds the page's text is an element like others in it (pipelines.html.unscripted).
    """
    parsed = _parsed(text)
    if parsed.root is not None:
        show_unscripted(parsed.root)
    return parsed


def _parsed(text: str) -> Parsed:
    if text.count("<br") > MAX_BREAKS:
        text = _BREAKS.sub("<br><br>", text)
    root, limited = _read(text)
    if not limited and root is not None and _formatting_tags(root) > MAX_INLINE_TAGS:
        root, limited = _read(_without_formatting(text))
    if not limited:
        return Parsed(root=root)
    flat, still_limited = _read(_flattened(text))
    if flat is not None and not still_limited:
        return Parsed(root=flat, warnings=("fallback",))
    return Parsed(root=flat if flat is not None else root, warnings=("truncated",))


def _without_formatting(text: str) -> str:
    """The markup with bold, italics, spans and the like taken out: text and structure stay."""
    return _TAG.sub(lambda tag: "" if tag[2].lower() in _FORMATTING else tag[0], text)


def _formatting_tags(root: HtmlElement) -> int:
    """How many formatting elements the tree holds."""
    return sum(1 for _ in root.iter(*_FORMATTING))


def _read(text: str) -> tuple[HtmlElement | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True
    )
    # lxml.html's own lookup calls back into Python for each element; trafilatura needs nothing but HtmlElement
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=PageElement))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # "Document is empty"
        root = None
    limited = any(entry.type_name == RESOURCE_LIMIT for entry in parser.error_log)
    return root, limited


def _flattened(text: str) -> str:
    """The markup without the names of which more than MAX_NESTING are ever open at once."""
    absurd = _absurdly_nested(text)

    def flat(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name not in absurd:
            return tag[0]
        return "" if name in _INLINE else "<br>"

    return _BREAKS.sub("<br><br>", _TAG.sub(flat, text))


def _absurdly_nested(text: str) -> set[str]:
    depth: Counter[str] = Counter()
    absurd: set[str] = set()
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _VOID:
            continue
        depth[name] += -1 if tag[1] else 1
        if depth[name] > MAX_NESTING:
            absurd.add(name)
        depth[name] = max(0, depth[name])
    return absurd
