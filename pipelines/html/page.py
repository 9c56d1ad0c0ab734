"""One HTML page to one article: the walk, and the order of the steps that decide about blocks.

Leaves out what a step does (a module each) and whether the result is an article (pipelines.quality).

    text -> tree -> blocks -> FIRST: what structure alone tells -> pruned tree -> trafilatura
         -> THEN: what can be told once the text is known -> article

Structure comes first because what trafilatura takes for the article depends on how much of which text there is.
The tree is pruned last of all: metadata is read from the whole page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.attributes import read_attributes
from pipelines.html.align import coverage
from pipelines.html.appeals import remove_appeals
from pipelines.html.blocks import read_page
from pipelines.html.boxes import remove_boxes_set_in
from pipelines.html.captions import captions_of, set_captions_apart
from pipelines.html.comment_sections import remove_comment_sections
from pipelines.html.comments import comments_of, set_comments_apart
from pipelines.html.extractor import Before, kept_segments
from pipelines.html.furniture import explain_the_rest, remove_consent, remove_named_containers, remove_other_stories
from pipelines.html.gaps import fill_gaps, fill_series
from pipelines.html.headline import remove_bylines, remove_headline, set_title_apart
from pipelines.html.junk import remove_junk_lines, remove_labelled_boxes, remove_pitches, remove_rest_of_widgets
from pipelines.html.ledger import Ledger
from pipelines.html.link_lists import remove_link_lists
from pipelines.html.mailing import remove_address_boxes, remove_fallbacks
from pipelines.html.medium import remove_lines_of_the_medium
from pipelines.html.opinions import ask_others, ask_second
from pipelines.html.places import Page
from pipelines.html.posts import keep_posts
from pipelines.html.product import keep_description
from pipelines.html.recurring import remove_recurring
from pipelines.html.related import remove_related_lines
from pipelines.html.repeats import remove_repeats
from pipelines.html.strangers import remove_strangers
from pipelines.html.tail import cut_last_headings, cut_tail
from pipelines.html.targets import site_of
from pipelines.html.tree import parse
from pipelines.html.weigh import weigh_blocks
from pipelines.html.weighed_stories import remove_weighed_stories
from pipelines.language import language_of
from pipelines.metadata import Metadata, read_metadata
from pipelines.page_type import PageType, page_type_of
from pipelines.pitches import Medium
from pipelines.types import Article, Origin, SiteProfile

if TYPE_CHECKING:
    from pipelines.site_rules.guide import Guide

__all__ = ["FIRST", "THEN", "clean_page", "decide"]

COVERED = 0.5
"""A block counts as kept by trafilatura when half of its letters are; on 793 articles 1 block in 4,000 lies between."""

Step = Callable[[Ledger], None]

FIRST: tuple[Step, ...] = (
    set_title_apart,
    remove_consent,
    remove_fallbacks,
    set_comments_apart,
    remove_address_boxes,
    remove_other_stories,
    remove_strangers,
    remove_weighed_stories,
    remove_named_containers,
    remove_labelled_boxes,
    remove_link_lists,
)
"""Read from structure alone; what they take out is pruned from the tree before trafilatura sees it."""

THEN: tuple[Step, ...] = (
    remove_headline,
    remove_bylines,
    set_captions_apart,
    remove_junk_lines,
    remove_comment_sections,
    remove_pitches,
    remove_rest_of_widgets,
    remove_boxes_set_in,
    remove_lines_of_the_medium,
    remove_repeats,
    cut_tail,
    fill_gaps,
    weigh_blocks,
    fill_series,
    remove_related_lines,
    remove_appeals,
    cut_last_headings,
    explain_the_rest,
    keep_posts,
)
"""The rules on top of trafilatura; each says what it takes out or brings back, and why."""


def clean_page(
    text: str, url: str | None = None, profile: SiteProfile | None = None, guide: Guide | None = None
) -> Article:
    """The article a page holds, with its ledger; an article without blocks where the page has no text.

    A guide is a rule that a person wrote for the site, at work on this page.
    """
    parsed = parse(text)
    if parsed.root is None:
        return Article(blocks=(), url=url, warnings=parsed.warnings)
    if guide:
        guide.read(parsed.root, url)
    attributes = read_attributes(parsed.root)
    metadata = read_metadata(parsed.root, url, attributes=attributes)
    metadata = guide.told_of(metadata) if guide else metadata
    page = read_page(parsed.root, attributes)
    kind = page_type_of(page, metadata, url)
    ledger = ledger_of(page, metadata, kind, url)
    if guide:
        guide.mark(ledger)
    decide(ledger, parsed.root, text, guide)
    described = keep_description(ledger, metadata.product_text)
    remove_recurring(ledger, profile)
    if guide:
        guide.settle(ledger)
    article = Article(
        blocks=(*ledger.blocks(), *described),
        captions=captions_of(ledger),
        comments=comments_of(ledger),
        url=url or metadata.canonical_url,
        warnings=parsed.warnings,
        page_type=kind.value,
        origins=kind.as_origin(),
    )
    page.release()
    return with_metadata(article, metadata)


def ledger_of(page: Page, metadata: Metadata, kind: PageType, url: str | None) -> Ledger:
    """A page's ledger before the first step."""
    return Ledger(
        page=page,
        url=url,
        title=metadata.title,
        authors=metadata.authors,
        medium=medium_of(metadata, url),
        page_type=kind.believed,
        likely_type=kind.value,
        type_confidence=kind.confidence,
    )


def medium_of(metadata: Metadata, url: str | None) -> Medium:
    """Who publishes a page, as far as the page and its address say."""
    try:
        host = urlsplit(url or metadata.canonical_url or "").hostname or ""
    except ValueError:
        host = ""
    return Medium(name=metadata.site or "", site=site_of(host) if host else "", authors=metadata.authors)


def with_metadata(article: Article, metadata: Metadata) -> Article:
    """The article with what the page says of itself, and the language its text is written in."""
    language, confidence = language_of(article.text, metadata.languages)
    told = Origin(field="language", origin="the text and what the page declares", confidence=round(confidence, 2))
    return replace(
        article,
        title=metadata.title,
        byline=metadata.byline,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        language=language,
        section=metadata.section,
        tags=metadata.tags,
        site=metadata.site,
        canonical_url=metadata.canonical_url,
        lead_image=metadata.lead_image,
        paywalled=metadata.paywalled,
        origins=(*metadata.origins, *article.origins, *((told,) if language else ())),
    )


def decide(ledger: Ledger, root: HtmlElement, html: str, guide: Guide | None = None) -> None:
    """Every block's verdict. The tree is pruned on the way."""
    for step in FIRST:
        step(ledger)
    prune(ledger)
    ask_second(ledger, html)
    if guide and guide.chosen:
        guide.keep_body(ledger)
    else:
        before = Before()
        keep_segments(ledger, kept_segments(root, ledger.url, attributes=ledger.page.attributes, before=before))
        ask_others(ledger, root, before)
    for step in THEN:
        step(ledger)


def keep_segments(ledger: Ledger, segments: tuple[str, ...]) -> None:
    """Keep the blocks that an extractor's text covers, of those nothing has been said about."""
    shares = coverage([key if ledger.is_open(i) else "" for i, key in enumerate(ledger.keys)], segments)
    for index, share in enumerate(shares):
        if share >= COVERED:
            ledger.keep(index)


def prune(ledger: Ledger) -> None:
    """Take what is decided out of the tree: the largest elements whose blocks are all out."""
    done = 0
    for place in ledger.page.places:
        if place.first < done or place.first == place.last or place.parent is None:
            continue
        if not any(ledger.is_open(i) or ledger.reasons[i] == "title" for i in range(place.first, place.last)):
            place.element.drop_tree()
            done = place.last
