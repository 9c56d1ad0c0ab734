"""What trafilatura keeps of a tree, as segments of text; asked by this module only (pipelines.html.own_trafilatura loads it).

Leaves out metadata (pipelines.metadata reads it from the unpruned tree), comments (pipelines.html.comments)
and every decision about blocks. trafilatura's `deduplicate` is never used: it keeps state for the whole
process, and makes outcomes depend on the order of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipelines.attributes import Attributes
from pipelines.html.cascade import Before, Cascade
from pipelines.html.own_trafilatura import MARKS, be_quiet, own_package, unlikely_candidates

__all__ = ["Before", "Focus", "kept_segments"]

Focus = Literal["balanced", "recall", "precision"]

_RUNS_ON = frozenset("hi ref del span a b i em strong sub sup u s q font".split())
"""Elements of trafilatura's result that do not part its text."""

_NONE: Attributes = MappingProxyType({})
Keeper = Callable[..., etree._Element | None]  # noqa: SLF001 - lxml gives its element class no public name


def _stock(
    tree: HtmlElement,
    url: str | None,
    focus: Focus,
    _attributes: Attributes = _NONE,
    _before: Before | None = None,
) -> etree._Element | None:
    """What trafilatura as it was published keeps of a tree."""
    import trafilatura.core  # a second trafilatura, loaded only where ours is of another version

    document = trafilatura.core.bare_extraction(
        tree,
        url=url,
        favor_recall=focus == "recall",
        favor_precision=focus == "precision",
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    return getattr(document, "body", None)


def _keeper() -> Keeper:
    """Our copy of trafilatura, where it is of a version whose results were compared with the published one's."""
    package = own_package()
    be_quiet(package or "trafilatura")
    if package is None:
        return _stock
    cascade = Cascade(package, unlikely_candidates())

    def keep(
        tree: HtmlElement,
        url: str | None,
        focus: Focus,
        attributes: Attributes = _NONE,
        before: Before | None = None,
    ) -> etree._Element | None:
        before = before or Before()
        if not before.is_marked:
            MARKS.write(tree, attributes)
            before.is_marked = True
        return cascade.body(tree, url, focus, before)

    return keep


_keep = _keeper()


def kept_segments(
    tree: HtmlElement,
    url: str | None = None,
    focus: Focus = "balanced",
    attributes: Attributes = _NONE,
    before: Before | None = None,
) -> tuple[str, ...]:
    """The runs of text trafilatura keeps, in its order; none where it finds nothing. The tree stays as it is, but for marks.

    `attributes` are those of elements as far as they have been read: reading them again takes 2 ms a page.
    A tree that is asked about again, with another focus, is asked with the same `before`: much of the answer is known then.
    """
    body = _keep(tree, url, focus, attributes, before)
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
