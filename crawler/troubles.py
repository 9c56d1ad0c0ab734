"""Which sites are in trouble, judged by their own past alone: silent for longer than they ever are, failing, or cleaned worse than before.

Theory of operation. Three kinds of trouble, each with a test that a healthy site passes:

    quiet     no new article for several times as long as is usual for this very site, and for longer than its longest
              silence. A paper that rests on Sundays has silences of a day in its past, so a Sunday is none; before its
              weekends are known, a weekend is none either.
    failing   crawl after crawl in which nothing could be fetched.
    decayed   of the newest pages a much smaller share became articles, or has a title, a date, an author, than of those before;
              or their texts are much shorter: the template changed, or a wall went up.

A site is looked at some thousand times a month, so what chance does once in a thousand times is no sign: a share that has
fallen must have fallen further than chance takes it.

A site without a past is never in trouble: there is nothing to compare with. Pure; the numbers have names, the thresholds that
people set are in `[alerts]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import comb
from statistics import median, quantiles

from archive.histories import Alert, Arrived, Crawl, History
from archive.sound import instant
from crawler.configuration import Alerts

__all__ = ["KINDS", "overdue", "troubles"]

KINDS = {
    "quiet": "no new article for much longer than usual",
    "failing": "nothing could be fetched, crawl after crawl",
    "decayed": "pages are cleaned much worse than before: the template changed, or a wall went up",
}

LEAST_ARRIVALS = 15
"""Times at which new articles came: with fewer nobody knows what is usual."""
LEAST_DAYS = timedelta(days=2)
LEAST_SILENCE = timedelta(hours=12)
WEEKENDS = timedelta(weeks=3)
"""A past in which a site's weekends have been seen; before, none is shorter than from Friday evening to Monday evening."""
WEEKEND = timedelta(hours=72)
LONGER = 1.5
"""Times the longest silence of the past."""
LOOKED_SINCE = 2
"""Crawls since the last new article: a site that is not crawled brings none."""

RECENT = (20, 60)
"""Newest pages that are compared with those before: few say soon what is plain, more say what chance could do to few."""
LEAST_RECENT, LEAST_BEFORE = 10, 30
CHANCE = 1e-5
"""How often a site that is as it always was may look like this: 2,000 looks in a month, of which most see the same pages."""
USUAL_SHARE = 0.6
"""A field that fewer pages have is no habit of the site."""
LATE = 3
"""Times the time between two crawls of a site; a schedule that runs is never as late."""
LATE_LEAST = timedelta(hours=3)

SHORTER = 0.6
"""Share of the words that must be gone; texts differ in length from day to day."""


def troubles(histories: Sequence[History], now: datetime, alerts: Alerts) -> list[Alert]:
    """The troubles of each site, with the evidence in words."""
    found = []
    for history in histories:
        for kind, judge in (("quiet", _quiet), ("failing", _failing), ("decayed", _decayed)):
            if detail := judge(history, now, alerts):
                found.append(Alert(site=history.site, kind=kind, began=instant(now), detail=detail))
    return found


def overdue(last: Mapping[str, datetime], every: Mapping[str, timedelta], now: datetime) -> dict[str, str]:
    """Sites whose last crawl began too long ago for how often they are to be crawled, with the evidence: nobody runs the schedule.

    A site that was never crawled is not late; it may have been written down a minute ago.
    """
    return {
        site: f"last crawled {_long(now - last[site])} ago, though it is to be every {_long(often)}: does a schedule run?"
        for site, often in every.items()
        if site in last and now - last[site] > max(LATE * often, LATE_LEAST)
    }


def _quiet(history: History, now: datetime, alerts: Alerts) -> str | None:
    arrivals = _apart(sorted(history.arrivals))
    if len(arrivals) < LEAST_ARRIVALS or arrivals[-1] - arrivals[0] < LEAST_DAYS:
        return None
    silence = now - arrivals[-1]
    if sum(crawl.started > history.arrivals[-1] for crawl in history.crawls) < LOOKED_SINCE:
        return None
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(arrivals)]
    usual = quantiles(gaps, n=20)[-1]
    least = LEAST_SILENCE if arrivals[-1] - arrivals[0] >= WEEKENDS else WEEKEND
    allowed = max(alerts.quiet * usual, LONGER * max(gaps), least.total_seconds())
    if silence.total_seconds() <= allowed:
        return None
    return f"no new article for {_long(silence)}; nineteen of twenty came within {_long(timedelta(seconds=usual))}"


def _apart(times: Sequence[datetime]) -> list[datetime]:
    """One time for crawls that follow each other at once, as one does that was killed."""
    apart: list[datetime] = []
    for time in times:
        if not apart or time - apart[-1] > timedelta(minutes=10):
            apart.append(time)
    return apart


def _failing(history: History, _now: datetime, alerts: Alerts) -> str | None:
    last = [crawl for crawl in history.crawls if crawl.ended not in {None, "interrupted"}][-alerts.failures :]
    if len(last) < alerts.failures or not all(map(_in_vain, last)):
        return None
    ends = ", ".join(sorted({crawl.ended for crawl in last if crawl.ended and crawl.ended != "done"}))
    return f"nothing could be fetched in {len(last)} crawls since {instant(last[0].started)}" + (
        f" ({ends})" if ends else ""
    )


def _in_vain(crawl: Crawl) -> bool:
    return crawl.ended == "unreachable" or (crawl.fetched > 0 and crawl.failed + crawl.refused == crawl.fetched)


def _decayed(history: History, _now: datetime, alerts: Alerts) -> str | None:
    found = (_worse(history.pages[:-count], history.pages[-count:], alerts) for count in RECENT)
    return next(filter(None, found), None)


def _worse(before: Sequence[Arrived], recent: Sequence[Arrived], alerts: Alerts) -> str | None:
    if len(recent) < LEAST_RECENT or len(before) < LEAST_BEFORE:
        return None
    told = [_fallen("pages that are articles", before, recent, lambda page: page.article, alerts)]
    articles_before, articles = [page for page in before if page.article], [page for page in recent if page.article]
    if len(articles) >= LEAST_RECENT and len(articles_before) >= LEAST_BEFORE:
        told += [
            _fallen("articles with a title", articles_before, articles, lambda page: page.title, alerts),
            _fallen("articles with a date", articles_before, articles, lambda page: page.published, alerts),
            _fallen("articles with an author", articles_before, articles, lambda page: page.author, alerts),
            _shorter(articles_before, articles),
        ]
    return "; ".join(filter(None, told)) or None


def _fallen(
    what: str, before: Sequence[Arrived], recent: Sequence[Arrived], has: Callable[[Arrived], bool], alerts: Alerts
) -> str | None:
    usual, now = _share(before, has), _share(recent, has)
    if usual < USUAL_SHARE or now > usual * (1 - alerts.decay):
        return None
    if _chance(sum(map(has, recent)), len(recent), usual) > CHANCE:
        return None
    return f"{what}: {now:.0%} of the last {len(recent)}, {usual:.0%} before"


def _share(pages: Sequence[Arrived], has: Callable[[Arrived], bool]) -> float:
    return sum(map(has, pages)) / len(pages)


def _chance(count: int, pages: int, share: float) -> float:
    """How likely no more of so many pages have what this share of all has.

    >>> _chance(0, 2, 0.9) < 0.011, _chance(2, 2, 0.9)
    (True, 1.0)
    """
    return sum(comb(pages, hits) * share**hits * (1 - share) ** (pages - hits) for hits in range(count + 1))


def _shorter(before: Sequence[Arrived], recent: Sequence[Arrived]) -> str | None:
    usual, now = median(page.words for page in before), median(page.words for page in recent)
    longer = sum(page.words > usual for page in recent)
    if now > usual * (1 - SHORTER) or _chance(longer, len(recent), 0.5) > CHANCE:
        return None
    return f"words of an article: {now:.0f} at the median of the last {len(recent)}, {usual:.0f} before"


def _long(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return (
        f"{hours / 24:.0f} days" if hours >= 72 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"
    )
