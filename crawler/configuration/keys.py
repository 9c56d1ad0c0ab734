"""Every key of copydesk.toml: where it stands, what it takes, what it is when nobody says. Read by the reader, `init` and the docs' tests."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crawler.sites import SOURCES, Archived, Identity, Limits, Politeness, SiteConfig

__all__ = ["KEYS", "TABLES", "Key", "duration_of", "size_of"]

_DURATION = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*(s|m|h|d|w)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SIZE = re.compile(r"(\d{1,12}(?:\.\d+)?)\s*(B|kB|KiB|MB|MiB)")
_BYTES = {"B": 1, "kB": 1000, "KiB": 1024, "MB": 1000**2, "MiB": 1024**2}
LONGEST = 10 * 366 * 86_400
"""Seconds: beyond, dates end."""
LARGEST = 1 << 30
"""Bytes that are held in memory at once."""
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A name as RFC 9110 has it (5.1)."""


def duration_of(value: object) -> timedelta:
    """`90s`, `30m`, `6h`, `1d`, `2w`; ValueError for anything else.

    >>> duration_of("1.5h").total_seconds()
    5400.0
    """
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if match is None or seconds > LONGEST:
        raise ValueError('a duration like "30m", "6h" or "1d"' + (", of ten years at most" if match else ""))
    return timedelta(seconds=seconds)


def size_of(value: object) -> int:
    """`16 MiB`, `500 kB`; ValueError for anything else.

    >>> size_of("16 MiB")
    16777216
    """
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    size = int(float(match[1]) * _BYTES[match[2]]) if match else 0
    if match is None or size > LARGEST:
        raise ValueError('a size like "16 MiB"' + (", of 1024 MiB at most" if match else ""))
    return size


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('a text in quotes: "..."')
    return value.strip()


def _line(value: object) -> str:
    text = _text(value)
    if not text.isprintable():
        raise ValueError("a text on one line")
    return text


def _command(value: object) -> str:
    text = _text(value)
    try:
        shlex.split(text)
    except ValueError as error:
        raise ValueError("a command whose quotes are closed") from error
    return text


def _agent(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z][A-Za-z_-]*", text):
        raise ValueError("one word of letters and hyphens, as robots.txt files name crawlers")
    return text


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - one kind of error for what a file says wrongly
    return value


def _texts(value: object) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
        raise ValueError('a list of texts: ["...", "..."]')
    return tuple(one.strip() for one in values)


def _addresses(value: object) -> tuple[str, ...]:
    from crawler.readers.marks import web_address

    texts = _texts(value)
    wrong = next((one for one in texts if web_address(one) is None), None)
    if wrong is not None or not texts:
        raise ValueError(f"addresses of the web; {wrong!r} is none" if wrong else "one address at least")
    return texts


def _hook(value: object) -> str:
    """An address of the web, as it is written: what is wrong with it shall be said before there is something to tell."""
    from crawler.readers.marks import web_address

    text = _line(value)
    if web_address(text) is None:
        raise ValueError(f"an address of the web; {text!r} is none")
    return text


def _sources(value: object) -> tuple[str, ...]:
    texts = _texts(value)
    wrong = next((one for one in texts if one not in SOURCES), None)
    if wrong is not None or not texts:
        raise ValueError(f"some of {', '.join(SOURCES)}")
    if "list" in texts and len(texts) > 1:
        raise ValueError("either list alone, or the others")
    return texts


def _number(least: float, most: float = math.inf, *, whole: bool = False) -> Callable[[object], Any]:
    def read(value: object) -> float:
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            bound = f" from {least:g} to {most:g}" if most < math.inf else f" from {least:g} on"
            raise ValueError(f"a {'whole ' if whole else ''}number{bound}")
        return value

    return read


def _choice(*known: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in known:
            raise ValueError(f"one of {', '.join(known)}")
        return str(value)

    return read


def _day(value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", text):
        raise ValueError("a day, a month or a year: 2024-05-01")
    return text


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(one, str) and one.isprintable() for one in value.values()):
        raise ValueError('a table of names and texts: {Cookie = "..."}')
    if (wrong := next((name for name in value if not _HEADER.fullmatch(name)), None)) is not None:
        raise ValueError(f"a table of names of headers; {wrong!r} is none")
    return tuple(value.items())


def _seconds(value: object) -> float:
    return duration_of(value).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its table in a site (`""`, `politeness`, `limits`, `archived`), its name, how it is read, what it is by default."""

    name: str
    read: Callable[[object], Any]
    default: Any
    meaning: str
    table: str = ""

    @property
    def path(self) -> str:
        """As it is written in a site's table: `limits.pages`."""
        return f"{self.table}.{self.name}" if self.table else self.name

    def told(self, value: Any) -> str:
        """A value as it would be written in the file."""
        if self.read is _seconds:
            return _told(timedelta(seconds=value))
        if self.read is size_of:
            return _told_size(value)
        return "{}" if self.read is _headers and not value else _told(value)


_SITE = SiteConfig(name="", start=())
_POLITE, _LIMITS = Politeness(), Limits()

KEYS: dict[str, Key] = {
    key.path: key
    for key in (
        Key(name="start", read=_addresses, default=(), meaning="Where to begin: front pages, sections, feeds, sitemaps."),
        Key(name="sources", read=_sources, default=_SITE.sources, meaning="How pages are found: sitemap, feed, links; or list: the start points alone."),
        Key(name="include", read=_texts, default=(), meaning="Only addresses that fit one of these; * stands for any signs."),
        Key(name="exclude", read=_texts, default=(), meaning="No addresses that fit one of these."),
        Key(name="every", read=duration_of, default=_SITE.every, meaning="How often the site is crawled by `crawl --due`."),
        Key(name="rules", read=_text, default=None, meaning="A folder of rules for cleaning, beside this file."),
        Key(name="render", read=_truth, default=False, meaning="Render the pages in Chromium first: for sites that scripts write. Needs the extra `render`."),
        Key(name="headers", read=_headers, default=(), meaning="Sent with each request to this site's own hosts, and to no other: a cookie, an authorization."),
        Key(name="allow", read=_texts, default=(), meaning="Hosts that may be asked though they are of a private network."),
        Key(table="politeness", name="delay", read=_number(0, 3600), default=_POLITE.delay, meaning="Seconds between the beginnings of two requests to one host."),
        Key(table="politeness", name="connections", read=_number(1, 32, whole=True), default=_POLITE.connections, meaning="Requests to one host at once."),
        Key(table="politeness", name="robots", read=_truth, default=_POLITE.robots, meaning="Obey robots.txt and its crawl-delay."),
        Key(table="politeness", name="autothrottle", read=_truth, default=_POLITE.autothrottle, meaning="Wait longer where a host answers slowly."),
        Key(table="politeness", name="longest_delay", read=_number(0, 86_400), default=_POLITE.longest_delay, meaning="Seconds, however slow the host or long its crawl-delay."),
        Key(table="politeness", name="obey_noindex", read=_truth, default=_POLITE.obey_noindex, meaning="Keep no page that says noindex or noarchive."),
        Key(table="politeness", name="obey_tdm", read=_truth, default=_POLITE.obey_tdm, meaning="Keep no page that reserves text and data mining."),
        Key(table="limits", name="pages", read=_number(1, whole=True), default=_LIMITS.pages, meaning="Requests to the site in one run, at most."),
        Key(table="limits", name="depth", read=_number(0, 1000, whole=True), default=_LIMITS.depth, meaning="Links from a start point, at most."),
        Key(table="limits", name="time", read=_seconds, default=_LIMITS.seconds, meaning="How long one run may take."),
        Key(table="limits", name="body", read=size_of, default=_LIMITS.body_bytes, meaning="The largest page."),
        Key(table="limits", name="redirects", read=_number(0, 20, whole=True), default=_LIMITS.redirects, meaning="How often an address may lead on to another."),
        Key(table="archived", name="server", read=_line, default=None, meaning="Take the pages from a web archive: the address of its CDX server, or of an index of Common Crawl."),
        Key(table="archived", name="captures", read=_choice("nearest", "all"), default=Archived(server="").captures, meaning="Of each page the capture nearest to `date`, or all."),
        Key(table="archived", name="date", read=_day, default=None, meaning="The day to be nearest to; without one the newest."),
        Key(table="archived", name="kind", read=_choice("wayback", "commoncrawl"), default=Archived(server="").kind, meaning="What the server is."),
    )
}  # fmt: skip
"""Of `[defaults]` and of each `[sites.NAME]`."""

TABLES: dict[str, dict[str, Key]] = {
    "identity": {
        "name": Key(name="name", read=_agent, default=Identity().name, meaning="The name in the user agent, by which robots.txt may name you."),
        "contact": Key(name="contact", read=_line, default="", meaning="A mail or web address under which the owner of a site can reach you. Needed."),
    },
    "alerts": {
        "command": Key(name="command", read=_command, default="", meaning="Run with the alert as JSON on standard input; not by a shell, so for pipes write `sh -c '...'`."),
        "webhook": Key(name="webhook", read=_hook, default="", meaning="An address that gets the alert as JSON by POST."),
        "quiet": Key(name="quiet", read=_number(1, 1000), default=4.0, meaning="How many times longer than usual a site must bring no new article to be in trouble."),
        "failures": Key(name="failures", read=_number(1, 1000, whole=True), default=3, meaning="Crawls in a row in which nothing could be fetched."),
        "decay": Key(name="decay", read=_number(0.05, 1), default=0.5, meaning="How much of a site's usual share of pages with title, date or text must be missing."),
    },
}  # fmt: skip
"""The other tables, by name."""


def _told_size(value: int) -> str:
    unit = next(unit for unit in ("MiB", "MB", "KiB", "kB", "B") if value % _BYTES[unit] == 0)
    return f'"{value // _BYTES[unit]} {unit}"'


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        unit = next(unit for unit in ("w", "d", "h", "m", "s") if seconds % _SECONDS[unit] == 0 or unit == "s")
        return f'"{seconds / _SECONDS[unit]:g}{unit}"'
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):
            return "{" + ", ".join(f"{name} = ..." for name, _ in value) + "}"
        return "[" + ", ".join(_told(one) for one in value) + "]"
    if value is None:
        return '""'
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
