"""The names a site goes by: as it calls itself, its publisher, its host; and the canonical address and lead image."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.metadata.jsonld import Graph, Node, types_of
from pipelines.metadata.page import Page, text_of
from pipelines.metadata.strings import one_line, words_of
from pipelines.metadata.values import Found

__all__ = ["canonical_address", "country_of", "find_site", "host_names", "lead_image", "site_names"]

_LONGEST_SITE_NAME = 80


def find_site(page: Page, graph: Graph, node: Node | None) -> Found | None:
    """The site's name as it calls itself."""
    content, name = page.meta("og:site_name")
    publisher = graph.text(node.get("publisher"), "name") if node else ""
    website = next(
        (graph.text(n.get("name")) for n, _ in graph.nodes if "WebSite" in types_of(n) and n.get("name")), ""
    )
    named, how = page.meta(
        "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "dc.publisher", "citation_publisher"
    )
    for value, origin, confidence in (
        (content, name, 0.95),
        (website, "json-ld", 0.85),
        (publisher, "json-ld", 0.85),
        (named, how, 0.7),
        (_from_title(page), "title", 0.6),
    ):
        if value and len(value) <= _LONGEST_SITE_NAME and not value.startswith(("http://", "https://", "@")):
            return Found(value=value, origin=origin, confidence=confidence)
    return None


def _from_title(page: Page) -> str:
    """The last part of `<title>`, where the host says that it is the site's name (`The Daily Comb`, dailycomb.com)."""
    parts = re.split(r"\s[|–—·•»:-]\s|\s*\|\s*", page.title)
    host = "".join(host_names(page.url)[:1])
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        letters = "".join(w for w in words_of(part) if w not in ("the", "www", "com"))
        if (
            len(letters) > 2
            and host
            and (letters in host.replace(".", "").replace("-", "") or letters == host.split(".", maxsplit=1)[0])
        ):
            return part.strip()
    return ""


def site_names(page: Page, graph: Graph, node: Node | None) -> tuple[str, ...]:
    """All names the site goes by, its host included: what is called so is neither a headline nor a person."""
    found = [
        content
        for key in ("og:site_name", "application-name", "apple-mobile-web-app-title")
        for content in page.metas.get(key, ())
    ]
    found += [graph.text(n.get("name")) for n, _ in graph.nodes if "WebSite" in types_of(n)]
    if node:
        found.append(graph.text(node.get("publisher"), "name"))
    if not any(found):
        guess = _behind_headline(page)
        signs = (
            {graph.text(author, "name") for author in graph.each(node["author"])} if node and node.get("author") else ()
        )
        found += [guess] if guess not in signs else []  # a firm that signs what it writes: no other author is named
    cleaned = [one_line(name, _LONGEST_SITE_NAME) for name in found]
    return tuple(dict.fromkeys([n for n in cleaned if n] + list(host_names(page.url))))


def _behind_headline(page: Page) -> str:
    """What `<title>` adds to the headline: `Bees are back - The Daily Comb`."""
    for _, heading in page.headings[:_MOST_HEADINGS]:
        headline = text_of(heading)
        added = _ADDED.fullmatch(page.title[len(headline) :]) if headline and page.title.startswith(headline) else None
        if added:
            return added[1]
    return ""


_MOST_HEADINGS = 3
_ADDED = re.compile(r"\s*[|–—·•»-]\s*([^|–—·•»-]{3,40})")


def host_names(url: str | None) -> tuple[str, ...]:
    """`www.daily-comb.co.uk` goes by itself, `daily-comb.co.uk` and `daily-comb`."""
    try:
        host = (urlsplit(url).hostname if url else None) or ""
    except ValueError:
        host = ""
    labels = host.removeprefix("www.").split(".")
    if len(labels) < 2:
        return ()
    tails = [".".join(labels[i:]) for i in range(len(labels) - 1)]
    main = max(labels[:-1], key=lambda label: (len(label) > 3, labels.index(label)))
    return tuple(dict.fromkeys([labels[0] if len(labels) == 2 else main, *tails]))


def country_of(url: str | None) -> str | None:
    """The country of an address by its last label; endings that the whole world uses are none.

    >>> country_of("https://www.comb.co.uk/bees"), country_of("https://comb.io/bees"), country_of("https://comb.gov")
    ('uk', None, 'us')
    """
    try:
        last = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    except ValueError:
        return None
    if last in ("gov", "edu", "mil"):
        return "us"
    return last if len(last) == 2 and last.isalpha() and last not in _WORLDWIDE else None


_WORLDWIDE = frozenset("io co me tv ai cc fm ws to la ly gg sh so vc eu app".split())


def canonical_address(page: Page) -> Found | None:
    """The address the page names as its own; og:url where no link does."""
    for href in page.links.get("canonical", ()):
        url = page.address(href)
        if url:
            return Found(value=url, origin="canonical", confidence=0.95)
    url = page.address(page.meta("og:url")[0])
    return Found(value=url, origin="og:url", confidence=0.85) if url else None


def lead_image(page: Page, graph: Graph, node: Node | None) -> Found | None:
    """The image the page shows in previews."""
    content, name = page.meta("og:image:secure_url", "og:image", "og:image:url")
    listed = graph.text(node.get("image"), "url", "contentUrl", "@id") if node else ""
    other, how = page.meta(
        "twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full", "image", "thumbnail"
    )
    linked = next(iter(page.links.get("image_src", ())), "")
    for value, origin, confidence in (
        (content, name, 0.9),
        (listed, "json-ld", 0.9),
        (other, how, 0.8),
        (linked, "image_src", 0.7),
    ):
        url = page.address(value)
        if url:
            return Found(value=url, origin=origin, confidence=confidence)
    return None
