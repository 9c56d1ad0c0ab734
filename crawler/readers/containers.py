"""ZIP, WACZ and tar archives of saved pages: which members are read, and as what. Where members lie is `zips`' and `tars`' part.

A member is read as a file of its name would be, other containers among them down to `MOST_NESTED`. What is no page
(images, style sheets, links) is one outcome for the container, with the number of each kind; what could not be read is one
each. Nothing is unpacked to the disk, and nothing held but the page in hand.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeGuard

from crawler.readers.members import HELD_AT_MOST, Member, Place, place_of
from crawler.readers.restoring import Places, places_of
from crawler.readers.streams import DamagedError, Stream
from crawler.readers.tars import tar_members
from crawler.readers.wacz import archives_in, listed_pages
from crawler.readers.zips import zip_members
from pipelines.types import Capture, Provenance, Unreadable

__all__ = ["MOST_NESTED", "container"]

MOST_NESTED = 4
"""Containers in containers."""
AHEAD = 64 << 20
"""Bytes of a packed tar archive that are unpacked twice: first to hear of what sites its first pages are."""

Read = Callable[[Stream, Provenance, Callable[[], str | None]], Iterator[Capture | Unreadable]]
"""How a member is read; what is asked last is its address by its place, where it names none."""


def container(
    stream: Stream, origin: Provenance, kind: str, read: Read, again: Callable[[], Stream] | None = None
) -> Iterator[Capture | Unreadable]:
    """What is in a container; `again` opens a tar archive once more from its beginning, where that can be done."""
    if kind == "tar":
        places = places_of(tar_members(_beginning(again()))) if again else Places({})
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
    elif (listed := listed_pages(place)) is not None:
        yield from map(listed.added_to, _members(archives_in(place), origin, read, Places({})))
    else:
        yield from _members(zip_members(place), origin, read, places_of(zip_members(place)))


def _beginning(stream: Stream) -> Stream:
    """A tar archive, or the beginning of one whose members cannot be passed over but by unpacking them."""
    left = AHEAD

    def read(size: int) -> bytes:
        nonlocal left
        piece = stream.read(min(size, left))
        left -= len(piece)
        return piece

    return stream if stream.window is not None else Stream(read)


def _members(
    members: Iterator[Member], origin: Provenance, read: Read, places: Places
) -> Iterator[Capture | Unreadable]:
    beside: Counter[str] = Counter()
    number, fault = 0, None
    try:
        for number, member in enumerate(members, start=1):  # noqa: B007 - how many there were
            place = replace(origin, source=f"{origin.source}/{member.name}", offset=None)
            for one in _outcomes(member, place, read, places):
                if _is_beside(one, place):
                    beside[one.detail] += 1
                else:
                    yield one
    except DamagedError as error:
        fault = error
    if beside:
        told = ", ".join(f"{count:,} times {detail}" for detail, count in beside.most_common())
        yield Unreadable(provenance=origin, reason="not-a-page", detail=f"members without a page: {told}")
    if fault:
        raise fault
    if not number:
        yield Unreadable(provenance=origin, reason="empty", detail="a container without members")


def _is_beside(one: Capture | Unreadable, member: Provenance) -> TypeGuard[Unreadable]:
    """Whether an outcome is a member's own and says no more than that it is no page."""
    return (
        isinstance(one, Unreadable)
        and one.reason == "not-a-page"
        and one.provenance.source == member.source
        and not one.detail.startswith("records")
    )


def _outcomes(member: Member, place: Provenance, read: Read, places: Places) -> Iterator[Capture | Unreadable]:
    if member.open is None:
        return iter([Unreadable(provenance=place, reason=member.reason, detail=member.detail)])
    return _opened(member.open, place, read, partial(places.inferred, member.name))


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
    names: set[str] = set()
    with contextlib.suppress(DamagedError):  # reading will say what is wrong
        names |= {member.name for member, _ in zip(zip_members(place), range(20), strict=False)}
    return "[Content_Types].xml" in names or "META-INF/container.xml" in names or "META-INF/manifest.xml" in names
