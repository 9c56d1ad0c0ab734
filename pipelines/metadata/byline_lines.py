"""Lines of the page that sign it: what begins like a byline, and names that stand alone beside a date.

Knows the wording of bylines (in `pipelines.metadata.roles`) and where they stand; which place is believed is for
`pipelines.metadata.bylines`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from pipelines.metadata.authors import has_case, is_name, names_in
from pipelines.metadata.dates import BETWEEN, dates_in, without_weekday
from pipelines.metadata.full_names import is_full_name, is_interface, is_vietnamese_name, shares
from pipelines.metadata.media_words import DEPARTMENTS, MEDIUM_WORDS
from pipelines.metadata.openings import (
    LABEL,
    LONGEST_BYLINE,
    dateline_names,
    read_signed,
    without_by_word,
)
from pipelines.metadata.page import Element, Page, text_of
from pipelines.metadata.roles import JOINTS, is_role
from pipelines.metadata.strings import any_of
from pipelines.metadata.surroundings import Line, Surroundings
from pipelines.metadata.values import Authors

__all__ = [
    "beside_dates",
    "byline_lines",
    "datelines",
    "linked_names",
    "opening_datelines",
    "said_names",
]

_MOST_LINKS = 8


def byline_lines(around: Surroundings) -> Iterator[Authors]:
    """Lines that begin like a byline and hold little else; a label alone (`By`) takes the next line to itself."""
    label = ""
    for line, part in ((one, part) for one in around.lines for part in one.parts.split(" | ")):
        whole = f"{label} {line.text}" if label else part
        label = whole if LABEL.fullmatch(whole) else ""
        signed = None if label else read_signed(whole, _linked_in(whole, line.element))
        said = () if label else said_names(whole, around)
        if said and not around.is_foreign(line.element, foot=True):
            yield Authors(names=said, origin="byline line", confidence=0.9, byline=whole)
        elif signed and not around.is_foreign(line.element, foot=signed.opens):
            sure = 0.8 if signed.unsaid else 0.9
            yield Authors(names=signed.names, origin="byline line", confidence=sure, byline=whole)


def _linked_in(part: str, element: Element) -> tuple[str, ...]:
    """The names that links say, if they stand in that part of the line: others are behind a bar, beside somebody's own label."""
    names = linked_names(element) if len(element) > 1 else ()
    return names if all(name in part for name in names) else ()


def said_names(line: str, around: Surroundings) -> tuple[str, ...]:
    """The full names, and nothing else, behind the word for `by` of the page's language."""
    said = without_by_word(line, around.page.language)
    names = names_in(said) if said else ()
    return names if names and all(" " in name for name in names) and not is_interface(line) else ()


def datelines(around: Surroundings) -> Iterator[Authors]:
    """`Ana Ruiz | Staff Writer | 3 May 2021`: a name and a date alone in a line right below the headline."""
    for line in [one for one in around.lines if one.after][:_CLOSEST]:
        few = len(line.text.split()) <= _MOST_WORDS
        if few and dates_in(line.text) and not around.is_foreign(line.element):
            names = names_in(line.parts)
            if len(names) == _TWO:
                before = line.text[: dates_in(line.text)[0].start]
                two = _names_alone(without_weekday(before).strip(BETWEEN + "،"), line, around, close=True)
                if len(two) == _TWO:
                    yield Authors(names=two, origin="dateline", confidence=0.6, byline=line.parts)
            if len(names) != 1 or is_interface(names[0]) or _labels_date(names[0], line.parts):
                continue
            if 1 < len(names[0].split()) < 4 or _is_one_word(names[0], around):
                yield Authors(names=names, origin="dateline", confidence=0.6, byline=line.parts)


def _labels_date(name: str, line: str) -> bool:
    """Words of a script without capitals right before a date say that it was published (`पोस्ट किया गया 12 मार्च 2024`)."""
    uncased = name.lower() == name.upper() and "." not in name
    rest = line.partition(name)[2].strip()
    return uncased and " " in name and bool(rest) and not _PARTED.match(rest)


_PARTED = re.compile(r"[|•·,،、/–—(-]")


def beside_dates(around: Surroundings) -> Iterator[Authors]:
    """A full name alone in its line or before a job, next to a line that is a date, near the headline.

    Above the headline it must have capitals: menus end there. Beside a desk nobody else is named.
    """
    below = [one for one in around.lines if one.after][:_CLOSE]
    above = [one for one in around.lines if not one.after][:_CLOSE_ABOVE]
    for lines in (below, above):
        for number in _beside_date(lines):
            line = lines[number]
            names = _lone_names(line, around, close=number < _CLOSEST)
            if names and not around.is_foreign(line.element):
                yield Authors(names=names, origin="name beside the date", confidence=0.55, byline=line.text)


def _beside_date(lines: list[Line]) -> Iterator[int]:
    """The numbers of the lines above and below a date, but where one of the two names a desk."""
    dated = [len(line.text) <= _LONGEST_DATE and bool(dates_in(line.text)) for line in lines]
    for number, line in enumerate(lines):
        dates = [at for at in (number - 1, number + 1) if 0 <= at < len(lines) and dated[at]]
        if dates and not dated[number] and not _is_desk(line):
            others = {2 * at - number for at in dates}
            if not any(_is_desk(lines[other]) for other in others if 0 <= other < len(lines)):
                yield number


def _is_desk(line: Line) -> bool:
    """A line of a job and nobody who has it: `News desk`, `Jaffna correspondent`."""
    few = len(line.text.split()) <= _MOST_UNCASED
    return few and _has_job(line.text) and not names_in(line.text)


def _lone_names(line: Line, around: Surroundings, *, close: bool) -> tuple[str, ...]:
    """The names that a line is; of two, joined by a word, each must look like one."""
    text = _before_description(line.parts, around)
    if not text or (not line.after and (not has_case(text) or text in around.linked_texts)):
        return ()
    return _names_alone(text, line, around, close=close)


def _names_alone(text: str, line: Line, around: Surroundings, *, close: bool) -> tuple[str, ...]:
    names = names_in(text)
    if not names or len(names) > _TWO or _has_job(text) or is_interface(text):
        return ()
    parts = [text] if len(names) == 1 else _JOINED_BY_WORD.split(text)
    if len(parts) != len(names) or (len(parts) == _TWO and not all(" " in part for part in parts)):
        return ()
    alone = [_without_place(part, around) for part in parts]
    if not all(_looks_like_name(part, line.element, around, close=close) for part in alone):
        return ()
    if len(parts) == _TWO and alone != parts and all(len(part.split()) > _TWO for part in parts):
        return tuple(part.rpartition(" ")[0] for part in parts)  # one place is told of: each has one behind it
    return tuple(_without_place(name, around) for name in names)


_TWO = 2
_JOINED_BY_WORD = re.compile(rf"\s+(?:{any_of(JOINTS)})\s+")


def _without_place(name: str, around: Surroundings) -> str:
    """The name without the place behind it, which the text tells of and the rest of the name it does not.

    Only in scripts without capitals, where nothing parts the two: `তানভীর আহমেদ সুনামগঞ্জ`.
    """
    *person, place = name.split()
    if len(person) < _FEWEST_BEFORE_PLACE or name.lower() != name.upper():
        return name
    return " ".join(person) if around.tells_of(place) and not any(map(around.tells_of, person)) else name


_FEWEST_BEFORE_PLACE = 2
_CLOSE_ABOVE = 4


def _before_description(text: str, around: Surroundings) -> str:
    """What stands before a bar, comma or bracket, if a job or a place stands behind; nothing if anything else does.

    `عارف کریم | نمائندہ خصوصی، گلگت`, `መልካሙ ዘውዴ፣ ባሕር ዳር`, `شازیہ بتول (نمائندہ خصوصی)`.
    """
    found = _BAR.search(text)
    if not found:
        return text
    name, described = text[: found.start()], text[found.end() :].strip(" ()")
    comma = found.group().strip() in _COMMAS
    return name if _has_job(described) or _is_place_of(described, name, around, comma=comma) else ""


_COMMAS = frozenset(",،，፣")


def _is_place_of(place: str, name: str, around: Surroundings, *, comma: bool) -> bool:
    """True for a few words of which the text tells and which stand behind a name of which it does not.

    In scripts without capitals a comma between two words and the place is enough: there it stands in other forms.
    """
    words, named = place.split(), name.split()
    if (
        not 0 < len(words) <= _LONGEST_PLACE
        or len(named) < _TWO
        or any(not _is_word(word) for word in (*words, *named))
    ):
        return False
    if has_case(place) and not (place[0].isupper() and name[:1].isupper()):
        return False
    parted = comma and not has_case(name) and len(named) == _TWO and not _DEPARTMENT_WORDS & set(name.split())
    told = parted or around.mentions(words[0])
    return told and not around.mentions(named[0]) and not around.mentions(named[-1])


_LONGEST_PLACE = 3
_DEPARTMENT_WORDS = MEDIUM_WORDS | {word for name in DEPARTMENTS for word in name.split()}


def _has_job(text: str) -> bool:
    return any(is_role(word.strip(BETWEEN + "|()")) for word in text.split())


_BAR = re.compile(r"\s*[|•·/(]\s*|\s+[-–—]\s+|\s*[,،，፣፤]\s*")


def _looks_like_name(text: str, element: Element, around: Surroundings, *, close: bool) -> bool:
    """Two names with capitals, or close to the headline more that the page writes nowhere without them.

    Where the script has none, two to four words that the site's menus do not have.
    """
    if _FULL_NAME.fullmatch(text) or _is_one_word(text, around):
        return True
    if text in around.linked_texts:
        return False
    words = text.split()
    if text.lower() != text.upper():
        return close and is_full_name(text) and (is_vietnamese_name(text) or not around.has_words(words))
    label = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    of_picture = any(part in label for part in _OF_PICTURES)
    return 1 < len(words) <= _MOST_UNCASED and all(map(_is_word, words)) and not of_picture


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


_CLOSEST = 4


def opening_datelines(page: Page, around: Surroundings) -> Iterator[Authors]:
    """Who the story's first paragraph says reported it, as papers of East Asia do."""
    paragraphs = (element for element in page.elements[around.order or 0 :] if element.tag in ("p", "div", "span"))
    for element in islice(paragraphs, _FIRST_PARAGRAPHS):
        text = "" if element.tag != "p" and len(element) else text_of(element, LONGEST_BYLINE)
        names = dateline_names(text) if text else ()
        if names and not around.is_foreign(element):
            yield Authors(names=names, origin="dateline of the text", confidence=0.6, byline=None)
            return


_FIRST_PARAGRAPHS = 40


def linked_names(element: Element) -> tuple[str, ...]:
    """The texts of links that follow one another, if each is a name: `<a>Ana Ruiz</a> <a>Tom Hill</a>` has no comma.

    What stands behind other words is the section, the reviewer, a second date: `<a>Ana Ruiz</a> in <a>Nature</a>`.
    """
    links = list(islice(element.iter("a"), _MOST_LINKS))
    if len(links) < _TWO:
        return ()
    whole, at = text_of(element), 0
    names: list[str] = []
    for link in links:
        name = text_of(link, 80)
        found = whole.find(name, at) if name else -1
        if found < 0 or (names and not _JOINED.fullmatch(whole[at:found])):
            break
        if not is_name(name) or len(names_in(name)) != 1 or shares(name):
            break
        names.append(name)
        at = found + len(name)
    return tuple(names) if len(names) > 1 else ()


_JOINED = re.compile(rf"\W*(?:(?:{any_of(JOINTS)})\W*)?", re.IGNORECASE)
