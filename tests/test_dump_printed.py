"""Print views of a browser: heads and feet of pages come out of the text, and the paragraphs that they cut are made whole."""

from textwrap import fill

import pytest

from pipelines.dump import clean_dump
from pipelines.dump.lines import lines_of
from pipelines.dump.printed import edges_in
from pipelines.types import Rules

PARAGRAPHS = (
    "The lock keeper of Barrow Weir has written down the height of the river every morning since the spring of "
    "nineteen seventy-one, and has never once missed a day, not even when his house stood in it up to the sills.",
    "His books fill two shelves in the office. A hydrologist from the city came for them with a scanner last "
    "month, and stayed for three weeks, because the margins held the prices of eels and the names of dogs.",
    "The keeper says that the river has become quicker. In the old books a flood took four days to come down from "
    "the hills, and in the newest it takes less than two, which leaves no time to carry the hens upstairs.",
    "The council has asked whether he would teach somebody. He has said that there is nothing to teach, only to "
    "get up, and that whoever wants the post should come for a month of Februaries and bring boots of his own "
    "and a lamp, because the lane has none. So far two have come, and one of them has stayed past the Friday.",
)
FEET = [
    ("https://weir.example/news/keeper-of-barrow {n}/{m}", "14/02/2024, 09:12    The keeper of Barrow Weir"),
    ("file:///home/ana/barrow.html    {n} / {m}", "The keeper of Barrow Weir - The Weir Mail"),
    ("Page {n} of {m}", "The Weir Mail: The keeper of Barrow Weir"),
    ("Seite {n} von {m}", "Wehrbote | Der Wärter von Barrow"),
    ("{n}/{m}", "堰の番人 - 堰新聞"),
]


WIDTH = 88
CUT_AT = 2
"""Rows of the last paragraph that stand above the edge."""


def printed(foot, head):
    wrapped = [fill(paragraph, WIDTH) for paragraph in PARAGRAPHS]
    rows = wrapped[-1].split("\n")
    pages = (wrapped[:1], [*wrapped[1:-1], "\n".join(rows[:CUT_AT])], ["\n".join(rows[CUT_AT:])])
    parts = []
    for number, paragraphs in enumerate(pages, start=1):
        top = ("The keeper of Barrow Weir", "3 March 2024") if number == 1 else ()
        parts += [head, *top, *paragraphs, foot.format(n=number, m=len(pages))]
    return "\n\n".join(parts), len(pages)


@pytest.mark.parametrize(("foot", "head"), FEET)
def test_the_edges_of_printed_pages_leave_the_text_and_cut_paragraphs_are_whole(foot, head):
    dump, pages = printed(foot, head)
    article = clean_dump(dump, Rules())
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in article.text.split("\n\n")] == []
    assert head not in article.text
    assert foot.format(n=2, m=pages) not in article.text
    edges = [block for block in article.blocks if block.text in (head, foot.format(n=1, m=pages))]
    assert {(block.kept, block.reason) for block in edges} == {(False, "navigation")}
    assert sum(block.text == head for block in article.blocks) == pages


HONEST = [
    (
        "Part 1/3",
        "The first of three letters came on a Monday.",
        "Part 2/3",
        "The second was shorter.",
        "Part 3/3",
        "The last was empty.",
    ),
    ("Score 1/5", "The soup was cold.", "Score 3/5", "The fish had been warm.", "Score 2/5", "The bill was right."),
    ("https://weir.example/a 1/3", "Only one page has been saved of this."),
    ("He ate 1/2", "and then he ate the rest 2/2", "which is all there is to say of it."),
]


@pytest.mark.parametrize("rows", HONEST)
def test_numbered_rows_that_are_no_feet_stay(rows):
    assert edges_in(rows) == frozenset()


def test_a_heading_at_the_foot_of_a_page_is_not_joined_to_the_paragraph_below():
    head, foot = "The Weir Mail", "https://weir.example/a {}/2"
    dump = "\n".join(
        (
            head,
            fill(PARAGRAPHS[0], WIDTH),
            "What the Books Hold",
            foot.format(1),
            head,
            fill(PARAGRAPHS[1], WIDTH),
            foot.format(2),
        )
    )
    assert "What the Books Hold" in [line.text for line in lines_of(dump)]


def test_marks_of_direction_and_soft_hyphens_are_no_part_of_a_line():
    shown = [line.text for line in lines_of("\u202bשומר הסכר\u202c\n\u200fنص الخبر\nlibra\u00adrian\n")]
    assert shown == ["שומר הסכר", "نص الخبر", "librarian"]
