"""The part of the page around the headline, where its byline and date stand; other stories' parts kept out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree

from pipelines.metadata.page import INLINE, UNSEEN, Element, Mark, Page, parted_text, text_of
from pipelines.metadata.strings import one_line

__all__ = ["Line", "Surroundings"]

_BEFORE, _AFTER = 60, 150
"""Elements before and after the headline: bylines stood there on all but 3 % of the pages looked at."""
_LONG = 200
"""Characters: a longer line is a paragraph, not a byline or dateline."""
_PARTED, _SENTENCE = 2, 80
"""Paragraphs of so many characters above a heading that begins something new."""
_STEM, _LONGEST_ENDING = 3, 2
"""Letters that the forms of a place's name share at least, and those of an ending that is taken off."""
_MOST_PARAGRAPHS = 4
"""Paragraphs after the headline below which nothing is looked for: what follows is the story."""
_FOREIGN = re.compile(
    r"comment(?!s-(?:open|closed))|(?<!un)related|recommend"
    r"|(?<!no-)(?<!has-)(?<!with-)(?<!content-)side-?bar(?!-?(?:content|wrap|layout|left|right|none))"
    r"|widget[-_]area|(?:footer|sidebar)-widget|teaser|trending|popular|most-?read|more-(?:from|stories|news|posts)"
    r"|read-?next|also-like|promo|footer"
    r"|newsletter|carousel|disqus|replies|(?<![a-z])respond(?![a-z])|you-may|latest-(?:news|posts|stories|articles)"
    r"|card-list|post-list|recirc|outbrain"
    r"|taboola|breadcrumb",
    re.IGNORECASE,
)
"""Class names of parts that belong to readers, other stories or the site; layouts (`content-sidebar-wrap`) do not."""
_OWN_FOOT = re.compile(r"(?<![\w-])(?=[\w-]*(?:article|entry|post|story))[\w-]*footer[\w-]*", re.IGNORECASE)
"""Names of the foot of an article, where its day may stand, and the names of people who did not write it."""
_HEAD_FOOTER = re.compile(r"(?:^|[-_ ])(?:meta|submitted|byline)(?:$|[-_ ])", re.IGNORECASE)
"""Names of a `<footer>` that holds author and date: content systems set it above the text."""
_POST_FOOTER = re.compile(r"(?:post|entry|article|story)[-_]", re.IGNORECASE)
_OF_AUTHOR = re.compile(r"author|(?:^|[-_ /])(?:by|staff|reporter|writer)(?:$|[-_ /])", re.IGNORECASE)
"""In the address or the class of a link that leads to an author."""
_FOREIGN_TAGS = frozenset({"nav", "footer", "aside", "form", "noscript", "template"})
_OWN_TAGS = frozenset({"main", "article", "body", "html"})
_HIGHEST = 12
_MOST_LINKS = 1000
_WORD = re.compile(r"[^\W\d_](?:[^\s\d!-/:-@\[-`{-~،؛।。、]*)")
_STRING = etree.XPath("string()", smart_strings=False)
_IN_A_LINE = INLINE | UNSEEN | {"br", "img", "picture"}


@dataclass(frozen=True, slots=True)
class Line:
    """One short line of text near the headline."""

    text: str
    element: Element
    after: bool
    """True below the headline, False above it."""
    loose: bool = False
    """True for text behind an element, of which the element says nothing."""

    @property
    def parts(self) -> str:
        """The text with a bar where two elements touch: what stands in the first of them may be a name."""
        return parted_text(self.element) if len(self.element) and not self.loose else self.text


class Surroundings:
    """Tells what stands near the headline and belongs to the page's own story."""

    def __init__(self, page: Page, order: int | None, site_names: tuple[str, ...]) -> None:
        self.page = page
        self.order = order
        self.site_names = site_names
        self._own = frozenset(page.elements[order].iterancestors()) if order is not None else frozenset()

    def is_foreign(self, element: Element, tags: frozenset[str] = _FOREIGN_TAGS, *, foot: bool = False) -> bool:
        """True inside comments, lists of other stories, sidebars and footers; not if the headline is in there too.

        With `foot` the foot of an article is no footer.
        """
        for height, box in enumerate((element, *element.iterancestors())):
            if height > _HIGHEST or box.tag in _OWN_TAGS or box in self._own:
                return False
            known = self.page.attributes[box]
            label = f"{known.get('class', '')} {known.get('id', '')}"[:300]
            if foot:
                label = _without_own_foot(box, label)
            if (box.tag in tags and height and not self._is_own_footer(box)) or _sounds_foreign(label):
                return True
        return False

    def _is_own_footer(self, box: Element) -> bool:
        """True for the footer of the headline's own article, or an aside named so: content systems set author and date there."""
        if box.tag == "aside":
            return bool(_HEAD_FOOTER.search(f"{box.get('class') or ''}"[:300]))
        if box.tag != "footer":
            return False
        if _HEAD_FOOTER.search(label := f"{box.get('class') or ''}"[:300]) or _POST_FOOTER.match(label):
            return True
        articles = [around for around in box.iterancestors() if around.tag == "article"]
        return bool(articles) and (self.order is None or any(article in self._own for article in articles))

    def is_near(self, mark: Mark) -> bool:
        """True for a mark of the page's own story near its headline (anywhere, if the headline is not shown)."""
        return self.is_in_reach(mark.order) and not self.is_foreign(mark.element)

    def is_in_reach(self, order: int) -> bool:
        return self.order is None or -_BEFORE <= order - self.order <= _AFTER

    def is_above_next_heading(self, mark: Mark) -> bool:
        """True for a mark above the first heading below the headline and some paragraphs (if the headline is shown)."""
        return self.order is None or mark.order < self._next_heading

    @cached_property
    def _next_heading(self) -> int:
        """The first heading below the headline and some paragraphs: what stands below it is a section's or another story's."""
        start = self.order or 0
        paragraphs = 0
        for number, element in enumerate(self.page.elements[start + 1 : start + _AFTER], start + 1):
            if element.tag in ("h1", "h2") and paragraphs >= _PARTED:
                return number
            paragraphs += element.tag == "p" and len(text_of(element, _SENTENCE)) >= _SENTENCE
        return len(self.page.elements)

    def is_own(self, mark: Mark) -> bool:
        """True for a mark of the page's own story, however far from its headline; sidebars may hold its author."""
        after = self.order is None or mark.order - self.order >= -_BEFORE
        return after and not self.is_foreign(mark.element, frozenset({"nav", "footer"}))

    def is_own_day(self, mark: Mark) -> bool:
        """The same for a mark that may be a date, which may stand in the foot of the article."""
        after = self.order is None or mark.order - self.order >= -_BEFORE
        return after and not self.is_foreign(mark.element, frozenset({"nav", "footer"}), foot=True)

    def is_beside(self, element: Element) -> bool:
        """True inside an element that is beside the story by its tag, whatever it is called."""
        return any(box.tag in _FOREIGN_TAGS for box in element.iterancestors())

    @cached_property
    def linked_texts(self) -> frozenset[str]:
        """What the page's links say, but for those that lead to an author: menus and sections."""
        links = (anchor for _, anchor in self.page.anchors[:_MOST_LINKS])
        plain = (a for a in links if not _OF_AUTHOR.search(f"{a.get('href') or ''} {a.get('class') or ''}"[:300]))
        return frozenset(text_of(anchor, _LONG) for anchor in plain)

    def has_words(self, words: Iterable[str]) -> bool:
        """True where the page writes one of the words without a capital elsewhere: then it is no name."""
        return any(word.lower() in self._plain_words for word in words)

    def tells_of(self, word: str) -> bool:
        """True where a word of the page's paragraphs begins with this one."""
        return any(other.startswith(word) for other in self._plain_words)

    def mentions(self, name: str) -> bool:
        """True where a word of the paragraphs begins as this one does, whatever its case and ending."""
        stem = name.casefold()[: max(_STEM, len(name) - _LONGEST_ENDING)]
        return any(other.startswith(stem) for other in self._told_words)

    @cached_property
    def _told_words(self) -> frozenset[str]:
        """The words of the paragraphs, in lower case."""
        texts = (text_of(element) for element in self.page.elements if element.tag == "p")
        return frozenset(word.casefold() for text in texts if len(text) >= _SENTENCE for word in _WORD.findall(text))

    @cached_property
    def _plain_words(self) -> frozenset[str]:
        """The words of paragraphs, links and items that are not written with a capital."""
        texts = (text_of(element) for element in self.page.elements if element.tag in ("p", "a", "li"))
        return frozenset(word for text in texts for word in _WORD.findall(text) if word == word.lower())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Short lines near the headline: those below it in page order, then those above it, the nearest first."""
        if self.order is None:
            return ()
        headline = self.page.elements[self.order]
        below = list(_lines(self.page.elements[self.order : self.order + _AFTER], headline, after=True))
        above = list(_lines(self.page.elements[max(0, self.order - _BEFORE) : self.order], headline, after=False))
        return (*below, *reversed(above))

    def lines_with(self, says: Callable[[str], object]) -> Iterator[Line]:
        """Short lines of the whole page; those of which `says` is false as the page writes them may be left out."""
        elements = self.page.elements
        return _lines(elements, elements[self.order or 0], after=False, says=says)


def _lines(
    elements: list[Element], headline: Element, *, after: bool, says: Callable[[str], object] | None = None
) -> Iterator[Line]:
    """The lines of the elements: an element whose children are all inline is one, loose text beside blocks too.

    Most pages are many lines of which few say what is looked for, so text that does not is not put together.
    """
    done: set[Element] = {headline}
    paragraphs = 0
    for element in elements:
        if element is not headline:
            if element in done or element.getparent() in done or element.tag in UNSEEN:
                done.add(element)
                continue
            whole = not len(element) or all(
                child.tag in _IN_A_LINE or not isinstance(child.tag, str) for child in element
            )
            text = _line_of(element, says, whole=whole)
            if whole:
                done.add(element)
            paragraphs += len(text) > _LONG
            if after and paragraphs >= _MOST_PARAGRAPHS:
                return
            if 1 < len(text) <= _LONG:
                yield Line(text, element, after)
        tail = element.tail
        if tail and (says is None or says(tail)) and 1 < len(loose := one_line(tail)) <= _LONG:
            yield Line(loose, element, after, loose=True)


def _line_of(element: Element, says: Callable[[str], object] | None, *, whole: bool) -> str:
    """All the text of an element or only what opens it; nothing where `says` is false of it as it is written."""
    opening = element.text or ""
    if says is not None and not says(str(_STRING(element)) if whole and len(element) else opening):
        return ""
    return text_of(element) if whole else one_line(opening)


def _without_own_foot(box: Element, label: str) -> str:
    """The names of a box without those of an article's foot: `post-footer`, or `footer` in an element named `article`."""
    parent = box.getparent()
    around = (parent.get("class") or "")[:300].split() if parent is not None else ()
    if label.strip() == "footer" and _OWN_PARENTS.intersection(around):
        return ""
    return _OWN_FOOT.sub("", label) if "footer" in label else label


_OWN_PARENTS = frozenset(("article", "post", "entry", "story", "hentry"))


@lru_cache(maxsize=4096)
def _sounds_foreign(label: str) -> bool:
    return bool(_FOREIGN.search(label))
