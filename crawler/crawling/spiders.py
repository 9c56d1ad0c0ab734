"""The Scrapy side of a crawl: requests for the addresses an errand gives, answers as plain values. Decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.frontier import Entry
from crawler.crawling.answer import Answer
from crawler.crawling.errand import Errand

__all__ = ["SiteSpider", "answer_of"]

_FAILURES = {
    "DownloadTimeoutError": "timeout",
    "DownloadConnectionRefusedError": "no-connection",
    "CannotResolveHostError": "dns",
    "ResponseDataLossError": "cut-off",
    "DownloadCancelledError": "too-large",
    "IgnoreRequest": "decompression-bomb",
    "UnsupportedURLSchemeError": "bad-answer",
}
"""Name of Scrapy's error -> slug."""
_IN_WORDS = (
    ("HeaderTooLarge", "header-too-large"),
    ("ParseError", "bad-answer"),
    ("SSL", "tls"),
    ("certificate", "tls"),
)
"""What stands in the message of the other errors -> slug. What is none of them broke off on the way."""


class SiteSpider(Spider):
    """Crawls one site. Made by `crawler.crawling.running`, with the errand it is on."""

    name = "site"

    def __init__(self, *, errand: Errand, now: Callable[[], datetime], **options: Any) -> None:
        super().__init__(name=errand.site.name, **options)
        self.errand = errand
        self._now = now
        errand.fetch = self._fetch

    async def start(self) -> AsyncIterator[Any]:
        """A request for each address, when its host may be asked."""
        async for entry in self.errand.entries():
            yield self._request(entry)
        await self.errand.ended()

    def _request(self, entry: Entry) -> Request:
        return Request(
            self.errand.address(entry),
            headers=self.errand.headers(entry),
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta={"entry": entry, "asked_at": self._now(), "handle_httpstatus_all": True, **self._rendered(entry)},
        )

    def _rendered(self, entry: Entry) -> dict[str, Any]:
        """What has a browser ask for a page, where the site is one that scripts write."""
        site = self.errand.site
        if not site.render or entry.kind not in {"page", "listing"}:
            return {}
        from crawler.network.rendering import rendered_meta  # late: an extra

        return rendered_meta(site.name, site.identity.user_agent)

    async def answered(self, response: Response) -> None:
        """Hand an answer over."""
        await self.errand.answered(response.meta["entry"], answer_of(response, response.meta["asked_at"]))

    async def failed(self, failure: Failure) -> None:
        """Hand over why there is none."""
        request: Request = failure.request  # type: ignore[attr-defined]
        await self.errand.answered(
            request.meta["entry"], _no_answer(failure.value, request.url, request.meta["asked_at"])
        )

    async def _fetch(self, url: str) -> Answer:
        """The answer for one address beside the frontier: robots.txt."""
        asked_at = self._now()
        request = Request(url, dont_filter=True, meta={"handle_httpstatus_all": True})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, there is no answer
            return _no_answer(error, url, asked_at)
        return answer_of(response, asked_at)


def answer_of(response: Response, asked_at: datetime) -> Answer:
    """Scrapy's response as values."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in (values if isinstance(values, list) else [values])
    )
    meta = response.meta if response.request else {}
    return Answer(
        url=response.url,
        at=asked_at,
        status=response.status,
        headers=headers,
        body=response.body,
        size=meta.get("received_bytes", len(response.body)),
        milliseconds=round(meta.get("download_latency", 0.0) * 1000),
    )


def _no_answer(error: BaseException | None, url: str, asked_at: datetime) -> Answer:
    name = type(error).__name__
    text = str(error)
    slug = getattr(error, "reason", None) if name == "RefusedRequest" else _FAILURES.get(name)
    if slug is None:
        slug = next((known for words, known in _IN_WORDS if words in text), "no-connection")
    return Answer(url=url, at=asked_at, failure=slug, detail=text[:300])
