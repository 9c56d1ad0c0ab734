"""Forty ways to write the address of this very machine, and what a hostile name server answers for them."""

from __future__ import annotations

SPELLINGS = (
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
    "0177.0.0.1", "0177.0.0.01", "017700000001", "0X7F.0x0.0x0.0x1", "127.0x0.0.1", "0", "0.0.0.0", "0x0", "00",
    "localhost", "LOCALHOST", "localhost.", "LocalHost.localdomain", "a.localhost", "127.0.0.1.", "127.0.0.1%2e",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "①②⑦.⓪.⓪.①", "127。0。0。1", "user@127.0.0.1", "user:pass@localhost", "public.example@127.0.0.1",
    "%31%32%37.0.0.1", "inside.names.test",
)  # fmt: skip

TURNING = "turning.names.test"
"""A name that is public when it is looked at, and private when it is connected to."""
NAMES = {
    **{host: [["127.0.0.1"]] for host in SPELLINGS if not host.startswith("[")},
    **{host: [["127.0.0.1"]] for host in ("localhost", "localhost.localdomain")},
    TURNING: [["9.9.9.9"], ["127.0.0.1"]],
    "v6.names.test": [["::1"]],
    "mapped.names.test": [["::ffff:127.0.0.1"]],
    "several.names.test": [["10.0.0.1", "127.0.0.1", "::1", "fe80::1%lo"]],
}


class Names:
    """Names and the addresses they have, one list after the other: a name server that changes its mind."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self._answers = answers

    def resolveHostName(self, receiver, name, port=0, types=None, transport="TCP"):  # noqa: N802 - Twisted's name
        from scrapy.resolver import HostResolution
        from twisted.internet.address import IPv4Address, IPv6Address

        receiver.resolutionBegan(HostResolution(name))
        answers = self._answers.get(name, [[]])
        for address in answers.pop(0) if len(answers) > 1 else answers[0]:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()
