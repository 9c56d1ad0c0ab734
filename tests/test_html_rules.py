"""The rules on top of trafilatura, each by itself on tiny pages: what leaves the text, why, and what must stay."""

import pytest

from pipelines.html.captions import captions_of, set_captions_apart
from pipelines.html.furniture import explain_the_rest, remove_consent, remove_named_containers
from pipelines.html.gaps import fill_gaps, fill_series
from pipelines.html.headline import remove_bylines, remove_headline, set_title_apart
from pipelines.html.junk import remove_junk_lines, remove_rest_of_widgets
from pipelines.html.names import named
from pipelines.html.repeats import remove_repeats
from pipelines.html.tail import cut_last_headings, cut_tail
from tests.html_sample import PARAGRAPHS, STORY, TITLE, article_page, best_of, ledger_of, outcome_of, page

LONG = "The old pier was built in 1911 by men from all three villages, who carried the stones down from the quarry by hand."


def removed_by(step, html, **fields):
    ledger = ledger_of(html, **fields)
    step(ledger)
    return {block.text: ledger.reasons[i] for i, block in ledger if not ledger.kept[i]}


NAMES = [
    ("related-posts", "related-stories"),
    ("relatedPosts", "related-stories"),
    ("post__newsletter-signup", "newsletter"),
    ("social-share", "share-widget"),
    ("comments-area", "comment-widget"),
    ("author-bio", "author-bio"),
    ("ad-slot", "advertisement"),
    ("breadcrumbs", "navigation"),
    ("cookie-banner", "cookie-notice"),
    ("tag-list", "tag-list"),
    ("sv-poll", "form"),
    ("anketa", "form"),
    ("video", "media-player"),
    ("video-box", "media-player"),
    ("pollution", None),
    ("video-story", None),
    ("article-body", None),
    ("node--promoted", None),
    ("has-related", None),
    ("commentary", None),
    ("headline", None),
    ("header", None),
    ("what-share-of-adolescents-report", None),
]


@pytest.mark.parametrize(("name", "reason"), NAMES)
def test_a_name_speaks_for_furniture_or_not(name, reason):
    assert named((name,)) == reason


CONTAINERS = [
    ("a box of related stories", f"<div class='related'><p>{LONG}</p></div>", "related-stories"),
    ("a newsletter box", "<div id='newsletterBox'><p>Get our letter every morning.</p></div>", "newsletter"),
    ("an author's portrait", f"<div class='author-bio'><p>{LONG}</p></div>", "author-bio"),
]


@pytest.mark.parametrize(("box", "reason"), [case[1:] for case in CONTAINERS], ids=[case[0] for case in CONTAINERS])
def test_named_container_leaves_the_text(box, reason):
    ledger = ledger_of(article_page(box), kept=())
    remove_named_containers(ledger)

    assert set(ledger.reasons) == {"outside-article", reason}


def test_container_that_holds_the_article_stays_whatever_its_name():
    ledger = ledger_of(page(f"<div class='related'>{STORY}</div>"), kept=())
    remove_named_containers(ledger)

    assert set(ledger.reasons) == {"outside-article"}


CONSENT = "".join(
    f"<p>These small files, the {n} of six kinds, help us to see which pages readers open and how long they stay there.</p>"
    for n in ("first", "second", "third", "fourth", "fifth", "sixth")
)


def consent_in(html):
    ledger = ledger_of(html, kept=())
    remove_consent(ledger)
    return [block.text for i, block in ledger if ledger.reasons[i] == "cookie-notice"]


@pytest.mark.parametrize(
    ("name", "buttons"),
    [("onetrust-consent-sdk", ""), ("cookie-banner", "<a>Accept all</a><a>Cookie settings</a>")],
)
def test_a_dialog_about_cookies_goes_however_long_it_is(name, buttons):
    buttons = buttons.replace("<a>", "<div>").replace("</a>", "</div>")
    box = f"<div id='{name}'><h2>Privacy</h2><p>We use cookies and other means.</p>{CONSENT}{buttons}</div>"
    found = consent_in(page(f"<article><h1>{TITLE}</h1><p>{LONG}</p></article>{box}"))

    assert len(found) == (10 if buttons else 8)
    assert found[0] == "Privacy"


@pytest.mark.parametrize("name", ["consent", "recipe cookies", "gdpr", "cookie-consent"])
def test_a_container_that_only_has_such_a_name_stays(name):
    assert consent_in(page(f"<div class='{name}'><p>We use cookies, said the baker.</p>{CONSENT * 2}</div>")) == []


def test_headline_is_the_title_and_its_copy_a_repeat():
    html = page(f"<h1>{TITLE}</h1><p>{TITLE}</p><h2>{TITLE} | Post</h2>{STORY}")
    ledger = ledger_of(html, kept=(TITLE, *PARAGRAPHS))
    ledger.kept[0] = False
    set_title_apart(ledger)
    remove_headline(ledger)

    assert ledger.reasons[:3] == ["title", "repeated-headline", "repeated-headline"]


BYLINES = [
    ("a class that says so", "<p class='byline'>Ines Holm, Northport</p>"),
    ("two dates", "<p>Sat 14 Mar 2026 07.42 GMT Last modified on Sat 14 Mar 2026 11.05 GMT</p>"),
    ("a name and a date in Japanese", "<p>高橋美咲 2026年1月20日 17時30分</p>"),
    ("a date of the Persian calendar", "<p>۲۳ اسفند ۱۴۰۴ - ۱۰:۱۵</p>"),
    ("a time element", "<p><time>3 March 2024</time></p>"),
    ("wording", "<p>By Ines Holm</p>"),
    ("wording in German", "<p>Von Ines Holm, Nordhafen</p>"),
    ("a date alone", "<p>3. März 2024, 09:10 Uhr</p>"),
]


@pytest.mark.parametrize("line", [case[1] for case in BYLINES], ids=[case[0] for case in BYLINES])
def test_byline_at_the_head_stands_apart(line):
    assert list(removed_by(remove_bylines, page(line + STORY)).values()) == ["byline"]


@pytest.mark.parametrize(
    "line", ["By the time she came home the ferry had gone.", "In 1911 it all began.", "From here on, no ship."]
)
def test_short_sentence_at_the_head_is_no_byline(line):
    assert removed_by(remove_bylines, page(f"<p>{line}</p>{STORY}")) == {}


CAPTIONS = [
    (
        "<figcaption>The old pier <span class='credit'>Mira Kold/Island Post</span></figcaption>",
        ("The old pier", "Mira Kold/Island Post"),
    ),
    ("<figcaption>The old pier. Photo: Mira Kold</figcaption>", ("The old pier.", "Photo: Mira Kold")),
    ("<figcaption><p>The old pier</p></figcaption>", ("The old pier", None)),
    ("<figcaption>© Mira Kold</figcaption>", ("© Mira Kold", "© Mira Kold")),
]


@pytest.mark.parametrize(("figcaption", "expected"), CAPTIONS)
def test_caption_stands_apart_with_its_credit(figcaption, expected):
    half = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
    ledger = ledger_of(page(f"{half}<figure><img src='a.jpg'>{figcaption}</figure>{half}{STORY}"), kept=PARAGRAPHS)
    set_captions_apart(ledger)

    assert [(caption.text, caption.credit) for caption in captions_of(ledger)] == [expected]


def test_caption_printed_twice_is_one_caption_and_a_duplicate():
    figure = "<figure><figcaption>The old pier in winter</figcaption></figure>"
    ledger = ledger_of(page(STORY + figure + figure + f"<p>{LONG}</p>"), kept=(*PARAGRAPHS, LONG))
    set_captions_apart(ledger)

    assert [ledger.reasons[i] for i, block in ledger if block.role == "caption"] == ["caption", "caption-duplicate"]


def test_caption_of_a_teaser_is_not_the_articles():
    teaser = "<aside><figure><figcaption>Another story's picture</figcaption></figure></aside>"
    ledger = ledger_of(page(f"{STORY}{teaser}<p>{LONG}</p>"), kept=(*PARAGRAPHS, LONG))
    set_captions_apart(ledger)

    assert captions_of(ledger) == ()


JUNK = [
    ("<p>Advertisement</p>", "advertisement"),
    ("<p>Share this article</p>", "share-widget"),
    ("<p>Sign up for our newsletter</p>", "newsletter"),
    ("<h3>Join our mailing list!</h3>", "newsletter"),
    ("<li>*As an Amazon Associate the harbour shop will earn from qualifying purchases.</li>", "affiliate-notice"),
    ("<p><a href='/x'>Read more: Last loaf on Mill Street</a></p>", "related-stories"),
    ("<p><a href='/x'>Lesen Sie auch: Das letzte Brot der Mühlengasse</a></p>", "related-stories"),
]


@pytest.mark.parametrize(("line", "reason"), JUNK)
def test_line_of_furniture_inside_the_text_goes(line, reason):
    middle = page(STORY + line + STORY)

    assert list(removed_by(remove_junk_lines, middle).values()) == [reason]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the path down to the pier, and you will see what is left of it.",
        "Read more books, his grandmother used to tell him whenever the ferry was late.",
        "Advertisements for the ferry once hung in every station of the county, and children collected them.",
    ],
)
def test_sentence_that_begins_like_furniture_stays(line):
    assert removed_by(remove_junk_lines, page(f"{STORY}<p>{line}</p>{STORY}")) == {}


def test_second_copy_of_a_paragraph_is_a_repeat():
    assert removed_by(remove_repeats, page(f"{STORY}<p>{PARAGRAPHS[0]}</p>")) == {PARAGRAPHS[0]: "repeated"}


def test_refrain_of_a_song_stays():
    refrain = (
        "<p>Row, row the boat across the sound, the wind is low, the sea is wide, and home is on the other side</p>"
    )
    verses = [f"<p>Verse number {n}, in which another ship goes down</p>" for n in ("one", "two", "three")]

    assert removed_by(remove_repeats, page(refrain.join([*verses, ""]))) == {}


def test_text_below_a_heading_of_furniture_at_the_end_is_cut():
    cut = removed_by(cut_tail, page(f"{STORY}<h3>Related articles</h3><p>Last loaf on Mill Street</p>"))

    assert cut == {"Related articles": "related-stories", "Last loaf on Mill Street": "related-stories"}


def test_headings_that_head_nothing_at_the_end_are_cut():
    ledger = ledger_of(page(f"{STORY}<h2>What is next</h2><p>{LONG}</p><h2>Explore the harbour</h2><h3>Visit us</h3>"))
    cut_last_headings(ledger)
    assert [b.text for i, b in ledger if not ledger.kept[i]] == ["Explore the harbour", "Visit us"]


def test_a_page_of_headings_alone_keeps_them():
    assert removed_by(cut_last_headings, page("<h2>One</h2><h2>Two</h2>")) == {}


@pytest.mark.parametrize("heading", ["Sources", "Questions and answers", "About the pier"])
def test_notes_at_the_end_stay(heading):
    assert removed_by(cut_tail, page(f"{STORY}<h3>{heading}</h3><p>{LONG}</p>")) == {}


GAPS = [
    ("a list", "<ul><li>bread</li><li>fishing line</li></ul>", ["bread", "fishing line"]),
    ("a sub-heading", "<h2>What the villages want</h2>", ["What the villages want"]),
    ("a quotation", "<blockquote><p>It was to be expected.</p></blockquote>", ["It was to be expected."]),
]


@pytest.mark.parametrize(("dropped", "texts"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_text_dropped_between_kept_paragraphs_comes_back(dropped, texts):
    ledger = ledger_of(page(f"<div>{STORY}{dropped}<p>{LONG}</p></div>"), kept=(*PARAGRAPHS, LONG))
    fill_gaps(ledger)

    assert [block.text for i, block in ledger if ledger.kept[i] and block.text not in (*PARAGRAPHS, LONG)] == texts


NO_GAPS = [
    ("links", "<ul><li><a href='/a'>Last loaf on Mill Street</a></li></ul>"),
    ("a named box", "<div class='newsletter'><p>A letter every morning</p></div>"),
    ("an aside", "<aside><p>The bakery on Mill Street has sold its last loaf</p></aside>"),
    ("a button", "<button>Show all pictures</button>"),
    ("hidden text", "<p hidden>Only for machines</p>"),
]


@pytest.mark.parametrize("dropped", [case[1] for case in NO_GAPS], ids=[case[0] for case in NO_GAPS])
def test_furniture_between_kept_paragraphs_does_not_come_back(dropped):
    ledger = ledger_of(page(f"<div>{STORY}{dropped}<p>{LONG}</p></div>"), kept=(*PARAGRAPHS, LONG))
    fill_gaps(ledger)

    assert {block.text for i, block in ledger if ledger.kept[i]} == {*PARAGRAPHS, LONG}


REASONS = [
    ("<nav><a href='/'>Home</a></nav>", "navigation"),
    ("<form><label>Your name</label></form>", "form"),
    ("<p hidden>Only for machines</p>", "hidden"),
    ("<footer><p>Island Post</p></footer>", "navigation"),
    ("<div class='copyright'>Island Post 2024</div>", "copyright"),
    ("<div>Nothing that says what it is</div>", "outside-article"),
]


@pytest.mark.parametrize(("box", "reason"), REASONS)
def test_what_is_out_has_the_most_fitting_reason(box, reason):
    ledger = ledger_of(page(STORY + box), kept=PARAGRAPHS)
    explain_the_rest(ledger)

    assert [ledger.reasons[i] for i, _ in ledger if not ledger.kept[i]] == [reason]


@pytest.mark.parametrize("line", ["Par Ines Holm et Jan Petit", "文・Ines Holm", "Ines Holm / Jan Petit"])
def test_line_that_names_the_authors_and_nothing_else_is_a_byline(line):
    html = page(f"<p>{line}</p>{STORY}")

    assert removed_by(remove_bylines, html, authors=("Ines Holm", "Jan Petit")) == {line: "byline"}


def test_author_who_signs_at_the_end_stands_apart():
    html = page(f"{STORY}<p>(Ines Holm)</p>")

    assert removed_by(remove_bylines, html, authors=("Ines Holm",)) == {"(Ines Holm)": "byline"}


def test_sentence_about_the_author_is_no_byline():
    html = page(f"<p>Ines Holm was on board.</p>{STORY}")

    assert removed_by(remove_bylines, html, authors=("Ines Holm",)) == {}


@pytest.mark.parametrize(
    ("names", "line", "reason"),
    [
        ("bio", "Ines Holm has written of harbours since 2009.", "author-bio"),
        ("bio", "The harbour has been written of since 2009.", None),
        ("last", "Ines Holm has written of harbours since 2009.", None),
    ],
)
def test_a_paragraph_named_as_a_description_that_names_the_author_goes(names, line, reason):
    html = page(f"{STORY}<p class='{names}'>{line}</p>")

    assert removed_by(remove_bylines, html, authors=("Ines Holm",)) == ({line: reason} if reason else {})


def test_the_other_buttons_of_a_row_go_with_it():
    buttons = "<ul><li>Share</li><li>Tweet</li><li>Vastaza</li></ul>"
    ledger = ledger_of(page(f"{buttons}{STORY}<ul><li>Vastaza</li><li>Rope</li><li>Share</li></ul>"))
    remove_junk_lines(ledger)
    remove_rest_of_widgets(ledger)

    gone = [(block.text, i < 4) for i, block in ledger if not ledger.kept[i]]
    assert ("Vastaza", True) in gone
    assert ("Vastaza", False) not in gone


KICKER = "After three years of digging;"


def test_a_short_line_right_above_the_headline_is_no_text():
    html = page(f"<p>{KICKER}</p><h1>{TITLE}</h1>{STORY}")

    assert removed_by(lambda ledger: [set_title_apart(ledger), remove_bylines(ledger)], html)[KICKER] == "section-label"


@pytest.mark.parametrize(
    "line",
    [
        "(Editor: Mo Chen)",
        "（责任编辑：陈默）",
        "Редактор: Иван Петров",
        "Mira Kolb, mira.kolb@comb.example",
        "Mira Kolb @mirakolb",
        "Written by Tove Aksel",
        "Posted by Tove at December 16, 2025",
    ],
)
def test_a_line_at_the_end_that_names_who_wrote_or_edited_is_a_byline(line):
    assert removed_by(remove_bylines, article_page(below=f"<p>{line}</p>"), authors=("Mira Kolb",))[line] == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "Editor needed: call the harbour office.",
        "Editors and authors met at the old pier.",
        "Written by hand, the list was lost.",
    ],
)
def test_a_sentence_about_editors_stays(line):
    assert line not in removed_by(remove_bylines, article_page(inside=f"<p>{line}</p>"))


@pytest.mark.parametrize(
    "line", ["周德明在修理一座座钟。林晓禾 摄", "夜明けの港（高田撮影）", "대합실에 놓인 우체통 사진=한지우 기자"]
)
def test_a_line_with_a_photographers_sign_is_a_caption(line):
    assert removed_by(set_captions_apart, article_page(inside=f"<p>{line}</p>"))[line] == "caption"


@pytest.mark.parametrize(
    "line",
    ["市は新しいサービスを 無料で提供", "他整天 忙着拍摄", "写真は市民に広く提供", "기자가 찍은 사진 = 기록이다"],
)
def test_a_line_that_ends_in_such_a_word_is_no_caption(line):
    assert removed_by(set_captions_apart, article_page(inside=f"<p>{line}</p><h2>夜の港（高田撮影）</h2>")) == {}


def test_a_long_notice_that_links_are_paid_for_goes_at_the_edge_and_stays_inside():
    notice = f"We may earn a commission when you buy something here. {LONG}"

    assert removed_by(remove_junk_lines, page(f"<p>{notice}</p>{STORY}{STORY}")) == {notice: "affiliate-notice"}
    assert removed_by(remove_junk_lines, page(f"{STORY}{STORY}<p>{notice}</p>{STORY}{STORY}")) == {}


@pytest.mark.parametrize(
    "html",
    [
        f"{STORY}<blockquote><p>Subscribe to the idea that every pier is somebody's last one.</p></blockquote>{STORY}",
        f"{STORY}<p>Subscribe to the weather, says the captain, and it will deliver in the end.</p>",
        f"{STORY}<p>Dalinkitės žiniomis apie krantą, bet ne apie gelmę, moko seni locmanai.</p>",
    ],
)
def test_a_sentence_that_begins_as_a_request_is_one(html):
    assert removed_by(remove_junk_lines, page(html)) == {}


def test_a_request_with_a_link_or_in_an_element_of_its_own_goes():
    for line in (
        "<p>Subscribe to the harbour letter, it says <a href='/n'>here</a>.</p>",
        "<div class='n'>Subscribe to the harbour letter that everybody in the villages reads.</div>",
    ):
        assert list(removed_by(remove_junk_lines, page(f"{STORY}{line}")).values()) == ["newsletter"]


def test_text_for_subscribers_is_text():
    assert named(("subscriber-only",)) is named(("subscriber-preview",)) is None
    assert named(("subscribers-box",)) == "newsletter"


def test_the_name_of_a_paragraph_says_why_it_is_out():
    bio = "Ines Holm writes about ferries and has crossed on most of them."
    html = page(f"<main><article><h1>{TITLE}</h1>{STORY}{STORY}</article></main><p class='author-bio'>{bio}</p>")
    assert {block.text: block.reason for block in best_of(outcome_of(html)).blocks}[bio] == "author-bio"


def test_the_last_headings_of_a_list_of_parts_come_back():
    part = "<div class='card'><h3>Rope {0}</h3><p class='of'>Upper Dell Press</p><p>{1}</p></div>"
    parts = "".join(part.format(number, PARAGRAPHS[number % len(PARAGRAPHS)]) for number in range(5))
    html = page(f"<article><h1>{TITLE}</h1><div>{parts}</div></article>")
    ledger = ledger_of(html, ("Rope 0", "Rope 1", "Rope 2", "Upper Dell", *PARAGRAPHS))
    fill_series(ledger)
    assert [block.text for index, block in ledger if not ledger.kept[index]] == [TITLE]


def test_a_heading_unlike_the_kept_ones_stays_out():
    ledger = ledger_of(page(f"<article><h1>{TITLE}</h1>{STORY}<h4>Ropes for all</h4>{STORY}</article>"), PARAGRAPHS)
    fill_series(ledger)
    assert [block.text for index, block in ledger if not ledger.kept[index]] == [TITLE, "Ropes for all"]
