"""A hub on loopback is asked for a subscription, over a real connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from crawler.config import Config, Network, Web
from crawler.items import Outcome
from crawler.service.subscribing import Subscriber
from crawler.storage import Store, looks, subscriptions
from crawler.storage.looks import Body, LookRow
from tests.samples import NOW, add_feed


class Hub(BaseHTTPRequestHandler):
    """Takes what it is asked."""

    asked: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(parse_qs(body.decode()))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Not to the terminal."""


@pytest.fixture
def hub() -> Iterator[str]:
    Hub.asked = []
    with HTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def subscriber(store: Store, *, reachable: bool = True) -> Subscriber:
    web = Web(listen="127.0.0.1:8420", public_url="https://news.example/")
    network = Network(allow_private=("127.0.0.1",) if reachable else ())
    return Subscriber(store, Config(web=web, network=network), lambda: NOW)


def offer(store: Store, hub: str) -> None:
    with store.writing() as tx:
        body = Body(hub_url=hub, self_url="https://paper.example/self")
        look = LookRow(
            feed_id=add_feed(tx), at=NOW, outcome=Outcome.NEW, note="", plan="", trouble=0.0,
            interval_min=60.0, next_look_at=NOW + timedelta(hours=1), body=body,
        )  # fmt: skip
        looks.record(tx, [look])


def test_the_hub_of_a_feed_is_asked_once_with_a_callback_that_nobody_guesses(
    sqlite_store: Store, hub: str
) -> None:
    offer(sqlite_store, hub)
    asking = subscriber(sqlite_store)

    assert (asking.is_wanted, asking.ask(), asking.ask()) == (True, 1, 0)

    [form] = Hub.asked
    path = form["hub.callback"][0].removeprefix("https://news.example/websub/")
    assert form["hub.topic"] == ["https://paper.example/self"]
    assert len(path) >= 32
    with sqlite_store.reading() as tx:
        held = subscriptions.by_path(tx, path)
    assert held is not None
    assert (held.state, form["hub.secret"]) == ("asked", [held.secret])


def test_a_hub_on_a_private_address_is_not_asked(sqlite_store: Store, hub: str) -> None:
    offer(sqlite_store, hub)

    subscriber(sqlite_store, reachable=False).ask()

    assert Hub.asked == []
    with sqlite_store.reading() as tx:
        [(note,)] = tx.exec_driver_sql("select note from subscription").all()
    assert "is not a public address" in note


def test_without_a_public_address_hubs_are_left_alone(sqlite_store: Store) -> None:
    assert not Subscriber(sqlite_store, Config(), lambda: NOW).is_wanted
