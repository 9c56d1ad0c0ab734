"""One HTML page to one article: the walk, and the order of the steps that decide about blocks.

Leaves out what a step does (a module each) and whether the result is an article (pipelines.quality).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.html.align import coverage
from pipelines.html.blocks import Page, read_page
from pipelines.html.extractor import kept_segments
from pipelines.html.ledger import Ledger
from pipelines.html.tree import parse
from pipelines.types import Article, Rules, SiteProfile

__all__ = ["STEPS", "clean_page"]

COVERED = 0.5
"""A block counts as kept by trafilatura when half of its letters are; on 793 articles 1 block in 4,000 lies between."""

Step = Callable[[Ledger], None]

STEPS: tuple[Step, ...] = ()
"""The rules on top of trafilatura, in their order; each says what it takes out or brings back, and why."""


def clean_page(text: str, url: str | None = None, rules: Rules | None = None, profile: SiteProfile | None = None) -> Article:
    """The article a page holds, with its ledger; an article without blocks where the page has no text."""
    parsed = parse(text)
    if parsed.root is None:
        return Article(blocks=(), url=url, warnings=parsed.warnings)
    page = read_page(parsed.root)
    ledger = Ledger(page=page, kept=_kept(parsed.root, page, url), url=url)
    for step in STEPS:
        step(ledger)
    return Article(blocks=ledger.blocks(), url=url, warnings=parsed.warnings)


def _kept(root: HtmlElement, page: Page, url: str | None) -> list[bool]:
    shares = coverage([block.text for block in page.blocks], kept_segments(root, url))
    return [share >= COVERED for share in shares]
