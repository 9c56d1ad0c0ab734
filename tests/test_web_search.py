"""The search page and the front page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from lxml import html

from archive.web import searching
from tests import web_sample
from tests.web_sample import Visit


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> Iterator[Visit]:
    path = web_sample.build(tmp_path_factory.mktemp("web") / "sample.db")
    with web_sample.visiting(path) as visit:
        yield visit


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def search(visit: Visit, query: str) -> html.HtmlElement:
    response = visit.get(f"/sample/-/search?{query}")
    assert response.status_code == 200
    return html.fromstring(response.text)


def titles(page) -> list[str]:
    return [hit.find(".//h2").text_content().strip()[:20] for hit in page.find_class("hit")]


def test_words_are_found_and_marked_in_headline_and_passage(visit):
    page = search(visit, "q=ferry+piano")
    hit = page.find_class("hit")[0]
    assert [mark.text for mark in hit.find("h2").iter("mark")] == ["ferry", "piano"]
    assert {mark.text for mark in hit.find_class("snippet")[0].iter("mark")} & {"ferry", "piano"}
    assert "The Estuary Courier" in words(hit)
    assert "17 March 2026" in words(hit)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("البئر", "قرية تعيد"),
        ("باخچەکەی", "باخچەکەی مامە"),
        ("花壇", "無人駅の花壇"),
        ("Maschinenöl", "Im Keller"),
        ("maschinenol", "Im Keller"),
    ],
)
def test_every_language_is_found(visit, query, title):
    assert [found[: len(title)] for found in titles(search(visit, f"q={quote(query)}"))] == [title]


def test_without_a_query_all_articles_stand_newest_first(visit):
    page = search(visit, "")
    assert words(page.find_class("tools")[0]).startswith("6 articles")
    assert titles(page)[0].startswith("無人駅")
    assert titles(search(visit, "sort=oldest"))[0].startswith("Im Keller")


def test_facets_narrow_the_search_and_chips_widen_it(visit):
    page = search(visit, "")
    headings = [words(section.find("h2")) for section in page.find_class("facets")[0].iter("section")]
    assert headings == ["Site", "Section", "Author", "Language", "Month"]
    link = next(a.get("href") for a in page.find_class("facets")[0].iter("a") if words(a) == "Arabic")
    narrowed = html.fromstring(visit.get(link).text)
    assert len(titles(narrowed)) == 1
    chip = narrowed.find_class("chips")[0].find(".//a")
    assert words(chip) == "Language: Arabic"
    assert len(titles(html.fromstring(visit.get(chip.get("href")).text))) == 6


@pytest.mark.parametrize(
    "narrowed",
    [
        "site=estuary-courier.example",
        "section=Coast",
        "author=Tom+Adeyemi",
        "month=2026-03",
        "language=en&q=ferry",
        "site=www.estuary-courier.example",
        "site=the+estuary+courier",
        "author=tom+adeyemi",
        "language=English&q=ferry",
    ],
)
def test_each_facet_filters(visit, narrowed):
    assert [title[:14] for title in titles(search(visit, narrowed))] == ["The last night"]


def test_month_and_site_are_shown_in_words(visit):
    facets = words(search(visit, "").find_class("facets")[0])
    assert "March 2026" in facets
    assert "The Estuary Courier" in facets
    assert "Sorani Kurdish" in facets


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Iterator[Visit]:
    """An archive of 230 articles, each with a site, section, author and month of its own."""
    articles = [
        replace(
            web_sample.numbered(number), url=f"https://site-{number}.example/", section=f"Section {number}",
            authors=(f"Author {number}",), published=f"{2000 + number // 12}-{number % 12 + 1:02d}-01",
        )
        for number in range(230)
    ]  # fmt: skip
    path = web_sample.build(tmp_path_factory.mktemp("many") / "sample.db", articles)
    with web_sample.visiting(path) as visit:
        yield visit


@pytest.mark.parametrize(("heading", "listed"), [("Site", 200), ("Section", 200), ("Author", 200), ("Month", 230)])
def test_facet_of_hundreds_shows_eight_and_folds_the_others(many, heading, listed):
    facets = search(many, "").find_class("facets")[0]
    facet = next(section for section in facets.iter("section") if words(section.find("h2")) == heading)
    assert len(facet.findall("ul/li")) == searching.FACET_SHOWN
    assert words(facet.find("details/summary")) == f"{listed - searching.FACET_SHOWN} more"
    assert len(facet.findall(".//li")) == listed
    assert ("Rarer ones are not listed" in words(facet)) == (heading != "Month")


def test_months_stand_newest_first_and_none_is_left_out(many):
    months = search(many, "").find_class("facets")[0].xpath(".//section[h2='Month']//a")
    assert [words(months[place]) for place in (0, 1, -1)] == ["February 2019", "January 2019", "January 2000"]


def test_search_that_finds_nothing_under_a_filter_offers_the_whole_archive(visit):
    empty = search(visit, "q=piano&language=ar").find_class("empty")[0]
    assert len(titles(html.fromstring(visit.get(empty.find(".//a").get("href")).text))) == 1


def test_search_that_finds_nothing_offers_words_that_begin_so(visit):
    link = search(visit, "q=pian").find_class("empty")[0].find(".//a")
    assert (words(link), len(titles(html.fromstring(visit.get(link.get("href")).text)))) == ("1 article", 1)


def test_searching_for_nothing_known_says_so(visit):
    page = search(visit, "q=zeppelin")
    assert not titles(page)
    assert "Nothing in the archive fits" in words(page)


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "'", "*", "a*", "(", ")", "NOT", "AND", "OR", "NEAR(", "a NEAR/3 b", "title:", "title:x", "-", "-a", "^", "{a}", "a:b:c",
        "\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass"), "\u202e", "%", "_", "\\", "/*", "--", ";", "1=1", "🛥", "ﷺ", "的", "x" * 5000,
        "word " * 500, "\t\n", "‍", "''''", '"a', 'a"', "+", "~", "!", "[[", "|", "&&", "<>",
    ],
)  # fmt: skip
def test_any_text_is_a_query(visit, query):
    assert visit.get(f"/sample/-/search?q={quote(query)}").status_code == 200


@pytest.mark.parametrize(
    "parameters",
    ["page=0", "page=-1", "page=x", "page=99999999999999999999", "page=500", "sort=", "sort=up", "month=2026", "month=x", "site=%00", "q=a&q=b", "language=%22", "%ff=%fe", "q=%ff"],
)  # fmt: skip
def test_parameters_that_make_no_sense_are_passed_over(visit, parameters):
    assert visit.get(f"/sample/-/search?{parameters}").status_code == 200


def test_results_are_paged(tmp_path):
    articles = [web_sample.numbered(number) for number in range(1, searching.PAGE + 4)]
    path = web_sample.build(tmp_path / "sample.db", articles)
    with web_sample.visiting(path) as visit:
        first = search(visit, "q=number")
        following = first.find_class("pages")[0].find(".//a[@rel='next']").get("href")
        second = html.fromstring(visit.get(following).text)
    assert (len(titles(first)), len(titles(second))) == (searching.PAGE, 3)
    assert second.find_class("pages")[0].find(".//a[@rel='prev']") is not None
    assert second.find_class("pages")[0].find(".//a[@rel='next']") is None


def test_search_that_takes_too_long_is_stopped_with_a_sentence(visit, monkeypatch):
    def endless(conn, asked):
        conn.execute("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")

    monkeypatch.setattr(searching, "archive_search", endless)
    monkeypatch.setitem(visit.datasette._settings, "sql_time_limit_ms", 30)
    assert "took too long" in words(search(visit, "q=ferry"))


def test_front_page_has_search_newest_articles_sites_and_counts(visit):
    page = html.fromstring(visit.get("/sample/-/front").text)
    assert words(page.find_class("ear")[0]) == "6 articles from 6 saved pages, November 2025 to May 2026"
    assert words(page.find_class("story")[0].find("h2")).startswith("無人駅")
    assert page.find(".//form").get("action") == "/sample/-/search"
    assert "The Estuary Courier 1" in words(page.find_class("indexes")[0])


def test_empty_archive_has_a_front_page_and_a_search_page(tmp_path):
    path = web_sample.build(tmp_path / "sample.db", [])
    with web_sample.visiting(path) as visit:
        assert "No articles yet" in visit.get("/sample/-/front").text
        assert "Nothing in the archive fits" in visit.get("/sample/-/search").text


def test_a_guessed_date_says_so_among_the_results(visit):
    hits = [words(hit) for hit in search(visit, "").find_class("hit")]
    assert [hit for hit in hits if "30 November 2025 · date guessed: first date in the text" in hit]
