"""Pages that scripts write are crawled as readers see them, and a browser reaches nothing that the guard would not."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.crawl_runner import HOUSE, run, site
from tests.newsroom import newsroom
from tests.newsroom.odd import STORY_TEXT

pytest.importorskip("scrapy_playwright", reason="the extra `render` is not installed")
pytestmark = pytest.mark.browser


@contextmanager
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """Notes whoever connects to a port of this machine, whatever they say: TCP on both families, and UDP."""
    came: list[bytes] = []
    v4, v6, udp = (socket.socket(family, kind) for family, kind in (
        (socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM)))  # fmt: skip
    v4.bind(("127.0.0.1", 0))
    port = v4.getsockname()[1]
    udp.bind(("127.0.0.1", port))
    listeners = [v4, udp]
    try:
        v6.bind(("::1", port))
        listeners.append(v6)
    except OSError:  # a machine without IPv6
        v6.close()

    def listen(one: socket.socket) -> None:
        while True:
            try:
                if one.type == socket.SOCK_DGRAM:
                    came.append(one.recv(100))
                else:
                    connection, _ = one.accept()
                    came.append(b"connected")
                    connection.close()
            except OSError:
                return

    for one in listeners:
        if one.type == socket.SOCK_STREAM:
            one.listen()
        threading.Thread(target=listen, args=(one,), daemon=True).start()
    try:
        yield port, came
    finally:
        for one in listeners:
            one.close()


def rows(database, statement):
    with closing(sqlite3.connect(database)) as conn:
        return conn.execute(statement).fetchall()


def test_a_page_that_scripts_write_is_archived_as_readers_see_it(tmp_path):
    with newsroom() as room:
        told = run(tmp_path / "a.db", room, [site(room, "odd.test", "/scripted", sources=["list"], render=True)])
        paths = [one.path for one in room.asked]
        agents = {one.agent for one in room.asked}
    ((title, text),) = rows(tmp_path / "a.db", "select title, text from articles")
    assert title == "The lamp that lights itself"
    assert all(sentence in text for sentence in STORY_TEXT)
    assert told["odd"]["outcomes"] == {"new": 1}
    assert "/picture" not in paths
    assert agents == {"copydesk/0.1.0 (+tests@example.org)"}


def test_without_a_browser_the_same_page_is_no_article(tmp_path):
    with newsroom() as room:
        run(tmp_path / "a.db", room, [site(room, "odd.test", "/scripted", sources=["list"])])
    assert rows(tmp_path / "a.db", "select count(*) from articles") == [(0,)]


def test_an_address_that_leads_on_is_told_from_the_one_it_leads_to(tmp_path):
    with newsroom() as room:
        start = ["/scripted-away", "/loop", "/missing", "/to-private"]
        begun = site(room, "odd.test", *start, sources=["links"], render=True)
        run(tmp_path / "a.db", room, [begun], timeout=20)
    outcomes = dict(
        rows(
            tmp_path / "a.db",
            "select substr(url, instr(substr(url, 8), '/') + 7), outcome || ' ' || coalesce(reason, '') from fetches",
        )
    )
    assert outcomes["/scripted-away"] == "moved "
    assert outcomes["/scripted"] == "new "
    assert outcomes["/missing"] == "gone "
    assert outcomes["/loop"].startswith("failed")
    assert outcomes["/to-private"].startswith(("failed", "refused"))


def test_no_script_reaches_this_machine(tmp_path):
    with canary() as (port, came), newsroom() as room:
        begun = site(room, "odd.test", f"/spying?{port}", sources=["list"], render=True)
        names = {host: [["127.0.0.1"]] for host in ("inside.names.test", "localhost")}
        told = run(tmp_path / "a.db", room, [begun], names=names, timeout=30)
    assert told["odd"]["outcomes"] == {"new": 1}
    assert came == []


def test_under_scrapys_own_command_it_is_rendered_too(tmp_path):
    with newsroom() as room:
        (tmp_path / "copydesk.toml").write_text(
            '[identity]\ncontact = "tests@example.org"\n[sites.odd]\n'
            f'start = ["{room.url("odd.test", "/scripted")}"]\nsources = ["list"]\nrender = true\npoliteness.delay = 0\n'
        )
        given = {"archive": tmp_path / "a.db", "site": "odd", "config": tmp_path / "copydesk.toml"}
        arguments = [part for name, value in given.items() for part in ("-a", f"{name}={value}")]
        allowed = {"COPYDESK_ALLOW": ",".join(room.allow), "SCRAPY_SETTINGS_MODULE": "crawler.for_scrapy.settings"}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "scrapy", "crawl", "copydesk", *arguments, "-L", "ERROR"],
            cwd=HOUSE, env=os.environ | allowed, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "a.db", "select title from articles") == [("The lamp that lights itself",)]
