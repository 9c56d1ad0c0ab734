"""Who wrote a dump, said in a line of its head or foot that holds more than a name; and the look-alikes that name nobody."""

from __future__ import annotations

import pytest

from pipelines.dump.clean import clean_dump
from pipelines.metadata.dates import dates_in
from pipelines.metadata.given_names import has_given_name, opens_with_given_name
from pipelines.types import Article, Rules

ENGLISH = (
    "The lock keeper of Averley has closed his gate for the last time, because the river below it has found another bed.",
    "For thirty-one years he wrote down each boat in a green book, and he says that nobody ever asked him to read from it.",
    "The county wants to keep the house beside the gate. What it wants to do with the gate itself will be decided in autumn.",
)
GERMAN = (
    "Der Schleusenwärter von Aversdorf hat sein Tor zum letzten Mal geschlossen, weil der Fluss ein anderes Bett gefunden hat.",
    "Einunddreißig Jahre lang schrieb er jedes Boot in ein grünes Heft, und niemand hat ihn je gebeten, daraus vorzulesen.",
    "Der Kreis will das Haus neben dem Tor behalten. Was aus dem Tor selbst werden soll, wird erst im Herbst entschieden.",
)
RUSSIAN = (
    "Смотритель шлюза в Аверьевке закрыл ворота в последний раз, потому что река ниже посёлка нашла себе другое русло.",
    "Тридцать один год он записывал каждую лодку в зелёную тетрадь, и никто ни разу не попросил его почитать вслух.",
    "Район хочет сохранить домик рядом с воротами. Что будет с самими воротами, решат только осенью, после паводка.",
)
ARABIC = (
    "أغلق حارس الهويس في عين الورد بوابته للمرة الأخيرة، لأن النهر وجد لنفسه مجرى آخر بعيدا عن القرية القديمة.",
    "طوال إحدى وثلاثين سنة كان يكتب كل قارب في دفتر أخضر، ولم يطلب منه أحد أن يقرأ منه شيئا على الناس.",
    "تريد البلدية أن تحتفظ بالبيت الصغير قرب البوابة. أما البوابة نفسها فسيتقرر مصيرها في الخريف القادم.",
)
HINDI = (
    "अवेरपुर के फाटक रखवाले ने आख़िरी बार अपना फाटक बंद किया, क्योंकि नदी ने गाँव से दूर अपने लिए दूसरा रास्ता बना लिया।",
    "इकतीस साल तक उन्होंने हर नाव का नाम हरी कॉपी में लिखा, और किसी ने उनसे कभी नहीं कहा कि वे उसे पढ़कर सुनाएँ।",
    "ज़िला प्रशासन फाटक के पास का घर रखना चाहता है। फाटक का क्या होगा, यह शरद ऋतु में तय किया जाएगा।",
)
CHINESE = (
    "老船閘的管理員昨天最後一次關上了閘門，因為河水在村子下游找到了另一條河道，不再從閘門前流過。",
    "三十一年來他把每一條船都寫進一本綠色的簿子裡，他說從來沒有人請他讀過其中任何一頁。",
    "縣政府打算保留閘門旁邊的小屋，至於閘門本身怎麼處理，要到秋天開會以後才會決定。",
)
BODIES = {
    "en": ("The last boat of Averley", ENGLISH),
    "de": ("Das letzte Boot von Aversdorf", GERMAN),
    "ru": ("Последняя лодка Аверьевки", RUSSIAN),
    "ar": ("آخر قارب في عين الورد", ARABIC),
    "hi": ("अवेरपुर की आख़िरी नाव", HINDI),
}


def article(language: str, head: tuple[str, ...] = (), foot: tuple[str, ...] = ()) -> Article:
    title, body = BODIES[language]
    return clean_dump("\n\n".join(("The River Gazette", title, *head, *body, *foot)), Rules())


@pytest.mark.parametrize(
    ("language", "head", "names"),
    [
        ("en", ("Imogen Farrell, Averley",), ("Imogen Farrell",)),
        ("en", ("Imogen Farrell, Gazette Writer",), ("Imogen Farrell",)),
        ("en", ("Imogen Farrell and Owen Prys", "3 May 2021"), ("Imogen Farrell", "Owen Prys")),
        ("en", ("Fri 7 May 2021 | Imogen Farrell | 4 comments",), ("Imogen Farrell",)),
        ("de", ("_Annegret Holm, Aversdorf_",), ("Annegret Holm",)),
        ("de", ("**Annegret Holm** 3. Mai 2021, 10:15",), ("Annegret Holm",)),
        ("de", ("_von **Annegret Holm**_ , 17. Juni 2021, 06:00 Uhr",), ("Annegret Holm",)),
        ("de", ("The River Gazette - Annegret Holm",), ("Annegret Holm",)),
        ("de", ("Annegret Holm schreibt:",), ("Annegret Holm",)),
        ("ru", ("_Тамара Лыкова, 8 декабря 2022, 15:20_",), ("Тамара Лыкова",)),
        ("ru", ("Тамара Лыкова / Аверьевка",), ("Тамара Лыкова",)),
        ("ru", ("Корреспондент: Тамара Лыкова",), ("Тамара Лыкова",)),
        ("ar", ("The River Gazette - نادية الفاسي", "3 ماي 2021"), ("نادية الفاسي",)),
        ("ar", ("مراسلة: نادية الفاسي",), ("نادية الفاسي",)),
        ("hi", ("कविता राठौर | अवेरपुर", "3 मई 2021"), ("कविता राठौर",)),
    ],
)
def test_a_name_beside_something_known_in_the_head_is_the_author(
    language: str, head: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert article(language, head).authors == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2018-10-30 16:05　後山晨報／記者潘若叡／花蓮報導", "潘若叡"),
        ("2019-04-17 09:36　来源：江边晚报　记者 林若月", "林若月"),
        ("【江邊晚報專訊】記者歐陽若雯", "歐陽若雯"),
    ],
)
def test_a_reporter_among_the_notes_of_a_chinese_head_is_the_author(line: str, name: str) -> None:
    assert clean_dump("\n\n".join(("首頁 | 地方 | 生活", "老船閘關上最後一次", line, *CHINESE)), Rules()).authors == (
        name,
    )


@pytest.mark.parametrize(
    ("language", "foot", "names"),
    [
        ("en", ("Imogen Farrell", "Share on Facebook"), ("Imogen Farrell",)),
        ("de", ("_Annegret Holm_", "Newsletter abonnieren", "Kommentare (2)"), ("Annegret Holm",)),
        ("ru", ("Тамара Лыкова", "Фото автора", "Поделиться: ВКонтакте"), ("Тамара Лыкова",)),
        ("de", ("Autor:", "Annegret Holm", "Mehr zum Thema"), ("Annegret Holm",)),
    ],
)
def test_a_known_given_name_alone_below_the_text_signs_it(
    language: str, foot: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert article(language, foot=foot).authors == names


@pytest.mark.parametrize(
    ("language", "head", "foot"),
    [
        ("en", ("Lower Averley, Wessex",), ()),  # a place and its county
        ("en", ("Owen Averley, Lock Keeper",), ()),  # the last word is in the text: whom the story is about
        ("en", ("New Averley, 12 May 2021",), ()),
        ("en", ("Photo: Imogen Farrell",), ()),
        ("en", ("Owen Prys says:", "“Nobody asked me to read from it in all those years,” as he puts it."), ()),
        ("en", ("Fri 9 May 2021 11.52 GMT First published on Fri 9 May 2021 07.40 GMT",), ()),
        ("de", ("In Niederhausen, sagt er, war es immer so.",), ()),
        ("de", (), ("Annegret Holm", "Ich habe das Heft gesehen, es liegt noch immer auf dem Tisch am Fenster.")),
        ("en", (), ("Imogen Farrell", "Owen Prys", "Maud Tilley", "Share on Facebook")),  # a list of people
        ("en", (), ("Career Advice", "Share on Facebook")),
        ("ru", (), ("Нижний Новгород", "Поделиться: ВКонтакте")),
    ],
)
def test_what_only_looks_like_an_authors_line_names_nobody(
    language: str, head: tuple[str, ...], foot: tuple[str, ...]
) -> None:
    assert article(language, head, foot).authors == ()


def test_a_sentence_that_begins_as_bylines_do_names_nobody() -> None:
    assert article("en", ("Di Pulau Sebesi, sekolahnya yang datang kepada murid.",)).authors == ()


def test_a_menus_word_behind_by_is_nobody() -> None:
    body = (
        *ENGLISH[:2],
        "Every industry of the valley once sent its boats through the gate, and each had a page of its own.",
    )
    assert clean_dump("\n\n".join(("By Industry", "The last boat of Averley", *body)), Rules()).authors == ()


def test_given_names_are_known_in_many_scripts() -> None:
    names = (
        "Ilse Tamm",
        "Тамара Лыкова",
        "Սոնա Վարդանյան",
        "ნესტან ლომიძე",
        "नेहा शर्मा",
        "Kovács Dóra",
        "Marie-Claude Roy",
    )
    assert all(map(has_given_name, names))
    assert not any(map(has_given_name, ("Career Advice", "Нижний Новгород", "Final Thoughts", "")))


def test_a_place_does_not_open_with_a_given_name() -> None:
    assert not any(map(opens_with_given_name, ("New York", "San Antonio", "Saint Paul", "Port Louis", "")))


def test_a_day_in_chinese_numerals_is_the_day_of_publication() -> None:
    assert [
        day(text) for text in ("二零零五年三月十日 星期四", "二〇一九年十二月廿一日", "一九九八年十月三十一日")
    ] == [
        "2005-03-10",
        "2019-12-21",
        "1998-10-31",
    ]
    assert not any(map(dates_in, ("二零零五年三月四十日", "二零零五年二月三十日", "去年三月十日")))


def day(text: str) -> str | None:
    article = clean_dump("\n\n".join(("首頁 | 地方 | 生活", text, "老船閘關上最後一次", *CHINESE)), Rules())
    return article.published


def test_the_headline_below_its_code_alone_is_an_exports() -> None:
    fields = (
        "SE  METRO\nHD\n\nThe last boat of Averley\n\nBY  Ilse Tamm\nWC  207 words\nPD  3 April 2021\nLA  en\nLP\n\n"
    )
    found = clean_dump(fields + "\n\n".join(ENGLISH), Rules())
    assert (found.title, found.authors) == ("The last boat of Averley", ("Ilse Tamm",))
