"""Our copy of trafilatura, with parts replaced, keeps what trafilatura keeps; the published one stays as it is."""

from __future__ import annotations

import gzip
import importlib
import json
import lzma
from collections.abc import Iterator
from copy import copy
from itertools import islice
from pathlib import Path

import justext.core
import pytest
import trafilatura.core
import trafilatura.xpaths
from lxml import etree, html

from pipelines.html import extractor, own_trafilatura
from pipelines.html.extractor import Before, Focus, Keeper, kept_segments
from pipelines.html.marks import Group, MarkedXPath, Marks
from pipelines.html.own_trafilatura import COPY, own_package
from pipelines.html.paragraphs import ParagraphMaker
from pipelines.html.questions import clauses_of
from pipelines.html.tree import parse
from tests.page_sample import HELD_OUT, OPEN

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus" / "wcxb-dev.jsonl.xz"
EVERY = 60
"""Pages of the corpus from one that is compared to the next: 25 of 1,497, in some seconds."""


def own_pages() -> Iterator[str]:
    """The pages of tests/pages and the examples."""
    yield from (sample.source for sample in (*OPEN, *HELD_OUT) if sample.is_html)
    for path in sorted((PROJECT / "examples" / "pages").rglob("*.html*")):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield body.decode("utf-8", "replace")


def corpus_pages() -> Iterator[str]:
    """Some pages of the corpus, spread over it."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["html"] for line in islice(lines, 7, None, EVERY))


def kept(page: str, keeper: Keeper, focus: Focus, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """What an instance of trafilatura keeps of a page."""
    root = parse(page).root
    assert root is not None
    with monkeypatch.context() as patched:
        patched.setattr(extractor, "_keep", keeper)
        return kept_segments(root, "https://example.org/a", focus)


def differing(pages: Iterator[str], focus: Focus, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """How many pages have text at all, and the beginnings of those of which the two keep different text."""
    answers = [
        (
            page[:200],
            kept(page, extractor._stock, focus, monkeypatch),
            kept(page, extractor._keeper(), focus, monkeypatch),
        )
        for page in pages
    ]
    return sum(bool(stock) for _, stock, _ in answers), [start for start, stock, ours in answers if stock != ours]


@pytest.mark.parametrize("focus", ["balanced", "recall", "precision"])
def test_the_copy_keeps_of_our_own_pages_what_trafilatura_keeps(focus, monkeypatch):
    with_text, different = differing(own_pages(), focus, monkeypatch)
    assert with_text > 50
    assert different == []


@pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpus is not here: ../shared/corpus/{CORPUS.name}")
def test_the_copy_keeps_of_the_corpus_pages_what_trafilatura_keeps(monkeypatch):
    with_text, different = differing(corpus_pages(), "balanced", monkeypatch)
    assert with_text > 20
    assert different == []


def test_whoever_imports_trafilatura_gets_the_published_one():
    package = own_package()
    assert package == COPY
    assert importlib.import_module(f"{package}.core") is not trafilatura.core
    assert all(isinstance(expression, etree.XPath) for expression in trafilatura.xpaths.OVERALL_DISCARD_XPATH)


def test_another_version_of_trafilatura_is_used_as_it_is(monkeypatch):
    monkeypatch.setattr(own_trafilatura, "TESTED", frozenset({("0.0.1", "0.0.1")}))
    assert own_package() is None
    assert extractor._keeper() is extractor._stock


PATTERNS = "http://exslt.org/regular-expressions"
PAGES = [
    "<div class='ad'>a<div id='x' class='ad'>b</div></div><div class='ad' id='x'>c</div>",
    "<div id='ad'><p>a</p></div><div id='ad'>b</div><p class='bad'>c</p><nav>d</nav>",
    "<o:p class='ad'>a</o:p><div class='ad\x0bb'>b</div><div class>c</div>",
    "<div id='x' class='ad' style='ad'>a</div><ul id='ad'><li class='AD'>b</ul><main>c</main><ol class='ad'></ol>",
    "<p>nothing here</p>",
]


@pytest.mark.parametrize(
    ("expression", "groups", "options"),
    [
        (".//*[re:test(@id|@class, 'ad')]", [()], {}),
        (".//*[re:test(@id|@style, 'ad') or @class='bad']", [()], {}),
        (".//div[re:test(@class, '^ad')]", [("div",)], {}),
        (".//*[self::p or self::li][re:test(@class, '^ad', 'i')]", [("p", "li")], {}),
        (".//*[contains(translate(@class, 'AD', 'ad'), 'ad')]", [()], {}),
        (".//div[re:test(@id, 'ad')][not(.//p)]", [("div",)], {"asks_inside": True}),
        (".//nav|.//div[contains(@class|@id, 'ad')]", [("div",)], {"bare": ("nav",)}),
        (
            ".//*[self::div or self::ul or self::ol][@id='ad' or @class='ad'][not(self::ul or self::ol) or starts-with(@class, 'a')]",
            [("div",), ("ul", "ol")],
            {},
        ),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_marked_expression_says_what_it_says_on_the_page(expression, groups, options, page):
    stock = etree.XPath(expression, namespaces={"re": PATTERNS})
    marks = Marks()
    marked = MarkedXPath(marks, stock, *(Group(*tags) for tags in groups), **options)
    for time in ("the first time", "from memory"):
        tree = html.document_fromstring(f"<html><body>{page}</body></html>")
        expected = list(stock(tree))
        marks.write(tree)
        assert list(marked(tree)) == expected, time
        assert [element.get("class") for element in marked(copy(tree))] == [e.get("class") for e in expected]


def test_marks_that_exclude_each_other_are_told_from_all_attributes():
    marks = Marks()
    mark = marks.add(clauses_of(".//*[contains(@class, 'foot')]", "div"), clauses_of(".//*[@id='main']", "div")[0])
    tree = html.document_fromstring("<div class='foot'>a</div><div class='foot' id='main'>b</div><p>c</p>")
    marks.write(tree)
    assert [element.text for element in tree.iter() if mark in element.attrib] == ["a"]


@pytest.mark.parametrize(
    "path",
    [
        ".//div[count(p) > 3]",
        ".//div[last()]",
        ".//div/p",
        ".//div[not(@class)]",
        ".//div[contains(., 'ad')]",
        ".//div[@class=",
        ".//div[@class='a'",
    ],
)
def test_what_is_not_asked_of_attributes_alone_is_refused(path):
    with pytest.raises(ValueError):
        clauses_of(path, "div")


def test_answers_about_a_page_with_endless_names_are_not_kept():
    marks = Marks()
    marked = MarkedXPath(marks, etree.XPath(".//*[re:test(@class, 'ad')]", namespaces={"re": PATTERNS}), Group())
    tree = html.document_fromstring(f"<div class='{'long ' * 1_000_000} ad'>a</div>")
    marks.write(tree)
    assert len(marked(tree)) == 1
    assert not marks.remembers


def test_a_tree_that_is_asked_again_gives_what_it_gives_to_whoever_asks_first():
    retried = 0
    for page in own_pages():
        asked, fresh = (parse(page).root for _ in range(2))
        before = Before()
        kept_segments(asked, "https://example.org/a", before=before)
        again = kept_segments(asked, "https://example.org/a", "recall", before=before)
        assert again == kept_segments(fresh, "https://example.org/a", "recall")
        retried += before.recall is not None
    assert retried > 0  # the first answer was so short that more text was tried for, and the second time it was there


def test_readability_finds_what_stands_in_a_form():
    """A page that is one form: what readability would drop inside of its answer stands around it here."""
    text = "<p>A sentence with some words, and then some more of them, all alike.</p>" * 30
    page = (
        f"<html><body><form><article><p>{'Short. ' * 40}</p></article><div class='x'>{text}</div></form></body></html>"
    )
    published = extractor._stock(parse(page).root, None, "balanced")
    assert kept_segments(parse(page).root, None) == tuple(extractor._segments(published))
    assert "all alike" in " ".join(kept_segments(parse(page).root, None))


def test_readability_is_asked_where_it_could_win():
    """A page whose text lies outside every frame that the main extractor knows."""
    text = "<p>A sentence with some words, and then some more of them, all alike.</p>" * 30
    page = f"<html><body><article><p>{'Short. ' * 40}</p></article><div class='x'>{text}</div></body></html>"
    root = parse(page).root
    assert root is not None
    kept_here = kept_segments(root, None)
    published = extractor._stock(parse(page).root, None, "balanced")
    assert kept_here == tuple(extractor._segments(published))
    assert "some more of them" in " ".join(kept_here)


@pytest.mark.parametrize(
    "page",
    [
        "<div>One <b>two</b><br><br>three <a href='x'>four</a> five</div><h2>Six</h2><p> </p>",
        "<ul><li>a<li>b</ul>tail<table><tr><td>c</td></tr></table><select><option>d</select>",
        "<p>a\n\n b</p><a href='x'><p>in a link</p> after</a><p>a<br>b<br/><br>c</p>",
    ],
)
def test_paragraphs_are_those_of_justext(page):
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    stock = justext.core.ParagraphMaker.make_paragraphs(tree)
    ours = ParagraphMaker.make_paragraphs(tree)
    assert [_traits(paragraph) for paragraph in ours] == [_traits(paragraph) for paragraph in stock]


def _traits(paragraph):
    names = ("text", "dom_path", "is_heading", "chars_count_in_links")
    return *(getattr(paragraph, name) for name in names), paragraph.links_density(), paragraph.stopwords_density({"a"})
