"""The main path: one capture to one article, or to a rejection that says why and holds the best text.

    capture -> decode -> text dump or HTML page -> blocks with verdicts -> metadata -> language -> article or not

Leaves out how each step is done: decoding is pipelines.decode, a text dump is pipelines.dump, an HTML page
is pipelines.html, what makes an article is pipelines.quality. Pure: no I/O, no clock, no memory of other
pages; the same capture and rules give the same outcome in any process. Nothing here raises: an unexpected
error costs its own page and becomes a rejection with the text that can still be had.

What a page can do to its process (time, memory) is bounded from outside, by crawler.workers; `rescue` is
what such a page gets instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pipelines.html import clean_page
from pipelines.quality import judge
from pipelines.rescue import plain_blocks
from pipelines.types import Article, Capture, Outcome, Rejection, Rules, SiteProfile

__all__ = ["Task", "clean", "clean_many", "rescue"]

Task = tuple[Capture, SiteProfile | None]

_DEFAULT = Rules()


def clean(capture: Capture, rules: Rules = _DEFAULT, profile: SiteProfile | None = None) -> Outcome:
    """The article a capture holds, or why it holds none. Never raises."""
    try:
        return _clean(capture, rules, profile)
    except Exception as error:  # noqa: BLE001 - whatever a page does to a library, it costs this page only
        return rescue(capture, rules, "cleaning-error", f"{type(error).__name__}: {error}")


def clean_many(
    tasks: Iterable[Task], rules: Rules = _DEFAULT, map: Callable[..., Iterable[Any]] = map
) -> Iterator[Outcome]:
    """The outcomes of many captures, in their order; `map` decides where the work is done."""
    yield from map(partial(_clean_task, rules), tasks)


def rescue(capture: Capture, rules: Rules, reason: str, detail: str) -> Rejection:
    """A rejection with the text that can be had cheaply, in time that grows with the page's size only."""
    try:
        blocks = plain_blocks(_text_of(capture), html=_is_html(capture))
    except Exception:  # noqa: BLE001 - the reason that brought the page here is the one to report
        blocks = ()
    best = Article(blocks=blocks, url=capture.url, warnings=("fallback",), cleaned_by=rules.label) if blocks else None
    return Rejection(reason=reason, detail=detail, best=best, cleaned_by=rules.label)


def _clean_task(rules: Rules, task: Task) -> Outcome:
    capture, profile = task
    return clean(capture, rules, profile)


def _clean(capture: Capture, rules: Rules, profile: SiteProfile | None) -> Outcome:
    if not capture.body:
        return Rejection(reason="empty", detail="the body has no bytes", cleaned_by=rules.label)
    text = _text_of(capture)
    article = clean_page(text, capture.url, rules, profile)
    return judge(replace(article, cleaned_by=rules.label), rules, capture.status)


def _text_of(capture: Capture) -> str:
    return capture.body.decode("utf-8", "replace")


def _is_html(capture: Capture) -> bool:
    return True
