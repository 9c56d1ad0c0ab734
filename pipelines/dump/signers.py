"""Who wrote a dump: a line that says so, else a name that stands where authors' names do.

The surest way is asked first. A name alone must not be made of words that the dump writes in small letters, too: headings are.
"""

from __future__ import annotations

import re

from pipelines.cues import as_written, cues_in
from pipelines.dump.by_day import names_by_day
from pipelines.dump.heads import (
    PLACE_SIGNS,
    bare,
    is_in_text,
    is_medium,
    is_of_a_life,
    is_the_papers,
    names_beside,
    writes_below,
)
from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.naming import dates_of, describes, is_bare_name
from pipelines.dump.page import ADDRESSED, APART, LABEL_SIZE, LONGEST_HEAD, Page, begins_as_byline, cue_of, said_size
from pipelines.metadata.authors import has_case, names_in
from pipelines.metadata.dates import BETWEEN, date_in, dates_in, without_weekday
from pipelines.metadata.full_names import is_full_name
from pipelines.metadata.given_names import has_given_name, opens_with_given_name
from pipelines.metadata.greek_names import in_nominative
from pipelines.metadata.openings import OPENING, dateline_names, read_signed
from pipelines.metadata.roles import COLONS
from pipelines.types import Origin

__all__ = ["BARE", "BELOW", "BYLINE_ORIGIN", "GUESS", "LIKELY", "SURE", "find_authors", "origin_of"]

BYLINE_ORIGIN = "byline line"
SURE, LIKELY, BARE, GUESS = 0.9, 0.7, 0.6, 0.4
"""Confidence: what the line says itself, what its place says, a name without a label, what is one of two readings."""
NEAR_TEXT = 6
"""Lines above the text in which its dateline stands, where no headline was found."""
BRACKETS = "()（）[]【】 "
LONGEST_DATELINE = 120
"""Characters."""
LONGEST_HOUR = 20
"""Signs between a date and the bar behind it."""
BYLINE_LINES = 4
"""Lines below the headline among which a name may stand alone."""
BELOW = 4
"""Lines below the text in which author and date may stand."""
LONGEST_NAMES = 8.0
"""Words of a line below a label that is alone in its own: names, and the day."""

_CLOCK = re.compile(r"^[\s,]*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)


def origin_of(page: Page, field: str, at: int, confidence: float, what: str) -> Origin:
    return Origin(field=field, origin=f"{what} (line {page.lines[at].line.number})", confidence=confidence)


def find_authors(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The byline as printed and its names, from the first way that names somebody; the origin is added to `origins`."""
    for ways in WAYS:
        byline, names = ways(page, origins)
        if names:
            return byline, in_nominative(byline or "", names)
    return None, ()


def _exported(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The author's field of a database's export."""
    export = page.export
    names = names_in(export.byline) if export and export.byline is not None else ()
    if not export or not names or export.byline_line is None:
        return None, ()
    origins.append(origin_of(page, "authors", export.byline_line, SURE, BYLINE_ORIGIN))
    return export.byline, names


def _labelled(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The first byline that names somebody after a label, in its line or in the next."""
    for at in page.bylines:
        text = without_markdown(page.lines[at].line.text)
        label = text.rstrip()[-1:] in COLONS or _labels_author(page, at)
        names = () if label or _tells(page.lines[at]) else _signed(page.lines[at])
        names = _no_words(page, names)
        if names and _says_who(text, names):
            origins.append(origin_of(page, "authors", at, SURE, BYLINE_ORIGIN))
            return text, names
        if label and (names := _named_below(page, at)):
            origins.append(origin_of(page, "authors", at + 1, SURE, BYLINE_ORIGIN))
            return without_markdown(page.lines[at + 1].line.text), names
    return None, ()


def _together(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """Several names in one line of the head, one of which signs a part of the text further down: who wrote all of it."""
    if page.title is None:
        return None, ()
    signed = {name for at in page.bylines if at > page.first_kept for name in _signed(page.lines[at])}
    for at in range(page.title + 1, min(page.first_kept, len(page.lines))):
        names = names_in(bare(page.lines[at].line.text)) if signed and said_size(page.lines[at]) <= LABEL_SIZE else ()
        if len(names) > 1 and signed & set(names) and all(map(is_full_name, names)):
            origins.append(origin_of(page, "authors", at, LIKELY, BYLINE_ORIGIN))
            return page.lines[at].line.text, names
    return None, ()


def _no_words(page: Page, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without single words that the text writes small as well: `By Industry` is a menu's."""
    if all(" " in name or not has_case(name) for name in names):
        return names
    text = {word for at, line in enumerate(page.lines) if page.kept[at] for word in line.line.text.split()}
    return tuple(name for name in names if " " in name or not has_case(name) or name.lower() not in text)


def _tells(line: Measured) -> bool:
    """A sentence that only begins as bylines do: `Di Pulau Sebesi, sekolahnya yang datang kepada murid.`"""
    text = line.line.text.rstrip()
    return (
        line.ends
        and text[-1:] in ".!?…"
        and len(text.rstrip(".!?…").rpartition(" ")[2]) > SHORT
        and text[-2:-1].islower()
        and line.size > TOLD
    )


SHORT, TOLD = 3, 6.0
"""Letters of an abbreviation at the end of a line (`Jr.`), and words of a sentence."""


def _named_below(page: Page, at: int) -> tuple[str, ...]:
    """The names in the line below a label."""
    line = page.lines[at + 1] if at + 1 < len(page.lines) else None
    if line is None or line.ends or line.size > LONGEST_NAMES or any(cue.reason != "byline" for cue in line.cues):
        return ()
    # Of `Published` and `on` in lines of their own neither names anybody.
    return tuple(name for name in names_in(without_markdown(line.line.text)) if not name.islower())


def _signed(line: Measured) -> tuple[str, ...]:
    """The names in a line that says who wrote, in the words of bylines or of cue phrases."""
    text = without_markdown(line.line.text)
    signed = read_signed(text)
    if signed:
        return signed.names
    opening = OPENING.match(text)
    if not opening and ADDRESSED.match(text):
        return ()  # a mail's header: `From: desk@example.org`
    return names_in(text[opening.end() :] if opening else text) if cue_of(line, "byline") else ()


def _reported(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """Who the dateline at the beginning of the text names."""
    names = dateline_names(page.lines[page.first_kept].line.text) if page.first_kept < len(page.lines) else ()
    if names:
        origins.append(origin_of(page, "authors", page.first_kept, BARE, "dateline of the text"))
    return None, names


def _beside_date(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A full name before the date in one line near the headline, or a label and a name behind it."""
    head = page.title if page.title is not None else max(0, page.first_kept - NEAR_TEXT)
    for at in range(head, min(page.first_kept + 2, len(page.lines))):
        text = page.lines[at].line.text
        text = bare(text) if at != page.title and len(text) <= LONGEST_HEAD else ""
        dated = dates_in(text) if len(text) <= LONGEST_DATELINE else ()
        if not dated:
            continue
        told = without_weekday(text[: dated[0].start].rstrip())
        before = APART.split(told.strip(BETWEEN))[0].strip()
        behind = _CLOCK.sub("", text[dated[0].end :]).strip(BETWEEN)
        apart = told.rstrip()[-1:] not in PLACE_SIGNS or (
            opens_with_given_name(before) and not is_in_text(page, before) and not is_of_a_life(text)
        )
        if apart and is_full_name(before) and not is_the_papers(page, before, at):
            names: tuple[str, ...] = (before,)
        elif (last := _behind_bar(text[dated[-1].end :])) and is_full_name(last):
            names = (last,)
        elif any(cue.reason == "byline" and behind.startswith(as_written(behind, cue)) for cue in cues_in(behind)):
            names = tuple(name for name in names_in(behind) if name != behind)
        else:
            continue
        if names:
            origins.append(origin_of(page, "authors", at, BARE, "name beside the date"))
            return text, names
    return None, ()


def _behind_bar(rest: str) -> str:
    """What stands behind a dash or bar after a date and its hour: `3.4.2026 um 07:20 – Ana Ruiz`."""
    parts = APART.split(rest)
    return parts[-1].strip() if len(parts) > 1 and len("".join(parts[:-1])) <= LONGEST_HOUR else ""


def _in_head(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The only line between the headline and the text that holds a name beside a place, a paper, a job, a day or another name."""
    top = page.title + 1 if page.title is not None else max(0, page.first_kept - NEAR_TEXT)
    end = min(max(page.first_kept + 1, top), top + HEAD_LINES, len(page.lines))
    below = [at for at in page.bylines if end <= at <= page.first_kept + STANDFIRSTS and page.lines[at].stamped]
    found = {
        at: names for at in (*range(top, end), *below) if _may_sign(page, at) and (names := names_beside(page, at))
    }
    if len(found) != 1:
        found = {at: names for at in range(top, end) if (names := writes_below(page, at))}
    if not found and page.title is not None:
        above = [
            at for at in page.bylines if page.title - ABOVE <= at < page.title and dates_in(page.lines[at].line.text)
        ]
        found = {at: names for at in above if (names := names_beside(page, at))}
    if len(found) != 1:
        return None, ()
    [(at, names)] = found.items()
    origins.append(origin_of(page, "authors", at, BARE, "name in a line of the head"))
    return page.lines[at].line.text, names


def _may_sign(page: Page, at: int) -> bool:
    named = page.names.get(at)
    return (named is None or named.reason in HEAD_REASONS) and not is_bare_name(page, at)


HEAD_REASONS = frozenset("byline unlikely-text navigation other trailing-story section-label".split())
"""Names of lines of the head whose wording does not say what they are."""
HEAD_LINES = 8
STANDFIRSTS = 1
"""Paragraphs that may stand above the line with day and author."""
ABOVE = 2
"""Lines above the headline in which day and author may stand."""


def _below_headline(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The only name alone in its line between the headline and the text."""
    if page.title is None:
        return None, ()
    end = min(page.title + 1 + BYLINE_LINES, max(page.first_kept, page.title) + 3, len(page.lines))
    prose = [at for at in range(page.title + 1, end) if page.lines[at].prose]
    end = prose[1] if len(prose) > 1 else end  # one may be the standfirst; below two a name is a heading of the text
    found = [at for at in range(page.title + 1, end) if is_bare_name(page, at)]
    name = without_markdown(page.lines[found[0]].line.text) if len(found) == 1 else ""
    if not name or is_the_papers(page, name, found[0]) or _is_heading(page, name):
        return None, ()
    origins.append(origin_of(page, "authors", found[0], GUESS, "name below the headline"))
    return name, (name,)


def _described(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A name alone where the text ends, if a line further down begins with it, as biographies do."""
    last = page.last_kept
    for at in range(max(0, last - 1), min(last + 1 + BELOW, len(page.lines))):
        if is_bare_name(page, at) and any(describes(page, below, at) for below in range(at + 1, len(page.lines))):
            name = without_markdown(page.lines[at].line.text)
            origins.append(origin_of(page, "authors", at, GUESS, "name below the text"))
            return name, (name,)
    return None, ()


def _below(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """Who signed below the text: a line that says so, or a name alone in brackets where it ends."""
    last = page.last_kept
    for at in range(max(0, last), min(last + 1 + BELOW, len(page.lines))):
        line = page.lines[at]
        if names := _signed_by(line):
            origins.append(origin_of(page, "authors", at, LIKELY, BYLINE_ORIGIN))
            return line.line.text, names
        if _labels_author(page, at) and (names := _full_names(_named_below(page, at))):
            origins.append(origin_of(page, "authors", at + 1, LIKELY, BYLINE_ORIGIN))
            return page.lines[at + 1].line.text, names
        text = bare(line.line.text).strip(BRACKETS)
        alone = line.line.text[0] in "(（" or _ends_text(page, at) or _signs_off(page, at, text)
        if at <= last + 1 and alone and is_full_name(text) and not line.cues and not page.writes_small(text):
            origins.append(origin_of(page, "authors", at, GUESS, "name below the text"))
            return line.line.text, (text,)
    return None, ()


def _full_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if all(map(is_full_name, names)) else ()


def _signs_off(page: Page, at: int, name: str) -> bool:
    """A known given name opens or ends the line right below the last paragraph, and what stands below is a page's furniture.

    A reader's name has what he says below it, and one in a list has others beside it; who is written about is in the text.
    """
    above = page.lines[at - 1] if at else None
    told = above is not None and above.ends and page.kept[at - 1]
    if not told or not has_given_name(name) or is_in_text(page, name) or is_the_papers(page, name, at):
        return False
    below = range(at + 1, min(at + 1 + FOOT, len(page.lines)))
    if any(is_bare_name(page, by) and not page.lines[by].cues for by in below[:1]):
        return False
    return not below or any(page.lines[by].cues and not page.lines[by].prose and not page.kept[by] for by in below)


FOOT = 2
"""Lines below a signature of which one says what it is: a paper's notice, a button, a heading for comments."""


def _ends_text(page: Page, at: int) -> bool:
    """The line stands below a paragraph, and nothing of a text or of a thread right below it."""
    above = page.lines[at - 1] if at else None
    named = page.names.get(at + 1)
    told = named is not None and named.reason in BELOW_SIGNATURES
    return above is not None and page.kept[at - 1] and above.prose and told


BELOW_SIGNATURES = frozenset("paywall-notice comment-policy comment-widget author-bio".split())
"""What may stand right below the name of who wrote the text; below a reader's stands what he says, below a heading its list."""


def _far_above(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The last line above the text that says who wrote it, however far above: menus and contents may stand between."""
    for at in range(page.first_kept - 1, -1, -1):
        line = page.lines[at]
        names = _signed_by(line) if at not in page.names or page.names[at].reason == "byline" else ()
        names = tuple(name for name in _no_words(page, names) if has_given_name(name) or not page.writes_some(name))
        if names:
            origins.append(origin_of(page, "authors", at, LIKELY, BYLINE_ORIGIN))
            return line.line.text, names
    return None, ()


def _signed_by(line: Measured) -> tuple[str, ...]:
    """The names in a short line that begins as a byline does."""
    text = line.line.text.strip(BRACKETS)
    if line.size > LABEL_SIZE or text[-1:] in COLONS or _tells(line) or ADDRESSED.match(text):
        return ()
    signed = read_signed(text)
    names = signed.names if signed and signed.opens else names_in(text) if begins_as_byline(line) else ()
    return names if names and _says_who(text, names) else ()


def _bare(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A name alone in its line beside the date's line."""
    for at in page.bylines:
        beside = is_bare_name(page, at) and {at - 1, at + 1} & set(dates_of(page))
        name = without_markdown(page.lines[at].line.text)
        if beside and not is_medium(name) and not _is_heading(page, name):
            origins.append(origin_of(page, "authors", at, BARE, "name beside the date"))
            return page.lines[at].line.text, (name,)
    return None, ()


def _by_day(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """Who stands in the line above or below the day, close to the headline."""
    at, names = names_by_day(page)
    if not names:
        return None, ()
    origins.append(origin_of(page, "authors", at, BARE, "name beside the date"))
    return page.lines[at].line.text, names


def _is_heading(page: Page, name: str) -> bool:
    """A small word inside a name without a known given name, of whose others the text writes one small: `Pavements of Averley`."""
    return any(map(str.islower, name.split())) and page.writes_some(name) and not has_given_name(name)


def _says_who(text: str, names: tuple[str, ...]) -> bool:
    """Something introduces the name: the line is more than the name itself."""
    return text.strip() != names[0] and not date_in(names[0])


def _labels_author(page: Page, at: int) -> bool:
    cue = cue_of(page.lines[at], "byline")
    return cue is not None and cue.whole_line and not date_in(page.lines[at].line.text)


WAYS = (
    _exported,
    _together,
    _labelled,
    _bare,
    _by_day,
    _beside_date,
    _in_head,
    _far_above,
    _below_headline,
    _below,
    _described,
    _reported,
)
"""The surest first."""
