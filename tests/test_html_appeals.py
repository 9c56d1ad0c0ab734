"""Lines between the paragraphs that speak to the reader leave a text by signs that no language is needed for."""

from __future__ import annotations

import pytest

from tests.html_sample import PARAGRAPHS, TITLE, best_of, outcome_of, page


def text_with(line: str, above: str = "") -> list[str]:
    """What is kept of a page with a line between its paragraphs."""
    first, last = ("".join(f"<p class='t'>{text}</p>" for text in part) for part in (PARAGRAPHS[:2], PARAGRAPHS[2:]))
    html = page(f"<main><article><h1>{TITLE}</h1><div>{first}{above}{line}{last}</div></article></main>")
    return [block.text for block in best_of(outcome_of(html)).blocks if block.kept]


GONE = [
    "<p class='t'>Dovenkor mi sava Facebook a zuneko malfi teranto!</p>",
    "<p class='x'>Sava Telegram a zuneko malfi teranto belan.</p>",
    "<p class='x'>Lur tevan? Zuneko malfi e-mail, teranto belan.</p>",
    "<p class='t'>Lur tevan Viber? Zuneko malfi +599 555 0100.</p>",
    "<p class='x'>Зунеко малфи подкаст теранто белан!</p>",
    "<div class='x'>ზუნეკო მალფი WhatsApp ტერანტო ბელან</div>",
]
"""In languages that nobody speaks, but for two scripts and words that all have."""


@pytest.mark.parametrize("line", GONE)
def test_three_signs_together_are_a_pitch(line: str) -> None:
    assert text_with(line) == list(PARAGRAPHS)


KEPT = [
    "<p class='t'>The captain heard of it on Facebook.</p>",
    "<p class='t'>Who would want to read on Facebook that the ferry is gone?</p>",
    "<p class='t'>“Come and see us on Facebook, all of you!”</p>",
    "<p class='x'>An app for the timetable was made and forgotten.</p>",
    "<p class='t'>And all this for the sake of one number: 0555 010 010.</p>",
    "<p class='x'>Nobody on the islands had ever asked for so much!</p>",
]


@pytest.mark.parametrize("line", KEPT)
def test_two_signs_are_a_sentence_of_the_story(line: str) -> None:
    assert len(text_with(line)) == len(PARAGRAPHS) + 1


def test_what_the_story_tells_of_elsewhere_is_its_own() -> None:
    line = "<p class='t'>They all moved to Telegram in one night!</p>"
    above = "<p class='t'>By then the board had closed its Telegram channel, and the villages wrote letters again, on paper, as before.</p>"
    assert len(text_with(line, above)) == len(PARAGRAPHS) + 2


BUTTONS = [
    "<div class='x'><p class='t'>Zuneko malfi sava teranto belan.</p><a href='/b'>Malfi</a></div>",
    "<div class='x'><div><p class='t'>Zuneko malfi sava teranto belan</p></div><div><button>Malfi</button></div></div>",
    "<p class='x'><b>Lur tevan zuneko malfi teranto?</b> <a href='/b'>Malfi</a></p>",
    "<div><p class='t'>Зунеко малфи теранто белан! <a href='/b'>Малфи</a></p></div>",
    "<header class='x'><h2>Zuneko malfi sava teranto belan.</h2><a href='/b'>Malfi te</a></header>",
]


@pytest.mark.parametrize("line", BUTTONS)
def test_a_short_text_with_a_button_goes_in_any_language(line: str) -> None:
    assert text_with(line) == list(PARAGRAPHS)


NO_BUTTONS = [
    "<p class='t'>The harbour master showed the <a href='/b'>letter</a> to everybody who asked.</p>",
    "<p class='t'>The harbour master showed everybody the letter. <a href='/b'>It is long</a></p>",
    "<div class='x'><p class='t'>The harbour master showed everybody the letter.</p><p class='t'>Nobody could read it.</p></div>",
    "<p class='x'>The harbour master showed everybody the <a href='/b'>letter</a></p>",
    "<p class='x'>The board published all of its letters yesterday. <a href='/b'>Letters (PDF)</a></p>",
    "<p class='x'>The board published all of its letters yesterday. <a href='/b'>What it wrote</a></p>",
    "<p class='promo'>The captain had asked for green paint, and green paint it will be.</p>",
]


@pytest.mark.parametrize("line", NO_BUTTONS)
def test_a_link_in_a_sentence_is_no_button(line: str) -> None:
    assert len(text_with(line)) > len(PARAGRAPHS)


def test_cards_of_a_list_all_have_their_button() -> None:
    names = ("The tide table", "A chart of the inner islands", "Knots for cold hands", "Rope, and how to keep it")
    cards = "".join(
        f"<div class='card'><p>{name} is a book for the wheelhouse.</p><a href='/b'>Buy</a></div>" for name in names
    )
    kept = " ".join(text_with(cards))
    assert all(name in kept for name in names)


def test_a_paragraph_named_as_a_pitch_goes_and_one_that_is_long_stays() -> None:
    assert text_with("<p class='promo q7'>Zuneko malfi sava teranto belan</p>") == list(PARAGRAPHS)
    assert (
        len(text_with(f"<p class='promo q7'>{PARAGRAPHS[0]} {PARAGRAPHS[1]} And so it was.</p>")) == len(PARAGRAPHS) + 1
    )


def ended_with(line: str) -> list[str]:
    """What is kept of a page whose last paragraph is this line."""
    body = "".join(f"<p class='t'>{text}</p>" for text in (*PARAGRAPHS, line))
    html = page(f"<main><article><h1>{TITLE}</h1><div>{body}</div></article></main>")
    return [block.text for block in best_of(outcome_of(html)).blocks if block.kept]


def test_a_last_line_that_names_a_network_and_just_stops_goes() -> None:
    assert ended_with("Zuneko malfi teranto Facebook belan") == list(PARAGRAPHS)
    for honest in (
        "The captain told it to his sister on Facebook.",
        "Whoever has seen the lamp may call +599 555 0100 (WhatsApp)",
    ):
        assert ended_with(honest) == [*PARAGRAPHS, honest]
