"""What can be seen of a page's type: its address, what it declares, how it is built. Decides nothing.

Signs are numbers from 0 to 1 under readable names, so that the model's weights can be read. They are of three
families: `url` (words of the address), `says` (JSON-LD, microdata, Open Graph, generator) and `built` (how much
prose, links, prices, times, like parts there are). None of them depends on the language of the text; the words of
addresses and class names are the English ones of content systems, which sites of all languages use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from math import log10
from urllib.parse import unquote, urlsplit

from pipelines.html.comment_items import is_signed
from pipelines.html.places import Page, Place
from pipelines.metadata import Metadata
from pipelines.vocabulary import Vocabulary

__all__ = ["Signs", "is_front_address", "live_evidence", "signs_of"]

Signs = Mapping[str, float]

_PATH_WORDS = {
    "forum": "forum forums thread threads topic topics viewtopic showthread discussion discussions discuss question questions t"
    " r comments board boards community communities answers qna msg posts",
    "product": "product products p item itm dp pd sku shop store buy listing listings parts",
    "collection": "collection collections category categories c cat shop store products catalog departments department browse s"
    " b brand brands sale gifts all",
    "documentation": "doc docs documentation manual reference api guide guides tutorial wiki learn stable latest man lang spec"
    " kb sdk library html",
    "listing": "tag tags topic topics category section author authors archive archives search latest directory events jobs"
    " list results browse index page explore",
    "article": "news article articles story stories post posts blog blogs insights opinion politics world magazine learn"
    " resources press health sport sports business features columns a",
    "service": "service services solutions solution pricing features about platform plans consulting locations home"
    " contact products",
}
"""Words of paths, by what they are common for; a word may stand in several lists, the model weighs them."""
_HOST_WORDS = {
    "forum": "forum forums community discuss discourse talk boards answers stackexchange reddit lemmy",
    "documentation": "doc docs developer developers api help support learn man wiki readthedocs github kb",
    "shop": "shop store buy",
    "article": "blog blogs news magazine",
}
_FAMILIES = {
    "news": "newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle",
    "article": "article blogposting report scholarlyarticle medicalscholarlyarticle",
    "documentation": "techarticle apireference howto",
    "forum": "discussionforumposting qapage question answer socialmediaposting comment",
    "product": "product productgroup individualproduct vehicle book",
    "offer": "offer aggregateoffer",
    "list": "itemlist collectionpage searchresultspage offercatalog",
    "service": "service localbusiness professionalservice softwareapplication webapplication faqpage",
    "event": "event",
    "crumbs": "breadcrumblist",
}
"""Types of schema.org that say the same."""
_GENERATORS = {
    "forum": re.compile(r"discourse|phpbb|vbulletin|xenforo|invision|mybb|smf|nodebb|flarum|vanilla|khoros|lithium|lemmy"),
    "documentation": re.compile(r"docusaurus|sphinx|mkdocs|mdbook|gitbook|vitepress|vuepress|doxygen|javadoc|rustdoc|starlight"),
    "shop": re.compile(r"woocommerce|shopify|magento|prestashop|opencart|bigcommerce"),
}  # fmt: skip
_NAMES = {
    "cart": re.compile(r"add-?to-?(?:cart|basket|bag)|buy-?(?:now|box|button)|\bpdp\b|product-?(?:form|info|detail|single|main)|sku"),
    "products": re.compile(r"product-?(?:card|item|tile|grid|list|teaser)|grid-?product|card-?product|\bplp\b|facets?\b|collection"),
    "posts": re.compile(r"(?:^|\W)(?:message|post)-?(?:body|content|text|inner|author|date|user|cell)|thread|topic|reply|replies|signature|crawler-post"),
    "docs": re.compile(r"docs?-|toctree|sidebar-?(?:nav|toc|menu)|on-?this-?page|table-?of-?contents|highlight|code-?block|prev-?next"),
    "teasers": re.compile(r"teaser|story-?card|card-?(?:title|headline)|entry-?summary|post-?(?:card|item|list|preview)|article-?(?:card|item|list)"),
    "article": re.compile(r"article-?(?:body|content|text|header)|entry-?(?:content|title|header)|post-?(?:content|title|header)|story-?(?:body|content)|byline|article__"),
    "hero": re.compile(r"hero|testimonial|cta\b|pricing|feature-?(?:s|list|card|block)|banner|logos?-?(?:wall|grid|list)"),
}  # fmt: skip
_SIGNS = tuple(_NAMES)
_NAMED = Vocabulary([pattern.pattern for pattern in _NAMES.values()], [pattern.search for pattern in _NAMES.values()])
_PRICE = re.compile(r"[$€£¥₹₺₽₩฿₫]\s?\d|\d\s?(?:[€£₺₽₩฿₫]|(?:zł|kr|lei|USD|EUR|RON|CHF)\b)")
_FILE = re.compile(r"\.(?:html?|php|aspx?)$")
_DATE = re.compile(r"/(?:19|20)\d\d/(?:\d\d?|[a-z]{3})/")
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_INDEX = re.compile(r"^(?:index|home|default|main|start)?(?:\.(?:html?|php|aspx?|jsp))?$", re.IGNORECASE)
_COUNTING = re.compile(r"(?:utm_\w+|[a-z]*clid|srsltid|ref|source|from|via|lang|hl)(?:=|$)")
_MOST_NAMES = 40
"""Class words of one place that are looked at."""


def signs_of(page: Page, metadata: Metadata, url: str | None) -> Signs:
    """All signs of a page; one that is missing counts as 0."""
    found = {**_address(url or metadata.canonical_url), **_declared(metadata), **_microdata(page), **_built(page)}
    return {name: round(value, 4) for name, value in found.items() if value}


def is_front_address(url: str | None) -> bool:
    """True for the address of a site's front page: no path, or a language or an index file alone.

    A query or a route behind `#` names a page of its own (`/?p=12`, `/#!/bees`), unless it only counts visits.

    >>> is_front_address("https://comb.example/de/?utm_source=mail"), is_front_address("https://comb.example/?p=12")
    (True, False)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    steps = [step for step in parts.path.split("/") if step]
    if parts.fragment[:1] in ("!", "/") or not all(_COUNTING.match(field) for field in parts.query.split("&") if field):
        return False
    if steps and _LANGUAGE.match(steps[0]):
        steps = steps[1:]
    return bool(url) and (not steps or (len(steps) == 1 and bool(_INDEX.match(steps[0]))))


def _address(url: str | None) -> dict[str, float]:
    try:
        parts = urlsplit((url or "").lower())
        host = parts.hostname or ""
    except ValueError:
        return {}
    if not host:
        return {"url:none": 1.0}
    path = unquote(parts.path)
    steps = [step for step in path.split("/") if step]
    words = {word for step in steps for word in re.split(r"[^\w]+", _FILE.sub("", step))} if len(steps) < 30 else set()
    whole = {_FILE.sub("", step) for step in steps}
    last = _FILE.sub("", steps[-1]) if steps else ""
    found = {f"url:{kind}": float(bool(whole & listed)) for kind, listed in _PATH_SETS.items()}
    found |= {f"url:in-{kind}": float(bool((words - whole) & listed)) for kind, listed in _PATH_SETS.items()}
    labels = set(re.split(r"[.-]", host))
    found |= {f"url:host-{kind}": float(bool(labels & listed)) for kind, listed in _HOST_SETS.items()}
    return found | {
        "url:front": float(is_front_address(url)),
        "url:depth": min(1.0, len(steps) / 5),
        "url:one-step": float(len(steps) == 1),
        "url:slug": min(1.0, len(re.findall(r"[-_]", last)) / 8),
        "url:long-slug": float(len(re.findall(r"[-_]", last)) >= 4),
        "url:one-word": float(bool(last) and last.isalpha()),
        "url:number": float(bool(re.search(r"\d{4,}", last))),
        "url:date": float(bool(_DATE.search(path + "/"))),
        "url:query": float(bool(parts.query)),
        "url:ends-in-slash": float(path.endswith("/") and len(steps) > 0),
        "url:file": float(bool(_FILE.search(path))),
    }


_PATH_SETS = {kind: frozenset(words.split()) for kind, words in _PATH_WORDS.items()}
_HOST_SETS = {kind: frozenset(words.split()) for kind, words in _HOST_WORDS.items()}
_TYPE_FAMILY = {name: family for family, names in _FAMILIES.items() for name in names.split()}


def _declared(metadata: Metadata) -> dict[str, float]:
    own = {_TYPE_FAMILY.get(t.lower()) for t in metadata.types}
    all_types = Counter(_TYPE_FAMILY.get(t.lower()) for t in metadata.all_types)
    og = metadata.open_graph_type
    found = {f"says:own-{family}": float(family in own) for family in _FAMILIES}
    found |= {f"says:{family}": float(family in all_types) for family in _FAMILIES}
    found |= {f"says:many-{family}": float(all_types[family] > 3) for family in ("news", "article", "product", "forum")}
    found |= {f"says:og-{kind}": float(og.startswith(kind)) for kind in ("article", "product", "website")}
    found |= {f"says:by-{kind}": float(bool(p.search(metadata.generator))) for kind, p in _GENERATORS.items()}
    trusted = {origin.field: origin.confidence for origin in metadata.origins}
    return found | {
        "says:no-og-type": float(not og),
        "says:authors": trusted.get("authors", 0.0),
        "says:published": trusted.get("published", 0.0),
        "says:modified": trusted.get("modified", 0.0),
        "says:section": float(metadata.section is not None),
        "says:no-title-h1": float(trusted.get("title", 0.0) < 0.9),
    }


def _microdata(page: Page) -> dict[str, float]:
    kinds = Counter(place.kind for place in page.places if "schema.org" in place.kind)
    families: Counter[str] = Counter()
    for kind, count in kinds.items():
        for word in kind.split():
            if "schema.org/" in word:
                families[_TYPE_FAMILY.get(word.rsplit("/", 1)[-1], "other")] += count
    return {f"says:item-{family}": min(1.0, count / 3) for family, count in families.items() if family != "other"}


def _built(page: Page) -> dict[str, float]:
    shown = [block for block in page.blocks if not block.hidden]
    letters = sum(len(b.text) for b in shown)
    prose = sum(len(b.text) for b, runs in zip(page.blocks, page.running, strict=True) if runs)
    roles = Counter(block.role for block in shown)
    names: Counter[str] = Counter()
    for some, count in Counter(place.names for place in page.places).items():
        names.update(dict.fromkeys(_named(some[:_MOST_NAMES]), count))
    code = sum(len(b.text) for b in shown if b.role == "code")
    marks = [mark for block in shown for mark in block.marks]
    prices = sum(1 for b in shown if len(b.text) < 60 and _PRICE.search(b.text))
    groups = _groups(page)
    longest = max((len(b.text) for b, runs in zip(page.blocks, page.running, strict=True) if runs), default=0)
    found = {f"built:{sign}": _some(count) for sign, count in names.items()}
    return found | {
        "built:letters": _size(letters, 5),
        "built:prose": _size(prose, 5),
        "built:prose-share": prose / max(1, letters),
        "built:running-share": sum(page.running) / max(1, len(shown)),
        "built:paragraphs": _some(sum(page.running)),
        "built:longest": _size(longest, 4),
        "built:linked-share": sum(min(b.linked, len(b.text)) for b in shown) / max(1, letters),
        "built:headings": _some(roles["heading"]),
        "built:linked-headings": _some(sum(b.role == "heading" and b.link_density > 0.5 for b in shown)),
        "built:list-items": _some(roles["list-item"]),
        "built:table-rows": _some(roles["table-row"]),
        "built:code": _size(code, 4),
        "built:prices": _some(prices),
        "built:many-prices": float(prices > 8),
        "built:times": _some(sum(mark.tag == "time" for mark in marks)),
        "built:like-parts": _some(max(map(len, groups), default=0)),
        "built:like-prose": _like_prose(page, groups, prose),
        "built:few-blocks": float(len(shown) < 40),
    }  # fmt: skip


def _some(count: int) -> float:
    """A count on a scale where the first few matter most: 0, .15 (1), .5 (10), 1 (100 and more)."""
    return min(1.0, log10(1 + count) / 2)


def _size(letters: int, digits: int) -> float:
    return min(1.0, log10(1 + letters) / digits)


@lru_cache(maxsize=16_384)
def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    line = " ".join(names)[:300].lower().replace("_", "-")
    return tuple(_SIGNS[at] for at in sorted(_NAMED.found_in(line)))


def _like_prose(page: Page, groups: list[list[Place]], prose: int) -> float:
    """The largest share of the prose that stands in parts of one name: posts of a thread, entries of a list."""
    best = 0
    sizes = (len(block.text) if runs else 0 for block, runs in zip(page.blocks, page.running, strict=True))
    before = list(accumulate(sizes, initial=0))
    for group in groups:
        if len(group) < _FEWEST_PARTS:
            continue
        inside, end = 0, 0
        for place in group:
            if place.first >= end:
                inside += before[place.last] - before[place.first]
                end = place.last
        best = max(best, inside)
    return best / max(1, prose)


_FEWEST_PARTS = 3


def _groups(page: Page) -> list[list[Place]]:
    """Elements of one name that hold two blocks or more, together."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in page.places:
        if place.last - place.first > 1 and place.names:
            found.setdefault((place.tag, place.names[0].rstrip("0123456789")), []).append(place)
    return list(found.values())


_LIVE_WORDS = frozenset("live liveblog live-blog livenews liveticker live-ticker ticker live-updates live-news endirect en-direct"
                        " direct direto ao-vivo ao_vivo en-vivo envivo en-directo diretta canli-anlatim online-text".split())  # fmt: skip
_LIVE_SLUG = re.compile(r"(?:^|-)(?:live-(?:updates?|blog|news|ticker|coverage|reporting)|live-?blog|live-?ticker|en-direct|en-vivo|ao-vivo|"
                        r"em-direto|in-diretta|canli-(?:blog|anlatim))(?:-|$)|^live-|-live$")  # fmt: skip
_LIVE_ENTRIES = 6
"""Times in the page's parts from which an address that says `live` is believed."""


def live_evidence(page: Page, metadata: Metadata, url: str | None) -> str:
    """What says that the page is a running report: its own declaration, or its address and many entries with a time."""
    if "liveblogposting" in {t.lower() for t in metadata.types}:
        return "json-ld LiveBlogPosting"
    if any("schema.org/liveblogposting" in place.kind for place in page.places):
        return "itemtype LiveBlogPosting"
    try:
        steps = [_FILE.sub("", step) for step in urlsplit((url or "").lower()).path.split("/") if step]
    except ValueError:
        return ""
    if not any(step in _LIVE_WORDS or _LIVE_SLUG.search(step) for step in steps):
        return ""
    times = sum(map(is_signed, page.blocks))
    prose = sum(page.running)
    return "address and entries with times" if times >= _LIVE_ENTRIES and prose >= _LIVE_ENTRIES else ""
