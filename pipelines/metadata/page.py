"""One pass over the parsed page that collects every mark metadata can be read from. Decides nothing.

The pass costs about a millisecond a page; everything later works on the few elements it found. Elements
are kept with their number in page order, so that `near the headline` can be told without another walk.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.attributes import Attributes, read_attributes
from pipelines.metadata.strings import one_line

__all__ = ["Mark", "Page", "parted_text", "read_page", "text_of"]

Element = etree._Element  # noqa: SLF001 - lxml gives its element class no public name

_MOST_ELEMENTS = 200_000
"""Elements looked at; real pages have up to some ten thousand."""
_MOST_MARKS = 400
_MOST_CRUMBS = 20
_LONGEST_TEXT = 400
"""Characters of an element's text that are read: bylines and datelines are short."""
_MOST_TEXT_NODES = 200

# Parts of class names and ids under which names or dates stand, in the languages site builders write. The short
# lists only reject quickly (a regular expression of alternatives costs six times as much); what is no date is
# passed over later, what is no name often looks like one, so names have a second, strict list.
_NAME_PARTS = (
    "aut",
    "byl",
    "by-",
    "by_",
    "rite",
    "journalist",
    "reporter",
    "contribut",
    "redakt",
    "yazar",
    "muhabir",
    "creator",
    "edby",
    "vcard",
    "user",
    "person",
)
_NAME_CLASSES = (
    "author",
    "byline",
    "by-line",
    "by_line",
    "writer",
    "journalist",
    "reporter",
    "contributor",
    "autor",
    "auteur",
    "redakteur",
    "yazar",
    "muhabir",
    "creator",
    "postedby",
    "posted-by",
    "posted_by",
    "writtenby",
    "written-by",
    "vcard",
    "fa-user",
    "bi-person",
    "icon-user",
    "user-icon",
    "icon-person",
)
_DATE_PARTS = ("dat", "time", "publi", "post", "meta", "byl", "fecha", "modif", "tarih")

_LINKING = frozenset({"canonical", "author", "amphtml", "image_src", "shortlink", "tag"})


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that may carry a name or a date."""

    order: int
    element: Element
    via: str
    """`itemprop`, `rel`, `href`, `class`, `time`, `address`."""
    name: str
    """The itemprop, the rel, or the class."""


@dataclass(slots=True)
class Page:
    """The marks of one page; filled by `read_page`, read by all others."""

    url: str | None
    base: str | None = None
    language: str = ""
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    scripts: list[str] = field(default_factory=list)
    headings: list[tuple[int, Element]] = field(default_factory=list)
    subheadings: list[tuple[int, Element]] = field(default_factory=list)
    anchors: list[tuple[int, Element]] = field(default_factory=list)
    names: list[Mark] = field(default_factory=list)
    dates: list[Mark] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    crumbs: list[Element] = field(default_factory=list)
    properties: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    elements: list[Element] = field(default_factory=list)
    """All elements in page order; a mark's number is its index here."""
    attributes: Attributes = field(default_factory=dict)
    """Of all elements."""

    def meta(self, *names: str) -> tuple[str, str]:
        """(content, name) of the first of the named meta elements that has any."""
        for name in names:
            for content in self.metas.get(name, ()):
                text = one_line(content)
                if text:
                    return text, name
        return "", ""

    def address(self, value: str) -> str | None:
        """The value as an absolute http(s) address, or None."""
        text = one_line(value, 2000)
        if not text or text.startswith(("data:", "javascript:", "#")):
            return None
        try:
            url = urljoin(self.base or self.url or "", text)
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if parts.scheme in ("http", "https") and parts.hostname and " " not in url else None


def read_page(tree: Element, url: str | None = None, attributes: Attributes | None = None) -> Page:
    """Collect the marks of a page in one pass."""
    root = tree.getroottree().getroot() if hasattr(tree, "getroottree") else tree
    attributes = read_attributes(root) if attributes is None else attributes
    page = Page(url=url, attributes=attributes)
    page.language = one_line(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "", 35)
    page.elements = list(islice(attributes, _MOST_ELEMENTS))
    for number, element in enumerate(page.elements):
        tag, known = element.tag, attributes[element]
        if "itemprop" in known:
            _property(page, number, element, known["itemprop"])
        reader = _BY_TAG.get(tag)
        if reader:
            reader(page, number, element)
        if not known or tag in _SILENT:
            continue
        for label in (known.get("class"), known.get("id"), known.get("data-testid")):
            hints = _hints(label[:300]) if label else _NO_HINTS
            if label and hints is not _NO_HINTS:  # of a hundred elements one or two: the rest must cost little
                _take(page, Mark(number, element, "class", label), hints)
    return page


def _take(page: Page, mark: Mark, hints: tuple[bool, bool, bool]) -> None:
    named, dated, leading = hints
    if leading and len(page.crumbs) < _MOST_CRUMBS:
        page.crumbs.append(mark.element)
    if named:
        _add(page.names, mark)
    if dated:
        _add(page.dates, mark)


def _property(page: Page, number: int, element: Element, properties: str) -> None:
    """Microdata: the first of the properties an element is of."""
    names = properties.split()
    if names:
        _add(page.properties[names[0].lower()], Mark(number, element, "itemprop", names[0]))


def _add(marks: list[Mark], mark: Mark) -> None:
    if len(marks) < _MOST_MARKS:
        marks.append(mark)


def _anchor(page: Page, number: int, element: Element) -> None:
    page.anchors.append((number, element))
    rel = element.get("rel")
    if rel:
        rels = rel.lower().split()
        if "author" in rels:
            _add(page.names, Mark(number, element, "rel", "author"))
        if "tag" in rels:
            _add(page.tags, Mark(number, element, "rel", "tag"))


_NO_HINTS = (False, False, False)


@lru_cache(maxsize=16384)  # a page repeats its class names many times, a site's pages share them
def _hints(label: str) -> tuple[bool, bool, bool]:
    """(may hold a name, may hold a date, may be a trail of crumbs)."""
    lowered = label.lower()
    named = dated = False
    for part in _NAME_PARTS:
        if part in lowered:
            named = any(name in lowered for name in _NAME_CLASSES)
            break
    for part in _DATE_PARTS:
        if part in lowered:
            dated = True
            break
    hints = named, dated, "breadcrumb" in lowered or "bread-crumb" in lowered
    return hints if any(hints) else _NO_HINTS


def _meta(page: Page, _: int, element: Element) -> None:
    content = element.get("content")
    if (
        content and element.get("name") == "script:ld+json"
    ):  # what a framework makes of structured data given to it as a meta
        page.scripts.append(content)
    elif content and len(content) < 5000:
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name:
                contents = page.metas[name.strip().lower()[:80]]
                if len(contents) < 50:
                    contents.append(content)


def _link(page: Page, _: int, element: Element) -> None:
    href = element.get("href")
    for rel in (element.get("rel") or "").lower().split():
        if href and rel in _LINKING:
            page.links[rel].append(href)


def _script(page: Page, _: int, element: Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        page.scripts.append(element.text)


def _title(page: Page, _: int, element: Element) -> None:
    if not page.title:  # an svg may have a title of its own, further down
        page.title = one_line(element.text or "")


def _base(page: Page, _: int, element: Element) -> None:
    if page.base is None and element.get("href"):
        page.base = None
        page.base = page.address(element.get("href") or "")


def _heading(page: Page, number: int, element: Element) -> None:
    if len(page.headings) < 50:
        page.headings.append((number, element))


def _subheading(page: Page, number: int, element: Element) -> None:
    if len(page.subheadings) < 20:
        page.subheadings.append((number, element))


def _time(page: Page, number: int, element: Element) -> None:
    _add(page.dates, Mark(number, element, "time", element.get("class") or ""))


def _address(page: Page, number: int, element: Element) -> None:
    _add(page.names, Mark(number, element, "address", element.get("class") or ""))


_SILENT = frozenset(
    {"meta", "link", "script", "style", "html", "body", "head", "title", "base", "svg", "path", "option", "input"}
)
_BY_TAG = {
    "meta": _meta,
    "link": _link,
    "script": _script,
    "title": _title,
    "base": _base,
    "h1": _heading,
    "h2": _subheading,
    "h3": _subheading,
    "time": _time,
    "address": _address,
    "a": _anchor,
}


def text_of(element: Element, limit: int = _LONGEST_TEXT) -> str:
    """The element's visible text as one line, cut at `limit`; what stands in scripts is not text."""
    if element.tag in UNSEEN:
        return ""
    if not len(element):  # half of those that are asked for
        return one_line(element.text or "", limit)
    parts: list[str] = []
    size = 0
    for text in visible_texts(element):
        parts.append(text)
        size += len(text)
        if size > 2 * limit or len(parts) > _MOST_TEXT_NODES:
            break
    return one_line("".join(parts), limit)


def parted_text(element: Element, limit: int = _LONGEST_TEXT) -> str:
    """The text with a bar where two of its elements touch: `<a>Ana Ruiz</a><span>Lima</span>` shows two things, a gap apart.

    >>> from lxml.html import fromstring
    >>> parted_text(fromstring("<p><a>Ana Ruiz</a><span>Lima, 3 May</span></p>"))
    'Ana Ruiz | Lima, 3 May'
    """
    children = _children(element)
    for _ in range(_MOST_PARTS):  # a box around a box around the parts
        if len(children) != 1 or one_line(element.text or "") or one_line(children[0].tail or ""):
            break
        element, children = children[0], _children(children[0])
    if all(child.tail for child in children[:-1]):
        return text_of(element, limit)
    parts = [one_line(element.text or "")]
    for before, child in zip([None, *children], children, strict=False):
        own = text_of(child, limit)
        touches = before is not None and not before.tail and _is_word(parts[-1][-1:]) and _is_word(own[:1])
        parts += ["|", own] if touches else [own]
        parts += [one_line(child.tail)] if child.tail else []
    return one_line(" ".join(parts), limit) if "|" in parts else text_of(element, limit)


def _children(element: Element) -> list[Element]:
    return [child for child in islice(element, _MOST_PARTS) if isinstance(child.tag, str) and child.tag not in UNSEEN]


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign or " ").startswith("M")  # vowel signs of Indic scripts


_MOST_PARTS = 12
"""Elements of a line that are parted; bylines have a few."""

INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "em",
        "font",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    }
)
UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "select", "textarea", "iframe"})


def visible_texts(element: Element) -> Iterator[str]:
    """Text nodes of an element in order, a space wherever a block begins or ends.

    No recursion, because pages nest deep, and no more children are looked at than are asked for, because an
    element may have a hundred thousand.
    """
    yield element.text or ""
    open_elements: list[tuple[Element, Iterator[Element], str]] = [(element, iter(element), "")]
    while open_elements:
        node, children, gap = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if node is not element:
                yield gap + (node.tail or "")
        elif not isinstance(child.tag, str) or child.tag in UNSEEN:
            yield child.tail or ""
        else:
            gap = "" if _runs_on(child) else " "
            yield gap + (child.text or "")
            if len(child):
                open_elements.append((child, iter(child), gap))
            else:
                yield gap + (child.tail or "")


def _runs_on(element: Element) -> bool:
    """False for blocks, and for names and times: side by side they are words of their own on any screen."""
    if element.tag not in INLINE or element.tag == "time":
        return False
    label = element.get("class")
    return not label or not any(_hints(label[:300])[:2])
