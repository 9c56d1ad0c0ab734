"""Pages that scripts write, rendered in Chromium by scrapy-playwright, behind the guard: an extra, for sites with `render = true`.

A browser resolves names and opens connections itself, where no resolver of ours is asked. So it is started with a proxy of ours
(crawler.network.proxy) as its only way out, told to resolve no name, and kept from what does not go through proxies (QUIC, WebRTC).
Pictures, films, fonts and sockets are not fetched. A page that a browser was led to from another address is not taken for that
address: it is answered as a redirect, so that scope and robots.txt of the other one count.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
from contextlib import suppress
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response

from crawler.network.bounded import BoundedDownloadHandler
from crawler.network.guarding import RENDERING_HANDLER, RefusedRequest
from crawler.network.proxy import GuardedProxy

__all__ = ["RenderingDownloadHandler", "is_not_read", "missing", "rendered_meta", "rendering_settings"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTLED_WITHIN = 5.0
"""Seconds that a page may go on loading after it says that it is there; then it is taken as it is."""
NOT_READ = frozenset({"image", "media", "font", "texttrack", "eventsource", "websocket", "manifest", "ping"})
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--dns-prefetch-disable",
    "--no-pings",
    "--js-flags=--max-old-space-size=512",
)


def missing() -> str | None:
    """Why nothing can be rendered here; None where all is there."""
    return None if browser() else f"render = true needs Chromium; none of {', '.join(BROWSERS)} is on the path"


def browser() -> str | None:
    """The program."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def rendering_settings() -> dict[str, Any]:
    """Settings of one crawler, beside the guarded ones of its process."""
    return {
        "DOWNLOAD_HANDLERS": {
            "http": RENDERING_HANDLER,
            "https": RENDERING_HANDLER,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "PLAYWRIGHT_ABORT_REQUEST": is_not_read,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,  # a browser would send ours on to wherever it is led
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
    }


def rendered_meta(name: str, user_agent: str) -> dict[str, Any]:
    """What makes a request one for the browser."""
    from scrapy_playwright.page import PageMethod

    context = {"user_agent": user_agent, "accept_downloads": False, "service_workers": "block"}
    return {
        "playwright": True,
        "playwright_context": name,
        "playwright_context_kwargs": context,
        "playwright_page_init_callback": _without_calls,
        "playwright_page_methods": [PageMethod(_settled)],
    }


def is_not_read(request: Any) -> bool:
    """Whether a browser's request is for something that no text is in."""
    return request.resource_type in NOT_READ


async def _without_calls(page: Any, _request: Request) -> None:
    """WebRTC goes past every proxy: no page gets it, also where a browser takes no heed of the arguments."""
    await page.add_init_script(
        "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[name];"
    )


async def _settled(page: Any) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=SETTLED_WITHIN * 1000)


def _launched_with(proxy: GuardedProxy) -> dict[str, Any]:
    """Chromium's own walls around a page need a user who is not root."""
    server = {"server": f"http://127.0.0.1:{proxy.port}", "username": proxy.user, "password": proxy.password}
    is_walled = not hasattr(os, "geteuid") or os.geteuid() != 0
    return {"executable_path": browser(), "args": list(ARGUMENTS), "proxy": server, "chromium_sandbox": is_walled}


_Playwright: Any = importlib.import_module("scrapy_playwright.handler").ScrapyPlaywrightDownloadHandler


class RenderingDownloadHandler(_Playwright, BoundedDownloadHandler):  # type: ignore[misc]  # unknown without the extra
    """For the setting DOWNLOAD_HANDLERS; the browser starts with the first page that needs it."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._starting = asyncio.Lock()
        self._proxy: GuardedProxy | None = None
        self.config.navigation_timeout_ms = self._policy.seconds * 1000

    async def _launch(self) -> None:
        """Not with the engine."""

    async def _close(self) -> None:
        if self._proxy is not None:
            await super()._close()
            await self._proxy.close()

    async def _started(self) -> None:
        async with self._starting:
            if self._proxy is None:
                proxy = GuardedProxy(self._reactor.nameResolver, self._policy)
                await proxy.start()
                self.config.launch_options = _launched_with(proxy)
                await super()._launch()
                self._proxy = proxy

    async def download_request(self, request: Request) -> Response:
        """The page as a reader sees it; an address that leads on is answered as a redirect."""
        if not request.meta.get("playwright"):
            response: Response = await super().download_request(request)
            return response
        await self._started()
        try:
            response = await asyncio.wait_for(super().download_request(request), self._policy.seconds)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} was not rendered in time") from error
        except Exception as error:
            raise self._as_ours(error, request) from error
        if len(response.body) > self._policy.body_bytes:
            raise RefusedRequest("too-large", request.url)
        if urldefrag(response.url)[0] != urldefrag(request.url)[0]:
            return Response(request.url, status=302, headers={"Location": response.url})
        return response

    def _as_ours(self, error: Exception, request: Request) -> Exception:
        """What a browser says, in the words of the other handlers."""
        text = str(error)
        if reason := self._reactor.nameResolver.refusal_of(urlsplit(request.url).hostname or ""):
            return RefusedRequest(reason, request.url)
        if type(error).__name__ == "TimeoutError" or "ERR_TIMED_OUT" in text:
            return DownloadTimeoutError(text)
        return DownloadFailedError(text) if type(error).__module__.startswith("playwright") else error
