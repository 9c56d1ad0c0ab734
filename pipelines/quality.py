"""Whether what was found is an article: the only place where a page is turned away for what it is.

Leaves out everything that went wrong on the way (pipelines.clean answers for that). A page is turned away with
its best text inside, so nothing is lost to a wrong verdict here; short real articles pass.
"""

from __future__ import annotations

import re

from pipelines.html.places import words_of
from pipelines.page_type import LISTS
from pipelines.types import Article, Outcome, Rejection, Rules

__all__ = ["judge"]

ERROR_STATUS = 400
"""HTTP statuses from here on say that the page is not what was asked for."""
ERROR_WORDS = 150
"""A page with more text than this is about errors, and none itself."""
LIST_BLOCKS = 10
LIST_PROSE = 0.2
"""A list of links or teasers: at least so many blocks of text, less than this share of the words in sentences.
On 1,497 pages: 49 of 216 listings and collections, 1 of 793 articles."""
SENTENCE_WORDS = 15

SURE = 0.9
"""Confidence from which a page's type turns it away. On 1,497 pages, each judged by a model that knew no page of its
domain: 42 of 117 collections, 7 of 99 listings, no other page but one product."""

_ERROR = re.compile(
    r"^\W*(?:error\W*)?[45]\d\d\b(?!\s*(?:years|days|people|million|km|m\b))|\bpage (?:not found|does not exist|cannot be found)|^not found\b|"
    r"^access denied|^forbidden|just a moment|attention required|are you (?:a robot|human)|verify (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies|seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|"
    r"página não encontrada|страница не найдена|сторінку не знайдено|sayfa bulunamadı|الصفحة غير موجودة|صفحه یافت نشد|"
    r"找不到页面|页面不存在|ページが見つかりません|페이지를 찾을 수 없",
    re.IGNORECASE,
)


def judge(article: Article, rules: Rules, status: int | None = None) -> Outcome:
    """The article, or why it is none."""
    verdict = _verdict(article, rules, status)
    if verdict is None:
        return article
    reason, detail = verdict
    return Rejection(reason=reason, detail=detail, best=article, cleaned_by=article.cleaned_by)


def _verdict(article: Article, rules: Rules, status: int | None) -> tuple[str, str] | None:
    if not any(block.text.strip() for block in article.blocks):
        return "no-text", "the page has no visible text"
    if status is not None and status >= ERROR_STATUS:
        return "error-page", f"answered with status {status}"
    words = article.words
    if words == 0:
        return _front_page(article) or _typed(article) or ("no-text", "no running text was found on the page")
    error = _error_line(article) if words < ERROR_WORDS else None
    if error is not None:
        return "error-page", f"says {error!r}"
    return _front_page(article) or _too_short(words, rules) or _listing(article)


def _front_page(article: Article) -> tuple[str, str] | None:
    return ("home-page", "its address is that of the site's front page") if article.page_type == "home" else None


def _too_short(words: int, rules: Rules) -> tuple[str, str] | None:
    if words >= rules.min_article_words:
        return None
    return "too-short", f"{words} words, at least {rules.min_article_words} make an article"


def _error_line(article: Article) -> str | None:
    headings = [block.text for block in article.blocks if block.kept and block.role == "heading"]
    return next((line[:80] for line in (article.title or "", *headings[:1]) if _ERROR.search(line)), None)


def _typed(article: Article) -> tuple[str, str] | None:
    """A list by the type of the page."""
    told = next((origin for origin in article.origins if origin.field == "page_type"), None)
    if told and article.page_type in LISTS and told.confidence >= SURE:
        return "listing", f"a {article.page_type} by its {told.origin} ({told.confidence:.2f})"
    return None


def _listing(article: Article) -> tuple[str, str] | None:
    if (typed := _typed(article)) is not None:
        return typed
    if article.authors or article.published:
        return None  # a page that is signed or dated is an article, however it is laid out
    sizes = [words_of(block.text) for block in article.blocks if block.kept]
    prose = sum(size for size in sizes if size >= SENTENCE_WORDS)
    if len(sizes) < LIST_BLOCKS or prose >= LIST_PROSE * sum(sizes):
        return None
    return "listing", f"{len(sizes)} short blocks of text, {prose} of {sum(sizes)} words in sentences"
