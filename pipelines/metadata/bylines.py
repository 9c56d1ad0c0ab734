"""Who wrote the page: every place that may name an author is read, and the most telling one is believed.

Places are asked in the order of how often they were right on 400 pages. A place that names persons goes before
one that names a body, a login or the site itself: content systems fill the author's field with whoever
pressed the button, while the line below the headline says who wrote. Names below other stories, in comments
and in footers are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from pipelines.metadata.authors import CREDIT, is_name, listed_names, names_in, unique_names
from pipelines.metadata.byline_lines import beside_dates, byline_lines, datelines, linked_names, opening_datelines
from pipelines.metadata.dates import BETWEEN, dates_in, without_weekday
from pipelines.metadata.endings import bracketed, last_paragraph, set_apart, signatures
from pipelines.metadata.full_names import shares
from pipelines.metadata.jsonld import Graph, Node, types_of
from pipelines.metadata.media import Medium
from pipelines.metadata.openings import LONGEST_BYLINE
from pipelines.metadata.page import Element, Mark, Page, parted_text, text_of
from pipelines.metadata.roles import BODIES, DATE_LABELS, ENDINGS, JOINTS, ROLES
from pipelines.metadata.strings import any_of, one_line, words_of
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Authors

__all__ = ["find_authors"]


def find_authors(page: Page, graph: Graph, node: Node | None, around: Surroundings) -> Authors | None:
    """The authors from the first place that names persons, else from the first that names anything."""
    medium = Medium(page, graph, node, around.site_names)
    read = (medium.authors_of(place) for place in _places(page, graph, node, around))
    found = [_without_site(place, around.site_names) for place in read if place.names]
    ranked = sorted(found, key=lambda a: -_personal(a, around.site_names))  # stable: the places' order counts next
    best = ranked[0] if ranked else None
    if best is None or not _personal(best, around.site_names):
        best = next(chain(*(signed(page, around) for signed in _AT_THE_END)), None)
        if best is None:
            return None
    best = _longer(best, found)
    return Authors(
        names=best.names,
        origin=best.origin,
        confidence=best.confidence,
        byline=_undated(best.byline or _line_naming(best.names, found), best.names),
    )


_AT_THE_END = (signatures, bracketed, set_apart, last_paragraph)


def _undated(byline: str | None, names: tuple[str, ...]) -> str | None:
    """The line without the date behind the names, which stands in a field of its own: `By Ana Ruiz 3.5.2021 10:40`."""
    dates = dates_in(byline or "")
    if not byline or not dates:
        return byline
    before = without_weekday(byline[: dates[0].start].rstrip(BETWEEN + "(")).rstrip(BETWEEN + "(")
    if not all(name in before for name in names):
        return byline
    end = max((before.index(name) + len(name) for name in names), default=len(before))
    label = before[end:].strip(BETWEEN).casefold().split()  # what the day was said to be: `Ana Ruiz Publié le`
    return before[:end] if label and all(word.strip(":.") in _OF_DAYS for word in label) else before


_OF_DAYS = frozenset((*ENDINGS, *DATE_LABELS))


def _longer(best: Authors, found: list[Authors]) -> Authors:
    """The printed list, where a field names only the first of several authors."""
    if best.byline or best.origin == "citation_author":
        return best
    letters = {_letters(name) for name in best.names}
    longer = (one for one in found if letters < {_letters(name) for name in one.names})
    return next(filter(_is_list, longer), best)


def _is_list(authors: Authors) -> bool:
    """True for a printed line that lists full names and nothing between them but what joins names."""
    printed, named = set(words_of(authors.byline or "")), set(words_of(" ".join(authors.names)))
    joined = len(authors.names) > 2 or _AND.search(authors.byline or "") is not None
    full = all(1 < len(name.split()) < _LONG_NAME for name in authors.names)
    return joined and full and named <= printed and authors.confidence >= _TRUSTED


_AND = re.compile(rf"[&＆]|\s(?:{any_of(JOINTS)})\s|\s[وו](?=\w)")
_LONG_NAME = 5
"""Words of a name in a list; more are a description."""


def _without_site(authors: Authors, site_names: tuple[str, ...]) -> Authors:
    """The site's own name goes where it stands beside others: `Ana Ruiz, The Daily Comb`."""
    own = {_letters(name) for name in site_names}
    kept = tuple(n for n in authors.names if _letters(n) not in own)
    return replace(authors, names=kept) if kept else authors


def _line_naming(names: tuple[str, ...], found: list[Authors]) -> str | None:
    wanted = set(words_of(" ".join(names)))
    return next((a.byline for a in found if a.byline and wanted <= set(words_of(a.byline))), None)


def _places(page: Page, graph: Graph, node: Node | None, around: Surroundings) -> Iterator[Authors]:
    """All places in their order of trust."""
    if node:
        yield from _from_node(graph, node)
    cited = [_turned(one_line(c)) for key in ("citation_author", "citation_authors") for c in page.metas.get(key, ())]
    yield Authors(
        names=unique_names(n for c in cited for n in listed_names(c)), origin="citation_author", confidence=0.95
    )
    printed = list(_printed(page, around))
    yield from (a for a in printed if a.confidence >= 0.9)
    for name in _METAS:
        names = unique_names(n for c in page.metas.get(name, ()) for n in listed_names(c))
        yield Authors(names=names, origin=f"meta {name}", confidence=0.85)
    for number in "12":
        if _WRITTEN_BY.match(page.meta(f"twitter:label{number}")[0]):
            names = listed_names(page.meta(f"twitter:data{number}")[0])
            yield Authors(names=names, origin=f"meta twitter:data{number}", confidence=0.85)
    yield from (a for a in printed if a.confidence < 0.9)


_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article_author",
    "article.author",
    "author_name",
    "dc.contributor.author",
)
_WRITTEN_BY = re.compile(
    r"written|author|by\b|von\b|verfasst|geschrieben|par\b|écrit|escrit|autor|scritto|geschreven|автор|написа|كتب"
    r"|yazan|作者",
    re.IGNORECASE,
)


def _from_node(graph: Graph, node: Node) -> Iterator[Authors]:
    """The node's authors: those that are persons, and apart from them those it calls organizations."""
    authors = [a for key in ("author", "creator") if node.get(key) for a in graph.each(node[key])]
    bodies = [a for a in authors if isinstance(a, dict) and any(t.endswith("Organization") for t in types_of(a))]
    persons = [a for a in authors if a not in bodies]
    named = unique_names(name for a in persons for name in listed_names(graph.text(a, "name", "alternateName")))
    yield Authors(names=named, origin="json-ld", confidence=0.95)
    called = unique_names(graph.text(a, "name", "legalName") for a in bodies)
    yield Authors(names=tuple(n for n in called if is_name(n)), origin="json-ld organization", confidence=0.6)


def _turned(name: str) -> str:
    """`Ruiz, Ana` as `Ana Ruiz`: the order of library catalogues."""
    parts = [p.strip() for p in name.split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else name


def _printed(page: Page, around: Surroundings) -> Iterator[Authors]:
    """What elements marked as a byline and lines that begin like one say, near the headline."""
    marks = [m for m in page.names if around.is_near(m)]
    for mark in page.properties.get("author", ()):
        if around.is_near(mark):
            yield _from_mark(mark, 0.9, "itemprop author")
    yield from byline_lines(around)
    yield _together([m for m in marks if m.via == "rel"], 0.9, "rel author")
    yield _together(_author_links(page, around), 0.85, "link to the author")
    for group in _siblings(_innermost(marks)):
        yield (
            _together(group, 0.8, "byline")
            if len(group) > 1
            else _from_mark(group[0], 0.8, "byline", around.site_names)
        )
    yield from datelines(around)
    yield from beside_dates(around)
    yield from opening_datelines(page, around)
    yield _together([m for m in page.names if m.via == "rel" and around.is_own(m)], 0.7, "rel author")
    for mark in page.names:
        own = mark.via == "class" and mark not in marks and around.is_own_day(mark)
        if own and not around.is_foreign(mark.element, foot=True):
            yield _from_mark(mark, 0.6, "author box")


def _together(marks: list[Mark], confidence: float, origin: str) -> Authors:
    """The names of several links that stand in one byline: links further on belong to other stories."""
    names: list[str] = []
    last = marks[0] if marks else None
    for mark in marks:
        if last and mark.order - last.order > _SAME_BYLINE:
            break
        last = mark
        names += () if _is_credit(mark.element) else names_in(parted_text(mark.element))
    byline = text_of(marks[0].element) if marks else ""
    return Authors(names=unique_names(names), origin=origin, confidence=confidence, byline=byline or None)


def _is_credit(element: Element) -> bool:
    """True for a name whose box says `Reviewed by` or the like before it."""
    name, box = text_of(element), element.getparent()
    for _ in range(_CREDIT_HEIGHT):
        text = text_of(box, LONGEST_BYLINE) if box is not None else ""
        if box is None or len(text) >= LONGEST_BYLINE:
            return False
        before = text[: text.rfind(name)] if name else ""
        if CREDIT.search(before[-_LONGEST_CREDIT:]):
            return True
        box = box.getparent()
    return False


_CREDIT_HEIGHT = 3
_LONGEST_CREDIT = 30
_SAME_BYLINE = 15
"""Elements between the links of two authors of one story."""


def _author_links(page: Page, around: Surroundings) -> list[Mark]:
    near = [
        Mark(n, a, "href", "author")
        for n, a in page.anchors
        if around.is_in_reach(n) and _AUTHOR_PATH.search((a.get("href") or "")[:300])
    ]
    return [mark for mark in near if around.is_near(mark) and not _in_prose(mark)]


_AUTHOR_PATH = re.compile(
    r"[/?&_](?:authors?|by|profiles?|people|person|team|staff|contributors?|writers?|columnists?|journalists?"
    r"|reporters?|redaktion|autor(?:en|es|i)?"
    r"|auteurs?|auteur|autore|yazar(?:lar)?|users?|editors?|correspondents?|kirjoittajat|skribent)(?:/|=)[^/?#]",
    re.IGNORECASE,
)
"""Addresses of pages about one author."""


def _in_prose(mark: Mark) -> bool:
    """True for a link inside a paragraph: the story speaks of that person."""
    parent = mark.element.getparent()
    return parent is not None and len(text_of(parent)) > LONGEST_BYLINE


_MOST_MARKS = 60
"""Elements near one headline that are looked at; each is compared with its ancestors."""


def _from_mark(mark: Mark, confidence: float, origin: str, site_names: tuple[str, ...] = ()) -> Authors:
    text, parent = parted_text(mark.element), mark.element.getparent()
    site = next((name for name in site_names if text.startswith(name)), "")
    if (
        site
        and _AFTER_SITE.match(text, len(site))
        and names_in(rest := _AFTER_SITE.sub("", text[len(site) :], count=1))
    ):
        text = rest
    if not text and mark.via == "class" and parent is not None:
        text = text_of(parent)  # an icon of a person stands before the name
    names = (linked_names(mark.element) or names_in(text)) if len(text) <= LONGEST_BYLINE else ()
    names = tuple(name for name in names if not shares(name))
    return Authors(names=names, origin=origin, confidence=confidence, byline=text)


_AFTER_SITE = re.compile(r"\s*[-–—|/,:،]\s*(?=\S)")
"""Between the site's name and the author's: `The Daily Comb - Ana Ruiz`."""


def _innermost(marks: Iterable[Mark]) -> list[Mark]:
    """The marks that hold no other mark: the name itself rather than the box around it."""
    kept = [m for m in marks if m.via != "rel"][:_MOST_MARKS]
    holders = {ancestor for mark in kept for ancestor in mark.element.iterancestors()}
    return [m for m in kept if m.element not in holders] + [m for m in kept if m.element in holders]


def _siblings(marks: list[Mark]) -> list[list[Mark]]:
    """Marks of one class below one element, together: `<li class="author">` for each author."""
    groups: dict[tuple[Element | None, str], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.element.getparent(), mark.name), []).append(mark)
    return list(groups.values())


def _letters(name: str) -> str:
    return "".join(words_of(name))


def _personal(authors: Authors, site_names: tuple[str, ...]) -> int:
    """5: persons; 4: one word, or a place of little trust; 3: a body or a job; 2: a guess; 1: the site; 0: its publisher."""
    if all(_is_site(name, site_names) for name in authors.names):
        return 0 if authors.origin == "json-ld organization" else 1
    if authors.confidence < _GUESSED:
        return 2
    if authors.confidence < _TRUSTED:
        return 4
    if authors.origin == "json-ld organization" or any(
        set(words_of(name)) & (BODIES | _JOBS) for name in authors.names
    ):
        return 3
    return 5 if all(len(name.split()) > 1 or not name.isascii() for name in authors.names) else 4


def _is_site(name: str, site_names: tuple[str, ...]) -> bool:
    """True for the site's own name. A person's full name as the host (anaruiz.example) is still the person's."""
    if " " in name:
        return name in site_names
    return _letters(name) in {_letters(own) for own in site_names if "." not in own}


_JOBS = frozenset(ROLES)
_GUESSED = 0.6
_TRUSTED = 0.7
"""Places trusted less do not outrank a single name from a better one."""
