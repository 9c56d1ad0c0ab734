"""The guard put in force: a downloader middleware for what needs no name, and Scrapy's settings. `prove_guard` shows that it holds."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler.network.policy import NetworkPolicy, Refused, url_refused

__all__ = ["GuardMiddleware", "RefusedRequest", "guarded_settings", "prove_guard"]


class RefusedRequest(IgnoreRequest):
    """How Scrapy is told of a refusal."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.reason = reason


class GuardMiddleware:
    """Stands next to the downloader, so it sees every request that any other part makes."""

    def __init__(self, policy: NetworkPolicy) -> None:
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        """As Scrapy makes it."""
        return cls(crawler.settings["COPYDESK_NETWORK"])

    def process_request(self, request: Request) -> None:
        """Let it pass, or raise."""
        if reason := url_refused(request.url, self._policy):
            raise RefusedRequest(reason, request.url)


def guarded_settings(policy: NetworkPolicy) -> dict[str, Any]:
    """Settings of the process: nothing but http and https, the guard, and bounds for what may come."""
    return {
        "COPYDESK_NETWORK": policy,
        "TWISTED_DNS_RESOLVER": "crawler.network.resolver.GuardedResolver",
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.network.bounded.BoundedDownloadHandler",
            "https": "crawler.network.bounded.BoundedDownloadHandler",
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOADER_MIDDLEWARES": {"crawler.network.guarding.GuardMiddleware": 990},
        "HTTPPROXY_ENABLED": False,  # a proxy would resolve names by itself
        "DNSCACHE_ENABLED": False,
        "DOWNLOAD_MAXSIZE": policy.body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": policy.seconds,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
    }


def prove_guard(settings: Any, reactor: Any) -> None:
    """Raise Refused unless the guard is what names are resolved by: a setting in the wrong place is ignored without a word."""
    from crawler.network.resolver import GuardedResolver

    if not isinstance(reactor.nameResolver, GuardedResolver):
        raise Refused("private-address", "the guard is not in force: names are resolved without it")
    if settings["COPYDESK_NETWORK"] is None or settings.getbool("HTTPPROXY_ENABLED"):
        raise Refused("private-address", "the guard is not in force: the settings of the process were changed")
