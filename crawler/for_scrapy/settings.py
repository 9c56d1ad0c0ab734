"""Scrapy's settings for `scrapy crawl copydesk` and scrapyd in this project: the guard is in force for whatever runs under them.

COPYDESK_ALLOW in the environment names hosts of a private network that may be asked, separated by commas.
"""

from __future__ import annotations

import os

from crawler.network.guarding import guarded_settings
from crawler.network.policy import NetworkPolicy

BOT_NAME = "copydesk"
SPIDER_MODULES = ["crawler.for_scrapy.spider"]
NEWSPIDER_MODULE = "crawler.for_scrapy.spider"

_ALLOW = tuple(host.strip() for host in os.environ.get("COPYDESK_ALLOW", "").split(",") if host.strip())

globals().update(guarded_settings(NetworkPolicy(allow=_ALLOW)))

ROBOTSTXT_OBEY = False
"""The spider obeys robots.txt by itself, as RFC 9309 says."""
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_DELAY = 0
"""The spider keeps its own pace for each host."""
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 64
