"""A request whose line stands too late is not sent."""

from __future__ import annotations

from typing import Any

from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request
from twisted.web.client import URI
from twisted.web.http_headers import Headers

from crawler.downloader import _Factory
from crawler.middlewares import NotOurs

URL = "http://paper.example/feed"


def sent(*, may: bool) -> tuple[bytes, list[Any], list[str]]:
    """What went over the line, the failure of the request, and what was asked for."""
    asked: list[str] = []

    def may_send(address: str) -> bool:
        asked.append(address)
        return may

    failures: list[Any] = []
    line: Any = StringTransport()  # type: ignore[no-untyped-call]
    protocol = _Factory(may_send, lambda _: None, "").buildProtocol(None)
    protocol.makeConnection(line)  # type: ignore[no-untyped-call]
    address: Any = URI.fromBytes(URL.encode())  # type: ignore[no-untyped-call]
    headers = Headers({b"host": [address.host]})
    request: Any = Request._construct(  # type: ignore[no-untyped-call]
        b"GET", address.originForm, headers, None, persistent=True, parsedURI=address
    )
    answer: Any = protocol.request(request)
    answer.addErrback(failures.append)
    return line.value(), [one.value for one in failures], asked


def test_who_was_thought_dead_while_the_line_was_laid_sends_nothing() -> None:
    data, [failure], asked = sent(may=False)

    assert (data, asked) == (b"", [URL])
    assert isinstance(failure, NotOurs)


def test_others_send_their_request() -> None:
    data, failures, _ = sent(may=True)

    assert data.startswith(b"GET /feed HTTP/1.1\r\n")
    assert failures == []
