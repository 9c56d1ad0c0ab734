"""Make a capture of one record: a line of JSON, an element of a JSON array, a row of a table.

Which field holds the page, its address, its identifier and the time it was fetched is told by the
field's name; whether the page is HTML or text by the field's name and content. What describes the
article (title, author, date) is `stating`'s part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crawler.readers.marks import marks_of, web_address
from crawler.readers.moments import moment_of
from crawler.readers.stating import STATED_FIELDS, stated_in
from pipelines.kinds import HTML_FIELDS, TEXT_FIELDS, field_name, kind_of
from pipelines.types import Capture, Provenance, Unreadable

__all__ = ["KNOWN_FIELDS", "PAGE_LIMIT", "Digits", "capture_of_record", "encoded"]

PAGE_LIMIT = 64 << 20
"""Bytes of one page, unpacked. More cannot be cleaned: cleaning has 512 MiB for a page, and lxml's tree of
62 MB of short paragraphs takes 527 MiB (measured); text alone takes less."""

URL_FIELDS = (
    "url", "page_url", "article_url", "link", "uri", "source_url", "original_url", "target_uri", "warc_target_uri",
    "canonical_url", "canonical", "permalink", "address", "href", "final_url", "requested_url",
)  # fmt: skip
ID_FIELDS = ("id", "record_id", "uuid", "guid", "doc_id", "document_id", "page_id", "article_id", "item_id", "key")
FETCHED_FIELDS = (
    "fetched_at", "fetched", "fetch_time", "fetch_date", "date_fetched", "crawled_at", "crawled", "crawl_time", "crawl_date",
    "date_crawled", "scraped_at", "scraped", "scrape_date", "date_scraped", "retrieved_at", "retrieved", "date_retrieved",
    "downloaded_at", "date_download", "download_date", "captured_at", "capture_date", "capture_time", "saved_at",
    "accessed", "accessed_at", "warc_date", "timestamp",
)  # fmt: skip
STATUS_FIELDS = ("status", "status_code", "http_status")
KNOWN_FIELDS = frozenset(
    {*HTML_FIELDS, *TEXT_FIELDS, *URL_FIELDS, *ID_FIELDS, *FETCHED_FIELDS, *STATUS_FIELDS, *STATED_FIELDS}
)
"""Names of all fields that are looked at, as `field_name` writes them."""

LONGEST_ID = 500


class Digits(str):
    """An integer of more digits than Python reads, as it was written: good for an identifier, no text of a page."""

    __slots__ = ()


def capture_of_record(record: Any, provenance: Provenance) -> Capture | Unreadable:
    """The capture in a parsed record, or why there is none; never raises.

    >>> capture_of_record({"id": 7, "html": "<p>Rain"}, Provenance(source="a.jsonl", offset=1)).provenance.record_id
    '7'
    """
    if not isinstance(record, Mapping):
        return Unreadable(provenance=provenance, reason="bad-record", detail="no object with fields")
    fields = {field_name(str(name)): value for name, value in record.items() if name is not None}
    provenance = replace(provenance, record_id=_identifier(_first(fields, ID_FIELDS)))
    name, text = _content(fields)
    if name is None:
        detail = "no field with html or text among: " + ", ".join(list(fields)[:12])
        return Unreadable(provenance=provenance, reason="bad-record", detail=detail)
    body = encoded(text)
    if not body.strip():
        return Unreadable(provenance=provenance, reason="empty", detail=f"the field {name} is empty")
    if len(body) > PAGE_LIMIT:
        return Unreadable(provenance=provenance, reason="too-large", detail=f"{len(body):,} bytes")
    is_html = _is_html(name, body)
    marks = marks_of(body) if is_html else None
    return Capture(
        provenance=provenance,
        body=body,
        url=web_address(_text(_first(fields, URL_FIELDS))) or (marks.url if marks else None),
        fetched_at=moment_of(_first(fields, FETCHED_FIELDS)) or (marks.saved if marks else None),
        # With its charset: a page that was decoded before still declares its old one.
        content_type=f"text/{'html' if is_html else 'plain'}; charset=utf-8",
        status=_status(_first(fields, STATUS_FIELDS)),
        stated=stated_in(fields),
    )


def encoded(text: str) -> bytes:
    """The text in UTF-8; a lone surrogate, which JSON can spell and UTF-8 cannot, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _content(fields: Mapping[str, Any]) -> tuple[str | None, str]:
    """The name and text of the first field that holds a page; an empty one only where no other has anything."""
    empty: str | None = None
    for name in (*HTML_FIELDS, *TEXT_FIELDS):
        text = _text(fields.get(name))
        if text is not None and text.strip():
            return name, text
        if text is not None or name in fields:
            empty = empty or name
    return empty, ""


def _text(value: object) -> str | None:
    if isinstance(value, Digits):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)  # paragraphs
    return None


def _is_html(name: str, body: bytes) -> bool:
    return b"<" in body and (name in HTML_FIELDS or kind_of(body[:65536]) == "html")


def _first(fields: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)


def _identifier(value: object) -> str | None:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    try:
        return encoded(str(value)).decode()[:LONGEST_ID].replace("\x00", "")
    except ValueError:  # an integer of more digits than Python prints
        return None


def _status(value: object) -> int | None:
    text = str(value) if isinstance(value, str | int) else ""
    return int(text) if len(text) == 3 and text.isdigit() and text.isascii() and 100 <= int(text) <= 599 else None
