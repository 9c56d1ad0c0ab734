"""A page cleaned by a rule, or without it where the rule no longer fits the page.

Theory of operation. Sites change and rules do not. A rule is stale on a page when its body selectors find nothing,
or when what is left of the text is under STALE_SHARE of what the general way finds. Then the body selection is given up
first, then the whole rule, and the article says so (`stale-rule`). The general way is run for the comparison
only where it could win: as long as the rule's text is STALE_SHARE of all text on the page, nothing can be four times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.html.page import clean_page
from pipelines.site_rules.book import rule_of
from pipelines.site_rules.guide import Guide
from pipelines.site_rules.values import SiteRule, SiteRules
from pipelines.types import Article, SiteProfile

__all__ = ["STALE_SHARE", "clean_by_rule", "rewritten"]

STALE_SHARE = 0.25
"""Of the general way's text. Rules are written to take out what it keeps, comments and lists, so half may be right."""
LEAST_TEXT = 400
"""Characters of the general way's text from which shares are looked at: the tiny pages of examples are one line and a box."""
MOST_GROWTH = 2.0
LEAST_LIMIT = 1_000_000
"""Characters: markup may grow to twice its size, or to this, by replacements; more is refused."""


def clean_by_rule(text: str, url: str | None, rules: SiteRules, profile: SiteProfile | None = None) -> Article:
    """The article by the rule, the general way's where the rule is stale."""
    rule = rule_of(rules)
    text = rewritten(text, rule)
    general: Article | None = None
    for number, attempt in enumerate(_attempts(rule)):
        guide = Guide(attempt)
        article = clean_page(text, url, profile, guide)
        stale = number > 0 or (bool(rule.body) and guide.chosen is None)
        if not _could_be_longer(article):
            return _finished(article, guide, stale=stale)
        general = general or clean_page(text, url, profile)
        if len(general.text) < LEAST_TEXT or len(article.text) >= STALE_SHARE * len(general.text):
            return _finished(article, guide, stale=stale)
    general = general or clean_page(text, url, profile)
    return replace(general, warnings=(*general.warnings, "stale-rule"))


def rewritten(text: str, rule: SiteRule) -> str:
    """The markup with the rule's replacements made, as far as it does not grow beyond measure."""
    limit = max(LEAST_LIMIT, MOST_GROWTH * len(text))
    for wanted, put in rule.replacements:
        if not wanted:
            continue
        if len(put) > len(wanted) and len(text) + text.count(wanted) * (len(put) - len(wanted)) > limit:
            continue
        text = text.replace(wanted, put)
    return text


def _attempts(rule: SiteRule) -> Iterator[SiteRule]:
    yield rule
    if rule.body:
        yield rule.without_body()


def _could_be_longer(article: Article) -> bool:
    """Whether another way could find so much more that the rule would be stale."""
    shown = sum(len(block.text) for block in article.blocks if block.reason != "hidden")
    return shown >= LEAST_TEXT and len(article.text) < STALE_SHARE * shown


def _finished(article: Article, guide: Guide, *, stale: bool) -> Article:
    told = guide.told
    warnings = (*(("stale-rule",) if stale else ()), *(("native-ad",) if told and told.native_ad else ()))
    article = replace(article, warnings=(*article.warnings, *warnings))
    if told and (told.single_page or told.next_page):
        article = replace(article, single_page=told.single_page, next_page=told.next_page)
    return article
