"""What follows from an answer: the outcome, and when the address is fetched again. Pure functions of values; no clock, no network.

When a page is fetched again follows the way it behaves, as in Nutch's AdaptiveFetchSchedule and Cho and Garcia-Molina's study
of changing pages (https://doi.org/10.1145/857166.857170): a page that had changed is looked at four times as soon, one that
had not after twice the time, between bounds. Articles are edited while they are young, so a new one is looked at again after
hours and an old one after months. Feeds, sitemaps and lists are looked at with every crawl while they bring new addresses,
and ever more rarely while they do not, up to a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from archive.digests import digest_of
from archive.frontier import Entry, Next
from archive.sound import instant, moment
from crawler.crawling.answer import Answer, retry_seconds

__all__ = ["SOURCE_KINDS", "Decision", "Revisits", "as_source", "decide", "refusal"]

SOURCE_KINDS = frozenset({"listing", "feed", "sitemap", "cdx"})
"""Fetched for the addresses in them."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_WAIT = frozenset({429, 503})
LISTS = frozenset({"listing", "home", "collection"})
"""Reasons why a page is no article that make it a source of addresses from then on."""

_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisits:
    """Bounds of the time between two fetches, in seconds."""

    every: int = 6 * _HOUR
    """Between two crawls of the site: nothing can be fetched more often."""
    first: int = 6 * _HOUR
    """After a new page was fetched."""
    longest: int = 90 * _DAY
    source_longest: int = _DAY
    gone: tuple[int, ...] = (_DAY, 7 * _DAY)
    """After a page was gone; after the last of them never again."""
    retry: int = 900
    """After a failure; twice as long after each further one."""
    retry_longest: int = 7 * _DAY
    failures: int = 10
    """In a row: then never again, unless something links to it anew."""
    refused: int = 30 * _DAY
    forbidden: int = 7 * _DAY
    """By robots.txt; while that cannot be had, until the next crawl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an answer means."""

    outcome: str
    next: Next
    reason: str | None = None
    keep: bool = False
    """Save the page."""
    leads_to: str | None = None
    """Where a redirect leads, as the server wrote it."""


def decide(entry: Entry, answer: Answer, revisits: Revisits) -> Decision:
    """What an answer to the request for an address means; for a page with a body, as far as its bytes say."""
    status = answer.status or 0
    if answer.failure:
        return _failed(entry, answer, answer.failure, revisits)
    if status in _REDIRECTS and (target := answer.header("location")):
        pause = revisits.refused if status in _PERMANENT and entry.kind == "page" else revisits.every
        then = replace(_then(entry, answer, pause), state="moved", digest=None)
        return Decision(outcome="moved", next=then, leads_to=target)
    if status in _GONE:
        return _gone(entry, answer, revisits)
    if status == 304 and entry.digest is None:
        return _failed(entry, answer, "bad-answer", revisits)  # nothing was said of what is known, as nothing is
    if status != 304 and not 200 <= status < 300:
        reason = "asked-to-wait" if status in _WAIT else "server-error" if status >= 500 else "client-error"
        return _failed(entry, answer, reason, revisits)
    return _whole(entry, answer, revisits)


def refusal(entry: Entry, answer: Answer, reason: str, revisits: Revisits) -> Decision:
    """An address that is not asked for, or an answer that is not kept. What robots.txt kept back for a while is as it was before."""
    pause = {"robots-unreachable": revisits.every, "robots": revisits.forbidden}.get(reason)
    then = replace(_then(entry, answer, revisits.refused if pause is None else pause), state="refused")
    if pause is None:
        then = replace(then, digest=None, etag=None, last_modified=None)
    return Decision(outcome="refused", reason=reason, next=then)


def as_source(decision: Decision, entry: Entry, kind: str, revisits: Revisits, *, brought: bool) -> Decision:
    """A page that is read for its addresses and not kept: whether it brought new ones says when it is read again."""
    pause = revisits.every
    if entry.fetched and not brought:
        pause = max(min(max(entry.pause, revisits.every) * 2, revisits.source_longest), revisits.every)
    at = moment(decision.next.due) - timedelta(seconds=decision.next.pause) if decision.next.due else None
    due = instant(at + timedelta(seconds=pause)) if at else None
    return Decision(outcome="source", next=replace(decision.next, kind=kind, pause=pause, due=due))


def _whole(entry: Entry, answer: Answer, revisits: Revisits) -> Decision:
    """A page came, or the server said that it is as it was."""
    if answer.status == 304:
        return Decision(outcome="not-modified", next=_then(entry, answer, _rested(entry, revisits, changed=False)))
    digest = digest_of(answer.body)
    if entry.digest is None:
        outcome, pause = "new", max(revisits.first, revisits.every)
    elif entry.digest == digest:
        outcome, pause = "unchanged", _rested(entry, revisits, changed=False)
    else:
        # Bytes change with every advertisement. Whether the text did was known when the last page had been cleaned.
        outcome, pause = "changed", _rested(entry, revisits, changed=entry.became in {"article", "version"})
    etag, modified = answer.header("etag"), answer.header("last-modified")
    then = replace(_then(entry, answer, pause), etag=etag, last_modified=modified, digest=digest)
    return Decision(outcome=outcome, next=then, keep=True)


def _rested(entry: Entry, revisits: Revisits, *, changed: bool) -> int:
    """Seconds until the page is looked at again."""
    if entry.kind in SOURCE_KINDS:
        return max(min(max(entry.pause, revisits.every) * 2, revisits.source_longest), revisits.every)
    before = max(entry.pause, revisits.first)
    wanted = before // 4 if changed else before * 2
    return max(min(wanted, revisits.longest), revisits.first, revisits.every)


def _gone(entry: Entry, answer: Answer, revisits: Revisits) -> Decision:
    asked = entry.failures if entry.state == "gone" else 0
    pause = revisits.gone[asked] if asked < len(revisits.gone) and entry.digest else None
    if entry.kind in SOURCE_KINDS:
        pause = revisits.source_longest
    return Decision(outcome="gone", next=replace(_then(entry, answer, pause), state="gone", failures=asked + 1))


def _failed(entry: Entry, answer: Answer, reason: str, revisits: Revisits) -> Decision:
    """Tried again ever more rarely; a list or feed never so rarely that its site would be forgotten."""
    failures = entry.failures + 1 if entry.state != "gone" else 1
    wait = revisits.retry * 2 ** min(failures - 1, 20)
    asked = retry_seconds(answer, answer.at) or 0
    pause: int | None = min(max(wait, int(asked)), revisits.retry_longest)
    if failures >= revisits.failures:
        pause = revisits.source_longest if entry.kind in SOURCE_KINDS else None
    then = replace(_then(entry, answer, pause), state="failed", failures=failures)
    return Decision(outcome="failed", reason=reason, next=then)


def _then(entry: Entry, answer: Answer, pause: int | None) -> Next:
    """The address as fetched, and due after so many seconds; None for never."""
    return Next(
        state="fetched",
        kind="listing" if entry.kind == "page" and entry.why_not in LISTS else entry.kind,
        due=None if pause is None else instant(answer.at + timedelta(seconds=pause)),
        pause=pause or 0,
        etag=entry.etag,
        last_modified=entry.last_modified,
        digest=entry.digest,
    )
