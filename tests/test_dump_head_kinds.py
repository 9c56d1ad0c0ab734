"""Heads of dumps as papers, mails, clippings and letters to the editor print them: who, when, and what is the headline."""

from __future__ import annotations

import pytest

from pipelines.dump.clean import clean_dump
from pipelines.dump.printed import heads_a_paper
from pipelines.metadata.full_names import is_full_name
from pipelines.metadata.greek_names import in_nominative
from pipelines.types import Article, Rules
from tests.test_dump_heads import BODIES, CHINESE, ENGLISH, GERMAN, RUSSIAN

SPANISH = (
    "El esclusero de Averlo cerró ayer su compuerta por última vez, porque el río ha encontrado otro cauce más abajo.",
    "Durante treinta y un años apuntó cada barca en un cuaderno verde, y nadie le pidió nunca que leyera nada de él.",
    "El municipio quiere conservar la casa junto a la compuerta. Qué hará con la compuerta se decidirá en otoño.",
)
TURKISH = (
    "Averköy'ün kanal bekçisi kapısını son kez kapattı, çünkü nehir köyün aşağısında kendine başka bir yatak buldu.",
    "Otuz bir yıl boyunca geçen her kayığı yeşil bir deftere yazdı ve kimse ondan bu defteri okumasını istemedi.",
    "Belediye kapının yanındaki evi korumak istiyor. Kapının kendisine ne olacağına ise sonbaharda karar verilecek.",
)
JAPANESE = (
    "古い水門の番人が昨日、最後に門を閉めた。川が村の下流で別の道を見つけ、門の前を流れなくなったためだ。",
    "三十一年の間、通った舟をすべて緑の帳面に書きとめてきたが、読んでほしいと頼んだ人は一人もいないという。",
    "町は門のそばの家を残したい考えだ。門そのものをどうするかは、秋の会議で話し合って決めることになっている。",
)


def dump(*lines: str) -> Article:
    return clean_dump("\n\n".join(lines), Rules())


@pytest.mark.parametrize(
    ("title", "head", "body", "name", "day"),
    [
        ("The last boat of Averley", "14 September 2020 Imogen Farrell", ENGLISH, "Imogen Farrell", "2020-09-14"),
        ("Das letzte Boot", "12.05.2021 11:08 Uhr Annegret Holm", GERMAN, "Annegret Holm", "2021-05-12"),
        (
            "Averköy'ün son kayığı da geçti",
            "Giriş Tarihi: 15.03.2016 08:47 Sevda BİÇER",
            TURKISH,
            "Sevda BİÇER",
            "2016-03-15",
        ),
        (
            "Последняя лодка ушла из Аверьевки",
            "Добавлено: 15.03.2016 08:47 Тамара Лыкова",
            RUSSIAN,
            "Тамара Лыкова",
            "2016-03-15",
        ),
        ("La última barca", "Publicado: 15.03.2016 | Lucía Berro", SPANISH, "Lucía Berro", "2016-03-15"),
        (
            "水門、最後の舟を送る　番人の帳面は町へ",
            "2016年11月3日 05時00分　早川 澪子",
            JAPANESE,
            "早川 澪子",
            "2016-11-03",
        ),
        (
            "最後一艘船通過老船閘　管理員交出簿子",
            "2015-07-08 18:22　記者林淑安／東港報導",
            CHINESE,
            "林淑安",
            "2015-07-08",
        ),
        ("Das letzte Boot", "ANNEGRET HOLM aho@seebote.example", GERMAN, "ANNEGRET HOLM", None),
        ("La última barca", "Lucía Puig y Serra", SPANISH, "Lucía Puig y Serra", None),
    ],
)
def test_the_name_beside_a_day_or_an_address_is_the_author(
    title: str, head: str, body: tuple[str, ...], name: str, day: str | None
) -> None:
    found = dump("seebote.example", title, head, *body)
    assert (found.title, found.authors, found.published) == (title, (name,), day)


@pytest.mark.parametrize(
    "head",
    [
        "14 September 2020 Averley Lock",  # the last word but one is in the text, as a place's is
        "Newsroom newsroom@seebote.example",
        "Lower Weirs desk@seebote.example",  # the address begins with no letter of the name
        "14 September 2020 River Gazette",
    ],
)
def test_a_place_or_a_paper_beside_a_day_or_an_address_is_nobody(head: str) -> None:
    assert dump("The River Gazette", "The last boat of Averley", head, *ENGLISH).authors == ()


def test_the_author_beside_the_day_above_the_headline() -> None:
    found = dump("Новости", "6 августа 2019, 09:14 — Тамара Лыкова", "Последняя лодка Аверьевки", *RUSSIAN)
    assert (found.authors, found.published) == (("Тамара Лыкова",), "2019-08-06")


def test_whom_a_motto_above_the_headline_is_by_is_nobody() -> None:
    motto = ("“Nobody steps into the same river twice, and no boat does.”", "- Maud Tilley, 1984")
    assert dump("The River Gazette", *motto, "The last boat of Averley", "18 May 2021", *ENGLISH).authors == ()


def test_whom_a_biography_describes_is_no_paper() -> None:
    head = ("The last boat of Averley", "Wenna Trask, Wednesday 8 November 2023")
    foot = "Wenna Trask covers rivers and harbours. She joined the paper in 2011 and lives in Averley with two dogs."
    assert dump("The River Gazette", *head, *ENGLISH, foot, "Share this article").authors == ("Wenna Trask",)


def test_several_names_of_which_one_signs_a_part_wrote_all_of_it() -> None:
    head = ("Der Winter der Schleusen", "Annegret Holm, Mirko Tamm", "23. Februar 2019 · 6 Min.")
    parts = (
        "Aversdorf: Das grüne Heft",
        "Von Annegret Holm",
        *GERMAN,
        "Hausen: Das Tor",
        "Von Mirko Tamm",
        *GERMAN[1:],
    )
    assert dump("seebote.example", *head, GERMAN[0], *parts).authors == ("Annegret Holm", "Mirko Tamm")


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("Der Seebote     Dienstag 22.1.2013     5", "2013-01-22"),
        ("The River Gazette  |  30.08.2017  |  section 1, page 6  |  612 words", "2017-08-30"),
        ("Речной вестник, N 7 (9214), 17 февраля 2006 г. Страница 2", "2006-02-17"),
        ("Le Courrier du fleuve · 3 mai 2014 · page 4", "2014-05-03"),
        ("El Heraldo del Río, 9 de diciembre de 2018, pág. 12", "2018-12-09"),
    ],
)
def test_the_row_with_paper_day_and_page_dates_the_article_and_is_no_headline(row: str, day: str) -> None:
    title, body = ("Аверьевка простилась со своей последней лодкой", RUSSIAN) if "Речной" in row else BODIES["de"]
    found = dump(row, title, *body)
    assert (found.title, found.published) == (title, day)


@pytest.mark.parametrize(
    "row",
    [
        "Concert on 30.08.2017 in hall 6",
        "What 22.1.2013 changed for 5 towns",
        "30.08.2017",
        "The storm of 12 May 2014, ten years on",
    ],
)
def test_a_headline_with_a_day_in_it_is_no_papers_row(row: str) -> None:
    assert not heads_a_paper(row)


@pytest.mark.parametrize("sender", ["From", "Von", "De", "Від", "Van"])
def test_a_mails_header_names_neither_author_nor_headline(sender: str) -> None:
    header = (f"{sender}: friend@seebote.example", "Subject: A friend sends you an article of the paper")
    found = dump(*header, "Hello, a friend wants to share this with you:", "The last boat of Averley", *ENGLISH)
    assert found.authors == ()
    assert found.title == "The last boat of Averley"


def test_the_heading_of_a_letter_is_no_author() -> None:
    head = ("Cartas al director: domingo 9 de diciembre", "El Heraldo, 9 de diciembre de 2018", "Barcas de Averlo")
    letters = (
        "Señor director: Llevo tres semanas viendo pasar las barcas y quisiera felicitar a quien cerró la compuerta.",
        *SPANISH,
    )
    assert dump("Opinión", *head, *letters).authors == ()


@pytest.mark.parametrize(
    ("title", "teaser", "body"),
    [
        (
            "«El río ya no vuelve a su cauce»",
            "Lucía Berro apunta desde hace treinta años las barcas que pasan",
            SPANISH,
        ),
        ("„Der Fluss kommt nicht zurück“", "Annegret Holm schreibt seit dreißig Jahren die Boote in ihr Heft", GERMAN),
        (
            "«Река сюда больше не вернётся»",
            "Тамара Лыкова тридцать лет живёт у канала и ведёт счёт всем, кто плывёт мимо",
            RUSSIAN,
        ),
    ],
)
def test_what_somebody_said_is_the_headline_above_its_teaser(title: str, teaser: str, body: tuple[str, ...]) -> None:
    assert dump("seebote.example", title, teaser, "28.07.2024", *body).title == title


@pytest.mark.parametrize(
    ("byline", "written", "called"),
    [
        ("Της Ρένας Μελά", "Ρένας Μελά", "Ρένα Μελά"),
        ("Της Μυρτώς Βάμβα", "Μυρτώς Βάμβα", "Μυρτώ Βάμβα"),
        ("Της Άννας-Μαρίας Γεωργίου", "Άννας-Μαρίας Γεωργίου", "Άννα-Μαρία Γεωργίου"),
        ("Του Κώστα Ραζή", "Κώστα Ραζή", "Κώστας Ραζής"),
        ("Του Αλεξάνδρου Οικονόμου", "Αλεξάνδρου Οικονόμου", "Αλέξανδρος Οικονόμου"),
        ("Του Γιώργου Αντωνόπουλου", "Γιώργου Αντωνόπουλου", "Γιώργος Αντωνόπουλος"),
        ("3 Μαΐου 2021 | Από τον Πέτρο Λαγό", "Πέτρο Λαγό", "Πέτρος Λαγός"),
        ("Γράφει η Ρένα Μελά", "Ρένα Μελά", "Ρένα Μελά"),
        ("Της σύνταξης: Κώστας Ραζής", "Κώστας Ραζής", "Κώστας Ραζής"),
        ("By Ilse Tamm", "Ilse Tamm", "Ilse Tamm"),
    ],
)
def test_greek_names_as_people_are_called(byline: str, written: str, called: str) -> None:
    assert in_nominative(byline, (written,)) == (called,)


def test_two_family_names_are_one_person_and_two_people_are_two() -> None:
    assert is_full_name("Jordi Puig i Serra")
    assert not is_full_name("Jordi Puig i ACN")
    assert not is_full_name("Marea y viento y sal")


def test_a_name_and_the_day_between_the_standfirst_and_the_text() -> None:
    standfirst = "Many of the lock keepers of the valley have left their gates, and nobody has come after them."
    found = dump("The last boat of Averley", standfirst, "Imogen Farrell Whitcombe - 12/06/2023 06:30", *ENGLISH)
    assert (found.authors, found.published) == (("Imogen Farrell Whitcombe",), "2023-12-06")
    assert "Whitcombe" not in found.text


def test_a_vietnamese_name_and_the_day_below_the_standfirst() -> None:
    body = (
        "Người gác cống ở Bình Hòa vừa đóng cánh cống của mình lần cuối, vì con sông đã tìm được dòng chảy khác.",
        "Suốt ba mươi mốt năm ông ghi tên từng chiếc ghe vào cuốn sổ xanh, và chưa ai nhờ ông đọc cho nghe.",
        "Huyện muốn giữ lại căn nhà cạnh cống. Còn cánh cống sẽ ra sao thì đến mùa thu mới có quyết định.",
    )
    standfirst = "Nhiều người gác cống trong vùng đã bỏ nghề mà không có ai thay thế."
    found = dump("Chiếc ghe cuối cùng qua cống Bình Hòa", standfirst, "Đặng Thị Kim Oanh - 14/06/2023 06:30", *body)
    assert (found.authors, found.published) == (("Đặng Thị Kim Oanh",), "2023-06-14")


def test_the_name_above_a_days_label_is_no_headline() -> None:
    title, body = BODIES["hi"]
    lines = ("समाचार", f"{title} और हरी कॉपी", "कविता राठौर अवेरपुर", "प्रकाशित: 3 मई 2021, 09:05", *body)
    assert clean_dump("\n".join(lines), Rules()).title == f"{title} और हरी कॉपी"
