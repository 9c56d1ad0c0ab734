"""Find the address a saved page names for itself, and when it was saved; nothing else of the page.

What the saving program wrote comes first, because it knew the address it was at: SingleFile's
comment, the browsers' `saved from url` mark, Save Page WE, HTTrack, monolith. Then what the page
says: canonical link, og:url, base. A relative address without a base is none.

One pass over the head of the page, which is not parsed: this runs for every file, before it is
known whether the page was seen already.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from crawler.readers.moments import moment_of
from pipelines.decode import decode

__all__ = ["Marks", "marks_of", "web_address"]

HEAD = 256 * 1024
"""SingleFile and others set style sheets before the canonical link; a page that names itself later than this is rare."""
LONGEST_ADDRESS = 4096


class Marks(NamedTuple):
    url: str | None = None
    saved: datetime | None = None


_OPENING = re.compile(rb"<(?:(!--)|(script|style|svg|template|textarea)\b|(link|meta|base)\b|(/head\s*>|body\b))")
_INSIDE_TAG = re.compile(rb"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*")
_TELLING = re.compile(rb"canonical|og:url|savepage-", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f<>\"\ud800-\udfff]")
"""What browsers write as %XX in an address. Letters of other scripts, which they escape too, stay as a person reads them:
that is why this is not w3lib's `safe_url_string`. The archive compares addresses with everything escaped."""
# Nothing below may look at the same signs twice: a name begins where one can begin and is never given back.
_ATTRIBUTE = re.compile(r"(?<![^\s\"'/>])([^\s=\"'/>]{1,64}+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")

_SINGLEFILE = re.compile(
    r"Page saved with SingleFile.{0,40}?\burl:\s*(\S+)(?:.{0,40}?\bsaved date:\s*([^\n]+))?", re.DOTALL
)
_BROWSER = re.compile(r"^\s*saved from url=\((\d{4})\)(\S+)")
_HTTRACK = re.compile(
    r"^\s*Mirrored from (\S+) by HTTrack Website Copier/[^,\[]*+(?:\[[^\]]*+\])?+[^,]*+,\s*+([^\n]++)"
)
_MONOLITH = re.compile(r"^\s*Saved from (\S+) at (\S+) using monolith\b")


def marks_of(body: bytes) -> Marks:
    """The page's own address and the time it was saved, as far as it names them.

    >>> marks_of(b'<link rel="canonical" href="https://example.org/story">').url
    'https://example.org/story'
    """
    head = body[:HEAD]
    if b"\x00" in head[:200] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = decode(head).text.encode()
    named: dict[str, str] = {}
    for tag, piece in _pieces(head):
        if tag == "!--":
            marks = _of_comment(_text(piece))
            if marks.url:
                return marks
        elif tag == "base" or _TELLING.search(piece):
            _note(named, tag, _attributes(_text(piece)))
    return _of_names(named)


def _pieces(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Comments and the tags that can name an address, up to the body; what stands in a script or style counts nowhere.

    By `find` where something may be long: a script of 200 KB in the head costs .3 ms, by a regular
    expression 6 ms (measured).
    """
    lowered = head.lower()
    at = 0
    while (match := _OPENING.search(lowered, at)) and not match[4]:
        start = match.end()
        if match[1]:
            at = _found(lowered, b"-->", start)
            yield "!--", head[start:at]
        elif match[2]:
            at = _found(lowered, b"</" + match[2], start)
        elif inside := _INSIDE_TAG.match(head, start):
            at = inside.end()
            yield match[3].decode(), head[start:at]


def _found(head: bytes, end: bytes, start: int) -> int:
    place = head.find(end, start)
    return len(head) if place < 0 else place


def web_address(address: str | None, base: str | None = None) -> str | None:
    """The address if it is one of the web, whole and usable; else None.

    >>> web_address("/story", "https://example.org/news/")
    'https://example.org/story'
    >>> web_address("/story")
    >>> web_address("https://ada:secret@example.org\\\\a story")
    'https://example.org/a%20story'
    """
    if not address:
        return None
    address = _spelled(address)
    try:
        address = urljoin(base, address) if base else address
        parts = urlsplit(address)
        usable = (
            parts.scheme.lower() in {"http", "https"}
            and bool(_HOST.fullmatch(parts.hostname or ""))
            and (parts.port or 1) > 0
        )
    except ValueError:  # a port that is no number, half an IPv6 address
        return None
    if not usable or len(address) > LONGEST_ADDRESS:
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else address


def _spelled(address: str) -> str:
    """As browsers take it: without line ends, `\\` before the query made `/`, and what cannot stand in an address escaped.

    Else `http://a.example\\@b.example/` would be filed under `b.example`, and browsers would open `a.example`.
    """
    address = re.sub(r"[\t\r\n]", "", address).strip()
    place, rest = re.match(r"([^?#]*)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]  # matches anything
    return _UNSAFE.sub(_escaped, place.replace("\\", "/") + rest)


def _escaped(sign: re.Match[str]) -> str:
    """Its bytes in UTF-8; half a pair of surrogates, which has none, is U+FFFD."""
    return quote(sign[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _of_comment(comment: str) -> Marks:
    if "aved" not in comment and "HTTrack" not in comment:
        return Marks()
    if match := _SINGLEFILE.search(comment):
        return Marks(web_address(match[1]), moment_of(match[2]))
    if match := _BROWSER.match(comment):
        length = int(match[1])
        return Marks(web_address(match[2][:length] if length > 8 else match[2]))
    if match := _HTTRACK.match(comment):
        address = match[1] if "://" in match[1] else "http://" + match[1]  # HTTrack leaves http:// out
        return Marks(web_address(address), moment_of(match[2]))
    if match := _MONOLITH.match(comment):
        return Marks(web_address(match[1]), moment_of(match[2]))
    return Marks()


def _note(named: dict[str, str], tag: str, attributes: dict[str, str]) -> None:
    """Keep the first of each kind."""
    if tag == "base":
        named.setdefault("base", attributes.get("href", ""))
    elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
        named.setdefault("canonical", attributes.get("href", ""))
    elif tag == "meta":
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if name in {"og:url", "savepage-url", "savepage-date"}:
            named.setdefault(name, attributes.get("content", ""))


def _of_names(named: dict[str, str]) -> Marks:
    saved = moment_of(named.get("savepage-date"))
    if url := web_address(named.get("savepage-url")):
        return Marks(url, saved)
    base = web_address(named.get("base"))
    canonical = web_address(named.get("canonical"), base)
    og_url = web_address(named.get("og:url"), base)
    if canonical and og_url and _is_front(canonical) and not _is_front(og_url):
        canonical = None  # a template that names the front page on every page
    url = canonical or og_url or (base if base and not _is_front(base) else None)
    return Marks(url, saved)


def _is_front(url: str) -> bool:
    """A site's front page: as a base it names the site, not the page."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare).strip())
    return found


def _text(piece: bytes) -> str:
    """Addresses are ASCII or UTF-8 in nearly every page; in others their path would be percent-encoded."""
    return piece[:65536].decode("utf-8", "replace")
