"""Stored articles as citations: BibTeX, RIS and CSL JSON, which Zotero, JabRef, Mendeley and Pandoc read.

An article in a paper is BibLaTeX's `@online`, RIS's `NEWS` and CSL's `article-newspaper`; a saved page without an address
is the same without one. The day it was first seen is the day of access. Names are given as the page gives them, and never cut
into first and last name: a guess would be wrong for half of the world (RIS and CSL allow a literal name, BibTeX braces).
"""

from __future__ import annotations

import re
from typing import Any

from archive.reading import Reading

__all__ = ["bibtex", "csl", "ris"]

_BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def bibtex(reading: Reading) -> str:
    """An entry of BibLaTeX; its key is the article's permalink.

    `{{...}}` keeps BibTeX from changing the case of a title and from cutting up a name.
    """
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reading.authors),
        "title": f"{{{_escaped(reading.title)}}}" if reading.title else "",
        "organization": _escaped(_publication(reading)),
        "date": _day(reading.published),
        "url": _address(reading),
        "urldate": _day(reading.first_seen),
        "langid": reading.language or "",
        "keywords": _escaped(", ".join(tag.replace(",", " ") for tag in reading.tags)),
        "note": "" if reading.url else _escaped(reading.source),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{_key(reading)},\n{lines}}}\n"


def ris(reading: Reading) -> str:
    """A record of RIS: a tag, two spaces, a hyphen, a space, the value; lines end in CR LF."""
    lines = [("TY", "NEWS"), ("ID", _key(reading))]
    lines += [("AU", name) for name in reading.authors]
    lines += [
        ("TI", reading.title or ""),
        ("T2", _publication(reading)),
        ("DA", _day(reading.published).replace("-", "/")),
        ("PY", _day(reading.published)[:4]),
        ("SE", reading.section or ""),
        ("LA", reading.language or ""),
        ("UR", _address(reading)),
        ("Y2", _day(reading.first_seen).replace("-", "/")),
    ]
    lines += [("KW", tag) for tag in reading.tags]
    lines += [("N1", "" if reading.url else reading.source)]
    body = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n"


def csl(reading: Reading) -> dict[str, Any]:
    """An item of CSL JSON."""
    fields = {
        "id": _key(reading),
        "type": "article-newspaper",
        "title": reading.title,
        "author": [{"literal": name} for name in reading.authors],
        "container-title": _publication(reading),
        "issued": _csl_date(reading.published),
        "accessed": _csl_date(reading.first_seen),
        "section": reading.section,
        "language": reading.language,
        "URL": _address(reading),
        "keyword": ", ".join(reading.tags),
        "note": None if reading.url else reading.source,
    }
    return {name: value for name, value in fields.items() if value}


def _key(reading: Reading) -> str:
    """A name for the entry that is the same in every export."""
    return f"copydesk-{reading.permalink}"


def _publication(reading: Reading) -> str:
    return reading.site_name or (reading.site if reading.url else "")


def _address(reading: Reading) -> str:
    return reading.canonical_url or reading.url or ""


def _day(time: str | None) -> str:
    """The day, month or year of a time as the archive writes it."""
    match = _DAY.match(time or "")
    return match[0] if match else ""


def _csl_date(time: str | None) -> dict[str, list[list[int]]]:
    day = _day(time)
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}


def _escaped(text: str) -> str:
    return "".join(_BIBTEX_SIGNS.get(sign, sign) for sign in " ".join(text.split()))
