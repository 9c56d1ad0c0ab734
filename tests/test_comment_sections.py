"""What stands below a heading for comments, where no thread is found: a single comment, the rules of the house."""

from __future__ import annotations

import pytest

from pipelines.html.page import clean_page

TEXT = (
    "<p>The ferry crossed the bay on Tuesday for the first time in two years, with four hundred people on board and a brass band.</p>"
    "<p>The harbour master said the engine had been rebuilt twice, and that nobody had believed in it any more.</p>"
    "<p>From June on it will cross six times a day, and a child under ten pays nothing.</p>"
)
PAGE = (
    "<html><head><title>The ferry is back</title></head><body><main><h1>The ferry is back</h1>{}</main></body></html>"
)
BOXES = {
    "one comment": '<div class="xq"><h3>{}</h3><div><b>Ada K.</b><p>Well done, all of you at the yard.</p></div></div>',
    "rules": '<div class="xq"><h3>{}</h3><p>What you write is read before it is shown.</p></div>',
    "deeper": "<section><div><div><h4>{}</h4></div><div><p>Nobody has written yet, be the first of us.</p></div></div></section>",
}


def text_of(body: str) -> str:
    article = clean_page(PAGE.format(body))
    return "\n".join(block.text for block in article.blocks if block.kept)


@pytest.mark.parametrize("heading", ["Comments (1)", "Yorumlar (1)", "Kommentare", "Comentarios", "Коментари (1)"])
@pytest.mark.parametrize("box", BOXES)
def test_what_stands_below_a_heading_for_comments_is_none_of_the_article(box, heading):
    text = text_of(TEXT + BOXES[box].format(heading))

    assert "a child under ten" in text
    for gone in ("Well done", "read before it is shown", "Nobody has written", heading):
        assert gone not in text


def test_an_article_below_such_a_heading_stays():
    text = text_of('<div class="a"><h2>Comments</h2>' + TEXT + "</div>")

    assert "a child under ten" in text


@pytest.mark.parametrize("heading", ["Discussion", "DISCUSSION", "Diskussion"])
def test_a_section_of_that_name_stays(heading):
    section = (
        f"<section><h2>{heading}</h2><p>What the engine could bear was less than what was asked of it.</p></section>"
    )
    long = f"<section><h2>{heading}</h2>{TEXT}{TEXT.replace('ferry', 'barge')}{TEXT.replace('ferry', 'boat')}</section>"

    assert "could bear" in text_of(
        TEXT + section + "<section><h2>Conclusion</h2><p>It has to be built anew.</p></section>"
    )
    assert "the first time in two years" in text_of("<p>The harbour has had a ferry since 1911. " * 9 + "</p>" + long)


def test_a_page_that_is_all_comments_is_left_alone():
    text = text_of("<p>Short.</p><div><h3>Comments</h3>" + TEXT + "</div>")

    assert "a child under ten" in text
