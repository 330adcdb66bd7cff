"""The application on a store with a topic and a story, asked in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from crawler.config import Config, Web
from crawler.storage import Store
from crawler.storage.search import Patience
from crawler.web.access import csrf
from crawler.web.app import application
from crawler.web.shown import search as shown
from tests.alerts.newsroom import Newsroom
from tests.samples import RIVER


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A glance at the archive is long enough on a busy machine."""
    monkeypatch.setattr(shown, "GLANCE_S", 60.0)


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


def in_a_hurry(monkeypatch: pytest.MonkeyPatch, *, looks: int) -> None:
    """A glance is over when it has looked at the clock so often."""

    def patience(limit_s: float) -> Patience:
        looked = count(step=TICK)
        return Patience(limit_s, clock=looked.__next__) if limit_s < 1 else Patience(limit_s)

    # Its package has a function of that name.
    monkeypatch.setattr(import_module("crawler.storage.search.find"), "FEW", 1)
    monkeypatch.setattr(shown, "GLANCE_S", looks * TICK)
    monkeypatch.setattr(shown, "Patience", patience)


TICK = 2**-10


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
