"""Lines between the paragraphs that lead to other stories leave the text by their shape, in languages without any cue words."""

from __future__ import annotations

import pytest

from pipelines.types import Article
from tests.html_sample import PARAGRAPHS, STORY, TITLE, best_of, outcome_of, page


def article_of(body: str, title: str = TITLE) -> Article:
    """The article of a page whose text stands in one element below its headline."""
    html = page(f"<main><article><h1>{TITLE}</h1><div class='text'>{body}</div></article></main>").replace(TITLE, title)
    return best_of(outcome_of(html, url="https://kelmouthtide.org/ferry"))


STORIES = {
    "fo": (
        "Gamli vitin á Mykinesi er aftur farin at lýsa, sjálvt um eingin hevur biðið hann um tað síðani fyri jól.",
        "Maðurin, sum ansar honum, sigur, at hann um morgunin fann hurðina opna og lampuna heita, men eingi fótaspor í kavanum.",
        "Bygdarráðið hevur bílagt eitt nýtt lás úr Havn, og tað kom higar við bátinum mikudagin saman við trimum sekkjum av eplum.",
        "Um kvøldið lýsti vitin kortini, og tey gomlu í bygdini søgdu, at tað sá út, sum tá ið tey vóru børn.",
    ),
    "fy": (
        "De molen fan Sleat draait sûnt tiisdei de ferkearde kant op, en gjinien yn it doarp wit krekt hoe't dat kin.",
        "Mûnder Sytse Hoekstra hat de wjukken twa kear stilset, mar sadree't er thús oan de kofje siet, begûn it wer fan foaren ôf.",
        "It moal is der neffens de bakker net minder om wurden, allinne leit it brea no oan de oare kant fan 'e planke.",
        "De gemeente hat in yngenieur stjoerd, dy't trije oeren nei de loft seach en doe sei dat de wyn it miskien wit.",
    ),
    "ga": (
        "Dhún oifig an phoist i nGleann Fhinne Dé hAoine seo caite, agus d'oscail sí arís an lá dar gcionn i gcistin Mháire Bháin.",
        "Tá stampaí aici i mbosca brioscaí, agus scríobhann sí gach beart síos i gcóipleabhar a bhí ag a mac ar scoil.",
        "Deir an comhlacht nach bhfuil cead aici é a dhéanamh, ach tháinig an bainisteoir féin isteach chuici le litir an tseachtain seo.",
        "Fuair sé cupán tae agus fógra go raibh an t-airgead gann, agus d'íoc sé as an litir mar a dhéanfadh duine ar bith eile.",
    ),
    "pap": (
        "E reló di e misa di Rincon a para for di ora ku un yuana a drenta paden, i ningun hende no tin kurashi di saké.",
        "E sakristan a pone un kòpi di awa i un mango ketu bou di e trapi, pero te ainda e bestia ta preferá e sombra di e bèl.",
        "Komo konsekuensia e muchanan ta yega lat na skol, i nan maestra a disidí di kuminsá les ora e prome gai kanta.",
        "Djadumingu pastor a pidi e hendenan pa no bati man den misa, pasobra kada biaha e yuana ta kore un rònchi mas.",
    ),
}
"""Paragraphs in Faroese, Frisian, Irish and Papiamento."""

TITLES = {
    "fo": "Vitin á Mykinesi lýsir uttan at verða biðin",
    "fy": "Molen fan Sleat draait de ferkearde kant op",
    "ga": "Osclaíonn Máire Bhán oifig an phoist ina cistin",
    "pap": "Un yuana ta stòp e reló di misa na Rincon",
}

GONE = [
    ("fo", "<p>LES EISINI: Seyðurin, sum svam úr Nólsoy</p>"),
    ("fo", "<p>Meira um hetta: Kirkjan í Gásadali fær nýtt orgul</p>"),
    ("fo", "<p><strong>Hygg eisini at: Bussurin til Gjáar koyrir uttan bilførara</strong></p>"),
    ("fo", "<p><a href='/tidindi/4711'>Les víðari: Skiparar í Klaksvík vilja onga brúgv</a></p>"),
    ("fy", "<p>MEAR NIJS: 3 kij op it dak fan Makkum fûn</p>"),
    ("pap", "<p><a href='/notisia/88'>Sabaneta ta kumpra un trein sin rail</a></p>"),
    ("ga", "<p>Sa scéal céanna: <a href='#'>Feirmeoir as Dún Lúiche a mhúineann damhsa</a></p>"),
    ("ga", "<div class='x9'><p>Scéalta eile</p><ul><li><a href='/a/1'>Bád gan seol i gCill Rialaigh</a></li>"
           "<li><a href='/a/2'>Gabhar sa leabharlann arís</a></li></ul></div>"),
    ("pap", "<p><b>Lesa tambe: Piskadónan di Lagun ta traha nan mes brug</b></p>"),
    ("pap", "<p>WAK: un kabritu riba dak di Ulandes</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "line"), GONE)
def test_a_line_to_another_story_leaves_a_text_in_a_language_without_cues(language: str, line: str) -> None:
    paragraphs = STORIES[language]
    body = "".join(f"<p>{text}</p>" for text in paragraphs[:2]) + line + "".join(f"<p>{t}</p>" for t in paragraphs[2:])
    assert article_of(body, TITLES[language]).text.split("\n\n") == list(paragraphs)


MORE = "The villages have asked the county to look at the accounts of the harbour board, which nobody but the board has seen."
KEPT = [
    ("a fact", "<p>Price of a crossing: three pounds for islanders</p>"),
    ("a note of the author's that ends with a stop", "<p>Related: the skipper of the mail boat is the captain's younger brother.</p>"),
    ("an answer", "<p>Ines Holm: It was the second winter that did it.</p>"),
    ("a question of an interview", "<p><b>Tide: what will you do when she is sold?</b></p>"),
    ("a heading of the text below it", "<p><b>Money: what the villages pay for the ferry</b></p>"),
    ("a source", "<p>Source: accounts of the harbour board for the last nine years</p>"),
    ("a list of things", "<p>On board: mail, medicine, two sheep, a harmonium</p>"),
    ("a title of a work", "<p>Now showing: The Last Boat Home by Marian Thwaite</p>"),
    ("a document of the article's own", "<p><a href='/files/accounts.pdf'>The accounts of the harbour board in full</a></p>"),
    ("a page of somebody else's", "<p><a href='https://harbour.example/plan'>The plan for the pier that was drawn up</a></p>"),
    ("a heading that is a link", "<h3><a href='/pier'>How the pier was lost in nine years</a></h3>"),
    ("chapters of the page itself", "<div><p>Chapters</p><ul><li><a href='#pier'>How the pier was lost</a></li>"
                                    "<li><a href='#boat'>What the new boat costs</a></li></ul></div>"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "line"), KEPT, ids=[what for what, _ in KEPT])
def test_what_looks_like_it_and_is_the_articles_own_stays(what: str, line: str) -> None:
    article = article_of(
        "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:3]) + line + f"<p>{MORE}</p><p>{PARAGRAPHS[3]}</p>"
    )
    told = [block.text for block in article.blocks if not block.kept and block.reason == "related-stories"]
    assert told == [], what


def test_many_such_lines_are_the_authors_list() -> None:
    days = ("Monday: nobody on the pier but gulls", "Tuesday: somebody left a lantern burning", "Wednesday: rain and no crossing at all",
            "Thursday: mackerel sold from a pram")  # fmt: skip
    article = article_of(
        "".join(f"<p>{text}</p><p><b>{day}</b></p>" for text, day in zip(PARAGRAPHS, days, strict=True))
        + f"<p>{MORE}</p>"
    )
    assert all(day in article.text for day in days)


OPENED = [
    ("da", "Følg os hjem, siger de gamle i havnen, når båden er gået, og så går de ned ad bakken med hver sin pose."),
    (
        "be",
        "Падзяліцца ў нас хлебам было звычайна, і бабуля рэзала яго на столькі частак, колькі людзей стаяла на прыстані.",
    ),
    (
        "en",
        "Follow us, the villagers wrote on the back of the last ticket, and the captain kept it in her coat all winter.",
    ),
]


@pytest.mark.parametrize(("language", "paragraph"), OPENED)
def test_a_paragraph_that_opens_like_a_pitch_stays_among_the_others(language: str, paragraph: str) -> None:
    assert paragraph in article_of(f"{STORY}<p>{paragraph}</p><p>{MORE}</p>").text


FEET = ["Copyright 2011 Kelmouth Sports. Hosted free by our friends at Pedu.", "© 2024 Kelmouth Tide"]


@pytest.mark.parametrize("line", FEET)
def test_a_line_of_rights_below_the_text_leaves_it(line: str) -> None:
    assert line not in article_of(f"{STORY}<p>{line}</p>").text


def test_the_last_line_outside_the_texts_element_that_names_rights_leaves_it() -> None:
    line = "Op alle ferhalen fan De Tij rêst copyright, en keppelje mei altyd, sa as dat hjir de gewoante is."
    html = page(f"<div><h1>{TITLE}</h1><div class='a'>{STORY}</div></div><div><div><p>{line}</p></div></div>")
    assert line not in best_of(outcome_of(html)).text


def test_a_last_paragraph_that_tells_of_rights_stays() -> None:
    line = "The copyright in the timetable, the board wrote, had been the captain's from the first winter on."
    assert line in article_of(f"{STORY}<p>{line}</p>").text
