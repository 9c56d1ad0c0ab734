"""WARC files written here are replayed by pywb: the page comes back from its address and time. Skipped where pywb is absent."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path
from socket import socket
from urllib.error import URLError

import pytest

from tests.archive_sample import clean_all, opened, page

pytestmark = pytest.mark.nightly
PAGE = (
    "<html><head><title>Night ferry</title></head><body><article><h1>Night ferry</h1><p>{}</p></article></body></html>"
)
TEXT = "The night ferry left the harbour at ten and came back empty, as it has done since the bridge was opened. "


def program(name: str) -> str:
    """Where pywb's program is: on the path, or in the folder that PYWB names."""
    found = shutil.which(name, path=os.environ.get("PYWB")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} of pywb is not installed; PYWB can name the folder it is in")
    return found


def replayed(address: str) -> str:
    """What pywb answers, which may still be starting."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return str(answer.read().decode())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def test_pywb_replays_what_was_archived(tmp_path: Path) -> None:
    manager, server = program("wb-manager"), program("wayback")
    body = PAGE.format(TEXT * 5)
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([page("https://paper.example/ferry", body, hour=9)], run)
        clean_all(archive, run)
        when = archive.conn.execute("select fetched_at from captures").fetchone()[0]
    (warc,) = (tmp_path / "a.warc").glob("*.warc.gz")
    home = tmp_path / "pywb"
    home.mkdir()
    subprocess.run([manager, "init", "paper"], cwd=home, check=True, capture_output=True)
    subprocess.run([manager, "add", "paper", str(warc)], cwd=home, check=True, capture_output=True)
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([server, "-p", str(port), "-b", "127.0.0.1"], cwd=home, stderr=subprocess.DEVNULL)
    try:
        digits = "".join(sign for sign in when if sign.isdigit())[:14]
        shown = replayed(f"http://127.0.0.1:{port}/paper/{digits}id_/https://paper.example/ferry")
    finally:
        process.terminate()
        process.wait(20)
    assert shown == body
