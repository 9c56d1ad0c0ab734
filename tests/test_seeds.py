"""The five dumps the project began with: text byte for byte, metadata, and the meaning of every line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Article, Rules

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
GOLD = CORPUS / "seeds-gold.jsonl"

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the seeds are not here: ../shared/corpus/seeds-gold.jsonl")

KEPT = {"body", "heading"}
APART = {"title": "title", "caption": "caption", "comment": "comment", "removed:byline": "byline"}
FITTING = {"other": {"other", "navigation"}}
"""Reasons that say the same as the gold's."""


def _seeds() -> list[Any]:
    if not GOLD.exists():
        return [pytest.param({}, id="none")]
    golds = [json.loads(row) for row in GOLD.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(gold, id=gold["file"][:3]) for gold in golds]


def _clean(gold: dict[str, Any]) -> Article:
    return clean_dump((CORPUS / "seeds" / gold["file"]).read_text(encoding="utf-8"), Rules(), None)


@pytest.mark.parametrize("gold", _seeds())
def test_text_is_the_gold_body_byte_for_byte(gold: dict[str, Any]) -> None:
    assert _clean(gold).text == gold["body"]


@pytest.mark.parametrize("gold", _seeds())
def test_title_author_and_section_are_the_golds(gold: dict[str, Any]) -> None:
    article = _clean(gold)
    assert article.title == gold["title"]
    assert article.authors == ((gold["author"],) if gold["author"] else ())
    assert article.section == (gold["section"][0] if gold["section"] else None)
    assert article.published is None


@pytest.mark.parametrize("gold", _seeds())
def test_captions_come_with_their_credits_and_comments_by_themselves(gold: dict[str, Any]) -> None:
    article = _clean(gold)
    assert [(c.text, c.credit) for c in article.captions] == [(c["text"], c["credit"]) for c in gold["captions"]]
    assert [comment.text for comment in article.comments] == gold["comments"]


@pytest.mark.parametrize("gold", _seeds())
def test_every_line_has_the_meaning_of_the_gold(gold: dict[str, Any]) -> None:
    blocks = {int(block.where.split()[1]): block for block in _clean(gold).blocks}
    assert sorted(blocks) == [line["n"] for line in gold["ledger"]]
    wrong = [line for line in gold["ledger"] if not _agrees(blocks[line["n"]], line["role"])]
    assert wrong == []


def _agrees(block: Any, role: str) -> bool:
    if role in KEPT:
        return (
            bool(block.kept)
            and block.reason is None
            and block.role == ("heading" if role == "heading" else "paragraph")
        )
    if role in APART:
        return not block.kept and (block.role, block.reason) == (APART[role], APART[role])
    reason = role.removeprefix("removed:")
    return not block.kept and block.reason in FITTING.get(reason, {reason})
