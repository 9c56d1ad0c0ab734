"""What stands in an answer: links, feeds, sitemaps, and what the page says machines may do with it. Fetches nothing.

What an answer is, is told from its content, since feeds come as `text/html` and pages as `text/plain`. XML is read without
entities, without network and within lxml's own limits; a sitemap ends where it is damaged, and what came before counts.
"""

from __future__ import annotations

import gzip
import io
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawler.crawling.answer import Answer
from crawler.readers.marks import web_address
from crawler.readers.moments import moment_of
from crawler.readers.parsing import parsed
from pipelines.decode import decode
from pipelines.types import Stated

__all__ = ["Link", "Read", "kind_of_body", "read_answer"]

UNPACKED_LIMIT = 64 << 20
"""Bytes of an unpacked sitemap: the protocol allows 50 MB (https://www.sitemaps.org/protocol.html)."""
MOST_LINKS = 50_000
"""In one answer: what the protocol allows a sitemap."""
MOST_TAGS = MOST_SIGNS = 200_000
"""`<` and `=` of a page up to which links are looked for: each can become 300 bytes of memory, and libxml2 compares each attribute
of a tag with all others. 16 MiB of `<p>` took 1.6 GB; the largest articles of encyclopedias have some 100,000."""
MOST_PARTS = 10_000
"""Elements in one entry of a sitemap or a feed, or between two: a page in a hundred languages with a thousand pictures has fewer."""
LARGE = 1 << 20
"""Bytes from which on answers are read one after the other, as each takes some hundred megabytes for a moment."""
LONGEST = 2000
"""Characters of an address: what search engines and servers take."""

_FURNITURE = frozenset({"nav", "footer", "aside", "form"})
_GZIP = b"\x1f\x8b"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_REFRESH = re.compile(r"^\s*(?=[\d.])(\d*)[\d.]*\s*[;,]\s*url\s*=\s*['\"]?([^'\">]+)", re.IGNORECASE)
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_one_large = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address found in an answer."""

    url: str
    kind: str = "page"
    """`page`, `feed`, `sitemap`."""
    text: str = ""
    place: str = "body"
    """`heading`, `body`, `furniture` of a page; `source` in a feed or a sitemap."""
    stated: Stated | None = None
    changed: str | None = None
    """When it was last changed, as a sitemap says: ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What stands in an answer."""

    kind: str
    """`page`, `feed`, `sitemap`, or `other` for what no page of text is in."""
    links: tuple[Link, ...] = ()
    directives: tuple[str, ...] = ()
    """Of `noindex`, `noarchive`, `nofollow`, `tdm-reservation`."""
    leads_to: str | None = None
    """Where the page sends its readers at once."""
    is_cut: bool = False
    """Whether a sitemap names more than was read."""


def read_answer(answer: Answer, *, links: bool = True) -> Read:
    """All that stands in an answer; runs in a thread, as a large page takes a while.

    Where links of pages are not followed (`links` is False), only the head of a page is read.
    """
    is_large = len(answer.body) > LARGE or answer.body.startswith(_GZIP)
    with _one_large if is_large else nullcontext():
        return _read(answer, _unpacked(answer.body), links=links)


def _read(answer: Answer, body: bytes, *, links: bool) -> Read:
    kind = kind_of_body(answer.content_type, body)
    said = tuple(sorted(_said_in_headers(answer)))
    if kind == "sitemap":
        named = _sitemap(body)
        found = _distinct(named)
        is_cut = len(body) >= UNPACKED_LIMIT or next(named, None) is not None
        return Read(kind=kind, links=found, directives=said, is_cut=is_cut)
    if kind == "feed":
        return Read(kind=kind, links=_distinct(_feed(answer.url, body)), directives=said)
    if kind == "other":
        return Read(kind=kind, directives=said)
    return _page(answer, body, set(said), links=links)


def kind_of_body(content_type: str, body: bytes) -> str:
    """`sitemap`, `feed`, `page` or `other`, by the first bytes."""
    head = _narrow(body[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n")
    start = re.sub(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", b"", head, flags=re.DOTALL | re.IGNORECASE).lstrip()
    root = re.match(rb"<(?:\w+:)?(\w+)", start)
    name = root[1].lower() if root else b""
    if name in {b"urlset", b"sitemapindex"}:
        return "sitemap"
    if name in {b"rss", b"feed", b"rdf"}:
        return "feed"
    if start.startswith(b"{") and b"jsonfeed.org/version" in head:
        return "feed"
    if content_type in {"text/html", "application/xhtml+xml", ""} or name in {b"html", b"head", b"body"}:
        return "page" if b"\0" not in head[:512] else "other"
    return "page" if content_type == "text/plain" else "other"


def _narrow(head: bytes) -> bytes:
    """The beginning of an answer in UTF-8, where it is UTF-16 by its mark or its first sign."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if head.startswith(mark):
            return head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return head


def _unpacked(body: bytes) -> bytes:
    """A `.gz` sitemap as it was before it was packed, cut off at the limit."""
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            return file.read(UNPACKED_LIMIT)
    except (OSError, EOFError, zlib.error):
        return zlib.decompressobj(31).decompress(body, UNPACKED_LIMIT) if len(body) > 18 else b""


def _distinct(links: Iterator[Link]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in links:
        if len(link.url) <= LONGEST:
            found.setdefault(link.url, link)
        if len(found) >= MOST_LINKS:
            break
    return tuple(found.values())


# Sitemaps and feeds


def _name(element: etree._Element) -> str:
    """Without its namespace, and without the prefix of one that nobody declared: `news:title` of a careless sitemap."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _elements(body: bytes, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The elements of these names, each whole, one at a time; ends in silence where the XML is damaged or the next does not come.

    What stands beside them is let go at once: a few kilobytes of gzip hold 15 million empty elements, which took 2 GB.
    """
    events = etree.iterparse(
        io.BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = parts = 0
    try:
        for event, element in events:
            is_wanted = _name(element) in wanted
            if event == "start":
                depth += is_wanted
                parts = 0 if is_wanted else parts + 1
                if parts > MOST_PARTS:
                    return
                continue
            depth -= is_wanted
            if is_wanted:
                yield element
            if is_wanted or not depth:
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError:
        return


def _texts(element: etree._Element) -> dict[str, str]:
    """Name -> text of everything in it; the first of a name counts."""
    found: dict[str, str] = {}
    for inner in element.iter():
        text = (inner.text or "").strip() if isinstance(inner.tag, str) else ""
        if text:
            found.setdefault(_name(inner), text[:LONGEST])
    return found


def _sitemap(body: bytes) -> Iterator[Link]:
    for element in _elements(body, frozenset({"url", "sitemap"})):
        texts = _texts(element)
        url = web_address(texts.get("loc"))
        if not url:
            continue
        changed = moment_of(texts.get("lastmod"))
        stated = _stated(texts.get("title"), texts.get("publication_date"))
        kind = "sitemap" if _name(element) == "sitemap" else "page"
        yield Link(url=url, kind=kind, place="source", stated=stated, changed=changed.isoformat() if changed else None)


def _stated(title: str | None, published: str | None) -> Stated | None:
    when = (published or "").strip() or None
    if when and not re.match(r"\d{4}-\d\d", when):
        moment = moment_of(when)
        when = moment.isoformat() if moment else None
    clean = " ".join((title or "").split()) or None
    return Stated(title=clean, published=when) if clean or when else None


def _feed(base: str, body: bytes) -> Iterator[Link]:
    if _narrow(body[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_feed(base, body)
        return
    for element in _elements(body, frozenset({"item", "entry"})):
        texts = _texts(element)
        address = _item_address(element, texts)
        url = web_address(address, base)
        if url:
            published = texts.get("pubdate") or texts.get("published") or texts.get("date") or texts.get("updated")
            yield Link(url=url, place="source", stated=_stated(texts.get("title"), published))


def _item_address(element: etree._Element, texts: dict[str, str]) -> str | None:
    """The link of an item: RSS's `link`, Atom's `link` without a relation or with `alternate`, a permanent `guid`."""
    for inner in element.iter():
        if _name(inner) == "link":
            relation = inner.get("rel", "alternate")
            address = inner.get("href") if relation == "alternate" else None
            if address := address or (inner.text or "").strip():
                return address
    guid = next((inner for inner in element.iter() if _name(inner) == "guid"), None)
    if guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        return (guid.text or "").strip() or None
    return texts.get("origlink")


def _json_feed(base: str, body: bytes) -> Iterator[Link]:
    value, _fault = parsed(decode(body, "application/json").text)
    items = value.get("items") if isinstance(value, dict) else None
    for item in items if isinstance(items, list) else []:
        address = item.get("url") if isinstance(item, dict) else None
        url = web_address(address, base) if isinstance(address, str) else None
        if url:
            title, published = item.get("title"), item.get("date_published")
            yield Link(
                url=url,
                place="source",
                stated=_stated(*(one if isinstance(one, str) else None for one in (title, published))),
            )


# Pages


def _page(answer: Answer, body: bytes, said: set[str], *, links: bool) -> Read:
    text = decode(body, answer.header("content-type")).text
    if not links and (start := _BODY.search(text)):
        text = text[: start.start()]
    for sign, most in (("<", MOST_TAGS), ("=", MOST_SIGNS)):
        if text.count(sign) > most:
            text = sign.join(text.split(sign, most)[:-1])
    try:
        tree = html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, ValueError, AssertionError):
        return Read(kind="page", directives=tuple(sorted(said)))
    base = answer.url
    if (element := next(tree.iter("base"), None)) is not None:
        base = _joined(base, element.get("href")) or base
    said |= _said_in_page(tree)
    found: list[Link] = list(_alternates(tree, base))
    if links and "nofollow" not in said:
        found += _links(tree, base)
    return Read(
        kind="page", links=_distinct(iter(found)), directives=tuple(sorted(said)), leads_to=_refresh(tree, base)
    )


def _joined(base: str, address: str | None) -> str | None:
    address = (address or "").strip()
    if len(address) <= LONGEST and address.startswith(("/", "http://", "https://")):
        origin = base[: base.find("/", base.find("//") + 2) + 1] or base
        return _on_host(origin, address)
    return _address(base, address) if address else None


@lru_cache(maxsize=8_192)
def _on_host(origin: str, address: str) -> str | None:
    """An address that is the same on every page of a host, as those of menus are."""
    return _address(origin, address)


def _address(base: str, address: str) -> str | None:
    try:
        return web_address(urljoin(base, address))
    except ValueError:
        return None


def _alternates(tree: html.HtmlElement, base: str) -> Iterator[Link]:
    """Feeds that the page names in its head."""
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        if "alternate" in relations and (element.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES:
            url = _joined(base, element.get("href"))
            if url:
                yield Link(url=url, kind="feed", text=element.get("title") or "")
        elif "sitemap" in relations and (url := _joined(base, element.get("href"))):
            yield Link(url=url, kind="sitemap")


def _links(tree: html.HtmlElement, base: str) -> Iterator[Link]:
    """Links in the order of the page, with where they stand: in a heading, in furniture, elsewhere."""
    stack: list[tuple[html.HtmlElement, str]] = [(tree, "body")]
    while stack:
        element, place = stack.pop()
        if not isinstance(element.tag, str):
            continue
        if element.tag in _FURNITURE:
            place = "furniture"
        elif element.tag in _HEADINGS and place != "furniture":
            place = "heading"
        if element.tag in {"a", "area"} and (url := _joined(base, element.get("href"))):
            inside = any(isinstance(inner.tag, str) and inner.tag in _HEADINGS for inner in element)
            text = " ".join("".join(element.itertext()).split())[:300]
            yield Link(url=url.partition("#")[0], text=text, place="heading" if inside and place == "body" else place)
        stack.extend((child, place) for child in reversed(element))


def _refresh(tree: html.HtmlElement, base: str) -> str | None:
    """Where `<meta http-equiv=refresh>` leads within ten seconds: longer ones are pages that reload themselves."""
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(element.get("content") or "")
            if match and int(match[1][:9] or 0) <= 10:
                return _joined(base, match[2]) or match[2].strip()
    return None


# What machines may do


def _said_in_headers(answer: Answer) -> Iterator[str]:
    for name, value in answer.headers:
        if name.lower() == "x-robots-tag":
            yield from _directives(value)
        if name.lower() == "tdm-reservation" and value.strip() == "1":
            yield "tdm-reservation"


def _said_in_page(tree: html.HtmlElement) -> set[str]:
    found: set[str] = set()
    for element in tree.iter("meta"):
        name = (element.get("name") or "").lower()
        if name in {"robots", "copydesk"}:
            found |= set(_directives(element.get("content") or ""))
        if name == "tdm-reservation" and (element.get("content") or "").strip() == "1":
            found.add("tdm-reservation")
    return found


def _directives(value: str) -> Iterator[str]:
    """Of all machines; what is said to one by its name (`googlebot: noindex`) is not for us."""
    if re.match(r"\s*(?!unavailable_after)[\w-]+\s*:", value):
        return
    for word in value.lower().replace(",", " ").split():
        if word in {"noindex", "noarchive", "nofollow"}:
            yield word
        elif word == "none":
            yield from ("noindex", "nofollow")


def host_and_port(url: str) -> str:
    """What requests are paced by."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
