"""Our copy of trafilatura, with parts replaced, keeps what trafilatura keeps; the published one stays as it is."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

import justext.core
import pytest
import trafilatura.core
import trafilatura.xpaths
from lxml import etree, html

from pipelines.html import extractor, own_trafilatura
from pipelines.html.extractor import Focus, kept_segments
from pipelines.html.own_trafilatura import COPY, trafilatura_core
from pipelines.html.paragraphs import ParagraphMaker
from pipelines.html.remembered import RememberedXPath
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


def kept(page: str, core: ModuleType, focus: Focus, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """What an instance of trafilatura keeps of a page."""
    root = parse(page).root
    assert root is not None
    with monkeypatch.context() as patched:
        patched.setattr(extractor, "_core", core)
        return kept_segments(root, "https://example.org/a", focus)


def differing(pages: Iterator[str], focus: Focus, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """How many pages have text at all, and the beginnings of those of which the two keep different text."""
    answers = [
        (
            page[:200],
            kept(page, trafilatura.core, focus, monkeypatch),
            kept(page, trafilatura_core(), focus, monkeypatch),
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
    assert trafilatura_core().__name__ == f"{COPY}.core"
    assert trafilatura.core is not trafilatura_core()
    assert all(isinstance(expression, etree.XPath) for expression in trafilatura.xpaths.OVERALL_DISCARD_XPATH)


def test_another_version_of_trafilatura_is_used_as_it_is(monkeypatch):
    monkeypatch.setattr(own_trafilatura, "TESTED", frozenset({("0.0.1", "0.0.1")}))
    assert trafilatura_core() is trafilatura.core


PATTERNS = "http://exslt.org/regular-expressions"


@pytest.mark.parametrize(
    ("expression", "options"),
    [
        (".//*[re:test(@id|@class, 'ad')]", {}),
        (".//div[re:test(@class, 'ad')]", {"tags": ("div",)}),
        (".//div[re:test(@id, 'ad')][not(.//p)]", {"tags": ("div",), "asks_inside": True}),
        (".//nav|.//div[re:test(@class, 'ad')]", {"tags": ("div",), "bare": ("nav",)}),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "<div class='ad'>a<div id='x' class='ad'>b</div></div><div class='ad' id='x'>c</div>",
        "<div id='ad'><p>a</p></div><div id='ad'>b</div><p class='bad'>c</p><nav>d</nav>",
        "<o:p class='ad'>a</o:p><div class='ad\x0bb'>b</div><div class>c</div>",
        "<p>nothing here</p>",
    ],
)
def test_a_remembered_expression_says_what_it_says_on_the_page(expression, options, page):
    stock = etree.XPath(expression, namespaces={"re": PATTERNS})
    remembered = RememberedXPath(stock, ("class", "id"), **options)
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    assert list(remembered(tree)) == list(stock(tree))
    assert list(remembered(tree)) == list(stock(tree)), "the second time, from memory"


def test_verdicts_of_a_page_with_endless_names_are_not_kept():
    stock = etree.XPath(".//*[re:test(@class, 'ad')]", namespaces={"re": PATTERNS})
    remembered = RememberedXPath(stock, ("class",))
    tree = html.document_fromstring(f"<div class='{'long ' * 1_000_000} ad'>a</div>")
    assert len(list(remembered(tree))) == 1
    assert not remembered.remembers


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
