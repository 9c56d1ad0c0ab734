"""What a page says of itself: which place is believed, and what is left alone."""

from datetime import date

import lxml.html
import pytest

from pipelines.metadata import Metadata, read_metadata

PAGE = """<html lang="en"><head><title>Bees return to the city - The Daily Comb</title>{head}</head>
<body><header><a href="/">The Daily Comb</a></header><main>{body}<p>{prose}</p></main></body></html>"""
PROSE = "Beekeepers counted forty hives on the roofs of the old town this spring, more than in any year before. " * 3
H1 = "<h1>Bees return to the city</h1>"


def read(head="", body=H1, url="https://dailycomb.example/2024/bees", **kwargs) -> Metadata:
    return read_metadata(lxml.html.document_fromstring(PAGE.format(head=head, body=body, prose=PROSE)), url, **kwargs)


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def origin(found: Metadata, field: str):
    return next(o for o in found.origins if o.field == field)


# title ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("", H1, "Bees return to the city"),
        ('<meta property="og:title" content="Bees return">', "<h1>Daily Comb</h1>" + H1, "Bees return to the city"),
        (
            '<meta property="og:site_name" content="The Daily Comb">',
            "<h1>The Daily Comb</h1><h2>Bees return to the city</h2>",
            "Bees return to the city",
        ),
        ("", "<h1><a href='/'>The Daily Comb</a></h1><h3>Bees return to the city</h3>", "Bees return to the city"),
        ("", "<p>no heading</p>", "Bees return to the city"),
        (
            '<meta property="og:title" content="You will not believe these bees">',
            "<h1>Bees return to the city <span>(wire.example) 12</span></h1>",
            "Bees return to the city",
        ),
        ('<meta property="og:title" content="Honey: what a spring">', H1, "Bees return to the city"),
        (
            '<meta property="og:title" content="ミツバチが町に戻る｜日刊みつ">',
            "<h1>日刊みつ</h1><h1>ミツバチが町に戻る</h1>",
            "ミツバチが町に戻る",
        ),
    ],
)
def test_the_headline_is_the_h1_that_agrees_with_the_head(head, body, title):
    assert read(head, body).title == title


def test_the_sites_name_is_cut_from_a_title_that_no_heading_confirms():
    found = read('<meta property="og:site_name" content="The Daily Comb">', "<p>no heading</p>")
    assert found.title == "Bees return to the city"
    assert origin(found, "title").origin == "title"


def test_direction_signs_and_markup_are_cut_from_a_title():
    assert read("", "<h1>Bees \u202ereturn&amp;nbsp;to <b>the</b>\n city</h1>").title == "Bees return to the city"


# authors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "author",
    [
        '"Ana Ruiz and Tom Hill"',
        '["Ana Ruiz", "Tom Hill"]',
        '[{"@type": "Person", "name": "Ana Ruiz"}, {"@type": "Person", "name": "By Tom Hill"}]',
        '[{"@id": "#ana"}, {"@id": "#tom"}]',
        '[{"name": ["Ana Ruiz"]}, {"name": "Tom Hill"}, {"@type": "Organization", "name": "The Daily Comb"}]',
    ],
)
def test_authors_of_json_ld_in_all_their_shapes_are_one_row_each(author):
    people = (
        '{"@id": "#ana", "@type": "Person", "name": "Ana Ruiz"}, {"@id": "#tom", "@type": "Person", "name": "Tom Hill"}'
    )
    head = ld(
        f'{{"@graph": [{{"@type": "NewsArticle", "headline": "Bees return to the city", "author": {author}}}, {people}]}}'
    )
    assert read(head).authors == ("Ana Ruiz", "Tom Hill")


@pytest.mark.parametrize(
    "byline",
    [
        "<p>By Ana Ruiz and Tom Hill</p>",
        '<p class="byline">Ana Ruiz, Tom Hill</p>',
        '<div><span>By</span> <a href="/people/ana">Ana Ruiz</a> <a href="/people/tom">Tom Hill</a></div>',
        '<div class="meta"><a rel="author" href="/a">Ana Ruiz</a> <a rel="author" href="/b">Tom Hill</a></div>',
        '<ul class="authors"><li class="author">Ana Ruiz</li><li class="author">Tom Hill</li></ul>',
        '<p><span itemprop="author">Ana Ruiz and Tom Hill</span></p>',
        "<div><p>Written by</p><p>Ana Ruiz and Tom Hill</p></div>",
        "<p>3 May 2024 <!-- --> by Ana Ruiz &amp; Tom Hill</p>",
    ],
)
def test_authors_printed_below_the_headline_are_found_without_structured_data(byline):
    assert set(read("", H1 + byline).authors) == {"Ana Ruiz", "Tom Hill"}


PLAIN_BYLINES = [
    ("par Jeanne Moulin", ("Jeanne Moulin",)),
    ("Publié le 17/05/2024 par Jeanne Moulin", ("Jeanne Moulin",)),
    ("Le 17 mai 2024, par Jeanne Moulin", ("Jeanne Moulin",)),
    ("Par Jeanne Moulin avec AFP", ("Jeanne Moulin",)),
    ("聯合報 記者王小明／台北即時報導", ("王小明",)),
    ("記者 王小明 台北報導", ("王小明",)),
    ("Por Juan Pérez, corresponsal en Lima", ("Juan Pérez",)),
    ("Propos recueillis par Jeanne Moulin", ("Jeanne Moulin",)),
    ("von Eva Klein und Jürgen Groß", ("Eva Klein", "Jürgen Groß")),
    ("Di Mario Rosso", ("Mario Rosso",)),
    ("a cura di Mario Rosso", ("Mario Rosso",)),
    ("Scris de Ion Popescu", ("Ion Popescu",)),
    ("Napsal Jan Novák", ("Jan Novák",)),
    ("Piše: Marko Marić", ("Marko Marić",)),
    ("Írta: Kovács János", ("Kovács János",)),
    ("Av Kari Nordmann", ("Kari Nordmann",)),
    ("Tekst: Kari Nordmann", ("Kari Nordmann",)),
    ("Af Søren Holm", ("Søren Holm",)),
    ("Kirjoittaja: Matti Virtanen", ("Matti Virtanen",)),
    ("Γράφει ο Νίκος Παππάς", ("Νίκος Παππάς",)),
    ("Nga Arben Hoxha", ("Arben Hoxha",)),
    ("Автор: Иван Петров", ("Иван Петров",)),
    ("Текст: Иван Петров", ("Иван Петров",)),
    ("Haber: Ali Yılmaz", ("Ali Yılmaz",)),
    ("Amadekar: Azad Demir", ("Azad Demir",)),
    ("Oleh: Budi Santoso", ("Budi Santoso",)),
    ("Tác giả: Nguyễn Văn An", ("Nguyễn Văn An",)),
    ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
    ("लेखक: राम शर्मा", ("राम शर्मा",)),
    ("Imeandikwa na Juma Ali", ("Juma Ali",)),
    ("كتب - أحمد علي", ("أحمد علي",)),
    ("كتبت: منى سالم", ("منى سالم",)),
    ("نوشته علی رضایی", ("علی رضایی",)),
    ("گزارش: علی رضایی", ("علی رضایی",)),
    ("تحریر: احمد خان", ("احمد خان",)),
    ("ئامادەکردنی: ئازاد کەریم", ("ئازاد کەریم",)),
    ("מאת: יעל כהן", ("יעל כהן",)),
    ("文／王小明", ("王小明",)),
    ("本报记者 王小明", ("王小明",)),
    ("撰文：王小明", ("王小明",)),
    ("執筆：山田太郎", ("山田太郎",)),
    ("홍길동 기자", ("홍길동",)),
    ("홍길동 기자 hong@comb.example", ("홍길동",)),
]


@pytest.mark.parametrize(("line", "names"), PLAIN_BYLINES)
def test_a_byline_is_known_by_its_first_word_alone(line, names):
    assert read("", f"{H1}<p>{line}</p>").authors == names


@pytest.mark.parametrize(
    "line",
    [
        "Por qué sube el precio de la miel",
        "By the river",
        "Na Hrvatskoj obali",
        "Von Bienen und Menschen in der Stadt",
        "De la ruche au toit",
        "Haber Merkezi",
        "نوشته‌های دیگر",
        "کتاب‌های تازه",
        "文化",
        "Text size",
        "Autor: Redakcja",
        "Di notte",
    ],
)
def test_a_kicker_that_begins_like_a_byline_is_none(line):
    assert read("", f"{H1}<p>{line}</p>").authors == ()


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (H1 + "<p>By <a>Ana Ruiz</a> in <a>Nature</a><a>Honey</a></p>", ("Ana Ruiz",)),
        (H1 + "<p>By <a>Ana Ruiz</a>. Reviewed by <a>Eve Fox</a></p>", ("Ana Ruiz",)),
        (H1 + "<p>By<span class='author'>Ana Ruiz</span><time>January 14, 2026</time></p>", ("Ana Ruiz",)),
        (H1 + "<p class='author'>Ana RuizFounder at Comb</p>", ("Ana Ruiz",)),
        (H1 + "<div><p>Ana Ruiz</p><p>14 January 2026</p></div>", ("Ana Ruiz",)),
        (f"{H1}<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p>Written by Ana Ruiz</p>", ("Ana Ruiz",)),
        (f"<article>{H1}<p>{PROSE}</p><footer><a rel='author' href='/a'>Ana Ruiz</a></footer></article>", ("Ana Ruiz",)),
    ],
)  # fmt: skip
def test_names_are_found_where_pages_set_them_and_their_neighbours_left_alone(body, names):
    assert read("", body).authors == names


def test_the_printed_list_wins_over_a_field_that_names_only_the_first():
    head = ld('{"@type": "NewsArticle", "headline": "Bees return to the city", "author": "Ana Ruiz"}')
    assert read(head, H1 + "<p>By Ana Ruiz and Tom Hill</p>").authors == ("Ana Ruiz", "Tom Hill")
    assert read(head, H1 + "<p>By Ana Ruiz, Head Keeper</p>").authors == ("Ana Ruiz",)


def test_the_byline_is_kept_as_printed():
    assert read("", H1 + "<p>By Ana Ruiz in Lima</p>").byline == "By Ana Ruiz in Lima"


def test_a_person_below_the_headline_is_believed_before_a_login_or_the_publisher():
    login = '<meta name="author" content="admin42">'
    publisher = ld(
        '{"@type": "NewsArticle", "headline": "Bees return to the city", "author": {"@type": "Organization", "name": "The Daily Comb"}}'
    )
    for head in (login, publisher):
        assert read(head, H1 + '<p class="byline">By Ana Ruiz</p>').authors == ("Ana Ruiz",)


@pytest.mark.parametrize(
    "stranger",
    [
        '<section class="related"><div class="author">Eve Fox</div></section>',
        '<aside><p class="byline">By Eve Fox</p></aside>',
        '<ol class="comments"><li><cite class="comment-author">Eve Fox</cite></li></ol>',
        f'<p>{PROSE} As <a href="/people/eve">Eve Fox</a> put it.</p>',
        '<p class="byline">Photos by Eve Fox</p>',
        '<p class="byline">Reviewed by Eve Fox</p>',
        '<span class="author">admin</span>',
    ],
)
def test_names_of_other_stories_of_readers_and_of_other_roles_are_no_authors(stranger):
    assert read("", H1 + stranger).authors == ()


def test_an_organization_signs_only_where_no_person_does():
    body = '{"@type": "Organization", "name": "Tide Agency"}'
    article = '{"@type": "Article", "headline": "Bees return to the city", "author": %s}'
    assert read(ld(article % body)).authors == ("Tide Agency",)
    assert read(ld(article % f'[{body}, {{"@type": "Person", "name": "Ana Ruiz"}}]')).authors == ("Ana Ruiz",)


def test_catalogue_names_are_turned_round():
    assert read(
        '<meta name="citation_author" content="Ruiz, Ana"><meta name="citation_author" content="Hill, Tom">'
    ).authors == ("Ana Ruiz", "Tom Hill")


# dates -----------------------------------------------------------------------------------------------------------


def test_publication_and_last_change_are_kept_apart_in_the_pages_own_zone():
    found = read(
        ld(
            '{"@type": "NewsArticle", "headline": "Bees return to the city", "datePublished": "2024-05-17T23:30:00-07:00", "dateModified": "2024-05-19"}'
        )
    )
    assert (found.published, found.modified) == ("2024-05-17T23:30:00-07:00", "2024-05-19")


@pytest.mark.parametrize(
    ("head", "body", "confident"),
    [
        ('<meta property="article:published_time" content="2024-05-17T08:00:00">', H1, True),
        ('<meta name="parsely-pub-date" content="2024-05-17">', H1, True),
        ("", H1 + '<meta itemprop="datePublished" content="2024-05-17">', True),
        ("", H1 + '<time datetime="2024-05-17">yesterday</time>', True),
        ("", H1 + '<span class="entry-date">May 17, 2024</span>', True),
        ("", "<p>17 May 2024</p>" + H1, True),
        ("", H1 + "<p>Updated 18 May 2024, first published 17 May 2024</p>", True),
        ("", H1 + "<p>05/06/2024</p>", False),
    ],
)
def test_the_day_of_publication_is_found(head, body, confident):
    found = read(head, body)
    assert found.published == ("2024-05-17" if confident else "2024-05-06")
    assert (origin(found, "published").confidence >= 0.5) is confident


def test_a_date_called_an_update_is_the_modification():
    found = read('<meta property="article:published_time" content="2024-05-10">', H1 + "<p>Updated 17 May 2024</p>")
    assert (found.published, found.modified) == ("2024-05-10", "2024-05-17")


def test_the_address_is_asked_when_the_page_is_silent():
    found = read(url="https://dailycomb.example/2024/05/17/bees")
    assert (found.published, origin(found, "published").origin) == ("2024-05-17", "address")


@pytest.mark.parametrize(
    "body",
    [
        H1,
        H1 + "<p>© 2024 The Daily Comb</p>",
        H1 + '<section class="related"><time datetime="2024-05-17">17 May</time></section>',
        H1 + f"<p>{PROSE} The first hive was set up on 17 May 1931 by the baker.</p>",
        H1 + '<p class="date">Event starts 17 May 2024</p>',
    ],
)
def test_no_date_is_made_up(body):
    assert read("", body, url="https://dailycomb.example/bees").published is None


def test_a_date_after_today_is_a_mistake_of_the_page():
    head = '<meta property="article:published_time" content="2031-01-01">'
    assert read(head, today=date(2024, 5, 17), url=None).published is None
    assert read(head).published == "2031-01-01"


# the node of the article -------------------------------------------------------------------------------------------


def test_of_several_stories_in_json_ld_the_pages_own_is_read():
    head = ld(
        '[{"@type": "NewsArticle", "headline": "Foxes leave", "url": "https://dailycomb.example/foxes", "author": "Eve Fox", "datePublished": "2020-01-01"},'
        '{"@type": "NewsArticle", "headline": "Bees return to the city", "author": "Ana Ruiz", "datePublished": "2024-05-17"}]'
    )
    assert (read(head).authors, read(head).published) == (("Ana Ruiz",), "2024-05-17")


def test_a_story_that_differs_in_address_and_headline_is_not_the_pages_own():
    head = ld(
        '{"@type": "NewsArticle", "headline": "Foxes leave", "url": "https://dailycomb.example/foxes", "author": "Eve Fox"}'
    )
    assert read(head).authors == ()


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "author": "Ana Ruiz"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "author": "Ana Ruiz"}\n//]]>',
        '{"@type": "NewsArticle", "author": "Ana Ruiz",}',
        '{"@type": "NewsArticle", /* who */ "author": ["Ana Ruiz",],}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Ana Ruiz&quot;}",
        '{"@type": "NewsArticle", "description": "two\nlines", "author": "Ana Ruiz"};',
        '{"@type": "WebSite"} {"@type": "NewsArticle", "author": "Ana Ruiz"}',
        '{"@type": ["NewsArticle", "Thing"], "author": "Ana Ruiz"}',
        '{"@type": "https://schema.org/NewsArticle", "author": "Ana Ruiz"}',
        '{"@graph": [{"@graph": [{"@type": "NewsArticle", "author": "Ana Ruiz"}]}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "author": "Ana Ruiz"}}',
    ],
)
def test_json_ld_is_read_as_sites_write_it(script):
    assert read(ld(script)).authors == ("Ana Ruiz",)


HOSTILE = {
    "depth": "[" * 100_000,
    "nested": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "many": "[" + ",".join(['{"@type":"NewsArticle","author":"Eve"}'] * 20_000) + "]",
    "numbers": '{"@type":"NewsArticle","headline":' + "9" * 10_000 + ',"datePublished":' + "9" * 5_000 + "}",
    "types": '{"@type":{"a":1},"author":{"@type":7,"name":{"name":{"name":null}}},"keywords":[[[]],{}],"image":[{"url":{}}]}',
    "itself": '{"@id":"#a","@type":"NewsArticle","author":{"@id":"#a"},"name":{"@id":"#a"}}',
    "surrogate": '{"@type":"NewsArticle","headline":"\\ud800 bees","author":"\\ud83d"}',
    "none": "null",
    "cut": '{"@type":"NewsArticle","author":"Ana',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_script_costs_its_own_fields_only(name):
    found = read(ld(HOSTILE[name]))
    assert found.title == "Bees return to the city"
    "".join([found.title, *found.authors]).encode()


@pytest.mark.parametrize(
    "head",
    [
        '<base href="http://[">',
        '<link rel="canonical" href="http://[::1">',
        '<meta property="article:published_time" content="٩٩٩٩-٩٩-٩٩">',
        "<meta name content>",
        f'<meta name="author" content="{"Ana " * 50_000}">',
    ],
)
def test_odd_attributes_do_not_raise(head):
    assert read(head).title == "Bees return to the city"


def test_a_page_without_anything_gives_empty_metadata():
    assert read_metadata(lxml.html.document_fromstring("<p></p>")) == Metadata()


# the rest --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ('<meta property="article:section" content="Nature">', "Nature"),
        (
            ld('{"@type": "NewsArticle", "headline": "Bees return to the city", "articleSection": ["Nature", "City"]}'),
            "Nature",
        ),
        (
            ld(
                '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"item": {"name": "Nature"}}, {"name": "Bees return"}]}'
            ),
            "Nature",
        ),
        ('<meta property="article:section" content="Uncategorized">', None),
    ],
)
def test_the_section(head, section):
    assert read(head).section == section


def crumbs(*names: str) -> str:
    listed = ", ".join(f'{{"@type": "ListItem", "name": "{name}"}}' for name in names)
    return ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{listed}]}}')


@pytest.mark.parametrize(
    ("head", "body", "section"),
    [
        (crumbs("Startseite", "Region", "Hafen", "Bees return to the city"), H1, "Hafen"),
        (crumbs("Home", "Nature"), H1, "Nature"),
        (crumbs("الرئيسية", "طبيعة", "Bees return to the ..."), H1, "طبيعة"),
        (crumbs("Accueil", "Bees return to the city"), H1, None),
        ('<meta property="article:section" content="Home &gt; News &gt; Nature">', H1, "Nature"),
        ('<meta property="article:section" content="Anasayfa / Doğa">', H1, "Doğa"),
        (ld('{"@type": "NewsArticle", "headline": "Bees return to the city", "articleSection": "News » City"}'), H1, "City"),
        ("", '<ul class="breadcrumbs"><li><a href="/">Inicio</a><li><a href="/n">Naturaleza</a><li>Bees</ul>' + H1, "Naturaleza"),
        ("", '<div class="breadcrumb">Home › Nature › Bees return to the city</div>' + H1, "Nature"),
        ("", '<div class="breadcrumb"><a href="/">خانه</a></div>' + H1, None),
    ],
)  # fmt: skip
def test_the_section_is_the_last_crumb_that_is_neither_the_front_page_nor_the_article(head, body, section):
    assert read(head, body).section == section


@pytest.mark.parametrize(
    ("head", "body", "tags"),
    [
        (
            ld(
                '{"@type": "NewsArticle", "headline": "Bees return to the city", "keywords": "bees, city ,Bees,type:article"}'
            ),
            H1,
            ("bees", "city"),
        ),
        (
            '<meta property="article:tag" content="bees"><meta property="article:tag" content="city">',
            H1,
            ("bees", "city"),
        ),
        ('<meta name="news_keywords" content="bees; city">', H1, ("bees", "city")),
        (
            "",
            H1 + '<p><a rel="tag" href="/t/bees">#bees</a> <a rel="tag" href="/t/city">city</a></p>',
            ("bees", "city"),
        ),
        ('<meta name="keywords" content="نحل، مدينة">', H1, ("نحل", "مدينة")),
    ],
)
def test_the_tags(head, body, tags):
    assert read(head, body).tags == tags


@pytest.mark.parametrize(
    ("head", "site"),
    [
        ('<meta property="og:site_name" content="The Daily Comb">', "The Daily Comb"),
        (
            ld('{"@type": "NewsArticle", "headline": "Bees return to the city", "publisher": {"name": "Comb Press"}}'),
            "Comb Press",
        ),
        ("", "The Daily Comb"),
    ],
)
def test_the_site_is_called_as_it_calls_itself(head, site):
    assert read(head).site == site


@pytest.mark.parametrize(
    ("value", "paywalled"),
    [
        ("false", True),
        ('"False"', True),
        ('"http://schema.org/False"', True),
        ("true", False),
        ("null", None),
        ('"maybe"', None),
    ],
)
def test_the_paywall_flag(value, paywalled):
    assert (
        read(
            ld(f'{{"@type": "NewsArticle", "headline": "Bees return to the city", "isAccessibleForFree": {value}}}')
        ).paywalled
        is paywalled
    )


@pytest.mark.parametrize(
    ("head", "body", "paywalled"),
    [
        (
            ld(
                '{"@type": "NewsArticle", "headline": "Bees return to the city", "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".rest"}}'
            ),
            "",
            True,
        ),
        ('<meta property="article:content_tier" content="locked">', "", True),
        ('<meta property="article:content_tier" content="free">', "", False),
        ('<meta property="article:content_tier" content="metered">', "", None),
        ("", '<meta itemprop="isAccessibleForFree" content="false">', True),
    ],
)
def test_the_paywall_flag_of_a_part_of_a_tier_and_of_microdata(head, body, paywalled):
    assert read(head, H1 + body).paywalled is paywalled


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ('<meta property="og:image" content="/bees.jpg">', "https://dailycomb.example/bees.jpg"),
        (
            '<base href="https://img.example/x/"><meta name="twitter:image" content="bees.jpg">',
            "https://img.example/x/bees.jpg",
        ),
        (
            ld(
                '{"@type": "NewsArticle", "headline": "Bees return to the city", "image": [{"url": "https://img.example/b.jpg"}]}'
            ),
            "https://img.example/b.jpg",
        ),
        ('<meta property="og:image" content="javascript:alert(1)">', None),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', None),
        ('<meta property="og:image" content="file:///etc/passwd">', None),
    ],
)
def test_the_lead_image_is_an_address_on_the_web(head, image):
    assert read(head).lead_image == image


def test_the_canonical_address_is_made_absolute():
    assert read('<link rel="canonical" href="/bees">').canonical_url == "https://dailycomb.example/bees"
    assert (
        read('<meta property="og:url" content="//dailycomb.example/b">').canonical_url == "https://dailycomb.example/b"
    )


def test_declared_languages_and_types_are_handed_on():
    found = read(
        '<meta property="og:locale" content="de_DE"><meta property="og:type" content="article">'
        + ld('{"@type": "NewsArticle", "inLanguage": "ckb"}')
    )
    assert found.languages == ("ckb", "en", "de-DE")
    assert found.types == ("NewsArticle", "article")


def test_every_field_says_where_it_comes_from():
    found = read(
        ld(
            '{"@type": "NewsArticle", "headline": "Bees return to the city", "author": "Ana Ruiz", "datePublished": "2024-05-17", "keywords": "bees"}'
        )
    )
    assert {o.field for o in found.origins} == {"title", "authors", "published", "tags", "site"}
    assert all(0 < o.confidence <= 1 for o in found.origins)


REPORTERS = [
    ("", "记者在老街看到，铺子里人来人往，周师傅还在修表。", ()),
    ("", "记者周一走访了三条老街", ()),
    ("林晓禾", "记者在老街看到，铺子里人来人往，周师傅还在修表。", ("林晓禾",)),
    ("林晓禾", "记者王小明", ("林晓禾",)),
    ("", "记者王小明", ("王小明",)),
    ("", "本报记者 王小明", ("王小明",)),
]


@pytest.mark.parametrize(("told", "line", "names"), REPORTERS)
def test_a_sentence_about_the_reporter_is_no_byline(told, line, names):
    head = f'<meta name="author" content="{told}">' if told else ""
    assert read(head, f"{H1}<p>{line}</p>").authors == names


RUN = "<p>The weir at Ashby was opened a hand's breadth on Monday, and the water below the mill rose to the second ring.</p>"


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>Ashby Echo</title>", "<h1>River report for the wet week</h1>", "River report for the wet week"),
        ("<title>Untitled Document</title>", "<h1>Der Fluss steigt weiter an</h1>", "Der Fluss steigt weiter an"),
        (
            "<title>Ashby Echo and Weir Gazette Online</title><meta property='og:site_name' content='Ashby Echo and Weir Gazette Online'>",
            "<h1>The river rises</h1>",
            "The river rises",
        ),
        ("<title>River rises</title>", "<h1><a href='/'>The Ashby Echo and Gazette</a></h1>", "River rises"),
        ("<title>The river rises at Ashby weir</title>", "<h1>Ashtown Daily</h1>", "The river rises at Ashby weir"),
    ],
)
def test_the_only_h1_is_the_headline_where_the_title_is_a_papers_name(head, top, title):
    page = f"<html lang='en'><head>{head}</head><body>{top}<p>By Jane Orr, 3 March 2024</p>{RUN * 3}</body></html>"
    found = read_metadata(lxml.html.document_fromstring(page), "https://ashby.example/n/4.html")
    assert found.title == title
