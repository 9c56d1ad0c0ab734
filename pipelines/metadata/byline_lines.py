"""Lines of the page that sign it: what begins like a byline, and names that stand alone beside a date.

Knows the wording of bylines (in `pipelines.metadata.roles`) and where they stand; which place is believed is for
`pipelines.metadata.bylines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.metadata.authors import LATER_LABEL, is_name, names_in
from pipelines.metadata.dates import dates_in
from pipelines.metadata.page import UNSEEN, Element, Page, text_of
from pipelines.metadata.roles import COLONS, JOINTS, OPENING_LABELS, OPENING_NOUNS, OPENINGS, ROLES
from pipelines.metadata.strings import any_of, words_of
from pipelines.metadata.surroundings import Surroundings
from pipelines.metadata.values import Authors

__all__ = ["LONGEST_BYLINE", "beside_dates", "byline_lines", "datelines", "linked_names", "signatures"]

LONGEST_BYLINE = 160
"""Characters: a longer element is the author's biography."""
_MOST_LINKS = 8


def byline_lines(around: Surroundings) -> Iterator[Authors]:
    """Lines that begin like a byline and hold little else; a label alone (`By`) takes the next line to itself."""
    label = ""
    for line in around.lines:
        whole = f"{label} {line.text}" if label else line.text
        label = whole if _LABEL.fullmatch(whole) else ""
        opening = _OPENING.match(whole)
        labelled = None if opening else LATER_LABEL.search(whole)
        if label or _is_told(whole) or not (opening or labelled or _SIGNED.match(whole)):
            continue
        rest = whole[opening.end() :] if opening else whole
        names = (len(line.element) > 1 and linked_names(line.element)) or names_in(rest)
        if opening and opening.group().strip(" :").casefold() in _PREPOSITIONS and not any(" " in n for n in names):
            continue
        named = sum(map(len, names))
        if (
            named
            and (labelled or len(whole) <= _SHORT_BYLINE or named > len(whole) / 3)
            and not around.is_foreign(line.element)
        ):
            unsaid = _REPORTER.match(whole) is not None
            if unsaid and any(_HAN_WORDS.search(name) for name in names):
                continue
            yield Authors(names=names, origin="byline line", confidence=0.8 if unsaid else 0.9, byline=whole)


def _is_told(line: str) -> bool:
    """True for a paragraph: `记者近日在老街看到，……。` begins like a byline and tells a story."""
    return len(line) > LONGEST_BYLINE or bool(_TOLD.search(line))


_TOLD = re.compile(r"。|[！？].|[，,][^，,、]*[㐀-鿿]{9}")
"""What no byline holds: an ended sentence of a script without spaces, or a clause of so many signs after a comma."""


def datelines(around: Surroundings) -> Iterator[Authors]:
    """`Ana Ruiz | Staff Writer | 3 May 2021`: a name and a date alone in a line right below the headline."""
    for line in [one for one in around.lines if one.after][:_CLOSEST]:
        if dates_in(line.text) and not around.is_foreign(line.element):
            names = names_in(line.text)
            if len(names) == 1 and 1 < len(names[0].split()) < 4:
                yield Authors(names=names, origin="dateline", confidence=0.6, byline=line.text)


def beside_dates(around: Surroundings) -> Iterator[Authors]:
    """A full name alone in its line, next to a line that is a date, right below the headline."""
    lines = [one for one in around.lines if one.after][:_CLOSE]
    dated = [len(line.text) <= _LONGEST_DATE and bool(dates_in(line.text)) for line in lines]
    for number, line in enumerate(lines):
        if any(dated[max(0, number - 1) : number + 2]) and not dated[number] and _FULL_NAME.fullmatch(line.text):
            names = names_in(line.text)
            if (
                len(names) == 1
                and not set(words_of(line.text)) & frozenset(ROLES)
                and not around.is_foreign(line.element)
            ):
                yield Authors(names=names, origin="name beside the date", confidence=0.55, byline=line.text)


_CLOSE = 8
_LONGEST_DATE = 60
_FULL_NAME = re.compile(
    r"[^\W\d_a-z][^\W\d_A-Z]+\s(?:[^\W\d_a-z]\.\s|(?:van|von|de|del|da|al|bin|el)\s)?[^\W\d_a-z][^\W\d_A-Z]+"
)


def signatures(page: Page, around: Surroundings) -> Iterator[Authors]:
    """A byline below the text, of pages that name nobody at the headline; looked for last, because all lines are read."""
    last = around.order or 0
    for element in page.elements[last:]:
        start = (element.text or "").lstrip()[:40]
        if not start or element.tag in UNSEEN or not _OPENING.match(f"{start} X"):
            continue
        line = text_of(element)
        opening = _OPENING.match(line)
        if not opening or len(line) > _SHORT_BYLINE or _is_told(line) or around.is_foreign(element):
            continue
        names = names_in(line[opening.end() :])
        if names and all(" " in name for name in names) and sum(map(len, names)) > len(line) / 3:
            yield Authors(names=names, origin="line below the text", confidence=0.6, byline=line)


_CLOSEST = 4
_SHORT_BYLINE = 80


_OPENING = re.compile(
    rf"\W{{0,3}}(?:(?i:{any_of((*OPENINGS, *OPENING_NOUNS))})(?:\s*[{COLONS}/／|–—-]\s*|\s+(?=\S)|(?=[A-Z]))"
    rf"|(?i:{any_of(OPENING_LABELS)})\s*[{COLONS}/／]\s*"
    rf"|(?:{any_of(o.capitalize() for o in OPENING_LABELS if len(o) < 4)})\s+(?=[^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z])"
    r"|(?:作者|文|撰文|撰稿|責任編輯|筆者|著者|執筆|取材・文|記者|记者|글)\s*[:：/／丨・＝=]|文\s+(?=\S)|글\s+(?=\S)"
    r"|(?:[^\s\W]{1,8}[报報社网網]\s?)?(?:记者|記者|特派员|特派員)\s*[:：]?\s*(?=[㐀-鿿])|(?:撰文|作者|執筆)\s+(?=\S))"
)
_SIGNED = re.compile(
    r"(?:[가-힣]{2,4}\s?(?:기자|특파원|선임기자|인턴기자|논설위원)(?:\s|$)"
    r"|[㐀-鿿぀-ヿ]{2,8}[\s　]?(?:記者|記者\s|特派員)(?:\s|$)"
    r"|.{6,30}\d{4}\W+(?i:by|von|par|por)\s)"
)
_REPORTER = re.compile(r"\W{0,3}(?:记者|記者|特派员|特派員)(?!\s*[:：/／丨|])")
"""`记者` without a colon begins sentences as well: what the page says of itself goes before such a line."""
_HAN_WORDS = re.compile(r"[㐀-鿿]{5}")
"""Han signs in a row that are no person: names have two to four."""
_PREPOSITIONS = frozenset("von par por av af di da de na ni nga door deur oleh przez от від".split())
"""Openings that begin headings as well (`Von Bienen und Menschen`): only full names follow them."""
_LABEL = re.compile(rf"(?i:{any_of((*OPENINGS, *OPENING_NOUNS))}|作者|撰文|author\(s\))\s*[:：]?")


def linked_names(element: Element) -> tuple[str, ...]:
    """The texts of links that follow one another, if each is a name: `<a>Ana Ruiz</a> <a>Tom Hill</a>` has no comma.

    What stands behind other words is the section, the reviewer, a second date: `<a>Ana Ruiz</a> in <a>Nature</a>`.
    """
    whole, at = text_of(element), 0
    names: list[str] = []
    for link in islice(element.iter("a"), _MOST_LINKS):
        name = text_of(link, 80)
        found = whole.find(name, at) if name else -1
        if found < 0 or (names and not _JOINED.fullmatch(whole[at:found])):
            break
        if not is_name(name) or len(names_in(name)) != 1:
            break
        names.append(name)
        at = found + len(name)
    return tuple(names) if len(names) > 1 else ()


_JOINED = re.compile(rf"\W*(?:(?:{any_of(JOINTS)})\W*)?", re.IGNORECASE)
