"""Where a dump's article ends: longer stories below it, lines of the page between its paragraphs, threads, bare texts."""

from __future__ import annotations

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Article, Block, Rules

TOP = ("Home", "News", "Sport", "Weather", "Harrow Bay gets a ferry that runs on batteries", "By Nadia al-Karim")
BODY = (
    "The council of Harrow Bay voted on Monday to replace the old ferry with a new one that runs on batteries.",
    "Fishermen had asked for a later date, because the harbour would be closed to them for most of the spring.",
    "“We have waited eleven years for this,” said Mayor Ines Holt after the vote, which ended seven to two.",
    "The first passengers should be able to cross before the end of next year, according to the plan.",
)
STORY = (
    "Snow closes the road to the mountain school",
    "By Peter Lund",
    "2 March 2024",
    "Snow began to fall around midnight, and by breakfast it lay a metre deep on the pass above Kessel.",
    "Pupils stayed at home while their teachers gave lessons over the telephone and by letter.",
    "Clearing the road will take three days at least, said the foreman of the ploughs, Anna Brandt.",
    "Forecasters expect more snow at the weekend and advise drivers to carry blankets and a shovel.",
    "The shop in the village sold its last loaf at noon; a baker from the valley came up on skis.",
    "Old people remember the winter of the long dark, when nobody left the valley for six weeks.",
    "The school bus stands under a roof of snow next to the chapel, where children dug it out twice.",
    "Brandt said that her crew would sleep in the chapel until the pass is open from both sides.",
)
END = ("Share this article", "Sign up for our newsletter", "© Bay Courier. All rights reserved.")


def clean(*lines: str) -> Article:
    return clean_dump("\n\n".join(lines), Rules(), None)


def block(article: Article, beginning: str) -> Block:
    return next(block for block in article.blocks if block.text.startswith(beginning))


def test_a_story_below_that_is_longer_than_the_article_is_cut() -> None:
    article = clean(*TOP, *BODY, "Share this article", *STORY, *END)
    assert article.text == "\n\n".join(BODY)
    assert block(article, "Pupils stayed").reason == "trailing-story"


@pytest.mark.parametrize(
    "between",
    [
        "Read more: Firefighters save a stork from the church tower",
        "Advertisement",
        "Sign up for our newsletter",
        "Share",
    ],
)
def test_a_line_of_the_page_between_paragraphs_does_not_end_the_article(between: str) -> None:
    article = clean(*TOP, *BODY[:2], between, *BODY[2:], *END)
    assert article.text == "\n\n".join(BODY)
    assert not block(article, between).kept


def test_a_text_saved_by_itself_loses_nothing() -> None:
    assert clean(*BODY).text == "\n\n".join(BODY)


def test_lines_without_a_full_stop_and_without_furniture_lose_nothing() -> None:
    poem = (
        "The tide comes in",
        "and the gulls go round",
        "the ferry hums",
        "over holy ground",
        "and nobody hears a sound",
    )
    assert clean(*poem).text.splitlines()[-1] == poem[-1]
    assert sum(block.kept for block in clean(*poem).blocks) >= len(poem) - 1


def test_paragraphs_that_lost_their_full_stops_are_still_text() -> None:
    bare = [paragraph.rstrip(".") for paragraph in BODY]
    assert clean(*TOP, *bare, *END).text == "\n\n".join(bare)


@pytest.mark.parametrize(
    ("heading", "times", "said", "reply"),
    [
        (
            "2 Comments",
            ("2 days ago", "an hour ago"),
            ("About time, the old one leaks like a basket.", "My father sailed on her for thirty years."),
            "Reply",
        ),
        (
            "2 коментарі",
            ("2 години тому", "годину тому"),
            ("Нарешті, старий пором протікає вже десять років.", "Мій батько ходив на ньому тридцять років."),
            "Відповісти",
        ),
        (
            "تعليقان",
            ("منذ 3 ساعات", "منذ يوم"),
            ("أخيرا سنعبر المضيق دون خوف من الغرق.", "عمل أبي على هذه العبارة ثلاثين عاما."),
            "رد",
        ),
    ],
)
def test_readers_comments_are_taken_apart_in_any_language(
    heading: str, times: tuple[str, str], said: tuple[str, str], reply: str
) -> None:
    thread = [line for name, time, text in zip(("Old Salt", "Ivan"), times, said, strict=True)
              for line in (name, time, text, reply)]  # fmt: skip
    article = clean(*BODY, heading, *thread)
    assert article.text == "\n\n".join(BODY)
    assert [(c.author, c.posted, c.text) for c in article.comments] == [
        ("Old Salt", times[0], said[0]),
        ("Ivan", times[1], said[1]),
    ]


def test_a_line_of_copyright_is_no_caption() -> None:
    article = clean(*TOP, *BODY, "Copyright 2019 Bay Courier", "Copyright 2019 Bay Courier. All rights reserved.")
    assert {b.reason for b in article.blocks if b.text.startswith("Copyright")} == {"copyright"}
    assert article.captions == ()


ENTRIES = [
    ("17.42", "Last boat in", "The last of the nineteen boats has come in, four hours behind the first, with a broken oar and a cake that nobody on board had baked."),
    ("15.10", "A swan interferes", "A swan has taken the second mark for its own and will not let the slower boats round it, so the committee has moved the mark."),
    ("13:55", "Wind from the north", "The wind has gone round to the north, which suits the boats from the upper harbour and nobody else, says the harbour master."),
    ("12:30", "Soup at the slip", "Soup is being given out at the slip to all who have been wet today, in the order in which they came out of the water."),
    ("11:05", "A false start", "Three boats have been called back to the line for starting before the gun, which went off late because it was wet."),
    ("9:40", "Good morning", "The river is low."),
]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
def test_a_live_report_keeps_its_last_entries(turned):
    entries = ENTRIES[::-1] if turned else ENTRIES
    lines = [line for entry in entries for line in entry]
    foot = ("Share", "Most read", "Mill opens on Sunday", "Bridge closed for a wedding", "© The Ness Mail")
    article = clean_dump(
        "\n".join(("News", "Sea", "The regatta as it happened", "By Ruth Idle", *lines, *foot)), Rules()
    )
    assert [text for _, _, text in entries if text not in article.text] == []
    assert "Mill opens" not in article.text


def test_hours_of_readers_are_no_entries_of_a_report():
    said = [
        line
        for name, hour, text in (
            ("Anna", "10:15", "I was there from the first gun to the last and have never been so wet in all my life."),
            ("Tom", "11:20", "So was I, on the other side of the river, where nobody gave out soup to anybody at all."),
            ("Ole", "12:01", "Nobody asked the swan, which was there before the club and will be there after it."),
        )
        for line in (name, hour, text)
    ]
    body = [text for _, _, text in ENTRIES[:5]]
    head = ("The regatta as it happened", "By Ruth Idle", "09:10", "09:40")
    article = clean_dump("\n".join((*head, *body, "3 comments", *said)), Rules())
    assert not [line for line in said if line in article.text]
    assert [text for text in body if text not in article.text] == []
