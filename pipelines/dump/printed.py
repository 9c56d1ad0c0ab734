"""The heads and feet that a browser prints on each page of an article: rows that come again with a page's number;
and the row above an article of a printed paper, with the paper, the day and the page.

A foot holds an address or is the same on each page but for the number, "2/3", "Page 2 of 3", and the numbers count up to their whole;
a head is the same row right below each foot and at the top. They cut paragraphs in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipelines.metadata.dates import dates_in, without_weekday

__all__ = ["edges_in", "goes_on", "heads_a_paper"]

MOST_SIGNS = 300
"""Of a row that is asked for a page's number."""
FEWEST = 2
"""Pages."""
LONG_ENOUGH = 24
"""Signs of a row that may be the cut part of a paragraph."""
_ADDRESS = re.compile(r"https?://|file://|www\.")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,3})(\D{1,8})(\d{1,3})\D{0,4}$")
_DIGITS = re.compile(r"\d+")


def edges_in(rows: Sequence[str]) -> frozenset[int]:
    """Indexes of the rows that are heads or feet of printed pages; empty for a dump that has none."""
    feet = _feet(rows)
    if not feet:
        return frozenset()
    written = [number for number, row in enumerate(rows) if row]
    place = {number: order for order, number in enumerate(written)}
    below = [written[place[foot] + 1] for foot in feet if place[foot] + 1 < len(written)]
    counts = Counter(rows[number] for number in below)
    heads = {text for text, count in counts.items() if count > 1 or text == rows[written[0]]}
    if not heads and not any(_ADDRESS.search(rows[foot]) for foot in feet):
        return frozenset()
    tops = {number for number in (*below, written[0]) if rows[number] in heads}
    return frozenset(feet) | tops


def _feet(rows: Sequence[str]) -> list[int]:
    """Rows that are the same but for a page's number, which counts up to the number of pages."""
    found: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        match = _NUMBERED.search(row) if row and len(row) <= MOST_SIGNS else None
        if match and 0 < int(match[1]) <= int(match[3]):
            rest = f"{row[: match.start()]} {match[2]}"
            found[rest if _ADDRESS.search(row) else _DIGITS.sub("0", rest), match[3]].append((number, int(match[1])))
    for (_, whole), places in found.items():
        pages = [page for _, page in places]
        if len(pages) >= FEWEST and pages == list(range(pages[0], pages[0] + len(pages))) and pages[-1] == int(whole):
            return [number for number, _ in places]
    return []


def goes_on(above: str, below: str) -> bool:
    """A paragraph cut by a page's edge goes on: no sentence ended above it, and none begins below it.

    Whether a sentence ended is for the caller to say, who knows the signs; here it is asked how both parts look.
    """
    first = next((sign for sign in below if sign.isalpha()), "")
    if not below[:1].isalnum() or len(above) < LONG_ENOUGH:
        return False
    return first.islower() or first.lower() == first.upper()


def heads_a_paper(text: str) -> bool:
    """A paper's name, the day and a number, of the issue or page, each set apart from the others.

    >>> heads_a_paper("The River Gazette  |  30.08.2017  |  page 6"), heads_a_paper("Concert on 30.08.2017 in hall 6")
    (True, False)
    """
    dated = dates_in(text) if len(text) <= LONGEST_PAPER else ()
    if len(dated) != 1:
        return False
    before, behind = without_weekday(text[: dated[0].start]), text[dated[0].end :]
    named = any(map(str.isalpha, before)) and _ENDS_PIECE.search(before) is not None
    numbered = any(map(str.isdigit, before + behind))
    return named and numbered and _NEXT_PIECE.match(behind) is not None


LONGEST_PAPER = 120
"""Signs of a row with a paper's name and day."""
_ENDS_PIECE = re.compile(r"(?:[|,;·•–—]|\d\)?|\s{2,})\s*$")
_NEXT_PIECE = re.compile(r"\s?(?:[^\W\d_]{1,2}\.)?(?:\s*$|\s*[|,;·•–—]|\s{2,}|\s*[^\W\d_]+\.?\s\d{1,4}$)")
"""What stands behind the day: nothing, the next piece, or a page; Slavic languages set a letter for `year` first."""
