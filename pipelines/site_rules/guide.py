"""A rule at work on one page: what it selects, marked in the ledger before and after the general steps.

    read(root)          its selections on the whole tree; inline elements are prepared so that they become blocks
    mark(ledger)        strips are out with their reason, what is outside the body is out
    keep_body(ledger)   in the place of trafilatura: what the body holds is the text
    settle(ledger)      the last word: `keep`, and `prune: no` takes back what the general steps took out of the body

Leaves out whether the rule is to be believed (pipelines.site_rules.cleaning) and metadata (pipelines.site_rules.told).

A block is the smallest thing that can be out. A strip of an element inside a line (a date in a sentence, a button
in a paragraph) is made a block of its own by the mark for text that is not shown: the line stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.html.align import letters
from pipelines.html.blocks import INLINE
from pipelines.html.ledger import OUTSIDE, Ledger
from pipelines.html.names import by_tag, furniture_of
from pipelines.html.places import PageBlock, Place
from pipelines.metadata.values import Metadata
from pipelines.reasons import TEXT_ROLES
from pipelines.site_rules.patterns import wording_fits
from pipelines.site_rules.selectors import elements
from pipelines.site_rules.told import Told, read_told, with_told
from pipelines.site_rules.values import Selector, SiteRule, Strip

__all__ = ["Guide"]

MOST_LINKED = 0.5
"""Share of a block inside the body that may be links, as for text that comes back into a gap."""
NOT_TAKEN_BACK = frozenset(("title", "repeated-headline", "caption", "byline"))
"""What is kept beside the text stays there, whatever the rule says of pruning."""


@dataclass(slots=True)
class Guide:
    """One rule and one page."""

    rule: SiteRule
    chosen: Selector | None = None
    """The body selector that found something."""
    told: Told | None = None
    _body: list[HtmlElement] = field(default_factory=list)
    _stripped: list[tuple[HtmlElement, Strip]] = field(default_factory=list)
    _worded: list[tuple[list[HtmlElement] | None, Strip]] = field(default_factory=list)
    _kept: list[tuple[list[HtmlElement] | None, Strip]] = field(default_factory=list)
    _inside: set[int] = field(default_factory=set)
    _out: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Block -> reason and evidence."""

    def read(self, root: HtmlElement, url: str | None) -> None:
        """Look at the whole tree."""
        self.told = read_told(self.rule, root, url)
        for strip in self.rule.strips:
            found = elements(strip.selector, root) if strip.selector else None
            if strip.text is None:
                self._stripped += [(element, strip) for element in found or ()]
            else:
                self._worded.append((found, strip))
        self._stripped = list(_outermost(self._stripped))
        self._kept = [(elements(k.selector, root) if k.selector else None, k) for k in self.rule.keeps]
        for selector in self.rule.body:
            self._body = elements(selector, root)
            if self._body:
                self.chosen = selector
                break
        for element in self._body:
            if element.tag in INLINE:
                element.tag = "div"
        for element, _ in self._stripped:
            if element.tag in INLINE:
                element.set("hidden", "")

    def told_of(self, metadata: Metadata) -> Metadata:
        """The page's metadata with what the rule found."""
        return with_told(metadata, self.told) if self.told else metadata

    def mark(self, ledger: Ledger) -> None:
        """What the rule takes out, before anything else is decided."""
        places = {id(place.element): place for place in ledger.page.places}
        self._strip_elements(ledger, places)
        self._strip_wordings(ledger, places)
        if self.chosen is not None:
            self._inside = set(_indices(self._body, places))
            evidence = str(self.chosen.mark)
            for index in range(len(ledger)):
                if index not in self._inside and ledger.is_open(index):
                    self._remove(ledger, index, OUTSIDE, evidence)

    def keep_body(self, ledger: Ledger) -> None:
        """Keep what the body holds and nobody has taken out, but for lists of links.

        trafilatura is not asked: beside a body it brings more furniture than text (45 pages, `body: //article`: F1 .963
        without it, .960 with it, .961 by the general way).
        """
        for index in self._inside:
            block = ledger.page.blocks[index]
            if not ledger.is_open(index) or not _is_text(block):
                continue
            if self.rule.prune and block.link_density > MOST_LINKED:
                ledger.evidence[index] = f"link density {block.link_density:.2f}, inside the body of a rule"
            else:
                ledger.keep(index)

    def settle(self, ledger: Ledger) -> None:
        """The rule's last word: also on what a step has kept that asks nobody, such as the posts of a forum."""
        for index, (reason, evidence) in self._out.items():
            if ledger.kept[index]:
                ledger.remove(index, reason, evidence)
        if self.chosen is not None and not self.rule.prune:
            self._take_back(ledger)
        places = {id(place.element): place for place in ledger.page.places}
        for found, keep in self._kept:
            for index in self._fitting(ledger, found, keep, places):
                if ledger.page.blocks[index].text and ledger.reasons[index] != "title":
                    ledger.keep(index)

    def _take_back(self, ledger: Ledger) -> None:
        for index in self._inside - self._out.keys():
            if _is_text(ledger.page.blocks[index]) and ledger.reasons[index] not in NOT_TAKEN_BACK:
                ledger.roles[index] = ledger.page.blocks[index].role
                ledger.keep(index)

    def _strip_elements(self, ledger: Ledger, places: dict[int, Place]) -> None:
        for element, strip in self._stripped:
            place = places.get(id(element))
            if place is not None:
                for index in range(place.first, place.last):
                    self._remove(ledger, index, _reason(strip, place), _evidence(strip))
        inline = [(element, strip) for element, strip in self._stripped if element.tag in INLINE]
        if inline:
            self._strip_inline(ledger, inline, places)

    def _strip_inline(self, ledger: Ledger, inline: list[tuple[HtmlElement, Strip]], places: dict[int, Place]) -> None:
        """Pieces of lines, which are blocks for themselves by now, and blocks inside such elements."""
        wordings: dict[str, Strip] = {}
        for element, strip in inline:
            if wording := letters("".join(element.itertext())):
                wordings.setdefault(wording, strip)
            for inner in element.iterdescendants():
                place = places.get(id(inner))
                for index in range(place.first, place.last) if place else ():
                    self._remove(ledger, index, _reason(strip, None), _evidence(strip))
        for index, block in ledger:
            if block.hidden and (found := wordings.get(ledger.keys[index])) is not None:
                self._remove(ledger, index, _reason(found, None), _evidence(found))
        for element, _ in inline:  # trafilatura does not look at the mark
            if element.getparent() is not None:
                element.drop_tree()

    def _strip_wordings(self, ledger: Ledger, places: dict[int, Place]) -> None:
        for found, strip in self._worded:
            for index in self._fitting(ledger, found, strip, places):
                self._remove(ledger, index, _reason(strip, ledger.page.blocks[index].place), _evidence(strip))

    def _fitting(
        self, ledger: Ledger, found: list[HtmlElement] | None, part: Strip, places: dict[int, Place]
    ) -> Iterator[int]:
        """Blocks inside the elements, where there are any to be inside of, that have the wording, where one is asked for."""
        for index in range(len(ledger)) if found is None else _indices(found, places):
            if part.text is None or wording_fits(part.text, ledger.page.blocks[index].text):
                yield index

    def _remove(self, ledger: Ledger, index: int, reason: str, evidence: str) -> None:
        if index not in self._out:
            ledger.remove(index, reason, evidence)
            ledger.settled.add(index)
            self._out[index] = (reason, evidence)


def _outermost(stripped: list[tuple[HtmlElement, Strip]]) -> Iterator[tuple[HtmlElement, Strip]]:
    """Without elements inside others that go as well, and without repeats."""
    going = {id(element) for element, _ in stripped}
    seen: set[int] = set()
    for element, strip in stripped:
        if id(element) not in seen and not any(id(around) in going for around in element.iterancestors()):
            seen.add(id(element))
            yield element, strip


def _indices(found: Iterable[HtmlElement], places: dict[int, Place]) -> Iterator[int]:
    """Blocks inside elements, each once; of an element inside a line, the line it stands in."""
    seen: set[int] = set()
    for element in found:
        around: HtmlElement | None = element
        while around is not None and id(around) not in places:
            around = around.getparent()
        if around is None:
            continue
        place = places[id(around)]
        own = range(place.first, place.last)
        for index in own:
            if index not in seen:
                seen.add(index)
                yield index


def _is_text(block: PageBlock) -> bool:
    return not block.hidden and block.role in TEXT_ROLES


def _reason(strip: Strip, place: Place | None) -> str:
    """As the rule says; else what the element is named; else that it is outside the article."""
    if strip.reason:
        return strip.reason
    named = (furniture_of(place) or by_tag(place)) if place is not None else None
    return named or OUTSIDE


def _evidence(strip: Strip) -> str:
    return f"{strip.mark} ({strip.note})" if strip.note else str(strip.mark)
