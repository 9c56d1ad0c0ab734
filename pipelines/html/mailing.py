"""Boxes that ask for an address, and texts for browsers that cannot play: furniture told by its elements alone.

A field for an e-mail address is the same element in every language, and what stands in one small box with it is the
pitch, as long as the page's text stands elsewhere.
"""

from __future__ import annotations

from itertools import accumulate

from pipelines.html.ledger import Ledger
from pipelines.html.places import Place, words_of

__all__ = ["remove_address_boxes", "remove_fallbacks"]

MOST_WORDS, MOST_BLOCKS = 45, 12
"""Of a box that asks for an address, its pitch and its small print included."""
LARGEST_SHARE = 0.15
"""Of the page's running text that a pitch may be."""
LEAST_RUNNING = 120
"""Words of running text of a page: below less the box may be what the page is for."""
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
    running = list(accumulate((words_of(b.text) if ledger.page.running[i] else 0 for i, b in ledger), initial=0))
    if running[-1] < LEAST_RUNNING:
        return
    letters = {id(box) for place in ledger.page.places if place.tag == "textarea" for box in place.ancestors()}
    done = 0
    for field in fields:
        box = _box_of(ledger, field, running)
        if box is None or id(box) in letters or box.first < done:
            continue
        done = box.last
        for index in range(box.first, box.last):
            if ledger.is_open(index):
                ledger.remove(index, "newsletter", "in one box with a field for an e-mail address")


def _asks_address(field: Place) -> bool:
    get = field.element.get
    return get("type") != "hidden" and "email" in (get("type"), get("autocomplete"), get("name"))


def _box_of(ledger: Ledger, field: Place, running: list[int]) -> Place | None:
    """The largest element around a field that holds little and no headline; None where even the smallest holds more."""
    found = None
    for place in field.ancestors()[1:]:
        if place.tag in _STOPS or place.last - place.first > MOST_BLOCKS:
            break
        blocks = ledger.page.blocks[place.first : place.last]
        told = running[place.last] - running[place.first]
        if (
            sum(words_of(block.text) for block in blocks) > MOST_WORDS
            or told > LARGEST_SHARE * running[-1]
            or any(block.place.tag in _HEADLINES for block in blocks)
        ):
            break
        found = place
    return found
