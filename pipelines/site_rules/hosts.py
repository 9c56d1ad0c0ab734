"""Hosts as rules and addresses name them, in one spelling."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["host_and_path", "host_key", "keys_for"]

_HOST = re.compile(r"\.?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]*[a-z0-9]")
LONGEST = 253


def host_key(written: str) -> str | None:
    """A host as a rule is found by: `example.com`, or `.example.com` for all below it; None for what is no host.

    >>> host_key("WWW.Example.com"), host_key("*.example.com"), host_key("examp le")
    ('example.com', '.example.com', None)
    """
    host = written.strip().lower().removeprefix("*").removesuffix(".")
    if not host.startswith("."):
        host = host.removeprefix("www.")
    spelt = _ascii(host)
    return spelt if spelt is not None and len(spelt) <= LONGEST and _HOST.fullmatch(spelt) else None


def host_and_path(url: str | None) -> tuple[str, str] | None:
    """Host, without `www.`, and path of an address; None for what is none."""
    try:
        parts = urlsplit((url or "").strip())
        host = _ascii((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    return (host.removeprefix("www."), parts.path or "/") if host else None


def keys_for(host: str) -> tuple[str, ...]:
    """Under what a rule for the host may stand, the nearest first.

    >>> keys_for("news.example.com")
    ('news.example.com', '.example.com', '.com')
    """
    parents = host.split(".")[1:]
    return (host, *("." + ".".join(parents[i:]) for i in range(len(parents))))


def _ascii(host: str) -> str | None:
    if host.isascii():
        return host
    try:
        leading = "." if host.startswith(".") else ""
        return leading + host.removeprefix(".").encode("idna").decode()
    except UnicodeError:
        return None
