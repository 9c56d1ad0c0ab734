"""What a worker does with a page of an archive: reads it where it lies, cleans it, and makes the rows it becomes. Writes nothing.

    Kept | Capture -> pipelines.clean -> archive.prepared -> Ready          clean_page
    Kept | Capture -> pipelines.signature -> PageSignature                  look_at_page

What cleans is imported in the workers only: the program that hands out pages has no use for a second's worth of libraries.
A page whose bytes are damaged, or whose file is gone, is a rejection with its reason.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from archive.errors import RawDamaged
from archive.kept import Kept
from archive.prepared import Ready, prepared
from archive.raw import RawReader
from pipelines.types import Capture, PageSignature, Rejection, Rules, SiteProfile

__all__ = ["Page", "body_of", "clean_page", "handed_out", "look_at_page", "unreadable"]

Page = Capture | Kept | RawDamaged
"""With its body, or where that is; or why it cannot be read, known before it was handed out."""


def clean_page(rules: Rules, task: tuple[Page, SiteProfile | None]) -> Ready:
    """The outcome of a page, ready to be saved."""
    from pipelines.clean import clean

    page, profile = task
    try:
        capture = body_of(page)
    except RawDamaged as error:
        return unreadable(error)
    return prepared(clean(capture, rules, profile))


def look_at_page(task: tuple[Page, SiteProfile | None]) -> PageSignature | None:
    """What site memory keeps of a page; None where it cannot be read, which is said when it is to be cleaned."""
    from pipelines.signature import signature_of

    try:
        return signature_of(body_of(task[0]))
    except RawDamaged:
        return None


def handed_out(page: Kept, *, reads_files: bool) -> Page:
    """The page as a worker gets it: where it lies, if the worker reads the files of this machine, else with its body."""
    if reads_files:
        return page
    try:
        return page.read()
    except RawDamaged as error:
        return error


def body_of(page: Page) -> Capture:
    """The page with its body. RawDamaged where it cannot be read."""
    if isinstance(page, RawDamaged):
        raise page
    return page.read(_reader(page.folder)) if isinstance(page, Kept) else page


@lru_cache(maxsize=1)
def _reader(folder: Path) -> RawReader:
    """Of this worker, which has one archive at a time; it keeps the file open that it read last."""
    return RawReader(folder)


def unreadable(error: RawDamaged) -> Rejection:
    """What becomes of a page whose raw bytes are damaged or gone."""
    # the file's name, not its path: the database says nothing about the machine it is on
    return Rejection(reason="raw-unreadable", detail=f"{error.path.name}: {error.message}")
