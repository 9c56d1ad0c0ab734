"""Dumps of invented sites in 27 languages (benchmarks/foreign_dumps.py), none of which was trained on."""

from __future__ import annotations

import foreign_dumps
import pytest
from dump_pages import f1, words

from pipelines.dump import clean_dump
from pipelines.types import Rules

DUMPS = list(foreign_dumps.dumps())
LEAST = 0.9
"""Mean F1 over a language's dumps; of the hardest kind alone, a longer story below, fewer are right."""


@pytest.mark.parametrize("language", sorted(foreign_dumps.LANGUAGES))
def test_a_language_keeps_its_text_and_loses_its_furniture(language: str) -> None:
    mine = [made for made in DUMPS if made.language == language]
    texts = [clean_dump(made.text, Rules(), None).text for made in mine]
    assert all(texts), "a dump with prose was left without text"
    scores = [f1(words(text), words(made.gold))[0] for text, made in zip(texts, mine, strict=True)]
    assert sum(scores) / len(scores) > LEAST
