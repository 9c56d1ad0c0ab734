"""Lines among a dump's paragraphs that are not the article's: pitches, invitations to other stories, who wrote it."""

import pytest

from pipelines.dump import clean_dump
from pipelines.html import clean_page
from pipelines.mailings import mailing_in, mailings_among
from pipelines.types import Article, Rules

PITCHES = [
    "Unser Sonntagsbrief bringt Ihnen jede Woche die schönsten Geschichten ins Postfach.",
    "Få vårt lördagsbrev med veckans bästa läsning i din inkorg.",
    "Tilmeld dig vores ugebrev og få de bedste historier hver fredag.",
    "Meld je aan voor onze weekbrief en ontvang elke zaterdag de mooiste verhalen.",
    "Recevez chaque jeudi notre lettre avec cinq récits de la vallée.",
    "Apúntate a nuestra carta semanal y recibe las mejores crónicas.",
    "Inscreva-se na nossa carta e receba as histórias da serra no seu e-mail.",
    "Iscriviti alla nostra lettera: ogni lunedì le storie della costa.",
    "Abonează-te la scrisoarea noastră săptămânală.",
    "Zapisz się na cotygodniowy list z naszymi reportażami.",
    "Přihlaste se k odběru našeho dopisu a dostávejte jej každou sobotu.",
    "Iratkozzon fel hírlevelünkre, minden szombaton elküldjük a legjobb írásokat.",
    "Tilaa uutiskirjeemme, niin saat viikon jutut sähköpostiisi.",
    "Подпишитесь на рассылку, и каждую субботу мы пришлём лучшие тексты недели.",
    "Підпишіться на наш лист і отримуйте найкраще щосуботи.",
    "Абонирайте се за седмичното писмо на редакцията.",
    "Pretplatite se na naše tjedno pismo i primajte najbolje priče.",
    "Εγγραφείτε στο εβδομαδιαίο γράμμα μας.",
    "Haftalık mektubumuza abone olun.",
    "اشتركوا في رسالتنا الأسبوعية لتصلكم أفضل القصص.",
    "در نامه هفتگی ما عضو شوید.",
    "הירשמו למכתב השבועי שלנו וקבלו את הסיפורים הטובים ביותר.",
    "हमारे न्यूज़लेटर की सदस्यता लें और हर शनिवार कहानियाँ पाएँ।",
    "আমাদের নিউজলেটারে যোগ দিন, প্রতি শনিবার গল্প পাবেন।",
    "Đăng ký bản tin để nhận những bài viết hay nhất mỗi tuần.",
    "Berlangganan nawala kami dan dapatkan cerita terbaik setiap pekan.",
    "毎週土曜日、編集部のおすすめをメールでお届けします。",
    "매주 금요일 아침 뉴스레터를 이메일로 보내 드립니다.",
    "订阅电子报，每周六把好故事送到您的邮箱。",
    "Jiandikishe kupokea barua yetu kila wiki.",
    "Gazeteden her sabah haber almak için WhatsApp kanalımıza abone olun.",
]
HONEST = [
    "Every Sunday she walks to the post office and sends her brother a letter about the weather.",
    "“Subscribe to our newsletter,” said the note that hung on the baker's door for eleven years.",
    "The council answers every question by e-mail within two weeks.",
    "Jeden Morgen kommt der Brief aus der Hauptstadt mit dem ersten Zug.",
    "Le facteur apporte chaque samedi une lettre à la veuve du meunier.",
    "Каждую субботу почтальон приносит письма на хутор за рекой.",
    "Cada domingo leía la carta en voz alta a sus nietos.",
    "她每周给住在城里的儿子写一封信，从不间断。",
    "彼女は毎週、息子に手紙を書いている。",
    "Her hafta kardeşine uzun bir mektup yazıyordu.",
]


@pytest.mark.parametrize("line", PITCHES)
def test_a_line_that_asks_the_reader_is_a_pitch(line: str) -> None:
    assert mailing_in(line)


@pytest.mark.parametrize("line", HONEST)
def test_a_sentence_about_letters_is_none(line: str) -> None:
    assert mailing_in(line) is None


def test_a_text_about_newsletters_keeps_what_it_says_of_them() -> None:
    texts = ["Sign up for our newsletter with a second address.", "A newsletter knows when you have opened it."]
    assert mailings_among(texts) == {}
    assert list(mailings_among(texts[:1])) == [0]


TEXT = (
    "The lock at Marl Bridge has been opened by hand for two hundred years, and the keeper counts each turn of the wheel aloud.",
    "When the canal company wanted to fit a motor, the keeper asked who would then talk to the boats that waited below.",
    "The motor stands in the shed now, under a sheet, beside the punt that was meant to replace the ferry in 1911.",
    "Boats still pay in eggs, because the tariff that hangs beside the gate has not been changed since it was painted.",
)


def cleaned(*lines: str) -> Article:
    head = ("Menu", "News", "Sport", "The lock that nobody motorised", "By Ottoline Farr", "3 May 2024")
    return clean_dump("\n\n".join((*head, *lines, "Related stories", "© The Marl Echo. All rights reserved.")), Rules())


@pytest.mark.parametrize("line", PITCHES)
def test_a_pitch_among_the_paragraphs_of_a_dump_leaves_the_text(line: str) -> None:
    article = cleaned(*TEXT[:2], line, *TEXT[2:])
    assert article.text == "\n\n".join(TEXT)
    assert next(block.reason for block in article.blocks if block.text == line) == "newsletter"


@pytest.mark.parametrize("line", PITCHES[:8])
def test_a_pitch_among_the_paragraphs_of_a_page_leaves_the_text(line: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in (*TEXT[:2], line, *TEXT[2:]))
    page = f"<html><head><title>The lock</title></head><body><article><h1>The lock</h1>{body}</article></body></html>"
    assert line not in clean_page(page).text


@pytest.mark.parametrize(
    "line",
    ["Read also: A mill that grinds by night", "Bunu da okuyun: Gece öğüten değirmen", "함께 읽기: 밤에 도는 방앗간"],
)
def test_an_invitation_to_another_story_leaves_the_text(line: str) -> None:
    assert line not in cleaned(*TEXT[:2], line, *TEXT[2:]).text


@pytest.mark.parametrize(
    "line",
    [
        "Ottoline Farr has written about waterways for nine years and keeps a heron.",
        "Ottoline Farr (our correspondent for canals and bridges)",
        "Reporter Ottoline Farr walks the towpath every week.",
    ],
)
def test_who_wrote_it_is_no_part_of_the_text(line: str) -> None:
    article = cleaned(*TEXT, line)
    assert article.text == "\n\n".join(TEXT)
    assert next(block.reason for block in article.blocks if block.text == line) == "author-bio"


@pytest.mark.parametrize(
    ("paragraphs", "last"),
    [
        (TEXT, "Ann Tarrow still counts the turns of the wheel and says that she will count them as long as she can."),
        (
            ("When Ottoline Farr first came to the lock she was nine, and the keeper gave her an egg to hold for the boats.", *TEXT[1:]),
            "Ottoline Farr still has the shell of that egg, and keeps it in a box with the key of the shed.",
        ),
    ],
)  # fmt: skip
def test_a_last_paragraph_about_somebody_of_the_story_stays(paragraphs: tuple[str, ...], last: str) -> None:
    assert last in cleaned(*paragraphs, last).text


LONG = (
    "The ferry to Hallow Ness stopped running in October, when the slipway cracked from end to end after the second storm of the week.",
    "Since then the island's forty people have crossed in Idris Vane's fishing boat, which carries nine of them and a crate of bread.",
    "He charges nothing for the crossing, keeps no timetable, and leaves the island when the last of those who waved has come down.",
    "The islanders have begun to wave from further up, says Idris Vane, because the boat waits for everybody who has waved once.",
)
AMONG_PARAGRAPHS = [
    ("Zestona, oihartzunari so. Argazkia: Maddi Lasarte / Karramarro", "caption"),
    ("Um degrau em uso na Rua do Moinho. Foto: D.R.", "caption"),
    ("Le gardien et son téléphone à cadran. © S. Kerdraon / Le Trait", "caption"),
    ("Utskrift fra gudstjenesten. (Foto: Privat)", "caption"),
    ("[boat.jpg] The boat at the slipway", "caption"),
    ("![The boat](/img/boat.jpg)", "caption"),
    ("Oglas: popravljam vanbrodske motore, i nedjeljom", "advertisement"),
    ("آگهی: تور یک‌روزه کویر، با صبحانه", "advertisement"),
    ("ANNONS. Begagnad trösk bytes mot orgel.", "advertisement"),
    ("PR 能登の一夜干し、送料無料", "advertisement"),
    ("Ohodnoťte článok: 1 2 3 4 5  Hodnotenie: 1,3", "share-widget"),
]


@pytest.mark.parametrize(("line", "reason"), AMONG_PARAGRAPHS)
def test_a_line_among_the_paragraphs_that_says_what_it_is_leaves_the_text(line, reason):
    article = clean_dump("\n\n".join((*LONG[:2], line, *LONG[2:])), Rules())
    assert [paragraph for paragraph in LONG if paragraph not in article.text] == []
    assert {block.text: block.reason for block in article.blocks}[line] == reason


STAYS = (
    "PR agencies are to blame, said the harbour master, who has never met one in the whole of his life on the island.",
    "Annons i tidningen, säger fyrvaktaren, det är allt som behövs för att få hit en ny båt till sommaren igen.",
    "The two of them kept a photo of the boat: it hangs above the stove, where the smoke has made it brown since then.",
)


@pytest.mark.parametrize("line", STAYS)
def test_a_paragraph_that_begins_or_ends_alike_stays(line):
    assert line in clean_dump("\n\n".join((*LONG[:2], line, *LONG[2:])), Rules()).text


@pytest.mark.parametrize(
    "line",
    [
        "Advertising: the council wants fewer billboards by the river, and the shops agreed.",
        "Werbung: Der Rat will weniger Plakate am Fluss.",
        "Реклама: совет хочет убрать щиты от реки.",
        "PR is what the captain called it, with a wink",
        "AD 79 and the hill above the bay",
        "Winning numbers: 1 2 3 4 5",
    ],
)
def test_a_sentence_that_begins_with_a_word_for_adverts_is_one(line: str) -> None:
    article = clean_dump("\n\n".join((*LONG[:2], line, *LONG[2:])), Rules())
    assert {block.text: block.reason for block in article.blocks}[line] not in {"advertisement", "share-widget"}
