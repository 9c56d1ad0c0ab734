"""Which of the addresses in an answer are entered, and how likely each is: from links to addresses of the frontier. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from archive.frontier import Address, Entry
from crawler.crawling.archived import CDX, MEMENTO, list_addresses
from crawler.crawling.likely import is_asset, likelihood
from crawler.crawling.reading import Link, Read
from crawler.readers.moments import moment_of
from crawler.sites import SiteConfig

__all__ = ["Finder", "is_trap", "moved_to", "seeds"]

START, FEED, SITEMAP, STATED, REDIRECT = 1000.0, 950.0, 900.0, 600.0, 990.0
"""Priorities. A page stands between 0 and 800, whatever speaks for it."""

LONGEST_PATH = 1000
MOST_STEPS = 20
FRESH_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """What is known when links are looked at."""

    site: SiteConfig
    now: datetime
    learned: Mapping[str, float] = field(default_factory=dict)
    """Shape of addresses -> share of them that are articles."""

    def addresses(self, entry: Entry, read: Read) -> Iterator[Address]:
        """What is entered of the links in an answer; each once."""
        for link in read.links:
            if made := self._address(entry, read.kind, link):
                yield made

    def _address(self, entry: Entry, kind: str, link: Link) -> Address | None:
        wanted = {"feed": "feed", "sitemap": "sitemap"}.get(
            link.kind, {"feed": "feed", "sitemap": "sitemap"}.get(kind, "links")
        )
        if wanted not in self.site.sources or is_trap(link.url):
            return None
        if link.kind in {"feed", "sitemap"}:
            # these may lie on a host of their own; what they name is looked at one by one
            priority = FEED if link.kind == "feed" else SITEMAP
            return Address(url=link.url, kind=link.kind, priority=priority, depth=entry.depth, found_on=entry.url)
        depth = entry.depth + 1 if kind == "page" else entry.depth
        if not self.site.wants(link.url) or is_asset(link.url) or depth > self.site.limits.depth:
            return None
        return Address(
            url=link.url,
            priority=self._priority(link, kind, depth),
            depth=depth,
            found_on=entry.url,
            stated=link.stated,
        )

    def _priority(self, link: Link, kind: str, depth: int) -> float:
        likely = likelihood(link.url, text=link.text, place=link.place, learned=self.learned)
        if kind == "feed" or link.stated is not None:
            return STATED + 100 * likely
        if kind == "sitemap":
            changed = moment_of(link.changed) if link.changed else None
            fresh = changed is not None and (self.now - changed).days < FRESH_DAYS
            return 200 + 200 * likely + 200 * fresh
        return max(0.0, 100 + 400 * likely - 10 * depth)


def seeds(site: SiteConfig) -> list[Address]:
    """The start points, due with every crawl; of a site that is taken from a web archive, its lists of captures."""
    if site.archived:
        lists = (list_addresses(site.archived, url) for url in site.start)
        return [Address(url=url, kind=CDX, priority=START, again=True) for url in lists]
    kind = "page" if site.sources == ("list",) else "listing"
    return [Address(url=url, kind=kind, priority=START, again=True) for url in site.start]


def moved_to(site: SiteConfig, entry: Entry, url: str) -> Address | str:
    """Where a redirect leads, or why it is not followed: a slug of `crawler.crawling.reasons.REFUSALS`."""
    if not site.owns(url) and entry.kind not in {"feed", "sitemap", CDX, MEMENTO} and not _is_start(site, entry):
        return "out-of-scope"
    if entry.redirects + 1 > site.limits.redirects:
        return "too-many-redirects"
    return Address(
        url=url,
        kind=entry.kind,
        priority=REDIRECT,
        depth=entry.depth,
        redirects=entry.redirects + 1,
        found_on=entry.url,
        stated=entry.stated,
        again=_is_start(site, entry),
    )


def _is_start(site: SiteConfig, entry: Entry) -> bool:
    return entry.url in site.start


def is_trap(url: str) -> bool:
    """Addresses that make themselves out of themselves: very long, very deep, the same step again and again.

    >>> is_trap("https://p.example/a/b/a/b/a/b/a/b/"), is_trap("https://p.example/2026/05/05/05-story")
    (True, False)
    """
    if len(url) > LONGEST_PATH:
        return True
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if len(steps) > MOST_STEPS:
        return True
    return any(count >= 4 for step, count in Counter(steps).items() if not re.fullmatch(r"\d{1,4}", step))
