"""Parsing: whatever the markup, the page's text is read or the page says that it is not whole."""

import pytest

from pipelines.html.tree import parse
from tests.html_sample import PARAGRAPHS, STORY, best_of, outcome_of, page

CANARY = PARAGRAPHS[0]


def nested(tag, depth):
    return page(f"<{tag}>" * depth + STORY + f"</{tag}>" * depth)


HARD = [
    *[(f"{depth} nested divs", nested("div", depth)) for depth in (100, 260, 1000, 2000, 5000)],
    ("5,000 nested spans that are never closed", page("<span>" * 5000 + STORY)),
    ("200 nested tables", page("<table><tr><td>" * 200 + STORY)),
    ("a script of 20 MB above", page("<script>" + "x" * 20_000_000 + "</script>" + STORY)),
    ("an attribute of 10 MB above", page(f"<div title='{'x' * 10_500_000}'>a</div>" + STORY)),
    ("20,000 bold words in one paragraph", page("<p>" + "<b>word</b> " * 20_000 + "</p>" + STORY)),
    ("200,000 line breaks", page("<br>" * 200_000 + STORY)),
    (
        "XHTML that declares its encoding",
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>' + STORY,
    ),
    ("a NUL in the text", page("<p>a\x00b</p>" + STORY)),
    ("no html or body at all", STORY),
]


@pytest.mark.parametrize("html", [case[1] for case in HARD], ids=[case[0] for case in HARD])
def test_the_text_of_a_hard_page_is_found_or_the_page_says_truncated(html):
    article = best_of(outcome_of(html))

    assert CANARY in article.text or "truncated" in article.warnings


def test_absurd_nesting_is_flattened_and_said():
    assert parse(nested("div", 5000)).warnings == ("fallback",)


def test_an_ordinary_page_has_no_warning():
    assert parse(page(STORY)).warnings == ()


@pytest.mark.parametrize("html", ["", "   ", "<!-- nothing -->"])
def test_a_page_without_elements_has_no_tree(html):
    assert parse(html).root is None
