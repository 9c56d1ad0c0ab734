"""JSON-LD out of a page: parsed, repaired where that is cheap, and the one node that is the page's article.

Pages carry several nodes: the article, the site, its publisher, and often other stories (listed, related,
commented on). `article_node` takes the node whose address or headline is the page's own; a node that
contradicts both is another story. Reading stops at limits, so a hostile script costs little.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.metadata.strings import one_line, words_of

__all__ = ["Graph", "article_node", "parse_scripts", "product_text", "same_page"]

Node = dict[str, Any]

_LONGEST_SCRIPT = 2_000_000
_MOST_SCRIPTS = 30
_MOST_NODES = 3_000
_DEEPEST = 12

NEWS_TYPES = frozenset(
    {
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
    }
)
ARTICLE_TYPES = NEWS_TYPES | {
    "article",
    "blogposting",
    "liveblogposting",
    "report",
    "scholarlyarticle",
    "medicalscholarlyarticle",
    "techarticle",
    "apireference",
    "socialmediaposting",
    "discussionforumposting",
}
PRODUCT_TYPES = frozenset({"product", "productgroup", "individualproduct"})
OTHER_WORKS = frozenset(
    {
        "recipe",
        "howto",
        "review",
        "criticreview",
        "creativework",
        "medicalwebpage",
        "faqpage",
        "qapage",
        "itempage",
        "course",
        "podcastepisode",
        "episode",
        "video",
        "videoobject",
        "event",
        "webpage",
        "aboutpage",
    }
)
_STRANGERS = frozenset(
    {
        "itemlistelement",
        "mentions",
        "citation",
        "ispartof",
        "relatedlink",
        "comment",
        "comments",
        "review",
        "reviews",
        "author",
        "publisher",
        "image",
        "blogpost",
        "blogposts",
        "haspart",
        "workexample",
        "significantlink",
        "associatedmedia",
        "isbasedon",
        "subjectof",
        "about",
        "potentialaction",
        "breadcrumb",
        "video",
        "offers",
        "suggestedanswer",
    }
)
"""Keys below which other works stand, not the page's own."""

_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_COMMENT = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of a page in their order, each with the key it stood under, and an index by `@id`."""

    nodes: tuple[tuple[Node, bool], ...] = ()
    """(node, could be the page's article)."""
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: object) -> object:
        """The node behind a reference `{"@id": ...}`, anything else as it is."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value

    def each(self, value: object) -> list[object]:
        """The value as a list of resolved values: JSON-LD writes one as itself and several as a list."""
        values = value if isinstance(value, list) else [value]
        return [self.resolve(v) for v in values[:200] if v is not None]

    def text(self, value: object, *keys: str) -> str:
        """The first text of a value that is a string, a number, a node with one of the keys, or a list of those."""
        for one in self.each(value):
            if isinstance(one, dict):
                found = next((t for t in (self.text(one[k]) for k in (*keys, "@value") if k in one) if t), "")
            else:
                found = one_line(str(one)) if isinstance(one, (str, int)) and not isinstance(one, bool) else ""
            if found:
                return found
        return ""


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types without their vocabulary's address: `NewsArticle`."""
    named = node.get("@type") or node.get("type")
    names = named if isinstance(named, list) else [named]
    return tuple(re.split(r"[/#:]", n)[-1] for n in names[:10] if isinstance(n, str) and n)


def parse_scripts(scripts: Iterable[str]) -> Graph:
    """All nodes of the scripts' texts; a script that is no JSON even after repair gives none."""
    nodes: list[tuple[Node, bool]] = []
    by_id: dict[str, Node] = {}
    for number, script in enumerate(scripts):
        if number >= _MOST_SCRIPTS or len(script) > _LONGEST_SCRIPT:
            continue
        for value in _loads(script):
            for node, own in _walk(value, own=True, depth=0):
                if len(nodes) >= _MOST_NODES:
                    break
                nodes.append((node, own))
                _index(node, by_id)
    return Graph(tuple(nodes), by_id)


def article_node(graph: Graph, addresses: Iterable[str], headline: str) -> Node | None:
    """The node that is the page's article: its address or headline is the page's, or there is no other."""
    known = tuple(a for a in addresses if a)
    scored = [
        (s, -i, node)
        for i, (node, own) in enumerate(graph.nodes)
        if own and (s := _fit(graph, node, known, headline)) > 0
    ]
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def product_text(graph: Graph) -> str | None:
    """The description of the page's only product; lists of products describe none of their own."""
    products = [node for node, own in graph.nodes if own and {t.lower() for t in types_of(node)} & PRODUCT_TYPES]
    told = {str(node["description"]).strip() for node in products if isinstance(node.get("description"), str)}
    return next(iter(told)) if len(told) == 1 and next(iter(told)) else None


def same_page(one: str, other: str) -> bool:
    """True for addresses that differ in scheme, `www.`, query, fragment or a closing slash alone."""
    return bool(one) and _bare(one) == _bare(other)


def _bare(url: str) -> str:
    return re.sub(
        r"^(?:https?:)?//(?:www\.|m\.|amp\.)?", "", re.split(r"[?#]", url.strip().lower(), maxsplit=1)[0]
    ).rstrip("/")


def _fit(graph: Graph, node: Node, addresses: tuple[str, ...], headline: str) -> float:
    """How well a node fits the page: 0 where it is another story, or no written work."""
    types = {t.lower() for t in types_of(node)}
    base = 2.0 if types & NEWS_TYPES else 1.5 if types & ARTICLE_TYPES else 0.5 if types & OTHER_WORKS else 0.0
    if not base:
        return 0.0
    named = [graph.text(node.get(k), "@id", "url") for k in ("url", "mainEntityOfPage", "@id")]
    named = [n for n in named if n.startswith(("http://", "https://", "//"))]
    own_address = any(same_page(n, a) for n in named for a in addresses)
    title = graph.text(node.get("headline")) or graph.text(node.get("name"))
    alike = overlap(title, headline) if title and headline else None
    if named and addresses and not own_address and alike is not None and alike < _SAME_HEADLINE:
        return 0.0
    detail = sum(0.2 for key in ("author", "datePublished", "headline", "articleBody") if node.get(key))
    return base + detail + (1.0 if own_address else 0.0) + (1.0 if (alike or 0.0) >= _SAME_HEADLINE else 0.0)


_SAME_HEADLINE = 0.5
"""Share of words (F1) above which two headlines are the same one, shortened or with the site's name."""


def overlap(one: str, other: str) -> float:
    """Words two lines share, as the harmonic mean of the shares in each."""
    first, second = set(words_of(one)), set(words_of(other))
    common = len(first & second)
    return 2 * common / (len(first) + len(second)) if common else 0.0


def _walk(value: object, *, own: bool, depth: int) -> Iterator[tuple[Node, bool]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _walk(one, own=own, depth=depth + 1)
    elif isinstance(value, dict):
        yield value, own
        for key, below in value.items():
            if isinstance(below, (dict, list)):
                yield from _walk(below, own=own and key.lower() not in _STRANGERS, depth=depth + 1)


def _index(node: Node, by_id: dict[str, Node]) -> None:
    name = node.get("@id")
    if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
        by_id[name] = node


def _loads(script: str) -> list[object]:
    """The script's values; tried as it is, then repaired, then one value after the other."""
    text = _WRAPPED.sub("", script.strip()).strip().rstrip(";")
    for repair in (_same, _without_comments, html.unescape):
        text = repair(text)
        try:
            return [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
    return _values_in(text)


def _same(text: str) -> str:
    return text


def _without_comments(text: str) -> str:
    return _TRAILING_COMMA.sub("", _COMMENT.sub("", text))


def _values_in(text: str) -> list[object]:
    """Values written one after the other, and those before the first fault."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    at = 0
    while len(values) < _MOST_SCRIPTS:
        start = re.compile(r"[{\[]").search(text, at)
        if not start:
            break
        try:
            value, at = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values
