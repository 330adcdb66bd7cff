"""New matches as they come, to many, from where one left off; asked of a real server."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Any

import pytest
from fastapi import FastAPI

from crawler.config import Config
from crawler.storage import Store, matches
from crawler.web import live, serving
from crawler.web.api import events
from crawler.web.app import application
from crawler.web.serving import Place, WebServer
from tests.alerts.newsroom import Newsroom
from tests.web.api.conftest import filled


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """On SQLite, and where a test asks for it on the other, too."""
    made = Store.connect(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url"))
    yield made
    made.close()


@pytest.fixture
def newsroom(store: Store) -> Iterator[Newsroom]:
    made = filled(store)
    yield made
    made.close()


@pytest.fixture
def app(newsroom: Newsroom) -> FastAPI:
    return application(newsroom.store, Config(), newsroom.clock)


@pytest.fixture
def place(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(live, "EVERY_S", 0.05)
    server = WebServer(app, ("127.0.0.1", 0))
    yield server.start()
    server.stop()


class Listener:
    """One who reads the stream, line by line."""

    def __init__(self, place: Place, query: str = "", **headers: str) -> None:
        self.link = http.client.HTTPConnection(place.host, place.port, timeout=20)
        self.link.request("GET", f"/api/v1/events{query}", headers=headers)
        self.answer = self.link.getresponse()

    def line(self) -> str:
        return self.answer.readline().decode().rstrip("\n")

    def event(self) -> dict[str, Any]:
        """The next one: its id and what it says."""
        found: dict[str, Any] = {}
        while "data" not in found:
            line = self.answer.readline().decode()
            assert line, "the stream has ended"
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "data":
                value = json.loads(value)
            found[name] = value
        return found

    def close(self) -> None:
        self.answer.close()
        self.link.close()


def test_what_comes_is_told_to_all_who_listen(newsroom: Newsroom, place: Place) -> None:
    listeners = [Listener(place) for _ in range(20)]
    assert all(one.line() == "retry: 3000" for one in listeners)

    newsroom.publish(title="Fresh")

    for one in listeners:
        event = one.event()
        assert event["event"] == "match"
        assert int(event["id"]) > 7
        assert (event["data"]["title"], event["data"]["topic"]) == ("Fresh", "Floods")
        one.close()


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_one_who_was_away_goes_on_where_they_were(newsroom: Newsroom, place: Place) -> None:
    listener = Listener(place)
    listener.line()
    newsroom.publish(title="First")
    last = listener.event()["id"]
    listener.close()
    newsroom.publish(title="Second")
    newsroom.publish(title="Third")

    again = Listener(place, **{"Last-Event-ID": last})
    found = [again.event()["data"]["title"] for _ in range(2)]
    newsroom.publish(title="Fourth")

    assert [*found, again.event()["data"]["title"]] == ["Second", "Third", "Fourth"]
    again.close()


def test_the_past_is_told_on_request_and_one_topic_alone(newsroom: Newsroom, place: Place) -> None:
    newsroom.topic("Storms", "storm")
    newsroom.publish("A storm of words about nothing that anybody has ever seen before.")
    listener = Listener(place, "?after=0&topic=Storms")

    assert listener.event()["data"]["topic"] == "Storms"
    listener.close()
    listener = Listener(place, "?after=0")
    assert [listener.event()["id"] for _ in range(7)] == [str(n) for n in range(1, 8)]
    listener.close()


def test_one_look_serves_all(
    newsroom: Newsroom, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    after = matches.after

    def counted(tx: Any, hit_id: int, *, limit: int) -> Any:
        told.extend(found := after(tx, hit_id, limit=limit))
        return found

    monkeypatch.setattr(matches, "after", counted)
    listeners = [Listener(place) for _ in range(10)]
    for one in listeners:
        one.line()

    newsroom.publish(title="Fresh")
    for one in listeners:
        one.event()
        one.close()

    assert len(told) == 1


def test_one_who_listens_keeps_the_place_longer_than_an_exchange(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    monkeypatch.setattr(serving, "EXCHANGE_S", 3.0)
    monkeypatch.setattr(live, "QUIET_S", 0.1)
    listener, begin = Listener(place), monotonic()

    while monotonic() - begin < 4.0:
        listener.line()
    newsroom.publish(title="Fresh")

    assert listener.event()["data"]["title"] == "Fresh"
    listener.close()


def test_one_who_reads_nothing_loses_the_place(
    monkeypatch: pytest.MonkeyPatch, place: Place, app: FastAPI
) -> None:
    monkeypatch.setattr(serving, "EXCHANGE_S", 4.0)
    monkeypatch.setattr(live, "QUIET_S", 0.01)
    monkeypatch.setattr(events, "NOTHING", f": {'nothing ' * 100_000}\n\n")  # the way is soon full
    listening = app.state.wirewatch.live
    with socket.create_connection(place) as dawdler:
        dawdler.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert seen_within(60, lambda: listening.listeners == 1)
        assert seen_within(60, lambda: listening.listeners == 0), "the place is still held"


def seen_within(seconds: float, is_so: Callable[[], bool]) -> bool:
    until = monotonic() + seconds
    while not is_so() and monotonic() < until:
        sleep(0.02)
    return is_so()


def test_more_than_there_are_places_for_are_sent_away(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LISTENERS_MOST", 2)
    listeners = [Listener(place) for _ in range(2)]
    for one in listeners:
        one.line()

    third = Listener(place)

    assert third.answer.status == 503
    assert third.answer.headers["retry-after"] == "30"
    for one in (*listeners, third):
        one.close()


def test_an_end_of_the_server_is_the_end_of_the_stream(newsroom: Newsroom) -> None:
    server = WebServer(application(newsroom.store, Config(), newsroom.clock), ("127.0.0.1", 0))
    listener = Listener(server.start())
    listener.line()

    server.stop()

    assert b"match" not in listener.answer.read()
    assert server.has_stopped
    listener.close()


def test_only_readers_listen_and_places_are_numbers(place: Place) -> None:
    refused = (
        (Listener(place, **{"Last-Event-ID": "x"}), 422),
        (Listener(place, Authorization="Bearer ww_x"), 401),
        (Listener(place, "?topic=nobody"), 404),
    )

    for one, status in refused:
        assert one.answer.status == status
        one.close()
