"""What was read: `Metadata`, and a `Found` value or `Authors` with where they come from. No behaviour."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.types import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One field's value, its origin and how far it can be trusted."""

    value: str
    origin: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The names one place gives."""

    names: tuple[str, ...]
    origin: str
    confidence: float
    byline: str | None = None
    """The line as printed, where a reader can see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself. The fields are those of `pipelines.types.Article`, and a few hints more."""

    title: str | None = None
    byline: str | None = None
    """The byline as printed on the page; None where authors come from markup alone."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: a day, or a time with the zone the page gives. A time without a zone is cut to its day."""
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    canonical_url: str | None = None
    lead_image: str | None = None
    paywalled: bool | None = None
    languages: tuple[str, ...] = ()
    """Languages the page declares, the most telling first: hints for `pipelines.language.language_of`."""
    types: tuple[str, ...] = ()
    """What the page declares itself to be: JSON-LD types of its article, then og:type (`NewsArticle`, `article`)."""
    all_types: tuple[str, ...] = ()
    """JSON-LD types of every node of the page, with repeats."""
    open_graph_type: str = ""
    generator: str = ""
    """The content system, as the page names it, in lower case."""
    article_body: str | None = None
    """JSON-LD's articleBody, as it stands there."""
    product_text: str | None = None
    """JSON-LD's description of the page's product, as it stands there."""
    origins: tuple[Origin, ...] = ()
