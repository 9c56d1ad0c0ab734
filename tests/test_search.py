"""Searching finds words as people of each language write them; any text is a query, and none is an error."""

import random

import pytest
from datasette.utils import detect_fts
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.filter_values import near_values
from archive.folding import FOLDS, fold, has_dense_script, sql_fold
from archive.query import MAX_TERMS, parse, words_expression
from archive.search import FACETS, SORTS, Search, Wider, search, wider
from archive.snippets import END, LENGTH, START, marked, passage
from tests.archive_sample import article, check, column, dump, opened, page

TEXTS = {
    "bread": ("Bread prices rise", "The café raised its prices. Nobody in the old town was surprised by the tax."),
    "tax": ("A new tax on sugar", "Sugar is sweet. The levy begins in May, and bakers of bread are worried."),
    "ferry": ("The night ferry", "Eleven passengers and a piano crossed the estuary. EU money paid for it."),
    "kurdish": ("کتێبخانەیەکی نوێ", "لە هەولێر کتێبخانەیەکی نوێ کرایەوە و خەڵکی شار پێی خۆشحاڵن."),
    "arabic": ("افتتاح مكتبة", "قال المدير إن الكتاب سيصل إلى المدرسة، وإنّ الأطفال سيقرؤون بكتابهم غدا."),
    "japanese": ("東京で新しい図書館", "港の近くに図書館が開いた。新型iPhoneの発売はEUの発表と重なった。場所は日本"),
    "chinese": ("图书馆开放", "昨天城里的图书馆开放了，孩子们很高兴。"),
    "thai": ("ห้องสมุดใหม่", "เมื่อวานนี้มีการเปิดห้องสมุดเล็กๆในบ้านเก่าริมท่าเรือ"),
    "korean": ("작은 도서관", "도서관이 문을 열었다. 책은 온 도시가 모았다."),
    "russian": ("Новая библиотека", "В городе открыли библиотеку, книги собирали всем городом."),
    "german": ("Bücherei eröffnet", "Die Leiterin Jördis Weiß freut sich über die Straße zum Hafen."),
    "hebrew": ("ספרייה חדשה", "אתמול נפתחה בעיר הספרייה החדשה ליד הנמל."),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("search") / "a.db") as (archive, run):
        archive.save_captures([dump(f"{name}.txt") for name in TEXTS], run)
        made = [
            article(
                *text.split(". "),
                title=title,
                language=name[:2],
                section="News" if number % 2 else "Life",
                authors=("Ada", "Bo") if number % 3 else ("Cy",),
                published=f"2026-0{number % 6 + 1}-01",
            )
            for number, (name, (title, text)) in enumerate(TEXTS.items())
        ]
        archive.save_outcomes(enumerate(made, start=1), run)
        check(archive)
        yield archive


def found(archive, query: str, **asked) -> set[str]:
    return {
        hit.source.removesuffix(".txt") for hit in search(archive.conn, Search(query=query, limit=100, **asked)).hits
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("bread", {"bread", "tax"}),
        ("BREAD", {"bread", "tax"}),
        ("bread tax", {"bread", "tax"}),
        ("bread sugar", {"tax"}),
        ('"bread prices"', {"bread"}),
        ('"prices bread"', set()),
        ("“bread prices”", {"bread"}),
        ("bread -sugar", {"bread"}),
        ('tax -"old town"', {"tax"}),
        ("ferry OR sugar", {"ferry", "tax"}),
        ("ferry OR sugar bread", {"tax"}),
        ("pian*", {"ferry"}),
        ("pian", set()),
        ("cafe", {"bread"}),
        ("café", {"bread"}),
        ("cafe\u0301", {"bread"}),
        ("-bread -tax -library", set(TEXTS) - {"bread", "tax"}),
        ("eu", {"ferry", "japanese"}),
        ("iphone", {"japanese"}),
        ("东京", set()),
        ("東京", {"japanese"}),
        ("図書館", {"japanese"}),
        ("書館", {"japanese"}),
        ("日本", {"japanese"}),
        ("港", {"japanese"}),
        ("図書館 iPhone", {"japanese"}),
        ("図書館 -東京", set()),
        ("図書館 OR 图书馆", {"japanese", "chinese"}),
        ("图书", {"chinese"}),
        ("ห้องสมุด", {"thai"}),
        ("บ้าน", {"thai"}),
        ("도서관", {"korean"}),
        ("كتاب", {"arabic"}),
        ("مدرسة", {"arabic"}),
        ("مدرسه", {"arabic"}),
        ("ان", {"arabic", "kurdish"}),
        ("كتێبخانه", {"kurdish"}),
        ("کتێبخانە", {"kurdish"}),
        ("هەولێر شار", {"kurdish"}),
        ("ספרייה", {"hebrew"}),
        ("библиотеку", {"russian"}),
        ("библиотек*", {"russian"}),
        ("strasse", set()),
        ("jordis", {"german"}),
        ("bucherei", {"german"}),
        ("zeppelin", set()),
        ("", set(TEXTS)),
        ("   ", set(TEXTS)),
        ("!!!", set()),
        ('"', set()),
        ("bread !!!", {"bread", "tax"}),
        ("NOT bread", set()),
        ("title:bread", set()),
        ("bread)", {"bread", "tax"}),
        ("bread^2", set()),
        ("OR", set()),
        ("bread OR", {"bread", "tax"}),
        ("OR bread", {"bread", "tax"}),
    ],
)
def test_a_query_finds(archive, query, names):
    assert found(archive, query) == names


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("baker", Wider("baker*", 1)),
        ("passenger pian -fog", Wider("passenger* pian* -fog", 1)),
        ('"worrie"', Wider("worrie*", 1)),  # one word in quotes is a word
        ('"sugar and" baker', None),
        ("zeppelin", None),
        ("baker*", None),  # bakers were found: nothing wider is offered for what is a beginning already
        ("...", None),
    ],
)
def test_a_query_that_finds_nothing_has_a_wider_one_that_does(archive, query, found):
    assert wider(archive.conn, Search(query=query)) == found


def test_a_wider_query_keeps_the_filters(archive):
    assert wider(archive.conn, Search(query="baker", language="ar")) is None


def test_the_total_counts_all_hits_and_pages_do_not_overlap(archive):
    pages = [search(archive.conn, Search(query="", limit=5, offset=offset)) for offset in range(0, 15, 5)]
    assert {page.total for page in pages} == {len(TEXTS)}
    assert sorted(hit.id for page in pages for hit in page.hits) == list(range(1, len(TEXTS) + 1))


def test_a_word_in_the_headline_comes_first(archive):
    hits = search(archive.conn, Search(query="bread")).hits
    assert [hit.title for hit in hits] == ["Bread prices rise", "A new tax on sugar"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["", "bread", "図書館", "-bread"])
def test_every_order_works_with_every_query(archive, sort, query):
    hits = search(archive.conn, Search(query=query, sort=sort)).hits
    dates = [hit.published for hit in hits]
    if sort != "relevance":
        assert dates == sorted(dates, reverse=sort == "newest")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"section": "Life"}, {"bread"}),
        ({"author": "Ada"}, {"tax"}),
        ({"language": "ta"}, {"tax"}),
        ({"month": "2026-01"}, {"bread"}),
        ({"site": "folder:."}, {"bread", "tax"}),
        ({"site": "folder:.", "section": "News", "month": "2026-02"}, {"tax"}),
        ({"site": "elsewhere"}, set()),
    ],
)
def test_filters_narrow_a_search(archive, asked, names):
    assert found(archive, "bread", **asked) == names


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """Articles of two sites, one folder and one file of records."""
    pages = [
        page("https://www.crier.example/a", "a"), page("https://www.crier.example/b", "b"),
        page("https://post.example/c", "c"), dump("saved/2009/d.txt"), dump("saved/export.jsonl", "e", offset=1),
    ]  # fmt: skip
    made = [
        article("One.", title="a", site="The Town Crier", section="News", authors=("Ruth Okafor",), language="en"),
        article("Two.", title="b", site="The Town Crier", section="NEWS", authors=("Émile Noor",), language="en-GB"),
        article("Three.", title="c", section="Life", authors=("ruth okafor",), language="zh-Hant"),
        article("Four.", title="d", language="ckb"),
        article("Five.", title="e", language="pt-BR"),
    ]
    with opened(tmp_path_factory.mktemp("press") / "a.db") as (archive, run):
        archive.save_captures(pages, run)
        archive.save_outcomes(enumerate(made, start=1), run)
        archive.finish_run(run, "done")
        yield archive


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"site": "crier.example"}, "ab"),
        ({"site": "www.crier.example"}, "ab"),
        ({"site": "WWW.Crier.Example"}, "ab"),
        ({"site": "https://www.crier.example/b"}, "ab"),
        ({"site": "the town crier"}, "ab"),
        ({"site": "folder:saved/2009"}, "d"),
        ({"site": "saved/2009"}, "d"),
        ({"site": "2009 (folder)"}, "d"),
        ({"site": "export.jsonl (file)"}, "e"),
        ({"site": "Town"}, ""),
        ({"section": "News"}, "a"),
        ({"section": "news"}, "ab"),
        ({"author": "RUTH OKAFOR"}, "ac"),
        ({"author": "émile noor"}, "b"),
        ({"language": "en"}, "a"),
        ({"language": "English"}, "ab"),
        ({"language": "zh"}, "c"),
        ({"language": "chinese"}, "c"),
        ({"language": "sorani kurdish"}, "d"),
        ({"language": "Português"}, "e"),
        ({"language": "Klingon"}, ""),
    ],
)
def test_a_filter_takes_what_is_shown_for_a_value(press, asked, titles):
    hits = search(press.conn, Search(**asked)).hits
    assert "".join(sorted(hit.title for hit in hits)) == titles


@pytest.mark.parametrize(
    ("facet", "written", "near"),
    [
        ("site", "Crier", ("The Town Crier", "crier.example")),
        ("site", "The Twon Crier", ("The Town Crier",)),
        ("author", "okafor", ("ruth okafor",)),
        ("language", "Kurdish", ("Sorani Kurdish",)),
        ("section", "weather", ()),
        ("section", "news", None),
        ("month", "2026-13", None),
    ],
)
def test_names_near_to_one_that_is_not_there_are_known(press, facet, written, near):
    assert near_values(press.conn, facet, written) == near


def test_facets_count_what_was_found(archive):
    facets = search(archive.conn, Search(query="bread OR ferry")).facets
    counts = {name: {value.value: value.count for value in values} for name, values in facets.items()}
    assert counts == {
        "site": {"folder:.": 3},
        "section": {"Life": 2, "News": 1},
        "author": {"Ada": 2, "Bo": 2, "Cy": 1},
        "language": {"br": 1, "fe": 1, "ta": 1},
        "month": {"2026-03": 1, "2026-02": 1, "2026-01": 1},
    }
    assert list(facets) == list(FACETS)
    assert [value.value for value in facets["month"]] == ["2026-03", "2026-02", "2026-01"]


def test_facets_of_everything_are_those_of_all_articles(archive):
    facets = search(archive.conn, Search()).facets
    assert sum(value.count for value in facets["section"]) == len(TEXTS)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("The tax rose.", "tax", "The [tax] rose."),
        ("Taxes and the TAX.", "tax", "Taxes and the [TAX]."),
        ("Taxes rose.", "tax*", "[Taxes] rose."),
        ("Un café noir", "cafe", "Un [café] noir"),
        ("the old  town hall", '"old town"', "the [old town] hall"),
        ("新しい図書館が開いた", "図書館", "新しい[図書館]が開いた"),
        ("新型iPhoneの発売", "iphone", "新型[iPhone]の発売"),
        ("وقال بكتابهم غدا", "كتاب", "وقال ب[كتاب]هم غدا"),
        ("كِتَابٌ جديد", "كتاب", "[كِتَاب]ٌ جديد"),
        ("a b", "zzz", "a b"),
        ("old\x02 mark\x03 tax", "tax", "old mark [tax]"),
        ("<b>tax</b>", "tax", "<b>[tax]</b>"),
    ],
)
def test_found_words_are_marked_and_nothing_else_is(text, query, shown):
    assert passage(text, parse(query).terms).replace(START, "[").replace(END, "]") == shown


def test_a_passage_is_short_and_shows_the_richest_part():
    text = "bread " * 5 + "filler words here " * 200 + "bread and sugar and tax together" + " more filler" * 200
    shown = passage(text, parse("bread sugar tax").terms)
    assert f"{START}sugar{END}" in shown
    assert f"{START}tax{END}" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < LENGTH + 60


def test_headlines_are_marked_whole():
    assert marked("Tax on sugar", parse("sugar tax").terms) == f"{START}Tax{END} on {START}sugar{END}"


SIGNS = "\"'*()-+^:~&|,.{}[]\\/<>=!?%_; \t\nOR AND NOT NEAR a 日 本 ك é ß \0\ud800\udfff\u202e\u200c\U0001f600\u0301ﷺ"


def test_two_thousand_random_queries_are_answered(archive):
    choose = random.Random(20260701)
    for _ in range(2000):
        query = "".join(choose.choice(SIGNS) for _ in range(choose.randrange(40)))
        results = search(archive.conn, Search(query=query, sort=choose.choice([*SORTS, "none such"])))
        assert results.total >= len(results.hits)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text_becomes_an_expression_that_sqlite_accepts(archive, text):
    query = parse(text)
    if query.groups:
        archive.conn.execute(
            "select count(*) from articles_fts where articles_fts match ?", (words_expression(query.groups),)
        )


@pytest.mark.parametrize(
    "query", ["x" * 100_000, "a " * 50_000, '"' * 100_000, "(" * 100_000, "-" * 100_000, "日" * 100_000]
)
def test_a_query_of_any_length_is_answered(archive, query):
    search(archive.conn, Search(query=query))
    assert len(parse(query).terms) <= MAX_TERMS


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, -5), (10**9, 10**30)])
def test_any_part_of_the_result_can_be_asked_for(archive, limit, offset):
    assert search(archive.conn, Search(query="bread", limit=limit, offset=offset)).total == 2


def test_folding_is_the_same_in_sql_and_in_python(archive):
    every = "".join(old for old, _new in FOLDS) + "كتابي xyz"
    assert column(archive, f"select {sql_fold('?')}", every) == [fold(every)]


@pytest.mark.parametrize(
    ("text", "dense"),
    [("word", False), ("слово", False), ("λέξη", False), ("كلمة", True), ("語", True), ("คำ", True), ("말", True)],
)
def test_scripts_without_word_borders_are_known(text, dense):
    assert has_dense_script(text) == dense


def test_both_indexes_follow_an_article_that_changes(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        for rules, text in enumerate(("plain words", "東京の話", "كتاب", "plain again")):
            archive.save_outcomes([(1, article(text, cleaned_by=f"rules/{rules}"))], run)
            check(archive)
        assert found(archive, "again") == {"a"}
        assert found(archive, "東京") == found(archive, "كتاب") == found(archive, "words") == set()
        archive.conn.execute("delete from articles")
        check(archive)
        assert found(archive, "again") == set()


def test_datasette_sees_that_articles_can_be_searched(archive):
    assert detect_fts(archive.conn, "articles") == "articles_fts"


@pytest.mark.parametrize("query", ['"a _ _ _ _ b"', '"a_____b"', '"a _ _ _ _ b" a*', '"' + "a " * 400 + 'b"'])
@pytest.mark.parametrize("filler", ["_" * 4000, " _" * 2000, "\u0640" * 4000, "a " * 2000])
def test_a_text_made_to_be_slow_to_mark_is_shown_all_the_same(query, filler):
    assert passage(f"a{filler}c", parse(query).terms).replace(START, "").startswith("a")


def test_words_joined_by_underscores_are_marked_as_the_index_finds_them():
    assert marked("see snake_case here", parse('"snake case"').terms) == f"see {START}snake_case{END} here"
    assert marked("see snake case here", parse("snake_case").terms) == f"see {START}snake case{END} here"


def test_a_query_of_signs_that_searching_ignores_marks_nothing():
    assert marked("one two", parse("\u0640").terms) == "one two"


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("value", ["\ud800", "a\0b"])
def test_a_filter_that_no_archive_can_hold_finds_nothing(archive, facet, value):
    results = search(archive.conn, Search(**{facet: value}))
    assert (results.total, results.hits) == (0, ())
    assert set(results.facets) == set(FACETS)


# Where very many match


@pytest.fixture
def crowded(tmp_path, monkeypatch):
    """Two hundred articles, which here are very many."""
    for name, value in {"EXACT": 50, "SAMPLE": 40, "RANKED": 60}.items():
        monkeypatch.setattr(f"archive.search.{name}", value)
    with opened(tmp_path / "crowded.db") as (archive, run):
        archive.save_captures([page(f"https://p{n % 4}.example/{n}", str(n), 1) for n in range(200)], run)
        made = [
            article(
                f"The harbour on day {n}.",
                language="en" if n % 5 else "de",
                published=f"2026-{n % 9 + 1:02}-01",
                authors=("Ada",),
            )
            for n in range(200)
        ]
        archive.save_outcomes(enumerate(made, start=1), run)
        yield archive


def test_where_very_many_match_the_total_is_exact_and_the_facets_are_near(crowded):
    results = search(crowded.conn, Search(query="harbour"))
    assert (results.total, len(results.hits)) == (200, 20)
    assert 30 <= results.sample <= 50
    assert {value.value: value.count for value in results.facets["site"]} == pytest.approx(
        dict.fromkeys([f"p{n}.example" for n in range(4)], 50), rel=0.6
    )
    assert results.facets["author"][0].count == 200
    assert sum(value.count for value in results.facets["language"]) == pytest.approx(200, rel=0.1)


def test_filters_hold_exactly_also_where_very_many_match(crowded):
    results = search(crowded.conn, Search(query="harbour", language="de"))
    assert results.total == 40
    assert {hit.language for hit in results.hits} == {"de"}


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_the_order_by_date_is_exact_also_where_very_many_match(crowded, sort, monkeypatch):
    estimated = [hit.id for hit in search(crowded.conn, Search(query="harbour", sort=sort)).hits]
    monkeypatch.setattr("archive.search.EXACT", 1000)
    assert [hit.id for hit in search(crowded.conn, Search(query="harbour", sort=sort)).hits] == estimated


def test_few_matches_are_counted_exactly(crowded):
    results = search(crowded.conn, Search(query='"day 17"'))
    assert (results.total, results.sample) == (1, None)
