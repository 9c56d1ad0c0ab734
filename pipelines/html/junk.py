"""Single lines of furniture inside the text, by their wording and where they stand.

Wording alone is never enough: the same words open honest sentences. A line goes when the phrase is the whole
line, or when it is short and a second thing speaks against it: it is a link, it is set apart from the
paragraphs, or it stands at the head or the end of the text.
"""

from __future__ import annotations

import re

from pipelines.cues import Cue, as_written, cues_in
from pipelines.html.ledger import Ledger
from pipelines.html.places import PageBlock, ends_like_sentence
from pipelines.mailings import mailings_among

__all__ = [
    "NEVER",
    "is_copyright_line",
    "is_players_clock",
    "remove_junk_lines",
    "remove_labelled_boxes",
    "remove_pitches",
    "remove_rest_of_widgets",
    "said_by",
]

SHORT_WORDS = 25
LONG_NOTICE = 60
"""Words of a notice that links are paid for; lawyers write them."""
LINKED = 0.5
NEARLY_LINKED = 0.8
"""Share of a row of links: the signs between them are none."""
NEARLY_ALL = 0.6
"""Share of a line that a phrase of several words must be to be taken for all of it: "Get our newsletter"."""
HEAD_BLOCKS = 3
TAIL_BLOCKS = 5
"""Kept blocks at the head and at the end of the text where furniture gathers."""
AT_THE_EDGE = frozenset(("newsletter", "copyright", "affiliate-notice", "share-widget", "comment-policy", "comment-widget",
                         "correction-note", "paywall-notice", "cookie-notice"))  # fmt: skip
"""Reasons of which a short line there is enough, though the phrase is not all of it."""
NEVER = frozenset(("caption", "byline", "author-bio", "comment", "title"))
"""Reasons whose phrases open honest sentences ("by ...", "source ..."); other steps judge them by place."""
WIDGETS = frozenset(("share-widget", "comment-widget", "form"))
LEAST_BUTTONS = 3
MOST_BUTTONS = 15
SENTENCE_WORDS = 10
LONGEST_BUTTON = 30
"""Characters of a button; list items of articles are mostly longer."""
FOOT_WORDS = 30
"""Of a line at the foot of a page."""
OPENING = 0.25
"""Share of a paragraph that a phrase is which only opens it."""
LAWYERS = frozenset(("affiliate-notice", "copyright", "cookie-notice", "comment-policy"))
"""Reasons whose longer phrases hardly anybody writes but lawyers, at least outside paragraphs: "earn from qualifying purchases"."""
LEGAL_PHRASE = 3
"""Words of such a phrase."""
NEED_MORE = frozenset(("form", "media-player", "navigation", "section-label", "tag-list"))
"""Reasons whose single words are also headings and list items of articles ("Video", "Health", "Search")."""

_PARTS = re.compile(r"\s*\|\s*|\s[•·/»›]\s")
"""What parts the links of a row."""
_COPYRIGHT = re.compile(r"(?:copyright\s*)?(?:©|\(c\)|&copy;?)\s*\S|copyright\W+(?:19|20)\d\d\b", re.IGNORECASE)
_RIGHTS = re.compile(r"copyright|©", re.IGNORECASE)
_PLAYERS_CLOCK = re.compile(r"\d{1,3}:\d\d(?::\d\d)?\s*[/|]\s*-?\d{1,3}:\d\d(?::\d\d)?")
LARGEST_BOX = 8
"""Blocks of an advertisement, its label included."""
LONG_PHRASE, LONG_SIGNS = 3, 6
"""Words of a phrase, or signs where a script sets no spaces, that names a short line even if it is not all of it."""


def is_copyright_line(text: str) -> bool:
    """Opens with the sign or the word and a year: `© 2003 Ellernauer Bote`, `Copyright 2003 Ellernauer Bote`."""
    return _COPYRIGHT.match(text) is not None


def is_players_clock(text: str) -> bool:
    """Where a recording is and how long it is: `0:00 / 2:14`."""
    return _PLAYERS_CLOCK.fullmatch(text) is not None


def remove_labelled_boxes(ledger: Ledger) -> None:
    """What stands in a small box that opens with the word for an advertisement, as long as none of it is prose."""
    for index, block in ledger:
        if block.role == "heading" or not ledger.is_open(index):
            continue
        cue = next((cue for cue in cues_in(block.text) if cue.reason == "advertisement" and cue.whole_line), None)
        if cue is None:
            continue
        box = next((box for box in block.place.ancestors() if box.first == index and box.last > index + 1), None)
        if box and box.last - index <= LARGEST_BOX and not any(ledger.page.running[i] for i in range(index, box.last)):
            for inner in range(index, box.last):
                if ledger.is_open(inner):
                    ledger.remove(inner, cue.reason, f"in a box that opens with “{as_written(block.text, cue)}”")


def said_by(block: PageBlock) -> Cue | None:
    """What a line that is out says of itself, more plainly than any name of the element around it can.

    It says nothing else, or a long phrase of that kind ("we may earn a commission"), or opens with a label ("Tags: ...").
    """
    if block.words > SHORT_WORDS:
        return None
    for cue in cues_in(block.text):
        if cue.reason in ("byline", "caption", "comment", "title"):
            continue
        words = cue.phrase.count(" ") + 1
        long = words >= LONG_PHRASE or (words == 1 and not cue.phrase.isascii() and len(cue.phrase) >= LONG_SIGNS)
        label = as_written(block.text, cue)
        labels = block.text.startswith(label) and block.text[len(label) :].lstrip()[:1] in (":", "：")
        if (cue.whole_line and words > 1) or long or labels:
            return cue
    return None


def remove_junk_lines(ledger: Ledger) -> None:
    """Kept lines that are furniture by their wording."""
    kept = ledger.kept_indices()
    prose = [index for index in kept if ledger.page.running[index]]
    for position, index in enumerate(kept):
        block = ledger.page.blocks[index]
        edge = position < HEAD_BLOCKS or position >= len(kept) - TAIL_BLOCKS
        cue = _speaks_against(block, edge=edge) or _row_of_links(block)
        if cue and _only_opens(block, cue) and _is_prose(ledger, index, prose):
            continue
        if cue is not None:
            ledger.remove(index, cue.reason, f"says “{as_written(block.text, cue)}”")
        elif edge and block.words <= SHORT_WORDS and is_copyright_line(block.text):
            ledger.remove(index, "copyright", f"opens with “{block.text[:30]}”")
        elif edge and block.link_density >= NEARLY_LINKED and len(_PARTS.split(block.text)) > 1:
            ledger.remove(index, "navigation", "links in one line at the edge of the text, parted by signs")
        elif position == len(kept) - 1 and _is_foot(ledger, index, prose):
            ledger.remove(
                index, "copyright", "the last line, outside the element of the text: names the medium or its rights"
            )


def _is_foot(ledger: Ledger, index: int, prose: list[int]) -> bool:
    """A short line below the element that holds all of the paragraphs, which says whose the page is."""
    block, above = ledger.page.blocks[index], [other for other in prose if other != index]
    if not above or block.words > FOOT_WORDS or block.role not in ("paragraph", "label"):
        return False
    home = next(place for place in ledger.page.blocks[above[0]].place.ancestors() if place.last > above[-1])
    return index >= home.last and (ledger.medium.is_named(block.text) or _RIGHTS.search(block.text) is not None)


def remove_pitches(ledger: Ledger) -> None:
    """Paragraphs that ask the reader to take a newsletter or follow a channel, wherever they stand in the text."""
    kept = [index for index in ledger.kept_indices() if ledger.page.blocks[index].role == "paragraph"]
    found = mailings_among([ledger.page.blocks[index].text for index in kept])
    if len(found) <= MOST_PITCHES and 2 * len(found) < len(kept):
        for number, words in found.items():
            ledger.remove(kept[number], "newsletter", f"asks the reader: {words}")


MOST_PITCHES = 4
"""Of one text; more are what it is about."""


def remove_rest_of_widgets(ledger: Ledger) -> None:
    """The other buttons of a row of which most are furniture: nobody knows the names of all networks in all languages."""
    for place in ledger.page.places:
        inside = range(place.first, place.last)
        if not LEAST_BUTTONS <= len(inside) <= MOST_BUTTONS or not any(ledger.kept[i] for i in inside):
            continue
        if any(len(ledger.page.blocks[i].text) > LONGEST_BUTTON or ledger.keys[i] == "" for i in inside):
            continue
        widgets = [ledger.reasons[i] for i in inside if not ledger.kept[i] and ledger.reasons[i] in WIDGETS]
        if 2 * len(widgets) >= len(inside):
            for index in inside:
                if ledger.kept[index]:
                    ledger.remove(index, widgets[0], f"in one row with {len(widgets)} other buttons")


def _speaks_against(block: PageBlock, *, edge: bool) -> Cue | None:
    if block.words > 3 * SHORT_WORDS or block.role in ("code", "table-row"):
        return None
    return next(
        (cue for cue in cues_in(block.text) if cue.reason not in NEVER and _is_enough(cue, block, edge=edge)), None
    )


def _row_of_links(block: PageBlock) -> Cue | None:
    """Of links in one line, parted by signs: what one of them says, as the others are its like."""
    if block.link_density <= LINKED or block.words > SHORT_WORDS:
        return None
    parts = _PARTS.split(block.text)
    told = (cue for part in parts for cue in cues_in(part) if cue.whole_line and cue.reason not in NEVER)
    return next(told, None) if len(parts) > 1 else None


def _is_enough(cue: Cue, block: PageBlock, *, edge: bool) -> bool:
    """The cue, with what else speaks against the line."""
    words, linked = block.words, block.link_density > LINKED
    if cue.whole_line:
        weak = cue.reason in NEED_MORE or (words == 1 and block.role != "paragraph")
        return not weak or linked or (edge and block.role != "heading")
    if cue.reason in AT_THE_EDGE and " " in cue.phrase and len(cue.phrase) >= NEARLY_ALL * len(block.text):
        return True
    if words <= SHORT_WORDS:
        is_legal = block.role != "paragraph" and cue.reason in LAWYERS and cue.phrase.count(" ") >= LEGAL_PHRASE - 1
        return is_legal or linked or (edge and _is_telling(cue))
    return cue.reason == "affiliate-notice" and edge and words <= LONG_NOTICE


def _only_opens(block: PageBlock, cue: Cue) -> bool:
    """A paragraph of which a phrase is no more than the first words: "Follow us home, the old say now"."""
    few = cue.phrase.count(" ") < LEGAL_PHRASE - 1 and len(cue.phrase) < OPENING * len(block.text)
    return few and cue.reason in WIDGETS | {"newsletter"} and block.link_density <= LINKED and not block.strong


def _is_prose(ledger: Ledger, index: int, prose: list[int]) -> bool:
    """Between the paragraphs and as long as they are; or a sentence without a link that is quoted, or printed as the paragraph above."""
    if ledger.page.running[index] and prose[0] < index < prose[-1]:
        return True
    block, above = ledger.page.blocks[index], next((other for other in reversed(prose) if other < index), None)
    if above is None or block.linked or block.words < SENTENCE_WORDS or not ends_like_sentence(block.text):
        return False
    if block.role == "quote":
        return True
    one, other = block.place, ledger.page.blocks[above].place
    return one.parent is other.parent and one.printed == other.printed


def _is_telling(cue: Cue) -> bool:
    """Of a kind that gathers at the edges, and more than one short word that could be any sentence's ("follow")."""
    return cue.reason in AT_THE_EDGE and (" " in cue.phrase or not cue.phrase.isascii())
