"""Headlines and authors of dumps by how they are set: labels, names alone, `<title>` lines, exports, articles alone."""

from __future__ import annotations

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Article, Rules

BODY = (
    "The keeper of the lighthouse counts the ships that pass, and writes their number into a book that nobody reads.",
    "On Monday there were eleven of them, on Tuesday nine, and on Wednesday the fog was so thick that he wrote a question mark.",
    "The harbour office has asked for the book, because its own figures for the winter were lost when the cellar was flooded.",
    "He has agreed to lend it, but only if somebody else keeps counting while he reads it out over the telephone.",
)
HEADLINE = "The keeper who counts the ships"
MENU = ("Home", "News", "Culture", "Weather", "Contact")


def article(*lines: str, body: tuple[str, ...] = BODY) -> Article:
    return clean_dump("\n\n".join((*lines, *body)), Rules())


def test_the_line_that_the_title_of_the_page_begins_with_is_the_headline() -> None:
    short = "Elf Schiffe am Montag"
    body = (
        "Der Wärter zählt, was vorbeifährt, und schreibt die Zahl in ein Buch, das außer ihm seit Jahren niemand liest.",
        "Gestern war der Nebel so dicht, dass er nur ein Fragezeichen schrieb und sich wieder zu seinem Ofen setzte.",
        "Das Hafenamt bittet nun um das Buch, weil die eigenen Zahlen des Winters im überfluteten Keller verloren gingen.",
    )
    found = article(f"{short} | Der Seebote", "Der Seebote", *MENU, short, "Teilen", "Facebook", "WhatsApp", body=body)
    assert found.title == short


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ((HEADLINE, "Nobody reads his book.", "Ilse Tamm"), HEADLINE),
        (("Strážce, který počítá lodě", "Jeho knihu nikdo nečte."), "Strážce, který počítá lodě"),
    ],
)
def test_an_article_alone_begins_with_its_headline(head: tuple[str, ...], title: str) -> None:
    assert article(*head).title == title


def test_the_entries_of_a_log_are_no_headline() -> None:
    rows = tuple(f"{day} Feb 07:00 wind NW {day + 2}, temp -{day}.1" for day in range(1, 7))
    found = article(*MENU, "Log of the hut at Skerry Top", "By Denny Orme", "8 February 2024", body=(*rows, *BODY))
    assert found.title is None or not found.title.startswith("1 Feb")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("Na Rehema Otieno", "14 Machi 2026"), ("Rehema Otieno",)),
        (("Της σύνταξης:", "Μαρία Λιβέρη", "11 Ιανουαρίου 2026"), ("Μαρία Λιβέρη",)),
        (("লেখক: মিতা দত্ত | 20 মার্চ 2026",), ("মিতা দত্ত",)),
        (("Yazan: Söz: Ece Aksoy", "3 Mayıs 2026"), ("Ece Aksoy",)),
        (("文・ 早川澪 | 2026年3月15日",), ("早川澪",)),
        (("글", "한도윤", "2026년 1월 17일"), ("한도윤",)),
        (("By", "Ilse Tamm on May 3, 2026"), ("Ilse Tamm",)),
        (("WRITTEN BY", "Ilse Tamm", "May 3, 2026"), ("Ilse Tamm",)),
        (("Testua: Ane Etxe; argazkiak: Jon Urki", "2026-05-03"), ("Ane Etxe",)),
        (("HARBOUR OFFICE", "May 3, 2026"), ()),
        (("Harbour Book", "May 3, 2026"), ()),
        (("The Harbour Gazette", "May 3, 2026"), ()),
    ],
)
def test_who_wrote_a_dump(lines: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert article(*MENU, HEADLINE, *lines).authors == names


def test_the_dateline_of_the_text_names_its_author() -> None:
    body = (
        "海州新闻网5月9日电（记者 沈若溪）清晨的码头上，最后一艘木船正在装货，船主说这是今年的最后一趟。",
        *BODY[1:],
    )
    assert article(*MENU, "最后一艘木船", body=body).authors == ("沈若溪",)


CODED = "HD  {title}\nBY  {name}\nWC  207 words\nPD  3 April 2026\nSN  The Harbour Gazette\nLA  en\nLP\n{body}\nAN  Document HG0000001"
NAMED = "Document 1 of 2\n\nThe Harbour Gazette\n\n19 January 2026\n\n{title}\n\nBYLINE: {name}\n\nSECTION: Region; Pg. 4\n\nLENGTH: 136 words\n\nBODY:\n\n{body}\n\nLOAD-DATE: 2026-01-19"


@pytest.mark.parametrize("export", [CODED, NAMED], ids=["codes", "names"])
def test_the_fields_of_a_databases_export_are_read(export: str) -> None:
    found = clean_dump(export.format(title=HEADLINE, name="Ilse Tamm", body="\n\n".join(BODY)), Rules())
    assert (found.title, found.authors) == (HEADLINE, ("Ilse Tamm",))


def test_a_list_of_two_letter_words_is_no_export() -> None:
    assert article(HEADLINE, "BY  Ilse Tamm", "LA  la la", body=BODY).title == HEADLINE


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (("Career Advice", "How to count ships at night", "A book for the harbour"), ()),
        (("Ilse Tamm", "This article is for subscribers only. Subscribe to continue reading."), ("Ilse Tamm",)),
        (("Ilse Tamm", "My grandfather kept such a book, too, and it is in the museum now."), ()),
        (("Harbour Office", "© 2026 The Harbour Gazette. All rights reserved."), ()),
    ],
)
def test_a_name_alone_where_the_text_ends_signs_it(below: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert article(*MENU, HEADLINE, "May 3, 2026", body=(*BODY, *below)).authors == names


def test_a_headline_shares_its_words_with_the_text_in_whatever_form() -> None:
    body = (
        "Kaskisten entiset paperityöläiset kokoontuvat yhä joka aamu kahville, vaikka vuoroa ei ole enää tullut kolmeen vuoteen.",
        "Tehtaan portti on lukossa, mutta kahvihuoneen avain on vanhalla luottamusmiehellä, joka keittää pannullisen seitsemältä.",
        "Kaupunki on luvannut, että huoneen saa pitää, kunnes tehtaasta tulee jotakin muuta, eikä kukaan tiedä milloin se on.",
    )
    found = article(
        "Etusivu", "Kotimaa", "Työ", "Tehdas sulki ovensa, kahvihuone jäi auki", "14.3.2026 7:20", body=body
    )
    assert found.title == "Tehdas sulki ovensa, kahvihuone jäi auki"


def test_the_second_half_of_a_label_in_a_line_of_its_own_is_no_author():
    text = (
        "The bell of Nes rings again\n\nPublished\n\non\n\n"
        + "The bell of Nes, which had been silent for six winters, rang on Sunday before anybody had pulled its rope. "
        * 3
    )
    assert clean_dump(text, Rules()).authors == ()


BEFORE = "Mill | Sea | Weather"
PROSE = (
    "The old weighbridge at the quay was sold on Tuesday to a dealer in scales, who means to set it up in his garden and weigh nothing.",
    "Carts had been weighed there since the corn law, and the last clerk kept a book of all that was too heavy to be let through.",
    "The book goes to the museum; the clerk's stool, which has three legs, was given to the harbour dog.",
)


@pytest.mark.parametrize(("paragraphs", "signed"), [(1, True), (2, False)])
def test_a_name_below_two_paragraphs_is_a_heading_of_the_text(paragraphs, signed):
    prose = (
        "老城的修伞铺在上周一重新开张，街坊们带着积攒了一冬的旧伞排起了长队，铺子里只有一张凳子和一盏灯。",
        "铺主说他不打算涨价，因为伞骨还是原来的伞骨，雨也还是原来的雨，只是下得比从前晚了一些，也大了一些。",
    )
    body = (*prose[:paragraphs], "王小明", *prose[paragraphs:], *prose[::-1])
    article = clean_dump("\n\n".join(("修伞铺重新开张了", *body)), Rules())
    assert bool(article.authors) == signed


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        (("Lieselot Van Cauwenberge", "Vrijdag 22 maart 2019 om 3.25 uur"), (), ("Lieselot Van Cauwenberge",)),
        (("12 септември 2008, петък", "Деница Каракостова"), (), ("Деница Каракостова",)),
        ((), ("Zuzana Bieliková, Matej Ondruš", "6. okt 2020 o 8:15"), ("Zuzana Bieliková", "Matej Ondruš")),
        (("Aviso Oportuno", "3 de mayo de 2021"), (), ()),
        (("3 May 2021", "Harbour Dog"), (), ()),
    ],
)
def test_names_above_or_below_the_day_on_either_side_of_the_headline(above, below, names):
    article = clean_dump("\n\n".join((BEFORE, *above, "A weighbridge is sold", *below, *PROSE)), Rules())
    assert article.authors == names
