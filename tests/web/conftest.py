"""The application on a store with a topic and a story, asked in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from crawler.config import Config, Web
from crawler.web.app import application
from tests.alerts.newsroom import Newsroom
from tests.samples import RIVER


@pytest.fixture
def newsroom(store) -> Iterator[Newsroom]:  # type: ignore[no-untyped-def]
    made = Newsroom(store)
    made.topic("Floods", "river")
    made.publish(RIVER, title="The river <b>rises</b>")
    made.publish(RIVER, "The Post", title="The river <b>rises</b>")
    yield made
    made.close()


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[TestClient]:
    config = Config(web=Web(public_url="https://news.example"))
    with TestClient(application(newsroom.store, config, newsroom.clock)) as made:
        yield made
