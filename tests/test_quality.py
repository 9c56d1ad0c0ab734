"""What is an article and what is turned away, always with its text."""

from dataclasses import replace

import pytest

from pipelines.quality import judge
from pipelines.types import Article, Block, Origin, Rejection, Rules, count_words

SENTENCE = (
    "The council met on Tuesday evening to decide whether the old bridge over the river should be closed to lorries."
)


def article(*texts, role="paragraph", **fields):
    blocks = tuple(Block(text=text, role=role, kept=True) for text in texts)
    return Article(blocks=blocks, cleaned_by="test", **fields)


def removed(*texts):
    return Article(blocks=tuple(Block(text=text, role="label", kept=False, reason="navigation") for text in texts))


LINKS = [f"Story number {n} of the week" for n in range(12)]

TURNED_AWAY = [
    ("a page without blocks", article(), None, "no-text"),
    ("a page of navigation alone", removed("Home", "News"), None, "no-text"),
    ("six words", article("The bridge is closed to lorries."), None, "too-short"),
    ("a page of headlines", article(*LINKS), None, "listing"),
    ("an answer with status 404", article(SENTENCE, SENTENCE), 404, "error-page"),
    ("a page that says 404", article(SENTENCE, title="404 - nothing here"), None, "error-page"),
    ("a page that says so in Arabic", article(SENTENCE, title="الصفحة غير موجودة"), None, "error-page"),
]


@pytest.mark.parametrize(
    ("page", "status", "reason"), [case[1:] for case in TURNED_AWAY], ids=[c[0] for c in TURNED_AWAY]
)
def test_no_article_is_turned_away_with_its_reason_and_its_text(page, status, reason):
    outcome = judge(page, Rules(), status)

    assert (type(outcome), outcome.reason, outcome.best) == (Rejection, reason, page)


ARTICLES = [
    ("two sentences, forty words", article(SENTENCE, SENTENCE)),
    (
        "a Chinese paragraph without spaces",
        article("市议会周二晚间开会讨论是否应禁止货车通过河上的旧桥居民表示支持这一决定并要求尽快执行。"),
    ),
    ("a dated list of results", article(*LINKS, published="2024-03-01")),
    ("a long article about error 404", article(*[SENTENCE] * 10, title="404 Not Found: a history of the error page")),
    ("an answer with status 200", article(SENTENCE, SENTENCE)),
]


@pytest.mark.parametrize("page", [case[1] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_articles_pass(page):
    assert judge(page, Rules(), 200) is page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Don't stop_1 -- at 2.5%\tnow\x1f!", 7),
        ("Don\u2019t stop_1 -- at 2.5%\tnow\x1f!", 7),
        ("caf\u00e9 \u6f22\u5b57", 3),
    ],
)
def test_words_are_counted_alike_in_ascii_and_beyond(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("\u201cThe bridge\u201d \u2013 caf\u00e9\u2019s 7 tables, \u20ac 40 \u2026 a_b\x85\xa0c", 9),
        ("M\u011bsto \u017d\u010f\u00e1r \u201ezav\u0159e\u201c most \u2013 \u00a7 12\x00a", 6),
        ("\u041c\u043e\u0441\u0442 \u0437\u0430\u043a\u0440\u044b\u0442 \u00ab\u0434\u043e 5\u00bb \u2116 3", 5),
        (
            "\u0397 \u03b3\u03ad\u03c6\u03c5\u03c1\u03b1 \u03ad\u03ba\u03bb\u03b5\u03b9\u03c3\u03b5 \u2014 \u201c8\u201d",
            4,
        ),
        ("\u0e2a\u0e30\u0e1e\u0e32\u0e19 caf\u00e9 \u6f22\u5b57 \U0001f600", 4),
    ],
)
def test_words_of_long_texts_are_counted_as_those_of_short_ones(sentence, words):
    long = " ".join([sentence] * 200)

    assert count_words(sentence) * 200 == count_words(long)
    assert count_words(sentence) == words


def test_a_list_without_running_text_is_a_list():
    page = replace(
        removed("Home", "News"),
        page_type="listing",
        origins=(Origin(field="page_type", origin="address", confidence=0.95),),
    )
    verdict = judge(page, Rules())
    assert isinstance(verdict, Rejection)
    assert verdict.reason == "listing"
