"""The server answers as a well-kept news site does, and remembers who asked."""

from __future__ import annotations

import gzip
import http.client
import socket
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from crawler.demo.server import DemoServer
from crawler.demo.world import World
from crawler.errors import UsageError


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(world: World, clock: Clock) -> Iterator[DemoServer]:
    with DemoServer(world, base_port=0, clock=clock) as server:
        yield server


def ask(
    server: DemoServer, outlet: str, target: str, *, method: str = "GET", **headers: str
) -> Reply:
    port = int(server.world.home_url(outlet).rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=asked)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, named, answer.read())
    finally:
        connection.close()


def test_a_feed_is_served_with_its_type_and_validators(server: DemoServer) -> None:
    reply = ask(server, "bundesfunk", "/index~rss2.xml")

    assert reply.status == 200
    assert reply.headers["content-type"] == "text/xml"
    assert reply.body == server.world.feed("bundesfunk", 0)
    assert reply.headers["etag"].startswith('"')
    assert reply.headers["last-modified"] == "Thu, 05 Feb 2026 19:30:00 GMT"


def test_an_unchanged_feed_answers_304_without_a_body(server: DemoServer) -> None:
    first = ask(server, "elbtaler", "/rss/nachrichten.xml")

    by_tag = ask(server, "elbtaler", "/rss/nachrichten.xml", If_None_Match=first.headers["etag"])
    by_date = ask(
        server,
        "elbtaler",
        "/rss/nachrichten.xml",
        If_Modified_Since=first.headers["last-modified"],
    )

    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert by_tag.headers["etag"] == first.headers["etag"]


def test_the_tag_decides_where_both_validators_are_sent(server: DemoServer) -> None:
    first = ask(server, "elbtaler", "/rss/nachrichten.xml")

    reply = ask(
        server,
        "elbtaler",
        "/rss/nachrichten.xml",
        If_None_Match='"another"',
        If_Modified_Since=first.headers["last-modified"],
    )

    assert reply.status == 200


def test_a_feed_with_a_new_item_is_sent_again(server: DemoServer, clock: Clock) -> None:
    first = ask(server, "bundesfunk", "/index~rss2.xml")

    clock.seconds += 12
    again = ask(server, "bundesfunk", "/index~rss2.xml", If_None_Match=first.headers["etag"])

    assert again.status == 200
    assert "Wiederaufnahme von Militärdialog" not in first.body.decode()
    assert "Wiederaufnahme von Militärdialog" in again.body.decode()


def test_a_weak_tag_is_recognised(server: DemoServer) -> None:
    first = ask(server, "rivage", "/arc/rss/une.xml")

    again = ask(server, "rivage", "/arc/rss/une.xml", If_None_Match=first.headers["etag"])

    assert first.headers["etag"].startswith('W/"')
    assert again.status == 304


def test_bodies_are_compressed_for_those_who_accept_it(server: DemoServer) -> None:
    plain = ask(server, "chronicle", "/feeds/all.atom")

    packed = ask(server, "chronicle", "/feeds/all.atom", Accept_Encoding="gzip, br")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)


def test_a_site_may_turn_readers_of_its_pages_away(server: DemoServer) -> None:
    piece = server.world.current("ledger", 0)[0]
    path = server.world.page_url(piece).removeprefix(server.world.home_url("ledger"))

    assert ask(server, "ledger", path).status == 403
    assert ask(server, "ledger", "/rss").status == 200


def test_an_old_site_speaks_an_old_encoding(server: DemoServer) -> None:
    piece = next(p for p in server.world.pieces if p.key == "garonne/crue-de-la-baise")
    path = server.world.page_url(piece).removeprefix(server.world.home_url("garonne"))

    reply = ask(server, "garonne", path)

    assert reply.headers["content-type"] == "text/html; charset=ISO-8859-1"
    assert "Crue de la Baïse" in reply.body.decode("cp1252")


def test_robots_txt_closes_the_editors_own_corner(server: DemoServer) -> None:
    reply = ask(server, "elbtaler", "/robots.txt")

    assert reply.status == 200
    assert "Disallow: /intern/" in reply.body.decode()


def test_home_pages_lead_to_their_feeds(server: DemoServer) -> None:
    for outlet in server.world.outlets:
        page = ask(server, outlet.key, "/").body.decode(outlet.encoding)

        assert 'rel="alternate"' in page
        assert server.world.feed_url(outlet.key) in page


def test_what_does_not_exist_yet_answers_404(server: DemoServer, clock: Clock) -> None:
    piece = next(p for p in server.world.pieces if p.story == "abu-dhabi")
    path = server.world.page_url(piece).removeprefix(server.world.home_url(piece.outlet))

    before = ask(server, piece.outlet, path)
    clock.seconds += piece.appears_s
    after = ask(server, piece.outlet, path)

    assert (before.status, after.status) == (404, 200)


def test_other_methods_are_refused_and_head_has_no_body(server: DemoServer) -> None:
    assert ask(server, "knd", "/", method="POST").status == 405
    head = ask(server, "knd", "/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) > 0


def test_every_request_is_remembered_with_what_manners_need(
    server: DemoServer, clock: Clock
) -> None:
    ask(server, "bundesfunk", "/robots.txt", User_Agent="Wirewatch/0 (+http://x.example)")
    clock.seconds += 3
    ask(server, "knd", "/meldungen/feed.json?x=1", If_None_Match='"a"', If_Modified_Since="b")

    first, second = server.requests

    assert (first.outlet, first.method, first.target, first.status) == (
        "bundesfunk",
        "GET",
        "/robots.txt",
        200,
    )
    assert first.user_agent == "Wirewatch/0 (+http://x.example)"
    assert (second.elapsed_s, second.if_none_match, second.if_modified_since) == (3.0, '"a"', "b")


def test_a_connection_is_kept_for_several_questions(server: DemoServer) -> None:
    port = int(server.world.home_url("knd").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)

    for _ in range(3):
        connection.request("GET", "/robots.txt")
        reply = connection.getresponse()
        reply.read()
    kept = connection.sock
    connection.close()

    assert kept is not None
    assert len(server.requests) == 3


def test_an_earlier_run_can_be_continued(world: World, clock: Clock) -> None:
    with DemoServer(world, base_port=0, clock=clock, started_at_s=970.0) as server:
        assert server.elapsed_s == 30.0
        assert "Wiederaufnahme" in ask(server, "bundesfunk", "/index~rss2.xml").body.decode()


def test_a_port_that_is_taken_is_named_with_the_remedy(world: World) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 is taken.*base port"):
            DemoServer(world, base_port=port - 1).start()


def test_stopping_twice_and_with_open_connections_is_quiet(world: World) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        server = DemoServer(world, base_port=0)
        server.start()
        port = int(server.world.home_url("knd").rpartition(":")[2])
        visitor = socket.create_connection(("127.0.0.1", port))

        server.stop()
        server.stop()

        visitor.close()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_nonsense_on_the_line_does_not_stop_the_others(server: DemoServer) -> None:
    port = int(server.world.home_url("knd").rpartition(":")[2])
    with (
        suppress(ConnectionError),  # it may hang up at any byte
        socket.create_connection(("127.0.0.1", port), timeout=5) as visitor,
    ):
        visitor.sendall(b"\x00\xff" * 40_000)
        visitor.recv(100)

    assert ask(server, "knd", "/robots.txt").status == 200
