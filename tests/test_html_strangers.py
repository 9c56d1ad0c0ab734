"""Other stories told by where they stand, small boxes among the paragraphs, two comments that can be answered: whole pages."""

import pytest

from pipelines.html import clean_page

OWN = [
    "The ferry to Hallow Ness stopped running in October, when the slipway cracked from end to end after the second storm of the week.",
    "Since then the island's forty people have crossed in Idris Vane's fishing boat, which carries nine of them and a crate of bread.",
    "He charges nothing, keeps no timetable, and leaves when the last of those who waved to him from the hill has come down.",
    "The council says that a new slipway would cost more than the islanders pay in taxes in ninety years, and that it will ask again.",
]
OTHER = [
    "Bakers in Marrow Street have sold a loaf shaped like a hare every spring for two hundred years without anybody asking why.",
    "A student of folklore has now found the receipt of a carter who paid his rent in hares, and who could not be paid back in cash.",
    "The guild has decided to hang the receipt in the window, between the price list and the cat, and to go on as before.",
]
TITLE = "Forty islanders and one small boat"
STRANGER = "Why the bakers of Marrow Street bake hares"


def paragraphs(lines, tag="p"):
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def cleaned(body, title=TITLE):
    html = f"<html lang='en'><head><title>{title} - The Ness Mail</title></head><body>{body}</body></html>"
    return clean_page(html, "https://mail.example/2026/boat")


def talk(answer="Reply", names=("Pauline K.", "old_salt"), tag="div"):
    item = "<{tag} class='it'><b>{name}</b> <i>{day} March 2026, 19:4{day}</i><div class='tx'>{text}</div><button>{answer}</button></{tag}>"
    texts = (
        "My mother crossed with his father, and he would not take money either.",
        "Nine people in that boat is eight too many.",
    )
    return "".join(
        item.format(tag=tag, name=name, day=day, text=text, answer=answer)
        for day, (name, text) in enumerate(zip(names, texts, strict=True), 3)
    )


ARTICLE = f"<div class='story'><h1>{TITLE}</h1>{paragraphs(OWN)}</div>"

STRANGERS = {
    "below the comments, in boxes like the article's own": (
        f"{ARTICLE}<div class='talk'>{talk()}</div><div class='story next'><h2>{STRANGER}</h2>{paragraphs(OTHER)}</div>"
    ),
    "below the comments, in no box at all": f"{ARTICLE}<div class='talk'>{talk()}</div><h3>{STRANGER}</h3>{paragraphs(OTHER)}",
    "below a second headline, dated as the first": (
        f"<table><tr><td><h2>{TITLE}</h2><small>3.03.2026</small>{paragraphs(OWN)}<hr>"
        f"<h2>{STRANGER}</h2><small>22 November 2025</small>{paragraphs(OTHER)}</td></tr></table>"
    ),
    "announced in the middle of the text": (
        f"<article><h1>{TITLE}</h1>{paragraphs(OWN[:2])}<aside class='x1'><span>Read also</span><h3>{STRANGER}</h3>"
        f"{paragraphs(OTHER)}</aside>{paragraphs(OWN[2:])}</article>"
    ),
    "in a column that ends above the headline": (
        f"<div class='l'><h4>Most read</h4><h3>{STRANGER}</h3>{paragraphs(OTHER)}</div><div class='m'>{ARTICLE}</div>"
    ),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_leaves_the_text_and_the_article_stays(name):
    article = cleaned(STRANGERS[name])
    assert all(line in article.text for line in OWN)
    assert not any(line in article.text for line in (*OTHER, STRANGER))
    told = {block.text: block for block in article.blocks}
    assert {told[line].reason for line in OTHER} == {"trailing-story"}
    assert all(told[line].evidence for line in OTHER)


PARTS = {
    "numbered parts, each an element with a headline of the first rank": "".join(
        f"<article class='chapter'><h1>Part {number}. {name}</h1>{paragraphs(lines)}</article>"
        for number, name, lines in ((1, "The boat", OWN[:2]), (2, "The hill", OWN[2:]), (3, "The bread", OTHER))
    ),
    "a programme of two days": (
        f"<h1>{TITLE}</h1><div class='b'>{paragraphs(OWN)}<h2>Saturday</h2><p>3 May 2026</p>{paragraphs(OTHER[:1])}"
        f"<h2>Sunday</h2><p>4 May 2026</p>{paragraphs(OTHER[1:])}</div>"
    ),
    "a section below a box of links": (
        f"<h1>{TITLE}</h1><div class='b'>{paragraphs(OWN)}<ul><li><a href='/1'>Read also</a></li></ul><h2>How it began</h2>"
        f"{paragraphs(OTHER)}</div>"
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_one_article_stay(name):
    article = cleaned(PARTS[name])
    assert all(line in article.text for line in (*OWN, *OTHER))


BOXES = [
    (
        "<div class='q7'><p>Subscribe to our newsletter and the island comes to you every Friday.</p></div>",
        "newsletter",
    ),
    ("<div class='q7'><p>Read also:</p><h4>Slipway will cost nine million</h4></div>", "related-stories"),
    (
        "<div><p>This article is for subscribers only</p><p>Cancel whenever you like, by telephone.</p></div>",
        "paywall-notice",
    ),
]


@pytest.mark.parametrize(("box", "reason"), BOXES)
def test_a_small_box_goes_whole_for_what_one_line_of_it_says(box, reason):
    article = cleaned(f"<main><h1>{TITLE}</h1>{paragraphs(OWN[:2])}{box}{paragraphs(OWN[2:])}</main>")
    assert article.text == "\n\n".join(OWN)
    inside = [block for block in article.blocks if block.text not in (*OWN, TITLE)]
    assert reason in {block.reason for block in inside}


@pytest.mark.parametrize(
    "box",
    [
        "<div class='facts'><h4>The boat in figures</h4><p>Nine seats, built in 1961, one engine from a tractor.</p></div>",
        "<ul><li>Subscribe</li><li>Nine seats</li><li>One engine from a tractor</li></ul>",
    ],
)
def test_boxes_of_facts_and_lists_stay(box):
    article = cleaned(f"<main><h1>{TITLE}</h1>{paragraphs(OWN[:2])}{box}{paragraphs(OWN[2:])}</main>")
    assert "engine from a tractor" in article.text


@pytest.mark.parametrize("answer", ["Reply", "Antworten", "Répondre", "返信", "Like 3"])
def test_two_comments_that_can_be_answered_are_a_thread(answer):
    found = cleaned(f"{ARTICLE}<section>{talk(answer)}</section>").comments
    assert [comment.author for comment in found] == ["Pauline K.", "old_salt"]


def test_two_teasers_with_dates_are_none():
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>{STRANGER} {n}</a></h3><i>{n} March 2026, 19:00</i><p>{OTHER[n]}</p><a href='/{n}'>More</a></div>"
        for n in (1, 2)
    )
    assert not cleaned(f"{ARTICLE}<section>{cards}</section>").comments


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("The Ness Mail", f"<h2>{TITLE}</h2>", TITLE),
        ("Ness", f"<div class='news-title'>{TITLE}</div>", TITLE),
        ("The Ness Mail", f"<h1>The Ness Mail</h1><ul><li><a href='/n'>News</a></li></ul><h2>{TITLE}</h2>", TITLE),
        (f"{TITLE} - The Ness Mail", f"<h1>The Ness Mail</h1><h2>{TITLE}</h2>", TITLE),
        ("How to row", f"<h1><a href='/how-to-row'>How to row</a></h1><h2>{TITLE}</h2>", "How to row"),
        (f"Tales of the Ness: {TITLE}", f"<h1>Tales of the Ness</h1><h3>{TITLE}</h3>", TITLE),
        (f"{TITLE} | The Long Name of a Daily Paper", f"<p>The Long Name of a Daily Paper</p><h1>{TITLE}</h1>", TITLE),
    ],
)
def test_the_headline_of_a_page_that_is_called_after_its_site(head, body, title):
    html = f"<html><head><title>{head}</title></head><body><div>{body}<div>{paragraphs(OWN)}</div></div></body></html>"
    assert clean_page(html, "https://www.nessmail.example/articles/314").title == title


@pytest.mark.parametrize(
    "paragraph",
    [
        "島の渡し船は十月に止まった。二度目の嵐のあと、桟橋が端から端まで割れたからである。" * 2,
        "เรือข้ามฟากหยุดวิ่งตั้งแต่เดือนตุลาคมหลังจากพายุลูกที่สองทำให้ท่าเรือแตกร้าวตลอดแนวจนใช้การไม่ได้อีกต่อไป",
    ],
)
def test_a_paragraph_of_a_script_without_spaces_is_running_text(paragraph):
    from pipelines.html.blocks import read_page
    from pipelines.html.tree import parse

    page = read_page(parse(f"<body><p>{paragraph}</p></body>").root)
    assert page.running == (True,)


HONEST = {
    "two recipes, each with a year": "<h2>Two recipes</h2><p>A recipe of 1921, serves six</p>{own}<h2>The other</h2><p>A recipe of 1935, serves four</p>{more}",
    "a chapter that is called See also": "<h1>The harbour</h1>{own}<section><h2>See also</h2><h3>The slipway of Hallow Ness</h3>{more}</section>",
    "a section below two opinions": (
        "<h1>The harbour</h1>{own}<div class='comment'><b>Ann Lee</b> <i>3 May 2021</i><p>It will cost more than the council says.</p></div>"
        "<div class='comment'><b>Tom Hill</b> <i>4 May 2021</i><p>It will cost less than the boat does.</p></div>"
        "<h2>What the council does now</h2>{more}"
    ),
}
MORE = (
    "The council of Hallow Ness met on Monday about the slipway, the fishing boat of Idris Vane and what forty islanders pay in taxes.",
    "Idris Vane told the council that the boat carries nine islanders and a crate of bread, and that the slipway can wait for a storm.",
)


@pytest.mark.parametrize("name", HONEST)
def test_honest_sections_in_such_places_stay(name):
    article = cleaned(
        f"<article>{HONEST[name].format(own=paragraphs(OWN), more=paragraphs(MORE))}</article>", title="The harbour"
    )
    assert [line for line in MORE if line in article.text] == list(MORE)


def test_facts_with_a_word_of_furniture_stay():
    box = "<div><b>Share</b><p>Serves four people to share, forty minutes in the oven and ten on the window sill.</p></div>"
    article = cleaned(f"<main><h1>{TITLE}</h1>{paragraphs(OWN[:2])}{box}{paragraphs(OWN[2:])}</main>")
    assert "forty minutes in the oven" in article.text


def test_a_numbered_heading_is_a_part_where_the_one_before_it_stands_above():
    from pipelines.html.story_signs import NumberedParts
    from tests.html_sample import ledger_of

    ledger = ledger_of("<body>" + "".join(f"<h2>{number}. Boats of the bay</h2>" for number in range(1, 9)) + "</body>")
    parts = NumberedParts(ledger.page)
    assert [parts.holds(index) for index in range(3)] == [False, True, True]
