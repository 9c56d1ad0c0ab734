"""What programs that save sites have noted of it: wget's log and HTTrack's list say which address a file came from.

    wget -o wget.log        each address with its time, the status, the file it was saved to
    wget -nv -o wget.log    the same on one line, without the status
    HTTrack                 hts-cache/new.txt: a line each, with status, address and file

wget's times have no zone, and are taken as UTC as all such times are; HTTrack's have no day, so the one in its mark
in the page counts. Both write the files' paths from where they were started on, or from the root of the disk (`httrack -O /srv/bay`,
`wget -P bay`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from crawler.readers.marks import web_address
from crawler.readers.moments import moment_of
from crawler.readers.streams import Stream, lines_of

__all__ = ["MOST_LISTED", "Saved", "is_list_of_httrack", "listed_in", "within"]

MOST_LISTED = 200_000
"""Files of the lists in one folder that are remembered: they take 76 MiB (measured)."""
_LONGEST_LINE = 1 << 16
_TRIED, _DEEPEST = 100, 32
"""Files of a list, and folders of their paths, by which it is told where the list's own folder is."""

_ASKED = re.compile(r"--(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)--  (https?://\S+)")
_ANSWERED = re.compile(r"[^-].*\.\.\. (\d{3})\b")
_SAVED = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \([^)]*\) - [‘'`“«„»\"]\s?(.+?)\s?[’'”»“«\"] \S.*\[\d+(?:/\d+)?\]$"
)
"""In quotes of the user's language; the words around are not looked at."""
_BRIEFLY = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) URL: ?(https?://\S+) \[[^\]]*\] -> "(.+)" \[\d+\]$')


class Saved(NamedTuple):
    """What is noted of a file."""

    url: str
    at: datetime | None = None
    status: int | None = None


def listed_in(stream: Stream, most: int = MOST_LISTED) -> dict[str, Saved]:
    """By path, as it is written in the list, the first of so many; nothing where it is no list."""
    lines = (line.decode("utf-8", "surrogateescape").rstrip("\r") for line in lines_of(stream, _LONGEST_LINE) if line)
    found: dict[str, Saved] = {}
    for path, saved in _entries(lines):
        if len(found) >= most:
            break
        found[path.removeprefix("./")] = saved
    return found


def within(listed: dict[str, Saved], is_there: Callable[[str], bool]) -> dict[str, Saved]:
    """The same by paths from the list's own folder on, where most of its files are there so, and not as they are written.

    >>> saved = Saved("https://bay.example/one")
    >>> list(within({"srv/bay.example/one": saved, "srv/bay.example/two": saved}, {"bay.example/one", "bay.example/two"}.__contains__))
    ['bay.example/one', 'bay.example/two']
    """
    tried = list(islice(listed, _TRIED))
    before = Counter(folders for path in tried if (folders := _folders_before(path, is_there)) is not None)
    if not before:
        return listed
    folders, times = before.most_common(1)[0]
    # one file is found in many a folder: index.html
    if not folders or times < 2 or 2 * times <= sum(path.startswith(folders) for path in tried):
        return listed
    return {path.removeprefix(folders): saved for path, saved in listed.items()}


def _folders_before(path: str, is_there: Callable[[str], bool]) -> str | None:
    """What has to be left out of a path for its file to be there, with the slash; None where it is nowhere."""
    at = 0
    for _ in range(_DEEPEST):
        if path[at : at + 1] not in {"", "/"} and is_there(path[at:]):
            return path[:at]
        if not (at := path.find("/", at) + 1):
            break
    return None


def _entries(lines: Iterator[str]) -> Iterator[tuple[str, Saved]]:
    asked: Saved | None = None
    for line in lines:
        if match := _ASKED.match(line):
            url = web_address(match[2])
            asked = Saved(url, moment_of(match[1])) if url else None
        elif match := _SAVED.match(line):
            if asked:
                yield match[1], asked
            asked = None
        elif match := _BRIEFLY.match(line):
            if url := web_address(match[2]):
                yield match[3], Saved(url, moment_of(match[1]))
        elif asked and (match := _ANSWERED.match(line)):
            asked = asked._replace(status=int(match[1]))
        elif line.count("\t") == 9:
            yield from _of_httrack(line.split("\t"))


def _of_httrack(fields: list[str]) -> Iterator[tuple[str, Saved]]:
    status, address, file = fields[3], web_address(fields[7]), fields[8]
    # where a redirect leads to is listed for itself: its own file is HTTrack's
    if address and status.isdigit() and 100 <= int(status) < 600 and status[0] != "3":
        yield unquote(file), Saved(address, None, int(status))


def is_list_of_httrack(page: bytes) -> bool:
    """Whether a page is the one HTTrack writes beside its mirrors."""
    return b"<!-- Mirror and index made by HTTrack" in page[:8192]
