"""Pages that scripts draw, with their text for readers without scripts in `<noscript>`."""

from __future__ import annotations

from pipelines.types import Article
from tests.html_sample import PARAGRAPHS, STORY, TITLE, best_of, outcome_of, page, read

SHELL = "<div id='app'><div class='spinner'>Loading</div></div>"
FALLBACK = f"<noscript><div><h1>{TITLE}</h1>{STORY}</div></noscript>"


def article_of(html: str, **fields: object) -> Article:
    return best_of(outcome_of(html, **fields))


def shown(html: str) -> list[str]:
    return [block.text for block in read(html).blocks if not block.hidden]


def test_the_text_for_readers_without_scripts_is_the_pages_where_it_shows_nothing_else():
    assert shown(page(SHELL + FALLBACK)) == ["Loading", TITLE, *PARAGRAPHS]
    article = article_of(page(SHELL + FALLBACK))
    assert [block.text for block in article.blocks if block.kept] == list(PARAGRAPHS)


def test_the_place_of_a_block_is_that_of_the_saved_page():
    (first,) = [block for block in article_of(page(SHELL + FALLBACK)).blocks if block.text == PARAGRAPHS[0]]
    assert first.where == "body/noscript/div/p[1]"


def test_a_page_that_shows_its_text_does_not_show_it_twice():
    html = page(f"<main><h1>{TITLE}</h1>{STORY}<p>And one line more than there.</p></main>" + FALLBACK)
    assert shown(html) == [TITLE, *PARAGRAPHS, "And one line more than there."]


def test_a_small_one_asks_for_scripts_and_stays_unseen():
    assert shown(page(SHELL + "<noscript><p>Please switch on JavaScript to read this page.</p></noscript>")) == [
        "Loading"
    ]


def test_a_thread_of_article_elements_without_class_or_time_is_kept_whole():
    posts = "".join(
        f"<article><div class='user'><h3 class='name'>{name}</h3></div><div class='body'><p>{text}</p><p>{more}</p></div></article>"
        for name, text, more in (
            ("olm", *PARAGRAPHS[:2]),
            ("karst", *PARAGRAPHS[2:]),
            ("ruck", "I asked the board the same thing in May, and was told to wait.", "Nobody has written to me since then."),
            ("olm", "Then we wait together, it seems, and row across by ourselves.", "The mail will have to swim."),
        )
    )  # fmt: skip
    html = page(SHELL + f"<noscript><div class='thread'><h1>{TITLE}</h1>{posts}</div></noscript>")
    article = article_of(html, url="https://forum.tide.example/d/2068-ferry-to-the-islands")
    assert article.page_type == "forum"
    for text in (*PARAGRAPHS, "I asked the board", "Then we wait together", "The mail will have to swim"):
        assert text in article.text
    assert "karst" not in article.text
