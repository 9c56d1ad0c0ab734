"""Readers' comments: threads in any system's markup and any language, and what only looks like one."""

import pytest

from pipelines.html.comments import comments_of, set_comments_apart
from pipelines.html.ledger import Ledger
from tests.html_sample import STORY, TITLE, best_of, outcome_of, page, read

SAID = [
    ("Mira K.", "3 March 2024 at 9:10", "The county should have bought the smaller boat ten years ago, as we asked."),
    ("old_sailor", "3 March 2024 at 9:44", "Two engines out of four, and nobody put them back? That says it all."),
    ("Tom", "4 March 2024 at 18:02", "My mother lives there. How is she to see a doctor in winter now?"),
]


def wordpress(name, time, text):
    return (
        f"<li class='comment depth-1' id='comment-{len(text)}'><article><footer><b class='fn'>{name}</b> <span class='says'>says:</span>"
        f"<div><time>{time}</time></div></footer><div><p>{text}</p></div><div class='reply'><a href='#'>Reply</a></div></article></li>"
    )


def unknown_system(reply):
    def item(name, time, text):
        return (
            f"<div class='qx7'><div class='qx8'>{name}</div><div class='qx9'>{time}</div><div class='qx1'><p>{text}</p></div>"
            f"<div><button>{reply}</button><button>+1</button></div></div>"
        )

    return item


def microdata(name, time, text):
    return (
        f"<div itemscope itemtype='https://schema.org/Comment'><span itemprop='author'>{name}</span> "
        f"<time datetime='2024-03-03'>{time}</time><div itemprop='text'>{text}</div></div>"
    )


def one_line_head(name, time, text):
    return f"<li class='comment'><div><cite class='user'>{name}</cite><span class='datetime'>{time}</span></div><p>{text}</p></li>"


def threaded(draw):
    """The second comment stands inside the first, as a reply."""
    first, second, third = (draw(*said) for said in SAID)
    return first.replace("</li>", f"<ul>{second}</ul></li>", 1) + third


def nameless(name, time, text):
    """No class name helps, and name and time stand in one line."""
    return f"<li class='a1'><div><b class='a2'>{name}</b><span class='a3'>{time}</span></div><p>{text}</p><div>Odpowiedz</div></li>"


def alone_in_its_class(name, time, text):
    return f"<div class='b1'><p class='b2'>{name}</p><p class='b3'>{time}</p><p class='b4'>{text}</p></div>"


def marked_name(name, time, text):
    """Only the name is marked, and the time stands behind it."""
    return f"<div class='comment'><span class='author'>{name}</span> {time}<p>{text}</p><a>Reply</a></div>"


def bare_time(name, time, text):
    return f"<div class='comment'><span class='author'>{name}</span> <time>{time}</time><p>{text}</p><a>Reply</a></div>"


SYSTEMS = [
    ("WordPress", "".join(wordpress(*said) for said in SAID)),
    ("a marked name with the time behind it", "".join(marked_name(*said) for said in SAID)),
    ("a time without attributes", "".join(bare_time(*said) for said in SAID)),
    ("WordPress, replies inside", threaded(wordpress)),
    ("a head in one line", "".join(one_line_head(*said) for said in SAID)),
    ("microdata", "".join(microdata(*said) for said in SAID)),
    ("a system nobody listed, in English", "".join(unknown_system("Reply")(*said) for said in SAID)),
    ("a system nobody listed, in Arabic", "".join(unknown_system("رد")(*said) for said in SAID)),
    ("names and times in one line, nothing named", "".join(nameless(*said) for said in SAID)),
    (
        "no buttons, but a heading that counts comments, in Japanese",
        "<h3>コメント (3)</h3>" + "".join(alone_in_its_class(*said) for said in SAID),
    ),
    (
        "no buttons, but a form for comments below, in Turkish",
        "".join(alone_in_its_class(*said) for said in SAID) + "<p>Yorum yap</p>",
    ),
    ("a system nobody listed, in a made-up language", "".join(unknown_system("Vastaza")(*said) for said in SAID)),
]


def apart(thread):
    ledger = Ledger(page=read(page(f"<article><h1>{TITLE}</h1>{STORY}</article><div>{thread}</div>")), title=TITLE)
    set_comments_apart(ledger)
    return ledger


@pytest.mark.parametrize("thread", [case[1] for case in SYSTEMS], ids=[case[0] for case in SYSTEMS])
def test_comments_are_set_apart_with_name_and_text(thread):
    comments = comments_of(apart(thread))

    assert [(comment.author, comment.text) for comment in comments] == [(name, text) for name, _, text in SAID]


@pytest.mark.parametrize("thread", [case[1] for case in SYSTEMS], ids=[case[0] for case in SYSTEMS])
def test_every_comment_has_its_time(thread):
    assert all(comment.posted for comment in comments_of(apart(thread)))


def test_actions_and_names_in_a_thread_are_its_widget():
    ledger = apart(SYSTEMS[0][1])

    widget = {block.text for i, block in ledger if ledger.reasons[i] == "comment-widget"}
    assert widget == {"Mira K. says:", "old_sailor says:", "Tom says:", "Reply", *(time for _, time, _ in SAID)}


def teaser(name, time, text):
    return f"<div class='card'><div>{name}</div><div>{time}</div><h3><a href='/x'>{text}</a></h3><a href='/x'>Read more</a></div>"


def recipe_step(name, time, text):
    return f"<div class='step'><h3>Step {len(text)}</h3><p>{text * 3}</p></div>"


def offer(name, time, text):
    return f"<div class='o'><div>Boat {len(name)}</div><div>{len(text)} 500 l</div><div>EUR 19.99</div><button>Basket</button></div>"


def measure(name, time, text):
    return f"<div class='o'><div>{name}</div><div>Weight 46.3 kg</div><div>Load {len(text)} kg</div><div>Compare</div></div>"


NO_THREADS = [
    ("offers below a line about comments", "<h3>3 comments</h3>" + "".join(offer(*said) for said in SAID)),
    ("measures of boats", "".join(measure(*said) for said in SAID)),
    (
        "an address below a line about comments",
        "<p>No comments</p><div class='f'><div>Kelmouth Tide</div><div>3 Quay Road</div><div>All the news of the harbour.</div></div>",
    ),
    ("teasers with author, date and a button", "".join(teaser(*said) for said in SAID)),
    ("like parts of an article", "".join(recipe_step(*said) for said in SAID)),
    (
        "two quotes with names",
        "".join(f"<div class='q'><p>{text}</p><p>{name}</p></div>" for name, _, text in SAID[:2]),
    ),
]


@pytest.mark.parametrize("markup", [case[1] for case in NO_THREADS], ids=[case[0] for case in NO_THREADS])
def test_what_only_looks_like_a_thread_is_none(markup):
    assert comments_of(apart(markup)) == ()


def test_posts_of_a_forum_are_what_the_page_is_for():
    thread = "".join(wordpress(*said) for said in SAID)
    ledger = Ledger(page=read(page(f"<h1>{TITLE}</h1><ol>{thread}</ol>")), title=TITLE)
    set_comments_apart(ledger)

    assert comments_of(ledger) == ()


def test_one_comment_is_found_below_its_heading():
    thread = "<h3>1 comment</h3>" + alone_in_its_class(*SAID[0])

    assert [(c.author, c.posted) for c in comments_of(apart(thread))] == [SAID[0][:2]]


def test_months_before_a_day_are_no_names():
    dated = [
        ("", "March 3, 2024 at 9:10", SAID[0][2]),
        ("", "March 4, 2024 at 8:00", SAID[1][2]),
        ("", "March 5, 2024 at 8:00", SAID[2][2]),
    ]
    thread = "<h3>3 comments</h3>" + "".join(
        f"<li class='c'><p>{time}</p><p>{text}</p></li>" for _, time, text in dated
    )

    assert all(comment.author is None for comment in comments_of(apart(thread)))


@pytest.mark.parametrize(
    "head",
    [
        "<strong>{name}</strong> <em>3 days ago</em>",
        "<b>{name}</b> <em>hace 3 días</em>",
        "<b>{name}</b> <i>2 saat önce</i>",
    ],
)
def test_a_name_and_how_long_ago_in_one_line_are_told_apart(head):
    items = "".join(f"<div>{head.format(name=name)}<p>{text}</p><a>Reply</a></div>" for name, _, text in SAID[1:])
    ledger = Ledger(page=read(page(f"<h1>{TITLE}</h1>{STORY}<div><h4>Comments (2)</h4>{items}</div>")), title=TITLE)
    set_comments_apart(ledger)

    assert [comment.text for comment in comments_of(ledger)] == [text for _, _, text in SAID[1:]]
    assert [comment.author for comment in comments_of(ledger)] == ["old_sailor", "Tom"]


def test_one_comment_is_found_below_the_rules_for_comments():
    item = (
        "<div><b>Tom</b> 4/03/2024 18:02<p>My mother lives there. How is she to see a doctor in winter now?</p></div>"
    )
    rules = "<h3>Comments (1)</h3><p>Whoever writes here agrees to the rules of the house.</p>"
    ledger = Ledger(page=read(page(f"<h1>{TITLE}</h1>{STORY}<div>{rules}{item}</div>")), title=TITLE)
    set_comments_apart(ledger)

    assert [(comment.author, comment.posted) for comment in comments_of(ledger)] == [("Tom", "4/03/2024 18:02")]


@pytest.mark.parametrize("tag", ["div", "li", "article"])
@pytest.mark.parametrize("heading", ["<h2>Comments</h2>", "<h3>Kommentare</h3>", ""])
def test_items_without_names_in_an_element_named_as_comments_are_comments_each(tag, heading):
    items = "".join(
        f"<{tag}><strong>{name}</strong> <small>{time}</small><p>{text}</p></{tag}>" for name, time, text in SAID
    )
    ledger = Ledger(
        page=read(page(f"<h1>{TITLE}</h1>{STORY}<div class='comments'>{heading}{items}</div>")), title=TITLE
    )
    set_comments_apart(ledger)

    assert [comment.text for comment in comments_of(ledger)] == [text for _, _, text in SAID]
    assert [comment.author for comment in comments_of(ledger)] == [name for name, _, _ in SAID]


def test_a_single_comment_below_a_short_article_is_one():
    told = "".join(f"<p>{line}</p>" for line in (
        "The ferry to the islands will stop in October, says the harbour board.",
        "Captain Holm has packed her bell and given away the ship's barometer.",
        "Two of the three villages want to buy the boat and row it themselves.",
        "The board meets again before the first ice comes.",
    ))  # fmt: skip
    said = "<section id='comments'><h3>Comments (1)</h3><div class='comment'><span class='comment-author'>Tilda</span> <time>5 October 2025, 12:00</time><p>Good riddance, the bell was flat.</p></div></section>"
    article = best_of(outcome_of(page(f"<main><article><h1>{TITLE}</h1>{told}</article>{said}</main>")))
    assert [(comment.author, comment.text) for comment in article.comments] == [
        ("Tilda", "Good riddance, the bell was flat.")
    ]
