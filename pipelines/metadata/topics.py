"""Tags, languages and paywall as the page declares them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.metadata.jsonld import Graph, Node
from pipelines.metadata.page import Page, text_of
from pipelines.metadata.strings import one_line
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Found

__all__ = ["declared_languages", "find_tags", "is_paywalled"]

_LONGEST_LABEL = 80
_MOST_TAGS = 30
_LISTED = re.compile(r"\s*[,;،、，；|]\s*")
_LANGUAGE = re.compile(r"^[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}$")


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
    said = [_free(node)] if node else []
    said += [_free(n) for n, own in graph.nodes if own]
    free = next((answer for answer in said if answer is not None), None)
    if free is None and node and any(_free(part) is False for part in graph.each(node.get("hasPart"))):
        free = False  # the part named by a selector is for subscribers
    if free is not None:
        return Found(value=str(not free).lower(), origin="json-ld", confidence=0.95)
    marks = [_truth(m.element.get("content") or text_of(m.element, 20)) for m in page.properties.get(_FREE.lower(), ())]
    marked = next((answer for answer in marks if answer is not None), None)
    if marked is not None:
        return Found(value=str(not marked).lower(), origin=f"itemprop {_FREE}", confidence=0.9)
    tier, name = page.meta(*_TIERS)
    paid = True if tier.lower() in _PAID else False if tier.lower() in _FREELY else None
    return Found(value=str(paid).lower(), origin=f"meta {name}", confidence=0.8) if paid is not None else None


_FREE = "isAccessibleForFree"
_TIERS = (
    "article:content_tier",
    "cxenseparse:articletype",
    "content_tier",
    "content-tier",
    "is_paid",
    "ispaid",
    "is_premium",
    "premium",
    "paywall",
    "access",
    "article:access",
)
_PAID = frozenset({"locked", "paid", "premium", "true", "yes", "1", "subscriber", "subscribers", "plus"})
_FREELY = frozenset({"free", "false", "no", "0", "open", "public"})
"""`metered` and `registered` say neither: some readers see all of the text."""


def _free(node: object) -> bool | None:
    return _truth(node.get(_FREE)) if isinstance(node, dict) else None


def _truth(value: object) -> bool | None:
    """A boolean as JSON, as a word or as an address of schema.org."""
    said = str(value).strip().lower().rsplit("/", maxsplit=1)[-1]
    return True if said in ("true", "yes", "1") else False if said in ("false", "no", "0") else None
