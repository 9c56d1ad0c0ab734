"""The block model: what it sees, how it adds up, and what it may change."""

import pytest

from pipelines.html.features import Surroundings, features_of
from pipelines.html.model import CLASSES, Weights, load_model, verdict_class
from pipelines.html.weigh import BY_TYPE, candidates, thresholds_of, weigh_blocks
from pipelines.reasons import PAGE_TYPES, REASONS
from tests.html_sample import PARAGRAPHS, STORY, TITLE, article_page, ledger_of, page

TEASERS = "".join(
    f"<div class='k'><h3><a href='/{n}'>{headline}</a></h3><p><a href='/{n}'>{headline}, and what came of it</a></p></div>"
    for n, headline in enumerate(["Last loaf on Mill Street", "Bridge closed again", "Seven boats, no harbour"])
)


def phrases_of(html, text, **fields):
    ledger = ledger_of(html, **fields)
    index = next(i for i, block in ledger if block.text == text)
    return features_of(index, Surroundings(ledger))


SEEN = [
    ("its length", "<p>Short.</p>", "Short.", "up to 1 words"),
    ("links", "<p><a href='/x'>Elsewhere</a></p>", "Elsewhere", "up to 100% of it linked"),
    ("a question", "<p>Why should that be so, they ask?</p>", "Why should that be so, they ask?", "is a question"),
    ("a question in Arabic", "<p>لماذا يحدث ذلك الآن؟</p>", "لماذا يحدث ذلك الآن؟", "is a question"),
    ("a name", "<div class='newsletter'><p>Every day.</p></div>", "Every day.", "inside an element named like newsletter"),
    ("a cue", "<p>Advertisement</p>", "Advertisement", "says: advertisement (whole line)"),
    ("a cue in Japanese", "<p>関連記事</p>", "関連記事", "says: related-stories (whole line)"),
    ("like boxes", TEASERS, "Bridge closed again", "one of up to 3 like boxes"),
    ("its copy", "<p>Again.</p><p>Again.</p>", "Again.", "stands more than once on the page"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "text", "phrase"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_a_block_is_seen_in_phrases(inside, text, phrase):
    assert phrase in phrases_of(article_page(inside), text, kept=PARAGRAPHS)


def test_no_phrase_is_told_twice_of_a_block():
    ledger = ledger_of(article_page(TEASERS), kept=PARAGRAPHS)
    around = Surroundings(ledger)

    assert all(len(found) == len(set(found)) for i, _ in ledger if (found := features_of(i, around)))


def test_a_page_of_which_nothing_is_kept_can_be_looked_at():
    ledger = ledger_of(page(STORY), kept=())

    assert "nothing is kept" in features_of(0, Surroundings(ledger))


def test_score_is_the_sum_of_what_the_phrases_weigh():
    weights = Weights(0.5, {"short": -2.0, "linked": -1.0, "sentence": 1.0})

    assert weights.score(["short", "sentence", "unheard of"]) == -0.5
    assert weights.strongest_against(["linked", "sentence", "short"], 3) == ["short", "linked"]


def test_the_shipped_model_knows_every_class_and_threshold():
    assert set(load_model()) == set(CLASSES)
    assert set(BY_TYPE) <= set(PAGE_TYPES)
    assert verdict_class(kept=True, prose=False) == "kept line"
    assert verdict_class(kept=False, prose=True) == "dropped prose"


def test_what_is_surely_an_article_is_looked_at_more_strictly_than_what_may_be_a_list():
    ledger = ledger_of(article_page())
    unsure = thresholds_of(Surroundings(ledger))
    ledger.type_confidence = 0.9
    sure = thresholds_of(Surroundings(ledger))
    ledger.page_type = ledger.likely_type = "collection"
    collection = thresholds_of(Surroundings(ledger))

    assert sure.line_goes > unsure.line_goes > collection.line_goes
    assert sure.changes(-1.2, kept=True, prose=False)
    assert not sure.changes(-1.2, kept=True, prose=False, heading=True)
    assert not unsure.changes(-1.2, kept=True, prose=False)
    assert collection.changes(-0.5, kept=False, prose=True)


def test_what_is_removed_says_why():
    ledger = ledger_of(article_page(below=TEASERS))
    weigh_blocks(ledger)
    removed = [i for i, _ in ledger if not ledger.kept[i]]

    assert all(ledger.reasons[i] in REASONS and ledger.evidence[i].strip() for i in removed)


def test_the_article_stays_whole():
    ledger = ledger_of(article_page(below=TEASERS), kept=PARAGRAPHS)
    ledger.second = list(ledger.kept)
    weigh_blocks(ledger)

    assert [block.text for i, block in ledger if ledger.kept[i] and ledger.page.running[i]] == list(PARAGRAPHS)


def test_what_another_step_took_out_stays_out():
    ledger = ledger_of(article_page(), kept=(PARAGRAPHS[0], *PARAGRAPHS[2:]))
    index = next(i for i, block in ledger if block.text == PARAGRAPHS[1])
    ledger.remove(index, "trailing-story", "below another headline")

    assert index not in set(candidates(ledger))


def test_what_a_rule_settled_is_not_weighed():
    ledger = ledger_of(article_page(), kept=(TITLE, *PARAGRAPHS))
    ledger.settled = set(range(len(ledger)))

    assert list(candidates(ledger)) == []
