"""A resolver for Twisted that gives no address of a private network. Caches nothing: each connection asks anew, and is checked anew."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.network.policy import NetworkPolicy, address_is_private

__all__ = ["GuardedResolver"]


class _Receiver:
    """Passes on what may be connected to; the last word is that nothing was found, if nothing may."""

    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if not address_is_private(ip_address(address.host.partition("%")[0])):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


class _Given:
    """The resolution of a name whose address is given."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """There is nothing to cancel."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """For the setting TWISTED_DNS_RESOLVER of the process."""

    def __init__(self, reactor: Any, policy: NetworkPolicy) -> None:
        self._reactor, self._policy = reactor, policy
        self._inner = reactor.nameResolver

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
        given = self._policy.given_address(hostName)
        if given is not None:
            kind = IPv6Address if ":" in given else IPv4Address
            resolution = _Given(hostName)
            resolutionReceiver.resolutionBegan(resolution)
            resolutionReceiver.addressResolved(kind("TCP", given, portNumber))
            resolutionReceiver.resolutionComplete()
            return resolution
        receiver: Any = (
            resolutionReceiver if self._policy.allows(hostName, portNumber) else _Receiver(resolutionReceiver)
        )
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
