"""What rules do to a page: text, ledger, metadata; and what becomes of a rule that no longer fits."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.clean import clean, rescue
from pipelines.site_rules.book import rules_for
from pipelines.site_rules.cleaning import rewritten
from pipelines.site_rules.ftr import read_ftr
from pipelines.site_rules.toml_rules import read_toml
from pipelines.site_rules.values import SiteRules, Unread
from pipelines.types import Article, Capture, Provenance, Rejection, Rules
from tests.html_sample import PARAGRAPHS, STORY, TITLE, article_page, best_of, outcome_of, page

URL = "https://www.example.com/news/ferry"


def rules(text: str, name: str = "example.com.txt") -> Rules:
    if name.endswith(".txt"):
        return Rules(site_rules=SiteRules.of((), [Unread(file=name, text=text)]))
    rule, problems = read_toml(name, text)
    assert rule is not None, problems
    return Rules(site_rules=SiteRules.of([rule]))


def cleaned(html: str, rule: str, name: str = "example.com.txt", url: str = URL) -> Article:
    capture = Capture(provenance=Provenance(source="a.html"), body=html.encode(), content_type="text/html", url=url)
    outcome = clean(capture, rules(rule, name))
    if isinstance(outcome, Rejection):
        assert outcome.best is not None
        return outcome.best
    return outcome


def removed(article: Article, beginning: str) -> tuple[str | None, str]:
    return next((b.reason, b.evidence) for b in article.blocks if b.text.startswith(beginning) and not b.kept)


TWO_PARTS = page(
    f"<h1>{TITLE}</h1><div id='a'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>"
    f"<div id='b'><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></div>"
)


def test_the_body_is_the_text_and_what_is_outside_is_out_with_file_and_line():
    article = cleaned(TWO_PARTS, "# ours\nbody: //div[@id='a']")
    assert article.text == "\n\n".join(PARAGRAPHS[:2])
    evidence = "rule of example.com.txt line 2: body: //div[@id='a']"
    assert removed(article, PARAGRAPHS[2][:20]) == ("outside-article", evidence)


def test_the_first_body_that_finds_something_counts():
    article = cleaned(TWO_PARTS, "body: //div[@id='gone']\nbody: //div[@id='b']\nbody: //div[@id='a']")
    assert article.text == "\n\n".join(PARAGRAPHS[2:])


def test_all_elements_of_a_body_are_taken_in_page_order():
    article = cleaned(TWO_PARTS, "body: //div[@id='b'] | //div[@id='a'] | //div[@id='a']/p")
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_a_body_that_is_an_inline_element_is_a_body():
    html = page(
        f"<h1>{TITLE}</h1><div><span id='t'>{PARAGRAPHS[0]}<br><br>{PARAGRAPHS[1]}</span> {PARAGRAPHS[2]}</div>"
    )
    article = cleaned(html, "body: //span[@id='t']")
    assert article.text == "\n\n".join(PARAGRAPHS[:2])


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("strip: //div[@class='x1']", "outside-article"),
        ("strip: //div[@class='newsletter-box']", "newsletter"),
        ("strip_id_or_class: 'sletter-b'", "newsletter"),
    ],
)
def test_a_strip_takes_a_block_out_with_its_evidence(rule, reason):
    html = article_page(
        inside=f"<div class='x1'><p>{PARAGRAPHS[0].replace('ferry', 'tram')}</p></div>"
        f"<div class='newsletter-box'><p>{PARAGRAPHS[1].replace('ship', 'tram')}</p></div>"
    )
    before, after = best_of(outcome_of(html, url=URL)), cleaned(html, rule)
    gone = [block for block in after.blocks if block.evidence.startswith("rule of example.com.txt line 1: strip")]
    assert [block.reason for block in gone] == [reason]
    assert gone[0].text not in after.text
    assert STORY.count("<p>") == sum(p in after.text for p in PARAGRAPHS)
    assert [b.text for b in before.blocks] == [b.text for b in after.blocks]


def test_a_strip_of_a_piece_of_a_line_leaves_the_line_whole():
    html = article_page(
        inside="<p>The harbour is old <span class='d'>3 May 2021</span> and deep, says the pilot of it.</p>"
    )
    article = cleaned(html, "strip: //span[@class='d']\nbody: //article")
    assert "The harbour is old and deep, says the pilot of it." in article.text
    assert removed(article, "3 May 2021")[1] == "rule of example.com.txt line 1: strip: //span[@class='d']"


def test_a_strip_of_pieces_inside_one_another_names_the_rule_for_all_of_them():
    html = article_page(
        inside="<p>The harbour is old and deep. <span class='tool'>Send <a class='tool'>by post</a> <i class='tool'></i></span></p>"
    )
    article = cleaned(html, "body: //article\nstrip_id_or_class: tool")
    assert article.text.endswith("The harbour is old and deep.")
    assert removed(article, "Send by post")[1] == "rule of example.com.txt line 2: strip_id_or_class: tool"


def test_a_strip_of_a_link_around_blocks_takes_the_blocks():
    html = article_page(
        inside="<a class='card' href='/b'><p>The lighthouse of the outer bank is to be painted red.</p></a>"
    )
    article = cleaned(html, "body: //article\nstrip: //a[@class='card']")
    assert "lighthouse" not in article.text
    assert removed(article, "The lighthouse")[1].startswith("rule of example.com.txt line 2")


def test_the_rest_of_cleaning_runs_inside_the_body():
    html = article_page(inside=f"<p>{PARAGRAPHS[0]}</p><p>Advertisement</p>")
    article = cleaned(html, "body: //article")
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert removed(article, "Advertisement")[0] == "advertisement"
    assert removed(article, TITLE)[0] == "title"


def test_with_prune_no_the_body_is_taken_as_it_is():
    html = article_page(inside=f"<p>{PARAGRAPHS[0]}</p><p>Advertisement</p>")
    article = cleaned(html, "body: //article\nprune: no")
    assert article.text == "\n\n".join([*PARAGRAPHS, PARAGRAPHS[0], "Advertisement"])
    assert article.title == TITLE


def test_comments_outside_the_body_are_still_kept_as_comments():
    said = {
        "Mira": "The county should have bought the smaller boat ten years ago, as we asked.",
        "Tom": "My mother lives there. How is she to see a doctor in winter now?",
        "Ada": "Two engines out of four, and nobody put them back? That says it all.",
    }
    thread = "".join(
        f"<li class='comment'><div><cite class='user'>{name}</cite><span class='datetime'>3 March 2024 at 9:10</span></div>"
        f"<p>{text}</p></li>"
        for name, text in said.items()
    )
    html = article_page(below=f"<ol>{thread}</ol>")
    article = cleaned(html, "body: //article\nprune: no")
    assert [comment.author for comment in article.comments] == list(said)
    assert article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("directive", ["body", "strip", "body: //main\nprune: no\nstrip", "body: //article\nstrip"])
@pytest.mark.parametrize(
    "xpath",
    ["//*", "//p", "//span", "//b", "//a", "//td", "//article//*", "//li", "//figure", "//noscript", "//h1", "/html"],
)
def test_a_rule_takes_nothing_off_the_record(directive, xpath):
    """Whatever it selects, every letter of the page is in a block, and every block that is not text has a reason."""
    html = article_page(
        inside="<p>Of <span>the <b>old</b></span> pier<br><br>little is left.</p><a href='/'><div><p>A card.</p></div></a>"
        "<table><tr><td>One</td><td>two <b>three</b></td></tr></table><ul><li><a href='/'>Tides</a></li></ul>"
        "<figure><figcaption>The pier</figcaption></figure><noscript><p>Not shown</p></noscript>"
    )

    def letters_of(article: Article) -> list[str]:
        return sorted(sign for block in article.blocks for sign in block.text if sign.isalnum())

    article = cleaned(html, f"{directive}: {xpath}")
    assert letters_of(article) == letters_of(best_of(outcome_of(html, url=URL)))
    assert all(block.kept == (block.reason is None) for block in article.blocks)


# text patterns, keep, and our own format


def test_a_wording_takes_a_block_out_with_the_reason_and_note_given():
    html = article_page(inside="<p>Our man in Kelmouth: he has rowed there since he was six years old.</p>")
    rule = '[[strip]]\ntext = "our man in *: *"\nreason = "author-bio"\nnote = "below columns"'
    article = cleaned(html, rule, "example.com.toml")
    evidence = "rule of example.com.toml line 2: strip text: our man in *: * (below columns)"
    assert removed(article, "Our man") == ("author-bio", evidence)


def test_a_wording_inside_a_selection_is_not_looked_for_elsewhere():
    html = article_page(inside="<div class='end'><p>They row.</p></div><p>They row.</p>")
    rule = 'body = "article"\nprune = false\n[[strip]]\nselect = "div.end"\ntext = "They row."'
    assert cleaned(html, rule, "example.com.toml").text.count("They row.") == 1


def test_what_a_rule_keeps_is_kept():
    html = article_page(inside="<div class='newsletter'><p>Sign up for our newsletter</p></div>")
    article = cleaned(html, 'keep = ["div.newsletter"]', "example.com.toml")
    assert "Sign up for our newsletter" in article.text


def test_posts_of_a_forum_outside_the_body_stay_outside():
    posts = "".join(
        f"<div class='post' itemscope itemtype='https://schema.org/DiscussionForumPosting'><b class='author'>Reader {i}</b> "
        f"<time>3 May 2021</time><div class='content'><p>{text}</p></div></div>"
        for i, text in enumerate(p.replace("ferry", "tram") for p in PARAGRAPHS)
    )
    html = page(f"<h1>{TITLE}</h1><div id='first'>{STORY}</div><div class='thread'>{posts}</div>")
    article = cleaned(html, "body: //div[@id='first']", url="https://www.example.com/forum/threads/ferry.12/")
    assert article.text == "\n\n".join(PARAGRAPHS)


# metadata


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("title: //h2[@class='t']", "title", "The last boat"),
        ("title: //h9\ntitle: concat('Boat: ', //h2[@class='t'])", "title", "Boat: The last boat"),
        ("title: //h9", "title", TITLE),
        ("author: //p[@class='w']/b", "authors", ("Ines Holm", "Tom Lind")),
        ("author: //meta[@name='who']/@content", "authors", ("Ada Lind",)),
        ("date: //i/@data-day", "published", "2021-05-03"),
        ("date: //i", "published", "2021-05-04"),
    ],
)
def test_metadata_come_from_the_rule_and_say_so(rule, field, value):
    html = article_page(
        inside="<h2 class='t'>The <em>last</em> boat</h2><p class='w'><b>Ines Holm</b><b>Tom Lind</b></p>"
        "<i data-day='2021-05-03'>4 May 2021</i><meta name='who' content='By Ada Lind'>"
    )
    article = cleaned(html, rule)
    assert getattr(article, field) == value
    told = [origin.origin for origin in article.origins if origin.field == field]
    assert told[0].startswith("rule of example.com.txt line") == (value != TITLE)


def test_links_to_more_are_recorded_where_their_condition_holds():
    html = article_page(inside="<a class='all' href='?print=1'>All</a><a rel='next' href='javascript:x()'>Next</a>")
    rule = "single_page_link: //a[@class='all']\nif_page_contains: //{}\nnext_page_link: //a[@rel='next']"
    assert cleaned(html, rule.format("article")).single_page == f"{URL}?print=1"
    assert cleaned(html, rule.format("table")).single_page is None
    assert cleaned(html, rule.format("article")).next_page is None


def test_a_clue_for_paid_articles_is_a_warning():
    assert "native-ad" in cleaned(article_page(), "native_ad_clue: //main").warnings
    assert "native-ad" not in cleaned(article_page(), "native_ad_clue: //table").warnings


def test_json_ld_is_left_out_where_the_rule_wants_it():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "author": {"name": "Wrong Man"}}</script>'
    html = page(f"<article><h1>{TITLE}</h1>{STORY}</article>", head)
    assert cleaned(html, "strip: //table").authors == ("Wrong Man",)
    assert cleaned(html, "skip_json_ld: yes").authors == ()


def test_an_image_that_is_stripped_is_no_lead_image():
    html = page(f"<article>{STORY}</article>", "<meta property='og:image' content='https://example.com/pixel.gif'>")
    assert cleaned(html, "strip: //table").lead_image
    assert cleaned(html, "strip_image_src: /pixel.").lead_image is None


def test_strings_are_replaced_before_the_page_is_read():
    html = article_page(inside="<noscript><p>The picture shows the old pier at low tide in the spring.</p></noscript>")
    rule = "body: //article\nreplace_string(<noscript>): <div>\nreplace_string(</noscript>): </div>"
    assert "old pier at low tide" in cleaned(html, rule).text


def test_a_replacement_that_makes_a_page_grow_without_end_is_not_made():
    rule, _ = read_ftr("example.com.txt", f"replace_string(a): {'b' * 900}\nreplace_string(c): d")
    assert rule is not None
    assert rewritten("a" * 100_000 + "c", rule) == "a" * 100_000 + "d"


# rules that no longer fit


def test_a_rule_that_finds_nothing_loses_and_is_reported():
    article = cleaned(TWO_PARTS, "body: //div[@id='gone']\ntitle: //h1")
    general = best_of(outcome_of(TWO_PARTS, url=URL))
    assert article.text == general.text
    assert "stale-rule" in article.warnings
    assert "stale-rule" not in general.warnings


def test_a_rule_that_finds_hardly_anything_loses_and_keeps_its_strips():
    html = article_page(
        inside="<div id='a'><p>One line of the story stands here.</p></div>"
        f"<div class='x'><p>{PARAGRAPHS[0].replace('ferry', 'tram')}</p></div>"
    )
    article = cleaned(html, "body: //div[@id='a']\nstrip: //div[@class='x']")
    assert PARAGRAPHS[3] in article.text
    assert "tram" not in article.text
    assert "stale-rule" in article.warnings


def test_a_rule_that_takes_nearly_everything_away_loses():
    article = cleaned(article_page(), "strip: //p")
    assert article.text == best_of(outcome_of(article_page(), url=URL)).text
    assert "stale-rule" in article.warnings


def test_a_short_body_on_a_page_of_comments_is_not_stale():
    thread = "".join(
        f"<div class='comment'><b class='author'>Reader {i}</b> <time>3 May 2021</time><p>{PARAGRAPHS[i % 4]}</p></div>"
        for i in range(30)
    )
    html = page(f"<h1>{TITLE}</h1><div id='a'><p>{PARAGRAPHS[0]}</p></div><div class='comments'>{thread}</div>")
    assert cleaned(html, "body: //div[@id='a']").text == PARAGRAPHS[0]


def test_a_page_whose_rule_failed_is_cleaned_without_it():
    capture = Capture(
        provenance=Provenance(source="a.html"), body=article_page().encode(), content_type="text/html", url=URL
    )
    outcome = rescue(capture, rules("body: //article"), "time-limit", "stopped after 8 s")
    assert isinstance(outcome, Article)
    assert "stale-rule" in outcome.warnings
    assert outcome.text == "\n\n".join(PARAGRAPHS)


# which rule acts


def acting(url: str | None, captured: datetime | None = None, **files: str) -> str | None:
    unread = [Unread(file=name, text=text) for name, text in files.items() if name.endswith(".txt")]
    own = [read_toml(name, text)[0] for name, text in files.items() if name.endswith(".toml")]
    book = SiteRules.of([rule for rule in own if rule], unread)
    chosen = rules_for(book, url, captured)
    return chosen.rules[0].file if chosen else None


FILES = {
    "example.com.txt": "body: //p",
    ".example.com.txt": "body: //p",
    "sea.example.com.txt": "body: //p",
    "other.org.toml": "hosts = ['example.org']\nbody = 'p'",
    "example.org.txt": "body: //p",
}


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://example.com/a", "example.com.txt"),
        ("http://WWW.example.com:8080/a", "example.com.txt"),
        ("https://sea.example.com/a", "sea.example.com.txt"),
        ("https://land.example.com/a", ".example.com.txt"),
        ("https://a.b.example.com/a", ".example.com.txt"),
        ("https://notexample.com/a", None),
        ("https://example.org/a", "other.org.toml"),
        ("https://[bad/", None),
        (None, None),
    ],
)
def test_the_nearest_host_wins_and_our_own_format_before_others(url, file):
    assert acting(url, **FILES) == file


@pytest.mark.parametrize(
    ("day", "file"),
    [
        (date(2018, 1, 1), None),
        (date(2019, 1, 1), "old.toml"),
        (date(2020, 6, 30), "old.toml"),
        (date(2020, 7, 1), "new.toml"),
        (None, "new.toml"),
    ],
)
def test_a_capture_is_read_by_the_rule_of_its_time(day, file):
    files = {
        "old.toml": "hosts = 'example.com'\nvalid-from = 2019-01-01\nvalid-until = 2020-06-30\nbody = 'p'",
        "new.toml": "hosts = 'example.com'\nvalid-from = 2020-07-01\nbody = 'p'",
    }
    captured = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
    assert acting("https://example.com/a", captured, **files) == file


def test_a_rule_for_some_paths_comes_before_one_for_all():
    files = {"a.toml": "hosts = 'example.com'\nbody = 'p'", "b.toml": "hosts = 'example.com'\npaths = '/sport/*'"}
    assert acting("https://example.com/sport/1", **files) == "b.toml"
    assert acting("https://example.com/news/1", **files) == "a.toml"


def test_the_global_file_adds_its_strips_but_not_its_titles():
    unread = [
        Unread(file="global.txt", text="strip_id_or_class: x9\ntitle: //i"),
        Unread(file="example.com.txt", text="body: //article"),
        Unread(file="example.org.txt", text="body: //article\nautodetect_on_failure: no"),
    ]
    html = article_page(inside="<div class='x9'><p>The tram is blue and old.</p></div><i>Nonsense</i>")
    given = Rules(site_rules=SiteRules.of((), unread))

    def text_at(url: str) -> Article:
        where = Provenance(source="a.html")
        return best_of(clean(Capture(provenance=where, body=html.encode(), content_type="text/html", url=url), given))

    assert "tram" not in text_at("https://example.com/a").text
    assert "tram" in text_at("https://example.org/a").text
    assert text_at("https://example.net/a").title == TITLE
    assert any("global.txt" in block.evidence for block in text_at("https://example.net/a").blocks)


def test_a_rule_for_one_site_changes_nothing_for_others():
    html = article_page()
    where = Provenance(source="a.html")
    other = Capture(provenance=where, body=html.encode(), content_type="text/html", url="https://example.net/a")
    assert clean(other, rules("body: //article")) == clean(other)


def test_outcomes_name_the_rules_that_acted():
    labels = {
        cleaned(article_page(), rule).cleaned_by for rule in ("body: //article", "body: //main", "title: //h1")
    } | {best_of(outcome_of(article_page(), url=URL)).cleaned_by}
    assert len(labels) == 4
