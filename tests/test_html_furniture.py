"""Boxes, players and images of a page that are told by their elements, whatever language they speak."""

import pytest

from pipelines.clean import clean
from pipelines.types import Article, Block, Capture, Provenance
from tests.html_sample import PARAGRAPHS, STORY, TITLE, article_page, page


def cleaned(html: str) -> Article:
    found = clean(Capture(provenance=Provenance(source="page.html"), body=html.encode(), content_type="text/html"))
    assert isinstance(found, Article)
    return found


def block(article: Article, beginning: str) -> Block:
    return next(block for block in article.blocks if block.text.startswith(beginning))


PITCH = "Vsak petek najpomembnejše iz pristanišča v vašem nabiralniku, brez reklam in brez obveznosti"


@pytest.mark.parametrize("field", ['<input type="email">', '<input autocomplete="email">', '<input name="email">'])
def test_a_pitch_beside_a_field_for_an_address_goes_in_any_language(field):
    article = cleaned(
        article_page(f"<div class='x1'><p>{PITCH}</p>{field}<button>Pošlji</button></div><p>{PARAGRAPHS[0][::-1]}</p>")
    )

    assert PITCH not in article.text
    assert block(article, PITCH).reason == "newsletter"
    assert PARAGRAPHS[3] in article.text


def test_an_article_in_one_element_with_a_field_for_an_address_stays():
    form = '<form><input type="email"></form>'
    article = cleaned(page(f"<div><div><h2>{TITLE}</h2>{STORY}{form}</div></div>"))

    assert all(text in article.text for text in PARAGRAPHS)


def test_what_a_player_says_to_browsers_that_have_none_is_no_text():
    article = cleaned(
        article_page("<video><p>Tvoj brskalnik ne zna predvajati posnetkov, zato ga posodobi.</p></video>")
    )

    assert "brskalnik" not in article.text
    assert "inside <video>" in block(article, "Tvoj brskalnik").evidence


CAPTION = "The ship at the old pier, seen from the bakery"


@pytest.mark.parametrize(
    "image",
    [
        "<div class='q1'><img src='a.jpg'><span>{}</span></div>",
        "<div><div class='q1'><img src='a.jpg'></div><p>{}</p></div>",
        "<table class='tr-caption-container'><tbody><tr><td><img src='a.jpg'></td></tr><tr><td class='tr-caption'>{}</td></tr></tbody></table>",
        "<span class='photo'><img src='a.jpg'><em class='img_desc'>{}</em></span>",
    ],
)
def test_a_line_alone_with_an_image_above_it_is_its_caption(image):
    html = page(
        f"<main><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{image.format(CAPTION)}<p>{PARAGRAPHS[2]}</p>"
        f"<p>{PARAGRAPHS[3]}</p></article></main>"
    )
    article = cleaned(html)

    assert CAPTION not in article.text
    assert [caption.text for caption in article.captions] == [CAPTION]
    assert all(text in article.text for text in PARAGRAPHS)


def test_steps_with_an_image_each_are_the_text():
    steps = [
        f"Step {n}: turn the {part} until it holds, and wait a minute."
        for n, part in enumerate(("key", "bolt", "ring", "wheel"), 1)
    ]
    boxes = "".join(f"<div class='step'><img src='{n}.jpg'><p>{step}</p></div>" for n, step in enumerate(steps))
    article = cleaned(
        page(f"<main><article><h1>{TITLE}</h1>{STORY}{boxes}<p>{PARAGRAPHS[0][::-1]}</p></article></main>")
    )

    assert all(step in article.text for step in steps)


def test_entries_of_a_chronicle_stay_in_the_text():
    entries = (
        "1868: built by the harbour board",
        "1911: first fire",
        "12 March 1944: hit by a drifting mine",
        "1978: sold for one pound",
    )
    listed = "".join(f"<li>{entry}</li>" for entry in entries)
    article = cleaned(
        page(f"<main><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><ul>{listed}</ul>{STORY}</article></main>")
    )

    assert all(entry in article.text for entry in entries)
