"""Boxes that ask for an address, and texts for browsers that cannot play: furniture told by its elements alone.

A field for an e-mail address is the same element in every language, and what stands in one box with it is the pitch.
"""

from __future__ import annotations

from pipelines.html.ledger import Ledger
from pipelines.html.places import Place, words_of

__all__ = ["remove_address_boxes", "remove_fallbacks"]

MOST_WORDS = 60
"""Of a box that asks for an address, its pitch and its small print included."""
MOST_RUNNING = 2
"""Blocks of running text in it."""
PLAYERS = frozenset(("video", "audio", "object", "iframe", "canvas", "embed"))


def remove_fallbacks(ledger: Ledger) -> None:
    """What stands inside a player is shown by browsers that have none."""
    for index, block in ledger:
        if block.hidden and ledger.is_open(index):
            player = next((place.tag for place in block.place.ancestors() if place.tag in PLAYERS), None)
            if player:
                ledger.remove(index, "hidden", f"inside <{player}>, for browsers that cannot show it")


def remove_address_boxes(ledger: Ledger) -> None:
    """The pitch around a field for an e-mail address; below a field for a text it is the form for comments."""
    for field in ledger.page.places:
        if field.tag != "input" or not _asks_address(field):
            continue
        box = _box_of(ledger, field)
        if box is None:
            continue
        comments = any(place.tag == "textarea" for place in _inside(box))
        reason = "comment-widget" if comments else "newsletter"
        for index in range(box.first, box.last):
            if ledger.is_open(index):
                ledger.remove(index, reason, "in one box with a field for an e-mail address")


def _asks_address(field: Place) -> bool:
    return "email" in (
        field.element.get("type") or "",
        field.element.get("autocomplete") or "",
        field.element.get("name") or "",
    )


def _box_of(ledger: Ledger, field: Place) -> Place | None:
    """The largest element around a field that holds little and no headline; None where even the smallest holds more."""
    found = None
    for place in field.ancestors()[1:]:
        inside = range(place.first, place.last)
        blocks = [ledger.page.blocks[i] for i in inside]
        if (
            sum(words_of(block.text) for block in blocks) > MOST_WORDS
            or sum(ledger.page.running[i] for i in inside) > MOST_RUNNING
            or any(block.place.tag == "h1" for block in blocks)
            or place.tag in ("article", "main", "body")
        ):
            break
        found = place
    return found


def _inside(box: Place) -> list[Place]:
    found = [box]
    for place in found:
        found.extend(place.children)
    return found
