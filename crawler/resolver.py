"""DNS under our rules: names that lead to private addresses are refused, at connect time.

What is connected to is what was judged: only the addresses found here are handed on, also after
a redirect, so a second answer of a hostile DNS server changes nothing. There is no cache: the
process lives for years, and the system's resolver keeps what it should for as long as it should.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from twisted.internet._resolver import HostResolution
from twisted.internet.abstract import isIPAddress
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IResolutionReceiver,
)
from zope.interface.declarations import implementer

from crawler.politeness.safety import Reach

# So many refusals are remembered, for the messages.
REMEMBERED = 1000


@implementer(IHostnameResolver)
class SafeResolver:
    """Twisted's resolver with a judge behind it."""

    def __init__(self, inner: Any, reach: Reach) -> None:
        self.inner, self.reach = inner, reach
        self.refused: OrderedDict[str, str] = OrderedDict()

    def install(self, reactor: Any) -> None:
        """Make all connections of this process go through it."""
        reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """As Twisted calls it; a forbidden host resolves to nothing and is noted in *refused*."""
        judge = _Judge(resolutionReceiver, hostName, self)
        if isIPAddress(hostName) and (addressTypes is None or IPv4Address in addressTypes):
            # A number needs neither DNS nor the thread in which the system is asked.
            return _tell(judge, IPv4Address("TCP", hostName, portNumber))
        found: IHostResolution = self.inner.resolveHostName(
            judge, hostName, portNumber, addressTypes, transportSemantics
        )
        return found

    def note(self, host: str, reason: str) -> None:
        """Remember why a host was refused."""
        self.refused[host.casefold()] = reason
        while len(self.refused) > REMEMBERED:
            self.refused.popitem(last=False)


def _tell(judge: _Judge, address: IPv4Address) -> IHostResolution:
    resolution: Any = HostResolution(address.host)
    judge.resolutionBegan(resolution)
    judge.addressResolved(address)
    judge.resolutionComplete()
    found: IHostResolution = resolution
    return found


@implementer(IResolutionReceiver)
class _Judge:
    """Passes on the addresses that may be reached."""

    def __init__(self, receiver: Any, host: str, resolver: SafeResolver) -> None:
        self.receiver, self.host, self.resolver = receiver, host, resolver

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self.resolver.refused.pop(self.host.casefold(), None)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        objection = self.resolver.reach.may_resolve(self.host, [address.host])
        if objection:
            self.resolver.note(self.host, objection)
        else:
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()
