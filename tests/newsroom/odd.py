"""What servers do wrong, by path: slow, broken, lying, endless, hostile. Every endless answer ends after a bound of its own."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler

__all__ = ["PATHS", "answer"]

MEGABYTE = b"<p>" + b"x" * (1 << 20)
BOUND = 300
"""Pieces after which an endless answer ends: nothing here runs for ever."""

STORY = (
    "<!doctype html><html lang='en'><head><title>The lamp at the end of the pier</title>{head}</head><body><article>"
    "<h1>The lamp at the end of the pier</h1>"
    + "".join(
        f"<p>On day {n} the keeper of the lamp wrote that the sea had been calm and that two boats had come in late, both with fish.</p>"
        for n in range(8)
    )
    + "</article></body></html>"
)


def _plain(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        **headers,
    }.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _redirect(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: _plain(handler, b"", 302, Location=to)


def _cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<p>the beginning of a page")
    handler.close_connection = True


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def _no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.odd.test ESMTP ready\r\n")
    handler.close_connection = True


def _endless_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(BOUND):
        handler.wfile.write(MEGABYTE)
    handler.close_connection = True


def _endless_header(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(BOUND * 100):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"y" * 8000))
    handler.close_connection = True


def _bomb(handler: BaseHTTPRequestHandler) -> None:
    _plain(handler, _packed(), Content_Encoding="gzip")


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(BOUND):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)
    handler.close_connection = True


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(15)
    handler.close_connection = True


_FLAPPED: dict[int, int] = {}


def _flapping(handler: BaseHTTPRequestHandler) -> None:
    port = handler.server.server_address[1]
    _FLAPPED[port] = _FLAPPED.get(port, 0) + 1
    if _FLAPPED[port] == 1:
        _plain(handler, b"busy", 503, Retry_After="1")
    else:
        _plain(handler, STORY.format(head="").encode())


def _story(head: str = "", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: _plain(handler, STORY.format(head=head).encode(), **headers)


@cache
def _packed() -> bytes:
    """200 MiB in 200 kB; made when it is asked for, as it takes memory to make."""
    return gzip.compress(b"<p>" + b"a" * (200 << 20), 9)


PATHS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "/cut-off": _cut_off,
    "/reset": _reset,
    "/no-http": _no_http,
    "/endless-body": _endless_body,
    "/endless-header": _endless_header,
    "/bomb": _bomb,
    "/drip": _drip,
    "/silent": _silent,
    "/flapping": _flapping,
    "/error": lambda handler: _plain(handler, b"oh", 500),
    "/forbidden": lambda handler: _plain(handler, b"no", 403),
    "/missing": lambda handler: _plain(handler, b"no", 404),
    "/picture": lambda handler: _plain(handler, b"\x89PNG\r\n\x1a\n" + b"\0" * 600, Content_Type="image/png"),
    "/lying-type": lambda handler: _plain(handler, b"\x89PNG\r\n\x1a\n" + b"\0" * 600),
    "/loop": _redirect("/loop"),
    "/ring-1": _redirect("/ring-2"),
    "/ring-2": _redirect("/ring-1"),
    "/to-private": _redirect("http://10.0.0.1/secret"),
    "/to-metadata": _redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-file": _redirect("file:///etc/passwd"),
    "/to-stranger": _redirect("http://elsewhere.example/"),
    "/noindex": _story('<meta name="robots" content="noindex">'),
    "/reserved": _story(tdm_reservation="1"),
    "/story": _story(),
    "/secret/story": _story(),
}


def answer(handler: BaseHTTPRequestHandler, port: int) -> bool:
    """Answer a request to `odd.test`; False for what is no path of it."""
    path = handler.path
    if path == "/index":
        links = [*PATHS, "/chain/0"]
        _plain(
            handler,
            f"<html><title>Odd things</title>{''.join(f'<p><a href={link}>{link}</a>' for link in links)}</html>".encode(),
        )
    elif path == "/robots.txt":
        _plain(handler, b"User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain")
    elif path.startswith("/chain/"):
        _redirect(f"/chain/{int(path.removeprefix('/chain/')) + 1}")(handler)
    elif path.startswith("/calendar"):
        day = int(path.partition("?day=")[2] or 0)
        _plain(
            handler,
            f"<html><title>Day {day}</title><a href='/calendar?day={day + 1}'>next</a> <a href='/calendar?day={day + 2}'>later</a></html>".encode(),
        )
    elif path in PATHS:
        PATHS[path](handler)
    else:
        return False
    return True
