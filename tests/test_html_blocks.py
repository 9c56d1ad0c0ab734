"""The page as blocks: all of its text, in order, once, each with its role."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.html_sample import article_page, page, read

BLOCKS = [
    ("<p>One</p><p>Two</p>", [("paragraph", "One"), ("paragraph", "Two")]),
    ("<p>An <b>in</b>line w<i>or</i>d stays <a href='/'>whole</a>.</p>", [("paragraph", "An inline word stays whole.")]),
    ("<div>Text <p>block</p> tail</div>", [("paragraph", "Text"), ("paragraph", "block"), ("paragraph", "tail")]),
    ("<p>First<br>line break<br><br>Second</p>", [("paragraph", "First\nline break"), ("paragraph", "Second")]),
    ("<h2>Head</h2><ul><li>Item</li><li><p>Para</p></li></ul>", [("heading", "Head"), ("list-item", "Item"), ("list-item", "Para")]),
    ("<blockquote><p>Said</p></blockquote>", [("quote", "Said")]),
    ("<pre>a = 1\n  b = 2\n</pre>", [("code", "a = 1\n  b = 2")]),
    ("<table><tr><th>Year</th><th>Ships</th></tr><tr><td>1990</td><td>4</td></tr></table>",
     [("table-row", "Year | Ships"), ("table-row", "1990 | 4")]),
    ("<table><tr><td><p>Laid out</p></td><td><p>in cells</p></td></tr></table>", [("paragraph", "Laid out"), ("paragraph", "in cells")]),
    ("<figure><img src='a.jpg'><figcaption>The pier</figcaption></figure>", [("caption", "The pier")]),
    ("<div class='wp-caption-text'>The pier</div>", [("caption", "The pier")]),
    ("<nav><ul><li>Home</li></ul></nav><button>Send</button>", [("label", "Home"), ("label", "Send")]),
    ("<p>漢<ruby>字<rt>じ</rt></ruby>です</p>", [("paragraph", "漢字です")]),
    ("<a href='/a'>One</a><a href='/b'>Two</a>", [("paragraph", "One Two")]),
    ("<p>co\u00adop\u200beration</p>", [("paragraph", "cooperation")]),
    ("<script>var a</script><style>p {}</style><svg><text>x</text></svg><p>Text</p>", [("paragraph", "Text")]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), BLOCKS)
def test_markup_becomes_blocks(html, expected):
    assert [(block.role, block.text) for block in read(page(html)).blocks] == expected


HIDDEN = [
    ("<p hidden>secret</p><p>Shown</p>", ["secret"]),
    ("<div style='display: none'><p>secret</p></div><p>Shown</p>", ["secret"]),
    ("<p>Shown <span aria-hidden='true'>secret</span> text</p>", ["secret"]),
    ("<noscript><p>secret</p></noscript><p>Shown</p>", ["secret"]),
    ("<template><p>secret</p></template><p>Shown</p>", ["secret"]),
    ("<p style='color: red'>Shown</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), HIDDEN)
def test_text_the_page_does_not_show_is_a_hidden_block(html, expected):
    assert [block.text for block in read(page(html)).blocks if block.hidden] == expected


def test_hidden_text_in_a_line_leaves_the_line_whole():
    shown = [block.text for block in read(page("<p>One <span hidden>two</span>three</p>")).blocks if not block.hidden]

    assert shown == ["One three"]


WORDS = st.sampled_from("harbour pier ferry captain 船 قارب море".split())
INLINE = st.sampled_from("b i a span em small time code".split())
BLOCK = st.sampled_from("p div section li blockquote h2 td nav button article form ul table".split())


def trees(words=WORDS):
    leaf = words.map(lambda word: f" {word} ")
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(INLINE, st.lists(inner, max_size=3)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
            st.tuples(BLOCK, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
            st.lists(inner, max_size=4).map("<br>".join),
        ),
        max_leaves=25,
    )


@given(trees())
def test_the_blocks_in_order_are_the_text_of_the_page(body):
    page_ = read(f"<html><body><div>{body}</div></body></html>")
    written = re.sub(r"<[^>]*>", " ", body).split()
    found = " ".join(block.text for block in page_.blocks).replace(" | ", " ").split()

    assert sorted(found) == sorted(written)


def test_a_block_says_where_it_stood():
    last = read(article_page()).blocks[-1]

    assert last.place.path == "body/main/article/p[4]"


def test_link_density_is_the_share_of_link_text():
    densities = [
        block.link_density
        for block in read(page("<p><a href='/'>all</a></p><p>half <a href='/'>half</a></p><p>none</p>")).blocks
    ]

    assert densities == [1.0, pytest.approx(0.44, abs=0.1), 0.0]


def test_a_custom_element_is_called_what_it_is():
    blocks = read(
        "<body><z-story><z-caption>Boats at rest</z-caption><z-text>The tide went out.</z-text></z-story></body>"
    ).blocks
    assert [(block.role, block.place.names) for block in blocks] == [
        ("caption", ("z-caption",)),
        ("paragraph", ("z-text",)),
    ]
