"""Rules tried out: on their own examples, and on the pages of an archive. Nothing is stored.

Every page is cleaned in the worker pool, once without the rules and once with them, so that a rule that takes for ever
costs its page ten seconds. Site memory has no part in it: what differs is the rule's doing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import islice

from archive.archive import Archive
from archive.errors import RawDamaged
from archive.identity import url_identity
from crawler.output import best_article
from crawler.page_pool import PagePool
from pipelines.site_rules.book import rules_for
from pipelines.site_rules.examples import disappointments
from pipelines.site_rules.values import Example, SiteRule, SiteRules
from pipelines.types import Article, Capture, Outcome, Provenance, Rejection, Rules

__all__ = ["Trial", "try_archive", "try_examples"]

PAGES_A_BATCH = 20
"""Pages that are held in memory, with both outcomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One page, without a rule and with it."""

    page: str
    rule: str
    """The rule's file."""
    before: Article
    after: Article
    is_article: bool = True
    """False for a list of teasers and the like, on which a rule for articles finds nothing, and rightly."""
    failures: tuple[str, ...] = ()
    """What an example expects of the page and does not get."""
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    told: tuple[tuple[str, str, str], ...] = field(default=())
    """Metadata that differ: field, before, after."""

    @property
    def is_stale(self) -> bool:
        """The rule finds nothing on the page, or nearly nothing."""
        return self.is_article and "stale-rule" in self.after.warnings

    @property
    def changes(self) -> bool:
        """Whether the rule makes a difference."""
        return bool(self.gone or self.come or self.told)


def try_examples(rules: Iterable[SiteRule], book: SiteRules, pool: PagePool) -> Iterator[tuple[str, int, str]]:
    """File, line and failure for each example with a page of its own that does not come out as expected."""
    waiting: list[tuple[SiteRule, Example]] = []
    for rule in rules:
        waiting += [(rule, example) for example in rule.examples if example.page is not None]
    for start in range(0, len(waiting), PAGES_A_BATCH):
        batch = waiting[start : start + PAGES_A_BATCH]
        outcomes = _cleaned([_capture_of(rule, example) for rule, example in batch], Rules(site_rules=book), pool)
        for (rule, example), outcome in zip(batch, outcomes, strict=True):
            for failure in _failures(rule, example, book, outcome):
                yield rule.file, example.line, failure


def try_archive(
    archive: Archive, rules: Iterable[SiteRule], book: SiteRules, pool: PagePool, site: str | None = None
) -> Iterator[Trial]:
    """Every page of the archive, or of a site in it, that a rule acts on."""
    examples: dict[str, list[Example]] = {}
    for rule in rules:
        for example in rule.examples:
            if example.url and example.page is None:
                examples.setdefault(url_identity(example.url), []).append(example)
    captures = _captures(archive, book, site)
    while batch := list(islice(captures, PAGES_A_BATCH)):
        pages = [capture for capture, _ in batch]
        before = _cleaned(pages, Rules(), pool)
        after = _cleaned(pages, Rules(site_rules=book), pool)
        for (capture, rule_file), old, new in zip(batch, before, after, strict=True):
            wanted = examples.get(url_identity(capture.url or ""), ())
            failures = tuple(failure for example in wanted for failure in disappointments(example, best_article(new)))
            yield _trial(capture, rule_file, (old, new), failures)


def _cleaned(captures: list[Capture], rules: Rules, pool: PagePool) -> list[Outcome]:
    from pipelines.clean import clean_many  # late: takes most of a second

    return list(clean_many(((capture, None) for capture in captures), rules, map=pool.map))


def _capture_of(rule: SiteRule, example: Example) -> Capture:
    host = rule.hosts[0]
    captured = example.captured or rule.valid_until or rule.valid_from
    return Capture(
        provenance=Provenance(source=rule.file, offset=example.line),
        body=(example.page or "").encode("utf-8", "replace"),
        url=example.url or f"https://{'any' if host.startswith('.') else ''}{host}/",
        fetched_at=datetime.combine(captured, time(), UTC) if captured else None,
        content_type="text/html; charset=utf-8",
    )


def _failures(rule: SiteRule, example: Example, book: SiteRules, outcome: Outcome) -> Iterator[str]:
    capture = _capture_of(rule, example)
    acting = _acting(book, capture)
    if acting != rule.file:
        yield f"{acting or 'no rule'} acts on {capture.url} at that time, not this one"
    elif isinstance(outcome, Rejection) and outcome.best is None:
        yield f"{outcome.reason}: {outcome.detail}"
    else:
        yield from disappointments(example, best_article(outcome))


def _acting(book: SiteRules, capture: Capture) -> str | None:
    chosen = rules_for(book, capture.url, capture.fetched_at)
    return chosen.rules[0].file if chosen else None


def _captures(archive: Archive, book: SiteRules, site: str | None) -> Iterator[tuple[Capture, str]]:
    """Pages with an address that a rule acts on, and the rule's file; each body once."""
    statement = "select id, url, digest from captures where url is not null and (?1 is null or site = ?1) order by id"
    seen: set[tuple[str, str]] = set()
    for number, url, digest in archive.conn.execute(statement, (site,)):
        if (url, digest) in seen or (not rules_for(book, url, None) and not _is_dated(book)):
            continue
        seen.add((url, digest))
        try:
            capture = archive.capture(number)
        except RawDamaged:
            continue
        acting = _acting(book, capture)
        if acting is not None:
            yield capture, acting


def _is_dated(book: SiteRules) -> bool:
    return any(rule.valid_until for rule in book.rules)


def _trial(capture: Capture, rule: str, outcomes: tuple[Outcome, Outcome], failures: tuple[str, ...]) -> Trial:
    before, after = map(best_article, outcomes)
    old, new = ([block.text for block in article.blocks if block.kept] for article in (before, after))
    return Trial(
        page=capture.url or capture.provenance.address,
        rule=rule,
        before=before,
        after=after,
        is_article=isinstance(outcomes[0], Article),
        failures=failures,
        gone=_beyond(old, new),
        come=_beyond(new, old),
        told=tuple(_differences(before, after)),
    )


def _beyond(lines: list[str], others: list[str]) -> tuple[str, ...]:
    left = Counter(others)
    beyond = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            beyond.append(line)
    return tuple(beyond)


def _differences(before: Article, after: Article) -> Iterator[tuple[str, str, str]]:
    for name in ("title", "authors", "published", "single_page", "next_page"):
        old, new = (_shown(getattr(article, name)) for article in (before, after))
        if old != new:
            yield name, old, new


def _shown(value: str | tuple[str, ...] | None) -> str:
    return ", ".join(value) if isinstance(value, tuple) else value or ""
