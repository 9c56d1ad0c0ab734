"""A second story inside a dump's text, told by its head; and who wrote a dump, by names that stand alone."""

import pytest

from pipelines.dump import clean_dump
from pipelines.metadata.full_names import is_full_name
from pipelines.types import Rules

OWN = (
    "The ferry to Hallow Ness stopped running in October, when the slipway cracked from end to end after the second storm of the week.",
    "Since then the island's forty people have crossed in Idris Vane's fishing boat, which carries nine of them and a crate of bread.",
    "He charges nothing for the crossing, keeps no timetable, and leaves the island when the last of those who waved has come down.",
    "The council says that a new slipway would cost more than the islanders pay in taxes in ninety years, and that it will ask again.",
    "Idris Vane has sold his nets, because a boat that carries people on six days of the week has no day left on which to fish.",
)
OTHER = (
    "Bakers in Marrow Street have sold a loaf shaped like a hare every spring for two hundred years without anybody asking why.",
    "A student of folklore has now found the receipt of a carter who paid his rent in hares, and could not be paid back in cash.",
    "The guild has decided to hang the receipt in the window, between the price list and the cat, and to go on baking as before.",
    "Customers ask for the ears first, said the master baker, who has burned more ears than he likes to admit to the guild.",
)
TITLE, STRANGER = "Forty islanders and one small boat", "Why the bakers of Marrow Street bake hares"


def cleaned(*lines):
    return clean_dump("\n\n".join(lines), Rules())


HEADS = [
    (STRANGER, "13 May 2024"),
    (STRANGER, "13 May 2024, 08:30 | Constance Adeyemi"),
    (STRANGER, "Constance Adeyemi", "13 May 2024"),
    (f"## {STRANGER}", "14.06.2022"),
]


@pytest.mark.parametrize("head", HEADS)
def test_a_story_below_a_second_headline_with_a_date_leaves_the_text(head):
    article = cleaned("The Ness Mail", TITLE, "9 February 2023", *OWN, *head, *OTHER)
    assert [line for line in OWN if line in article.text] == list(OWN)
    assert not [line for line in (STRANGER, *OTHER) if line in article.text]
    told = {block.text: block for block in article.blocks}
    assert {told[line].reason for line in OTHER} == {"trailing-story"}
    assert all("story" in told[line].evidence or STRANGER in told[line].evidence for line in OTHER)


SHORT = 2
"""Paragraphs of an agency's report."""
LABELLED = [
    (STRANGER, "A carter once paid his rent in hares.", "By Constance Adeyemi", "13 May 2022"),
    (STRANGER, "Von Constance Adeyemi | 13.05.2022"),
]


@pytest.mark.parametrize("head", LABELLED)
def test_a_short_report_ends_above_an_older_head_that_names_its_author(head):
    article = cleaned("The Ness Mail", TITLE, "By Ruth Idle", "9 February 2023", *OWN[:SHORT], *head, *OTHER)
    assert [line for line in OWN[:SHORT] if line in article.text] == list(OWN[:SHORT])
    assert not [line for line in (STRANGER, *OTHER) if line in article.text]


def test_a_later_day_of_a_short_programme_stays():
    article = cleaned(
        TITLE,
        "9 February 2023",
        *OWN[:SHORT],
        "Sunday on the slipway",
        "By Ruth Idle",
        "12 February 2023",
        *OWN[SHORT:],
    )
    assert [line for line in OWN if line in article.text] == list(OWN)


def test_a_diary_has_no_second_story():
    days = [part for at, line in enumerate(OTHER, 3) for part in ("What the harbour heard", f"{at} May 2024", line)]
    article = cleaned(TITLE, "9 February 2023", *OWN, *days)
    assert not [block.text for block in article.blocks if "second headline" in block.evidence]


def test_a_section_without_a_date_stays():
    article = cleaned(TITLE, "9 February 2023", *OWN[:3], "How the slipway was built", *OWN[3:])
    assert [line for line in OWN if line in article.text] == list(OWN)


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        (["9.2.2023 klo 7:20 – Pirkko Sjöholm"], [], ("Pirkko Sjöholm",)),
        (["Jule Harmsen"], [], ("Jule Harmsen",)),
        ([], ["Gitte Ravnkilde", "Gitte Ravnkilde is a reporter on the island and keeps bees."], ("Gitte Ravnkilde",)),
        (["Share Facebook X WhatsApp"], [], ()),
        (["The Ness Mail"], [], ()),
    ],
)
def test_a_name_that_stands_alone_is_the_author_where_pages_sign(above, below, names):
    assert cleaned("The Ness Mail", TITLE, *above, *OWN, *below).authors == names


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Maj-Lis Strandberg", True),
        ("თამარ ლომიძე", True),
        ("沈亦舟", True),
        ("מיכל רוזן", True),
        ("文章標籤 鐵道 海", False),
        ("এই পাতার আরও খবর", False),
        ("Del Facebook X WhatsApp", False),
        ("Staff Writer", False),
    ],
)
def test_what_a_full_name_looks_like(text, is_name):
    assert is_full_name(text) is is_name


def test_a_lead_images_caption_above_a_bare_credit_is_none_of_the_text():
    article = cleaned(TITLE, "9 February 2023", "Idris Vane at the slipway of Hallow Ness", "Photo: Mira Kolb", *OWN)
    assert article.text == "\n\n".join(OWN)
    assert [(caption.text, caption.credit) for caption in article.captions] == [
        ("Idris Vane at the slipway of Hallow Ness", "Mira Kolb")
    ]


def test_a_credit_further_down_makes_no_caption_of_the_line_above_it():
    article = cleaned(TITLE, "9 February 2023", *OWN[:3], "He waves back to them all.", "Photo: Mira Kolb", *OWN[3:])
    assert "He waves back to them all." not in [caption.text for caption in article.captions]


def test_who_is_described_below_the_text_is_its_author_and_the_description_none_of_it():
    bio = "Gitte Ravnkilde is a reporter on the island and keeps bees."
    article = cleaned(TITLE, "9 February 2023", *OWN, "Gitte Ravnkilde", bio)
    assert bio not in article.text
    assert article.authors == ("Gitte Ravnkilde",)


def test_people_with_a_heading_each_are_no_authors():
    people = ["Nell Ashby", "Nell Ashby sells bread from the window of her kitchen, to whoever knocks before seven in the morning.",
              "Tom Brae", "Tom Brae mends nets that nobody uses, and hangs them up in the harbour where visitors take pictures of them."]  # fmt: skip
    article = cleaned(TITLE, "9 February 2023", *OWN, *people)
    assert "author-bio" not in {block.reason for block in article.blocks}
    assert not article.authors


@pytest.mark.parametrize(
    "lines", [(TITLE, OWN[0]), (f"# {TITLE}", OWN[0]), (TITLE, *OWN[:2]), (TITLE, "9 February 2023", OWN[0])]
)
def test_a_short_dump_is_read_to_its_end(lines):
    assert cleaned(*lines).text
