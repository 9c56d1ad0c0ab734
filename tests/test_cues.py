"""A line's wording is recognised in many languages, and sentences are not taken for furniture."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from pipelines.cues import PLACES, as_written, cues_in
from pipelines.reasons import REASONS

TABLES = {entry.name: tomllib.loads(entry.read_text(encoding="utf-8"))
          for entry in (files("pipelines") / "cue_words").iterdir() if entry.name.endswith(".toml")}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ADVERTISEMENT", "advertisement"),
        ("12 Comments", "comment-widget"),
        ("Sign up for our newsletter to hear from the harbour every Friday", "newsletter"),
        ("Read more: The lighthouse gets a new lamp", "related-stories"),
        ("Lesen Sie auch: Der Leuchtturm bekommt eine neue Lampe", "related-stories"),
        ("Publicité", "advertisement"),
        ("Deja un comentario", "comment-widget"),
        ("Todos os direitos reservados", "copyright"),
        ("Condividi su Facebook", "share-widget"),
        ("إقرأ أيضاً: المنارة", "related-stories"),
        ("إعلان", "advertisement"),
        ("بیشتر بخوانید: فانوس دریایی", "related-stories"),
        ("ڕیکلام", "advertisement"),
        ("Parve bike", "share-widget"),
        ("Yorum yap", "comment-widget"),
        ("קראו גם: המגדלור", "related-stories"),
        ("Читайте также: маяк", "related-stories"),
        ("Читайте також: маяк", "related-stories"),
        ("相关新闻", "related-stories"),
        ("責任編輯：林小梅", "byline"),
        ("関連記事：灯台の新しい灯り", "related-stories"),
        ("댓글 3", "comment-widget"),
        ("قواعد التعليق", "comment-policy"),
        ("تعليق واحد", "comment-widget"),
        ("À lire aussi : Le phare change de lampe", "related-stories"),
        ("記事をシェアする", "share-widget"),
        ("Soma pia: Taa mpya ya mnara", "related-stories"),
        ("በተጨማሪ ያንብቡ፦ የመብራት ቤቱ", "related-stories"),
        ("2 години тому", "byline"),
        ("لێدوان", "comment-widget"),
    ],
)
def test_a_line_of_furniture_is_recognised(line: str, reason: str) -> None:
    assert reason in {cue.reason for cue in cues_in(line)}


@pytest.mark.parametrize(
    "line",
    [
        "The harbour master opened the gates at six and the first boats went out with the tide.",
        "Der Hafenmeister öffnete die Tore um sechs, und die ersten Boote liefen mit der Flut aus.",
        "문화재를 지키는 일은 마을 사람들이 오랫동안 함께 해 온 일이라고 등대지기는 말했다.",
        "文化祭は港の広場で開かれ、子どもたちが灯台の絵を並べた。",
        "圖書館在星期六重新開放，孩子們排隊等候進入新的閱覽室。",
        "Смотритель маяка рассказал, что лампу меняют раз в десять лет.",
        "قال حارس المنارة إن المصباح يتغير مرة كل عشر سنوات.",
    ],
)
def test_a_sentence_is_no_furniture(line: str) -> None:
    assert cues_in(line) == ()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_names_its_language_and_known_reasons(name: str) -> None:
    table = TABLES[name]
    assert table["language"] == name.removesuffix(".toml")
    assert set(table) - {"language", "dates"} <= set(REASONS)
    assert {place for reason, places in table.items() if reason in REASONS for place in places} <= set(PLACES)


def test_numbers_and_punctuation_do_not_hide_a_whole_line_cue() -> None:
    assert [(cue.reason, cue.whole_line) for cue in cues_in("» 3 Comments «")] == [("comment-widget", True)]


@pytest.mark.parametrize(
    ("line", "reason", "written"),
    [
        ("12 Comments", "comment-widget", "Comments"),
        ("READ MORE: The lighthouse gets a new lamp", "related-stories", "READ MORE"),
        ("إقرأ أيضاً: المنارة", "related-stories", "إقرأ أيضاً"),
        ("جميع الحقوق محفوظة", "copyright", "جميع الحقوق محفوظة"),
        ("関連記事：灯台の新しい灯り", "related-stories", "関連記事"),
        ("Lesen Sie auch: Der Leuchtturm", "related-stories", "Lesen Sie auch"),
    ],
)
def test_a_cue_is_quoted_as_the_line_spells_it(line: str, reason: str, written: str) -> None:
    cue = next(cue for cue in cues_in(line) if cue.reason == reason)
    assert as_written(line, cue) == written


def test_of_two_phrases_of_one_reason_the_longer_speaks() -> None:
    cue = next(cue for cue in cues_in("Sign up for our newsletter today") if cue.reason == "newsletter")
    assert " " in cue.phrase
