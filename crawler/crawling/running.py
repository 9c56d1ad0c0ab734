"""Runs crawls: one Scrapy crawler for each site in one process, the clerk and the cleaner beside it. The way in is `crawl`."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.archive import utc_now
from archive.histories import Alert
from crawler.alerting import look_for_troubles, tell
from crawler.cleaning import Tally
from crawler.configuration import Alerts
from crawler.crawling.cleaner import Cleaner
from crawler.crawling.clerk import Clerk
from crawler.crawling.errand import Errand
from crawler.crawling.told import Told
from crawler.network.guarding import guarded_settings, prove_guard
from crawler.network.policy import NetworkPolicy
from crawler.page_pool import PagePool
from crawler.sites import SiteConfig
from pipelines.types import Rules

__all__ = ["Crawled", "Job", "crawl"]

REQUESTS = 64
"""On their way at once, of all sites together."""
TURN = 0.001
"""Seconds that a thread keeps the interpreter while others wait for it; Python's own 5 ms add up where several do."""
WATCHED = 0.5
"""Seconds between two words to whoever watches."""

Watch = Callable[[dict[str, Told], Tally], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be crawled, and with what."""

    path: Path
    sites: Sequence[SiteConfig]
    command: str
    pool: PagePool
    rules: Rules
    now: Callable[[], datetime] = utc_now
    alerts: Alerts = field(default_factory=Alerts)
    """What counts as trouble of a site."""
    watch: Watch = lambda _told, _tally: None
    """Called twice a second with how far each site is."""
    settings: dict[str, Any] = field(default_factory=dict)
    """Further settings of Scrapy's process."""

    @property
    def policy(self) -> NetworkPolicy:
        """What may be asked, of all sites together; each site's own hosts are its own business."""
        body = max((site.limits.body_bytes for site in self.sites), default=NetworkPolicy().body_bytes)
        return NetworkPolicy(allow=tuple(one for site in self.sites for one in site.allow), body_bytes=body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """What came of it."""

    told: dict[str, Told]
    tally: Tally
    interrupted: bool = False
    begun: Sequence[Alert] = ()
    """Troubles that were not known before."""
    over: Sequence[Alert] = ()
    not_told: Sequence[str] = ()
    """What went wrong with telling somebody of them."""


def crawl(job: Job) -> Crawled:
    """Crawl sites into an archive, and clean what comes. Raises what opening the archive raises, and Refused if the guard does not hold.

    Runs in the main thread, as Twisted's reactor can be started once in a process and answers to signals.
    """
    job.pool.warm_up()
    # The reactor shares the interpreter with the threads that save pages and wait for workers.
    sys.setswitchinterval(TURN)
    # Before the reactor runs: whatever thread loads a library, all others wait for much of the time.
    for name in ("pipelines.clean", "pipelines.signature", "crawler.crawling.spiders", "scrapy.http"):
        importlib.import_module(name)
    # What stays to the end is not looked through again: the collector would keep the reactor waiting for that long.
    gc.collect()
    gc.freeze()
    begun: list[Alert] = []
    over: list[Alert] = []
    not_told: list[str] = []
    with Clerk(job.path, job.command, now=job.now) as clerk:
        with Cleaner(clerk, job.pool, job.rules) as cleaner:
            cleaner.tally.left_over = clerk.ask(lambda archive: archive.count_pending()).result()
            told, interrupted = _fetch(job, clerk, cleaner.tally)
            if interrupted:
                clerk.end_as("interrupted")
                cleaner.stop()
        if not interrupted:
            begun, over = clerk.ask(lambda archive: look_for_troubles(archive, told, job.alerts)).result()
            not_told = clerk.ask(lambda archive: tell(archive, job.alerts)).result()
    return Crawled(told=told, tally=cleaner.tally, interrupted=interrupted, begun=begun, over=over, not_told=not_told)


def _fetch(job: Job, clerk: Clerk, tally: Tally) -> tuple[dict[str, Told], bool]:
    errands = [Errand(site, clerk, job.policy, job.now) for site in job.sites]
    told = {errand.site.name: errand.told for errand in errands}
    reactor = _Reactor(job)
    reactor.run([reactor.crawl(errand) for errand in errands], lambda: job.watch(told, tally))
    # Ctrl-C stops the reactor as soon as Scrapy's crawlers have stopped, which can be before their ends were written down.
    broken_off = [errand for errand in errands if not errand.is_closed]
    for errand in broken_off:
        errand.broke_off()
    return told, reactor.interrupted or bool(broken_off)


class _Reactor:
    """Twisted's reactor with a Scrapy process on it, for one run: a reactor starts once in the life of a process."""

    def __init__(self, job: Job) -> None:
        from scrapy.crawler import AsyncCrawlerProcess  # late: takes half a second, and installs the reactor

        logging.getLogger("scrapy").setLevel(logging.ERROR)
        self.interrupted = False
        self._job = job
        self._process = AsyncCrawlerProcess(_settings(job))
        self._reactor: Any = importlib.import_module("twisted.internet.reactor")
        self._failed: list[BaseException] = []

    async def crawl(self, errand: Errand) -> None:
        """One site, to its end."""
        from crawler.crawling.spiders import SiteSpider

        crawler = self._process.create_crawler(SiteSpider)
        crawler.settings.set("USER_AGENT", errand.site.identity.user_agent, priority="cmdline")
        if errand.site.render:
            from crawler.network.rendering import rendering_settings  # late: an extra

            crawler.settings.update(rendering_settings(), priority="cmdline")
        await self._process.crawl(crawler, errand=errand, now=self._job.now)
        if not errand.is_closed:
            was_stopped = crawler.stats.get_value("finish_reason") == "shutdown"
            self.interrupted = self.interrupted or was_stopped
            await errand.ended("interrupted" if was_stopped else "error")

    def run(self, crawls: Sequence[Coroutine[Any, Any, None]], watch: Callable[[], None]) -> None:
        """Run until all sites are done; raises the first error."""
        loop = asyncio.get_event_loop()
        tasks = [loop.create_task(one) for one in crawls]

        async def watching() -> None:
            while True:
                watch()
                await asyncio.sleep(WATCHED)

        async def finish() -> None:
            others = loop.create_task(watching())
            results = await asyncio.gather(*tasks, return_exceptions=True)
            self._failed.extend(one for one in results if isinstance(one, BaseException))
            others.cancel()
            self._reactor.stop()

        def begin() -> None:
            try:
                prove_guard(self._process.settings, self._reactor)
            except Exception as error:  # noqa: BLE001 - raised behind the reactor
                self._failed.append(error)
                for task in tasks:
                    task.cancel()

        self._reactor.callWhenRunning(begin)
        finishing = loop.create_task(finish())
        self._process.start(stop_after_crawl=False)
        finishing.cancel()
        if self._failed:
            raise self._failed[0]
        watch()


def _settings(job: Job) -> dict[str, Any]:
    return {
        **guarded_settings(job.policy),
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "ROBOTSTXT_OBEY": False,  # ours does more: crawler.crawling.robots
        "RETRY_ENABLED": False,  # the frontier tries again, later
        "HTTPERROR_ALLOW_ALL": True,
        "REFERER_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": False,  # crawler.crawling.pace
        "URLLENGTH_LIMIT": 0,  # it drops a request without a word, and the crawl would wait for its answer for ever
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": REQUESTS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": REQUESTS,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
        **job.settings,
    }
