"""A POST to one address: to exactly the IP address that was judged, or through the proxy."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from urllib3 import BaseHTTPResponse, ProxyManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers, parse_url

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
    headers: Mapping[str, str]
    body: bytes  # its beginning
    is_whole: bool  # whether that is all of it, and the connection can be used again


class Post:
    """Sends bodies to one address and keeps the connection between them. For one thread."""

    def __init__(self, url: str, *, reach: Reach, proxy: str | None = None) -> None:
        self._url, self._reach = url, reach
        self._parsed = parse_url(url)
        self.host = (self._parsed.host or "").strip("[]")
        self._tls = self._parsed.scheme == "https"
        self._context = ssl.create_default_context() if self._tls else None
        # What the operator calls his own is not looked for behind the proxy.
        self._proxy = proxy if proxy and not _is_own(self.host, reach) else None
        self._link: HTTPConnection | None = None

    def send(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer, whatever its status; no redirect is followed.

        Raises DeliveryError when there is no answer, or when the address may not be reached.
        """
        if objection := self._reach.objection(self._url):
            raise DeliveryError(objection)
        if self._parsed.auth:
            headers = {**headers, **make_headers(basic_auth=self._parsed.auth)}
        try:
            if self._proxy:
                return self._send_by_proxy(self._proxy, body, headers)
            return self._send_directly(body, headers)
        except NETWORK_ERRORS as error:
            self.close()
            raise DeliveryError(f"{self.host}: {reason_of(error)}") from None

    def close(self) -> None:
        """Let the connection go."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _send_directly(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        # A connection that the server closed while it was idle is made anew. Nothing is sent again
        # in the same breath, though: what broke off may have been taken.
        if self._link is None or not self._link.is_connected:
            self.close()
            self._link = self._connect()
        return self._exchange(self._link, body, headers)

    def _exchange(self, link: HTTPConnection, body: bytes, headers: Mapping[str, str]) -> Answer:
        host = {"Host": self._parsed.netloc or self.host, "Accept-Encoding": "identity"}
        with cut_off_after(SEND_S, lambda: link.sock):
            link.request(
                "POST",
                self._parsed.request_uri,
                body,
                {**headers, **host},
                preload_content=False,
                decode_content=False,
            )
            answer = _answer(link.getresponse())
        if not answer.is_whole:
            self.close()
        return answer

    def _connect(self) -> HTTPConnection:
        """A connection to one of the addresses that were judged, and to no other."""
        port = self._parsed.port or (443 if self._tls else 80)
        found = socket.getaddrinfo(self.host, port, type=socket.SOCK_STREAM)
        numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if objection := self._reach.may_resolve(self.host, numbers):
            raise DeliveryError(objection)
        failure: OSError | HTTPError = OSError("no address")
        for number in numbers[:ADDRESSES_MAX]:
            try:
                return self._connect_to(number, port)
            except ssl.SSLError:
                raise
            except (OSError, HTTPError) as error:
                failure = error
        raise failure

    def _connect_to(self, number: str, port: int) -> HTTPConnection:
        link = (
            HTTPSConnection(
                number,
                port,
                timeout=CONNECT_S,
                ssl_context=self._context,
                server_hostname=self.host,
            )
            if self._tls
            else HTTPConnection(number, port, timeout=CONNECT_S)
        )
        try:
            with cut_off_after(SEND_S, lambda: link.sock):
                link.connect()
        except NETWORK_ERRORS:
            link.close()
            raise
        link.timeout = ANSWER_S  # set on the socket with each request and each answer
        return link

    def _send_by_proxy(self, proxy: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The proxy looks the name up and has to keep its own rules."""
        auth = parse_url(proxy).auth
        with ProxyManager(
            proxy,
            proxy_headers=make_headers(proxy_basic_auth=auth) if auth else None,
            ssl_context=self._context,
            timeout=Timeout(connect=CONNECT_S, read=ANSWER_S),
            retries=False,
        ) as way:
            answer = way.request(
                "POST",
                self._url,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            return _answer(answer)


def _answer(response: BaseHTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        body = response.read(READ_MAX + 1)
    except (OSError, HTTPError):
        # The status has come, and that is what counts: 200 and then a reset is accepted.
        body, headers = b"", headers | {"connection": "close"}
    is_whole = len(body) <= READ_MAX and headers.get("connection", "").lower() != "close"
    return Answer(response.status, headers, body[:READ_MAX], is_whole)


def _is_own(host: str, reach: Reach) -> bool:
    if host.casefold() in reach.hosts:
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return any(number in network for network in reach.networks)
