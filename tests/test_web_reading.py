"""The reading page, asked through Datasette in this process and parsed as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import html

from pipelines.types import Article, Block, Comment
from tests import web_sample
from tests.web_sample import FERRY, Visit

FERRY_PAGE, WELL_PAGE, GUESSED_PAGE, UNTITLED_PAGE = 1, 2, 4, 6


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> Iterator[Visit]:
    path = web_sample.build(tmp_path_factory.mktemp("web") / "sample.db")
    with web_sample.visiting(path) as visit:
        yield visit


@pytest.fixture(scope="module")
def plain(visit) -> html.HtmlElement:
    return html.fromstring(visit.read(FERRY_PAGE))


@pytest.fixture(scope="module")
def marked(visit) -> html.HtmlElement:
    return html.fromstring(visit.read(FERRY_PAGE, "?removed=1"))


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_headline_byline_date_site_and_section_open_the_page(plain):
    head = words(plain.find_class("head")[0])
    assert head.startswith("The Estuary Courier · Coast The last night ferry leaves Harrow Quay")
    assert "By Ines Whitlock and Tom Adeyemi" in head
    assert "17 March 2026, 14:05 (UTC+01:00)" in head
    assert "changed 18 March 2026" in head


def test_text_of_the_page_is_the_kept_blocks_in_order(plain):
    text = words(plain.find_class("text")[0])
    for block in FERRY.blocks:
        if block.kept and block.role != "table-row":
            assert " ".join(block.text.split()) in text
    assert (
        text.index("For sixty-one years") < text.index("A bakery at the wrong end") < text.index("The piano is still")
    )


def test_headings_lists_quotes_and_tables_are_set_as_such(plain):
    text = plain.find_class("text")[0]
    assert [words(heading) for heading in text.iterfind("h2")] == ["A bakery at the wrong end of the water"]
    assert [len(found) for found in text.iterfind("ul")] == [3]
    assert len(text.findall("blockquote")) == 1
    assert [words(cell) for cell in text.findall(".//tr")[1]] == ["December", "118", "2"]


def test_caption_stands_in_its_place_with_its_credit(plain):
    text = plain.find_class("text")[0]
    assert text[0].get("class") == "caption"
    assert words(text[0]).endswith("an hour before she sailed. Photograph: Anneke Brandt")


def test_comments_stand_below_the_text(plain):
    comments = words(plain.find_class("comments")[0])
    assert comments.startswith("2 reader comments Old Ropes · 17 March 2026, 20:11 (UTC) I took that boat")
    assert "Perpetua · yesterday" in comments
    assert "I took that boat" not in words(plain.find_class("text")[0])


def test_without_being_asked_the_page_shows_nothing_that_was_removed(plain):
    assert "Winter tyres" not in plain.text_content()
    assert not plain.find_class("removed")


def test_every_removed_block_is_shown_in_place_with_its_reason_and_evidence(marked):
    text = words(marked.find_class("text")[0])
    for block in FERRY.blocks:
        assert " ".join(block.text.split()).replace(" | ", "") in text.replace(" | ", "") or block.role == "table-row"
        assert block.evidence in text
    assert text.index("do not pay for a crew") < text.index("Winter tyres") < text.index("A bakery at the wrong end")


def test_removed_blocks_carry_the_colour_of_their_reason(marked):
    runs = {words(run.find_class("why")[0]): run.get("class") for run in marked.find_class("removed")}
    assert runs["advertisement an advertisement or its label"] == "removed of-promotion"
    assert runs["related stories links to other stories"] == "removed of-stories"


def test_legend_counts_what_was_removed(marked):
    legend = words(marked.find_class("legend")[0])
    assert "Advertising and promotion 3" in legend
    assert "related stories 4, trailing story 2" in legend


def test_long_menus_are_folded(marked):
    folded = marked.findall(".//details")
    assert [words(fold.find("summary")) for fold in folded] == ["6 more lines"]


def test_what_stands_above_the_article_is_folded_where_it_is_much(tmp_path):
    menu = tuple(Block(text=f"Entry {number}", role="label", kept=False, reason="navigation") for number in range(9))
    article = Article(
        title="Below", url="https://a.example/b", language="en", blocks=(*menu, *FERRY.blocks[7:9], *menu)
    )
    with web_sample.visiting(web_sample.build(tmp_path / "sample.db", [article])) as visit:
        page = html.fromstring(visit.read(1, "?removed=1"))
    above = page.find_class("above")[0]
    assert words(above.find("summary")) == "9 blocks above the article"
    assert len(above.findall(".//li")) == 9
    assert above.getnext().text.startswith("For sixty-one years")


def test_switch_is_a_link_that_needs_no_script(plain, marked):
    shows, hides = plain.find_class("toggle")[0], marked.find_class("toggle")[0]
    assert (words(shows), words(hides)) == ("Show what was removed", "Hide what was removed")
    assert shows.get("href") == hides.get("href") + "?removed=1"


def test_page_says_where_it_comes_from_and_how_to_cite_it(plain):
    provenance = words(plain.find_class("provenance")[0])
    assert "Captured 30 May 2026, 07:15 (UTC)" in provenance
    assert "Read from pages/1.html" in provenance
    assert "Ines Whitlock, Tom Adeyemi , “The last night ferry" in provenance


def test_citation_says_when_the_page_was_taken_or_else_archived(plain, visit):
    assert "captured 30 May 2026, kept in the archive" in words(plain.find_class("cite")[0]).replace(" ,", ",")
    saved = words(html.fromstring(visit.read(UNTITLED_PAGE)).find_class("cite")[0]).replace(" ,", ",")
    assert re.search(r"archived \d+ [A-Z][a-z]+ 20\d\d, kept in the archive “Sample” as ", saved)


def test_original_and_image_are_links_and_nothing_is_loaded_from_elsewhere(plain):
    links = [a.get("href") for a in plain.iter("a") if a.get("href").startswith("http")]
    assert links == [FERRY.url, FERRY.lead_image]
    loaded = plain.xpath("//@src | //link[not(@rel='canonical')]/@href | //@srcset | //form/@action")
    assert loaded
    assert all(re.match(r"/(?!/)", address) for address in loaded)


def test_original_is_named_as_canonical_where_it_is_known(visit, plain):
    assert plain.xpath("//link[@rel='canonical']/@href") == [FERRY.url]
    assert html.fromstring(visit.read(UNTITLED_PAGE)).xpath("//link[@rel='canonical']") == []


def test_two_hundred_comments_are_folded_after_the_first(tmp_path):
    comments = tuple(Comment(text=f"Remark {number}.", author=f"Reader {number}") for number in range(200))
    with web_sample.visiting(web_sample.build(tmp_path / "a.db", [replace(FERRY, comments=comments)])) as visit:
        shown = html.fromstring(visit.read(1, database="a")).find_class("comments")[0]
    assert words(shown.find("h2")) == "200 reader comments"
    assert len(shown.findall("article")) == 25
    assert words(shown.find("details/summary")) == "175 more comments"
    assert len(shown.findall("details/article")) == 175


def test_guessed_date_is_marked(visit):
    head = words(html.fromstring(visit.read(GUESSED_PAGE)).find_class("head")[0])
    assert "30 November 2025 · date guessed: first date in the text" in head


def test_article_without_headline_and_date_has_a_page(visit):
    page = html.fromstring(visit.read(UNTITLED_PAGE))
    assert words(page.find(".//h1")).startswith("A dump that names neither its headline")
    assert "undated" in words(page)
    assert "The usual threshold left nothing, the cautious one was used." in words(page)


@pytest.mark.parametrize(
    ("number", "language", "direction"), [(1, "en", "ltr"), (2, "ar", "rtl"), (3, "ckb", "rtl"), (5, "ja", "ltr")]
)
def test_text_has_the_language_and_direction_of_the_article(visit, number, language, direction):
    text = html.fromstring(visit.read(number)).find_class("text")[0]
    assert (text.get("lang"), text.get("dir")) == (language, direction)


def test_id_leads_to_the_permalink(visit):
    response = visit.get("/sample/-/read/1")
    assert response.status_code == 302
    assert re.fullmatch(r"/sample/-/read/[a-z0-9]{8,}", response.headers["location"])


@pytest.mark.parametrize(
    "key",
    [
        "pages~2F1~2Ehtml",
        "https~3A~2F~2Fwww~2Eestuary-courier~2Eexample~2Fcoast~2Flast-night-ferry",
        "pages/1.html",
        "https://www.estuary-courier.example/coast/last-night-ferry",
        "https%3A%2F%2Fwww.estuary-courier.example%2Fcoast%2Flast-night-ferry",
    ],
)
def test_address_and_source_lead_to_the_permalink_too(visit, key):
    by_id = visit.get("/sample/-/read/1?removed=1").headers["location"]
    assert visit.get(f"/sample/-/read/{key}?removed=1").headers["location"] == by_id
    assert by_id.endswith("?removed=1")


@pytest.mark.parametrize("key", ["nothing", "999", "99999999999999999999", "~00", "a~2Fb", "٣", "-1", "1;drop"])
def test_what_is_not_there_is_a_page_that_says_so(visit, key):
    response = visit.get(f"/sample/-/read/{key}")
    assert response.status_code == 404
    assert "Not in the archive" in response.text


def test_pages_are_only_for_databases_that_are_archives(visit):
    assert visit.get("/_memory/-/read/1").status_code == 404
    assert visit.get("/nothing/-/front").status_code == 404


def test_copies_and_the_article_they_copy_name_each_other(tmp_path):
    same = Article(
        title="First",
        url="https://one.example/a",
        language="en",
        blocks=(Block(text="One text in two places. " * 9, role="paragraph", kept=True),),
    )
    copy = Article(title="Second", url="https://two.example/a", language="en", blocks=same.blocks)
    path = web_sample.build(tmp_path / "sample.db", [same, copy])
    with web_sample.visiting(path) as visit:
        assert "Copies Second , two.example" in words(html.fromstring(visit.read(1)))
        assert "Same text as First , one.example, which came in first." in words(html.fromstring(visit.read(2)))
