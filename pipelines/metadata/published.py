"""When the page was published and when it was last changed, kept apart; each with its place and how sure it is.

Structured fields are believed first, then dates printed near the headline, then the address. A printed
date is taken as the day of publication unless the words before it say that something was updated. htmldate
is not asked: on pages with no date it still finds one on 98 % (measured), and an invented date is worse
in an archive than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from pipelines.metadata.dates import FoundDate, dates_in, read_stamp
from pipelines.metadata.jsonld import Graph, Node, types_of
from pipelines.metadata.page import Element, Mark, Page, text_of
from pipelines.metadata.strings import folded
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Found

__all__ = ["Clues", "find_modified", "find_published"]

_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cxenseparse:articlepublished",
    "article.published",
    "published_time",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "publicationdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.created",
    "dc.date.created",
    "dcsext.articlefirstpublished",
    "article_date_original",
    "originalpublicationdate",
    "og:pubdate",
    "og:published_time",
    "og:release_date",
    "article:publish_date",
    "article-publication-date",
    "article_publication_date",
    "datecreated",
    "date_published",
    "published-date",
    "published_at",
    "rnews:datepublished",
    "ptime",
    "displaydate",
    "release_date",
    "date",
    "created",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "vf:publication_date",
    "weibo:article:create_at",
    "article:create_at",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "article_date_updated",
    "last-modified",
    "lastmod",
    "revision_date",
    "date_modified",
    "og:modified_time",
    "article:updated_time",
    "shareaholic:article_modified_time",
    "bt:moddate",
    "weibo:article:update_at",
)
_EARLIEST = "1990-01-01"
"""A printed or guessed date before the web is the story's subject; a structured one may be an old paper's."""
_EARLIEST_STRUCTURED = "1700-01-01"
_AHEAD = timedelta(days=2)
"""A date may lie this far in the future of the reader's clock: zones, and stories dated to the next morning's paper."""
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)|[-_/]((?:19"
    r"|20)\d{2})-(\d{2})-(\d{2})(?!\d)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|revis|review|edited|aktualis|geänd|stand:|mis a jour|mise a jour|actualiz|atualiz|aggiorn"
    r"|bijgewerkt|oppdatert|uppdaterad|opdateret|paivitetty|aktualiz"
    r"|zaktual|обновл|оновл|изменен|guncelle|تحديث|اخر تحديث|به روز|نوێ|עודכן|更新|수정|最終|cap nhat|diperbarui|अपडेट"
    r"|rojanekirin"
)
_CALLED_PUBLISHED = re.compile(
    r"publi|posted|issued|released|erschien|veroffentlicht|gepubliceerd|publicerad|julkaistu|objavljen|zverejn|megjelen"
    r"|yayin|terbit|ngay dang|dang ngay|опублик|опублiк|δημοσιευ|نشر|منتشر|انتشار|تاريخ|بلاو|weş|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|发布|發布|發佈|公開|게시|입력"
)
"""What stands before a day of publication, with accents and spelling variants taken away."""
_NAMED_PUBLISHED = re.compile(r"(?<!un)publi(?:sh|c|ca)|pubdate|first-?post|issued")
"""The same in the name of a meta element; `publisher` holds no date, so no harm is done."""
_EXPIRES = re.compile(
    r"expir|event|valid|deadline|born|copyright|©|founded|since|start|ends|due\b|join(?:ed)?\b|comment"
)
_SENTENCE = re.compile(r"(?:\S+\s+){12,}\S+[.!?]$")
"""A line of prose: the day in it is the story's, a deadline, a birthday."""
_DIGIT = re.compile(r"\d")
_LONGEST_DATELINE = 160


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What dates are read from."""

    page: Page
    graph: Graph
    node: Node | None
    around: Surroundings
    language: str | None
    today: date | None = None

    @cached_property
    def printed(self) -> tuple[tuple[Found, bool], ...]:
        """Dates printed near the headline, each with whether it is called an update."""
        return tuple(_printed(self))

    @cached_property
    def elsewhere(self) -> tuple[tuple[Found, bool], ...]:
        """Dates of the page's own story that stand far from its headline and say what they are."""
        return tuple(_elsewhere(self))

    @cached_property
    def sole(self) -> tuple[tuple[Found, bool], ...]:
        """The one day that lines of the page's own story hold, wherever they stand."""
        return tuple(_sole(self))

    def plausible(self, found: FoundDate | None, earliest: str = _EARLIEST) -> bool:
        latest = (self.today + _AHEAD).isoformat() if self.today else "2100-01-01"
        return found is not None and earliest <= found.day <= latest


def find_published(clues: Clues) -> Found | None:
    """The day, or time, of publication from the most trusted place that gives a possible one."""
    first = next(_published(clues), None)
    if first is None or first.origin in _SHOWN:
        return first
    return _shown_before(clues, first) or first


_GUESS = 0.45
"""Of the day of an update somewhere on the page, where nothing else is a date."""
_SHOWN = ("time", "dateline", "byline", "line near the headline", "address", "date on the page")


def _shown_before(clues: Clues, first: Found) -> Found | None:
    """An earlier day printed at the headline wins: systems stamp imports and rebuilds as publication.

    (Of nine such pages six were dated so by hand; the rest had several dates at the headline.) Only dates marked in the
    same way are compared, for below them others begin.
    """
    printed = [found for found, updated in clues.printed or clues.elsewhere if not updated]
    days = {found.value[:10] for found in printed if found.origin == printed[0].origin}
    if len(days) != 1 or _is_same_moment(printed[0].value, first.value):
        return None
    return printed[0] if printed[0].value[:10] < first.value[:10] else None


def _is_same_moment(one: str, other: str) -> bool:
    """True for two times in different zones, on whichever days these call them."""
    return "T" in one and "T" in other and datetime.fromisoformat(one) == datetime.fromisoformat(other)


def find_modified(clues: Clues, published: Found | None) -> Found | None:
    """The last change, where the page tells it apart from publication."""
    found = next(_modified(clues), None)
    if found is None or published is None:
        return found
    return found if found.value[:10] >= published.value[:10] and found.value != published.value else None


def _published(clues: Clues) -> Iterator[Found]:
    page, graph, node = clues.page, clues.graph, clues.node
    if node and "WebPage" not in types_of(node):
        yield from _stamp(clues, graph.text(node.get("datePublished")), "json-ld", 0.95)
    for name in _PUBLISHED:
        yield from _stamp(clues, page.meta(name)[0], f"meta {name}", 0.95 if name.startswith("article:") else 0.85)
    for mark in page.properties.get("datepublished", ()):
        if clues.around.is_own(mark):
            yield from _stamp(clues, _attribute(mark), "itemprop datePublished", 0.9)
    if node:
        yield from _stamp(clues, graph.text(node.get("datePublished")), "json-ld", 0.8)
        yield from _stamp(clues, graph.text(node.get("dateCreated"), "uploadDate"), "json-ld", 0.8)
    for name in clues.page.metas:
        if _NAMED_PUBLISHED.search(name) and name not in _PUBLISHED:
            yield from _stamp(clues, page.meta(name)[0], f"meta {name}", 0.8)
    yield from (found for found, updated in clues.printed if not updated)
    yield from _from_address(clues)
    yield from (found for found, updated in clues.printed if updated)  # better the day of the update than none
    yield from (found for found, updated in clues.elsewhere if not updated)
    yield from (replace(found, confidence=_GUESS) for found, _ in clues.elsewhere)
    yield from (found for found, _ in clues.sole)


def _modified(clues: Clues) -> Iterator[Found]:
    if clues.node:
        yield from _stamp(clues, clues.graph.text(clues.node.get("dateModified")), "json-ld", 0.95)
    for name in _MODIFIED:
        yield from _stamp(clues, clues.page.meta(name)[0], f"meta {name}", 0.9)
    for mark in clues.page.properties.get("datemodified", ()):
        if clues.around.is_own(mark):
            yield from _stamp(clues, _attribute(mark), "itemprop dateModified", 0.9)
    yield from (found for found, updated in clues.printed if updated)
    yield from (found for found, updated in clues.elsewhere if updated)
    if not clues.printed and not clues.elsewhere:
        yield from (found for found, updated in clues.sole if updated)


def _stamp(clues: Clues, value: str, origin: str, confidence: float) -> Iterator[Found]:
    found = read_stamp(value, clues.language) if value else None
    if found and clues.plausible(found, _EARLIEST_STRUCTURED):
        yield Found(value=found.value, origin=origin, confidence=confidence if found.sure else confidence - 0.2)


def _attribute(mark: Mark) -> str:
    element = mark.element
    return element.get("datetime") or element.get("content") or element.get("title") or text_of(element, 100)


def _printed(clues: Clues) -> Iterator[tuple[Found, bool]]:
    clocks = [mark.element for mark in clues.page.dates if _TODAY.search(mark.name)]
    clocks += [
        around for clock in clocks for around in clock.iterancestors() if len(text_of(around, 200)) < _LONGEST_SIGN
    ]
    near = [mark for mark in clues.page.dates if clues.around.is_near(mark) and mark.element not in clocks]
    near = [mark for mark in near if clues.around.is_above_next_heading(mark)]
    for mark in near:
        if mark.via == "time":
            yield from _from_mark(clues, mark, "time", 0.85)
    for mark in near:
        if mark.via == "class":
            yield from _from_mark(clues, mark, "dateline", 0.75)
    for mark in clues.page.names:
        if mark.via == "class" and clues.around.is_near(mark) and clues.around.is_above_next_heading(mark):
            yield from _from_mark(clues, mark, "byline", 0.7)
    for number, line in enumerate(clues.around.lines):
        stands_first = line.after and number < _FIRST_LINES and len(line.text) <= _LONGEST_DAY
        stands_first = stands_first and not clues.around.is_beside(line.element)
        if _SENTENCE.match(line.text):
            continue
        if _DIGIT.search(line.text) and (stands_first or not clues.around.is_foreign(line.element)):
            yield from _from_line(clues, line.text, "line near the headline", 0.7 if line.after else 0.65)


_FIRST_LINES = 2
_LONGEST_DAY = 30
"""Characters of a line that is a date and nothing else; directly below the headline it is the story's, whatever its box is called."""
_TODAY = re.compile(r"to-?days?(?![a-z])|(?:current|live|now)-?(?:date|time|day)|clock", re.IGNORECASE)
"""Names of what shows the reader's own day."""


def _elsewhere(clues: Clues) -> Iterator[tuple[Found, bool]]:
    """Elements marked as dates below the text or beside it that say what they are, or that are the page's only one."""
    own = [mark for mark in clues.page.dates if not clues.around.is_near(mark) and clues.around.is_own_day(mark)]
    own = [mark for mark in own if not _is_in_a_card(mark.element)]
    sole = len({mark.element for mark in clues.page.dates}) == 1 or _say_one_day(own)
    for mark in own:
        text = text_of(mark.element, _LONGEST_SIGN + 1)
        if not _DIGIT.search(mark.element.get("datetime") or text):
            continue
        if len(text) > _LONGEST_SIGN:  # a whole line of things, which may begin with the day
            if _CALLED_PUBLISHED.match(folded(text)):
                yield from _from_line(clues, text[:_LONGEST_DAY], "date on the page", 0.55)
            continue
        said = folded(f"{mark.name} {_before(mark)} {text}")
        if sole or _CALLED_PUBLISHED.search(said) or _UPDATED.search(said):
            yield from _from_mark(clues, mark, "date on the page", 0.55)


def _sole(clues: Clues) -> Iterator[tuple[Found, bool]]:
    """The day of short lines that hold a day and little else, if it is the only one that such lines of the page hold."""
    first: tuple[Found, bool] | None = None
    for line in clues.around.lines_with(_DIGIT.search):
        if len(line.text) > _LONGEST_SOLE or not _DIGIT.search(line.text) or clues.around.is_foreign(line.element):
            continue
        for one in _from_line(clues, line.text, "date on the page", _GUESS):
            first = first or one
            if one[0].value[:10] != first[0].value[:10]:
                return
    if first is not None:
        yield first


_LONGEST_SOLE = 40
"""Characters of a line that is a day and what it is called."""


def _is_in_a_card(element: Element) -> bool:
    """True inside a link that says more than the day: it leads to another story, whose day this is."""
    link = next((box for box in element.iterancestors() if box.tag == "a"), None)
    return link is not None and len(text_of(link, _LONGEST_SIGN)) > len(text_of(element, _LONGEST_SIGN)) + _LONGEST_DAY


def _say_one_day(marks: list[Mark]) -> bool:
    """True where all marks that have a machine's date have the same: a page prints it for wide and for narrow screens."""
    stamps = [mark.element.get("datetime") for mark in marks]
    return len({stamp[:10] for stamp in stamps if stamp}) == 1


_LONGEST_SIGN = 120


def _from_mark(clues: Clues, mark: Mark, origin: str, confidence: float) -> Iterator[tuple[Found, bool]]:
    text = text_of(mark.element, _LONGEST_DATELINE + 1)
    stamp = mark.element.get("datetime") or _title_of_date(mark.element)
    if stamp:
        named = f"{mark.name} {_before(mark)} {text}"
        for found in _stamp(clues, stamp, origin, confidence + 0.05):
            yield found, bool(_UPDATED.search(folded(named)))
    elif _DIGIT.search(text):
        name = mark.name if len(mark.name) < 60 else ""
        yield from _from_line(clues, text, origin, confidence, f"{name} {_before(mark)}")


def _title_of_date(element: Element) -> str | None:
    """The machine's date that `<abbr class="published" title="2019-06-27">` has for its words, as microformats do."""
    title = element.get("title") if element.tag == "abbr" else None
    return title if title and _ISO_DAY.match(title) else None


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _before(mark: Mark) -> str:
    """The words directly before an element in its line, or alone in the line above: `Updated` stands there too."""
    element: Element | None = mark.element
    for _ in range(_HIGHEST_LABEL):
        previous = element.getprevious() if element is not None else None
        if previous is not None:
            tail = (previous.tail or "").strip()
            return (tail or (text_of(previous, 60) if isinstance(previous.tag, str) else ""))[-60:]
        element = element.getparent() if element is not None else None
        words = (element.text or "").strip() if element is not None else ""
        if words:
            return words[-60:]
    return ""


_HIGHEST_LABEL = 3


def _from_line(
    clues: Clues, line: str, origin: str, confidence: float, before: str = ""
) -> Iterator[tuple[Found, bool]]:
    if len(line) > _LONGEST_DATELINE:
        return
    at, read = 0, []
    for number, found in enumerate(dates_in(line, clues.language)):
        words = folded(f"{before if not number else ''} {line[at : found.start]}")
        at = found.end
        if clues.plausible(found) and not _EXPIRES.search(words):
            value = Found(value=found.value, origin=origin, confidence=confidence if found.sure else confidence - 0.25)
            read.append((value, bool(_UPDATED.search(words))))
    yield from sorted(read, key=lambda one: one[0].confidence < confidence)  # one day in two calendars: the sure one


def _from_address(clues: Clues) -> Iterator[Found]:
    """`/2024/05/17/` in the page's own address."""
    for named in (clues.page.url, *clues.page.links.get("canonical", ())):
        address = clues.page.address(named or "")
        match = _URL_DATE.search(urlsplit(address).path) if address else None
        if match:
            parts = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
            found = read_stamp(
                " ".join((parts[2], parts[1], parts[0])) if parts[1].isalpha() else "-".join(parts), "en"
            )
            if found and clues.plausible(found):
                yield Found(value=found.day, origin="address", confidence=0.6)
