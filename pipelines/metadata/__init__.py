"""What a page says of itself: title, authors, dates, section, tags, site. Leaves the text to other modules.

    tree -> page.read_page        one pass: every meta, link, script, h1, and elements that may hold names or dates
         -> jsonld.parse_scripts  the nodes, and the one that is this page's article
         -> title                 the headline, and where it stands; bylines and dates are looked for around it
         -> bylines, published, topics, site

Each field comes from the first place that has a fitting value, in an order that was measured; docs/metadata.md
lists the places, and `Metadata.origins` says for each page which it was and how far to trust it. A field
that no place names stays empty: nothing is invented. Everything is pure and bounded; no page makes it raise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipelines.attributes import Attributes
from pipelines.metadata.bylines import find_authors
from pipelines.metadata.day_order import language_of_dates
from pipelines.metadata.jsonld import article_node, parse_scripts, product_text, types_of
from pipelines.metadata.page import Element, read_page
from pipelines.metadata.published import Clues, find_modified, find_published
from pipelines.metadata.sections import find_section
from pipelines.metadata.site import canonical_address, find_site, lead_image, site_names
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.title import find_headline
from pipelines.metadata.topics import declared_languages, find_tags, is_paywalled
from pipelines.metadata.values import Authors, Found, Metadata
from pipelines.types import Origin

__all__ = ["Metadata", "read_metadata"]

_MOST_TYPES = 500


def read_metadata(
    tree: Element, url: str | None = None, today: date | None = None, attributes: Attributes | None = None
) -> Metadata:
    """The metadata of a parsed page. The tree must be whole: cleaning removes what this reads.

    `today` bounds dates from above (a pure function has no clock): later ones are mistakes of the page. `attributes` are those
    of all elements in document order, where they have been read.
    """
    page = read_page(tree, url, attributes)
    graph = parse_scripts(page.scripts)
    canonical = canonical_address(page)
    addresses = (url or "", canonical.value if canonical else "", page.meta("og:url")[0])
    node = article_node(graph, addresses, page.meta("og:title", "twitter:title")[0] or page.title)
    names = site_names(page, graph, node)
    ld_headline = (graph.text(node.get("headline")) or graph.text(node.get("name"))) if node else ""
    title, order = find_headline(page, ld_headline, names)
    around = Surroundings(page, order, names)
    languages = declared_languages(page, graph, node)
    ordered = language_of_dates(page, languages, [line.text for line in around.lines])
    clues = Clues(page=page, graph=graph, node=node, around=around, language=ordered, today=today)
    published = find_published(clues)
    found = {
        "title": title,
        "published": published,
        "modified": find_modified(clues, published),
        "section": find_section(page, graph, node, title.value if title else ""),
        "site": find_site(page, graph, node),
        "canonical_url": canonical,
        "lead_image": lead_image(page, graph, node),
    }
    authors, (tags, tags_from, tags_trusted) = (
        find_authors(page, graph, node, around),
        find_tags(page, graph, node, around),
    )
    body = node.get("articleBody") if node else None
    paywalled = is_paywalled(page, graph, node)
    return Metadata(
        **{name: one.value for name, one in found.items() if one},
        byline=authors.byline if authors else None,
        authors=authors.names if authors else (),
        tags=tags,
        paywalled=paywalled.value == "true" if paywalled else None,
        languages=languages,
        types=(*(types_of(node) if node else ()), *(t for t in (page.meta("og:type")[0],) if t)),
        all_types=tuple(name for one, _ in graph.nodes for name in types_of(one))[:_MOST_TYPES],
        open_graph_type=page.meta("og:type")[0].lower(),
        generator=page.meta("generator")[0].lower(),
        product_text=product_text(graph),
        article_body=body if isinstance(body, str) and body.strip() else None,
        origins=tuple(
            _origins(
                {
                    **found,
                    "paywalled": paywalled,
                    "authors": authors,
                    "tags": Found(value=", ".join(tags), origin=tags_from, confidence=tags_trusted),
                }
            )
        ),
    )


def _origins(found: Mapping[str, Found | Authors | None]) -> Iterator[Origin]:
    for name, one in found.items():
        if one and one.origin:
            yield Origin(field=name, origin=one.origin, confidence=round(one.confidence, 2))
