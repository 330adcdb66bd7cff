"""A host with one address is connected to at once, one with several as Twisted does it."""

from __future__ import annotations

from typing import Any

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import ConnectionRefusedError, DNSLookupError
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock
from twisted.python.failure import Failure
from twisted.web.client import HTTPConnectionPool
from zope.interface.declarations import alsoProvides

from crawler.connections import ShortPool, shortened
from tests.test_resolver import Names


class Counted(Names):
    asked = 0

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any) -> Any:  # noqa: N802, N803
        self.asked += 1
        if name == "many":
            for last in (1, 2):
                receiver.addressResolved(IPv4Address("TCP", f"192.0.2.{last}", portNumber))
            return receiver.resolutionComplete()
        return super().resolveHostName(receiver, name, portNumber)


@pytest.fixture
def reactor() -> Any:
    made: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    made.nameResolver = Counted(one="192.0.2.9")
    alsoProvides(made, IReactorPluggableNameResolver)
    return made


def connecting(reactor: Any, host: str) -> tuple[Any, list[Any]]:
    deferred = shortened(HostnameEndpoint(reactor, host, 80)).connect(Factory.forProtocol(Protocol))
    outcome: list[Any] = []
    deferred.addBoth(outcome.append)
    return deferred, outcome


def places(reactor: Any) -> list[str]:
    return [client[0] for client in reactor.tcpClients]


def test_one_address_is_connected_to_without_a_timer(reactor: Any) -> None:
    connecting(reactor, "one")

    assert places(reactor) == ["192.0.2.9"]
    assert reactor.getDelayedCalls() == []


def test_the_second_of_two_addresses_is_tried_and_the_name_looked_up_once(reactor: Any) -> None:
    connecting(reactor, "many")
    reactor.advance(1)

    assert places(reactor) == ["192.0.2.1", "192.0.2.2"]
    assert reactor.nameResolver.asked == 1


def test_a_name_without_an_address_is_told_as_such(reactor: Any) -> None:
    _, (outcome,) = connecting(reactor, "nobody")

    assert outcome.check(DNSLookupError)
    assert places(reactor) == []


def test_a_refused_connection_comes_back_as_one(reactor: Any) -> None:
    _, outcome = connecting(reactor, "one")
    factory = reactor.tcpClients[0][2]
    refused: Any = Failure(ConnectionRefusedError())  # type: ignore[no-untyped-call]
    factory.clientConnectionFailed(None, refused)

    assert outcome[0].check(ConnectionRefusedError)


def test_a_name_that_cannot_be_is_left_to_twisted(reactor: Any) -> None:
    endpoint = HostnameEndpoint(reactor, b"\xff.example", 80)

    assert shortened(endpoint) is endpoint


def test_new_connections_of_the_pool_are_opened_the_short_way(reactor: Any) -> None:
    def timers(kind: type[HTTPConnectionPool]) -> int:
        pool: Any = kind(reactor, persistent=False)
        before = len(reactor.getDelayedCalls())
        pool.getConnection(("http", "one", 80), HostnameEndpoint(reactor, "one", 80))
        return len(reactor.getDelayedCalls()) - before

    assert (timers(HTTPConnectionPool), timers(ShortPool)) == (1, 0)
