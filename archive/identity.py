"""Which captures are the same article, what it is called for ever, and which site it belongs to. No I/O.

Identity is the address in canonical form, or the source for a page that has none. Two pages must
never become one by it, while the same page under two spellings should, so only what cannot name
another page is folded away: scheme (http or https), case of the host, default ports, user names,
escapes, dot segments, the order of different query parameters, fragments (except those that
single-page sites route by), and parameters on a short list that only track the visitor.
courlan's list is not used: it drops `source`, `uid` and `session`, which name pages on some sites.
The canonical address a page claims for itself is not used either: it may point anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import SplitResult, quote_plus, unquote_to_bytes, urljoin, urlsplit

from w3lib.url import canonicalize_url

from archive.sound import sound_name
from pipelines.types import Provenance

__all__ = ["canonical", "host_of", "permalink", "site_of", "source_identity", "url_identity"]

PERMALINK_LENGTH = 12
"""60 bits of base32: two of a million articles share one by chance once in two million archives."""

_TRACKING = re.compile(
    r"(?:utm|mtm|pk|itm)_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|"
    r"mc_[ce]id|_ga|_gl|mkt_tok|oly_(?:anon|enc)_id|vero_(?:id|conv)|jsessionid|phpsessid|aspsessionid\w*",
    re.IGNORECASE,
)
"""Parameters that name a visitor, a campaign or a session, never a page."""

_PATH_SESSION = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)
_ROUTED = ("!", "/")
"""Fragments that begin so are the page's own address on single-page sites."""


def canonical(url: str) -> str:
    """The address with everything folded that cannot name another page.

    >>> canonical("HTTP://Example.COM:80/a/./b?utm_source=x&b=2&a=1#top")
    '//example.com/a/b?a=1&b=2'
    """
    try:
        return _canonical(url.strip())
    except (ValueError, UnicodeError):  # no address at all: it is its own name
        return sound_name(url)


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return sound_name(url)
    path = _PATH_SESSION.sub("", urljoin("//host", parts.path or "/").removeprefix("//host"))
    fragment = parts.fragment if parts.fragment.startswith(_ROUTED) else ""
    plain = SplitResult("http", _host_and_port(parts), path, "", fragment)
    address, hash_sign, route = canonicalize_url(plain.geturl(), keep_fragments=True).partition("#")
    query = _query(parts.query)
    return address.removeprefix("http:") + (f"?{query}" if query else "") + hash_sign + route


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    return host if parts.port in {None, default} else f"{host}:{parts.port}"


def _query(query: str) -> str:
    """Parameters sorted by name; equal names keep their order, as the last may be the one that counts."""
    fields = [_field(field) for field in query.split("&") if field]
    return "&".join(f"{name}={value}" for name, value in sorted(fields, key=_name) if not _TRACKING.fullmatch(name))


def _field(field: str) -> tuple[str, str]:
    name, _, value = field.replace("+", " ").partition("=")
    return quote_plus(unquote_to_bytes(name)), quote_plus(unquote_to_bytes(value))


def _name(field: tuple[str, str]) -> str:
    return field[0]


def url_identity(url: str) -> str:
    """The identity of an article that has an address."""
    return canonical(url)


def source_identity(source: str, digest: str | None = None) -> str:
    """The identity of an article that has no address: where it was read from, and from which bytes if that does not do."""
    return f"source:{source}" if digest is None else f"source:{source} {digest}"


def permalink(identity: str, length: int = PERMALINK_LENGTH) -> str:
    """The short name of an article: lower-case base32 of the identity's digest.

    >>> permalink("//example.com/a/b")
    'nfgmxseakuzi'
    """
    digest = hashlib.sha256(identity.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:length]


def site_of(url: str | None, provenance: Provenance) -> str:
    """The site's key: the host without `www.`, or `folder:PATH` for a page that names no address.

    >>> site_of(None, Provenance(source="news/monday/1.txt"))
    'folder:news/monday'
    >>> site_of("https://www.example.com/a", Provenance(source="1.html"))
    'example.com'
    """
    host = host_of(url)
    if host:
        return host
    source = sound_name(provenance.source)
    # A file of many pages is the folder of its pages.
    folder = source if provenance.offset is not None else source.rpartition("/")[0]
    return f"folder:{folder or '.'}"


def host_of(url: str | None) -> str | None:
    """The host without `www.`; None where there is none."""
    try:
        host = urlsplit((url or "").strip()).hostname
        return host.rstrip(".").encode("idna").decode().removeprefix("www.") if host else None
    except (ValueError, UnicodeError):
        return None
