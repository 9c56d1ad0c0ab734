"""Looking for many patterns at once says what looking for each of them says, with RE2 and without."""

from __future__ import annotations

import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.html import blocks, names
from pipelines.html.own_trafilatura import MARKS
from pipelines.page_type import signs
from pipelines.vocabulary import Vocabulary

PATTERNS = (
    "foot",
    "^ad-",
    "(?i)nav",
    r"(?:^|\s)link(?:\s|$)",
    r"comment(?!ary)",
    r"\bcta\b",
    "l[eé]gende",
    r"^post$",
    r"\d",
    r"\w-\w",
)
TEXTS = ("foot", "ad-x", "a ad-", "Nav", "link", "a link\n", "commentary", "comments", "cta", "post\n", "légende", "٣", "é-é", "a\x1clink", "")  # fmt: skip
LETTERS = st.text(alphabet="afdno-_ \n\tLKé\u0131\u212a0٣", max_size=12)


def made() -> Vocabulary:
    return Vocabulary(PATTERNS, [re.compile(pattern).search for pattern in PATTERNS])


def one_by_one(text: str) -> list[int]:
    return [at for at, pattern in enumerate(PATTERNS) if re.search(pattern, text)]


@pytest.mark.parametrize("text", TEXTS)
def test_the_patterns_of_a_text_are_those_that_stand_in_it(text):
    assert sorted(made().found_in(text)) == one_by_one(text)


@given(text=LETTERS)
def test_whatever_the_text_the_answer_is_that_of_each_pattern(text):
    assert sorted(made().found_in(text)) == one_by_one(text)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("instead", [None, re])
def test_without_re2_or_with_another_module_of_its_name_the_answers_are_the_same(text, instead, monkeypatch):
    monkeypatch.setitem(sys.modules, "re2", instead)
    assert sorted(made().found_in(text)) == one_by_one(text)


def test_a_pattern_that_is_not_given_is_asked_as_it_is():
    asked = Vocabulary([None, "b"], ["ab".__eq__, re.compile("b").search])
    assert sorted(asked.found_in("ab")) == [0, 1]
    assert asked.found_in("abc") == [1]


WORDS = ("article-body", "post_content", "relatedPosts", "sidebar widget", "byline author", "cookie-consent", "share-buttons",
         "add-to-cart", "comment-list", "comments", "main-content", "page-Content", "photo-credit", "bildunterschrift", "hidden",
         "^post", "post", "posts", "reply-", "teaser", "Teaser", "navbar", "elementor-share-buttons", "infinite-scroll", "x")  # fmt: skip


@pytest.mark.parametrize("text", [*WORDS, *(f"{word} {other}" for word, other in pairwise(WORDS))])
def test_the_lists_in_use_say_the_same_one_by_one(text):
    in_use = [names._NAMED, signs._NAMED, blocks._CAPTIONS, blocks._MARKING]
    MARKS._vocabulary("class")
    MARKS._vocabulary("id")
    for vocabulary in (*in_use, MARKS._vocabularies["class"][1], MARKS._vocabularies["id"][1]):
        expected = [at for at, says in enumerate(vocabulary._says) if says(text)]
        assert sorted(vocabulary.found_in(text)) == expected
