"""XPath expressions about an element's own name and attributes, with the verdicts on them remembered.

Leaves out which expressions those are (pipelines.html.own_trafilatura). Theory of operation: `re:test` in an XPath is a
call back into Python for each element and each pattern, a third of trafilatura's time. What such an expression says of
an element depends on its name and a few attributes only, and pages are made of few such looks: so the elements that
could match are selected without patterns, and a look never met is given to an element of its own, of which the
expression itself is asked. What it says there is what it would have said on the page, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from lxml import etree

__all__ = ["RememberedXPath"]

CACHED = 20_000
"""Looks whose verdict is remembered; then all are forgotten at once."""
CACHED_CHARACTERS = 4_000_000
"""Characters of them: a page can have class names of megabytes."""

Look = tuple[str, ...]
Expression = Callable[[Any], list[Any]]


class RememberedXPath:
    """Called with a tree like the expression it stands for; gives the elements that match, in document order.

    `attributes` are all that the expression reads. `tags` are the elements that can match; where there are none, or some
    match `bare` (without any attribute), every element can, and these are those it names. An expression that also
    `asks_inside` an element is asked itself where one looks as if it could match. Of `(...)[1]` the first result counts.
    """

    __slots__ = ("_asks_inside", "_attributes", "_candidates", "_characters", "_expression", "_seen", "_tags")

    def __init__(
        self,
        expression: Expression,
        attributes: Sequence[str],
        *,
        tags: Sequence[str] = (),
        bare: Sequence[str] = (),
        asks_inside: bool = False,
    ) -> None:
        self._expression = expression
        self._attributes = frozenset(attributes)
        self._tags = frozenset((*tags, *bare))
        self._asks_inside = asks_inside
        named = f"[{' or '.join(f'self::{tag}' for tag in tags)}]" if tags and not bare else ""
        wanted = " or ".join([*(f"@{name}" for name in attributes), *(f"self::{tag}" for tag in bare)])
        self._candidates: Expression = cast("Expression", etree.XPath(f".//*{named}[{wanted}]"))
        self._seen: dict[Look, bool] = {}
        self._characters = 0

    def __call__(self, tree: etree._Element) -> Iterator[etree._Element]:
        """The matching elements below the tree's own."""
        candidates = self._candidates(tree)
        looks = [self._look(element) for element in candidates]
        try:
            self._learn(looks)
        except ValueError:  # control characters, which no element of ours can be given
            return iter(self._expression(tree))
        seen = self._seen
        found = [element for element, look in zip(candidates, looks, strict=True) if seen[look]]
        if len(seen) > CACHED or self._characters > CACHED_CHARACTERS:
            self._seen, self._characters = {}, 0
        return iter(self._expression(tree)) if found and self._asks_inside else iter(found)

    @property
    def remembers(self) -> int:
        """Looks whose verdict is known."""
        return len(self._seen)

    def _look(self, element: etree._Element) -> Look:
        look: list[str] = [element.tag if element.tag in self._tags else "other"]
        for pair in cast("list[tuple[str, str]]", element.items()):  # in their order: `@id|@class` is what comes first
            if pair[0] in self._attributes:
                look += pair
        return tuple(look)

    def _learn(self, looks: Iterable[Look]) -> None:
        for look in looks:
            if look not in self._seen:
                self._seen[look] = self._told(look)
                self._characters += sum(map(len, look))

    def _told(self, look: Look) -> bool:
        parent = etree.Element("root")
        etree.SubElement(parent, look[0], dict(zip(look[1::2], look[2::2], strict=True)))
        return bool(self._expression(parent))
