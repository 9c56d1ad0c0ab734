"""The closed lists of what a fetch ended in and why, with the sentence shown to readers. docs/crawling.md is held to them."""

from __future__ import annotations

__all__ = ["ENDS", "FAILURES", "OUTCOMES", "PARTS", "REFUSALS"]

OUTCOMES = {
    "new": "a page that was not known",
    "changed": "a known page with another text",
    "unchanged": "a known page with the text it had",
    "not-modified": "the server said that the page is as it was, and sent nothing",
    "moved": "the address leads to another one, which is fetched in its turn",
    "gone": "the server said that there is no such page (any more)",
    "failed": "there was no answer that could be used",
    "refused": "not asked for, or not kept, for a reason of rules",
    "source": "a feed, a sitemap or a list of links, read for the addresses in it",
}

FAILURES = {
    "server-error": "the server answered with an error",
    "client-error": "the server did not accept the request",
    "asked-to-wait": "the server asked to wait (429 or 503)",
    "timeout": "no answer in time",
    "no-connection": "no connection could be made, or it broke off",
    "dns": "the name of the host is not known",
    "tls": "the encrypted connection could not be made",
    "cut-off": "the answer ended before its announced end",
    "bad-answer": "what came is no HTTP",
    "too-large": "the answer was larger than the limit",
    "header-too-large": "the headers were larger than the limit",
    "decompression-bomb": "the answer unpacked to more than the limit",
    "not-read": "copydesk could not read what came; the log names the error, which is one of its own",
}
"""Why a fetch failed. It is tried again later, ever more rarely."""

REFUSALS = {
    "robots": "robots.txt forbids it",
    "robots-unreachable": "robots.txt could not be had, so nothing may be fetched (RFC 9309, 2.3.1.4)",
    "not-http": "neither http nor https",
    "private-address": "it leads into a private network; --allow HOST permits it",
    "out-of-scope": "the address leads to a page that is not of this site, or not wanted",
    "too-many-redirects": "it leads on and on",
    "trap": "one of very many addresses of one shape, none of which was an article",
    "noindex": "the page asks not to be indexed or archived, and this site's configuration obeys",
    "tdm-reserved": "the page reserves text and data mining, and this site's configuration obeys",
    "not-a-page": "a picture, a film, a document: no page with a text",
}
"""Why something was not asked for or not kept."""

PARTS = {
    "cut-short": "a sitemap of more than 50,000 addresses or 64 MiB, which the protocol does not allow: the rest was not read",
}
"""Why only a part of a source was read."""

ENDS = {
    "done": "nothing was left that is due",
    "pages": "as many pages as the limits allow",
    "time": "as long as the limits allow",
    "asked-to-wait": "the server asked to wait longer than the run may take",
    "unreachable": "nothing of the site answered, again and again",
    "interrupted": "stopped from outside",
    "error": "an error in copydesk, which the log names",
}
"""How a crawl of a site ended."""
