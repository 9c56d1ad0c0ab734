"""What came back for a request, as plain values: the deciding part knows neither Scrapy nor Twisted. Reads no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

__all__ = ["Answer", "retry_seconds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, or the reason why there is none."""

    url: str
    at: datetime
    """When it was asked for; aware, UTC."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    """Content-decoded."""
    size: int = 0
    """Bytes of the body as they came over the network, where known, else of the body."""
    milliseconds: int = 0
    failure: str | None = None
    """A slug of `crawler.crawling.reasons.FAILURES` or `REFUSALS`, where there is no answer."""
    detail: str = ""

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for known, value in self.headers if known.lower() == name), None)

    @property
    def content_type(self) -> str:
        """The declared media type alone, in lower case."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


def retry_seconds(headers: Mapping[str, str] | Answer, now: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds or as a date (RFC 9110, 10.2.3); None without one.

    >>> from datetime import UTC
    >>> retry_seconds({"retry-after": "Wed, 01 Jul 2026 12:02:00 GMT"}, datetime(2026, 7, 1, 12, tzinfo=UTC))
    120.0
    """
    value = headers.header("retry-after") if isinstance(headers, Answer) else headers.get("retry-after")
    text = (value or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
