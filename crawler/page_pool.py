"""The worker pool set up for pages: what happens to a page whose worker failed. How workers are kept is `crawler.workers`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from archive.prepared import Prepared
from crawler.page_work import Page, body_of
from crawler.workers import Limits, Remedies, WorkerPool
from pipelines.types import Article, Capture, Outcome, PageSignature, Rejection, Rules, SiteProfile

__all__ = ["BESIDE_A_CRAWL", "DOUBTFUL", "Answer", "PagePool", "Pool", "Sealed", "Sealing", "Task", "page_pool"]

Task = tuple[Page, SiteProfile | None]
Answer = Outcome | Prepared | PageSignature | None
"""What cleaning a page gives, or looking at it for site memory (`crawler.page_work`)."""


class Pool(Protocol):
    """Whatever cleans pages: the worker processes of this machine, or those of a cluster."""

    @property
    def reads_files(self) -> bool:
        """Whether its workers see the files of this machine, so that pages need not travel to them."""
        ...

    def warm_up(self) -> None: ...
    def map(self, work: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]: ...


DOUBTFUL = frozenset({"no-text", "too-short", "cleaning-error"})
"""Rejections that a failed allocation inside a library could have caused."""

WARM = "crawler.warm"

BESIDE_A_CRAWL = Limits(niceness=5)
"""Where a reactor answers servers while pages are cleaned, it comes first."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An answer pickled, for one who hands it on: unpacking an article's blocks and packing them again takes 1.4 ms."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """Work whose answers come sealed."""

    work: Callable[[Task], Answer]

    def __call__(self, task: Task) -> Sealed:
        return Sealed(pickle.dumps(self.work(task), protocol=5))


class PagePool(WorkerPool[Task, Answer]):
    """Worker processes of this machine."""

    reads_files = True


def page_pool(rules: Rules, processes: int | None = None, limits: Limits | None = None) -> PagePool:
    """A pool for `clean_many(tasks, rules, map=pool.map)`."""
    remedies: Remedies[Task, Answer] = Remedies(
        rescue=partial(_rescue, rules), lost=partial(_lost, rules), doubt=is_doubtful, weigh=_weigh, warm=WARM
    )
    return PagePool(remedies, processes, limits)


def is_doubtful(outcome: Answer | Sealed) -> bool:
    """True where little or nothing was found, or only by a simpler way than the usual one."""
    if isinstance(outcome, Sealed):
        answer: Answer = pickle.loads(outcome.content)  # noqa: S301 - packed in this very process
        return is_doubtful(answer)
    if isinstance(outcome, Rejection):
        return outcome.reason in DOUBTFUL
    if isinstance(outcome, PageSignature):
        return not outcome.lines
    return isinstance(outcome, Article | Prepared) and "fallback" in outcome.warnings


def _rescue(rules: Rules, task: Task, reason: str, detail: str) -> Outcome:
    from pipelines.clean import rescue  # late: the parent has no use for the extraction libraries

    return rescue(body_of(task[0]), rules, reason, detail)


def _lost(rules: Rules, _task: Task, reason: str, detail: str) -> Outcome:
    return Rejection(reason=reason, detail=detail, cleaned_by=rules.label)


def _weigh(task: Task) -> int:
    return len(task[0].body) if isinstance(task[0], Capture) else 0
