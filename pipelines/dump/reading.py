"""What a dump says of itself: headline, authors, section, dates, each from a named line, none without one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.dump.page import Page, cue_of
from pipelines.metadata.authors import names_in
from pipelines.metadata.dates import FoundDate, date_in
from pipelines.types import Origin

__all__ = ["Reading", "read_page"]

BYLINE_ORIGIN = "byline line"
SURE, LIKELY, GUESS = 0.9, 0.7, 0.4
"""Confidence: what the line says itself, what its place says, what is one of two readings."""
WORDS_OF_A_NAME = 8.0
BELOW = 4
"""Lines below the text in which author and date may stand."""

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
    title = page.lines[page.title].line.text if page.title is not None else None
    if page.title is not None:
        origins.append(_origin(page, "title", page.title, page.title_confidence, "headline"))
    byline, authors = _authors(page, origins)
    section = next((at for at, named in sorted(page.names.items()) if named.reason == "section-label"), None)
    if section is not None:
        origins.append(_origin(page, "section", section, LIKELY, "label above the headline"))
    published, modified = _dates(page, origins)
    return Reading(
        title=title, byline=byline, authors=authors, published=published, modified=modified,
        section=page.lines[section].line.text if section is not None else None, origins=tuple(origins),
    )  # fmt: skip


def _origin(page: Page, field: str, at: int, confidence: float, what: str) -> Origin:
    return Origin(field=field, origin=f"{what} (line {page.lines[at].line.number})", confidence=confidence)


def _authors(page: Page, origins: list[Origin]) -> tuple[str | None, tuple[str, ...]]:
    """The first byline that names somebody after a label; else a bare name beside a date."""
    for at in page.bylines:
        text = page.lines[at].line.text
        names = names_in(text) if cue_of(page.lines[at], "byline") else ()
        if names and _says_who(text, names):
            origins.append(_origin(page, "authors", at, SURE, BYLINE_ORIGIN))
            return text, names
        if not names and at + 1 in page.names and _is_bare_name(page, at + 1) and _labels_author(page, at):
            names = names_in(page.lines[at + 1].line.text)
            origins.append(_origin(page, "authors", at + 1, SURE, BYLINE_ORIGIN))
            return page.lines[at + 1].line.text, names
    return None, ()


def _says_who(text: str, names: tuple[str, ...]) -> bool:
    """Something introduces the name: the line is more than the name itself."""
    return text.strip() != names[0] and not date_in(names[0])


def _labels_author(page: Page, at: int) -> bool:
    cue = cue_of(page.lines[at], "byline")
    return cue is not None and cue.whole_line and not date_in(page.lines[at].line.text)


def _is_bare_name(page: Page, at: int) -> bool:
    line = page.lines[at]
    return 1 < line.size <= WORDS_OF_A_NAME and not line.ends and not line.stamped and bool(names_in(line.line.text))


def _dates(page: Page, origins: list[Origin]) -> tuple[str | None, str | None]:
    """(published, modified) from the byline's lines, else from a labelled line right below the text."""
    below = range(page.last_kept + 1, min(page.last_kept + 1 + BELOW, len(page.lines)))
    labelled = [at for at in below if cue_of(page.lines[at], "byline")]
    published = modified = None
    for at in (*page.bylines, *labelled):
        text = page.lines[at].line.text
        found = date_in(text)
        if found is None:
            continue
        if _UPDATED.search(text[: found.start]):
            if modified is None:
                modified = found.value
                origins.append(_origin(page, "modified", at, _confidence(found, SURE), BYLINE_ORIGIN))
        elif published is None:
            published = found.value
            origins.append(_origin(page, "published", at, _confidence(found, LIKELY), BYLINE_ORIGIN))
    return published, modified


def _confidence(found: FoundDate, usual: float) -> float:
    return usual if found.sure else GUESS
