"""Our own reading of the page: its text as blocks in page order, each with its place; decides nothing.

Theory of operation. One walk over the tree collects runs of text. A run ends where an element
begins or ends that stands on lines of its own; inline elements continue it, so no word is broken
and none is lost. Which lines that `<br>` parts are blocks of their own, pipelines.html.lines says. Two rules hold
for the result and are tested:

1. The blocks in order are the text of the page, each piece once. Not text are scripts, styles,
   the head, drawings, and ruby glosses (the small readings over Han characters would tear words).
2. What the page does not show (`hidden`, `display:none`, `aria-hidden`, most `noscript`, `template`, the
   inside of media elements) is a block too, marked `hidden`; inside a line it follows the line's block.

Elements that hold blocks become `Place`s: a light tree with class and id words and the range of
blocks inside, so that the rules on top never touch lxml and can be tested on tiny pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from pipelines.attributes import read_attributes
from pipelines.html.lines import BREAK, Line, joined, lines_of
from pipelines.html.names import names_caption
from pipelines.html.places import RUNNING_WORDS, Mark, Page, PageBlock, Place, is_running_text, words_of
from pipelines.html.unscripted import WAS
from pipelines.vocabulary import Vocabulary

__all__ = ["read_page"]

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr picture q rb rtc ruby s samp "
    "small source span strike strong sub sup time tt u var wbr math mi mo mn mrow semantics slot o:p st1:place".split()
)
NO_TEXT = frozenset(
    "script style head svg annotation annotation-xml rt rp map area link meta title param track".split()
)
NOT_SHOWN = frozenset("noscript template iframe object video audio canvas datalist noembed noframes".split())
INTERFACE = frozenset(
    "nav button form label select option optgroup textarea fieldset legend menu menuitem output".split()
)
"""Elements whose text is a piece of the interface, unless they hold an article, see `_HOLDS_ARTICLE`."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ROLE_OF = (
    dict.fromkeys(HEADINGS, "heading")
    | dict.fromkeys(("li", "dd", "dt"), "list-item")
    | {"blockquote": "quote", "pre": "code", "figcaption": "caption"}
)
STRONG_ROLES = frozenset(("heading", "code", "caption", "label"))
"""Roles that hold for everything inside, whatever elements stand there."""
PARAGRAPHS = HEADINGS | {"p", "li", "dd", "dt", "blockquote", "figcaption"}
"""Elements whose lines belong together, unless two breaks part them."""
STRONG = frozenset(("b", "strong", "big"))
LARGE = 4
"""`<font size>` from which type is larger than that of any text."""
CACHED = 20_000
"""Verdicts on class and id words that are remembered."""
CELL = "\ufdd1"
"""Stands where a cell of a table row begins."""

_CAPTION_NAME = re.compile(
    r"(?:^|[-_])(?:fig)?caption(?:[-_]?text)?$|^(?:photo|image|img|media)[-_]?(?:credit|caption|desc)|(?:^|[-_])cutline"
    # what local templates call it: German, French, Spanish and Portuguese, Italian, Dutch, Nordic, Polish, Turkish
    r"|bild(?:unter|be)schrift|bild-?(?:text|legende)|l[eé]gende(?:-|_|$)|pie-?(?:de-?)?foto|leyenda|legenda|didascalia"
    r"|(?:onder|bij)schrift|bildetekst|billedtekst|bildtext|kuvateksti|podpis-?(?:zdj|foto)|foto-?alti|resim-?alti",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"author|user|byline|caption|cutline|img_desc|credit|copyright|source|date|time|posted|name|agency|photographer|(?:^|\s)(?:fn|nick)(?:$|\s)",
    re.IGNORECASE,
)
_CAPTIONS, _MARKING = (Vocabulary([f"(?i){pattern.pattern}"], [pattern.search]) for pattern in (_CAPTION_NAME, _MARKED))
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
"""Soft hyphen, zero-width space, byte-order mark, word joiner: they would break words for a search."""
_HAS_INVISIBLE = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
_HIDING = frozenset(("hidden", "style", "aria-hidden"))
_KINDS = frozenset(("role", "itemprop", "itemtype"))
_LAYOUT_ROW = etree.XPath(
    "boolean(.//p|.//div|.//ul|.//ol|.//table|.//h1|.//h2|.//h3|.//h4|.//section|.//article|.//blockquote|(.//br)[3])"
)
"""A row whose cells hold blocks or several lines lays out a page; its cells are no record."""
_HOLDS_ARTICLE = etree.XPath("boolean(.//h1|.//article|.//main|(.//p)[6])")
"""ASP.NET puts whole pages into one form, and a button that is never closed holds all that follows."""


def read_page(root: HtmlElement, attributes: dict[HtmlElement, dict[str, str]] | None = None) -> Page:
    """The blocks of a tree, in page order. The tree stays as it is; `attributes` are those of its elements, where they have been read."""
    return _Reader(root, read_attributes(root) if attributes is None else attributes).read()


class _Run:
    """Text being collected."""

    __slots__ = ("addresses", "done", "hidden", "is_broken", "linked", "links", "marks", "pieces", "strong")

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        self.addresses = [(0, address) for address in addresses]
        self.pieces: list[str] = []
        self.linked = 0
        self.links: list[int] = []
        self.strong: list[int] = []
        self.is_broken = False
        self.marks: list[tuple[etree._Element, int]] = []
        self.done: list[Mark] = []
        self.hidden: list[str] = []


class _Reader:
    """One walk over one tree; a class only because the walk has state."""

    def __init__(self, root: HtmlElement, attributes: dict[HtmlElement, dict[str, str]]) -> None:
        self.root = root
        self.blocks: list[PageBlock] = []
        self.places: list[Place] = []
        self.run = _Run()
        self.links: list[str] = []
        self.strong = 0
        self.rows: list[Place] = []
        self.hidden_inline: list[_Run] = []
        self.attributes = attributes

    def read(self) -> Page:
        place = self._enter(self.root, None)
        walk = etree.iterwalk(self.root, events=("start", "end"))
        next(walk)
        self._text(self.root.text)
        for event, element in walk:
            if element is self.root:
                break
            tag = element.tag
            if event == "start":
                if tag in NO_TEXT:
                    walk.skip_subtree()
                elif tag in INLINE:
                    self._start_inline(element, tag)
                else:
                    place = self._start(element, tag, place)
            else:
                if tag in NO_TEXT:
                    pass
                elif tag in INLINE:
                    self._end_inline(element, tag)
                else:
                    place = self._end(tag, place)
                if element.tail:
                    self._text(element.tail)
        self._flush(place)
        self.places[0].last = len(self.blocks)
        return Page(
            blocks=tuple(self.blocks),
            places=tuple(self.places),
            running=tuple(map(is_running_text, self.blocks)),
            attributes=self.attributes,
        )

    def _text(self, text: str | None) -> None:
        pieces = self.run.pieces
        if text and (pieces or not text.isspace()):  # white space between blocks is no text
            pieces.append(text)
            if self.links:
                self.run.linked += len(text.strip())
                self.run.links.append(len(pieces) - 1)
            if self.strong:
                self.run.strong.append(len(pieces) - 1)

    def _start_inline(self, element: HtmlElement, tag: str) -> None:
        attributes = self.attributes[element]
        if tag in STRONG or (tag == "font" and _is_large(attributes)):
            self.strong += 1
        if tag == "a":
            self._open_link(attributes.get("href", ""))
            previous = element.getprevious()
            if previous is not None and previous.tag == "a" and not previous.tail:
                self.run.pieces.append(" ")  # two links side by side are two words on any screen
        if attributes or tag == "time":
            if tag != "img" and _is_hidden(attributes):
                self.hidden_inline.append(self.run)
                self.run = _Run()
            elif tag == "time" or _is_marked(_names(attributes)):
                if self.run.pieces:
                    self.run.pieces.append(" ")  # a name and a time side by side are two words on any screen
                self._part_caption(element, tag)
                self.run.marks.append((element, len(self.run.pieces)))
        self._text(element.text)

    def _open_link(self, address: str) -> None:
        self.links.append(address)
        if address:
            self.run.addresses.append((len(self.run.pieces), address))

    def _part_caption(self, element: HtmlElement, tag: str) -> None:
        """An inline element that is named as a caption stands on lines of its own, whatever surrounds it."""
        if tag not in ("a", "img") and names_caption(_names(self.attributes[element])):
            self.run.pieces += (BREAK, BREAK)
            self.run.is_broken = True

    def _end_inline(self, element: HtmlElement, tag: str) -> None:
        if tag in STRONG or (tag == "font" and _is_large(self.attributes[element])):
            self.strong -= 1
        if tag == "a":
            self.links.pop()
            if not self.run.pieces:
                self.run.addresses = [(0, address) for address in self.links if address]  # it held blocks or an image
        if self.run.marks and self.run.marks[-1][0] is element:
            _, start = self.run.marks.pop()
            self.run.done.append(_mark(self.attributes[element], tag, "".join(self.run.pieces[start:])))
            self._part_caption(element, tag)
        elif self.hidden_inline and tag != "img" and _is_hidden(self.attributes[element]):
            hidden, self.run = self.run, self.hidden_inline.pop()
            self.run.hidden.append("".join(hidden.pieces).replace(BREAK, " "))
            self.run.hidden.extend(hidden.hidden)

    def _start(self, element: HtmlElement, tag: str, place: Place) -> Place:
        if tag == "br":
            self.run.pieces.append(BREAK)
            self.run.is_broken = True
            return place
        if tag in ("td", "th") and self.rows:
            self.run.pieces.append(CELL)
            self._text(element.text)
            return place
        if self.run.pieces or self.run.hidden:
            self._flush(place)
        place = self._enter(element, place)
        if tag == "tr" and len(element) > 1 and not _LAYOUT_ROW(element):
            self.rows.append(place)
        self._text(element.text)
        return place

    def _end(self, tag: str, place: Place) -> Place:
        if tag == "br" or (tag in ("td", "th") and self.rows):
            return place
        if self.run.pieces or self.run.hidden:
            self._flush(place)
        if self.rows and self.rows[-1] is place:
            self.rows.pop()
        place.last = len(self.blocks)
        return place.parent or place

    def _enter(self, element: HtmlElement, parent: Place | None) -> Place:
        attributes = self.attributes[element]
        tag = attributes.get(WAS, element.tag)
        nth, level, hidden = 1, 0, element.tag in NOT_SHOWN
        if parent is not None:
            nth = parent.counts[tag] = parent.counts.get(tag, 0) + 1
            level, hidden = parent.level + 1, hidden or parent.hidden
        names: tuple[str, ...] = ()
        kind = ""
        says_caption = False
        if attributes or "-" in tag:
            # What a custom element is called says what others say by their class.
            own_name = tag if "-" in tag else ""
            names, says_caption = _names_of(attributes.get("class", ""), f"{attributes.get('id', '')} {own_name}")
            kind = _kind(attributes)
            hidden = hidden or _is_hidden(attributes)
        role = self._role(element, tag, parent)
        if role == "paragraph" and says_caption:
            role = "caption"
        place = Place(
            tag=tag, parent=parent, nth=nth, role=role, names=names, kind=kind, hidden=hidden, level=level, element=element,
            first=len(self.blocks),
        )  # fmt: skip
        if parent is not None:
            parent.children.append(place)
        self.places.append(place)
        return place

    def _role(self, element: HtmlElement, tag: str, parent: Place | None) -> str:
        inherited = parent.role if parent is not None else "paragraph"
        if inherited in STRONG_ROLES and not (inherited == "label" and tag in HEADINGS):
            return inherited
        if tag in INTERFACE and not _HOLDS_ARTICLE(element):
            return "label"
        return ROLE_OF.get(tag, "paragraph" if tag in ("article", "section", "main", "table") else inherited)

    def _flush(self, place: Place) -> None:
        run = self.run
        self.run = _Run(filter(None, self.links))  # as marks do, a link around blocks goes on
        if run.marks:
            self.run.marks = [(element, 0) for element, _ in run.marks]  # an inline element around blocks goes on
        hidden, marks = place.hidden or bool(self.hidden_inline), tuple(run.done)
        role, parts = _parts(run, place)
        for part in parts:
            told = _told_of(part.text, marks) if len(parts) > 1 else marks
            self.blocks.append(
                PageBlock(
                    text=part.text, role=role, place=place, linked=part.linked, marks=told, hidden=hidden,
                    strong=part.is_strong, links=part.links,
                )
            )  # fmt: skip
        for text in run.hidden:
            for line in _texts(text, place.role)[1]:
                self.blocks.append(PageBlock(text=line, role=place.role, place=place, hidden=True))


def _parts(run: _Run, place: Place) -> tuple[str, list[Line]]:
    """A run's role, and its text as one block or several."""
    role = place.role
    if run.is_broken and role != "code" and CELL not in run.pieces:
        pieces = [piece if piece is BREAK else piece.translate(_INVISIBLE) for piece in run.pieces]
        return role, joined(
            lines_of(pieces, run.links, run.strong, run.addresses), _is_long, of_paragraph=place.tag in PARAGRAPHS
        )
    role, texts = _texts("".join(run.pieces), role)
    strong = sum(len(run.pieces[i].strip()) for i in run.strong)
    links = tuple(address for _, address in run.addresses)
    return role, [Line(text=text, linked=run.linked, strong=strong, links=links) for text in texts]


def _is_long(text: str) -> bool:
    return words_of(text) >= RUNNING_WORDS


def _told_of(text: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Those of a run's marks that stand in one of its blocks, or around it."""
    flat = text.replace("\n", " ")
    return tuple(mark for mark in marks if mark.text in flat or flat in mark.text)


def _texts(text: str, role: str) -> tuple[str, list[str]]:
    """A run's role and its text; none of white space alone."""
    if not text or text.isspace():
        return role, []
    if not text.isascii() and _HAS_INVISIBLE.search(text):
        text = text.translate(_INVISIBLE)
    if role == "code":
        code = text.replace(BREAK, "\n").replace(CELL, " ").strip("\n").rstrip()
        return role, [code] if code.strip() else []
    if CELL in text:
        text = text.replace(BREAK, " ")
        cells = [cell for cell in (" ".join(c.split()) for c in text.split(CELL)) if cell]
        if len(cells) > 1:
            return "table-row" if role == "paragraph" else role, [" | ".join(cells)]
        text = "".join(cells)
    text = " ".join(text.split())
    return role, [text] if text else []


@lru_cache(maxsize=CACHED)
def _is_marked(names: str) -> bool:
    return bool(_MARKING.found_in(names))


@lru_cache(maxsize=CACHED)
def _names_of(class_names: str, identifier: str) -> tuple[tuple[str, ...], bool]:
    """Words of an element's class and id, and whether one of them says that it holds a caption.

    Remembered, so that elements that are named alike have the same words, which are compared and looked up all along.
    """
    names = tuple(f"{class_names} {identifier}".split())
    return names, any(map(_is_caption, names))


def _is_large(attributes: Mapping[str, str]) -> bool:
    size = attributes.get("size", "")
    return size.startswith("+") or (size.isdecimal() and int(size) >= LARGE)


@lru_cache(maxsize=CACHED)
def _is_caption(name: str) -> bool:
    """One name of an element says that it holds a caption: a page makes many combinations of few names."""
    return bool(_CAPTIONS.found_in(name))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if _HIDING.isdisjoint(attributes):
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style", "")
    return (bool(style) and _NOT_DISPLAYED.search(style) is not None) or attributes.get("aria-hidden") == "true"


def _names(attributes: Mapping[str, str]) -> str:
    return f"{attributes.get('class', '')} {attributes.get('itemprop', '')} {attributes.get('rel', '')}"


def _kind(attributes: Mapping[str, str]) -> str:
    if not _KINDS.isdisjoint(attributes):
        return f"{attributes.get('role', '')} {attributes.get('itemprop', '')} {attributes.get('itemtype', '')}".strip().lower()
    return ""


def _mark(attributes: Mapping[str, str], tag: str, text: str) -> Mark:
    value = attributes.get("datetime") or attributes.get("content") or ""
    return Mark(tag=tag, names=_names(attributes), text=" ".join(text.replace(BREAK, " ").split()), value=value)
