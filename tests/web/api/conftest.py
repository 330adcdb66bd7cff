"""An archive with something of everything, asked by a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from crawler.config import Config, Web
from crawler.storage import Store, searches
from crawler.web.app import application
from tests.alerts.newsroom import Newsroom
from tests.samples import RIVER

# Statements that an answer takes at most, however much there is.
MOST_TO_SHOW, MOST_TO_CHANGE = 12, 30


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Of what the two databases do alike one is asked; test_conforming asks both."""
    return sqlite_store


def filled(store: Store) -> Newsroom:
    """A newsroom with topics, stories, copies, a revision, alerts, mutes."""
    made = Newsroom(store)
    made.topic("Floods", "river")
    made.topic("Wishes", "unlike")
    made.publish(RIVER, title="The river <b>rises</b>")
    made.publish(RIVER, "The Post", title="The river <b>rises</b>")
    for _ in range(5):
        made.clock.now += timedelta(hours=3)
        made.publish(title="Something else")
    made.publish(f"{RIVER} Nobody was hurt, it says now.", url="https://the-paper.example/1")
    with store.writing() as tx:
        searches.save(tx, "water", "river OR flood*")
    return made


@pytest.fixture
def newsroom(store: Store) -> Iterator[Newsroom]:
    made = filled(store)
    yield made
    made.close()


class Asking:
    """GET and the others, with the JSON of the answer; counts queries."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.queries: list[str] = []

    def __call__(
        self, path: str, status: int = 200, *, method: str = "GET", most: int = 0, **more: Any
    ) -> Any:
        most = most or (MOST_TO_SHOW if method == "GET" else MOST_TO_CHANGE)
        self.queries.clear()
        answer = self.client.request(method, f"/api/v1{path}", **more)
        assert answer.status_code == status, answer.text
        assert len(self.queries) <= most, "\n".join(self.queries)
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
        return answer.json() if answer.content else None

    def keep(self, _link: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if not text.startswith(("BEGIN", "SET ", "pg_advisory")):
            self.queries.append(text)


@pytest.fixture
def ask(newsroom: Newsroom) -> Iterator[Asking]:
    config = Config(web=Web(listen="127.0.0.1:8420"))
    app = application(newsroom.store, config, newsroom.clock)
    with TestClient(app, base_url="http://127.0.0.1:8420") as client:
        made = Asking(client)
        event.listen(newsroom.store.engine, "before_cursor_execute", made.keep)
        yield made
        event.remove(newsroom.store.engine, "before_cursor_execute", made.keep)
