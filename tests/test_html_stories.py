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

MORE = (
    "The ship was built for the harbour in 1987, and Captain Holm says that its engines have carried the three villages longer than the board "
    "likes to tell.",
    "The board had asked the county for a smaller boat twice, in spring and in October, and for the repair of the old pier.",
)
LOAVES = (
    "<p>The bakery's ovens were built by a family of masons from the next town, and generations of children smelled the loaf at two in the "
    "morning.</p><p>The museum will show the ovens, a bank teller said, and bake one loaf each spring on Mill Street.</p>"
)
SAME = (
    "<p>In the three villages people say that the harbour board counts the ship and the pier, but not the doctor, the school and the winter "
    "on the islands.</p><p>The county, they say, could send the smaller boat in October, when the ferry stops, and repair the old pier in "
    "spring.</p><p>Captain Holm would steer the boat, and the board would have its engines back.</p>"
)

STRANGERS = [
    ("a copy of the article's frame", f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
    ("outside the article element", f"<article>{H1}{STORY}</article><div>{SECOND}{OTHER}</div>"),
    ("a second article element", f"<article class='post'>{H1}{STORY}</article><article class='post'><h2>Last loaf</h2>{OTHER}</article>"),
    ("in other words, unsigned, in a box that nobody named",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='x'><h2>Last loaf on Mill Street</h2>{OTHER}</div>"),
    ("two days that do not rise",
     f"{H1}<div class='text'>{STORY}</div><div class='x'><h2>Last loaf</h2><p>4 March 2024, 10:15</p>{OTHER}</div>"
     f"<div class='x'><h2>Ovens</h2><p>3 March 2024, 9:30</p>{LOAVES}</div>"),
    ("below the article, without a frame", f"<div><article>{H1}{STORY}</article>{SECOND}{OTHER}</div>"),
    ("two of them, the second without a first-level heading",
     f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div><div class='body'><h2>Third</h2>{OTHER}</div>"),
    ("a copy of the article's frame with a headline of a lower rank, signed",
     f"<div class='s'>{H1}{STORY}</div><div class='s'><h2>Last loaf</h2><p>3 March 2024</p>{OTHER}</div>"),
    ("in the same frame, signed", f"<article>{H1}{STORY}{SECOND}<p class='byline'>Mira Kold</p>{OTHER}</article>"),
    ("in the same frame, its headline and date in a header",
     f"<article>{H1}{STORY}<header>{SECOND}<p>3 March 2024</p></header>{OTHER}</article>"),
    ("outside the paragraphs' element, its date in the template's element",
     f"<div>{H1}<label class='stamp'>4 March 2024</label><div class='text'>{STORY}</div></div><div class='n1'><h2>Last loaf</h2>"
     f"<div class='stamp'>3 March 2024</div>{OTHER}</div>"),
    ("outside the paragraphs' element, dated to the minute",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='n1'><h2>Last loaf</h2><span>3 March 2024 | 17:30</span>{OTHER}</div>"),
    ("outside the paragraphs' element, announced above its headline",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='n1'><h5>Related stories</h5><h2>Last loaf</h2>{OTHER}</div>"),
    ("its headline no heading, but printed as the article's own",
     f"<div><h1 class='hd'>{TITLE}</h1><label class='stamp'>4 March 2024</label><div class='text'>{STORY}</div></div>"
     f"<div class='n1'><div class='hd'>Last loaf</div><div class='stamp'>3 March 2024</div>{OTHER}</div>"),
    ("in frames without a name, one below the other", f"{H1}<main><div>{STORY}</div><div>{SECOND}{OTHER}</div></main>"),
    ("of the first rank below sections of lower ranks, in other words",
     f"<div>{H1}{STORY}<h2>Ship</h2><p>{MORE[0]}</p><h3>Board</h3><p>{MORE[1]}</p>{SECOND}{OTHER}<h2>Ovens</h2>{LOAVES}</div>"),
    ("a headline that is not the title, where the title is in the head alone",
     f"<div class='body'>{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in STRANGERS], ids=[case[0] for case in STRANGERS])
def test_second_story_is_found_and_the_article_left_whole(body):
    found = read(page(body))
    foreign = {i for story in other_stories(found, TITLE) for i in range(story.first, story.last)}

    left = [block.text for i, block in enumerate(found.blocks) if i not in foreign and block.role == "paragraph"]
    assert left == [*PARAGRAPHS, *(text for text in MORE if text in body)]


OWN = [
    ("sections of the first rank, one of which begins like a byline",
     f"<article>{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Names</h1><p>By Mira Kold</p>{OTHER}</article>"),
    ("a heading of the first rank below sections of lower ranks, in the article's words",
     f"<div>{H1}{STORY}<h2>Ship</h2><p>{MORE[0]}</p><h3>Board</h3><p>{MORE[1]}</p><h1>What the villages say</h1>{SAME}</div>"),
    ("sections that begin with a first-level heading", f"{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Background</h1>{OTHER}"),
    ("sections in frames of their own", f"<article>{H1}<div>{STORY}</div><div><h2>Background</h2>{OTHER}</div></article>"),
    ("sections of a page builder, dated, in boxes like the first one's",
     f"{H1}<div class='row'>{STORY}</div><div class='row'><h2>The first day</h2><p>3 March 2024, 10:15</p>{OTHER}</div>"),
    ("a section outside the paragraphs' element whose first line is no date",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='more'><h2>Background</h2>{OTHER}</div>"),
    ("questions and answers below", f"<article>{H1}{STORY}<section><h2>Questions</h2><h3>Why?</h3>{OTHER}</section></article>"),
    ("entries of a live blog", f"{H1}<div class='e'><h2>10:15</h2>{STORY}</div><div class='e'><h2>10:40</h2>{OTHER}</div>"),
    ("two days of a programme, each later than the one above it",
     f"{H1}<div class='text'>{STORY}</div><div class='day'><h2>The first day</h2><p>3 March 2024, 10:15</p>{OTHER}</div>"
     f"<div class='day'><h2>The second day</h2><p>4 March 2024, 9:30</p>{OTHER}</div>"),
    ("parts that several people signed, under a headline that nobody did",
     f"<article>{H1}{STORY}<h1>The loft</h1><p>By Mira Kold</p>{OTHER}<h1>The quay</h1><p>By Ines Holm</p>{OTHER}</article>"),
    ("a box in the article's own words below its element",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='more'><h2>What the three villages say now</h2>{SAME}</div>"),
    ("a teaser, which has no running text", f"<article>{H1}{STORY}</article><div><h1>Most read</h1><p>Last loaf</p></div>"),
    ("the headline again, above a box", f"<article>{H1}{STORY}</article><div>{H1}{OTHER}</div>"),
    ("a page with one paragraph", f"<article>{H1}<p>Short.</p></article><div>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in OWN], ids=[case[0] for case in OWN])
def test_what_belongs_to_the_article_is_no_other_story(body):
    assert other_stories(read(page(body)), TITLE) == ()
