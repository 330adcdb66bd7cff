"""The application on a store with a topic and a story, asked in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from crawler.config import Config, Web
from crawler.storage import Store
from crawler.web.access import csrf
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
    config = Config(web=Web(listen="127.0.0.1:8420"))
    app = application(newsroom.store, config, newsroom.clock)
    # A script of ours; tests/web/access has those that do not know the token.
    token = csrf.made(app.state.wirewatch.secret, None, newsroom.clock())
    said = {csrf.HEADER: token}
    with TestClient(app, base_url="http://127.0.0.1:8420", headers=said) as made:
        yield made


class Queries:
    """The statements that reached the database."""

    MOST = 12  # of a page

    def __init__(self) -> None:
        self.texts: list[str] = []

    def keep(self, _link: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        # What steers transactions and their time asks for nothing.
        if not text.upper().startswith(("BEGIN", "SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.texts.append(text)


@pytest.fixture
def queries(store: Store) -> Iterator[Queries]:
    """What is asked of the database in a test; `page_of` counts it for each page."""
    made = Queries()
    event.listen(store.engine, "before_cursor_execute", made.keep)
    yield made
    event.remove(store.engine, "before_cursor_execute", made.keep)


PageOf = Callable[..., str]


@pytest.fixture
def page_of(client: TestClient, queries: Queries) -> PageOf:
    """Asks for a page as a browser does: an answer in HTML, with a dozen queries at most."""

    def ask(path: str, *, language: str = "en", status: int = 200) -> str:
        queries.texts.clear()
        said = {"accept": "text/html", "accept-language": language}
        answer = client.get(path, headers=said)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert len(queries.texts) <= Queries.MOST, "\n".join(queries.texts)
        return answer.text

    return ask
