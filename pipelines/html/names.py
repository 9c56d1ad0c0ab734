"""What an element's class, id, role or tag says it holds, as a reason slug; knows nothing of text.

A name is evidence, never a verdict: `related` stands on bodies and whole articles too. The caller
guards (pipelines.html.furniture). Names are read as words, so `relatedPosts`, `related_posts` and
`related-posts` are one; English nearly throughout, for that is what templates are written in everywhere: only
advertisements and captions go by local names on many sites.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.html.places import UNASKED, Place
from pipelines.vocabulary import Vocabulary

__all__ = ["asks_consent", "furniture_of", "named", "names_caption", "names_heading"]

CACHED = 20_000
"""Verdicts that are remembered; a page has about 600 different names, a site repeats them."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[^a-z0-9]+")

_CONSENT_PRODUCT = re.compile(
    r"onetrust|ot-?(?:sdk|pc|flat)|cybot|cookiebot|borlabs|didomi|usercentrics|uc-banner|qc-cmp|truste|trustarc|termly|cky-|"
    r"cookieyes|iubenda-cs|cmplz|axeptio|klaro|osano-cm|fc-consent|sp_message|moove_gdpr|sourcepoint",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "comment-widget",
        (
            r"^(?:(?:post|article|entry|user|reader|fb|facebook|story|the|all|page|view|show|site|wp)-)*comments?(?:-(?:list|area|section|"
            r"wrap|wrapper|container|content|box|block|form|thread|threads|respond|title|count|link|widget|feed|item|wall|module|holder))*$"
            r"|^(?:respond|reply-title|comment-?list|commentlist|disqus.*|dsq-.*|livefyre.*|coral-.*|spot-?im.*|openweb.*|hyvor.*|"
            r"giscus.*|utterances.*|remark42.*|commento.*|isso-.*|cusdis.*|viafoura.*|vf-comments.*|discussion-(?:area|list|thread))$"
        ),
    ),
    (
        "related-stories",
        (
            r"(?:^|-)(?:related|recommend(?:s|ed|ations?|ation)?|recirc(?:ulation)?|read-?(?:more|next|also)|also-?(?:read|like)|"
            r"more-(?:stories|from|news|articles|posts|on|like|in)|(?:you-)?(?:may|might)-(?:also-)?like|most-?(?:read|popular|viewed|"
            r"shared|commented)|popular-?(?:posts?|stories|articles|news)|trending|latest-?(?:news|posts?|stories|articles|headlines)|"
            r"recent-?(?:news|posts?|stories|articles)|up-?next|next-?(?:post|article|story|up)|prev(?:ious)?-?(?:post|article|story)|"
            r"similar-?(?:posts?|articles|stories)|suggest(?:ed|ions)?|yarpp|jp-relatedposts|relatedposts|outbrain|taboola|zergnet|"
            r"teasers?|post-?navigation|further-reading|other-?(?:news|stories|posts|articles)|see-?also|inline-?(?:story|link)s?)(?:-|$)"
        ),
    ),
    (
        "newsletter",
        (
            r"(?:^|-)(?:newsletters?|subscribe|subscribers?(?!-(?:only|preview|content))|subscription|sign-?up|mailchimp|mc-embed|opt-?in|mailing-list|"
            r"email-(?:capture|signup|form)|app-(?:promo|banner|download)|donat(?:e|ion)s?|membership)(?:-|$)"
        ),
    ),
    (
        "share-widget",
        (
            r"(?:^|-)(?:shar(?:e|es|ing|er)|sharedaddy|social|socials|addtoany|addthis|sharethis|a2a|follow-?us|follow-?buttons?|social-follow|heateor|ssba|"
            r"sassy|likes|post-?share|tools?bar|print-?(?:button|link))(?:-|$)"
        ),
    ),
    (
        "author-bio",
        (
            r"(?:^|-)(?:(?:author|writer|contributor)s?-(?:bio|box|info|card|profile|desc|description|details|about|block|section|footer|"
            r"area|module|wrap|wrapper|container)|about-(?:the-)?(?:author|writer)|bio|biography|saboxplugin|abh|"
            r"(?:post|article|entry|single)-author|m-a-box|pp-author.*)(?:-|$)"
        ),
    ),
    (
        "advertisement",
        (
            r"(?:^|-)(?:ads?|adv|advert|adverts|advertisement|advertising|advertorial|adsbygoogle|adsense|ad-?(?:slot|unit|container|"
            r"wrapper|label|block|placement|box|zone)|dfp|gpt|sponsor|sponsored|sponsors|promo|promos|promoted|promotion|promobox|"
            r"cta|ctas|call-?to-?action|banner-?ad|native-?ad|partner-content|affiliate|anzeigen?|werbung|publicite|pub|publicidad|pubblicita|publicidade|"
            r"anuncios?|reklam[ae]?|reklamy|annons(?:e|er)?|annoncer?|inzerce|advertentie|mainos|iklan|hirdetes|diafimisi|koukoku)(?:-|$)"
        ),
    ),
    (
        "tag-list",
        (
            r"(?:^|-)(?:(?:post|entry|article|story)-(?:tags?|topics|keywords|categories)|tags?-?(?:list|cloud|links|wrapper|items?)|"
            r"tagcloud|tags|topics-list|cat-?links)(?:-|$)"
        ),
    ),
    (
        "navigation",
        (
            r"(?:^|-)(?:breadcrumbs?|bread-crumbs?|crumbs|toc|table-of-contents|tableofcontents|menus?|mega-?menu|nav|navbar|navigation|"
            r"pagination|pager|page-?numbers|skip-?(?:link|links|to-content|to-main|nav)|masthead|top-?bar|site-?header|page-?header-nav|"
            r"jump-?(?:to|links?)|anchor-?links|in-this-article|lwptoc|ez-toc.*|dropdown-menu)(?:-|$)"
        ),
    ),
    (
        "cookie-notice",
        r"(?:^|-)(?:cookies?|gdpr|ccpa|consent|onetrust|cmp-(?:banner|container-consent)|cookiebot|borlabs|didomi|usercentrics)(?:-|$)",
    ),
    (
        "paywall-notice",
        r"(?:^|-)(?:pay-?wall|reg-?wall|piano|tp-modal|premium-(?:message|notice|teaser)|meter)(?:-|$)",
    ),
    ("copyright", r"(?:^|-)(?:copyright|colophon|legal|imprint|disclaimer|disclosure|disclosures)(?:-|$)"),
    (
        "form",
        (
            r"(?:^|-)(?:polls?|surveys?|anket[aei]?|sondages?|sondagg[io]|encuestas?|enquetes?|inqueritos?|umfragen?|abstimmung|ankiet[ay]|"
            r"afstemning|avstemning|omrostning|gallup|kysely|szavazas|kusitlus|glasanje|apklausa|aptauja|opros|golosovan(?:ie|nya)|jajak-?pendapat)(?:-|$)"
        ),
    ),
    (
        "media-player",
        r"^(?:yt|youtube|video)(?:-(?:box|embed|wrap|wrapper|container|block|link|teaser))?$|(?:^|-)(?:jw-?player|jwplayer|video-?js|vjs|brightcove|player-?controls|audio-?player|slick-?dots)(?:-|$)",
    ),
    (
        "correction-note",
        r"(?:^|-)(?:report-?(?:error|typo)|corrections?-?(?:note|link)|feedback|was-this-helpful|helpful)(?:-|$)",
    ),
)
_REASONS = tuple(reason for reason, _ in _PATTERNS)
_NAMED = Vocabulary([pattern for _, pattern in _PATTERNS], [re.compile(pattern).search for _, pattern in _PATTERNS])
_CAPTION = re.compile(r"(?:^|[-_\s])(?:caption|img-?_?desc|cutline)", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:^|[-_])(?:h[1-6]|tit(?:le|ulo|re|olo|el)?|(?:sub)?(?:head(?:er|ing|line)?|titl[eo])|titular|rubrik|overskrift|otsikko|"
    r"baslik|naslov|tytul|cim|zag(?:olovok)?)(?:$|[-_\d])",
    re.IGNORECASE,
)
_HOLDS_ARTICLES = frozenset(("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p"))
"""Elements whose names describe the article (its templates, its topics, its headings' anchors), not furniture."""
MOST_WORDS = 4
"""Words of a name; longer ones are made from headings ("what-share-of-adolescents-report")."""
_TAGS = {"nav": "navigation", "menu": "navigation", "form": "form", "button": "form", "select": "form", "label": "form",
         "fieldset": "form", "textarea": "form", "option": "form", "footer": "navigation"}  # fmt: skip
_KINDS = (("navigation", "navigation"), ("breadcrumb", "navigation"), ("search", "form"),
          ("contentinfo", "navigation"), ("banner", "navigation"))  # fmt: skip
UTILITY = re.compile(r"^(?:is|has|js|u|wp|no|not|with|sm|md|lg|xl)-|:|\[")
"""Names that switch something on (`has-related`, `md:share`) say nothing about what an element holds."""


@lru_cache(maxsize=CACHED)
def asks_consent(names: tuple[str, ...]) -> bool:
    """One of the names begins as those do that a consent product gives its own elements: no article stands in them."""
    return any(map(_CONSENT_PRODUCT.match, names))


def names_caption(names: str) -> bool:
    """The names of an inline element say that it holds a caption."""
    return _CAPTION.search(names) is not None


@lru_cache(maxsize=CACHED)
def names_heading(name: str) -> bool:
    """A name says that its element is printed as a heading, in the languages of many templates."""
    return _HEADING.search(name) is not None


def furniture_of(place: Place) -> str | None:
    """The reason slug that an element's own names speak for, or None."""
    if place.furniture is UNASKED:
        by_kind = _by_kind(place.kind) if place.kind else None
        place.furniture = by_kind if place.tag in _HOLDS_ARTICLES or not place.names else named(place.names) or by_kind
    return place.furniture


@lru_cache(maxsize=CACHED)
def named(names: tuple[str, ...]) -> str | None:
    """The first reason one of the names speaks for; the first name counts before the second."""
    return next((reason for reason in map(_reason, names) if reason), None)


@lru_cache(maxsize=CACHED)
def _reason(name: str) -> str | None:
    """What one name speaks for: sites combine a few hundred names in thousands of ways."""
    if UTILITY.search(name):
        return None
    # what follows "--" is a variant of the element ("node--promoted"), not what it is
    plain = name.partition("--")[0]
    plain = plain if plain.islower() else _HUMP.sub("-", plain).lower()
    if not (plain.isascii() and plain.replace("-", "").isalnum()):
        plain = _GAP.sub("-", plain)
    plain = plain.strip("-")
    if plain.count("-") >= MOST_WORDS:
        return None
    found = _NAMED.found_in(plain)
    return _REASONS[min(found)] if found else None


def by_tag(place: Place) -> str | None:
    """What the element itself is for; too weak to take text away, good enough as a reason."""
    return _TAGS.get(place.tag)


def _by_kind(kind: str) -> str | None:
    return next((reason for word, reason in _KINDS if word in kind), None)
