"""One site's crawl: what is asked for next, and what is done with what came. Knows neither Scrapy nor Twisted.

The frontier is asked for a few addresses at a time. Which of them is next is a matter of pace: the likeliest whose host may be
asked now. An address that may not be asked for has its outcome at once. The crawl ends when nothing is due and nothing is on
its way, or at a limit.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from archive.archive import Archive
from archive.barren import barren_families
from archive.frontier import Address, Entry, Fetched, following, learned_shapes, unknown
from archive.identity import url_identity
from archive.shapes import families_of, shape_of
from archive.sound import instant
from crawler.crawling.answer import Answer, retry_seconds
from crawler.crawling.archived import CDX, MEMENTO, captured, chosen, held_in, next_list, playback, request_of
from crawler.crawling.clerk import Clerk
from crawler.crawling.deciding import SOURCE_KINDS, Decision, Revisits, as_source, decide, refusal
from crawler.crawling.finding import Finder, moved_to, seeds
from crawler.crawling.likely import is_asset
from crawler.crawling.pace import Pace
from crawler.crawling.reading import Read, host_and_port, read_answer
from crawler.crawling.reasons import REFUSALS
from crawler.crawling.robots import Robots, robots_of
from crawler.crawling.told import Told
from crawler.network.policy import NetworkPolicy, url_refused
from crawler.readers.marks import web_address
from crawler.sites import Archived, SiteConfig
from pipelines.types import Capture, Provenance

__all__ = ["Errand"]

logger = logging.getLogger(__name__)

AHEAD = 50
"""Addresses taken from the frontier at a time."""
LOOKED_AGAIN = 100
"""Fetches after which it is looked again at what the shapes of addresses have become."""
LARGE = 1 << 20
"""Bytes whose digest takes longer than the reactor may be kept waiting."""
PATIENCE = 60.0
"""Seconds that a host may ask to wait within a run."""
UNREACHABLE = 8
"""Failed connections in a row after which a site is left alone."""
_NO_CONNECTION = frozenset({"no-connection", "dns", "timeout", "tls"})

Fetch = Callable[[str], Awaitable[Answer]]


class Errand:
    """The crawl of one site. `fetch` gives the answer for one address, for robots.txt."""

    def __init__(self, site: SiteConfig, clerk: Clerk, policy: NetworkPolicy, now: Callable[[], datetime]) -> None:
        self.site = site
        self.told = Told()
        self.is_closed = False
        """Whether it was written down how it ended."""
        self.pace = Pace(site.politeness)
        self.fetch: Fetch
        self._clerk, self._policy, self._now = clerk, policy, now
        self._revisits = Revisits(every=int(site.every.total_seconds()))
        self._buffer: list[Entry] = []
        self._active: dict[int, Entry] = {}
        self._robots: dict[str, Robots] = {}
        self._changed = asyncio.Event()
        self._began = time.monotonic()
        self._barren: frozenset[str] = frozenset()
        self._learned: dict[str, float] = {}
        self._looked = -LOOKED_AGAIN
        self._in_vain = 0
        self._left: set[str] = set()
        """Addresses that led to others in this run."""
        self._waits_until = 0.0

    async def entries(self) -> AsyncIterator[Entry]:
        """The addresses to ask for, each when its host may be asked; ends when all that was asked for has come."""
        run = self._clerk.run
        await self._clerk.do(lambda archive: archive.start_crawl(run, self.site.name, seeds(self.site)))
        for host in (
            ()
            if self.site.archived
            else sorted({f"{urlsplit(url).scheme}://{host_and_port(url)}" for url in self.site.start})[:20]
        ):
            await self._enter_sitemaps(host)
        while not self._is_over():
            self._changed.clear()
            entry = self._choose()
            if entry is None and not self._buffer and await self._refill():
                continue
            if entry is None:
                is_idle = not self._buffer and not self._active and not self._changed.is_set()
                if is_idle and time.monotonic() >= self._waits_until:
                    break  # nothing came while the archive was asked either
                await self._wait()
            elif reason := await self._refused(entry):
                await self._refuse(entry, reason)
            else:
                self._active[entry.id] = entry
                self.pace.begins(host_and_port(entry.url), time.monotonic())
                yield entry
        while self._active:
            self._changed.clear()
            await self._changed.wait()

    async def ended(self, reason: str | None = None) -> None:
        """Write down how it ended."""
        await self._clerk.do(self._ending(reason))
        self.is_closed = True

    def broke_off(self) -> None:
        """Write down, when the reactor has stopped already, that it was interrupted, if nothing was written down before."""
        if not self.is_closed:
            self._clerk.ask(self._ending(self.told.end or "interrupted")).result()
            self.is_closed = True

    def _ending(self, reason: str | None) -> Callable[[Archive], None]:
        end = self.told.end = reason or self.told.end or "done"
        run = self._clerk.run
        return lambda archive: archive.finish_crawl(run, self.site.name, end)

    def headers(self, entry: Entry) -> dict[str, str]:
        """What is sent with a request: what this site was configured with, and what makes it a question whether anything changed."""
        sent = dict(self.site.headers) if self.site.trusts(entry.url) else {}
        if entry.kind == MEMENTO:
            return request_of(entry.url)[1]
        if entry.digest and entry.etag:
            sent["If-None-Match"] = entry.etag
        if entry.digest and entry.last_modified:
            sent["If-Modified-Since"] = entry.last_modified
        return sent

    def address(self, entry: Entry) -> str:
        """What is asked for."""
        return request_of(entry.url)[0] if entry.kind == MEMENTO else entry.url

    async def answered(self, entry: Entry, answer: Answer) -> None:
        """Take in what came for an address: read it, decide, save."""
        try:
            self._keep_pace(entry, answer)
            fetched = await self._understood(entry, answer)
            await self._clerk.save(fetched)
            self.told.asked += 1
            self.told.add(fetched.outcome, fetched.reason)
        finally:
            del self._active[entry.id]
            self._changed.set()

    # What is next

    def _is_over(self) -> bool:
        limits = self.site.limits
        if self.told.asked + len(self._active) >= limits.pages:
            self.told.end = self.told.end or "pages"
        elif time.monotonic() - self._began >= limits.seconds:
            self.told.end = self.told.end or "time"
        return self.told.end is not None

    def _choose(self) -> Entry | None:
        now = time.monotonic()
        for place, entry in enumerate(self._buffer):
            if self.pace.free_at(host_and_port(entry.url)) <= now:
                return self._buffer.pop(place)
        return None

    async def _wait(self) -> None:
        """Until something came, or a host may be asked again."""
        now = time.monotonic()
        times = [self.pace.free_at(host_and_port(entry.url)) for entry in self._buffer]
        if not times and not self._active:
            times = [self._waits_until]
        seconds = min(times, default=now + 5.0) - now
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), min(max(seconds, 0.001), 5.0))

    async def _refill(self) -> bool:
        held = [*self._active, *(entry.id for entry in self._buffer)]
        until, look = instant(self._now() + self.site.leeway), self.told.asked - self._looked >= LOOKED_AGAIN

        def ask(archive: Archive) -> list[Entry]:
            if look:
                self._barren = barren_families(archive.conn, self.site.name)
                self._learned = learned_shapes(archive.conn, self.site.name)
            return following(archive.conn, self.site.name, until, AHEAD, held)

        self._buffer = await self._clerk.do(ask)
        self._looked = self.told.asked if look else self._looked
        return bool(self._buffer)

    async def _refused(self, entry: Entry) -> str | None:
        """Why an address may not be asked for."""
        if reason := url_refused(entry.url, self._policy):
            return reason
        if entry.kind == "page" and entry.depth and not self.site.wants(entry.url):
            return "out-of-scope"
        if not entry.fetched and entry.depth and self._is_barren(entry):
            return "trap"
        if not self.site.politeness.robots:
            return None
        parts = urlsplit(entry.url)
        return (await self._robots_of(f"{parts.scheme}://{host_and_port(entry.url)}")).refuses(entry.url)

    def _is_barren(self, entry: Entry) -> bool:
        return not self._barren.isdisjoint(families_of(shape_of(url_identity(entry.url))))

    async def _refuse(self, entry: Entry, reason: str) -> None:
        answer = Answer(url=entry.url, at=self._now())
        decision = refusal(entry, answer, reason, self._revisits)
        await self._clerk.save(self._fetched(entry, answer, decision))
        self.told.add("refused", reason)

    # robots.txt

    async def _robots_of(self, host: str) -> Robots:
        if host not in self._robots:
            answer = await self.fetch(f"{host}/robots.txt")
            for _ in range(5):
                target = web_address(answer.header("location"), answer.url)
                if answer.status not in {301, 302, 303, 307, 308} or target is None:
                    break
                answer = await self.fetch(target)
            known = self._robots[host] = await asyncio.to_thread(robots_of, answer, self.site.identity.name)
            self.pace.ask_for(host.partition("//")[2], known.delay)
        return self._robots[host]

    async def _enter_sitemaps(self, host: str) -> None:
        """The sitemaps that robots.txt names, or the one at the usual place."""
        if "sitemap" not in self.site.sources:
            return
        robots = await self._robots_of(host)
        named = [url for one in robots.sitemaps if (url := web_address(one, f"{host}/"))]
        found = [
            Address(url=url, kind="sitemap", priority=900.0, found_on=f"{host}/robots.txt")
            for url in named or [f"{host}/sitemap.xml"]
        ]
        run = self._clerk.run
        await self._clerk.do(lambda archive: archive.add_addresses(run, self.site.name, found))

    # What came

    def _keep_pace(self, entry: Entry, answer: Answer) -> None:
        host = host_and_port(entry.url)
        self.pace.ended(host, answer.milliseconds / 1000 if answer.status else None, answer.status)
        asked = retry_seconds(answer, answer.at) if answer.status in {429, 503} else None
        if answer.status in {429, 503} and entry.failures < 3:
            seconds = max(asked if asked is not None else 5.0, self.pace.delay_of(host))
            if seconds > PATIENCE:
                self.told.end = self.told.end or "asked-to-wait"
            else:
                self._waits_until = max(self._waits_until, time.monotonic() + seconds)
                self.pace.wait(host, time.monotonic() + seconds)
        self._in_vain = self._in_vain + 1 if answer.failure in _NO_CONNECTION else 0
        if self._in_vain >= UNREACHABLE:
            self.told.end = self.told.end or "unreachable"

    async def _understood(self, entry: Entry, answer: Answer) -> Fetched:
        """What came, taken in; an answer that is too much for us costs itself alone, and is tried again ever more rarely."""
        try:
            return await self._taken(entry, answer)
        except Exception as error:
            logging.getLogger("copydesk").exception("%s could not be read", entry.url)
            lost = replace(answer, failure="not-read", detail=str(error), status=None)
            return self._fetched(entry, answer, decide(entry, lost, self._revisits))

    async def _taken(self, entry: Entry, answer: Answer) -> Fetched:
        if answer.failure in REFUSALS:
            return self._fetched(entry, answer, refusal(entry, answer, answer.failure, self._revisits))
        decision = await self._decided(entry, answer)
        if decision.leads_to is not None:
            return self._moved(entry, answer, decision)
        if decision.reason == "asked-to-wait" and self._waits_until > time.monotonic():
            soon = replace(decision.next, due=instant(answer.at))  # the pace keeps it back; the run is not over before
            decision = replace(decision, next=soon)
        if not decision.keep:
            return self._fetched(entry, answer, decision)
        if self.site.archived and entry.kind in {CDX, MEMENTO}:
            return await asyncio.to_thread(self._from_archive, self.site.archived, entry, answer, decision)
        read = await asyncio.to_thread(read_answer, answer, links="links" in self.site.sources)
        if reason := self._not_kept(entry, read):
            return self._fetched(entry, answer, refusal(entry, answer, reason, self._revisits), read=read)
        finder = Finder(site=self.site, now=answer.at, learned=self._learned)
        found = await asyncio.to_thread(lambda: tuple(finder.addresses(entry, read)))  # a sitemap may name 50,000
        if read.leads_to and isinstance(further := self._refreshed(entry, read.leads_to), Address):
            found += (further,)
        kind = read.kind if read.kind in SOURCE_KINDS else entry.kind if entry.kind in SOURCE_KINDS else "page"
        is_listing = kind == "listing" and entry.became not in {None, "not-article"}
        if kind in {"feed", "sitemap"} or (kind == "listing" and entry.became == "not-article"):
            names = [one.url for one in found]
            new = await self._clerk.do(lambda archive: unknown(archive.conn, self.site.name, names))
            decision = as_source(decision, entry, kind, self._revisits, brought=bool(new))
            decision = replace(decision, reason="cut-short" if read.is_cut else None)
        elif is_listing:
            decision = replace(decision, next=replace(decision.next, kind="page"))  # the start point is an article
        return self._fetched(entry, answer, decision, read=read, found=found)

    async def _decided(self, entry: Entry, answer: Answer) -> Decision:
        if len(answer.body) < LARGE:
            return decide(entry, answer, self._revisits)
        return await asyncio.to_thread(decide, entry, answer, self._revisits)

    def _from_archive(self, archived: Archived, entry: Entry, answer: Answer, decision: Decision) -> Fetched:
        """A list of captures, or one of them: what it holds never changes."""
        if entry.kind == CDX:
            wanted = [one for one in held_in(answer) if self.site.wants(one.url) and not is_asset(one.url)]
            found = [
                Address(url=playback(archived, one), kind=MEMENTO, found_on=entry.url, priority=500)
                for one in chosen(archived, wanted)
            ]
            if further := next_list(archived, entry.url, answer):
                found.append(Address(url=further, kind=CDX, found_on=entry.url, priority=900, again=True))
            then = replace(as_source(decision, entry, CDX, self._revisits, brought=True), keep=False)
            return self._fetched(entry, answer, then, found=tuple(found))
        capture = captured(entry.url, answer, f"spider:{self.site.name}")
        if capture is None:
            return self._fetched(entry, answer, refusal(entry, answer, "not-a-page", self._revisits))
        once = replace(decision, next=replace(decision.next, due=None, etag=None, last_modified=None))
        return replace(self._fetched(entry, answer, once), capture=capture)

    def _not_kept(self, entry: Entry, read: Read) -> str | None:
        """Why a page that came is not kept."""
        politeness = self.site.politeness
        if read.kind == "other":
            return "not-a-page"
        if entry.kind in SOURCE_KINDS or read.kind in SOURCE_KINDS:
            return None
        if politeness.obey_noindex and {"noindex", "noarchive"} & set(read.directives):
            return "noindex"
        return "tdm-reserved" if politeness.obey_tdm and "tdm-reservation" in read.directives else None

    def _moved(self, entry: Entry, answer: Answer, decision: Decision) -> Fetched:
        target = self._refreshed(entry, decision.leads_to or "", answer.url)
        if isinstance(target, str):
            return self._fetched(entry, answer, refusal(entry, answer, target, self._revisits))
        self._left.add(url_identity(entry.url))
        if url_identity(target.url) in self._left:  # in a circle: once round is enough
            target = replace(target, again=False)
        return self._fetched(entry, answer, decision, found=(target,))

    def _refreshed(self, entry: Entry, url: str, base: str | None = None) -> Address | str:
        """The address that a redirect or a page leads to, or why it is not followed."""
        address = web_address(url, base)
        if address is None:
            return "not-http"
        if reason := url_refused(address, self._policy):
            return reason
        return moved_to(self.site, entry, address)

    def _fetched(
        self,
        entry: Entry,
        answer: Answer,
        decision: Decision,
        *,
        read: Read | None = None,
        found: tuple[Address, ...] = (),
    ) -> Fetched:
        return Fetched(
            site=self.site.name,
            entry=entry,
            fetched_at=instant(answer.at),
            outcome=decision.outcome,
            next=decision.next,
            reason=decision.reason,
            status=answer.status,
            size=answer.size,
            milliseconds=answer.milliseconds,
            directives=" ".join(read.directives) or None if read else None,
            capture=self._capture(entry, answer) if decision.keep else None,
            found=found,
        )

    def _capture(self, entry: Entry, answer: Answer) -> Capture:
        return Capture(
            provenance=Provenance(source=f"spider:{self.site.name}"),
            body=answer.body,
            url=answer.url,
            fetched_at=answer.at,
            content_type=answer.header("content-type"),
            status=answer.status,
            headers=answer.headers,
            stated=entry.stated,
        )
