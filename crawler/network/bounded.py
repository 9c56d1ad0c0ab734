"""Scrapy's handler for http and https with a bound on the headers of an answer: Twisted bounds each line, but not their number."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.network.policy import NetworkPolicy

__all__ = ["BoundedDownloadHandler", "HeaderTooLarge"]


class HeaderTooLarge(Exception):
    """The headers of an answer are larger than the policy allows."""


class _Protocol(_LenientHTTP11ClientProtocol):
    taken = 0
    most = NetworkPolicy().header_bytes

    def request(self, request: Any) -> Any:
        """Another answer begins."""
        self.taken = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Give up what has no end; a piece may hold the beginning of the body, so the bound is not exact."""
        parser: Any = self._parser
        if parser is not None and parser.state in {STATUS, HEADER}:
            self.taken += len(data)
            if self.taken > self.most:
                self._giveUp(Failure(HeaderTooLarge(f"more than {self.most:,} bytes of headers")))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: ARG002, N802 - Twisted's names
        """A protocol for one connection."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """For the setting DOWNLOAD_HANDLERS."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory  # noqa: SLF001 - as the handler itself does
