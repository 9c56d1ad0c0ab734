"""Agencies, desks and a news medium's own name sign stories and are nobody; firms that sign their own pages are authors."""

import json

import lxml.html
import pytest

from pipelines.metadata import read_metadata

PROSE = "Beekeepers counted forty hives on the roofs of the old town this spring, more than in any year before. " * 3


def authors(site, field, byline="", menu=(), kind="Organization", node="NewsArticle"):
    script = {"@type": node, "headline": "Bees return", "author": {"@type": kind, "name": field}}
    links = "".join(f"<a href='/{n}'>{text}</a>" for n, text in enumerate(menu))
    page = f"""<html><head><title>Bees return | {site}</title><meta property="og:site_name" content="{site}">
<meta name="author" content="{field}"><script type="application/ld+json">{json.dumps(script)}</script></head>
<body><nav>{links}</nav><article><h1>Bees return</h1><div>{byline}</div><p>{PROSE}</p></article></body></html>"""
    return list(read_metadata(lxml.html.document_fromstring(page), "https://news.example/2026/bees").authors)


@pytest.mark.parametrize(
    ("site", "field"),
    [
        ("Lahn-Kurier", "Redaktion Lahn-Kurier"),
        ("Lahn-Kurier", "dpa"),
        ("Jadranski list", "Jadranski list/Hina"),
        ("Vogavindur", "Ritstjórn Vogavinds"),
        ("Ege Manşet", "Ege Manşet Haber Merkezi"),
        ("La Voz del Sur", "Redacción La Voz del Sur"),
        ("Речной вестник", "Речной вестник"),
        ("صدى الوادي", "صدى الوادي"),
        ("خبرگزاری نخل", "خبرگزاری نخل"),
        ("Արաքսի լուրեր", "Արաքսի լուրեր"),
        ("Báo Sông Hậu", "Báo Sông Hậu"),
        ("ข่าวริมน้ำ", "ทีมข่าวภูมิภาค"),
        ("गोमती समाचार", "गोमती समाचार"),
        ("পদ্মা সংবাদ", "নিউজ ডেস্ক"),
        ("水郷タイムス", "水郷タイムス"),
        ("The Fen Herald", "Herald Editor"),
        ("Głos Warmii", "PAP"),
    ],
)
def test_a_medium_a_desk_or_an_agency_is_no_author(site, field):
    assert authors(site, field) == []


@pytest.mark.parametrize(
    ("site", "field", "byline", "names"),
    [
        ("Báo Sông Hậu", "Báo Sông Hậu", "<span class='author'>Trần Mỹ Hạnh</span>", ["Trần Mỹ Hạnh"]),
        ("Речной вестник", "Речной вестник", "<p>Автор: Тамара Лугова</p>", ["Тамара Лугова"]),
        ("Lahn-Kurier", "dpa", "<p>Von Jette Ohlmann</p>", ["Jette Ohlmann"]),
    ],
)
def test_the_page_is_read_on_for_a_person(site, field, byline, names):
    assert authors(site, field, byline) == names


def test_a_site_whose_menu_has_departments_is_a_news_medium():
    menu = ["Home", "Politics", "Sports", "Obituaries"]
    assert authors("Tideway", "Tideway", menu=menu, kind="Person", node="Article") == []


@pytest.mark.parametrize("node", ["Article", "BlogPosting"])
def test_a_firm_signs_what_its_own_site_says(node):
    menu = ["Home", "Pricing", "Products", "News"]
    assert authors("Hivewright", "Hivewright", menu=menu, kind="Person", node=node) == ["Hivewright"]


def test_a_person_whose_site_bears_her_name_is_its_author():
    assert authors("Jette Ohlmann", "Jette Ohlmann", kind="Person", node="BlogPosting") == ["Jette Ohlmann"]
