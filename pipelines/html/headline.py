"""The headline, the byline and the date where they stand at the head of the text: kept apart, not in the text.

Leaves out what the title and authors are (pipelines.metadata says).
"""

from __future__ import annotations

import re

from pipelines.cues import as_written, cues_in
from pipelines.html.align import letters
from pipelines.html.junk import is_copyright_line, is_players_clock
from pipelines.html.ledger import Ledger
from pipelines.html.names import named, names_caption
from pipelines.html.places import PageBlock
from pipelines.html.story_signs import same_headline
from pipelines.metadata.dates import without_dates
from pipelines.metadata.openings import read_signed

__all__ = ["remove_bylines", "remove_headline", "set_title_apart"]

HEAD_BLOCKS = 6
"""Kept blocks within which a byline is looked for."""
BYLINE_WORDS = 14
LONGEST_BYLINE = 120
"""Characters of a byline, for scripts that set no spaces."""
LONGEST_ADDRESSED = 500
"""Characters of a line in which addresses are looked for."""
MOSTLY_MARKED = 0.6
"""Share of a line that name and time elements must make up."""
END_BLOCKS = 2
"""Kept blocks at the end of the text where an author may have signed."""
LONGEST_CREDIT = 60
"""Characters of a line that names an editor."""
LABELLED, LIKE_ROWS = 2, 3
"""Columns of a table of labels and what they label; rows of a table of records, its head counted."""
KICKERS = 2
"""Lines right above the headline that can belong to it."""
KICKER_WORDS = 12
LONGEST_KICKER = 80
BESIDE_NAMES = 12
"""Letters of a line besides its authors' names: "Written by", "von", "und"."""
SENTENCE_ENDS = ".!?…。！？।؟"
DASHES = ("-", "–", "—", "―")
"""What a line opens with that names who was quoted above."""
NAME_WORDS = 4
"""Words of a byline that may end in a full stop: "By J. Smith Jr."."""

_BYLINE_NAME = re.compile(
    r"(?:^|[-_ ])(?:by-?line|author|authors|date|time|timestamp|published|posted|updated|dateline|entry-?meta|post-?meta|"
    r"article-?meta|meta|reading-?time|read-?time)(?:$|[-_ ])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w|(?<!\w)@\w+|https?://\S+")


def set_title_apart(ledger: Ledger) -> None:
    """The page's own headline, before anything is extracted: the first heading that reads as the title.

    Pages without headings print it in bold, or larger than their text.
    """
    title = letters(ledger.title or "")
    if not title:
        return
    shown = [i for i, block in ledger if not block.hidden and block.role != "label"]
    headings = (i for i in shown if ledger.page.blocks[i].role == "heading" and same_headline(ledger.keys[i], title))
    printed = (i for i in shown if ledger.page.blocks[i].strong and ledger.keys[i] == title)
    index = next(headings, next(printed, None))
    if index is not None:
        ledger.set_apart(index, "title", "the page's headline")


def remove_headline(ledger: Ledger) -> None:
    """The headline where it is printed again."""
    title = letters(ledger.title or "")
    for index, block in ledger:
        if not title or block.hidden or (not ledger.kept[index] and not ledger.is_open(index)):
            continue
        if ledger.keys[index] == title or (block.role == "heading" and same_headline(ledger.keys[index], title)):
            ledger.remove(index, "repeated-headline", "the same words as the headline")


def remove_bylines(ledger: Ledger) -> None:
    """Lines that hold a name, a place or a date and nothing else, between the headline and the text and where it ends."""
    kept = ledger.kept_indices()
    if not kept:
        return
    headline = ledger.headline
    title = kept[0] if headline is None else headline
    below = [index for index in kept if index >= title] if ledger.page_type == "article" else kept
    head = below[:HEAD_BLOCKS] or kept[:HEAD_BLOCKS]
    text_above = False
    for index in range(min(title, kept[0]), head[-1] + 1):
        block = ledger.page.blocks[index]
        if block.hidden or not (ledger.kept[index] or ledger.is_open(index)):
            continue
        if text_above and _heads_part(ledger, index):
            continue
        text_above = text_above or (ledger.kept[index] and ledger.page.running[index])
        if _is_described(ledger, index, kept[-1]) or _is_record(block, text_above=text_above):
            continue
        if evidence := _byline_evidence(block, ledger.authors):
            ledger.set_apart(index, "byline", evidence)
    for index in kept[-END_BLOCKS:]:
        block = ledger.page.blocks[index]
        if (
            ledger.kept[index]
            and not (_heads_part(ledger, index) or _is_described(ledger, index, kept[-1]))
            and (evidence := _signature(block, ledger.authors) or _credit(block) or _signed(block))
        ):
            ledger.set_apart(index, "byline", evidence)
    _remove_kickers(ledger, title)
    _remove_descriptions(ledger)


def _remove_descriptions(ledger: Ledger) -> None:
    """Paragraphs where the text ends that name the author, and are named as the author's description is."""
    for index in ledger.kept_indices()[-END_BLOCKS:]:
        block = ledger.page.blocks[index]
        is_named = block.place.tag == "p" and named(block.place.names) == "author-bio"
        if is_named and any(name in block.text for name in ledger.authors):
            names = " ".join(block.place.names[:3])
            ledger.remove(index, "author-bio", f"names the author, where the text ends; inside <p> named {names}")


def _heads_part(ledger: Ledger, index: int) -> bool:
    """Right below a heading inside the text: who wrote that part, or when it takes place."""
    return index > 0 and ledger.kept[index - 1] and ledger.page.blocks[index - 1].role == "heading"


def _is_record(block: PageBlock, *, text_above: bool) -> bool:
    """One of several like rows of a table, dated or timed as results are.

    Tables of two columns above the text say who wrote and when.
    """
    if block.role != "table-row":
        return False
    table = next((place for place in block.place.ancestors() if place.tag == "table"), None)
    columns = block.text.count(" | ") + 1
    return table is not None and (columns > LABELLED or text_above) and table.last - table.first >= LIKE_ROWS


def _is_described(ledger: Ledger, index: int, last: int) -> bool:
    """The text's last line, right below, says who that is in a few words: the two sign a letter, and stay with it."""
    if index != last - 1 or not ledger.kept[last] or read_signed(ledger.page.blocks[index].text):
        return False
    text = ledger.page.blocks[last].text
    plain = ledger.page.blocks[last].role == "paragraph" and text[-1:] not in SENTENCE_ENDS
    return plain and len(text.split()) <= KICKER_WORDS and _without_dates(text) == text


def _remove_kickers(ledger: Ledger, title: int) -> None:
    """Lines above the headline, as agencies set them ("After three years of digging;") and as a page's head is built.

    Only those right above it where the text begins above it.
    """
    text_above = any(ledger.kept[i] and ledger.page.running[i] for i in range(title)) or ledger.page_type != "article"
    for index in range(max(0, title - KICKERS) if text_above else 0, title):
        block = ledger.page.blocks[index]
        short = block.pieces <= KICKER_WORDS and len(block.text) <= LONGEST_KICKER
        if ledger.kept[index] and short and block.role != "heading":
            right = index >= title - KICKERS
            told = "a short line right above the headline" if right else "a short line above the headline"
            ledger.remove(index, "section-label" if right else "navigation", told)


def _credit(block: PageBlock) -> str:
    """A line that names who edited: "(Editor: Mo Chen)"."""
    bare = block.text.strip("()[]（）【】 \u3000")
    if len(bare) > LONGEST_CREDIT:
        return ""
    for cue in cues_in(bare):
        label = as_written(bare, cue)
        if cue.reason == "byline" and bare.startswith(label) and bare[len(label) :].lstrip()[:1] in (":", "：", "・"):
            return f"says “{label}”"
    return ""


def _signed(block: PageBlock) -> str:
    """A short line that says who wrote or posted it: "Written by Mira Kolb"."""
    undated = _without_dates(block.text)
    if len(undated.split()) > BYLINE_WORDS // 2 or block.text[-1:] in SENTENCE_ENDS:
        return ""
    for cue in cues_in(block.text):
        label = as_written(block.text, cue)
        if cue.reason == "byline" and " " in cue.phrase and block.text.startswith(label):
            return f"says “{label}”"
    return ""


def _byline_evidence(block: PageBlock, authors: tuple[str, ...]) -> str:
    if block.role in ("heading", "caption") or len(block.text) > LONGEST_BYLINE:
        return ""  # a picture's credit is its caption's
    undated = _without_dates(block.text)
    if len(undated.split()) > BYLINE_WORDS:
        return ""
    listed = block.role == "list-item"  # a chronicle's entries are short and dated, too
    return (
        _marked_byline(block)
        or _worded_byline(block.text, undated, listed=listed)
        or _signature(block, authors, undated)
    )


def _signature(block: PageBlock, authors: tuple[str, ...], undated: str | None = None) -> str:
    """A line of the author's name and hardly more: "(Mira Kolb)", "Par Claire Dumont et Jean-Luc Petit"."""
    told = block.text if undated is None else undated
    if block.role == "heading" or len(told) > LONGEST_ADDRESSED:
        return ""
    rest = _ADDRESS.sub(" ", told)
    if len(rest) > LONGEST_BYLINE or not any(name in rest for name in authors):
        return ""
    for name in authors:
        rest = rest.replace(name, " ")
    beside = len(letters(rest))
    if beside > BESIDE_NAMES or (beside and rest.rstrip()[-1:] in SENTENCE_ENDS):
        return ""
    return "names the author, and says nothing else"


def _without_dates(text: str) -> str:
    """A line without its dates and clocks: what else it says."""
    return _YEAR.sub(" ", _without_days(text))


def _without_days(text: str) -> str:
    return _CLOCK.sub(" ", without_dates(text))


def _marked_byline(block: PageBlock) -> str:
    if sum(len(mark.text) for mark in block.marks if not names_caption(mark.names)) >= MOSTLY_MARKED * len(block.text):
        return "marked as a name or a time"
    for place in block.place.ancestors()[:2]:
        if place.last - place.first <= HEAD_BLOCKS and any(map(_BYLINE_NAME.search, place.names)):
            return f"inside <{place.tag}> named {' '.join(place.names[:3])}"
    return ""


def _worded_byline(text: str, undated: str, *, listed: bool) -> str:
    if is_copyright_line(text) or is_players_clock(text):
        return ""
    words, dated = len(undated.split()), undated != text
    if text[-1:] in ".!?" and words > NAME_WORDS and not dated:
        return ""  # a sentence may begin with "from" or "by"
    short = words <= BYLINE_WORDS // 2
    cue = next((cue for cue in cues_in(text) if cue.reason == "byline"), None)
    if cue is not None and (cue.whole_line or short or dated):
        return f"says “{as_written(text, cue)}”"
    # "– Mira Kolb, class of 2018" says who is quoted above: a year alone is no day.
    quoted = text[:1] in DASHES and _without_days(text) == text
    bare = short and dated and not listed and not quoted and text[-1:] not in ".!?:"
    return "a short line with a date or time" if bare else ""
