"""robots.txt as RFC 9309 says: what may be fetched, how slowly, where sitemaps are. Fetches nothing itself.

answered 2xx            its rules hold; read up to 500 KiB
a redirect              followed up to five times by whoever fetches it; then as if there were none
4xx                     there are no rules: everything may be fetched ("unavailable", 2.3.1.3)
5xx, no answer          nothing may be fetched ("unreachable", 2.3.1.4)
"""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from crawler.crawling.answer import Answer

__all__ = ["Robots", "robots_of"]

READ_LIMIT = 500 << 10
LONGEST_DELAY = 86_400 * 365
"""Seconds. How long is waited in fact is for the pace to say."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for one user agent."""

    agent: str
    rules: Protego | None = None
    reachable: bool = True

    def refuses(self, url: str) -> str | None:
        """A slug of `crawler.crawling.reasons.REFUSALS`, or None for what may be fetched."""
        if not self.reachable:
            return "robots-unreachable"
        if self.rules is not None and not self.rules.can_fetch(url, self.agent):
            return "robots"
        return None

    @property
    def delay(self) -> float | None:
        """Seconds between two requests, where the rules ask for some."""
        if self.rules is None:
            return None
        delay = self.rules.crawl_delay(self.agent)
        rate = self.rules.request_rate(self.agent)
        if delay is None and rate is not None and rate.requests:
            delay = min(rate.seconds, LONGEST_DELAY) / rate.requests  # hundreds of digits are no float
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of sitemaps."""
        return () if self.rules is None else tuple(self.rules.sitemaps)


def robots_of(answer: Answer, agent: str) -> Robots:
    """The rules in the answer to the request for robots.txt; `agent` is the user agent's first word."""
    status = answer.status or 0
    if answer.failure or status >= 500 or status == 429:
        return Robots(agent, reachable=False)
    if not 200 <= status < 300:
        return Robots(agent)
    text = answer.body[:READ_LIMIT].decode("utf-8-sig", "replace")
    return Robots(agent, Protego.parse(text))
