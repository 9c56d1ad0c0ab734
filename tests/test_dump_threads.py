"""Readers' threads in a dump, told by how they are built in any language; what is built alike and is none stays."""

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Rules

TITLE, DAY = (
    "The tram that waits for the baker",
    "By Ruth Idle",
)
STORY = (
    "The first tram of the day leaves Mill Lane at ten past four, unless the baker has not come out of his door yet, in which case it waits.",
    "The driver, who has had the early shift for nineteen years, says that a city which cannot wait two minutes for its bread has other troubles.",
    "The company has written to him three times about it. He keeps the letters under the seat, where the flour from the baker's apron settles on them.",
    "Nobody on board has ever complained. The passengers of the four-ten know each other by the backs of their heads, and save each other the window.",
)
THREADS = [
    ("Flag | Permalink", ("mill_lane_74\n12 May 2024 6:02 AM", "Concerned876\n12 May 2024 6:40 AM", "mill_lane_74\nin reply to Concerned876, 12 May 2024 7:15 AM")),
    ("Svara · Gilla", ("Kajsa – 2 timmar sedan", "Nils-Erik – 3 timmar sedan", "~gäst – i går")),
    ("Vasta 4 · Tykkää 0", ("Pirkko\n12.5.2024 06:02", "Late\n12.5.2024 07:15", "Nimetön\n13.5.2024 10:40")),
    ("Odgovori", ("1. Mirko\nZagreb, 12.05.2024", "2. Ana K.\nSplit, 12.05.2024", "3. Pero\nza 2, 13.05.2024")),
    ("답글 · 추천 4 · 비추천 0", ("빵집손님 – 2024-05-12 06:02:11", "새벽반 – 2024-05-12 07:45:39", "ㅇㅇ – 2024-05-13 09:10:02")),
    ("ตอบกลับ", ("คนขับรถ\n12/05/2024 06:02", "ขนมปัง\n12/05/2024 07:15", "สมศรี\n13/05/2024 08:30")),
]  # fmt: skip
SAID = (
    "Finally a tram with manners.",
    "He once waited for my mother, too, and she was not even a baker.",
    "The four-twelve never waits for anybody!",
)


def dump(*below):
    return "\n\n".join(
        ("News | Sport | Weather", TITLE, "By Ruth Idle", "12 May 2024", *STORY, *below, "© The Mill Lane Messenger")
    )


@pytest.mark.parametrize(("buttons", "heads"), THREADS)
def test_what_stands_signed_above_the_same_buttons_again_and_again_is_a_thread(buttons, heads):
    units = [part for head, said in zip(heads, SAID, strict=True) for part in (head, said, buttons)]
    article = clean_dump(dump(*units), Rules())
    assert [comment.text for comment in article.comments] == list(SAID)
    names = [comment.author for comment in article.comments]
    assert names == [head.split("\n")[0].split(" – ")[0].lstrip("123. ") for head in heads]
    assert all(comment.posted for comment in article.comments)
    assert [paragraph for paragraph in STORY if paragraph not in article.text] == []
    assert not [line for line in (*SAID, buttons) if line in article.text]


INLINE = [
    ("Nelson R. (há 3 horas)", "Bia (ontem)", "Tuga d'Soncent (há 5 horas)"),
    ("小花媽 (1小時前)", "阿勇 (3小時前)", "Mei-Hui L. (昨天)"),
    ("Kari (12.5.2024)", "Ola N. (12.5.2024)", "Per (13.5.2024)"),
    ("Ada (08:11)", "Musa (11:18)", "Chi (12:01)"),
]


@pytest.mark.parametrize("heads", INLINE)
def test_lines_with_a_name_and_a_time_in_brackets_before_what_is_said_are_comments(heads):
    article = clean_dump(dump(*(f"{head}: {said}" for head, said in zip(heads, SAID, strict=True))), Rules())
    assert [(c.author, c.posted, c.text) for c in article.comments] == [
        (*head.rstrip(")").rsplit(" (", 1), said) for head, said in zip(heads, SAID, strict=True)
    ]
    assert not [said for said in SAID if said in article.text]


HONEST = [
    # whom the paper asked in the street, with their ages
    ("Anna (34 Jahre): Ich nehme die Bahn um vier Uhr zehn, seit ich denken kann.", "Bernd (61 Jahre): Der Bäcker soll früher aufstehen, sage ich.",
     "Celik (19 Jahre): Ich schlafe da noch."),
    # an interview whose speakers are described
    ("Hanna Voss (driver, 58): I wait for whoever runs.", "Karl Imhof (baker, 61): I do not run, I have flour on my shoes."),
    # a live report with hours and the same button, without names
    ("04:10", "The tram stands at Mill Lane with its doors open and its lights on.", "04:11", "The baker's light goes out, and then his door opens.",
     "04:12", "The tram leaves two minutes late, as it has on every morning this year."),
]  # fmt: skip


@pytest.mark.parametrize("lines", HONEST)
def test_what_is_built_alike_and_is_no_thread_is_no_comment(lines):
    article = clean_dump("\n\n".join((TITLE, "By Ruth Idle", "12 May 2024", *STORY[:2], *lines, *STORY[2:])), Rules())
    assert article.comments == ()
    assert [line for line in lines if len(line) > len("04:10") and line not in article.text] == []


def test_teasers_with_the_same_button_and_a_day_are_no_thread():
    teasers = (
        "11 May 2024", "Bridge over the Lode closed for a second winter", "The council found rust where the plans show steel.", "Open",
        "9 May 2024", "School for bell ringers has more bells than pupils", "Two of the eleven bells have never been rung.", "Open",
        "8 May 2024", "Ferry sold to a man who wants to live in it", "He has asked for the anchor to be thrown in.", "Open",
    )  # fmt: skip
    article = clean_dump(dump(*teasers), Rules())
    assert article.comments == ()


GOODS = """Six lamps for a dark hall

We carried six lamps through the same dark hall, and asked the people who live beside it which of them they would keep for a winter.

{items}

The hall is dark again, and the lamps are back in their boxes, but for the one that the neighbours would not give back to us.
"""
SHELVES = {
    "prices": "Best for reading\n$14.30\nA low lamp with a green shade that throws its light on the page and leaves the room alone.\nBuy it here\n\n",
    "places": "Corner lamp\nFloor 2 left\nmap\nA tall one that two people carried up the stairs, and that lights the coats as well as the door.\nBook a visit\n\n",
    "makers": "Long evening by Hanna Reyl and Sons (May 6th)\nA string of small lights that the children hung along the rail before anybody could measure it.\nLearn more\n\n",
}


@pytest.mark.parametrize("shelf", SHELVES)
def test_goods_with_the_same_button_below_are_no_readers(shelf):
    items = "".join(SHELVES[shelf].replace("A ", f"{word} ", 1) for word in ("A", "Our", "One", "Some"))
    article = clean_dump(GOODS.format(items=items), Rules())
    assert not article.comments
    assert [block.text for block in article.blocks if block.reason in {"comment", "comment-widget"}] == []
