"""Selectors of strangers made safe to use: checked when they are read, bounded, and silent when they fail.

Theory of operation. All selectors become XPath 1.0 for libxml2; CSS is translated. XPath 1.0 has no functions
that open files or addresses, and no extension functions are registered, EXSLT's regular expressions included.
What is left to fear is time: libxml2 cannot be stopped from within, and three loops over a page inside one another
take minutes. So the loops are counted before anything runs (`degree`), and an expression with MOST_LOOPS
of them is refused. Measured on 4,800 elements: two loops take up to 2 s (`//*[count(//p)>3]` 0.7 s,
`//p[...]/following::*` 1.4 s), three 65 s and more. The rest is up to the limits of the worker process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.site_rules.values import Selector

__all__ = ["SelectorError", "as_xpath", "checked", "elements", "finds", "texts"]

LONGEST = 4_000
MOST_LOOPS = 3.0
MOST_NESTED = 40
"""Open brackets; libxml2 gives up at some hundreds."""

_OPEN = re.compile(r"[\[(]")
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"(?<![\w.:$-])([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
    "substring-after substring string-length normalize-space translate boolean not true false lang number sum floor "
    "ceiling round comment text processing-instruction node and or div mod".split()
)
"""XPath 1.0's functions and node tests, and the operators that may stand before a bracket."""
_PREFIXED = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.-]*):(?=[A-Za-z_*])")
_LOOP = re.compile(r"(?P<near>\.//|(?:descendant|descendant-or-self|ancestor|ancestor-or-self)::)|(?P<wide>//)"
                   r"|(?P<far>(?:following|preceding)::)|(?P<filter>\x00)")  # fmt: skip
_SHOWN = etree.XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False)
_XPATH = re.compile(r"\s*(?:\(*\s*\.{0,2}/|\(|@|(?:concat|substring|normalize-space|string|translate)[\w-]*\()")


class SelectorError(ValueError):
    """Why an expression cannot be used."""


def as_xpath(written: str) -> str:
    """A selector as XPath: taken as it is where it begins like one, else as CSS."""
    if written.startswith("xpath:"):
        return written.removeprefix("xpath:").strip()
    if _XPATH.match(written):
        return written
    from cssselect import HTMLTranslator  # late: most rule files have no CSS
    from cssselect import SelectorError as CssError

    try:
        return HTMLTranslator().css_to_xpath(written.removeprefix("css:"), prefix="descendant-or-self::")
    except (CssError, RecursionError, ValueError) as error:
        raise SelectorError(f"not a CSS selector: {error}") from error


def checked(xpath: str) -> str:
    """The expression, if it can be used; SelectorError says why not."""
    if len(xpath) > LONGEST:
        raise SelectorError(f"longer than {LONGEST:,} characters")
    bare = _LITERAL.sub("''", xpath)
    if len(_OPEN.findall(bare)) > MOST_NESTED and max(_depths(bare)) > MOST_NESTED:
        raise SelectorError(f"more than {MOST_NESTED} brackets inside one another")
    _compiled(xpath)
    for call in _CALL.finditer(bare):
        if call[1] not in _FUNCTIONS:
            raise SelectorError(f"no function {call[1]}() in XPath 1.0")
    if "$" in bare:
        raise SelectorError("variables ($name) stand for nothing here")
    if prefixed := _PREFIXED.search(bare):
        raise SelectorError(f"no namespace {prefixed[1]} in HTML")
    if len(_LOOP.findall(bare)) > 1 and _degree(bare) >= MOST_LOOPS:
        raise SelectorError("too slow: it goes over the whole page for each pair of its elements")
    return xpath


def degree(xpath: str) -> float:
    """How many loops over the page an expression runs inside one another, half of one for a part of the page.

    >>> degree("//div[@id='a']//p"), degree("//p[.//a]"), degree("//*[count(//*[count(//p) > 1]) > 1]")
    (1.0, 1.5, 3.0)
    """
    return _degree(_LITERAL.sub("''", xpath))


def _degree(text: str) -> float:
    outer, inner = _without_predicates(text)
    worst = 0.0
    for branch in outer.split("|"):
        loops, filtered = 0.0, False
        for found in _LOOP.finditer(branch):
            if found["filter"]:
                filtered = True
            elif found["far"]:
                loops += 1 if filtered or not loops else 2
            else:
                loops = max(loops, 1.0 if found["wide"] else 0.5)
        worst = max(worst, loops)
    return worst + max(map(_degree, inner), default=0.0)


def _without_predicates(text: str) -> tuple[str, list[str]]:
    """The expression with a mark for each predicate, and the predicates."""
    outer: list[str] = []
    inner: list[str] = []
    depth = start = 0
    for place, sign in enumerate(text):
        if sign == "[":
            if not depth:
                outer.append("\x00")
                start = place + 1
            depth += 1
        elif sign == "]" and depth:
            depth -= 1
            if not depth:
                inner.append(text[start:place])
        elif not depth:
            outer.append(sign)
    return "".join(outer), inner


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for sign in text:
        depth += (sign in "[(") - (sign in "])")
        yield depth


@lru_cache(maxsize=4_096)
def _compiled(xpath: str) -> etree.XPath:
    try:
        return etree.XPath(xpath, regexp=False, smart_strings=False)
    except (etree.XPathError, ValueError) as error:
        raise SelectorError(f"not an XPath expression: {str(error).lower()}") from error


def _found(selector: Selector, root: HtmlElement) -> object:
    """What the expression gives; an empty list where it fails on this page."""
    try:
        return _compiled(selector.xpath)(root)
    except (etree.XPathError, SelectorError):
        return []


def elements(selector: Selector, root: HtmlElement) -> list[HtmlElement]:
    """The elements it selects, in document order."""
    found = _found(selector, root)
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


def finds(selector: Selector, root: HtmlElement) -> bool:
    """Whether it selects or says anything."""
    return bool(_found(selector, root))


def texts(selector: Selector, root: HtmlElement, attribute: str = "content") -> list[str]:
    """The texts it selects or builds: strings and attributes as they are, of elements this attribute or what they show."""
    found = _found(selector, root)
    if isinstance(found, str):
        return [found] if found.strip() else []
    if not isinstance(found, list):
        return []
    said = [one if isinstance(one, str) else _text_of(one, attribute) for one in found]
    return [text for text in said if text.strip()]


def _text_of(element: HtmlElement, attribute: str) -> str:
    value = element.get(attribute)
    if value and (attribute != "content" or element.tag == "meta"):
        return str(value)
    return "".join(cast("list[str]", _SHOWN(element)))
