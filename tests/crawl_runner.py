"""Runs one crawl in a process of its own, as Twisted's reactor starts once in a process: `python -m tests.crawl_runner JSON`.

The process has a clock of its own, which begins at a given time and goes on from there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.crawling.choosing import due
from crawler.crawling.running import Job, crawl
from crawler.page_pool import page_pool
from crawler.sites import Archived, Identity, Limits, Politeness, SiteConfig
from pipelines.types import Rules
from tests.memory import peak_megabytes
from tests.newsroom import Newsroom
from tests.spellings import Names

HOUSE = Path(__file__).resolve().parent.parent


def site(room: Newsroom, host: str, *start: str, **fields: Any) -> dict[str, Any]:
    """A site for `run`, gentle to nobody: there is nobody."""
    urls = [room.url(host, path) for path in start or ("/",)]
    return {"name": host.removesuffix(".test"), "start": urls, "allow": list(room.allow), **fields}


def arguments(database: Path, room: Newsroom, sites: Sequence[dict[str, Any]], **more: Any) -> list[str]:
    given = {"database": str(database), "now": room.now.isoformat(), "sites": list(sites), **more}
    return [sys.executable, "-m", "tests.crawl_runner", json.dumps(given)]


def run(database: Path, room: Newsroom, sites: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Crawl, and what came of it: {site: {"outcomes": ..., "end": ...}}."""
    done = subprocess.run(
        arguments(database, room, sites, **more), cwd=HOUSE, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _config(given: dict[str, Any]) -> SiteConfig:
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    politeness = Politeness(**{"delay": 0.0, "connections": 8} | fields.pop("politeness", {}))
    limits = Limits(**fields.pop("limits", {}))
    if "archived" in fields:
        fields["archived"] = Archived(**fields["archived"])
    every = timedelta(seconds=fields.pop("every", 1800))
    headers = tuple((name, value) for name, value in fields.pop("headers", {}).items())
    return SiteConfig(
        identity=Identity(contact="tests@example.org"),
        politeness=politeness,
        limits=limits,
        every=every,
        headers=headers,
        **fields,
    )


def _answer_names(answers: dict[str, list[list[str]]]) -> None:
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    reactor.installNameResolver(Names(answers))


def main(given: dict[str, Any]) -> None:
    if "names" in given:
        _answer_names(given["names"])
    begun, start = time.monotonic(), datetime.fromisoformat(given["now"])
    sites = [_config(one) for one in given["sites"]]
    if given.get("due"):
        sites = due(Path(given["database"]), sites, start)
    settings = {"DOWNLOAD_TIMEOUT": given.get("timeout", 20)}
    with page_pool(Rules(), given.get("workers", 2)) as pool:
        job = Job(
            path=Path(given["database"]),
            sites=sites,
            command="crawl",
            pool=pool,
            rules=Rules(),
            now=lambda: start + timedelta(seconds=time.monotonic() - begun),
            settings=settings,
        )
        crawled = crawl(replace(job))
    told = {name: {"outcomes": one.outcomes, "end": one.end} for name, one in crawled.told.items()}
    print(json.dumps(told | {"interrupted": crawled.interrupted, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    os.environ["PYTHONWARNINGS"] = "ignore"
    main(json.loads(sys.argv[1]))
