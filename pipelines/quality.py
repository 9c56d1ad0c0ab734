"""Whether what was found is an article: the only place where a page is turned away for what it is.

Leaves out everything that went wrong on the way (pipelines.clean answers for that). A page is turned
away with its best text inside, so nothing is lost to a wrong verdict here; short real articles pass.
"""

from __future__ import annotations

from pipelines.types import Article, Outcome, Rejection, Rules, count_words

__all__ = ["judge"]

TEASERS = 5
"""This many headings, none with more than `TEASER_WORDS` below it and nobody named as author, are a list of teasers:
0 of 260 articles of the development pages, 9 of 99 listings (the others carry longer texts)."""
TEASER_WORDS = 60
ERROR_STATUS = 400
"""HTTP statuses from here on say that the page is not what was asked for."""


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
        return "no-text", "no running text was found on the page"
    if words < rules.min_article_words:
        return "too-short", f"{words} words, at least {rules.min_article_words} make an article"
    return _listing(article)


def _listing(article: Article) -> tuple[str, str] | None:
    """A page of teasers: many headings, and nowhere a text that is one story."""
    headings, below, longest = 0, 0, 0
    for block in article.blocks:
        if not block.kept:
            continue
        if block.role == "heading":
            headings, below = headings + 1, 0
        else:
            below += count_words(block.text)
            longest = max(longest, below)
    if headings < TEASERS or longest >= TEASER_WORDS or article.authors:
        return None
    return "listing", f"{headings} headings, at most {longest} words below one, no author"
