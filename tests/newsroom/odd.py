"""What servers do wrong, by path: slow, broken, lying, endless, hostile. Every endless answer ends after a bound of its own."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler

__all__ = ["PATHS", "TRAPS", "answer", "packed_bomb"]

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
    _plain(handler, packed_bomb(), Content_Encoding="gzip")


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
def packed_bomb() -> bytes:
    """200 MiB in 200 kB. Takes a second to make: ask for it before a crawl that is in a hurry."""
    packer = zlib.compressobj(wbits=31)
    pieces = [packer.compress(b"<p>"), *(packer.compress(b"a" * (1 << 20)) for _ in range(200)), packer.flush()]
    return b"".join(pieces)


def _word(*seeds: object) -> str:
    """A word that nobody has seen before."""
    return hashlib.sha256(repr(seeds).encode()).hexdigest()[:10].translate(str.maketrans("0123456789", "ghijklmnop"))


def _links(addresses: Iterable[str]) -> str:
    return "".join(f'<li><a href="{escape(one)}">more of this</a></li>' for one in addresses)


def _calendar(handler: BaseHTTPRequestHandler) -> None:
    day = int(handler.path.partition("?day=")[2] or 0)
    links = _links(f"/calendar?day={day + step}" for step in (1, 2))
    _plain(handler, f"<html><title>Day {day}</title><ul>{links}</ul></html>".encode())


def _session(handler: BaseHTTPRequestHandler) -> None:
    """The same three stories under ever new addresses."""
    number = int(handler.path.split("/")[2].partition("?")[0] or 0) % 3
    links = _links(f"/session/{(number + step) % 3}?visitor={_word(handler.path, step)}" for step in range(3))
    story = STORY.format(head="").replace("boats", f"boats of the {('first', 'second', 'third')[number]} row")
    _plain(handler, story.replace("</body>", f"<nav><ul>{links}</ul></nav></body>").encode())


def _session_path(handler: BaseHTTPRequestHandler) -> None:
    """The same with the session in the path."""
    number = int(handler.path.rpartition("/")[2] or 0) % 3
    links = _links(f"/kept/{_word(handler.path, step)}/{(number + step) % 3}" for step in range(3))
    _plain(handler, STORY.format(head="").replace("</body>", f"<nav><ul>{links}</ul></nav></body>").encode())


_FILTERS = ("colour", "size", "maker", "sort", "order", "view", "price", "material", "year", "place", "mood", "shelf")


def _filters(handler: BaseHTTPRequestHandler) -> None:
    """A list that can be narrowed by any filter, in any way, and narrowed again."""
    known = handler.path.partition("?")[2]
    links = _links(
        f"/filters?{known}{'&' if known else ''}{name}={_word(known, name)}"
        for name in _FILTERS
        if f"{name}=" not in known
    )
    _plain(handler, f"<html><title>Lamps</title><h1>Lamps</h1><ul>{links}</ul></html>".encode())


def _maze(handler: BaseHTTPRequestHandler) -> None:
    """A page that leads to five others, in ever new words."""
    links = _links(f"/maze/{_word(handler.path, step)}/{_word(step, handler.path)}" for step in range(5))
    _plain(handler, f"<html><title>On and on</title><ul>{links}</ul></html>".encode())


TRAPS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "/calendar": _calendar,
    "/session": _session,
    "/kept": _session_path,
    "/filters": _filters,
    "/maze": _maze,
}
"""Ever new addresses, by the beginning of their path."""


FOREIGN = STORY.format(head='<meta charset="utf-8">').replace(
    "the sea had been calm", "das Meer über Nacht ruhig war – «ganz ruhig»"
)


def _half_packed(handler: BaseHTTPRequestHandler) -> None:
    long = STORY.format(head="").replace(
        "</article>", "".join(f"<p>And on day {n} more of the same.</p>" for n in range(9, 900)) + "</article>"
    )
    packed = gzip.compress(long.encode(), mtime=0)
    _plain(handler, packed[: len(packed) // 2], Content_Encoding="gzip")


def _too_short(handler: BaseHTTPRequestHandler) -> None:
    """More comes than was announced, and looks like the next answer."""
    body = STORY.format(head="").encode()
    _plain(handler, body)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")


SCRIPTED = """<!doctype html><html lang="en"><head><title>Loading</title></head><body><div id="root">Please wait ...</div>
<img src="/picture"><script>
fetch("/scripted.json").then(answer => answer.json()).then(story => {
  document.title = story.title;
  document.getElementById("root").innerHTML = "<article><h1>" + story.title + "</h1>" + story.text.map(one => "<p>" + one + "</p>").join("") + "</article>";
});
</script></body></html>"""
STORY_TEXT = [
    f"On day {n} the lamp was lit by a machine, and the keeper read a book about boats and the weather of the year before."
    for n in range(8)
]


def _scripted_text(handler: BaseHTTPRequestHandler) -> None:
    body = json.dumps({"title": "The lamp that lights itself", "text": STORY_TEXT}).encode()
    _plain(handler, body, Content_Type="application/json")


def _spying(handler: BaseHTTPRequestHandler) -> None:
    """A page that tries every way a script has to reach the port it is told, on this machine."""
    port = handler.path.partition("?")[2]
    hosts = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "inside.names.test", "[::ffff:127.0.0.1]"]
    aims = json.dumps([f"http://{host}:{port}/spied" for host in hosts])
    sockets = json.dumps([f"ws://{host}:{port}/spied" for host in hosts])
    script = f"""
const aims = {aims};
for (const aim of aims) {{
  fetch(aim, {{mode: "no-cors"}}).catch(() => 0);
  navigator.sendBeacon(aim, "x");
  for (const [tag, name] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["link", "href"], ["object", "data"], ["video", "src"]]) {{
    const made = document.createElement(tag);
    if (tag === "link") made.rel = "stylesheet";
    made[name] = aim;
    document.body.append(made);
  }}
  for (const rel of ["preconnect", "dns-prefetch", "prefetch", "preload"]) {{
    const made = document.createElement("link");
    made.rel = rel; made.href = aim;
    document.head.append(made);
  }}
}}
for (const aim of {sockets}) {{ try {{ new WebSocket(aim); }} catch (wrong) {{}} }}
try {{
  const call = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{port}"}}, {{urls: "turn:127.0.0.1:{port}?transport=tcp", username: "a", credential: "b"}}]}});
  call.createDataChannel("x");
  call.createOffer().then(offer => call.setLocalDescription(offer));
}} catch (wrong) {{}}
"""
    _plain(handler, STORY.format(head="").replace("</body>", f"<script>{script}</script></body>").encode())


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
    "/lying-charset": lambda handler: _plain(handler, FOREIGN.encode(), Content_Type="text/html; charset=iso-8859-1"),
    "/not-packed": lambda handler: _plain(handler, STORY.format(head="").encode(), Content_Encoding="gzip"),
    "/half-packed": _half_packed,
    "/too-short": _too_short,
    "/to-data": _redirect("data:text/html,<p>hello"),
    "/to-far": _redirect("/far/" + "x" * 3000),
    "/far/" + "x" * 3000: _story(),
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
    elif (trap := "/" + path.split("/")[1].partition("?")[0]) in TRAPS:
        TRAPS[trap](handler)
    elif path == "/scripted":
        _plain(handler, SCRIPTED.encode())
    elif path == "/scripted.json":
        _scripted_text(handler)
    elif path == "/scripted-away":
        _plain(handler, b"<html><script>location = '/scripted'</script></html>")
    elif path.startswith("/spying?"):
        _spying(handler)
    elif path in PATHS:
        PATHS[path](handler)
    else:
        return False
    return True
