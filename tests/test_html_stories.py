"""Other stories on the page of an article, told by structure alone."""

import pytest

from pipelines.html.stories import other_stories
from tests.html_sample import PARAGRAPHS, STORY, TITLE, page, read

OTHER = (
    "<p>The bakery on Mill Street has sold its last loaf, after ninety-two years in the hands of one family and of three "
    "generations who rose at two each morning.</p>"
    "<p>A bank will move into the shop in spring, and the ovens go to a museum in the next town but one.</p>"
)
H1, SECOND = f"<h1>{TITLE}</h1>", "<h1>Last loaf on Mill Street</h1>"

STRANGERS = [
    ("a copy of the article's frame", f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
    ("outside the article element", f"<article>{H1}{STORY}</article><div>{SECOND}{OTHER}</div>"),
    ("a second article element", f"<article class='post'>{H1}{STORY}</article><article class='post'><h2>Last loaf</h2>{OTHER}</article>"),
    ("below the article, without a frame", f"<div><article>{H1}{STORY}</article>{SECOND}{OTHER}</div>"),
    ("two of them, the second without a first-level heading",
     f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div><div class='body'><h2>Third</h2>{OTHER}</div>"),
    ("a copy of the article's frame with a headline of a lower rank, signed",
     f"<div class='s'>{H1}{STORY}</div><div class='s'><h2>Last loaf</h2><p>3 March 2024</p>{OTHER}</div>"),
    ("in the same frame, signed", f"<article>{H1}{STORY}{SECOND}<p class='byline'>Mira Kold</p>{OTHER}</article>"),
    ("in the same frame, its headline and date in a header",
     f"<article>{H1}{STORY}<header>{SECOND}<p>3 March 2024</p></header>{OTHER}</article>"),
    ("a headline that is not the title, where the title is in the head alone",
     f"<div class='body'>{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in STRANGERS], ids=[case[0] for case in STRANGERS])
def test_second_story_is_found_and_the_article_left_whole(body):
    found = read(page(body))
    foreign = {i for story in other_stories(found, TITLE) for i in range(story.first, story.last)}

    left = [block.text for i, block in enumerate(found.blocks) if i not in foreign and block.role == "paragraph"]
    assert left == list(PARAGRAPHS)


OWN = [
    ("sections of the first rank, one of which begins like a byline",
     f"<article>{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Names</h1><p>By Mira Kold</p>{OTHER}</article>"),
    ("sections that begin with a first-level heading", f"{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Background</h1>{OTHER}"),
    ("sections in frames of their own", f"<article>{H1}<div>{STORY}</div><div><h2>Background</h2>{OTHER}</div></article>"),
    ("questions and answers below", f"<article>{H1}{STORY}<section><h2>Questions</h2><h3>Why?</h3>{OTHER}</section></article>"),
    ("entries of a live blog", f"{H1}<div class='e'><h2>10:15</h2>{STORY}</div><div class='e'><h2>10:40</h2>{OTHER}</div>"),
    ("a teaser, which has no running text", f"<article>{H1}{STORY}</article><div><h1>Most read</h1><p>Last loaf</p></div>"),
    ("the headline again, above a box", f"<article>{H1}{STORY}</article><div>{H1}{OTHER}</div>"),
    ("a page with one paragraph", f"<article>{H1}<p>Short.</p></article><div>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in OWN], ids=[case[0] for case in OWN])
def test_what_belongs_to_the_article_is_no_other_story(body):
    assert other_stories(read(page(body)), TITLE) == ()
