"""A name that leads to a private address is refused, and the message says so."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from twisted.internet.address import IPv4Address

from crawler.middlewares import Refused, SafetyMiddleware
from crawler.politeness.safety import Reach
from crawler.resolver import SafeResolver


class Names:
    """A DNS that knows what it was told."""

    def __init__(self, **addresses: str) -> None:
        self.addresses = addresses

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> Any:  # noqa: N802
        receiver.resolutionBegan(self)
        if name in self.addresses:
            receiver.addressResolved(IPv4Address("TCP", self.addresses[name], port))
        receiver.resolutionComplete()
        return self


class Receiver:
    def __init__(self) -> None:
        self.found: list[str] = []

    def resolutionBegan(self, _: Any) -> None: ...  # noqa: N802

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.found.append(address.host)

    def resolutionComplete(self) -> None: ...  # noqa: N802


def found(resolver: SafeResolver, name: str) -> list[str]:
    receiver = Receiver()
    resolver.resolveHostName(receiver, name)
    return receiver.found


def test_public_addresses_pass_and_private_ones_do_not() -> None:
    resolver = SafeResolver(Names(paper="93.184.216.34", trap="10.0.0.8"), Reach())

    assert found(resolver, "paper") == ["93.184.216.34"]
    assert found(resolver, "trap") == []


def test_a_name_refused_after_dns_is_told_as_refused_not_as_unknown() -> None:
    resolver = SafeResolver(Names(trap="10.0.0.8"), Reach())
    safety = SafetyMiddleware(Reach(), resolver.refused.get, 10)
    found(resolver, "trap")

    with pytest.raises(Refused, match=r"trap leads to 10\.0\.0\.8, which is not public"):
        safety.process_exception(Request("http://trap/feed"), CannotResolveHostError("no results"))


def test_a_name_that_is_public_again_is_refused_no_longer() -> None:
    names = Names(paper="10.0.0.8")
    resolver = SafeResolver(names, Reach())
    found(resolver, "paper")

    names.addresses["paper"] = "93.184.216.34"

    assert found(resolver, "paper") == ["93.184.216.34"]
    assert "paper" not in resolver.refused
