"""Which rule acts on a page: chosen by its host, its path and the time it was captured.

One rule acts on a page. The nearest host wins: the host itself, then `.example.com` for news.example.com,
then what is above. A rule in our own format comes before a site config of Full-Text RSS: it was written here.
Among rules for one host those for certain paths or times come first, then the order of file names.
`global.txt` adds its strips and replacements to every rule that does not say `autodetect_on_failure: no`; its titles
and dates are left out, because the general way weighs what they look at, and more.

A capture without a time counts as made after all times: it is read with the newest layout.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from pipelines.site_rules.ftr import GLOBAL, host_of_file, read_ftr
from pipelines.site_rules.hosts import host_and_path, keys_for
from pipelines.site_rules.patterns import fits
from pipelines.site_rules.values import SiteRule, SiteRules, Unread

__all__ = ["rule_of", "rules_for"]


def rules_for(book: SiteRules, url: str | None, captured: datetime | date | None) -> SiteRules | None:
    """The rules that act on a page, few enough to travel with it; None where there is none."""
    place = host_and_path(url)
    if place is None:
        return None
    day = captured.date() if isinstance(captured, datetime) else captured
    rule = _chosen(book, *place, day)
    general = _rules_at(book, GLOBAL)
    taken = (*((rule,) if rule else ()), *(general if rule is None or rule.autodetect else ()))
    return SiteRules.of(taken) if taken else None


@lru_cache(maxsize=64)
def rule_of(chosen: SiteRules) -> SiteRule:
    """The rules for one page as one."""
    rule, *others = chosen.rules
    if GLOBAL in rule.hosts:
        rule, others = SiteRule(file=rule.file), list(chosen.rules)
    for general in others:
        rule = replace(
            rule,
            strips=(*rule.strips, *general.strips),
            images=(*rule.images, *general.images),
            replacements=(*rule.replacements, *general.replacements),
            native_ad=(*rule.native_ad, *general.native_ad),
        )
    return rule


def _chosen(book: SiteRules, host: str, path: str, day: date | None) -> SiteRule | None:
    holding = [rule for key in keys_for(host) for rule in _rules_at(book, key) if _holds(rule, path, day)]
    return next((rule for rule in holding if rule.own), holding[0] if holding else None)


def _holds(rule: SiteRule, path: str, day: date | None) -> bool:
    if rule.paths and not any(fits(pattern, path) for pattern in rule.paths):
        return False
    if day is None:
        return rule.valid_until is None
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


@lru_cache(maxsize=8)
def _index(book: SiteRules) -> dict[str, tuple[SiteRule | Unread, ...]]:
    """Host -> its rules in the order in which they are asked."""
    index: dict[str, list[SiteRule | Unread]] = {}
    for rule in sorted(book.rules, key=lambda rule: (not rule.is_bounded, rule.file)):
        for host in rule.hosts:
            index.setdefault(host, []).append(rule)
    for one in book.unread:
        index.setdefault(host_of_file(one.file) or "", []).append(one)
    return {host: tuple(rules) for host, rules in index.items()}


def _rules_at(book: SiteRules, key: str) -> tuple[SiteRule, ...]:
    rules = (one if isinstance(one, SiteRule) else _read(one) for one in _index(book).get(key, ()))
    return tuple(rule for rule in rules if rule is not None)


@lru_cache(maxsize=256)
def _read(config: Unread) -> SiteRule | None:
    return read_ftr(config.file, config.text)[0]
