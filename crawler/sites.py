"""What a crawl is told of a site: where it starts, what belongs to it, how often and how gently it is fetched. Fetches nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlsplit

from archive.identity import host_of
from pipelines.version import COPYDESK

__all__ = ["SOURCES", "Archived", "Identity", "Limits", "Politeness", "SiteConfig", "site_from_url"]

SOURCES = ("sitemap", "feed", "links", "list")
"""Ways to find pages: `list` is the start points themselves and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks for the pages."""

    name: str = "copydesk"
    contact: str = ""
    """An address of mail or of the web under which the owner of a site can reach whoever crawls it."""

    @property
    def user_agent(self) -> str:
        """As it is sent; its first word is what robots.txt files know it by."""
        return f"{self.name}/{COPYDESK} (+{self.contact})" if self.contact else f"{self.name}/{COPYDESK}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How gently a host is treated. Times are seconds."""

    delay: float = 1.0
    """Between the beginnings of two requests to one host."""
    connections: int = 1
    robots: bool = True
    """Obey robots.txt, and its crawl-delay."""
    autothrottle: bool = True
    """Wait longer where a host answers slowly."""
    longest_delay: float = 60.0
    """However slow the host or long its crawl-delay."""
    obey_noindex: bool = False
    """Keep no page that says noindex or noarchive."""
    obey_tdm: bool = False
    """Keep no page that reserves text and data mining (https://www.w3.org/community/reports/tdmrep/)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run may take from one site."""

    pages: int = 10_000
    depth: int = 5
    """Links from a start point."""
    seconds: float = 3600.0
    body_bytes: int = 16 << 20
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A web archive to take a site's pages from instead of the site."""

    server: str
    """Address of its CDX server."""
    captures: str = "nearest"
    """`nearest` to `date` for each page, or `all`."""
    date: str | None = None
    kind: str = "wayback"
    """`wayback`, or `commoncrawl`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One site of a crawl."""

    name: str
    start: tuple[str, ...]
    sources: tuple[str, ...] = ("sitemap", "feed", "links")
    include: tuple[str, ...] = ()
    """`*` stands for any signs in an address; where there are some, one has to fit."""
    exclude: tuple[str, ...] = ()
    every: timedelta = timedelta(hours=6)
    politeness: Politeness = field(default_factory=Politeness)
    limits: Limits = field(default_factory=Limits)
    identity: Identity = field(default_factory=Identity)
    rules: str | None = None
    render: bool = False
    archived: Archived | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Sent to this site's own hosts only."""
    allow: tuple[str, ...] = ()
    """Hosts that may be asked though they are private: `localhost:8080`, or `paper.test=127.0.0.1`."""

    @property
    def leeway(self) -> timedelta:
        """How much too early a crawl may begin: turns come by a clock, and what the last one fetched was fetched seconds after it began."""
        return min(self.every / 10, timedelta(minutes=5))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its start points, without `www.`."""
        return frozenset(host for url in self.start if (host := host_of(url)))

    def owns(self, url: str) -> bool:
        """Whether an address is of one of its hosts; with a list of addresses alone every host is."""
        return self.sources == ("list",) or host_of(url) in self.hosts

    def trusts(self, url: str) -> bool:
        """Whether an address may get this site's own headers: of the very server of a start point, and encrypted where that is.

        A redirect to another port, to the plain protocol or to a neighbour's name takes no password with it.
        """
        return self.sources != ("list",) and _server_of(url) in {
            server for start in self.start for server in (_server_of(start), _encrypted(_server_of(start)))
        }

    def wants(self, url: str) -> bool:
        """Whether a page is to be fetched, as far as its address says."""
        if not self.owns(url) or any(_fits(pattern, url) for pattern in self.exclude):
            return False
        return not self.include or any(_fits(pattern, url) for pattern in self.include)


def site_from_url(url: str, defaults: SiteConfig | None = None) -> SiteConfig:
    """A site that somebody named by one address of it; ValueError if that is none of the web.

    >>> site_from_url("https://www.paper.example/news").name
    'paper.example'
    """
    host = host_of(url)
    if urlsplit(url).scheme not in {"http", "https"} or not host:
        raise ValueError(f"{url} is no address of the web")
    return replace(defaults or SiteConfig(name="", start=()), name=host, start=(url,))


def _fits(pattern: str, url: str) -> bool:
    """Of parts in order; a pattern without `*` fits where it stands in the address."""
    parts = [part for part in pattern.split("*") if part] if "*" in pattern else [pattern]
    at = 0
    for number, part in enumerate(parts):
        found = url.find(part, at)
        if found < 0 or (number == 0 and "*" in pattern and not pattern.startswith("*") and found > 0):
            return False
        at = found + len(part)
    return not re.search(r"[^*]$", pattern) or "*" not in pattern or url.endswith(parts[-1])


def _server_of(url: str) -> tuple[str, str | None, int | None] | None:
    """Protocol, host and port of an address; None for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, host_of(url), port) if port else None


def _encrypted(server: tuple[str, str | None, int | None] | None) -> tuple[str, str | None, int | None] | None:
    """The same server by its encrypted protocol: most sites lead there from the plain one."""
    return ("https", server[1], 443) if server and server[::2] == ("http", 80) else server
