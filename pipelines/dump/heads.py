"""Names in the lines of a dump's head that say more than one name: where, for whom, in what job, and who else wrote.

    Ana Ruiz, Lima          The Harbour Gazette - Ana Ruiz          2 May 2026 | Ana Ruiz | 4 comments          Ana Ruiz writes:

A line is cut at its signs and at its dates; every piece must be known for what it is, one of them the name. Who stands in
the text, too, is written about and no author.
"""

from __future__ import annotations

import re

from pipelines.cues import cues_in
from pipelines.dump.marks import LINK, without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.page import LABEL_SIZE, LONGEST_HEAD, Page, said_size
from pipelines.metadata.authors import CREDIT, has_case, names_in
from pipelines.metadata.dates import BETWEEN, dates_in, without_weekday
from pipelines.metadata.full_names import is_full_name, is_initialled_name
from pipelines.metadata.given_names import has_given_name, opens_with_given_name
from pipelines.metadata.media import is_agency
from pipelines.metadata.media_words import MEDIUM_WORDS
from pipelines.metadata.month_names import is_weekday
from pipelines.metadata.openings import read_signed
from pipelines.metadata.roles import COLONS, is_role
from pipelines.metadata.strings import words_of

__all__ = [
    "PLACE_SIGNS",
    "bare",
    "is_day",
    "is_in_rights",
    "is_in_text",
    "is_medium",
    "is_of_a_life",
    "is_the_papers",
    "names_beside",
    "writes_below",
]

PLACE_SIGNS = frozenset(",،-–—")
"""What stands between a place and the day: "Bad Homburg, 12 May 2024"."""
MOST_PIECES = 4
PLACE_WORDS = 3
LABEL_WORDS = 2
COUNT_WORDS = 4
"""Words of a count: `Lu 5 612 fois`, `4 min read`."""
QUOTES = "\"'“”„«»‹›‘’「『–—-"
_COUNT = re.compile(r"[^\W\d_]+:\s*\d[\d\s.,]*(?=\s|$)")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}[時时시]\s?(?:\d{1,2}[分분])?|(?<![\d:.])\d{1,2}\s?[:.hu]\s?\d{2}(?::\d{2})?(?![\d:])\s*(?:(?:[ap]\.?\s?m\.?|uhr|uur|hrs?|hs|h|hod\.?|น\.)(?!\w))?",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[|•·●/／—–]\s*|\s+-\s+|\s*[,،、;]\s*|[()（）\[\]]|\s{2,}")
_ZONE = re.compile(r"\(?(?:[A-Z]{2,5}|GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\)?")
_REPORTER = re.compile(
    r"(?:记者|記者|作者|撰文|撰稿|특파원)\s*[:：]?\s*([㐀-鿿]{2,4})(?=\s*(?:[／/|　\s）)】]|$))|(?<![가-힣])([가-힣]{3})\s?(?:기자|특파원)(?![가-힣])"
)
"""A reporter in a line of the head: `2018-10-30 後山報／記者潘柏叡／花蓮報導`."""
_CJK_LINE = 60
"""Signs of such a line."""
_WRITES = re.compile(rf"(.+?)\s([^\W\d_]+)\s?[{COLONS}]")
"""`Ana Ruiz writes:`, in any language a name and one word."""
_SENTENCE_ENDS = "。！？!?"


def bare(text: str) -> str:
    """The line without Markdown, a bar at either side of what was a link, without stray signs of emphasis."""
    return without_markdown(LINK.sub(r" | \1 | ", text)).strip("#_* ")


def names_beside(page: Page, at: int) -> tuple[str, ...]:
    """The names in a line of the head that holds more than one name, where all else in it is known."""
    line = page.lines[at]
    if len(line.line.text) > LONGEST_HEAD or said_size(line) > LABEL_SIZE or line.line.text[-1] in _SENTENCE_ENDS:
        return ()
    text = bare(line.line.text)
    if CREDIT.search(text) or is_of_a_life(text):
        return ()
    if len(text) <= _CJK_LINE and (reporter := _REPORTER.search(text)) and not is_told_by(line):
        return tuple(filter(None, reporter.groups()))
    signed = read_signed(text) if line.stamped else None
    if signed and all(map(is_full_name, signed.names)):
        return signed.names
    return _among(page, at, _pieces(text))


def _among(page: Page, at: int, pieces: list[str]) -> tuple[str, ...]:
    """The names among the pieces of a line, if each of the others is a job, the paper or a place."""
    papers = [piece for piece in pieces if _is_paper(page, at, piece)]
    found = [names for piece in pieces if piece not in papers and (names := _names_of(piece))]
    rest = [piece for piece in pieces if piece not in papers and not _names_of(piece)]
    if len(found) != 1 or len(pieces) > MOST_PIECES:
        return ()
    known = all(_is_known(page, at, piece) for piece in rest) and _is_sure(page, at, pieces, found[0])
    return found[0] if known and not any(is_in_text(page, name) or page.writes_small(name) for name in found[0]) else ()


def is_of_a_life(text: str) -> bool:
    """A day before the web is the story's: `John Carter, 12 May 1843 - 3 June 1901`."""
    return any(found.day < EARLIEST for found in dates_in(text))


EARLIEST = "1990-01-01"


def is_told_by(line: Measured) -> bool:
    """A sentence tells of reporters: `记者从县里获悉，`."""
    return line.prose or line.ends or "，" in line.line.text


def _is_sure(page: Page, at: int, pieces: list[str], names: tuple[str, ...]) -> bool:
    """A name with nothing beside it has other readers; two words of a place and a country look like a name and a place."""
    if all(map(opens_with_given_name, names)):
        return True
    if len(pieces) == 1 and not page.lines[at].stamped:
        return len(names) > 1
    if _mails(page.lines[at].line.text, names) or _has_biography(page, names):
        return True
    known = any(_has_job(piece) or _is_paper(page, at, piece) for piece in pieces)
    placed = len(pieces) > 1 and any(is_in_text(page, piece) for piece in pieces if piece not in names)
    return known or placed or (page.title is not None and len(pieces) == 1 and _is_apart_from_date(page, at))


def _mails(text: str, names: tuple[str, ...]) -> bool:
    """An address beside the name that begins with a letter that a word of the name begins with."""
    found = _MAIL.search(text)
    return found is not None and any(
        word.casefold().startswith(found[0][0].casefold()) for name in names for word in name.split()
    )


_MAIL = re.compile(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")


def _has_biography(page: Page, names: tuple[str, ...]) -> bool:
    """A line outside the text that describes an author begins with one of the names."""
    bios = (at for at, named in page.names.items() if named.reason == "author-bio")
    return any(bare(page.lines[at].line.text).startswith(f"{name} ") for at in bios for name in names)


def _is_apart_from_date(page: Page, at: int) -> bool:
    """A date stands in the line, and no comma or dash alone between it and the name, as between a place and the day."""
    text = bare(page.lines[at].line.text)
    dated = dates_in(text)
    told = without_weekday(text[: dated[0].start].rstrip()).rstrip() if dated else ""
    return bool(dated) and (told[-1:] not in PLACE_SIGNS or _CLOCK.search(text[dated[-1].end :]) is not None)


def _pieces(text: str) -> list[str]:
    """What the line says between its signs, dates and counts."""
    for found in reversed(dates_in(text)):
        before = without_weekday(text[: found.start].rstrip(BETWEEN)) if text[: found.start].strip(BETWEEN) else ""
        if text[: found.start].rstrip()[-1:] in COLONS and len(before.split()) <= LABEL_WORDS:
            before = ""  # the date's label: `Entry date: 12.05.2024`
        text = f"{before} | {text[found.end :]}"
    text = _COUNT.sub(" | ", _CLOCK.sub(" | ", _MAIL.sub(" | ", text)))
    pieces = (piece.strip(BETWEEN + "*_") for piece in _APART.split(text))
    return [piece for piece in pieces if any(map(str.isalpha, piece)) and not _is_nothing(piece)]


def is_day(line: Measured) -> bool:
    """A day, its hour and a count, and no more than a word of three letters beside them: `Vrijdag 22 maart 2019 om 3.25 uur`."""
    text = bare(line.line.text)
    return bool(dates_in(text)) and all(len(piece) <= SMALL_WORD for piece in _pieces(text))


SMALL_WORD = 3


def _is_nothing(piece: str) -> bool:
    """A count, a day of the week, the zone of an hour, a letter beside a date (`d.`, `m.`)."""
    words = piece.split()
    count = any(map(str.isdigit, piece)) and len(words) <= COUNT_WORDS
    return count or _ZONE.fullmatch(piece) is not None or len(piece) == 1 or is_weekday(piece)


def _names_of(piece: str) -> tuple[str, ...]:
    """The full names that the piece is: one, or several joined by a word for `and`; after a label or before a job as well."""
    if is_full_name(piece) or is_initialled_name(piece):
        return (piece,)
    signed = read_signed(piece)
    label, _, rest = piece.partition(next((sign for sign in piece if sign in COLONS), "\0"))
    by_job = bool(rest) and len(label.split()) <= LABEL_WORDS and any(map(is_role, label.split()))
    names = signed.names if signed and signed.opens else names_in(rest if by_job else piece)
    joined = len(names) > 1 and sum(map(len, names)) >= len(piece) - len(" and ") * (len(names) - 1)
    told = bool(signed and signed.opens) or joined or by_job
    return names if told and names and all(map(is_full_name, names)) else ()


def _is_known(page: Page, at: int, piece: str) -> bool:
    """A job, the paper or a place."""
    if _has_job(piece) or _is_paper(page, at, piece):
        return True
    words = piece.split()
    cased = [word for word in words if has_case(word)]
    capital = all(word[0].isupper() for word in cased if len(word) > 3)
    place = len(words) <= PLACE_WORDS and capital and not cues_in(piece)
    return place and (bool(cased) or is_in_text(page, piece) or _stands_by_date(page, at))


def _has_job(piece: str) -> bool:
    return any(map(is_role, piece.replace("-", " ").split()))


def _is_paper(page: Page, at: int, piece: str) -> bool:
    """The paper's name: a word for one, an agency, or what stands outside the text as well."""
    if not is_medium(piece) and is_full_name(piece) and (has_given_name(piece) or _has_biography(page, (piece,))):
        return False  # who wrote is named in other lines outside the text, too
    return is_the_papers(page, piece, at) or any(
        i != at and not page.kept[i] and i != page.title and piece.casefold() in page.lines[i].line.text.casefold()
        for i in range(len(page.lines))
    )


def _stands_by_date(page: Page, at: int) -> bool:
    return any(0 <= by < len(page.lines) and page.lines[by].stamped for by in (at - 1, at, at + 1))


def is_in_text(page: Page, name: str) -> bool:
    """The name, or its last word, stands in the headline or in the text."""
    words = [word for word in name.casefold().split() if len(word) > 2] or [name.casefold()]
    lines = (line for i, line in enumerate(page.lines) if i == page.title or (page.kept[i] and line.prose))
    return any(words[-1] in line.line.text.casefold() for line in lines)


def is_medium(name: str) -> bool:
    """An agency, or a name with a word for a medium in it."""
    return is_agency(name) or bool(set(words_of(name)) & MEDIUM_WORDS)


def is_the_papers(page: Page, name: str, at: int) -> bool:
    """A name that stands above the headline, or in what a page says of its rights, is the paper's."""
    if is_medium(name):
        return True
    top = page.title if page.title is not None else at
    above = any(i != at and name.casefold() in page.lines[i].line.text.casefold() for i in range(top))
    return above or is_in_rights(page, name, at)


def is_in_rights(page: Page, name: str, at: int) -> bool:
    """A name that another line says in what the page says of its rights."""
    rights = (page.lines[i].line.text for i, named in page.names.items() if i != at and named.reason == "copyright")
    return any(name.casefold() in text.casefold() for text in rights)


def writes_below(page: Page, at: int) -> tuple[str, ...]:
    """The name of a line that introduces the text itself, `Ana Ruiz writes:`; before a quotation it is who says it."""
    text = page.lines[at].line.text
    found = _WRITES.fullmatch(bare(text)) if len(text) <= LONGEST_HEAD else None
    below = page.lines[at + 1].line.text if at + 1 < len(page.lines) else ""
    if not found or not is_full_name(found[1]) or not below or below[0] in QUOTES or is_in_text(page, found[1]):
        return ()
    return (found[1],)
