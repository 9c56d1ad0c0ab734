"""Boxes with a field for an address: which are pitches for a newsletter, and which ask for something else."""

import pytest

from pipelines.html.gaps import fill_gaps
from pipelines.html.mailing import remove_address_boxes
from pipelines.html.repeats import remove_repeats
from tests.html_sample import PARAGRAPHS, STORY, ledger_of, page

FIELD = "<input type='email' name='email'>"
ANSWER, QUESTION = "<input type='text' name='answer'>", "Which year did the first tram climb the hill?"

BOXES = [
    (f"<div><p>{QUESTION}</p><form>{FIELD}</form></div>", True),
    (f"<div><p>{QUESTION}</p><form>{FIELD}<input type='text' name='first_name'></form></div>", True),
    (f"<div><p>{QUESTION}</p><form>{FIELD}<input type='text' name='b_1' style='display: none'></form></div>", True),
    (f"<div><p>{QUESTION}</p><form>{FIELD}<input type='checkbox' name='consent'></form></div>", True),
    (f"<div><p>{QUESTION}</p><form>{FIELD}{ANSWER}</form></div>", False),
    (f"<div><p>{QUESTION}</p><form>{FIELD}<select name='town'></select></form></div>", False),
    (f"<div><p>Sign up for our newsletter</p><form>{FIELD}<select name='town'></select></form></div>", True),
]


@pytest.mark.parametrize(("box", "goes"), BOXES)
def test_a_form_that_asks_for_more_than_an_address_is_no_pitch_unless_it_says_so(box, goes):
    ledger = ledger_of(page(f"<main>{STORY}</main>{box}"), kept=())
    remove_address_boxes(ledger)
    assert ("newsletter" in ledger.reasons) == goes


STANZA = "<p>Oh mend it, mend it, tinker man,<br>the rain comes in the night,<br>and what the morning finds undone</p>"


def test_a_stanza_that_comes_again_is_a_refrain_and_a_paragraph_a_repeat():
    ledger = ledger_of(page(f"{STORY}{STANZA}<p>{PARAGRAPHS[0]}</p><h2>More</h2>{STANZA}"))
    remove_repeats(ledger)
    assert [block.text for index, block in ledger if ledger.reasons[index] == "repeated"] == [PARAGRAPHS[0]]


FACTS = [
    ("<aside><h3>The ferry</h3><p>Built in 1931, painted nineteen times.</p></aside>", True),
    ("<aside><h3>The ferry</h3><p>Built in 1931, <a href='/2'>painted nineteen times</a>.</p></aside>", False),
    ("<aside><h3>Read more</h3><p>Built in 1931, painted nineteen times.</p></aside>", False),
    ("<aside><p>Built in 1931, painted nineteen times.</p></aside>", False),
    ("<aside class='related'><h3>The ferry</h3><p>Built in 1931, painted nineteen times.</p></aside>", False),
]


@pytest.mark.parametrize(("box", "stays"), FACTS)
def test_a_box_of_facts_between_paragraphs_is_of_the_article_and_one_of_links_is_not(box, stays):
    ledger = ledger_of(page(f"<div><p>{PARAGRAPHS[0]}</p>{box}<p>{PARAGRAPHS[1]}</p></div>"), kept=PARAGRAPHS)
    fill_gaps(ledger)
    assert all(ledger.kept) == stays
