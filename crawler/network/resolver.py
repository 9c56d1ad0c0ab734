"""A resolver for Twisted that gives no address of a private network. Caches nothing: each connection asks anew, and is checked anew.

Every connection comes through here, also one to an address that is written as numbers: Twisted's endpoint asks its reactor's
resolver for whatever stands in the place of the host, and connects to what it is given.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

import psutil
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.network.policy import NetworkPolicy, address_is_private, host_refused, literal_address

__all__ = ["GuardedResolver"]

MOST_ADDRESSES = 8
"""Of one name that are tried: an answer may hold hundreds."""
REMEMBERED = 1000
"""Hosts of which it is known why they were refused."""


class _Given:
    """The resolution of a name whose addresses are known at once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """There is nothing to cancel."""


class _Checked:
    """Passes on what may be connected to, and says at the end whether all that came was refused."""

    def __init__(self, resolver: GuardedResolver, host: str, receiver: Any) -> None:
        self._resolver, self._host, self._receiver = resolver, host, receiver
        self._passed = self._refused = 0

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self._resolver.is_private(address.host):
            self._refused += 1
        elif self._passed < MOST_ADDRESSES:
            self._passed += 1
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._refused and not self._passed:
            self._resolver.remember(self._host, "private-address")
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """For the setting TWISTED_DNS_RESOLVER of the process."""

    def __init__(self, reactor: Any, policy: NetworkPolicy, inner: Any = None) -> None:
        known = reactor.nameResolver if inner is None else inner
        self.policy = policy
        self._reactor = reactor
        self._inner: Any = known._inner if isinstance(known, GuardedResolver) else known  # noqa: SLF001 - its own kind
        self._own = _addresses_of_this_machine()
        self._reasons: OrderedDict[str, str] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """As Scrapy makes it."""
        return cls(reactor, crawler.settings["COPYDESK_NETWORK"])

    def install_on_reactor(self) -> None:
        """As Scrapy has it installed."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """The addresses of a name that may be connected to."""
        self._reasons.pop(_key(hostName), None)
        given = self.policy.given_address(hostName, portNumber)
        if given is not None:
            return _answer(resolutionReceiver, hostName, portNumber, given)
        receiver = resolutionReceiver
        if not self.policy.allows(hostName, portNumber):
            if reason := host_refused(hostName, portNumber, self.policy):
                self.remember(hostName, reason)
                return _answer(resolutionReceiver, hostName, portNumber, None)
            receiver = _Checked(self, hostName, resolutionReceiver)
            if literal := literal_address(hostName):
                return _answer(receiver, hostName, portNumber, str(literal))
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def is_private(self, address: str) -> bool:
        """Whether an address leads into a private network, or to this very machine."""
        bare = ip_address(address.partition("%")[0])
        return "%" in address or bare in self._own or address_is_private(bare)

    def remember(self, host: str, reason: str) -> None:
        """Why nothing was found: Twisted knows no way to say it."""
        self._reasons[_key(host)] = reason
        if len(self._reasons) > REMEMBERED:
            self._reasons.popitem(last=False)

    def refusal_of(self, host: str) -> str | None:
        """Why no address of a host was given the last time, if that is the guard's doing."""
        return self._reasons.get(_key(host))


def _answer(receiver: Any, host: str, port: int, address: str | None) -> _Given:
    resolution = _Given(host)
    receiver.resolutionBegan(resolution)
    if address is not None:
        kind = IPv6Address if ":" in address else IPv4Address
        receiver.addressResolved(kind("TCP", address, port))
    receiver.resolutionComplete()
    return resolution


def _key(host: str) -> str:
    """One spelling of a name: Twisted asks for `münchen`, where the address says `xn--mnchen-3ya`."""
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return host.lower().rstrip(".")


def _addresses_of_this_machine() -> frozenset[Any]:
    """Its public ones too: what listens on them may be meant for the machine alone."""
    found = set()
    for addresses in psutil.net_if_addrs().values():
        for one in addresses:
            try:
                found.add(ip_address(one.address.partition("%")[0]))
            except ValueError:  # the address of a network card
                continue
    return frozenset(found)
