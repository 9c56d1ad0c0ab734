"""The address of a saved page that does not name it: from a list beside it, or from its place in a folder or container.

Looks only into what the user named. Of a folder that may be a host's, some pages are read ahead, once; which they are does
not depend on the order of reading. What the witnesses are worth is `mirrors`' part, what lists hold is `listings`'.
"""

# A path object for each of a million files costs more than reading its name.
# ruff: noqa: PTH100, PTH118, PTH119, PTH120, PTH206

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from heapq import nsmallest
from itertools import islice

from crawler.readers.listings import MOST_LISTED, Saved, listed_in, within
from crawler.readers.marks import HEAD
from crawler.readers.members import Member
from crawler.readers.mirrors import Mirror, Survey, host_of_folder
from crawler.readers.streams import DamagedError, NotAFileError, Stream, opened
from crawler.readers.walk import Found

__all__ = ["Origins", "Places", "places_of"]

PAGES_HEARD = 120
"""Witnesses of a folder: reading them takes a tenth of a second."""
FOLDERS_ENTERED = 1000
MEMBERS_PASSED = 20_000
LOOKED_INTO = 500
"""Files and members that are opened for one survey: what has no page in so many is no mirror."""
HOSTS_AROUND = 3
"""Folders with hosts' names, one in another, that are asked; mirrors lie in no more than a folder of mirrors."""
LIST_LIMIT = 256 << 20
LISTS_HELD, LISTED_HELD = 512, 2 * MOST_LISTED
"""Folders whose lists are held, and files in all of these lists together. A page in folders of hosts asks for up to four."""
_HTTRACK = ("hts-cache", "hts-log.txt")
_NO_PAGES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".json", ".woff", ".woff2", ".ttf", ".pdf", ".mp3",
    ".mp4", ".zip", ".gz", ".jsonl", ".csv", ".warc", ".tar", ".xml", ".txt", ".log",
)  # fmt: skip


class Origins:
    """Where the pages in folders come from."""

    def __init__(self) -> None:
        self._mirror = lru_cache(maxsize=512)(_mirror_on_disk)
        self._lists = _Lists()

    def added_to(self, found: Found) -> Found:
        """The file, with how to ask for its address."""
        if not found.root:
            return found
        return replace(
            found,
            noted=partial(self.noted, found.path, found.root),
            inferred=partial(self.inferred, found.path, found.root),
        )

    def noted(self, path: str, root: str) -> Saved | None:
        """What a program has noted of this file, in the named folder or beside the host's folder it is in."""
        for folder, host in _host_folders(os.path.dirname(path), root):
            beside = os.path.dirname(folder) if host and folder != root else root
            if saved := self._lists.of(beside).get(_within(path, beside)):
                return saved
        return None

    def inferred(self, path: str, root: str) -> str | None:
        """Its address by its place in a site's folder."""
        for folder, host in _host_folders(os.path.dirname(path), root):
            if mirror := self._mirror(folder, host):
                return mirror.address_of(_within(path, folder))
        return None


class _Lists:
    """What the lists in folders say, each read once; those that were asked for last are held, as many as memory is for."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Saved]] = {}

    def of(self, folder: str) -> dict[str, Saved]:
        """By path within the folder."""
        listed = self._held.pop(folder, None)
        if listed is None:
            listed = _list_in(folder)
            self._make_room(len(listed))
        self._held[folder] = listed  # behind those that were asked for before it
        return listed

    def _make_room(self, size: int) -> None:
        size += sum(map(len, self._held.values()))
        while self._held and (size > LISTED_HELD or len(self._held) >= LISTS_HELD):
            size -= len(self._held.pop(next(iter(self._held))))


@lru_cache(maxsize=1024)
def _host_folders(around: str, root: str) -> tuple[tuple[str, str | None], ...]:
    """The folders around a file that may be a host's, the outermost first; the named folder last, as nobody's."""
    found: list[tuple[str, str | None]] = []
    if host := host_of_folder(os.path.basename(os.path.abspath(root))):
        found.append((root, host))
    folder = root
    for part in os.path.relpath(around, root).split(os.sep):
        folder = os.path.join(folder, part)
        if host := host_of_folder(part):
            found.append((folder, host))
    return (*found[:HOSTS_AROUND], (root, None))


def _within(path: str, folder: str) -> str:
    """The path from a folder on."""
    return path[len(folder) :].lstrip(os.sep)


def _mirror_on_disk(folder: str, host: str | None) -> Mirror | None:
    above = os.path.dirname(os.path.abspath(folder)) if host else folder
    if any(os.path.lexists(os.path.join(above, name)) for name in _HTTRACK):
        return None  # it makes up names of its own
    survey = Survey(host, partial(_is_in, folder))
    for path in islice(_some_pages(folder), LOOKED_INTO):
        try:
            with opened(path) as (stream, _):
                head = stream.head(HEAD)
        except (OSError, NotAFileError):
            continue
        if b"<" in head[:4096]:
            survey.page(_within(path, folder), head)
        if survey.pages >= PAGES_HEARD:
            break
    return survey.mirror()


def _is_in(folder: str, name: str) -> bool:
    """Whether there is a file of this path in the folder; what leads out of it is none of its files."""
    return "\x00" not in name and ".." not in name.split("/") and os.path.lexists(os.path.join(folder, name))


def _some_pages(folder: str) -> Iterator[str]:
    """Files that may be pages, the nearest to the top first."""
    waiting, entered = deque([folder]), 0
    while waiting and entered < FOLDERS_ENTERED:
        around = waiting.popleft()
        entered += 1
        try:
            with os.scandir(around) as entries:
                kinds = [(entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink()) for entry in entries]
        except OSError:
            continue
        own = [(name, is_folder) for name, is_folder, is_link in kinds if not is_link and not name.startswith(".")]
        for name in nsmallest(
            2 * PAGES_HEARD, (name for name, is_folder in own if not is_folder and _may_be_page(name))
        ):
            yield os.path.join(around, name)
        waiting += [
            os.path.join(around, name) for name in nsmallest(PAGES_HEARD, (name for name, is_in in own if is_in))
        ]


def _may_be_page(name: str) -> bool:
    return not name.lower().endswith(_NO_PAGES)


def _list_in(folder: str) -> dict[str, Saved]:
    """What the lists in a folder say; nothing where there is none."""
    found: dict[str, Saved] = {}
    try:
        with os.scandir(folder) as entries:
            names = nsmallest(20, (entry.name for entry in entries if _may_be_list(entry.name)))
    except OSError:
        return found
    for name in (*names, os.path.join("hts-cache", "new.txt")):
        path = os.path.join(folder, name)
        try:
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode) and status.st_size <= LIST_LIMIT:
                with opened(path) as (stream, _):
                    found |= within(listed_in(stream, MOST_LISTED - len(found)), partial(_is_in, folder))
        except (OSError, NotAFileError):
            continue
    return found


def _may_be_list(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith("wget-log") or (lowered.endswith((".log", ".txt")) and "log" in lowered)


# Containers


class Places:
    """The sites' folders in a container."""

    def __init__(self, mirrors: dict[str, Mirror]) -> None:
        self._mirrors = mirrors

    def inferred(self, name: str) -> str | None:
        """The address of a member by its name."""
        for folder in _prefixes(name):
            if mirror := self._mirrors.get(folder):
                return mirror.address_of(name[len(folder) :])
        return None


def _prefixes(name: str) -> list[str]:
    """The folders around a member that may be a host's, the outermost first, each with its slash; at last the whole container."""
    parts = name.split("/")[:-1]
    hosts = (at for at, part in enumerate(parts) if host_of_folder(part))
    return ["/".join(parts[: at + 1]) + "/" for at in islice(hosts, HOSTS_AROUND)] + [""]


def places_of(members: Iterable[Member]) -> Places:
    """What the first pages of a container say of its folders."""
    names: set[str] = set()
    surveys: dict[str, Survey] = {}
    heard = opened = 0
    try:
        for member, _ in zip(members, range(MEMBERS_PASSED), strict=False):
            names.add(member.name)
            if member.open is None or not _may_be_page(member.name):
                continue
            opened += 1
            head = _head_of(member.open)
            if b"<" not in head[:4096]:
                continue
            heard += 1
            for folder in _prefixes(member.name):
                host = host_of_folder(folder.rstrip("/").rpartition("/")[2]) if folder else None
                survey = surveys.setdefault(folder, Survey(host, partial(_is_among, names, folder)))
                survey.page(member.name[len(folder) :], head)
            if heard >= PAGES_HEARD or opened >= LOOKED_INTO:
                break
    except (DamagedError, OSError):
        pass  # reading will say what is wrong
    if any(name.rpartition("/")[2] in _HTTRACK or "/hts-cache/" in f"/{name}" for name in names):
        return Places({})
    return Places({folder: mirror for folder, survey in surveys.items() if (mirror := survey.mirror())})


def _is_among(names: set[str], folder: str, name: str) -> bool:
    return folder + name in names


def _head_of(open_it: Callable[[], Stream]) -> bytes:
    """What a member begins with; nothing where it cannot be read."""
    try:
        return open_it().head(HEAD)
    except (DamagedError, OSError):
        return b""
