"""Which addresses may be asked. Pure: resolves no name, opens no connection.

What is not known to be an address of the public Internet is private. Of IPv4 all is public but what the registry of special
purposes names (https://www.iana.org/assignments/iana-ipv4-special-registry); of IPv6 only what is given out as global unicast,
and of that nothing with a special purpose. An IPv4 address inside an IPv6 one (mapped, NAT64) counts as itself. The lists are
ours, as those of Python's `ipaddress` differ from version to version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

__all__ = ["NetworkPolicy", "Refused", "address_is_private", "host_refused", "literal_address", "url_refused"]

_PRIVATE_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # where the machines of one cloud ask for their own secrets, though it looks public
    )
)  # fmt: skip
_PUBLIC_6 = IPv6Network("2000::/3")
_PRIVATE_6 = tuple(IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")

_LOCAL_NAMES = (
    ".localhost", ".local", ".localdomain", ".internal", ".home.arpa", ".home", ".lan", ".intranet", ".corp", ".private",
)  # fmt: skip
"""Names that a machine or its network answers for."""
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_DOTS = str.maketrans("。．｡", "...")
_OTHER_PORTS = frozenset({
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113,
    115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556,
    563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
})  # fmt: skip
"""Ports of other protocols, which no browser asks for pages either (https://fetch.spec.whatwg.org/#port-blocking)."""


class Refused(Exception):
    """A request that is not made; `reason` is a slug of `crawler.crawling.reasons`."""

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
    headers: int = 500
    large_bodies: int = 4
    """At once; what is larger than a few pages waits for its turn, so that many endless answers take no more memory than few."""
    seconds: float = 60.0
    """For one answer, from the connection to its last byte."""

    def allows(self, host: str, port: int | None) -> bool:
        """Whether a host was allowed by name."""
        return any(_fits(one, host, port) for one in self.allow)

    def names(self, host: str) -> bool:
        """Whether a host was allowed by name, at whichever port."""
        return any(_fits(one, host, None, any_port=True) for one in self.allow)

    def given_address(self, host: str, port: int | None = None) -> str | None:
        """The address that a name has been given here; without a port, that of any."""
        given = (one for one in self.allow if "=" in one and _fits(one, host, port, any_port=port is None))
        return next((one.partition("=")[2] for one in given), None)


def _fits(allowed: str, host: str, port: int | None, *, any_port: bool = False) -> bool:
    name, _, wanted = allowed.partition("=")[0].lower().rpartition(":")
    if not wanted.isdecimal() or (
        ":" in name and not name.endswith("]")
    ):  # no port behind it: an IPv6 address is all colons
        name, wanted = allowed.partition("=")[0].lower(), ""
    known = name.removeprefix("[").removesuffix("]")
    return known == host.lower().rstrip(".") and (any_port or not wanted or wanted == str(port or ""))


def address_is_private(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is anything but one of the public Internet.

    >>> [address_is_private(ip_address(one)) for one in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [False, True, True, True]
    """
    if isinstance(address, IPv4Address):
        return any(address in network for network in _PRIVATE_4)
    if address.scope_id:
        return True
    inner = address.ipv4_mapped
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return address_is_private(inner)
    return address not in _PUBLIC_6 or any(address in network for network in _PRIVATE_6)


def _plain(host: str) -> str:
    """A host as programs come to read it: without brackets, escapes, wide digits, other dots, and the dot behind it.

    >>> _plain("①②⑦。⓪.0.%31."), _plain("[::1]")
    ('127.0.0.1', '::1')
    """
    text = unquote(host) if "%" in host and ":" not in host else host
    return normalize("NFKC", text.translate(_DOTS)).lower().strip("[]").rstrip(".")


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, in any of the ways programs read: `127.1`, `0x7f.1`, `2130706433`; None for a name."""
    text = _plain(host)
    try:
        return ip_address(text)
    except ValueError:
        pass
    parts = text.split(".")
    if not 1 <= len(parts) <= 4 or not all(parts):
        return None
    try:
        *first, last = [_number(part) for part in parts]
        if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
            return None
    except ValueError:
        return None
    return IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(first)) + last)


def _number(part: str) -> int:
    """As inet_aton reads it: hexadecimal with 0x, octal with 0."""
    if not (part.isascii() and part.isalnum() and len(part) <= 64):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def host_refused(host: str, port: int | None, policy: NetworkPolicy) -> str | None:
    """Why a host may not be asked, as far as it can be told without resolving its name."""
    if policy.allows(host, port):
        return None
    if port in _OTHER_PORTS or port == 0:
        return "not-http"
    address = literal_address(host)
    if address is not None:
        return "private-address" if address_is_private(address) else None
    try:
        name = _plain(host).encode("idna").decode("ascii").lower()
    except (
        UnicodeError
    ):  # also what is a name by newer rules; those come as `xn--`, which nothing here has to understand
        name = _plain(host)
    if name.isascii() and not _NAME.fullmatch(name):
        return "not-http"
    return "private-address" if "." not in name or f".{name}".endswith(_LOCAL_NAMES) else None


def url_refused(url: str, policy: NetworkPolicy) -> str | None:
    """Why an address may not be asked for; a slug, or None."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "not-http"
    if parts.scheme.lower() not in {"http", "https"} or not host or "\\" in parts.netloc:
        return "not-http"
    return host_refused(host, port if port is not None else {"http": 80, "https": 443}[parts.scheme.lower()], policy)
