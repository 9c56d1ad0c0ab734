"""trafilatura loaded a second time for us alone, with its slow parts replaced by equal ones; stock on other versions.

Leaves out how it is asked (pipelines.html.extractor) and its order of steps (pipelines.html.cascade). Theory of operation:
its modules refer to each other by relative imports, so its package, executed under another name, is a copy in which names
can be bound anew, while whoever imports trafilatura gets it as it was published. What is replaced gives the same result,
tested on pages of our own and of the corpus (tests/test_own_trafilatura.py), for the versions in TESTED; every other version
is used as it is.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from types import ModuleType
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.marks import Group, MarkedXPath, Marks
from pipelines.html.paragraphs import ParagraphMaker
from pipelines.html.pruning import Pruning
from pipelines.html.questions import Question

__all__ = ["COPY", "MARKS", "TESTED", "be_quiet", "own_package", "unlikely_candidates"]

TESTED = frozenset({("2.3.1", "3.0.2")})
"""Versions of trafilatura and justext whose results were compared, page by page, with and without the replacements."""

COPY = "copydesk_trafilatura"
"""The name under which the copy is loaded."""

MARKS = Marks()
"""Everything that the copy's expressions ask of elements' attributes."""

_BOXES = Group("div", "item", "list", "p", "section", "span")
_FRAMES = Group("article", "div", "main", "section")
_ANY = Group()
_NEVER_CONTENT = ("aside", "fencedframe", "footer", "script", "style", "svg", "template")


def own_package() -> str | None:
    """The name of the copy with its replacements; None where trafilatura's version is not a tested one."""
    return _copied() if (version("trafilatura"), version("justext")) in TESTED else None


def be_quiet(package: str) -> None:
    """Let it log nothing: it warns of each page that yields nothing; here that is an outcome with a reason."""
    for name in ("", ".core", ".utils", ".external", ".readability_lxml"):
        logging.getLogger(package + name).setLevel(logging.CRITICAL)


def _copied() -> str | None:
    if COPY not in sys.modules:
        stock = importlib.util.find_spec("trafilatura")
        if stock is None or stock.origin is None or stock.submodule_search_locations is None:
            return None
        spec = importlib.util.spec_from_file_location(
            COPY, stock.origin, submodule_search_locations=list(stock.submodule_search_locations)
        )
        if spec is None or spec.loader is None:
            return None
        package = importlib.util.module_from_spec(spec)
        sys.modules[COPY] = package
        spec.loader.exec_module(package)
        _replace_expressions()
        _replace_paragraphs()
        _replace_candidates()
        _replace_forum_test()
        _replace_pruning()
    return COPY


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{COPY}.{name}")


def _replace_expressions() -> None:
    """Expressions about names, in the lists that all its modules share."""
    xpaths, baseline = _module("xpaths"), _module("baseline")
    body, discard, raw = xpaths.BODY_XPATH, xpaths.OVERALL_DISCARD_XPATH, xpaths.RAW_TREE_PRUNE_XPATH
    for place in (0, 2, 3):
        body[place] = MarkedXPath(MARKS, body[place], _FRAMES)
    body[4] = MarkedXPath(MARKS, body[4], Group("article", "div", "section"), bare=("main",))
    discard[0] = MarkedXPath(MARKS, discard[0], _BOXES)
    discard[1] = MarkedXPath(MARKS, discard[1], _ANY)
    raw[0] = MarkedXPath(MARKS, raw[0], Group("div", "section", "aside"), asks_inside=True)
    raw[1] = MarkedXPath(MARKS, raw[1], Group("div", "section", "aside"))
    for expressions in (xpaths.TEASER_DISCARD_XPATH, xpaths.DISCARD_IMAGE_ELEMENTS):
        expressions[0] = MarkedXPath(MARKS, expressions[0], _BOXES)
    comments = xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH
    comments[0] = MarkedXPath(MARKS, comments[0], Group("div", "list", "section", "details"), Group("ol", "ul"))
    baseline.BASIC_CLEAN_XPATH = MarkedXPath(  # type: ignore[attr-defined]
        MARKS, baseline.BASIC_CLEAN_XPATH, Group("div"), _ANY, bare=_NEVER_CONTENT
    )


def _replace_paragraphs() -> None:
    external = _module("external")
    external.ParagraphMaker = ParagraphMaker  # type: ignore[attr-defined]
    # looked up by its hash for each page: that of a frozen set is computed once, that of a tuple each time
    external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[attr-defined]


@cache
def unlikely_candidates() -> Callable[[HtmlElement], list[HtmlElement]]:
    """What finds those whom readability drops at sight, by class and id, on a page with marks."""
    readability = _module("readability_lxml")
    unlikely, maybe = (
        tuple(Question((name,), _lowered(pattern.search), f"(?i){pattern.pattern}") for name in ("class", "id"))
        for pattern in (readability.REGEXES[key] for key in ("unlikelyCandidatesRe", "okMaybeItsACandidateRe"))
    )
    mark = MARKS.add([unlikely], never=maybe)
    expression = etree.XPath(f"descendant::*/@{mark}/parent::*[not(self::body or self::html)]")
    return cast("Callable[[HtmlElement], list[HtmlElement]]", expression)


def _replace_candidates() -> None:
    marked = unlikely_candidates()

    def remove_unlikely_candidates(self: Any) -> None:
        for element in marked(self.doc):
            element.drop_tree()

    _module("readability_lxml").Document.remove_unlikely_candidates = remove_unlikely_candidates


def _replace_forum_test() -> None:
    """Whether a page says that it is a forum: most have no script that does."""
    core = _module("core")
    says = core._DISCUSSION_FORUM_POSTING_RE.search  # noqa: SLF001 - the copy's own

    def forum_thread_page(tree: HtmlElement) -> bool:
        texts = (script.text for script in tree.iter("script") if script.get("type") == "application/ld+json")
        return any(text and "DiscussionForumPosting" in text and says(text) for text in texts)

    core._forum_thread_page = forum_thread_page  # type: ignore[attr-defined]  # noqa: SLF001 - the same


def _replace_pruning() -> None:
    pruning = Pruning(COPY)
    for name in ("htmlprocessing", "core", "external"):
        _module(name).tree_cleaning = pruning.tree_cleaning  # type: ignore[attr-defined]
    _module("main_extractor").prune_unwanted_sections = pruning.prune_unwanted_sections  # type: ignore[attr-defined]


def _lowered(says: Callable[[str], object]) -> Callable[[str], object]:
    return lambda value: says(value.lower())
