"""What a page shows where no scripts run: the text of a large `<noscript>` is the page's own where it shows little else.

Forum software that draws its pages by script (Discourse, Flarum) sends the whole thread in a `<noscript>`, and some newspapers their
article. A page saved from a browser after its scripts ran shows the text itself, and there the `<noscript>` stays unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

__all__ = ["WAS", "show_unscripted"]

WAS = "data-copydesk-was"
"""Attribute with the name that an element had."""
LEAST = 250
"""Letters of text: a smaller `<noscript>` asks for scripts, or stands for one picture or one widget."""

_TEXTS = etree.XPath(
    ".//text()[not(ancestor::noscript or ancestor::script or ancestor::style or ancestor::template or ancestor::head)]"
)


def show_unscripted(root: HtmlElement) -> None:
    """Make the large `noscript` elements of a page that has less text outside them elements like others, in place."""
    large = [(element, size) for element in root.iter("noscript") if (size := _letters(element.itertext())) >= LEAST]
    if not large or _letters(cast("list[str]", _TEXTS(root))) >= sum(size for _, size in large):
        return
    body = root.find("body")
    for element, _ in large:
        element.set(WAS, "noscript")
        element.tag = "div"
        if body is not None and element.getparent().tag == "head":
            body.insert(0, element)


def _letters(texts: Iterable[str]) -> int:
    return sum(len("".join(text.split())) for text in texts)
