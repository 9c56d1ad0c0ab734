"""Go from what the user named to the files in it, one at a time; opens no file.

Folders are read recursively, one sorted folder at a time, so the order is the same in every run
and a million files need no list but that of their own folder's names. Patterns that the shell did
not expand are expanded here, in the same order.

Links. A folder may come from a stranger, as an archive that was unpacked, and a link in it can lead to
any file of the machine, to be published with the pages: so what leads out of the named folder is
an outcome, and read only where the user asks for it (`follow_links`). What the kernel shows as files
(`/proc` and the like) is not read through links even then. A link that was named itself is followed.

A link to a file of the named folder is read. One to a folder inside it is not, since its files are
read there; one that leads back to a folder around it is a circle. Those that lead out, where they are
followed, are entered once each, so a walk always ends.

What is passed over has one outcome, so that counts add up: hidden folders, and the folder of style
sheets and images that a browser saves beside `page.html` as `page_files`, and HTTrack's cache.
"""

# A path object for each of a million files costs more than reading its name.
# ruff: noqa: PTH100, PTH109, PTH110, PTH112, PTH114, PTH115, PTH116, PTH117, PTH118, PTH120, PTH206, PTH208

from __future__ import annotations

import errno
import fnmatch
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.readers.listings import Saved
from crawler.readers.naming import labels_of, storable
from crawler.readers.warc import Span
from pipelines.types import Provenance, Unreadable

__all__ = ["Found", "absence", "walk"]

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to be read."""

    path: str
    source: str
    """The name under which it is kept: `Provenance.source`."""
    root: str = ""
    """The folder that was named, where it lies in one."""
    noted: Callable[[], Saved | None] = lambda: None
    """What a program has noted of where the page is from."""
    inferred: Callable[[], str | None] = lambda: None
    """The page's address by its place, where it names none itself."""
    begin_at: Callable[[str], int] | None = None
    """Path -> the byte at which a web archive file is to be read from on; asked only for such files."""
    span: Span | None = None
    """The part of a web archive file that is to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folder:
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class _Walk:
    """What one named folder's walk remembers."""

    root: str
    """The folder's real path."""
    named: str
    """Its path as it was named."""
    follow: bool = False
    """Whether links may lead out of it."""
    skip: Callable[[str], bool] | None = None
    """Links that are passed over in silence."""
    entered: set[str] = field(default_factory=set)
    """Real paths of the folders entered through links."""


Step = Found | Unreadable | _Folder

_OF_THE_KERNEL = ("/proc", "/sys", "/dev")
"""Files there are the state of the machine and of its programs: `/proc/self/environ` holds passwords."""


_MAGIC = re.compile(r"[*?\[]")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml")
_ASSET_FOLDERS = re.compile(
    r"(?:[_.](?:files|file)|[_-](?:dateien|fichiers|archivos|arquivos|ficheiros|bestanden|filer|tiedostot|soubory|"
    r"pliki|elemei|dosyalar|datoteke|fajlovi|fitxers|bylos|failid|fails|fitxategiak))$",
    re.IGNORECASE,
)
"""What browsers, in their languages, append to a page's name for the folder of its parts."""


def absence(path: str) -> str | None:
    """Why there is nothing under this name or pattern; None where there is something, readable or not."""
    absolute = os.path.abspath(path)
    base = _base_of_pattern(absolute)
    if path == STDIN or os.path.lexists(absolute):
        return None
    if base == absolute:
        return "no such file or folder"
    matches = _expand(base, os.path.relpath(absolute, base).split(os.sep))
    return None if next(matches, None) is not None else "no file matches this pattern"


def _none(_path: str) -> bool:
    return False


def walk(
    paths: Iterable[str | Path], *, follow_links: bool = False, skip: Callable[[str], bool] = _none
) -> Iterator[Found | Unreadable]:
    """The files in what was named, in the order named; `-` is a Found with the path `-`.

    Links in a folder that `skip` is true of are passed over.
    """
    named: dict[str, str] = {}
    for path in map(str, paths):
        named.setdefault(STDIN if path == STDIN else os.path.abspath(path), path)
    places = {absolute: _base_of_pattern(absolute) for absolute in named if absolute != STDIN}
    distinct = sorted(set(places.values()))
    labels = dict(zip(distinct, labels_of(distinct), strict=True))
    for absolute, path in named.items():
        if absolute == STDIN:
            yield Found(path=STDIN, source=STDIN)
        elif places[absolute] != absolute:
            base = places[absolute]
            state = _Walk(os.path.realpath(base), base, follow_links, skip)
            yield from _matches(base, absolute, storable(labels[base]), state)
        else:
            yield from _named(path, storable(labels[absolute]), _Walk(os.path.realpath(path), path, follow_links, skip))


def _base_of_pattern(absolute: str) -> str:
    """The folder before the first part with a wildcard; the path itself where it has none, or exists as it is."""
    if not _MAGIC.search(absolute) or os.path.lexists(absolute):
        return absolute
    parts = absolute.split(os.sep)
    first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    return os.sep.join(parts[:first]) or os.sep


def _named(path: str, source: str, state: _Walk) -> Iterator[Found | Unreadable]:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield _not_there(error, path, source)
        return
    if stat.S_ISDIR(mode):
        yield from _tree(path, source, state)
    else:
        yield Found(path=path, source=source)


def _not_there(error: OSError, path: str, source: str) -> Unreadable:
    if os.path.islink(path) and error.errno in {errno.ENOENT, errno.ELOOP, errno.ENOTDIR}:
        detail = "links in a circle" if error.errno == errno.ELOOP else "the link leads nowhere"
        return _unreadable(source, "broken-link", detail)
    return _unreadable(source, "unreadable", _in_words(error))


def _tree(path: str, source: str, state: _Walk) -> Iterator[Found | Unreadable]:
    """Everything in a folder; a stack instead of recursion, for trees deeper than Python's."""
    stack: list[Iterator[Step]] = [_entries(_Folder(path=path, source=source), state)]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
        elif isinstance(step, _Folder):
            stack.append(_entries(step, state))
        else:
            yield step


def _entries(folder: _Folder, state: _Walk) -> Iterator[Step]:
    names: list[str] = []
    folders: set[str] = set()
    links: set[str] = set()
    try:
        with os.scandir(folder.path) as entries:
            for entry in entries:
                names.append(entry.name)
                if entry.is_symlink():
                    links.add(entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    folders.add(entry.name)
    except OSError as error:
        yield _unreadable(folder.source, "unreadable", f"the folder: {_in_words(error)}")
    names.sort()
    for name in names:
        path = os.path.join(folder.path, name)
        source = f"{folder.source}/{storable(name)}"
        if name in links and state.skip and state.skip(path):
            continue
        if name in links:
            yield from _link(path, source, state)
        elif name not in folders and (original := _original_of(name, names)):
            yield _unreadable(source, "not-a-page", f"as wget found {storable(original)}, before it changed the links")
        elif name in folders:
            yield _passed_over(name, names, source) or _Folder(path=path, source=source)
        else:
            yield Found(path=path, source=source, root=state.named)


def _passed_over(name: str, names: list[str], source: str) -> Unreadable | None:
    """The outcome of a folder whose files are no pages; `names` are its sorted neighbours."""
    if name.startswith(".") or name == "__MACOSX":
        return _unreadable(source, "not-a-page", "a hidden folder: name it to have it read")
    if name == "hts-cache":
        return _unreadable(source, "not-a-page", "what HTTrack remembers of its mirrors: name it to have it read")
    if match := _ASSET_FOLDERS.search(name):
        stem = name[: match.start()]
        if page := _among(names, (stem + suffix for suffix in _PAGE_SUFFIXES)):
            return _unreadable(source, "not-a-page", f"style sheets, images and frames of {storable(page)}")
    return None


def _original_of(name: str, names: list[str]) -> str | None:
    """The page that `wget -K` has kept this file of; `names` are its sorted neighbours."""
    stem = name.removesuffix(".orig")
    return _among(names, (stem, f"{stem}.html")) if stem != name else None


def _among(names: list[str], wanted: Iterable[str]) -> str | None:
    """The first of the wanted names that is among the sorted ones."""
    for name in wanted:
        place = bisect_left(names, name)
        if place < len(names) and names[place] == name:
            return name
    return None


def _link(path: str, source: str, state: _Walk) -> Iterator[Step]:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield _not_there(error, path, source)
        return
    real, around = os.path.realpath(path), os.path.realpath(os.path.dirname(path))
    is_folder = stat.S_ISDIR(mode)
    if is_folder and _is_within(around, real):
        yield _unreadable(source, "broken-link", "leads back to a folder around it")
    elif not _may_lead(real, state):
        yield _outside(path, source)
    elif not is_folder:
        yield Found(path=path, source=source, root=state.named)
    elif not _is_within(real, state.root) and real not in state.entered:
        state.entered.add(real)
        yield _Folder(path=path, source=source)


def _may_lead(real: str, state: _Walk) -> bool:
    """Whether what a link leads to is to be read."""
    if _is_within(real, state.root):
        return True
    return state.follow and not any(_is_within(real, folder) for folder in _OF_THE_KERNEL)


def _outside(path: str, source: str) -> Unreadable:
    """Says where a link leads as it does itself, but for absolute paths: they tell of the machine, the archive may be published."""
    try:
        target = os.readlink(path)
    except OSError:  # it stands in a folder that was linked
        target = ""
    where = f": {storable(target)}" if target and not os.path.isabs(target) else ""
    return _unreadable(source, "link-outside", f"the link leads out of the folder{where}")


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


# Patterns


def _matches(base: str, pattern: str, label: str, state: _Walk) -> Iterator[Found | Unreadable]:
    """The files and folders that match, sorted folder by folder."""
    parts = os.path.relpath(pattern, base).split(os.sep)
    anywhere = "**" in parts
    prefix = "" if base == os.getcwd() else f"{label}/"
    found = False
    for path in _expand(base, parts):
        source = prefix + storable(os.path.relpath(path, base)).replace(os.sep, "/")
        source = f"./{STDIN}" if source == STDIN else source
        if os.path.exists(path) and not _may_lead(os.path.realpath(path), state):
            yield _outside(path, source)
        elif not os.path.isdir(path):
            yield Found(path=path, source=source, root=base)
        elif not anywhere or parts[-1] == "**":  # `**/*` matches folders and what is in them
            yield from _tree(
                path, source.removesuffix("/."), _Walk(os.path.realpath(path), state.named, state.follow, state.skip)
            )
        else:
            continue
        found = True
    if not found:
        shown = prefix + storable("/".join(parts))
        yield _unreadable(shown, "unreadable", "no file matches this pattern")


def _expand(folder: str, parts: list[str]) -> Iterator[str]:
    if not parts:
        yield folder
        return
    head, rest = parts[0], parts[1:]
    if head == "**":
        if not rest:
            yield folder
            return
        yield from _expand(folder, rest)
        for name in _names(folder):
            path = os.path.join(folder, name)
            if not name.startswith(".") and os.path.isdir(path) and not os.path.islink(path):
                yield from _expand(path, parts)
        return
    if not _MAGIC.search(head):
        if os.path.lexists(path := os.path.join(folder, head)):
            yield from _expand(path, rest)
        return
    for name in _names(folder):
        if fnmatch.fnmatchcase(name, head) and name.startswith(".") <= head.startswith("."):
            yield from _expand(os.path.join(folder, name), rest)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:  # not a folder, or one that may not be read: nothing matches in it
        return []


def _unreadable(source: str, reason: str, detail: str) -> Unreadable:
    return Unreadable(provenance=Provenance(source=source), reason=reason, detail=detail)


def _in_words(error: OSError) -> str:
    """The system's words, without the path it puts behind them."""
    return (error.strerror or type(error).__name__).lower()
