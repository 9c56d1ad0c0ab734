"""Where a link leads, as far as its address says: to a place where a medium is followed, written to, subscribed or listed.

Leaves out what stands in the link and what follows from it. Theory of operation. Hosts of networks are a closed list; what
stands behind them is read by its form, and that is the same for readers of all languages: a name alone is an account
(`t.me/kelmouthtide`), a name and a number is one post of it (`t.me/kelmouthtide/123`), which an article may tell of. On the
site itself it is the words of the path that templates are written with (`/newsletter`, `/abo`, `/author/`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

__all__ = ["Target", "site_of", "target_of"]

CACHED = 20_000
"""Addresses that are remembered: a site's own stand on each of its pages."""
LONGEST = 300
"""Characters of an address that are looked at."""

ACCOUNT, POST, SHARE, APP, MAIL, OWN, OTHER = "account", "post", "share", "app", "mail", "own", "other"
"""Kinds of targets. `own` is the site itself, `mail` a letter, a call or a message to somebody."""
SUBSCRIBE, LIST, AUTHOR = "subscribe", "list", "author"
"""Pages of a site that are no articles: where one signs up or in; a topic, a tag, a section; all of an author."""


class Target(NamedTuple):
    """Where a link leads."""

    kind: str
    name: str = ""
    """Whose account, which app, which host of a letter: in small letters, none where the address does not say."""


_CHANNELS = frozenset(
    "t.me telegram.me telegram.dog telegram.im whatsapp.com chat.whatsapp.com invite.viber.com line.me lin.ee page.line.me "
    "news.google.com discord.gg discord.com vb.me connect.viber.com pf.kakao.com zalo.me ble.ir rubika.ir eitaa.com splus.ir max.ru".split()
)
"""Messengers and readers of news in which a medium has a channel."""
_NETWORKS = frozenset(
    "facebook.com fb.com fb.me instagram.com twitter.com x.com youtube.com tiktok.com linkedin.com pinterest.com threads.net "
    "threads.com bsky.app vk.com vk.ru ok.ru dzen.ru zen.yandex.ru rutube.ru weibo.com flipboard.com reddit.com snapchat.com tumblr.com "
    "truthsocial.com gab.com xing.com soundcloud.com open.spotify.com podcasts.apple.com podcasts.google.com music.apple.com "
    "deezer.com castbox.fm twitch.tv kwai.com sharechat.com dailyhunt.in post.naver.com blog.naver.com tv.naver.com".split()
)
_STORES = frozenset(
    "apps.apple.com itunes.apple.com play.google.com appgallery.huawei.com galaxystore.samsung.com cafebazaar.ir onelink.to "
    "apps.microsoft.com appgallery.cloud.huawei.com myket.ir apps.rustore.ru".split()
)
_DEEP = frozenset(("news.google.com", "reddit.com", "discord.com"))
"""Where one step more leads to an account."""
_CALLS = frozenset(("wa.me", "api.whatsapp.com", "m.me", "signal.me"))
"""Where one writes to somebody."""
_SHARE = re.compile(
    r"/(?:shar(?:e|er|ing)(?:\.php)?|intent|dialog|sharer|submit|sharearticle|bookmarklet|pin/create|share_?url|plugins)(?:[/?]|$)"
    r"|^/?\?text=|[?&](?:u|url|text|link)=http",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^/(?:c/)?[^/]+/\d+/?$|/(?:p|reel|reels|tv|status(?:es)?|posts?|videos?|photos?|watch|shorts|live|story\.php|permalink\.php|"
    r"events|groups/[^/]+/(?:posts|permalink)|clip|playlist|episode|track|comments|pulse|article|permalink|pin|embed)(?:[/?]|\.php|$)"
    r"|^/wall|^/photo|^/video|\?v=",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"^/(?:s/|c/|channel/|user/|company/|in/|profile/|pages/|pg/|groups/|public/|show/|publications/|joinchat/|\+|@|add/|u/|people/|R/ti/p/|invite/)*"
)
_SUBSCRIBE = re.compile(
    r"(?:^|[/_.-])(?:newsletters?|abo|abos|abonn\w*|abbona\w*|subscri\w*|suscri\w*|assin(?:e|ar|atura)\w*|prenumer\w*|tilaa|predplat\w*|pretplat\w*|"
    r"log-?in|sign-?(?:in|up)|signon|anmeld\w*|register|registro|registrieren|account|membership|members?hip|donat\w*|donar|spenden|don|dons|"
    r"support-us|apoie|apps?|mobile-?apps?|download-?app|epaper|e-paper|offer|offers|pricing|paywall|mitglied\w*|mailing-?list)(?:$|[/_.?-])",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"/(?:tags?|topics?|themen?|thema|tema|temas|temi|theme|themes|sujets?|dossiers?|rubri[ck]\w*|section|sections|categor\w*|kategori\w*|"
    r"label|labels|etiquetas?|etiketa?|hashtag|keyword|search|archives?|collections?|series?|sujet|ressort|seccion|konu|etiket|stichwort|t)/",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"/(?:authors?|autor(?:es|en)?|autores?|auteurs?|autori|autore|yazar(?:lar)?|columnists?|contributors?|people|profil|profiles?|"
    r"staff|reporters?|journalists?|writers?|by|firmas?|penulis|tacgia|tac-gia|skribent|forfatter|byline|redakteure?)/",
    re.IGNORECASE,
)
_SECOND_LEVELS = frozenset("co com org net gov gob edu ac or ne go gen web info".split())
_SUBDOMAINS = re.compile(r"^(?:www\d?|m|mobile|web|ww2|amp)\.(?=[^.]+\.)")


def site_of(host: str) -> str:
    """A host without what is in front of the name that was registered, as far as it can be told without a list.

    >>> site_of("www.tide.co.uk"), site_of("img.tide.org"), site_of("tide.org")
    ('tide.co.uk', 'tide.org', 'tide.org')
    """
    parts = host.lower().rstrip(".").split(".")
    long = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVELS
    return ".".join(parts[-3:] if long else parts[-2:])


@lru_cache(maxsize=CACHED)
def target_of(address: str, site: str) -> Target:
    """Where a link of a site leads; `site` is empty where a page does not say where it comes from."""
    address = address[:LONGEST].strip()
    if address.startswith(("mailto:", "tel:", "sms:", "whatsapp:", "viber:")):
        host = address.partition("?")[0].rpartition("@")[2] if address.startswith("mailto:") else ""
        return Target(MAIL, site_of(host))
    try:
        split = urlsplit(address)
        host = _SUBDOMAINS.sub("", (split.hostname or "").lower())
    except ValueError:  # an address that is none: "http://[home"
        return Target(OTHER)
    path = split.path + (f"?{split.query}" if split.query else "")
    if address.startswith("#"):
        return Target(OTHER)
    if not host:
        return _own(path) if split.scheme in ("", "http", "https") else Target(OTHER)
    if site and site_of(host) == site:
        return _own(path)
    return _outside(host, path)


def _own(path: str) -> Target:
    for kind, pattern in ((SUBSCRIBE, _SUBSCRIBE), (AUTHOR, _AUTHOR), (LIST, _LIST)):
        if pattern.search(path):
            return Target(kind)
    return Target(OWN) if path.strip("/") else Target(LIST)


def _outside(host: str, path: str) -> Target:
    if host in _STORES:
        return Target(APP, path.lower())
    if host in _CALLS:
        return Target(SHARE) if _SHARE.search(path) or "text=" in path else Target(MAIL)
    if host in _CHANNELS or host in _NETWORKS:
        return Target(_kind_on_network(host, path), _named(path))
    return Target(OTHER, host)


def _kind_on_network(host: str, path: str) -> str:
    if _SHARE.search(path):
        return SHARE
    bare = path.partition("?")[0]
    if host == "whatsapp.com":
        return ACCOUNT if bare.startswith("/channel/") else OTHER
    if _POST.search(path):
        return POST
    rest = _FRONT.sub("", bare, count=1).strip("/")
    return ACCOUNT if rest.count("/") <= (host in _DEEP) else POST


def _named(path: str) -> str:
    return _FRONT.sub("", path.partition("?")[0], count=1).strip("/@").partition("/")[0].lower()
