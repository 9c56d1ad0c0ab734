"""The guard put in force: a downloader middleware that looks at addresses, Scrapy's settings, and the proof that it all holds."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler.network.policy import NetworkPolicy, Refused, url_refused

__all__ = ["RENDERING_HANDLER", "GuardMiddleware", "RefusedRequest", "guarded_settings", "prove_guard"]

_HANDLER = "crawler.network.bounded.BoundedDownloadHandler"
RENDERING_HANDLER = "crawler.network.rendering.RenderingDownloadHandler"
_HANDLERS = frozenset({_HANDLER, RENDERING_HANDLER})
_MIDDLEWARES = {
    "crawler.network.guarding.GuardMiddleware": 990,
    "crawler.network.unpacking.UnpackMiddleware": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
}
_TRIALS = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "::1",
    "::ffff:10.0.0.1",
    "169.254.169.254",
    "localhost",
    "192.168.0.1.",
)
_PUBLIC = "9.9.9.9"


class RefusedRequest(IgnoreRequest):
    """How Scrapy is told of a refusal; `reason` is a slug of `crawler.crawling.reasons`."""

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
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawler.network.resolver.GuardedResolver",
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, **dict.fromkeys(("data", "file", "ftp", "s3"))},
        "DOWNLOADER_MIDDLEWARES": dict(_MIDDLEWARES),
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

    resolver, policy = reactor.nameResolver, settings["COPYDESK_NETWORK"]
    if not isinstance(resolver, GuardedResolver):
        raise Refused("private-address", "the guard is not in force: names are resolved without it")
    if policy is None or resolver.policy != policy:
        raise Refused("private-address", "the guard is not in force: it was made for another policy")
    _prove_settings(settings)
    for host in _TRIALS:
        if not policy.allows(host, 80) and (found := _asked(resolver, host)) != []:
            raise Refused("private-address", f"the guard does not hold: {host} leads to {found or 'a name server'}")
    answers = [_PUBLIC, "127.0.0.1", "10.0.0.1", "::1", "fe80::1%lo"]
    found = _asked(GuardedResolver(reactor, policy, _Answers(answers)), "trial.example")
    if found != [_PUBLIC]:
        raise Refused("private-address", f"the guard does not hold: a name led to {found}")


def _prove_settings(settings: Any) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    others = sorted(scheme for scheme, handler in handlers.items() if handler is not None and handler not in _HANDLERS)
    if others or not _HANDLERS.issuperset({handlers.get("http"), handlers.get("https")}):
        raise Refused("not-http", f"the guard is not in force: handlers of {', '.join(others) or 'http'} were changed")
    middlewares = settings.getwithbase("DOWNLOADER_MIDDLEWARES")
    if any(middlewares.get(name) != place for name, place in _MIDDLEWARES.items()) or settings.getbool(
        "HTTPPROXY_ENABLED"
    ):
        raise Refused("private-address", "the guard is not in force: the settings of the process were changed")


class _Heard:
    """Takes down the addresses it is told."""

    def __init__(self) -> None:
        self.addresses: list[str] | None = None
        self._so_far: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        """Nothing to note."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._so_far.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.addresses = self._so_far


class _Answers:
    """A name server that gives the same addresses for every name."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_more: Any) -> None:  # noqa: ARG002, N802 - Twisted's name
        from twisted.internet.address import IPv4Address, IPv6Address

        receiver.resolutionBegan(None)
        for address in self._addresses:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()


def _asked(resolver: Any, host: str) -> list[str] | None:
    """What a host resolves to; None if a name server had to be asked, which no private address may come to."""
    heard = _Heard()
    resolver.resolveHostName(heard, host, 80)
    return heard.addresses
