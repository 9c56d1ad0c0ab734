"""The add-on: what spiders yield is saved in an archive and cleaned in worker processes, while Scrapy goes on crawling.

Nothing in here makes the reactor wait: an item's page is handed to the thread that writes, and awaited; pages are cleaned by
a pool of processes that another thread feeds. With COPYDESK_FIELD an item gets its cleaned article, for which the pool is awaited.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from itemadapter import ItemAdapter, is_item
from scrapy.exceptions import NotConfigured

from archive.archive import Archive
from crawler.crawling.cleaner import Cleaner
from crawler.crawling.clerk import Clerk
from crawler.for_scrapy.items import capture_of
from crawler.output import record
from crawler.page_pool import BESIDE_A_CRAWL, PagePool, page_pool
from crawler.rule_option import rules_given
from pipelines.types import Capture, Outcome

__all__ = ["ArchivePipeline", "Copydesk"]

logger = logging.getLogger(__name__)

PRIORITY = 900
"""Behind the project's own pipelines: what they make of an item is archived."""


class Copydesk:
    """For the setting ADDONS. Does nothing without COPYDESK_ARCHIVE."""

    def update_settings(self, settings: Any) -> None:
        """Put the pipeline in its place."""
        if not settings.get("COPYDESK_ARCHIVE"):
            raise NotConfigured("COPYDESK_ARCHIVE names no archive")
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", ArchivePipeline, PRIORITY)


class ArchivePipeline:
    """Saves the page in each item, and passes the item on. Items that are no page pass untouched.

    Settings: COPYDESK_ARCHIVE (the database), COPYDESK_RULES (a folder of rules), COPYDESK_WORKERS (processes),
    COPYDESK_FIELD (a field of the item that gets the cleaned article as a dict).
    """

    def __init__(self, crawler: Any) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._path = Path(settings["COPYDESK_ARCHIVE"])
        self._field: str | None = settings.get("COPYDESK_FIELD") or None
        self._workers: int | None = settings.getint("COPYDESK_WORKERS") or None
        rules = settings.get("COPYDESK_RULES")
        self._rules = rules_given(Path(rules) if rules else None, logger.warning)
        self._open = ExitStack()
        self._clerk: Clerk
        self._cleaner: Cleaner
        self._pool: PagePool

    @classmethod
    def from_crawler(cls, crawler: Any) -> ArchivePipeline:
        """As Scrapy makes it."""
        if not crawler.settings.get("COPYDESK_ARCHIVE"):
            raise NotConfigured("COPYDESK_ARCHIVE names no archive")
        return cls(crawler)

    async def open_spider(self) -> None:
        """Open the archive; raises ArchiveError where that cannot be."""
        await asyncio.to_thread(self._begin)

    async def close_spider(self) -> None:
        """Wait until the last page is cleaned."""
        await asyncio.to_thread(self._open.close)
        for name, count in self._cleaner.tally.became.items():
            if count:
                self._crawler.stats.inc_value(f"copydesk/{name}", count)

    async def process_item(self, item: Any) -> Any:
        """Save the item's page; the item as it was, or with its article."""
        capture = capture_of(item, self._crawler.spider.name, datetime.now(UTC))
        if capture is None:
            self._crawler.stats.inc_value("copydesk/no_page")
            return item
        await self._clerk.do(lambda archive: self._save(archive, capture))
        self._crawler.stats.inc_value("copydesk/saved")
        if self._field and is_item(item):
            ItemAdapter(item)[self._field] = await self._cleaned(capture)
        return item

    def _begin(self) -> None:
        with ExitStack() as opened:
            self._pool = opened.enter_context(page_pool(self._rules, self._workers, BESIDE_A_CRAWL))
            self._pool.warm_up()
            self._clerk = opened.enter_context(Clerk(self._path, f"scrapy {self._crawler.spider.name}"))
            self._cleaner = opened.enter_context(Cleaner(self._clerk, self._pool, self._rules))
            self._open = opened.pop_all()

    def _save(self, archive: Archive, capture: Capture) -> None:
        archive.save_captures([capture], self._clerk.run)

    async def _cleaned(self, capture: Capture) -> dict[str, Any]:
        """The article by itself, without what the archive knows of its site."""
        outcome = await asyncio.to_thread(self._clean, capture)
        return record(capture.url, outcome)

    def _clean(self, capture: Capture) -> Outcome:
        from pipelines.clean import clean_many  # late: takes most of a second

        return next(clean_many([(capture, None)], self._rules, map=self._pool.map))
