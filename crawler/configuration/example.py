"""The commented copydesk.toml that `copydesk init` writes. A test reads it, commented lines and all."""

from __future__ import annotations

__all__ = ["EXAMPLE"]

EXAMPLE = """\
# What `copydesk crawl` fetches, and how. Every key is described in docs/configuration.md;
# `copydesk config` shows what is in force, and where each value comes from.

[identity]
# A mail or web address under which the owner of a site can reach you. It is sent with every request.
contact = "{contact}"

[defaults]
every = "6h"                 # how often `copydesk crawl --due` looks at a site: "30m", "6h", "1d"
# sources = ["sitemap", "feed", "links"]
# exclude = ["*/print/*"]    # addresses that are not wanted; * stands for any signs

[defaults.politeness]
delay = 1.0                  # seconds between two requests to one host
# connections = 1
# robots = true

[defaults.limits]
pages = 10000                # requests to one site in one run
# depth = 5                  # links from a start point
# time = "1h"

# One table for each site. The name is yours: it is what the archive calls the crawl.
{sites}
# [sites.slow-paper]
# start = ["https://slow.example/news/", "https://slow.example/feed.xml"]
# every = "1d"
# include = ["*/news/*"]
# politeness.delay = 5.0
# limits.pages = 500

# [alerts]                   # whom to tell of sites in trouble; `copydesk status` lists them
# command = "mail -s copydesk you@example.org"
# webhook = "https://hooks.example/copydesk"
"""
