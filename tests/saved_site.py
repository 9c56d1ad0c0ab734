"""A small site on this machine, to be saved by the programs people save sites with. Its words are invented."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

PAGES = {
    "/": ("The bay", True),
    "/news/": ("News of the bay", True),
    "/news/ferry.html": ("The night ferry is back", True),
    "/island/harbour.html": ("The harbour gets a new wall", True),
    "/island/school.html": ("A school for nine children", False),
    "/story": ("The lighthouse keeper's last winter", False),
    "/list?page=2&of=a/b": ("A market on the mole", False),
    "/caf%C3%A9/%C3%80.html": ("The café at the end of the quay", False),
}
"""By address: the title, and whether the page names its address."""
STORIES = (
    "/news/ferry.html",
    "/island/harbour.html",
    "/island/school.html",
    "/story",
    "/list?page=2&of=a/b",
    "/caf%C3%A9/%C3%80.html",
)
TEXT = (
    "{0}, and the people of the island came down to the water to see it with their own eyes.",
    "It had taken the council eleven years and three mayors to agree on it, as {1} remembers.",
    "Nobody on the quay believed it until the morning, when the fog lifted and there it was, white and new.",
    "The boatmen say that the work will bring forty families back before the winter, and the bakery with them.",
)  # fmt: skip
_SPELLED = {unquote(address): address for address in PAGES}
"""Programs write escapes in capitals or in small letters."""
PICTURE = b"\x89PNG\r\n\x1a\n"


def paragraphs(address: str) -> list[str]:
    """The text of a page's article."""
    title = PAGES[address][0]
    return [line.format(title, f"the writer of page {list(PAGES).index(address)}") for line in TEXT]


def page(address: str, base: str) -> bytes:
    """A page, with links to all others; to some of them by their whole address."""
    title, is_named = PAGES[address]
    links = "".join(
        f'<li><a href="{base if at % 2 else ""}{other}">{PAGES[other][0]}</a>' for at, other in enumerate(PAGES)
    )
    named = f'<link rel="canonical" href="{base}{address}">' if is_named else ""
    text = "".join(f"<p>{line}</p>" for line in paragraphs(address))
    return (
        (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{named}</head><body>'
            f'<nav><ul>{links}</ul></nav><main><article><h1>{title}</h1><img src="/picture.png" alt="">{text}</article></main>'
            "</body></html>"
        )
        .replace("page=2&of", "page=2&amp;of")
        .encode()
    )


class _Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/picture.png":
            self._answer("image/png", PICTURE)
        elif address := _SPELLED.get(unquote(self.path)):
            self._answer("text/html; charset=utf-8", page(address, base))
        else:
            self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(content))), ("X-Served", "yes")):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


@contextmanager
def served() -> Iterator[str]:
    """The site's base address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
