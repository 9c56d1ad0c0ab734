"""trafilatura loaded a second time for us alone, with its slow parts replaced by equal ones; stock on other versions.

Leaves out how it is asked (pipelines.html.extractor). Theory of operation: its modules refer to each other by relative
imports, so its package, executed under another name, is a copy in which names can be bound anew, while whoever imports
trafilatura gets it as it was published. What is replaced gives the same result, tested on pages of our own and of the
corpus (tests/test_own_trafilatura.py), for the versions in TESTED; every other version is used as it is.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
from importlib.metadata import version
from types import ModuleType

from pipelines.html.paragraphs import ParagraphMaker
from pipelines.html.remembered import RememberedXPath

__all__ = ["TESTED", "trafilatura_core"]

TESTED = frozenset({("2.3.1", "3.0.2")})
"""Versions of trafilatura and justext whose results were compared, page by page, with and without the replacements."""

COPY = "copydesk_trafilatura"
"""The name under which the copy is loaded."""

_BOXES = ("div", "item", "list", "p", "section", "span")
_FRAMES = ("article", "div", "main", "section")
_NAMED = ("class", "id")
_NEVER_CONTENT = ("aside", "fencedframe", "footer", "script", "style", "svg", "template")


def trafilatura_core() -> ModuleType:
    """`trafilatura.core`: the copy with its replacements where its version is a tested one."""
    tested = (version("trafilatura"), version("justext")) in TESTED
    package = _copied() if tested else "trafilatura"
    for name in ("", ".core", ".utils", ".external", ".readability_lxml"):
        # it warns of each page that yields nothing; here that is an outcome with a reason
        logging.getLogger(package + name).setLevel(logging.CRITICAL)
    return importlib.import_module(package + ".core")


def _copied() -> str:
    if COPY not in sys.modules:
        stock = importlib.util.find_spec("trafilatura")
        if stock is None or stock.origin is None or stock.submodule_search_locations is None:
            return "trafilatura"
        spec = importlib.util.spec_from_file_location(
            COPY, stock.origin, submodule_search_locations=list(stock.submodule_search_locations)
        )
        if spec is None or spec.loader is None:
            return "trafilatura"
        package = importlib.util.module_from_spec(spec)
        sys.modules[COPY] = package
        spec.loader.exec_module(package)
        _replace_expressions()
        _replace_paragraphs()
        # the text as one string is not asked for: the segments are read from the body
        importlib.import_module(COPY + ".core").xmltotxt = _nothing  # type: ignore[attr-defined]
    return COPY


def _replace_expressions() -> None:
    """Expressions with patterns, in the lists that all its modules share."""
    xpaths = importlib.import_module(COPY + ".xpaths")
    body, discard, raw, comments = (
        xpaths.BODY_XPATH,
        xpaths.OVERALL_DISCARD_XPATH,
        xpaths.RAW_TREE_PRUNE_XPATH,
        xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    )
    body[0] = RememberedXPath(body[0], (*_NAMED, "itemprop"), tags=_FRAMES)
    body[2] = RememberedXPath(body[2], (*_NAMED, "role"), tags=_FRAMES)
    body[3] = RememberedXPath(body[3], _NAMED, tags=_FRAMES)
    discard[0] = RememberedXPath(
        discard[0], (*_NAMED, "role", "data-lp-replacement-content", "data-component"), tags=_BOXES
    )
    discard[1] = RememberedXPath(discard[1], (*_NAMED, "style", "aria-hidden"))
    raw[0] = RememberedXPath(raw[0], _NAMED, tags=("div", "section", "aside"), asks_inside=True)
    comments[0] = RememberedXPath(comments[0], _NAMED, tags=("div", "list", "section", "details", "ol", "ul"))
    baseline = importlib.import_module(COPY + ".baseline")
    baseline.BASIC_CLEAN_XPATH = RememberedXPath(  # type: ignore[attr-defined]
        baseline.BASIC_CLEAN_XPATH, _NAMED, tags=("div",), bare=_NEVER_CONTENT
    )


def _replace_paragraphs() -> None:
    external = importlib.import_module(COPY + ".external")
    external.ParagraphMaker = ParagraphMaker  # type: ignore[attr-defined]
    # looked up by its hash for each page: that of a frozen set is computed once, that of a tuple each time
    external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[attr-defined]


def _nothing(*_: object) -> str:
    return ""
