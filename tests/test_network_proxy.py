"""The proxy that a browser has to use: it goes where the guard lets it, for whoever knows its password, and nowhere else."""

from __future__ import annotations

import asyncio
import base64

import pytest

from crawler.network.guarding import _Answers
from crawler.network.policy import NetworkPolicy
from crawler.network.proxy import GuardedProxy
from crawler.network.resolver import GuardedResolver
from tests.hostile_server import TEXT, hostile_server


class FakeReactor:
    def __init__(self, *addresses: str) -> None:
        self.nameResolver = _Answers(list(addresses))


async def answered(policy: NetworkPolicy, head: str, *, then: str = "", password: str | None = None) -> bytes:
    proxy = GuardedProxy(GuardedResolver(FakeReactor("127.0.0.1"), policy), policy)
    await proxy.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        known = base64.b64encode(f"{proxy.user}:{password or proxy.password}".encode()).decode()
        writer.write(f"{head}\r\nProxy-Authorization: Basic {known}\r\n\r\n".encode())
        first = b""
        if then:
            first = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            writer.write(then.encode())
        answer = first + await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return answer
    finally:
        await proxy.close()


@pytest.fixture(scope="module")
def server():
    with hostile_server() as running:
        yield running


def test_an_allowed_host_is_reached_with_a_whole_address_and_with_connect(server):
    policy = NetworkPolicy(allow=(f"open.test:{server.port}=127.0.0.1",))
    whole = asyncio.run(
        answered(
            policy,
            f"GET http://open.test:{server.port}/story?x=1 HTTP/1.1\r\nHost: other.test\r\nProxy-Connection: keep-alive",
        )
    )
    assert whole.startswith(b"HTTP/1.1 200")
    assert whole.endswith(TEXT)
    assert server.came[-1] == f"open.test:{server.port}/story?x=1"
    asked = f"GET /story HTTP/1.1\r\nHost: open.test:{server.port}\r\nConnection: close\r\n\r\n"
    tunnel = asyncio.run(answered(policy, f"CONNECT open.test:{server.port} HTTP/1.1", then=asked))
    assert tunnel.startswith(b"HTTP/1.1 200 Connected\r\n\r\nHTTP/1.1 200")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "inside.names.test", "0x7f.1"])
def test_nothing_private_is_reached(server, host):
    before = len(server.came)
    tunnel = asyncio.run(answered(NetworkPolicy(), f"CONNECT {host}:{server.port} HTTP/1.1"))
    whole = asyncio.run(answered(NetworkPolicy(), f"GET http://{host}:{server.port}/ HTTP/1.1"))
    assert tunnel.startswith(b"HTTP/1.1 403")
    assert whole == b""
    assert len(server.came) == before


def test_without_the_password_nothing_is_reached(server):
    before = len(server.came)
    policy = NetworkPolicy(allow=(f"open.test:{server.port}=127.0.0.1",))
    answer = asyncio.run(answered(policy, f"GET http://open.test:{server.port}/ HTTP/1.1", password="guessed"))
    assert answer.startswith(b"HTTP/1.1 407")
    assert len(server.came) == before


@pytest.mark.parametrize(
    "head", ["GET /only-a-path HTTP/1.1", "nonsense", "GET ftp://open.test/ HTTP/1.1", "CONNECT open.test:x HTTP/1.1"]
)
def test_what_is_no_request_ends_without_an_answer(head):
    assert asyncio.run(answered(NetworkPolicy(allow=("open.test=127.0.0.1",)), head)) == b""


def test_an_endless_answer_ends(server):
    policy = NetworkPolicy(allow=(f"open.test:{server.port}=127.0.0.1",), body_bytes=1 << 20)
    answer = asyncio.run(answered(policy, f"GET http://open.test:{server.port}/endless-body HTTP/1.1"))
    assert 4 << 20 <= len(answer) <= 5 << 20
