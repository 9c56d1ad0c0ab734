"""What a dump says of itself: headline, authors, section, dates, each from a named line, none without one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipelines.dump.exports import field_of
from pipelines.dump.heads import bare, is_in_rights
from pipelines.dump.lines import without_markdown
from pipelines.dump.page import LABEL_SIZE, Page, cue_of, is_date_alone
from pipelines.dump.printed import heads_a_paper
from pipelines.dump.signers import BARE, BELOW, BYLINE_ORIGIN, GUESS, LIKELY, SURE, find_authors, origin_of
from pipelines.language import language_of
from pipelines.metadata.dates import FoundDate, dates_in
from pipelines.metadata.day_order import orders
from pipelines.metadata.media import is_agency
from pipelines.types import Origin

__all__ = ["Reading", "read_page"]

DAY_ORIGIN = "day alone above the text"
UPDATE = 0.45
"""Confidence of the day of an update: of 69 such days of the corpus it was the article's on 38."""
CRUMBS = re.compile(r"\s*[>›»→≫❯⟩]\s*|\s+[|/\\·•]\s+|\s*::\s*")
CRUMB_SIGNS = " -–—•·*|/[]"
NO_SECTION = re.compile(r"\d|[:：]|\w\.\w|^[\x00-\x7f]{,3}$")
"""A count, a field of a database, a host, an abbreviation of a program's."""
ABOVE = 40
"""Lines above the text in which a date alone in its line may be the article's."""
EARLIEST = "1990-01-01"
"""A printed day before the web is the story's subject, as of HTML pages."""

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
    title = field_of(without_markdown(page.lines[page.title].line.text)) if page.title is not None else None
    if page.title is not None:
        origins.append(origin_of(page, "title", page.title, page.title_confidence, "headline"))
    byline, authors = find_authors(page, origins)
    section = _section(page, authors, origins)
    published, modified = _dates(page, origins)
    return Reading(
        title=title, byline=byline, authors=authors, published=published, modified=modified,
        section=section, origins=tuple(origins),
    )  # fmt: skip


def _section(page: Page, authors: tuple[str, ...], origins: list[Origin]) -> str | None:
    """The first of the labels right above the headline that can be a section's: neither the paper's name nor a count, a day or an author's."""
    for at in (at for at, named in sorted(page.names.items()) if named.reason == "section-label"):
        text = CRUMBS.split(bare(page.lines[at].line.text).strip(CRUMB_SIGNS))[-1].strip(CRUMB_SIGNS)
        if not text or any(author in text for author in authors) or NO_SECTION.search(text):
            continue
        if is_agency(text) or is_in_rights(page, text, at):
            continue
        origins.append(origin_of(page, "section", at, LIKELY, "label above the headline"))
        return text
    return None


def _dates(page: Page, origins: list[Origin]) -> tuple[str | None, str | None]:
    """(published, modified) from the byline's lines, else from a labelled line right below the text."""
    below = range(page.last_kept + 1, min(page.last_kept + 1 + BELOW, len(page.lines)))
    labelled = [at for at in below if cue_of(page.lines[at], "byline")]
    language = _language_of(page)
    published = modified = None
    known = [*_nearest(page), *labelled]
    for at in (*known, *_days_above(page), *_papers_heads(page)):
        text = page.lines[at].line.text
        before = 0
        for found in _dates_in(text, language):
            updated = _UPDATED.search(text[before : found.start])
            before = found.end
            if found.day < EARLIEST:
                continue
            if updated and modified is None:
                modified = found.value
                origins.append(origin_of(page, "modified", at, _confidence(found, SURE), BYLINE_ORIGIN))
            elif not updated and published is None:
                published = found.value
                origin, sure = (BYLINE_ORIGIN, LIKELY) if at in known else (DAY_ORIGIN, BARE)
                origins.append(origin_of(page, "published", at, _confidence(found, sure), origin))
    if modified and not published:  # as of HTML pages (docs/metadata.md): the day it came out, more often than not
        published = modified
        origins.append(Origin(field="published", origin="the day of its update, the only one named", confidence=UPDATE))
    return published, modified


def _days_above(page: Page) -> list[int]:
    """Lines above the text that are a date and hardly more, the nearest first."""
    above = range(page.first_kept - 1, max(-1, page.first_kept - 1 - ABOVE), -1)
    return [at for at in above if _may_date(page, at) and is_date_alone(page.lines[at].line.text)]


def _papers_heads(page: Page) -> list[int]:
    """Rows with the paper, the day and the page above the headline, or above the text where there is none."""
    top = page.title if page.title is not None else page.first_kept
    above = range(min(top, len(page.lines)) - 1, max(-1, top - 1 - PAPERS), -1)
    return [at for at in above if page.lines[at].stamped and heads_a_paper(page.lines[at].line.text)]


PAPERS = 3
"""Lines above the headline in which the paper is named."""


def _may_date(page: Page, at: int) -> bool:
    """Digits, or the sign for the year of a day in Chinese numerals: `二零零五年三月十日`."""
    return page.lines[at].stamped or (page.lines[at].size <= LABEL_SIZE and "年" in page.lines[at].line.text)


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
