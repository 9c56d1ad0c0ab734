"""Scrapy's handler for http and https within bounds: headers, and how many large bodies come at once. What is compressed stays so.

Scrapy bounds a body (DOWNLOAD_MAXSIZE) and the time of an answer (DOWNLOAD_TIMEOUT), Twisted a line of the headers; their
number, their sum and the bodies of all answers together are bounded by nobody. A body that grows larger than a usual page
needs one of a few places and waits for it with its connection paused: what the sender still has, it keeps.
"""

from __future__ import annotations

import importlib
from collections import deque
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.network.guarding import RefusedRequest, prove_guard
from crawler.network.policy import NetworkPolicy

__all__ = ["BoundedDownloadHandler", "HeaderTooLarge"]

USUAL_BODY = 1 << 20
"""Bytes up to which a body needs no place: of a million news pages hardly one is larger, compressed as they come."""


class HeaderTooLarge(Exception):
    """The headers of an answer are larger than the policy allows."""


class _Places:
    """The places for large bodies, given in the order in which they were asked for."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._held: set[Any] = set()
        self._waiting: deque[Any] = deque()

    def holds(self, one: Any) -> bool:
        """Whether it has a place; if not, it is in the queue from now on."""
        if one not in self._held and one not in self._waiting:
            self._waiting.append(one)
            self._give()
        return one in self._held

    def leave(self, one: Any) -> None:
        """Its place is free for the next, who goes on."""
        if one in self._held:
            self._held.remove(one)
            self._free += 1
        elif one in self._waiting:
            self._waiting.remove(one)
        for other in self._give():
            other.transport.resumeProducing()

    def _give(self) -> list[Any]:
        given = []
        while self._free and self._waiting:
            one = self._waiting.popleft()
            self._held.add(one)
            self._free -= 1
            given.append(one)
        return given


class _Parser(_LenientHTTPClientParser):
    MAX_LENGTH = 64 << 10  # of a line; Twisted's 16 KiB are less than what some sites say about cookies and scripts
    most = 0
    count = 0

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        """Count them."""
        self.count += 1
        if self.count > self.most:
            raise HeaderTooLarge(f"more than {self.most:,} headers")
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> Any:  # noqa: N802 - Twisted's name
        """Twisted would hang up without a word."""
        raise HeaderTooLarge(f"a line of more than {self.MAX_LENGTH:,} bytes, {len(line):,} so far")


class _Protocol(_LenientHTTP11ClientProtocol):
    def __init__(self, policy: NetworkPolicy, places: _Places, quiescent: Any) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._policy, self._places = policy, places
        self._taken = 0

    def request(self, request: Any) -> Any:
        """Another answer begins."""
        self._taken = 0
        answer = super().request(request)
        parser: Any = self._parser
        if parser is not None:  # as Scrapy's own protocol changes the parser, which Twisted chooses itself
            parser.__class__ = _Parser
            parser.most = self._policy.headers
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Give up what has no end; a piece may hold the beginning of the body, so the bound is not exact."""
        parser: Any = self._parser
        self._taken += len(data)
        if parser is not None and parser.state in {STATUS, HEADER} and self._taken > self._policy.header_bytes:
            self._giveUp(Failure(HeaderTooLarge(f"more than {self._policy.header_bytes:,} bytes of headers")))  # type: ignore[no-untyped-call]
            return
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._parser is not None and self._taken > USUAL_BODY and not self._places.holds(self):
            self.transport.pauseProducing()  # type: ignore[union-attr]

    def _disconnectParser(self, reason: Any) -> None:  # noqa: N802
        """However an answer ends, it ends here."""
        super()._disconnectParser(reason)  # type: ignore[no-untyped-call]
        self._places.leave(self)


class _Factory(_LenientHTTP11ClientFactory):
    def __init__(self, policy: NetworkPolicy, places: _Places, *given: Any) -> None:
        super().__init__(*given)  # type: ignore[no-untyped-call]
        self._policy, self._places = policy, places

    def buildProtocol(self, addr: Any) -> Any:  # noqa: ARG002, N802 - Twisted's names
        """A protocol for one connection."""
        return _Protocol(self._policy, self._places, self._quiescentCallback)


_PLACES: dict[int, _Places] = {}
"""By their number: those of all crawlers of a process are the same, as its memory is."""


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """For the setting DOWNLOAD_HANDLERS. Does not work without the guard."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._reactor: Any = importlib.import_module("twisted.internet.reactor")
        prove_guard(crawler.settings, self._reactor)
        policy: NetworkPolicy = crawler.settings["COPYDESK_NETWORK"]
        self._policy = policy
        places = _PLACES.setdefault(policy.large_bodies, _Places(policy.large_bodies))
        pool: Any = self._pool
        pool._factory = partial(_Factory, policy, places)  # noqa: SLF001 - as the handler itself does

    async def download_request(self, request: Request) -> Response:
        """The answer; RefusedRequest for what the guard does not let through."""
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            host = urlsplit(request.url).hostname or ""
            if reason := self._reactor.nameResolver.refusal_of(host):
                raise RefusedRequest(reason, request.url) from error
            raise
        except DownloadFailedError as error:
            if HeaderTooLarge.__name__ in str(error):
                raise RefusedRequest("header-too-large", request.url) from error
            raise
        except DownloadCancelledError as error:
            raise RefusedRequest("too-large", request.url) from error
