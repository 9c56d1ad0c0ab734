"""What a page is, told by its address, what it declares and how it is built; and what follows from it."""

import pytest

from pipelines.clean import clean
from pipelines.page_type import likeliest, probabilities
from pipelines.page_type.signs import is_front_address
from pipelines.types import Article, Capture, Provenance, Rejection

SENTENCE = "The ferry left the quay at six in the morning and nobody on deck spoke until the harbour was out of sight. "


def page(body: str, head: str = "") -> str:
    return f"<html lang='en'><head><title>The ferry of Kelmouth</title>{head}</head><body>{body}</body></html>"


def ld(kind: str, more: str = "") -> str:
    return (
        f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "The ferry of Kelmouth"{more}}}</script>'
    )


def outcome_of(html: str, url: str):
    return clean(
        Capture(provenance=Provenance(source="page.html"), body=html.encode(), url=url, content_type="text/html")
    )


def article_of(html: str, url: str) -> Article:
    outcome = outcome_of(html, url)
    return outcome.best if isinstance(outcome, Rejection) else outcome


H1 = "<h1>The ferry of Kelmouth</h1>"
STORY = (
    f"<main><article>{H1}<p class='byline'>By Ana Ruiz, 3 May 2024</p>{f'<p>{SENTENCE * 3}</p>' * 8}</article></main>"
)
ENTRIES = "".join(f"<div class='entry'><time>{n:02}:15</time><p>{SENTENCE * 2}</p></div>" for n in range(8, 18))


def post(number: int) -> str:
    panel = f"<div class='user'><a>Sailor{number}</a><span>Senior member</span><span>Posts: {number}21</span></div>"
    said = f"<div class='message-body'><p>{SENTENCE.replace('six', f'{number} past six')} That is what I saw on trip {number}.</p></div>"
    time = f"<time datetime='2024-05-0{number}'>May {number}, 2024</time>"
    return f"<div class='message post-{number}'>{time}{panel}{said}<div class='signature'>Sail on. Old sailors never rest, they drift.</div></div>"


THREAD = page(
    f"{H1}<div class='thread'>{''.join(map(post, range(1, 8)))}</div>"
    "<form class='reply'><textarea></textarea><button>Reply</button></form>",
    '<meta name="generator" content="phpBB">',
)
TEASER = "<div class='teaser'><h3><a href='/s/{n}'>Story number {n} of this week</a></h3><p>A line about it.</p></div>"
PRODUCT = page(
    f"{H1}<div class='product-single'><span class='price'>€ 12.90</span><form action='/cart/add'>"
    f"<button class='add-to-cart'>Add to cart</button></form><div class='product-description'><p>{SENTENCE}</p></div></div>",
    ld("Product", ', "name": "Model ferry", "offers": {"@type": "Offer", "price": "12.90", "priceCurrency": "EUR"}')
    + '<meta property="og:type" content="product">',
)

PAGES = [
    ("a signed and dated story", page(STORY, ld("NewsArticle")), "https://tide.example/2024/05/ferry-of-kelmouth", "article"),
    ("a report that declares itself live", page(STORY, ld("LiveBlogPosting")), "https://tide.example/storm", "liveblog"),
    ("entries with times below a live address", page(H1 + ENTRIES), "https://tide.example/live/storm-at-sea", "liveblog"),
    ("a live address without entries", page(STORY, ld("NewsArticle")), "https://tide.example/live/storm-at-sea", "article"),
    ("a forum's thread", THREAD, "https://forum.tide.example/viewtopic.php?t=42", "forum"),
    ("a product", PRODUCT, "https://shop.tide.example/products/model-ferry", "product"),
    ("a front page", page("".join(TEASER.format(n=n) for n in range(20))), "https://tide.example/", "home"),
    ("a front page in a language", page(STORY), "https://tide.example/en/index.html", "home"),
    ("a site of one article", page(STORY, ld("Article")), "https://ferry.example/", "article"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "url", "kind"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_what_a_page_is(html, url, kind):
    article = article_of(html, url)
    assert article.page_type == kind
    assert [o.field for o in article.origins].count("page_type") == 1


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("https://tide.example", True),
        ("https://tide.example/?utm_source=letter", True),
        ("https://tide.example/de-AT/", True),
        ("https://tide.example/index.php", True),
        ("https://tide.example/?p=123", False),
        ("https://tide.example/#!/story/7", False),
        ("https://tide.example/ferry", False),
        ("https://tide.example/en/ferry", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_the_address_of_a_front_page(url, front):
    assert is_front_address(url) is front


def test_a_front_page_is_turned_away_with_its_text():
    outcome = outcome_of(page(STORY), "https://tide.example/")
    assert (type(outcome), outcome.reason) == (Rejection, "home-page")
    assert "nobody on deck spoke" in outcome.best.text


def test_a_list_of_teasers_is_turned_away_even_where_its_first_story_is_dated():
    teasers = "".join(TEASER.format(n=n) + f"<time datetime='2024-05-{n:02}'>{n} May 2024</time>" for n in range(1, 29))
    outcome = outcome_of(
        page(f"<h1>Harbour</h1><div class='post-list'>{teasers}</div>"), "https://tide.example/category/harbour"
    )
    assert (type(outcome), outcome.reason) == (Rejection, "listing")


def test_a_forums_posts_are_its_text_and_what_stands_around_them_is_not():
    article = article_of(THREAD, "https://forum.tide.example/viewtopic.php?t=42")
    assert [f"on trip {n}." in article.text for n in range(1, 8)] == [True] * 7
    assert "Senior member" not in article.text
    assert "Sail on" not in article.text
    assert article.comments == ()


def test_a_product_without_text_on_the_page_is_described_as_json_ld_does():
    told = f'"@type": "Product", "name": "Model ferry", "offers": {{"@type": "Offer", "price": "9"}}, "description": "{SENTENCE}"'
    html = page(
        "<h1>Model ferry</h1><div class='product-single'><span class='price'>€ 9</span><button class='add-to-cart'>Buy</button></div>",
        f'<script type="application/ld+json">{{{told}}}</script><meta property="og:type" content="product">',
    )
    article = article_of(html, "https://shop.tide.example/products/model-ferry")
    assert SENTENCE.strip() in article.text
    assert [b.where for b in article.blocks if SENTENCE.strip() in b.text] == ["json-ld Product.description"]


def test_a_page_without_any_sign_is_an_article():
    shares = probabilities({})
    assert likeliest(shares)[0] == "article"
    assert sum(shares.values()) == pytest.approx(1)
