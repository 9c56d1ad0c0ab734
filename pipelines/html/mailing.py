"""Boxes that ask for an address, and texts for browsers that cannot play: furniture told by its elements alone.

A field for an e-mail address is the same element in every language, and what stands in one small box with it is the
pitch, as long as the page's text stands elsewhere. Who asks for more than an address and a name (an answer, a signature, a
town) has something else in mind: then the box must say that it is about a newsletter.
"""

from __future__ import annotations

import re
from itertools import accumulate

from lxml.html import HtmlElement

from pipelines.cues import cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import Place

__all__ = ["remove_address_boxes", "remove_fallbacks"]

MOST_WORDS, MOST_BLOCKS = 45, 12
"""Of a box that asks for an address, its pitch and its small print included."""
LARGEST_SHARE = 0.15
"""Of the page's running text that a pitch may be."""
LEAST_RUNNING = 120
"""Words of running text of a page: below less the box may be what the page is for."""
_TYPED = frozenset(("", "text", "tel", "number", "date", "file", "url"))
"""Types of fields into which something is typed or put."""
_NAME = re.compile(
    r"name|nom\b|nome|nombre|apellido|imi[eę]|isim|soyad|^ad$|first|last|phone|search|captcha|honey|url|website|^b_|^q$|^s$",
    re.IGNORECASE,
)
"""Fields for a name or a number, and those that a person never sees."""
PLAYERS = frozenset(("video", "audio", "object", "iframe", "canvas", "embed"))
_STOPS = frozenset(("article", "main", "body"))
_HEADLINES = frozenset(("h1", "h2"))


def remove_fallbacks(ledger: Ledger) -> None:
    """What stands inside a player is shown by browsers that have none."""
    for index, block in ledger:
        if block.hidden and ledger.is_open(index):
            player = next((place.tag for place in block.place.ancestors() if place.tag in PLAYERS), None)
            if player:
                ledger.remove(index, "hidden", f"inside <{player}>, for browsers that cannot show it")


def remove_address_boxes(ledger: Ledger) -> None:
    """The pitch around a field for an e-mail address; boxes with a field for a text are forms of another kind."""
    fields = [place for place in ledger.page.places if place.tag == "input" and _asks_address(place)]
    if not fields:
        return
    running = list(accumulate((b.words if ledger.page.running[i] else 0 for i, b in ledger), initial=0))
    if running[-1] < LEAST_RUNNING:
        return
    letters = {id(box) for place in ledger.page.places if place.tag == "textarea" for box in place.ancestors()}
    done = 0
    for field in fields:
        box = _box_of(ledger, field, running)
        if box is None or id(box) in letters or box.first < done or _asks_more(ledger, box):
            continue
        done = box.last
        for index in range(box.first, box.last):
            if ledger.is_open(index):
                ledger.remove(index, "newsletter", "in one box with a field for an e-mail address")


def _asks_address(field: Place) -> bool:
    return _asks(field.element)


def _asks(field: HtmlElement) -> bool:
    get = field.get
    return get("type") != "hidden" and "email" in (get("type"), get("autocomplete"), get("name"))


def _asks_more(ledger: Ledger, box: Place) -> bool:
    """It has a field for something else than an address and a name, and says nothing of a newsletter."""
    fields = (field for tag in ("input", "select") for field in box.element.iter(tag))
    more = [field for field in fields if not _asks(field) and _is_telling(field)]
    blocks = ledger.page.blocks[box.first : box.last]
    return bool(more) and not any(cue.reason == "newsletter" for block in blocks for cue in cues_in(block.text))


def _is_telling(field: HtmlElement) -> bool:
    if field.tag == "input" and (field.get("type") or "").lower() not in _TYPED:
        return False
    return not _is_hidden(field) and not _NAME.search(field.get("name") or field.get("id") or "name")


def _is_hidden(field: HtmlElement) -> bool:
    style = (field.get("style") or "").replace(" ", "")
    return "hidden" in field.attrib or "display:none" in style or field.get("tabindex") == "-1"


def _box_of(ledger: Ledger, field: Place, running: list[int]) -> Place | None:
    """The largest element around a field that holds little and no headline; None where even the smallest holds more."""
    found = None
    for place in field.ancestors()[1:]:
        if place.tag in _STOPS or place.last - place.first > MOST_BLOCKS:
            break
        blocks = ledger.page.blocks[place.first : place.last]
        told = running[place.last] - running[place.first]
        if (
            sum(block.words for block in blocks) > MOST_WORDS
            or told > LARGEST_SHARE * running[-1]
            or any(block.place.tag in _HEADLINES for block in blocks)
        ):
            break
        found = place
    return found
