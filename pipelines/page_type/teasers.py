"""A list of teasers, told by its build: like elements that are each a linked headline and a few words. Knows no model.

Leaves out whether a page is a listing: an article's page ends in such a list, too (pipelines.page_type weighs it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from pipelines.html.places import Page, Place, words_of

__all__ = ["is_made_of_teasers"]

FEWEST = 5
MOST_WORDS = 80
"""Of one teaser."""
MOSTLY_LINKED = 0.9
"""Share of a headline."""
NEARLY_ALL = 0.9
"""Share of the page's running text that stands in the teasers."""


def is_made_of_teasers(page: Page) -> bool:
    """The page's running text stands in teasers, and hardly any beside them."""
    words = list(accumulate((words_of(block.text) for block in page.blocks), initial=0))
    running = list(
        accumulate((len(b.text) if runs else 0 for b, runs in zip(page.blocks, page.running, strict=True)), initial=0)
    )
    groups: defaultdict[tuple[int, str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for place in page.places:
        if place.parent is not None and place.last - place.first > 1:
            groups[id(place.parent), place.tag, place.names[:1]].append(place)
    return any(_are_teasers(page, group, words, running) for group in groups.values() if len(group) >= FEWEST)


def _are_teasers(page: Page, group: list[Place], words: Sequence[int], running: Sequence[int]) -> bool:
    told = sum(running[place.last] - running[place.first] for place in group)
    if told < NEARLY_ALL * running[-1]:
        return False
    return all(words[place.last] - words[place.first] <= MOST_WORDS and _is_headed(page, place) for place in group)


def _is_headed(page: Page, teaser: Place) -> bool:
    """One headline, and a link from end to end."""
    headings = [block for block in page.blocks[teaser.first : teaser.last] if block.role == "heading"]
    return len(headings) == 1 and headings[0].link_density >= MOSTLY_LINKED
