"""Three hundred containers made to do harm, each with good pages before and behind the harm; and what reads them, one by one.

Run as a program it reads the containers of a folder as an ordinary user and prints a line of JSON for each: how many
of the good pages came out, seconds of processor time (what else the machine does is not measured), MiB at most.
"""

from __future__ import annotations

import contextlib
import encodings
import gzip
import importlib
import io
import json
import os
import pkgutil
import random
import resource
import struct
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

GOOD = b"<!doctype html><html><head><title>Good %d</title></head><body><p>A good page, number %d.</p></body></html>"
CLIMBING = ["../canary/x.html", "/tmp/canary.html", "a/../../canary/x.html", "..\\canary\\x.html", "C:\\canary.html"]

Change = Callable[[random.Random, "Made"], None]


def good(number: int) -> bytes:
    return GOOD % (number, number)


class Made:
    """A container that is being made."""

    def __init__(self, kind: str) -> None:
        self.kind, self.file = kind, io.BytesIO()
        self.pages = 0
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) if kind == "zip" else None
        self.tar = tarfile.open(fileobj=self.file, mode="w", format=tarfile.GNU_FORMAT) if kind == "tar" else None  # noqa: SIM115

    def add(self, name: str, content: bytes, **attributes) -> None:
        if self.zip is not None:
            info = zipfile.ZipInfo(name)
            info.compress_type = attributes.get("compress_type", zipfile.ZIP_DEFLATED)
            info.external_attr = attributes.get("mode", 0o100644) << 16
            self.zip.writestr(info, content)
        else:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.type = attributes.get("type", tarfile.REGTYPE)
            info.linkname = attributes.get("linkname", "")
            self.tar.addfile(info, io.BytesIO(content))

    def good(self) -> None:
        self.pages += 1
        self.add(f"good/{self.pages}.html", good(self.pages))

    def whole(self) -> bytes:
        (self.zip or self.tar).close()
        return self.file.getvalue()


def climbing(noise: random.Random, made: Made) -> None:
    made.add(noise.choice(CLIMBING), good(999))


def linked(noise: random.Random, made: Made) -> None:
    target = noise.choice(["/etc/passwd", "../canary", "good/1.html", "link.html"])
    if made.kind == "zip":
        made.add("link.html", target.encode(), mode=0o120777)
    else:
        made.add("link.html", b"", type=noise.choice([tarfile.SYMTYPE, tarfile.LNKTYPE]), linkname=target)


def device(noise: random.Random, made: Made) -> None:
    if made.kind == "zip":
        made.add("device.html", b"", mode=noise.choice([0o020666, 0o010666, 0o060666]))
    else:
        made.add("device.html", b"", type=noise.choice([tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]))


def bomb(noise: random.Random, made: Made) -> None:
    packed = gzip.compress(bytes(noise.choice([150, 300]) << 20), 1)
    made.add(noise.choice(["bomb.html.gz", "bomb.tar.gz", "bomb.warc.gz"]), packed)


def pageful(_noise: random.Random, made: Made) -> None:
    made.add("long.html", b"<p>" + b"long " * (14 << 20))


def nested(noise: random.Random, made: Made) -> None:
    inner = good(999)
    for _ in range(noise.choice([2, 5, 20])):
        layer = Made(noise.choice(["zip", "tar"]))
        layer.add("page.html", inner)
        inner = layer.whole()
    made.add("inner.zip", inner)


def many(_noise: random.Random, made: Made) -> None:
    for number in range(3000):
        made.add(f"pictures/{number}.png", b"\x89PNG\r\n\x1a\n")


def odd_names(noise: random.Random, made: Made) -> None:
    made.add(noise.choice(["a\nb.html", "x" * 300 + ".html", "\u202egnp.html", " ", "a//b/./c.html"]), good(998))


def folders_like_hosts(_noise: random.Random, made: Made) -> None:
    page = b"<p>" + b'<a href="https://a.bb/x">x</a>' * 8000
    for number in range(40):
        made.add("a.bb/" * 700 + f"{number}.html", page)


CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (climbing, linked, device, bomb, pageful, nested, many, odd_names, folders_like_hosts)
}


def lying_size(noise: random.Random, data: bytes) -> bytes:
    """The directory says another size of the second good page."""
    at = data.rfind(b"good/2.html") - 46
    return data[: at + 24] + struct.pack("<L", noise.choice([3, 10**9])) + data[at + 28 :]


def containers(number: int) -> Iterator[tuple[str, bytes, set[int]]]:
    """Name, bytes, and the numbers of the good pages that must come out."""
    noise = random.Random(7)
    names = list(CHANGES)
    for at in range(number):
        kind, name = noise.choice(["zip", "tar"]), names[at % len(names)]
        made = Made(kind)
        made.good()
        CHANGES[name](noise, made)
        made.good()
        data, wanted = made.whole(), {1, 2}
        if at % 5 == 1 and kind == "zip":
            data, wanted, name = lying_size(noise, data), {1}, f"{name}-lying"
        if kind == "tar" and at % 3 == 0:
            data, kind = gzip.compress(data, 1), "tar.gz"
        yield f"{at:03}-{name}.{kind}", data, wanted


def sixty_thousand(kind: str) -> bytes:
    """Members that are no pages, between two that are."""
    made = Made(kind)
    made.good()
    for number in range(60_000):
        made.add(f"p/{number}.png", b"\x89PNG\r\n\x1a\n", compress_type=zipfile.ZIP_STORED)
    made.good()
    return made.whole()


def record(number: int, *, length: int | None = None, digest: str = "") -> bytes:
    """A WARC record of a good page, with a wrong length or digest where that is given, as a gzip member."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + good(number)
    said = f"WARC-Block-Digest: sha1:{digest}\r\n" if digest else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://bay.example/{number}\r\nWARC-Date: 2026-07-01T12:00:00Z\r\n"
        f"{said}Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6)


def harm_of_records() -> dict[str, bytes]:
    """What may lie between two good records of a web archive file."""
    return {
        "cut-member": record(3)[:90],
        "long": record(3, length=10**9),
        "short": record(3, length=20),
        "negative": record(3, length=-5),
        "digest": record(3, digest="A" * 32),
        "bomb": gzip.compress(
            b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 900000000\r\n\r\n" + bytes(300 << 20), 1
        ),
        "noise": random.Random(3).randbytes(100_000),
        "heads": gzip.compress(b"WARC/1.1\r\n" * 300_000, 1),
    }


def waczs() -> Iterator[tuple[str, bytes, set[int]]]:
    """WACZ files with harm in the records, and in the lists of pages; as `containers`."""
    lists = {
        "list-bomb": b'{"url": "https://bay.example/1", "title": "' + b"x" * (200 << 20),
        "list-deep": b"[" * 1_000_000,
        "list-long": b'{"url": "https://bay.example/1", "title": "x", "ts": "99999-99-99"}\n' * 300_000,
    }
    for name, harm in harm_of_records().items():
        yield f"records-{name}.wacz", wacz(record(1) + harm + record(2), b""), {1, 2}
    for name, pages in lists.items():
        yield f"{name}.wacz", wacz(record(1) + record(2), pages), {1, 2}


def wacz(warc: bytes, pages: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/data.warc.gz", warc, zipfile.ZIP_STORED)
        made.writestr("pages/pages.jsonl", pages)
        made.writestr("datapackage.json", b"{}")
    return file.getvalue()


def zims(folder: Path) -> Iterator[tuple[str, bytes, set[int]]]:
    """ZIM files with harm between two good pages, made in this folder; none where libzim is not installed. As `containers`."""
    try:
        from tests.test_reader_zim import Entry, writer
    except ImportError:
        return
    harms = {
        "bomb": [("b/bomb", bytes(300 << 20))],
        "climbing": [(f"../../canary/{number}.html", good(999)) for number in range(20)],
        "twins": [],
        "nested": [("b/zip.html", Made("zip").whole()), ("b/deep.html", b"<b>" * 300_000)],
    }
    for name, pages in harms.items():
        path = folder / f"{name}.zim"
        with writer.Creator(path).config_compression("zstd").config_clustersize(16) as made:
            for at, content in [("a/1", good(1)), *pages, ("z/2", good(2))]:
                made.add_item(Entry(at, "", content, "text/html"))
            for number in range(60_000 if name == "twins" else 0):
                made.add_alias(f"b/{number}", "", "a/1", {})
        yield path.name, path.read_bytes(), {1, 2}
        path.unlink()


def overlapping() -> bytes:
    """Sixty thousand members that are all the same bytes."""
    made = Made("zip")
    made.good()
    data = made.whole()
    entry = data[data.index(b"PK\x01\x02") : data.index(b"PK\x05\x06")]
    start = data.index(b"PK\x01\x02")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60000 & 0xFFFF, 60000 & 0xFFFF, len(entry) * 60000, start, 0)
    return data[:start] + entry * 60000 + end


def most_held() -> float:
    """Of this program alone: what `getrusage` says begins with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main(folder: str) -> None:
    from crawler.readers import read_paths
    from pipelines.types import Capture

    # an ordinary user may not be able to read where this Python lies
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    for name in sorted(os.listdir(folder)):  # noqa: PTH208
        began, found, others = time.process_time(), [], 0
        for one in read_paths([os.path.join(folder, name)]):  # noqa: PTH118
            if isinstance(one, Capture):
                found += [number for number in (1, 2) if one.body == good(number)]
            else:
                others += 1
        told = {"name": name, "good": found, "others": others, "seconds": time.process_time() - began}
        print(json.dumps(told | {"mebibytes": most_held()}))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(sys.argv[1])
