"""Containers that are furniture by name, and reasons for all that is out.

A name alone is not trusted with much: a container goes only while it holds little of the page's running
text and no first-level heading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from pipelines.cues import cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.names import asks_consent, by_tag, furniture_of
from pipelines.html.places import Place
from pipelines.html.stories import other_stories
from pipelines.page_type import LISTS

__all__ = ["explain_the_rest", "remove_consent", "remove_named_containers", "remove_other_stories"]

LARGEST_SHARE = 0.25
"""Of the page's running text that one container may take away (notes, container pruning: 62 pages better, 23 worse)."""
LARGEST_SUM = 0.5
"""Of the page's running text that all containers named for one reason may take away together."""
LEAST_ABOVE = 200
"""Characters of running text above the first of them from which they may take more: comments below a short post."""
CONSENT = "cookie-notice"
BUTTONS = 2
LONGEST_BUTTON, LONGEST_REQUEST = 40, 1000
"""Characters."""
LARGEST_REQUEST = 0.6
"""Of the page's running text: a box with more of it, and without the buttons, may be the article's."""
LISTED = LISTS | {"home"}
"""Types of pages on which none of MANY stories is a stranger."""
MANY = 3
WEAK = frozenset(("navigation", "copyright", "paywall-notice", "media-player", "correction-note"))
"""Names of these kinds stand around article text too often: good for a reason, not for taking text away."""


def remove_other_stories(ledger: Ledger) -> None:
    """Stories that are not the page's own, after or between its article."""
    comments = {index for thread in ledger.threads for item in thread.items for index in item.own}
    listed = ledger.page_type in LISTED
    found = other_stories(ledger.page, ledger.title, apart=not listed)
    stories = [story for story in found if comments.isdisjoint(range(story.first, story.last))]
    if listed and len(stories) >= MANY:
        return
    for story in stories:
        ledger.remove_all(range(story.first, story.last), "trailing-story", f"below another headline: {story.headline}")


def remove_consent(ledger: Ledger) -> None:
    """Dialogs about cookies: they are longer than many an article, and never are one.

    Told by the names of the products that most sites use, or by such a name of the site's own
    and what they say.
    """
    headlines = _headlines(ledger)
    requests = cache(lambda: _Requests(ledger))
    done = 0
    for place in ledger.page.places:
        if place.first < done or not (asks_consent(place.names) or furniture_of(place) == CONSENT):
            continue
        if not _holds(place, headlines) and (asks_consent(place.names) or requests().asks(place)):
            _remove(ledger, place, CONSENT)
            done = place.last


class _Requests:
    """What speaks for a request for consent in a container, summed up before each block."""

    def __init__(self, ledger: Ledger) -> None:
        cues = [[cue for cue in cues_in(block.text) if cue.reason == CONSENT] for _, block in ledger]
        short = [len(block.text) <= LONGEST_BUTTON for _, block in ledger]
        self._phrases = _sums(any(" " in cue.phrase for cue in found) for found in cues)
        self._buttons = _sums(
            few and any(cue.whole_line for cue in found) for few, found in zip(short, cues, strict=True)
        )
        self._running = _running(ledger)
        self._signs = _sums(len(block.text) for _, block in ledger)

    def asks(self, place: Place) -> bool:
        """It speaks of cookies, and has the buttons, is short, or holds less than most of the page's text."""
        phrases, buttons, running, signs = (
            sums[place.last] - sums[place.first] for sums in (self._phrases, self._buttons, self._running, self._signs)
        )
        few = signs <= LONGEST_REQUEST or running <= LARGEST_REQUEST * self._running[-1]
        return bool(phrases) and (buttons >= BUTTONS or few)


def _sums(values: Iterable[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def remove_named_containers(ledger: Ledger) -> None:
    """What stands inside a container that is furniture by its name."""
    running = _running(ledger)
    has_text = ledger.page_type in ("article", "forum")
    headlines = _headlines(ledger)
    small = [
        (place, reason)
        for place in ledger.page.places
        if (reason := _strongly_named(place)) is not None
        and running[place.last] - running[place.first] <= LARGEST_SHARE * running[-1]
        and not _holds(place, headlines)
    ]
    for reason, places in _outermost(small).items():
        worded = [p for p in places if running[p.last] > running[p.first]]
        taken = sum(running[p.last] - running[p.first] for p in worded)
        if taken > LARGEST_SUM * running[-1] and (not has_text or running[worded[0].first] < LEAST_ABOVE):
            continue  # a forum's posts, a page of teasers: what the page is for
        for place in places:
            _remove(ledger, place, reason)


def _remove(ledger: Ledger, place: Place, reason: str) -> None:
    evidence = _evidence(place)
    for index in range(place.first, place.last):
        if ledger.is_open(index):
            ledger.remove(index, reason, evidence)


def _headlines(ledger: Ledger) -> list[int]:
    return [i for i, block in ledger if block.place.tag == "h1"]


def _holds(place: Place, indices: list[int]) -> bool:
    """One of these blocks, in page order, is inside."""
    at = bisect_left(indices, place.first)
    return at < len(indices) and indices[at] < place.last


def _strongly_named(place: Place) -> str | None:
    reason = furniture_of(place) if place.first < place.last else None
    return None if reason in WEAK else reason


def _outermost(named: list[tuple[Place, str]]) -> dict[str, list[Place]]:
    """By reason, the places that stand in no other of the same reason; `named` is in document order."""
    outer: dict[str, list[Place]] = {}
    for place, reason in named:
        places = outer.setdefault(reason, [])
        if not places or place.first >= places[-1].last:
            places.append(place)
    return outer


def explain_the_rest(ledger: Ledger) -> None:
    """The most fitting reason for each block that is out with none of its own."""
    for index, block in ledger:
        if not ledger.is_open(index):
            continue
        if block.hidden:
            ledger.explain(index, "hidden", "the page does not show it")
            continue
        for place in block.place.ancestors():
            reason = furniture_of(place) or by_tag(place)
            if reason is not None:
                ledger.explain(index, reason, _evidence(place))
                break


def _running(ledger: Ledger) -> list[int]:
    """Sum of characters of running text before each block, but of dialogs about cookies."""
    sizes = (len(b.text) if ledger.page.running[i] and ledger.reasons[i] != CONSENT else 0 for i, b in ledger)
    return _sums(sizes)


def _evidence(place: Place) -> str:
    if place.names and furniture_of(place):
        return f"inside <{place.tag}> named {' '.join(place.names[:3])}"
    return f"inside <{place.tag}>"
