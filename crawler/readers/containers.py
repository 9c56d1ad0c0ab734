"""ZIP, WACZ and tar archives of saved pages: which members are read, and as what. Where members lie is `zips`' and `tars`' part.

A member is read as a file of its name would be, other containers among them down to `MOST_NESTED`. What is no page
(images, style sheets, links) is one outcome for the container, with the number of each kind; what could not be read is one
each. Nothing is unpacked to the disk, and nothing held but the page in hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from crawler.readers.members import HELD_AT_MOST, Member, Place, place_of
from crawler.readers.restoring import Places, places_of
from crawler.readers.streams import DamagedError, Stream, lines_of
from crawler.readers.tars import tar_members
from crawler.readers.zips import zip_members
from pipelines.types import Capture, Provenance, Stated, Unreadable

__all__ = ["MOST_NESTED", "container"]

MOST_NESTED = 4
"""Containers in containers."""
TITLES_AT_MOST = 100_000
_LONGEST_LINE = 1 << 20

Read = Callable[[Stream, Provenance, Callable[[], str | None]], Iterator[Capture | Unreadable]]
"""How a member is read; what is asked last is its address by its place, where it names none."""


def container(
    stream: Stream, origin: Provenance, kind: str, read: Read, again: Callable[[], Stream] | None = None
) -> Iterator[Capture | Unreadable]:
    """What is in a container; `again` opens a tar archive once more from its beginning, where that can be done."""
    if kind == "tar":
        places = places_of(tar_members(again())) if again else Places({})
        yield from _members(tar_members(stream), origin, read, places)
        return
    place = place_of(stream)
    if place is None:
        yield Unreadable(
            provenance=origin,
            reason="too-large",
            detail=f"a ZIP archive of more than {HELD_AT_MOST:,} bytes, compressed in another",
        )
        return
    if _is_document(place):
        yield Unreadable(provenance=origin, reason="not-a-page", detail="a document that is a ZIP archive")
    elif (titles := _titles(place)) is not None:
        for one in _members(_of_wacz(place), origin, read, Places({})):
            title = titles.get(one.url or "") if isinstance(one, Capture) else None
            yield replace(one, stated=Stated(title=title)) if title and isinstance(one, Capture) else one
    else:
        yield from _members(zip_members(place), origin, read, places_of(zip_members(place)))


def _members(
    members: Iterator[Member], origin: Provenance, read: Read, places: Places
) -> Iterator[Capture | Unreadable]:
    beside: Counter[str] = Counter()
    for member in members:
        place = replace(origin, source=f"{origin.source}/{member.name}", offset=None)
        if member.open is None:
            found: Iterator[Capture | Unreadable] = iter(
                [Unreadable(provenance=place, reason=member.reason, detail=member.detail)]
            )
        else:
            found = _opened(member.open, place, read, partial(places.inferred, member.name))
        for one in found:
            if (
                isinstance(one, Unreadable)
                and one.reason == "not-a-page"
                and one.provenance.source == place.source
                and not one.detail.startswith("records")
            ):
                beside[one.detail] += 1
            else:
                yield one
    if beside:
        told = ", ".join(f"{count:,} times {detail}" for detail, count in beside.most_common())
        yield Unreadable(provenance=origin, reason="not-a-page", detail=f"members without a page: {told}")


def _opened(
    open_it: Callable[[], Stream], place: Provenance, read: Read, inferred: Callable[[], str | None]
) -> Iterator[Capture | Unreadable]:
    try:
        stream = open_it()
    except DamagedError as error:
        yield Unreadable(provenance=place, reason="unreadable", detail=str(error))
    else:
        yield from read(stream, place, inferred)


def _is_document(place: Place) -> bool:
    """By its first members: an office document or an e-book."""
    names = {member.name for member, _ in zip(zip_members(place), range(20), strict=False)}
    return "[Content_Types].xml" in names or "META-INF/container.xml" in names or "META-INF/manifest.xml" in names


# WACZ (https://specs.webrecorder.net/wacz/1.1.1/)


def _of_wacz(place: Place) -> Iterator[Member]:
    """The web archive files; what describes them is no page."""
    for member in zip_members(place):
        is_archive = member.name.startswith("archive/") or not member.open
        yield (
            member
            if is_archive
            else Member(name=member.name, reason="not-a-page", detail="a description in a WACZ file")
        )


def _titles(place: Place) -> dict[str, str] | None:
    """What pages are called, by address; None where it is no WACZ file."""
    described: Stream | None = None
    is_wacz = False
    for member in zip_members(place):
        is_wacz = is_wacz or (member.name.startswith("archive/") and ".warc" in PurePosixPath(member.name).name)
        if member.name == "pages/pages.jsonl" and member.open:
            try:
                described = member.open()
            except DamagedError:
                continue
        elif member.name == "datapackage.json" and is_wacz and described:
            break
    if not is_wacz:
        return None
    try:
        return _titles_in(described) if described else {}
    except DamagedError:
        return {}


def _titles_in(stream: Stream) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines_of(stream, _LONGEST_LINE):
        try:
            page = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str) and isinstance(page.get("title"), str):
            found.setdefault(page["url"], page["title"][:1000])
        if len(found) >= TITLES_AT_MOST:
            break
    return found
