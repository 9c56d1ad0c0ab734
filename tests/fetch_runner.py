"""Fetches addresses with plain Scrapy under `guarded_settings`, in a process of its own: `python -m tests.fetch_runner JSON`.

What is given: `urls`; `allow`, `names` (what a name server answers, one list after the other), `settings` of the process and
`spider` of the spider. Prints {"told": {url: [status, bytes, reason, text]}, "megabytes": peak memory}.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.memory import peak_megabytes
from tests.spellings import Names

HOUSE = Path(__file__).resolve().parent.parent


def fetch(urls: list[str], **more: Any) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.fetch_runner", json.dumps({"urls": urls, **more})]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def main(given: dict[str, Any]) -> None:
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.reactor import install_reactor

    from crawler.network.guarding import guarded_settings
    from crawler.network.policy import NetworkPolicy

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    reactor.installNameResolver(Names(given.get("names", {})))
    told: dict[str, list[Any]] = {}
    policy = NetworkPolicy(allow=tuple(given.get("allow", ())), **given.get("policy", {}))

    class Fetching(Spider):
        name = "fetching"
        custom_settings = given.get("spider", {})

        async def start(self):
            for number, url in enumerate(given["urls"]):
                try:
                    request = Request(
                        url, self.parse, errback=self.failed, dont_filter=True, meta={"asked": url, "n": number}
                    )
                except ValueError as error:
                    told[url] = [None, 0, f"ValueError: {error}", ""]
                else:
                    yield request

        async def parse(self, response):
            told[response.meta["asked"]] = [
                response.status,
                len(response.body),
                None,
                response.body[:40].decode("latin-1"),
            ]

        async def failed(self, failure):
            reason = getattr(failure.value, "reason", None) or type(failure.value).__name__
            told[failure.request.meta["asked"]] = [None, 0, reason, str(failure.value)[:200]]

    settings = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False, "HTTPERROR_ALLOW_ALL": True,
                "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64, "DOWNLOAD_DELAY": 0}  # fmt: skip
    process = AsyncCrawlerProcess({**settings, **guarded_settings(policy), **given.get("settings", {})})
    process.crawl(Fetching)
    process.start()
    print(json.dumps({"told": told, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    os.environ["PYTHONWARNINGS"] = "ignore"
    main(json.loads(sys.argv[1]))
