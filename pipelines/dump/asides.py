"""Lines among a dump's paragraphs that are no part of the article and say so: pitches, invitations to another story, who wrote it.

A dump has no boxes and links by which HTML tells them, so each must be certain by itself. Leaves out what stands in lists below the
text (pipelines.dump.below) and names alone in a line (pipelines.dump.naming).
"""

from __future__ import annotations

import re

from pipelines.cues import as_written, cues_in
from pipelines.dump.lines import without_markdown
from pipelines.dump.page import LABEL_SIZE, Page, cue_of
from pipelines.mailings import mailings_among
from pipelines.metadata.authors import names_in
from pipelines.metadata.full_names import is_full_name

__all__ = ["name_labelled_adverts", "name_own_biography", "name_pitches", "name_read_also"]

LONGEST_INVITATION = 30.0
"""Words of a line that leads to another story."""
REACH = 4
"""Lines below the text among which its author is described."""
LONGEST_BIOGRAPHY = 40.0
"""Words."""
LEAST_TEXT = 3
"""Kept lines that are left above a biography."""

_SIGNS = re.compile(r"^[\W\d_]*")
"""Bullets, arrows and the numbers that text browsers give to links."""
_COLON = re.compile(r"\s*[:：]\s*\S")
_ADVERT = re.compile(
    r"(?P<before_colon>[^\W\d_][^:：.!?]{1,24}?)\s?[:：]\s*\S|(?P<capitals>[^\W\d_]{2,16})(?P<stop>\.?)\s+(?P<next>\S)"
)
LONGEST_RATING = 400
"""Characters."""
_RATING = re.compile(r"[^\W\d_].*(?<!\d)1\W{1,3}2\W{1,3}3\W{1,3}4\W{1,3}5(?!\d)\D+\d")
"""A scale and the mark that was given: five numbers alone may be anything."""
_BRACKETED = re.compile(r"\s*[(（]")


def name_pitches(page: Page) -> None:
    """Sentences that ask the reader to take a newsletter or follow a channel."""
    places = [at for at in range(len(page.lines)) if page.kept[at] or page.open(at)]
    found = mailings_among([page.lines[at].line.text for at in places])
    for number, words in found.items():
        at = places[number]
        if at != page.title:
            page.name(at, "paragraph" if page.lines[at].prose else "label", "newsletter", f"asks the reader: {words}")


def name_read_also(page: Page) -> None:
    """Kept lines that begin with words for another story and a colon: `Read also: The last mill`."""
    for at, line in enumerate(page.lines):
        if not page.kept[at] or line.size > LONGEST_INVITATION or (line.prose and line.ends):
            continue  # "Related: the boat had a sister, which sank before anybody had given her a name." is a sentence
        cue = cue_of(line, "related-stories")
        if cue is None:
            continue
        text = _SIGNS.sub("", line.line.text, count=1)
        label = as_written(text, cue)
        if text.startswith(label) and _COLON.match(text[len(label) :]):
            page.name(at, "label", "related-stories", f"says “{label}” and names another story")


def name_labelled_adverts(page: Page) -> None:
    """Kept lines that begin with a word for adverts set apart (`Oglas: …`, `ANNONS. …`, `PR …`), and forms of the page.

    The word must be all that its part of the line says, and with a full stop or a blank behind it stand in capitals.
    """
    for at, line in enumerate(page.lines):
        if not page.kept[at] or line.size > LONGEST_INVITATION:
            continue
        text = _SIGNS.sub("", without_markdown(line.line.text), count=1)
        label = _advert_label(text, whole=line.ends)
        if label:
            page.name(at, "label", "advertisement", f"begins with “{label}”")
        elif not line.ends and line.size <= LABEL_SIZE and len(text) <= LONGEST_RATING and _RATING.search(text):
            page.name(at, "label", "share-widget", "a row of marks to give")


def _advert_label(text: str, *, whole: bool) -> str:
    """The word for adverts that a line begins with, which is a whole sentence or not; empty where it is a word of the line."""
    match = _ADVERT.match(text)
    if match is None:
        return ""
    label = match["before_colon"] or match["capitals"]
    if match["before_colon"] and whole and not label.isupper():
        return ""  # "Advertising: the council wants fewer billboards." is a sentence
    if match["capitals"] and not (label.isupper() and (match["stop"] or not whole)):
        return ""
    if match["next"] and not match["stop"] and (match["next"].islower() or match["next"].isdigit()):
        return ""  # "PR is what they called it", "AD 79"
    return label if any(cue.whole_line and cue.reason == "advertisement" for cue in cues_in(label)) else ""


def name_own_biography(page: Page) -> None:
    """The last paragraph, or a sentence right below it, that begins with the name of the author, who is nowhere else in the text."""
    authors = _authors(page)
    last = page.last_kept
    if not authors or sum(page.kept) <= LEAST_TEXT:
        return
    for at in range(max(0, last - 1), min(last + 1 + REACH, len(page.lines))):
        line = page.lines[at]
        if line.size > LONGEST_BIOGRAPHY or not (page.kept[at] or page.open(at)) or at in page.bylines:
            continue
        author = next((name for name in authors if _describes(line.line.text, name)), None)
        whole = line.sentence or _BRACKETED.search(line.line.text) is not None
        if author and whole and not _is_told_of(page, author, at):
            page.name(at, "paragraph", "author-bio", f"begins with the author's name, {author}, where the text ends")


def _authors(page: Page) -> tuple[str, ...]:
    """Names in the bylines and, below a label, alone in the next line."""
    found: dict[str, None] = {}
    for at in page.bylines:
        for place in (at, at + 1):
            if place >= len(page.lines) or page.kept[place] or page.lines[place].size > LABEL_SIZE:
                continue
            text = without_markdown(page.lines[place].line.text)
            names = names_in(text) if place == at else ((text,) if is_full_name(text) else ())
            found |= dict.fromkeys(name for name in names if len(name) > 2 and not any(map(str.isdigit, name)))
    return tuple(found)


def _describes(text: str, name: str) -> bool:
    """The line begins with the name, or with a word for the trade and then the name (`Ο συντάκτης Αργύρης Ντούσας`)."""
    told = without_markdown(text).lstrip("—–-•*（( ")
    at = told.casefold().find(name.casefold())
    return at >= 0 and len(told) > len(name) + 4 and len(told[:at].split()) <= BEFORE_NAME and at <= LONGEST_TRADE


BEFORE_NAME, LONGEST_TRADE = 2, 24
"""Words, and signs, that may stand before the name."""


def _is_told_of(page: Page, author: str, biography: int) -> bool:
    """The text speaks of the author elsewhere, by the full name or its last word: then the line belongs to the story."""
    last = author.rsplit(maxsplit=1)[-1]
    return any(
        keep and at != biography and (author in page.lines[at].line.text or last.casefold() in page.lines[at].words)
        for at, keep in enumerate(page.kept)
    )
