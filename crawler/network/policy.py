"""Which addresses may be asked. Pure: resolves no name, opens no connection.

An address is private if it is anything but globally reachable unicast by the registries that Python's `ipaddress` knows
(RFC 6890 and later), or if it carries such an IPv4 address inside: IPv4-mapped, 6to4, Teredo, NAT64.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

__all__ = ["NetworkPolicy", "Refused", "address_is_private", "host_refused", "literal_address", "url_refused"]

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = IPv6Network("::/96")


class Refused(Exception):
    """A request that is not made; `reason` is a slug of `crawler.crawling.reasons.REFUSALS`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPolicy:
    """What may be asked although it is private, and how much may come."""

    allow: tuple[str, ...] = ()
    """`HOST` or `HOST:PORT`, with `=ADDRESS` behind it for a name that has to lead to an address: for tests and networks of one's own."""
    body_bytes: int = 16 << 20
    header_bytes: int = 256 << 10
    seconds: float = 60.0
    """For one answer, from the connection to its last byte."""

    def allows(self, host: str, port: int | None) -> bool:
        """Whether a host was allowed by name."""
        name = host.lower().rstrip(".")
        return any(_names(one, name, port) for one in self.allow)

    def given_address(self, host: str) -> str | None:
        """The address that a name has been given here."""
        name = host.lower().rstrip(".")
        given = (one.partition("=") for one in self.allow if "=" in one)
        return next((address for known, _, address in given if known.lower().partition(":")[0] == name), None)


def _names(allowed: str, host: str, port: int | None) -> bool:
    name = allowed.partition("=")[0].lower()
    if name.startswith("["):
        known, _, wanted = name[1:].partition("]")
        wanted = wanted.removeprefix(":")
    else:
        known, _, wanted = name.partition(":") if name.count(":") == 1 else (name, "", "")
    return known == host and (not wanted or wanted == str(port or ""))


def address_is_private(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is anything but one of the public Internet.

    >>> [address_is_private(ip_address(one)) for one in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [False, True, True, True]
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in network for network in (*_NAT64, _COMPATIBLE)):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and address_is_private(inner):
            return True
        if address.is_site_local or address.scope_id:
            return True
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, in any of the ways programs read: `127.1`, `0x7f.1`, `2130706433`; None for a name."""
    text = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(text)
    except ValueError:
        pass
    parts = text.split(".")
    if not 1 <= len(parts) <= 4 or not all(parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
        *first, last = numbers
        if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
            return None
        return IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(first)) + last)
    except ValueError:
        return None


def _number(part: str) -> int:
    """As inet_aton reads it: hexadecimal with 0x, octal with 0."""
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    if not (part.isascii() and part.isdigit()):
        raise ValueError(part)
    return int(part)


def host_refused(host: str, port: int | None, policy: NetworkPolicy) -> str | None:
    """Why a host may not be asked, as far as it can be told without resolving its name."""
    if policy.allows(host, port):
        return None
    address = literal_address(host)
    if address is not None:
        return "private-address" if address_is_private(address) else None
    name = host.lower().rstrip(".")
    # A name without a dot, and one of these, is answered for by the machine or its network alone.
    local = "." not in name or name.endswith((".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet"))
    return "private-address" if local else None


def url_refused(url: str, policy: NetworkPolicy) -> str | None:
    """Why an address may not be asked for; a slug, or None."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "not-http"
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return "not-http"
    return host_refused(host, port or {"http": 80, "https": 443}[parts.scheme.lower()], policy)
