"""Only what is no article is turned away, with the reason and the best text inside."""

from __future__ import annotations

import pytest

from pipelines.quality import judge
from pipelines.types import Article, Block, Rejection, Rules

STORY = "The ferry left the quay at six in the morning with eleven passengers, a piano and a goat on board, " * 3
TEASER = "The ferry leaves at six from Easter on."


def page(*blocks: tuple[str, str], authors: tuple[str, ...] = ()) -> Article:
    return Article(blocks=tuple(Block(text=text, role=role, kept=True) for role, text in blocks), authors=authors)


TEASERS = [("heading", "Ferry"), ("paragraph", TEASER)] * 6


@pytest.mark.parametrize(
    ("article", "status", "reason"),
    [
        (page(), None, "no-text"),
        (Article(blocks=(Block(text="Menu", role="label", kept=False, reason="navigation"),)), None, "no-text"),
        (page(("paragraph", "Page not found.")), None, "too-short"),
        (page(("paragraph", STORY)), 404, "error-page"),
        (page(*TEASERS), None, "listing"),
    ],
    ids=["nothing", "no running text", "a sentence", "status 404", "teasers"],
)
def test_page_that_is_no_article_says_why_and_keeps_its_text(article: Article, status: int | None, reason: str) -> None:
    outcome = judge(article, Rules(), status)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.best) == (reason, article)
    assert outcome.detail


@pytest.mark.parametrize(
    "article",
    [
        page(("paragraph", STORY)),
        page(("heading", "Ferry"), ("paragraph", STORY), *TEASERS),
        page(*TEASERS, authors=("Maren Oldershaw",)),
        page(*TEASERS[:8]),
    ],
    ids=["a story", "a story and teasers", "a column of short notes", "four notes"],
)
def test_article_passes(article: Article) -> None:
    assert judge(article, Rules()) is article
