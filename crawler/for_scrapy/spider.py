"""`scrapy crawl copydesk -a archive=news.db -a url=https://paper.example/ -a contact=you@example.org`: a crawl of one site, by Scrapy's own command.

What `copydesk crawl` does for several sites in one process this does for one, so that scrapyd and everything else that starts
Scrapy spiders can run it. `-a site=NAME -a config=copydesk.toml` takes a site of a configuration.
"""

from __future__ import annotations

import importlib.util
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.archive import utc_now
from crawler.cleaning import Tally
from crawler.configuration import Configuration, read_configuration
from crawler.crawling.choosing import named_sites
from crawler.crawling.cleaner import Cleaner
from crawler.crawling.clerk import Clerk
from crawler.crawling.errand import Errand
from crawler.crawling.spiders import SiteSpider
from crawler.page_pool import BESIDE_A_CRAWL, page_pool
from crawler.rule_option import rules_given
from crawler.sites import SiteConfig

__all__ = ["CopydeskSpider"]


class CopydeskSpider(SiteSpider):
    """Needs `archive` and `url` or `site`; the other arguments are those of `copydesk crawl`."""

    name = "copydesk"

    @classmethod
    def from_crawler(cls, crawler: Any, *_values: Any, **given: str) -> CopydeskSpider:
        """As Scrapy makes it, with the arguments given by `-a`."""
        site = _site(given)
        if not site.identity.contact and not site.allow:
            raise ValueError("contact is missing: -a contact=you@example.org")
        crawler.settings.set("USER_AGENT", site.identity.user_agent, priority="cmdline")
        if site.render:
            crawler.settings.update(_rendering(), priority="cmdline")
        rules = rules_given(Path(site.rules) if site.rules else None, lambda _remark: None)
        with ExitStack() as opened:
            pool = opened.enter_context(page_pool(rules, limits=BESIDE_A_CRAWL))
            pool.warm_up()
            clerk = opened.enter_context(Clerk(Path(given["archive"]), f"scrapy crawl copydesk {site.name}"))
            cleaner = opened.enter_context(Cleaner(clerk, pool, rules))
            spider = cls(errand=Errand(site, clerk, crawler.settings["COPYDESK_NETWORK"], utc_now), now=utc_now)
            spider._set_crawler(crawler)
            spider.tally, spider.opened = cleaner.tally, opened.pop_all()
        return spider

    opened: ExitStack
    tally: Tally

    def closed(self, _reason: str) -> None:
        """Wait until the last page is cleaned, and say in Scrapy's stats what came of the crawl: its log is all that scrapyd shows."""
        self.opened.close()
        told, stats = self.errand.told, self.crawler.stats
        counts = {f"fetched/{outcome}": count for outcome, count in told.outcomes.items()}
        counts |= {f"{outcome}/{reason}": count for (outcome, reason), count in told.reasons.items()}
        for name, value in {**counts, **self.tally.became, "ended": told.end}.items():
            stats.set_value(f"copydesk/{name}", value)


def _rendering() -> dict[str, Any]:
    """Settings for a site that scripts write; ValueError where nothing can be rendered."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        raise ValueError("render = true needs an extra: install copydesk[render]")
    from crawler.network.rendering import missing, rendering_settings  # late: an extra

    if why := missing():
        raise ValueError(why)
    return rendering_settings()


def _site(given: dict[str, str]) -> SiteConfig:
    if "archive" not in given or not ({"url", "site"} & set(given)):
        raise ValueError("name an archive and a site: -a archive=news.db -a url=https://paper.example/")
    said = read_configuration(Path(given["config"])) if "config" in given else Configuration()
    (site,) = named_sites(said, (given.get("site") or given["url"],))
    allow = tuple(host for host in os.environ.get("COPYDESK_ALLOW", "").split(",") if host)
    contact = given.get("contact") or said.identity.contact
    gentle = replace(site.politeness, delay=float(given["delay"])) if "delay" in given else site.politeness
    limits = replace(site.limits, pages=int(given["pages"])) if "pages" in given else site.limits
    identity = replace(said.identity, contact=contact)
    return replace(site, identity=identity, politeness=gentle, limits=limits, allow=(*site.allow, *allow))
