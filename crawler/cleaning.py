"""The run of `copydesk clean`: save every input first, then clean what has no outcome yet.

    read_paths -> save_captures            all of it before anything is cleaned, so what the pages of a
                                           site have in common does not depend on their order
    to_look_at -> look over the pool -> save_signatures      what site memory is learned from; once for each page
    pending -> clean_page over the pool -> save_outcomes     in the order of captures; workers read, clean, and make rows

Nothing is remembered here: a run that was killed leaves captures without an outcome, and the same
command goes on with them. Leaves out how each step is done.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import itemgetter

from archive.archive import Archive, Run
from archive.batches import batched
from archive.prepared import Prepared, Ready
from crawler.interrupts import held_back
from crawler.listing import named
from crawler.page_pool import Pool
from crawler.page_work import Page, clean_page, handed_out, look_at_page
from crawler.progress import Progress
from crawler.workers import PoolError
from pipelines.reasons import FAILED
from pipelines.types import Article, Capture, Outcome, PageSignature, Rejection, Rules, SiteProfile, Unreadable

__all__ = ["Desk", "Listed", "Tally", "clean_pending", "report_refused", "save_inputs"]

OUTCOMES_A_BATCH = 200
SECONDS_A_BATCH = 1.0
"""Outcomes are saved when there are so many, or after so long: this is what a kill can cost, and it is only time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page without an article, as it is listed: where it came from and why."""

    source: str
    reason: str
    detail: str

    @classmethod
    def of(cls, unreadable: Unreadable) -> Listed:
        return cls(source=unreadable.provenance.address, reason=unreadable.reason, detail=unreadable.detail)

    @property
    def failed(self) -> bool:
        """Something went wrong, as opposed to a page that is no article."""
        return self.reason in FAILED


BECAME: dict[str, tuple[str, str]] = {
    "articles": ("new article", "new articles"),
    "versions": ("new version of an article", "new versions of articles"),
    "copies": ("copy of an article", "copies of articles"),
    "not_articles": ("not an article", "not articles"),
    "failed": ("failed", "failed"),
}
"""What became of pages, by the counts of a tally: in words for one and for several."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """The counts of one run. They add up: `pages` is what came in, the rest is what became of it."""

    read: int = 0
    left_over: int = 0
    """Saved by an earlier run that was stopped, and cleaned by this one."""
    met_again: int = 0
    """Those of them that this run has read once more."""
    first_cleaned: int = 0
    """The capture this run began to clean with."""
    already_held: int = 0
    known: int = 0
    """Those that the archive holds and that are no article: counted among `not_articles` or `failed` once more."""
    articles: int = 0
    versions: int = 0
    copies: int = 0
    not_articles: int = 0
    failed: int = 0
    stale_rules: int = 0
    """Articles on whose pages a site's rule found nothing; lists of teasers have no body to be found."""

    @property
    def pages(self) -> int:
        """All pages that came in, each once."""
        return self.read - self.met_again + self.left_over

    @property
    def new(self) -> int:
        """Pages the archive had not seen before this run."""
        return self.read - self.met_again - self.already_held - self.known

    @property
    def became(self) -> dict[str, int]:
        """What became of the pages that were cleaned, by the names of these counts."""
        return {name: getattr(self, name) for name in BECAME}

    def add(self, outcomes: Mapping[str, int]) -> None:
        """Add the outcomes of a batch, counted by the slugs of `captures.outcome`."""
        self.articles += outcomes.get("article", 0)
        self.versions += outcomes.get("version", 0)
        self.copies += outcomes.get("copy", 0)
        self.not_articles += outcomes.get("not-article", 0)
        self.failed += outcomes.get("failed", 0)

    def adds_up(self) -> bool:
        """Whether every page has become something."""
        return self.pages == sum(self.became.values()) + self.already_held


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a run works with."""

    archive: Archive
    run: Run
    pool: Pool
    tally: Tally
    progress: Progress
    remark: Callable[[Listed], None]
    """Called for every page without an article."""
    is_part: bool = False
    """The archive has a part of a dump only: site memory will be learned from all of them, so single pages are looked at too."""


def save_inputs(desk: Desk, inputs: Iterable[Capture | Unreadable]) -> None:
    """Save what the readers bring, raw, before any of it is cleaned."""
    for batch in batched(inputs):
        with held_back():
            saved = desk.archive.save_captures(batch, desk.run)
        desk.tally.read += len(batch)
        desk.tally.already_held += saved.already_held
        desk.tally.met_again += saved.left_over
        desk.progress.reading(desk.tally.read)
        if saved.new:
            desk.pool.warm_up()
        desk.tally.known += len(saved.known)
        for one in (*saved.refused, *saved.known):
            place = named(one.source, one.url)
            report_refused(desk.tally, desk.remark, Listed(source=place, reason=one.reason, detail=one.detail))


def report_refused(tally: Tally, remark: Callable[[Listed], None], listed: Listed) -> None:
    """Count and name an input that is no page."""
    tally.add({"failed" if listed.failed else "not-article": 1})
    remark(listed)


def look_at_sites(desk: Desk) -> None:
    """Have every page looked at that site memory needs for what is to do. A page that cannot be read teaches nothing."""
    wanted = desk.archive.to_look_at(fewest=1 if desk.is_part else 2)
    first = next(wanted, None)
    if first is None:
        return
    waiting: deque[tuple[str, str]] = deque()

    def tasks() -> Iterator[tuple[Page, None]]:
        for site, page in chain((first,), wanted):
            waiting.append((site, page.digest))
            yield handed_out(page, reads_files=desk.pool.reads_files), None

    batch: list[tuple[str, PageSignature]] = []
    for count, seen in enumerate(desk.pool.map(look_at_page, tasks()), start=1):
        desk.progress.looking(count)
        site, digest = waiting.popleft()
        if seen is None or (isinstance(seen, Rejection) and seen.reason == "worker-died"):
            continue  # damaged, or perhaps for want of a processor: not remembered, so the next run looks again
        batch.append((site, seen if isinstance(seen, PageSignature) else PageSignature(digest=digest, lines=())))
        if len(batch) >= OUTCOMES_A_BATCH:
            _keep_signatures(desk, batch)
            batch = []
    _keep_signatures(desk, batch)


def _keep_signatures(desk: Desk, batch: list[tuple[str, PageSignature]]) -> None:
    if batch:
        with held_back():
            desk.archive.save_signatures(batch)


def clean_pending(desk: Desk, rules: Rules, known: Iterable[tuple[int, Outcome]] = ()) -> None:
    """Clean every capture that has no outcome, and save the outcomes in the order of captures.

    `known` are outcomes, in that order, of captures that the archive has set aside.
    """
    total = desk.archive.count_pending()
    if not total:
        desk.archive.settle()
        return
    to_clean = desk.archive.count_to_clean()
    if to_clean:
        desk.pool.warm_up()
    if rules.use_site_memory:
        look_at_sites(desk)
    desk.progress.cleaning(total)
    batch: list[tuple[int, Outcome | Ready]] = []
    due = time.monotonic() + SECONDS_A_BATCH
    try:
        for one in heapq.merge(_cleaned(desk, rules) if to_clean else (), known, key=itemgetter(0)):
            batch.append(one)
            if len(batch) >= OUTCOMES_A_BATCH or time.monotonic() > due:
                _save(desk, batch)
                batch, due = [], time.monotonic() + SECONDS_A_BATCH
    except PoolError:
        _save(desk, batch)
        raise
    _save(desk, batch)
    desk.archive.settle()


def _cleaned(desk: Desk, rules: Rules) -> Iterator[tuple[int, Outcome | Ready]]:
    waiting: deque[tuple[int, str]] = deque()
    for outcome in desk.pool.map(partial(clean_page, rules), _tasks(desk, waiting)):
        if not isinstance(outcome, Article | Prepared | Rejection):
            raise TypeError(f"a worker answered with {type(outcome).__name__}, which is no outcome")
        number, source = waiting.popleft()
        desk.tally.first_cleaned = desk.tally.first_cleaned or number
        if isinstance(outcome, Rejection):
            desk.remark(Listed(source=source, reason=outcome.reason, detail=outcome.detail))
        else:
            desk.tally.stale_rules += "stale-rule" in outcome.warnings
        yield number, outcome


def _tasks(desk: Desk, waiting: deque[tuple[int, str]]) -> Iterator[tuple[Page, SiteProfile | None]]:
    """What is to do; `waiting` gets the number and name of each, in the order in which outcomes will come."""
    for pending in desk.archive.pending():
        capture = pending.page.capture
        waiting.append((pending.id, named(capture.provenance.address, capture.url)))
        yield handed_out(pending.page, reads_files=desk.pool.reads_files), pending.profile


def _save(desk: Desk, batch: list[tuple[int, Outcome | Ready]]) -> None:
    if not batch:
        return
    with held_back():
        desk.tally.add(desk.archive.save_outcomes(batch, desk.run))
    desk.progress.cleaned(len(batch), desk.tally.failed)
