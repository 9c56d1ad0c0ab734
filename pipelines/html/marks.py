"""Verdicts of expressions on elements' own attributes, written on a page's elements once, for all copies of its tree.

Leaves out which expressions those are (pipelines.html.own_trafilatura). Theory of operation: `re:test` in an XPath is a
call back into Python for each element and each pattern, a third of trafilatura's time. What such an expression says of
an element depends on its name and a few attributes only, trafilatura asks a dozen of them, each of several copies of
the page, and pages are made of few different values. So each value is asked about once (pipelines.html.questions): its
answers are bits, which are remembered. An element whose values together have the bits that an expression needs gets an attribute,
a mark, that copies of the tree keep. Asking the expression then is finding marked elements, without any pattern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from lxml import etree

from pipelines.html.questions import Clause, Question, clauses_of
from pipelines.vocabulary import Vocabulary

__all__ = ["Group", "MarkedXPath", "Marks"]

CACHED = 40_000
"""Values whose answers are remembered; then all are forgotten at once."""
CACHED_CHARACTERS = 4_000_000
"""Characters of them: a page can have class names of megabytes."""

WRITTEN = "copydesk"
"""The attribute of a root that says which marks stand on its page."""

_NO_RIVALS: frozenset[str] = frozenset()
_NONE: Mapping[Any, Mapping[str, str]] = MappingProxyType({})
Expression = Callable[[Any], list[Any]]
Asked = tuple[tuple[tuple[Question, int], ...], Vocabulary]
"""The questions about values of one attribute, each with its bits, and all of them at once."""
Look = tuple[tuple[str, str], ...]
"""An element's attributes that anything is asked about, in their order: `@id|@class` is what comes first."""


class Group:
    """Elements of which an expression says the same if their attributes are the same: all of these tags, or of any."""

    def __init__(self, *tags: str) -> None:
        self.tags = tags

    @property
    def first_tag(self) -> str:
        """The name to ask with; one that no expression knows for elements of any tag."""
        return self.tags[0] if self.tags else "other"

    @property
    def condition(self) -> str:
        """What an XPath asks of an element with the mark; nothing of elements of any tag."""
        return f"[{' or '.join(f'self::{tag}' for tag in self.tags)}]" if self.tags else ""


class MarkedXPath:
    """Called with a tree like the expression it stands for; gives the elements that match, in document order.

    `bare` are elements that match whatever their attributes are. An expression that also `asks_inside` an element is asked
    itself where one looks as if it could match. Of `(...)[1]` the first result counts.
    """

    def __init__(
        self,
        marks: Marks,
        expression: etree.XPath,
        *groups: Group,
        bare: Sequence[str] = (),
        asks_inside: bool = False,
    ) -> None:
        self._expression = cast("Expression", expression)
        self._asks_inside = asks_inside
        self._bare = bool(bare)
        self._marks = frozenset(marks.add(clauses_of(expression.path, group.first_tag)) for group in groups)
        # steps by name alone: a condition that is evaluated for each element of a page takes twice the time
        steps = [f"descendant::{tag}" for tag in bare]
        steps += [
            f"descendant::*/@{mark}/parent::*{group.condition}"
            for mark, group in zip(sorted(self._marks), groups, strict=True)
        ]
        self._marked = cast("Expression", etree.XPath("|".join(steps)))

    def __call__(self, tree: etree._Element) -> list[etree._Element]:
        """The matching elements below the tree's own."""
        if not self._bare and not self.may_match(tree):
            return []
        found = self._marked(tree)
        return self._expression(tree) if found and self._asks_inside else found

    def may_match(self, tree: etree._Element) -> bool:
        """Whether the page that the tree is a part or a copy of has any of the marks."""
        written = tree.getroottree().getroot().get(WRITTEN)
        return written is None or not self._marks.isdisjoint(written.split())


class Marks:
    """The answers to all questions about a value, and the marks for an element's values together."""

    def __init__(self) -> None:
        self._needed: list[tuple[str, int, int]] = []
        self._asked: defaultdict[str, dict[Question, int]] = defaultdict(dict)
        self._rivals: defaultdict[str, set[str]] = defaultdict(set)
        self._bits = 0
        self._vocabularies: dict[str, Asked] = {}
        self._answers: dict[tuple[tuple[str, str], frozenset[str]], int] = {}
        self._seen: dict[Look, tuple[str, ...]] = {}
        self._characters = 0

    def add(self, clauses: Sequence[Clause], never: Clause = ()) -> str:
        """The mark of elements of which all clauses are true, and `never` is not."""
        mark = f"copydesk-{len(self._needed):02}"
        needed = 0
        for clause in clauses:
            needed |= self._bit(clause)
        self._needed.append((mark, needed, self._bit(never) if never else 0))
        return mark

    def write(self, tree: etree._Element, attributes: Mapping[Any, Mapping[str, str]] = _NONE) -> None:
        """Mark the elements below the root, and the root with all marks there are; `attributes` are those read before."""
        asked, seen, put = self._asked, self._seen, etree.ElementBase.set
        none_asked = asked.keys().isdisjoint
        written: set[str] = set()
        for element in tree.iter(etree.Element):
            known = attributes.get(element)
            if known is None:
                known = dict(cast("Iterable[tuple[str, str]]", element.items()))
            if none_asked(known):
                continue
            look = tuple([pair for pair in known.items() if pair[0] in asked])
            marks = seen.get(look)
            for mark in self._learn(look) if marks is None else marks:
                put(element, mark, "")
                written.add(mark)
        tree.set(WRITTEN, " ".join(sorted(written)))
        if len(seen) > CACHED or self._characters > CACHED_CHARACTERS:
            self._seen, self._answers, self._characters = {}, {}, 0

    @property
    def remembers(self) -> int:
        """Looks whose marks are known."""
        return len(self._seen)

    def _vocabulary(self, name: str) -> Asked:
        """What is asked of an attribute of this name."""
        questions = tuple(self._asked[name].items())
        vocabulary = Vocabulary([one.pattern for one, _ in questions], [one.says for one, _ in questions])
        self._vocabularies[name] = (questions, vocabulary)
        return questions, vocabulary

    def _bit(self, clause: Clause) -> int:
        bit = 1 << self._bits
        self._bits += 1
        for question in clause:
            for name in question.names:
                self._vocabularies.pop(name, None)
                self._asked[name][question] = self._asked[name].get(question, 0) | bit
                self._rivals[name].update(question.names)
        return bit

    def _learn(self, look: Look) -> tuple[str, ...]:
        bits = 0
        before: list[str] = []
        for pair in look:
            rivals = frozenset(self._rivals[pair[0]].intersection(before)) if before else _NO_RIVALS
            answers = self._answers.get((pair, rivals))
            bits |= self._ask(pair, rivals) if answers is None else answers
            before.append(pair[0])
            self._characters += len(pair[1])
        marks: tuple[str, ...] = ()
        if bits:
            marks = tuple(mark for mark, needed, never in self._needed if bits & needed == needed and not bits & never)
        self._seen[look] = marks
        return marks

    def _ask(self, pair: tuple[str, str], rivals: frozenset[str]) -> int:
        """The answers about a value; what is asked of the first of several attributes is not asked of a later one."""
        name, value = pair
        questions, vocabulary = self._vocabularies.get(name) or self._vocabulary(name)
        bits = 0
        for at in vocabulary.found_in(value):
            question, told = questions[at]
            if not rivals or rivals.isdisjoint(question.names):
                bits |= told
        self._answers[pair, rivals] = bits
        return bits
