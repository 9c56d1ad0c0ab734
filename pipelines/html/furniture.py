"""Containers that are furniture by name, and reasons for all that is out.

A name alone is not trusted with much: a container goes only while it holds little of the page's running
text and no first-level heading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.junk import is_copyright_line, is_players_clock, said_by
from pipelines.html.ledger import Ledger
from pipelines.html.names import asks_consent, by_tag, furniture_of
from pipelines.html.names import named as named_as
from pipelines.html.places import PageBlock, Place
from pipelines.html.stories import other_stories
from pipelines.html.story_signs import NumberedParts
from pipelines.page_type import LISTS
from pipelines.reasons import APART_ROLES

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
LONGEST_COPYRIGHT = 80
"""Characters."""
LARGEST_REQUEST = 0.6
"""Of the page's running text: a box with more of it, and without the buttons, may be the article's."""
LISTED = LISTS | {"home"}
"""Types of pages on which none of MANY stories is a stranger."""
MANY = 3
BELOW_HEADLINE = 6
"""Blocks below the headline."""
SENTENCE, LONG_SENTENCE = 8, 80
"""Words of a standfirst."""
WEAK = frozenset(("navigation", "copyright", "paywall-notice", "media-player", "correction-note"))
"""Names of these kinds stand around article text too often: good for a reason, not for taking text away."""


def remove_other_stories(ledger: Ledger) -> None:
    """Stories that are not the page's own, after or between its article."""
    listed = ledger.page_type in LISTED
    found = other_stories(ledger.page, ledger.title, apart=not listed)
    if not found:
        return
    comments = ledger.comment_blocks
    numbered = NumberedParts(ledger.page)
    stories = [
        story
        for story in found
        if comments.isdisjoint(range(story.first, story.last)) and not numbered.holds(story.first)
    ]
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
        if place.first < done or place.first == place.last:
            continue
        if not (asks_consent(place.names) or furniture_of(place) == CONSENT):
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
            own = said_by(ledger.page.blocks[index]) if reason != CONSENT else None
            if own:
                ledger.remove(
                    index, own.reason, f"{evidence}, and says “{as_written(ledger.page.blocks[index].text, own)}”"
                )
            else:
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
    _explain_standfirst(ledger)
    names = _Names()
    for index, block in ledger:
        if not ledger.is_open(index):
            continue
        if block.hidden:
            ledger.explain(index, "hidden", "the page does not show it")
            continue
        _explain(ledger, index, names)


class _Names:
    """The innermost elements around others that say what they hold, by name and by tag; each is asked once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Place | None, Place | None]] = {}

    def around(self, place: Place) -> tuple[Place | None, Place | None]:
        """The place itself counts."""
        unknown: list[Place] = []
        at: Place | None = place
        while at is not None and id(at) not in self._known:
            unknown.append(at)
            at = at.parent
        named, tagged = self._known[id(at)] if at is not None else (None, None)
        for inner in reversed(unknown):
            named = inner if furniture_of(inner) else named
            tagged = inner if by_tag(inner) else tagged
            self._known[id(inner)] = named, tagged
        return named, tagged


def _explain_standfirst(ledger: Ledger) -> None:
    """What stands between the headline and the text, as long as a sentence: of 74 in a corpus 55 are in no text that people made."""
    title = ledger.headline
    first = next((i for i in ledger.kept_indices() if ledger.page.running[i]), None)
    if title is None or first is None:
        return
    for index in range(title + 1, min(first, title + 1 + BELOW_HEADLINE)):
        block = ledger.page.blocks[index]
        if ledger.is_open(index) and _is_standfirst(block):
            told = "between the headline and the text, outside the element of its paragraphs"
            ledger.explain(index, "standfirst", told)
            return


def _is_standfirst(block: PageBlock) -> bool:
    if block.role not in ("paragraph", "heading", "quote") or block.linked or block.hidden or said_by(block):
        return False
    return SENTENCE <= block.words <= LONG_SENTENCE and not any(map(furniture_of, block.place.ancestors()))


def _explain(ledger: Ledger, index: int, names: _Names) -> None:
    """By what the line says, if it says it plainly; by the element around it; by the only word of the line."""
    block = ledger.page.blocks[index]
    named, tagged = names.around(block.place)
    if is_players_clock(block.text):
        ledger.explain(index, "media-player", "says how long a recording is")
    elif is_copyright_line(block.text) and len(block.text) <= LONGEST_COPYRIGHT:
        ledger.explain(index, "copyright", "opens with ©")
    elif cue := (said_by(block) if block.role != "label" else None) or (None if named else _only_word(block)):
        ledger.explain(index, cue.reason, f"says “{as_written(block.text, cue)}”")
    place = named or tagged
    reason = place and (furniture_of(place) or by_tag(place))
    if not reason and (said := named_as(block.place.names)):  # a paragraph's own name takes nothing away, but says why
        ledger.explain(index, said, f"inside <{block.place.tag}> named {' '.join(block.place.names[:3])}")
    if place and reason:
        ledger.explain(index, reason, _evidence(place))


def _only_word(block: PageBlock) -> Cue | None:
    """What the whole line says; "name" and "send" are a form's where they are labels, though comments have such forms most."""
    cues = (cue for cue in cues_in(block.text) if cue.whole_line and cue.reason not in APART_ROLES)
    return next((cue for cue in cues if block.role != "label" or cue.reason != "comment-widget"), None)


def _running(ledger: Ledger) -> list[int]:
    """Sum of characters of running text before each block, but of dialogs about cookies."""
    sizes = (len(b.text) if ledger.page.running[i] and ledger.reasons[i] != CONSENT else 0 for i, b in ledger)
    return _sums(sizes)


def _evidence(place: Place) -> str:
    if place.names and furniture_of(place):
        return f"inside <{place.tag}> named {' '.join(place.names[:3])}"
    return f"inside <{place.tag}>"
