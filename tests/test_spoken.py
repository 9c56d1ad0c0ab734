"""The language of a page before it is cleaned, and pages chosen by it."""

from __future__ import annotations

import sqlite3

import pytest
from click.testing import CliRunner

from crawler.cli import copydesk
from crawler.spoken import speaks, spoken_in
from pipelines.types import Capture, Provenance

TEXTS = {
    "de": "Der Gemeinderat hat am Dienstag beschlossen, die alte Mühle am Fluss zu kaufen. Sie soll im nächsten Jahr als Bücherei öffnen, sagte die Bürgermeisterin nach der Sitzung.",
    "es": "El ayuntamiento decidió el martes comprar el viejo molino junto al río. Abrirá el próximo año como biblioteca, dijo la alcaldesa después de la reunión.",
    "ckb": "ئەنجوومەنی شارۆچکەکە ڕۆژی سێشەممە بڕیاری دا ئاشە کۆنەکەی تەنیشت ڕووبارەکە بکڕێت. ساڵی داهاتوو وەک کتێبخانە دەکرێتەوە، سەرۆکی شارەوانی دوای کۆبوونەوەکە وای گوت.",
    "nb": "Kommunestyret vedtok tirsdag å kjøpe den gamle mølla ved elva. Den skal åpne som bibliotek neste år, sa ordføreren etter møtet, og innbyggerne ble glade.",
}


def capture(text: str, kind: str = "text/html", headers: tuple[tuple[str, str], ...] = ()) -> Capture:
    return Capture(
        provenance=Provenance(source="x"), body=text.encode(), content_type=f"{kind}; charset=utf-8", headers=headers
    )


def html(text: str, lang: str = "") -> str:
    menu = "<nav><a>Home</a> <a>News</a> <a>Sports and weather</a></nav>"
    return f"<!doctype html><html{lang and f' lang={lang}'}><body>{menu}<article><p>{text}</p></article></body></html>"


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_tells_whatever_the_page_declares(language):
    assert spoken_in(capture(TEXTS[language], "text/plain")) == language
    assert spoken_in(capture(html(TEXTS[language], "en"))) == language


def test_a_page_with_hardly_a_text_is_believed():
    assert spoken_in(capture("<!doctype html><html lang='tr'><body><p>Ok</p></body></html>")) == "tr"
    assert spoken_in(capture("Ok", "text/plain", (("Content-Language", "tr"),))) == "tr"
    assert spoken_in(capture("", "text/plain")) is None


@pytest.mark.parametrize(
    ("language", "asked", "is_one"),
    [("de", "de", True), ("de", "es", False), ("ckb", "ku", True), ("nb", "no", True), ("es", "e", False)],
)
def test_a_language_is_asked_for_by_its_code_or_that_of_a_group(language, asked, is_one):
    assert speaks(capture(TEXTS[language], "text/plain"), frozenset({asked})) is is_one


def test_chinese_is_asked_for_in_any_script_or_in_one():
    text = "市議會星期二決定購買河邊的舊磨坊。明年將改建為圖書館，市長會後表示，居民對此感到高興。"
    assert speaks(capture(text, "text/plain"), frozenset({"zh"}))
    assert speaks(capture(text, "text/plain"), frozenset({"zh-hant"}))
    assert not speaks(capture(text, "text/plain"), frozenset({"zh-hans"}))


def test_only_pages_in_the_language_come_into_the_archive(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for language, text in TEXTS.items():
        (folder / f"{language}.html").write_text(html(" ".join([text] * 3)), encoding="utf-8")
    database = tmp_path / "a.db"
    done = CliRunner().invoke(
        copydesk, ["clean", str(database), str(folder), "--language", "es", "--language", "DE", "--silent"]
    )
    assert done.exit_code == 0, done.output
    with sqlite3.connect(database) as connection:
        assert sorted(row[0] for row in connection.execute("select source from captures")) == [
            "pages/de.html",
            "pages/es.html",
        ]


def test_what_is_no_code_is_refused(tmp_path):
    done = CliRunner().invoke(copydesk, ["clean", str(tmp_path / "a.db"), str(tmp_path), "--language", "German!"])
    assert done.exit_code == 2
    assert "'German!' is no code of a language: de, ckb, zh-Hans" in done.output
