"""Captures and articles in one line each, for the tests of the archive. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import Archive, Run, open_archive
from archive.archive import Pending
from archive.errors import RawDamaged
from crawler.page_work import unreadable
from pipelines.types import Article, Block, Caption, Capture, Comment, Origin, Outcome, Provenance, Unreadable

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


def dump(source: str, body: str = "", **fields: Any) -> Capture:
    """A saved text dump."""
    origin = Provenance(source=source, offset=fields.pop("offset", None))
    return Capture(provenance=origin, body=(body or source).encode(), content_type="text/plain", **fields)


def page(url: str, body: str, hour: int | None = None, source: str = "spider:test") -> Capture:
    """A page with an address; fetched at an hour of the day, or nobody knows when."""
    fetched = None if hour is None else NOON.replace(hour=hour)
    return Capture(provenance=Provenance(source=source), body=body.encode(), url=url, fetched_at=fetched)


def unread(source: str, reason: str = "binary", detail: str = "") -> Unreadable:
    return Unreadable(provenance=Provenance(source=source), reason=reason, detail=detail)


def article(*paragraphs: str, cleaned_by: str = "rules/1", removed: Sequence[str] = (), **fields: Any) -> Article:
    """An article of these paragraphs, with share buttons below it."""
    kept = [Block(text=text, role="paragraph", kept=True, where=f"line {n}") for n, text in enumerate(paragraphs)]
    gone = [
        Block(text=text, role="label", kept=False, reason="share-widget", evidence="cue “share”", where="body/p[9]")
        for text in removed
    ]
    return Article(blocks=(*kept, *gone), cleaned_by=cleaned_by, **fields)


BREAD: dict[str, Any] = {
    "title": "Bread",
    "authors": ("Ada", "Bo", "Ada"),
    "tags": ("food", "food"),
    "published": "2026-07-01",
    "captions": (Caption(text="A loaf", credit="Bo"),),
    "comments": (Comment(text="Good", author="Cy", posted="2026-07-02"),),
    "origins": (Origin(field="title", origin="h1", confidence=0.9),),
}
"""All that belongs to an article but its text."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[Archive, Run]]:
    with open_archive(path, create=True, now=clock) as archive:
        yield archive, archive.start_run("test")


def cleaned(capture: Capture) -> Outcome:
    """What the fake cleaning makes of a page: its text, paragraph by paragraph."""
    return article(*capture.body.decode().split("\n\n"))


def clean_all(archive: Archive, run: Run, batch: int = 100) -> dict[str, int]:
    """Clean whatever is to do; the outcomes counted."""
    outcomes = [(task.id, _outcome(task)) for task in archive.pending()]
    counts: dict[str, int] = {}
    for start in range(0, len(outcomes), batch):
        for slug, number in archive.save_outcomes(outcomes[start : start + batch], run).items():
            counts[slug] = counts.get(slug, 0) + number
    return counts


def _outcome(task: Pending) -> Outcome:
    try:
        return cleaned(task.capture)
    except RawDamaged as error:
        return unreadable(error)


def take_in(archive: Archive, run: Run, *captures: Capture | Unreadable) -> dict[str, int]:
    """Save and clean."""
    archive.save_captures(captures, run)
    return clean_all(archive, run)


def rows(archive: Archive, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.conn.execute(statement, values)]


def column(archive: Archive, statement: str, *values: object) -> list[Any]:
    return [row[0] for row in archive.conn.execute(statement, values)]


def check(archive: Archive) -> None:
    """Everything that SQLite can say of a database's health."""
    assert rows(archive, "pragma integrity_check") == [("ok",)]
    assert rows(archive, "pragma foreign_key_check") == []
    for index in ("articles_fts", "_pieces"):
        archive.conn.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")


CONTENT = (
    "captures", "articles", "sites", "authors", "article_authors", "tags", "article_tags", "captions", "comments", "origins",
    "versions", "rejections", "blocks", "_texts", "_decisions", "_blocks", "_signatures", "_warcs",
)  # fmt: skip


def content(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables except what is said of the runs."""
    found = {name: sorted(rows(archive, f"select * from {name}"), key=repr) for name in CONTENT if name != "captures"}
    columns = [row[1] for row in rows(archive, "pragma table_info(captures)") if row[1] != "run"]
    found["captures"] = rows(archive, f"select {', '.join(columns)} from captures order by id")
    return found
