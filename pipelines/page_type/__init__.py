"""What a page is: article, liveblog, forum, product, listing, collection, documentation, service or home page.

    page, metadata, address -> signs.signs_of -> what is declared or plain to see, else the linear model -> PageType

Leaves out what follows from it: pipelines.quality turns listings and home pages away, pipelines.html reads a thread
as content. A type that is declared or shown by the address is told by rule; the others by a multinomial logistic
regression whose weights (model.json, from benchmarks/train_page_type.py) can be read. A page about which nothing is
known is an article: that is what the archive is for, and a wrong `listing` would cost a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from pipelines.html.places import Page
from pipelines.metadata import Metadata
from pipelines.page_type.signs import Signs, is_front_address, live_evidence, signs_of
from pipelines.page_type.teasers import is_made_of_teasers
from pipelines.types import Origin

LISTS = frozenset({"listing", "collection"})
TEXTS = frozenset({"article", "liveblog"})
"""Types of pages whose text an editor wrote, and between whose paragraphs a medium speaks to its readers."""

__all__ = ["LISTS", "TEXTS", "PageType", "likeliest", "page_type_of", "probabilities"]

LIKELY = 0.5
"""Share from which a page is called something else than an article: with less, 39 of 793 articles are, with it 21."""
BELIEVED = 0.6
"""Confidence from which steps of cleaning rely on a type."""

TEASERS = 0.95
"""Confidence of a likely list whose text stands in teasers from end to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageType:
    """A page's type, what it was told by, and how sure that is."""

    value: str = "article"
    """A slug of `pipelines.reasons.PAGE_TYPES`."""
    origin: str = ""
    confidence: float = 0.0
    """Of a listing or a collection: that it is either, for what they are taken for counts alike."""

    @property
    def believed(self) -> str:
        """The type as far as it may change what is kept of the page: an article unless it is likely something else."""
        return self.value if self.confidence >= BELIEVED else "article"

    def as_origin(self) -> tuple[Origin, ...]:
        """The same as the origin of the article's field."""
        if not self.origin:
            return ()
        return (Origin(field="page_type", origin=self.origin, confidence=round(self.confidence, 2)),)


def page_type_of(page: Page, metadata: Metadata, url: str | None = None) -> PageType:
    """What a page is."""
    live = live_evidence(page, metadata, url)
    if live:
        return PageType(value="liveblog", origin=live, confidence=0.9)
    signs = signs_of(page, metadata, url)
    shares = probabilities(signs)
    if is_front_address(url) and not _is_signed_article(signs):
        return PageType(value="home", origin="address", confidence=0.9)
    kind, sure = likeliest(shares)
    if kind in LISTS and sure >= BELIEVED and is_made_of_teasers(page):
        return PageType(value=kind, origin="address, declarations and teasers", confidence=max(sure, TEASERS))
    return PageType(value=kind, origin="address, declarations and structure", confidence=sure)


def likeliest(shares: Mapping[str, float]) -> tuple[str, float]:
    """(type, how sure): an article unless it is rather something else; for what follows, listing or collection is one.

    >>> likeliest({"article": 0.3, "listing": 0.4, "collection": 0.3})
    ('listing', 0.7)
    """
    best = max(shares, key=lambda name: (shares[name], name))
    sure = round(sum(shares[name] for name in LISTS) if best in LISTS else shares[best], 4)
    return (best, sure) if sure >= LIKELY else ("article", round(shares["article"], 4))


def _is_signed_article(signs: Signs) -> bool:
    """Declares itself an article: single-page sites have one at the front."""
    written = signs.get("says:own-news", 0.0) or signs.get("says:own-article", 0.0) or signs.get("says:og-article", 0.0)
    return bool(written) and not signs.get("says:many-article") and not signs.get("says:many-news")


def probabilities(signs: Signs, model: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, float]:
    """How likely each of the model's types is, by the shipped weights unless others are given."""
    scores = {
        name: weights["bias"] + sum(weights.get(sign, 0.0) * value for sign, value in signs.items())
        for name, weights in (model or _model()).items()
    }
    most = max(scores.values())
    raised = {name: exp(score - most) for name, score in scores.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


@cache
def _model() -> Mapping[str, Mapping[str, float]]:
    stored: dict[str, dict[str, float]] = json.loads(
        files("pipelines.page_type").joinpath("model.json").read_text(encoding="utf-8")
    )["weights"]
    return stored
