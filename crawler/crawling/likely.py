"""How likely an address is that of an article, before it is fetched: by its form, by the link to it, by what its like became.

The budget of a crawl goes to likely articles first; nothing is left out for being unlikely. No word list of one language
decides: numbers, dates, slugs and the length of the link's text are the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

__all__ = ["ASSETS", "is_asset", "likelihood"]

ASSETS = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs|json|woff2?|ttf|otf|eot|mp[34]|m4[av]|aac|ogg|og[av]|wav|flac|webm|"
    r"mov|avi|mkv|wmv|flv|zip|gz|tgz|bz2|xz|7z|rar|tar|exe|dmg|apk|iso|pdf|docx?|xlsx?|pptx?|od[tsp]|epub|ics|vcf|swf|jar|bin)$",
    re.IGNORECASE,
)
"""Ends of addresses that lead to no page of text."""

_DATE = re.compile(r"/(?:19|20)\d\d[/-]?(?:[01]\d|[a-z]{3})(?:[/-]?[0-3]\d)?(?:/|-|$)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\D)\d{5,}(?:\D|$)")
_LIST_STEPS = frozenset(
    "tag tags topic topics category categories section author authors archive archives search page pages feed rss login "
    "register account cart kategorie rubrik thema autor tema etiqueta categoria rubrique auteur sujet label labels".split()
)
_COUNT = re.compile(r"^(?:page|p|s|seite|pagina)?[-_]?\d{1,4}$", re.IGNORECASE)


def is_asset(url: str) -> bool:
    """Whether an address leads to a picture, a program, a document: anything but a page."""
    try:
        return bool(ASSETS.search(urlsplit(url).path))
    except ValueError:
        return True


def likelihood(url: str, *, text: str = "", place: str = "body", learned: Mapping[str, float] | None = None) -> float:
    """From 0 to 1. `text` is the link's, `place` one of `heading`, `body`, `furniture`; `learned` the share of articles by shape.

    >>> round(likelihood("https://p.example/2026/05/14/the-night-ferry-runs", text="The night ferry runs again"), 2)
    0.9
    >>> round(likelihood("https://p.example/tag/harbour", place="furniture"), 2)
    0.05
    """
    parts = urlsplit(url)
    steps = [step for step in unquote(parts.path).split("/") if step]
    score = 0.35
    if not steps:
        return 0.1
    last = re.sub(r"\.[a-z]{2,5}$", "", steps[-1], flags=re.IGNORECASE)
    score += 0.25 * bool(_DATE.search(parts.path))
    score += 0.2 * (len(re.findall(r"[-_]", last)) >= 2)
    score += 0.1 * bool(_NUMBER.search(parts.path))
    score += 0.1 * (len(text) >= 25) + 0.1 * (place == "heading")
    score -= 0.2 * (place == "furniture") + 0.25 * any(step.lower() in _LIST_STEPS for step in steps)
    score -= 0.2 * bool(parts.query) + 0.15 * bool(_COUNT.match(last))
    score -= 0.1 * (len(steps) == 1 and not re.search(r"[-_\d]", last))
    if learned is not None:
        from archive.identity import url_identity
        from archive.shapes import shape_of

        share = learned.get(shape_of(url_identity(url)))
        score = score if share is None else (score + 2 * share) / 3
    return min(0.95, max(0.05, score))
