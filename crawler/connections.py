"""Connections opened the short way where a host has one address, and Twisted's where it has more.

For each connection Twisted makes a class, a looping call and a dozen closures, so that a host with
several addresses is tried at all of them (RFC 8305). Where there is one, that is a tenth of what a
poll of an unchanged feed costs, for nothing.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, TCP4ClientEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IAddress, IResolutionReceiver
from twisted.web.client import HTTPConnectionPool
from zope.interface.declarations import implementer


class ShortPool(HTTPConnectionPool):
    """Twisted's pool of connections; its new ones are opened the short way."""

    def _newConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802
        return super()._newConnection(key, shortened(endpoint))


def shortened(endpoint: Any) -> Any:
    """The same endpoint, a TLS one as well, whose host is connected to the short way."""
    inner = getattr(endpoint, "_wrappedEndpoint", None)
    if isinstance(inner, HostnameEndpoint):
        endpoint._wrappedEndpoint = shortened(inner)
    elif isinstance(endpoint, HostnameEndpoint) and not endpoint._badHostname:
        return ShortEndpoint(endpoint)
    return endpoint


class ShortEndpoint:
    """Looks a host up, and connects to its address if it has one."""

    def __init__(self, long: HostnameEndpoint) -> None:
        self._long = long

    def connect(self, factory: Any) -> Deferred[Any]:
        """The connected protocol; the same errors as HostnameEndpoint's."""
        found: Deferred[list[IAddress]] = Deferred()
        name, port = self._long._hostText, self._long._port
        resolver: Any = self._long._reactor.nameResolver
        resolver.resolveHostName(_Receiver(found), name, portNumber=port)
        return found.addCallback(self._connect, factory)

    def _connect(self, addresses: list[IAddress], factory: Any) -> Deferred[Any]:
        long = self._long
        if not addresses:
            raise DNSLookupError(f"no results for hostname lookup: {long._hostText}")
        one = addresses[0]
        if len(addresses) > 1 or not isinstance(one, IPv4Address):
            return _Known(long, addresses).connect(factory)
        args = (long._reactor, one.host, one.port, long._timeout, long._bindAddress)
        connected: Deferred[Any] = TCP4ClientEndpoint(*args).connect(factory)
        return connected


@implementer(IResolutionReceiver)
class _Receiver:
    """Gathers the addresses of one look-up."""

    def __init__(self, found: Deferred[list[IAddress]]) -> None:
        self._found, self._addresses = found, list[IAddress]()

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._found.callback(self._addresses)


class _Known(HostnameEndpoint):
    """Twisted's endpoint for a host that was looked up already, and is not looked up again."""

    def __init__(self, long: HostnameEndpoint, addresses: list[IAddress]) -> None:
        self._addresses = addresses
        super().__init__(
            long._reactor, long._hostText, long._port, long._timeout, long._bindAddress
        )

    def _getNameResolverAndMaybeWarn(self, _: object) -> Any:  # noqa: N802
        return self

    def resolveHostName(self, receiver: Any, *_: Any, **__: Any) -> None:  # noqa: N802
        """As Twisted asks a resolver."""
        for address in self._addresses:
            receiver.addressResolved(address)
        receiver.resolutionComplete()
