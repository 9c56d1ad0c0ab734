"""The guard at work under plain Scrapy: nothing private is reached by any spelling, and nothing endless is waited for or kept."""

from __future__ import annotations

import pytest

from tests.fetch_runner import fetch
from tests.hostile_server import PACKED, bomb, hostile_server
from tests.spellings import NAMES, SPELLINGS, TURNING

ALLOWED = "open.test"


@pytest.fixture(scope="module")
def server():
    with hostile_server() as running:
        yield running


@pytest.fixture(scope="module")
def told(server):
    """What came of each path of the hostile server, all asked for at once."""
    paths = [
        "story", "endless-body", "endless-headers", "endless-continue", "endless-line", "many-headers/400", "many-headers/600",
        "onion/2", "onion/4", "large/1000000", "large/17000000", *(f"{kind}/{encoding}" for kind in ("bomb", "packed", "not-packed") for encoding in PACKED),
    ]  # fmt: skip
    for encoding in PACKED:
        bomb(encoding)
    urls = [f"http://{ALLOWED}:{server.port}/{path}" for path in paths]
    came = fetch(urls, allow=[f"{ALLOWED}:{server.port}=127.0.0.1"])
    return {url.partition(f":{server.port}/")[2]: value for url, value in came["told"].items()} | {
        "": came["megabytes"]
    }


EXPECTED = {
    "story": (200, 20, None),
    "endless-body": (None, 0, "too-large"),
    "endless-headers": (None, 0, "header-too-large"),
    "endless-continue": (None, 0, "header-too-large"),
    "endless-line": (None, 0, "header-too-large"),
    "many-headers/400": (200, 2, None),
    "many-headers/600": (None, 0, "header-too-large"),
    "onion/2": (200, 20, None),
    "onion/4": (None, 0, "decompression-bomb"),
    "large/1000000": (200, 1_000_000, None),
    "large/17000000": (None, 0, "too-large"),
    **{f"bomb/{encoding}": (None, 0, "decompression-bomb") for encoding in PACKED},
    **{f"packed/{encoding}": (200, 20, None) for encoding in PACKED},
    **{f"not-packed/{encoding}": (200, 20, None) for encoding in PACKED},
}
"""Path -> status, bytes and reason."""


@pytest.mark.parametrize("path", EXPECTED)
def test_what_is_endless_or_a_bomb_ends_with_its_reason(told, path):
    assert tuple(told[path][:3]) == EXPECTED[path]


def test_fifty_endless_bodies_at_once_take_no_more_memory_than_a_few(server):
    urls = [f"http://{ALLOWED}:{server.port}/endless-body?{number}" for number in range(50)]
    came = fetch(urls, allow=[f"{ALLOWED}=127.0.0.1"])
    assert {value[2] for value in came["told"].values()} == {"too-large"}
    assert came["megabytes"] < 400


def test_no_spelling_of_this_machine_is_reached_by_seed_redirect_or_refresh(server):
    """With Scrapy's own redirects switched on, as somebody might."""
    before, port = len(server.came), server.port
    aims = [f"http://{host}:{port}/secret" for host in (*SPELLINGS, *NAMES)]
    base = f"http://{ALLOWED}:{port}"
    ways = [f"{base}/{way}?to={aim.replace('%', '%25')}" for way in ("redirect", "refresh") for aim in aims]
    came = fetch(
        [*aims, *ways],
        allow=[f"{ALLOWED}:{port}=127.0.0.1"],
        names=NAMES,
        settings={"REDIRECT_ENABLED": True, "METAREFRESH_ENABLED": True, "DOWNLOAD_TIMEOUT": 5},
    )
    seen = server.came[before:]
    assert [one for one in seen if not one.startswith(ALLOWED)] == []
    assert len({one for one in seen if "/redirect?" in one or "/refresh?" in one}) == len(set(ways))
    assert [url for url, value in came["told"].items() if value[0] is not None] == []


def test_a_name_that_changes_between_looking_and_connecting_gains_nothing(server):
    before = len(server.came)
    urls = [f"http://{TURNING}:{server.port}/{number}" for number in range(3)]
    came = fetch(urls, names={TURNING: [["127.0.0.1"], ["9.9.9.9"], ["127.0.0.1"]]}, settings={"DOWNLOAD_TIMEOUT": 2})
    assert len(server.came) == before
    assert [value[0] for value in came["told"].values()] == [None, None, None]


@pytest.mark.parametrize(
    "settings",
    [
        {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver"},
        {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver"},
        {"HTTPPROXY_ENABLED": True},
        {"DOWNLOADER_MIDDLEWARES": {}},
        {"COPYDESK_NETWORK": None},
    ],
    ids=["another resolver", "the usual resolver", "a proxy", "no middlewares", "no policy"],
)
def test_without_the_guard_in_force_nothing_is_fetched_at_all(server, settings):
    before = len(server.came)
    came = fetch([f"http://{ALLOWED}:{server.port}/story"], allow=[f"{ALLOWED}=127.0.0.1"], settings=settings)
    assert len(server.came) == before
    assert [value for value in came["told"].values() if value[0] is not None] == []


def test_a_spider_cannot_switch_the_guard_off(server):
    before = len(server.came)
    spider = {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver", "HTTPPROXY_ENABLED": True}
    came = fetch(["http://inside.names.test:1/"], names=NAMES, spider=spider)
    assert len(server.came) == before
    assert [value[0] for value in came["told"].values()] == [None]
