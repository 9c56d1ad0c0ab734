"""A folder served on 127.0.0.1 as object stores do: whole or by ranges, with a list of its files. It can be told to fail."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Served:
    folder: Path
    address: str = ""
    failing: set[str] = field(default_factory=set)
    """Names of files that answer 500 behind their first kilobyte."""
    stumbling: set[str] = field(default_factory=set)
    """Names of files of which every other answer breaks off."""
    without_ranges: bool = False
    asked: Counter[str] = field(default_factory=Counter)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Served

    def do_HEAD(self):
        self.answer(with_body=False)

    def do_GET(self):
        self.answer(with_body=True)

    def answer(self, *, with_body: bool):
        name, state = self.path.strip("/"), self.state
        if not name:
            links = "".join(f'<a href="{path.name}">{path.name}</a>' for path in sorted(state.folder.iterdir()))
            self.send(200, links.encode(), with_body=with_body)
        elif not (state.folder / name).is_file():
            self.send(404, b"", with_body=with_body)
        elif state.without_ranges:
            self.send(200, (state.folder / name).read_bytes(), with_body=with_body)
        else:
            state.asked[name] += with_body
            self.ranged(name, (state.folder / name).read_bytes(), with_body=with_body)

    def ranged(self, name: str, whole: bytes, *, with_body: bool):
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            self.send(200, whole, {"Accept-Ranges": "bytes"}, with_body=with_body)
            return
        begin, end = int(asked[1]), min(int(asked[2] or len(whole)), len(whole) - 1)
        if name in self.state.failing and end > 1024:
            self.send(500, b"", with_body=with_body)
            return
        cut = name in self.state.stumbling and with_body and self.state.asked[name] % 2 == 1
        where = {"Content-Range": f"bytes {begin}-{end}/{len(whole)}"}
        self.send(206, whole[begin : end + 1], where, with_body=with_body, cut=cut)

    def send(self, status, body, headers=(), *, with_body, cut=False):
        self.send_response(status)
        for header, value in dict(headers).items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = cut

    def log_message(self, *_arguments):
        pass


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    state = Served(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OfThisFolder", (Handler,), {"state": state}))
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
