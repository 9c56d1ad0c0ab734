"""Whether what was found is an article: the only place where a page is turned away for what it is.

Leaves out everything that went wrong on the way (pipelines.clean answers for that). A page is turned
away with its best text inside, so nothing is lost to a wrong verdict here; short real articles pass.
"""

from __future__ import annotations

from pipelines.types import Article, Outcome, Rejection, Rules

__all__ = ["judge"]

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
    return None
