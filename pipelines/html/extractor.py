"""What trafilatura keeps of a tree, as segments of text; asked by this module only (pipelines.html.own_trafilatura loads it).

Leaves out metadata (pipelines.metadata reads it from the unpruned tree), comments (pipelines.html.comments)
and every decision about blocks. trafilatura's `deduplicate` is never used: it keeps state for the whole
process, and makes outcomes depend on the order of pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.own_trafilatura import trafilatura_core

__all__ = ["Focus", "kept_segments"]

Focus = Literal["balanced", "recall", "precision"]

_RUNS_ON = frozenset("hi ref del span a b i em strong sub sup u s q font".split())
"""Elements of trafilatura's result that do not part its text."""

_core = trafilatura_core()


def kept_segments(tree: HtmlElement, url: str | None = None, focus: Focus = "balanced") -> tuple[str, ...]:
    """The runs of text trafilatura keeps, in its order; none where it finds nothing. The tree stays as it is."""
    document = _core.bare_extraction(
        tree,
        url=url,
        favor_recall=focus == "recall",
        favor_precision=focus == "precision",
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    body = getattr(document, "body", None)
    return tuple(_segments(body)) if body is not None else ()


def _segments(body: etree._Element) -> Iterator[str]:
    run: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _RUNS_ON:
            yield from _joined(run)
            run = []
        text = element.text if event == "start" else (element.tail if element is not body else None)
        if text:
            run.append(text)
    yield from _joined(run)


def _joined(run: list[str]) -> Iterator[str]:
    text = " ".join("".join(run).split())
    if text:
        yield text
