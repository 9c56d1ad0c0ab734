"""Readers' comments are found by their box, in languages whose word for comments nobody listed; what only looks like one stays."""

from __future__ import annotations

import pytest

from pipelines.types import Article
from tests.html_sample import STORY, TITLE, best_of, outcome_of, page


def article_with(below: str, inside: str = "") -> Article:
    html = page(f"<main><article><h1>{TITLE}</h1><div class='t'>{STORY}{inside}</div></article>{below}</main>")
    return best_of(outcome_of(html))


def comments_in(below: str) -> list[tuple[str | None, str | None, str]]:
    return [(comment.author, comment.posted, comment.text) for comment in article_with(below).comments]


ONE = "Eg havi siglt við hesum bátinum í tríati ár, og einki hevur verið betri."
TWO = "Og hvør skal nú koma við postinum til okkum?"
LIST = (
    "<section class='k1'><h3>Tit siga</h3><ul>"
    "<li><div class='k2'>Jákup á Lað</div><div>{one}</div><span class='k3'>11. feb, 18:22</span></li>"
    "<li><div class='k2'>skipari_84</div><div>{two}</div><span class='k3'>11. feb, 20:05</span></li></ul></section>"
)
ROWS = (
    "<div class='m'><p>Diskushon (2)</p><div class='m1'><p>Rosa, 12 feb. 09:02</p><p>{one}</p><p><a href='#'>Skirbi (+1)</a></p></div>"
    "<div class='m1'><p>el_tio, 12 feb. 09:15</p><p>{two}</p><p><a href='#'>Skirbi (+4)</a></p></div></div>"
)
COUNTED = (
    "<div class='z1'><div>Kaozeadennoù (2)</div><div class='z2'><div class='z3'>Yann 2 eur zo</div><div class='z4'>{one}</div></div>"
    "<div class='z2'><div class='z3'>Rozenn 5 eur zo</div><div class='z4'>{two}</div></div></div>"
)
PRESSED = (
    "<div class='q1'><h4>Kòmantè moun yo</h4><div class='q2'><b>Wisly</b><p>{one}</p><small>41 min</small><button>Reponn</button></div>"
    "<div class='q2'><b>Mirlande</b><p>{two}</p><small>2 h</small><button>Reponn</button></div></div>"
)
FOUND = [
    (LIST, [("Jákup á Lað", "11. feb, 18:22"), ("skipari_84", "11. feb, 20:05")]),
    (ROWS, [("Rosa", "12 feb. 09:02"), ("el_tio", "12 feb. 09:15")]),
    (COUNTED, [("Yann", "2 eur zo"), ("Rozenn", "5 eur zo")]),
    (PRESSED, [("Wisly", "41 min"), ("Mirlande", "2 h")]),
]


@pytest.mark.parametrize(("box", "heads"), FOUND)
def test_two_comments_in_a_box_are_found(box: str, heads: list[tuple[str, str]]) -> None:
    said = [(name, time, text) for (name, time), text in zip(heads, (ONE, TWO), strict=True)]

    assert comments_in(box.format(one=ONE, two=TWO)) == said


def test_comments_of_one_block_each_in_the_rows_of_a_table_are_found() -> None:
    rows = f"<tr><td>Marisol (09/03 21:10)<br>{ONE}</td></tr><tr><td>un de Laxe (10/03 08:44)<br>{TWO}</td></tr>"
    said = [("Marisol", "09/03 21:10", ONE), ("un de Laxe", "10/03 08:44", TWO)]

    assert comments_in(f"<table><tr><td><b>Voces do peirao</b></td></tr>{rows}</table>") == said


NONE = [
    ("teasers", "<section><h3>More from the quay</h3><div class='a'><p>Maren Oldershaw</p><p>3 May 2024 10:00</p><p><a href='/1'>The crane swings again "
                "after nine years.</a></p></div><div class='a'><p>Ines Calloway</p><p>4 May 2024 10:00</p><p><a href='/2'>Who keeps the lamp alight now?</a></p>"
                "</div></section>"),
    ("a programme", "<section><h3>On stage</h3><div class='a'><p>Kelmouth</p><p>3 May 2024, 20:00</p><p>with the harbour choir and two fiddles</p></div>"
                    "<div class='a'><p>Tidewell</p><p>4 May 2024, 20:00</p><p>with the harbour choir and a drum</p></div></section>"),
    ("who stands for election", "<section><h3>The candidates</h3><div class='a'><p>Ines Holm</p><p>44 years</p><p>She wants the old boat back on the line.</p></div>"
                                "<div class='a'><p>Tom Reed</p><p>61 years</p><p>He wants a new one, and a pier that bears it.</p></div></section>"),
    ("questions", "<section><h3>What people ask</h3><div class='a'><p>Who pays?</p><p>The three villages pay, as they did before.</p></div>"
                  "<div class='a'><p>Since when?</p><p>Since the spring of 1954, when the pier was built.</p></div></section>"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "box"), NONE, ids=[what for what, _ in NONE])
def test_what_only_looks_like_comments_is_none(what: str, box: str) -> None:
    assert comments_in(box) == [], what


def test_the_line_at_the_head_of_the_box_leaves_the_text_with_the_comments() -> None:
    article = article_with("", inside=LIST.format(one=ONE, two=TWO))
    assert "Tit siga" not in article.text
    assert [comment.text for comment in article.comments] == [ONE, TWO]
