"""The part of the paper an article stands in: as a field names it, else the last meaningful crumb above it.

A trail of crumbs (`Home > News > Harbour > Crane swings again`) begins with the front page and often ends with the
article; some systems put the whole trail into the field. What is left without these ends in the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.metadata.jsonld import Graph, Node, overlap, types_of
from pipelines.metadata.page import Element, Page, text_of, visible_texts
from pipelines.metadata.strings import folded, one_line, words_of
from pipelines.metadata.values import Found

__all__ = ["find_section"]

_LONGEST_LABEL = 80
_LONGEST_TRAIL = 300
_MOST_WORDS = 6
"""Of a section's name; a longer crumb is a headline cut short."""
_MOST_CRUMBS = 12
_SAME_HEADLINE = 0.6
"""Share of words from which a crumb is the article's own."""
_PARTS_TRAIL = re.compile(r"\s*[>›»→≫❯⟩]\s*|\s+[|/\\·•]\s+|\s*::\s*")
_FRONT = frozenset(
    folded(word)
    for word in (
        "home|homepage|home page|front page|start|main|index|news home|startseite|accueil|inicio|início|página inicial|"
        "página principal|portada|inici|hasiera|home-page|pagina iniziale|acasă|hem|hjem|forside|etusivu|heim|voorpagina|"
        "strona główna|główna|úvod|domů|domov|kezdőlap|főoldal|címlap|početna|naslovna|naslovnica|domov|главная|на главную|"
        "головна|начало|почетна|галоўная|αρχική|ana sayfa|anasayfa|ana səhifə|bosh sahifa|басты бет|kreu|ballina|titulinis|"
        "sākums|esileht|destpêk|malper|الرئيسية|الصفحة الرئيسية|صفحه اصلی|صفحه نخست|خانه|سەرەکی|سەرەتا|ماڵەوە|دەستپێک|ہوم|"
        "صفحہ اول|کور|דף הבית|ראשי|होम|मुख्यपृष्ठ|হোম|প্রচ্ছদ|முகப்பு|首页|首頁|主页|主頁|ホーム|トップ|top|홈|"
        "trang chủ|หน้าแรก|beranda|laman utama|utama|nyumbani|tuis|მთავარი|գլխավոր|ዋና ገጽ|you are here|vous êtes ici|sie sind hier"
    ).split("|")
)
_NO_SECTIONS = _FRONT | frozenset(
    {
        "article",
        "articles",
        "uncategorized",
        "uncategorised",
        "unkategorisiert",
        "allgemein",
        "sin categoria",
        "default",
    }
    | {"non classe", "sem categoria", "senza categoria", "без категории", "без рубрики", "بدون دسته بندي", "غير مصنف"}
)
_FIELDS = (
    "article:section",
    "parsely-section",
    "section",
    "sailthru.section",
    "cxenseparse:taxonomy",
    "article.section",
    "dc.subject.section",
)


def find_section(page: Page, graph: Graph, node: Node | None, headline: str) -> Found | None:
    """The section from the first place that names one."""
    for trail, origin, confidence in _places(page, graph, node):
        named = [crumb for crumb in trail if _is_section(crumb, headline)]
        if named:
            return Found(value=named[-1], origin=origin, confidence=confidence)
    return None


def _places(page: Page, graph: Graph, node: Node | None) -> Iterator[tuple[list[str], str, float]]:
    """(trail, origin, confidence); a field that holds no trail is one of a single crumb."""
    listed = [graph.text(one, "name") for one in graph.each(node["articleSection"])] if _has(node) and node else []
    yield _trail(next((one for one in listed if one), "")), "json-ld", 0.9
    content, name = page.meta(*_FIELDS)
    yield _trail(content.strip("/") if name == "cxenseparse:taxonomy" else content), f"meta {name}", 0.9
    for mark in page.properties.get("articlesection", ())[:1]:
        yield _trail(text_of(mark.element, _LONGEST_TRAIL)), "itemprop articleSection", 0.85
    yield list(_declared_crumbs(graph)), "breadcrumb", 0.6
    for element in page.crumbs[:3]:
        yield list(_printed_crumbs(element)), "breadcrumb on the page", 0.5


def _has(node: Node | None) -> bool:
    return node is not None and node.get("articleSection") is not None


def _trail(field: str) -> list[str]:
    parts = [one_line(part) for part in _PARTS_TRAIL.split(one_line(field, _LONGEST_TRAIL))]
    return [part for part in parts if part][:_MOST_CRUMBS]


def _is_section(crumb: str, headline: str) -> bool:
    if not 1 < len(crumb) <= _LONGEST_LABEL or "://" in crumb or folded(crumb).strip(" .:/") in _NO_SECTIONS:
        return False
    begun = crumb.rstrip(" .…").casefold()
    if len(words_of(crumb)) > 2 and headline.casefold().startswith(begun):
        return False
    is_sentence = len(crumb.split()) > _MOST_WORDS or not any(c.isalpha() for c in crumb)
    return not is_sentence and overlap(crumb, headline) < _SAME_HEADLINE


def _declared_crumbs(graph: Graph) -> Iterator[str]:
    """Names of JSON-LD's first BreadcrumbList, without its last: that is the page itself."""
    for node, _ in graph.nodes:
        if "BreadcrumbList" in types_of(node):
            crumbs = [c for c in graph.each(node.get("itemListElement")) if isinstance(c, dict)]
            named = [one_line(graph.text(c.get("name")) or graph.text(c.get("item"), "name"), 200) for c in crumbs]
            yield from _without_page([name for name in named if name])
            return


def _without_page(crumbs: list[str]) -> list[str]:
    """The crumbs above the page: of two the first may be the front page, and then the second is no page of its own."""
    if len(crumbs) == 2 and folded(crumbs[0]) in _FRONT:
        return crumbs
    return crumbs[:-1] if len(crumbs) > 1 else crumbs


def _printed_crumbs(element: Element) -> Iterator[str]:
    """The links of a trail printed on the page; where it is no more than a line, its parts."""
    links = [text_of(link, 200) for link in element.iter("a")][:_MOST_CRUMBS]
    if links:
        yield from _unique(link for link in links if link)
        return
    yield from _trail("".join(visible_texts(element))[:_LONGEST_TRAIL])


def _unique(crumbs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(crumbs))
