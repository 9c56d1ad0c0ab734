"""What a dump says of itself: headline, authors, section, dates, each from a named line, none without one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipelines.cues import as_written, cues_in
from pipelines.dump.lines import without_markdown
from pipelines.dump.measure import Measured
from pipelines.dump.naming import dates_of, describes, is_bare_name
from pipelines.dump.page import APART, LABEL_SIZE, Page, begins_as_byline, cue_of, is_date_alone
from pipelines.language import language_of
from pipelines.metadata.authors import names_in
from pipelines.metadata.dates import BETWEEN, FoundDate, date_in, dates_in, without_weekday
from pipelines.metadata.day_order import orders
from pipelines.metadata.full_names import is_full_name
from pipelines.types import Origin

__all__ = ["Reading", "read_page"]

BYLINE_ORIGIN = "byline line"
DAY_ORIGIN = "day alone above the text"
SURE, LIKELY, BARE, UPDATE, GUESS = 0.9, 0.7, 0.6, 0.45, 0.4
"""Confidence: what the line says itself, what its place says, a name without a label, the day of an update (38 of the 69
such days of the corpus), what is one of two readings."""
CRUMBS = re.compile(r"\s*[>›»→]\s*")
ABOVE = 40
"""Lines above the text in which a date alone in its line may be the article's."""
NEAR_TEXT = 6
"""Lines above the text in which its dateline stands, where no headline was found."""
PLACE_SIGNS = frozenset(",،-–—")
"""What stands between a place and the day: "Bad Homburg, 12 May 2024"."""
EARLIEST = "1990-01-01"
"""A printed day before the web is the story's subject, as of HTML pages."""
BRACKETS = "()（）[]【】 "
LONGEST_DATELINE = 120
"""Characters."""
LONGEST_HOUR = 20
"""Signs between a date and the bar behind it."""
BYLINE_LINES = 4
"""Lines below the headline among which a name may stand alone."""
BELOW = 4
"""Lines below the text in which author and date may stand."""

_CLOCK = re.compile(r"^[\s,]*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)
_UPDATED = re.compile(
    r"updat|modif|mise à jour|actualiz|atualiz|aggiorna|aktuali|güncel|обновл|оновлен|تحديث|روزرسانی|به‌روز|نوێ|更新|修正|수정|bijgewerkt|oppdater|uppdater|opdater|diperbarui|cập nhật|अपडेट|עודכן|ενημ|päivitetty",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The fields of an article that a dump can show."""

    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    published: str | None = None
    modified: str | None = None
    origins: tuple[Origin, ...] = ()


def read_page(page: Page) -> Reading:
    """Read the named lines."""
    origins: list[Origin] = []
    title = without_markdown(page.lines[page.title].line.text) if page.title is not None else None
    if page.title is not None:
        origins.append(_origin(page, "title", page.title, page.title_confidence, "headline"))
    byline, authors = _authors(page, origins)
    section = next((at for at, named in sorted(page.names.items()) if named.reason == "section-label"), None)
    if section is not None:
        origins.append(_origin(page, "section", section, LIKELY, "label above the headline"))
    published, modified = _dates(page, origins)
    label = CRUMBS.split(page.lines[section].line.text)[-1] if section is not None else None
    return Reading(
        title=title, byline=byline, authors=authors, published=published, modified=modified,
        section=label, origins=tuple(origins),
    )  # fmt: skip


def _origin(page: Page, field: str, at: int, confidence: float, what: str) -> Origin:
    return Origin(field=field, origin=f"{what} (line {page.lines[at].line.number})", confidence=confidence)


def _authors(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The first byline that names somebody after a label; else a bare name beside a date."""
    for at in page.bylines:
        text = without_markdown(page.lines[at].line.text)
        names = names_in(text) if cue_of(page.lines[at], "byline") else ()
        if names and _says_who(text, names):
            origins.append(_origin(page, "authors", at, SURE, BYLINE_ORIGIN))
            return text, names
        if not names and at + 1 in page.names and is_bare_name(page, at + 1) and _labels_author(page, at):
            names = names_in(without_markdown(page.lines[at + 1].line.text))
            origins.append(_origin(page, "authors", at + 1, SURE, BYLINE_ORIGIN))
            return page.lines[at + 1].line.text, names
    for ways in (_bare, _beside_date, _below_headline, _far_above, _below, _described):
        found = ways(page, origins)
        if found[1]:
            return found
    return None, ()


def _beside_date(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A full name before the date in one line near the headline, or a label and a name behind it."""
    head = page.title if page.title is not None else max(0, page.first_kept - NEAR_TEXT)
    for at in range(head, min(page.first_kept + 2, len(page.lines))):
        text = page.lines[at].line.text
        dated = dates_in(text) if at != page.title and len(text) <= LONGEST_DATELINE else ()
        if not dated:
            continue
        told = without_weekday(text[: dated[0].start].rstrip())
        before = APART.split(told.strip(BETWEEN))[0].strip()
        behind = _CLOCK.sub("", text[dated[0].end :]).strip(BETWEEN)
        apart = told.rstrip()[-1:] not in PLACE_SIGNS
        if apart and is_full_name(before) and not _is_the_papers(page, before, at):
            names: tuple[str, ...] = (before,)
        elif (last := _behind_bar(text[dated[-1].end :])) and is_full_name(last):
            names = (last,)
        elif any(cue.reason == "byline" and behind.startswith(as_written(behind, cue)) for cue in cues_in(behind)):
            names = tuple(name for name in names_in(behind) if name != behind)
        else:
            continue
        if names:
            origins.append(_origin(page, "authors", at, BARE, "name beside the date"))
            return text, names
    return None, ()


def _behind_bar(rest: str) -> str:
    """What stands behind a dash or bar after a date and its hour: `3.4.2026 um 07:20 – Ana Ruiz`."""
    parts = APART.split(rest)
    return parts[-1].strip() if len(parts) > 1 and len("".join(parts[:-1])) <= LONGEST_HOUR else ""


def _below_headline(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The only name alone in its line between the headline and the text."""
    if page.title is None:
        return None, ()
    end = min(page.title + 1 + BYLINE_LINES, max(page.first_kept, page.title) + 3, len(page.lines))
    found = [at for at in range(page.title + 1, end) if is_bare_name(page, at)]
    name = without_markdown(page.lines[found[0]].line.text) if len(found) == 1 else ""
    if not name or _is_the_papers(page, name, found[0]):
        return None, ()
    origins.append(_origin(page, "authors", found[0], GUESS, "name below the headline"))
    return name, (name,)


def _described(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A name alone where the text ends, if a line further down begins with it, as biographies do."""
    last = page.last_kept
    for at in range(max(0, last - 1), min(last + 1 + BELOW, len(page.lines))):
        if is_bare_name(page, at) and any(describes(page, below, at) for below in range(at + 1, len(page.lines))):
            name = without_markdown(page.lines[at].line.text)
            origins.append(_origin(page, "authors", at, GUESS, "name below the text"))
            return name, (name,)
    return None, ()


def _is_the_papers(page: Page, name: str, at: int) -> bool:
    """A name that stands above the headline, or in what a page says of its rights, is the paper's."""
    top = page.title if page.title is not None else at
    own = [*range(top), *(i for i, named in page.names.items() if named.reason == "copyright")]
    return any(i != at and name.casefold() in page.lines[i].line.text.casefold() for i in own)


def _below(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """Who signed below the text: a line that says so, or a name alone in brackets where it ends."""
    last = page.last_kept
    for at in range(max(0, last), min(last + 1 + BELOW, len(page.lines))):
        line = page.lines[at]
        if names := _signed_by(line):
            origins.append(_origin(page, "authors", at, LIKELY, BYLINE_ORIGIN))
            return line.line.text, names
        text = line.line.text.strip(BRACKETS)
        if at <= last + 1 and line.line.text[0] in "(（" and is_full_name(text) and not line.cues:
            origins.append(_origin(page, "authors", at, GUESS, "name below the text"))
            return line.line.text, (text,)
    return None, ()


def _far_above(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The last line above the text that says who wrote it, however far above: menus and contents may stand between."""
    for at in range(page.first_kept - 1, -1, -1):
        line = page.lines[at]
        names = _signed_by(line) if at not in page.names or page.names[at].reason == "byline" else ()
        if names:
            origins.append(_origin(page, "authors", at, LIKELY, BYLINE_ORIGIN))
            return line.line.text, names
    return None, ()


def _signed_by(line: Measured) -> tuple[str, ...]:
    """The names in a short line that begins as a byline does."""
    text = line.line.text.strip(BRACKETS)
    names = names_in(text) if line.size <= LABEL_SIZE and begins_as_byline(line) else ()
    return names if names and _says_who(text, names) else ()


def _bare(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """A name alone in its line beside the date's line."""
    for at in page.bylines:
        if is_bare_name(page, at) and {at - 1, at + 1} & set(dates_of(page)):
            origins.append(_origin(page, "authors", at, BARE, "name beside the date"))
            return page.lines[at].line.text, names_in(page.lines[at].line.text)
    return None, ()


def _says_who(text: str, names: tuple[str, ...]) -> bool:
    """Something introduces the name: the line is more than the name itself."""
    return text.strip() != names[0] and not date_in(names[0])


def _labels_author(page: Page, at: int) -> bool:
    cue = cue_of(page.lines[at], "byline")
    return cue is not None and cue.whole_line and not date_in(page.lines[at].line.text)


def _dates(page: Page, origins: list[Origin]) -> tuple[str | None, str | None]:
    """(published, modified) from the byline's lines, else from a labelled line right below the text."""
    below = range(page.last_kept + 1, min(page.last_kept + 1 + BELOW, len(page.lines)))
    labelled = [at for at in below if cue_of(page.lines[at], "byline")]
    language = _language_of(page)
    published = modified = None
    known = [*_nearest(page), *labelled]
    for at in (*known, *_days_above(page)):
        text = page.lines[at].line.text
        before = 0
        for found in _dates_in(text, language):
            updated = _UPDATED.search(text[before : found.start])
            before = found.end
            if found.day < EARLIEST:
                continue
            if updated and modified is None:
                modified = found.value
                origins.append(_origin(page, "modified", at, _confidence(found, SURE), BYLINE_ORIGIN))
            elif not updated and published is None:
                published = found.value
                origin, sure = (BYLINE_ORIGIN, LIKELY) if at in known else (DAY_ORIGIN, BARE)
                origins.append(_origin(page, "published", at, _confidence(found, sure), origin))
    if modified and not published:  # as of HTML pages (docs/metadata.md): the day it came out, more often than not
        published = modified
        origins.append(Origin(field="published", origin="the day of its update, the only one named", confidence=UPDATE))
    return published, modified


def _days_above(page: Page) -> list[int]:
    """Lines above the text that are a date and hardly more, the nearest first."""
    above = range(page.first_kept - 1, max(-1, page.first_kept - 1 - ABOVE), -1)
    return [at for at in above if page.lines[at].stamped and is_date_alone(page.lines[at].line.text)]


def _nearest(page: Page) -> list[int]:
    """The bylines in the order in which their dates are believed: below the headline, then upwards from it."""
    head = page.title if page.title is not None else page.first_kept
    above = [at for at in page.bylines if at < head]
    return [at for at in page.bylines if at >= head] + above[::-1]


def _language_of(page: Page) -> Callable[[], str | None]:
    """The text's language, asked for only where a date depends on it; the dump's other dates say which English it is."""

    @cache
    def told() -> str | None:
        text = "\n".join(line.line.text for line, keep in zip(page.lines, page.kept, strict=True) if keep)
        language, _ = language_of(text[:LANGUAGE_SIGNS])
        if language and language.partition("-")[0] != "en":
            return language
        first = orders([line.line.text[:LANGUAGE_LINE] for line in page.lines])
        return ("en-GB" if True in first else "en-US") if len(first) == 1 else language

    return told


LANGUAGE_SIGNS, LANGUAGE_LINE = 2_000, 80
"""Characters that tell a language; of a line in which a date may stand."""


def _dates_in(text: str, language: Callable[[], str | None]) -> tuple[FoundDate, ...]:
    """The line's dates; read again in the language where without it one is of two readings, or none is found."""
    found = dates_in(text)
    if (found and all(one.sure for one in found)) or not any(sign.isdigit() for sign in text):
        return found
    return dates_in(text, language()) or found


def _confidence(found: FoundDate, usual: float) -> float:
    return usual if found.sure else GUESS
