"""What a WACZ file says of the pages in its web archive files: titles and times (https://specs.webrecorder.net/wacz/1.1.1/).

Lists of pages are `pages/pages.jsonl` and, for pages that a crawl came upon itself, `pages/extraPages.jsonl`. A page is
known by its address; of several visits to one address the nearest in time counts.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from crawler.readers.marks import LONGEST_ADDRESS
from crawler.readers.members import Member, Place
from crawler.readers.moments import moment_of
from crawler.readers.streams import DamagedError, Stream, lines_of
from crawler.readers.zips import zip_members
from pipelines.types import Capture, Stated, Unreadable

__all__ = ["Listed", "archives_in", "listed_pages"]

LISTED_AT_MOST = 100_000
"""Pages of one WACZ file whose titles are remembered."""
LISTED_SIGNS = 24 << 20
"""Of all addresses and titles together: 240 for each of so many pages."""
VISITS = 8
"""Of one address."""
MOST_LISTS = 20
"""Lists of pages of one file that are read."""
_FIRST = "pages/pages.jsonl"
_LONGEST_LINE = 4 << 20
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

_Visit = tuple[datetime | None, str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """The pages of a WACZ file's lists: by address, when it was visited and what it is called."""

    visits: dict[str, list[_Visit]]

    def added_to(self, found: Capture | Unreadable) -> Capture | Unreadable:
        """A page with its title, and its time where its record has none."""
        if isinstance(found, Unreadable) or not found.url:
            return found
        visits = self.visits.get(found.url) or self.visits.get(found.url.partition("#")[0])
        if not visits:
            return found
        at, title = min(visits, key=lambda visit: abs((visit[0] or _LONG_AGO) - (found.fetched_at or _LONG_AGO)))
        return replace(
            found, stated=Stated(title=title) if title else found.stated, fetched_at=found.fetched_at or at
        )  # fmt: skip


def archives_in(place: Place) -> Iterator[Member]:
    """The web archive files; what describes them is no page."""
    for member in zip_members(place):
        is_archive = member.name.startswith("archive/") or not member.open
        yield (
            member
            if is_archive
            else Member(name=member.name, reason="not-a-page", detail="a description in a WACZ file")
        )


def listed_pages(place: Place) -> Listed | None:
    """What the lists say; None where it is no WACZ file."""
    lists: list[Member] = []
    is_wacz = False
    with contextlib.suppress(DamagedError):  # reading will say what is wrong
        for member in zip_members(place):
            is_wacz = is_wacz or (member.name.startswith("archive/") and ".warc" in PurePosixPath(member.name).name)
            if member.name.startswith("pages/") and member.name.endswith(".jsonl") and member.open:
                if member.name == _FIRST:
                    lists.insert(0, member)
                elif len(lists) < MOST_LISTS:
                    lists.append(member)
            elif member.name == "datapackage.json" and is_wacz and lists:
                break
    if not is_wacz:
        return None
    found, held = Listed({}), 0
    for member in sorted(lists, key=lambda member: (member.name != _FIRST, member.name)):
        try:
            if member.open is not None and held < LISTED_SIGNS:
                held = _take(member.open(), found.visits, held)
        except DamagedError:
            continue
    return found


def _take(stream: Stream, visits: dict[str, list[_Visit]], held: int) -> int:
    """Add the pages of a list; how many signs of addresses and titles are held then."""
    for line in lines_of(stream, _LONGEST_LINE):
        try:
            page: Any = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue
        url = page.get("url") if isinstance(page, dict) else None
        if not isinstance(url, str) or len(url) > LONGEST_ADDRESS:
            continue
        title = page.get("title")
        visit = (moment_of(page.get("ts")), title[:1000] if isinstance(title, str) and title.strip() else None)
        for address in {url, url.partition("#")[0]}:
            known = visits.setdefault(address, [])
            held += 0 if known else len(address)
            if len(known) < VISITS:
                known.append(visit)
                held += len(visit[1] or "")
        if len(visits) >= LISTED_AT_MOST or held >= LISTED_SIGNS:
            break
    return held
