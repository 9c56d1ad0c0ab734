"""The ledger of an HTML page seen from outside: every visible text once, in page order, with a role and a place."""

from __future__ import annotations

import pytest

from pipelines.clean import clean
from pipelines.reasons import APART_ROLES, REASONS, ROLES, TEXT_ROLES
from pipelines.types import Article, Capture, Provenance, Rejection

PROSE = (
    ("The orchard on the southern slope had not been pruned for eleven winters when Marta Lind bought it from her uncle, "
    "and the first thing she did was to walk between the rows with a notebook and count the trees that were still alive."),
    ("Of the two hundred and forty apple trees she found, sixty carried fruit, ninety carried leaves, and the others stood "
    "grey and hollow in the grass, with owls in some of them and the nests of hornets in a few that nobody wanted to touch."),
    ("Her neighbours advised her to cut everything down and plant maize, as they had done, but she had tasted one of the small "
    "yellow apples from the upper wall and could not find anything like it in the catalogues of the county nurseries."),
    ("In the second spring a botanist from the university came with a ladder and a box of paper bags, took cuttings from nine "
    "trees, and wrote four months later that three of the varieties had been thought lost since before the railway came."),
)  # fmt: skip
STORY = "".join(f"<p>{text}</p>" for text in PROSE)
TITLE = "The apples that nobody could name"


def page(inside: str, title: str = TITLE) -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{STORY}{inside}</article></body></html>"
    )


def best(html: str, content_type: str = "text/html; charset=utf-8") -> Article:
    body = html.encode()
    outcome = clean(Capture(provenance=Provenance(source="page.html"), body=body, content_type=content_type))
    article = outcome.best if isinstance(outcome, Rejection) else outcome
    assert article is not None
    return article


def added(inside: str) -> list[tuple[str, str]]:
    """Role and text of the blocks that stand below the story."""
    blocks = best(page(inside)).blocks
    last = next(i for i, block in enumerate(blocks) if block.text == PROSE[-1])
    return [(block.role, block.text) for block in blocks[last + 1 :]]


ODD = {
    "a double line break": ("<div>mulch01<br><br>mulch02</div>", "mulch01 mulch02"),
    "a single line break": ("<p>mulch01<br>mulch02</p>", "mulch01 mulch02"),
    "six line breaks": ("<p>mulch01<br><br><br><br><br><br>mulch02</p>", "mulch01 mulch02"),
    "inline elements": ("<p>mulch01 <b>mulch02</b> <i>mulch03 <a href='/x'>mulch04</a></i> mulch05</p>",
                        "mulch01 mulch02 mulch03 mulch04 mulch05"),
    "text around a block": ("<div>mulch01<p>mulch02</p>mulch03</div>", "mulch01 mulch02 mulch03"),
    "inline around a block": ("<b>mulch01<p>mulch02</p>mulch03</b>", "mulch01 mulch02 mulch03"),
    "nested lists": ("<ul><li>mulch01<ul><li>mulch02<ol><li>mulch03</li></ol>mulch04</li></ul>mulch05</li></ul>",
                     "mulch01 mulch02 mulch03 mulch04 mulch05"),
    "a definition list": ("<dl><dt>mulch01<dd>mulch02<dd>mulch03</dl>", "mulch01 mulch02 mulch03"),
    "a table": ("<table><caption>mulch01</caption><tr><th>mulch02<th>mulch03<tr><td>mulch04<td>mulch05</table>",
                "mulch01 mulch02 mulch03 mulch04 mulch05"),
    "a table in a table": ("<table><tr><td>mulch01<table><tr><td>mulch02<td>mulch03</table><td>mulch04</table>",
                           "mulch01 mulch02 mulch03 mulch04"),
    "preformatted text": ("<pre>mulch01\n   mulch02\n\nmulch03</pre>", "mulch01 mulch02 mulch03"),
    "tags never closed": ("<div><p>mulch01<p>mulch02<ul><li>mulch03<li>mulch04", "mulch01 mulch02 mulch03 mulch04"),
    "tags closed crosswise": ("<p><b>mulch01<i>mulch02</b>mulch03</i></p>", "mulch01mulch02mulch03"),
    "an unknown element": ("<x-card>mulch01<x-body>mulch02</x-body></x-card>", "mulch01 mulch02"),
    "entities": ("<p>mulch01&nbsp;&amp;&#x20;mulch02</p>", "mulch01 & mulch02"),
    "a quotation in a quotation": ("<blockquote>mulch01<blockquote>mulch02</blockquote>mulch03</blockquote>",
                                   "mulch01 mulch02 mulch03"),
    "a comment and a script between": ("<p>mulch01<!-- no --> <script>no()</script>mulch02</p>", "mulch01 mulch02"),
    "a details element": ("<details><summary>mulch01</summary><p>mulch02</p></details>", "mulch01 mulch02"),
    "an address": ("<address>mulch01<br>mulch02</address>", "mulch01 mulch02"),
    "right-to-left text": ("<p dir='rtl'>تفاح <b>أصفر</b> صغير</p>", "تفاح أصفر صغير"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_the_blocks_are_the_visible_text_in_page_order_each_text_once(odd):
    html, expected = ODD[odd]

    words = " ".join(block.text for block in best(page(html)).blocks).replace("|", " ").split()

    assert words == f"{TITLE} {' '.join(PROSE)} {expected}".split()


NEVER_SHOWN = {
    "hidden for readers of screens": "<p aria-hidden='true'>pomace</p>",
    "no display": "<div style='color: red; display:none'><p>pomace</p></div>",
    "a noscript": "<noscript><p>pomace</p></noscript>",
    "an inline span": "<p>The cellar <span style='display:none'>pomace</span> is dry.</p>",
}


@pytest.mark.parametrize("kind", NEVER_SHOWN)
def test_text_the_page_does_not_show_is_in_the_ledger_and_not_in_the_text(kind):
    article = best(page(NEVER_SHOWN[kind]))

    assert "pomace" not in article.text
    assert [(block.kept, block.reason) for block in article.blocks if "pomace" in block.text] == [(False, "hidden")]


NO_TEXT_AT_ALL = {
    "a script": "<script>var pomace = 1;</script>",
    "data in a script": "<script type='application/json'>{\"pomace\": 1}</script>",
    "a style": "<style>.pomace { color: red }</style>",
    "a comment": "<!-- pomace -->",
    "an attribute": "<p title='pomace' data-text='pomace'>The cellar is dry.</p>",
    "a picture's text": "<img alt='pomace' src='a.png'>",
    "a script inside a line": "<p>The cellar <script>pomace()</script> is dry.</p>",
}


@pytest.mark.parametrize("kind", NO_TEXT_AT_ALL)
def test_what_is_no_text_never_becomes_a_block(kind):
    assert not [block for block in best(page(NO_TEXT_AT_ALL[kind])).blocks if "pomace" in block.text]


ROLE_OF = [
    ("<p>A wall of dry stone.</p>", [("paragraph", "A wall of dry stone.")]),
    ("<div>A wall of dry stone.</div>", [("paragraph", "A wall of dry stone.")]),
    ("<h3>The upper wall</h3>", [("heading", "The upper wall")]),
    ("<ul><li>Yellow</li><li>Red <b>striped</b></li></ul>", [("list-item", "Yellow"), ("list-item", "Red striped")]),
    ("<ol><li><p>Graft</p><p>Wait</p></li></ol>", [("list-item", "Graft"), ("list-item", "Wait")]),
    ("<blockquote><p>Cut it down.</p></blockquote>", [("quote", "Cut it down.")]),
    ("<pre>trees = 240\n  alive = 150</pre>", [("code", "trees = 240\n  alive = 150")]),
    ("<table><tr><td>Yellow</td><td>60</td></tr></table>", [("table-row", "Yellow | 60")]),
    ("<p>Cut<br>and burn</p>", [("paragraph", "Cut\nand burn")]),
    ("<div>Cut<br><br>Burn</div>", [("paragraph", "Cut"), ("paragraph", "Burn")]),
    ("<button>Open the map</button>", [("label", "Open the map")]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), ROLE_OF)
def test_the_markup_says_what_a_block_is(html, expected):
    assert added(html) == expected


def test_the_headline_is_a_title_and_not_in_the_text():
    first = best(page("")).blocks[0]

    assert (first.role, first.text, first.kept, first.reason) == ("title", TITLE, False, "title")


WHERE = [
    ("<p>The cellar is dry.</p>", "body/article/p[5]"),
    ("<section><p>The wall is wet.</p><p>The cellar is dry.</p></section>", "body/article/section/p[2]"),
    ("<ul><li>Wet</li><li>The cellar is dry.</li></ul>", "body/article/ul/li[2]"),
    ("<p><b>The cellar</b> is <a href='/'>dry.</a></p>", "body/article/p[5]"),
]


@pytest.mark.parametrize(("html", "where"), WHERE)
def test_a_block_says_where_on_the_page_it_stood(html, where):
    assert next(block.where for block in best(page(html)).blocks if block.text == "The cellar is dry.") == where


@pytest.mark.parametrize("depth", [260, 1_000, 2_000, 10_000])
def test_a_story_below_many_open_elements_is_found_or_the_page_says_truncated(depth):
    article = best(f"<html><body>{'<div>' * depth}{STORY}{'</div>' * depth}</body></html>")

    assert all(text in article.text for text in PROSE) or "truncated" in article.warnings


@pytest.mark.parametrize("where", ["inside", "above", "below"])
def test_a_story_beside_an_attribute_of_ten_megabytes_is_found_or_the_page_says_truncated(where):
    state = f'data-state="{"x" * 10_100_000}"'
    parts = {
        "inside": f"<div {state}>{STORY}</div>",
        "above": f"<i {state}></i><div>{STORY}</div>",
        "below": f"<div>{STORY}</div><i {state}></i>",
    }

    article = best(f"<html><body>{parts[where]}</body></html>")

    assert all(text in article.text for text in PROSE) or "truncated" in article.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize("content_type", ["application/xhtml+xml", "text/html", None])
def test_an_xhtml_page_that_declares_its_encoding_is_a_page_like_any_other(encoding, content_type):
    html = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>{TITLE}</title></head><body><h1>{TITLE}</h1>{STORY}<p>The pâtissière bought all of it.<br/></p></body></html>"
    )
    capture = Capture(provenance=Provenance(source="page"), body=html.encode(encoding), content_type=content_type)

    outcome = clean(capture)

    assert isinstance(outcome, Article)
    assert outcome.text == "\n\n".join((*PROSE, "The pâtissière bought all of it."))


MANY = "".join(html for html, _ in ODD.values()) + "".join(NEVER_SHOWN.values()) + "".join(html for html, _ in ROLE_OF)


@pytest.mark.parametrize("html", [page(""), page(MANY), page(MANY * 5), MANY, "<p>", "<nav><a href='/'>Home</a></nav>"])
def test_a_block_has_a_reason_exactly_when_it_is_not_kept_and_all_are_on_the_lists(html):
    for block in best(html).blocks:
        assert block.kept is (block.reason is None)
        assert block.role in ROLES
        assert block.reason is None or block.reason in REASONS
        assert not block.kept or block.role in TEXT_ROLES
        assert block.role not in APART_ROLES or not block.kept
        assert block.kept or block.evidence
        assert block.text.strip()
        assert block.where


def test_the_text_is_the_kept_blocks():
    article = best(page(MANY))

    assert article.text.split("\n\n")[: len(PROSE)] == list(PROSE)
    assert article.text == "\n\n".join(block.text for block in article.blocks if block.kept)
