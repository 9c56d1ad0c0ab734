"""Which addresses may be asked, what is allowed by name, and what a compressed body may become: all without a network."""

from __future__ import annotations

import gzip
import zlib
from ipaddress import ip_address

import brotli
import pytest
from twisted.internet.address import IPv4Address

from crawler.network.guarding import _Answers, _asked
from crawler.network.policy import NetworkPolicy, address_is_private, host_refused, literal_address, url_refused
from crawler.network.resolver import GuardedResolver
from crawler.network.unpacking import Bomb, unpack
from tests.hostile_server import PACKED, bomb, onion
from tests.spellings import NAMES, SPELLINGS

PRIVATE = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "100::1",
    "2001::1", "2001:db8::1", "2002:a00:1::", "2002:808:808::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
    "ff02::1", "2606:4700:4700::1111%eth0",
)  # fmt: skip
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "172.32.0.1", "192.0.1.1", "223.255.255.255", "2606:4700:4700::1111",
    "2a00:1450:4001::1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address):
    assert address_is_private(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not_taken_for_private(address):
    assert not address_is_private(ip_address(address))


@pytest.mark.parametrize(
    ("written", "address"),
    [("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("2130706433", "127.0.0.1"),
     ("0xa000001", "10.0.0.1"), ("1.2.3.4", "1.2.3.4"), ("1.2.3.4.", "1.2.3.4"), ("[::1]", "::1"), ("①②⑦.1", "127.0.0.1"),
     ("１２７。０。０。１", "127.0.0.1"), ("%31%32%37.0.0.1", "127.0.0.1"), ("paper.example", None), ("1.2.3.4.5", None),
     ("256.1.1.1", None), ("1..2", None), ("", None), ("0xpaper", None), ("9" * 5000, None), ("4294967296", None)],
)  # fmt: skip
def test_an_address_is_known_however_it_is_written(written, address):
    found = literal_address(written)
    assert (str(found) if found else None) == address


@pytest.mark.parametrize("host", [one for one in SPELLINGS if one != "inside.names.test"])
def test_no_spelling_of_this_machine_is_asked(host):
    assert url_refused(f"http://{host}:8080/", NetworkPolicy()) == "private-address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [("https://paper.example/a", None), ("http://paper.example:8080/", None), ("http://xn--mnchen-3ya.example/", None),
     ("http://münchen.example/", None), ("http://8.8.8.8/", None), ("http://a_b.example/", None),
     ("ftp://paper.example/", "not-http"), ("file:///etc/passwd", "not-http"), ("javascript:alert(1)", "not-http"),
     ("http://", "not-http"), ("http://[::1/", "not-http"), ("http://paper.example:0/", "not-http"), ("http://a b.example/", "not-http"),
     ("http://paper.example:25/", "not-http"), ("http://paper.example:99999/", "not-http"), ("http://.example/", "not-http"),
     ("http://printer/", "private-address"), ("http://nas.local/", "private-address"),
     ("http://metadata.google.internal/", "private-address"), ("http://10.0.0.1\\@paper.example/", "not-http")],
)  # fmt: skip
def test_addresses_are_looked_at_before_they_are_asked_for(url, reason):
    assert url_refused(url, NetworkPolicy()) == reason


def test_what_is_allowed_is_allowed_by_name_and_port_alone():
    policy = NetworkPolicy(allow=("localhost:8080", "paper.test=127.0.0.1", "[::1]:9", "other.test:81=::1", "::1"))
    assert host_refused("localhost", 8080, policy) is None
    assert host_refused("localhost", 8081, policy) == "private-address"
    assert host_refused("127.0.0.1", 8080, policy) == "private-address"
    assert host_refused("::1", 9, policy) is None
    assert policy.given_address("PAPER.test.") == "127.0.0.1"
    assert policy.given_address("other.test", 81) == "::1"
    assert policy.given_address("other.test", 82) is None
    assert policy.given_address("none.test") is None


class FakeReactor:
    """As much of a reactor as the resolver asks for."""

    def __init__(self, *addresses: str) -> None:
        self.nameResolver = _Answers(list(addresses))


def test_of_the_answers_to_a_name_only_public_ones_are_connected_to():
    answers = ["10.0.0.1", "8.8.8.8", "::1", "2606:4700:4700::1111", "fe80::1%lo"]
    assert _asked(GuardedResolver(FakeReactor(*answers), NetworkPolicy()), "paper.example") == [
        "8.8.8.8",
        "2606:4700:4700::1111",
    ]


def test_a_name_with_private_answers_alone_is_told_from_one_that_nobody_knows():
    inside, unknown = (
        GuardedResolver(FakeReactor("10.0.0.1"), NetworkPolicy()),
        GuardedResolver(FakeReactor(), NetworkPolicy()),
    )
    assert (_asked(inside, "münchen.example"), inside.refusal_of("xn--mnchen-3ya.example")) == ([], "private-address")
    assert (_asked(unknown, "paper.example"), unknown.refusal_of("paper.example")) == ([], None)


def test_an_address_of_this_machine_is_private_even_if_it_is_public(monkeypatch):
    monkeypatch.setattr(
        "crawler.network.resolver._addresses_of_this_machine", lambda: frozenset({ip_address("8.8.8.8")})
    )
    assert _asked(GuardedResolver(FakeReactor("8.8.8.8"), NetworkPolicy()), "own.example") == []


def test_a_given_address_is_given_for_its_port_alone():
    resolver = GuardedResolver(FakeReactor("8.8.8.8"), NetworkPolicy(allow=("paper.test:80=127.0.0.1",)))
    heard = []

    class Receiver:
        resolutionBegan = resolutionComplete = staticmethod(lambda *_given: None)  # noqa: N815 - Twisted's names
        addressResolved = heard.append  # noqa: N815

    resolver.resolveHostName(Receiver, "paper.test", 80)
    resolver.resolveHostName(Receiver, "paper.test", 22)
    assert heard == [IPv4Address("TCP", "127.0.0.1", 80)]


def test_a_thousand_addresses_of_one_name_are_not_all_tried():
    answers = [f"8.8.{number // 250}.{number % 250}" for number in range(1000)]
    assert len(_asked(GuardedResolver(FakeReactor(*answers), NetworkPolicy()), "many.example")) == 8


def test_every_name_of_the_hostile_name_server_leads_nowhere():
    for host, answers in NAMES.items():
        resolver = GuardedResolver(FakeReactor(*answers[-1]), NetworkPolicy())
        assert _asked(resolver, host) == [], host


# Compressed bodies

TEXT = b"<p>Eleven crates of lamp oil.</p>" + bytes(range(256)) * 400


@pytest.mark.parametrize("encoding", PACKED)
def test_what_was_packed_is_unpacked(encoding):
    assert unpack(PACKED[encoding](TEXT), [encoding], 1 << 24) == TEXT
    assert unpack(PACKED[encoding](b""), [encoding], 1 << 24) == b""


@pytest.mark.parametrize("encoding", PACKED)
def test_a_bomb_is_noticed_before_it_is_large(encoding):
    with pytest.raises(Bomb):
        unpack(bomb(encoding), [encoding], 1 << 24)


@pytest.mark.parametrize("encoding", PACKED)
def test_a_body_that_is_not_what_it_is_said_to_be_is_left_as_it_came(encoding):
    assert unpack(b"<p>not packed at all</p>", [encoding], 1 << 24) == b"<p>not packed at all</p>"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_of_a_body_that_ends_too_early_there_is_what_came(encoding):
    long = b"".join(b"<p>Sentence number %d of a long story.</p>" % number for number in range(20_000))
    packed = PACKED[encoding](long)
    part = unpack(packed[: len(packed) // 2], [encoding], 1 << 24)
    assert len(part) > len(long) // 4
    assert long.startswith(part)


def test_a_text_that_repeats_itself_is_no_bomb():
    dull = b"".join(
        b"<tr><td>%d</td><td>Eleven crates of lamp oil</td></tr>" % (number % 90) for number in range(100_000)
    )
    assert unpack(gzip.compress(dull, 9), ["gzip"], 1 << 24) == dull


@pytest.mark.parametrize(("layers", "is_bomb"), [(1, False), (2, False), (3, False), (4, True), (200, True)])
def test_a_body_is_unpacked_a_few_times_over_and_no_more(layers, is_bomb):
    if is_bomb:
        with pytest.raises(Bomb):
            unpack(onion(layers), ["gzip"] * layers, 1 << 24)
    else:
        assert unpack(onion(layers), ["gzip"] * layers, 1 << 24) == b"<p>A short text.</p>"


def test_variants_of_encodings_are_read():
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", ["x-gzip"], 99) == b"one two"
    assert unpack(zlib.compress(TEXT)[2:-4], ["deflate"], 1 << 24) == TEXT
    assert unpack(PACKED["zstd"](b"one ") + PACKED["zstd"](b"two"), ["zstd"], 99) == b"one two"
    assert unpack(brotli.compress(gzip.compress(TEXT)), ["gzip", "br"], 1 << 24) == TEXT
