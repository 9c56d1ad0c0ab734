"""The main path: one capture to one article, or to a rejection that says why and holds the best text.

    capture -> decode -> text dump or HTML page -> blocks with verdicts -> metadata -> language -> article or not

Leaves out how each step is done: decoding is pipelines.decode, a text dump is pipelines.dump, an HTML page
is pipelines.html, what makes an article is pipelines.quality. Pure: no I/O, no clock, no memory of other
pages; the same capture and rules give the same outcome in any process. Nothing a page does raises here: an unexpected
error costs its own page and becomes a rejection with the text that can still be had. What does raise is an error of
the machine (pipelines.faults), which must not become a page's outcome.

What a page can do to its process (time, memory) is bounded from outside, by crawler.workers; `rescue` is
what such a page gets instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pipelines.decode import decode
from pipelines.dump import clean_dump
from pipelines.faults import is_of_the_machine
from pipelines.garbage import collecting_rarely
from pipelines.html import clean_page
from pipelines.kinds import kind_of
from pipelines.language import language_of
from pipelines.quality import judge
from pipelines.rescue import plain_blocks
from pipelines.stated import with_stated
from pipelines.types import Article, Capture, Origin, Outcome, Rejection, Rules, SiteProfile

__all__ = ["Task", "clean", "clean_many", "rescue", "says_html"]

Task = tuple[Capture, SiteProfile | None]

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
SNIFFED = 65_536
"""Bytes looked at where no type is declared; browsers look at fewer, saved pages begin with long comments."""

SMALL = 1_000_000
"""Bytes of a page that is cleaned again without its site's rule, in what is left of its time."""

_DEFAULT = Rules()


def clean(capture: Capture, rules: Rules = _DEFAULT, profile: SiteProfile | None = None) -> Outcome:
    """The article a capture holds, or why it holds none. Never raises for what a page holds."""
    rules = _narrowed(rules, capture)
    try:
        with collecting_rarely():
            return _clean(capture, rules, profile)
    except Exception as error:  # whatever a page does to a library, it costs this page only
        if is_of_the_machine(error):
            raise
        reason = "memory-limit" if isinstance(error, MemoryError) else "cleaning-error"
        return rescue(capture, rules, reason, f"{type(error).__name__}: {error}")


def clean_many(
    tasks: Iterable[Task],
    rules: Rules = _DEFAULT,
    map: Callable[..., Iterable[Any]] = map,  # noqa: A002 - whatever has the builtin's shape goes by its name
) -> Iterator[Outcome]:
    """The outcomes of many captures, in their order; `map` decides where the work is done."""
    yield from map(partial(_clean_task, rules), tasks)


def rescue(capture: Capture, rules: Rules, reason: str, detail: str) -> Outcome:
    """A rejection with the text that can be had cheaply, in time that grows with the page's size only.

    A page that a person's rule acts on is cleaned without it: more likely than the page, the rule is at fault.
    """
    rules = _narrowed(rules, capture)
    if rules.site_rules is not None and len(capture.body) <= SMALL:
        outcome = clean(capture, replace(rules, site_rules=None))
        if isinstance(outcome, Article):
            return replace(outcome, warnings=(*outcome.warnings, "stale-rule"), cleaned_by=rules.label)
        return outcome
    try:
        decoded = decode(capture.body, capture.content_type)
        blocks = plain_blocks(decoded.text, html=says_html(capture))
        best = Article(blocks=blocks, url=capture.url, warnings=("fallback",), cleaned_by=rules.label)
        best = with_stated(best, capture.stated, wins=False)
    except Exception:  # noqa: BLE001 - the reason that brought the page here is the one to report
        best = Article(blocks=())
    return Rejection(reason=reason, detail=detail, best=best if best.blocks else None, cleaned_by=rules.label)


def _clean_html(text: str, url: str | None, rules: Rules, profile: SiteProfile | None) -> Article:
    if rules.site_rules is None:
        return clean_page(text, url, profile)
    from pipelines.site_rules.cleaning import clean_by_rule  # late: few archives have rules

    return clean_by_rule(text, url, rules.site_rules, profile)


def _narrowed(rules: Rules, capture: Capture) -> Rules:
    """The rules with those for the page's site only: others have no part in what becomes of it."""
    if rules.site_rules is None:
        return rules
    from pipelines.site_rules.book import rules_for

    return replace(rules, site_rules=rules_for(rules.site_rules, capture.url, capture.fetched_at))


def _clean_task(rules: Rules, task: Task) -> Outcome:
    capture, profile = task
    return clean(capture, rules, profile)


def _clean(capture: Capture, rules: Rules, profile: SiteProfile | None) -> Outcome:
    profile = profile if rules.use_site_memory else None
    cleaned_by = rules.label + (profile.label if profile else "")
    if not capture.body:
        return Rejection(reason="empty", detail="the body has no bytes", cleaned_by=cleaned_by)
    decoded = decode(capture.body, capture.content_type)
    is_html = says_html(capture)
    if is_html:
        article = _clean_html(decoded.text, capture.url, rules, profile)
    else:
        article = replace(clean_dump(decoded.text, rules, profile), url=capture.url)
    warnings = (*article.warnings, *(("guessed-encoding",) if decoded.guessed else ()))
    article = replace(_with_language(article), warnings=warnings, cleaned_by=cleaned_by)
    article = with_stated(article, capture.stated, wins=not is_html)
    outcome = judge(article, rules, capture.status)
    if isinstance(outcome, Rejection) and not article.words:
        return replace(outcome, best=_at_least_something(article, decoded.text, html=is_html))
    return outcome


def _at_least_something(article: Article, text: str, *, html: bool) -> Article:
    """What a page that is no article still says, so that its best text can be read: all of it, unexamined."""
    blocks = plain_blocks(text, html=html)
    if not blocks:
        return article
    return replace(article, blocks=blocks, captions=(), comments=(), warnings=(*article.warnings, "fallback"))


def _with_language(article: Article) -> Article:
    """The article with the language of its text; a page's own declarations were weighed where they were read."""
    if article.language is not None:
        return article
    language, confidence = language_of(article.text)
    if language is None:
        return article
    origin = Origin(field="language", origin="the text", confidence=round(confidence, 2))
    return replace(article, language=language, origins=(*article.origins, origin))


def says_html(capture: Capture) -> bool:
    """By the declared type where it names one of the two walks, else by content."""
    declared = (capture.content_type or "").split(";")[0].strip().lower()
    if declared in HTML_TYPES:
        return True
    return declared != "text/plain" and kind_of(capture.body[:SNIFFED]) in ("html", "xml")
