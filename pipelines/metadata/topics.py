"""Section, tags, languages and paywall as the page declares them; breadcrumbs where no field names the section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.metadata.jsonld import Graph, Node, types_of
from pipelines.metadata.page import Page, text_of
from pipelines.metadata.strings import one_line
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Found

__all__ = ["declared_languages", "find_section", "find_tags", "is_paywalled"]

_LONGEST_LABEL = 80
_MOST_TAGS = 30
_NO_SECTIONS = frozenset(
    {
        "home",
        "homepage",
        "article",
        "articles",
        "uncategorized",
        "uncategorised",
        "startseite",
        "inicio",
        "accueil",
        "start",
        "news home",
    }
)
_LISTED = re.compile(r"\s*[,;،、，；|]\s*")
_LANGUAGE = re.compile(r"^[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}$")


def find_section(page: Page, graph: Graph, node: Node | None) -> Found | None:
    """The part of the paper the article stands in."""
    listed = _labels(graph, node.get("articleSection")) if node else []
    content, name = page.meta(
        "article:section",
        "parsely-section",
        "section",
        "sailthru.section",
        "cxenseparse:taxonomy",
        "article.section",
        "dc.subject.section",
    )
    places = [(listed[0], "json-ld", 0.9)] if listed else []
    places += [(content, f"meta {name}", 0.9)]
    places += [
        (text_of(m.element, _LONGEST_LABEL), "itemprop articleSection", 0.85)
        for m in page.properties.get("articlesection", ())[:1]
    ]
    places += [(crumb, "breadcrumb", 0.6) for crumb in _last_crumb(graph)]
    for value, origin, confidence in places:
        if value and value.lower() not in _NO_SECTIONS and len(value) <= _LONGEST_LABEL and "://" not in value:
            return Found(value=value, origin=origin, confidence=confidence)
    return None


def _last_crumb(graph: Graph) -> Iterator[str]:
    """The crumb above the article's own: the second last of JSON-LD's BreadcrumbList."""
    for node, _ in graph.nodes:
        if "BreadcrumbList" in types_of(node):
            crumbs = [
                graph.text(c.get("name")) or graph.text(c.get("item"), "name")
                for c in graph.each(node.get("itemListElement"))
                if isinstance(c, dict)
            ]
            named = [one_line(c, _LONGEST_LABEL) for c in crumbs if c]
            if len(named) > 2 or (len(named) == 2 and named[0].lower() not in _NO_SECTIONS):
                yield named[-2]
            return


def find_tags(page: Page, graph: Graph, node: Node | None, around: Surroundings) -> tuple[tuple[str, ...], str, float]:
    """(tags, origin, confidence) from the first place that has any."""
    places: tuple[tuple[list[str], str, float], ...] = (
        (_labels(graph, node.get("keywords")) if node else [], "json-ld", 0.9),
        ([one_line(c) for c in page.metas.get("article:tag", ())], "meta article:tag", 0.9),
        (_meta_list(page, "news_keywords", "parsely-tags", "sailthru.tags"), "meta news_keywords", 0.85),
        ([text_of(m.element, _LONGEST_LABEL) for m in page.tags if around.is_own(m)], "rel tag", 0.8),
        ([text_of(m.element, _LONGEST_LABEL) for m in page.properties.get("keywords", ())], "itemprop keywords", 0.8),
        (_meta_list(page, "keywords"), "meta keywords", 0.6),
    )
    for labels, origin, confidence in places:
        tags = _cleaned(part for label in labels for part in _LISTED.split(label))
        if tags:
            return tags, origin, confidence
    return (), "", 0.0


def _labels(graph: Graph, value: object) -> list[str]:
    return [graph.text(one, "name", "termCode") for one in graph.each(value)] if value is not None else []


def _meta_list(page: Page, *names: str) -> list[str]:
    return [one_line(c) for name in names for c in page.metas.get(name, ())]


def _cleaned(labels: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, case apart; machine labels (`type:article`, addresses) and sentences left out."""
    kept: dict[str, str] = {}
    for label in labels:
        tag = label.strip(" #\"'.")
        if (
            1 < len(tag) <= _LONGEST_LABEL
            and len(tag.split()) <= 8
            and "://" not in tag
            and not re.match(r"^\w+[:=]\S|^[\d\W]+$", tag)
        ):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())[:_MOST_TAGS]


def declared_languages(page: Page, graph: Graph, node: Node | None) -> tuple[str, ...]:
    """What the page says its language is, the most telling first; contradictions are left to the text."""
    said = [graph.text(node.get("inLanguage"), "alternateName", "name") if node else "", page.language]
    said += [page.meta(name)[0] for name in ("og:locale", "content-language", "language", "dc.language", "inlanguage")]
    tags = [one.split(",")[0].strip().replace("_", "-") for one in said]
    return tuple(dict.fromkeys(tag for tag in tags if _LANGUAGE.match(tag)))


def is_paywalled(page: Page, graph: Graph, node: Node | None) -> Found | None:
    """`true` or `false` where the page says whether its text is free; None where it is silent."""
    free = node.get("isAccessibleForFree") if node else None
    if free is None:
        free = next(
            (
                n.get("isAccessibleForFree")
                for n, own in graph.nodes
                if own and n.get("isAccessibleForFree") is not None
            ),
            None,
        )
    said = str(free).strip().lower().rsplit("/", maxsplit=1)[-1]
    if said in ("true", "false", "yes", "no", "1", "0"):
        return Found(value=str(said in ("false", "no", "0")).lower(), origin="json-ld", confidence=0.95)
    tier, name = page.meta(
        "article:content_tier", "cxenseparse:articletype", "content_tier", "is_paid", "premium", "access"
    )
    if tier.lower() in ("free", "locked", "metered", "paid", "premium", "true", "false", "registered", "subscriber"):
        return Found(
            value=str(tier.lower() in ("locked", "paid", "premium", "true", "subscriber")).lower(),
            origin=f"meta {name}",
            confidence=0.8,
        )
    return None
