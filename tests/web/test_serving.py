"""A real server in a thread: it answers, ends, and names a port that is taken."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from datetime import timedelta

import pytest

from crawler.config import Config
from crawler.errors import UsageError
from crawler.storage import beats
from crawler.web import serving
from crawler.web.app import application
from crawler.web.serving import WebServer
from tests.alerts.newsroom import Newsroom

FORM_WITHOUT_BODY = (
    b"POST /mute/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


def test_it_tells_whether_the_service_lives(newsroom: Newsroom) -> None:
    server = WebServer(application(newsroom.store, Config(), newsroom.clock), ("127.0.0.1", 0))
    host, port = server.start()
    address = f"http://{host}:{port}/health"
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(address, timeout=10)
    with newsroom.store.writing() as tx:
        beats.beat(tx, newsroom.clock(), version="x")

    with urllib.request.urlopen(address, timeout=10) as answer:
        assert b'"status":"ok"' in answer.read()
    newsroom.clock.now += timedelta(minutes=3)
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(address, timeout=10)
    server.stop()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=10)


def test_a_port_that_is_taken_is_named(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = taken.getsockname()
        server = WebServer(application(newsroom.store, Config(), newsroom.clock), place)
        with pytest.raises(UsageError, match=rf"127.0.0.1:{place[1]}: .*in use.* Try: another"):
            server.start()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /health HTTP/1.1\r\n",
        FORM_WITHOUT_BODY,
    ],
    ids=["nothing", "half a head", "no body"],
)
def test_a_client_that_dawdles_holds_no_place_for_ever(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(serving, "EXCHANGE_S", 0.3)
    server = WebServer(application(newsroom.store, Config(), newsroom.clock), ("127.0.0.1", 0))
    place = server.start()

    with socket.create_connection(place, timeout=10) as dawdler:
        dawdler.sendall(said)

        assert is_ended(dawdler)
    server.stop()


def is_ended(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True
