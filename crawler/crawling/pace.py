"""How fast each host is asked: delay, connections, slowing down with a slow host, waiting when asked to. Sleeps nothing.

The delay follows the host's own speed as in Scrapy's AutoThrottle: after each answer it is half way between what it was and
what the answer took (for one connection), never under the configured delay, and errors never make it shorter.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.sites import Politeness

__all__ = ["Pace"]


@dataclass(slots=True)
class _Host:
    delay: float
    least: float
    free_at: float = 0.0
    active: int = 0
    waits_until: float = 0.0


@dataclass(slots=True)
class Pace:
    """The hosts of one site. Times are seconds of a clock that only goes forward."""

    politeness: Politeness
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def _host(self, name: str) -> _Host:
        least = self.politeness.delay
        return self._hosts.setdefault(name, _Host(delay=least, least=least))

    def ask_for(self, host: str, seconds: float | None) -> None:
        """What robots.txt asks for as crawl-delay."""
        if seconds is not None:
            known = self._host(host)
            known.least = min(max(known.least, seconds), self.politeness.longest_delay)
            known.delay = max(known.delay, known.least)

    def free_at(self, host: str) -> float:
        """When the next request to a host may begin; infinity while its connections are all busy."""
        known = self._host(host)
        if known.active >= self.politeness.connections:
            return float("inf")
        return max(known.free_at, known.waits_until)

    def begins(self, host: str, now: float) -> None:
        """A request begins."""
        known = self._host(host)
        known.active += 1
        known.free_at = now + known.delay

    def ended(self, host: str, latency: float | None, status: int | None) -> None:
        """A request has ended; `latency` seconds until its answer began, where there was one."""
        known = self._host(host)
        known.active -= 1
        if latency is None or not self.politeness.autothrottle:
            return
        target = latency / max(1, self.politeness.connections)
        delay = min(max((known.delay + target) / 2, known.least), max(self.politeness.longest_delay, known.least))
        if status == 200 or delay > known.delay:
            known.delay = delay

    def wait(self, host: str, until: float) -> None:
        """The host has asked not to be asked before."""
        known = self._host(host)
        known.waits_until = max(known.waits_until, until)

    def delay_of(self, host: str) -> float:
        """Seconds between two requests, as things stand."""
        return self._host(host).delay
