"""A request to one address: to exactly the IP address that was judged, or through the proxy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Url, make_headers, parse_url

from crawler.alerts.channels.reasons import NETWORK_ERRORS, cut_off_after, reason_of
from crawler.errors import DeliveryError
from crawler.politeness.safety import Reach

CONNECT_S = 10.0
ANSWER_S = 20.0  # until the next bytes of the answer
SEND_S = 60.0  # for all of it
READ_MAX = 4096  # bytes of the answer's body; nobody needs more of a receipt
ADDRESSES_MAX = 4  # of a host that has several


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes  # its beginning
    is_whole: bool  # whether that is all of it, and the connection can be used again


class Post:
    """Sends bodies to one address and keeps the connection between them. For one thread."""

    def __init__(self, url: str, *, reach: Reach, proxy: str | None = None) -> None:
        self._url, self._reach = url, reach
        self._parsed = parse_url(url)
        self.host = (self._parsed.host or "").strip("[]")
        self._port = self._parsed.port or (443 if self._parsed.scheme == "https" else 80)
        self._context = ssl.create_default_context()
        # What the operator calls his own is not looked for behind the proxy.
        self._proxy = parse_url(proxy) if proxy and not _is_own(self.host, reach) else None
        self._link: HTTPConnection | None = None

    def send(self, body: bytes, headers: Mapping[str, str], *, method: str = "POST") -> Answer:
        """The answer, whatever its status; no redirect is followed.

        Raises DeliveryError when there is no answer, or when the address may not be reached.
        """
        if objection := self._reach.objection(self._url):
            raise DeliveryError(objection)
        try:
            # A connection that the server closed while it was idle is made anew. Nothing is sent
            # again in the same breath, though: what broke off may have been taken.
            if self._link is None or not self._link.is_connected:
                self.close()
                self._link = self._by_proxy(self._proxy) if self._proxy else self._directly()
            return self._exchange(self._link, method, body, headers)
        except NETWORK_ERRORS as error:
            self.close()
            raise DeliveryError(f"{self.host}: {reason_of(error)}") from None

    def close(self) -> None:
        """Let the connection go."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _exchange(
        self, link: HTTPConnection, method: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        with cut_off_after(SEND_S, lambda: link.sock):
            link.request(
                method,
                self._target(),
                body or None,
                {**headers, **self._own_headers()},
                preload_content=False,
                decode_content=False,
            )
            answer = _answer(link.getresponse())
        if not answer.is_whole:
            self.close()
        return answer

    def _target(self) -> str:
        if self._proxy and self._parsed.scheme == "http":
            return self._parsed._replace(auth=None, fragment=None).url
        return self._parsed.request_uri

    def _own_headers(self) -> dict[str, str]:
        headers = {"Host": self._parsed.netloc or self.host, "Accept-Encoding": "identity"}
        if self._parsed.auth:
            headers |= make_headers(basic_auth=self._parsed.auth)
        if self._proxy and self._parsed.scheme == "http":
            headers |= _proxy_headers(self._proxy)
        return headers

    def _directly(self) -> HTTPConnection:
        """A connection to one of the addresses that were judged, and to no other."""
        found = socket.getaddrinfo(self.host, self._port, type=socket.SOCK_STREAM)
        numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if objection := self._reach.may_resolve(self.host, numbers):
            raise DeliveryError(objection)
        failure: OSError | HTTPError = OSError("no address")
        for number in numbers[:ADDRESSES_MAX]:
            try:
                return self._connected(self._link_to(number, self._port, self._parsed.scheme))
            except ssl.SSLError:
                raise
            except (OSError, HTTPError) as error:
                failure = error
        raise failure

    def _by_proxy(self, proxy: Url) -> HTTPConnection:
        """A connection to the proxy, which looks the name up and has to keep its own rules."""
        host, port = (proxy.host or "").strip("[]"), proxy.port or 80
        if self._parsed.scheme == "http":
            return self._connected(HTTPConnection(host, port, timeout=CONNECT_S))
        link = self._link_to(host, port, "https")
        link.set_tunnel(self.host, self._port, headers=_proxy_headers(proxy))
        return self._connected(link)

    def _link_to(self, address: str, port: int, scheme: str | None) -> HTTPConnection:
        if scheme != "https":
            return HTTPConnection(address, port, timeout=CONNECT_S)
        # Without assert_hostname: with it, urllib3 turns the check of the standard library off.
        return HTTPSConnection(
            address,
            port,
            timeout=CONNECT_S,
            ssl_context=self._context,
            server_hostname=self.host,
        )

    def _connected(self, link: HTTPConnection) -> HTTPConnection:
        try:
            with cut_off_after(SEND_S, lambda: link.sock):
                link.connect()
        except NETWORK_ERRORS:
            link.close()
            raise
        link.timeout = ANSWER_S  # set on the socket with each request and each answer
        return link


def _answer(response: BaseHTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        body = response.read(READ_MAX + 1)
    except (OSError, HTTPError):
        # The status has come, and that is what counts: 200 and then a reset is accepted.
        body, headers = b"", headers | {"connection": "close"}
    is_whole = len(body) <= READ_MAX and headers.get("connection", "").lower() != "close"
    return Answer(response.status, headers, body[:READ_MAX], is_whole)


def _proxy_headers(proxy: Url) -> dict[str, str]:
    return dict(make_headers(proxy_basic_auth=proxy.auth)) if proxy.auth else {}


def _is_own(host: str, reach: Reach) -> bool:
    if host.casefold() in reach.hosts:
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return any(number in network for network in reach.networks)
