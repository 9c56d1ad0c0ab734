"""What spiders yield as captures: responses, dicts, dataclasses, attrs and Scrapy items, `zyte_common_items.Article`. Stores nothing.

An item is a page if it has an address and a body, under the names people use for them. What it says of the page besides (title,
authors, dates) is kept as stated beside it, and used where the page says less. The time of fetching is the item's own
(`fetched_at`, `scraped_at`, `metadata.dateDownloaded`), else now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from itemadapter import ItemAdapter, is_item
from scrapy.http import Response, TextResponse

from crawler.readers.marks import web_address
from crawler.readers.moments import moment_of
from pipelines.types import Capture, Provenance, Stated

__all__ = ["capture_of", "capture_of_response"]

_URL = ("url", "link", "address", "uri")
_HTML = ("html", "body", "raw_html", "page", "content")
_PARTS = ("articleBodyHtml",)
_TEXT = ("text", "articleBody", "article_body")
_TITLE = ("title", "headline")
_AUTHORS = ("authors", "author", "byline")
_PUBLISHED = ("published", "date", "datePublished", "date_published", "published_at", "pubdate")
_MODIFIED = ("modified", "dateModified", "date_modified", "updated")
_SECTION = ("section", "category")
_FETCHED = ("fetched_at", "scraped_at", "crawled_at", "timestamp")


def capture_of(item: Any, spider: str, now: datetime) -> Capture | None:
    """The page in an item; None for an item that is none."""
    if isinstance(item, Response):
        return capture_of_response(item, spider, now)
    if not is_item(item):
        return None
    fields = ItemAdapter(item)
    url = web_address(_text(fields, _URL))
    body, kind = _body(fields)
    if url is None or body is None:
        return None
    return Capture(
        provenance=Provenance(source=f"spider:{spider}"),
        body=body,
        url=url,
        fetched_at=_fetched(fields) or now,
        content_type=kind,
        status=_status(fields),
        stated=_stated(fields),
    )


def capture_of_response(response: Response, spider: str, now: datetime) -> Capture | None:
    """A response as it came; None for one that is no page of text."""
    if not isinstance(response, TextResponse):
        return None
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in (values if isinstance(values, list) else [values])
    )
    kind = response.headers.get("Content-Type")
    return Capture(
        provenance=Provenance(source=f"spider:{spider}"),
        body=response.body,
        url=response.url,
        fetched_at=now,
        content_type=kind.decode("latin-1") if kind else None,
        status=response.status,
        headers=headers,
    )


def _first(fields: ItemAdapter, names: Iterable[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)


def _text(fields: ItemAdapter, names: Iterable[str]) -> str | None:
    value = _first(fields, names)
    if isinstance(value, list | tuple):  # as item loaders leave a field that has no output processor
        value = value[0]
    if isinstance(value, date):
        value = value.isoformat()
    return None if value is None else str(value).strip() or None


def _body(fields: ItemAdapter) -> tuple[bytes | None, str]:
    """The page's bytes and type: whole pages first, then the HTML of an article alone, then its text."""
    for names, kind in ((_HTML, "text/html"), (_PARTS, "text/html"), (_TEXT, "text/plain")):
        between = "\n\n" if names is _TEXT else "\n"
        values = (_whole(fields[name], between) for name in names if fields.get(name))
        value = next((one for one in values if isinstance(one, str | bytes | bytearray | memoryview)), None)
        if isinstance(value, bytes | bytearray | memoryview):
            return bytes(value), kind
        if isinstance(value, str):
            if names is _PARTS:
                value = f"<!doctype html><html><head><title>{escape(_text(fields, _TITLE) or '')}</title></head><body>{value}</body></html>"
            return value.encode("utf-8", "replace"), f"{kind}; charset=utf-8"
    return None, ""


def _whole(value: Any, between: str) -> Any:
    """A list of texts as one, of bytes its first."""
    if not isinstance(value, list | tuple):
        return value
    return between.join(value) if all(isinstance(one, str) for one in value) else value[0]


def _fetched(fields: ItemAdapter) -> datetime | None:
    value = _first(fields, _FETCHED)
    if value is None and (metadata := _first(fields, ("metadata",))) is not None and is_item(metadata):
        value = _first(ItemAdapter(metadata), ("dateDownloaded",))
    return value if isinstance(value, datetime) and value.tzinfo else moment_of(value)


def _status(fields: ItemAdapter) -> int | None:
    value = _first(fields, ("status",))
    return value if isinstance(value, int) and 100 <= value < 600 else None


def _stated(fields: ItemAdapter) -> Stated | None:
    authors = tuple(_names(_first(fields, _AUTHORS)))
    stated = Stated(
        title=_text(fields, _TITLE),
        authors=authors,
        published=_text(fields, _PUBLISHED),
        modified=_text(fields, _MODIFIED),
        section=_text(fields, _SECTION),
    )
    return stated if stated != Stated() else None


def _names(value: Any) -> Iterable[str]:
    """Names in a text, a list of texts, or a list of items with a name."""
    for one in value if isinstance(value, list | tuple) else [value]:
        name = ItemAdapter(one).get("name") if is_item(one) else one
        if isinstance(name, str) and name.strip():
            yield name.strip()
