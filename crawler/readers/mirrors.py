"""Folders that a program has made of a site: whose they are, and which address a file in them had. Opens nothing.

Theory of operation. `wget -r` saves `https://bay.example/news/ferry` as `bay.example/news/ferry` and writes the address nowhere.
A folder with the name of a host is no proof: people name folders after sites. So the pages have to bear it out. A page
whose own address (canonical link, og:url) is that of its place in the folder is a witness; so is a link in a page, to this
host or from its root (`/news/ferry`), whose file is in the folder. Pages that name other hosts are witnesses against it. A folder without a
host's name (`wget -nH`) needs more witnesses, and none against it.

What a name leaves open is settled by the same witnesses, and where they disagree there is no address: `story.html` may have
been `/story` (`wget -E`). `index.html` is the address of its folder, unless pages say otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from crawler.readers.marks import marks_of, web_address

__all__ = ["Mirror", "Survey", "host_of_folder"]

OF_A_PAGE, OF_A_LINK, OF_A_FRONT = 2, 1, 1
"""What a witness weighs: a front page says whose the folder is, and nothing of the names in it."""
ENOUGH = 2
ENOUGH_WITHOUT_HOST = 3
"""Pages that agree about a folder that is not named after a host; one of them below the top."""
LINKS_KEPT = 2000
INDEX = "index.html"

_HOST_FOLDER = re.compile(
    r"((?:[\w-]+\.)+[a-z][a-z0-9-]*[a-z0-9]|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?:[:+](\d{1,5}))?", re.IGNORECASE
)
_LINK = re.compile(rb"https?://[^\s\"'<>\\]{1,2000}")
_ROOTED = re.compile(rb"\bhref\s*=\s*[\"']?(/[^/\s\"'<>\\][^\s\"'<>\\]{0,2000})", re.IGNORECASE)
_PAGE_ENDINGS = (".html", ".htm")
_SAFE = "!$&'()*+,;=:@~"


def host_of_folder(name: str) -> str | None:
    """The host, with its port, that a folder may be named after; wget sets a + before the port on Windows.

    >>> host_of_folder("bay.example+8080")
    'bay.example:8080'
    >>> host_of_folder("pictures")
    """
    match = _HOST_FOLDER.fullmatch(name)
    return (match[1].lower() + (f":{match[2]}" if match[2] else "")) if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """A folder whose files have the paths of a site's addresses."""

    base: str
    """`https://bay.example`."""
    adjusted: bool | None = False
    """Whether .html was set behind the names of pages without it (`wget -E`); None where that differs."""
    bare_index: bool = True
    """Whether `index.html` stands for the address of its folder."""

    def address_of(self, name: str) -> str | None:
        """The address of a file, by its path in the folder; None where the name does not tell.

        >>> Mirror(base="https://bay.example").address_of("news/ferry.html?page=2")
        'https://bay.example/news/ferry.html?page=2'
        """
        *folders, last = name.removesuffix(".orig").split("/")
        sign = "?" if "?" in last else "@" if re.search(r"@[^@]*=", last) else "\x00"
        page, _, query = last.partition(sign)
        if (query or page).lower().endswith(_PAGE_ENDINGS) and (query or page) != INDEX:
            if self.adjusted is None:
                return None
            if self.adjusted:
                page, query = (page, query.removesuffix(".html")) if query else (page.removesuffix(".html"), "")
        page = "" if page == INDEX and self.bare_index else page
        path = "/".join(_escaped(part, _SAFE) for part in [*folders, page])
        return web_address(f"{self.base}/{path}" + (f"?{_escaped(query, _SAFE + '/?')}" if query else ""))


def _escaped(part: str, safe: str) -> str:
    """As it stood in the address: wget takes escapes off letters and leaves them on signs that a name cannot hold."""
    return quote(unquote_to_bytes(part.encode("utf-8", "surrogateescape")), safe=safe)


class Survey:
    """What some of the pages in a folder say of it."""

    def __init__(self, host: str | None, is_there: Callable[[str], bool]) -> None:
        self._host, self._is_there = host, is_there
        self._bases: Counter[str] = Counter()
        self._styles: Counter[bool | None] = Counter()
        self._indexes: Counter[bool] = Counter()
        self._witnesses: set[str] = set()
        self._links: dict[str, None] = {}
        self._rooted: dict[str, None] = {}
        self._against = self._below = 0
        self.pages = 0

    def page(self, name: str, head: bytes) -> None:
        """Hear a page: its path in the folder, and what it begins with."""
        self.pages += 1
        url = marks_of(head).url
        if url:
            self._own_address(name, url)
        if self._host:
            for link in _texts_of(_LINK, head):
                if len(self._links) < LINKS_KEPT and _host_of(link) == self._host:
                    self._links.setdefault(link)
            for link in _texts_of(_ROOTED, head):
                if len(self._rooted) < LINKS_KEPT:
                    self._rooted.setdefault(link)

    def _own_address(self, name: str, url: str) -> None:
        host = _host_of(url)
        if self._host and host != self._host:
            self._against += _without_www(host) != _without_www(self._host)
            return
        named = next((style for known, style in _names_of(url) if known == unquote(name)), "none")
        if named == "none":
            self._against += self._host is None
            return
        front = name == INDEX
        self._below += "/" in name
        self._agree(url, name, OF_A_FRONT if front else OF_A_PAGE, style=named if isinstance(named, bool) else None)

    def _agree(self, url: str, name: str, weight: int, *, style: bool | None) -> None:
        if name in self._witnesses:
            return
        self._witnesses.add(name)
        parts = urlsplit(url)
        self._bases[f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"] += weight
        self._styles[style] += 1
        if name.rpartition("/")[2] == INDEX:
            self._indexes[not parts.path.endswith(INDEX)] += 1

    def mirror(self) -> Mirror | None:
        """What the folder is, as far as its pages bear it out."""
        pages = len(self._witnesses)
        self._hear_links(self._links)
        self._hear_links(f"{self._likely_base()}{link}" for link in self._rooted)
        if not self._is_borne_out(pages):
            return None
        adjusted, kept = self._styles[True], self._styles[False]
        return Mirror(
            base=self._likely_base(),
            adjusted=None if adjusted and kept else adjusted > 0,
            bare_index=self._indexes[True] >= self._indexes[False],
        )

    def _hear_links(self, links: Iterable[str]) -> None:
        for link in links:
            for name, style in _names_of(link):
                if self._is_there(name):
                    self._agree(link, name, OF_A_LINK, style=style)
                    break

    def _likely_base(self) -> str:
        """Of links without one: what others say, else https, which a port of its own makes unlikely."""
        if self._bases:
            return max(sorted(self._bases), key=self._bases.__getitem__)
        return f"{'http' if ':' in (self._host or '') else 'https'}://{self._host}"

    def _is_borne_out(self, pages: int) -> bool:
        if self._host:
            return sum(self._bases.values()) >= ENOUGH and self._against <= pages
        hosts = {_host_of(base) for base in self._bases}
        return pages >= ENOUGH_WITHOUT_HOST and self._below > 0 and not self._against and len(hosts) == 1


def _texts_of(links: re.Pattern[bytes], head: bytes) -> Iterator[str]:
    for link in links.findall(head):
        yield link.decode("utf-8", "replace").partition("#")[0].replace("&amp;", "&")


def _host_of(url: str) -> str:
    """With its port, unless that is the scheme's own."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    return host if port in {None, 80 if parts.scheme == "http" else 443} else f"{host}:{port}"


def _without_www(host: str) -> str:
    return host.removeprefix("www.")


def _names_of(url: str) -> Iterator[tuple[str, bool | None]]:
    """The paths at which a program may have saved an address, and whether .html was set behind; None where that cannot be told."""
    parts = urlsplit(url)
    path, query = unquote(parts.path).lstrip("/"), unquote(parts.query)
    is_folder = not path or path.endswith("/")
    path += INDEX if is_folder else ""
    if query:
        for sign in "?@":
            yield f"{path}{sign}{query}", None
            yield f"{path}{sign}{query}.html", True
        return
    is_page = path.lower().endswith(_PAGE_ENDINGS)
    yield path, None if is_folder or not is_page else False
    if not is_page:
        yield f"{path}.html", True
        yield f"{path}/{INDEX}", None
