"""Lines of the page that sign it: what begins like a byline, and names that stand alone beside a date.

Knows the wording of bylines (in `pipelines.metadata.roles`) and where they stand; which place is believed is for
`pipelines.metadata.bylines`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, takewhile

from pipelines.metadata.authors import LATER_LABEL, is_name, names_in
from pipelines.metadata.dates import dates_in
from pipelines.metadata.full_names import is_full_name
from pipelines.metadata.page import UNSEEN, Element, Page, text_of
from pipelines.metadata.roles import COLONS, JOINTS, OPENING_LABELS, OPENING_NOUNS, OPENINGS, ROLES
from pipelines.metadata.strings import any_of, one_line, words_of
from pipelines.metadata.surroundings import Line, Surroundings
from pipelines.metadata.values import Authors

__all__ = [
    "LONGEST_BYLINE",
    "beside_dates",
    "bracketed",
    "byline_lines",
    "datelines",
    "linked_names",
    "set_apart",
    "signatures",
]

LONGEST_BYLINE = 160
"""Characters: a longer element is the author's biography."""
_MOST_LINKS = 8


def byline_lines(around: Surroundings) -> Iterator[Authors]:
    """Lines that begin like a byline and hold little else; a label alone (`By`) takes the next line to itself."""
    label = ""
    for line, part in ((one, part) for one in around.lines for part in one.parts.split(" | ")):
        whole = f"{label} {line.text}" if label else part
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
            and not around.is_foreign(line.element, foot=bool(opening))
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
        few = len(line.text.split()) <= _MOST_WORDS
        if few and dates_in(line.text) and not around.is_foreign(line.element):
            names = names_in(line.parts)
            if len(names) == 1 and (1 < len(names[0].split()) < 4 or _is_one_word(names[0], around)):
                yield Authors(names=names, origin="dateline", confidence=0.6, byline=line.parts)


def beside_dates(around: Surroundings) -> Iterator[Authors]:
    """A full name alone in its line, next to a line that is a date, right below the headline."""
    lines = [one for one in around.lines if one.after][:_CLOSE]
    dated = [len(line.text) <= _LONGEST_DATE and bool(dates_in(line.text)) for line in lines]
    for number, line in enumerate(lines):
        if any(dated[max(0, number - 1) : number + 2]) and not dated[number] and _looks_like_name(line, around):
            names = names_in(line.text)
            if (
                len(names) == 1
                and not set(words_of(line.text)) & frozenset(ROLES)
                and not around.is_foreign(line.element)
            ):
                yield Authors(names=names, origin="name beside the date", confidence=0.55, byline=line.text)


def _looks_like_name(line: Line, around: Surroundings) -> bool:
    """Two names with capitals; where the script has none, two to four words that the site's menus do not have."""
    if _FULL_NAME.fullmatch(line.text) or _is_one_word(line.text, around):
        return True
    words = line.text.split()
    uncased = line.text.lower() == line.text.upper() and all(map(_is_word, words))
    label = f"{line.element.get('class') or ''} {line.element.get('id') or ''}".lower()
    return (
        uncased
        and 1 < len(words) <= _MOST_UNCASED
        and line.text not in around.linked_texts
        and not any(part in label for part in _OF_PICTURES)
    )


def _is_one_word(name: str, around: Surroundings) -> bool:
    """`Б.Энхжаргал`, `செ.ஞானமணி`: initials and a name; and one word of a script that sets no spaces in names."""
    *initials, last = [part.strip() for part in name.split(".")]
    if initials:
        short = len(initials) < _MOST_UNCASED and all(0 < len(part) <= _LONGEST_INITIAL for part in initials)
        return short and len(last) > _LONGEST_INITIAL and all(map(_is_word, (*initials, last)))
    return _UNSPACED.fullmatch(name) is not None and name not in around.linked_texts


def _is_word(word: str) -> bool:
    return all(unicodedata.category(sign)[0] in "LM" for sign in word)


_MOST_UNCASED = 4
"""Words of a name in a script without capitals."""
_LONGEST_INITIAL = 3
"""Signs, vowel signs counted."""
_UNSPACED = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]{3,24}")
_OF_PICTURES = ("caption", "credit", "copyright", "photo", "image", "img")
_MOST_WORDS = 16
"""Of a dateline; more are a sentence that tells somebody's dates."""
_CLOSE = 8
_LONGEST_DATE = 60
_FULL_NAME = re.compile(
    r"[^\W\d_a-z][^\W\d_A-Z]+(?:-[^\W\d_a-z][^\W\d_A-Z]+)?\s(?:[^\W\d_a-z]\.\s|(?:van|von|de|del|da|al|bin|el)\s)?"
    r"[^\W\d_a-z][^\W\d_A-Z]+(?:-[^\W\d_a-z][^\W\d_A-Z]+)?"
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


def set_apart(page: Page, around: Surroundings) -> Iterator[Authors]:
    """A full name in italics, bold or at the right margin, as the last of the text: how authors sign in many countries."""
    for element in page.elements[around.order or 0 :]:
        if element.tag not in _STRESSED and not (element.tag == "p" and "right" in (element.get("style") or "")):
            continue
        text = text_of(element, _SHORT_BYLINE)
        if not _CAPITALS.fullmatch(text) or not is_full_name(text):
            continue
        box = _box_that_it_ends(element)
        if box is not None and len(text_of(box)) >= _LEAST_TEXT and not around.is_foreign(element):
            yield Authors(names=(text,), origin="signed at the end", confidence=0.55, byline=text)
            return


def _box_that_it_ends(element: Element) -> Element | None:
    """The element around of which this one is the last that says anything; None where something follows."""
    for _ in range(_STRESSED_DEPTH):
        box = element.getparent()
        if box is None or one_line(element.tail or ""):
            return None
        following = takewhile(lambda after: after.tag not in _ENDS, islice(element.itersiblings(), _STRESSED_DEPTH))
        if any(text_of(after, _SHORT_BYLINE) for after in following):
            return None
        if len(text_of(box)) > _SHORT_BYLINE:
            return box
        element = box
    return None


_STRESSED = frozenset(("i", "em", "b", "strong"))
_ENDS = frozenset(("hr",))
"""What begins something else behind a signature."""
_STRESSED_DEPTH = 4
_LEAST_TEXT = 300
"""Characters of a text that is signed."""
_CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+(?:[ -][^\W\d_a-z][^\W\d_A-Z]*){1,3}")


def bracketed(page: Page, around: Surroundings) -> Iterator[Authors]:
    """`……だった。（村上沙織）`: how Japanese papers sign a text, at its end; the last one is the text's."""
    found: Authors | None = None
    for element in page.elements[around.order or 0 :]:
        if element.tag not in ("p", "div", "span") or (len(element) and element.tag != "p"):
            continue
        signed = _BRACKETED.search(text_of(element, _LONGEST_PARAGRAPH)[-_LONGEST_SIGNATURE:])
        if signed and signed[1] not in _NO_SIGNATURES and not around.is_foreign(element):
            found = Authors(
                names=tuple(signed[1].split("、")), origin="signed at the end", confidence=0.55, byline=signed[0]
            )
    if found:
        yield found


_LONGEST_SIGNATURE, _LONGEST_PARAGRAPH = 20, 4000
"""Characters."""
_HAN_NAME = "(?:[㐀-鿿々ヶ]{1,3}[ 　][㐀-鿿々ぁ-ゖァ-ヺ]{1,4}|[㐀-鿿々ヶ]{4,5})"
_BRACKETED = re.compile(rf"(?:^|[。」])[（【]({_HAN_NAME}(?:、{_HAN_NAME})*)(?:記者)?[）】]$")
_NO_SIGNATURES = frozenset(
    "関連記事 写真提供 編集委員 東京本社 大阪本社 記事提供 随時掲載 毎週掲載 共同通信 時事通信 文中敬称略 敬称略す".split()
)
"""What else stands in brackets at the end of a text."""
_CLOSEST = 4
_SHORT_BYLINE = 80


_OPENING = re.compile(
    rf"\W{{0,3}}(?:(?i:{any_of((*OPENINGS, *OPENING_NOUNS))})(?:\s*[{COLONS}/／|–—-]\s*|\s+(?=\S)|(?=[A-Z]))"
    rf"|(?i:{any_of(OPENING_NOUNS)})\s*[,،、፣]\s*"
    rf"|(?i:{any_of(OPENING_LABELS)})\s*[{COLONS}/／]\s*"
    rf"|(?:{any_of(o.capitalize() for o in OPENING_LABELS if len(o) < 4)})\s+(?=[^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z])"
    r"|d[ai]\s+(?=(?:[^\W\d_a-z][^\W\d_]+\s?){2,4}$)"
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
