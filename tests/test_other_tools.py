"""What other programs have saved is read as it is: a small site, saved by each, comes out with addresses, times, statuses, titles, texts.

Programs that are not installed are skipped and named. `wacz` (py-wacz) has many dependencies and is looked for on the path only.
"""

from __future__ import annotations

import csv
import functools
import json
import mailbox
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from warcio.capture_http import capture_http

from crawler.readers import read_paths
from pipelines.clean import clean
from pipelines.types import Article, Capture
from tests.browser.chromium import browsing, missing
from tests.saved_site import PAGES, STORIES, paragraphs, served
from tests.warc_writing import Writer

TURNS = 3
WGET = ("wget", "-r", "-l", "3", "-e", "robots=off", "--no-proxy", "--tries=1", "--timeout=20")
ALL = frozenset({"url", "time", "status", "headers"})

Make = Callable[[Path, str], Path | None]


@dataclass(frozen=True)
class Form:
    """How a site is saved, and what comes back beside titles and texts."""

    make: Make
    known: frozenset[str] = ALL
    needs: tuple[str, ...] = ()


def run(folder: Path, *command: str) -> None:
    folder.mkdir(exist_ok=True)
    environment = os.environ | {"TZ": "UTC"}  # wget's log has no zone
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120, env=environment)
    # wget says 8 where one address of many gave an error
    assert done.returncode in {0, 8}, done.stderr.decode(errors="replace")[-2000:]


def wget(folder: Path, base: str, *options: str) -> Path:
    run(folder / "mirror", *WGET, *options, f"{base}/")
    return folder / "mirror"


def by_wget(*options: str) -> Make:
    return lambda folder, base: wget(folder, base, *options)


def wget_warc(*options: str) -> Make:
    def make(folder: Path, base: str) -> Path:
        wget(folder, base, "-q", "--warc-file=bay", *options)
        return next((folder / "mirror").glob("bay.warc*"))

    return make


def packed(name: str, *command: str) -> Make:
    """A mirror by wget, packed by another program."""

    def make(folder: Path, base: str) -> Path:
        wget(folder, base, "-q")
        run(folder / "mirror", *command, f"../{name}", *sorted(path.name for path in (folder / "mirror").iterdir()))
        return folder / name

    return make


def httrack(folder: Path, base: str) -> Path:
    run(folder / "mirror", "httrack", f"{base}/", "-O", ".", "-q", "-s0", "-%P0", "-c4", "-A10000000", "-%c50")
    return folder / "mirror"


def curl(folder: Path, base: str) -> Path:
    (folder / "answers").mkdir()
    for number, address in enumerate(PAGES):
        run(folder / "answers", "curl", "-sS", "--noproxy", "*", "-i", "-o", f"{number}.html", f"{base}{address}")
    return folder / "answers"


def fetched(base: str) -> Iterator[tuple[str, bytes]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for address in PAGES:
        with opener.open(base + address, timeout=20) as answer:
            yield base + address, answer.read()


def warcio(folder: Path, base: str) -> Path:
    path = folder / "bay.warc.gz"
    with path.open("wb") as file, capture_http(Writer(file, gzip=True)):
        for _ in fetched(base):
            pass
    return path


def wacz(folder: Path, base: str) -> Path:
    warc = wget_warc()(folder, base)
    pages = [{"format": "json-pages-1.0", "id": "pages", "title": "All"}]
    pages += [
        {"url": base + address, "title": title, "ts": "2026-07-01T12:00:00Z"} for address, (title, _) in PAGES.items()
    ]
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, pages)) + "\n")
    run(folder, "wacz", "create", "-o", "bay.wacz", "-p", "pages.jsonl", str(warc))
    return folder / "bay.wacz"


def snapshot(browser, address: str) -> str:
    """The page as MHTML; asked again where the browser of a busy machine gives up waiting for itself."""
    for _ in range(TURNS):
        browser.get(address)
        with suppress(WebDriverException):
            return browser.execute_cdp_cmd("Page.captureSnapshot", {"format": "mhtml"})["data"]
    pytest.fail(f"Chromium saved nothing of {address}")


def mhtml(folder: Path, base: str) -> Path:
    (folder / "saved").mkdir()
    with browsing() as browser:
        for number, address in enumerate(PAGES):
            saved = snapshot(browser, base + address)
            (folder / "saved" / f"{number}.mhtml").write_bytes(saved.encode())
    return folder / "saved"


def singlefile(folder: Path, base: str) -> Path:
    """Its layout: the comment in front, the page as the browser has built it, in one file."""
    (folder / "saved").mkdir()
    for number, (url, content) in enumerate(fetched(base)):
        day = datetime.now(UTC).strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
        comment = (
            f'<!DOCTYPE html> <html lang="en"><!--\n Page saved with SingleFile \n url: {url} \n saved date: {day}\n-->'
        )
        text = content.decode().replace('<!doctype html><html lang="en">', comment)
        (folder / "saved" / f"{number}.html").write_text(text, encoding="utf-8")
    return folder / "saved"


def letters(base: str) -> Iterator[EmailMessage]:
    for url, content in fetched(base):
        letter = EmailMessage()
        letter["Subject"] = PAGES[url.removeprefix(base)][0]
        letter["From"] = "The bay <letters@bay.example>"
        letter["Date"] = "Wed, 01 Jul 2026 12:00:00 +0000"
        letter["Message-ID"] = f"<{len(url)}.{hash(url)}@bay.example>"
        letter["Archived-At"] = f"<{url}>"
        letter.set_content("Read it in a browser.")
        letter.add_alternative(content.decode(), subtype="html")
        yield letter


def mbox(folder: Path, base: str) -> Path:
    box = mailbox.mbox(folder / "letters.mbox")
    for letter in letters(base):
        box.add(letter)
    box.close()
    return folder / "letters.mbox"


def emails(folder: Path, base: str) -> Path:
    (folder / "letters").mkdir()
    for number, letter in enumerate(letters(base)):
        (folder / "letters" / f"{number}.eml").write_bytes(letter.as_bytes())
    return folder / "letters"


def rows(base: str) -> list[dict[str, object]]:
    now = datetime.now(UTC).isoformat()
    return [{"url": url, "html": text.decode(), "fetched_at": now, "status": 200} for url, text in fetched(base)]


def json_lines(folder: Path, base: str) -> Path:
    (folder / "bay.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows(base)))
    return folder / "bay.jsonl"


def table(folder: Path, base: str) -> Path:
    with (folder / "bay.csv").open("w", newline="") as file:
        made = csv.DictWriter(file, list(rows(base)[0]))
        made.writeheader()
        made.writerows(rows(base))
    return folder / "bay.csv"


def parquet(folder: Path, base: str) -> Path:
    arrow = pytest.importorskip("pyarrow")
    tables = pytest.importorskip("pyarrow.parquet")
    tables.write_table(arrow.Table.from_pylist(rows(base)), folder / "bay.parquet", compression="zstd")
    return folder / "bay.parquet"


def zim(folder: Path, base: str) -> Path:
    pytest.importorskip("libzim")
    from urllib.parse import unquote

    from tests.test_reader_zim import made

    pages = [
        (unquote(url.removeprefix("http://")), PAGES[url.removeprefix(base)][0], text) for url, text in fetched(base)
    ]
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return made(folder / "bay.zim", pages, {"Scraper": "zimit 3.0.5", "Source": f"{base}/", "Date": day})


NOTED = frozenset({"url", "time", "status"})
PLACED = frozenset({"url"})
FORMS = {
    "wget with a log": Form(by_wget("-o", "wget.log"), NOTED, ("wget",)),
    "wget with a brief log, links converted": Form(by_wget("-nv", "-k", "-K", "-E", "-p", "-o", "wget-log"), frozenset({"url", "time"}), ("wget",)),
    "wget without a log": Form(by_wget("-q"), PLACED, ("wget",)),
    "wget without hosts, names for Windows": Form(by_wget("-q", "-nH", "--restrict-file-names=windows"), PLACED, ("wget",)),
    "wget with headers": Form(by_wget("-q", "--save-headers"), ALL, ("wget",)),
    "wget in zip": Form(packed("bay.zip", "zip", "-q", "-r"), PLACED, ("wget", "zip")),
    "wget in tar.gz": Form(packed("bay.tar.gz", "tar", "czf"), PLACED, ("wget", "tar")),
    "wget in tar of before it had a mark": Form(packed("bay.tar", "tar", "--format=v7", "-cf"), PLACED, ("wget", "tar")),
    "wget in bsdtar's pax": Form(packed("bay.tar", "bsdtar", "--format=pax", "-cf"), PLACED, ("wget", "bsdtar")),
    "wget in bsdtar's zip": Form(packed("bay.zip", "bsdtar", "--format=zip", "-cf"), PLACED, ("wget", "bsdtar")),
    "wget in 7z's zip": Form(packed("bay.zip", "7z", "a", "-bd", "-tzip"), PLACED, ("wget", "7z")),
    "wget --warc-file": Form(wget_warc(), ALL, ("wget",)),
    "wget --warc-file, not packed, with an index": Form(wget_warc("--no-warc-compression", "--warc-cdx"), ALL, ("wget",)),
    "warcio": Form(warcio),
    "py-wacz": Form(wacz, ALL, ("wget", "wacz")),
    "HTTrack": Form(httrack, NOTED, ("httrack",)),
    "curl -i": Form(curl, ALL - {"url"}, ("curl",)),
    "SingleFile's layout": Form(singlefile, frozenset({"url", "time"})),
    "Python's mailbox": Form(mbox, PLACED),
    "Python's email": Form(emails, PLACED),
    "JSON Lines": Form(json_lines, NOTED),
    "CSV": Form(table, NOTED),
    "pyarrow's Parquet": Form(parquet, NOTED),
    "libzim": Form(zim, frozenset({"url", "day"})),
}  # fmt: skip
IN_A_BROWSER = {"Chromium's MHTML": Form(mhtml, frozenset({"url", "time"}))}


@functools.cache
def _here(name: str) -> bool:
    return shutil.which(name) is not None


@pytest.mark.parametrize("name", FORMS)
def test_a_site_comes_out_as_it_was_saved(tmp_path, name):
    form = FORMS[name]
    if absent := [program for program in form.needs if not _here(program)]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    check(tmp_path, form)


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.parametrize("name", IN_A_BROWSER)
def test_a_site_comes_out_as_a_browser_has_saved_it(tmp_path, name):
    check(tmp_path, IN_A_BROWSER[name])


def check(folder: Path, form: Form) -> None:
    began = datetime.now(UTC) - timedelta(seconds=2)
    with served() as base:
        found = [one for one in read_paths([form.make(folder, base)]) if isinstance(one, Capture)]
    ended = datetime.now(UTC) + timedelta(seconds=2)
    by_title = {title_of(one): one for one in found}
    assert sorted(by_title) == sorted(title for title, _ in PAGES.values())
    assert len(found) == len(PAGES)
    for address in STORIES:
        one = by_title[PAGES[address][0]]
        assert one.url == expected_address(form, base, address, one.url)
        assert_known(one, form.known, began, ended)
        article = clean(one)
        assert isinstance(article, Article)
        assert article.title == PAGES[address][0]
        assert article.text.split("\n\n")[-len(paragraphs(address)) :] == paragraphs(address)


def title_of(capture: Capture) -> str:
    """As it stands in the page, whatever is made of it."""
    return re.findall(r"<title>([^<]*)", capture.body.decode())[0]


def expected_address(form: Form, base: str, address: str, url: str | None) -> str | None:
    if "url" in form.known:
        # HTTrack writes escapes in small letters
        return url if url and url.lower() == (base + address).lower() else base + address
    return base + address if PAGES[address][1] else None


def assert_known(one: Capture, known: frozenset[str], began: datetime, ended: datetime) -> None:
    if "time" in known:
        assert one.fetched_at is not None
        assert began <= one.fetched_at <= ended
    elif "day" in known:
        assert one.fetched_at is not None
        assert began - timedelta(days=1) <= one.fetched_at <= ended
    else:
        assert one.fetched_at is None
    assert one.status == (200 if "status" in known else None)
    assert (dict(one.headers).get("X-Served") == "yes") == ("headers" in known)
