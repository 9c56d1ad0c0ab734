"""Which sites a run crawls: by name or address, what is due, and which part of them is this machine's. Pure, but for asking the archive."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from archive.connection import connect
from archive.frontier import due_sites, last_crawl
from archive.sound import instant, moment
from crawler.configuration import Configuration
from crawler.sites import SiteConfig, site_from_url
from pipelines.site_rules.nearest import did_you_mean

__all__ = ["due", "in_part", "named_sites", "next_due", "part_of"]


def named_sites(configuration: Configuration, names: Sequence[str]) -> list[SiteConfig]:
    """The sites of these names or addresses, all where none is named; ValueError for what is neither.

    An address of a site that is configured with it as a start point is that site; any other one is a site of its own, with the
    configuration's defaults. Addresses of one host are start points of one site.
    """
    if not names:
        return list(configuration.sites)
    known = {site.name: site for site in configuration.sites}
    found: dict[str, SiteConfig] = {}
    for name in names:
        site = known.get(name) or next((one for one in configuration.sites if name in one.start), None)
        if site is None:
            if not re.search(r"://|\.|:\d", name):
                raise ValueError(f"no site {name} is configured{did_you_mean(name, known) or _there_are(known)}")
            site = site_from_url(name if "://" in name else f"https://{name}", configuration.defaults)
            before = found.get(site.name)
            site = replace(site, start=(*before.start, *site.start)) if before else site
        found[site.name] = site
    return list(found.values())


def _there_are(names: Iterable[str]) -> str:
    return f"; there are {', '.join(names)}" if names else "; `copydesk init` writes a configuration"


def due(archive: Path, sites: Sequence[SiteConfig], now: datetime) -> list[SiteConfig]:
    """Those that have to be crawled now: all, where there is no archive yet."""
    if not archive.is_file():  # what is something else is told where it is opened
        return list(sites)
    conn = connect(archive, read_only=True)
    try:
        if conn.execute("select 1 from sqlite_master where name = 'crawls'").fetchone() is None:
            return list(sites)
        names = due_sites(
            conn, ((site.name, (site.every - site.leeway).total_seconds()) for site in sites), instant(now)
        )
    finally:
        conn.close()
    return [site for site in sites if site.name in set(names)]


def next_due(archive: Path, sites: Sequence[SiteConfig], now: datetime) -> tuple[str, datetime] | None:
    """Of sites none of which is due: whose time comes first, and when."""
    conn = connect(archive, read_only=True)
    try:
        last = [(site, last_crawl(conn, site.name, instant(now))) for site in sites]
    finally:
        conn.close()
    return min(
        ((site.name, moment(began) + site.every) for site, began in last if began), key=itemgetter(1), default=None
    )


def part_of(text: str) -> tuple[int, int]:
    """`2/5` is the second of five parts; ValueError for anything else.

    >>> part_of("2/5")
    (2, 5)
    """
    match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise ValueError(text)
    return int(match[1]), int(match[2])


def in_part(sites: Iterable[SiteConfig], part: int, parts: int) -> list[SiteConfig]:
    """The sites of one machine of several: by a digest of the first host, so that a host is asked from one place alone."""
    return [site for site in sites if _draw(site) % parts == part - 1]


def _draw(site: SiteConfig) -> int:
    host = min(site.hosts, default=site.name)
    return int.from_bytes(hashlib.sha256(host.encode()).digest()[:8], "big")
